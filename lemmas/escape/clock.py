"""The clock lemma: how many steps a run takes from one point to another.

With Psi' = (1 - g'/2)/g, the run x(t+1) = x(t) - (1 + theta(t))*g(x(t)) takes almost
Psi(x(1)) - Psi(x(n+1)) steps from x(1) to x(n+1).  Nothing is asked of g and Psi outside of
[a, b], which holds the run.
"""

from lemmas.escape._clock import (
    Psi,
    a,
    b,
    clock_of,
    delta,
    g,
    mu,
    rho,
    sigma,
    small_curvature,
    small_slopes,
)
from lemmas.escape._clock_count import counted, error_of_a_step
from lemmas.escape._clock_run import Theta, X, error, n, run
from lemmas.escape._note import note
from lemmas.escape.clock_perturbation import SMALL
from lemmas.escape.clock_step import BOUND, first_order
from lemmas.escape.clock_step import LEMMA as ONE_STEP
from verifier import Lemma, statement

LARGEST = 1 + rho / 2 + mu

LEMMA = Lemma(
    id="escape/clock",
    title="The clock lemma",
    source=note("3", "clock lemma"),
    variant="effective",
    statement=statement(
        [n, delta, Theta, X, g, Psi, b, a, rho, sigma, mu],
        {
            **SMALL,
            **run(g),
            **small_slopes(g),
            **small_curvature(g),
            **clock_of(g, first_order),
        },
        abs(error(n)) <= n * error_of_a_step(BOUND, LARGEST),
    ),
    proof=counted(
        g, first_order, ONE_STEP, BOUND, LARGEST, ["slopes from below", "slopes from above"]
    ),
)

"""Lemma 16: one step after the smallest coordinate has passed 0, it is bounded away from 0."""

from lemmas.shamir2019._descent import at_time, eta, k, product, step, w
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_4 import SETTING, W, Y, g, m, q, slope_below, v, x
from lemmas.shamir2019._theorem_4_measured import values
from lemmas.shamir2019.lemma_15_first_time import LEMMA as LEMMA_15
from lemmas.shamir2019.lemma_15_first_time import first
from lemmas.shamir2019.lemma_16_step import LEMMA as ONE_STEP
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    at,
    both,
    by,
    exists,
    forall,
    indices,
    natural,
    over,
    part,
    passage_of_zero,
    rational,
    statement,
    times,
)

n, j = natural("n"), natural("j")

LOWEST = -2 * eta * Y * q
NEAREST = eta * Y * (5 * g / 6) ** (k - 1)


def after(t0: Term) -> Proposition:
    """What holds one step after t0."""
    return both(
        both(
            LOWEST <= w[m, t0 + 1],
            w[m, t0 + 1] <= -NEAREST,
        ),
        forall(
            indices(k, omit=[m]), lambda j: both(w[j, t0 + 1] >= w[j, t0], w[j, t0] >= 5 * g / 6)
        ),
        product(at_time(t0 + 1), m) <= rational("33/32") * q,
    )


def claim(t0: Term) -> Proposition:
    """What holds at t0 and one step later."""
    return both(first(t0), after(t0))


CONCLUSION = exists(times(2), claim)

STATEMENT = statement([k, m, Y, W, g, q, eta, over(w, k)], SETTING, CONCLUSION)

LEMMA = Lemma(
    id="shamir2019/lemma-16",
    title="The smallest coordinate is bounded away from 0 one step after it has passed 0",
    source=shamir("A.2.2", "Lemma 16"),
    variant="effective",
    statement=STATEMENT,
    measurements=(
        passage_of_zero(
            statement=STATEMENT,
            low=NEAREST,
            high=-LOWEST,
            step="the step size is small",
            values=values,
        ),
    ),
    changes=(
        "in place of Assumption 4 and step size k**(-C): the constants Y = -y, W, g and q of "
        "Lemma 15, and the bound on eta",
        "eta exp(-O(k log k)) is eta Y (5g/6)**(k - 1), and the O() are explicit",
        "the lower bound on w_m(t0 + 1), which the proof of Theorem 4 uses, is added",
        "k = 1 is allowed",
    ),
    note="The target is -Y, and m is the only argmin at t0 + 1, since w_m(t0 + 1) < 0 <= "
    "w_j(t0 + 1).",
    proof=(
        Step("Lemma 15", LEMMA_15.statement.conclusion, by.lemma(LEMMA_15)),
        Step(
            "one step later",
            CONCLUSION,
            by.obtain(
                n,
                "Lemma 15",
                "t0",
                Step(
                    "the others",
                    forall(indices(k, omit=[m]), lambda j: 5 * g / 6 <= w[j, n]),
                    by.each(j, by.hypothesis(part(at(part("t0", 3), j), 0))),
                ),
                Step("w_m is not positive", w[m, n] <= 0, by.hypothesis(part(part("t0", 2), 1))),
                Step(
                    "w_m is not far below 0",
                    -(eta * Y * q) <= w[m, n],
                    by.hypothesis(part(part("t0", 2), 0)),
                ),
                Step("Q_m", product(at_time(n), m) <= q, by.hypothesis(part("t0", 4))),
                Step(
                    "the step",
                    step(at_time(n), at_time(n + 1), slope_below),
                    by.hypothesis(at("gradient descent", n)),
                ),
                Step(
                    "one step",
                    None,
                    by.lemma(
                        ONE_STEP,
                        {x: at_time(n), v: at_time(n + 1)},
                        "the others",
                        "w_m is not positive",
                        "w_m is not far below 0",
                        "Q_m",
                        "the step",
                    ),
                ),
                Step(
                    "the others later",
                    forall(
                        indices(k, omit=[m]),
                        lambda j: both(w[j, n + 1] >= w[j, n], w[j, n] >= 5 * g / 6),
                    ),
                    by.decide(part("one step", 1), "the others"),
                ),
                Step(
                    "then",
                    after(n),
                    by.decide(part("one step", 0), "the others later", part("one step", 2)),
                ),
                Step("at both times", claim(n), by.decide("t0", "then")),
                Step("such a time", CONCLUSION, by.witness(n, "at both times")),
            ),
        ),
    ),
)

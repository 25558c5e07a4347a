"""Theorem 4, strengthened: the number of iterations as a sum.

The exponential in k and log(1/eps) are added, not multiplied.
"""

from lemmas.shamir2019._descent import at_time, product, t
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._studies import study
from lemmas.shamir2019._theorem_4 import (
    CHANGES,
    SUM_FORM,
    THEOREM,
    VARIABLES,
    eps,
    loss_below,
)
from lemmas.shamir2019._theorem_4_measured import iterations
from lemmas.shamir2019.theorem_4_strengthened_both_forms import LEMMA as BOTH_FORMS
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    at,
    by,
    first_iterations,
    forall,
    implies,
    part,
    statement,
    studied_iterations,
    times,
)


def reached(t: Term) -> Proposition:
    """That the loss is at most eps after the time in the form of a sum."""
    return implies(t >= SUM_FORM, loss_below(product(at_time(t))) <= eps)


STATEMENT = statement(VARIABLES, THEOREM, forall(times(1), reached))
ITERATIONS = iterations(STATEMENT, {"sum form": SUM_FORM})

LEMMA = Lemma(
    id="shamir2019/theorem-4-strengthened-sum",
    title="An exponential time and log(1/eps) are added, not multiplied",
    source=shamir("3.3", "Theorem 4"),
    variant="strengthened",
    statement=STATEMENT,
    measurements=(
        first_iterations(
            ITERATIONS, depths=(2, 5, 10, 20, 50), name="first iteration with loss <= eps"
        ),
        studied_iterations(
            ITERATIONS,
            study("theorem_4_sum"),
            depths=(2, 5, 10, 20, 50, 100, 1000),
            name="the same for more starts",
        ),
    ),
    changes=(
        *CHANGES,
        "the number of iterations is 3 + W/(eta Y g**(k - 1)) "
        "+ 2 max(1, Y) (6/(5g))**(k - 1)/(eta Y) + 2 max(1, 1/Y**2) log(Y**2/(8 eps))_+/eta, "
        "in place of exp(O(k log k)) max(1, log(1/eps))",
    ),
    note="The target is y = -Y.  At all later times, too, the loss is at most eps.",
    proof=(
        Step("both forms", BOTH_FORMS.statement.conclusion, by.lemma(BOTH_FORMS)),
        Step(
            "the sum form",
            forall(times(1), reached),
            by.each(t, by.hypothesis(part(at("both forms", t), 1))),
        ),
    ),
)

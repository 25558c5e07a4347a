"""Theorem 4, strengthened: the number of iterations with explicit constants, as a product."""

from lemmas.shamir2019._descent import at_time, product, t
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._studies import study
from lemmas.shamir2019._theorem_4 import (
    CHANGES,
    FALL,
    PRODUCT_TIME,
    THEOREM,
    VARIABLES,
    W,
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
    beyond_the_step_size,
    by,
    first_iterations,
    forall,
    implies,
    part,
    statement,
    studied_iterations,
    times,
)

PRODUCT_FORM = 2 + W / FALL + PRODUCT_TIME


def reached(t: Term) -> Proposition:
    """That the loss is at most eps after the time in the form of a product."""
    return implies(t >= PRODUCT_FORM, loss_below(product(at_time(t))) <= eps)


STATEMENT = statement(VARIABLES, THEOREM, forall(times(1), reached))
ITERATIONS = iterations(STATEMENT, {"product form": PRODUCT_FORM})

LEMMA = Lemma(
    id="shamir2019/theorem-4-strengthened",
    title="Gradient descent converges in exponential time, with explicit constants",
    source=shamir("3.3", "Theorem 4"),
    variant="strengthened",
    statement=STATEMENT,
    measurements=(
        first_iterations(
            ITERATIONS,
            depths=(2, 3, 5, 7, 10, 20, 50, 100),
            name="first iteration with loss <= eps",
        ),
        studied_iterations(
            ITERATIONS,
            study("theorem_4"),
            depths=(2, 5, 10, 20, 50, 100, 1000),
            name="the same for more starts",
        ),
        beyond_the_step_size(study("overshoot")),
    ),
    changes=(
        *CHANGES,
        "the number of iterations is 2 + W/(eta Y g**(k - 1)) + (6/(5g))**(2(k - 1)) "
        "log(Y**2/(2 eps))_+/(2 eta), in place of exp(O(k log k)) max(1, log(1/eps))",
    ),
    note="The target is y = -Y.  At all later times, too, the loss is at most eps.",
    proof=(
        Step("both forms", BOTH_FORMS.statement.conclusion, by.lemma(BOTH_FORMS)),
        Step(
            "the product form",
            forall(times(1), reached),
            by.each(t, by.hypothesis(part(at("both forms", t), 0))),
        ),
    ),
)

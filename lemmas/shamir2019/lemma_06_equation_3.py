"""Equation (3) in the proof of Lemma 6: large products are far from small ones."""

from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_06_equation_4 import LEMMA as EQUATION_4
from verifier import (
    Lemma,
    Step,
    Symbol,
    Term,
    TermLike,
    at,
    both,
    by,
    either,
    eq,
    exists,
    family,
    forall,
    indices,
    log,
    max_over,
    maximum,
    natural,
    norm2,
    over,
    prod,
    real,
    sqrt,
    statement,
    sum_,
)

k, j, i = natural("k"), natural("j"), natural("i")
alpha, beta, delta = real("alpha"), real("beta"), real("delta")
v, w = family("v"), family("w")


def without(j: TermLike, x: Symbol) -> Term:
    """Q_j, the product of all coordinates but the j-th."""
    return prod(k, lambda i: x[i], omit=[j])


def largest_q(x: Symbol) -> Term:
    """The largest of the |Q_j|."""
    return max_over(k, lambda j: abs(without(j, x)))


def raised(i: TermLike) -> Term:
    """The paper's changed v_i: its sign made positive, and w_i put for it where that is larger."""
    return maximum(abs(v[i]), abs(w[i]))


DISTANCE = norm2(k, lambda i: v[i] - w[i])
RADIUS = delta / sqrt(k - 1) * log(beta / alpha)

# The same with the coordinate j dropped.
ABS_V, ABS_W = prod(k, lambda i: abs(v[i]), omit=[j]), prod(k, lambda i: abs(w[i]), omit=[j])
RAISED = prod(k, raised, omit=[j])
CHANGED_DISTANCE = norm2(k, lambda i: raised(i) - abs(w[i]), omit=[j])
CHANGED_SQUARES = sum_(k, lambda i: (raised(i) - abs(w[i])) ** 2, omit=[j])
SQUARES_WITHOUT_J = sum_(k, lambda i: (v[i] - w[i]) ** 2, omit=[j])
SQUARES = sum_(k, lambda i: (v[i] - w[i]) ** 2)

LEMMA = Lemma(
    id="shamir2019/lemma-6-equation-3",
    title="Large products are far from small ones",
    source=shamir("5", "Equation (3)"),
    variant="repaired",
    changes=("k >= 2 added: k - 1 is in the denominator",),
    statement=statement(
        [k, alpha, beta, delta, over(w, k), over(v, k)],
        {
            "there are at least two coordinates": k >= 2,
            "alpha is positive": alpha > 0,
            "beta is positive": beta > 0,
            "delta is positive": delta > 0,
            "the products at w are small": largest_q(w) <= alpha,
            "w is away from zero": forall(indices(k), lambda i: abs(w[i]) >= delta),
            "a product at v is large": largest_q(v) > beta,
        },
        DISTANCE > RADIUS,
    ),
    proof=(
        Step(
            "raised",
            forall(indices(k), lambda i: both(raised(i) >= abs(v[i]), raised(i) >= abs(w[i]))),
            by.each(i, by.elementary("max bounds", abs(v[i]), abs(w[i]))),
        ),
        Step(
            "no coordinate moves away",
            forall(indices(k), lambda i: (raised(i) - abs(w[i])) ** 2 <= (v[i] - w[i]) ** 2),
            by.fix(
                i,
                Step(
                    "changing signs",
                    abs(abs(v[i]) - abs(w[i])) <= abs(v[i] - w[i]),
                    by.elementary("reverse triangle", v[i], w[i]),
                ),
                Step(
                    "without its absolute value",
                    abs(v[i]) - abs(w[i]) <= abs(abs(v[i]) - abs(w[i])),
                    by.elementary("abs bounds", abs(v[i]) - abs(w[i])),
                ),
                Step(
                    "raised or not",
                    either(eq(raised(i), abs(v[i])), eq(raised(i), abs(w[i]))),
                    by.elementary("max attained", abs(v[i]), abs(w[i])),
                ),
                Step(
                    "the change",
                    raised(i) - abs(w[i]) <= abs(v[i] - w[i]),
                    by.cases(
                        "raised or not",
                        {
                            "not raised": (
                                Step(
                                    "|v_i| kept",
                                    raised(i) - abs(w[i]) <= abs(v[i] - w[i]),
                                    by.decide("changing signs", "without its absolute value"),
                                ),
                            ),
                            "raised to |w_i|": (
                                Step(
                                    "no distance left",
                                    raised(i) - abs(w[i]) <= abs(v[i] - w[i]),
                                    by.decide(),
                                ),
                            ),
                        },
                    ),
                ),
                Step(
                    "absolute values squared",
                    eq(abs(v[i] - w[i]) ** 2, (v[i] - w[i]) ** 2),
                    by.elementary("abs squared", v[i] - w[i]),
                ),
                Step(
                    "the change squared",
                    (raised(i) - abs(w[i])) ** 2 <= (v[i] - w[i]) ** 2,
                    by.decide("the change", "absolute values squared", at("raised", i)),
                ),
            ),
        ),
        Step(
            "a largest product",
            exists(indices(k), lambda j: eq(largest_q(v), abs(without(j, v)))),
            by.extreme_attained(largest_q(v)),
        ),
        Step(
            "conclusion",
            DISTANCE > RADIUS,
            by.obtain(
                j,
                "a largest product",
                "the product without j is the largest",
                Step("signs of v", eq(abs(without(j, v)), ABS_V), by.image("abs", without(j, v))),
                Step("signs of w", eq(abs(without(j, w)), ABS_W), by.image("abs", without(j, w))),
                Step(
                    "the product of w without j",
                    abs(without(j, w)) <= largest_q(w),
                    by.extreme_bounds(largest_q(w), j),
                ),
                Step(
                    "the product of w is small",
                    ABS_W <= alpha,
                    by.decide("signs of w", "the product of w without j"),
                ),
                Step("raising raises the product", ABS_V <= RAISED, by.termwise("raised")),
                Step(
                    "the raised product is large",
                    RAISED > beta,
                    by.decide("signs of v", "raising raises the product"),
                ),
                Step(
                    "Equation (4)",
                    CHANGED_DISTANCE > RADIUS,
                    by.lemma(
                        EQUATION_4,
                        {v: raised, w: lambda i: abs(w[i])},
                        "the product of w is small",
                        "the raised product is large",
                        "raised",
                    ),
                ),
                Step(
                    "index by index",
                    CHANGED_SQUARES <= SQUARES_WITHOUT_J,
                    by.termwise("no coordinate moves away"),
                ),
                Step(
                    "the coordinate dropped",
                    eq(SQUARES, (v[j] - w[j]) ** 2 + SQUARES_WITHOUT_J),
                    by.split_off(SQUARES, j),
                ),
                Step("squares of changes", CHANGED_SQUARES >= 0, by.sign()),
                Step(
                    "the squares do not grow",
                    CHANGED_SQUARES <= SQUARES,
                    by.decide("index by index", "the coordinate dropped", squares=[v[j] - w[j]]),
                ),
                Step(
                    "the distance does not grow",
                    CHANGED_DISTANCE <= DISTANCE,
                    by.elementary(
                        "sqrt is monotone",
                        CHANGED_SQUARES,
                        SQUARES,
                        using=["squares of changes", "the squares do not grow"],
                    ),
                ),
                Step(
                    "far away",
                    DISTANCE > RADIUS,
                    by.decide("Equation (4)", "the distance does not grow"),
                ),
            ),
        ),
    ),
)

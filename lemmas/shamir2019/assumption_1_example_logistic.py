"""The paper's second example of Assumption 1: f(x) = log(1 + exp(x))."""

from lemmas.shamir2019._assumption_1 import LOWEST
from lemmas.shamir2019._assumption_1_examples import (
    DECLARED,
    a,
    b,
    conclusion,
    differentiable,
    gap_steps,
    increasing_step,
    lipschitz_step,
    p,
)
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    TermLike,
    at,
    both,
    by,
    either,
    eq,
    exp,
    forall,
    implies,
    log,
    rational,
    reals,
    statement,
)

LOW = rational("-1")


def loss(p: TermLike) -> Term:
    """The logistic loss."""
    return log(1 + exp(p))


def slope(p: TermLike) -> Term:
    """Its derivative."""
    return exp(p) / (1 + exp(p))


DEPTH = loss(LOWEST) - loss(LOW)


RISE = loss(b) - loss(a)
SIZE = abs(loss(a) - loss(b))


def steady(a: Term, b: Term) -> Proposition:
    """That the loss does not fall from a point to a larger one, and rises no more than 1 to 1."""
    rise = loss(b) - loss(a)
    return implies(a <= b, both(0 <= rise, rise <= b - a))


# From a to b >= a: 1 + exp(b) <= (1 + exp(a)) exp(b - a).
STEADY = (
    Step("exp(a) > 0", exp(a) > 0, by.elementary("exp is positive", a)),
    Step("exp(a) <= exp(b)", exp(a) <= exp(b), by.elementary("exp is monotone", a, b)),
    Step(
        "it does not fall",
        loss(a) <= loss(b),
        by.elementary(
            "log is monotone", 1 + exp(a), 1 + exp(b), using=["exp(a) > 0", "exp(a) <= exp(b)"]
        ),
    ),
    Step(
        "exp(b) = exp(a) exp(b - a)",
        eq(exp(b), exp(a) * exp(b - a)),
        by.elementary("exp of sum", a, b - a),
    ),
    Step("exp(0) = 1", None, by.elementary("exp of zero")),
    Step(
        "exp(b - a) >= exp(0)",
        exp(rational("0")) <= exp(b - a),
        by.elementary("exp is monotone", 0, b - a),
    ),
    Step("exp(b - a) > 0", exp(b - a) > 0, by.elementary("exp is positive", b - a)),
    Step(
        "the product is larger",
        1 + exp(b) <= (1 + exp(a)) * exp(b - a),
        by.decide("exp(b) = exp(a) exp(b - a)", "exp(0) = 1", "exp(b - a) >= exp(0)"),
    ),
    Step(
        "so is its log",
        loss(b) <= log((1 + exp(a)) * exp(b - a)),
        by.elementary(
            "log is monotone",
            1 + exp(b),
            (1 + exp(a)) * exp(b - a),
            using=["the product is larger", "exp(a) > 0", "exp(a) <= exp(b)"],
        ),
    ),
    Step(
        "the log of the product",
        None,
        by.elementary(
            "log of product", 1 + exp(a), exp(b - a), using=["exp(a) > 0", "exp(b - a) > 0"]
        ),
    ),
    Step("the log of exp", None, by.elementary("log of exp", b - a)),
    Step(
        "both",
        both(0 <= RISE, RISE <= b - a),
        by.decide("it does not fall", "so is its log", "the log of the product", "the log of exp"),
    ),
)


LEMMA = Lemma(
    id="shamir2019/assumption-1-example-logistic",
    title="log(1 + exp(x)) satisfies Assumption 1",
    source=shamir("3", "the text below Assumption 1"),
    variant="as-printed",
    statement=statement([DECLARED], {}, conclusion(loss, slope)),
    proof=(
        Step("the derivative", differentiable(loss, slope), by.differentiate()),
        Step(
            "between two points in order",
            forall(reals(), lambda a: forall(reals(), lambda b: steady(a, b))),
            by.each(a, by.each(b, by.suppose("in order", *STEADY))),
        ),
        lipschitz_step(
            loss,
            rational("1"),
            Step("a distance", None, by.elementary("abs bounds", a - b)),
            Step(
                "between a and b",
                both(-abs(a - b) <= RISE, RISE <= abs(a - b)),
                by.cases(
                    either(a <= b, b <= a),
                    {
                        "a <= b": (
                            Step(
                                "from a to b",
                                None,
                                by.hypothesis(at("between two points in order", a, b)),
                            ),
                            Step(
                                "bounded from a to b",
                                both(-abs(a - b) <= RISE, RISE <= abs(a - b)),
                                by.decide("from a to b", "a distance"),
                            ),
                        ),
                        "b <= a": (
                            Step(
                                "from b to a",
                                None,
                                by.hypothesis(at("between two points in order", b, a)),
                            ),
                            Step(
                                "bounded from b to a",
                                both(-abs(a - b) <= RISE, RISE <= abs(a - b)),
                                by.decide("from b to a", "a distance"),
                            ),
                        ),
                    },
                ),
            ),
            Step(
                "the size of the change",
                SIZE <= rational("1") * abs(a - b),
                by.elementary(
                    "abs at most", loss(a) - loss(b), abs(a - b), using=["between a and b"]
                ),
            ),
        ),
        increasing_step(
            loss,
            Step("exp(a) > 0", exp(a) > 0, by.elementary("exp is positive", a)),
            Step(
                "exp(a) < exp(b)", exp(a) < exp(b), by.elementary("exp is strictly monotone", a, b)
            ),
            Step(
                "larger",
                loss(a) < loss(b),
                by.elementary(
                    "log is strictly monotone",
                    1 + exp(a),
                    1 + exp(b),
                    using=["exp(a) > 0", "exp(a) < exp(b)"],
                ),
            ),
        ),
        Step("c is positive", DEPTH > 0, by.decide()),
        *gap_steps(
            loss,
            LOW,
            DEPTH,
            Step("exp(-1/2) > 0", exp(LOWEST) > 0, by.elementary("exp is positive", LOWEST)),
            Step(
                "exp(-1/2) <= exp(p)",
                exp(LOWEST) <= exp(p),
                by.elementary("exp is monotone", LOWEST, p),
            ),
            Step(
                "not below f(-1/2)",
                loss(LOWEST) <= loss(p),
                by.elementary(
                    "log is monotone",
                    1 + exp(LOWEST),
                    1 + exp(p),
                    using=["exp(-1/2) > 0", "exp(-1/2) <= exp(p)"],
                ),
            ),
            Step("the values", loss(LOW) + DEPTH <= loss(p), by.decide("not below f(-1/2)")),
        ),
        Step(
            "Assumption 1",
            conclusion(loss, slope),
            by.decide("the derivative", "Lipschitz", "increasing", "f is smaller somewhere"),
        ),
    ),
)

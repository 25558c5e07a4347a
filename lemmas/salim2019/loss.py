"""A differentiable Lipschitz function that is least at the product 0."""

from lemmas.salim2019._slides import salim
from lemmas.salim2019._theorem_1 import ONE, loss, slope
from lemmas.shamir2019.lemma_13_exponential import LEMMA as EXPONENTIAL
from lemmas.shamir2019.lemma_13_exponential import x
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    at,
    both,
    by,
    either,
    eq,
    exists,
    exp,
    forall,
    implies,
    part,
    rational,
    real,
    reals,
    statement,
)

a, b, p, z = real("a"), real("b"), real("p"), real("z")

LIPSCHITZ = forall(
    reals(), lambda a: forall(reals(), lambda b: abs(loss(a) - loss(b)) <= ONE * abs(a - b))
)
NOT_NEGATIVE = forall(reals(), lambda p: rational("0") <= loss(p))
ATTAINED = exists(reals(), lambda p: eq(loss(p), 0))
CONCLUSION = both(LIPSCHITZ, NOT_NEGATIVE, ATTAINED)


def flat(p: Term) -> Proposition:
    """That the slope is between -1 and 1."""
    return both(-1 <= slope(p), -1 <= -ONE * slope(p))


def steady(low: Term, high: Term) -> Proposition:
    """That f does not change faster than its argument, from a point to a larger one."""
    change = loss(high) - loss(low)
    return implies(low <= high, both(-(high - low) <= change, change <= high - low))


def inside(z: Term) -> Proposition:
    """That a point lies in [a, b]."""
    return both(a <= z, z <= b)


STEADY = (
    Step(
        "the slope is not below -1",
        forall(reals(), lambda z: implies(inside(z), -1 <= slope(z))),
        by.each(
            z,
            by.suppose(
                "in between",
                Step("slope at z", -1 <= slope(z), by.hypothesis(part(at("the slope", z), 0))),
            ),
        ),
    ),
    Step(
        "nor above 1",
        forall(reals(), lambda z: implies(inside(z), -1 <= -ONE * slope(z))),
        by.each(
            z,
            by.suppose(
                "in between",
                Step(
                    "fall at z", -1 <= -ONE * slope(z), by.hypothesis(part(at("the slope", z), 1))
                ),
            ),
        ),
    ),
    Step(
        "it falls slowly",
        -(b - a) <= loss(b) - loss(a),
        by.mean_value(loss(z), z, a, b, -1, "the slope is not below -1"),
    ),
    Step(
        "it rises slowly",
        loss(b) - loss(a) <= b - a,
        by.mean_value(-loss(z), z, a, b, -1, "nor above 1"),
    ),
    Step(
        "slowly both ways",
        both(-(b - a) <= loss(b) - loss(a), loss(b) - loss(a) <= b - a),
        by.decide("it falls slowly", "it rises slowly"),
    ),
)


LEMMA = Lemma(
    id="salim2019/example-loss",
    title="1 - exp(-p**2) is Lipschitz and least at 0",
    source=salim("2", "the hypotheses on f"),
    variant="effective",
    statement=statement([], {}, CONCLUSION),
    proof=(
        Step(
            "the slope",
            forall(reals(), flat),
            by.fix(
                p,
                Step("exp(p**2) >= 1 + p**2", None, by.lemma(EXPONENTIAL, {x: -(p**2)})),
                Step("exp(-p**2) > 0", exp(-(p**2)) > 0, by.elementary("exp is positive", -(p**2))),
                Step("exp(p**2 - p**2)", None, by.elementary("exp of sum", -(p**2), p**2)),
                Step("exp(0) = 1", None, by.elementary("exp of zero")),
                Step(
                    "the product of both",
                    eq(exp(-(p**2)) * exp(p**2), 1),
                    by.decide("exp(p**2 - p**2)", "exp(0) = 1"),
                ),
                Step(
                    "(1 + p**2) exp(-p**2) <= 1",
                    exp(-(p**2)) * (1 + p**2) <= 1,
                    by.decide("exp(p**2) >= 1 + p**2", "exp(-p**2) > 0", "the product of both"),
                ),
                Step(
                    "a square",
                    exp(-(p**2)) * (1 - p) ** 2 >= 0,
                    by.decide("exp(-p**2) > 0"),
                ),
                Step(
                    "another square",
                    exp(-(p**2)) * (1 + p) ** 2 >= 0,
                    by.decide("exp(-p**2) > 0"),
                ),
                Step(
                    "at p",
                    flat(p),
                    by.decide("(1 + p**2) exp(-p**2) <= 1", "a square", "another square"),
                ),
            ),
        ),
        Step(
            "between two points in order",
            forall(reals(), lambda a: forall(reals(), lambda b: steady(a, b))),
            by.each(a, by.each(b, by.suppose("in order", *STEADY))),
        ),
        Step(
            "Lipschitz",
            LIPSCHITZ,
            by.fix(
                a,
                Step(
                    "from a",
                    forall(reals(), lambda b: abs(loss(a) - loss(b)) <= ONE * abs(a - b)),
                    by.fix(
                        b,
                        Step("a distance", None, by.elementary("abs bounds", a - b)),
                        Step(
                            "between a and b",
                            both(-abs(a - b) <= loss(a) - loss(b), loss(a) - loss(b) <= abs(a - b)),
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
                                            both(
                                                -abs(a - b) <= loss(a) - loss(b),
                                                loss(a) - loss(b) <= abs(a - b),
                                            ),
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
                                            both(
                                                -abs(a - b) <= loss(a) - loss(b),
                                                loss(a) - loss(b) <= abs(a - b),
                                            ),
                                            by.decide("from b to a", "a distance"),
                                        ),
                                    ),
                                },
                            ),
                        ),
                        Step(
                            "the size of the change",
                            abs(loss(a) - loss(b)) <= ONE * abs(a - b),
                            by.elementary(
                                "abs at most",
                                loss(a) - loss(b),
                                abs(a - b),
                                using=["between a and b"],
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Step("exp(0) = 1", None, by.elementary("exp of zero")),
        Step(
            "not negative",
            NOT_NEGATIVE,
            by.fix(
                p,
                Step(
                    "not above exp(0)",
                    exp(-(p**2)) <= exp(rational("0")),
                    by.elementary("exp is monotone", -(p**2), 0),
                ),
                Step("f(p)", rational("0") <= loss(p), by.decide("not above exp(0)", "exp(0) = 1")),
            ),
        ),
        Step("0 squared", eq(exp(-(rational("0") ** 2)), exp(rational("0"))), by.congruence("exp")),
        Step("f(0) = 0", eq(loss(rational("0")), 0), by.decide("0 squared", "exp(0) = 1")),
        Step("attained", ATTAINED, by.witness(0, "f(0) = 0")),
        Step("conclusion", CONCLUSION, by.decide("Lipschitz", "not negative", "attained")),
    ),
)

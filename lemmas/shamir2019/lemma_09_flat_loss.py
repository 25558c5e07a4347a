"""Lemma 9, a loss for its counterexample: one that Assumption 1 allows and that is flat at 1."""

from lemmas.shamir2019._assumption_1 import assumption_1
from lemmas.shamir2019._assumption_1_examples import (
    a,
    b,
    gap_steps,
    increasing_step,
    lipschitz_step,
    p,
    z,
)
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Step,
    Term,
    TermLike,
    both,
    by,
    either,
    eq,
    rational,
    statement,
)


def flat(p: TermLike) -> Term:
    """A loss whose derivative is (p - 1)**2 * (p + 1)."""
    return rational("1/4") * p**4 - rational("1/3") * p**3 - rational("1/2") * p**2 + p


# (f(a) - f(b))/(a - b), and a Lipschitz constant where a and b are at most M in modulus.
SLOPE = (a + b) * (a**2 + b**2) / 4 - (a**2 + a * b + b**2) / 3 - (a + b) / 2 + 1
M = z + 1
CONSTANT = M**3 + M**2 + M + 1

# The same, by the sum of a - 1 and b - 1 and by the square of their difference.
SUM, SQUARE = a + b - 2, (b - a) ** 2
PARTS = (3 * SUM**2 * (SUM + 4) / 2 + SQUARE * (3 * SUM / 2 + 2)) / 12

LIPSCHITZ = lipschitz_step(
    flat,
    CONSTANT,
    Step("a", both(-M <= a, a <= M), by.decide("a and b are in [-1/2, z)")),
    Step("b", both(-M <= b, b <= M), by.decide("a and b are in [-1/2, z)")),
    Step("a squared", a**2 <= M**2, by.decide("a")),
    Step("b squared", b**2 <= M**2, by.decide("b")),
    Step("the squares", 0 <= a**2 + b**2, by.decide()),
    Step("the quadratic part", 0 <= a**2 + a * b + b**2, by.decide(squares=[a, b, a + b])),
    Step(
        "its size",
        a**2 + a * b + b**2 <= 3 * M**2,
        by.decide("a squared", "b squared", squares=[a - b]),
    ),
    Step(
        "the cubic part from above",
        (2 * M - (a + b)) * (a**2 + b**2) >= 0,
        by.decide("a", "b", "the squares"),
    ),
    Step(
        "the cubic part from below",
        (2 * M + (a + b)) * (a**2 + b**2) >= 0,
        by.decide("a", "b", "the squares"),
    ),
    Step("M is positive", M > 0, by.decide("z is positive")),
    Step(
        "their size",
        2 * M * (a**2 + b**2) <= 2 * M * (2 * M**2),
        by.decide("a squared", "b squared", "M is positive"),
    ),
    Step(
        "the slope from below",
        -CONSTANT <= SLOPE,
        by.decide("the cubic part from below", "their size", "its size", "a", "b", "M is positive"),
    ),
    Step(
        "the slope from above",
        SLOPE <= CONSTANT,
        by.decide("the cubic part from above", "their size", "the quadratic part", "a", "b"),
    ),
    Step(
        "the slope",
        abs(SLOPE) <= CONSTANT,
        by.elementary(
            "abs at most",
            SLOPE,
            CONSTANT,
            using=["the slope from below", "the slope from above"],
        ),
    ),
    Step("the difference", eq(flat(a) - flat(b), SLOPE * (a - b)), by.decide()),
    Step(
        "its modulus",
        eq(abs(flat(a) - flat(b)), abs(SLOPE * (a - b))),
        by.congruence("abs", "the difference"),
    ),
    Step("of a product", None, by.elementary("abs of product", SLOPE, a - b)),
    Step("a distance", abs(a - b) >= 0, by.elementary("abs is nonnegative", a - b)),
    Step(
        "slope times distance",
        abs(SLOPE) * abs(a - b) <= CONSTANT * abs(a - b),
        by.decide("the slope", "a distance"),
    ),
    Step(
        "bounded",
        abs(flat(a) - flat(b)) <= CONSTANT * abs(a - b),
        by.decide("its modulus", "of a product", "slope times distance"),
    ),
)

INCREASING = increasing_step(
    flat,
    Step(
        "the slope",
        PARTS > 0,
        by.cases(
            either(SUM >= -1, SUM <= -1),
            {
                "far to the right": [
                    Step(
                        "the first part",
                        SUM**2 * (SUM + 4) >= 0,
                        by.decide("far to the right", squares=[SUM]),
                    ),
                    Step("the square", SQUARE > 0, by.decide("-1/2 <= a < b")),
                    Step(
                        "the second part",
                        SQUARE * (3 * SUM / 2 + 2) > 0,
                        by.decide("far to the right", "the square"),
                    ),
                    Step("the sum", PARTS > 0, by.decide("the first part", "the second part")),
                ],
                "near -1/2": [
                    Step("a + b", SUM >= -3, by.decide("-1/2 <= a < b")),
                    Step(
                        "the square from above",
                        SQUARE <= (SUM + 3) ** 2,
                        by.decide("-1/2 <= a < b"),
                    ),
                    Step(
                        "the sum near -1/2",
                        PARTS > 0,
                        by.decide("the square from above", "a + b", "near -1/2"),
                    ),
                ],
            },
        ),
    ),
    Step("times b - a", (b - a) * PARTS > 0, by.decide("the slope", "-1/2 <= a < b")),
    Step("the difference", eq(flat(b) - flat(a), (b - a) * PARTS), by.decide()),
    Step("larger", flat(a) < flat(b), by.decide("times b - a", "the difference")),
)

CONCLUSION = both(*assumption_1(flat).values())
QUARTER = rational("1/4")

LEMMA = Lemma(
    id="shamir2019/lemma-9-flat-loss",
    title="A loss that satisfies Assumption 1 and is flat at 1",
    source=shamir("A.1", "Lemma 9"),
    variant="effective",
    statement=statement([], {}, CONCLUSION),
    note="Its derivative is (p - 1)**2 * (p + 1).",
    proof=(
        LIPSCHITZ,
        INCREASING,
        Step("c is positive", QUARTER > 0, by.decide()),
        *gap_steps(
            flat,
            rational("-1"),
            QUARTER,
            Step("the values", flat(rational("-1")) + QUARTER <= flat(p), by.decide("p >= -1/2")),
        ),
        Step(
            "Assumption 1",
            CONCLUSION,
            by.decide("Lipschitz", "increasing", "f is smaller somewhere"),
        ),
    ),
)

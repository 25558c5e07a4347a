"""Theorem 4, part: a formula for the sign of a number that is not small."""

from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Step,
    Term,
    both,
    by,
    eq,
    implies,
    maximum,
    minimum,
    part,
    real,
    statement,
)

x = real("x")


def clamp(x: Term) -> Term:
    """The point of [-1, 1] that is nearest to x."""
    return minimum(1, maximum(-1, x))


CONCLUSION = both(implies(x >= 1, eq(clamp(x), 1)), implies(x <= -1, eq(clamp(x), -1)))

LEMMA = Lemma(
    id="shamir2019/theorem-4-sign-of",
    title="The sign of a number that is not small, by max and min",
    source=shamir("A.2.3", "Theorem 4"),
    variant="effective",
    statement=statement([x], {}, CONCLUSION),
    note="The proof of Theorem 4 gives signs to the coordinates.",
    proof=(
        Step("at least both", None, by.elementary("max bounds", -1, x)),
        Step("one of both", None, by.elementary("max attained", -1, x)),
        Step("at most both", None, by.elementary("min bounds", 1, maximum(-1, x))),
        Step("one of these", None, by.elementary("min attained", 1, maximum(-1, x))),
        Step(
            "above",
            implies(x >= 1, eq(clamp(x), 1)),
            by.suppose(
                "x is large",
                Step("the maximum", maximum(-1, x) >= 1, by.decide(part("at least both", 1))),
                Step(
                    "the minimum",
                    eq(clamp(x), 1),
                    by.cases(
                        "one of these",
                        {
                            "it is 1": [Step("so", eq(clamp(x), 1), by.decide("it is 1"))],
                            "it is the maximum": [
                                Step(
                                    "also 1",
                                    eq(clamp(x), 1),
                                    by.decide(
                                        "it is the maximum", "the maximum", part("at most both", 0)
                                    ),
                                )
                            ],
                        },
                    ),
                ),
            ),
        ),
        Step(
            "below",
            implies(x <= -1, eq(clamp(x), -1)),
            by.suppose(
                "x is small",
                Step(
                    "the maximum",
                    eq(maximum(-1, x), -1),
                    by.cases(
                        "one of both",
                        {
                            "it is -1": [Step("so", eq(maximum(-1, x), -1), by.decide("it is -1"))],
                            "it is x": [
                                Step(
                                    "also -1",
                                    eq(maximum(-1, x), -1),
                                    by.decide("it is x", part("at least both", 0)),
                                )
                            ],
                        },
                    ),
                ),
                Step(
                    "the minimum",
                    eq(clamp(x), -1),
                    by.cases(
                        "one of these",
                        {
                            "it is 1": [
                                Step(
                                    "not so",
                                    eq(clamp(x), -1),
                                    by.decide("it is 1", "the maximum", part("at most both", 1)),
                                )
                            ],
                            "it is the maximum": [
                                Step(
                                    "of -1",
                                    eq(clamp(x), -1),
                                    by.decide("it is the maximum", "the maximum"),
                                )
                            ],
                        },
                    ),
                ),
            ),
        ),
        Step("conclusion", CONCLUSION, by.decide("above", "below")),
    ),
)

"""Lemma 13, part: 1 - x <= exp(-x)."""

from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    both,
    by,
    either,
    eq,
    exp,
    forall,
    implies,
    real,
    reals,
    statement,
)

x, z = real("x"), real("z")


def grows_left(z: Term) -> Proposition:
    """That z - exp(z) does not decrease at a point of [-x, 0]."""
    return implies(both(-x <= z, z <= 0), 1 - exp(z) >= 0)


def grows_right(z: Term) -> Proposition:
    """That exp(z) - z does not decrease at a point of [0, -x]."""
    return implies(both(0 <= z, z <= -x), exp(z) - 1 >= 0)


LEMMA = Lemma(
    id="shamir2019/lemma-13-exponential",
    title="1 - x is at most exp(-x)",
    source=shamir("A.2.1", "Lemma 13"),
    variant="strengthened",
    statement=statement([x], {}, 1 - x <= exp(-x)),
    proof=(
        Step("exp(0) = 1", eq(exp(0), 1), by.elementary("exp of zero")),
        Step(
            "both sides of 0",
            1 - x <= exp(-x),
            by.cases(
                either(x >= 0, x <= 0),
                {
                    "x is nonnegative": [
                        Step(
                            "exp is at most 1 on [-x, 0]",
                            forall(reals(), grows_left),
                            by.fix(
                                z,
                                Step(
                                    "at z",
                                    grows_left(z),
                                    by.suppose(
                                        "z lies in [-x, 0]",
                                        Step(
                                            "exp grows up to 0",
                                            exp(z) <= exp(0),
                                            by.elementary("exp is monotone", z, 0),
                                        ),
                                        Step(
                                            "at most 1",
                                            1 - exp(z) >= 0,
                                            by.decide("exp grows up to 0", "exp(0) = 1"),
                                        ),
                                    ),
                                ),
                            ),
                        ),
                        Step(
                            "z - exp(z) at -x and at 0",
                            -x - exp(-x) <= 0 - exp(0),
                            by.mean_value(z - exp(z), z, -x, 0, 0, "exp is at most 1 on [-x, 0]"),
                        ),
                        Step(
                            "conclusion for x >= 0",
                            1 - x <= exp(-x),
                            by.decide("z - exp(z) at -x and at 0", "exp(0) = 1"),
                        ),
                    ],
                    "x is nonpositive": [
                        Step(
                            "exp is at least 1 on [0, -x]",
                            forall(reals(), grows_right),
                            by.fix(
                                z,
                                Step(
                                    "at z",
                                    grows_right(z),
                                    by.suppose(
                                        "z lies in [0, -x]",
                                        Step(
                                            "exp grows from 0",
                                            exp(0) <= exp(z),
                                            by.elementary("exp is monotone", 0, z),
                                        ),
                                        Step(
                                            "at least 1",
                                            exp(z) - 1 >= 0,
                                            by.decide("exp grows from 0", "exp(0) = 1"),
                                        ),
                                    ),
                                ),
                            ),
                        ),
                        Step(
                            "exp(z) - z at 0 and at -x",
                            exp(0) - 0 <= exp(-x) - -x,
                            by.mean_value(exp(z) - z, z, 0, -x, 0, "exp is at least 1 on [0, -x]"),
                        ),
                        Step(
                            "conclusion for x <= 0",
                            1 - x <= exp(-x),
                            by.decide("exp(z) - z at 0 and at -x", "exp(0) = 1"),
                        ),
                    ],
                },
            ),
        ),
    ),
    changes=("shown for all real x, although only x >= 0 is used",),
)

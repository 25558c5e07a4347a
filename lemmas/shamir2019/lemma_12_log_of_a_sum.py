"""Lemma 12: the logarithm of a sum."""

from lemmas.shamir2019._paper import shamir
from verifier import Lemma, Step, at, by, eq, forall, implies, log, real, reals, statement

a, b, x = real("a"), real("b"), real("x")

LEMMA = Lemma(
    id="shamir2019/lemma-12",
    title="Logarithm of a sum",
    source=shamir("A.2.1", "Lemma 12"),
    variant="as-printed",
    statement=statement(
        [a, b],
        {"a is positive": a > 0, "b is nonnegative": b >= 0},
        log(a + b) <= log(a) + b / a,
    ),
    proof=(
        Step(
            "log(1+z) <= z",
            forall(reals(), lambda z: implies(z >= 0, log(1 + z) <= z)),
            by.fix(
                x,
                Step(
                    "on x >= 0",
                    implies(x >= 0, log(1 + x) <= x),
                    by.suppose(
                        "x is nonnegative",
                        Step("both sides vanish at 0", log(1 + x) <= x, by.monotone(x, 0)),
                    ),
                ),
            ),
        ),
        Step("core", log(1 + b / a) <= b / a, by.hypothesis(at("log(1+z) <= z", b / a))),
        Step(
            "taking out a",
            eq(log(a * (1 + b / a)), log(a) + log(1 + b / a)),
            by.elementary("log of product", a, 1 + b / a),
        ),
        Step("conclusion", log(a + b) <= log(a) + b / a, by.decide("core", "taking out a")),
    ),
)

"""The clock lemma, part: how much g changes along a step."""

from lemmas.escape._clock import a, b, g, rho, sides, small_slopes, x, z
from lemmas.escape._note import note
from verifier import Lemma, Step, both, by, real, statement

s = real("s")
y = x - s * g(x)

BOUNDS = both((1 - rho * s) * g(x) <= g(y), g(y) <= (1 + rho * s) * g(x))

LEMMA = Lemma(
    id="escape/clock-ratio",
    title="How much g changes along a step",
    source=note("3", "clock lemma"),
    variant="effective",
    statement=statement(
        [x, s, g, b, a, rho],
        {
            "x is at least a": a <= x,
            "x is at most b": x <= b,
            "the step goes down": g(x) > 0,
            "s is nonnegative": s >= 0,
            "y is at least a": a <= y,
            **small_slopes(g),
        },
        BOUNDS,
    ),
    proof=(
        *sides("slopes", "g has small slopes", g.prime, rho),
        Step("y is at most x", s * g(x) >= 0, by.decide()),
        Step(
            "g does not rise far",
            -rho * (x - y) <= g(x) - g(y),
            by.mean_value(g(z), z, y, x, -rho, "slopes from below", "y is at most x"),
        ),
        Step(
            "g does not fall far",
            -rho * (x - y) <= g(y) - g(x),
            by.mean_value(-g(z), z, y, x, -rho, "slopes from above", "y is at most x"),
        ),
        Step("conclusion", BOUNDS, by.decide("g does not rise far", "g does not fall far")),
    ),
)

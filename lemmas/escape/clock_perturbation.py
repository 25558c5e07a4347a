"""The clock lemma, part: what a step that is a little longer or shorter does to the clock."""

from lemmas.escape._clock import (
    Psi,
    a,
    b,
    bounds_nonnegative,
    delta,
    everywhere,
    g,
    inside,
    rho,
    sides,
    small_slopes,
    speed,
    step_inside,
    x,
)
from lemmas.escape._clock_step import along, s, throughout
from lemmas.escape._note import note
from lemmas.escape.clock_ratio import LEMMA as RATIO
from verifier import Lemma, Proposition, Step, Term, at, both, by, part, real, statement

theta, M = real("theta"), real("M")

REACH = rho * (1 + delta)
LARGEST = M / (1 - REACH)
BOUND = delta * M / (1 - REACH)
CHANGE = Psi(x - g(x)) - Psi(x - (1 + theta) * g(x))

SMALL = {
    "delta is nonnegative": delta >= 0,
    "delta is at most 1": delta <= 1,
    "rho (1 + delta) is below 1": REACH < 1,
}
SPEED = {"g Psi' is bounded": everywhere(lambda z: abs(speed(g)(z)) <= M)}


def length(s: Term) -> Term:
    """How long the step is after a part s of the perturbation, in units of g(x)."""
    return 1 + s * theta


def y(s: Term) -> Term:
    """The end of that step."""
    return x - length(s) * g(x)


def slope(s: Term) -> Term:
    """The derivative of Psi(y)."""
    return Psi.prime(y(s)) * -(theta * g(x))


def slow_fall(s: Term) -> Proposition:
    """That Psi(y) falls at most at the rate of the bound."""
    return -BOUND <= slope(s)


def slow_rise(s: Term) -> Proposition:
    """That Psi(y) rises at most at the rate of the bound."""
    return -BOUND <= -slope(s)


def slow(s: Term) -> Proposition:
    """That it does neither faster."""
    return both(slow_fall(s), slow_rise(s))


LEMMA = Lemma(
    id="escape/clock-perturbation",
    title="What a perturbed step does to the clock",
    source=note("3", "clock lemma"),
    variant="effective",
    statement=statement(
        [delta, theta, x, g, Psi, b, a, rho, M],
        {
            **SMALL,
            "theta is small": abs(theta) <= delta,
            **step_inside(g),
            "the perturbed step ends above a": a <= x - (1 + theta) * g(x),
            **small_slopes(g),
            **SPEED,
        },
        abs(CHANGE) <= BOUND,
    ),
    proof=(
        *sides("slopes", "g has small slopes", g.prime, rho),
        *sides("g Psi'", "g Psi' is bounded", speed(g), M),
        *bounds_nonnegative((rho, "slopes"), (M, "g Psi'")),
        Step("size of theta", None, by.elementary("abs bounds", theta)),
        Step("theta from below", -delta <= theta, by.decide("size of theta")),
        Step("theta from above", theta <= delta, by.decide("size of theta")),
        throughout(
            "slow",
            slow,
            Step(
                "length from below",
                1 - delta <= length(s),
                by.decide("theta from below", "theta from above"),
            ),
            Step(
                "length from above",
                length(s) <= 1 + delta,
                by.decide("theta from below", "theta from above"),
            ),
            Step("length is nonnegative", length(s) >= 0, by.decide("length from below")),
            Step("y is at most x", length(s) * g(x) >= 0, by.decide("length is nonnegative")),
            Step("y is at least a", a <= y(s), by.decide()),
            Step("y lies in [a, b]", inside(y(s)), by.decide("y is at least a", "y is at most x")),
            Step(
                "change of g",
                None,
                by.lemma(RATIO, {s: length(s)}, "y is at least a", "length is nonnegative"),
            ),
            Step(
                "rho times length",
                rho * length(s) <= REACH,
                by.decide("length from above", "rho is nonnegative"),
            ),
            Step(
                "g(y) from below",
                (1 - REACH) * g(x) <= g(y(s)),
                by.decide(part("change of g", 0), "rho times length"),
            ),
            Step("g(y) is positive", g(y(s)) > 0, by.decide("g(y) from below")),
            Step(
                "ratio from above",
                g(x) / g(y(s)) <= 1 / (1 - REACH),
                by.decide("g(y) from below", "g(y) is positive"),
            ),
            Step("ratio is positive", g(x) / g(y(s)) > 0, by.decide("g(y) is positive")),
            Step(
                "ratio times M",
                g(x) / g(y(s)) * M <= LARGEST,
                by.decide("ratio from above", "M is nonnegative"),
            ),
            Step(
                "g Psi' at y from below",
                None,
                by.hypothesis(at("g Psi' from below", y(s), using=["y lies in [a, b]"])),
            ),
            Step(
                "g Psi' at y from above",
                None,
                by.hypothesis(at("g Psi' from above", y(s), using=["y lies in [a, b]"])),
            ),
            Step(
                "g(x) Psi' from above",
                g(x) * Psi.prime(y(s)) <= LARGEST,
                by.decide("ratio times M", "ratio is positive", "g Psi' at y from above"),
            ),
            Step(
                "g(x) Psi' from below",
                -LARGEST <= g(x) * Psi.prime(y(s)),
                by.decide("ratio times M", "ratio is positive", "g Psi' at y from below"),
            ),
            Step(
                "neither is faster",
                slow(s),
                by.decide(
                    "g(x) Psi' from below",
                    "g(x) Psi' from above",
                    "theta from below",
                    "theta from above",
                ),
            ),
        ),
        Step("slow fall", along(slow_fall), by.hypothesis("slow")),
        Step("slow rise", along(slow_rise), by.hypothesis("slow")),
        Step("fall of Psi", None, by.mean_value(Psi(y(s)), s, 0, 1, -BOUND, "slow fall")),
        Step("rise of Psi", None, by.mean_value(-Psi(y(s)), s, 0, 1, -BOUND, "slow rise")),
        Step("from above", CHANGE <= BOUND, by.decide("fall of Psi")),
        Step("from below", -BOUND <= CHANGE, by.decide("rise of Psi")),
        Step(
            "conclusion",
            abs(CHANGE) <= BOUND,
            by.elementary("abs at most", CHANGE, BOUND, using=["from above", "from below"]),
        ),
    ),
)

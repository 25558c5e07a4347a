"""The clock lemma, part: in one step the clock grows by 1, up to terms of second order.

With y = x - s*g(x) and q = g(x)/g(y), what is bounded is the change between s = 0 and s = 1 of
    Psi(x) - Psi(y) - s + (1 - s)*log(q)/2,
whose derivative is 0 at s = 0 and has a derivative of second order.
"""

from lemmas.escape._clock import (
    Psi,
    a,
    b,
    bounds_nonnegative,
    clock_of,
    curvature,
    deviation,
    g,
    growth,
    mu,
    rho,
    sides,
    sigma,
    small_curvature,
    small_slopes,
    step_inside,
    x,
)
from lemmas.escape._clock_step import (
    LEAST,
    MU,
    Along,
    between,
    integrated,
    s,
    throughout,
    within,
)
from lemmas.escape._note import note
from verifier import Lemma, Step, Term, by, eq, exists, part, real, reals, statement

M = real("M")

NUMERATOR = 3 * rho**2 + sigma
SECOND_DERIVATIVE = NUMERATOR / (2 * LEAST**2)
BOUND = NUMERATOR / (12 * LEAST**2) + MU

path = Along(g)
y, q = path.y, path.q
error = growth(g)(x)


def first_order(z: Term) -> Term:
    """What g Psi' is at a point, to first order."""
    return 1 - g.prime(z) / 2


def excess(s: Term) -> Term:
    """By how much the clock with its correction exceeds s."""
    return Psi(x) - Psi(y(s)) - s + (1 - s) * path.log_ratio(s) / 2


def excess_rate(s: Term) -> Term:
    """The derivative of the excess."""
    return g(x) * Psi.prime(y(s)) - 1 - path.log_ratio(s) / 2 + (1 - s) * q(s) * g.prime(y(s)) / 2


def rate(s: Term) -> Term:
    """The derivative of the excess, if g Psi' is what it is to first order."""
    return q(s) - 1 - path.log_ratio(s) / 2 - s * q(s) * g.prime(y(s)) / 2


def bend(s: Term) -> Term:
    """The derivative of the rate."""
    slope = g.prime(y(s))
    return q(s) * slope * (q(s) - 1) - s * path.square(s) * (slope**2 - curvature(g)(y(s))) / 2


def bend_bound(s: Term) -> Term:
    """The bound on the bend."""
    return M * s


def rate_bound(s: Term) -> Term:
    """The bound on the rate."""
    return M * s**2 / 2


def excess_bound(s: Term) -> Term:
    """The bound on the excess, besides that of mu."""
    return M * s**3 / 6


LARGEST = s * q(s) ** 2 * NUMERATOR / 2

THE_BEND = throughout(
    "the bend",
    within(bend, bend_bound),
    path.at_s,
    path.at_y("g' from below", "slopes from below"),
    path.at_y("g' from above", "slopes from above"),
    path.at_y("g g'' from below", "curvatures from below"),
    path.at_y("g g'' from above", "curvatures from above"),
    Step(
        "g' (q - 1)",
        between(g.prime(y(s)) * (q(s) - 1), rho**2 * s * q(s)),
        by.decide(
            "g' from below",
            "g' from above",
            part("ratio", 5),
            part("ratio", 6),
            "rho is nonnegative",
        ),
    ),
    Step("g'**2", g.prime(y(s)) ** 2 <= rho**2, by.decide("g' from below", "g' from above")),
    Step("s q**2 is nonnegative", s * q(s) ** 2 >= 0, by.decide(part("ratio", 3))),
    Step(
        "in terms of q",
        between(bend(s), LARGEST),
        by.decide(
            "g' (q - 1)",
            part("ratio", 2),
            part("ratio", 3),
            "g g'' from below",
            "g g'' from above",
            "g'**2",
            "s q**2 is nonnegative",
        ),
    ),
    Step(
        "q squared",
        q(s) ** 2 <= (1 / LEAST) ** 2,
        by.decide(part("ratio", 3), part("ratio", 4)),
    ),
    Step(
        "the numerator is nonnegative",
        NUMERATOR >= 0,
        by.decide("g g'' from below", "g g'' from above", squares=[rho]),
    ),
    Step(
        "the largest bend",
        LARGEST <= bend_bound(s),
        by.decide("q squared", "the numerator is nonnegative", "M"),
    ),
    Step(
        "both sides",
        within(bend, bend_bound)(s),
        by.decide("in terms of q", "the largest bend"),
    ),
)

LEMMA = Lemma(
    id="escape/clock-step",
    title="In one step the clock grows by almost 1",
    source=note("3", "clock lemma"),
    variant="effective",
    statement=statement(
        [x, g, Psi, b, a, rho, sigma, mu],
        {
            "rho is below 1": rho < 1,
            **step_inside(g),
            **small_slopes(g),
            **small_curvature(g),
            **clock_of(g, first_order),
        },
        abs(error) <= BOUND,
    ),
    proof=(
        *sides("slopes", "g has small slopes", g.prime, rho),
        *sides("curvatures", "g has small curvature", curvature(g), sigma),
        *sides("Psi'", "Psi is the clock", deviation(g, first_order), mu),
        *bounds_nonnegative((rho, "slopes"), (mu, "Psi'")),
        *path.ratio(),
        Step(
            "a bound on the second derivative",
            exists(reals(), lambda M: eq(M, SECOND_DERIVATIVE)),
            by.witness(SECOND_DERIVATIVE),
        ),
        Step(
            "both sides",
            between(error, BOUND),
            by.obtain(
                M,
                "a bound on the second derivative",
                "M",
                THE_BEND,
                *integrated("the rate", rate, rate_bound, bend, bend_bound, "the bend"),
                *path.change(excess, rate_bound, excess_bound, excess_rate, first_order),
                Step("from above", error <= BOUND, by.decide("rise of the room above", "M")),
                Step("from below", -BOUND <= error, by.decide("rise of the room below", "M")),
                Step("both", between(error, BOUND), by.decide("from above", "from below")),
            ),
        ),
        Step(
            "conclusion",
            abs(error) <= BOUND,
            by.elementary("abs at most", error, BOUND, using=["both sides"]),
        ),
    ),
)

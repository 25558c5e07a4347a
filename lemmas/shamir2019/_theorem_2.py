"""What the entries about Theorem 2 share: Assumption 1 on f, random runs, what is claimed."""

from collections.abc import Callable

from lemmas.shamir2019._assumption_2 import assumption_2
from lemmas.shamir2019._descent import Point, f, k, product, step
from verifier import (
    Proposition,
    Term,
    TermLike,
    both,
    eq,
    exp,
    forall,
    implies,
    independent,
    indices,
    log,
    max_over,
    prod,
    random_family,
    random_sequence,
    rational,
    real,
    reals,
    same_law,
    times,
)

L, lowest, gap = real("L"), real("lowest"), real("gap")

# The start is drawn at random; the run from it is a random process.
v, u = random_family("v"), random_sequence("u")

HALF = rational("1/2")

LIPSCHITZ = forall(
    reals(),
    lambda a: forall(
        reals(),
        lambda b: implies(
            both(both(-HALF <= a, a < 1), both(-HALF <= b, b < 1)),
            abs(f(a) - f(b)) <= L * abs(a - b),
        ),
    ),
)
NEAR_ZERO = forall(reals(), lambda p: implies(abs(p) <= HALF, abs(f.prime(p)) <= L))

ABOVE_LOWEST = forall(reals(), lambda p: implies(p >= -HALF, f(p) - lowest >= gap))

# Of Assumption 1, what Theorem 2 needs; the slope as printed and in a weaker form.
SLOPE_AS_PRINTED = {"f is Lipschitz from -1/2 to below 1": LIPSCHITZ}
SLOPE = {"|f'| is at most L near zero": NEAR_ZERO}
GAP = {"from -1/2 on, f stays above its infimum": ABOVE_LOWEST}
ASSUMPTION_1 = {**SLOPE, **GAP}
CHANGED_IN_GAP = (
    "`lowest` is inf f, which is inf F for k >= 1 (objective-infimum); the entry holds for any "
    "number in its place"
)
CHANGED_IN_ASSUMPTION_1 = (
    "of Assumption 1 only two things are needed: |f'| <= L on [-1/2, 1/2], and f >= inf f + gap "
    "from -1/2 on; f need not increase",
    CHANGED_IN_GAP,
)


def random_point(t: TermLike) -> Point:
    """The point u(t) of the random run."""
    return lambda i: u[i, t]


def far_from_optimal(x: Point, bound: Term) -> Proposition:
    """That the product is at most `bound` in size, the loss at least `gap` above its infimum."""
    return both(abs(product(x)) <= bound, f(product(x)) - lowest >= gap)


def far_for(steps: Term, point: Callable[[TermLike], Point], bound: Term = HALF) -> Proposition:
    """That a run is far from optimal at the start and for this many steps."""
    return forall(times(1), lambda t: implies(t - 1 <= steps, far_from_optimal(point(t), bound)))


RUN_FROM_START = both(
    forall(indices(k), lambda i: eq(u[i, 1], v[i])),
    forall(times(1), lambda t: step(random_point(t), random_point(t + 1))),
)


c1, c2, C = real("c1"), real("c2"), real("C")

# What the proof calls exp(-Ck), exp(Ck), exp(-2Ck), and the probability of a bad start.
SMALL, BIG = exp(-(C * k)), exp(C * k)
PRODUCT_BOUND = exp(-(2 * C * k))
FAILURE = exp(-(4 * C * (k - 1))) + (c1 + 1) * k * SMALL

RARELY_SMALL, MEAN_SIZES = "they are rarely near 0", "their mean sizes are at most 1 - c2"
_ITEMS = assumption_2(v, k, c1, c2)

# Assumption 2, and a rate C that follows from it.
ASSUMPTION_2 = {
    "c2 is positive": c2 > 0,
    "c2 is less than 1": c2 < 1,
    "the coordinates are independent": independent(v, k),
    "the coordinates have one law": same_law(v, k),
    **{name: _ITEMS[name] for name in (RARELY_SMALL, MEAN_SIZES)},
    "C is positive": C > 0,
    "C is at most log(1/(1 - c2))/8": C <= -log(1 - c2) / 8,
}
GOOD_START = both(
    max_over(k, lambda j: abs(prod(k, lambda i: v[i], omit=[j]))) <= PRODUCT_BOUND,
    forall(indices(k), lambda i: abs(v[i]) >= SMALL),
    forall(indices(k), lambda i: abs(v[i]) <= BIG),
)

CHANGED_IN_ASSUMPTION_2 = (
    "of Assumption 2, mean 0 and variance 1 are not needed",
    "the two items of Assumption 2 are written out for every coordinate (they have one law)",
    "0 < c2 < 1 is made explicit",
    "C is explicit: any number with 0 < C <= -log(1 - c2)/8",
)

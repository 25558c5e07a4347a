"""Theorem 3, the paper's own proof: Lemma 9 does not bound the number of iterations."""

from typing import Any

from lemmas.shamir2019._assumption_1 import LOWEST, assumption_1
from lemmas.shamir2019._assumption_3 import assumption_3, c1, c2, c3
from lemmas.shamir2019._descent import at_time, eta, f, gradient_descent, k, t, w
from lemmas.shamir2019._lemma_09 import P, T, all_least, beta, r, s
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_3 import INDEX, L, j, m
from lemmas.shamir2019.lemma_09_flat_loss import LEMMA as FLAT_LOSS
from lemmas.shamir2019.lemma_09_flat_loss import flat
from lemmas.shamir2019.lemma_09_monotone import LEMMA as LEMMA_9
from lemmas.shamir2019.lemma_10_close import LEMMA as LEMMA_10
from lemmas.shamir2019.lemma_10_close import C, small_steps
from lemmas.shamir2019.theorem_3 import LEMMA as THEOREM_3
from verifier import (
    Lemma,
    PrintedStep,
    Proposition,
    Refutation,
    Step,
    Symbol,
    Term,
    TermLike,
    Variable,
    at,
    both,
    by,
    eq,
    exists,
    exp,
    false,
    family,
    forall,
    implies,
    indices,
    log,
    max_over,
    natural,
    no,
    over,
    part,
    prod,
    rational,
    real,
    reals,
    scalar_sequence,
    statement,
    sum_,
    times,
)

a, b, d, q, gap = real("a"), real("b"), real("d"), real("q"), real("gap")
c, K, k0 = real("c"), real("K"), real("k0")
n, N, u, i = natural("n"), natural("N"), natural("u"), natural("i")
x = scalar_sequence("x")
y = family("y")
HALF, ZERO, ONE = rational("1/2"), rational("0"), rational("1")
Y = prod(k, lambda i: y[i])
SMALL = rational("3/4") ** k
QUARTERS = prod(k, lambda i: rational("3/4"))
STEP, HIGH = rational("1/48"), rational("35/48")


def up_to_T(t: TermLike) -> Proposition:
    """That no coordinate is less than 1/2 at a time, if that is at most T."""
    return implies(t <= T, all_least(t, HALF))


def smaller(p: Term) -> Proposition:
    """That f(q) is smaller by the gap than f at a point of [-1/2, oo)."""
    return implies(LOWEST <= p, f(q) + gap <= f(p))


def fallen(r: TermLike, s: Term) -> Proposition:
    """That the product is at a time at most exp(-s) times that at the start."""
    return P(r) <= P(1) * exp(-s)


def not_fallen(r: TermLike, s: Term) -> Proposition:
    """The opposite."""
    return P(r) > P(1) * exp(-s)


COUNT = 1 + K * exp(-s) ** (1 / k - 1) / (eta * k)

# |T - t_s|, of the two displays that are read off Lemma 9.
ITERATIONS = statement(
    [c1, c2, c3, C, f, c, K, k0, k, T, s, u, eta, over(w, k)],
    {
        "there is a coordinate": k >= 1,
        **assumption_1(f),
        **assumption_3(at_time(1)),
        "c is positive": c > 0,
        "K is positive": K > 0,
        "k0 is positive": k0 > 0,
        "the depth is large": k >= k0,
        "the step size is positive": eta > 0,
        "the step size is at most c": eta <= c,
        "P(1) is at most C": P(1) <= C,
        "the coordinates are at least 1/2 up to T": forall(times(1), up_to_T),
        "gradient descent": gradient_descent(),
        "u is a time up to T": both(1 <= u, u <= T),
        "P has fallen by exp(-s) at time u": fallen(u, s),
        "u is the first such time": forall(times(1), lambda r: implies(r < u, not_fallen(r, s))),
        "s is as large as possible": forall(
            times(1), lambda r: implies(r <= T, not_fallen(r, s + 1))
        ),
    },
    T - u <= COUNT,
    constants=[c, K, k0],
)

# The counterexample: all coordinates are 1 for ever, where the loss is flat, and T is large.
LARGE = {n: (k0, 2), N: (K / (2 * c) + 3,)}
CHOICE: dict[Variable | Symbol, Any] = {
    c1: 1,
    c2: 1,
    c3: 1,
    C: 1,
    f: flat,
    k: n,
    T: N,
    s: 0,
    u: 1,
    eta: c,
    w: lambda i, t: 1,
}
ONES = prod(n, lambda i: ONE)
FLAT_SLOPE = (
    rational("1/4") * (4 * ONES**3) - rational("1/3") * (3 * ONES**2) - HALF * (2 * ONES) + 1
)
START = exp(-ZERO)
POWER = START ** (1 / n - 1)
LATER = exp(-(ZERO + 1))


def rests(t: TermLike) -> Proposition:
    """That no coordinate moves in the step from a time."""
    return forall(
        indices(n), lambda j: eq(ONE, ONE - c * FLAT_SLOPE * prod(n, lambda i: ONE, omit=[j]))
    )


def before(r: TermLike) -> Proposition:
    """That at a time before 1 the product has not fallen by exp(-0)."""
    return implies(r < ONE, ONES > ONES * START)


def later(r: TermLike) -> Proposition:
    """That up to N the product has not fallen by exp(-1)."""
    return implies(r <= N, ONES > ONES * LATER)


REFUTATION = (
    Step("Assumption 1", None, by.lemma(FLAT_LOSS)),
    Step("all ones", eq(ONES, 1), by.constant(ONES)),
    Step("no distance", eq(abs(ONE - 1), ONE - 1), by.elementary("abs of nonnegative", ONE - 1)),
    Step("the radius", n ** (-ONE) > 0, by.elementary("power is positive", n, -ONE)),
    Step(
        "all start at 1",
        max_over(n, lambda j: abs(ONE - 1)) <= n ** (-ONE),
        by.extreme_least("no distance", "the radius"),
    ),
    Step("the slope", eq(FLAT_SLOPE, 0), by.decide("all ones")),
    Step("nothing moves", forall(times(1), rests), by.each(t, by.each(j, by.decide("the slope")))),
    Step("exp(-0) = 1", eq(START, 1), by.elementary("exp of zero")),
    Step(
        "exp(-1) is less",
        LATER < START,
        by.elementary("exp is strictly monotone", -(ZERO + 1), -ZERO),
    ),
    Step("u is t_0", ONES <= ONES * START, by.decide("exp(-0) = 1", "all ones")),
    Step(
        "there is no time before",
        forall(times(1), before),
        by.each(
            r,
            by.suppose(
                "r is before 1",
                Step(
                    "none",
                    ONES > ONES * START,
                    by.contrary("not so", Step("impossible", false, by.decide("r is before 1"))),
                ),
            ),
        ),
    ),
    Step(
        "the product never falls",
        forall(times(1), later),
        by.each(
            r,
            by.suppose(
                "r is up to T",
                Step(
                    "still 1",
                    ONES > ONES * LATER,
                    by.decide("all ones", "exp(-0) = 1", "exp(-1) is less"),
                ),
            ),
        ),
    ),
    Step("exponent is not positive", 1 / n - 1 <= 0, by.decide()),
    Step(
        "the power is at most 1",
        POWER <= START**ZERO,
        by.elementary(
            "power in exponent",
            START,
            1 / n - 1,
            rational("0"),
            using=["exponent is not positive", "exp(-0) = 1"],
        ),
    ),
    Step(
        "power to 0",
        eq(START**ZERO, 1),
        by.elementary("power to zero", START, rational("0"), using=["exp(-0) = 1"]),
    ),
    Step("c n is positive", c * n > 0, by.decide()),
    Step(
        "K times the power",
        K * POWER / (c * n) <= K / (c * n),
        by.decide("the power is at most 1", "power to 0", "c n is positive"),
    ),
    Step("two factors or more", K / (c * n) <= K / (2 * c), by.decide("c n is positive")),
    Step(
        "T is larger",
        no(N - ONE <= 1 + K * POWER / (c * n)),
        by.contrary(
            "Lemma 9",
            Step(
                "impossible",
                false,
                by.decide("Lemma 9", "K times the power", "two factors or more"),
            ),
        ),
    ),
)

# The steps by Lemma 10, whose third claim is what the bound on the iterations serves to show.
STEPS_OF_ETA = PrintedStep(
    "each coordinate falls by O(eta)",
    statement(
        LEMMA_10.statement.variables,
        {h.name: h.proposition for h in LEMMA_10.statement.hypotheses},
        forall(times(1), lambda t: implies(t <= T, small_steps(t))),
    ),
    (
        Step("Lemma 10", None, by.lemma(LEMMA_10)),
        Step(
            "its second claim",
            forall(times(1), lambda t: implies(t <= T, small_steps(t))),
            by.each(
                t,
                by.suppose(
                    "t is at most T",
                    Step("at t", small_steps(t), by.hypothesis(part(at("Lemma 10", t), 0))),
                ),
            ),
        ),
    ),
)


def grown(n: TermLike) -> Proposition:
    """That n iterations add at most n times d."""
    return x[n + 1] <= x[1] + n * d


BLOCK = PrintedStep(
    "Lemma 8 over a block of iterations",
    statement(
        [x, d, T],
        {
            "each iteration adds at most d": forall(
                times(1), lambda t: implies(t <= T, x[t + 1] <= x[t] + d)
            )
        },
        grown(T),
    ),
    (
        Step(
            "n of them",
            forall(times(0), lambda n: implies(n <= T, grown(n))),
            by.induction(
                n,
                base=[Step("none", implies(ZERO <= T, grown(ZERO)), by.decide())],
                step=[
                    Step(
                        "one more",
                        implies(n + 1 <= T, grown(n + 1)),
                        by.suppose(
                            "n + 1 is at most T",
                            Step("the first n", grown(n), by.hypothesis(at("induction"))),
                            Step(
                                "the next",
                                x[n + 1 + 1] <= x[n + 1] + d,
                                by.hypothesis(at("each iteration adds at most d", n + 1)),
                            ),
                            Step("n + 1", grown(n + 1), by.decide("the first n", "the next")),
                        ),
                    )
                ],
            ),
        ),
        Step("all", grown(T), by.hypothesis(at("n of them", T))),
    ),
)

DECAY = exp(-r)
LONG = DECAY ** (1 / k - 1)
DISPLAY = eta**2 * exp(-2 * r) * (1 + LONG / (eta * k)) <= eta**2 * exp(-2 * r) + eta * DECAY / k
SECOND_LINE = PrintedStep(
    "the second line of the display",
    statement(
        [k, r, eta],
        {"there is a coordinate": k >= 1, "the step size is positive": eta > 0},
        DISPLAY,
    ),
    (
        Step("exp(-r) is positive", DECAY > 0, by.elementary("exp is positive", -r)),
        Step(
            "the power",
            eq(LONG, exp((1 / k - 1) * log(DECAY))),
            by.elementary("power by exp", DECAY, 1 / k - 1, using=["exp(-r) is positive"]),
        ),
        Step("log of exp", eq(log(DECAY), -r), by.elementary("log of exp", -r)),
        Step(
            "its exponent",
            eq((1 / k - 1) * log(DECAY), (1 / k - 1) * -r),
            by.decide("log of exp"),
        ),
        Step(
            "the power by exp",
            eq(exp((1 / k - 1) * log(DECAY)), exp((1 / k - 1) * -r)),
            by.congruence("exp", "its exponent", "exp(-r) is positive"),
        ),
        Step(
            "the exponents add up",
            eq(exp(-2 * r + (1 / k - 1) * -r), exp(-2 * r) * exp((1 / k - 1) * -r)),
            by.elementary("exp of sum", -2 * r, (1 / k - 1) * -r),
        ),
        Step("r/k is nonnegative", 1 / k * r >= 0, by.decide()),
        Step(
            "to at most -r",
            -2 * r + (1 / k - 1) * -r <= -r,
            by.decide("r/k is nonnegative"),
        ),
        Step(
            "exp of them",
            exp(-2 * r + (1 / k - 1) * -r) <= DECAY,
            by.elementary(
                "exp is monotone", -2 * r + (1 / k - 1) * -r, -r, using=["to at most -r"]
            ),
        ),
        Step(
            "the product",
            exp(-2 * r) * LONG <= DECAY,
            by.decide("the power", "the power by exp", "the exponents add up", "exp of them"),
        ),
        Step("eta/k is positive", eta / k > 0, by.decide()),
        Step(
            "times eta/k",
            eta / k * (exp(-2 * r) * LONG) <= eta / k * DECAY,
            by.decide("the product", "eta/k is positive"),
        ),
        Step("the display", DISPLAY, by.decide("times eta/k")),
    ),
)


def powers(n: TermLike) -> Term:
    """The sum of exp(-r) over r = 0..n-1."""
    return sum_(n, lambda i: exp(-(i - 1)))


def geometric(n: TermLike) -> Proposition:
    """That the sum leaves room for twice the next power."""
    return powers(n) + 2 * exp(-n) <= 2


NEXT = exp(-(n + 1 - 1))
GEOMETRIC = PrintedStep(
    "the sums of powers",
    statement([k], {}, powers(k) <= 2),
    (
        Step(
            "all sums",
            forall(times(0), geometric),
            by.induction(
                n,
                base=[
                    Step("the empty sum", eq(powers(ZERO), 0), by.empty(powers(ZERO))),
                    Step("exp(-0)", eq(exp(-ZERO), 1), by.elementary("exp of zero")),
                    Step("no power", geometric(ZERO), by.decide("the empty sum", "exp(-0)")),
                ],
                step=[
                    Step("the last", eq(powers(n + 1), powers(n) + NEXT), by.unfold(powers(n + 1))),
                    Step("exp(-n)", eq(NEXT, exp(-n)), by.congruence("exp")),
                    Step(
                        "the next",
                        eq(exp(-n + -1), exp(-n) * exp(-1)),
                        by.elementary("exp of sum", -n, -1),
                    ),
                    Step("the same", eq(exp(-(n + 1)), exp(-n + -1)), by.congruence("exp")),
                    Step("exp(-n) is positive", exp(-n) > 0, by.elementary("exp is positive", -n)),
                    Step("1/e is at most 1/2", exp(-ONE) <= HALF, by.decide()),
                    Step(
                        "half of it",
                        exp(-n) * exp(-1) <= exp(-n) / 2,
                        by.decide("1/e is at most 1/2", "exp(-n) is positive"),
                    ),
                    Step(
                        "n + 1 powers",
                        geometric(n + 1),
                        by.decide(
                            "the last", "exp(-n)", "the next", "the same", "half of it", "induction"
                        ),
                    ),
                ],
            ),
        ),
        Step("exp(-k) is positive", exp(-k) > 0, by.elementary("exp is positive", -k)),
        Step(
            "at most 2",
            powers(k) <= 2,
            by.decide(at("all sums", k), "exp(-k) is positive"),
        ),
    ),
)

APART = abs(a - b) <= abs(a**2 - b**2)
DIVIDED = PrintedStep(
    "dividing by the sum of two coordinates",
    statement([a, b], {"a is at least 1/2": a >= HALF, "b is at least 1/2": b >= HALF}, APART),
    (
        Step("the factors", eq(a**2 - b**2, (a + b) * (a - b)), by.decide()),
        Step(
            "their moduli",
            eq(abs(a**2 - b**2), abs((a + b) * (a - b))),
            by.congruence("abs", "the factors"),
        ),
        Step("of a product", None, by.elementary("abs of product", a + b, a - b)),
        Step("the sum", eq(abs(a + b), a + b), by.elementary("abs of nonnegative", a + b)),
        Step("the difference", abs(a - b) >= 0, by.elementary("abs is nonnegative", a - b)),
        Step(
            "at least that",
            abs(a - b) <= (a + b) * abs(a - b),
            by.decide("the difference"),
        ),
        Step(
            "so",
            APART,
            by.decide("their moduli", "of a product", "the sum", "at least that"),
        ),
    ),
)

SUBOPTIMAL = PrintedStep(
    "the suboptimality while the coordinates are at least 1/2",
    statement(
        [k, gap, q, over(y, k), f],
        {
            "f is smaller by the gap at q": forall(reals(), smaller),
            "the coordinates are at least 1/2": forall(indices(k), lambda j: y[j] >= HALF),
        },
        f(Y) - f(q) >= gap,
    ),
    (
        Step(
            "no coordinate is negative",
            forall(indices(k), lambda j: y[j] >= 0),
            by.each(j, by.decide(at("the coordinates are at least 1/2", j))),
        ),
        Step("P is nonnegative", Y >= 0, by.sign("no coordinate is negative")),
        Step("P is above -1/2", LOWEST <= Y, by.decide("P is nonnegative")),
        Step(
            "at P",
            f(q) + gap <= f(Y),
            by.hypothesis(at("f is smaller by the gap at q", Y, using=["P is above -1/2"])),
        ),
        Step("the gap", f(Y) - f(q) >= gap, by.decide("at P")),
    ),
)


def between(t: TermLike) -> Proposition:
    """That all coordinates are in [2/3, 3/4] at a time."""
    return forall(
        indices(k), lambda j: both(rational("2/3") <= w[j, t], w[j, t] <= rational("3/4"))
    )


def above(t: TermLike) -> Proposition:
    """That the coordinate m is still near the upper end of [2/3, 3/4], or above it, up to T."""
    return implies(t <= T, w[m, t] > HIGH)


MEETING = exists(times(1), lambda t: both(t <= T, between(t)))
STAYS_ABOVE = (
    Step("above at t", w[m, t] > HIGH, by.hypothesis(at("induction"))),
    Step("the step", None, by.hypothesis(at("the steps are small up to T", t, m))),
    Step("its bounds", None, by.elementary("abs bounds", w[m, t + 1] - w[m, t])),
    Step(
        "still above",
        w[m, t + 1] > HIGH,
        by.contrary(
            "no longer above",
            Step(
                "all are between",
                between(t + 1),
                by.fix(
                    j,
                    Step(
                        "w_j is close to w_m",
                        abs(w[j, t + 1] - w[m, t + 1]) <= STEP,
                        by.hypothesis(at("the coordinates are close up to T", t + 1, j, m)),
                    ),
                    Step(
                        "by how much", None, by.elementary("abs bounds", w[j, t + 1] - w[m, t + 1])
                    ),
                    Step(
                        "w_j",
                        both(rational("2/3") <= w[j, t + 1], w[j, t + 1] <= rational("3/4")),
                        by.decide(
                            "w_j is close to w_m",
                            "by how much",
                            "above at t",
                            "the step",
                            "its bounds",
                            "no longer above",
                        ),
                    ),
                ),
            ),
            Step("they meet", MEETING, by.witness(t + 1, "all are between")),
            Step("impossible", false, by.absurd("they meet", "they never meet")),
        ),
    ),
)
MEET = PrintedStep(
    "a time at which all coordinates are in [2/3, 3/4]",
    statement(
        [k, m, T, over(w, k)],
        {
            **INDEX,
            "T is a time": T >= 1,
            "the start is near 1": forall(indices(k), lambda j: abs(w[j, 1] - 1) <= STEP),
            "the coordinates are close up to T": forall(
                times(1),
                lambda t: implies(
                    t <= T,
                    forall(
                        indices(k),
                        lambda j: forall(indices(k), lambda i: abs(w[j, t] - w[i, t]) <= STEP),
                    ),
                ),
            ),
            "the steps are small up to T": forall(
                times(1),
                lambda t: implies(
                    t <= T, forall(indices(k), lambda j: abs(w[j, t + 1] - w[j, t]) <= STEP)
                ),
            ),
            "w_m is below 1/2 after T": w[m, T + 1] < HALF,
        },
        MEETING,
    ),
    (
        Step(
            "they meet",
            MEETING,
            by.contrary(
                "they never meet",
                Step(
                    "w_m stays above",
                    forall(times(1), above),
                    by.induction(
                        t,
                        base=[
                            Step("near 1", None, by.elementary("abs bounds", w[m, 1] - 1)),
                            Step(
                                "at the start",
                                above(ONE),
                                by.decide("near 1", at("the start is near 1", m)),
                            ),
                        ],
                        step=[
                            Step(
                                "at t + 1",
                                above(t + 1),
                                by.suppose("t + 1 is at most T", *STAYS_ABOVE),
                            )
                        ],
                    ),
                ),
                Step("above at T", w[m, T] > HIGH, by.hypothesis(at("w_m stays above", T))),
                Step(
                    "the last step",
                    None,
                    by.hypothesis(at("the steps are small up to T", T, m)),
                ),
                Step("its size", None, by.elementary("abs bounds", w[m, T + 1] - w[m, T])),
                Step("too large", false, by.decide("above at T", "the last step", "its size")),
            ),
        ),
    ),
)

PRODUCT = PrintedStep(
    "the product at this time",
    statement(
        [k, over(y, k)],
        {
            "the coordinates are in [2/3, 3/4]": forall(
                indices(k), lambda j: both(rational("2/3") <= y[j], y[j] <= rational("3/4"))
            )
        },
        Y <= SMALL,
    ),
    (
        Step(
            "each is at most 3/4",
            forall(indices(k), lambda j: both(0 <= y[j], y[j] <= rational("3/4"))),
            by.each(j, by.decide(at("the coordinates are in [2/3, 3/4]", j))),
        ),
        Step("factor by factor", Y <= QUARTERS, by.termwise("each is at most 3/4")),
        Step("a power", eq(QUARTERS, SMALL), by.constant(QUARTERS)),
        Step("at most the power", Y <= SMALL, by.decide("factor by factor", "a power")),
    ),
)


def exponentially_small(r: TermLike) -> Proposition:
    """That each coordinate falls by at most 2 eta L (3/4)**k in the step from a time."""
    return forall(
        indices(k),
        lambda i: both(w[i, r + 1] <= w[i, r], w[i, r] - w[i, r + 1] <= 2 * eta * L * SMALL),
    )


def small_so_far(r: TermLike) -> Proposition:
    """The same from s to T."""
    return implies(both(s <= r, r <= T), exponentially_small(r))


AFTERWARDS = PrintedStep(
    "each step from then on",
    statement(
        [k, s, T, eta, L, over(w, k), f],
        {
            "s is a time": s >= 1,
            "the step size is positive": eta > 0,
            "f' lies in [0, L] on [0, (3/4)**k]": forall(
                reals(),
                lambda p: implies(both(0 <= p, p <= SMALL), both(0 <= f.prime(p), f.prime(p) <= L)),
            ),
            "P(s) is at most (3/4)**k": P(s) <= SMALL,
            "the coordinates are at least 1/2 from s to T": forall(
                times(1), lambda r: implies(both(s <= r, r <= T), all_least(r, HALF))
            ),
            "gradient descent": gradient_descent(),
        },
        forall(times(1), small_so_far),
    ),
    (
        Step("Lemma 9", None, by.lemma(LEMMA_9, {beta: SMALL})),
        Step(
            "its second claim",
            forall(times(1), small_so_far),
            by.each(
                r,
                by.suppose(
                    "r is between s and T",
                    Step("at r", exponentially_small(r), by.hypothesis(part(at("Lemma 9", r), 0))),
                ),
            ),
        ),
    ),
)


def left(n: TermLike) -> Proposition:
    """That n steps of at most d leave that much."""
    return x[n + 1] >= x[1] - n * d


DOWN = PrintedStep(
    "the number of steps from 2/3 to 1/2",
    statement(
        [x, d, T],
        {
            "it starts at 2/3 or above": x[1] >= rational("2/3"),
            "each step is at most d": forall(
                times(1), lambda t: implies(t <= T, x[t] - x[t + 1] <= d)
            ),
            "it ends below 1/2": x[T + 1] < HALF,
        },
        T * d > rational("1/6"),
    ),
    (
        Step(
            "n of them",
            forall(times(0), lambda n: implies(n <= T, left(n))),
            by.induction(
                n,
                base=[Step("none", implies(ZERO <= T, left(ZERO)), by.decide())],
                step=[
                    Step(
                        "one more",
                        implies(n + 1 <= T, left(n + 1)),
                        by.suppose(
                            "n + 1 is at most T",
                            Step("the first n", left(n), by.hypothesis(at("induction"))),
                            Step(
                                "the next",
                                x[n + 1] - x[n + 1 + 1] <= d,
                                by.hypothesis(at("each step is at most d", n + 1)),
                            ),
                            Step("n + 1", left(n + 1), by.decide("the first n", "the next")),
                        ),
                    )
                ],
            ),
        ),
        Step("all", left(T), by.hypothesis(at("n of them", T))),
        Step("the count", T * d > rational("1/6"), by.decide("all")),
    ),
)

LEMMA = Lemma(
    id="shamir2019/theorem-3-printed-proof",
    title="Near-identity start: the printed proof",
    source=shamir("A.1", "Theorem 3, proof"),
    variant="printed-proof",
    statement=THEOREM_3.statement,
    expected="refuted",
    note="The third claim of Lemma 10 is drawn from Lemma 9's bound on the number of iterations in "
    "which P falls by the factor e.  Assumption 1 does not give such a bound, for any step size "
    "and depth: where f' vanishes, GD may rest (lemma-9-printed-proof).  The run of the refutation "
    "rests for ever, while the theorem's proof needs Lemma 10 only where some coordinate falls "
    "below 1/2 in the end (T < oo).  The audit of the paper has a run for that case too (under "
    "Lemma 9, counterexample B: f' = p**2 (1 + p), which vanishes at 0 only, all coordinates 3/4: "
    "P takes about beta**(-3)/(eta k) iterations to fall by the factor e); it is not checked by "
    "machine here.  Lemma 10 holds nevertheless (lemma-10), and so does the theorem (theorem-3).  "
    "In the steps that follow the hidden constants are named.",
    printed_steps=(
        STEPS_OF_ETA,
        PrintedStep(
            "the number of iterations, by Lemma 9",
            ITERATIONS,
            refutation=Refutation(CHOICE, REFUTATION, LARGE),
        ),
        BLOCK,
        SECOND_LINE,
        GEOMETRIC,
        DIVIDED,
        SUBOPTIMAL,
        MEET,
        PRODUCT,
        AFTERWARDS,
        DOWN,
    ),
)

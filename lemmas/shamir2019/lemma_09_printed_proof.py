"""Lemma 9, the paper's own proof: the bound of each step from below does not follow."""

from lemmas.shamir2019._assumption_1 import LOWEST, assumption_1, increasing, lipschitz_constant
from lemmas.shamir2019._descent import eta, f, gradient_descent, k, t, w
from lemmas.shamir2019._lemma_08 import w as point
from lemmas.shamir2019._lemma_09 import P, T, all_least, beta, meanwhile, r, s
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.assumption_1_slope import LEMMA as ASSUMPTION_1_SLOPE
from lemmas.shamir2019.assumption_1_slope import z as end
from lemmas.shamir2019.lemma_07_geometric_means import LEMMA as SUPERADDITIVITY
from lemmas.shamir2019.lemma_07_geometric_means import a as first
from lemmas.shamir2019.lemma_07_geometric_means import b as second
from lemmas.shamir2019.lemma_07_superadditivity import LEMMA as LEMMA_7
from lemmas.shamir2019.lemma_07_superadditivity import alpha
from lemmas.shamir2019.lemma_09_as_printed import LEMMA as AS_PRINTED
from lemmas.shamir2019.lemma_09_flat_loss import LEMMA as FLAT_LOSS
from lemmas.shamir2019.lemma_09_flat_loss import flat
from lemmas.shamir2019.lemma_09_monotone import LEMMA as MONOTONE
from lemmas.shamir2019.lemma_13_exponential import LEMMA as EXPONENTIAL
from lemmas.shamir2019.lemma_13_exponential import x as exponent
from verifier import (
    Lemma,
    PrintedStep,
    Proposition,
    Refutation,
    Step,
    Term,
    TermLike,
    at,
    both,
    by,
    eq,
    exp,
    false,
    forall,
    implies,
    indices,
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
    times,
)

a, c, C, d, L, p = real("a"), real("c"), real("C"), real("d"), real("L"), real("p")
i, j, n = natural("i"), natural("j"), natural("n")
x = scalar_sequence("x")
ZERO, ONE, TWO, HALF = rational("0"), rational("1"), rational("2"), rational("1/2")


def falls(r: TermLike) -> Proposition:
    """That no coordinate grows in the step from a time, nor the product if this is before T."""
    return both(
        forall(indices(k), lambda i: w[i, r + 1] <= w[i, r]), implies(r < T, P(r + 1) <= P(r))
    )


def at_most(r: TermLike) -> Proposition:
    """That each coordinate falls by at most 2 L eta beta in the step from a time."""
    return forall(indices(k), lambda i: w[i, r] - w[i, r + 1] <= 2 * eta * L * beta)


def slope(p: Term) -> Proposition:
    """0 <= f' <= L at a point of [0, beta]."""
    return implies(both(0 <= p, p <= beta), both(0 <= f.prime(p), f.prime(p) <= L))


DOWNHILL = {
    "s is a time": s >= 1,
    "the step size is positive": eta > 0,
    "beta is positive": beta > 0,
    "L is a Lipschitz constant of f from -1/2 up to beta + 1": lipschitz_constant(f, L, beta + 1),
    "f is strictly increasing from -1/2 on": increasing(f),
    "P(s) is at most beta": P(s) <= beta,
    "the coordinates are at least 1/2": forall(
        times(1), lambda r: meanwhile(all_least(r, HALF), r)
    ),
    "gradient descent": gradient_descent(),
}

# What Assumption 1 gives of f', and the first two claims of the lemma.
BY_MONOTONE = (
    Step("the slope", None, by.lemma(ASSUMPTION_1_SLOPE, {end: beta + 1})),
    Step(
        "f' lies in [0, L] on [0, beta]",
        forall(reals(), slope),
        by.fix(
            p,
            Step(
                "f' at p",
                slope(p),
                by.suppose(
                    "p is in [0, beta]",
                    Step("p is in range", both(LOWEST <= p, p < beta + 1), by.decide()),
                    Step(
                        "so f'",
                        both(0 <= f.prime(p), f.prime(p) <= L),
                        by.hypothesis(at("the slope", p, using=["p is in range"])),
                    ),
                ),
            ),
        ),
    ),
    Step("both claims", None, by.lemma(MONOTONE, None, "f' lies in [0, L] on [0, beta]")),
)

FIRST_PART = PrintedStep(
    "the coordinates and the product decrease",
    statement(
        [k, s, T, eta, beta, L, over(w, k), f],
        DOWNHILL,
        forall(times(1), lambda r: meanwhile(falls(r), r)),
    ),
    (
        *BY_MONOTONE,
        Step(
            "they decrease",
            forall(times(1), lambda r: meanwhile(falls(r), r)),
            by.fix(
                r,
                Step(
                    "at r",
                    meanwhile(falls(r), r),
                    by.suppose(
                        "r is between s and T",
                        Step(
                            "both at r",
                            None,
                            by.hypothesis(at("both claims", r, using=["r is between s and T"])),
                        ),
                        Step("each step", None, by.hypothesis(part("both at r", 0))),
                        Step(
                            "each coordinate",
                            forall(indices(k), lambda i: w[i, r + 1] <= w[i, r]),
                            by.each(i, by.hypothesis(part(at("each step", i), 0))),
                        ),
                        Step(
                            "the product too",
                            falls(r),
                            by.decide("each coordinate", part("both at r", 1)),
                        ),
                    ),
                ),
            ),
        ),
    ),
)

FROM_ABOVE = PrintedStep(
    "w_j(r+1) = w_j(r) - Theta(1) eta beta: no more than that",
    statement(
        [k, s, T, eta, beta, L, over(w, k), f],
        DOWNHILL,
        forall(times(1), lambda r: meanwhile(at_most(r), r)),
    ),
    (
        *BY_MONOTONE,
        Step(
            "short steps",
            forall(times(1), lambda r: meanwhile(at_most(r), r)),
            by.fix(
                r,
                Step(
                    "at r",
                    meanwhile(at_most(r), r),
                    by.suppose(
                        "r is between s and T",
                        Step(
                            "both at r",
                            None,
                            by.hypothesis(at("both claims", r, using=["r is between s and T"])),
                        ),
                        Step("each step", None, by.hypothesis(part("both at r", 0))),
                        Step(
                            "each coordinate",
                            at_most(r),
                            by.each(i, by.hypothesis(part(at("each step", i), 1))),
                        ),
                    ),
                ),
            ),
        ),
    ),
)


def before_T(claim: Proposition, r: TermLike) -> Proposition:
    """A claim about a time under the condition that it is at least s and less than T."""
    return implies(both(s <= r, r < T), claim)


def at_least(r: TermLike) -> Proposition:
    """That each coordinate falls by at least c eta beta in the step from a time."""
    return forall(indices(k), lambda j: w[j, r] - w[j, r + 1] >= c * eta * beta)


# The counterexample: two coordinates that are 1 for ever, where the loss is flat.
ONES = prod(TWO, lambda i: ONE)
SLOPE = rational("1/4") * (4 * ONES**3) - rational("1/3") * (3 * ONES**2) - HALF * (2 * ONES) + 1


def rests(j: TermLike) -> Proposition:
    """That a coordinate does not move in a step."""
    return eq(ONE, ONE - ONE * SLOPE * prod(TWO, lambda i: ONE, omit=[j]))


def still_above(r: TermLike) -> Proposition:
    """That the product is above 1/e before time 2."""
    return implies(both(ONE <= r, r < TWO), ONES > ONE * exp(-1))


def moves(r: TermLike) -> Proposition:
    """What the step claims of the counterexample."""
    return implies(
        both(ONE <= r, r < TWO), forall(indices(TWO), lambda j: ONE - ONE >= c * ONE * ONE)
    )


FROM_BELOW = PrintedStep(
    "w_j(r+1) = w_j(r) - Theta(1) eta beta: no less than that",
    statement(
        [C, f, c, k, s, T, eta, beta, over(w, k)],
        {
            **assumption_1(f),
            "c is positive": c > 0,
            "there is a coordinate": k >= 1,
            "s is a time": s >= 1,
            "the step size is positive": eta > 0,
            "beta is positive": beta > 0,
            "beta is less than C": beta < C,
            "the coordinates are at most C at time s": forall(indices(k), lambda i: w[i, s] <= C),
            "P(s) is at most beta": P(s) <= beta,
            "the coordinates are at least 1/2": forall(
                times(1), lambda r: meanwhile(all_least(r, HALF), r)
            ),
            "P is above beta/e before T": forall(
                times(1), lambda r: before_T(P(r) > beta * exp(-1), r)
            ),
            "gradient descent": gradient_descent(),
        },
        forall(times(1), lambda r: before_T(at_least(r), r)),
        constants=[c],
    ),
    refutation=Refutation(
        {C: 2, f: flat, k: 2, s: 1, T: 2, eta: 1, beta: 1, w: lambda i, t: 1},
        (
            Step("Assumption 1", FLAT_LOSS.statement.conclusion, by.lemma(FLAT_LOSS)),
            Step("all ones", eq(ONES, 1), by.constant(ONES)),
            Step("P is at most beta", ONES <= 1, by.decide("all ones")),
            Step("f'(1) = 0", eq(SLOPE, 0), by.decide("all ones")),
            Step(
                "gradient descent",
                forall(times(1), lambda t: forall(indices(TWO), rests)),
                by.each(t, by.each(j, by.decide("f'(1) = 0"))),
            ),
            Step("exp(-1)", exp(-1) < exp(0), by.elementary("exp is strictly monotone", -1, 0)),
            Step("exp(0)", eq(exp(0), 1), by.elementary("exp of zero")),
            Step(
                "P stays above beta/e",
                forall(times(1), still_above),
                by.each(
                    r,
                    by.suppose(
                        "r is 1",
                        Step(
                            "still above",
                            ONES > ONE * exp(-1),
                            by.decide("all ones", "exp(-1)", "exp(0)"),
                        ),
                    ),
                ),
            ),
            Step(
                "no coordinate moves",
                no(forall(times(1), moves)),
                by.contrary(
                    "they move",
                    Step(
                        "w_1 moves",
                        ONE - ONE >= c * ONE * ONE,
                        by.hypothesis(at("they move", ONE, ONE)),
                    ),
                    Step("impossible", false, by.decide("w_1 moves")),
                ),
            ),
        ),
    ),
)


def left(n: TermLike) -> Proposition:
    """That n steps take off at least n times d."""
    return x[s + n] <= x[s] - n * d


REPEATED = PrintedStep(
    "applying it n times",
    statement(
        [x, d, s, T],
        {
            "s is a time": s >= 1,
            "each step takes off at least d": forall(
                times(1), lambda r: before_T(x[r + 1] <= x[r] - d, r)
            ),
        },
        forall(times(0), lambda n: implies(s + n <= T, left(n))),
    ),
    (
        Step(
            "n of them",
            forall(times(0), lambda n: implies(s + n <= T, left(n))),
            by.induction(
                n,
                base=[
                    Step("s + 0", eq(s + ZERO, s), by.decide()),
                    Step("at s", eq(x[s + ZERO], x[s]), by.congruence(x, "s + 0")),
                    Step("none", implies(s + ZERO <= T, left(ZERO)), by.decide("at s")),
                ],
                step=[
                    Step("the next time", eq(s + (n + 1), s + n + 1), by.decide()),
                    Step(
                        "there",
                        eq(x[s + (n + 1)], x[s + n + 1]),
                        by.congruence(x, "the next time"),
                    ),
                    Step(
                        "one more",
                        implies(s + (n + 1) <= T, left(n + 1)),
                        by.suppose(
                            "s + n + 1 is at most T",
                            Step("before T", both(s <= s + n, s + n < T), by.decide()),
                            Step(
                                "the first n",
                                left(n),
                                by.hypothesis(at("induction", using=["before T"])),
                            ),
                            Step(
                                "the next",
                                x[s + n + 1] <= x[s + n] - d,
                                by.hypothesis(
                                    at(
                                        "each step takes off at least d",
                                        s + n,
                                        using=["before T"],
                                    )
                                ),
                            ),
                            Step(
                                "n + 1",
                                left(n + 1),
                                by.decide("the first n", "the next", "there"),
                            ),
                        ),
                    ),
                ],
            ),
        ),
    ),
)

P_START = prod(k, lambda i: point[i])
SHIFTED = prod(k, lambda i: point[i] - a)
MEAN, ROOT = P_START ** (1 / k), beta ** (1 / k)
SAME, SUMS = prod(k, lambda i: a), prod(k, lambda i: point[i] - a + a)

BY_LEMMA_7 = PrintedStep(
    "Lemma 7 and P(t) <= beta",
    statement(
        [k, a, beta, over(point, k)],
        {
            "there is a coordinate": k >= 1,
            "a is positive": a > 0,
            "the coordinates exceed a": forall(indices(k), lambda i: point[i] > a),
            "P is at most beta": P_START <= beta,
        },
        SHIFTED <= (ROOT - a) ** k,
    ),
    (
        Step("Lemma 7", None, by.lemma(LEMMA_7, {alpha: a})),
        Step("1/k", 1 / k >= 0, by.decide()),
        Step(
            "the coordinates are positive",
            forall(indices(k), lambda i: point[i] > 0),
            by.each(i, by.decide(at("the coordinates exceed a", i))),
        ),
        Step("P is positive", P_START > 0, by.sign("the coordinates are positive")),
        Step(
            "the root",
            MEAN <= ROOT,
            by.elementary(
                "power is monotone", P_START, beta, 1 / k, using=["P is positive", "1/k"]
            ),
        ),
        Step(
            "each is above a",
            forall(indices(k), lambda i: point[i] - a > 0),
            by.each(i, by.decide(at("the coordinates exceed a", i))),
        ),
        Step("a itself", forall(indices(k), lambda i: a > 0), by.each(i, by.decide())),
        Step(
            "superadditivity",
            None,
            by.lemma(
                SUPERADDITIVITY,
                {first: lambda i: point[i] - a, second: lambda i: a},
                "each is above a",
                "a itself",
            ),
        ),
        Step("their sums", eq(SUMS, P_START), by.termwise()),
        Step("mean of the sums", None, by.rewrite("their sums", "superadditivity")),
        Step("k factors a", eq(SAME, a**k), by.constant(SAME)),
        Step("mean of k factors a", None, by.rewrite("k factors a", "mean of the sums")),
        Step(
            "root of the power",
            eq((a**k) ** (1 / k), a ** (k * (1 / k))),
            by.elementary("power of power", a, k, 1 / k),
        ),
        Step(
            "which is a",
            eq(a ** (k * (1 / k)), a),
            by.elementary("power to one", a, k * (1 / k)),
        ),
        Step("the differences", SHIFTED > 0, by.sign("each is above a")),
        Step(
            "their mean",
            SHIFTED ** (1 / k) > 0,
            by.elementary("power is positive", SHIFTED, 1 / k, using=["the differences"]),
        ),
        Step(
            "the mean is above a",
            MEAN - a > 0,
            by.decide("mean of k factors a", "root of the power", "which is a", "their mean"),
        ),
        Step("both less a", MEAN - a <= ROOT - a, by.decide("the root")),
        Step(
            "their powers",
            (MEAN - a) ** k <= (ROOT - a) ** k,
            by.elementary(
                "power is monotone",
                MEAN - a,
                ROOT - a,
                k,
                using=["the mean is above a", "both less a"],
            ),
        ),
        Step("at most that", SHIFTED <= (ROOT - a) ** k, by.decide("Lemma 7", "their powers")),
    ),
)

PART_LEFT = 1 - a / ROOT
REST = exp(-(a / ROOT))
POWERS = both(
    eq((ROOT - a) ** k, beta * PART_LEFT**k), beta * PART_LEFT**k <= beta * exp(-(k * (a / ROOT)))
)

END_OF_DISPLAY = PrintedStep(
    "the rest of the display",
    statement(
        [k, a, beta],
        {
            "there is a coordinate": k >= 1,
            "beta is positive": beta > 0,
            "a is positive": a > 0,
            "a is less than the root of beta": a < ROOT,
        },
        POWERS,
    ),
    (
        Step("the root is positive", ROOT > 0, by.elementary("power is positive", beta, 1 / k)),
        Step(
            "the part left",
            PART_LEFT > 0,
            by.decide("the root is positive", "a is less than the root of beta"),
        ),
        Step("taken out", eq(ROOT - a, ROOT * PART_LEFT), by.decide("the root is positive")),
        Step(
            "power of a product",
            eq((ROOT * PART_LEFT) ** k, ROOT**k * PART_LEFT**k),
            by.elementary(
                "power of product",
                ROOT,
                PART_LEFT,
                k,
                using=["the root is positive", "the part left"],
            ),
        ),
        Step(
            "power of the root",
            eq(ROOT**k, beta ** ((1 / k) * k)),
            by.elementary("power of power", beta, 1 / k, k),
        ),
        Step(
            "which is beta",
            eq(beta ** ((1 / k) * k), beta),
            by.elementary("power to one", beta, (1 / k) * k),
        ),
        Step(
            "beta taken out",
            eq((ROOT * PART_LEFT) ** k, beta * PART_LEFT**k),
            by.decide("power of a product", "power of the root", "which is beta"),
        ),
        Step(
            "the equality",
            eq((ROOT - a) ** k, beta * PART_LEFT**k),
            by.rewrite("taken out", "beta taken out", backwards=True),
        ),
        Step(
            "1 - x <= exp(-x)",
            PART_LEFT <= REST,
            by.lemma(EXPONENTIAL, {exponent: a / ROOT}, "the root is positive"),
        ),
        Step(
            "its k-th power",
            PART_LEFT**k <= REST**k,
            by.elementary(
                "power is monotone",
                PART_LEFT,
                REST,
                k,
                using=["the part left", "1 - x <= exp(-x)"],
            ),
        ),
        Step(
            "exp is positive",
            REST > 0,
            by.elementary("exp is positive", -(a / ROOT), using=["the root is positive"]),
        ),
        Step(
            "by exp",
            None,
            by.elementary("power by exp", REST, k, using=["exp is positive"]),
        ),
        Step(
            "the log",
            None,
            by.elementary("log of exp", -(a / ROOT), using=["the root is positive"]),
        ),
        Step("with the log", None, by.rewrite("the log", "by exp")),
        Step(
            "the exponent",
            eq(k * -(a / ROOT), -(k * (a / ROOT))),
            by.decide("the root is positive"),
        ),
        Step(
            "the power of exp",
            eq(REST**k, exp(-(k * (a / ROOT)))),
            by.rewrite("the exponent", "with the log"),
        ),
        Step(
            "the inequality",
            beta * PART_LEFT**k <= beta * exp(-(k * (a / ROOT))),
            by.decide("its k-th power", "the power of exp"),
        ),
        Step("the display", POWERS, by.decide("the equality", "the inequality")),
    ),
)

# beta**(1 - 1/k), and what is left of beta after n steps.
BASE = beta ** (1 - 1 / k)
EXPONENT = c * eta * BASE * n * k
AFTER = beta * exp(-EXPONENT)
ENOUGH = 1 / c * beta ** (1 / k - 1) / (eta * k)

COUNT = PrintedStep(
    "the number of iterations",
    statement(
        [k, n, c, eta, beta],
        {
            "there is a coordinate": k >= 1,
            "c is positive": c > 0,
            "the step size is positive": eta > 0,
            "beta is positive": beta > 0,
            "n is large": n >= ENOUGH,
        },
        AFTER <= beta * exp(-1),
    ),
    (
        Step("a power", BASE > 0, by.elementary("power is positive", beta, 1 - 1 / k)),
        Step(
            "opposite exponents",
            eq(
                beta ** (1 / k - 1 + (1 - 1 / k)),
                beta ** (1 / k - 1) * BASE,
            ),
            by.elementary("power of sum", beta, 1 / k - 1, 1 - 1 / k),
        ),
        Step(
            "to the 0",
            eq(beta ** (1 / k - 1 + (1 - 1 / k)), 1),
            by.elementary("power to zero", beta, 1 / k - 1 + (1 - 1 / k)),
        ),
        Step(
            "inverses",
            eq(beta ** (1 / k - 1) * BASE, 1),
            by.decide("opposite exponents", "to the 0"),
        ),
        Step("c eta k is positive", c * eta * k > 0, by.decide()),
        Step(
            "multiplied out",
            beta ** (1 / k - 1) <= c * eta * k * n,
            by.decide("n is large", "c eta k is positive"),
        ),
        Step(
            "times the power",
            beta ** (1 / k - 1) * BASE <= c * eta * k * n * BASE,
            by.decide("multiplied out", "a power"),
        ),
        Step("the exponent", -EXPONENT <= -1, by.decide("times the power", "inverses")),
        Step(
            "exp of it",
            exp(-EXPONENT) <= exp(-1),
            by.elementary("exp is monotone", -EXPONENT, -1, using=["the exponent"]),
        ),
        Step("times beta", AFTER <= beta * exp(-1), by.decide("exp of it")),
    ),
)

LEMMA = Lemma(
    id="shamir2019/lemma-9-printed-proof",
    title="How long the product can take to fall by the factor e: the printed proof",
    source=shamir("A.1", "Lemma 9, proof"),
    variant="printed-proof",
    statement=AS_PRINTED.statement,
    expected="refuted",
    note="'Our assumptions on f' bound f' from above, but not from below: at (1, 1), where f' may "
    "vanish, no coordinate moves.  What is drawn from this step is false too (lemma-9-as-printed); "
    "with f' >= c > 0 on [beta/e, beta] all of it holds (lemma-9).  The lemma's T is t + tau.  In "
    "the text, the display is applied for r up to t + s - 1 rather than t + s, and tau is the "
    "first index with P(t + tau), not P(t), at most beta/e.",
    printed_steps=(
        FIRST_PART,
        FROM_ABOVE,
        FROM_BELOW,
        REPEATED,
        BY_LEMMA_7,
        END_OF_DISPLAY,
        COUNT,
    ),
)

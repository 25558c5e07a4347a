"""Theorem 2: exponential convergence time from Xavier initialization, with explicit constants."""

from lemmas.shamir2019._descent import eta, f, k, t
from lemmas.shamir2019._descent import w as run
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._studies import study
from lemmas.shamir2019._theorem_2 import (
    ASSUMPTION_2,
    BIG,
    CHANGED_IN_ASSUMPTION_2,
    CHANGED_IN_GAP,
    FAILURE,
    GAP,
    GOOD_START,
    HALF,
    MEAN_SIZES,
    NEAR_ZERO,
    PRODUCT_BOUND,
    RARELY_SMALL,
    RUN_FROM_START,
    SLOPE_AS_PRINTED,
    SMALL,
    C,
    L,
    c1,
    c2,
    far_for,
    far_from_optimal,
    gap,
    lowest,
    random_point,
    u,
    v,
)
from lemmas.shamir2019._theorem_2_measured import OF_THE_START, values
from lemmas.shamir2019.lemma_06_equation_3 import alpha, delta
from lemmas.shamir2019.theorem_2_ball import B
from lemmas.shamir2019.theorem_2_exponential import LEMMA as EXPONENTIAL
from lemmas.shamir2019.theorem_2_exponential import x as y
from lemmas.shamir2019.theorem_2_good_start import LEMMA as GOOD_START_LIKELY
from lemmas.shamir2019.theorem_2_run import LEMMA as SLOW_RUN
from lemmas.shamir2019.theorem_2_slope import LEMMA as SLOPE
from verifier import (
    Lemma,
    Step,
    at,
    both,
    by,
    either,
    eq,
    exp,
    forall,
    implies,
    indices,
    log,
    max_over,
    natural,
    no,
    over,
    part,
    probability,
    prod,
    share_of_slow_runs,
    sqrt,
    statement,
)

i, j = natural("i"), natural("j")
ROOT, ROOT_BEFORE, ROOT_OF_BOTH = sqrt(k), sqrt(k - 1), sqrt(k * (k - 1))
LARGEST_STEP = exp(C * k / 2)
STEPS = log(2) / (2 * L * ROOT_OF_BOTH) * LARGEST_STEP
RADIUS = SMALL / ROOT_BEFORE * log(2)
STEPS_OF_RUN = RADIUS / (eta * L) / (ROOT * (2 * PRODUCT_BOUND))
UNIT = log(2) / (2 * L * ROOT_OF_BOTH)

FAR = far_for(STEPS, random_point)
BAD = either(no(GOOD_START), no(RUN_FROM_START))


ARITHMETIC = (
    Step("2C**2 is positive", 2 * C**2 > 0, by.decide()),
    Step("k is more than 3", k > 3, by.decide("2C**2 is positive")),
    Step("there are at least two coordinates", k >= 2, by.decide("k is more than 3")),
    Step("exp(-Ck) is positive", SMALL > 0, by.elementary("exp is positive", -(C * k))),
    Step("exp(Ck) is positive", BIG > 0, by.elementary("exp is positive", C * k)),
    Step(
        "exp(-2Ck) is positive", PRODUCT_BOUND > 0, by.elementary("exp is positive", -(2 * C * k))
    ),
    Step("exp(Ck/2) is positive", LARGEST_STEP > 0, by.elementary("exp is positive", C * k / 2)),
    Step(
        "opposite exponents",
        eq(exp(C * k + -(C * k)), BIG * SMALL),
        by.elementary("exp of sum", C * k, -(C * k)),
    ),
    Step("cancel", eq(exp(C * k + -(C * k)), exp(0)), by.congruence("exp")),
    Step("exp(0) = 1", eq(exp(0), 1), by.elementary("exp of zero")),
    Step(
        "exp(Ck) exp(-Ck) = 1",
        eq(BIG * SMALL, 1),
        by.decide("opposite exponents", "cancel", "exp(0) = 1"),
    ),
    Step(
        "twice -Ck",
        eq(exp(-(C * k) + -(C * k)), SMALL * SMALL),
        by.elementary("exp of sum", -(C * k), -(C * k)),
    ),
    Step("is -2Ck", eq(PRODUCT_BOUND, exp(-(C * k) + -(C * k))), by.congruence("exp")),
    Step("exp(-2Ck)", eq(PRODUCT_BOUND, SMALL * SMALL), by.decide("twice -Ck", "is -2Ck")),
    Step(
        "twice Ck/2",
        eq(exp(C * k / 2 + C * k / 2), LARGEST_STEP * LARGEST_STEP),
        by.elementary("exp of sum", C * k / 2, C * k / 2),
    ),
    Step("is Ck", eq(BIG, exp(C * k / 2 + C * k / 2)), by.congruence("exp")),
    Step("exp(Ck)", eq(BIG, LARGEST_STEP * LARGEST_STEP), by.decide("twice Ck/2", "is Ck")),
    Step("root of k", eq(ROOT**2, k), by.elementary("sqrt squared", k)),
    Step("root of k - 1", eq(ROOT_BEFORE**2, k - 1), by.elementary("sqrt squared", k - 1)),
    Step("root of k is positive", ROOT > 0, by.elementary("sqrt is positive", k)),
    Step("root of k - 1 is positive", ROOT_BEFORE > 0, by.elementary("sqrt is positive", k - 1)),
    Step("k(k - 1) is positive", k * (k - 1) > 0, by.decide()),
    Step(
        "root of k(k - 1)",
        eq(ROOT_OF_BOTH**2, k * (k - 1)),
        by.elementary("sqrt squared", k * (k - 1), using=["k(k - 1) is positive"]),
    ),
    Step(
        "root of k(k - 1) is positive",
        ROOT_OF_BOTH > 0,
        by.elementary("sqrt is positive", k * (k - 1), using=["k(k - 1) is positive"]),
    ),
    Step(
        "product of the roots is positive",
        ROOT * ROOT_BEFORE > 0,
        by.decide("root of k is positive", "root of k - 1 is positive"),
    ),
    Step(
        "product of the roots squared",
        eq(ROOT_OF_BOTH**2, (ROOT * ROOT_BEFORE) ** 2),
        by.decide("root of k", "root of k - 1", "root of k(k - 1)"),
    ),
    Step(
        "product of the roots",
        eq(ROOT_OF_BOTH, ROOT * ROOT_BEFORE),
        by.decide(
            "product of the roots squared",
            "product of the roots is positive",
            "root of k(k - 1) is positive",
        ),
    ),
    Step("log(2) is positive", log(2) > 0, by.decide()),
    Step("log(2) is at most 1", log(2) <= 1, by.decide()),
)

# What `k large enough` is needed for.
LARGE_K = (
    Step("2C(k - 2) is nonnegative", 2 * C * (k - 2) >= 0, by.decide()),
    Step(
        "series at 2C(k - 2)",
        exp(2 * C * (k - 2)) >= 1 + 2 * C * (k - 2) + (2 * C * (k - 2)) ** 2 / 2,
        by.lemma(EXPONENTIAL, {y: 2 * C * (k - 2)}, "2C(k - 2) is nonnegative"),
    ),
    Step("a factor of the square", 2 * C**2 * (k - 2) >= 1, by.decide("k is large")),
    Step(
        "the square",
        2 * C**2 * (k - 2) * (k - 2) >= k - 2,
        by.decide("a factor of the square"),
    ),
    Step(
        "2C(k - 2) is at least 1",
        2 * C * (k - 2) >= 1,
        by.decide("a factor of the square", "the square"),
    ),
    Step(
        "k is at most exp(2C(k - 2))",
        k <= exp(2 * C * (k - 2)),
        by.decide("series at 2C(k - 2)", "the square", "2C(k - 2) is at least 1"),
    ),
    Step("Ck is nonnegative", C * k >= 0, by.decide()),
    Step(
        "series at Ck",
        BIG >= 1 + C * k + (C * k) ** 2 / 2,
        by.lemma(EXPONENTIAL, {y: C * k}, "Ck is nonnegative"),
    ),
    Step("(Ck)**2 is at least 6", (C * k) ** 2 >= 6, by.decide(squares=[C * (k - 6)])),
    Step("Ck is at least 1", C * k >= 1, by.decide("(Ck)**2 is at least 6", "Ck is nonnegative")),
    Step(
        "exp(Ck) is at least 5",
        BIG >= 5,
        by.decide("series at Ck", "(Ck)**2 is at least 6", "Ck is at least 1"),
    ),
)

ENOUGH = (
    Step(
        "root of k - 1 is at least 1",
        ROOT_BEFORE >= 1,
        by.decide("root of k - 1", "root of k - 1 is positive"),
    ),
    Step(
        "exp(-Ck) is at most 1/5",
        5 * SMALL <= 1,
        by.decide("exp(Ck) exp(-Ck) = 1", "exp(-Ck) is positive", "exp(Ck) is at least 5"),
    ),
    Step(
        "a quotient of at most 1",
        SMALL / ROOT_BEFORE <= SMALL,
        by.decide("root of k - 1 is at least 1", "exp(-Ck) is positive"),
    ),
    Step(
        "it is nonnegative",
        SMALL / ROOT_BEFORE >= 0,
        by.decide("root of k - 1 is positive", "exp(-Ck) is positive"),
    ),
    Step(
        "the radius is at most exp(-Ck)",
        RADIUS <= SMALL,
        by.decide(
            "a quotient of at most 1",
            "it is nonnegative",
            "log(2) is at most 1",
            "log(2) is positive",
        ),
    ),
    Step(
        "alpha is small",
        2 * PRODUCT_BOUND * (BIG + RADIUS) <= HALF,
        by.decide(
            "the radius is at most exp(-Ck)",
            "exp(-2Ck)",
            "exp(Ck) exp(-Ck) = 1",
            "exp(-Ck) is at most 1/5",
            "exp(-Ck) is positive",
        ),
    ),
    Step(
        "the denominator is positive",
        2 * L * ROOT_OF_BOTH > 0,
        by.decide("root of k(k - 1) is positive"),
    ),
    Step(
        "unit is positive", UNIT > 0, by.decide("log(2) is positive", "the denominator is positive")
    ),
    Step(
        "steps of the run, times eta",
        eq(STEPS_OF_RUN * eta, UNIT * BIG),
        by.decide(
            "product of the roots",
            "exp(-2Ck)",
            "exp(Ck) exp(-Ck) = 1",
            "exp(-Ck) is positive",
            "exp(-2Ck) is positive",
            "root of k is positive",
            "root of k - 1 is positive",
            "root of k(k - 1) is positive",
        ),
    ),
    Step(
        "our steps, times eta",
        STEPS * eta <= UNIT * BIG,
        by.decide("exp(Ck)", "unit is positive", "exp(Ck/2) is positive"),
    ),
    Step(
        "our steps are fewer",
        STEPS <= STEPS_OF_RUN,
        by.decide("our steps, times eta", "steps of the run, times eta"),
    ),
)

Q_START = prod(k, lambda i: v[i], omit=[j])
Q_RUN = prod(k, lambda i: u[i, 1], omit=[j])
LARGEST = max_over(k, lambda j: abs(prod(k, lambda i: v[i], omit=[j])))
LARGEST_OF_RUN = max_over(k, lambda j: abs(prod(k, lambda i: u[i, 1], omit=[j])))

# What happens at an outcome with a good start from which gradient descent is run.
ONE_OUTCOME = (
    Step("the run starts at v", None, by.hypothesis(part("gradient descent from v", 0))),
    Step("the run descends", None, by.hypothesis(part("gradient descent from v", 1))),
    Step(
        "products of the run",
        forall(
            indices(k),
            lambda j: eq(
                abs(prod(k, lambda i: u[i, 1], omit=[j])), abs(prod(k, lambda i: v[i], omit=[j]))
            ),
        ),
        by.fix(
            j,
            Step("factor by factor", eq(Q_RUN, Q_START), by.termwise("the run starts at v")),
            Step("size", eq(abs(Q_RUN), abs(Q_START)), by.congruence("abs", "factor by factor")),
        ),
    ),
    Step("the largest product", eq(LARGEST_OF_RUN, LARGEST), by.termwise("products of the run")),
    Step(
        "the largest product is small",
        LARGEST_OF_RUN <= PRODUCT_BOUND,
        by.decide("the largest product", part("good start", 0)),
    ),
    Step(
        "sizes of the coordinates",
        forall(indices(k), lambda i: both(abs(u[i, 1]) >= SMALL, abs(u[i, 1]) <= BIG)),
        by.fix(
            i,
            Step(
                "the same size",
                eq(abs(u[i, 1]), abs(v[i])),
                by.congruence("abs", at("the run starts at v", i)),
            ),
            Step(
                "coordinate i",
                both(abs(u[i, 1]) >= SMALL, abs(u[i, 1]) <= BIG),
                by.decide(
                    "the same size", at(part("good start", 1), i), at(part("good start", 2), i)
                ),
            ),
        ),
    ),
    Step(
        "a slow run",
        far_for(STEPS_OF_RUN, random_point),
        by.lemma(
            SLOW_RUN,
            {
                alpha: PRODUCT_BOUND,
                delta: SMALL,
                B: BIG,
                run: lambda i, t: u[i, t],
            },
            "exp(-2Ck) is positive",
            "exp(-Ck) is positive",
            "the largest product is small",
            "sizes of the coordinates",
            "alpha is small",
            "slope near zero",
            "the run descends",
        ),
    ),
    Step(
        "so far from optimal",
        FAR,
        by.fix(
            t,
            Step(
                "at t",
                implies(t - 1 <= STEPS, far_from_optimal(random_point(t), HALF)),
                by.suppose(
                    "in time",
                    Step(
                        "in time for the run",
                        t - 1 <= STEPS_OF_RUN,
                        by.decide("in time", "our steps are fewer"),
                    ),
                    Step(
                        "far from optimal",
                        far_from_optimal(random_point(t), HALF),
                        by.hypothesis(at("a slow run", t, using=["in time for the run"])),
                    ),
                ),
            ),
        ),
    ),
)

STATEMENT = statement(
    [k, over(v, k), c1, c2, C, eta, L, lowest, gap, over(u, k), f],
    {
        **ASSUMPTION_2,
        "k is large": 2 * C**2 * (k - 3) >= 1,
        "L is positive": L > 0,
        **SLOPE_AS_PRINTED,
        **GAP,
        "the step size is positive": eta > 0,
        "the step size is at most exp(Ck/2)": eta <= LARGEST_STEP,
        "gradient descent runs from v almost surely": eq(probability(RUN_FROM_START), 1),
    },
    probability(FAR) >= 1 - FAILURE,
)

LEMMA = Lemma(
    id="shamir2019/theorem-2",
    title="Exponential convergence time from Xavier initialization",
    source=shamir("3.1", "Theorem 2"),
    variant="effective",
    changes=(
        "of Assumption 1 only two things are needed: f is Lipschitz on [-1/2, 1), with constant L, "
        "and f >= inf f + gap from -1/2 on; f need not increase",
        CHANGED_IN_GAP,
        *CHANGED_IN_ASSUMPTION_2,
        "`k large enough` is 2*C**2*(k - 3) >= 1",
        "the hidden constants are explicit: c = C/2, c' = gap, failure with probability at most "
        "exp(-4*C*(k - 1)) + (c1 + 1)*k*exp(-C*k), no success in "
        "log(2)/(2*L*sqrt(k*(k - 1))) * exp(C*k/2) steps",
    ),
    statement=STATEMENT,
    measurements=(
        share_of_slow_runs(
            statement=STATEMENT,
            steps=STEPS,
            promise=1 - FAILURE,
            file=study("theorem_2"),
            values=values,
            # The last holds since f' = p + 1 < 2 = L there.
            by_construction=(
                *OF_THE_START,
                "the coordinates have one law",
                RARELY_SMALL,
                MEAN_SIZES,
                *SLOPE_AS_PRINTED,
            ),
        ),
    ),
    proof=(
        *ARITHMETIC,
        *LARGE_K,
        *ENOUGH,
        Step("slope near zero", NEAR_ZERO, by.lemma(SLOPE)),
        Step(
            "good starts are likely",
            probability(GOOD_START) >= 1 - FAILURE,
            by.lemma(GOOD_START_LIKELY, None, "k is at most exp(2C(k - 2))"),
        ),
        Step(
            "where it is not far, something went wrong",
            implies(no(FAR), BAD),
            by.suppose(
                "not far",
                Step(
                    "start or run",
                    BAD,
                    by.cases(
                        either(GOOD_START, no(GOOD_START)),
                        {
                            "good start": (
                                Step(
                                    "the run",
                                    BAD,
                                    by.cases(
                                        either(RUN_FROM_START, no(RUN_FROM_START)),
                                        {
                                            "gradient descent from v": (
                                                *ONE_OUTCOME,
                                                Step(
                                                    "against it",
                                                    BAD,
                                                    by.absurd("so far from optimal", "not far"),
                                                ),
                                            ),
                                            "no gradient descent from v": (
                                                Step(
                                                    "no run",
                                                    BAD,
                                                    by.decide("no gradient descent from v"),
                                                ),
                                            ),
                                        },
                                    ),
                                ),
                            ),
                            "bad start": (Step("the start", BAD, by.decide("bad start")),),
                        },
                    ),
                ),
            ),
        ),
        Step(
            "inclusion",
            probability(no(FAR)) <= probability(BAD),
            by.event_inclusion(
                "where it is not far, something went wrong", "the denominator is positive"
            ),
        ),
        Step("union bound", None, by.union_bound(BAD)),
        Step("far or not", None, by.complement(FAR, "the denominator is positive")),
        Step("good start or not", None, by.complement(GOOD_START)),
        Step("gradient descent or not", None, by.complement(RUN_FROM_START)),
        Step(
            "conclusion",
            probability(FAR) >= 1 - FAILURE,
            by.decide(
                "inclusion",
                "union bound",
                "far or not",
                "good start or not",
                "gradient descent or not",
                "good starts are likely",
            ),
        ),
    ),
)

"""Theorem 1 of the slides: false, as its hypotheses on f are weaker than the paper's.

The slides ask of f that it is differentiable and Lipschitz, and no more.  Then the start itself may
be optimal: deep products are small with high probability, and f may be least at 0.
"""

from lemmas.salim2019._slides import salim
from lemmas.salim2019._theorem_1 import (
    LAW,
    MEAN_SIZE,
    at_start,
    loss,
    product,
    run,
    run_at,
    slope,
    slow,
    starts,
    u,
    v,
)
from lemmas.salim2019.loss import ATTAINED, LIPSCHITZ, NOT_NEGATIVE
from lemmas.salim2019.loss import LEMMA as LOSS
from lemmas.salim2019.rare import LEMMA as RARE_PRODUCTS
from lemmas.salim2019.rare import k as depth
from lemmas.salim2019.rare import s as level
from lemmas.shamir2019._descent import f, k
from lemmas.shamir2019.lemma_13_exponential import LEMMA as EXPONENTIAL
from lemmas.shamir2019.lemma_13_exponential import x
from verifier import (
    Lemma,
    Proposition,
    Refutation,
    Step,
    Term,
    at,
    by,
    either,
    eq,
    exists,
    exp,
    false,
    finite_law,
    forall,
    implies,
    independent,
    natural,
    no,
    over,
    part,
    probability,
    rational,
    real,
    reals,
    same_law,
    sqrt,
    statement,
    times,
)

n, m, i = natural("n"), natural("m"), natural("i")
M, lowest = real("M"), real("lowest")
C, eps, c, d, K = real("C"), real("eps"), real("c"), real("d"), real("K")
gamma = real("gamma")
ZERO = rational("0")

STATEMENT = statement(
    [f, M, lowest, C, eps, c, d, K, k, gamma, over(v, k), over(u, k)],
    {
        "f is Lipschitz": forall(
            reals(), lambda a: forall(reals(), lambda b: abs(f(a) - f(b)) <= M * abs(a - b))
        ),
        "f is nowhere below its infimum": forall(reals(), lambda p: lowest <= f(p)),
        "f attains it": exists(reals(), lambda p: eq(f(p), lowest)),
        "C is positive": C > 0,
        "eps is positive": eps > 0,
        "c is positive": c > 0,
        "d is positive": d > 0,
        "K is positive": K > 0,
        "there are K layers": k >= K,
        "there is a layer": k >= 1,
        "the step size is positive": gamma > 0,
        "the step size is small": gamma <= exp(-C * k),
        "the weights start independent": independent(v, k),
        "the weights have one law at the start": same_law(v, k),
        "that law is +-1/2 with probability 2/5 each and +-2 with 1/10 each": finite_law(v, k, LAW),
        "gradient descent": eq(probability(run(k, gamma)), 1),
    },
    probability(slow(k, lowest, eps, exp(d * k))) >= 1 - exp(-c * k),
    constants=[C, eps, c, d, K],
)

# The run, the start and the claim with the values of the refutation.
P, P_START = product(n, run_at(1)), product(n, at_start)
RUN = run(n, exp(-C * n), slope)
SLOW = slow(n, ZERO, eps, exp(d * n), loss)
LARGE = abs(P_START) >= sqrt(eps)
RARE = MEAN_SIZE**n / sqrt(eps)


def falls(m: Term) -> Proposition:
    """Bernoulli's inequality for the m-th power of the mean size."""
    return MEAN_SIZE**m * (1 + m / 4) <= 1


# (4/5)**m falls at least as fast as 1/(1 + m/4).
BERNOULLI = Step(
    "(4/5)**m (1 + m/4) <= 1",
    forall(times(0), falls),
    by.induction(
        m,
        base=(
            Step("to the 0", None, by.elementary("power to zero", MEAN_SIZE, 0)),
            Step("m = 0", falls(ZERO), by.decide("to the 0")),
        ),
        step=(
            Step("to the m + 1", None, by.elementary("power of sum", MEAN_SIZE, m, 1)),
            Step("to the 1", None, by.elementary("power to one", MEAN_SIZE, 1)),
            Step("positive", MEAN_SIZE**m > 0, by.elementary("power is positive", MEAN_SIZE, m)),
            Step("times m", m * MEAN_SIZE**m >= 0, by.decide("positive")),
            Step(
                "m + 1",
                falls(m + 1),
                by.decide("to the m + 1", "to the 1", "induction", "positive", "times m"),
            ),
        ),
    ),
)

# What is unlikely: a start of a large product, and what is impossible: another run.
SLOW_IS_RARE = Step(
    "a slow run starts with a large product",
    implies(SLOW, either(LARGE, no(RUN))),
    by.suppose(
        "it is slow",
        Step(
            "so it starts",
            either(LARGE, no(RUN)),
            by.cases(
                either(RUN, no(RUN)),
                {
                    "the run": (
                        Step("its start", starts(n), by.hypothesis(part("the run", 0))),
                        Step("P(1)", eq(P, P_START), by.termwise("its start")),
                        Step(
                            "not optimal at the start",
                            loss(P) - ZERO > eps,
                            by.hypothesis(at("it is slow", 1, using=["exp(d n) > 1"])),
                        ),
                        Step("1 - exp(-P**2) <= P**2", None, by.lemma(EXPONENTIAL, {x: P**2})),
                        Step(
                            "P**2 > eps",
                            P_START**2 > eps,
                            by.decide("P(1)", "not optimal at the start", "1 - exp(-P**2) <= P**2"),
                        ),
                        Step("|P|**2 = P**2", None, by.elementary("abs squared", P_START)),
                        Step("|P| >= 0", None, by.elementary("abs is nonnegative", P_START)),
                        Step(
                            "|P| >= sqrt(eps)",
                            LARGE,
                            by.decide(
                                "P**2 > eps",
                                "|P|**2 = P**2",
                                "|P| >= 0",
                                "sqrt(eps) > 0",
                                "sqrt(eps)**2 = eps",
                            ),
                        ),
                        Step("large", either(LARGE, no(RUN)), by.decide("|P| >= sqrt(eps)")),
                    ),
                    "another run": (
                        Step("not a run", either(LARGE, no(RUN)), by.decide("another run")),
                    ),
                },
            ),
        ),
    ),
)

REFUTATION = Refutation(
    {
        f: loss,
        M: 1,
        lowest: 0,
        k: n,
        gamma: exp(-C * n),
        v: tuple((weight.value, size.value) for weight, size in LAW),
    },
    large={n: (K, 12 / sqrt(eps), 2 / c)},
    proof=(
        # What the hypotheses ask for.
        Step("the loss", None, by.lemma(LOSS)),
        Step("f is Lipschitz", LIPSCHITZ, by.hypothesis(part("the loss", 0))),
        Step("f is not negative", NOT_NEGATIVE, by.hypothesis(part("the loss", 1))),
        Step("f is 0 somewhere", ATTAINED, by.hypothesis(part("the loss", 2))),
        Step("sqrt(eps) > 0", sqrt(eps) > 0, by.elementary("sqrt is positive", eps)),
        Step("sqrt(eps)**2 = eps", eq(sqrt(eps) ** 2, eps), by.elementary("sqrt squared", eps)),
        Step(
            "n sqrt(eps) >= 12", n * sqrt(eps) >= 12, by.decide("n is large (2)", "sqrt(eps) > 0")
        ),
        Step("n is positive", n > 0, by.decide("n sqrt(eps) >= 12", "sqrt(eps) > 0")),
        Step("n is at least 1", n >= 1, by.decide("n is positive")),
        Step("c n >= 2", c * n >= 2, by.decide("n is large (3)")),
        Step("a step size", exp(-C * n) > 0, by.elementary("exp is positive", -C * n)),
        # A slow run is unlikely, as the start is optimal unless its product is large.
        Step("d n > 0", d * n > 0, by.decide("n is positive")),
        Step("exp(d n) >= 1 + d n", None, by.lemma(EXPONENTIAL, {x: -(d * n)})),
        Step("exp(d n) > 1", 1 < exp(d * n), by.decide("exp(d n) >= 1 + d n", "d n > 0")),
        SLOW_IS_RARE,
        Step(
            "the inclusion",
            probability(SLOW) <= probability(either(LARGE, no(RUN))),
            by.event_inclusion("a slow run starts with a large product"),
        ),
        Step("the union bound", None, by.union_bound(either(LARGE, no(RUN)))),
        Step("another run is impossible", None, by.complement(RUN)),
        Step(
            "a large product is rare",
            probability(LARGE) <= RARE,
            by.lemma(RARE_PRODUCTS, {depth: n, level: sqrt(eps)}, "sqrt(eps) > 0"),
        ),
        Step(
            "a slow run is rare",
            probability(SLOW) <= RARE,
            by.decide(
                "the inclusion",
                "the union bound",
                "another run is impossible",
                "gradient descent",
                "a large product is rare",
            ),
        ),
        # The claim calls it likely.
        BERNOULLI,
        Step(
            "at n",
            falls(n),
            by.hypothesis(at("(4/5)**m (1 + m/4) <= 1", n)),
        ),
        Step("(4/5)**n > 0", MEAN_SIZE**n > 0, by.elementary("power is positive", MEAN_SIZE, n)),
        Step(
            "12 (4/5)**n <= 4 sqrt(eps)",
            12 * MEAN_SIZE**n <= 4 * sqrt(eps),
            by.decide("at n", "n sqrt(eps) >= 12", "(4/5)**n > 0", "sqrt(eps) > 0"),
        ),
        Step(
            "at most 1/3",
            RARE <= rational("1/3"),
            by.decide("12 (4/5)**n <= 4 sqrt(eps)", "sqrt(eps) > 0"),
        ),
        Step("exp(c n) >= 1 + c n", None, by.lemma(EXPONENTIAL, {x: -(c * n)})),
        Step("exp(-c n) > 0", exp(-c * n) > 0, by.elementary("exp is positive", -c * n)),
        Step("exp(c n - c n)", None, by.elementary("exp of sum", -c * n, c * n)),
        Step("exp(0) = 1", None, by.elementary("exp of zero")),
        Step(
            "the product of both",
            eq(exp(-c * n) * exp(c * n), 1),
            by.decide("exp(c n - c n)", "exp(0) = 1"),
        ),
        Step("exp(c n) >= 3", exp(c * n) >= 3, by.decide("exp(c n) >= 1 + c n", "c n >= 2")),
        Step(
            "so is the allowance",
            exp(-c * n) <= rational("1/3"),
            by.decide("the product of both", "exp(c n) >= 3", "exp(-c n) > 0"),
        ),
        Step(
            "the claim is false",
            no(probability(SLOW) >= 1 - exp(-c * n)),
            by.contrary(
                "it is true",
                Step(
                    "1/3 >= 2/3",
                    false,
                    by.decide(
                        "it is true", "a slow run is rare", "at most 1/3", "so is the allowance"
                    ),
                ),
            ),
        ),
    ),
)

LEMMA = Lemma(
    id="salim2019/theorem-1",
    title="Exponential training time for every differentiable Lipschitz f, as on the slides",
    source=salim("6", "Theorem 1"),
    variant="as-printed",
    expected="refuted",
    statement=STATEMENT,
    refutation=REFUTATION,
    changes=(
        "Omega(k) is c*k and d*k for depths of at least K; the constants may depend on f",
        "one law of mean 0 and variance 1 (salim2019/law) is fixed, so that they may depend on it",
        "f attains its infimum, which is that of the objective",
        "of the slides' two initialisations only the second, of mean 0 and variance 1",
    ),
    note="The slides weaken Assumption 1 of the paper to 'f differentiable Lipschitz'.  With "
    "f(p) = 1 - exp(-p**2) and weights of size 1/2 (probability 4/5) or 2 the start itself is "
    "eps-optimal but for an exponentially small probability, for every eps > 0.",
)

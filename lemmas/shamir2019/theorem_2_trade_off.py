"""Theorem 2, strengthened: how likely a run is to be how long, in terms of two free parameters."""

from lemmas.shamir2019._descent import eta, f, k, t
from lemmas.shamir2019._descent import w as run
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_2 import (
    ASSUMPTION_1,
    CHANGED_IN_ASSUMPTION_1,
    HALF,
    RUN_FROM_START,
    L,
    far_for,
    far_from_optimal,
    gap,
    lowest,
    random_point,
    u,
    v,
)
from lemmas.shamir2019.theorem_2_per_sample import LEMMA as PER_SAMPLE
from lemmas.shamir2019.theorem_2_small_product import LEMMA as SMALL_PRODUCT
from lemmas.shamir2019.theorem_2_small_product import M, b, m, s, shifted
from verifier import (
    Lemma,
    Step,
    at,
    by,
    either,
    eq,
    expectation,
    forall,
    implies,
    independent,
    indices,
    natural,
    no,
    over,
    part,
    probability,
    prod,
    statement,
)

i = natural("i")
STEPS = s**2 / (eta * L * m)
M_OF_RUN = prod(k, lambda i: abs(u[i, 1]) + s)
STEPS_OF_RUN = s**2 / (eta * L) / M_OF_RUN
LARGE = M >= m
FAR = far_for(STEPS, random_point, m)
BAD = either(LARGE, no(RUN_FROM_START))

# What happens at an outcome with M < m from which gradient descent is run.
ONE_OUTCOME = (
    Step("the run starts at v", None, by.hypothesis(part("gradient descent from v", 0))),
    Step("the run descends", None, by.hypothesis(part("gradient descent from v", 1))),
    Step(
        "factors of M",
        forall(indices(k), lambda i: eq(abs(u[i, 1]) + s, shifted(i))),
        by.fix(
            i,
            Step(
                "size of coordinate i",
                eq(abs(u[i, 1]), abs(v[i])),
                by.congruence("abs", at("the run starts at v", i)),
            ),
            Step("factor i", eq(abs(u[i, 1]) + s, shifted(i)), by.decide("size of coordinate i")),
        ),
    ),
    Step("M of the run", eq(M_OF_RUN, M), by.termwise("factors of M")),
    Step("it is less than m", M_OF_RUN < m, by.decide("M of the run", "M is small")),
    Step("it is at most 1/2", M_OF_RUN <= HALF, by.decide("it is less than m")),
    Step(
        "the entry for one start",
        far_for(STEPS_OF_RUN, random_point, M_OF_RUN),
        by.lemma(PER_SAMPLE, {run: lambda i, t: u[i, t]}, "it is at most 1/2", "the run descends"),
    ),
    Step(
        "the shifted coordinates are positive",
        forall(indices(k), lambda i: abs(u[i, 1]) + s > 0),
        by.each(i, by.decide()),
    ),
    Step("it is positive", M_OF_RUN > 0, by.sign("the shifted coordinates are positive")),
    Step("a positive number of steps", s**2 / (eta * L) > 0, by.decide("eta L is positive")),
    Step(
        "in terms of m",
        eq(STEPS, s**2 / (eta * L) / m),
        by.decide("eta L is positive"),
    ),
    Step(
        "the run is longer",
        s**2 / (eta * L) / m <= STEPS_OF_RUN,
        by.decide("it is less than m", "it is positive", "a positive number of steps"),
    ),
    Step(
        "so far from optimal",
        FAR,
        by.fix(
            t,
            Step(
                "at t",
                implies(t - 1 <= STEPS, far_from_optimal(random_point(t), m)),
                by.suppose(
                    "in time",
                    Step(
                        "in time for one start",
                        t - 1 <= STEPS_OF_RUN,
                        by.decide("in time", "in terms of m", "the run is longer"),
                    ),
                    Step(
                        "far with M",
                        far_from_optimal(random_point(t), M_OF_RUN),
                        by.hypothesis(
                            at("the entry for one start", t, using=["in time for one start"])
                        ),
                    ),
                    Step(
                        "far with m",
                        far_from_optimal(random_point(t), m),
                        by.decide("far with M", "it is less than m"),
                    ),
                ),
            ),
        ),
    ),
)

LEMMA = Lemma(
    id="shamir2019/theorem-2-trade-off",
    title="Length of the run against its probability, from random initialization",
    source=shamir("3.1", "Theorem 2"),
    variant="strengthened",
    changes=(
        "of Assumption 2 only independence and E|w_i(1)| + s <= b, for some s > 0, are needed: not "
        "identical laws, not mean 0, not variance 1, not the small-ball condition",
        *CHANGED_IN_ASSUMPTION_1,
        "any step size eta > 0 and any k, in place of eta <= exp(ck) and k large enough",
        "the hidden constants are explicit, with free s and m <= 1/2: failure with probability at "
        "most b**k/m, no success in s**2/(eta*L*m) steps, while |P(t)| <= m",
    ),
    statement=statement(
        [k, over(v, k), s, b, m, eta, L, lowest, gap, over(u, k), f],
        {
            "the shift is positive": s > 0,
            "b is positive": b > 0,
            "m is positive": m > 0,
            "m is at most 1/2": m <= HALF,
            "the coordinates are independent": independent(v, k),
            "the mean sizes are at most b - s": forall(
                indices(k), lambda i: expectation(abs(v[i])) + s <= b
            ),
            "L is positive": L > 0,
            **ASSUMPTION_1,
            "the step size is positive": eta > 0,
            "gradient descent runs from v almost surely": eq(probability(RUN_FROM_START), 1),
        },
        probability(FAR) >= 1 - b**k / m,
    ),
    proof=(
        Step("eta L is positive", eta * L > 0, by.decide()),
        Step("eta L m is positive", eta * L * m > 0, by.decide("eta L is positive")),
        Step("M is rarely large", probability(LARGE) <= b**k / m, by.lemma(SMALL_PRODUCT)),
        Step(
            "where it is not far, something went wrong",
            implies(no(FAR), BAD),
            by.suppose(
                "not far",
                Step(
                    "M or the run",
                    BAD,
                    by.cases(
                        either(LARGE, M < m),
                        {
                            "M is large": (Step("M", BAD, by.decide("M is large")),),
                            "M is small": (
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
                        },
                    ),
                ),
            ),
        ),
        Step(
            "inclusion",
            probability(no(FAR)) <= probability(BAD),
            by.event_inclusion("where it is not far, something went wrong", "eta L m is positive"),
        ),
        Step("union bound", None, by.union_bound(BAD)),
        Step("far or not", None, by.complement(FAR, "eta L m is positive")),
        Step("gradient descent or not", None, by.complement(RUN_FROM_START)),
        Step(
            "conclusion",
            probability(FAR) >= 1 - b**k / m,
            by.decide(
                "inclusion",
                "union bound",
                "far or not",
                "gradient descent or not",
                "M is rarely large",
            ),
        ),
    ),
)

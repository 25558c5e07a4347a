"""Assumption 2 can be satisfied without a density: by weights of size 1/2 or 2."""

from lemmas.shamir2019._assumption_2 import (
    DECLARED,
    HALVES_AND_TWOS,
    IID,
    a,
    assumption_2,
    i,
    k,
    near_zero,
    w,
)
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Step,
    both,
    by,
    either,
    eq,
    expectation,
    false,
    finite_law,
    forall,
    implies,
    no,
    probability,
    rational,
    reals,
    statement,
)

C1, C2 = rational("2"), rational("1/5")
ITEMS = assumption_2(w, k, C1, C2)
CONCLUSION = both(*IID.values(), *ITEMS.values())
QUARTER = rational("1/4")

# It vanishes at both sizes.
X = ((w[i] ** 2 - QUARTER) * (w[i] ** 2 - 4)) ** 2
NEAR = both(-abs(a) <= w[i], w[i] <= abs(a))
BOUND = near_zero(w, i, a) <= C1 * abs(a)

# For |a| < 1/2.
NEVER = (
    Step(
        "neither size is within |a| of 0",
        implies(eq(X, 0), no(NEAR)),
        by.suppose(
            "a size",
            Step(
                "not near 0",
                no(NEAR),
                by.contrary(
                    "near 0",
                    Step(
                        "w_i**2 <= |a|**2",
                        (abs(a) - w[i]) * (abs(a) + w[i]) >= 0,
                        by.decide("near 0"),
                    ),
                    Step("|a|**2 < 1/4", abs(a) ** 2 < QUARTER, by.decide("|a| < 1/2", "|a| >= 0")),
                    Step(
                        "w_i**2 < 1/4",
                        QUARTER - w[i] ** 2 > 0,
                        by.decide("w_i**2 <= |a|**2", "|a|**2 < 1/4"),
                    ),
                    Step("w_i**2 < 4", 4 - w[i] ** 2 > 0, by.decide("w_i**2 < 1/4")),
                    Step(
                        "the product of both",
                        (QUARTER - w[i] ** 2) * (4 - w[i] ** 2) > 0,
                        by.decide("w_i**2 < 1/4", "w_i**2 < 4"),
                    ),
                    Step(
                        "its square",
                        ((QUARTER - w[i] ** 2) * (4 - w[i] ** 2)) ** 2 > 0,
                        by.decide("the product of both"),
                    ),
                    Step("no size", false, by.decide("its square", "a size")),
                ),
            ),
        ),
    ),
    Step(
        "so they are almost surely not",
        probability(eq(X, 0)) <= probability(no(NEAR)),
        by.event_inclusion("neither size is within |a| of 0"),
    ),
    Step("near 0 or not", None, by.complement(NEAR)),
    Step(
        "rare if |a| < 1/2",
        BOUND,
        by.decide(
            "so they are almost surely not", "near 0 or not", "almost surely a size", "|a| >= 0"
        ),
    ),
)

LEMMA = Lemma(
    id="shamir2019/assumption-2-satisfiable",
    title="Weights of size 1/2 or 2 satisfy Assumption 2",
    source=shamir("3.1", "Assumption 2"),
    variant="effective",
    statement=statement(
        DECLARED,
        {**IID, "each w_i has size 1/2 or 2": finite_law(w, k, HALVES_AND_TWOS)},
        CONCLUSION,
    ),
    changes=("'for all a >= 0' is written as 'for all real a', with |a| for a",),
    note="The constants are c1 = 2 and c2 = 1/5.  There is no density: item 1 holds "
    "because the law has no mass near 0.",
    proof=(
        Step(
            "the means are 0",
            ITEMS["the means are 0"],
            by.fix(
                i,
                Step("mean by the law", None, by.mean_by_law(w, i, lambda x: x)),
                Step("E w_i", eq(expectation(w[i]), 0), by.decide("mean by the law")),
            ),
        ),
        Step(
            "the variances are 1",
            ITEMS["the variances are 1"],
            by.fix(
                i,
                Step("second moment by the law", None, by.mean_by_law(w, i, lambda x: x**2)),
                Step(
                    "E w_i**2", eq(expectation(w[i] ** 2), 1), by.decide("second moment by the law")
                ),
            ),
        ),
        Step(
            "they are rarely near 0",
            ITEMS["they are rarely near 0"],
            by.fix(
                i,
                Step(
                    "E X by the law",
                    None,
                    by.mean_by_law(w, i, lambda x: ((x**2 - QUARTER) * (x**2 - 4)) ** 2),
                ),
                Step("E X = 0", eq(expectation(X), 0), by.decide("E X by the law")),
                Step("X is a square", X >= 0, by.decide()),
                Step("almost surely a size", None, by.zero_mean(X, "X is a square", "E X = 0")),
                Step(
                    "w_i",
                    forall(reals(), lambda a: near_zero(w, i, a) <= C1 * abs(a)),
                    by.fix(
                        a,
                        Step("|a| >= 0", None, by.elementary("abs is nonnegative", a)),
                        Step(
                            "near 0",
                            BOUND,
                            by.cases(
                                either(abs(a) < rational("1/2"), abs(a) >= rational("1/2")),
                                {
                                    "|a| < 1/2": NEVER,
                                    "|a| >= 1/2": (
                                        Step("or not near 0", None, by.complement(NEAR)),
                                        Step(
                                            "not less than 0",
                                            None,
                                            by.probability_bounds(no(NEAR)),
                                        ),
                                        Step(
                                            "at most 1",
                                            BOUND,
                                            by.decide("or not near 0", "not less than 0"),
                                        ),
                                    ),
                                },
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "their mean sizes are at most 1 - c2",
            ITEMS["their mean sizes are at most 1 - c2"],
            by.fix(
                i,
                Step("mean size by the law", None, by.mean_by_law(w, i, abs)),
                Step(
                    "E|w_i|",
                    expectation(abs(w[i])) <= 1 - C2,
                    by.decide("mean size by the law"),
                ),
            ),
        ),
        Step("conclusion", CONCLUSION, by.decide(*IID, *ITEMS)),
    ),
)

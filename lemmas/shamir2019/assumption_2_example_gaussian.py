"""Standard normal variables satisfy Assumption 2, with c1 = 4/5 and c2 = 1/5."""

from lemmas.shamir2019._assumption_2 import DECLARED, IID, a, assumption_2, i, k, near_zero, w
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Step,
    both,
    by,
    eq,
    expectation,
    forall,
    pi,
    rational,
    reals,
    sqrt,
    standard_normal,
    statement,
)

C1, C2 = rational("4/5"), rational("1/5")
ITEMS = assumption_2(w, k, C1, C2)
CONCLUSION = both(*IID.values(), *ITEMS.values())

LEMMA = Lemma(
    id="shamir2019/assumption-2-example-gaussian",
    title="Assumption 2 holds for standard normal variables",
    source=shamir("3.1", "Assumption 2 and the text below it"),
    variant="effective",
    statement=statement(
        DECLARED, {**IID, "each w_i is standard normal": standard_normal(w, k)}, CONCLUSION
    ),
    changes=("'for all a >= 0' is written as 'for all real a', with |a| for a",),
    proof=(
        Step("pi > 3", pi > 3, by.elementary("pi bounds")),
        Step("2/pi is positive", 2 / pi > 0, by.decide("pi > 3")),
        Step("2/pi < (4/5)**2", 2 / pi < C1**2, by.decide()),
        Step(
            "the mean size squared",
            None,
            by.elementary("sqrt squared", 2 / pi, using=["pi > 3", "2/pi is positive"]),
        ),
        Step(
            "the mean size",
            sqrt(2 / pi) <= C1,
            by.decide("2/pi < (4/5)**2", "the mean size squared", "pi > 3"),
        ),
        Step("2*pi is positive", 2 * pi > 0, by.decide("pi > 3")),
        Step(
            "1/density squared",
            None,
            by.elementary("sqrt squared", 2 * pi, using=["2*pi is positive"]),
        ),
        Step(
            "1/density",
            sqrt(2 * pi) > 0,
            by.elementary("sqrt is positive", 2 * pi, using=["2*pi is positive"]),
        ),
        Step("2*pi >= (5/2)**2", 2 * pi >= rational("25/4"), by.decide()),
        Step(
            "1/density is large",
            sqrt(2 * pi) >= rational("5/2"),
            by.decide("2*pi >= (5/2)**2", "1/density squared", "1/density"),
        ),
        Step(
            "the density is small",
            1 / sqrt(2 * pi) <= rational("2/5"),
            by.decide("1/density is large"),
        ),
        Step(
            "the means are 0",
            ITEMS["the means are 0"],
            by.each(i, by.mean_by_law(w, i, lambda x: x)),
        ),
        Step(
            "the variances are 1",
            ITEMS["the variances are 1"],
            by.each(i, by.mean_by_law(w, i, lambda x: x**2)),
        ),
        Step(
            "they are rarely near 0",
            ITEMS["they are rarely near 0"],
            by.fix(
                i,
                Step(
                    "w_i",
                    forall(reals(), lambda a: near_zero(w, i, a) <= C1 * abs(a)),
                    by.fix(
                        a,
                        Step("|a| is not negative", None, by.elementary("abs is nonnegative", a)),
                        Step(
                            "the density times the length",
                            None,
                            by.small_ball(
                                w, i, -abs(a), abs(a), "|a| is not negative", "1/density"
                            ),
                        ),
                        Step(
                            "at most c1*|a|",
                            near_zero(w, i, a) <= C1 * abs(a),
                            by.decide(
                                "the density times the length",
                                "the density is small",
                                "|a| is not negative",
                                "1/density",
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
                Step(
                    "E|w_i|",
                    eq(expectation(abs(w[i])), sqrt(2 / pi)),
                    by.mean_by_law(w, i, abs),
                ),
                Step(
                    "at most 4/5",
                    expectation(abs(w[i])) <= 1 - C2,
                    by.decide("E|w_i|", "the mean size"),
                ),
            ),
        ),
        Step("conclusion", CONCLUSION, by.decide(*IID, *ITEMS)),
    ),
)

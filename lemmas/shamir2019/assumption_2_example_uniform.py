"""Variables that are uniform on [-sqrt(3), sqrt(3)] satisfy Assumption 2, with c1 = 3/5 and
c2 = 1/10."""

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
    rational,
    reals,
    sqrt,
    statement,
    uniform,
)

C1, C2 = rational("3/5"), rational("1/10")
ROOT = sqrt(rational("3"))
ITEMS = assumption_2(w, k, C1, C2)
CONCLUSION = both(*IID.values(), *ITEMS.values())

LEMMA = Lemma(
    id="shamir2019/assumption-2-example-uniform",
    title="Assumption 2 holds for variables that are uniform on [-sqrt(3), sqrt(3)]",
    source=shamir("3.1", "Assumption 2 and the text below it"),
    variant="effective",
    statement=statement(
        DECLARED,
        {**IID, "each w_i is uniform on [-sqrt(3), sqrt(3)]": uniform(w, k, -ROOT, ROOT)},
        CONCLUSION,
    ),
    changes=("'for all a >= 0' is written as 'for all real a', with |a| for a",),
    proof=(
        Step("the root squared", None, by.elementary("sqrt squared", 3)),
        Step("the root is positive", ROOT > 0, by.elementary("sqrt is positive", 3)),
        Step(
            "the root is at least 5/3",
            ROOT >= rational("5/3"),
            by.decide("the root squared", "the root is positive"),
        ),
        Step(
            "the root is at most 9/5",
            ROOT <= rational("9/5"),
            by.decide("the root squared", "the root is positive"),
        ),
        Step(
            "the means are 0",
            ITEMS["the means are 0"],
            by.fix(
                i,
                Step(
                    "by the law",
                    None,
                    by.mean_by_law(
                        w,
                        i,
                        lambda x: x,
                        "the root is positive",
                        points=[-ROOT, ROOT],
                        primitives=[lambda x: x**2 / 2],
                    ),
                ),
                Step(
                    "E w_i",
                    eq(expectation(w[i]), 0),
                    by.decide("by the law", "the root is positive"),
                ),
            ),
        ),
        Step(
            "the variances are 1",
            ITEMS["the variances are 1"],
            by.fix(
                i,
                Step(
                    "by the law",
                    None,
                    by.mean_by_law(
                        w,
                        i,
                        lambda x: x**2,
                        "the root is positive",
                        points=[-ROOT, ROOT],
                        primitives=[lambda x: x**3 / 3],
                    ),
                ),
                Step(
                    "E w_i**2",
                    eq(expectation(w[i] ** 2), 1),
                    by.decide("by the law", "the root is positive", "the root squared"),
                ),
            ),
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
                                w, i, -abs(a), abs(a), "|a| is not negative", "the root is positive"
                            ),
                        ),
                        Step(
                            "twice the density",
                            2 / (ROOT - -ROOT) <= C1,
                            by.decide("the root is at least 5/3"),
                        ),
                        Step(
                            "at most c1*|a|",
                            near_zero(w, i, a) <= C1 * abs(a),
                            by.decide(
                                "the density times the length",
                                "twice the density",
                                "|a| is not negative",
                                "the root is positive",
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
                    "by the law",
                    None,
                    by.mean_by_law(
                        w,
                        i,
                        abs,
                        "the root is positive",
                        points=[-ROOT, 0, ROOT],
                        primitives=[lambda x: -(x**2) / 2, lambda x: x**2 / 2],
                    ),
                ),
                Step(
                    "E|w_i|",
                    eq(expectation(abs(w[i])), ROOT / 2),
                    by.decide("by the law", "the root is positive"),
                ),
                Step(
                    "at most 9/10",
                    expectation(abs(w[i])) <= 1 - C2,
                    by.decide("E|w_i|", "the root is at most 9/5"),
                ),
            ),
        ),
        Step("conclusion", CONCLUSION, by.decide(*IID, *ITEMS)),
    ),
)

"""Theorem 2, strengthened: any step size, no small-ball condition, explicit constants."""

from lemmas.shamir2019._descent import eta, f, k
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._studies import study
from lemmas.shamir2019._theorem_2 import (
    ASSUMPTION_1,
    CHANGED_IN_ASSUMPTION_1,
    HALF,
    RUN_FROM_START,
    L,
    c2,
    far_for,
    gap,
    lowest,
    random_point,
    u,
    v,
)
from lemmas.shamir2019._theorem_2_measured import OF_THE_START, values
from lemmas.shamir2019.theorem_2_small_product import b, m, s
from lemmas.shamir2019.theorem_2_trade_off import LEMMA as TRADE_OFF
from verifier import (
    Lemma,
    Step,
    by,
    eq,
    expectation,
    forall,
    independent,
    indices,
    over,
    probability,
    share_of_slow_runs,
    statement,
)

SHIFT = c2 / 2
BASE = 1 - c2 / 2
RARE, OFTEN = BASE ** (k / 2), BASE ** (-(k / 2))
STEPS = c2**2 / (4 * eta * L) * OFTEN
STEPS_WITH_M = SHIFT**2 / (eta * L * RARE)
FAR, FAR_WITH_M = far_for(STEPS, random_point, RARE), far_for(STEPS_WITH_M, random_point, RARE)

STATEMENT = statement(
    [k, over(v, k), c2, eta, L, lowest, gap, over(u, k), f],
    {
        "c2 is positive": c2 > 0,
        "c2 is at most 1": c2 <= 1,
        "the coordinates are independent": independent(v, k),
        "the mean sizes are at most 1 - c2": forall(
            indices(k), lambda i: expectation(abs(v[i])) <= 1 - c2
        ),
        "k is large": RARE <= HALF,
        "L is positive": L > 0,
        **ASSUMPTION_1,
        "the step size is positive": eta > 0,
        "gradient descent runs from v almost surely": eq(probability(RUN_FROM_START), 1),
    },
    probability(FAR) >= 1 - RARE,
)

LEMMA = Lemma(
    id="shamir2019/theorem-2-strengthened",
    title="Exponential convergence time from random initialization, for any step size",
    source=shamir("3.1", "Theorem 2"),
    variant="strengthened",
    changes=(
        "of Assumption 2 only independence and E|w_i(1)| <= 1 - c2 are needed: not identical "
        "laws, not mean 0, not variance 1, not the small-ball condition (laws with an atom at 0 "
        "are covered); c2 <= 1 is made explicit",
        *CHANGED_IN_ASSUMPTION_1,
        "any step size eta > 0, in place of eta <= exp(ck)",
        "`k large enough` is (1 - c2/2)**(k/2) <= 1/2",
        "the hidden constants are explicit: c' = gap, failure with probability at most "
        "(1 - c2/2)**(k/2), no success in c2**2/(4*eta*L) * (1 - c2/2)**(-k/2) steps; all that "
        "time |P(t)| <= (1 - c2/2)**(k/2)",
    ),
    statement=STATEMENT,
    measurements=(
        share_of_slow_runs(
            statement=STATEMENT,
            steps=STEPS,
            promise=1 - RARE,
            file=study("theorem_2"),
            values=values,
            by_construction=(*OF_THE_START, "the mean sizes are at most 1 - c2"),
        ),
    ),
    proof=(
        Step("the shift is positive", SHIFT > 0, by.decide()),
        Step("b is positive", BASE > 0, by.decide()),
        Step("b**(k/2) is positive", RARE > 0, by.elementary("power is positive", BASE, k / 2)),
        Step(
            "exponents cancel",
            eq(BASE ** (k / 2 + -(k / 2)), RARE * OFTEN),
            by.elementary("power of sum", BASE, k / 2, -(k / 2)),
        ),
        Step(
            "power zero",
            eq(BASE ** (k / 2 + -(k / 2)), 1),
            by.elementary("power to zero", BASE, k / 2 + -(k / 2)),
        ),
        Step("inverse powers", eq(RARE * OFTEN, 1), by.decide("exponents cancel", "power zero")),
        Step("b**k", eq(BASE**k, RARE * RARE), by.elementary("power of sum", BASE, k / 2, k / 2)),
        Step("eta L is positive", eta * L > 0, by.decide()),
        Step(
            "eta L b**(k/2) is positive",
            eta * L * RARE > 0,
            by.decide("eta L is positive", "b**(k/2) is positive"),
        ),
        Step(
            "the mean sizes with the shift",
            forall(indices(k), lambda i: expectation(abs(v[i])) + SHIFT <= BASE),
            by.decide("the mean sizes are at most 1 - c2"),
        ),
        Step(
            "with m = b**(k/2)",
            probability(FAR_WITH_M) >= 1 - BASE**k / RARE,
            by.lemma(
                TRADE_OFF,
                {s: SHIFT, b: BASE, m: RARE},
                "the shift is positive",
                "b is positive",
                "b**(k/2) is positive",
                "the mean sizes with the shift",
            ),
        ),
        Step(
            "the steps",
            eq(STEPS_WITH_M, STEPS),
            by.decide("inverse powers", "b**(k/2) is positive", "eta L is positive"),
        ),
        Step(
            "in these steps",
            probability(FAR) >= 1 - BASE**k / RARE,
            by.rewrite("the steps", "with m = b**(k/2)"),
        ),
        Step(
            "conclusion",
            probability(FAR) >= 1 - RARE,
            by.decide("in these steps", "b**k", "b**(k/2) is positive"),
        ),
    ),
)

"""Theorem 4, its printed proof: in no run with small steps can Lemma 13 be applied where the proof
applies it."""

from lemmas.shamir2019._descent import eta, k, w
from lemmas.shamir2019._lemma_13 import delta
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_4 import SETTING, STEP_SIZE, W, Y, g, m, q
from lemmas.shamir2019.lemma_15_first_time import positive_before
from lemmas.shamir2019.lemma_16_next_step import LEMMA as LEMMA_16
from lemmas.shamir2019.theorem_4_lemma_13_never_applies import LEMMA as NEVER_APPLIES
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    both,
    by,
    exists,
    forall,
    implies,
    natural,
    over,
    part,
    real,
    reals,
    statement,
    times,
)

n, d = natural("n"), real("d")


def too_large(t0: Term, delta: Term) -> Proposition:
    """That the step size is larger than Lemma 13 allows for any delta that -w_m(t0 + 1), which is
    w_m with its sign changed, is at least."""
    return implies(
        both(delta > 0, delta <= -w[m, t0 + 1]),
        eta > delta**2 / (2 * k * Y**2),
    )


def claim(t0: Term) -> Proposition:
    """That t0 is the first time at which w_m is not positive, and what Lemma 13 asks for then."""
    return both(
        positive_before(t0),
        w[m, t0] <= 0,
        forall(reals(), lambda delta: too_large(t0, delta)),
    )


CONCLUSION = exists(times(2), claim)

LEMMA = Lemma(
    id="shamir2019/theorem-4-lemma-13-never-applies-in-a-run",
    title="In no run with small steps does Lemma 13 apply where the proof of Theorem 4 applies it",
    source=shamir("A.2.3", "Theorem 4, proof"),
    variant="effective",
    note="The setting is that of Lemmas 15 and 16: the target is -Y, and all coordinates are "
    "positive at the start.  At t0 + 1 the proof changes the signs of the target and of w_m, and "
    "applies Lemma 13, which asks for eta <= delta**2/(2 k Y**2), with some delta <= "
    "-w_m(t0 + 1).  'Small' are the steps for which Lemmas 15 and 16 are shown; all k**(-c) with c "
    "large enough are: theorem-4-constants.",
    statement=statement([k, m, Y, W, g, q, eta, over(w, k)], SETTING, CONCLUSION),
    proof=(
        *STEP_SIZE,
        Step("Lemma 16", LEMMA_16.statement.conclusion, by.lemma(LEMMA_16)),
        Step(
            "where the proof turns to Lemma 13",
            CONCLUSION,
            by.obtain(
                n,
                "Lemma 16",
                "t0",
                Step("the first time", None, by.hypothesis(part("t0", 0))),
                Step("one step later", None, by.hypothesis(part(part("t0", 1), 0))),
                Step(
                    "no delta is small enough",
                    forall(reals(), lambda d: too_large(n, d)),
                    by.fix(
                        d,
                        Step(
                            "this delta",
                            too_large(n, d),
                            by.suppose(
                                "delta is at most -w_m",
                                Step(
                                    "two steps",
                                    d <= 2 * eta * Y * q,
                                    by.decide(part("one step later", 0)),
                                ),
                                Step(
                                    "the step size is too large",
                                    eta > d**2 / (2 * k * Y**2),
                                    by.lemma(
                                        NEVER_APPLIES,
                                        {delta: d},
                                        "k is at least 1",
                                        "eta q**2",
                                        "two steps",
                                    ),
                                ),
                            ),
                        ),
                    ),
                ),
                Step(
                    "at t0",
                    claim(n),
                    by.decide(
                        part("the first time", 1),
                        part("the first time", 2),
                        "no delta is small enough",
                    ),
                ),
                Step("such a time", CONCLUSION, by.witness(n, "at t0")),
            ),
        ),
    ),
)

"""Theorem 4, its printed proof: the last application of Lemma 13 is never possible."""

from fractions import Fraction

from lemmas.shamir2019._descent import eta, k
from lemmas.shamir2019._lemma_13 import delta
from lemmas.shamir2019._lemma_13_prime import Y, q
from lemmas.shamir2019._paper import shamir
from verifier import Lemma, Step, by, statement

LEMMA = Lemma(
    id="shamir2019/theorem-4-lemma-13-never-applies",
    title="Lemma 13 asks for smaller steps than those that lead to where it is applied",
    source=shamir("A.2.3", "Theorem 4, proof"),
    variant="effective",
    note="At time t0 + 1 the coordinate m is below 0 by delta at most 2 eta Y q (Lemmas 15 and 16, "
    "whose own condition gives eta q**2 <= 1/4).  Lemma 13, applied there with this delta, asks "
    "for eta <= delta**2/(2 k Y**2), which no step size satisfies, however small.",
    statement=statement(
        [k, Y, q, delta, eta],
        {
            "there is a factor": k >= 1,
            "the target is not 0": Y > 0,
            "the step size is positive": eta > 0,
            "eta q**2 is at most 1/4": eta * q**2 <= Fraction(1, 4),
            "delta is positive": delta > 0,
            "delta is at most two steps": delta <= 2 * eta * Y * q,
        },
        eta > delta**2 / (2 * k * Y**2),
    ),
    proof=(
        Step(
            "delta squared",
            delta**2 <= (2 * eta * Y * q) ** 2,
            by.decide("delta is positive", "delta is at most two steps"),
        ),
        Step("eta Y**2 is positive", eta * Y**2 > 0, by.decide()),
        Step(
            "with the condition on eta q**2",
            eta * Y**2 * (4 * (eta * q**2)) <= eta * Y**2,
            by.decide("eta Y**2 is positive"),
        ),
        Step(
            "delta squared is at most eta Y**2",
            delta**2 <= eta * Y**2,
            by.decide("delta squared", "with the condition on eta q**2"),
        ),
        Step("2 k - 1 is positive", 2 * k - 1 > 0, by.decide()),
        Step(
            "k factors more",
            eta * Y**2 < 2 * k * (eta * Y**2),
            by.decide("eta Y**2 is positive", "2 k - 1 is positive"),
        ),
        Step("2 k Y**2 is positive", 2 * k * Y**2 > 0, by.decide()),
        Step(
            "conclusion",
            eta > delta**2 / (2 * k * Y**2),
            by.decide(
                "delta squared is at most eta Y**2", "k factors more", "2 k Y**2 is positive"
            ),
        ),
    ),
)

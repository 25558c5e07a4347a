"""Footnote 1, strengthened: from w_1 = w_2 no step size lets gradient descent get below 1."""

from lemmas.shamir2019._descent import eta, t, w
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.footnote_1 import DESCENT, EQUAL, UNFOLDED, value
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    both,
    by,
    eq,
    forall,
    over,
    part,
    rational,
    statement,
    times,
)


def claim(t: Term) -> Proposition:
    """What holds at a time."""
    return both(eq(w[2, t], w[1, t]), value(t) >= 1)


LEMMA = Lemma(
    id="shamir2019/footnote-1-any-step",
    title="Gradient descent on (w_1 w_2 + 1)**2 from w_1 = w_2 never gets below 1",
    source=shamir("1", "footnote 1"),
    variant="strengthened",
    statement=statement([eta, over(w, 2)], {**EQUAL, **DESCENT}, forall(times(1), claim)),
    changes=(
        "'w_1 > 0' and 'sufficiently small step sizes' are dropped: what is left of the claim is "
        "that the objective stays at least 1, its value at the saddle",
    ),
    proof=(
        Step(
            "kept for ever",
            forall(times(1), claim),
            by.induction(
                t,
                base=[
                    Step("w_1 squared", w[1, 1] ** 2 >= 0, by.decide()),
                    Step("at the start", claim(rational("1")), by.decide("w_1 squared")),
                ],
                step=[
                    *UNFOLDED,
                    Step(
                        "the next w_2",
                        eq(w[2, t + 1], w[1, t + 1]),
                        by.decide(
                            "gradient descent on w_1",
                            "gradient descent on w_2",
                            part("induction", 0),
                        ),
                    ),
                    Step("a square", w[1, t + 1] ** 2 >= 0, by.decide()),
                    Step("at t + 1", claim(t + 1), by.decide("the next w_2", "a square")),
                ],
            ),
        ),
    ),
)

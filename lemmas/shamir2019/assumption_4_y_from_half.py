"""The claim about Assumption 4, denied: no target from -1/2 on meets Assumption 1."""

from lemmas.shamir2019._assumption_1 import LOWEST, gap
from lemmas.shamir2019._assumption_4 import squared_loss, y
from lemmas.shamir2019._paper import shamir
from verifier import Lemma, Step, at, by, false, no, part, real, statement

c, q = real("c"), real("q")

LEMMA = Lemma(
    id="shamir2019/assumption-4-y-from-half",
    title="The squared loss with a target of -1/2 or more does not meet Assumption 1",
    source=shamir("3.3", "Assumption 4, the paragraph after it"),
    variant="effective",
    note="Together with assumption-4-y-below-half: the squared loss meets Assumption 1 if and only "
    "if its target is below -1/2.",
    statement=statement(
        [y],
        {"the target is at least -1/2": y >= LOWEST},
        no(gap(squared_loss)),
    ),
    proof=(
        Step(
            "the loss is smallest at y",
            no(gap(squared_loss)),
            by.contrary(
                "it is smaller elsewhere",
                Step(
                    "impossible",
                    false,
                    by.obtain(
                        c,
                        "it is smaller elsewhere",
                        "by c",
                        Step(
                            "no such c",
                            false,
                            by.obtain(
                                q,
                                "by c",
                                "at q",
                                Step("c is positive", c > 0, by.hypothesis(part("at q", 0))),
                                Step(
                                    "smaller than at y",
                                    squared_loss(q) + c <= squared_loss(y),
                                    by.hypothesis(at(part("at q", 1), y)),
                                ),
                                Step("a square", squared_loss(q) >= 0, by.decide()),
                                Step(
                                    "no such q",
                                    false,
                                    by.decide("c is positive", "smaller than at y", "a square"),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)

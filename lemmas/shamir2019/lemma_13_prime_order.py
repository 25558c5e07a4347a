"""Lemma 13', part: where the special coordinate is the smallest, it stays so and stays bounded."""

from lemmas.shamir2019._descent import at_time, eta, k, product, t
from lemmas.shamir2019._descent import w as run
from lemmas.shamir2019._lemma_08 import h
from lemmas.shamir2019._lemma_08 import v as pair_new
from lemmas.shamir2019._lemma_08 import w as pair
from lemmas.shamir2019._lemma_13_prime import (
    DESCENT,
    INDEX,
    LARGEST,
    START,
    Y,
    gamma,
    m,
    q,
)
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_08_pair_identities import LEMMA as IDENTITIES
from lemmas.shamir2019.lemma_13_prime import LEMMA as LEMMA_13_PRIME
from lemmas.shamir2019.lemma_13_prime_step_size import LEMMA as STEP_SIZE
from verifier import (
    Lemma,
    Proposition,
    Step,
    TermLike,
    at,
    both,
    by,
    either,
    eq,
    forall,
    indices,
    natural,
    ne,
    over,
    part,
    prod,
    statement,
    times,
)

j = natural("j")

NOW, NEXT = at_time(t), at_time(t + 1)
P, Q, R = product(NOW), product(NOW, m), product(NOW, m, j)
LEAST = run[m, t]


def least(t: TermLike) -> Proposition:
    """That w_m is the smallest coordinate at a time."""
    return forall(indices(k), lambda j: run[m, t] <= run[j, t])


def claim(t: TermLike) -> Proposition:
    """What the lemma says of a time."""
    x = at_time(t)
    return both(least(t), x(m) ** k <= product(x), product(x) <= Y)


# What keeps w_j - w_m from changing its sign: it is multiplied by 1 - eta (Y - P) R <= 1.
ANOTHER = [
    Step(
        "w_j is at least gamma",
        run[j, t] >= gamma,
        by.hypothesis(at(part(part("Lemma 13' at t", 5), 1), j)),
    ),
    Step("Q_m = w_j R", eq(Q, run[j, t] * R), by.split_off(Q, j)),
    Step("R is nonnegative", R >= 0, by.sign("the others are positive")),
    Step(
        "gamma R",
        gamma * R <= LARGEST,
        by.decide(
            "Q_m = w_j R", "R is nonnegative", "w_j is at least gamma", "Q_m is at most its bound"
        ),
    ),
    Step("R", R <= LARGEST / gamma, by.decide("gamma R")),
    Step("Y R", Y * R <= Y / gamma * LARGEST, by.decide("R")),
    Step(
        "eta Y R",
        eta * Y * R <= 1,
        by.decide("Y R", "the step size and the product of two coordinates"),
    ),
    Step("the gap times R", (Y - P) * R <= Y * R, by.decide("the gap", "R is nonnegative")),
    Step("eta times it", 1 - eta * (Y - P) * R >= 0, by.decide("eta Y R", "the gap times R")),
    Step("the identity", None, by.hypothesis(part(at("any two coordinates", m, j), 0))),
    Step(
        "the difference",
        eq(run[j, t + 1] - run[m, t + 1], (1 - eta * (Y - P) * R) * (run[j, t] - run[m, t])),
        by.decide("the identity"),
    ),
    Step("w_m before", run[m, t] <= run[j, t], by.hypothesis(at("induction", j))),
    Step(
        "of another j",
        run[m, t + 1] <= run[j, t + 1],
        by.decide("the difference", "eta times it", "w_m before"),
    ),
]

LEMMA = Lemma(
    id="shamir2019/lemma-13-prime-order",
    title="The smallest coordinate stays the smallest (Lemma 13', part d)",
    source=shamir("A.2.1", "Lemma 13"),
    variant="repaired",
    changes=(
        "the smallest coordinate w_m need not be at least delta: it is nonnegative, and may be 0",
        *LEMMA_13_PRIME.changes[1:4],
        "the conclusion is that w_m stays the smallest and that w_m(t)**k <= P(t) <= Y, in place "
        "of the time of convergence",
    ),
    statement=statement(
        [k, m, Y, gamma, q, eta, over(run, k)],
        {
            **INDEX,
            "w_m is the least at the start": least(1),
            **START,
            **DESCENT,
        },
        forall(times(1), claim),
    ),
    proof=(
        Step("Lemma 13'", LEMMA_13_PRIME.statement.conclusion, by.lemma(LEMMA_13_PRIME)),
        Step("k is at least 1", k >= 1, by.decide()),
        Step("what the step size gives", None, by.lemma(STEP_SIZE, None, "k is at least 1")),
        Step("(Y/gamma)**2 is positive", (Y / gamma) ** 2 > 0, by.decide()),
        Step(
            "k such squares",
            eta * (Y / gamma) ** 2 <= eta * (k * (Y / gamma) ** 2),
            by.decide("k is at least 1", "(Y/gamma)**2 is positive"),
        ),
        Step("the mean of squares", eta * (Y / gamma - LARGEST) ** 2 >= 0, by.decide()),
        Step(
            "the step size and the product of two coordinates",
            eta * (Y / gamma) * LARGEST <= 1,
            by.decide(
                "what the step size gives",
                "k such squares",
                "the mean of squares",
                "(Y/gamma)**2 is positive",
            ),
        ),
        Step(
            "the order is kept",
            forall(times(1), least),
            by.induction(
                t,
                base=[
                    Step(
                        "at the start",
                        least(1),
                        by.hypothesis("w_m is the least at the start"),
                    )
                ],
                step=[
                    Step("Lemma 13' at t", None, by.hypothesis(at("Lemma 13'", t))),
                    Step(
                        "the gap",
                        both(Y - P >= 0, Y - P <= Y),
                        by.decide(part("Lemma 13' at t", 1)),
                    ),
                    Step(
                        "the others are positive",
                        forall(indices(k, omit=[m]), lambda j: run[j, t] > 0),
                        by.decide(part(part("Lemma 13' at t", 5), 1)),
                    ),
                    Step(
                        "Q_m is at most its bound", None, by.hypothesis(part("Lemma 13' at t", 2))
                    ),
                    Step(
                        "any two coordinates",
                        None,
                        by.lemma(
                            IDENTITIES,
                            {h: eta * (P - Y), pair: NOW, pair_new: NEXT},
                            at("gradient descent", t),
                        ),
                    ),
                    Step(
                        "w_m and any other",
                        least(t + 1),
                        by.fix(
                            j,
                            Step(
                                "w_m and w_j",
                                run[m, t + 1] <= run[j, t + 1],
                                by.cases(
                                    either(eq(m, j), ne(m, j)),
                                    {
                                        "j is m": [
                                            Step(
                                                "the same",
                                                eq(run[m, t + 1], run[j, t + 1]),
                                                by.congruence(run, "j is m"),
                                            ),
                                            Step(
                                                "of j",
                                                run[m, t + 1] <= run[j, t + 1],
                                                by.decide("the same"),
                                            ),
                                        ],
                                        "j is not m": ANOTHER,
                                    },
                                ),
                            ),
                        ),
                    ),
                ],
            ),
        ),
        Step(
            "conclusion",
            forall(times(1), claim),
            by.fix(
                t,
                Step("the order", least(t), by.hypothesis(at("the order is kept", t))),
                Step("Lemma 13' at t", None, by.hypothesis(at("Lemma 13'", t))),
                Step(
                    "w_m is nonnegative",
                    LEAST >= 0,
                    by.hypothesis(part(part("Lemma 13' at t", 5), 0)),
                ),
                Step("P", both(P >= 0, P <= Y), by.decide(part("Lemma 13' at t", 1))),
                Step(
                    "w_m to the k",
                    LEAST**k <= P,
                    by.cases(
                        either(LEAST > 0, LEAST <= 0),
                        {
                            "it is positive": [
                                Step(
                                    "factor by factor",
                                    prod(k, lambda i: LEAST) <= P,
                                    by.termwise("the order"),
                                ),
                                Step(
                                    "k equal factors",
                                    eq(prod(k, lambda i: LEAST), LEAST**k),
                                    by.constant(prod(k, lambda i: LEAST)),
                                ),
                                Step(
                                    "the power",
                                    LEAST**k <= P,
                                    by.decide("factor by factor", "k equal factors"),
                                ),
                            ],
                            "it is not": [
                                Step("it is 0", eq(LEAST, 0), by.decide("w_m is nonnegative")),
                                Step(
                                    "a power of 0",
                                    eq(LEAST**k, 0),
                                    by.elementary("power of zero", LEAST, k, using=["it is 0"]),
                                ),
                                Step("0", LEAST**k <= P, by.decide("a power of 0", "P")),
                            ],
                        },
                    ),
                ),
                Step("all of it", claim(t), by.decide("the order", "w_m to the k", "P")),
            ),
        ),
    ),
)

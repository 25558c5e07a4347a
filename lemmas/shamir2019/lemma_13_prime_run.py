"""Lemma 13', part: what holds at all times of a run."""

from lemmas.shamir2019._descent import at_time, eta, k, product, t
from lemmas.shamir2019._descent import w as run
from lemmas.shamir2019._lemma_13_prime import (
    DESCENT,
    INDEX,
    LARGEST,
    START,
    Y,
    approach,
    bound,
    gamma,
    grown,
    m,
    others_at_least,
    q,
    reduced,
    reduced_fall,
    v,
    w,
)
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_13_prime_products import LEMMA as PRODUCTS
from lemmas.shamir2019.lemma_13_prime_step import LEMMA as ONE_STEP
from lemmas.shamir2019.lemma_13_prime_step_size import LEMMA as STEP_SIZE
from verifier import (
    Lemma,
    Proposition,
    Step,
    TermLike,
    at,
    both,
    by,
    forall,
    implies,
    indices,
    natural,
    over,
    part,
    rational,
    statement,
    times,
)

j = natural("j")
ONE = rational("1")

NOW, NEXT = at_time(t), at_time(t + 1)


def inside(t: TermLike) -> Proposition:
    """What is shown of the point w(t) by induction over t."""
    x = at_time(t)
    return both(
        x(m) >= 0,
        others_at_least(gamma, x),
        product(x) <= Y,
        forall(indices(k, omit=[m]), lambda j: reduced(x, j) <= run[j, 1]),
    )


def bounded(t: TermLike) -> Proposition:
    """That Q_m is bounded at a time."""
    return product(at_time(t), m) <= LARGEST


def moves(t: TermLike) -> Proposition:
    """What is shown of the step from w(t) to w(t+1)."""
    x, new = at_time(t), at_time(t + 1)
    return both(bounded(t), grown(x, new), approach(x, new), reduced_fall(x, new))


def claim(t: TermLike) -> Proposition:
    """What the lemma says of a time."""
    x = at_time(t)
    new = at_time(t + 1)
    return both(
        x(m) >= 0,
        others_at_least(gamma, x),
        product(x) <= Y,
        bounded(t),
        grown(x, new),
        approach(x, new),
    )


LEMMA = Lemma(
    id="shamir2019/lemma-13-prime-run",
    title="A run of gradient descent does not pass the target",
    source=shamir("A.2.1", "Lemma 13"),
    variant="effective",
    statement=statement(
        [k, m, Y, gamma, q, eta, over(run, k)],
        {**INDEX, **START, **DESCENT},
        forall(times(1), claim),
    ),
    proof=(
        Step(
            "the step size is small enough",
            STEP_SIZE.statement.conclusion,
            by.lemma(STEP_SIZE),
        ),
        Step(
            "Q_m is bounded where all this holds",
            forall(times(1), lambda t: implies(inside(t), bounded(t))),
            by.fix(
                t,
                Step(
                    "at t",
                    implies(inside(t), bounded(t)),
                    by.suppose(
                        "inside",
                        Step(
                            "the others are nonnegative",
                            others_at_least(0, NOW),
                            by.decide(part("inside", 1)),
                        ),
                        Step(
                            "the bound at t",
                            bounded(t),
                            by.lemma(
                                PRODUCTS,
                                {w: at_time(1), v: NOW},
                                "inside",
                                "the others are nonnegative",
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "one step",
            forall(times(1), lambda t: implies(inside(t), moves(t))),
            by.fix(
                t,
                Step(
                    "from t",
                    implies(inside(t), moves(t)),
                    by.suppose(
                        "inside",
                        Step(
                            "Q_m",
                            bounded(t),
                            by.hypothesis(
                                at("Q_m is bounded where all this holds", t, using=["inside"])
                            ),
                        ),
                        Step(
                            "the next point",
                            None,
                            by.lemma(
                                ONE_STEP,
                                {w: NOW, v: NEXT, bound: LARGEST},
                                "inside",
                                "Q_m",
                                "the step size is small enough",
                                at("gradient descent", t),
                            ),
                        ),
                        Step("all of it", moves(t), by.decide("Q_m", "the next point")),
                    ),
                ),
            ),
        ),
        Step(
            "at all times",
            forall(times(1), inside),
            by.induction(
                t,
                base=[
                    Step("the square at the start", run[m, 1] ** 2 >= 0, by.decide()),
                    Step("1/(2 gamma) is positive", 1 / (2 * gamma) > 0, by.decide()),
                    Step(
                        "reduced at the start",
                        forall(
                            indices(k, omit=[m]),
                            lambda j: reduced(at_time(1), j) <= run[j, 1],
                        ),
                        by.decide("the square at the start", "1/(2 gamma) is positive"),
                    ),
                    Step("at the start", inside(ONE), by.decide("reduced at the start")),
                ],
                step=[
                    Step(
                        "the step from t",
                        moves(t),
                        by.hypothesis(at("one step", t, using=["induction"])),
                    ),
                    Step(
                        "w_m stays nonnegative",
                        run[m, t + 1] >= 0,
                        by.decide(at(part("the step from t", 1), m), part("induction", 0)),
                    ),
                    Step(
                        "the others",
                        both(
                            others_at_least(gamma, NEXT),
                            forall(indices(k, omit=[m]), lambda j: reduced(NEXT, j) <= run[j, 1]),
                        ),
                        by.decide(
                            part("the step from t", 1),
                            part("the step from t", 3),
                            part("induction", 1),
                            part("induction", 3),
                        ),
                    ),
                    Step(
                        "at t + 1",
                        inside(t + 1),
                        by.decide("w_m stays nonnegative", "the others", "the step from t"),
                    ),
                ],
            ),
        ),
        Step(
            "conclusion",
            forall(times(1), claim),
            by.fix(
                t,
                Step("the point", inside(t), by.hypothesis(at("at all times", t))),
                Step(
                    "the step",
                    moves(t),
                    by.hypothesis(at("one step", t, using=["the point"])),
                ),
                Step("both", claim(t), by.decide("the point", "the step")),
            ),
        ),
    ),
)

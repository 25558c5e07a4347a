"""Lemma 10, part: the order of the coordinates is kept and their squares come no further apart, as
long as gradient descent goes down from nonnegative coordinates."""

from lemmas.shamir2019._descent import Point, at_time, k, product, w
from lemmas.shamir2019._lemma_08 import h as one_step
from lemmas.shamir2019._lemma_08 import v
from lemmas.shamir2019._lemma_08 import w as one_point
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_10_spread_step import LEMMA as ONE_STEP
from verifier import (
    Lemma,
    Proposition,
    Step,
    TermLike,
    at,
    both,
    by,
    eq,
    forall,
    implies,
    indices,
    natural,
    over,
    rational,
    scalar_sequence,
    statement,
    times,
)

t, T, j, q = natural("t"), natural("T"), natural("j"), natural("q")
h = scalar_sequence("h")


def downhill(t: TermLike) -> Proposition:
    """That the step at a time goes down from nonnegative coordinates."""
    return both(h[t] >= 0, forall(indices(k), lambda i: w[i, t] >= 0))


def steps(x: Point, new: Point, h_t: TermLike) -> Proposition:
    """That `new` is the point after one step from `x`, where eta*f'(P) is `h_t`."""
    return forall(indices(k), lambda j: eq(new(j), x(j) - h_t * product(x, j)))


def closer(t: TermLike, j: TermLike, q: TermLike) -> Proposition:
    """That j is still below q at a time, and their squares no further apart than at the start."""
    return both(
        w[j, t] <= w[q, t],
        w[q, t] ** 2 - w[j, t] ** 2 <= w[q, 1] ** 2 - w[j, 1] ** 2,
    )


def all_closer(t: TermLike) -> Proposition:
    """The same for all coordinates of which one is at most the other at the start."""
    return forall(
        indices(k),
        lambda j: forall(indices(k), lambda q: implies(w[j, 1] <= w[q, 1], closer(t, j, q))),
    )


def claim(t: TermLike) -> Proposition:
    """The same up to time T."""
    return implies(t <= T, all_closer(t))


AT_THE_START = Step(
    "all pairs",
    all_closer(1),
    by.fix(
        j,
        Step(
            "with any other",
            forall(indices(k), lambda q: implies(w[j, 1] <= w[q, 1], closer(1, j, q))),
            by.fix(
                q,
                Step(
                    "the pair",
                    implies(w[j, 1] <= w[q, 1], closer(1, j, q)),
                    by.suppose("the order", Step("itself", closer(1, j, q), by.decide())),
                ),
            ),
        ),
    ),
)

ONE_MORE = (
    Step("t is less than T", t < T, by.decide()),
    Step("so far", all_closer(t), by.hypothesis(at("induction", using=["t is less than T"]))),
    Step(
        "the step goes down",
        downhill(t),
        by.hypothesis(
            at(
                "the steps before T go down from nonnegative coordinates",
                t,
                using=["t is less than T"],
            )
        ),
    ),
    Step(
        "one step",
        None,
        by.lemma(
            ONE_STEP,
            {one_point: at_time(t), v: at_time(t + 1), one_step: h[t]},
            "the step goes down",
            at("gradient descent", t),
        ),
    ),
    Step(
        "all pairs",
        all_closer(t + 1),
        by.fix(
            j,
            Step(
                "with any other",
                forall(indices(k), lambda q: implies(w[j, 1] <= w[q, 1], closer(t + 1, j, q))),
                by.fix(
                    q,
                    Step(
                        "the pair",
                        implies(w[j, 1] <= w[q, 1], closer(t + 1, j, q)),
                        by.suppose(
                            "the order",
                            Step(
                                "at t",
                                closer(t, j, q),
                                by.hypothesis(at("so far", j, q, using=["the order"])),
                            ),
                            Step(
                                "in the step",
                                None,
                                by.hypothesis(at("one step", j, q, using=["at t"])),
                            ),
                            Step("at t + 1", closer(t + 1, j, q), by.decide("at t", "in the step")),
                        ),
                    ),
                ),
            ),
        ),
    ),
)

LEMMA = Lemma(
    id="shamir2019/lemma-10-order-and-spread",
    title="Downhill, the coordinates keep their order and their squares do not spread",
    source=shamir("A.1", "Lemma 10"),
    variant="strengthened",
    statement=statement(
        [k, T, h, over(w, k)],
        {
            "the steps before T go down from nonnegative coordinates": forall(
                times(1), lambda t: implies(t < T, downhill(t))
            ),
            "gradient descent": forall(times(1), lambda t: steps(at_time(t), at_time(t + 1), h[t])),
        },
        forall(times(1), claim),
    ),
    changes=(
        "w_i(t) >= 1/2 for t = 1..T is weakened to w_i(t) >= 0 for t = 1..T-1",
        "Assumptions 1 and 3 and P(1) <= C are replaced by eta*f'(P(t)) >= 0 for t = 1..T-1",
    ),
    note="h_t is eta*f'(P(t)).",
    proof=(
        Step(
            "up to T",
            forall(times(1), claim),
            by.induction(
                t,
                base=[
                    AT_THE_START,
                    Step("at the start", claim(rational("1")), by.decide("all pairs")),
                ],
                step=[
                    Step(
                        "before T",
                        claim(t + 1),
                        by.suppose("t + 1 is at most T", *ONE_MORE),
                    ),
                ],
            ),
        ),
    ),
)

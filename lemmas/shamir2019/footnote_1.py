"""Footnote 1: from w_1 = w_2 > 0, gradient descent on (w_1 w_2 + 1)**2 goes to (0, 0)."""

from lemmas.shamir2019._descent import eta, t, w
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    TermLike,
    at,
    both,
    by,
    either,
    eq,
    forall,
    indices,
    natural,
    over,
    part,
    prod,
    rational,
    statement,
    times,
)

i = natural("i")
ONE = rational("1")
NONE = prod(2, lambda i: ONE, omit=[1, 2])
SHRINK = 1 - 2 * eta


def slope(t: TermLike) -> Term:
    """f'(P) at a time, for f(p) = (p + 1)**2 and P = w_1 w_2."""
    return 2 * (w[1, t] * w[2, t] + 1)


def others(t: TermLike, *omit: TermLike) -> Term:
    """The product of the two coordinates without those at the indices in `omit`."""
    return prod(2, lambda i: w[i, t], omit=omit)


def value(t: TermLike) -> Term:
    """The objective at a time."""
    return (w[1, t] * w[2, t] + 1) ** 2


def claim(t: Term) -> Proposition:
    """What holds at a time."""
    return both(
        eq(w[2, t], w[1, t]),
        w[1, t] > 0,
        w[1, t] <= SHRINK ** (t - 1) * w[1, 1],
        value(t) > 1,
    )


def kept(t: Term) -> Proposition:
    """What is kept from each time to the next."""
    return both(claim(t), w[1, t] <= w[1, 1])


EQUAL = {
    "both coordinates start equal": eq(w[2, 1], w[1, 1]),
}
DESCENT = {
    "gradient descent": forall(
        times(1),
        lambda t: forall(
            indices(2), lambda j: eq(w[j, t + 1], w[j, t] - eta * slope(t) * others(t, j))
        ),
    )
}

# What the step of one coordinate is, at a time t.
UNFOLDED = (
    Step(
        "there is no other index",
        forall(indices(2, omit=[1, 2]), lambda i: eq(w[i, t], 1)),
        by.fix(
            i,
            Step(
                "none",
                eq(w[i, t], 1),
                by.cases(
                    either(i <= 1, i > 1),
                    {
                        "at most 1": (
                            Step("it is 1", eq(i, 1), by.decide("at most 1")),
                            Step("1 is left out", eq(w[i, t], 1), by.decide("it is 1")),
                        ),
                        "above 1": (
                            Step("it is 2", eq(i, 2), by.decide("above 1")),
                            Step("2 is left out", eq(w[i, t], 1), by.decide("it is 2")),
                        ),
                    },
                ),
            ),
        ),
    ),
    Step(
        "nothing but w_1 and w_2",
        eq(others(t, 1, 2), NONE),
        by.termwise("there is no other index"),
    ),
    Step("an empty product", eq(NONE, 1), by.constant(NONE)),
    Step("without w_1", eq(others(t, 1), w[2, t] * others(t, 1, 2)), by.split_off(others(t, 1), 2)),
    Step("without w_2", eq(others(t, 2), w[1, t] * others(t, 2, 1)), by.split_off(others(t, 2), 1)),
    Step(
        "gradient descent on w_1",
        eq(w[1, t + 1], w[1, t] - eta * slope(t) * w[2, t]),
        by.decide(
            at("gradient descent", t, 1),
            "without w_1",
            "nothing but w_1 and w_2",
            "an empty product",
        ),
    ),
    Step(
        "gradient descent on w_2",
        eq(w[2, t + 1], w[2, t] - eta * slope(t) * w[1, t]),
        by.decide(
            at("gradient descent", t, 2),
            "without w_2",
            "nothing but w_1 and w_2",
            "an empty product",
        ),
    ),
)

LEMMA = Lemma(
    id="shamir2019/footnote-1",
    title="Gradient descent on (w_1 w_2 + 1)**2 from w_1 = w_2 > 0 goes to the saddle at 0",
    source=shamir("1", "footnote 1"),
    variant="effective",
    statement=statement(
        [eta, over(w, 2)],
        {
            **EQUAL,
            "they start positive": w[1, 1] > 0,
            "the step size is positive": eta > 0,
            "the step size is small": 2 * eta * (w[1, 1] ** 2 + 1) < 1,
            **DESCENT,
        },
        forall(times(1), claim),
    ),
    changes=("'sufficiently small step sizes' is made explicit: 2*eta*(w_1(1)**2 + 1) < 1",),
    note="The objective never falls below 1, its value at the saddle, though its least value is 0.",
    proof=(
        Step("the shrinking factor is positive", SHRINK > 0, by.decide()),
        Step(
            "no shrinking at first",
            eq(SHRINK ** (ONE - 1), 1),
            by.elementary("power to zero", SHRINK, ONE - 1),
        ),
        Step(
            "kept for ever",
            forall(times(1), kept),
            by.induction(
                t,
                base=[
                    Step("above 1", value(ONE) > 1, by.decide()),
                    Step(
                        "at the start",
                        kept(ONE),
                        by.decide("no shrinking at first", "above 1"),
                    ),
                ],
                step=[
                    *UNFOLDED,
                    Step(
                        "w_1 = w_2",
                        eq(w[2, t], w[1, t]),
                        by.hypothesis(part(part("induction", 0), 0)),
                    ),
                    Step("positive", w[1, t] > 0, by.hypothesis(part(part("induction", 0), 1))),
                    Step(
                        "shrunk",
                        w[1, t] <= SHRINK ** (t - 1) * w[1, 1],
                        by.hypothesis(part(part("induction", 0), 2)),
                    ),
                    Step("not grown", w[1, t] <= w[1, 1], by.hypothesis(part("induction", 1))),
                    Step(
                        "the next w_1",
                        eq(w[1, t + 1], w[1, t] * (SHRINK - 2 * eta * w[1, t] ** 2)),
                        by.decide("gradient descent on w_1", "w_1 = w_2"),
                    ),
                    Step(
                        "the next w_2",
                        eq(w[2, t + 1], w[1, t + 1]),
                        by.decide(
                            "gradient descent on w_1",
                            "gradient descent on w_2",
                            "w_1 = w_2",
                        ),
                    ),
                    Step(
                        "squares", w[1, t] ** 2 <= w[1, 1] ** 2, by.decide("not grown", "positive")
                    ),
                    Step(
                        "the factor is positive",
                        SHRINK - 2 * eta * w[1, t] ** 2 > 0,
                        by.decide("squares"),
                    ),
                    Step(
                        "still positive",
                        w[1, t + 1] > 0,
                        by.decide("the next w_1", "the factor is positive", "positive"),
                    ),
                    Step(
                        "it shrinks",
                        w[1, t + 1] <= SHRINK * w[1, t],
                        by.decide("the next w_1", "positive"),
                    ),
                    Step(
                        "not grown again",
                        w[1, t + 1] <= w[1, 1],
                        by.decide("it shrinks", "positive", "not grown"),
                    ),
                    Step(
                        "one more factor",
                        eq(SHRINK ** (t + 1 - 1), SHRINK ** (t - 1) * SHRINK**ONE),
                        by.elementary("power of sum", SHRINK, t - 1, ONE),
                    ),
                    Step(
                        "the factor itself",
                        eq(SHRINK**ONE, SHRINK),
                        by.elementary("power to one", SHRINK, ONE),
                    ),
                    Step(
                        "shrunk again",
                        w[1, t + 1] <= SHRINK ** (t + 1 - 1) * w[1, 1],
                        by.decide(
                            "it shrinks",
                            "shrunk",
                            "one more factor",
                            "the factor itself",
                            "the shrinking factor is positive",
                        ),
                    ),
                    Step(
                        "still above 1",
                        value(t + 1) > 1,
                        by.decide("the next w_2", "still positive"),
                    ),
                    Step(
                        "at t + 1",
                        kept(t + 1),
                        by.decide(
                            "the next w_2",
                            "still positive",
                            "shrunk again",
                            "still above 1",
                            "not grown again",
                        ),
                    ),
                ],
            ),
        ),
        Step(
            "conclusion",
            forall(times(1), claim),
            by.fix(t, Step("at t", claim(t), by.hypothesis(part(at("kept for ever", t), 0)))),
        ),
    ),
)

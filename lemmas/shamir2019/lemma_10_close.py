"""Lemma 10: the coordinates fall in small steps and stay close to each other."""

from fractions import Fraction
from typing import Any

from lemmas.shamir2019._descent import eta, f, gradient_descent, k, w
from lemmas.shamir2019._lemma_09 import P, T, all_least, beta, s, slope_at
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_09_downhill import LEMMA as DOWNHILL
from lemmas.shamir2019.lemma_09_monotone import LEMMA as MONOTONE
from lemmas.shamir2019.lemma_09_monotone import L
from lemmas.shamir2019.lemma_10_order_and_spread import LEMMA as ORDER_AND_SPREAD
from lemmas.shamir2019.lemma_10_order_and_spread import h
from verifier import (
    Lemma,
    Proposition,
    RunCase,
    Step,
    Symbol,
    Term,
    TermLike,
    Variable,
    at,
    both,
    by,
    either,
    forall,
    implies,
    indices,
    natural,
    over,
    part,
    rational,
    real,
    reals,
    spread_along_runs,
    statement,
    times,
)

t, i, j, q = natural("t"), natural("i"), natural("j"), natural("q")
a, b = natural("a"), natural("b")
C, kappa, p = real("C"), real("kappa"), real("p")
HALF, ONE = rational("1/2"), rational("1")


def slope_bounds(p: Term) -> Proposition:
    """0 <= f' <= L at a point of [0, C]."""
    return implies(both(0 <= p, p <= C), both(0 <= f.prime(p), f.prime(p) <= L))


def slope_nonnegative(p: Term) -> Proposition:
    """f' >= 0 at a point of [0, C]."""
    return implies(both(0 <= p, p <= C), f.prime(p) >= 0)


def small_steps(t: TermLike) -> Proposition:
    """That each coordinate falls, by at most 2 eta L C, in the step from a time."""
    return forall(
        indices(k), lambda i: both(w[i, t + 1] <= w[i, t], w[i, t] - w[i, t + 1] <= 2 * eta * L * C)
    )


def close(t: TermLike) -> Proposition:
    """That all coordinates are within 4 kappa of each other at a time."""
    return forall(
        indices(k), lambda j: forall(indices(k), lambda q: abs(w[j, t] - w[q, t]) <= 4 * kappa)
    )


def ordered(t: TermLike) -> Proposition:
    """That two coordinates, of which a is at most b at the start, are in this order at a time and
    within 4 kappa of each other."""
    return forall(
        indices(k),
        lambda a: forall(indices(k), lambda b: implies(w[a, 1] <= w[b, 1], ordered_pair(t, a, b))),
    )


def ordered_pair(t: TermLike, a: TermLike, b: TermLike) -> Proposition:
    """The same of two given coordinates."""
    return both(w[a, t] <= w[b, t], w[b, t] - w[a, t] <= 4 * kappa)


def claim(t: TermLike) -> Proposition:
    """What holds at a time up to T."""
    return both(small_steps(t), implies(t < T, P(t + 1) <= P(t)), close(t))


def H(t: TermLike) -> Term:
    """eta*f' at the product at a time."""
    return eta * slope_at(t)


def at_least(t: TermLike, least: TermLike) -> Proposition:
    """That no coordinate is less than a number at a time, if that is at most T."""
    return implies(t <= T, all_least(t, least))


AT_LEAST_HALF = Step(
    "they are at least 1/2",
    all_least(t, HALF),
    by.hypothesis(
        at("the coordinates are at least 1/2 up to T", t, using=["t is between 1 and T"])
    ),
)

# Lemma 9 and the order of the coordinates, from time 1 to T.
AT_ALL_TIMES = (
    Step(
        "at least 1/2 from time 1 to T",
        forall(times(1), lambda t: implies(both(ONE <= t, t <= T), all_least(t, HALF))),
        by.fix(
            t,
            Step(
                "at t",
                implies(both(ONE <= t, t <= T), all_least(t, HALF)),
                by.suppose("t is between 1 and T", AT_LEAST_HALF),
            ),
        ),
    ),
    Step(
        "nonnegative from time 1 to T",
        forall(times(1), lambda t: implies(both(ONE <= t, t <= T), all_least(t, 0))),
        by.fix(
            t,
            Step(
                "at t",
                implies(both(ONE <= t, t <= T), all_least(t, 0)),
                by.suppose(
                    "t is between 1 and T",
                    AT_LEAST_HALF,
                    Step(
                        "they are nonnegative",
                        all_least(t, 0),
                        by.fix(
                            i, Step("w_i", w[i, t] >= 0, by.decide(at("they are at least 1/2", i)))
                        ),
                    ),
                ),
            ),
        ),
    ),
    Step(
        "f' is nonnegative on [0, C]",
        forall(reals(), slope_nonnegative),
        by.fix(
            p,
            Step(
                "at p",
                slope_nonnegative(p),
                by.suppose(
                    "p is in [0, C]",
                    Step(
                        "the bounds",
                        None,
                        by.hypothesis(
                            at("f' lies in [0, L] on [0, C]", p, using=["p is in [0, C]"])
                        ),
                    ),
                    Step("the lower bound", f.prime(p) >= 0, by.decide("the bounds")),
                ),
            ),
        ),
    ),
    Step(
        "lemma 9",
        None,
        by.lemma(MONOTONE, {s: ONE, beta: C}, "at least 1/2 from time 1 to T"),
    ),
    Step(
        "downhill",
        None,
        by.lemma(
            DOWNHILL,
            {s: ONE, beta: C},
            "f' is nonnegative on [0, C]",
            "nonnegative from time 1 to T",
        ),
    ),
    Step(
        "the steps go down",
        forall(times(1), lambda t: implies(t < T, both(H(t) >= 0, all_least(t, 0)))),
        by.fix(
            t,
            Step(
                "at t",
                implies(t < T, both(H(t) >= 0, all_least(t, 0))),
                by.suppose(
                    "t is before T",
                    Step(
                        "t is between 1 and T", both(ONE <= t, t <= T), by.decide("t is before T")
                    ),
                    Step(
                        "they are nonnegative",
                        all_least(t, 0),
                        by.hypothesis(
                            at("nonnegative from time 1 to T", t, using=["t is between 1 and T"])
                        ),
                    ),
                    Step(
                        "the slope",
                        None,
                        by.hypothesis(part(at("downhill", t, using=["t is between 1 and T"]), 2)),
                    ),
                    Step("eta f'", H(t) >= 0, by.decide("the slope")),
                    Step(
                        "both",
                        both(H(t) >= 0, all_least(t, 0)),
                        by.decide("eta f'", "they are nonnegative"),
                    ),
                ),
            ),
        ),
    ),
    Step("order and spread", None, by.lemma(ORDER_AND_SPREAD, {h: H}, "the steps go down")),
)

# For two coordinates a, b, of which a is at most b at the start, at a time t up to T.
KAPPA_AT_MOST_1 = (
    Step(
        "w_a(1) squared",
        (1 - kappa) ** 2 <= w[a, 1] ** 2,
        by.decide("kappa is at most 1", "w_a(1)"),
    ),
    Step(
        "w_b(1) squared",
        w[b, 1] ** 2 <= (1 + kappa) ** 2,
        by.decide("w_b(1)", "a is at most b", "w_a is positive at 1"),
    ),
    Step(
        "the squares",
        (w[b, t] - w[a, t]) * (w[b, t] + w[a, t]) <= 4 * kappa,
        by.decide("in order", "w_a(1) squared", "w_b(1) squared"),
    ),
    Step(
        "with the sum",
        (w[b, t] - w[a, t]) * (w[b, t] + w[a, t] - 1) >= 0,
        by.decide("in order", "w_a", "w_b"),
    ),
    Step("near", w[b, t] - w[a, t] <= 4 * kappa, by.decide("the squares", "with the sum")),
)

KAPPA_ABOVE_1 = (
    Step(
        "near enough",
        w[b, t] - w[a, t] <= 4 * kappa,
        by.decide("kappa is above 1", "w_b falls", "w_b(1)", "w_a"),
    ),
)

PAIR = (
    Step(
        "in order",
        both(w[a, t] <= w[b, t], w[b, t] ** 2 - w[a, t] ** 2 <= w[b, 1] ** 2 - w[a, 1] ** 2),
        by.hypothesis(at("order and spread", t, a, b, using=["t is at most T", "a is at most b"])),
    ),
    Step("w_a", w[a, t] >= HALF, by.hypothesis(at("they are at least 1/2", a))),
    Step("w_b", w[b, t] >= HALF, by.hypothesis(at("they are at least 1/2", b))),
    Step(
        "w_a is positive at 1", w[a, 1] >= HALF, by.hypothesis(at("at least 1/2 at the start", a))
    ),
    Step("w_b falls", w[b, t] <= w[b, 1], by.hypothesis(at(part("downhill at t", 3), b))),
    Step("around w_a(1)", None, by.elementary("abs bounds", w[a, 1] - 1)),
    Step(
        "w_a(1)",
        1 - kappa <= w[a, 1],
        by.decide("around w_a(1)", at("the start is close to (1, ..., 1)", a)),
    ),
    Step("around w_b(1)", None, by.elementary("abs bounds", w[b, 1] - 1)),
    Step(
        "w_b(1)",
        w[b, 1] <= 1 + kappa,
        by.decide("around w_b(1)", at("the start is close to (1, ..., 1)", b)),
    ),
    Step(
        "not far",
        w[b, t] - w[a, t] <= 4 * kappa,
        by.cases(
            either(kappa <= 1, kappa > 1),
            {"kappa is at most 1": KAPPA_AT_MOST_1, "kappa is above 1": KAPPA_ABOVE_1},
        ),
    ),
    Step("the pair", ordered_pair(t, a, b), by.decide("in order", "not far")),
)

DIFFERENCE = w[j, t] - w[q, t]

CLOSE = (
    Step(
        "one way",
        both(-4 * kappa <= DIFFERENCE, DIFFERENCE <= 4 * kappa),
        by.cases(
            either(w[j, 1] <= w[q, 1], w[q, 1] <= w[j, 1]),
            {
                "j is at most q": [
                    Step(
                        "from j to q",
                        None,
                        by.hypothesis(at("ordered pairs", j, q, using=["j is at most q"])),
                    ),
                    Step(
                        "both bounds",
                        both(-4 * kappa <= DIFFERENCE, DIFFERENCE <= 4 * kappa),
                        by.decide("from j to q"),
                    ),
                ],
                "q is at most j": [
                    Step(
                        "from q to j",
                        None,
                        by.hypothesis(at("ordered pairs", q, j, using=["q is at most j"])),
                    ),
                    Step(
                        "the same bounds",
                        both(-4 * kappa <= DIFFERENCE, DIFFERENCE <= 4 * kappa),
                        by.decide("from q to j"),
                    ),
                ],
            },
        ),
    ),
    Step(
        "their distance",
        abs(DIFFERENCE) <= 4 * kappa,
        by.elementary("abs at most", DIFFERENCE, 4 * kappa, using=["one way"]),
    ),
)

UP_TO_T = (
    Step("t is between 1 and T", both(ONE <= t, t <= T), by.decide("t is at most T")),
    Step("1 is between 1 and T", both(ONE <= 1, ONE <= T), by.decide("t is between 1 and T")),
    AT_LEAST_HALF,
    Step(
        "at least 1/2 at the start",
        all_least(1, HALF),
        by.hypothesis(at("at least 1/2 from time 1 to T", 1, using=["1 is between 1 and T"])),
    ),
    Step("lemma 9 at t", None, by.hypothesis(at("lemma 9", t, using=["t is between 1 and T"]))),
    Step("downhill at t", None, by.hypothesis(at("downhill", t, using=["t is between 1 and T"]))),
    Step(
        "ordered pairs",
        ordered(t),
        by.fix(
            a,
            Step(
                "with any other",
                forall(indices(k), lambda b: implies(w[a, 1] <= w[b, 1], ordered_pair(t, a, b))),
                by.fix(
                    b,
                    Step(
                        "in order at the start",
                        implies(w[a, 1] <= w[b, 1], ordered_pair(t, a, b)),
                        by.suppose("a is at most b", *PAIR),
                    ),
                ),
            ),
        ),
    ),
    Step(
        "all pairs",
        close(t),
        by.fix(
            j,
            Step(
                "with any other",
                forall(indices(k), lambda q: abs(w[j, t] - w[q, t]) <= 4 * kappa),
                by.fix(q, *CLOSE),
            ),
        ),
    ),
    Step("all claims", claim(t), by.decide("lemma 9 at t", "all pairs")),
)

STATEMENT = statement(
    [k, T, eta, C, L, kappa, over(w, k), f],
    {
        "the step size is positive": eta > 0,
        "f' lies in [0, L] on [0, C]": forall(reals(), slope_bounds),
        "the start is close to (1, ..., 1)": forall(
            indices(k), lambda i: abs(w[i, 1] - 1) <= kappa
        ),
        "P(1) is at most C": P(1) <= C,
        "the coordinates are at least 1/2 up to T": forall(times(1), lambda t: at_least(t, HALF)),
        "gradient descent": gradient_descent(),
    },
    forall(times(1), lambda t: implies(t <= T, claim(t))),
)


def values(case: RunCase) -> dict[Variable | Symbol, Any]:
    """What the lemma speaks of, at a measured run, whose iterations are looked at one by one as
    long as they meet the hypothesis on them."""
    return {
        k: case.depth,
        T: 1,
        eta: case.step,
        C: case.ceiling,
        L: case.ceiling + 1,
        kappa: case.radius,
        f: case.loss,
        w: case.weights,
    }


LEMMA = Lemma(
    id="shamir2019/lemma-10",
    title="The coordinates fall in small steps and stay close to each other",
    source=shamir("A.1", "Lemma 10"),
    variant="strengthened",
    statement=STATEMENT,
    changes=(
        "Assumption 1 is weakened to 0 <= f' <= L on [0, C]",
        "Assumption 3 is weakened to |w_i(1) - 1| <= kappa for any kappa, and P(1) <= C",
        "C > 0 is removed",
        "the distances are at most 4 kappa, in place of k**(-Omega(1)) + O(eta**2 + eta/k)",
        "the hidden constant of the steps is given: they are at most 2 eta L C",
    ),
    note="In the paper kappa is k**(-c1).  The bound on the distances has no term in eta, and "
    "needs no lower bound on f': the paper's proof uses the third claim of Lemma 9, which does.  "
    "By assumption-1-bound, Assumption 1 gives an L for every C.",
    measurements=(
        spread_along_runs(
            statement=STATEMENT,
            distance=4 * kappa,
            length=2 * eta * L * C,
            step=Fraction(1, 64),
            values=values,
            by_construction=["the coordinates are at least 1/2 up to T"],
        ),
    ),
    proof=(
        *AT_ALL_TIMES,
        Step(
            "up to T",
            forall(times(1), lambda t: implies(t <= T, claim(t))),
            by.fix(
                t, Step("at t", implies(t <= T, claim(t)), by.suppose("t is at most T", *UP_TO_T))
            ),
        ),
    ),
)

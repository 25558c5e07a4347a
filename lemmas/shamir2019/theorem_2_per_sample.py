"""Theorem 2 for one starting point: a number computed from it bounds the escape time below."""

from typing import Any

from lemmas.shamir2019._descent import at_time, eta, f, gradient_descent, k, product, t, w
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._studies import study
from lemmas.shamir2019._theorem_2 import (
    ASSUMPTION_1,
    CHANGED_IN_ASSUMPTION_1,
    HALF,
    L,
    far_for,
    far_from_optimal,
    gap,
    lowest,
)
from lemmas.shamir2019.lemma_06_shift import s, v
from lemmas.shamir2019.lemma_06_shift import w as start
from lemmas.shamir2019.lemma_06_shift_sharp import LEMMA as SHIFT
from verifier import (
    Lemma,
    Proposition,
    RunBound,
    RunCase,
    Step,
    Symbol,
    Term,
    TermLike,
    Variable,
    at,
    both,
    by,
    eq,
    first_iterations,
    forall,
    implies,
    indices,
    natural,
    over,
    part,
    prod,
    rational,
    statement,
    studied_iterations,
    times,
)

i = natural("i")
ONE = rational("1")
M = prod(k, lambda i: abs(w[i, 1]) + s)
STEPS = s**2 / (eta * L) / M


def moved(i: TermLike, t: TermLike) -> Term:
    """How far the i-th coordinate is from its start."""
    return abs(w[i, t] - w[i, 1])


def near(t: TermLike) -> Proposition:
    """That no coordinate has moved by more than t - 1 steps of the largest length."""
    return forall(indices(k), lambda i: moved(i, t) <= (t - 1) * (eta * L * M / s))


def so_far(t: TermLike) -> Proposition:
    """What is shown by induction over t."""
    return implies(t - 1 <= STEPS, near(t))


CLAIM = far_for(STEPS, at_time, M)
P, Q_I, SLOPE = product(at_time(t)), product(at_time(t), i), f.prime(product(at_time(t)))

# With all coordinates within s of the start, the shift lemma bounds P and the Q_i.
WITHIN = (
    Step(
        "steps and their length",
        (t - 1) * (eta * L * M / s) <= s,
        by.decide("eta L M is positive", "in time"),
    ),
    Step(
        "within s of the start",
        forall(indices(k), lambda i: moved(i, t) <= s),
        by.fix(
            i,
            Step(
                "coordinate i",
                moved(i, t) <= s,
                by.decide("steps and their length", at("near the start", i)),
            ),
        ),
    ),
    Step(
        "shift lemma",
        both(abs(P) <= M, forall(indices(k), lambda j: abs(product(at_time(t), j)) <= M / s)),
        by.lemma(SHIFT, {v: at_time(t), start: at_time(1)}, "within s of the start"),
    ),
    Step("|P| <= 1/2", abs(P) <= HALF, by.decide(part("shift lemma", 0))),
    Step("bounds of P", None, by.elementary("abs bounds", P)),
)

STATEMENT = statement(
    [k, s, eta, L, lowest, gap, over(w, k), f],
    {
        "the shift is positive": s > 0,
        "the shifted product at the start is small": M <= HALF,
        "L is positive": L > 0,
        **ASSUMPTION_1,
        "the step size is positive": eta > 0,
        "gradient descent": gradient_descent(),
    },
    CLAIM,
)


def values(case: RunCase) -> dict[Variable | Symbol, Any]:
    """What the statement speaks of, at a measured run on (p + 1)**2/2."""
    return {
        k: case.depth,
        s: case.shift,
        eta: case.step,
        L: rational("3/2").value,
        lowest: 0,
        gap: rational("1/8").value,
        w: case.weights,
        f: case.loss,
    }


# With the target -1, the product leaves [-1/2, 1/2] where it falls to -1/2.
ITERATIONS = RunBound(
    statement=STATEMENT,
    bounds={"1 + s**2/(eta L M)": 1 + STEPS},
    direction="at least",
    quantity="product",
    level=-HALF,
    starts="random",
    step=rational("1/128").value,
    values=values,
)

LEMMA = Lemma(
    id="shamir2019/theorem-2-per-sample",
    title="A lower bound for the number of iterations from one starting point",
    source=shamir("5", "Theorem 2"),
    variant="strengthened",
    changes=(
        "no randomness: M = prod(|w_i(1)| + s), for any s > 0, is computed from the start and "
        "replaces Assumption 2",
        *CHANGED_IN_ASSUMPTION_1,
        "any step size eta > 0 and any k, in place of eta <= exp(ck)",
        "the hidden constants are explicit: for t <= 1 + s**2/(eta*L*M), P(t) is at most M in "
        "size and the loss at least gap above its infimum",
    ),
    statement=STATEMENT,
    measurements=(
        first_iterations(
            ITERATIONS, depths=(5, 10, 20, 50, 100), name="first iteration with P <= -1/2"
        ),
        studied_iterations(
            ITERATIONS, study("theorem_2"), name="the same for 200 starts a depth and law"
        ),
    ),
    proof=(
        Step(
            "the shifted coordinates are positive",
            forall(indices(k), lambda i: abs(w[i, 1]) + s > 0),
            by.each(i, by.decide()),
        ),
        Step("M is positive", M > 0, by.sign("the shifted coordinates are positive")),
        Step("eta L is positive", eta * L > 0, by.decide()),
        Step(
            "eta L M is positive",
            eta * L * M > 0,
            by.decide("M is positive", "eta L is positive"),
        ),
        Step(
            "near the start at all times",
            forall(times(1), so_far),
            by.induction(
                t,
                base=[
                    Step(
                        "at the start",
                        so_far(ONE),
                        by.suppose(
                            "in time",
                            Step(
                                "no coordinate has moved",
                                near(ONE),
                                by.fix(
                                    i,
                                    Step("the same point", eq(w[i, 1] - w[i, 1], 0), by.decide()),
                                    Step(
                                        "no distance",
                                        eq(moved(i, ONE), w[i, 1] - w[i, 1]),
                                        by.elementary("abs of nonnegative", w[i, 1] - w[i, 1]),
                                    ),
                                    Step(
                                        "no step",
                                        moved(i, ONE) <= (ONE - 1) * (eta * L * M / s),
                                        by.decide("no distance"),
                                    ),
                                ),
                            ),
                        ),
                    ),
                ],
                step=[
                    Step(
                        "one more step",
                        so_far(t + 1),
                        by.suppose(
                            "in time for t + 1",
                            Step("in time", t - 1 <= STEPS, by.decide("in time for t + 1")),
                            Step(
                                "near the start",
                                near(t),
                                by.hypothesis(at("induction", using=["in time"])),
                            ),
                            *WITHIN,
                            Step(
                                "slope",
                                abs(SLOPE) <= L,
                                by.hypothesis(
                                    at("|f'| is at most L near zero", P, using=["|P| <= 1/2"])
                                ),
                            ),
                            Step(
                                "near the start after it",
                                near(t + 1),
                                by.fix(
                                    i,
                                    Step(
                                        "|Q_i| <= M/s",
                                        abs(Q_I) <= M / s,
                                        by.hypothesis(at(part("shift lemma", 1), i)),
                                    ),
                                    Step(
                                        "length of the step in coordinate i",
                                        eq(abs(SLOPE * Q_I), abs(SLOPE) * abs(Q_I)),
                                        by.elementary("abs of product", SLOPE, Q_I),
                                    ),
                                    Step(
                                        "its bound",
                                        abs(SLOPE) * abs(Q_I) <= L * (M / s),
                                        by.decide("slope", "|Q_i| <= M/s"),
                                    ),
                                    Step(
                                        "bounds of the step",
                                        None,
                                        by.elementary("abs bounds", SLOPE * Q_I),
                                    ),
                                    Step(
                                        "bounds of the distance so far",
                                        None,
                                        by.elementary("abs bounds", w[i, t] - w[i, 1]),
                                    ),
                                    Step(
                                        "upper bound",
                                        w[i, t + 1] - w[i, 1] <= (t + 1 - 1) * (eta * L * M / s),
                                        by.decide(
                                            at("gradient descent", t, i),
                                            "length of the step in coordinate i",
                                            "its bound",
                                            "bounds of the step",
                                            "bounds of the distance so far",
                                            at("near the start", i),
                                        ),
                                    ),
                                    Step(
                                        "lower bound",
                                        -((t + 1 - 1) * (eta * L * M / s)) <= w[i, t + 1] - w[i, 1],
                                        by.decide(
                                            at("gradient descent", t, i),
                                            "length of the step in coordinate i",
                                            "its bound",
                                            "bounds of the step",
                                            "bounds of the distance so far",
                                            at("near the start", i),
                                        ),
                                    ),
                                    Step(
                                        "coordinate i",
                                        moved(i, t + 1) <= (t + 1 - 1) * (eta * L * M / s),
                                        by.elementary(
                                            "abs at most",
                                            w[i, t + 1] - w[i, 1],
                                            (t + 1 - 1) * (eta * L * M / s),
                                            using=["upper bound", "lower bound"],
                                        ),
                                    ),
                                ),
                            ),
                        ),
                    ),
                ],
            ),
        ),
        Step(
            "conclusion",
            CLAIM,
            by.fix(
                t,
                Step(
                    "at t",
                    implies(t - 1 <= STEPS, far_from_optimal(at_time(t), M)),
                    by.suppose(
                        "in time",
                        Step(
                            "near the start",
                            near(t),
                            by.hypothesis(at("near the start at all times", t, using=["in time"])),
                        ),
                        *WITHIN,
                        Step(
                            "P is at least -1/2", P >= -HALF, by.decide("|P| <= 1/2", "bounds of P")
                        ),
                        Step(
                            "the loss",
                            f(P) - lowest >= gap,
                            by.hypothesis(
                                at(
                                    "from -1/2 on, f stays above its infimum",
                                    P,
                                    using=["P is at least -1/2"],
                                )
                            ),
                        ),
                        Step(
                            "far from optimal",
                            far_from_optimal(at_time(t), M),
                            by.decide(part("shift lemma", 0), "the loss"),
                        ),
                    ),
                ),
            ),
        ),
    ),
)

"""Theorem 2 without its random part: gradient descent takes long to leave the ball of Lemma 6."""

from lemmas.shamir2019._descent import at_time, eta, f, gradient_descent, k, product, t
from lemmas.shamir2019._descent import w as run
from lemmas.shamir2019._paper import shamir
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
from lemmas.shamir2019.lemma_06_equation_3 import alpha, delta, v, w
from lemmas.shamir2019.theorem_2_ball import BETA, RADIUS, STEP, B, x
from lemmas.shamir2019.theorem_2_ball import LEMMA as BALL
from lemmas.shamir2019.theorem_2_norm_triangle import LEMMA as NORM_TRIANGLE
from lemmas.shamir2019.theorem_2_norm_triangle import a, b
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    TermLike,
    at,
    both,
    by,
    eq,
    forall,
    implies,
    indices,
    max_over,
    natural,
    norm2,
    over,
    part,
    rational,
    sqrt,
    statement,
    sum_,
    times,
)

i = natural("i")
ONE = rational("1")
STEPS = RADIUS / (eta * L) / (sqrt(k) * BETA)
P = product(at_time(t))


def moved(t: TermLike) -> Term:
    """The distance from the start."""
    return norm2(k, lambda i: run[i, t] - run[i, 1])


def so_far(t: TermLike) -> Proposition:
    """What is shown by induction over t."""
    return implies(t - 1 <= STEPS, moved(t) <= (t - 1) * STEP)


def squared(t: TermLike) -> Term:
    """The squared distance from the start."""
    return sum_(k, lambda i: (run[i, t] - run[i, 1]) ** 2)


LENGTH = norm2(k, lambda i: run[i, t + 1] - run[i, t])
BOTH_MOVES = sum_(k, lambda i: (run[i, t] - run[i, 1] + (run[i, t + 1] - run[i, t])) ** 2)

IN_THE_BALL = (
    Step(
        "number and length of the steps",
        (t - 1) * STEP <= RADIUS,
        by.decide("in time", "root of k is positive", "eta L is positive"),
    ),
    Step("in the ball", moved(t) <= RADIUS, by.decide("number and length of the steps", "near")),
    Step(
        "small product and short step",
        both(abs(P) <= HALF, LENGTH <= STEP),
        by.lemma(
            BALL,
            {w: at_time(1), v: at_time(t), x: at_time(t + 1)},
            "in the ball",
            at("gradient descent", t),
        ),
    ),
)

LEMMA = Lemma(
    id="shamir2019/theorem-2-run",
    title="The number of iterations in which gradient descent leaves the ball of Lemma 6",
    source=shamir("5", "Theorem 2"),
    variant="effective",
    changes=(
        "no randomness: the start has products at most alpha and coordinates between delta and B "
        "in size",
        *CHANGED_IN_ASSUMPTION_1,
        "any step size eta > 0",
        "the hidden constants are explicit",
    ),
    statement=statement(
        [k, over(run, k), alpha, delta, B, eta, L, lowest, gap, f],
        {
            "there are at least two coordinates": k >= 2,
            "alpha is positive": alpha > 0,
            "delta is positive": delta > 0,
            "the products at the start are small": max_over(
                k, lambda j: abs(product(at_time(1), j))
            )
            <= alpha,
            "the start is away from zero": forall(indices(k), lambda i: abs(run[i, 1]) >= delta),
            "the start is bounded": forall(indices(k), lambda i: abs(run[i, 1]) <= B),
            "alpha is small": BETA * (B + RADIUS) <= HALF,
            "L is positive": L > 0,
            **ASSUMPTION_1,
            "the step size is positive": eta > 0,
            "gradient descent": gradient_descent(),
        },
        far_for(STEPS, at_time),
    ),
    proof=(
        Step("root of k is positive", sqrt(k) > 0, by.elementary("sqrt is positive", k)),
        Step("eta L is positive", eta * L > 0, by.decide()),
        Step(
            "the distance grows by a step",
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
                                eq(squared(ONE), sum_(k, lambda i: ONE * 0)),
                                by.termwise(),
                            ),
                            Step(
                                "added up",
                                eq(sum_(k, lambda i: ONE * 0), k * (ONE * 0)),
                                by.constant(sum_(k, lambda i: ONE * 0)),
                            ),
                            Step(
                                "nothing",
                                eq(squared(ONE), 0),
                                by.decide("no coordinate has moved", "added up"),
                            ),
                            Step(
                                "its root",
                                eq(moved(ONE) ** 2, squared(ONE)),
                                by.elementary("sqrt squared", squared(ONE), using=["nothing"]),
                            ),
                            Step(
                                "no distance",
                                moved(ONE) <= (ONE - 1) * STEP,
                                by.decide("its root", "nothing"),
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
                                "near",
                                moved(t) <= (t - 1) * STEP,
                                by.hypothesis(at("induction", using=["in time"])),
                            ),
                            *IN_THE_BALL,
                            Step(
                                "triangle inequality",
                                norm2(
                                    k, lambda i: run[i, t] - run[i, 1] + (run[i, t + 1] - run[i, t])
                                )
                                <= moved(t) + LENGTH,
                                by.lemma(
                                    NORM_TRIANGLE,
                                    {
                                        a: lambda i: run[i, t] - run[i, 1],
                                        b: lambda i: run[i, t + 1] - run[i, t],
                                    },
                                ),
                            ),
                            Step(
                                "the two moves together",
                                eq(squared(t + 1), BOTH_MOVES),
                                by.termwise(),
                            ),
                            Step(
                                "their length",
                                eq(moved(t + 1), sqrt(BOTH_MOVES)),
                                by.congruence("sqrt", "the two moves together"),
                            ),
                            Step(
                                "the distance after it",
                                moved(t + 1) <= (t + 1 - 1) * STEP,
                                by.decide(
                                    "their length",
                                    "triangle inequality",
                                    "near",
                                    part("small product and short step", 1),
                                ),
                            ),
                        ),
                    ),
                ],
            ),
        ),
        Step(
            "conclusion",
            far_for(STEPS, at_time),
            by.fix(
                t,
                Step(
                    "at t",
                    implies(t - 1 <= STEPS, far_from_optimal(at_time(t), HALF)),
                    by.suppose(
                        "in time",
                        Step(
                            "near",
                            moved(t) <= (t - 1) * STEP,
                            by.hypothesis(at("the distance grows by a step", t, using=["in time"])),
                        ),
                        *IN_THE_BALL,
                        Step(
                            "|P| <= 1/2",
                            abs(P) <= HALF,
                            by.hypothesis(part("small product and short step", 0)),
                        ),
                        Step("bounds of P", None, by.elementary("abs bounds", P)),
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
                            far_from_optimal(at_time(t), HALF),
                            by.decide("|P| <= 1/2", "the loss"),
                        ),
                    ),
                ),
            ),
        ),
    ),
)

"""Theorem 4: under Assumption 4 gradient descent converges in time exponential in k log k."""

from fractions import Fraction
from typing import Any

from lemmas.shamir2019._descent import at_time, eta, k, product, t, w
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_4 import W, Y, eps, g, m, q
from lemmas.shamir2019.theorem_4_convergence_constants import (
    ENOUGH,
    ETA,
    GAP,
    LARGE,
    Q,
    c,
    c_1,
    c_2,
    c_4,
)
from lemmas.shamir2019.theorem_4_convergence_constants import LEMMA as CONSTANTS
from lemmas.shamir2019.theorem_4_strengthened_sum import LEMMA as SUM
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
    by,
    either,
    eq,
    exists,
    first_iterations,
    forall,
    implies,
    indices,
    log,
    maximum,
    min_over,
    natural,
    ne,
    over,
    part,
    partial,
    rational,
    real,
    statement,
    times,
)

y = real("y")
i, j, p = natural("i"), natural("j"), natural("p")


def loss(t: TermLike) -> Term:
    """F(w(t))."""
    return (product(at_time(t)) - y) ** 2 / 2


def derivative(j: TermLike, t: TermLike) -> Term:
    """The derivative of F by w_j at a time of the run."""
    return partial(loss(t), w[j, t])


def descends(t: TermLike) -> Proposition:
    """The step of gradient descent at a time."""
    return forall(indices(k), lambda j: eq(w[j, t + 1], w[j, t] - ETA * derivative(j, t)))


LOGARITHM = maximum(0, log(c_1**2 / (8 * eps)))
TIME = (
    3
    + c_2 / c_1 * LARGE
    + 2 * maximum(1, c_1) / c_1 * (rational("6/5") ** (k - 1) * LARGE)
    + 2 * maximum(1, 1 / c_1**2) * (k**c * LOGARITHM)
)


def reached(t: Term) -> Proposition:
    """The claim about a time."""
    return implies(t >= TIME, loss(t) <= eps)


def far_apart(i: TermLike) -> Proposition:
    """That the modulus of one coordinate differs from those of the others, at the start."""
    return forall(indices(k, omit=[i]), lambda j: abs(abs(w[i, 1]) - abs(w[j, 1])) >= k ** (-c_4))


def bounded(i: TermLike) -> Proposition:
    """That the product of all coordinates but i and any other is bounded, at the start."""
    return forall(indices(k, omit=[i]), lambda j: abs(product(at_time(1), i, j)) <= c_4)


LEAST = min_over(k, lambda i: abs(w[i, 1]))
Q_M = product(at_time(1), m)
CONCLUSION = forall(times(1), reached)


def moves(j: TermLike, t: TermLike) -> Proposition:
    """The step of a coordinate at a time, with the gradient written out."""
    slope = product(at_time(t)) + c_1
    return eq(w[j, t + 1], w[j, t] - ETA * slope * product(at_time(t), j))


def all_move(t: TermLike) -> Proposition:
    """The step of all coordinates at a time."""
    return forall(indices(k), lambda j: moves(j, t))


def all_but_m(other: TermLike, known: str) -> list[Step]:
    """The steps that Q_m(1) is bounded, as there is another index."""
    rest = product(at_time(1), m, other)
    return [
        Step("w_p apart", eq(Q_M, w[other, 1] * rest), by.split_off(Q_M, other, known)),
        Step(
            "the modulus of the rest",
            abs(rest) <= c_4,
            by.hypothesis(at("the products of all but two are bounded", m, other, using=[known])),
        ),
        Step(
            "the modulus of w_p",
            abs(w[other, 1]) <= c_2,
            by.hypothesis(at("the |w_i(1)| are bounded", other)),
        ),
        Step(
            "the modulus of both",
            eq(abs(w[other, 1] * rest), abs(w[other, 1]) * abs(rest)),
            by.elementary("abs of product", w[other, 1], rest),
        ),
        Step("the same", eq(abs(Q_M), abs(w[other, 1] * rest)), by.congruence("abs", "w_p apart")),
        Step("of the rest", abs(rest) >= 0, by.elementary("abs is nonnegative", rest)),
        Step("of w_p", abs(w[other, 1]) >= 0, by.elementary("abs is nonnegative", w[other, 1])),
        Step(
            "its bound",
            abs(Q_M) <= Q,
            by.decide(
                "the same",
                "the modulus of both",
                "the modulus of the rest",
                "the modulus of w_p",
                "of the rest",
                "of w_p",
            ),
        ),
    ]


# The parts of the time in the constants of the strengthened theorem.
TO_PASS = c_2 / (ETA * c_1 * GAP ** (k - 1))
TO_HALF = 2 * maximum(1, c_1) / (ETA * c_1 * (5 * GAP / 6) ** (k - 1))
TO_EPS = 2 * maximum(1, 1 / c_1**2) * LOGARITHM / ETA

FROM_M = (
    Step("m is at least 1", 1 <= m, by.decide()),
    Step("m is at most k", m <= k, by.decide()),
    Step(
        "no other modulus is smaller",
        forall(indices(k), lambda j: abs(w[m, 1]) <= abs(w[j, 1])),
        by.fix(
            j,
            Step("the minimum", None, by.extreme_bounds(LEAST, j)),
            Step("at j", abs(w[m, 1]) <= abs(w[j, 1]), by.decide("the minimum", "m is an argmin")),
        ),
    ),
    Step(
        "the gaps",
        forall(indices(k, omit=[m]), lambda j: abs(w[j, 1]) - abs(w[m, 1]) >= GAP),
        by.fix(
            j,
            Step(
                "smaller",
                abs(w[m, 1]) <= abs(w[j, 1]),
                by.hypothesis(at("no other modulus is smaller", j)),
            ),
            Step(
                "the distance",
                abs(abs(w[m, 1]) - abs(w[j, 1])) >= GAP,
                by.hypothesis(at("the |w_i(1)| are apart", m, j)),
            ),
            Step(
                "its sign",
                eq(abs(abs(w[m, 1]) - abs(w[j, 1])), -(abs(w[m, 1]) - abs(w[j, 1]))),
                by.elementary("abs of nonpositive", abs(w[m, 1]) - abs(w[j, 1]), using=["smaller"]),
            ),
            Step(
                "the gap", abs(w[j, 1]) - abs(w[m, 1]) >= GAP, by.decide("the distance", "its sign")
            ),
        ),
    ),
    Step("|w_m(1)|", abs(w[m, 1]) <= c_2, by.hypothesis(at("the |w_i(1)| are bounded", m))),
    Step(
        "|Q_m(1)|",
        abs(Q_M) <= Q,
        by.cases(
            either(m <= 1, m > 1),
            {
                "m is at most 1": [
                    Step("2 is another", ne(2, m), by.decide("m is at most 1")),
                    *all_but_m(2, "2 is another"),
                ],
                "m is more than 1": [
                    Step("1 is another", ne(1, m), by.decide("m is more than 1")),
                    *all_but_m(1, "1 is another"),
                ],
            },
        ),
    ),
    Step(
        "the strengthened theorem",
        None,
        by.lemma(
            SUM,
            {Y: c_1, W: c_2, g: GAP, q: Q, eta: ETA},
            "m is at least 1",
            "m is at most k",
            "the gap is positive",
            "q is positive",
            "|w_m(1)|",
            "the gaps",
            "|Q_m(1)|",
            "P(1) is at least -c1",
            "the step size is positive",
            "the step size is small",
            "the run",
        ),
    ),
    Step(
        "convergence from m",
        CONCLUSION,
        by.fix(
            t,
            Step(
                "at t",
                reached(t),
                by.suppose(
                    "t is large",
                    Step(
                        "t is large enough",
                        t >= 3 + TO_PASS + TO_HALF + TO_EPS,
                        by.decide(
                            "t is large", "the first part", "the second part", "the third part"
                        ),
                    ),
                    Step(
                        "eps is reached",
                        (product(at_time(t)) + c_1) ** 2 / 2 <= eps,
                        by.hypothesis(
                            at("the strengthened theorem", t, using=["t is large enough"])
                        ),
                    ),
                    Step("the loss", loss(t) <= eps, by.decide("eps is reached", "y is -c1")),
                ),
            ),
        ),
    ),
)

STATEMENT = statement(
    [k, y, c, c_1, c_2, c_4, eps, over(w, k)],
    {
        "there are two factors": k >= 2,
        "c1 is positive": c_1 > 0,
        "c2 is positive": c_2 > 0,
        "c4 is positive": c_4 > 0,
        "y is -c1": eq(y, -c_1),
        "the |w_i(1)| are bounded": forall(indices(k), lambda i: abs(w[i, 1]) <= c_2),
        "P(1) is above y": product(at_time(1)) > y,
        "the |w_i(1)| are apart": forall(indices(k), far_apart),
        "the products of all but two are bounded": forall(indices(k), bounded),
        "c is large": c >= ENOUGH,
        "gradient descent with step size k**(-c)": forall(times(1), descends),
        "eps is positive": eps > 0,
    },
    CONCLUSION,
)


# At the measured starts c1 = c4 = 1 and c2 = 5/4: c has to be at least 3 + log_2(37/4).
EXPONENT = 7


def step_size(case: RunCase) -> Fraction:
    """k**(-c)."""
    return Fraction(1, case.depth**EXPONENT)


def values(case: RunCase) -> dict[Variable | Symbol, Any]:
    """What the statement speaks of, at a measured run with the target -1."""
    return {
        k: case.depth,
        y: case.target,
        c: EXPONENT,
        c_1: 1,
        c_2: rational("5/4").value,
        c_4: 1,
        eps: case.epsilon,
        w: case.weights,
    }


ITERATIONS = RunBound(
    statement=STATEMENT,
    bounds={"T": TIME},
    direction="at most",
    quantity="loss",
    level=eps,
    starts="spaced",
    step=step_size,
    values=values,
    # The measured runs are made with this step size.
    by_construction=("gradient descent with step size k**(-c)",),
)

LEMMA = Lemma(
    id="shamir2019/theorem-4",
    title="Gradient descent converges in time exponential in k log k",
    source=shamir("3.3", "Theorem 4"),
    variant="effective",
    statement=STATEMENT,
    measurements=(
        first_iterations(
            ITERATIONS, depths=(2, 3, 5, 7, 10, 20, 50), name="first iteration with loss <= eps"
        ),
    ),
    changes=(
        "k >= 2, which the paper takes for granted, is made explicit",
        "in Assumption 4 the distances are | |w_j(1)| - |w_j'(1)| |, as the paper means",
        "the constant c3 of Assumption 4, which does not occur in it, is left out",
        "c is large enough: c >= 1 + 2 c4 + log_2(3 c1**2 + 4 (c2 c4)**2)_+",
        "exp(O(k log k)) max(1, log(1/eps)) is the sum 3 + (c2 + 2 (6/5)**(k - 1) max(1, c1))/c1 "
        "k**(c + c4 (k - 1)) + 2 max(1, 1/c1**2) k**c log(c1**2/(8 eps))_+",
        "the loss is at most eps at all later times, too",
    ),
    proof=(
        Step("constants", CONSTANTS.statement.conclusion, by.lemma(CONSTANTS)),
        Step("the step size is positive", ETA > 0, by.hypothesis(part("constants", 0))),
        Step("the gap is positive", GAP > 0, by.hypothesis(part("constants", 1))),
        Step("the step size is small", None, by.hypothesis(part("constants", 2))),
        Step("k**c", None, by.hypothesis(part("constants", 3))),
        Step("the exponential", None, by.hypothesis(part("constants", 4))),
        Step("the power of 5/6", None, by.hypothesis(part("constants", 5))),
        Step("q is positive", Q > 0, by.decide()),
        Step(
            "P(1) is at least -c1",
            product(at_time(1)) >= -c_1,
            by.decide("P(1) is above y", "y is -c1"),
        ),
        Step("k is at least 1", 1 <= k, by.decide()),
        Step(
            "the run",
            forall(times(1), all_move),
            by.fix(
                t,
                Step(
                    "all coordinates",
                    all_move(t),
                    by.fix(
                        j,
                        Step(
                            "the gradient",
                            eq(
                                derivative(j, t), (product(at_time(t)) - y) * product(at_time(t), j)
                            ),
                            by.differentiate(),
                        ),
                        Step(
                            "the step",
                            moves(j, t),
                            by.decide(
                                "the gradient",
                                at("gradient descent with step size k**(-c)", t, j),
                                "y is -c1",
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "the power of the gap is positive",
            GAP ** (k - 1) > 0,
            by.elementary("power is positive", GAP, k - 1, using=["the gap is positive"]),
        ),
        Step("the ratio", c_1**2 / (8 * eps) > 0, by.decide()),
        Step(
            "the power of 5/6 of the gap is positive",
            (5 * GAP / 6) ** (k - 1) > 0,
            by.elementary("power is positive", 5 * GAP / 6, k - 1, using=["the gap is positive"]),
        ),
        Step(
            "the first part",
            eq(TO_PASS, c_2 / c_1 * LARGE),
            by.decide(
                "the exponential", "the step size is positive", "the power of the gap is positive"
            ),
        ),
        Step(
            "the second part",
            eq(TO_HALF, 2 * maximum(1, c_1) / c_1 * (rational("6/5") ** (k - 1) * LARGE)),
            by.decide(
                "the exponential",
                "the power of 5/6",
                "the step size is positive",
                "the power of 5/6 of the gap is positive",
            ),
        ),
        Step(
            "the third part",
            eq(TO_EPS, 2 * maximum(1, 1 / c_1**2) * (k**c * LOGARITHM)),
            by.decide("k**c", "the step size is positive", "the ratio"),
        ),
        Step(
            "a smallest modulus",
            exists(indices(k), lambda i: eq(LEAST, abs(w[i, 1]))),
            by.extreme_attained(LEAST, "k is at least 1"),
        ),
        Step(
            "convergence",
            CONCLUSION,
            by.obtain(m, "a smallest modulus", "m is an argmin", *FROM_M),
        ),
    ),
)

"""Lemma 6: around a point with small products, the loss surface is flat."""

from typing import Any

from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_06_equation_3 import DISTANCE, RADIUS, largest_q, without
from lemmas.shamir2019.lemma_06_equation_3 import LEMMA as EQUATION_3
from verifier import (
    BallCase,
    Lemma,
    Proposition,
    Statement,
    Step,
    Symbol,
    Term,
    TermLike,
    Variable,
    at,
    both,
    by,
    either,
    eq,
    family,
    forall,
    function,
    implies,
    indices,
    largest_gradient,
    largest_product,
    max_over,
    natural,
    norm2,
    over,
    partial,
    prod,
    real,
    reals,
    sqrt,
    statement,
    sum_,
)

k, j = natural("k"), natural("j")
alpha, beta, delta, L = real("alpha"), real("beta"), real("delta"), real("L")
v, w = family("v"), family("w")
f = function("f", smooth=1)

P = prod(k, lambda i: v[i])
MAX_V = max_over(k, lambda i: abs(v[i]))


def slope(j: TermLike) -> Term:
    """The j-th coordinate of the gradient of F(v) = f(v_1 * ... * v_k)."""
    return partial(f(P), v[j])


def bounds_slope(bound: Term) -> Proposition:
    """|f'| is at most the bound wherever the lemma allows the product to be."""
    return forall(reals(), lambda p: implies(abs(p) <= beta * MAX_V, abs(f.prime(p)) <= bound))


def lemma_6(gradient_bound: Term) -> Statement:
    """Lemma 6 with a bound on the norm of the gradient in terms of L, any bound on |f'|."""
    return statement(
        [k, alpha, beta, delta, L, over(w, k), over(v, k), f],
        {
            "there are at least two coordinates": k >= 2,
            "alpha is positive": alpha > 0,
            "beta is positive": beta > 0,
            "delta is positive": delta > 0,
            "the products at w are small": largest_q(w) <= alpha,
            "w is away from zero": forall(indices(k), lambda i: abs(w[i]) >= delta),
            "v is in the ball": DISTANCE <= RADIUS,
        },
        both(
            abs(P) <= beta * MAX_V,
            implies(bounds_slope(L), norm2(k, slope) <= gradient_bound),
        ),
    )


GRADIENT = norm2(k, slope)
SLOPES_SQUARED = sum_(k, lambda j: slope(j) ** 2)
BOUNDS_SQUARED = sum_(k, lambda j: (L * beta) ** 2)

STATEMENT = lemma_6(L * sqrt(k) * beta)


def values(case: BallCase) -> dict[Variable | Symbol, Any]:
    """What the statement speaks of, at a measured point of the ball."""
    return {
        k: case.depth,
        alpha: case.alpha,
        beta: case.beta,
        delta: case.delta,
        w: case.weights,
        v: case.point,
        f: case.coefficients,
        L: case.slope,
    }


LEMMA = Lemma(
    id="shamir2019/lemma-6",
    title="Value and gradient are small near a point with small products",
    source=shamir("5", "Lemma 6"),
    variant="repaired",
    changes=(
        "k >= 2 added: k - 1 is in the denominator",
        "the bound on the gradient has sqrt(k)*beta in place of sqrt(k*beta), as in the proof",
        "the supremum of |f'| is replaced by any upper bound L on it",
    ),
    statement=STATEMENT,
    measurements=(
        largest_product(statement=STATEMENT, bound=beta * MAX_V, values=values),
        largest_gradient(statement=STATEMENT, bound=L * sqrt(k) * beta, values=values),
    ),
    proof=(
        Step(
            "no product at v is large",
            largest_q(v) <= beta,
            by.cases(
                either(largest_q(v) <= beta, largest_q(v) > beta),
                {
                    "no large product": (
                        Step("as claimed", largest_q(v) <= beta, by.hypothesis("no large product")),
                    ),
                    "a large product": (
                        Step("Equation (3)", DISTANCE > RADIUS, by.lemma(EQUATION_3)),
                        Step(
                            "against v being in the ball",
                            largest_q(v) <= beta,
                            by.decide("Equation (3)"),
                        ),
                    ),
                },
            ),
        ),
        Step(
            "each product at v is small",
            forall(indices(k), lambda j: abs(without(j, v)) <= beta),
            by.fix(
                j,
                Step(
                    "one of the products",
                    abs(without(j, v)) <= largest_q(v),
                    by.extreme_bounds(largest_q(v), j),
                ),
                Step(
                    "the product without j",
                    abs(without(j, v)) <= beta,
                    by.decide("one of the products", "no product at v is large"),
                ),
            ),
        ),
        Step("v_1 split off", eq(P, v[1] * without(1, v)), by.split_off(P, 1)),
        Step(
            "its absolute value",
            eq(abs(P), abs(v[1] * without(1, v))),
            by.congruence("abs", "v_1 split off"),
        ),
        Step(
            "absolute values",
            eq(abs(v[1] * without(1, v)), abs(v[1]) * abs(without(1, v))),
            by.elementary("abs of product", v[1], without(1, v)),
        ),
        Step("|v_1| is at most the largest", abs(v[1]) <= MAX_V, by.extreme_bounds(MAX_V, 1)),
        Step(
            "the bound on the product",
            abs(P) <= beta * MAX_V,
            by.decide(
                "its absolute value",
                "absolute values",
                "|v_1| is at most the largest",
                at("each product at v is small", 1),
            ),
        ),
        Step(
            "the gradient",
            forall(indices(k), lambda j: eq(slope(j), f.prime(P) * without(j, v))),
            by.each(j, by.differentiate()),
        ),
        Step(
            "the bound on the gradient",
            implies(bounds_slope(L), GRADIENT <= L * sqrt(k) * beta),
            by.suppose(
                "L bounds |f'|",
                Step(
                    "|f'| at the product",
                    abs(f.prime(P)) <= L,
                    by.hypothesis(at("L bounds |f'|", P, using=["the bound on the product"])),
                ),
                Step(
                    "each coordinate",
                    forall(indices(k), lambda j: slope(j) ** 2 <= (L * beta) ** 2),
                    by.fix(
                        j,
                        Step(
                            "absolute values of the factors",
                            eq(
                                abs(f.prime(P) * without(j, v)),
                                abs(f.prime(P)) * abs(without(j, v)),
                            ),
                            by.elementary("abs of product", f.prime(P), without(j, v)),
                        ),
                        Step(
                            "both factors bounded",
                            abs(f.prime(P)) * abs(without(j, v)) <= L * beta,
                            by.decide("|f'| at the product", "each product at v is small"),
                        ),
                        Step(
                            "absolute value squared",
                            eq(
                                abs(f.prime(P) * without(j, v)) ** 2,
                                (f.prime(P) * without(j, v)) ** 2,
                            ),
                            by.elementary("abs squared", f.prime(P) * without(j, v)),
                        ),
                        Step(
                            "the coordinate squared",
                            slope(j) ** 2 <= (L * beta) ** 2,
                            by.decide(
                                at("the gradient", j),
                                "absolute values of the factors",
                                "both factors bounded",
                                "absolute value squared",
                            ),
                        ),
                    ),
                ),
                Step(
                    "added up",
                    SLOPES_SQUARED <= BOUNDS_SQUARED,
                    by.termwise("each coordinate"),
                ),
                Step(
                    "k equal terms",
                    eq(BOUNDS_SQUARED, k * (L * beta) ** 2),
                    by.constant(BOUNDS_SQUARED),
                ),
                Step("a sum of squares", SLOPES_SQUARED >= 0, by.sign()),
                Step(
                    "the norm squared",
                    eq(GRADIENT**2, SLOPES_SQUARED),
                    by.elementary("sqrt squared", SLOPES_SQUARED, using=["a sum of squares"]),
                ),
                Step(
                    "the bound is nonnegative",
                    L * sqrt(k) * beta >= 0,
                    by.decide("|f'| at the product"),
                ),
                Step("root of k", eq(sqrt(k) ** 2, k), by.elementary("sqrt squared", k)),
                Step(
                    "the norm",
                    GRADIENT <= L * sqrt(k) * beta,
                    by.decide(
                        "added up",
                        "k equal terms",
                        "the norm squared",
                        "root of k",
                        "the bound is nonnegative",
                    ),
                ),
            ),
        ),
        Step(
            "conclusion",
            STATEMENT.conclusion,
            by.decide("the bound on the product", "the bound on the gradient"),
        ),
    ),
)

"""Theorem 4, part: with the signs of the coordinates changed, a run is still gradient descent.

This is Lemma 11 without a second run: the coordinates s_i w_i(t) take its place.
"""

from lemmas.shamir2019._descent import Point, at_time, eta, gradient_descent, k, product, step, t
from lemmas.shamir2019._descent import w as run
from lemmas.shamir2019._lemma_11 import SIGNS, flipped, products_of_flipped, s, sigma, v, w, y
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_11_products import LEMMA as PRODUCTS
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
    natural,
    over,
    part,
    statement,
    times,
)

j = natural("j")


def signed(t: TermLike) -> Point:
    """The point at a time with the signs s."""
    return lambda i: s[i] * run[i, t]


def slope(p: Term) -> Term:
    """The derivative of the loss with target y."""
    return p - y


def signed_slope(p: Term) -> Term:
    """The derivative of the loss with target sigma*y."""
    return p - sigma * y


def claim(t: TermLike) -> Proposition:
    """What holds of the run with the signs s at a time."""
    return both(
        step(signed(t), signed(t + 1), signed_slope),
        eq(product(signed(t)), sigma * product(at_time(t))),
    )


P, Q = product(at_time(t)), product(at_time(t), j)
P_SIGNED, Q_SIGNED = product(signed(t)), product(signed(t), j)

LEMMA = Lemma(
    id="shamir2019/theorem-4-signs",
    title="A run with other signs is gradient descent",
    source=shamir("A.2", "Lemma 11"),
    variant="strengthened",
    statement=statement(
        [k, sigma, eta, y, over(s, k), over(run, k)],
        {**SIGNS, "gradient descent": gradient_descent(slope)},
        forall(times(1), claim),
    ),
    changes=("of the run with other signs, that it is gradient descent is shown, not assumed",),
    proof=(
        Step(
            "at each time",
            forall(times(1), claim),
            by.fix(
                t,
                Step("the points", flipped(at_time(t), signed(t)), by.decide()),
                Step(
                    "products",
                    products_of_flipped(at_time(t), signed(t)),
                    by.lemma(PRODUCTS, {w: at_time(t), v: signed(t)}, "the points"),
                ),
                Step(
                    "the step",
                    step(signed(t), signed(t + 1), signed_slope),
                    by.fix(
                        j,
                        Step(
                            "the step of w_j",
                            eq(run[j, t + 1], run[j, t] - eta * slope(P) * Q),
                            by.hypothesis(at("gradient descent", t, j)),
                        ),
                        Step(
                            "sigma Q_j",
                            eq(sigma * Q_SIGNED, s[j] * Q),
                            by.hypothesis(at(part("products", 2), j)),
                        ),
                        Step(
                            "the slope",
                            eq(signed_slope(P_SIGNED), sigma * slope(P)),
                            by.decide(part("products", 0)),
                        ),
                        Step(
                            "the step of s_j w_j",
                            eq(
                                s[j] * run[j, t + 1],
                                s[j] * run[j, t] - eta * signed_slope(P_SIGNED) * Q_SIGNED,
                            ),
                            by.decide("the step of w_j", "sigma Q_j", "the slope"),
                        ),
                    ),
                ),
                Step("both", claim(t), by.decide("the step", part("products", 0))),
            ),
        ),
    ),
)

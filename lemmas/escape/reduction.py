"""Gradient descent on a one-dimensional deep linear network is a scalar recursion, exactly.

The recursion of x = s_m*w_m is x' = x - g with g = eta*F'(x*Q)*Q, F(p) = f(tau*p) and Q the product
of sqrt(x**2 + d_i) over i != m; that of the gaps is d_i' = d_i*(1 - g**2/(x**2 + d_i)).
"""

from lemmas.escape._dynamics import (
    INDEX,
    SIGNS,
    Point,
    eta,
    f,
    k,
    least,
    m,
    ordered,
    others,
    product,
    reduced,
    s,
    short,
    step,
    tau,
    v,
    with_signs,
)
from lemmas.escape._dynamics import w as one_point
from lemmas.escape._note import note
from lemmas.escape.reduction_kept import LEMMA as SIGNS_KEPT
from lemmas.escape.reduction_products import LEMMA as PRODUCTS
from lemmas.escape.reduction_signed_step import LEMMA as SIGNED_STEP
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
    part,
    rational,
    sequence,
    statement,
    times,
)

n, t = natural("n"), natural("t")
w = sequence("w")
ONE = rational("1")


def point(t: TermLike) -> Point:
    """The point of the run at a time."""
    return lambda i: w[i, t]


def kept(t: TermLike) -> Proposition:
    """That the signs are those at the start, and that the coordinate m is the least, at a time."""
    return both(with_signs(point(t)), ordered(point(t)))


def claim(t: TermLike) -> Proposition:
    """What is shown by induction of a time."""
    return implies(t <= n + 1, kept(t))


def by_gaps(t: TermLike) -> Proposition:
    """The product of the coordinates by x and the gaps, at a time."""
    return eq(product(point(t)), tau * (least(point(t)) * others(point(t))))


def moves(t: TermLike) -> Proposition:
    """The step of x and the gaps from a time to the next."""
    return reduced(point(t), point(t + 1))


def holds(t: TermLike) -> Proposition:
    """What is concluded of a time up to n + 1."""
    return both(by_gaps(t), kept(t))


CONCLUSION = both(forall(indices(n), moves), forall(indices(n + 1), holds))

LEMMA = Lemma(
    id="escape/reduction",
    title="Gradient descent as a recursion in the least coordinate and the gaps",
    source=note("2", "exact reduction"),
    variant="effective",
    statement=statement(
        [k, m, n, eta, tau, over(s, k), over(w, k), f],
        {
            **INDEX,
            **SIGNS,
            "the s_i are the signs": with_signs(point(1)),
            "no gap is negative": ordered(point(1)),
            "gradient descent": forall(times(1), lambda t: step(point(t), point(t + 1))),
            "the steps are short": forall(indices(n), lambda t: short(point(t))),
        },
        CONCLUSION,
    ),
    proof=(
        Step(
            "signs and order",
            forall(times(1), claim),
            by.induction(
                t,
                base=[
                    Step(
                        "at the start",
                        claim(ONE),
                        by.decide("the s_i are the signs", "no gap is negative"),
                    )
                ],
                step=[
                    Step(
                        "one more",
                        claim(t + 1),
                        by.suppose(
                            "t + 1 is at most n + 1",
                            Step("so far", kept(t), by.hypothesis(at("induction"))),
                            Step(
                                "kept",
                                kept(t + 1),
                                by.lemma(
                                    SIGNS_KEPT,
                                    {one_point: point(t), v: point(t + 1)},
                                    "so far",
                                    at("gradient descent", t),
                                    at("the steps are short", t),
                                ),
                            ),
                        ),
                    ),
                ],
            ),
        ),
        Step(
            "at all times",
            forall(indices(n + 1), holds),
            by.fix(
                t,
                Step("kept", kept(t), by.hypothesis(at("signs and order", t))),
                Step("products", None, by.lemma(PRODUCTS, {one_point: point(t)}, "kept")),
                Step("both", holds(t), by.decide("kept", part("products", 1))),
            ),
        ),
        Step(
            "all steps",
            forall(indices(n), moves),
            by.fix(
                t,
                Step("kept", kept(t), by.hypothesis(at("signs and order", t))),
                Step(
                    "one step",
                    None,
                    by.lemma(
                        SIGNED_STEP,
                        {one_point: point(t), v: point(t + 1)},
                        "kept",
                        at("gradient descent", t),
                    ),
                ),
                Step("its move", moves(t), by.hypothesis(part("one step", 0))),
            ),
        ),
        Step("conclusion", CONCLUSION, by.decide("all steps", "at all times")),
    ),
)

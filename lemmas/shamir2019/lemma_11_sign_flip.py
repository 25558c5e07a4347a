"""Lemma 11: gradient descent does not see the signs of the coordinates."""

from lemmas.shamir2019._lemma_11 import (
    SIGNS,
    Point,
    V,
    W,
    along,
    eta,
    flipped,
    k,
    product,
    products_of_flipped,
    s,
    sigma,
    t,
    v,
    w,
)
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
    function,
    indices,
    natural,
    over,
    part,
    partial,
    statement,
    times,
)

j = natural("j")
f = function("f", smooth=1)


def loss(x: Point) -> Term:
    """The loss f(P) at a point."""
    return f(product(x))


def flipped_loss(x: Point) -> Term:
    """The loss f(sigma*P), on which descent starts with the signs changed."""
    return f(sigma * product(x))


def w_update(t: TermLike, j: TermLike) -> Proposition:
    """The step of coordinate j from w(t) to w(t+1)."""
    gradient = partial(loss(along(W, t)), W[j, t])
    return eq(W[j, t + 1], W[j, t] - eta * gradient)


def v_update(t: TermLike, j: TermLike) -> Proposition:
    """The step of coordinate j from v(t) to v(t+1)."""
    gradient = partial(flipped_loss(along(V, t)), V[j, t])
    return eq(V[j, t + 1], V[j, t] - eta * gradient)


def flipped_at(t: TermLike) -> Proposition:
    """That v(t) is w(t) with the signs s."""
    return flipped(along(W, t), along(V, t))


def losses_agree(t: TermLike) -> Proposition:
    """That both runs have the same loss at time t."""
    return eq(flipped_loss(along(V, t)), loss(along(W, t)))


def products_at(t: TermLike, *using: str) -> Step:
    """What the products of v(t) are in terms of those of w(t), from the fact about the points."""
    return Step(
        "products",
        products_of_flipped(along(W, t), along(V, t)),
        by.lemma(PRODUCTS, {w: along(W, t), v: along(V, t)}, *using),
    )


# The proof's display: the update of v_j is that of w_j times s_j.
UPDATE = (
    Step(
        "the gradient at w(t)",
        eq(
            partial(loss(along(W, t)), W[j, t]),
            f.prime(product(along(W, t))) * product(along(W, t), j),
        ),
        by.differentiate(),
    ),
    Step(
        "the gradient at v(t)",
        eq(
            partial(flipped_loss(along(V, t)), V[j, t]),
            f.prime(sigma * product(along(V, t))) * (sigma * product(along(V, t), j)),
        ),
        by.differentiate(),
    ),
    Step(
        "the slope of f is the same",
        eq(f.prime(sigma * product(along(V, t))), f.prime(product(along(W, t)))),
        by.congruence(f, part("products", 1)),
    ),
    Step(
        "the gradient at v(t) is s_j times that at w(t)",
        eq(
            partial(flipped_loss(along(V, t)), V[j, t]),
            s[j] * partial(loss(along(W, t)), W[j, t]),
        ),
        by.decide(
            "the gradient at v(t)",
            "the slope of f is the same",
            at(part("products", 2), j),
            "the gradient at w(t)",
        ),
    ),
    Step(
        "v_j(t+1)",
        eq(V[j, t + 1], s[j] * W[j, t + 1]),
        by.decide(
            at("descent from v(1)", t, j),
            at("induction hypothesis", j),
            "the gradient at v(t) is s_j times that at w(t)",
            at("descent from w(1)", t, j),
        ),
    ),
)

LEMMA = Lemma(
    id="shamir2019/lemma-11",
    title="Gradient descent after a change of signs",
    source=shamir("A.2", "Lemma 11"),
    variant="strengthened",
    statement=statement(
        [k, sigma, eta, over(s, k), over(W, k), over(V, k), f],
        {
            **SIGNS,
            "descent from w(1)": forall(
                times(1), lambda t: forall(indices(k), lambda j: w_update(t, j))
            ),
            "descent from v(1)": forall(
                times(1), lambda t: forall(indices(k), lambda j: v_update(t, j))
            ),
            "v(1) is w(1) with the signs s": flipped_at(1),
        },
        forall(times(1), lambda t: both(flipped_at(t), losses_agree(t))),
    ),
    changes=(
        "the loss (P - y)**2/2 is replaced by f(P) for any differentiable f, and the loss "
        "(P - sigma*y)**2/2 by f(sigma*P); the paper's loss is the instance lemma-11-squared",
        "the step size eta may be any real",
    ),
    proof=(
        Step(
            "the points",
            forall(times(1), flipped_at),
            by.induction(
                t,
                base=[
                    Step("base case", flipped_at(1), by.hypothesis("v(1) is w(1) with the signs s"))
                ],
                step=[
                    products_at(t, "induction hypothesis"),
                    Step("the update", flipped_at(t + 1), by.fix(j, *UPDATE)),
                ],
                assuming="induction hypothesis",
            ),
        ),
        Step(
            "points and losses",
            forall(times(1), lambda t: both(flipped_at(t), losses_agree(t))),
            by.fix(
                t,
                Step("the points at t", flipped_at(t), by.hypothesis(at("the points", t))),
                products_at(t, "the points at t"),
                Step("the losses at t", losses_agree(t), by.congruence(f, part("products", 1))),
                Step(
                    "both",
                    both(flipped_at(t), losses_agree(t)),
                    by.decide("the points at t", "the losses at t"),
                ),
            ),
        ),
    ),
)

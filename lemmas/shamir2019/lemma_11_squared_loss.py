"""Lemma 11 for the paper's squared loss: an instance of the lemma for any differentiable f."""

from collections.abc import Callable

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
    s,
    sigma,
    t,
    y,
)
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_11_sign_flip import LEMMA as SIGN_FLIP
from lemmas.shamir2019.lemma_11_sign_flip import f
from lemmas.shamir2019.lemma_11_signs import LEMMA as SIGNS_LEMMA
from verifier import (
    Lemma,
    Proposition,
    Step,
    Symbol,
    Term,
    TermLike,
    at,
    both,
    by,
    eq,
    forall,
    indices,
    natural,
    over,
    part,
    partial,
    statement,
    times,
)

j = natural("j")


def loss(x: Point) -> Term:
    """F at a point."""
    return (product(x) - y) ** 2 / 2


def flipped_loss(x: Point) -> Term:
    """F_sigma at a point."""
    return (product(x) - sigma * y) ** 2 / 2


def as_f_of_sigma(x: Point) -> Term:
    """F_sigma in the form f(sigma*P) with f(p) = (p - y)**2/2."""
    return (sigma * product(x) - y) ** 2 / 2


def update(run: Symbol, gradient: Term, t: TermLike, j: TermLike) -> Proposition:
    """The step of coordinate j of a run at time t, against `gradient`."""
    return eq(run[j, t + 1], run[j, t] - eta * gradient)


def descent(run: Symbol, objective: Callable[[Point], Term]) -> Proposition:
    """That a run is gradient descent on an objective, with step size eta."""
    return forall(
        times(1),
        lambda t: forall(
            indices(k),
            lambda j: update(run, partial(objective(along(run, t)), run[j, t]), t, j),
        ),
    )


def conclusion_at(t: TermLike) -> Proposition:
    """What the lemma says of time t."""
    return both(flipped(along(W, t), along(V, t)), eq(flipped_loss(along(V, t)), loss(along(W, t))))


P, Q = product(along(V, t)), product(along(V, t), j)

LEMMA = Lemma(
    id="shamir2019/lemma-11-squared",
    title="Gradient descent on the squared loss after a change of signs",
    source=shamir("A.2", "Lemma 11"),
    variant="as-printed",
    statement=statement(
        [k, sigma, eta, y, over(s, k), over(W, k), over(V, k)],
        {
            **SIGNS,
            "descent on F from w(1)": descent(W, loss),
            "descent on F_sigma from v(1)": descent(V, flipped_loss),
            "v(1) is w(1) with the signs s": flipped(along(W, 1), along(V, 1)),
        },
        forall(times(1), conclusion_at),
    ),
    proof=(
        Step("signs", SIGNS_LEMMA.statement.conclusion, by.lemma(SIGNS_LEMMA)),
        Step(
            "F_sigma is f(sigma*P)",
            descent(V, as_f_of_sigma),
            by.fix(
                t,
                Step(
                    "at t",
                    forall(
                        indices(k),
                        lambda j: update(V, partial(as_f_of_sigma(along(V, t)), V[j, t]), t, j),
                    ),
                    by.fix(
                        j,
                        Step(
                            "the gradient of F_sigma",
                            eq(partial(flipped_loss(along(V, t)), V[j, t]), (P - sigma * y) * Q),
                            by.differentiate(),
                        ),
                        Step(
                            "the gradient of f(sigma*P)",
                            eq(
                                partial(as_f_of_sigma(along(V, t)), V[j, t]),
                                (sigma * P - y) * (sigma * Q),
                            ),
                            by.differentiate(),
                        ),
                        Step(
                            "they are equal, since sigma**2 = 1",
                            eq((sigma * P - y) * (sigma * Q), (P - sigma * y) * Q),
                            by.decide(part("signs", 0)),
                        ),
                        Step(
                            "one coordinate",
                            update(V, partial(as_f_of_sigma(along(V, t)), V[j, t]), t, j),
                            by.decide(
                                at("descent on F_sigma from v(1)", t, j),
                                "the gradient of F_sigma",
                                "the gradient of f(sigma*P)",
                                "they are equal, since sigma**2 = 1",
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "Lemma 11 with f(p) = (p - y)**2/2",
            forall(
                times(1),
                lambda t: both(
                    flipped(along(W, t), along(V, t)),
                    eq(as_f_of_sigma(along(V, t)), loss(along(W, t))),
                ),
            ),
            by.lemma(
                SIGN_FLIP,
                {f: lambda p: (p - y) ** 2 / 2},
                "F_sigma is f(sigma*P)",
                "descent on F from w(1)",
            ),
        ),
        Step(
            "points and losses",
            forall(times(1), conclusion_at),
            by.fix(
                t,
                Step(
                    "with f(sigma*P)",
                    both(
                        flipped(along(W, t), along(V, t)),
                        eq(as_f_of_sigma(along(V, t)), loss(along(W, t))),
                    ),
                    by.hypothesis(at("Lemma 11 with f(p) = (p - y)**2/2", t)),
                ),
                Step(
                    "F_sigma(v(t)) = f(sigma*P)",
                    eq(flipped_loss(along(V, t)), as_f_of_sigma(along(V, t))),
                    by.decide(part("signs", 0)),
                ),
                Step(
                    "the losses",
                    eq(flipped_loss(along(V, t)), loss(along(W, t))),
                    by.decide("F_sigma(v(t)) = f(sigma*P)", part("with f(sigma*P)", 1)),
                ),
                Step(
                    "both",
                    conclusion_at(t),
                    by.decide(part("with f(sigma*P)", 0), "the losses"),
                ),
            ),
        ),
    ),
)

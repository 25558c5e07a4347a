"""Lemma 11, the paper's own proof: its displays omit the step size."""

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
    v,
    w,
    y,
)
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_11_products import LEMMA as PRODUCTS
from lemmas.shamir2019.lemma_11_signs import LEMMA as SIGNS_LEMMA
from lemmas.shamir2019.lemma_11_squared_loss import LEMMA as SQUARED_LOSS
from lemmas.shamir2019.lemma_11_squared_loss import descent, flipped_loss, loss
from verifier import (
    Lemma,
    PrintedStep,
    Proposition,
    Step,
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
    prod,
    statement,
    times,
)

j = natural("j")

FLIPPED = {**SIGNS, "v is w with the signs s": flipped(w, v)}
PRODUCTS_STEP = Step("products", products_of_flipped(w, v), by.lemma(PRODUCTS))


def printed_step(x: Point, target: Term, j: TermLike) -> Term:
    """The update of coordinate j as printed: without the step size."""
    return x(j) - (product(x) - target) * product(x, j)


def with_signs(j: TermLike) -> Term:
    """The second form of the printed update of v_j."""
    signed = prod(k, lambda i: s[i] * w[i], omit=[j])
    return s[j] * w[j] - sigma * (product(w) - y) * signed


def losses() -> Proposition:
    """The display of the losses, at one time."""
    return both(
        eq(flipped_loss(v), (sigma * product(w) - sigma * y) ** 2 / 2),
        eq((sigma * product(w) - sigma * y) ** 2 / 2, loss(w)),
    )


def losses_step(name: str) -> PrintedStep:
    """The display of the losses at a time at which v is w with the signs s."""
    return PrintedStep(
        name,
        statement([k, sigma, y, over(s, k), over(w, k), over(v, k)], FLIPPED, losses()),
        (
            Step("signs", SIGNS_LEMMA.statement.conclusion, by.lemma(SIGNS_LEMMA)),
            PRODUCTS_STEP,
            Step("display", losses(), by.decide(part("products", 0), part("signs", 0))),
        ),
    )


LEMMA = Lemma(
    id="shamir2019/lemma-11-printed-proof",
    title="Gradient descent on the squared loss after a change of signs: the printed proof",
    source=shamir("A.2", "Lemma 11, proof"),
    variant="printed-proof",
    statement=SQUARED_LOSS.statement,
    expected="refuted",
    note="The displays of the update omit eta.  With eta in them the proof is sound: it is that of "
    "lemma-11.",
    printed_steps=(
        losses_step("the base case"),
        PrintedStep(
            "the printed update",
            statement(
                [k, sigma, eta, y, over(s, k), over(V, k)],
                {
                    **SIGNS,
                    "the step size is positive": eta > 0,
                    "descent on F_sigma from v(1)": descent(V, flipped_loss),
                },
                forall(
                    times(1),
                    lambda t: forall(
                        indices(k),
                        lambda j: eq(V[j, t + 1], printed_step(along(V, t), sigma * y, j)),
                    ),
                ),
            ),
        ),
        PrintedStep(
            "the induction hypothesis put in",
            statement(
                [k, sigma, y, over(s, k), over(w, k), over(v, k)],
                FLIPPED,
                forall(indices(k), lambda j: eq(printed_step(v, sigma * y, j), with_signs(j))),
            ),
            (
                PRODUCTS_STEP,
                Step(
                    "each coordinate",
                    forall(indices(k), lambda j: eq(printed_step(v, sigma * y, j), with_signs(j))),
                    by.fix(
                        j,
                        Step(
                            "factor by factor",
                            eq(product(v, j), prod(k, lambda i: s[i] * w[i], omit=[j])),
                            by.termwise("v is w with the signs s"),
                        ),
                        Step(
                            "coordinate j",
                            eq(printed_step(v, sigma * y, j), with_signs(j)),
                            by.decide(
                                at("v is w with the signs s", j),
                                part("products", 0),
                                "factor by factor",
                            ),
                        ),
                    ),
                ),
            ),
        ),
        PrintedStep(
            "sigma_j taken out",
            statement(
                [k, sigma, y, over(s, k), over(w, k)],
                SIGNS,
                forall(indices(k), lambda j: eq(with_signs(j), s[j] * printed_step(w, y, j))),
            ),
            (
                Step("signs", SIGNS_LEMMA.statement.conclusion, by.lemma(SIGNS_LEMMA)),
                Step(
                    "each coordinate",
                    forall(indices(k), lambda j: eq(with_signs(j), s[j] * printed_step(w, y, j))),
                    by.fix(
                        j,
                        Step(
                            "signs apart",
                            eq(
                                prod(k, lambda i: s[i] * w[i], omit=[j]),
                                product(s, j) * product(w, j),
                            ),
                            by.products(k, lambda i: s[i], lambda i: w[i], omit=[j]),
                        ),
                        Step(
                            "coordinate j",
                            eq(with_signs(j), s[j] * printed_step(w, y, j)),
                            by.decide("signs apart", at(part("signs", 1), j)),
                        ),
                    ),
                ),
            ),
        ),
        PrintedStep(
            "the printed update of w",
            statement(
                [k, sigma, eta, y, over(s, k), over(W, k)],
                {
                    **SIGNS,
                    "the step size is positive": eta > 0,
                    "descent on F from w(1)": descent(W, loss),
                },
                forall(
                    times(1),
                    lambda t: forall(
                        indices(k),
                        lambda j: eq(s[j] * printed_step(along(W, t), y, j), s[j] * W[j, t + 1]),
                    ),
                ),
            ),
        ),
        losses_step("the losses at t + 1"),
    ),
)

"""Lemma 11, part: the products of a point whose signs are changed."""

from lemmas.shamir2019._lemma_11 import (
    SIGNS,
    flipped,
    k,
    product,
    products_of_flipped,
    s,
    sigma,
    v,
    w,
)
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_11_signs import LEMMA as SIGNS_LEMMA
from verifier import (
    Lemma,
    Step,
    TermLike,
    at,
    by,
    eq,
    forall,
    indices,
    natural,
    over,
    part,
    prod,
    statement,
)

j = natural("j")


def flipped_product(*omit: TermLike) -> tuple[Step, Step]:
    """The product of the v_i, without some, by those of the s_i and of the w_i."""
    signed = prod(k, lambda i: s[i] * w[i], omit=omit)
    return (
        Step(
            "factor by factor",
            eq(product(v, *omit), signed),
            by.termwise("v is w with the signs s"),
        ),
        Step(
            "signs apart",
            eq(signed, product(s, *omit) * product(w, *omit)),
            by.products(k, lambda i: s[i], lambda i: w[i], omit=omit),
        ),
    )


LEMMA = Lemma(
    id="shamir2019/lemma-11-products",
    title="Products of a point with its signs changed",
    source=shamir("A.2", "Lemma 11"),
    variant="as-printed",
    statement=statement(
        [k, sigma, over(s, k), over(w, k), over(v, k)],
        {**SIGNS, "v is w with the signs s": flipped(w, v)},
        products_of_flipped(w, v),
    ),
    proof=(
        Step("signs", SIGNS_LEMMA.statement.conclusion, by.lemma(SIGNS_LEMMA)),
        *flipped_product(),
        Step(
            "all factors",
            eq(product(v), sigma * product(w)),
            by.decide("factor by factor", "signs apart"),
        ),
        Step(
            "all factors, times sigma",
            eq(sigma * product(v), product(w)),
            by.decide("all factors", part("signs", 0)),
        ),
        Step(
            "all factors but one",
            forall(indices(k), lambda j: eq(sigma * product(v, j), s[j] * product(w, j))),
            by.fix(
                j,
                *flipped_product(j),
                Step(
                    "sigma times the other signs is s_j",
                    eq(sigma * product(v, j), s[j] * product(w, j)),
                    by.decide("factor by factor", "signs apart", at(part("signs", 1), j)),
                ),
            ),
        ),
        Step(
            "conclusion",
            products_of_flipped(w, v),
            by.decide("all factors", "all factors, times sigma", "all factors but one"),
        ),
    ),
)

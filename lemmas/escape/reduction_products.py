"""The reduction, part: the product of the coordinates, and of all but one, by x and the gaps."""

from lemmas.escape._dynamics import (
    INDEX,
    SIGNS,
    i,
    k,
    least,
    m,
    others,
    product,
    s,
    sign_squared,
    square,
    tau,
    w,
    with_signs,
)
from lemmas.escape._note import note
from lemmas.shamir2019._lemma_11 import sigma
from lemmas.shamir2019.lemma_11_signs import LEMMA as SIGNS_LEMMA
from verifier import (
    Lemma,
    Step,
    at,
    both,
    by,
    eq,
    forall,
    indices,
    over,
    part,
    prod,
    sqrt,
    statement,
)

CONCLUSION = both(
    eq(product(w, m), s[m] * tau * others(w)), eq(product(w), tau * (least(w) * others(w)))
)
signed = prod(k, lambda i: s[i] * w[i], omit=[m])

LEMMA = Lemma(
    id="escape/reduction-products",
    title="The product of the coordinates by the least one and the gaps",
    source=note("2", "exact reduction, products"),
    variant="effective",
    statement=statement(
        [k, m, tau, over(s, k), over(w, k)],
        {**INDEX, **SIGNS, "the s_i are the signs": with_signs(w)},
        CONCLUSION,
    ),
    proof=(
        Step("signs", None, by.lemma(SIGNS_LEMMA, {sigma: tau})),
        Step(
            "each factor",
            forall(indices(k, omit=[m]), lambda i: eq(sqrt(square(w, i)), s[i] * w[i])),
            by.fix(
                i,
                Step(
                    "w_i has its sign",
                    s[i] * w[i] > 0,
                    by.hypothesis(at("the s_i are the signs", i)),
                ),
                Step("a square", square(w, i) >= 0, by.decide()),
                Step("root squared", None, by.elementary("sqrt squared", square(w, i))),
                Step("root", None, by.elementary("sqrt is nonnegative", square(w, i))),
                sign_squared("s_i squared", i),
                Step(
                    "the same square",
                    eq((sqrt(square(w, i)) - s[i] * w[i]) * (sqrt(square(w, i)) + s[i] * w[i]), 0),
                    by.decide("root squared", "s_i squared"),
                ),
                Step(
                    "root of w_i**2",
                    eq(sqrt(square(w, i)), s[i] * w[i]),
                    by.decide("the same square", "root", "w_i has its sign"),
                ),
            ),
        ),
        Step("factor by factor", eq(others(w), signed), by.termwise("each factor")),
        Step(
            "signs apart",
            eq(signed, prod(k, lambda i: s[i], omit=[m]) * product(w, m)),
            by.products(k, lambda i: s[i], lambda i: w[i], omit=[m]),
        ),
        Step(
            "all signs but one",
            eq(tau * prod(k, lambda i: s[i], omit=[m]), s[m]),
            by.hypothesis(at(part("signs", 1), m)),
        ),
        Step(
            "the other coordinates",
            eq(tau * others(w), s[m] * product(w, m)),
            by.decide("factor by factor", "signs apart", "all signs but one"),
        ),
        sign_squared("s_m squared", m),
        Step(
            "Q_m",
            eq(product(w, m), s[m] * tau * others(w)),
            by.decide("the other coordinates", "s_m squared"),
        ),
        Step("P = w_m Q_m", eq(product(w), w[m] * product(w, m)), by.split_off(product(w), m)),
        Step("P", eq(product(w), tau * (least(w) * others(w))), by.decide("P = w_m Q_m", "Q_m")),
        Step("conclusion", CONCLUSION, by.decide("Q_m", "P")),
    ),
)

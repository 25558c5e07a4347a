"""Lemma 13', part: k - 1 factors that each grow by a little."""

from lemmas.shamir2019._descent import k, product
from lemmas.shamir2019._lemma_13_prime import INDEX, m, v, w
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.weierstrass import LEMMA as WEIERSTRASS
from lemmas.shamir2019.weierstrass import x
from verifier import (
    Lemma,
    Step,
    both,
    by,
    eq,
    forall,
    indices,
    over,
    prod,
    real,
    statement,
    sum_,
)

z = real("z")
FACTOR = 1 + z
FACTORS, OTHERS = prod(k, lambda i: FACTOR), prod(k, lambda i: FACTOR, omit=[m])
Q, Q_NEW = product(w, m), product(v, m)

LEMMA = Lemma(
    id="shamir2019/lemma-13-prime-factors",
    title="A product of coordinates that grow by a factor 1 + z at most",
    source=shamir("A.2.1", "Lemma 13"),
    variant="effective",
    statement=statement(
        [k, m, z, over(w, k), over(v, k)],
        {
            **INDEX,
            "z is nonnegative": z >= 0,
            "k z is less than 1": k * z < 1,
            "each v_j is at most (1 + z) w_j": forall(
                indices(k, omit=[m]), lambda j: both(v[j] >= 0, v[j] <= w[j] * FACTOR)
            ),
        },
        Q_NEW * (1 - k * z) <= Q,
    ),
    proof=(
        Step("k equal terms", eq(sum_(k, lambda i: z), k * z), by.constant(sum_(k, lambda i: z))),
        Step(
            "Weierstrass",
            FACTORS <= 1 / (1 - sum_(k, lambda i: z)),
            by.lemma(WEIERSTRASS, {x: lambda i: z}, "k equal terms"),
        ),
        Step(
            "all k factors",
            FACTORS * (1 - k * z) <= 1,
            by.decide("Weierstrass", "k equal terms"),
        ),
        Step("one factor out", eq(FACTORS, FACTOR * OTHERS), by.split_off(FACTORS, m)),
        Step("the other factors are positive", OTHERS > 0, by.sign()),
        Step(
            "k - 1 factors",
            OTHERS * (1 - k * z) <= 1,
            by.decide("all k factors", "one factor out", "the other factors are positive"),
        ),
        Step(
            "factor by factor",
            Q_NEW <= prod(k, lambda i: w[i] * FACTOR, omit=[m]),
            by.termwise("each v_j is at most (1 + z) w_j"),
        ),
        Step(
            "apart",
            eq(prod(k, lambda i: w[i] * FACTOR, omit=[m]), Q * OTHERS),
            by.products(k, lambda i: w[i], lambda i: FACTOR, omit=[m]),
        ),
        Step(
            "each w_j is nonnegative",
            forall(indices(k, omit=[m]), lambda j: w[j] >= 0),
            by.decide("each v_j is at most (1 + z) w_j"),
        ),
        Step("Q_m is nonnegative", Q >= 0, by.sign("each w_j is nonnegative")),
        Step(
            "conclusion",
            Q_NEW * (1 - k * z) <= Q,
            by.decide("factor by factor", "apart", "k - 1 factors", "Q_m is nonnegative"),
        ),
    ),
)

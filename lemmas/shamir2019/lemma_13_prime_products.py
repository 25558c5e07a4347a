"""Lemma 13', part: the product without the factor m stays bounded."""

from lemmas.shamir2019._descent import k, product
from lemmas.shamir2019._lemma_13_prime import (
    INDEX,
    LARGEST,
    Y,
    gamma,
    m,
    others_at_least,
    q,
    reduced,
    v,
    w,
)
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_13_prime_factors import LEMMA as FACTORS
from lemmas.shamir2019.lemma_13_prime_factors import z
from verifier import (
    Lemma,
    Step,
    at,
    both,
    by,
    either,
    eq,
    forall,
    indices,
    natural,
    over,
    sqrt,
    statement,
)

j = natural("j")

P, Q, Q_START = product(v), product(v, m), product(w, m)
BY_FACTORS, BY_QUOTIENT = 2 * q, sqrt(k) * Y / gamma

GROWTH = 1 / (2 * k)

LEMMA = Lemma(
    id="shamir2019/lemma-13-prime-products",
    title="The product of the other coordinates stays bounded",
    source=shamir("A.2.1", "Lemma 13"),
    variant="effective",
    statement=statement(
        [k, m, Y, gamma, q, over(w, k), over(v, k)],
        {
            **INDEX,
            "gamma is positive": gamma > 0,
            "v_m is nonnegative": v[m] >= 0,
            "the other w_j are at least gamma": others_at_least(gamma, w),
            "the other v_j are nonnegative": others_at_least(0, v),
            "the v_j grow no more than v_m**2/(2 gamma)": forall(
                indices(k, omit=[m]), lambda j: reduced(v, j) <= w[j]
            ),
            "Q_m of w is at most q": Q_START <= q,
            "P of v is at most Y": P <= Y,
        },
        Q <= LARGEST,
    ),
    proof=(
        Step("k is positive", k > 0, by.decide()),
        Step("2 q or the quotient", None, by.elementary("max bounds", BY_FACTORS, BY_QUOTIENT)),
        Step("Q_m is nonnegative", Q >= 0, by.sign("the other v_j are nonnegative")),
        Step("P = v_m Q_m", eq(P, v[m] * Q), by.split_off(P, m)),
        Step(
            "either v_m is small or not",
            Q <= LARGEST,
            by.cases(
                either(k * v[m] ** 2 <= gamma**2, k * v[m] ** 2 > gamma**2),
                {
                    "v_m is small": [
                        Step(
                            "v_m**2/(2 gamma)",
                            v[m] ** 2 / (2 * gamma) <= gamma * GROWTH,
                            by.decide("v_m is small", "k is positive"),
                        ),
                        Step("1/(2 k) is positive", GROWTH > 0, by.decide("k is positive")),
                        Step(
                            "each other coordinate",
                            forall(
                                indices(k, omit=[m]),
                                lambda j: both(v[j] >= 0, v[j] <= w[j] * (1 + GROWTH)),
                            ),
                            by.fix(
                                j,
                                Step(
                                    "w_j/(2 k)",
                                    gamma * GROWTH <= w[j] * GROWTH,
                                    by.decide(
                                        at("the other w_j are at least gamma", j),
                                        "1/(2 k) is positive",
                                    ),
                                ),
                                Step(
                                    "v_j",
                                    both(v[j] >= 0, v[j] <= w[j] * (1 + GROWTH)),
                                    by.decide(
                                        "w_j/(2 k)",
                                        "v_m**2/(2 gamma)",
                                        at("the v_j grow no more than v_m**2/(2 gamma)", j),
                                        at("the other v_j are nonnegative", j),
                                    ),
                                ),
                            ),
                        ),
                        Step("k such factors", eq(k * GROWTH, 1 - k * GROWTH), by.decide()),
                        Step(
                            "the factors together",
                            Q * (1 - k * GROWTH) <= Q_START,
                            by.lemma(
                                FACTORS,
                                {z: GROWTH},
                                "each other coordinate",
                                "1/(2 k) is positive",
                                "k such factors",
                            ),
                        ),
                        Step(
                            "at most 2 q",
                            Q <= LARGEST,
                            by.decide(
                                "the factors together", "k such factors", "2 q or the quotient"
                            ),
                        ),
                    ],
                    "v_m is not small": [
                        Step("the root", eq(sqrt(k) ** 2, k), by.elementary("sqrt squared", k)),
                        Step("it is nonnegative", sqrt(k) >= 0, by.decide()),
                        Step(
                            "sqrt(k) v_m",
                            gamma <= sqrt(k) * v[m],
                            by.decide("the root", "it is nonnegative", "v_m is not small"),
                        ),
                        Step(
                            "times Q_m",
                            gamma * Q <= sqrt(k) * P,
                            by.decide("sqrt(k) v_m", "P = v_m Q_m", "Q_m is nonnegative"),
                        ),
                        Step(
                            "with P at most Y",
                            sqrt(k) * P <= sqrt(k) * Y,
                            by.decide("it is nonnegative"),
                        ),
                        Step(
                            "the quotient",
                            Q <= BY_QUOTIENT,
                            by.decide("times Q_m", "with P at most Y"),
                        ),
                        Step(
                            "at most the quotient",
                            Q <= LARGEST,
                            by.decide("the quotient", "2 q or the quotient"),
                        ),
                    ],
                },
            ),
        ),
    ),
)

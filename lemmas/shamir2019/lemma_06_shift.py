"""Lemma 6, strengthened: products of shifted coordinates, without a lower bound on them."""

from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.weierstrass import LEMMA as WEIERSTRASS
from lemmas.shamir2019.weierstrass import x
from verifier import (
    Lemma,
    Step,
    Term,
    TermLike,
    both,
    by,
    eq,
    family,
    forall,
    indices,
    natural,
    over,
    prod,
    real,
    statement,
    sum_,
)

k, j = natural("k"), natural("j")
s = real("s")
v, w = family("v"), family("w")


def distance(i: TermLike) -> Term:
    """How far the i-th coordinate of v is from that of w."""
    return abs(v[i] - w[i])


def shifted(i: TermLike) -> Term:
    """A factor of M."""
    return abs(w[i]) + s


def growth(i: TermLike) -> Term:
    """By what factor |v_i| can exceed the shifted |w_i|."""
    return 1 + distance(i) / s


P = prod(k, lambda i: v[i])
Q_J = prod(k, lambda i: v[i], omit=[j])
M = prod(k, shifted)
M_J = prod(k, shifted, omit=[j])
GROWTH = prod(k, growth)
GROWTH_J = prod(k, growth, omit=[j])

BOUND_ON_Q = forall(indices(k), lambda j: abs(prod(k, lambda i: v[i], omit=[j])) <= 2 * M / s)

LEMMA = Lemma(
    id="shamir2019/lemma-6-shift",
    title="Products near a point are small (shift lemma)",
    source=shamir("5", "Lemma 6"),
    variant="strengthened",
    changes=(
        "a shift s > 0 of the |w_i| replaces the lower bound delta on them and the bound alpha "
        "on their products: no w_i has to be different from 0",
        "the sum of the |v_i - w_i| is at most s/2, in place of the bound on the norm of v - w",
        "any k, also 0 and 1, in place of k >= 2",
        "the conclusion bounds the products, from which the gradient follows as in Lemma 6",
    ),
    statement=statement(
        [k, s, over(v, k), over(w, k)],
        {
            "the shift is positive": s > 0,
            "v is near w": sum_(k, distance) <= s / 2,
        },
        both(abs(P) <= 2 * M, BOUND_ON_Q),
    ),
    proof=(
        Step(
            "each coordinate",
            forall(indices(k), lambda i: abs(v[i]) <= shifted(i) * growth(i)),
            by.fix(
                j,
                Step(
                    "triangle inequality",
                    abs(w[j] + (v[j] - w[j])) <= abs(w[j]) + abs(v[j] - w[j]),
                    by.elementary("triangle", w[j], v[j] - w[j]),
                ),
                Step(
                    "the product of the bounds",
                    eq(
                        shifted(j) * growth(j),
                        abs(w[j]) + distance(j) + s + abs(w[j]) * distance(j) / s,
                    ),
                    by.decide(),
                ),
                Step(
                    "the last terms are nonnegative",
                    abs(w[j]) * distance(j) / s >= 0,
                    by.decide(),
                ),
                Step(
                    "one coordinate",
                    abs(v[j]) <= shifted(j) * growth(j),
                    by.decide(
                        "triangle inequality",
                        "the product of the bounds",
                        "the last terms are nonnegative",
                    ),
                ),
            ),
        ),
        Step(
            "the growths add up",
            eq(sum_(k, lambda i: distance(i) / s), sum_(k, distance) / s),
            by.linear(k, [(1 / s, distance)]),
        ),
        Step(
            "Weierstrass",
            GROWTH <= 1 / (1 - sum_(k, lambda i: distance(i) / s)),
            by.lemma(WEIERSTRASS, {x: lambda i: distance(i) / s}, "the growths add up"),
        ),
        Step(
            "the growth is at most 2", GROWTH <= 2, by.decide("Weierstrass", "the growths add up")
        ),
        Step("M is nonnegative", M >= 0, by.sign()),
        Step(
            "|P| factor by factor",
            eq(abs(P), prod(k, lambda i: abs(v[i]))),
            by.image("abs", P),
        ),
        Step(
            "each coordinate bounded",
            prod(k, lambda i: abs(v[i])) <= prod(k, lambda i: shifted(i) * growth(i)),
            by.termwise("each coordinate"),
        ),
        Step(
            "M and the growth apart",
            eq(prod(k, lambda i: shifted(i) * growth(i)), M * GROWTH),
            by.products(k, shifted, growth),
        ),
        Step(
            "the bound on P",
            abs(P) <= 2 * M,
            by.decide(
                "|P| factor by factor",
                "each coordinate bounded",
                "M and the growth apart",
                "the growth is at most 2",
                "M is nonnegative",
            ),
        ),
        Step(
            "the bound on the Q_j",
            BOUND_ON_Q,
            by.fix(
                j,
                Step("M without j is nonnegative", M_J >= 0, by.sign()),
                Step("the growth without j is nonnegative", GROWTH_J >= 0, by.sign()),
                Step(
                    "|Q_j| factor by factor",
                    eq(abs(Q_J), prod(k, lambda i: abs(v[i]), omit=[j])),
                    by.image("abs", Q_J),
                ),
                Step(
                    "each other coordinate bounded",
                    prod(k, lambda i: abs(v[i]), omit=[j])
                    <= prod(k, lambda i: shifted(i) * growth(i), omit=[j]),
                    by.termwise("each coordinate"),
                ),
                Step(
                    "apart again",
                    eq(prod(k, lambda i: shifted(i) * growth(i), omit=[j]), M_J * GROWTH_J),
                    by.products(k, shifted, growth, omit=[j]),
                ),
                Step("the factor j of M", eq(M, shifted(j) * M_J), by.split_off(M, j)),
                Step(
                    "the factor j of the growth",
                    eq(GROWTH, growth(j) * GROWTH_J),
                    by.split_off(GROWTH, j),
                ),
                Step(
                    "the factor j of M is at least s",
                    s * M_J <= M,
                    by.decide("the factor j of M", "M without j is nonnegative"),
                ),
                Step(
                    "the factor j of the growth is at least 1",
                    GROWTH_J <= GROWTH,
                    by.decide("the factor j of the growth", "the growth without j is nonnegative"),
                ),
                Step(
                    "the bound on Q_j",
                    abs(Q_J) <= 2 * M / s,
                    by.decide(
                        "|Q_j| factor by factor",
                        "each other coordinate bounded",
                        "apart again",
                        "the factor j of M is at least s",
                        "the factor j of the growth is at least 1",
                        "the growth is at most 2",
                        "M without j is nonnegative",
                    ),
                ),
            ),
        ),
        Step(
            "conclusion",
            both(abs(P) <= 2 * M, BOUND_ON_Q),
            by.decide("the bound on P", "the bound on the Q_j"),
        ),
    ),
)

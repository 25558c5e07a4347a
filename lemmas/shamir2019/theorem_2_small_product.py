"""Theorem 2, the random part: the product of the shifted start coordinates is rarely large."""

from lemmas.shamir2019._descent import k
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Step,
    Term,
    TermLike,
    at,
    both,
    by,
    eq,
    expectation,
    forall,
    independent,
    indices,
    natural,
    over,
    probability,
    prod,
    random_family,
    rational,
    real,
    statement,
)

i = natural("i")
s, b, m = real("s"), real("b"), real("m")
v = random_family("v")
ONE = rational("1")


def shifted(i: TermLike) -> Term:
    """A factor of M."""
    return abs(v[i]) + s


M = prod(k, shifted)
MEANS = prod(k, lambda i: expectation(shifted(i)))

LEMMA = Lemma(
    id="shamir2019/theorem-2-small-product",
    title="Markov bound for the product of the shifted coordinates",
    source=shamir("5", "Theorem 2"),
    variant="strengthened",
    changes=(
        "of Assumption 2 only independence and E|v_i| + s <= b are needed: not identical laws, "
        "not mean 0, not variance 1, not the small-ball condition",
        "one product of shifted coordinates, in place of the products that leave a factor out, of "
        "the smallest and of the largest coordinate",
    ),
    statement=statement(
        [k, s, b, m, over(v, k)],
        {
            "the shift is nonnegative": s >= 0,
            "b is positive": b > 0,
            "the threshold is positive": m > 0,
            "the coordinates are independent": independent(v, k),
            "the mean sizes are at most b - s": forall(
                indices(k), lambda i: expectation(abs(v[i])) + s <= b
            ),
        },
        probability(M >= m) <= b**k / m,
    ),
    proof=(
        Step(
            "mean of each factor",
            forall(indices(k), lambda i: eq(expectation(shifted(i)), expectation(abs(v[i])) + s)),
            by.fix(
                i,
                Step(
                    "the mean size exists",
                    eq(expectation(abs(v[i])), expectation(abs(v[i]))),
                    by.decide(at("the mean sizes are at most b - s", i)),
                ),
                Step("mean of 1", eq(expectation(ONE), 1), by.expectation_constant(ONE)),
                Step(
                    "linearity",
                    eq(
                        expectation(abs(v[i]) + s * ONE),
                        expectation(abs(v[i])) + s * expectation(ONE),
                    ),
                    by.expectation_linear(abs(v[i]), s, ONE, "the mean size exists", "mean of 1"),
                ),
                Step(
                    "the shift as a multiple of 1",
                    eq(expectation(shifted(i)), expectation(abs(v[i]) + s * ONE)),
                    by.expectation_compare("linearity"),
                ),
                Step(
                    "factor i",
                    eq(expectation(shifted(i)), expectation(abs(v[i])) + s),
                    by.decide("the shift as a multiple of 1", "linearity", "mean of 1"),
                ),
            ),
        ),
        Step(
            "each mean is at least 0 and at most b",
            forall(
                indices(k),
                lambda i: both(0 <= expectation(shifted(i)), expectation(shifted(i)) <= b),
            ),
            by.fix(
                i,
                Step(
                    "as factors are",
                    expectation(shifted(i)) >= 0,
                    by.expectation_nonnegative("mean of each factor"),
                ),
                Step(
                    "mean of factor i",
                    both(0 <= expectation(shifted(i)), expectation(shifted(i)) <= b),
                    by.decide(
                        "as factors are",
                        at("mean of each factor", i),
                        at("the mean sizes are at most b - s", i),
                    ),
                ),
            ),
        ),
        Step(
            "independence",
            eq(expectation(M), MEANS),
            by.independent_product(M, "mean of each factor"),
        ),
        Step(
            "factor by factor",
            MEANS <= prod(k, lambda i: b),
            by.termwise("each mean is at least 0 and at most b"),
        ),
        Step("k factors b", eq(prod(k, lambda i: b), b**k), by.constant(prod(k, lambda i: b))),
        Step(
            "mean of M",
            expectation(M) <= b**k,
            by.decide("independence", "factor by factor", "k factors b"),
        ),
        Step(
            "Markov",
            probability(M >= m) <= expectation(M) / m,
            by.markov(M, m, "mean of M"),
        ),
        Step("conclusion", probability(M >= m) <= b**k / m, by.decide("Markov", "mean of M")),
    ),
)

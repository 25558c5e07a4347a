"""Section 4, part: the mean of the product of two rows of a near-identity layer W = I + M."""

from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._section_4 import ONE, mean_of_a_sum
from verifier import (
    Lemma,
    Step,
    Term,
    TermLike,
    at,
    by,
    eq,
    expectation,
    forall,
    indices,
    natural,
    over,
    random_sequence,
    real,
    sequence,
    statement,
    sum_,
)

d, i, j, q = natural("d"), natural("i"), natural("j"), natural("q")
v = real("v")

# What a layer is without its random part M: no more is needed here than that it is not random.
identity, noise = sequence("I"), random_sequence("M")


def layer(i: TermLike, q: TermLike) -> Term:
    """An entry of the layer W = I + M."""
    return identity[i, q] + noise[i, q]


def gram(i: TermLike, j: TermLike) -> Term:
    """An entry of W W^T."""
    return sum_(d, lambda q: layer(i, q) * layer(j, q))


MIXED = noise[i, q] * noise[j, q]
WITH_ONE = MIXED + identity[i, q] * noise[j, q]
WITH_BOTH = WITH_ONE + identity[j, q] * noise[i, q]
FIXED = identity[i, q] * identity[j, q]
EXPANDED = WITH_BOTH + FIXED * ONE
PRODUCT = layer(i, q) * layer(j, q)
ROWS_OF_I = sum_(d, lambda q: identity[i, q] * identity[j, q])

LEMMA = Lemma(
    id="shamir2019/section-4-rows",
    title="The mean of the product of two rows of I + M",
    source=shamir("4", "near-identity initialisation with variance c/(dk)"),
    variant="effective",
    statement=statement(
        [d, i, j, v, over(identity, d), over(noise, d)],
        {
            "the i-th row of M has mean 0": forall(
                indices(d), lambda q: eq(expectation(noise[i, q]), 0)
            ),
            "the j-th row of M has mean 0": forall(
                indices(d), lambda q: eq(expectation(noise[j, q]), 0)
            ),
            "their products have mean v": forall(
                indices(d), lambda q: eq(expectation(noise[i, q] * noise[j, q]), v)
            ),
        },
        eq(expectation(gram(i, j)), ROWS_OF_I + d * v),
    ),
    note="I_i(q) and M_i(q) are the entries of the matrices in row i and column q.",
    proof=(
        Step("E[1] = 1", None, by.expectation_constant(1)),
        Step(
            "the mean of a product",
            forall(
                indices(d),
                lambda q: eq(
                    expectation(layer(i, q) * layer(j, q)), identity[i, q] * identity[j, q] + v
                ),
            ),
            by.fix(
                q,
                Step("E M_iq", None, by.hypothesis(at("the i-th row of M has mean 0", q))),
                Step("E M_jq", None, by.hypothesis(at("the j-th row of M has mean 0", q))),
                Step("E M_iq M_jq", None, by.hypothesis(at("their products have mean v", q))),
                Step("two terms", None, by.expectation_linear(MIXED, identity[i, q], noise[j, q])),
                Step(
                    "three terms",
                    None,
                    by.expectation_linear(WITH_ONE, identity[j, q], noise[i, q], "two terms"),
                ),
                Step(
                    "four terms",
                    None,
                    by.expectation_linear(WITH_BOTH, FIXED, ONE, "three terms", "E[1] = 1"),
                ),
                Step("multiplied out", eq(PRODUCT, EXPANDED), by.decide()),
                Step(
                    "the same mean",
                    eq(expectation(PRODUCT), expectation(EXPANDED)),
                    by.expectation_compare("multiplied out", "four terms"),
                ),
                Step(
                    "its value",
                    eq(expectation(PRODUCT), FIXED + v),
                    by.decide(
                        "the same mean", "four terms", "three terms", "two terms", "E[1] = 1"
                    ),
                ),
            ),
        ),
        Step(
            "the means exist",
            forall(
                indices(d),
                lambda q: eq(
                    expectation(layer(i, q) * layer(j, q)), expectation(layer(i, q) * layer(j, q))
                ),
            ),
            by.each(q, by.decide(at("the mean of a product", q))),
        ),
        *mean_of_a_sum(
            "the mean of the sum", d, lambda q: layer(i, q) * layer(j, q), "the means exist"
        ),
        Step(
            "term by term",
            eq(
                sum_(d, lambda q: expectation(layer(i, q) * layer(j, q))),
                sum_(d, lambda q: identity[i, q] * identity[j, q] + v),
            ),
            by.termwise("the mean of a product"),
        ),
        Step(
            "with factors 1",
            eq(
                sum_(d, lambda q: identity[i, q] * identity[j, q] + v),
                sum_(d, lambda q: ONE * (identity[i, q] * identity[j, q]) + ONE * v),
            ),
            by.termwise(),
        ),
        Step(
            "two sums",
            None,
            by.linear(d, [(1, lambda q: identity[i, q] * identity[j, q]), (1, lambda q: v)]),
        ),
        Step("d equal terms", eq(sum_(d, lambda q: v), d * v), by.constant(sum_(d, lambda q: v))),
        Step(
            "conclusion",
            eq(expectation(gram(i, j)), ROWS_OF_I + d * v),
            by.decide(
                "the mean of the sum", "term by term", "with factors 1", "two sums", "d equal terms"
            ),
        ),
    ),
)

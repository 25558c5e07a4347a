"""Section 4: E[W W^T] = (1 + c/k) I for a near-identity layer W = I + M."""

from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.section_4_rows import LEMMA as ROWS
from lemmas.shamir2019.section_4_rows import d, gram, i, identity, j, noise, q, v
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
    expectation,
    forall,
    implies,
    indices,
    natural,
    over,
    part,
    rational,
    real,
    reals,
    statement,
    sum_,
)

k, c, variance = natural("k"), real("c"), real("s")
x, y = real("x"), real("y")
ZERO = rational("0")
NO_MORE = sum_(d, lambda q: ZERO, omit=[i])


def off_diagonal(i: TermLike) -> Proposition:
    """That the means of the entries of a row of W W^T vanish beside the diagonal."""
    return forall(indices(d, omit=[i]), lambda j: eq(expectation(gram(i, j)), 0))


def row(i: TermLike) -> Proposition:
    """What the means of the entries of a row of W W^T are."""
    return both(eq(expectation(gram(i, i)), 1 + c / k), off_diagonal(i))


def row_of_identity(a: TermLike, b: TermLike, *omit: TermLike) -> Term:
    """The product of two rows of I, also without some indices."""
    return sum_(d, lambda q: identity[a, q] * identity[b, q], omit=omit)


# The i-th entry of the diagonal.
DIAGONAL = (
    Step(
        "its mean squares",
        forall(indices(d), lambda q: eq(expectation(noise[i, q] * noise[i, q]), variance)),
        by.fix(
            q,
            Step("the variance", None, by.hypothesis(at("the entries of M have variance s", i, q))),
            Step("a square", None, by.hypothesis(at("squares", noise[i, q]))),
            Step(
                "the same mean",
                eq(expectation(noise[i, q] ** 2), expectation(noise[i, q] * noise[i, q])),
                by.expectation_compare("a square", "the variance"),
            ),
            Step(
                "the mean square",
                eq(expectation(noise[i, q] * noise[i, q]), variance),
                by.rewrite("the same mean", "the variance"),
            ),
        ),
    ),
    Step(
        "E of the i-th of the diagonal",
        None,
        by.lemma(ROWS, {j: i, v: variance}, "the mean of the i-th row", "its mean squares"),
    ),
    Step("the i-th term", None, by.split_off(row_of_identity(i, i), i)),
    Step(
        "its square",
        eq(identity[i, i] * identity[i, i], 1),
        by.hypothesis(at("the square of 1", identity[i, i], using=["I_ii = 1"])),
    ),
    Step(
        "no other term",
        forall(indices(d, omit=[i]), lambda q: eq(identity[i, q] * identity[i, q], ZERO)),
        by.each(
            q,
            by.hypothesis(
                at("products with 0", identity[i, q], identity[i, q], using=[at("I_iq = 0", q)])
            ),
        ),
    ),
    Step(
        "the other terms",
        eq(row_of_identity(i, i, i), NO_MORE),
        by.termwise("no other term"),
    ),
    Step("with its terms", None, by.rewrite("the i-th term", "E of the i-th of the diagonal")),
    Step("with its square", None, by.rewrite("its square", "with its terms")),
    Step("with zeros", None, by.rewrite("the other terms", "with its square")),
    Step("without zeros", None, by.rewrite("a sum of zeros", "with zeros")),
    Step(
        "the i-th of the diagonal",
        eq(expectation(gram(i, i)), 1 + c / k),
        by.rewrite("d variances", "without zeros"),
    ),
)

# An entry of the i-th row beside the diagonal.
OFF_DIAGONAL = (
    Step("the j-th row of I", None, by.hypothesis(at("I is the identity matrix", j))),
    Step("I_ji = 0", eq(identity[j, i], 0), by.hypothesis(at(part("the j-th row of I", 1), i))),
    Step(
        "the mean of the j-th row",
        forall(indices(d), lambda q: eq(expectation(noise[j, q]), 0)),
        by.hypothesis(at("the entries of M have mean 0", j)),
    ),
    Step(
        "their products",
        forall(indices(d), lambda q: eq(expectation(noise[i, q] * noise[j, q]), 0)),
        by.hypothesis(at("the entries of one column of M are uncorrelated", i, j)),
    ),
    Step(
        "E of the entry",
        None,
        by.lemma(
            ROWS,
            {v: ZERO},
            "the mean of the i-th row",
            "the mean of the j-th row",
            "their products",
        ),
    ),
    Step("the term at i", None, by.split_off(row_of_identity(i, j), i)),
    Step(
        "no such term",
        eq(identity[i, i] * identity[j, i], 0),
        by.hypothesis(at("products with 0", identity[j, i], identity[i, i], using=["I_ji = 0"])),
    ),
    Step(
        "no term but that at i",
        forall(indices(d, omit=[i]), lambda q: eq(identity[i, q] * identity[j, q], ZERO)),
        by.each(
            q,
            by.hypothesis(
                at("products with 0", identity[i, q], identity[j, q], using=[at("I_iq = 0", q)])
            ),
        ),
    ),
    Step(
        "the rest",
        eq(row_of_identity(i, j, i), NO_MORE),
        by.termwise("no term but that at i"),
    ),
    Step("with the terms", None, by.rewrite("the term at i", "E of the entry")),
    Step("with no such term", None, by.rewrite("no such term", "with the terms")),
    Step("with a sum of zeros", None, by.rewrite("the rest", "with no such term")),
    Step(
        "the entry",
        eq(expectation(gram(i, j)), 0),
        by.rewrite("a sum of zeros", "with a sum of zeros"),
    ),
)

LEMMA = Lemma(
    id="shamir2019/section-4-second-moment",
    title="E[W W^T] = (1 + c/k) I for a near-identity layer",
    source=shamir("4", "near-identity initialisation with variance c/(dk)"),
    variant="effective",
    statement=statement(
        [d, k, c, variance, over(identity, d), over(noise, d)],
        {
            "the layer is not empty": d >= 1,
            "there is a layer": k >= 1,
            "s is c/(dk)": eq(variance, c / (d * k)),
            "I is the identity matrix": forall(
                indices(d),
                lambda i: both(
                    eq(identity[i, i], 1),
                    forall(indices(d, omit=[i]), lambda j: eq(identity[i, j], 0)),
                ),
            ),
            "the entries of M have mean 0": forall(
                indices(d), lambda i: forall(indices(d), lambda q: eq(expectation(noise[i, q]), 0))
            ),
            "the entries of M have variance s": forall(
                indices(d),
                lambda i: forall(indices(d), lambda q: eq(expectation(noise[i, q] ** 2), variance)),
            ),
            "the entries of one column of M are uncorrelated": forall(
                indices(d),
                lambda i: forall(
                    indices(d, omit=[i]),
                    lambda j: forall(
                        indices(d), lambda q: eq(expectation(noise[i, q] * noise[j, q]), 0)
                    ),
                ),
            ),
        },
        forall(indices(d), row),
    ),
    changes=(
        "the entries need not be normal, and instead of independent they are uncorrelated within "
        "each column: no more is used",
    ),
    note="I_i(q) and M_i(q) are the entries of the matrices in row i and column q.",
    proof=(
        # Facts about reals, before there are indices to use the hypotheses at.
        Step(
            "squares",
            forall(reals(), lambda x: eq(x**2, x * x)),
            by.each(x, by.decide()),
        ),
        Step(
            "products with 0",
            forall(reals(), lambda x: forall(reals(), lambda y: implies(eq(x, 0), eq(x * y, 0)))),
            by.each(
                x, by.each(y, by.suppose("x is 0", Step("so is x y", eq(x * y, 0), by.decide())))
            ),
        ),
        Step(
            "the square of 1",
            forall(reals(), lambda x: implies(eq(x, 1), eq(x * x, 1))),
            by.each(x, by.suppose("x is 1", Step("so is x x", eq(x * x, 1), by.decide()))),
        ),
        Step("d variances", eq(d * variance, c / k), by.decide()),
        Step(
            "row by row",
            forall(indices(d), row),
            by.fix(
                i,
                Step("the i-th row of I", None, by.hypothesis(at("I is the identity matrix", i))),
                Step(
                    "I_ii = 1", eq(identity[i, i], 1), by.hypothesis(part("the i-th row of I", 0))
                ),
                Step(
                    "I_iq = 0",
                    forall(indices(d, omit=[i]), lambda q: eq(identity[i, q], 0)),
                    by.hypothesis(part("the i-th row of I", 1)),
                ),
                Step("a sum of zeros", eq(NO_MORE, 0), by.constant(NO_MORE)),
                Step(
                    "the mean of the i-th row",
                    forall(indices(d), lambda q: eq(expectation(noise[i, q]), 0)),
                    by.hypothesis(at("the entries of M have mean 0", i)),
                ),
                *DIAGONAL,
                Step("off the diagonal", off_diagonal(i), by.fix(j, *OFF_DIAGONAL)),
                Step(
                    "the i-th row",
                    row(i),
                    by.decide("the i-th of the diagonal", "off the diagonal"),
                ),
            ),
        ),
    ),
)

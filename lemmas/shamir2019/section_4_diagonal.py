"""Section 4, diagonal matrices: their product is diagonal, with the products on the diagonal."""

from lemmas.shamir2019._paper import shamir
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
    implies,
    indices,
    natural,
    over,
    rational,
    real,
    reals,
    sequence,
    statement,
    sum_,
)

d, i, j, p = natural("d"), natural("i"), natural("j"), natural("p")
x, y = real("x"), real("y")
A, B = sequence("A"), sequence("B")
ZERO = rational("0")


def diagonal(matrix: Symbol) -> Proposition:
    """That the entries of a matrix beside the diagonal are 0."""
    return forall(indices(d), lambda i: forall(indices(d, omit=[i]), lambda j: eq(matrix[i, j], 0)))


def entry(i: TermLike, j: TermLike, *omit: TermLike) -> Term:
    """An entry of A B, also without some of its terms."""
    return sum_(d, lambda p: A[i, p] * B[p, j], omit=omit)


def row(i: TermLike) -> Proposition:
    """What the entries of a row of A B are."""
    return both(
        eq(entry(i, i), A[i, i] * B[i, i]),
        forall(indices(d, omit=[i]), lambda j: eq(entry(i, j), 0)),
    )


NO_MORE = sum_(d, lambda p: ZERO, omit=[i])


def others_vanish(j: TermLike) -> Proposition:
    """That in an entry of the i-th row only the term at i is left."""
    return forall(indices(d, omit=[i]), lambda p: eq(A[i, p] * B[p, j], ZERO))


LEMMA = Lemma(
    id="shamir2019/section-4-diagonal",
    title="The product of two diagonal matrices is diagonal",
    source=shamir("4", "diagonal target and initialisation"),
    variant="as-printed",
    statement=statement(
        [d, over(A, d), over(B, d)],
        {"A is diagonal": diagonal(A), "B is diagonal": diagonal(B)},
        forall(indices(d), row),
    ),
    note="A_i(j) is the entry in row i and column j.  So the product of any number of diagonal "
    "layers has on its diagonal the products that the paper's one-dimensional results speak of.",
    proof=(
        Step(
            "products with 0",
            forall(reals(), lambda x: forall(reals(), lambda y: implies(eq(x, 0), eq(x * y, 0)))),
            by.each(
                x, by.each(y, by.suppose("x is 0", Step("so is x y", eq(x * y, 0), by.decide())))
            ),
        ),
        Step(
            "all rows",
            forall(indices(d), row),
            by.fix(
                i,
                Step("the row of A", None, by.hypothesis(at("A is diagonal", i))),
                Step(
                    "the other terms",
                    forall(indices(d), others_vanish),
                    by.each(
                        j,
                        by.each(
                            p,
                            by.hypothesis(
                                at(
                                    "products with 0",
                                    A[i, p],
                                    B[p, j],
                                    using=[at("the row of A", p)],
                                )
                            ),
                        ),
                    ),
                ),
                Step("a sum of zeros", eq(NO_MORE, 0), by.constant(NO_MORE)),
                Step(
                    "the term at i",
                    forall(indices(d), lambda j: eq(entry(i, j), A[i, i] * B[i, j])),
                    by.fix(
                        j,
                        Step(
                            "taken out",
                            eq(entry(i, j), A[i, i] * B[i, j] + entry(i, j, i)),
                            by.split_off(entry(i, j), i),
                        ),
                        Step(
                            "the others", others_vanish(j), by.hypothesis(at("the other terms", j))
                        ),
                        Step("all zero", eq(entry(i, j, i), NO_MORE), by.termwise("the others")),
                        Step(
                            "what is left",
                            eq(entry(i, j), A[i, i] * B[i, j]),
                            by.decide("taken out", "all zero", "a sum of zeros"),
                        ),
                    ),
                ),
                Step("on the diagonal", None, by.hypothesis(at("the term at i", i))),
                Step(
                    "beside it",
                    forall(indices(d, omit=[i]), lambda j: eq(entry(i, j), 0)),
                    by.fix(
                        j,
                        Step("the term", None, by.hypothesis(at("the term at i", j))),
                        Step("B_ij = 0", eq(B[i, j], 0), by.hypothesis(at("B is diagonal", i, j))),
                        Step("no term", eq(entry(i, j), 0), by.decide("the term", "B_ij = 0")),
                    ),
                ),
                Step("the row", row(i), by.decide("on the diagonal", "beside it")),
            ),
        ),
    ),
)

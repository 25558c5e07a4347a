"""Section 4, diagonal matrices: their product is diagonal, with the products on the diagonal."""

from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Step,
    at,
    both,
    by,
    eq,
    family,
    forall,
    implies,
    indices,
    natural,
    ne,
    over,
    rational,
    statement,
    sum_,
)

d, i, j, p = natural("d"), natural("i"), natural("j"), natural("p")
a, b = family("a"), family("b")
ZERO = rational("0")

ENTRY = sum_(d, lambda p: a[p] * b[p])
OTHERS = sum_(d, lambda p: a[p] * b[p], omit=[i])
NO_MORE = sum_(d, lambda p: ZERO, omit=[i])
BESIDE = implies(ne(i, j), eq(ENTRY, 0))
CONCLUSION = both(eq(ENTRY, a[i] * b[i]), BESIDE)

LEMMA = Lemma(
    id="shamir2019/section-4-diagonal",
    title="The product of two diagonal matrices is diagonal",
    source=shamir("4", "diagonal target and initialisation"),
    variant="as-printed",
    statement=statement(
        [d, i, j, over(a, d), over(b, d)],
        {
            "i is at least 1": 1 <= i,
            "i is at most d": i <= d,
            "the i-th row of A is diagonal": forall(indices(d, omit=[i]), lambda p: eq(a[p], 0)),
            "the j-th column of B is diagonal": forall(indices(d, omit=[j]), lambda p: eq(b[p], 0)),
        },
        CONCLUSION,
    ),
    note="a is the i-th row of A and b the j-th column of B, so that the sum is the entry (i, j) "
    "of A B: for i = j the product of the entries of the diagonals, and 0 otherwise.  So the "
    "product of any number of diagonal layers has on its diagonal the products that the paper's "
    "one-dimensional results speak of.",
    proof=(
        Step("the term at i", eq(ENTRY, a[i] * b[i] + OTHERS), by.split_off(ENTRY, i)),
        Step(
            "no other term",
            forall(indices(d, omit=[i]), lambda p: eq(a[p] * b[p], ZERO)),
            by.each(p, by.decide(at("the i-th row of A is diagonal", p))),
        ),
        Step("the other terms", eq(OTHERS, NO_MORE), by.termwise("no other term")),
        Step("a sum of zeros", eq(NO_MORE, 0), by.constant(NO_MORE)),
        Step(
            "what is left",
            eq(ENTRY, a[i] * b[i]),
            by.decide("the term at i", "the other terms", "a sum of zeros"),
        ),
        Step(
            "beside the diagonal",
            BESIDE,
            by.suppose(
                "i is not j",
                Step(
                    "b_i = 0", eq(b[i], 0), by.hypothesis(at("the j-th column of B is diagonal", i))
                ),
                Step("no term", eq(ENTRY, 0), by.decide("what is left", "b_i = 0")),
            ),
        ),
        Step("both", CONCLUSION, by.decide("what is left", "beside the diagonal")),
    ),
)

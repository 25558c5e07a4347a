"""Section 4: E[(A W)(A W)^T] = r E[A A^T], entry by entry, for one more independent layer W."""

from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.section_4_second_moment_step import LEMMA as STEP
from lemmas.shamir2019.section_4_second_moment_step import (
    NEW_ENTRY,
    OLD_ENTRY,
    A,
    W,
    d,
    i,
    j,
    p,
    q,
    r,
    term,
)
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    TermLike,
    by,
    eq,
    expectation,
    forall,
    indices,
    natural,
    statement,
    sum_,
)

n = natural("s")


def product(i: TermLike, s: TermLike) -> Term:
    """An entry of A W."""
    return sum_(d, lambda p: A[i, p] * W[p, s])


def expanded(p: TermLike, q: TermLike, s: TermLike) -> Term:
    """One term of a product of two entries of A W."""
    return A[i, p] * W[p, s] * (A[j, q] * W[q, s])


ENTRY = sum_(d, lambda s: product(i, s) * product(j, s))
X, Y = product(i, n), product(j, n)
FACTOR = A[i, p] * W[p, n]
COEFFICIENT = A[i, p] * A[j, q]


def row(s: TermLike) -> Term:
    """A term of the entry of (A W)(A W)^T, multiplied out."""
    return sum_(d, lambda p: sum_(d, lambda q: expanded(p, q, s)))


def one_term(p: TermLike, q: TermLike) -> Proposition:
    """That the terms with indices p and q add up to A_ip (W W^T)_pq A_jq."""
    return eq(sum_(d, lambda s: expanded(p, q, s)), term(p, q))


MIDDLE = sum_(d, lambda p: sum_(d, lambda s: sum_(d, lambda q: expanded(p, q, s))))
LAST = sum_(d, lambda p: sum_(d, lambda q: sum_(d, lambda s: expanded(p, q, s))))
INNER = sum_(d, lambda s: sum_(d, lambda q: expanded(p, q, s)))

# (A W)(A W)^T = A (W W^T) A^T, in the entry (i, j).
MULTIPLIED_OUT = (
    Step(
        "each term",
        forall(indices(d), lambda s: eq(product(i, s) * product(j, s), row(s))),
        by.fix(
            n,
            Step(
                "each of its parts",
                forall(
                    indices(d),
                    lambda p: eq(Y * (A[i, p] * W[p, n]), sum_(d, lambda q: expanded(p, q, n))),
                ),
                by.fix(
                    p,
                    Step("factors in", None, by.linear(d, [(FACTOR, lambda q: A[j, q] * W[q, n])])),
                    Step(
                        "one part",
                        eq(Y * (A[i, p] * W[p, n]), sum_(d, lambda q: expanded(p, q, n))),
                        by.decide("factors in"),
                    ),
                ),
            ),
            Step("Y in", None, by.linear(d, [(Y, lambda p: A[i, p] * W[p, n])])),
            Step(
                "part by part",
                eq(sum_(d, lambda p: Y * (A[i, p] * W[p, n])), row(n)),
                by.termwise("each of its parts"),
            ),
            Step("the term", eq(X * Y, row(n)), by.decide("Y in", "part by part")),
        ),
    ),
    Step(
        "term by term",
        eq(ENTRY, sum_(d, row)),
        by.termwise("each term"),
    ),
    Step(
        "p first",
        eq(sum_(d, row), MIDDLE),
        by.exchange(sum_(d, row)),
    ),
    Step("then q", eq(MIDDLE, LAST), by.termwise("q before s")),
    Step("the entries of W W^T", eq(LAST, NEW_ENTRY), by.termwise("row of terms")),
    Step(
        "the new entry",
        eq(NEW_ENTRY, ENTRY),
        by.decide("term by term", "p first", "then q", "the entries of W W^T"),
    ),
)

LEMMA = Lemma(
    id="shamir2019/section-4-product",
    title="E[(A W)(A W)^T] = r E[A A^T] for one more independent layer W",
    source=shamir("4", "near-identity initialisation with variance c/(dk)"),
    variant="effective",
    statement=statement(
        STEP.statement.variables,
        {h.name: h.proposition for h in STEP.statement.hypotheses},
        eq(expectation(ENTRY), r * expectation(OLD_ENTRY)),
    ),
    changes=STEP.changes,
    note="A_i(p) is the entry of A in row i and column p; likewise W_p(q).  The product over all "
    "k layers follows by induction (section-4-growth, where S_t is the second moment of t layers): "
    "matrices that are numbered by their layer cannot be written here.",
    proof=(
        Step(
            "q before s",
            forall(
                indices(d),
                lambda p: eq(
                    sum_(d, lambda s: sum_(d, lambda q: expanded(p, q, s))),
                    sum_(d, lambda q: sum_(d, lambda s: expanded(p, q, s))),
                ),
            ),
            by.each(p, by.exchange(INNER)),
        ),
        Step(
            "row of terms",
            forall(
                indices(d),
                lambda p: eq(
                    sum_(d, lambda q: sum_(d, lambda s: expanded(p, q, s))),
                    sum_(d, lambda q: term(p, q)),
                ),
            ),
            by.fix(
                p,
                Step(
                    "the terms",
                    forall(indices(d), lambda q: one_term(p, q)),
                    by.fix(
                        q,
                        Step(
                            "A taken out",
                            None,
                            by.linear(d, [(COEFFICIENT, lambda s: W[p, s] * W[q, s])]),
                        ),
                        Step(
                            "in another order",
                            eq(
                                sum_(d, lambda s: expanded(p, q, s)),
                                sum_(d, lambda s: COEFFICIENT * (W[p, s] * W[q, s])),
                            ),
                            by.termwise(),
                        ),
                        Step(
                            "one entry of W W^T",
                            one_term(p, q),
                            by.decide("A taken out", "in another order"),
                        ),
                    ),
                ),
                Step(
                    "the row",
                    eq(
                        sum_(d, lambda q: sum_(d, lambda s: expanded(p, q, s))),
                        sum_(d, lambda q: term(p, q)),
                    ),
                    by.termwise("the terms"),
                ),
            ),
        ),
        *MULTIPLIED_OUT,
        Step("one more layer", None, by.lemma(STEP)),
        Step(
            "the same mean",
            eq(expectation(NEW_ENTRY), expectation(ENTRY)),
            by.expectation_compare("the new entry", "one more layer"),
        ),
        Step(
            "conclusion",
            eq(expectation(ENTRY), r * expectation(OLD_ENTRY)),
            by.rewrite("the same mean", "one more layer"),
        ),
    ),
)

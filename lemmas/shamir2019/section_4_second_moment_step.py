"""Section 4: one more independent near-identity layer multiplies the second moment by 1 + c/k."""

from collections.abc import Callable

from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._section_4 import ZERO, mean_of_a_sum
from verifier import (
    Lemma,
    Proposition,
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
    statement,
    sum_,
)

d, i, j, p, q = natural("d"), natural("i"), natural("j"), natural("p"), natural("q")
r = real("r")

# A is the product of the layers so far, W the next layer.
A, W = random_sequence("A"), random_sequence("W")


def gram(p: TermLike, q: TermLike) -> Term:
    """An entry of W W^T."""
    return sum_(d, lambda l: W[p, l] * W[q, l])  # noqa: E741 (shows its name)


def term(p: TermLike, q: TermLike) -> Term:
    """A term of the (i, j) entry of A (W W^T) A^T."""
    return A[i, p] * gram(p, q) * A[j, q]


def part_of_entry(p: TermLike) -> Term:
    """The terms with one index p."""
    return sum_(d, lambda q: term(p, q))


def old(p: TermLike, q: TermLike) -> Term:
    """A product of an entry of the i-th and one of the j-th row of A."""
    return A[i, p] * A[j, q]


NEW_ENTRY = sum_(d, lambda p: sum_(d, lambda q: term(p, q)))
OLD_ENTRY = sum_(d, lambda p: old(p, p))


def exist(entry: Callable[[TermLike, TermLike], Term]) -> Proposition:
    """That the means of the entries of a matrix exist."""
    return forall(
        indices(d),
        lambda p: forall(
            indices(d), lambda q: eq(expectation(entry(p, q)), expectation(entry(p, q)))
        ),
    )


def independence(p: TermLike, q: TermLike) -> Proposition:
    """That W W^T is independent of A, as far as one term goes."""
    return eq(expectation(term(p, q)), expectation(old(p, q)) * expectation(gram(p, q)))


def scaled(p: TermLike) -> Proposition:
    """That the terms with one index p have r times the mean that they had without W."""
    return eq(expectation(part_of_entry(p)), r * expectation(old(p, p)))


MEANS = sum_(d, lambda q: expectation(term(p, q)))
OTHER_MEANS = sum_(d, lambda q: expectation(term(p, q)), omit=[p])
NO_MORE = sum_(d, lambda q: ZERO, omit=[p])

LEMMA = Lemma(
    id="shamir2019/section-4-second-moment-step",
    title="One more independent layer with E[W W^T] = r I multiplies the second moment by r",
    source=shamir("4", "near-identity initialisation with variance c/(dk)"),
    variant="effective",
    statement=statement(
        [d, i, j, r, over(A, d), over(W, d)],
        {
            "the means of the products of rows of A exist": exist(old),
            "the means of the entries of W W^T exist": exist(gram),
            "the means of the new terms exist": exist(term),
            "W W^T has means r on the diagonal": forall(
                indices(d), lambda p: eq(expectation(gram(p, p)), r)
            ),
            "W W^T has means 0 beside the diagonal": forall(
                indices(d),
                lambda p: forall(indices(d, omit=[p]), lambda q: eq(expectation(gram(p, q)), 0)),
            ),
            "W W^T is independent of A": forall(
                indices(d), lambda p: forall(indices(d), lambda q: independence(p, q))
            ),
        },
        eq(expectation(NEW_ENTRY), r * expectation(OLD_ENTRY)),
    ),
    changes=(
        "of the independence of the layers only this is used: each E[A_ip (W W^T)_pq A_jq] is "
        "E[A_ip A_jq] E[(W W^T)_pq]",
        "r is 1 + c/k for the layers of the paper: shamir2019/section-4-second-moment",
    ),
    note="A_i(p) is the entry of A in row i and column p; likewise W_p(q).  What is claimed of the "
    "(i, j) entry of A W W^T A^T is E[(A W)(A W)^T] = r E[A A^T].",
    proof=(
        Step(
            "each index",
            forall(indices(d), scaled),
            by.fix(
                p,
                Step(
                    "the row of terms",
                    forall(indices(d), lambda q: independence(p, q)),
                    by.hypothesis(at("W W^T is independent of A", p)),
                ),
                Step(
                    "the means exist",
                    forall(
                        indices(d),
                        lambda q: eq(expectation(term(p, q)), expectation(term(p, q))),
                    ),
                    by.each(q, by.decide(at("the row of terms", q), degree=1)),
                ),
                *mean_of_a_sum("the mean of the terms", d, lambda q: term(p, q), "the means exist"),
                Step("the term at p", None, by.split_off(MEANS, p, "the means exist")),
                Step(
                    "its factors",
                    independence(p, p),
                    by.hypothesis(at("the row of terms", p)),
                ),
                Step(
                    "r",
                    eq(expectation(gram(p, p)), r),
                    by.hypothesis(at("W W^T has means r on the diagonal", p)),
                ),
                Step("its mean", None, by.rewrite("r", "its factors")),
                Step(
                    "no other mean",
                    forall(indices(d, omit=[p]), lambda q: eq(expectation(term(p, q)), ZERO)),
                    by.fix(
                        q,
                        Step("the factors", None, by.hypothesis(at("the row of terms", q))),
                        Step(
                            "one is 0",
                            None,
                            by.hypothesis(at("W W^T has means 0 beside the diagonal", p, q)),
                        ),
                        Step("with 0", None, by.rewrite("one is 0", "the factors")),
                        Step("none", eq(expectation(term(p, q)), ZERO), by.hypothesis("with 0")),
                    ),
                ),
                Step("the others", eq(OTHER_MEANS, NO_MORE), by.termwise("no other mean")),
                Step("a sum of zeros", eq(NO_MORE, 0), by.constant(NO_MORE)),
                Step("split", None, by.rewrite("the term at p", "the mean of the terms")),
                Step("with its mean", None, by.rewrite("its mean", "split")),
                Step("with zeros", None, by.rewrite("the others", "with its mean")),
                Step("the index p", scaled(p), by.rewrite("a sum of zeros", "with zeros")),
            ),
        ),
        Step(
            "these means exist",
            forall(
                indices(d),
                lambda p: eq(expectation(part_of_entry(p)), expectation(part_of_entry(p))),
            ),
            by.each(p, by.decide(at("each index", p), degree=1)),
        ),
        *mean_of_a_sum("the mean of the entry", d, part_of_entry, "these means exist"),
        Step(
            "index by index",
            eq(
                sum_(d, lambda p: expectation(part_of_entry(p))),
                sum_(d, lambda p: r * expectation(old(p, p))),
            ),
            by.termwise("each index"),
        ),
        Step(
            "the old means exist",
            forall(indices(d), lambda p: eq(expectation(old(p, p)), expectation(old(p, p)))),
            by.each(p, by.decide(at("each index", p), degree=1)),
        ),
        Step(
            "r taken out",
            None,
            by.linear(d, [(r, lambda p: expectation(old(p, p)))], "the old means exist"),
        ),
        *mean_of_a_sum("the mean of the old entry", d, lambda p: old(p, p), "the old means exist"),
        Step("with r in", None, by.rewrite("index by index", "the mean of the entry")),
        Step("with r out", None, by.rewrite("r taken out", "with r in")),
        Step(
            "conclusion",
            eq(expectation(NEW_ENTRY), r * expectation(OLD_ENTRY)),
            by.rewrite("the mean of the old entry", "with r out", backwards=True),
        ),
    ),
)

"""Lemma 13, part: the entries of the Hessian on W, in the printed form, and their bound."""

from lemmas.shamir2019._lemma_13 import Point, at_least, delta, k, off_diagonal, product, w, y
from lemmas.shamir2019._paper import shamir
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
    forall,
    indices,
    natural,
    over,
    statement,
)

r, s = natural("r"), natural("s")

BOUND = 2 * y**2 / delta**2


def printed(x: Point, r: TermLike, s: TermLike) -> Term:
    """The entry (r, s), r != s, as the paper has it."""
    P = product(x)
    return (P - y) * (P / (x(r) * x(s))) + P**2 / (x(r) * x(s))


def on_diagonal(x: Point, r: TermLike) -> Proposition:
    """The entry (r, r): its printed form and its bound."""
    entry = product(x, r) ** 2
    return both(eq(entry, product(x) ** 2 / x(r) ** 2), abs(entry) <= BOUND)


def beside(x: Point, r: TermLike, s: TermLike) -> Proposition:
    """The entry (r, s), r != s: its printed form and its bound."""
    entry = off_diagonal(x, r, s)
    return both(eq(entry, printed(x, r, s)), abs(entry) <= BOUND)


def row(x: Point, r: TermLike) -> Proposition:
    """The entries of a row beside the diagonal."""
    return forall(indices(k, omit=[r]), lambda s: beside(x, r, s))


def entries(x: Point) -> Proposition:
    """All entries of the Hessian at a point: those on the diagonal and those beside it."""
    return both(
        forall(indices(k), lambda r: on_diagonal(x, r)), forall(indices(k), lambda r: row(x, r))
    )


P, Q_r, Q_s, R = product(w), product(w, r), product(w, s), product(w, r, s)
ENTRY = off_diagonal(w, r, s)

LEMMA = Lemma(
    id="shamir2019/lemma-13-hessian-bound",
    title="Bound on the entries of the Hessian",
    source=shamir("A.2.1", "Lemma 13"),
    variant="strengthened",
    statement=statement(
        [k, y, delta, over(w, k)],
        {
            "delta is positive": delta > 0,
            "all w_j are at least delta": at_least(delta, w),
            "P is at most y": P <= y,
        },
        entries(w),
    ),
    proof=(
        Step("P is positive", P > 0, by.sign()),
        Step(
            "P = w_r Q_r",
            forall(indices(k), lambda r: eq(P, w[r] * product(w, r))),
            by.fix(r, Step("taking out w_r", eq(P, w[r] * Q_r), by.split_off(P, r))),
        ),
        Step(
            "Q_r is positive",
            forall(indices(k), lambda r: product(w, r) > 0),
            by.fix(r, Step("sign", Q_r > 0, by.sign())),
        ),
        Step(
            "Q_r <= y/delta",
            forall(indices(k), lambda r: product(w, r) <= y / delta),
            by.decide("P = w_r Q_r", "Q_r is positive"),
        ),
        Step(
            "on the diagonal",
            forall(indices(k), lambda r: on_diagonal(w, r)),
            by.fix(
                r,
                Step("printed form", eq(Q_r**2, P**2 / w[r] ** 2), by.decide("P = w_r Q_r")),
                Step(
                    "from above",
                    Q_r**2 <= y**2 / delta**2,
                    by.decide("Q_r is positive", "Q_r <= y/delta"),
                ),
                Step(
                    "bound",
                    abs(Q_r**2) <= BOUND,
                    by.elementary("abs at most", Q_r**2, BOUND, using=["from above"]),
                ),
                Step("both", on_diagonal(w, r), by.decide("printed form", "bound")),
            ),
        ),
        Step(
            "beside the diagonal",
            forall(indices(k), lambda r: row(w, r)),
            by.fix(
                r,
                Step(
                    "the row",
                    row(w, r),
                    by.fix(
                        s,
                        Step("Q_r = w_s R", eq(Q_r, w[s] * R), by.split_off(Q_r, s)),
                        Step("Q_s = w_r R", eq(Q_s, w[r] * R), by.split_off(Q_s, r)),
                        Step("R is positive", R > 0, by.sign()),
                        Step(
                            "printed form",
                            eq(ENTRY, printed(w, r, s)),
                            by.decide(at("P = w_r Q_r", r), "Q_r = w_s R", "Q_s = w_r R"),
                        ),
                        Step(
                            "R <= y/delta**2",
                            R <= y / delta / delta,
                            by.decide("Q_r = w_s R", "R is positive", "Q_r <= y/delta"),
                        ),
                        Step(
                            "(P - y) R from below",
                            (P - y) * R >= -(y**2 / delta**2),
                            by.decide("R is positive", "R <= y/delta**2", "P is positive"),
                        ),
                        Step(
                            "Q_r Q_s from above",
                            Q_r * Q_s <= y**2 / delta**2,
                            by.decide("Q_r is positive", "Q_r <= y/delta"),
                        ),
                        Step(
                            "bound",
                            abs(ENTRY) <= BOUND,
                            by.elementary(
                                "abs at most",
                                ENTRY,
                                BOUND,
                                using=[
                                    "(P - y) R from below",
                                    "Q_r Q_s from above",
                                    "R is positive",
                                    "Q_r is positive",
                                ],
                            ),
                        ),
                        Step("both", beside(w, r, s), by.decide("printed form", "bound")),
                    ),
                ),
            ),
        ),
        Step("entries", entries(w), by.decide("on the diagonal", "beside the diagonal")),
    ),
    changes=("P(w) = y is allowed too",),
)

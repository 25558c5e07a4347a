"""Lemma 13, part: the entries of the Hessian on W, in the printed form, and their bound."""

from lemmas.shamir2019._lemma_13 import at_least, delta, k, product, w, y
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_13_hessian import off_diagonal
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
    statement,
)
from verifier.language.terms import Proposition, Term, TermLike

r, s = natural("r"), natural("s")

P = product(w)
BOUND = 2 * y**2 / delta**2


def printed(r: TermLike, s: TermLike) -> Term:
    """The entry (r, s), r != s, as the paper has it."""
    return (P - y) * (P / (w[r] * w[s])) + P**2 / (w[r] * w[s])


def on(r: TermLike) -> Proposition:
    """The entry (r, r): its printed form and its bound."""
    return both(eq(product(w, r) ** 2, P**2 / w[r] ** 2), abs(product(w, r) ** 2) <= BOUND)


def off(r: TermLike, s: TermLike) -> Proposition:
    """The entry (r, s): its printed form and its bound."""
    entry = off_diagonal(r, s)
    return both(eq(entry, printed(r, s)), abs(entry) <= BOUND)


def off_row(r: TermLike) -> Proposition:
    """The entries of row r off the diagonal."""
    return forall(indices(k, omit=[r]), lambda s: off(r, s))


ON_DIAGONAL = forall(indices(k), on)
OFF_DIAGONAL = forall(indices(k), off_row)

Q_r, Q_s, R = product(w, r), product(w, s), product(w, r, s)

LEMMA = Lemma(
    id="shamir2019/lemma-13-hessian-bound",
    title="Bound on the entries of the Hessian",
    source=shamir("A.2.1", "Lemma 13"),
    variant="as-printed",
    statement=statement(
        [k, y, delta, over(w, k)],
        {
            "delta is positive": delta > 0,
            "the coordinates are at least delta": at_least(delta, w),
            "P is at most y": product(w) <= y,
        },
        both(ON_DIAGONAL, OFF_DIAGONAL),
    ),
    proof=(
        Step("P is positive", P > 0, by.sign()),
        Step(
            "taking out one factor",
            forall(indices(k), lambda r: eq(P, w[r] * product(w, r))),
            by.fix(r, Step("w_r", eq(P, w[r] * Q_r), by.split_off(P, r))),
        ),
        Step(
            "Q_r is positive",
            forall(indices(k), lambda r: product(w, r) > 0),
            by.fix(r, Step("sign", Q_r > 0, by.sign())),
        ),
        Step(
            "Q_r <= y/delta",
            forall(indices(k), lambda r: product(w, r) <= y / delta),
            by.decide("taking out one factor", "Q_r is positive"),
        ),
        Step(
            "on the diagonal",
            ON_DIAGONAL,
            by.fix(
                r,
                Step(
                    "printed form",
                    eq(Q_r**2, P**2 / w[r] ** 2),
                    by.decide("taking out one factor"),
                ),
                Step(
                    "Q_r**2 <= y**2/delta**2",
                    Q_r**2 <= y**2 / delta**2,
                    by.decide("Q_r is positive", "Q_r <= y/delta"),
                ),
                Step("size", eq(abs(Q_r**2), Q_r**2), by.elementary("abs of nonnegative", Q_r**2)),
                Step(
                    "bound",
                    abs(Q_r**2) <= BOUND,
                    by.decide("size", "Q_r**2 <= y**2/delta**2"),
                ),
                Step("both", on(r), by.decide("printed form", "bound")),
            ),
        ),
        Step(
            "off the diagonal",
            OFF_DIAGONAL,
            by.fix(
                r,
                Step(
                    "row",
                    off_row(r),
                    by.fix(
                        s,
                        Step("w_s out of Q_r", eq(Q_r, w[s] * R), by.split_off(Q_r, s)),
                        Step("w_r out of Q_s", eq(Q_s, w[r] * R), by.split_off(Q_s, r)),
                        Step("R is positive", R > 0, by.sign()),
                        Step(
                            "printed form",
                            eq(off_diagonal(r, s), printed(r, s)),
                            by.decide(
                                at("taking out one factor", r), "w_s out of Q_r", "w_r out of Q_s"
                            ),
                        ),
                        Step(
                            "R <= y/delta**2",
                            R <= y / delta / delta,
                            by.decide("w_s out of Q_r", "R is positive", "Q_r <= y/delta"),
                        ),
                        Step(
                            "from below",
                            (P - y) * R >= -(y**2 / delta**2),
                            by.decide("R is positive", "R <= y/delta**2", "P is positive"),
                        ),
                        Step(
                            "from above",
                            Q_r * Q_s <= y**2 / delta**2,
                            by.decide("Q_r is positive", "Q_r <= y/delta"),
                        ),
                        Step(
                            "bound",
                            abs(off_diagonal(r, s)) <= BOUND,
                            by.elementary(
                                "abs at most",
                                off_diagonal(r, s),
                                BOUND,
                                using=["from below", "from above", "R is positive", "Q_r is positive"],
                            ),
                        ),
                        Step("both", off(r, s), by.decide("printed form", "bound")),
                    ),
                ),
            ),
        ),
        Step("both", both(ON_DIAGONAL, OFF_DIAGONAL), by.decide("on the diagonal", "off the diagonal")),
    ),
)

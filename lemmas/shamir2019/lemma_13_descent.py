"""Lemma 13, part: the descent inequality between two points of W, the second above the first.

W is not convex, so the Hessian is bounded on the segment between the points: P grows along it, and
so stays at most y.
"""

from lemmas.shamir2019._lemma_13 import (
    Point,
    at_least,
    delta,
    gradient,
    k,
    loss,
    off_diagonal,
    product,
    v,
    w,
    y,
)
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_13_hessian_bound import BOUND, entries
from lemmas.shamir2019.lemma_13_hessian_bound import LEMMA as HESSIAN_BOUND
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

i, j, tau = natural("i"), natural("j"), real("tau")
ONE = rational("1")


def u(i: TermLike) -> Term:
    """The change of a coordinate."""
    return v[i] - w[i]


def along(t: Term) -> Point:
    """The point at t on the segment from w to v."""
    return lambda i: w[i] + t * u(i)


def total(*omit: TermLike) -> Term:
    """The sum of the changes."""
    return sum_(k, u, omit=omit)


def slope(x: Point, *omit: TermLike) -> Term:
    """The sum of u_i Q_i: the derivative of P along the segment."""
    return sum_(k, lambda i: u(i) * product(x, i), omit=omit)


def bend(x: Point, i: TermLike) -> Term:
    """The sum of u_j R_ij over j != i: the derivative of Q_i along the segment."""
    return sum_(k, lambda j: u(j) * product(x, i, j), omit=[i])


def second(x: Point) -> Term:
    """The second derivative of F along the segment."""
    return slope(x) ** 2 + (product(x) - y) * sum_(k, lambda i: u(i) * bend(x, i))


SQUARES = sum_(k, lambda i: u(i) ** 2)
MOST = BOUND * (k * SQUARES)


def bounded(t: Term) -> Proposition:
    """The bound on the second derivative at a point of the segment."""
    return implies(both(0 <= t, t <= 1), second(along(t)) <= MOST)


x = along(tau)


def row(i: TermLike) -> Term:
    """The i-th entry of the Hessian at x times u."""
    return product(x, i) * slope(x) + (product(x) - y) * bend(x, i)


def beside(i: TermLike) -> Proposition:
    """The bound on the entries beside the diagonal, each times u_j."""
    return forall(indices(k, omit=[i]), lambda j: off_diagonal(x, i, j) * u(j) <= BOUND * u(j))


def rest(i: TermLike) -> Term:
    """The sum of the entries (i, j) times u_j over j != i."""
    return sum_(k, lambda j: off_diagonal(x, i, j) * u(j), omit=[i])


ONE_ROW = (
    Step("x_i >= delta", at_least(delta, x), by.decide()),
    Step("x_i <= v_i", forall(indices(k), lambda i: x(i) <= v[i]), by.decide()),
    Step(
        "P grows along the segment",
        product(x) <= product(v),
        by.termwise("x_i >= delta", "x_i <= v_i"),
    ),
    Step(
        "Hessian at x",
        entries(x),
        by.lemma(HESSIAN_BOUND, {w: x}, "x_i >= delta", "P grows along the segment"),
    ),
    Step("diagonal at x", None, by.hypothesis(part("Hessian at x", 0))),
    Step("beside the diagonal at x", None, by.hypothesis(part("Hessian at x", 1))),
    Step(
        "one row",
        forall(indices(k), lambda i: row(i) <= BOUND * total()),
        by.fix(
            i,
            Step(
                "slope without i",
                eq(slope(x), u(i) * product(x, i) + slope(x, i)),
                by.split_off(slope(x), i),
            ),
            Step("changes without i", eq(total(), u(i) + total(i)), by.split_off(total(), i)),
            Step(
                "size on the diagonal",
                abs(product(x, i) ** 2) <= BOUND,
                by.hypothesis(part(at("diagonal at x", i), 1)),
            ),
            Step(
                "upper bound by the size",
                None,
                by.elementary("abs bounds", product(x, i) ** 2),
            ),
            Step(
                "on the diagonal",
                product(x, i) ** 2 * u(i) <= BOUND * u(i),
                by.decide("size on the diagonal", "upper bound by the size"),
            ),
            Step(
                "beside the diagonal",
                beside(i),
                by.fix(
                    j,
                    Step(
                        "size",
                        abs(off_diagonal(x, i, j)) <= BOUND,
                        by.hypothesis(part(at("beside the diagonal at x", i, j), 1)),
                    ),
                    Step(
                        "upper bound by the size",
                        None,
                        by.elementary("abs bounds", off_diagonal(x, i, j)),
                    ),
                    Step(
                        "times u_j",
                        off_diagonal(x, i, j) * u(j) <= BOUND * u(j),
                        by.decide("size", "upper bound by the size"),
                    ),
                ),
            ),
            Step(
                "summed beside the diagonal",
                rest(i) <= sum_(k, lambda j: BOUND * u(j), omit=[i]),
                by.termwise("beside the diagonal"),
            ),
            Step(
                "its left side",
                eq(rest(i), product(x, i) * slope(x, i) + (product(x) - y) * bend(x, i)),
                by.linear(
                    k,
                    [
                        (product(x, i), lambda j: u(j) * product(x, j)),
                        (product(x) - y, lambda j: u(j) * product(x, i, j)),
                    ],
                    omit=[i],
                ),
            ),
            Step(
                "its right side",
                eq(sum_(k, lambda j: BOUND * u(j), omit=[i]), BOUND * total(i)),
                by.linear(k, [(BOUND, u)], omit=[i]),
            ),
            Step(
                "together",
                row(i) <= BOUND * total(),
                by.decide(
                    "slope without i",
                    "changes without i",
                    "on the diagonal",
                    "summed beside the diagonal",
                    "its left side",
                    "its right side",
                ),
            ),
        ),
    ),
)

LEMMA = Lemma(
    id="shamir2019/lemma-13-descent",
    title="Descent inequality on W",
    source=shamir("A.2.1", "Lemma 13"),
    variant="strengthened",
    changes=(
        "in place of a step within W: all w_j are at least delta, none decreases, and P(v) is at "
        "most y",
    ),
    statement=statement(
        [k, y, delta, over(w, k), over(v, k)],
        {
            "delta is positive": delta > 0,
            "all w_j are at least delta": at_least(delta, w),
            "no coordinate decreases": forall(indices(k), lambda i: v[i] >= w[i]),
            "P(v) is at most y": product(v) <= y,
        },
        loss(v)
        <= loss(w) + sum_(k, lambda j: gradient(w, j) * u(j)) + k * y**2 / delta**2 * SQUARES,
    ),
    proof=(
        Step(
            "Cauchy-Schwarz with ones",
            total() ** 2 <= sum_(k, lambda i: ONE) * SQUARES,
            by.cauchy_schwarz(k, lambda i: ONE, u),
        ),
        Step("k ones", eq(sum_(k, lambda i: ONE), k), by.constant(sum_(k, lambda i: ONE))),
        Step("delta**2 is positive", delta**2 > 0, by.decide()),
        Step(
            "the bound is nonnegative",
            BOUND >= 0,
            by.decide("delta**2 is positive", squares=[y]),
        ),
        Step(
            "second derivative on the segment",
            forall(reals(), bounded),
            by.fix(
                tau,
                Step(
                    "at tau",
                    bounded(tau),
                    by.suppose(
                        "tau lies in [0, 1]",
                        *ONE_ROW,
                        Step(
                            "each row times u_i",
                            forall(indices(k), lambda i: row(i) * u(i) <= BOUND * total() * u(i)),
                            by.decide("one row"),
                        ),
                        Step(
                            "summed",
                            sum_(k, lambda i: row(i) * u(i))
                            <= sum_(k, lambda i: BOUND * total() * u(i)),
                            by.termwise("each row times u_i"),
                        ),
                        Step(
                            "left side",
                            eq(sum_(k, lambda i: row(i) * u(i)), second(x)),
                            by.linear(
                                k,
                                [
                                    (slope(x), lambda i: u(i) * product(x, i)),
                                    (product(x) - y, lambda i: u(i) * bend(x, i)),
                                ],
                            ),
                        ),
                        Step(
                            "right side",
                            eq(
                                sum_(k, lambda i: BOUND * total() * u(i)),
                                BOUND * total() * total(),
                            ),
                            by.linear(k, [(BOUND * total(), u)]),
                        ),
                        Step(
                            "bound",
                            second(x) <= MOST,
                            by.decide(
                                "summed",
                                "left side",
                                "right side",
                                "Cauchy-Schwarz with ones",
                                "k ones",
                                "the bound is nonnegative",
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "Taylor's theorem",
            loss(v) <= loss(w) + (product(w) - y) * slope(w) + MOST / 2,
            by.taylor(
                (product(along(tau)) - y) ** 2 / 2,
                tau,
                MOST,
                "second derivative on the segment",
            ),
        ),
        Step(
            "gradient times change",
            eq(sum_(k, lambda j: gradient(w, j) * u(j)), (product(w) - y) * slope(w)),
            by.linear(k, [(product(w) - y, lambda j: u(j) * product(w, j))]),
        ),
        Step(
            "descent",
            loss(v)
            <= loss(w) + sum_(k, lambda j: gradient(w, j) * u(j)) + k * y**2 / delta**2 * SQUARES,
            by.decide("Taylor's theorem", "gradient times change"),
        ),
    ),
)

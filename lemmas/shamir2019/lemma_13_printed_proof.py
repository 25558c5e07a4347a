"""Lemma 13, the paper's own proof: the iteration count is off by one."""

from lemmas.shamir2019._lemma_13 import (
    ALL_COORDINATES,
    RATE,
    SETTING,
    delta,
    eta,
    gamma,
    gradient,
    in_w,
    k,
    loss,
    m,
    off_diagonal,
    product,
    stays,
    step,
    v,
    w,
    y,
)
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_12_log_of_a_sum import LEMMA as LEMMA_12
from lemmas.shamir2019.lemma_12_log_of_a_sum import a, b
from lemmas.shamir2019.lemma_13_convergence import LEMMA as CONVERGENCE
from lemmas.shamir2019.lemma_13_convergence import eps, point
from lemmas.shamir2019.lemma_13_convergence import w as run
from lemmas.shamir2019.lemma_13_hessian import LEMMA as HESSIAN
from lemmas.shamir2019.lemma_13_hessian import second
from lemmas.shamir2019.lemma_13_hessian_bound import BOUND, printed
from lemmas.shamir2019.lemma_13_hessian_bound import LEMMA as HESSIAN_BOUND
from lemmas.shamir2019.lemma_13_invariant_set import LEMMA as INVARIANT_SET
from lemmas.shamir2019.lemma_13_linear_rate import DESCENT_STEPS
from lemmas.shamir2019.lemma_13_linear_rate import LEMMA as LINEAR_RATE
from lemmas.shamir2019.lemma_13_pl_inequality import LEMMA as PL_INEQUALITY
from verifier import (
    Lemma,
    PrintedStep,
    Proposition,
    Step,
    Term,
    TermLike,
    at,
    both,
    by,
    eq,
    exp,
    family,
    forall,
    indices,
    log,
    natural,
    over,
    part,
    real,
    sequence,
    statement,
    sum_,
    times,
)

j, r, q, t = natural("j"), natural("r"), natural("q"), natural("t")
p, z, loss_at_t = real("p"), real("z"), real("L")
H, x = sequence("H"), family("x")

P, P_NEW = product(w), product(v)
GAP = eta * (y - P)
ALL = over(w, k), over(v, k)

IN_W = {**SETTING, **in_w(w)}
SMALL = {
    "the step size is positive": eta > 0,
    "the step size is small": eta <= delta**2 / (2 * k * y**2),
}
ONE_STEP = {**IN_W, **SMALL, "v is the next point": step(w, v)}

# The four lines of the display for log(prod w'), from the second on.
MOVED = sum_(k, lambda j: log(w[j] + GAP * product(w, j)))
BY_LEMMA_12 = sum_(k, lambda j: log(w[j])) + GAP * sum_(k, lambda j: product(w, j) / w[j])
WITH_P = log(P) + GAP * P * sum_(k, lambda j: 1 / w[j] ** 2)
WITH_DELTA = log(P) + GAP * y * sum_(k, lambda j: 1 / delta**2)
LAST = log(P) + eta * (y * k / delta**2) * (y - P)

SMOOTHNESS = k * y**2 / delta**2
NORM = sum_(k, lambda j: gradient(w, j) ** 2)
FIRST = sum_(k, lambda j: gradient(w, j) * (v[j] - w[j]))
SECOND = sum_(k, lambda j: (v[j] - w[j]) ** 2)

P_POSITIVE = Step("P is positive", P > 0, by.sign("all w_j are at least delta"))
PARTS_POSITIVE = Step(
    "Q_j is positive",
    forall(indices(k), lambda j: product(w, j) > 0),
    by.fix(
        j,
        Step("sign", product(w, j) > 0, by.sign("all w_j are at least delta")),
    ),
)
P_SPLIT = Step(
    "P = w_j Q_j",
    forall(indices(k), lambda j: eq(P, w[j] * product(w, j))),
    by.fix(j, Step("w_j taken out", eq(P, w[j] * product(w, j)), by.split_off(P, j))),
)
GAP_POSITIVE = Step("eta (y - P) is positive", GAP > 0, by.decide())
MOVES_UP = Step(
    "eta (y - P) Q_j is nonnegative",
    forall(indices(k), lambda j: GAP * product(w, j) >= 0),
    by.decide("Q_j is positive", "eta (y - P) is positive"),
)


def grows(j: TermLike) -> Proposition:
    """w'_j >= w_j > 0."""
    return both(v[j] >= w[j], w[j] > 0)


def entry(r: TermLike) -> Proposition:
    """The entry (r, r) of the Hessian."""
    return eq(second(r, r), P**2 / w[r] ** 2)


def entry_beside(r: TermLike, q: TermLike) -> Proposition:
    """The entry (r, q) of the Hessian, q != r."""
    return eq(second(r, q), printed(w, r, q))


HESSIAN_ENTRIES = both(
    forall(indices(k), entry),
    forall(indices(k), lambda r: forall(indices(k, omit=[r]), lambda q: entry_beside(r, q))),
)
ENTRIES_BOUNDED = both(
    forall(indices(k), lambda r: abs(second(r, r)) <= BOUND),
    forall(
        indices(k),
        lambda r: forall(indices(k, omit=[r]), lambda q: abs(second(r, q)) <= BOUND),
    ),
)
HESSIAN_STEPS = (
    ALL_COORDINATES,
    Step("the Hessian", HESSIAN.statement.conclusion, by.lemma(HESSIAN)),
    Step(
        "entries",
        HESSIAN_BOUND.statement.conclusion,
        by.lemma(HESSIAN_BOUND, None, "all w_j are at least delta"),
    ),
    Step("twice by w_r", None, by.hypothesis(part("the Hessian", 0))),
    Step("by w_s, then by w_r", None, by.hypothesis(part("the Hessian", 1))),
    Step("on the diagonal", None, by.hypothesis(part("entries", 0))),
    Step("beside the diagonal", None, by.hypothesis(part("entries", 1))),
)

LINEAR = loss(v) <= exp(-(RATE * eta)) * loss(w)


def bound_at(t: TermLike) -> Term:
    """The factor exp(-k delta**2 gamma**(2(k-2)) eta t)."""
    return exp(-(RATE * eta * t))


LATE = t >= log(y**2 / (2 * eps)) / (RATE * eta)

RATIO, TOTAL = y**2 / (2 * eps), RATE * eta * t
SOLVING = (
    Step("gamma is positive", gamma > 0, by.decide()),
    Step(
        "the power is positive",
        gamma ** (2 * (k - 2)) > 0,
        by.elementary("power is positive", gamma, 2 * (k - 2), using=["gamma is positive"]),
    ),
    Step("k eta is positive", k * eta > 0, by.decide()),
    Step("delta**2 is positive", delta**2 > 0, by.decide()),
    Step(
        "delta**2 times the power is positive",
        delta**2 * gamma ** (2 * (k - 2)) > 0,
        by.decide("the power is positive", "delta**2 is positive"),
    ),
    Step(
        "the rate is positive",
        RATE * eta > 0,
        by.decide("k eta is positive", "delta**2 times the power is positive"),
    ),
    Step("y**2/(2 eps) is positive", RATIO > 0, by.decide()),
    Step("in the exponent", log(RATIO) <= TOTAL, by.decide("the rate is positive")),
    Step(
        "exp of it",
        exp(log(RATIO)) <= exp(TOTAL),
        by.elementary(
            "exp is monotone",
            log(RATIO),
            TOTAL,
            using=["in the exponent", "gamma is positive", "y**2/(2 eps) is positive"],
        ),
    ),
    Step(
        "exp of log",
        eq(exp(log(RATIO)), RATIO),
        by.elementary("exp of log", RATIO, using=["y**2/(2 eps) is positive"]),
    ),
    Step(
        "opposite exponents",
        eq(exp(TOTAL + -TOTAL), exp(TOTAL) * exp(-TOTAL)),
        by.elementary("exp of sum", TOTAL, -TOTAL, using=["gamma is positive"]),
    ),
    Step("exp(0) = 1", eq(exp(0), 1), by.elementary("exp of zero")),
    Step(
        "the factor at t",
        RATIO * exp(-TOTAL) <= 1,
        by.decide("exp of it", "exp of log", "opposite exponents", "exp(0) = 1"),
    ),
    Step("in eps", y**2 / 2 * exp(-TOTAL) <= eps, by.decide("the factor at t")),
    Step("the bound at t", loss_at_t <= eps, by.decide("in eps")),
)

STAYS_IN_W = (
    PrintedStep(
        "the coordinates grow",
        statement([k, m, y, delta, gamma, eta, *ALL], ONE_STEP, forall(indices(k), grows)),
        (
            ALL_COORDINATES,
            PARTS_POSITIVE,
            GAP_POSITIVE,
            MOVES_UP,
            Step(
                "w'_j >= w_j",
                forall(indices(k), grows),
                by.decide("eta (y - P) Q_j is nonnegative", "all w_j are at least delta"),
            ),
        ),
    ),
    PrintedStep(
        "log of the new product as a sum",
        statement([k, m, y, delta, gamma, eta, *ALL], ONE_STEP, eq(log(P_NEW), MOVED)),
        (
            ALL_COORDINATES,
            PARTS_POSITIVE,
            GAP_POSITIVE,
            MOVES_UP,
            Step(
                "w'_j is positive",
                forall(indices(k), lambda j: v[j] > 0),
                by.decide("eta (y - P) Q_j is nonnegative", "all w_j are at least delta"),
            ),
            Step(
                "log of a product",
                eq(log(P_NEW), sum_(k, lambda j: log(v[j]))),
                by.image("log", P_NEW, "w'_j is positive"),
            ),
            Step(
                "the update in each term",
                forall(indices(k), lambda j: eq(log(v[j]), log(w[j] + GAP * product(w, j)))),
                by.fix(
                    j,
                    Step("w'_j", eq(v[j], w[j] + GAP * product(w, j)), by.decide()),
                    Step(
                        "its log",
                        eq(log(v[j]), log(w[j] + GAP * product(w, j))),
                        by.congruence("log", "w'_j", "w'_j is positive"),
                    ),
                ),
            ),
            Step(
                "in the sum",
                eq(sum_(k, lambda j: log(v[j])), MOVED),
                by.termwise("the update in each term"),
            ),
            Step("display", eq(log(P_NEW), MOVED), by.decide("log of a product", "in the sum")),
        ),
    ),
    PrintedStep(
        "Lemma 12 in each term",
        statement(
            [k, m, y, delta, gamma, eta, over(w, k)], {**IN_W, **SMALL}, MOVED <= BY_LEMMA_12
        ),
        (
            ALL_COORDINATES,
            PARTS_POSITIVE,
            GAP_POSITIVE,
            MOVES_UP,
            Step(
                "each term",
                forall(
                    indices(k),
                    lambda j: (
                        log(w[j] + GAP * product(w, j))
                        <= 1 * log(w[j]) + GAP * (product(w, j) / w[j])
                    ),
                ),
                by.fix(
                    j,
                    Step(
                        "Lemma 12",
                        log(w[j] + GAP * product(w, j)) <= log(w[j]) + GAP * product(w, j) / w[j],
                        by.lemma(
                            LEMMA_12,
                            {a: w[j], b: GAP * product(w, j)},
                            "all w_j are at least delta",
                            "eta (y - P) Q_j is nonnegative",
                        ),
                    ),
                    Step(
                        "the factor in front",
                        log(w[j] + GAP * product(w, j))
                        <= 1 * log(w[j]) + GAP * (product(w, j) / w[j]),
                        by.decide("Lemma 12", "all w_j are at least delta"),
                    ),
                ),
            ),
            Step(
                "summed",
                MOVED <= sum_(k, lambda j: 1 * log(w[j]) + GAP * (product(w, j) / w[j])),
                by.termwise("each term"),
            ),
            Step(
                "in two sums",
                eq(sum_(k, lambda j: 1 * log(w[j]) + GAP * (product(w, j) / w[j])), BY_LEMMA_12),
                by.linear(
                    k,
                    [(1, lambda j: log(w[j])), (GAP, lambda j: product(w, j) / w[j])],
                    "all w_j are at least delta",
                ),
            ),
            Step("display", MOVED <= BY_LEMMA_12, by.decide("summed", "in two sums")),
        ),
    ),
    PrintedStep(
        "the product put in",
        statement(
            [k, m, y, delta, gamma, eta, over(w, k)], {**IN_W, **SMALL}, eq(BY_LEMMA_12, WITH_P)
        ),
        (
            ALL_COORDINATES,
            P_SPLIT,
            Step(
                "log of the product",
                eq(log(P), sum_(k, lambda j: log(w[j]))),
                by.image("log", P, "all w_j are at least delta"),
            ),
            Step(
                "each quotient",
                forall(indices(k), lambda j: eq(product(w, j) / w[j], P * (1 / w[j] ** 2))),
                by.decide("P = w_j Q_j", "all w_j are at least delta"),
            ),
            Step(
                "all quotients",
                eq(
                    sum_(k, lambda j: product(w, j) / w[j]),
                    sum_(k, lambda j: P * (1 / w[j] ** 2)),
                ),
                by.termwise("each quotient"),
            ),
            Step(
                "P taken out",
                eq(
                    sum_(k, lambda j: P * (1 / w[j] ** 2)),
                    P * sum_(k, lambda j: 1 / w[j] ** 2),
                ),
                by.linear(k, [(P, lambda j: 1 / w[j] ** 2)], "all w_j are at least delta"),
            ),
            Step(
                "display",
                eq(BY_LEMMA_12, WITH_P),
                by.decide("log of the product", "all quotients", "P taken out"),
            ),
        ),
    ),
    PrintedStep(
        "the bound by delta",
        statement([k, m, y, delta, gamma, eta, over(w, k)], {**IN_W, **SMALL}, WITH_P < WITH_DELTA),
        (
            ALL_COORDINATES,
            P_POSITIVE,
            GAP_POSITIVE,
            Step("delta**2 is positive", delta**2 > 0, by.decide()),
            Step(
                "each term",
                forall(indices(k), lambda j: 1 / w[j] ** 2 <= 1 / delta**2),
                by.fix(
                    j,
                    Step(
                        "squares",
                        delta**2 <= w[j] ** 2,
                        by.decide(at("all w_j are at least delta", j)),
                    ),
                    Step(
                        "inverses",
                        1 / w[j] ** 2 <= 1 / delta**2,
                        by.decide("squares", "delta**2 is positive"),
                    ),
                ),
            ),
            Step(
                "summed",
                sum_(k, lambda j: 1 / w[j] ** 2) <= sum_(k, lambda j: 1 / delta**2),
                by.termwise("each term"),
            ),
            Step(
                "k equal terms",
                eq(sum_(k, lambda j: 1 / delta**2), k * (1 / delta**2)),
                by.constant(sum_(k, lambda j: 1 / delta**2)),
            ),
            Step("k is positive", k > 0, by.decide()),
            Step(
                "the sum is positive",
                sum_(k, lambda j: 1 / delta**2) > 0,
                by.decide("k equal terms", "k is positive", "delta**2 is positive"),
            ),
            Step(
                "P times the sum",
                P * sum_(k, lambda j: 1 / w[j] ** 2) < y * sum_(k, lambda j: 1 / delta**2),
                by.decide("summed", "the sum is positive", "P is positive"),
            ),
            Step(
                "display",
                WITH_P < WITH_DELTA,
                by.decide("P is positive", "P times the sum", "eta (y - P) is positive"),
            ),
        ),
    ),
    PrintedStep(
        "the k equal terms",
        statement(
            [k, m, y, delta, gamma, eta, over(w, k)], {**IN_W, **SMALL}, eq(WITH_DELTA, LAST)
        ),
        (
            ALL_COORDINATES,
            P_POSITIVE,
            Step(
                "k equal terms",
                eq(sum_(k, lambda j: 1 / delta**2), k * (1 / delta**2)),
                by.constant(sum_(k, lambda j: 1 / delta**2)),
            ),
            Step("display", eq(WITH_DELTA, LAST), by.decide("k equal terms", "P is positive")),
        ),
    ),
    PrintedStep(
        "what it is enough to require",
        statement(
            [k, m, y, delta, gamma, eta, *ALL],
            {
                **IN_W,
                "w' is positive": forall(indices(k), lambda j: v[j] > 0),
                "P is positive": P > 0,
                "the display": log(P_NEW) < LAST,
                "what is required": eta * (y * k / delta**2) <= (log(y) - log(P)) / (y - P),
            },
            P_NEW < y,
        ),
        (
            Step("the new product is positive", P_NEW > 0, by.sign("w' is positive")),
            Step("the logs", log(P_NEW) < log(y), by.decide()),
            Step(
                "exp of both",
                exp(log(P_NEW)) < exp(log(y)),
                by.elementary(
                    "exp is strictly monotone",
                    log(P_NEW),
                    log(y),
                    using=["the logs", "the new product is positive"],
                ),
            ),
            Step(
                "back to the product",
                eq(exp(log(P_NEW)), P_NEW),
                by.elementary("exp of log", P_NEW, using=["the new product is positive"]),
            ),
            Step("back to y", eq(exp(log(y)), y), by.elementary("exp of log", y)),
            Step(
                "the product stays below y",
                P_NEW < y,
                by.decide("exp of both", "back to the product", "back to y"),
            ),
        ),
    ),
    PrintedStep(
        "the mean value theorem",
        statement(
            [y, p],
            {"p is positive": p > 0, "p is below y": p < y},
            (log(y) - log(p)) / (y - p) >= 1 / y,
        ),
        (
            Step(
                "the slope of log is at least 1/y",
                1 / y * (y - p) <= log(y) - log(p),
                by.mean_value(log(z), z, p, y, 1 / y),
            ),
            Step(
                "the quotient",
                (log(y) - log(p)) / (y - p) >= 1 / y,
                by.decide("the slope of log is at least 1/y"),
            ),
        ),
    ),
    PrintedStep(
        "the step size suffices",
        statement(
            [k, y, delta, eta],
            {
                "there is a factor": k >= 1,
                "y is positive": y > 0,
                "delta is positive": delta > 0,
                **SMALL,
            },
            eta * (y * k / delta**2) <= 1 / y,
        ),
        (
            Step("k y**2 is positive", k * y**2 > 0, by.decide()),
            Step("delta**2 is positive", delta**2 > 0, by.decide()),
            Step(
                "2 k y**2 eta <= delta**2",
                2 * k * y**2 * eta <= delta**2,
                by.decide("k y**2 is positive"),
            ),
            Step("k y**2 eta >= 0", k * y**2 * eta >= 0, by.decide("k y**2 is positive")),
            Step(
                "divided",
                eta * (y * k / delta**2) <= 1 / y,
                by.decide("2 k y**2 eta <= delta**2", "k y**2 eta >= 0", "delta**2 is positive"),
            ),
        ),
    ),
    PrintedStep(
        "gradient descent stays in W",
        statement([k, m, y, delta, gamma, eta, *ALL], ONE_STEP, stays(w, v)),
        (
            Step("y is positive", y > 0, by.decide()),
            Step("k y**2 is positive", k * y**2 > 0, by.decide("y is positive")),
            Step("delta**2 is positive", delta**2 > 0, by.decide()),
            Step(
                "2 k y**2 eta <= delta**2",
                2 * k * y**2 * eta <= delta**2,
                by.decide("k y**2 is positive"),
            ),
            Step(
                "half of the step size would do",
                eta <= delta**2 / (k * y**2),
                by.decide("k y**2 is positive", "2 k y**2 eta <= delta**2", "delta**2 is positive"),
            ),
            Step(
                "the next point is in W",
                stays(w, v),
                by.lemma(INVARIANT_SET, None, "half of the step size would do"),
            ),
        ),
    ),
)

BOUNDED_STEPS = (
    *HESSIAN_STEPS,
    Step(
        "bounded on the diagonal",
        forall(indices(k), lambda r: abs(second(r, r)) <= BOUND),
        by.fix(
            r,
            Step(
                "size",
                eq(abs(second(r, r)), abs(product(w, r) ** 2)),
                by.congruence("abs", at("twice by w_r", r)),
            ),
            Step(
                "entry (r, r)",
                abs(second(r, r)) <= BOUND,
                by.decide("size", part(at("on the diagonal", r), 1)),
            ),
        ),
    ),
    Step(
        "bounded beside it",
        forall(
            indices(k),
            lambda r: forall(indices(k, omit=[r]), lambda q: abs(second(r, q)) <= BOUND),
        ),
        by.fix(
            r,
            Step(
                "row r",
                forall(indices(k, omit=[r]), lambda q: abs(second(r, q)) <= BOUND),
                by.fix(
                    q,
                    Step(
                        "size",
                        eq(abs(second(r, q)), abs(off_diagonal(w, r, q))),
                        by.congruence("abs", at("by w_s, then by w_r", r, q)),
                    ),
                    Step(
                        "entry (r, q)",
                        abs(second(r, q)) <= BOUND,
                        by.decide("size", part(at("beside the diagonal", r, q), 1)),
                    ),
                ),
            ),
        ),
    ),
    Step(
        "all entries",
        ENTRIES_BOUNDED,
        by.decide("bounded on the diagonal", "bounded beside it"),
    ),
)

ENTRY = second(r, q)
REST_OF_ROW = sum_(k, lambda q: BOUND**2, omit=[r])
ROW = sum_(k, lambda q: BOUND**2)


def row_squared(r: TermLike) -> Term:
    """The sum of the squared entries of a row of the Hessian, that on the diagonal first."""
    return second(r, r) ** 2 + sum_(k, lambda q: second(r, q) ** 2, omit=[r])


FROBENIUS = sum_(k, row_squared)


NORM_STEPS = (
    *BOUNDED_STEPS,
    Step("k equal entries", eq(ROW, k * BOUND**2), by.constant(ROW)),
    Step(
        "k equal rows",
        eq(sum_(k, lambda r: k * BOUND**2), k * (k * BOUND**2)),
        by.constant(sum_(k, lambda r: k * BOUND**2)),
    ),
    Step(
        "each row",
        forall(indices(k), lambda r: row_squared(r) <= k * BOUND**2),
        by.fix(
            r,
            Step(
                "the other entries",
                forall(indices(k, omit=[r]), lambda q: second(r, q) ** 2 <= BOUND**2),
                by.fix(
                    q,
                    Step(
                        "bounded", abs(ENTRY) <= BOUND, by.hypothesis(at("bounded beside it", r, q))
                    ),
                    Step("its size", None, by.elementary("abs bounds", ENTRY)),
                    Step("its square", ENTRY**2 <= BOUND**2, by.decide("bounded", "its size")),
                ),
            ),
            Step(
                "their sum",
                sum_(k, lambda q: second(r, q) ** 2, omit=[r]) <= REST_OF_ROW,
                by.termwise("the other entries"),
            ),
            Step("one taken out", eq(ROW, BOUND**2 + REST_OF_ROW), by.split_off(ROW, r)),
            Step("the entry on the diagonal", None, by.elementary("abs bounds", second(r, r))),
            Step(
                "its square",
                second(r, r) ** 2 <= BOUND**2,
                by.decide("the entry on the diagonal", at("bounded on the diagonal", r)),
            ),
            Step(
                "the row",
                row_squared(r) <= k * BOUND**2,
                by.decide("its square", "their sum", "one taken out", "k equal entries"),
            ),
        ),
    ),
    Step("all rows", FROBENIUS <= sum_(k, lambda r: k * BOUND**2), by.termwise("each row")),
    Step(
        "the square of the norm",
        FROBENIUS <= (k * BOUND) ** 2,
        by.decide("all rows", "k equal rows"),
    ),
)


def image(r: TermLike) -> Term:
    """The r-th entry of H x."""
    return sum_(k, lambda q: H[r, q] * x[q])


def squares_of_row(r: TermLike) -> Term:
    """The sum of the squared entries of a row of H."""
    return sum_(k, lambda q: H[r, q] ** 2)


LENGTH = sum_(k, lambda q: x[q] ** 2)
SPECTRAL = PrintedStep(
    "the spectral norm is at most the Frobenius norm",
    statement(
        [k, over(H, k), over(x, k)],
        {},
        sum_(k, lambda r: image(r) ** 2) <= sum_(k, squares_of_row) * LENGTH,
    ),
    (
        Step(
            "each row",
            forall(indices(k), lambda r: image(r) ** 2 <= squares_of_row(r) * LENGTH),
            by.each(r, by.cauchy_schwarz(k, lambda q: H[r, q], lambda q: x[q])),
        ),
        Step(
            "all rows",
            sum_(k, lambda r: image(r) ** 2) <= sum_(k, lambda r: LENGTH * squares_of_row(r)),
            by.termwise("each row"),
        ),
        Step(
            "the length taken out",
            eq(sum_(k, lambda r: LENGTH * squares_of_row(r)), LENGTH * sum_(k, squares_of_row)),
            by.linear(k, [(LENGTH, squares_of_row)]),
        ),
        Step(
            "the norms",
            sum_(k, lambda r: image(r) ** 2) <= sum_(k, squares_of_row) * LENGTH,
            by.decide("all rows", "the length taken out"),
        ),
    ),
)

SMOOTH = (
    PrintedStep(
        "the Hessian",
        statement([k, m, y, delta, gamma, over(w, k)], IN_W, HESSIAN_ENTRIES),
        (
            *HESSIAN_STEPS,
            Step(
                "printed on the diagonal",
                forall(indices(k), entry),
                by.fix(
                    r,
                    Step(
                        "entry (r, r)",
                        entry(r),
                        by.decide(at("twice by w_r", r), part(at("on the diagonal", r), 0)),
                    ),
                ),
            ),
            Step(
                "printed beside it",
                forall(
                    indices(k),
                    lambda r: forall(indices(k, omit=[r]), lambda q: entry_beside(r, q)),
                ),
                by.fix(
                    r,
                    Step(
                        "row r",
                        forall(indices(k, omit=[r]), lambda q: entry_beside(r, q)),
                        by.fix(
                            q,
                            Step(
                                "entry (r, q)",
                                entry_beside(r, q),
                                by.decide(
                                    at("by w_s, then by w_r", r, q),
                                    part(at("beside the diagonal", r, q), 0),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
            Step(
                "the entries",
                HESSIAN_ENTRIES,
                by.decide("printed on the diagonal", "printed beside it"),
            ),
        ),
    ),
    PrintedStep(
        "the entries are bounded",
        statement([k, m, y, delta, gamma, over(w, k)], IN_W, ENTRIES_BOUNDED),
        (*BOUNDED_STEPS,),
    ),
    PrintedStep(
        "the Frobenius norm",
        statement([k, m, y, delta, gamma, over(w, k)], IN_W, FROBENIUS <= (k * BOUND) ** 2),
        NORM_STEPS,
    ),
    SPECTRAL,
)

FINAL = (
    PrintedStep(
        "the first line of the last display",
        statement(
            [k, m, y, delta, gamma, eta, *ALL],
            ONE_STEP,
            loss(v) <= loss(w) + FIRST + SMOOTHNESS * SECOND,
        ),
        (
            ALL_COORDINATES,
            Step("y is positive", y > 0, by.decide()),
            Step("k y**2 is positive", k * y**2 > 0, by.decide("y is positive")),
            Step("delta**2 is positive", delta**2 > 0, by.decide()),
            Step(
                "2 k y**2 eta <= delta**2",
                2 * k * y**2 * eta <= delta**2,
                by.decide("k y**2 is positive"),
            ),
            Step(
                "the step size suffices to stay in W",
                eta <= delta**2 / (k * y**2),
                by.decide("k y**2 is positive", "2 k y**2 eta <= delta**2", "delta**2 is positive"),
            ),
            *DESCENT_STEPS,
        ),
    ),
    PrintedStep(
        "the squared norm of the gradient",
        statement(
            [k, y, over(w, k)],
            {},
            both(
                eq(NORM, (P - y) ** 2 * sum_(k, lambda j: product(w, j) ** 2)),
                eq(NORM, 2 * loss(w) * sum_(k, lambda j: product(w, j) ** 2)),
            ),
        ),
        (
            Step(
                "term by term",
                eq(NORM, sum_(k, lambda j: (P - y) ** 2 * product(w, j) ** 2)),
                by.termwise(),
            ),
            Step(
                "taken out",
                eq(
                    sum_(k, lambda j: (P - y) ** 2 * product(w, j) ** 2),
                    (P - y) ** 2 * sum_(k, lambda j: product(w, j) ** 2),
                ),
                by.linear(k, [((P - y) ** 2, lambda j: product(w, j) ** 2)]),
            ),
            Step(
                "both forms",
                both(
                    eq(NORM, (P - y) ** 2 * sum_(k, lambda j: product(w, j) ** 2)),
                    eq(NORM, 2 * loss(w) * sum_(k, lambda j: product(w, j) ** 2)),
                ),
                by.decide("term by term", "taken out"),
            ),
        ),
    ),
    PrintedStep(
        "the Polyak-Lojasiewicz condition",
        statement(
            [k, m, y, delta, gamma, over(w, k)],
            {"there are two factors": k >= 2, **IN_W},
            NORM >= 2 * RATE * loss(w),
        ),
        (Step("condition", NORM >= 2 * RATE * loss(w), by.lemma(PL_INEQUALITY)),),
    ),
    PrintedStep(
        "one step reduces the loss",
        statement(
            [k, m, y, delta, gamma, eta, *ALL],
            {"there are two factors": k >= 2, **ONE_STEP},
            both(loss(v) <= (1 - RATE * eta) * loss(w), LINEAR),
        ),
        (
            Step(
                "linear rate",
                both(loss(v) <= (1 - RATE * eta) * loss(w), LINEAR),
                by.lemma(LINEAR_RATE),
            ),
        ),
    ),
    PrintedStep(
        "applying this inequality t times",
        statement(
            [k, m, y, delta, gamma, eta, over(run, k)],
            {
                h.name: h.proposition
                for h in CONVERGENCE.statement.hypotheses
                if h.name != "eps is positive"
            },
            forall(times(1), lambda t: loss(point(t)) <= bound_at(t) * loss(point(1))),
        ),
    ),
    PrintedStep(
        "the loss at the start",
        statement(
            [k, m, y, delta, gamma, over(w, k)],
            IN_W,
            loss(w) <= y**2 / 2,
        ),
        (Step("since 0 <= P < y", loss(w) <= y**2 / 2, by.decide()),),
    ),
    PrintedStep(
        "solving for t",
        statement(
            [k, t, y, delta, gamma, eta, eps, loss_at_t],
            {
                "there are two factors": k >= 2,
                "y is positive": y > 0,
                "delta is positive": delta > 0,
                "gamma is at least delta": gamma >= delta,
                "the step size is positive": eta > 0,
                "eps is positive": eps > 0,
                "the bound": loss_at_t <= y**2 / 2 * bound_at(t),
                "t is large": LATE,
            },
            loss_at_t <= eps,
        ),
        SOLVING,
    ),
)

LEMMA = Lemma(
    id="shamir2019/lemma-13-printed-proof",
    title="Convergence when the product starts below the target: the printed proof",
    source=shamir("A.2.1", "Lemma 13, proof"),
    variant="printed-proof",
    statement=CONVERGENCE.statement,
    expected="refuted",
    note="From w(1), the inequality applied t times gives w(t+1): the display that follows is off "
    "by one, and false at t = 1.  The lemma holds nevertheless (lemma-13).  Two misprints are "
    "read as meant: w_i(1) for w_i in the definition of W, and w_j for w_j' in the third line of "
    "the display for log(prod w').",
    printed_steps=(*STAYS_IN_W, *SMOOTH, *FINAL),
)

"""Lemma 16, part: one step from a point whose coordinate m has just passed 0."""

from lemmas.shamir2019._descent import eta, k, product, step
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_4 import INDEX, STEP_SIZE, Y, g, m, q, slope_below, v, x
from lemmas.shamir2019.weierstrass import LEMMA as WEIERSTRASS
from lemmas.shamir2019.weierstrass import x as term
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
    part,
    prod,
    rational,
    statement,
    sum_,
)

i, j = natural("i"), natural("j")


def w(i: TermLike) -> Term:
    """A coordinate of the point before the step."""
    return x[i]


def new(i: TermLike) -> Term:
    """A coordinate of the point after the step."""
    return v[i]


def moves(j: TermLike) -> Proposition:
    """What the step does to another coordinate."""
    return both(v[j] >= x[j], v[j] <= x[j] * GROWTH)


P, Q, Q_NEW = product(w), product(w, m), product(new, m)
SHARE = 1 / (33 * k)
GROWTH = 1 + SHARE
LOW = 5 * g / 6
POWER = LOW ** (k - 1)
LOWS = prod(k, lambda i: LOW, omit=[m])
ALL_GROWTH, GROWTHS = prod(k, lambda i: GROWTH), prod(k, lambda i: GROWTH, omit=[m])
SHARES = sum_(k, lambda i: SHARE)
LAST = rational("33/32")

CONCLUSION = both(
    both(-2 * eta * Y * q <= v[m], v[m] <= -(eta * Y * POWER)),
    forall(indices(k, omit=[m]), lambda j: v[j] >= x[j]),
    Q_NEW <= LAST * q,
)

LEMMA = Lemma(
    id="shamir2019/lemma-16-step",
    title="One step after the smallest coordinate has passed 0",
    source=shamir("A.2.2", "Lemma 16"),
    variant="effective",
    statement=statement(
        [k, m, Y, g, q, eta, over(x, k), over(v, k)],
        {
            **INDEX,
            "the target is negative": Y > 0,
            "g is positive": g > 0,
            "q is positive": q > 0,
            "x_m is not positive": x[m] <= 0,
            "x_m is not far below 0": -(eta * Y * q) <= x[m],
            "the others are at least 5g/6": forall(
                indices(k, omit=[m]), lambda j: 5 * g / 6 <= x[j]
            ),
            "Q_m is at most q": Q <= q,
            "the step size is positive": eta > 0,
            "the step size is small": eta <= 1 / (3 * k * (Y / g) ** 2 + 4 * q**2),
            "v is the next point": step(w, new, slope_below),
        },
        CONCLUSION,
    ),
    note="The target is -Y.",
    proof=(
        *STEP_SIZE,
        Step("eta Y is positive", eta * Y > 0, by.decide()),
        Step("5g/6 is positive", LOW > 0, by.decide()),
        Step(
            "the others are positive",
            forall(indices(k, omit=[m]), lambda j: x[j] > 0),
            by.each(j, by.decide(at("the others are at least 5g/6", j), "5g/6 is positive")),
        ),
        Step("Q_m is positive", Q > 0, by.sign("the others are positive")),
        Step(
            "each factor of Q_m",
            Q >= LOWS,
            by.termwise("the others are at least 5g/6", "5g/6 is positive"),
        ),
        Step("lows without m", eq(LOWS, POWER), by.constant(LOWS, "5g/6 is positive")),
        Step(
            "Q_m is at least the power",
            Q >= POWER,
            by.decide("each factor of Q_m", "lows without m"),
        ),
        Step("P = x_m Q_m", eq(P, x[m] * Q), by.split_off(P, m)),
        Step(
            "P is not positive",
            P <= 0,
            by.decide("P = x_m Q_m", "x_m is not positive", "Q_m is positive"),
        ),
        Step(
            "P is at least",
            P >= -(eta * Y * q) * Q,
            by.decide("P = x_m Q_m", "x_m is not far below 0", "Q_m is positive"),
        ),
        Step(
            "with q",
            eta * Y * q * Q <= Y * (eta * q**2),
            by.decide("Q_m is at most q", "q is positive", "eta Y is positive"),
        ),
        Step("P is small", P >= -(Y * (eta * q**2)), by.decide("P is at least", "with q")),
        Step(
            "P is at least -Y/4",
            P >= -Y / 4,
            by.decide("P is small", "eta q**2", "the target is negative"),
        ),
        Step("the slope is positive", slope_below(P) > 0, by.decide("P is at least -Y/4")),
        Step("the slope is at most", slope_below(P) <= Y, by.decide("P is not positive")),
        Step(
            "eta times the slope is positive",
            eta * slope_below(P) > 0,
            by.decide("the slope is positive", "the step size is positive"),
        ),
        Step(
            "eta times the slope is at most",
            eta * slope_below(P) <= eta * Y,
            by.decide("the slope is at most", "the step size is positive"),
        ),
        Step(
            "v_m",
            eq(v[m], x[m] - eta * slope_below(P) * Q),
            by.hypothesis(at("v is the next point", m)),
        ),
        Step("Q_m squared", Q**2 <= q**2, by.decide("Q_m is at most q", "Q_m is positive")),
        Step(
            "eta Q_m**2",
            eta * Q**2 <= 1,
            by.decide("Q_m squared", "eta q**2", "the step size is positive"),
        ),
        Step(
            "v_m by x_m",
            eq(v[m], x[m] * (1 - eta * Q**2) - eta * Y * Q),
            by.decide("v_m", "P = x_m Q_m"),
        ),
        Step(
            "v_m is negative",
            v[m] <= -(eta * Y * Q),
            by.decide("v_m by x_m", "x_m is not positive", "eta Q_m**2"),
        ),
        Step(
            "v_m is bounded away from 0",
            v[m] <= -(eta * Y * POWER),
            by.decide("v_m is negative", "Q_m is at least the power", "eta Y is positive"),
        ),
        Step(
            "v_m is not far below 0",
            -2 * eta * Y * q <= v[m],
            by.decide(
                "v_m",
                "x_m is not far below 0",
                "eta times the slope is at most",
                "Q_m is at most q",
                "Q_m is positive",
                "eta Y is positive",
            ),
        ),
        Step(
            "nonnegative together",
            eta * (3 * k * (Y / g) ** 2 + 4 * q**2) >= 0,
            by.decide("the bound is on", "the step size is positive"),
        ),
        Step(
            "the larger the one, the smaller the other",
            eta * (3 * k * (Y / g) ** 2) * (eta * (4 * q**2)) <= rational("1/4"),
            by.decide(
                "the step size times it",
                "nonnegative together",
                squares=[eta * (3 * k * (Y / g) ** 2) - eta * (4 * q**2)],
            ),
        ),
        Step("the share is positive", SHARE > 0, by.decide("k is at least 1")),
        Step(
            "their product",
            eta * (Y / g) ** 2 * (eta * q**2) <= 1 / (48 * k),
            by.decide("the larger the one, the smaller the other", "k is at least 1"),
        ),
        Step(
            "g**2 in place of 1/g**2",
            (eta * Y) * (Y * (eta * q**2)) <= g**2 / (48 * k),
            by.decide("their product", "g is positive", "k is at least 1"),
        ),
        Step(
            "each other coordinate",
            forall(indices(k, omit=[m]), moves),
            by.fix(
                j,
                Step("P = x_j Q_j", eq(P, x[j] * product(w, j)), by.split_off(P, j)),
                Step("x_j is positive", x[j] > 0, by.hypothesis(at("the others are positive", j))),
                Step(
                    "x_j is at least",
                    x[j] >= LOW,
                    by.hypothesis(at("the others are at least 5g/6", j)),
                ),
                Step(
                    "v_j",
                    eq(v[j], x[j] - eta * slope_below(P) * product(w, j)),
                    by.hypothesis(at("v is the next point", j)),
                ),
                Step(
                    "v_j times x_j",
                    eq(v[j] * x[j], x[j] ** 2 - eta * slope_below(P) * P),
                    by.decide("v_j", "P = x_j Q_j"),
                ),
                Step(
                    "Q_j is not positive",
                    product(w, j) <= 0,
                    by.decide("P = x_j Q_j", "P is not positive", "x_j is positive"),
                ),
                Step(
                    "v_j is higher",
                    v[j] >= x[j],
                    by.decide(
                        "v_j",
                        "Q_j is not positive",
                        "eta times the slope is positive",
                        "eta Y is positive",
                    ),
                ),
                Step(
                    "what is added",
                    -(eta * slope_below(P) * P) <= (eta * Y) * (Y * (eta * q**2)),
                    by.decide(
                        "P is small",
                        "P is not positive",
                        "eta times the slope is at most",
                        "eta Y is positive",
                    ),
                ),
                Step(
                    "x_j squared",
                    x[j] ** 2 >= 25 * g**2 / 36,
                    by.decide("x_j is at least", "g is positive"),
                ),
                Step(
                    "a small part of x_j",
                    v[j] * x[j] <= x[j] ** 2 * GROWTH,
                    by.decide(
                        "v_j times x_j",
                        "what is added",
                        "g**2 in place of 1/g**2",
                        "x_j squared",
                        "the share is positive",
                    ),
                ),
                Step(
                    "v_j is little higher",
                    v[j] <= x[j] * GROWTH,
                    by.decide("a small part of x_j", "x_j is positive"),
                ),
                Step("both", moves(j), by.decide("v_j is higher", "v_j is little higher")),
            ),
        ),
        Step(
            "no other coordinate falls",
            forall(indices(k, omit=[m]), lambda j: v[j] >= x[j]),
            by.each(j, by.hypothesis(part(at("each other coordinate", j), 0))),
        ),
        Step(
            "growth",
            forall(indices(k, omit=[m]), lambda j: v[j] <= x[j] * GROWTH),
            by.each(j, by.hypothesis(part(at("each other coordinate", j), 1))),
        ),
        Step(
            "v_j is nonnegative",
            forall(indices(k, omit=[m]), lambda j: 0 <= v[j]),
            by.each(
                j, by.decide(at("no other coordinate falls", j), at("the others are positive", j))
            ),
        ),
        Step(
            "growth of Q_m",
            Q_NEW <= prod(k, lambda i: x[i] * GROWTH, omit=[m]),
            by.termwise("growth", "v_j is nonnegative"),
        ),
        Step(
            "the factors apart",
            eq(prod(k, lambda i: x[i] * GROWTH, omit=[m]), Q * GROWTHS),
            by.products(k, lambda i: x[i], lambda i: GROWTH, omit=[m]),
        ),
        Step(
            "the shares together",
            eq(SHARES, k * SHARE),
            by.constant(SHARES, "k is at least 1"),
        ),
        Step(
            "they are 1/33",
            eq(SHARES, rational("1/33")),
            by.decide("the shares together", "k is at least 1"),
        ),
        Step("that is less than 1", SHARES < 1, by.decide("they are 1/33")),
        Step(
            "Weierstrass",
            ALL_GROWTH <= 1 / (1 - SHARES),
            by.lemma(
                WEIERSTRASS, {term: lambda i: SHARE}, "the share is positive", "that is less than 1"
            ),
        ),
        Step("33/32", ALL_GROWTH <= LAST, by.decide("Weierstrass", "they are 1/33")),
        Step("without m", eq(ALL_GROWTH, GROWTH * GROWTHS), by.split_off(ALL_GROWTH, m)),
        Step("growth is positive", GROWTHS > 0, by.sign("the share is positive")),
        Step(
            "all growth",
            GROWTHS <= LAST,
            by.decide("33/32", "without m", "growth is positive", "the share is positive"),
        ),
        Step(
            "Q_m after",
            Q_NEW <= LAST * q,
            by.decide(
                "growth of Q_m",
                "the factors apart",
                "all growth",
                "Q_m is positive",
                "Q_m is at most q",
            ),
        ),
        Step(
            "conclusion",
            CONCLUSION,
            by.decide(
                "v_m is bounded away from 0",
                "v_m is not far below 0",
                "no other coordinate falls",
                "Q_m after",
            ),
        ),
    ),
)

"""No overshoot, part: one step from a product above the root of f' ends above it."""

from lemmas.escape._dynamics import eta, i, k, product, v, w
from lemmas.escape._note import note
from lemmas.escape.weierstrass import LEMMA as WEIERSTRASS
from lemmas.escape.weierstrass import u
from verifier import (
    Lemma,
    Step,
    Term,
    TermLike,
    at,
    both,
    by,
    eq,
    forall,
    indices,
    over,
    prod,
    real,
    statement,
    sum_,
)

y, L, slope = real("y"), real("L"), real("r")
P = product(w)
SQUARES = sum_(k, lambda i: product(w, i) ** 2)
CONCLUSION = both(product(v) > y, forall(indices(k), lambda i: both(v[i] > 0, v[i] <= w[i])))


def lost(i: TermLike) -> Term:
    """The part of the i-th coordinate that the step takes away."""
    return eta * slope * product(w, i) / w[i]


LOST = sum_(k, lost)
LEFT = prod(k, lambda i: 1 - lost(i))

LEMMA = Lemma(
    id="escape/no-overshoot-step",
    title="One step ends above the root",
    source=note("2", "no overshoot, one step"),
    variant="effective",
    statement=statement(
        [k, eta, slope, y, L, over(w, k), over(v, k)],
        {
            "the coordinates are positive": forall(indices(k), lambda i: w[i] > 0),
            "the step size is nonnegative": eta >= 0,
            "the root is nonnegative": y >= 0,
            "P is above it": product(w) > y,
            "the slope is nonnegative": slope >= 0,
            "the slope is small": slope <= L * (P - y),
            "the step is short": eta * L * SQUARES < 1,
            "v is the next point": forall(
                indices(k), lambda i: eq(v[i], w[i] - eta * slope * product(w, i))
            ),
        },
        CONCLUSION,
    ),
    proof=(
        Step("P is positive", P > 0, by.decide()),
        Step(
            "each part",
            forall(indices(k), lambda i: eq(lost(i), eta * slope / P * product(w, i) ** 2)),
            by.fix(
                i,
                Step("P = w_i Q_i", eq(P, w[i] * product(w, i)), by.split_off(P, i)),
                Step(
                    "Q_i",
                    eq(product(w, i) / P, 1 / w[i]),
                    by.decide("P = w_i Q_i", "P is positive"),
                ),
                Step(
                    "the part", eq(lost(i), eta * slope / P * product(w, i) ** 2), by.decide("Q_i")
                ),
            ),
        ),
        Step(
            "part by part",
            eq(LOST, sum_(k, lambda i: eta * slope / P * product(w, i) ** 2)),
            by.termwise("each part"),
        ),
        Step(
            "taken out",
            eq(sum_(k, lambda i: eta * slope / P * product(w, i) ** 2), eta * slope / P * SQUARES),
            by.linear(k, [(eta * slope / P, lambda i: product(w, i) ** 2)]),
        ),
        Step("the squares", SQUARES >= 0, by.sign()),
        Step("eta r is nonnegative", eta * slope >= 0, by.decide()),
        Step("eta times the squares", eta * SQUARES >= 0, by.decide("the squares")),
        Step(
            "with the bound on r",
            eta * slope * SQUARES <= eta * SQUARES * (L * (P - y)),
            by.decide("eta times the squares"),
        ),
        Step(
            "with the step size",
            eta * L * SQUARES * (P - y) < P - y,
            by.decide(),
        ),
        Step(
            "all parts, times P",
            LOST * P < P - y,
            by.decide(
                "part by part",
                "taken out",
                "with the bound on r",
                "with the step size",
                "P is positive",
            ),
        ),
        Step(
            "all parts are less than 1", LOST < 1, by.decide("all parts, times P", "P is positive")
        ),
        Step(
            "no part is negative",
            forall(indices(k), lambda i: lost(i) >= 0),
            by.fix(
                i,
                Step("Q_i is positive", product(w, i) > 0, by.sign("the coordinates are positive")),
                Step(
                    "Q_i/w_i is positive",
                    product(w, i) / w[i] > 0,
                    by.decide("Q_i is positive", at("the coordinates are positive", i)),
                ),
                Step(
                    "part i", lost(i) >= 0, by.decide("Q_i/w_i is positive", "eta r is nonnegative")
                ),
            ),
        ),
        Step(
            "each part is less than 1",
            forall(indices(k), lambda i: lost(i) < 1),
            by.fix(
                i,
                Step(
                    "part i out", eq(LOST, lost(i) + sum_(k, lost, omit=[i])), by.split_off(LOST, i)
                ),
                Step("the rest", sum_(k, lost, omit=[i]) >= 0, by.sign("no part is negative")),
                Step(
                    "part i",
                    lost(i) < 1,
                    by.decide("part i out", "the rest", "all parts are less than 1"),
                ),
            ),
        ),
        Step(
            "the step",
            forall(indices(k), lambda i: eq(v[i], w[i] * (1 - lost(i)))),
            by.fix(
                i,
                Step(
                    "w_i is positive",
                    w[i] > 0,
                    by.hypothesis(at("the coordinates are positive", i)),
                ),
                Step(
                    "v_i",
                    eq(v[i], w[i] * (1 - lost(i))),
                    by.decide(at("v is the next point", i), "w_i is positive"),
                ),
            ),
        ),
        Step(
            "coordinates",
            forall(indices(k), lambda i: both(v[i] > 0, v[i] <= w[i])),
            by.fix(
                i,
                Step(
                    "w_i is positive",
                    w[i] > 0,
                    by.hypothesis(at("the coordinates are positive", i)),
                ),
                Step("what is left", 1 - lost(i) > 0, by.decide(at("each part is less than 1", i))),
                Step(
                    "v_i is positive",
                    v[i] > 0,
                    by.decide(at("the step", i), "what is left", "w_i is positive"),
                ),
                Step(
                    "v_i is at most w_i",
                    v[i] <= w[i],
                    by.decide(at("the step", i), at("no part is negative", i), "w_i is positive"),
                ),
                Step(
                    "both",
                    both(v[i] > 0, v[i] <= w[i]),
                    by.decide("v_i is positive", "v_i is at most w_i"),
                ),
            ),
        ),
        Step(
            "factor by factor",
            eq(product(v), prod(k, lambda i: w[i] * (1 - lost(i)))),
            by.termwise("the step"),
        ),
        Step(
            "factors apart",
            eq(prod(k, lambda i: w[i] * (1 - lost(i))), P * LEFT),
            by.products(k, lambda i: w[i], lambda i: 1 - lost(i)),
        ),
        Step(
            "Weierstrass's inequality",
            LEFT >= 1 - LOST,
            by.let(
                u,
                k,
                lost,
                "u",
                Step(
                    "u in [0, 1]",
                    forall(indices(k), lambda i: both(u[i] >= 0, u[i] <= 1)),
                    by.fix(
                        i,
                        Step(
                            "u_i",
                            both(u[i] >= 0, u[i] <= 1),
                            by.decide(
                                at("u", i),
                                at("no part is negative", i),
                                at("each part is less than 1", i),
                            ),
                        ),
                    ),
                ),
                Step("for u", None, by.lemma(WEIERSTRASS, None, "u in [0, 1]")),
                Step("the product", eq(LEFT, prod(k, lambda i: 1 - u[i])), by.termwise("u")),
                Step("the sum", eq(LOST, sum_(k, lambda i: u[i])), by.termwise("u")),
                Step("in parts", LEFT >= 1 - LOST, by.decide("for u", "the product", "the sum")),
            ),
        ),
        Step(
            "P times it",
            P * LEFT >= P * (1 - LOST),
            by.decide("Weierstrass's inequality", "P is positive"),
        ),
        Step(
            "P of v",
            product(v) > y,
            by.decide("factor by factor", "factors apart", "P times it", "all parts, times P"),
        ),
        Step("conclusion", CONCLUSION, by.decide("P of v", "coordinates")),
    ),
)

"""No overshoot from below, part: one step from a product below the root of f' ends below it."""

from lemmas.escape._dynamics import eta, i, k, product, v, w
from lemmas.escape._note import note
from lemmas.shamir2019.weierstrass import LEMMA as WEIERSTRASS
from lemmas.shamir2019.weierstrass import x as u
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
INVERSES = sum_(k, lambda i: 1 / w[i] ** 2)
CONCLUSION = both(product(v) < y, forall(indices(k), lambda i: v[i] >= w[i]))


def won(i: TermLike) -> Term:
    """The part of itself by which the i-th coordinate grows."""
    return eta * -slope * product(w, i) / w[i]


WON = sum_(k, won)
FACTOR = prod(k, lambda i: 1 + won(i))

LEMMA = Lemma(
    id="escape/no-overshoot-below-step",
    title="One step ends below the root",
    source=note("2", "no overshoot from below, one step"),
    variant="effective",
    statement=statement(
        [k, eta, slope, y, L, over(w, k), over(v, k)],
        {
            "the coordinates are positive": forall(indices(k), lambda i: w[i] > 0),
            "the step size is nonnegative": eta >= 0,
            "P is below the root": product(w) < y,
            "the slope is not positive": slope <= 0,
            "the slope is small": -slope <= L * (y - P),
            "the step is short": eta * L * y**2 * INVERSES <= 1,
            "v is the next point": forall(
                indices(k), lambda i: eq(v[i], w[i] - eta * slope * product(w, i))
            ),
        },
        CONCLUSION,
    ),
    proof=(
        Step("P is positive", P > 0, by.sign("the coordinates are positive")),
        Step(
            "each part",
            forall(indices(k), lambda i: eq(won(i), eta * -slope * P * (1 / w[i] ** 2))),
            by.fix(
                i,
                Step("P = w_i Q_i", eq(P, w[i] * product(w, i)), by.split_off(P, i)),
                Step(
                    "w_i is positive",
                    w[i] > 0,
                    by.hypothesis(at("the coordinates are positive", i)),
                ),
                Step(
                    "Q_i/w_i",
                    eq(product(w, i) / w[i], P * (1 / w[i] ** 2)),
                    by.decide("P = w_i Q_i", "w_i is positive"),
                ),
                Step(
                    "the part", eq(won(i), eta * -slope * P * (1 / w[i] ** 2)), by.decide("Q_i/w_i")
                ),
            ),
        ),
        Step(
            "part by part",
            eq(WON, sum_(k, lambda i: eta * -slope * P * (1 / w[i] ** 2))),
            by.termwise("each part"),
        ),
        Step(
            "taken out",
            eq(sum_(k, lambda i: eta * -slope * P * (1 / w[i] ** 2)), eta * -slope * P * INVERSES),
            by.linear(
                k, [(eta * -slope * P, lambda i: 1 / w[i] ** 2)], "the coordinates are positive"
            ),
        ),
        Step("the inverses", INVERSES >= 0, by.sign("the coordinates are positive")),
        Step("eta times them", eta * P * INVERSES >= 0, by.decide("the inverses", "P is positive")),
        Step(
            "with the bound on r",
            eta * -slope * P * INVERSES <= eta * P * INVERSES * (L * (y - P)),
            by.decide("eta times them"),
        ),
        Step(
            "with the step size",
            eta * L * y**2 * INVERSES * (P * (y - P)) <= P * (y - P),
            by.decide("P is positive"),
        ),
        Step(
            "all parts, times y**2",
            WON * y**2 <= P * (y - P),
            by.decide("part by part", "taken out", "with the bound on r", "with the step size"),
        ),
        Step(
            "all parts, times y",
            WON * y < y - P,
            by.decide("all parts, times y**2", "P is positive"),
        ),
        Step(
            "all parts are less than 1", WON < 1, by.decide("all parts, times y", "P is positive")
        ),
        Step("eta r is not positive", eta * -slope >= 0, by.decide()),
        Step(
            "no part is negative",
            forall(indices(k), lambda i: won(i) >= 0),
            by.fix(
                i,
                Step("Q_i is positive", product(w, i) > 0, by.sign("the coordinates are positive")),
                Step(
                    "Q_i/w_i is positive",
                    product(w, i) / w[i] > 0,
                    by.decide("Q_i is positive", at("the coordinates are positive", i)),
                ),
                Step(
                    "part i", won(i) >= 0, by.decide("Q_i/w_i is positive", "eta r is not positive")
                ),
            ),
        ),
        Step(
            "the step",
            forall(indices(k), lambda i: eq(v[i], w[i] * (1 + won(i)))),
            by.fix(
                i,
                Step(
                    "w_i is positive",
                    w[i] > 0,
                    by.hypothesis(at("the coordinates are positive", i)),
                ),
                Step(
                    "v_i",
                    eq(v[i], w[i] * (1 + won(i))),
                    by.decide(at("v is the next point", i), "w_i is positive"),
                ),
            ),
        ),
        Step(
            "coordinates",
            forall(indices(k), lambda i: v[i] >= w[i]),
            by.fix(
                i,
                Step(
                    "w_i is positive",
                    w[i] > 0,
                    by.hypothesis(at("the coordinates are positive", i)),
                ),
                Step(
                    "v_i",
                    v[i] >= w[i],
                    by.decide(at("the step", i), at("no part is negative", i), "w_i is positive"),
                ),
            ),
        ),
        Step(
            "factor by factor",
            eq(product(v), prod(k, lambda i: w[i] * (1 + won(i)))),
            by.termwise("the step"),
        ),
        Step(
            "factors apart",
            eq(prod(k, lambda i: w[i] * (1 + won(i))), P * FACTOR),
            by.products(k, lambda i: w[i], lambda i: 1 + won(i)),
        ),
        Step(
            "Weierstrass's inequality",
            FACTOR <= 1 / (1 - WON),
            by.let(
                u,
                k,
                won,
                "u",
                Step(
                    "u is nonnegative",
                    forall(indices(k), lambda i: u[i] >= 0),
                    by.fix(
                        i,
                        Step("u_i", u[i] >= 0, by.decide(at("u", i), at("no part is negative", i))),
                    ),
                ),
                Step("the product", eq(FACTOR, prod(k, lambda i: 1 + u[i])), by.termwise("u")),
                Step("the sum", eq(WON, sum_(k, lambda i: u[i])), by.termwise("u")),
                Step(
                    "less than 1",
                    sum_(k, lambda i: u[i]) < 1,
                    by.decide("the sum", "all parts are less than 1"),
                ),
                Step("for u", None, by.lemma(WEIERSTRASS, None, "u is nonnegative", "less than 1")),
                Step(
                    "in parts",
                    FACTOR <= 1 / (1 - WON),
                    by.decide("for u", "the product", "the sum", "less than 1"),
                ),
            ),
        ),
        Step(
            "without the quotient",
            FACTOR * (1 - WON) <= 1,
            by.decide("Weierstrass's inequality", "all parts are less than 1"),
        ),
        Step("what is left of y", P < y * (1 - WON), by.decide("all parts, times y")),
        Step(
            "P times it",
            P * FACTOR * (1 - WON) <= P,
            by.decide("without the quotient", "P is positive"),
        ),
        Step(
            "P of v",
            product(v) < y,
            by.decide(
                "factor by factor",
                "factors apart",
                "P times it",
                "what is left of y",
                "all parts are less than 1",
            ),
        ),
        Step("conclusion", CONCLUSION, by.decide("P of v", "coordinates")),
    ),
)

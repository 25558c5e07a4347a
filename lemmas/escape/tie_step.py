"""A tie, part: one step keeps the least coordinate positive if it is attained twice."""

from lemmas.escape._dynamics import eta, i, k, m, product, v, w
from lemmas.escape._note import note
from verifier import (
    Lemma,
    Step,
    at,
    both,
    by,
    eq,
    forall,
    indices,
    natural,
    ne,
    over,
    real,
    statement,
)

q, slope = natural("q"), real("r")
P, REST = product(w), product(w, m, q)
LOST = eta * slope * REST
CONCLUSION = both(
    eq(v[m], v[q]), v[m] > 0, forall(indices(k), lambda i: both(v[m] <= v[i], v[i] <= w[i]))
)

PLACES = {
    "m is at least 1": 1 <= m,
    "m is at most k": m <= k,
    "q is at least 1": 1 <= q,
    "q is at most k": q <= k,
    "q is not m": ne(q, m),
}

LEMMA = Lemma(
    id="escape/tie-step",
    title="One step from a point whose least coordinate is attained twice",
    source=note("2", "tie, one step"),
    variant="effective",
    statement=statement(
        [k, m, q, eta, slope, over(w, k), over(v, k)],
        {
            **PLACES,
            "the least coordinate is attained twice": eq(w[q], w[m]),
            "it is positive": w[m] > 0,
            "no coordinate is less": forall(indices(k), lambda i: w[m] <= w[i]),
            "the step size is nonnegative": eta >= 0,
            "the slope is nonnegative": slope >= 0,
            "the step is short": LOST < 1,
            "v is the next point": forall(
                indices(k), lambda i: eq(v[i], w[i] - eta * slope * product(w, i))
            ),
        },
        CONCLUSION,
    ),
    proof=(
        Step("P = w_m Q_m", eq(P, w[m] * product(w, m)), by.split_off(P, m)),
        Step("Q_m = w_q R", eq(product(w, m), w[q] * REST), by.split_off(product(w, m), q)),
        Step("P = w_m**2 R", eq(P, w[m] ** 2 * REST), by.decide("P = w_m Q_m", "Q_m = w_q R")),
        Step(
            "v_m",
            eq(v[m], w[m] * (1 - LOST)),
            by.decide(at("v is the next point", m), "Q_m = w_q R"),
        ),
        Step("P = w_q Q_q", eq(P, w[q] * product(w, q)), by.split_off(P, q)),
        Step("Q_q", eq(product(w, q), w[m] * REST), by.decide("P = w_q Q_q", "P = w_m**2 R")),
        Step("v_q", eq(v[q], w[m] * (1 - LOST)), by.decide(at("v is the next point", q), "Q_q")),
        Step("v_m is v_q", eq(v[m], v[q]), by.decide("v_m", "v_q")),
        Step("v_m is positive", v[m] > 0, by.decide("v_m")),
        Step(
            "all are positive",
            forall(indices(k), lambda i: w[i] > 0),
            by.fix(i, Step("w_i", w[i] > 0, by.decide(at("no coordinate is less", i)))),
        ),
        Step("R is nonnegative", REST >= 0, by.sign("all are positive")),
        Step("eta r is nonnegative", eta * slope >= 0, by.decide()),
        Step(
            "eta r R is nonnegative",
            LOST >= 0,
            by.decide("R is nonnegative", "eta r is nonnegative"),
        ),
        Step(
            "each coordinate",
            forall(indices(k), lambda i: both(v[m] <= v[i], v[i] <= w[i])),
            by.fix(
                i,
                Step("w_i is positive", w[i] > 0, by.hypothesis(at("all are positive", i))),
                Step(
                    "w_i is not less", w[m] <= w[i], by.hypothesis(at("no coordinate is less", i))
                ),
                Step("P = w_i Q_i", eq(P, w[i] * product(w, i)), by.split_off(P, i)),
                Step("Q_i is nonnegative", product(w, i) >= 0, by.sign("all are positive")),
                Step(
                    "Q_i",
                    eq(product(w, i), w[m] ** 2 * REST / w[i]),
                    by.decide("P = w_i Q_i", "P = w_m**2 R", "w_i is positive"),
                ),
                Step("the quotient", w[m] / w[i] > 0, by.decide("w_i is positive")),
                Step(
                    "the gain",
                    (w[i] - w[m]) * (LOST * (w[m] / w[i])) >= 0,
                    by.decide("w_i is not less", "eta r R is nonnegative", "the quotient"),
                ),
                Step(
                    "the difference",
                    eq(v[i] - v[m], w[i] - w[m] + (w[i] - w[m]) * (LOST * (w[m] / w[i]))),
                    by.decide(at("v is the next point", i), "Q_i", "v_m", "w_i is positive"),
                ),
                Step(
                    "v_i is not less",
                    v[m] <= v[i],
                    by.decide("the difference", "the gain", "w_i is not less"),
                ),
                Step(
                    "v_i is not larger",
                    v[i] <= w[i],
                    by.decide(
                        at("v is the next point", i), "Q_i is nonnegative", "eta r is nonnegative"
                    ),
                ),
                Step(
                    "both",
                    both(v[m] <= v[i], v[i] <= w[i]),
                    by.decide("v_i is not less", "v_i is not larger"),
                ),
            ),
        ),
        Step(
            "conclusion", CONCLUSION, by.decide("v_m is v_q", "v_m is positive", "each coordinate")
        ),
    ),
)

"""The reduction, part: a short step keeps the signs of the coordinates and which is the least."""

from lemmas.escape._dynamics import (
    INDEX,
    SIGNS,
    coordinate,
    eta,
    f,
    gap,
    i,
    k,
    least,
    m,
    next_gap,
    ordered,
    reduced_step,
    s,
    short,
    step,
    tau,
    v,
    w,
    with_signs,
)
from lemmas.escape._note import note
from lemmas.escape.reduction_signed_step import LEMMA as SIGNED_STEP
from verifier import Lemma, Step, at, both, by, eq, ne, over, part, statement

g = reduced_step(w)
KEPT = both(with_signs(v), ordered(v))

LEMMA = Lemma(
    id="escape/reduction-kept",
    title="A short step keeps the signs and which coordinate is the least",
    source=note("2", "exact reduction, side conditions"),
    variant="effective",
    statement=statement(
        [k, m, eta, tau, over(s, k), over(w, k), over(v, k), f],
        {
            **INDEX,
            **SIGNS,
            "the s_i are the signs": with_signs(w),
            "no gap is negative": ordered(w),
            "v is the next point": step(w, v),
            "the step is short": short(w),
        },
        KEPT,
    ),
    proof=(
        Step("one step", None, by.lemma(SIGNED_STEP)),
        Step("the reduced step", None, by.hypothesis(part("one step", 0))),
        Step(
            "signs kept",
            with_signs(v),
            by.fix(
                i,
                Step(
                    "w_i has its sign",
                    s[i] * w[i] > 0,
                    by.hypothesis(at("the s_i are the signs", i)),
                ),
                Step("w_i is not zero", ne(w[i], 0), by.decide("w_i has its sign")),
                Step("v_i", coordinate(w, v, i), by.hypothesis(at(part("one step", 1), i))),
                Step(
                    "short for i",
                    g * least(w) < w[i] ** 2,
                    by.hypothesis(part(at("the step is short", i), 0)),
                ),
                Step("w_i squared", w[i] ** 2 > 0, by.decide("w_i is not zero")),
                Step(
                    "less than all of it",
                    g * least(w) / w[i] ** 2 < 1,
                    by.decide("short for i", "w_i squared"),
                ),
                Step(
                    "as a part",
                    eq(s[i] * v[i], s[i] * w[i] * (1 - g * least(w) / w[i] ** 2)),
                    by.decide("v_i", "w_i is not zero"),
                ),
                Step(
                    "s_i v_i",
                    s[i] * v[i] > 0,
                    by.decide("as a part", "less than all of it", "w_i has its sign"),
                ),
            ),
        ),
        Step(
            "order kept",
            ordered(v),
            by.fix(
                i,
                Step(
                    "w_i has its sign",
                    s[i] * w[i] > 0,
                    by.hypothesis(at("the s_i are the signs", i)),
                ),
                Step("d_i", next_gap(w, v, i), by.hypothesis(at(part("the reduced step", 1), i))),
                Step("w_i is not zero", ne(w[i], 0), by.decide("w_i has its sign")),
                Step("w_i squared", w[i] ** 2 > 0, by.decide("w_i is not zero")),
                Step(
                    "short for i",
                    g**2 <= w[i] ** 2,
                    by.hypothesis(part(at("the step is short", i), 1)),
                ),
                Step("d_i before", gap(w, i) >= 0, by.hypothesis(at("no gap is negative", i))),
                Step(
                    "the part lost", g**2 / w[i] ** 2 <= 1, by.decide("short for i", "w_i squared")
                ),
                Step("d_i after", gap(v, i) >= 0, by.decide("d_i", "the part lost", "d_i before")),
            ),
        ),
        Step("conclusion", KEPT, by.decide("signs kept", "order kept")),
    ),
)

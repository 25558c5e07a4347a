"""The reduction, part: one step of gradient descent by the least coordinate and the gaps."""

from lemmas.escape._dynamics import (
    INDEX,
    SIGNS,
    coordinate,
    eta,
    f,
    i,
    k,
    least,
    m,
    next_gap,
    others,
    product,
    raw_step,
    reduced,
    reduced_step,
    s,
    sign_squared,
    square,
    step,
    tau,
    v,
    w,
    with_signs,
)
from lemmas.escape._note import note
from lemmas.escape.reduction_products import CONCLUSION as PRODUCTS_AT
from lemmas.escape.reduction_products import LEMMA as PRODUCTS
from lemmas.escape.reduction_step import LEMMA as ONE_STEP
from verifier import (
    Lemma,
    Step,
    at,
    both,
    by,
    eq,
    forall,
    indices,
    ne,
    over,
    part,
    statement,
)

G, g = raw_step(w), reduced_step(w)
COORDINATES = forall(indices(k, omit=[m]), lambda i: coordinate(w, v, i))
CONCLUSION = both(reduced(w, v), COORDINATES)

LEMMA = Lemma(
    id="escape/reduction-signed-step",
    title="One step of gradient descent by the least coordinate and the gaps",
    source=note("2", "exact reduction, one step"),
    variant="effective",
    statement=statement(
        [k, m, eta, tau, over(s, k), over(w, k), over(v, k), f],
        {
            **INDEX,
            **SIGNS,
            "the s_i are the signs": with_signs(w),
            "v is the next point": step(w, v),
        },
        CONCLUSION,
    ),
    proof=(
        Step("products", PRODUCTS_AT, by.lemma(PRODUCTS)),
        Step("Q_m", None, by.hypothesis(part("products", 0))),
        Step("one step", ONE_STEP.statement.conclusion, by.lemma(ONE_STEP)),
        Step("the step of w_m", None, by.hypothesis(part("one step", 0))),
        sign_squared("s_m squared", m),
        Step(
            "the slope",
            eq(f.prime(product(w)), f.prime(tau * (least(w) * others(w)))),
            by.congruence(f, part("products", 1)),
        ),
        Step("g by the raw step", eq(s[m] * G, g), by.decide("the slope", "Q_m", "s_m squared")),
        Step("g squared", eq(g**2, G**2), by.decide("g by the raw step", "s_m squared")),
        Step(
            "g times x", eq(g * least(w), G * w[m]), by.decide("g by the raw step", "s_m squared")
        ),
        Step("x", eq(least(v), least(w) - g), by.decide("the step of w_m", "g by the raw step")),
        Step(
            "the others",
            forall(indices(k, omit=[m]), lambda i: both(next_gap(w, v, i), coordinate(w, v, i))),
            by.fix(
                i,
                Step(
                    "w_i has its sign",
                    s[i] * w[i] > 0,
                    by.hypothesis(at("the s_i are the signs", i)),
                ),
                Step("w_i is not zero", ne(w[i], 0), by.decide("w_i has its sign")),
                Step(
                    "step i",
                    None,
                    by.hypothesis(at(part("one step", 1), i, using=["w_i is not zero"])),
                ),
                Step(
                    "the part lost",
                    eq(G**2 / w[i] ** 2, g**2 / square(w, i)),
                    by.decide("g squared", "w_i is not zero"),
                ),
                Step(
                    "d_i",
                    next_gap(w, v, i),
                    by.rewrite("the part lost", part("step i", 1)),
                ),
                Step(
                    "v_i",
                    coordinate(w, v, i),
                    by.decide(part("step i", 0), "g times x", "w_i is not zero"),
                ),
                Step("both", both(next_gap(w, v, i), coordinate(w, v, i)), by.decide("d_i", "v_i")),
            ),
        ),
        Step(
            "the gaps",
            forall(indices(k, omit=[m]), lambda i: next_gap(w, v, i)),
            by.fix(i, Step("d_i", next_gap(w, v, i), by.hypothesis(part(at("the others", i), 0)))),
        ),
        Step(
            "the coordinates",
            COORDINATES,
            by.fix(
                i, Step("v_i", coordinate(w, v, i), by.hypothesis(part(at("the others", i), 1)))
            ),
        ),
        Step("conclusion", CONCLUSION, by.decide("x", "the gaps", "the coordinates")),
    ),
)

"""The reduction, part: what one step of gradient descent does to the gaps."""

from lemmas.escape._dynamics import INDEX, eta, f, gap, i, k, m, product, raw_step, step, v, w
from lemmas.escape._note import note
from verifier import (
    Lemma,
    Proposition,
    Step,
    TermLike,
    at,
    both,
    by,
    eq,
    forall,
    implies,
    indices,
    ne,
    over,
    statement,
)

G = raw_step(w)


def moves(i: TermLike) -> Proposition:
    """What the step does to another coordinate and to its gap."""
    return implies(
        ne(w[i], 0),
        both(
            eq(v[i], w[i] - G * w[m] / w[i]),
            eq(gap(v, i), gap(w, i) * (1 - G**2 / w[i] ** 2)),
        ),
    )


P, Q = product(w), product(w, i)

LEMMA = Lemma(
    id="escape/reduction-step",
    title="One step of gradient descent and the gaps",
    source=note("2", "exact reduction, one step"),
    variant="effective",
    statement=statement(
        [k, m, eta, over(w, k), over(v, k), f],
        {**INDEX, "v is the next point": step(w, v)},
        both(eq(v[m], w[m] - G), forall(indices(k, omit=[m]), moves)),
    ),
    proof=(
        Step("P = w_m Q_m", eq(P, w[m] * product(w, m)), by.split_off(P, m)),
        Step(
            "each other coordinate",
            forall(indices(k, omit=[m]), moves),
            by.fix(
                i,
                Step(
                    "coordinate i",
                    moves(i),
                    by.suppose(
                        "w_i is not zero",
                        Step("P = w_i Q_i", eq(P, w[i] * Q), by.split_off(P, i)),
                        Step(
                            "Q_i",
                            eq(Q, w[m] * product(w, m) / w[i]),
                            by.decide("P = w_m Q_m", "P = w_i Q_i", "w_i is not zero"),
                        ),
                        Step(
                            "the step of w_i",
                            eq(v[i], w[i] - G * w[m] / w[i]),
                            by.decide(at("v is the next point", i), "Q_i"),
                        ),
                        Step(
                            "the step of w_m",
                            eq(v[m], w[m] - G),
                            by.hypothesis(at("v is the next point", m)),
                        ),
                        Step(
                            "the gap",
                            eq(gap(v, i), gap(w, i) * (1 - G**2 / w[i] ** 2)),
                            by.decide("the step of w_i", "the step of w_m"),
                        ),
                        Step(
                            "both",
                            both(
                                eq(v[i], w[i] - G * w[m] / w[i]),
                                eq(gap(v, i), gap(w, i) * (1 - G**2 / w[i] ** 2)),
                            ),
                            by.decide("the step of w_i", "the gap"),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "conclusion",
            both(eq(v[m], w[m] - G), forall(indices(k, omit=[m]), moves)),
            by.decide(at("v is the next point", m), "each other coordinate"),
        ),
    ),
)

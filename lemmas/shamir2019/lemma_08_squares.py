"""Lemma 8: one step hardly spreads the squares of the coordinates."""

from lemmas.shamir2019._descent import eta, f, step
from lemmas.shamir2019._lemma_08 import h, j, k, pairs, product, q, v, w
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_08_pair_identities import LEMMA as IDENTITIES
from verifier import (
    Lemma,
    Proposition,
    Step,
    TermLike,
    at,
    both,
    by,
    either,
    eq,
    forall,
    implies,
    indices,
    ne,
    over,
    part,
    real,
    reals,
    statement,
)

C, B, L = real("C"), real("B"), real("L")

P, R = product(), product(j, q)
SLOPE = f.prime(P)
H = eta * SLOPE
GAP = w[j] ** 2 - w[q] ** 2
NEW_GAP = v[j] ** 2 - v[q] ** 2
EXCESS = L**2 / C**2 * eta**2 * P**2
BOUND = abs(GAP) + EXCESS


def claim(j: TermLike, q: TermLike) -> Proposition:
    """The claim for two coordinates."""
    return abs(v[j] ** 2 - v[q] ** 2) <= abs(w[j] ** 2 - w[q] ** 2) + EXCESS


SAME = (
    Step("w_j is w_q", eq(w[j], w[q]), by.congruence(w, "they are one")),
    Step("v_j is v_q", eq(v[j], v[q]), by.congruence(v, "they are one")),
    Step("the same gap", abs(GAP) >= 0, by.elementary("abs is nonnegative", GAP)),
    Step(
        "0 from below",
        -BOUND <= NEW_GAP,
        by.decide("v_j is v_q", "the same gap", "the excess is nonnegative"),
    ),
    Step(
        "0 from above",
        NEW_GAP <= BOUND,
        by.decide("v_j is v_q", "the same gap", "the excess is nonnegative"),
    ),
    Step(
        "the same coordinate",
        claim(j, q),
        by.elementary("abs at most", NEW_GAP, BOUND, using=["0 from below", "0 from above"]),
    ),
)

DIFFERENT = (
    Step(
        "the identity",
        eq(NEW_GAP, (1 - H**2 * R**2) * GAP),
        by.hypothesis(part(at("the identities", j, q), 2)),
    ),
    Step("P = w_j Q_j", eq(P, w[j] * product(j)), by.split_off(P, j)),
    Step("Q_j = w_q R", eq(product(j), w[q] * R), by.split_off(product(j), q)),
    Step("P = w_j w_q R", eq(P, w[j] * w[q] * R), by.decide("P = w_j Q_j", "Q_j = w_q R")),
    Step("w_j", C**2 <= w[j] ** 2, by.decide(at("no coordinate is less than C", j))),
    Step("w_q", C**2 <= w[q] ** 2, by.decide(at("no coordinate is less than C", q))),
    # As P = w_j w_q R, both (C Q_j)**2 and (C Q_q)**2 are at most P**2: so is their difference.
    Step("(w_j R)**2", (w[j] * R) ** 2 >= 0, by.decide()),
    Step("(w_q R)**2", (w[q] * R) ** 2 >= 0, by.decide()),
    Step("Q_q", C**2 * (w[j] * R) ** 2 <= P**2, by.decide("P = w_j w_q R", "w_q", "(w_j R)**2")),
    Step("Q_j", C**2 * (w[q] * R) ** 2 <= P**2, by.decide("P = w_j w_q R", "w_j", "(w_q R)**2")),
    Step(
        "their difference from above",
        R**2 * GAP <= P**2 / C**2,
        by.decide("Q_q", "(w_q R)**2", "1/C**2 is positive"),
    ),
    Step(
        "their difference from below",
        -(P**2) / C**2 <= R**2 * GAP,
        by.decide("Q_j", "(w_j R)**2", "1/C**2 is positive"),
    ),
    Step(
        "the change from above",
        H**2 * (R**2 * GAP) <= EXCESS,
        by.decide("their difference from above", "h**2 is nonnegative", "with the bound on h"),
    ),
    Step(
        "the change from below",
        -EXCESS <= H**2 * (R**2 * GAP),
        by.decide("their difference from below", "h**2 is nonnegative", "with the bound on h"),
    ),
    Step("the old one", both(-abs(GAP) <= GAP, GAP <= abs(GAP)), by.elementary("abs bounds", GAP)),
    Step(
        "from below",
        -BOUND <= NEW_GAP,
        by.decide("the identity", "the change from above", "the old one"),
    ),
    Step(
        "from above",
        NEW_GAP <= BOUND,
        by.decide("the identity", "the change from below", "the old one"),
    ),
    Step(
        "two coordinates",
        claim(j, q),
        by.elementary("abs at most", NEW_GAP, BOUND, using=["from below", "from above"]),
    ),
)

LEMMA = Lemma(
    id="shamir2019/lemma-8",
    title="One step hardly spreads the squares of the coordinates",
    source=shamir("A.1", "Lemma 8"),
    variant="effective",
    statement=statement(
        [k, eta, C, B, L, over(w, k), over(v, k), f],
        {
            "C is positive": C > 0,
            "no coordinate is less than C": forall(indices(k), lambda i: w[i] >= C),
            "P is at most B": P <= B,
            "f' is at most L in modulus on [0, B]": forall(
                reals(), lambda p: implies(both(0 <= p, p <= B), abs(f.prime(p)) <= L)
            ),
            "v is the next point": step(w, v),
        },
        pairs(claim),
    ),
    changes=(
        "the bound C' on P, called B, need not be positive",
        "Assumption 1 is weakened to |f'| <= L on [0, B]",
        "the step size may be any real",
        "the constant C'' is given: L**2/C**2",
    ),
    note="w is the point at time t and v that at time t + 1.  The paper's C'' is L**2/C**2.  Where "
    "eta f'(P) >= 0 and the next coordinates are nonnegative too, it can be 0: see "
    "lemma-10-spread-step.  By assumption-1-bound, Assumption 1 gives an L for every B.",
    proof=(
        Step("the identities", None, by.lemma(IDENTITIES, {h: H})),
        Step("all are positive", forall(indices(k), lambda i: w[i] > 0), by.decide()),
        Step("P is nonnegative", P >= 0, by.sign("all are positive")),
        Step(
            "the slope",
            abs(SLOPE) <= L,
            by.hypothesis(
                at("f' is at most L in modulus on [0, B]", P, using=["P is nonnegative"])
            ),
        ),
        Step("its modulus", abs(SLOPE) >= 0, by.elementary("abs is nonnegative", SLOPE)),
        Step("its square", eq(abs(SLOPE) ** 2, SLOPE**2), by.elementary("abs squared", SLOPE)),
        Step(
            "the slope squared",
            SLOPE**2 <= L**2,
            by.decide("the slope", "its modulus", "its square"),
        ),
        Step("1/C**2 is positive", 1 / C**2 > 0, by.decide()),
        Step("P/C squared", P**2 / C**2 >= 0, by.decide("1/C**2 is positive")),
        Step("h squared", H**2 <= eta**2 * L**2, by.decide("the slope squared")),
        Step("h**2 is nonnegative", H**2 >= 0, by.decide()),
        Step(
            "with the bound on h",
            H**2 * (P**2 / C**2) <= EXCESS,
            by.decide("h squared", "P/C squared"),
        ),
        Step(
            "the excess is nonnegative",
            EXCESS >= 0,
            by.decide("h**2 is nonnegative", "P/C squared", "with the bound on h"),
        ),
        Step(
            "all pairs",
            pairs(claim),
            by.fix(
                j,
                Step(
                    "with any other",
                    forall(indices(k), lambda q: claim(j, q)),
                    by.fix(
                        q,
                        Step(
                            "one or two coordinates",
                            claim(j, q),
                            by.cases(
                                either(eq(q, j), ne(q, j)),
                                {"they are one": SAME, "they are two": DIFFERENT},
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)

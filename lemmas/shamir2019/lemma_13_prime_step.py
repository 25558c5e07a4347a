"""Lemma 13', part: one step does not pass the target."""

from lemmas.shamir2019._descent import eta, k, product
from lemmas.shamir2019._lemma_13_prime import (
    INDEX,
    NEXT_POINT,
    Y,
    approach,
    bound,
    gamma,
    grown,
    m,
    others_at_least,
    reduced,
    reduced_fall,
    v,
    w,
)
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_13_prime_factors import LEMMA as FACTORS
from lemmas.shamir2019.lemma_13_prime_factors import z
from verifier import (
    Lemma,
    Step,
    at,
    both,
    by,
    either,
    eq,
    forall,
    indices,
    natural,
    ne,
    over,
    statement,
)

j = natural("j")

P, P_NEW = product(w), product(v)
Q, Q_NEW, Q_J = product(w, m), product(v, m), product(w, j)
GAP = Y - P
PULL = eta * GAP
GROWTH = PULL * Y / gamma**2

CONCLUSION = both(grown(w, v), approach(w, v), reduced_fall(w, v))

LEMMA = Lemma(
    id="shamir2019/lemma-13-prime-step",
    title="One step of gradient descent does not pass the target",
    source=shamir("A.2.1", "Lemma 13"),
    variant="effective",
    statement=statement(
        [k, m, Y, gamma, bound, eta, over(w, k), over(v, k)],
        {
            **INDEX,
            "gamma is positive": gamma > 0,
            "w_m is nonnegative": w[m] >= 0,
            "the other w_j are at least gamma": others_at_least(gamma, w),
            "P is at most the target": P <= Y,
            "Q_m is at most B": Q <= bound,
            "the step size is positive": eta > 0,
            "the step size is small": eta * (k * Y**2 / gamma**2 + bound**2) <= 1,
            **NEXT_POINT,
        },
        CONCLUSION,
    ),
    proof=(
        Step("k is positive", k > 0, by.decide()),
        Step(
            "the other w_j are positive",
            forall(indices(k, omit=[m]), lambda j: w[j] > 0),
            by.decide("the other w_j are at least gamma"),
        ),
        Step("Q_m is positive", Q > 0, by.sign("the other w_j are positive")),
        Step("P = w_m Q_m", eq(P, w[m] * Q), by.split_off(P, m)),
        Step("P is nonnegative", P >= 0, by.decide("P = w_m Q_m", "Q_m is positive")),
        Step("the gap is nonnegative", GAP >= 0, by.decide()),
        Step("the pull is nonnegative", PULL >= 0, by.decide("the gap is nonnegative")),
        Step("v_m", eq(v[m], w[m] + PULL * Q), by.decide(at("v is the next point", m))),
        Step(
            "the gain of v_m",
            PULL * Q >= 0,
            by.decide("the pull is nonnegative", "Q_m is positive"),
        ),
        Step(
            "the others",
            forall(
                indices(k, omit=[m]),
                lambda j: both(
                    w[j] <= v[j], v[j] <= w[j] * (1 + GROWTH), reduced(v, j) <= reduced(w, j)
                ),
            ),
            by.fix(
                j,
                Step(
                    "w_j is positive", w[j] > 0, by.hypothesis(at("the other w_j are positive", j))
                ),
                Step("v_j", eq(v[j], w[j] + PULL * Q_J), by.decide(at("v is the next point", j))),
                Step("P = w_j Q_j", eq(P, w[j] * Q_J), by.split_off(P, j)),
                Step(
                    "Q_j is nonnegative",
                    Q_J >= 0,
                    by.decide("P = w_j Q_j", "P is nonnegative", "w_j is positive"),
                ),
                Step(
                    "v_j is at least w_j",
                    w[j] <= v[j],
                    by.decide("v_j", "Q_j is nonnegative", "the pull is nonnegative"),
                ),
                Step(
                    "gamma Q_j",
                    gamma * Q_J <= P,
                    by.decide(
                        "P = w_j Q_j",
                        "Q_j is nonnegative",
                        at("the other w_j are at least gamma", j),
                    ),
                ),
                Step(
                    "gamma**2 Q_j",
                    gamma**2 * Q_J <= w[j] * Y,
                    by.decide(
                        "gamma Q_j", "P is nonnegative", at("the other w_j are at least gamma", j)
                    ),
                ),
                Step("Q_j", Q_J <= w[j] * Y / gamma**2, by.decide("gamma**2 Q_j")),
                Step(
                    "v_j is at most w_j times a factor",
                    v[j] <= w[j] * (1 + GROWTH),
                    by.decide("v_j", "Q_j", "the pull is nonnegative"),
                ),
                Step(
                    "the gain of v_j",
                    gamma * (PULL * Q_J) <= PULL * P,
                    by.decide("gamma Q_j", "the pull is nonnegative"),
                ),
                Step(
                    "v_m**2",
                    eq(v[m] ** 2 - w[m] ** 2, 2 * (PULL * P) + (PULL * Q) ** 2),
                    by.decide("v_m", "P = w_m Q_m"),
                ),
                Step("a square", (PULL * Q) ** 2 >= 0, by.decide()),
                Step(
                    "the gain of v_m**2",
                    2 * (PULL * P) <= v[m] ** 2 - w[m] ** 2,
                    by.decide("v_m**2", "a square"),
                ),
                Step(
                    "with v_m**2",
                    v[j] - w[j] <= (v[m] ** 2 - w[m] ** 2) / (2 * gamma),
                    by.decide("v_j", "the gain of v_j", "the gain of v_m**2"),
                ),
                Step(
                    "all three",
                    both(w[j] <= v[j], v[j] <= w[j] * (1 + GROWTH), reduced(v, j) <= reduced(w, j)),
                    by.decide(
                        "v_j is at least w_j", "v_j is at most w_j times a factor", "with v_m**2"
                    ),
                ),
            ),
        ),
        Step("B is positive", bound > 0, by.decide("Q_m is positive")),
        Step("the gap is at most Y", GAP <= Y, by.decide("P is nonnegative")),
        Step("eta B**2 is positive", eta * bound**2 > 0, by.decide("B is positive")),
        Step("1/gamma**2 is positive", 1 / gamma**2 > 0, by.decide()),
        Step(
            "a part of the step size",
            k * eta * Y / gamma**2 >= 0,
            by.decide(
                "k is positive",
                "the gap is at most Y",
                "the gap is nonnegative",
                "1/gamma**2 is positive",
            ),
        ),
        Step(
            "k times the growth",
            k * GROWTH <= k * eta * Y / gamma**2 * Y,
            by.decide("a part of the step size", "the gap is at most Y"),
        ),
        Step(
            "it is less than 1",
            k * GROWTH < 1,
            by.decide("k times the growth", "eta B**2 is positive"),
        ),
        Step(
            "the growth is nonnegative",
            GROWTH >= 0,
            by.decide(
                "the pull is nonnegative",
                "the gap is at most Y",
                "the gap is nonnegative",
                "1/gamma**2 is positive",
            ),
        ),
        Step(
            "the v_j are not much larger",
            forall(indices(k, omit=[m]), lambda j: both(v[j] >= 0, v[j] <= w[j] * (1 + GROWTH))),
            by.decide("the others", "the other w_j are positive"),
        ),
        Step(
            "the factors together",
            Q_NEW * (1 - k * GROWTH) <= Q,
            by.lemma(
                FACTORS,
                {z: GROWTH},
                "the growth is nonnegative",
                "it is less than 1",
                "the v_j are not much larger",
            ),
        ),
        Step("P of v", eq(P_NEW, v[m] * Q_NEW), by.split_off(P_NEW, m)),
        Step("v_m is nonnegative", v[m] >= 0, by.decide("v_m", "the gain of v_m")),
        Step(
            "P of v, times a factor",
            P_NEW * (1 - k * GROWTH) <= v[m] * Q,
            by.decide("P of v", "the factors together", "v_m is nonnegative"),
        ),
        Step("v_m Q_m", eq(v[m] * Q, P + PULL * Q**2), by.decide("v_m", "P = w_m Q_m")),
        Step(
            "with the bound of Q_m",
            PULL * Q**2 <= PULL * bound**2,
            by.decide("Q_m is positive", "the pull is nonnegative"),
        ),
        Step(
            "what the step size is for",
            GAP * (eta * (k * Y**2 / gamma**2 + bound**2)) <= GAP,
            by.decide("the gap is nonnegative"),
        ),
        Step(
            "so that there is room",
            P + PULL * bound**2 <= Y * (1 - k * GROWTH),
            by.decide("what the step size is for"),
        ),
        Step(
            "no overshoot",
            P_NEW <= Y,
            by.decide(
                "P of v, times a factor",
                "v_m Q_m",
                "with the bound of Q_m",
                "so that there is room",
                "it is less than 1",
            ),
        ),
        Step(
            "Q_m does not fall",
            Q <= Q_NEW,
            by.termwise("the others", "the other w_j are positive"),
        ),
        Step(
            "P grows",
            v[m] * Q <= P_NEW,
            by.decide("P of v", "Q_m does not fall", "v_m is nonnegative"),
        ),
        Step(
            "the gap shrinks",
            Y - P_NEW <= (1 - eta * Q**2) * (Y - P),
            by.decide("P grows", "v_m Q_m"),
        ),
        Step(
            "coordinates grow",
            grown(w, v),
            by.fix(
                j,
                Step(
                    "coordinate j",
                    w[j] <= v[j],
                    by.cases(
                        either(eq(m, j), ne(m, j)),
                        {
                            "j is m": [
                                Step("at m", w[m] <= v[m], by.decide("v_m", "the gain of v_m")),
                                Step("coordinate m", w[j] <= v[j], by.rewrite("j is m", "at m")),
                            ],
                            "j is not m": [
                                Step(
                                    "another coordinate",
                                    w[j] <= v[j],
                                    by.decide(at("the others", j)),
                                ),
                            ],
                        },
                    ),
                ),
            ),
        ),
        Step("the others are reduced", reduced_fall(w, v), by.decide("the others")),
        Step(
            "conclusion",
            CONCLUSION,
            by.decide(
                "coordinates grow", "no overshoot", "the gap shrinks", "the others are reduced"
            ),
        ),
    ),
)

"""Lemma 13, part: gradient descent stays in the set W."""

from lemmas.shamir2019._lemma_13 import (
    ALL_COORDINATES,
    SETTING,
    delta,
    eta,
    gamma,
    in_w,
    k,
    m,
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
from verifier import (
    Lemma,
    Step,
    by,
    eq,
    exp,
    forall,
    indices,
    log,
    natural,
    over,
    real,
    statement,
    sum_,
)

j, z = natural("j"), real("z")

P, P_NEW, Q = product(w), product(v), product(w, j)
GAIN = eta * (y - P) * P / delta**2

LOGS, LOGS_NEW = sum_(k, lambda i: log(w[i])), sum_(k, lambda i: log(v[i]))

LEMMA = Lemma(
    id="shamir2019/lemma-13-invariant-set",
    title="Gradient descent stays in W",
    source=shamir("A.2.1", "Lemma 13"),
    variant="strengthened",
    changes=(
        "the step size is at most delta**2/(k y**2), as in the proof, in place of "
        "delta**2/(2 k y**2)",
        "w_m need not be the smallest coordinate",
        "that no coordinate decreases is part of the conclusion",
    ),
    statement=statement(
        [k, m, y, delta, gamma, eta, over(w, k), over(v, k)],
        {
            **SETTING,
            **in_w(w),
            "the step size is positive": eta > 0,
            "the step size is small": eta <= delta**2 / (k * y**2),
            "v is the next point": step(w, v),
        },
        stays(w, v),
    ),
    proof=(
        ALL_COORDINATES,
        Step("P is positive", P > 0, by.sign("all w_j are at least delta")),
        Step(
            "Q_j is positive",
            forall(indices(k), lambda j: product(w, j) > 0),
            by.fix(j, Step("sign", Q > 0, by.sign("all w_j are at least delta"))),
        ),
        Step(
            "the step",
            forall(indices(k), lambda j: eq(v[j] - w[j], eta * (y - P) * product(w, j))),
            by.decide(),
        ),
        Step("eta (y - P) > 0", eta * (y - P) > 0, by.decide()),
        Step(
            "coordinates grow",
            forall(indices(k), lambda j: v[j] >= w[j]),
            by.decide("the step", "eta (y - P) > 0", "Q_j is positive"),
        ),
        Step(
            "growth of one coordinate",
            forall(indices(k), lambda j: (v[j] - w[j]) / w[j] <= GAIN),
            by.fix(
                j,
                Step("w_j out of P", eq(P, w[j] * Q), by.split_off(P, j)),
                Step(
                    "Q_j <= P/delta",
                    Q * delta <= P,
                    by.decide("w_j out of P", "Q_j is positive", "all w_j are at least delta"),
                ),
                Step(
                    "Q_j/w_j <= P/delta**2",
                    Q / w[j] <= P / delta**2,
                    by.decide("Q_j <= P/delta", "P is positive", "all w_j are at least delta"),
                ),
                Step(
                    "times eta (y - P)",
                    (v[j] - w[j]) / w[j] <= GAIN,
                    by.decide("the step", "Q_j/w_j <= P/delta**2", "eta (y - P) > 0"),
                ),
            ),
        ),
        Step(
            "Lemma 12 at each coordinate",
            forall(indices(k), lambda j: log(v[j]) <= log(w[j]) + GAIN),
            by.fix(
                j,
                Step(
                    "lemma 12",
                    log(w[j] + (v[j] - w[j])) <= log(w[j]) + (v[j] - w[j]) / w[j],
                    by.lemma(
                        LEMMA_12,
                        {
                            a: w[j],
                            b: v[j] - w[j],
                        },
                        "all w_j are at least delta",
                        "coordinates grow",
                    ),
                ),
                Step(
                    "with the growth",
                    log(v[j]) <= log(w[j]) + GAIN,
                    by.decide("lemma 12", "growth of one coordinate"),
                ),
            ),
        ),
        Step(
            "log P",
            eq(log(P), LOGS),
            by.image("log", P, "all w_j are at least delta"),
        ),
        Step(
            "log P'",
            eq(log(P_NEW), LOGS_NEW),
            by.image("log", P_NEW, "all w_j are at least delta", "coordinates grow"),
        ),
        Step(
            "Lemma 12 summed",
            LOGS_NEW <= sum_(k, lambda i: log(w[i]) + GAIN),
            by.termwise("Lemma 12 at each coordinate", "all w_j are at least delta"),
        ),
        Step(
            "the sum in two parts",
            eq(sum_(k, lambda i: log(w[i]) + GAIN), LOGS + sum_(k, lambda i: GAIN)),
            by.linear(
                k,
                [(1, lambda i: log(w[i])), (1, lambda i: GAIN)],
                "all w_j are at least delta",
            ),
        ),
        Step(
            "k equal terms",
            eq(sum_(k, lambda i: GAIN), k * GAIN),
            by.constant(sum_(k, lambda i: GAIN)),
        ),
        Step(
            "log P' is at most log P + k times the gain",
            log(P_NEW) <= log(P) + k * GAIN,
            by.decide(
                "log P", "log P'", "Lemma 12 summed", "the sum in two parts", "k equal terms"
            ),
        ),
        Step("y is positive", y > 0, by.decide("P is positive")),
        Step(
            "mean value theorem for log",
            1 / y * (y - P) <= log(y) - log(P),
            by.mean_value(log(z), z, P, y, 1 / y, "P is positive", "y is positive"),
        ),
        Step("k is positive", k > 0, by.decide()),
        Step("k y**2 is positive", k * y**2 > 0, by.decide("k is positive", "y is positive")),
        Step(
            "the step size for k coordinates",
            k * eta / delta**2 <= 1 / y**2,
            by.decide("k y**2 is positive", "y is positive"),
        ),
        Step(
            "times P",
            k * eta / delta**2 * P < 1 / y,
            by.decide("the step size for k coordinates", "P is positive", "y is positive"),
        ),
        Step(
            "times y - P",
            k * GAIN < 1 / y * (y - P),
            by.decide("times P"),
        ),
        Step(
            "log P' < log y",
            log(P_NEW) < log(y),
            by.decide(
                "log P' is at most log P + k times the gain",
                "mean value theorem for log",
                "times y - P",
            ),
        ),
        Step(
            "P' is positive",
            P_NEW > 0,
            by.sign("all w_j are at least delta", "coordinates grow"),
        ),
        Step(
            "exp of both",
            exp(log(P_NEW)) < exp(log(y)),
            by.elementary(
                "exp is strictly monotone",
                log(P_NEW),
                log(y),
                using=["log P' < log y", "P' is positive", "y is positive"],
            ),
        ),
        Step(
            "back to P'",
            eq(exp(log(P_NEW)), P_NEW),
            by.elementary("exp of log", P_NEW, using=["P' is positive"]),
        ),
        Step(
            "back to y", eq(exp(log(y)), y), by.elementary("exp of log", y, using=["y is positive"])
        ),
        Step("P' < y", P_NEW < y, by.decide("exp of both", "back to P'", "back to y")),
        Step(
            "v lies in W",
            stays(w, v),
            by.decide("coordinates grow", "P' is positive", "P' < y"),
        ),
    ),
)

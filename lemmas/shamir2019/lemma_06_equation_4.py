"""Equation (4) in the proof of Lemma 6: how far a product can rise within a distance."""

from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_12_log_of_a_sum import LEMMA as LEMMA_12
from lemmas.shamir2019.lemma_12_log_of_a_sum import a, b
from verifier import (
    Lemma,
    Step,
    both,
    by,
    eq,
    family,
    forall,
    indices,
    log,
    natural,
    norm2,
    over,
    prod,
    real,
    sqrt,
    statement,
    sum_,
)

k, j, i = natural("k"), natural("j"), natural("i")
alpha, beta, delta = real("alpha"), real("beta"), real("delta")
v, w = family("v"), family("w")

# The paper's vectors of k - 1 coordinates are those over 1..k without j.
REST = indices(k, omit=[j])
PROD_V, PROD_W = prod(k, lambda i: v[i], omit=[j]), prod(k, lambda i: w[i], omit=[j])
LOGS_V, LOGS_W = sum_(k, lambda i: log(v[i]), omit=[j]), sum_(k, lambda i: log(w[i]), omit=[j])
RISE = sum_(k, lambda i: v[i] - w[i], omit=[j])
DISTANCE = norm2(k, lambda i: v[i] - w[i], omit=[j])
SQUARES = sum_(k, lambda i: (v[i] - w[i]) ** 2, omit=[j])
COUNT = sum_(k, lambda i: 1, omit=[j])

LEMMA = Lemma(
    id="shamir2019/lemma-6-equation-4",
    title="A product rises only with distance",
    source=shamir("5", "Equation (4)"),
    variant="repaired",
    changes=(
        "k >= 2 added: k - 1 is in the denominator",
        "the vectors of k - 1 coordinates are written as those over 1..k without some j",
    ),
    statement=statement(
        [k, j, alpha, beta, delta, over(w, k), over(v, k)],
        {
            "there are at least two coordinates": k >= 2,
            "j is the coordinate dropped": both(j >= 1, j <= k),
            "alpha is positive": alpha > 0,
            "beta is positive": beta > 0,
            "delta is positive": delta > 0,
            "v is above w": forall(REST, lambda i: both(v[i] >= w[i], w[i] >= 0)),
            "the product of w is small": PROD_W <= alpha,
            "w is at least delta": forall(REST, lambda i: w[i] >= delta),
            "the product of v is large": PROD_V > beta,
        },
        DISTANCE > delta / sqrt(k - 1) * log(beta / alpha),
    ),
    proof=(
        Step(
            "(*) with delta",
            forall(REST, lambda i: delta * (log(v[i]) - log(w[i])) <= v[i] - w[i]),
            by.fix(
                i,
                Step(
                    "log is 1/z-Lipschitz above z",
                    log(w[i] + (v[i] - w[i])) <= log(w[i]) + (v[i] - w[i]) / w[i],
                    by.lemma(LEMMA_12, {a: w[i], b: v[i] - w[i]}),
                ),
                Step(
                    "(*)",
                    w[i] * (log(v[i]) - log(w[i])) <= v[i] - w[i],
                    by.decide("log is 1/z-Lipschitz above z"),
                ),
                Step(
                    "log increases",
                    log(w[i]) <= log(v[i]),
                    by.elementary("log is monotone", w[i], v[i]),
                ),
                Step(
                    "delta for w_i",
                    delta * (log(v[i]) - log(w[i])) <= v[i] - w[i],
                    by.decide("(*)", "log increases"),
                ),
            ),
        ),
        Step(
            "(*) summed",
            sum_(k, lambda i: delta * (log(v[i]) - log(w[i])), omit=[j]) <= RISE,
            by.termwise("(*) with delta"),
        ),
        Step(
            "delta taken out",
            eq(
                sum_(k, lambda i: delta * (log(v[i]) - log(w[i])), omit=[j]),
                delta * (LOGS_V - LOGS_W),
            ),
            by.linear(k, [(delta, lambda i: log(v[i])), (-delta, lambda i: log(w[i]))], omit=[j]),
        ),
        Step("logs of v", eq(log(PROD_V), LOGS_V), by.image("log", PROD_V)),
        Step("logs of w", eq(log(PROD_W), LOGS_W), by.image("log", PROD_W)),
        Step("the product of w is positive", PROD_W > 0, by.sign()),
        Step(
            "above log(beta)",
            log(beta) < log(PROD_V),
            by.elementary("log is strictly monotone", beta, PROD_V),
        ),
        Step(
            "below log(alpha)",
            log(PROD_W) <= log(alpha),
            by.elementary("log is monotone", PROD_W, alpha, using=["the product of w is positive"]),
        ),
        Step(
            "log of the quotient",
            eq(log(beta / alpha), log(beta) - log(alpha)),
            by.elementary("log of quotient", beta, alpha),
        ),
        Step(
            "the 1-norm is large",
            RISE > delta * log(beta / alpha),
            by.decide(
                "(*) summed",
                "delta taken out",
                "logs of v",
                "logs of w",
                "above log(beta)",
                "below log(alpha)",
                "log of the quotient",
            ),
        ),
        Step(
            "Cauchy-Schwarz",
            RISE**2 <= COUNT * SQUARES,
            by.cauchy_schwarz(k, lambda i: 1, lambda i: v[i] - w[i], omit=[j]),
        ),
        Step("k - 1 coordinates", eq(COUNT, k - 1), by.constant(COUNT)),
        Step("a sum of squares", SQUARES >= 0, by.sign()),
        Step(
            "the norm squared",
            eq(DISTANCE**2, SQUARES),
            by.elementary("sqrt squared", SQUARES, using=["a sum of squares"]),
        ),
        Step("root of k - 1", eq(sqrt(k - 1) ** 2, k - 1), by.elementary("sqrt squared", k - 1)),
        Step(
            "1-norm and 2-norm",
            RISE <= sqrt(k - 1) * DISTANCE,
            by.decide(
                "Cauchy-Schwarz",
                "k - 1 coordinates",
                "the norm squared",
                "root of k - 1",
                "a sum of squares",
            ),
        ),
        Step(
            "conclusion",
            DISTANCE > delta / sqrt(k - 1) * log(beta / alpha),
            by.decide("the 1-norm is large", "1-norm and 2-norm"),
        ),
    ),
)

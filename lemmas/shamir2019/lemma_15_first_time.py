"""Lemma 15: with the target below 0, the smallest coordinate passes 0, and nothing else does."""

from lemmas.shamir2019._descent import at_time, eta, k, product, t, w
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_4 import FALL, SETTING, W, Y, g, m, q
from lemmas.shamir2019._theorem_4_measured import values
from lemmas.shamir2019.lemma_15_run import HAS_PASSED
from lemmas.shamir2019.lemma_15_run import LEMMA as RUN
from verifier import (
    Lemma,
    Proposition,
    RunBound,
    Step,
    Term,
    TermLike,
    at,
    both,
    by,
    exists,
    false,
    first_iterations,
    forall,
    implies,
    indices,
    natural,
    over,
    part,
    statement,
    times,
)

N, n, j = natural("N"), natural("n"), natural("j")


def positive_before(t0: TermLike) -> Proposition:
    """That w_m is positive before a time."""
    return forall(times(1), lambda t: implies(t < t0, w[m, t] > 0))


def others(t0: TermLike) -> Proposition:
    """The bounds on the other coordinates at a time, and on the products of all but two."""
    return forall(
        indices(k, omit=[m]),
        lambda j: both(
            5 * g / 6 <= w[j, t0],
            w[j, t0] <= w[j, 1],
            product(at_time(t0), j, m) <= product(at_time(1), j, m),
        ),
    )


def first(t0: Term) -> Proposition:
    """That t0 is the first time at which w_m is not positive, and what holds then."""
    return both(
        t0 <= 2 + W / FALL,
        positive_before(t0),
        both(-(eta * Y * q) <= w[m, t0], w[m, t0] <= 0),
        others(t0),
        product(at_time(t0), m) <= q,
        abs(product(at_time(t0))) <= Y / 4,
    )


CONCLUSION = exists(times(2), first)

AT_THE_NEXT_TIME = (
    Step("the time", n + 1 <= 2 + W / FALL, by.decide(part("n", 0))),
    Step("so far", None, by.hypothesis(part("n", 1))),
    Step(
        "positive before",
        positive_before(n + 1),
        by.fix(
            t,
            Step(
                "at t",
                implies(t < n + 1, w[m, t] > 0),
                by.suppose(
                    "t is before",
                    Step("up to n", t <= n, by.decide("t is before")),
                    Step("known", w[m, t] > 0, by.hypothesis(at("so far", t))),
                ),
            ),
        ),
    ),
    Step(
        "at least 5g/6",
        forall(indices(k, omit=[m]), lambda j: 5 * g / 6 <= w[j, n + 1]),
        by.each(j, by.hypothesis(part(at(part("n", 3), j), 0))),
    ),
    Step(
        "nonnegative",
        forall(indices(k, omit=[m]), lambda j: 0 <= w[j, n + 1]),
        by.each(j, by.decide(at("at least 5g/6", j), "g is positive")),
    ),
    Step(
        "not grown",
        forall(indices(k, omit=[m]), lambda j: w[j, n + 1] <= w[j, 1]),
        by.each(j, by.hypothesis(part(at(part("n", 3), j), 1))),
    ),
    Step(
        "products of all but two",
        forall(
            indices(k, omit=[m]),
            lambda j: product(at_time(n + 1), j, m) <= product(at_time(1), j, m),
        ),
        by.each(j, by.termwise("nonnegative", "not grown")),
    ),
    Step(
        "the others",
        others(n + 1),
        by.decide("at least 5g/6", "not grown", "products of all but two"),
    ),
    Step(
        "first at n + 1",
        first(n + 1),
        by.decide(
            "the time",
            "positive before",
            part("n", 2),
            "the others",
            part("n", 4),
            part("n", 5),
        ),
    ),
    Step("there is a first time", CONCLUSION, by.witness(n + 1, "first at n + 1")),
)

STATEMENT = statement([k, m, Y, W, g, q, eta, over(w, k)], SETTING, CONCLUSION)

TIME_TO_PASS = RunBound(
    statement=STATEMENT,
    bounds={"2 + W/(eta Y g**(k - 1))": 2 + W / FALL},
    direction="at most",
    quantity="min",
    level=0,
    starts="crossing",
    step="the step size is small",
    values=values,
)

LEMMA = Lemma(
    id="shamir2019/lemma-15",
    title="The smallest coordinate passes 0",
    source=shamir("A.2.2", "Lemma 15"),
    variant="effective",
    statement=STATEMENT,
    measurements=(first_iterations(TIME_TO_PASS, name="t0, the first time with w_m <= 0"),),
    changes=(
        "in place of Assumption 4 and step size k**(-C): the constants Y = -y, W, g and q, with "
        "w_m(1) <= W, w_j(1) - w_m(1) >= g for j != m, Q_m(1) <= q, and the bound on eta",
        "only the distances from the smallest coordinate to the others are bounded from below, "
        "only the smallest coordinate from above; the products of all but two factors need no "
        "bound",
        "exp(O(k log k))/eta is 2 + W/(eta Y g**(k - 1)), and the O() are explicit",
        "|P(t0)| <= Y/4 is added, which the proof of Lemma 16 shows",
        "k = 1 is allowed",
    ),
    note="The target is -Y, and m is the only argmin at t0, since w_m(t0) <= 0 < w_j(t0).",
    proof=(
        Step("at each time", RUN.statement.conclusion, by.lemma(RUN)),
        Step("eta Y is positive", eta * Y > 0, by.decide()),
        Step(
            "the power is positive", g ** (k - 1) > 0, by.elementary("power is positive", g, k - 1)
        ),
        Step(
            "the fall is positive",
            FALL > 0,
            by.decide("eta Y is positive", "the power is positive"),
        ),
        Step("W is positive", W > 0, by.decide("w_m(1) is positive", "w_m(1) is at most W")),
        Step(
            "the time for it is positive",
            W / FALL > 0,
            by.decide("W is positive", "the fall is positive"),
        ),
        Step(
            "enough time",
            exists(times(0), lambda N: 2 + W / FALL <= N),
            by.archimedes(2 + W / FALL, "the fall is positive"),
        ),
        Step(
            "it passes",
            HAS_PASSED,
            by.obtain(
                N,
                "enough time",
                "N is large",
                Step("N is a time", 1 <= N, by.decide("N is large", "the time for it is positive")),
                Step("at N", None, by.hypothesis(at("at each time", N))),
                Step(
                    "passed by N",
                    HAS_PASSED,
                    by.cases(
                        "at N",
                        {
                            "w_m has passed": [
                                Step("passed", HAS_PASSED, by.hypothesis("w_m has passed"))
                            ],
                            "w_m goes on": [
                                Step(
                                    "still positive",
                                    w[m, N] > 0,
                                    by.hypothesis(at(part("w_m goes on", 0), N)),
                                ),
                                Step(
                                    "N falls",
                                    (N - 1) * FALL >= W + FALL,
                                    by.decide("N is large", "the fall is positive"),
                                ),
                                Step(
                                    "not positive",
                                    w[m, N] <= 0,
                                    by.decide(
                                        part("w_m goes on", 1),
                                        "N falls",
                                        "the fall is positive",
                                        "w_m(1) is at most W",
                                    ),
                                ),
                                Step(
                                    "a contradiction",
                                    false,
                                    by.decide("still positive", "not positive"),
                                ),
                                Step(
                                    "impossible",
                                    HAS_PASSED,
                                    by.cases("a contradiction", {}),
                                ),
                            ],
                        },
                    ),
                ),
            ),
        ),
        Step("the first time", CONCLUSION, by.obtain(n, "it passes", "n", *AT_THE_NEXT_TIME)),
    ),
)

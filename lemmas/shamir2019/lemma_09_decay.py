"""Lemma 9, the third claim: how long the product can take to fall by the factor e."""

from fractions import Fraction
from typing import Any

from lemmas.shamir2019._descent import at_time, eta, f, gradient_descent, k, product, w
from lemmas.shamir2019._lemma_08 import v
from lemmas.shamir2019._lemma_08 import w as one_point
from lemmas.shamir2019._lemma_09 import (
    NONNEGATIVE_SLOPE,
    P,
    T,
    all_least,
    beta,
    i,
    r,
    s,
    slope_at,
)
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_09_downhill import LEMMA as DOWNHILL
from lemmas.shamir2019.lemma_09_product import LEMMA as PRODUCT
from lemmas.shamir2019.lemma_09_product import alpha
from verifier import (
    Lemma,
    Proposition,
    RunBound,
    RunCase,
    Step,
    Symbol,
    Term,
    TermLike,
    Variable,
    at,
    both,
    by,
    either,
    eq,
    exp,
    first_iterations,
    forall,
    implies,
    indices,
    natural,
    over,
    part,
    rational,
    real,
    reals,
    statement,
    times,
)

m, n, C, c = natural("m"), natural("n"), real("C"), real("c")
HALF = rational("1/2")

# By how much each step lowers each coordinate while P is above beta/e, and all steps together.
LEAST_STEP = eta * c * (beta * exp(-1)) / C
FALL = n * LEAST_STEP

# So many steps are enough.
ENOUGH = exp(1) * C * beta ** (1 / k - 1) / (c * eta * k)

END, BOUND_ON_MEAN = P(s + n), beta ** (1 / k)


def during(r: TermLike, n: TermLike = n) -> Proposition:
    """That a time is one of s, s+1, ..., s+n."""
    return both(s <= r, r <= s + n)


def stays(n: TermLike) -> Proposition:
    """That the coordinates are at least 1/2 from time s to s+n."""
    return forall(times(1), lambda r: implies(during(r, n), all_least(r, HALF)))


def slope_from_below(p: Term) -> Proposition:
    """f' >= c at a point of [beta/e, beta]."""
    return implies(both(beta * exp(-1) <= p, p <= beta), f.prime(p) >= c)


def fallen(m: TermLike) -> Proposition:
    """That each coordinate has fallen by `m` least steps from time s to time s+m."""
    return forall(indices(k), lambda i: w[i, s + m] <= w[i, s] - m * LEAST_STEP)


def claim(m: TermLike) -> Proposition:
    """That P is at most beta/e at time s+m, or that every coordinate has fallen m times."""
    return either(P(s + m) <= beta * exp(-1), fallen(m))


def in_time(n: TermLike) -> Proposition:
    """That n steps are enough for P to fall by the factor e, if they are as many as ENOUGH and the
    coordinates stay above 1/2."""
    return implies(both(n >= ENOUGH, stays(n)), P(s + n) <= beta * exp(-1))


NOW = s + m
Q_I = product(at_time(NOW), i)

# From a time s+m at which P is at most beta/e to s+m+1.
LOW = (
    Step("still", P(s + (m + 1)) <= beta * exp(-1), by.decide("P falls", "P is at most beta/e")),
    Step("low", claim(m + 1), by.decide("still")),
)

# From a time s+m at which P is still above beta/e to s+m+1.
HIGH = (
    Step(
        "the slope is at least c",
        slope_at(NOW) >= c,
        by.hypothesis(
            at(
                "f' is at least c on [beta/e, beta]",
                P(NOW),
                using=["P is above beta/e", "P is at most beta"],
            )
        ),
    ),
    Step(
        "eta c is at most eta f'",
        eta * c <= eta * slope_at(NOW),
        by.decide("the slope is at least c"),
    ),
    Step("eta c is positive", eta * c > 0, by.decide()),
    Step(
        "each coordinate",
        fallen(m + 1),
        by.fix(
            i,
            Step("P = w_i Q_i", eq(P(NOW), w[i, NOW] * Q_I), by.split_off(P(NOW), i)),
            Step("Q_i is nonnegative", Q_I >= 0, by.sign("nonnegative now")),
            Step(
                "w_i is at most C",
                w[i, NOW] <= C,
                by.decide(
                    at(part("downhill now", 3), i), at("the coordinates are at most C at time s", i)
                ),
            ),
            Step(
                "P is at most C Q_i",
                P(NOW) <= C * Q_I,
                by.decide("P = w_i Q_i", "w_i is at most C", "Q_i is nonnegative"),
            ),
            Step(
                "Q_i",
                beta * exp(-1) / C <= Q_I,
                by.decide("P is at most C Q_i", "P is above beta/e", "1/C is positive"),
            ),
            Step(
                "with the slope",
                eta * c * Q_I <= eta * slope_at(NOW) * Q_I,
                by.decide("eta c is at most eta f'", "Q_i is nonnegative"),
            ),
            Step(
                "with the bound on Q_i",
                eta * c * (beta * exp(-1) / C) <= eta * c * Q_I,
                by.decide("Q_i", "eta c is positive"),
            ),
            Step(
                "w_i",
                w[i, s + (m + 1)] <= w[i, s] - (m + 1) * LEAST_STEP,
                by.decide(
                    at("gradient descent", NOW, i),
                    "with the slope",
                    "with the bound on Q_i",
                    at("fallen so far", i),
                ),
            ),
        ),
    ),
    Step("fallen once more", claim(m + 1), by.decide("each coordinate")),
)

# What n steps take off each coordinate.
ALL_STEPS = (
    Step("after n steps", claim(n), by.hypothesis(at("so far", n))),
    Step(
        "a part of the time",
        beta ** (1 / k - 1) > 0,
        by.elementary("power is positive", beta, 1 / k - 1),
    ),
    Step(
        "beta to the 1/k",
        eq(beta ** (1 / k - 1 + 1), beta ** (1 / k - 1) * beta**1),
        by.elementary("power of sum", beta, 1 / k - 1, 1),
    ),
    Step("exp(-1) exp(1)", eq(exp(1 + (-1)), exp(1) * exp(-1)), by.elementary("exp of sum", 1, -1)),
    Step("exp(0)", eq(exp(0), 1), by.elementary("exp of zero")),
    Step("exp(1) times exp(-1)", eq(exp(1) * exp(-1), 1), by.decide("exp(-1) exp(1)", "exp(0)")),
    Step("exp(-1)", exp(-1) > 0, by.elementary("exp is positive", -1)),
    Step("eta c", eta * c > 0, by.decide()),
    Step("beta/e", beta * exp(-1) > 0, by.decide("exp(-1)")),
    Step("eta c beta/e", eta * c * (beta * exp(-1)) > 0, by.decide("eta c", "beta/e")),
    Step("a least step", LEAST_STEP > 0, by.decide("eta c beta/e", "1/C is positive")),
    Step("n steps", ENOUGH * LEAST_STEP <= FALL, by.decide("a least step")),
    Step(
        "k times it",
        eq(k * (ENOUGH * LEAST_STEP), exp(1) * exp(-1) * (beta ** (1 / k - 1) * beta**1)),
        by.decide("C is positive", "eta c", degree=1),
    ),
    Step(
        "that is the mean",
        eq(k * (ENOUGH * LEAST_STEP), BOUND_ON_MEAN),
        by.decide("k times it", "exp(1) times exp(-1)", "beta to the 1/k"),
    ),
    Step("their length", BOUND_ON_MEAN <= k * FALL, by.decide("that is the mean", "n steps")),
)

FALLEN = (
    Step("the last time", during(s + n), by.decide()),
    Step(
        "nonnegative at the end",
        all_least(s + n, 0),
        by.hypothesis(at("they are nonnegative", s + n, using=["the last time"])),
    ),
    Step("the fall is nonnegative", FALL >= 0, by.decide("a least step")),
    Step(
        "the product at the end",
        END <= beta * exp(-1),
        by.lemma(
            PRODUCT,
            {alpha: FALL, one_point: at_time(s), v: at_time(s + n)},
            "positive at s",
            "nonnegative at the end",
            "the fall is nonnegative",
            "their length",
            "all have fallen n times",
            "C is positive",
        ),
    ),
)

# From time s to s + n, which are at least as many steps as ENOUGH.
IN_TIME = (
    Step("n steps are enough", n >= ENOUGH, by.hypothesis(part("enough", 0))),
    Step("the coordinates are at least 1/2", stays(n), by.hypothesis(part("enough", 1))),
    Step(
        "they are nonnegative",
        forall(times(1), lambda r: implies(during(r), all_least(r, 0))),
        by.fix(
            r,
            Step(
                "at r",
                implies(during(r), all_least(r, 0)),
                by.suppose(
                    "r is one of the times",
                    Step(
                        "they are at least 1/2",
                        all_least(r, HALF),
                        by.hypothesis(
                            at(
                                "the coordinates are at least 1/2",
                                r,
                                using=["r is one of the times"],
                            )
                        ),
                    ),
                    Step(
                        "they are nonnegative then",
                        all_least(r, 0),
                        by.fix(
                            i,
                            Step("w_i", w[i, r] >= 0, by.decide(at("they are at least 1/2", i))),
                        ),
                    ),
                ),
            ),
        ),
    ),
    Step("downhill", None, by.lemma(DOWNHILL, {T: s + n}, "they are nonnegative")),
    Step("s is one of the times", during(s), by.decide()),
    Step(
        "positive at s",
        forall(indices(k), lambda i: w[i, s] > 0),
        by.fix(
            i,
            Step(
                "they are at least 1/2",
                all_least(s, HALF),
                by.hypothesis(
                    at("the coordinates are at least 1/2", s, using=["s is one of the times"])
                ),
            ),
            Step("w_i", w[i, s] > 0, by.decide(at("they are at least 1/2", i))),
        ),
    ),
    Step(
        "C is positive",
        C > 0,
        by.decide(at("positive at s", 1), at("the coordinates are at most C at time s", 1)),
    ),
    Step("1/C is positive", 1 / C > 0, by.decide("C is positive")),
    Step(
        "so far",
        forall(times(0), lambda m: implies(m <= n, claim(m))),
        by.induction(
            m,
            base=[
                Step(
                    "at time s",
                    implies(rational("0") <= n, claim(rational("0"))),
                    by.suppose(
                        "0 is at most n",
                        Step(
                            "not fallen yet",
                            fallen(rational("0")),
                            by.fix(
                                i,
                                Step(
                                    "w_i",
                                    w[i, s + 0] <= w[i, s] - 0 * LEAST_STEP,
                                    by.decide("C is positive"),
                                ),
                            ),
                        ),
                        Step("fallen 0 times", claim(rational("0")), by.decide("not fallen yet")),
                    ),
                )
            ],
            step=[
                Step(
                    "one more",
                    implies(m + 1 <= n, claim(m + 1)),
                    by.suppose(
                        "m + 1 is at most n",
                        Step("m is at most n", m <= n, by.decide("m + 1 is at most n")),
                        Step(
                            "s + m is one of the times",
                            during(NOW),
                            by.decide("m is at most n"),
                        ),
                        Step(
                            "nonnegative now",
                            all_least(NOW, 0),
                            by.hypothesis(
                                at(
                                    "they are nonnegative",
                                    NOW,
                                    using=["s + m is one of the times"],
                                )
                            ),
                        ),
                        Step(
                            "downhill now",
                            None,
                            by.hypothesis(at("downhill", NOW, using=["s + m is one of the times"])),
                        ),
                        Step(
                            "P is at most beta",
                            P(NOW) <= beta,
                            by.decide(part("downhill now", 1)),
                        ),
                        Step(
                            "it is not the last time",
                            NOW < s + n,
                            by.decide("m + 1 is at most n"),
                        ),
                        Step(
                            "P falls",
                            P(NOW + 1) <= P(NOW),
                            by.hypothesis(
                                at(part("downhill now", 5), using=["it is not the last time"])
                            ),
                        ),
                        Step(
                            "the claim at m",
                            claim(m),
                            by.hypothesis(at("induction", using=["m is at most n"])),
                        ),
                        Step(
                            "one step",
                            claim(m + 1),
                            by.cases(
                                "the claim at m",
                                {
                                    "P is at most beta/e": LOW,
                                    "fallen so far": [
                                        Step(
                                            "now",
                                            claim(m + 1),
                                            by.cases(
                                                either(
                                                    P(NOW) <= beta * exp(-1),
                                                    P(NOW) > beta * exp(-1),
                                                ),
                                                {
                                                    "P is at most beta/e": LOW,
                                                    "P is above beta/e": HIGH,
                                                },
                                            ),
                                        )
                                    ],
                                },
                            ),
                        ),
                    ),
                )
            ],
        ),
    ),
    *ALL_STEPS,
    Step(
        "at the end",
        END <= beta * exp(-1),
        by.cases(
            "after n steps",
            {
                "P is at most beta/e": [
                    Step("as claimed", END <= beta * exp(-1), by.hypothesis("P is at most beta/e"))
                ],
                "all have fallen n times": FALLEN,
            },
        ),
    ),
)

STATEMENT = statement(
    [k, s, eta, beta, C, c, over(w, k), f],
    {
        "there is a coordinate": k >= 1,
        "s is a time": s >= 1,
        "the step size is positive": eta > 0,
        "beta is positive": beta > 0,
        "c is positive": c > 0,
        "f' is nonnegative on [0, beta]": NONNEGATIVE_SLOPE,
        "f' is at least c on [beta/e, beta]": forall(reals(), slope_from_below),
        "the coordinates are at most C at time s": forall(indices(k), lambda i: w[i, s] <= C),
        "P(s) is at most beta": P(s) <= beta,
        "gradient descent": gradient_descent(),
    },
    forall(times(0), in_time),
)


def values(case: RunCase) -> dict[Variable | Symbol, Any]:
    """What the lemma speaks of, at a measured run: f' = p + 1 is at least 1 where p >= 0."""
    return {
        k: case.depth,
        s: 1,
        eta: case.step,
        beta: case.ceiling,
        C: max(case.weights),
        c: 1,
        f: case.loss,
        w: case.weights,
    }


ITERATIONS = RunBound(
    statement=STATEMENT,
    bounds={"s + n": s + ENOUGH},
    direction="at most",
    quantity="product",
    level=beta * exp(-1),
    starts="equal",
    step=Fraction(1, 64),
    values=values,
    by_construction=["f' is at least c on [beta/e, beta]"],
    meanwhile=("min", Fraction(1, 2)),
)

LEMMA = Lemma(
    id="shamir2019/lemma-9",
    title="How long the product can take to fall by the factor e",
    source=shamir("A.1", "Lemma 9"),
    variant="repaired",
    statement=STATEMENT,
    changes=(
        "0 < c <= f' on [beta/e, beta] is added: without it the claim is false",
        "Assumption 1 is weakened to f' >= 0 on [0, beta]",
        "beta < C is removed",
        "the hidden constant is given, e C/c, and any n that is at least the bound may be taken",
        "the claim that P and the coordinates fall, in bounded steps, is in lemma-9-monotone",
    ),
    note="The time s is the paper's t, and n its tau, which may be the least natural number that "
    "the conclusion allows.  The hidden constant is e C/c.",
    measurements=(first_iterations(ITERATIONS, name="first iteration with P <= beta/e"),),
    proof=(
        Step(
            "for every n",
            forall(times(0), in_time),
            by.each(n, by.suppose("enough", *IN_TIME)),
        ),
    ),
)

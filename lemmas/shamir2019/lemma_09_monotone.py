"""Lemma 9, the first two claims: the coordinates and their product fall, in small steps."""

from lemmas.shamir2019._descent import at_time, eta, f, gradient_descent, k, product, w
from lemmas.shamir2019._lemma_09 import (
    NONNEGATIVE_SLOPE,
    P,
    T,
    all_least,
    beta,
    i,
    meanwhile,
    r,
    s,
    slope_at,
    slope_nonnegative,
)
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_09_downhill import LEMMA as DOWNHILL
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    TermLike,
    at,
    both,
    by,
    eq,
    forall,
    implies,
    indices,
    over,
    part,
    rational,
    real,
    reals,
    statement,
    times,
)

L, p = real("L"), real("p")
HALF = rational("1/2")
Q_I = product(at_time(r), i)


def slope_bounds(p: Term) -> Proposition:
    """0 <= f' <= L at a point of [0, beta]."""
    return implies(both(0 <= p, p <= beta), both(0 <= f.prime(p), f.prime(p) <= L))


def small_steps(r: TermLike) -> Proposition:
    """That each coordinate falls, by at most 2 eta L beta, in the step from a time."""
    return forall(
        indices(k),
        lambda i: both(w[i, r + 1] <= w[i, r], w[i, r] - w[i, r + 1] <= 2 * eta * L * beta),
    )


def claim(r: TermLike) -> Proposition:
    """What holds at a time between s and T."""
    return both(small_steps(r), implies(r < T, P(r + 1) <= P(r)))


ONE_COORDINATE = (
    Step("w_i", w[i, r] >= HALF, by.hypothesis(at("they are at least 1/2", i))),
    Step("Q_i is nonnegative", Q_I >= 0, by.sign("they are nonnegative")),
    Step("P = w_i Q_i", eq(P(r), w[i, r] * Q_I), by.split_off(P(r), i)),
    Step("Q_i/2", Q_I / 2 <= P(r), by.decide("w_i", "Q_i is nonnegative", "P = w_i Q_i")),
    Step("Q_i", Q_I <= 2 * beta, by.decide("Q_i/2", "P is at most beta")),
    Step(
        "eta f' Q_i",
        eta * slope_at(r) * Q_I <= eta * L * Q_I,
        by.decide("eta f'", "Q_i is nonnegative"),
    ),
    Step(
        "eta L Q_i",
        eta * L * Q_I <= eta * L * (2 * beta),
        by.decide("Q_i", "eta L is nonnegative"),
    ),
    Step(
        "the step of w_i",
        w[i, r] - w[i, r + 1] <= 2 * eta * L * beta,
        by.decide(at("gradient descent", r, i), "eta f' Q_i", "eta L Q_i"),
    ),
    Step(
        "both ways",
        both(w[i, r + 1] <= w[i, r], w[i, r] - w[i, r + 1] <= 2 * eta * L * beta),
        by.decide("the step of w_i", at(part("downhill", 4), i)),
    ),
)

NONNEGATIVE = (
    Step(
        "they are at least 1/2",
        all_least(r, HALF),
        by.hypothesis(at("the coordinates are at least 1/2", r, using=["r is between s and T"])),
    ),
    Step(
        "they are nonnegative",
        all_least(r, 0),
        by.fix(i, Step("w_i", w[i, r] >= 0, by.decide(at("they are at least 1/2", i)))),
    ),
)

ONE_TIME = (
    *NONNEGATIVE,
    Step(
        "downhill",
        None,
        by.hypothesis(at("downhill, between s and T", r, using=["r is between s and T"])),
    ),
    Step("P is nonnegative", P(r) >= 0, by.hypothesis(part("downhill", 0))),
    Step("P is at most beta", P(r) <= beta, by.decide(part("downhill", 1))),
    Step(
        "the slope",
        both(0 <= slope_at(r), slope_at(r) <= L),
        by.hypothesis(
            at(
                "f' lies in [0, L] on [0, beta]",
                P(r),
                using=["P is nonnegative", "P is at most beta"],
            )
        ),
    ),
    Step("L is nonnegative", L >= 0, by.decide("the slope")),
    Step("eta L is nonnegative", eta * L >= 0, by.decide("L is nonnegative")),
    Step("eta f'", eta * slope_at(r) <= eta * L, by.decide("the slope")),
    Step("small steps", small_steps(r), by.fix(i, *ONE_COORDINATE)),
    Step("both claims", claim(r), by.decide("small steps", part("downhill", 5))),
)

LEMMA = Lemma(
    id="shamir2019/lemma-9-monotone",
    title="The coordinates and their product fall, in small steps",
    source=shamir("A.1", "Lemma 9"),
    variant="effective",
    statement=statement(
        [k, s, T, eta, beta, L, over(w, k), f],
        {
            "s is a time": s >= 1,
            "the step size is positive": eta > 0,
            "f' lies in [0, L] on [0, beta]": forall(reals(), slope_bounds),
            "P(s) is at most beta": P(s) <= beta,
            "the coordinates are at least 1/2": forall(
                times(1), lambda r: meanwhile(all_least(r, HALF), r)
            ),
            "gradient descent": gradient_descent(),
        },
        forall(times(1), lambda r: meanwhile(claim(r), r)),
    ),
    changes=(
        "max w_i(t) <= C, beta < C, beta > 0 and k >= 1 are removed",
        "Assumption 1 is weakened to 0 <= f' <= L on [0, beta]",
        "the length of the time considered, from s to T, may be any",
        "the hidden constant of the second claim is given: 2 L",
    ),
    note="The times s and T are the paper's t and t + tau.  The hidden constant of the second "
    "claim is 2 L; Assumption 1 gives such an L: see assumption-1-bound.",
    proof=(
        Step(
            "f' is nonnegative on [0, beta]",
            NONNEGATIVE_SLOPE,
            by.fix(
                p,
                Step(
                    "at p",
                    slope_nonnegative(p),
                    by.suppose(
                        "p is in [0, beta]",
                        Step(
                            "the bounds",
                            None,
                            by.hypothesis(
                                at("f' lies in [0, L] on [0, beta]", p, using=["p is in [0, beta]"])
                            ),
                        ),
                        Step("the lower bound", f.prime(p) >= 0, by.decide("the bounds")),
                    ),
                ),
            ),
        ),
        Step(
            "they are nonnegative, between s and T",
            forall(times(1), lambda r: meanwhile(all_least(r, 0), r)),
            by.fix(
                r,
                Step(
                    "at r",
                    meanwhile(all_least(r, 0), r),
                    by.suppose("r is between s and T", *NONNEGATIVE),
                ),
            ),
        ),
        Step(
            "downhill, between s and T",
            None,
            by.lemma(
                DOWNHILL,
                None,
                "f' is nonnegative on [0, beta]",
                "they are nonnegative, between s and T",
            ),
        ),
        Step(
            "between s and T",
            forall(times(1), lambda r: meanwhile(claim(r), r)),
            by.fix(
                r,
                Step(
                    "at r",
                    meanwhile(claim(r), r),
                    by.suppose("r is between s and T", *ONE_TIME),
                ),
            ),
        ),
    ),
)

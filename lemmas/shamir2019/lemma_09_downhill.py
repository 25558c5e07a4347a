"""Lemma 9, first part: as long as the coordinates are nonnegative, they and their product fall."""

from lemmas.shamir2019._descent import at_time, eta, f, gradient_descent, k, product, w
from lemmas.shamir2019._lemma_09 import (
    NONNEGATIVE_SLOPE,
    P,
    T,
    all_least,
    beta,
    between,
    i,
    meanwhile,
    r,
    s,
    slope_at,
)
from lemmas.shamir2019._paper import shamir
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
    over,
    rational,
    statement,
    times,
)


def not_larger(r: TermLike) -> Proposition:
    """That no coordinate is larger at a time than at time s."""
    return forall(indices(k), lambda i: w[i, r] <= w[i, s])


def falling(r: TermLike) -> Proposition:
    """That no coordinate grows in the step from a time."""
    return forall(indices(k), lambda i: w[i, r + 1] <= w[i, r])


def claim(r: TermLike) -> Proposition:
    """What holds at a time between s and T."""
    return both(
        0 <= P(r),
        P(r) <= P(s),
        slope_at(r) >= 0,
        not_larger(r),
        falling(r),
        implies(r < T, P(r + 1) <= P(r)),
    )


# What follows at a time r from not_larger(r), which is called "no coordinate is larger".
ONE_TIME = (
    Step(
        "they are nonnegative",
        all_least(r, 0),
        by.hypothesis(at("the coordinates are nonnegative", r, using=["r is between s and T"])),
    ),
    Step("P is nonnegative", P(r) >= 0, by.sign("they are nonnegative")),
    Step(
        "P is not larger",
        P(r) <= P(s),
        by.termwise("they are nonnegative", "no coordinate is larger"),
    ),
    Step("P is at most beta", P(r) <= beta, by.decide("P is not larger")),
    Step(
        "the slope",
        slope_at(r) >= 0,
        by.hypothesis(
            at(
                "f' is nonnegative on [0, beta]",
                P(r),
                using=["P is nonnegative", "P is at most beta"],
            )
        ),
    ),
    Step("eta f'", eta * slope_at(r) >= 0, by.decide("the slope")),
    Step(
        "no coordinate grows",
        falling(r),
        by.fix(
            i,
            Step("Q_i", product(at_time(r), i) >= 0, by.sign("they are nonnegative")),
            Step(
                "the step of w_i",
                w[i, r + 1] <= w[i, r],
                by.decide(at("gradient descent", r, i), "Q_i", "eta f'"),
            ),
        ),
    ),
)

ONE_MORE = Step(
    "not larger at r + 1",
    not_larger(r + 1),
    by.cases(
        either(s <= r, s > r),
        {
            "s is not later": [
                Step("r is between s and T", between(r), by.decide("s is not later")),
                Step(
                    "no coordinate is larger",
                    not_larger(r),
                    by.hypothesis(at("induction", using=["r is between s and T"])),
                ),
                *ONE_TIME,
                Step(
                    "at r + 1",
                    not_larger(r + 1),
                    by.fix(
                        i,
                        Step(
                            "w_i",
                            w[i, r + 1] <= w[i, s],
                            by.decide(
                                at("no coordinate grows", i), at("no coordinate is larger", i)
                            ),
                        ),
                    ),
                ),
            ],
            "s is later": [
                Step("s is later than r", r + 1 <= s, by.decide("s is later")),
                Step(
                    "s is not later than r + 1", s <= r + 1, by.decide("r + 1 is between s and T")
                ),
                Step(
                    "s is r + 1",
                    eq(r + 1, s),
                    by.decide("s is later than r", "s is not later than r + 1"),
                ),
                Step(
                    "at s",
                    not_larger(r + 1),
                    by.fix(
                        i,
                        Step("w_i at s", eq(w[i, r + 1], w[i, s]), by.congruence(w, "s is r + 1")),
                        Step("w_i", w[i, r + 1] <= w[i, s], by.decide("w_i at s")),
                    ),
                ),
            ],
        },
    ),
)

LEMMA = Lemma(
    id="shamir2019/lemma-9-downhill",
    title="While the coordinates are nonnegative, they and their product fall",
    source=shamir("A.1", "Lemma 9"),
    variant="strengthened",
    statement=statement(
        [k, s, T, eta, beta, over(w, k), f],
        {
            "s is a time": s >= 1,
            "the step size is nonnegative": eta >= 0,
            "f' is nonnegative on [0, beta]": NONNEGATIVE_SLOPE,
            "P(s) is at most beta": P(s) <= beta,
            "the coordinates are nonnegative": forall(
                times(1), lambda r: meanwhile(all_least(r, 0), r)
            ),
            "gradient descent": gradient_descent(),
        },
        forall(times(1), lambda r: meanwhile(claim(r), r)),
    ),
    changes=(
        "min w_j(r) >= 1/2 is weakened to min w_j(r) >= 0",
        "max w_i(t) <= C, beta in (0, C) and k >= 1 are removed",
        "eta > 0 is weakened to eta >= 0",
        "Assumption 1 is weakened to f' >= 0 on [0, beta]",
        "the end T of the time considered may be any: nothing is said of its length",
        "only the first claim is made, that the coordinates and their product fall",
    ),
    proof=(
        Step(
            "no coordinate grows beyond that at s",
            forall(times(1), lambda r: meanwhile(not_larger(r), r)),
            by.induction(
                r,
                base=[
                    Step(
                        "at time 1",
                        meanwhile(not_larger(rational("1")), rational("1")),
                        by.suppose(
                            "1 is between s and T",
                            Step("s is 1", eq(rational("1"), s), by.decide("1 is between s and T")),
                            Step(
                                "at s",
                                not_larger(rational("1")),
                                by.fix(
                                    i,
                                    Step(
                                        "w_i at s",
                                        eq(w[i, 1], w[i, s]),
                                        by.congruence(w, "s is 1"),
                                    ),
                                    Step("w_i", w[i, 1] <= w[i, s], by.decide("w_i at s")),
                                ),
                            ),
                        ),
                    )
                ],
                step=[
                    Step(
                        "one more",
                        meanwhile(not_larger(r + 1), r + 1),
                        by.suppose("r + 1 is between s and T", ONE_MORE),
                    )
                ],
            ),
        ),
        Step(
            "all times",
            forall(times(1), lambda r: meanwhile(claim(r), r)),
            by.fix(
                r,
                Step(
                    "one time",
                    meanwhile(claim(r), r),
                    by.suppose(
                        "r is between s and T",
                        Step(
                            "no coordinate is larger",
                            not_larger(r),
                            by.hypothesis(
                                at(
                                    "no coordinate grows beyond that at s",
                                    r,
                                    using=["r is between s and T"],
                                )
                            ),
                        ),
                        *ONE_TIME,
                        Step(
                            "P falls",
                            implies(r < T, P(r + 1) <= P(r)),
                            by.suppose(
                                "r is before T",
                                Step(
                                    "r + 1 is between s and T",
                                    between(r + 1),
                                    by.decide("r is between s and T", "r is before T"),
                                ),
                                Step(
                                    "they are nonnegative at r + 1",
                                    all_least(r + 1, 0),
                                    by.hypothesis(
                                        at(
                                            "the coordinates are nonnegative",
                                            r + 1,
                                            using=["r + 1 is between s and T"],
                                        )
                                    ),
                                ),
                                Step(
                                    "factor by factor",
                                    P(r + 1) <= P(r),
                                    by.termwise(
                                        "they are nonnegative at r + 1", "no coordinate grows"
                                    ),
                                ),
                            ),
                        ),
                        Step(
                            "all six",
                            claim(r),
                            by.decide(
                                "P is nonnegative",
                                "P is not larger",
                                "the slope",
                                "no coordinate is larger",
                                "no coordinate grows",
                                "P falls",
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)

"""Theorem 3, strengthened: exp(Omega(k log k)) iterations from a near-identity start."""

from typing import Any

from lemmas.shamir2019._descent import at_time, eta, f, k, product, t, w
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._studies import study
from lemmas.shamir2019._theorem_3 import N1, N2, SETTING, B, L, j, kappa, kept, least, m, z
from lemmas.shamir2019.theorem_3_first_count import LEMMA as FIRST_COUNT
from lemmas.shamir2019.theorem_3_second_count import LEMMA as SECOND_COUNT
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
    first_iterations,
    forall,
    implies,
    indices,
    min_over,
    over,
    part,
    rational,
    reals,
    statement,
    studied_iterations,
    times,
)

LEAST = min_over(k, lambda i: w[i, 1])
P, P_START = product(at_time(t)), product(at_time(1))
ZERO = rational("0")


def in_time(t: TermLike) -> Proposition:
    """That a time is within the one or the other count."""
    return either(t <= N1 + 2, t <= N2 + 2)


def stays(t: TermLike) -> Proposition:
    """That at a time no coordinate is negative, nor the product, and the loss is at least f(0)."""
    p = product(at_time(t))
    return both(forall(indices(k), lambda j: w[j, t] >= 0), p >= 0, f(p) >= f(ZERO))


def conclusion(t: TermLike) -> Proposition:
    """The claim about a time."""
    return implies(in_time(t), stays(t))


def all_kept(t: TermLike) -> Proposition:
    """What the parts give of a time."""
    return implies(in_time(t), kept(t))


def rises(z: Term) -> Proposition:
    """That f does not fall at a product between 0 and P."""
    return implies(both(0 <= z, z <= P), 0 <= f.prime(z))


# The least coordinate at the start is one of them.
COORDINATES = (
    Step(
        "m is a least coordinate",
        least(at_time(1), m),
        by.fix(
            j,
            Step("the minimum", None, by.extreme_bounds(LEAST, j)),
            Step("w_j", w[m, 1] <= w[j, 1], by.decide("the minimum", "w_m is the minimum")),
        ),
    ),
    Step("by the first count", None, by.lemma(FIRST_COUNT, None, "m is a least coordinate")),
    Step("by the second count", None, by.lemma(SECOND_COUNT, None, "m is a least coordinate")),
    Step(
        "by either",
        forall(times(1), all_kept),
        by.fix(
            t,
            Step(
                "at t",
                all_kept(t),
                by.suppose(
                    "in time",
                    Step(
                        "one of the counts",
                        kept(t),
                        by.cases(
                            "in time",
                            {
                                "within N1": [
                                    Step(
                                        "kept by the first",
                                        kept(t),
                                        by.hypothesis(at("by the first count", t)),
                                    )
                                ],
                                "within N2": [
                                    Step(
                                        "kept by the second",
                                        kept(t),
                                        by.hypothesis(at("by the second count", t)),
                                    )
                                ],
                            },
                        ),
                    ),
                ),
            ),
        ),
    ),
)

STATEMENT = statement([k, eta, L, B, kappa, over(w, k), f], SETTING, forall(times(1), conclusion))


def values(case: RunCase) -> dict[Variable | Symbol, Any]:
    """What the statement speaks of, at a measured run on (p + 1)**2/2."""
    return {
        k: case.depth,
        eta: case.step,
        L: case.ceiling + 1,
        B: case.ceiling,
        kappa: case.radius,
        w: case.weights,
        f: case.loss,
    }


ITERATIONS = RunBound(
    statement=STATEMENT,
    bounds={"N1 + 2": N1 + 2, "N2 + 2": N2 + 2},
    direction="at least",
    quantity="min",
    level=0,
    starts="near identity",
    step="the step size is small",
    values=values,
)

LEMMA = Lemma(
    id="shamir2019/theorem-3-strengthened",
    title="Near-identity start: no coordinate is negative for exp(Omega(k log k)) steps",
    source=shamir("3.2", "Theorem 3"),
    variant="strengthened",
    changes=(
        "Assumption 1 is weakened to 0 <= f' <= L on [0, B]: f need not increase strictly, nor "
        "on the negative side",
        "Assumption 3 is replaced by |w_j(1) - 1| <= kappa <= 1/64 for all j and P(1) <= B: no "
        "lower bound on P(1), and kappa need not fall with k",
        "k >= 2; kappa and L may be any positive bounds",
        "the step size is at most 1/(4 L max(1, B)) in place of some constant",
        "explicit counts in place of exp(Omega(k)); with kappa = k**(-c1) they are "
        "exp(Omega(k log k))",
    ),
    note="The suboptimality is at least f(0) - inf f as long as the product is nonnegative. Two "
    "steps more than either count are shown to keep it so.",
    statement=STATEMENT,
    measurements=(
        first_iterations(ITERATIONS, name="first iteration with min w <= 0"),
        studied_iterations(ITERATIONS, study("theorem_3"), name="the same for more starts"),
    ),
    proof=(
        Step("some coordinate is least", None, by.extreme_attained(LEAST)),
        Step(
            "the coordinates",
            forall(times(1), all_kept),
            by.obtain(m, "some coordinate is least", "w_m is the minimum", *COORDINATES),
        ),
        Step(
            "conclusion",
            forall(times(1), conclusion),
            by.fix(
                t,
                Step(
                    "at t",
                    conclusion(t),
                    by.suppose(
                        "in time",
                        Step("kept", kept(t), by.hypothesis(at("the coordinates", t))),
                        Step(
                            "no coordinate is negative",
                            forall(indices(k), lambda j: w[j, t] >= 0),
                            by.fix(
                                j, Step("w_j", w[j, t] >= 0, by.hypothesis(part(at("kept", j), 0)))
                            ),
                        ),
                        Step(
                            "no coordinate has grown",
                            forall(indices(k), lambda j: w[j, t] <= w[j, 1]),
                            by.fix(
                                j,
                                Step(
                                    "w_j",
                                    w[j, t] <= w[j, 1],
                                    by.hypothesis(part(at("kept", j), 1)),
                                ),
                            ),
                        ),
                        Step("P is nonnegative", P >= 0, by.sign("no coordinate is negative")),
                        Step(
                            "P has not grown",
                            P <= P_START,
                            by.termwise("no coordinate is negative", "no coordinate has grown"),
                        ),
                        Step(
                            "f rises between 0 and P",
                            forall(reals(), rises),
                            by.fix(
                                z,
                                Step(
                                    "at z",
                                    rises(z),
                                    by.suppose(
                                        "z is between",
                                        Step(
                                            "z is at most B", z <= B, by.decide("P has not grown")
                                        ),
                                        Step(
                                            "the slope",
                                            None,
                                            by.hypothesis(
                                                at(
                                                    "f' lies in [0, L] on [0, B]",
                                                    z,
                                                    using=["z is at most B"],
                                                )
                                            ),
                                        ),
                                        Step("f'", 0 <= f.prime(z), by.decide("the slope")),
                                    ),
                                ),
                            ),
                        ),
                        Step(
                            "mean value theorem",
                            ZERO * (P - ZERO) <= f(P) - f(ZERO),
                            by.mean_value(
                                f(z),
                                z,
                                ZERO,
                                P,
                                ZERO,
                                "f rises between 0 and P",
                                "P is nonnegative",
                            ),
                        ),
                        Step("the loss", f(P) >= f(ZERO), by.decide("mean value theorem")),
                        Step(
                            "all",
                            stays(t),
                            by.decide("no coordinate is negative", "P is nonnegative", "the loss"),
                        ),
                    ),
                ),
            ),
        ),
    ),
)

"""Theorem 3, part: no step takes the least coordinate from above a to below a/2."""

from lemmas.shamir2019._descent import eta, k
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_3 import INDEX, NEAR_ONE, L, j, kappa, m
from lemmas.shamir2019.theorem_3_step_size import LEMMA as STEP_SIZE
from lemmas.shamir2019.theorem_3_step_size import c
from verifier import (
    Lemma,
    Step,
    Term,
    at,
    both,
    by,
    either,
    eq,
    family,
    forall,
    indices,
    over,
    part,
    prod,
    rational,
    real,
    sqrt,
    statement,
)

w = family("w")
a, s, r = real("a"), real("s"), real("r")

Q = prod(k, lambda i: w[i], omit=[m])
AHEAD = w[m] - eta * r * Q
SQUARE = w[m] ** 2 + 4 * kappa
HALF = AHEAD >= a / 2
SHORT = AHEAD >= w[m] - s
CLAIM = either(HALF, SHORT)
LONGEST = eta * r * Q <= eta * L * Q


def by_squares(bound: Term, *using: str) -> tuple[Step, ...]:
    """The steps that bound Q_m by what bounds the squares of the coordinates."""
    return (
        Step(
            "all squares",
            forall(indices(k), lambda j: w[j] ** 2 <= bound),
            by.fix(
                j,
                Step(
                    "the square of w_j",
                    w[j] ** 2 <= bound,
                    by.decide(at("their squares exceed that of w_m by at most 4 kappa", j), *using),
                ),
            ),
        ),
        Step(
            "Q_m by a power",
            both(0 <= Q, Q <= bound ** ((k - 1) / 2)),
            by.lemma(STEP_SIZE, {c: bound}, "all squares"),
        ),
    )


# Between 2 sqrt(kappa) and 3/4 all coordinates are at most 1 and at most 2 w_m.
MIDDLE = (
    *by_squares(SQUARE),
    Step(
        "w_m squared",
        w[m] ** 2 <= rational("9/16"),
        by.decide("w_m is at most 3/4", "w_m is nonnegative"),
    ),
    Step("at most 1", SQUARE <= 1, by.decide("w_m squared")),
    Step(
        "one factor of the power",
        SQUARE ** ((k - 1) / 2) <= SQUARE ** rational("1/2"),
        by.elementary(
            "power in exponent below one",
            SQUARE,
            rational("1/2"),
            (k - 1) / 2,
            using=["at most 1"],
        ),
    ),
    Step(
        "which is a root",
        eq(SQUARE ** rational("1/2"), sqrt(SQUARE)),
        by.elementary("sqrt as power", SQUARE, rational("1/2")),
    ),
    Step("the root squared", eq(sqrt(SQUARE) ** 2, SQUARE), by.elementary("sqrt squared", SQUARE)),
    Step(
        "the root is at most 2 w_m",
        sqrt(SQUARE) <= 2 * w[m],
        by.decide("the root squared", "w_m exceeds 2 sqrt(kappa)", "w_m is nonnegative"),
    ),
    Step(
        "Q_m is at most 2 w_m",
        Q <= 2 * w[m],
        by.decide(
            part("Q_m by a power", 1),
            "one factor of the power",
            "which is a root",
            "the root is at most 2 w_m",
        ),
    ),
    Step(
        "eta L times it",
        eta * L * Q <= w[m] / 2,
        by.decide("Q_m is at most 2 w_m", "Q_m is nonnegative"),
    ),
    Step(
        "half of w_m remains",
        HALF,
        by.decide("the step is at most eta L Q_m", "eta L times it", "w_m exceeds a"),
    ),
)
FAR = (
    Step("a is at most 1/4", a <= rational("1/4"), by.decide()),
    Step(
        "a step of at most 16/63",
        HALF,
        by.decide("the step is at most eta L Q_m", "a is at most 1/4", "w_m exceeds 3/4"),
    ),
)

LEMMA = Lemma(
    id="shamir2019/theorem-3-no-jump",
    title="No step takes the least coordinate from above a to below a/2",
    source=shamir("A.1", "Theorem 3"),
    variant="effective",
    changes=(
        "thresholds a and a/2 near 0 take the place of 2/3 and 1/2",
        "the squares of the coordinates differ by at most 4 kappa: Lemma 10, strengthened",
    ),
    statement=statement(
        [k, m, eta, r, L, kappa, a, s, over(w, k)],
        {
            "there are two factors": k >= 2,
            **INDEX,
            **NEAR_ONE,
            "a is positive": a > 0,
            "a is at most 2 sqrt(kappa)": a**2 <= 4 * kappa,
            "the step size is positive": eta > 0,
            "the slope is nonnegative": 0 <= r,
            "the slope is at most L": r <= L,
            "the step size is small": eta * L <= rational("1/4"),
            "steps far from 0 are short": eta * L * Q <= rational("16/63"),
            "steps below 2 sqrt(kappa) are short": eta * L * (8 * kappa) ** ((k - 1) / 2) <= a / 2,
            "steps below a are shorter": eta * L * (a**2 + 4 * kappa) ** ((k - 1) / 2) <= s,
            "the coordinates are nonnegative": forall(indices(k), lambda j: w[j] >= 0),
            "their squares exceed that of w_m by at most 4 kappa": forall(
                indices(k), lambda j: w[j] ** 2 <= w[m] ** 2 + 4 * kappa
            ),
        },
        CLAIM,
    ),
    proof=(
        Step(
            "w_m is nonnegative", w[m] >= 0, by.hypothesis(at("the coordinates are nonnegative", m))
        ),
        Step("Q_m is nonnegative", Q >= 0, by.sign("the coordinates are nonnegative")),
        Step("eta r is at most eta L", eta * r <= eta * L, by.decide()),
        Step("eta L is nonnegative", eta * L >= 0, by.decide()),
        Step(
            "the step is at most eta L Q_m",
            LONGEST,
            by.decide("eta r is at most eta L", "Q_m is nonnegative"),
        ),
        Step(
            "conclusion",
            CLAIM,
            by.cases(
                either(w[m] <= a, w[m] > a),
                {
                    "w_m is at most a": [
                        Step(
                            "its square",
                            w[m] ** 2 <= a**2,
                            by.decide("w_m is at most a", "w_m is nonnegative"),
                        ),
                        *by_squares(a**2 + 4 * kappa, "its square"),
                        Step(
                            "eta L times it",
                            eta * L * Q <= eta * L * (a**2 + 4 * kappa) ** ((k - 1) / 2),
                            by.decide(part("Q_m by a power", 1), "eta L is nonnegative"),
                        ),
                        Step(
                            "the step is at most s",
                            SHORT,
                            by.decide("the step is at most eta L Q_m", "eta L times it"),
                        ),
                        Step("a short step", CLAIM, by.decide("the step is at most s")),
                    ],
                    "w_m exceeds a": [
                        Step(
                            "at least a/2 remains",
                            HALF,
                            by.cases(
                                either(w[m] ** 2 <= 4 * kappa, w[m] ** 2 > 4 * kappa),
                                {
                                    "w_m is at most 2 sqrt(kappa)": [
                                        *by_squares(8 * kappa, "w_m is at most 2 sqrt(kappa)"),
                                        Step(
                                            "eta L times it",
                                            eta * L * Q <= eta * L * (8 * kappa) ** ((k - 1) / 2),
                                            by.decide(
                                                part("Q_m by a power", 1), "eta L is nonnegative"
                                            ),
                                        ),
                                        Step(
                                            "a step of at most a/2",
                                            HALF,
                                            by.decide(
                                                "the step is at most eta L Q_m",
                                                "eta L times it",
                                                "w_m exceeds a",
                                            ),
                                        ),
                                    ],
                                    "w_m exceeds 2 sqrt(kappa)": [
                                        Step(
                                            "below or above 3/4",
                                            HALF,
                                            by.cases(
                                                either(
                                                    w[m] <= rational("3/4"),
                                                    w[m] > rational("3/4"),
                                                ),
                                                {
                                                    "w_m is at most 3/4": [*MIDDLE],
                                                    "w_m exceeds 3/4": [*FAR],
                                                },
                                            ),
                                        )
                                    ],
                                },
                            ),
                        ),
                        Step("no jump", CLAIM, by.decide("at least a/2 remains")),
                    ],
                },
            ),
        ),
    ),
)

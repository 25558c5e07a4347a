"""Theorem 2 for Gaussian initialization and the paper's squared loss: numbers for everything."""

from lemmas.shamir2019._descent import eta, f, k, product, step, t
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_2 import HALF, L, gap, lowest, random_point, u, v
from lemmas.shamir2019.theorem_2_gaussian import LEMMA as GAUSSIAN
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
    independent,
    indices,
    over,
    part,
    probability,
    rational,
    real,
    reals,
    standard_normal,
    statement,
    times,
)

p = real("p")
THREE, QUARTER = rational("3"), rational("1/4")
RARE, OFTEN = rational("9/10") ** (k / 2), rational("9/10") ** (-(k / 2))
STEPS = OFTEN / (300 * eta)
STEPS_OF_ENTRY = OFTEN / (100 * eta * THREE)
P = product(random_point(t))


def loss(p: TermLike) -> Term:
    """The squared loss with the target -1, the paper's first example."""
    return (p + rational("1")) ** 2


def slope(p: TermLike) -> Term:
    """Its derivative."""
    return 2 * (p + rational("1"))


def bad(t: TermLike) -> Proposition:
    """That the loss is at least 1/4, if it is not too late."""
    return implies(t - 1 <= STEPS, loss(product(random_point(t))) >= QUARTER)


def bad_by_entry(t: TermLike) -> Proposition:
    """What the entry for any loss says of this one."""
    x = product(random_point(t))
    return implies(t - 1 <= STEPS_OF_ENTRY, both(abs(x) <= RARE, loss(x) - 0 >= QUARTER))


BAD, BAD_BY_ENTRY = forall(times(1), bad), forall(times(1), bad_by_entry)
RUN = both(
    forall(indices(k), lambda i: eq(u[i, 1], v[i])),
    forall(times(1), lambda t: step(random_point(t), random_point(t + 1), slope)),
)

LEMMA = Lemma(
    id="shamir2019/theorem-2-gaussian-squared",
    title="Squared loss from Gaussian Xavier initialization: all constants are numbers",
    source=shamir("3.1", "Theorem 2 with Lemma 1"),
    variant="strengthened",
    changes=(
        "the loss is (p + 1)**2 and the law Gaussian, in place of Assumptions 1 and 2",
        "any step size eta > 0, in place of eta <= exp(ck)",
        "`k large enough` is k >= 14",
        "the hidden constants are numbers: c' = 1/4, failure with probability at most "
        "0.9**(k/2), no success in 0.9**(-k/2)/(300*eta) steps",
    ),
    statement=statement(
        [k, eta, over(v, k), over(u, k)],
        {
            "k is at least 14": k >= 14,
            "the coordinates are independent": independent(v, k),
            "the coordinates are standard normal": standard_normal(v, k),
            "the step size is positive": eta > 0,
            "gradient descent runs from v almost surely": eq(probability(RUN), 1),
        },
        probability(BAD) >= 1 - RARE,
    ),
    proof=(
        Step(
            "the slope is at most 3 near zero",
            forall(reals(), lambda p: implies(abs(p) <= HALF, abs(slope(p)) <= THREE)),
            by.fix(
                p,
                Step(
                    "at p",
                    implies(abs(p) <= HALF, abs(slope(p)) <= THREE),
                    by.suppose(
                        "p is near zero",
                        Step("bounds of p", None, by.elementary("abs bounds", p)),
                        Step("below 3", slope(p) <= THREE, by.decide("bounds of p")),
                        Step("above -3", -THREE <= slope(p), by.decide("bounds of p")),
                        Step(
                            "size of the slope",
                            abs(slope(p)) <= THREE,
                            by.elementary(
                                "abs at most", slope(p), THREE, using=["below 3", "above -3"]
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "the loss is at least 1/4 from -1/2 on",
            forall(reals(), lambda p: implies(p >= -HALF, loss(p) - 0 >= QUARTER)),
            by.fix(
                p,
                Step(
                    "at p",
                    implies(p >= -HALF, loss(p) - 0 >= QUARTER),
                    by.suppose(
                        "p is at least -1/2", Step("loss", loss(p) - 0 >= QUARTER, by.decide())
                    ),
                ),
            ),
        ),
        Step(
            "for any loss",
            probability(BAD_BY_ENTRY) >= 1 - RARE,
            by.lemma(
                GAUSSIAN,
                {f: loss, L: THREE, lowest: 0, gap: QUARTER},
                "the slope is at most 3 near zero",
                "the loss is at least 1/4 from -1/2 on",
            ),
        ),
        Step(
            "for this one",
            implies(BAD_BY_ENTRY, BAD),
            by.suppose(
                "large loss",
                Step(
                    "in other words",
                    BAD,
                    by.fix(
                        t,
                        Step(
                            "at t",
                            bad(t),
                            by.suppose(
                                "in time",
                                Step("in time for the entry", t - 1 <= STEPS_OF_ENTRY, by.decide()),
                                Step(
                                    "by the entry",
                                    both(abs(P) <= RARE, loss(P) - 0 >= QUARTER),
                                    by.hypothesis(
                                        at("large loss", t, using=["in time for the entry"])
                                    ),
                                ),
                                Step(
                                    "loss", loss(P) >= QUARTER, by.decide(part("by the entry", 1))
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "inclusion",
            probability(BAD_BY_ENTRY) <= probability(BAD),
            by.event_inclusion("for this one"),
        ),
        Step("conclusion", probability(BAD) >= 1 - RARE, by.decide("for any loss", "inclusion")),
    ),
)

"""Section 4, the stopping rule: the objective below 0.1, 'or equivalently' a bound on the norm."""

from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Step,
    both,
    by,
    implies,
    log,
    natural,
    over,
    rational,
    sequence,
    sqrt,
    statement,
    sum_,
)

d, z = natural("d"), sequence("z")

# z_ij is an entry of the product of the layers minus Y.
SQUARES = sum_(d, lambda i: sum_(d, lambda j: z[i, j] ** 2))
NORM = sqrt(SQUARES)
LOSS = NORM**2 / 2
TENTH, RADIUS = rational("1/10"), sqrt(rational("1/5"))
BILLION = rational("10") ** 9
CONCLUSION = both(
    implies(LOSS <= TENTH, NORM <= RADIUS),
    implies(NORM <= RADIUS, LOSS <= TENTH),
    implies(LOSS < TENTH, NORM < RADIUS),
    implies(NORM < RADIUS, LOSS < TENTH),
    both(rational("20.723") < log(BILLION), log(BILLION) < rational("20.724")),
)

LEMMA = Lemma(
    id="shamir2019/section-4-threshold",
    title="The stopping rule of the experiments: a loss of 0.1, a norm of sqrt(1/5)",
    source=shamir("4", "the stopping conditions and the caption of Figure 2"),
    variant="repaired",
    statement=statement([d, over(z, d)], {}, CONCLUSION),
    changes=(
        "'dropped below 0.1' goes with a norm less than sqrt(1/5), 'at most 0.1' with at most: the "
        "paper calls a loss below 0.1 and a norm of at most sqrt(1/5) equivalent, which differ for "
        "a norm of exactly sqrt(1/5)",
    ),
    proof=(
        Step(
            "the sum of squares is not negative",
            SQUARES >= 0,
            by.sign(),
        ),
        Step("the norm squared", None, by.elementary("sqrt squared", SQUARES)),
        Step("the norm is not negative", None, by.elementary("sqrt is nonnegative", SQUARES)),
        Step("the radius squared", None, by.elementary("sqrt squared", rational("1/5"))),
        Step("the radius is positive", None, by.elementary("sqrt is positive", rational("1/5"))),
        Step(
            "at most 0.1, at most sqrt(1/5)",
            implies(LOSS <= TENTH, NORM <= RADIUS),
            by.suppose(
                "the loss",
                Step(
                    "the norm",
                    NORM <= RADIUS,
                    by.decide("the loss", "the radius squared", "the radius is positive"),
                ),
            ),
        ),
        Step(
            "at most sqrt(1/5), at most 0.1",
            implies(NORM <= RADIUS, LOSS <= TENTH),
            by.suppose(
                "the norm",
                Step(
                    "the loss",
                    LOSS <= TENTH,
                    by.decide("the norm", "the radius squared", "the norm is not negative"),
                ),
            ),
        ),
        Step(
            "below 0.1, below sqrt(1/5)",
            implies(LOSS < TENTH, NORM < RADIUS),
            by.suppose(
                "the loss",
                Step(
                    "the norm",
                    NORM < RADIUS,
                    by.decide("the loss", "the radius squared", "the radius is positive"),
                ),
            ),
        ),
        Step(
            "below sqrt(1/5), below 0.1",
            implies(NORM < RADIUS, LOSS < TENTH),
            by.suppose(
                "the norm",
                Step(
                    "the loss",
                    LOSS < TENTH,
                    by.decide(
                        "the norm",
                        "the radius squared",
                        "the norm is not negative",
                        "the radius is positive",
                    ),
                ),
            ),
        ),
        Step("log(10**9) > 20.723", rational("20.723") < log(BILLION), by.decide()),
        Step("log(10**9) < 20.724", log(BILLION) < rational("20.724"), by.decide()),
        Step(
            "conclusion",
            CONCLUSION,
            by.decide(
                "at most 0.1, at most sqrt(1/5)",
                "at most sqrt(1/5), at most 0.1",
                "below 0.1, below sqrt(1/5)",
                "below sqrt(1/5), below 0.1",
                "log(10**9) > 20.723",
                "log(10**9) < 20.724",
            ),
        ),
    ),
)

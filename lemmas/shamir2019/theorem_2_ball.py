"""Theorem 2, part: in the ball of Lemma 6 the loss is far from optimal and steps are short."""

from lemmas.shamir2019._descent import eta
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_2 import HALF, NEAR_ZERO
from lemmas.shamir2019.lemma_06_equation_3 import (
    DISTANCE,
    alpha,
    beta,
    delta,
    largest_q,
    without,
)
from lemmas.shamir2019.lemma_06_gradient_ball import (
    GRADIENT,
    MAX_V,
    L,
    P,
    f,
    k,
    slope,
    v,
    w,
)
from lemmas.shamir2019.lemma_06_gradient_ball import LEMMA as LEMMA_6
from verifier import (
    Lemma,
    Step,
    at,
    both,
    by,
    eq,
    family,
    forall,
    implies,
    indices,
    log,
    natural,
    norm2,
    over,
    part,
    real,
    reals,
    sqrt,
    statement,
    sum_,
)

i, p = natural("i"), real("p")
B = real("B")
x = family("x")

LENGTH = norm2(k, lambda i: x[i] - v[i])
BETA = 2 * alpha
RADIUS = delta / sqrt(k - 1) * log(2)
RADIUS_OF_LEMMA_6 = delta / sqrt(k - 1) * log(BETA / alpha)
STEP = eta * (L * sqrt(k) * BETA)
SQUARES = sum_(k, lambda i: (v[i] - w[i]) ** 2)
STEP_SQUARES = sum_(k, lambda i: (x[i] - v[i]) ** 2)
SLOPE_SQUARES = sum_(k, lambda i: slope(i) ** 2)
CONCLUSION = both(abs(P) <= HALF, LENGTH <= STEP)

LEMMA = Lemma(
    id="shamir2019/theorem-2-ball",
    title="Around a good start the product stays small and steps are short",
    source=shamir("5", "Theorem 2"),
    variant="effective",
    changes=(
        "alpha, delta and the bound B on the |w_i| are arbitrary, in place of exp(-2Ck), exp(-Ck) "
        "and exp(Ck); beta is 2*alpha, as in the paper",
        "the hidden constants are explicit",
    ),
    statement=statement(
        [k, over(w, k), alpha, delta, B, eta, L, over(v, k), over(x, k), f],
        {
            "there are at least two coordinates": k >= 2,
            "alpha is positive": alpha > 0,
            "delta is positive": delta > 0,
            "the products at w are small": largest_q(w) <= alpha,
            "w is away from zero": forall(indices(k), lambda i: abs(w[i]) >= delta),
            "w is bounded": forall(indices(k), lambda i: abs(w[i]) <= B),
            "alpha is small": BETA * (B + RADIUS) <= HALF,
            "|f'| is at most L near zero": NEAR_ZERO,
            "the step size is nonnegative": eta >= 0,
            "v is in the ball": DISTANCE <= RADIUS,
            "x is the next point": forall(
                indices(k), lambda j: eq(x[j], v[j] - eta * f.prime(P) * without(j, v))
            ),
        },
        CONCLUSION,
    ),
    proof=(
        Step("squares of the distances", SQUARES >= 0, by.sign()),
        Step(
            "distance squared",
            eq(DISTANCE**2, SQUARES),
            by.elementary("sqrt squared", SQUARES, using=["squares of the distances"]),
        ),
        Step(
            "distance is nonnegative",
            DISTANCE >= 0,
            by.elementary("sqrt is nonnegative", SQUARES, using=["squares of the distances"]),
        ),
        Step(
            "each coordinate is bounded",
            forall(indices(k), lambda i: abs(v[i]) <= B + RADIUS),
            by.fix(
                i,
                Step(
                    "the other squares",
                    sum_(k, lambda i: (v[i] - w[i]) ** 2, omit=[i]) >= 0,
                    by.sign(),
                ),
                Step(
                    "one square",
                    eq(
                        SQUARES,
                        (v[i] - w[i]) ** 2 + sum_(k, lambda i: (v[i] - w[i]) ** 2, omit=[i]),
                    ),
                    by.split_off(SQUARES, i),
                ),
                Step(
                    "absolute value squared",
                    eq(abs(v[i] - w[i]) ** 2, (v[i] - w[i]) ** 2),
                    by.elementary("abs squared", v[i] - w[i]),
                ),
                Step(
                    "compared with the distance squared",
                    abs(v[i] - w[i]) ** 2 <= DISTANCE**2,
                    by.decide(
                        "the other squares",
                        "one square",
                        "absolute value squared",
                        "distance squared",
                    ),
                ),
                Step(
                    "compared with the distance",
                    abs(v[i] - w[i]) <= DISTANCE,
                    by.decide("compared with the distance squared", "distance is nonnegative"),
                ),
                Step(
                    "triangle inequality",
                    abs(w[i] + (v[i] - w[i])) <= abs(w[i]) + abs(v[i] - w[i]),
                    by.elementary("triangle", w[i], v[i] - w[i]),
                ),
                Step(
                    "the same point",
                    eq(abs(v[i]), abs(w[i] + (v[i] - w[i]))),
                    by.congruence("abs"),
                ),
                Step(
                    "coordinate i",
                    abs(v[i]) <= B + RADIUS,
                    by.decide(
                        "compared with the distance",
                        "the same point",
                        "triangle inequality",
                        at("w is bounded", i),
                    ),
                ),
            ),
        ),
        Step(
            "the largest coordinate",
            MAX_V <= B + RADIUS,
            by.extreme_least("each coordinate is bounded"),
        ),
        Step(
            "beta times it",
            BETA * MAX_V <= HALF,
            by.decide("the largest coordinate"),
        ),
        Step("beta is positive", BETA > 0, by.decide()),
        Step(
            "log(2) = log(beta/alpha)",
            eq(log(2), log(BETA / alpha)),
            by.congruence("log", "beta is positive"),
        ),
        Step(
            "in the ball of Lemma 6",
            DISTANCE <= RADIUS_OF_LEMMA_6,
            by.rewrite("log(2) = log(beta/alpha)", "v is in the ball"),
        ),
        Step(
            "Lemma 6",
            None,
            by.lemma(LEMMA_6, {beta: BETA}, "beta is positive", "in the ball of Lemma 6"),
        ),
        Step("|P| <= 1/2", abs(P) <= HALF, by.decide(part("Lemma 6", 0), "beta times it")),
        Step(
            "slopes in the ball",
            forall(reals(), lambda p: implies(abs(p) <= BETA * MAX_V, abs(f.prime(p)) <= L)),
            by.fix(
                p,
                Step(
                    "at p",
                    implies(abs(p) <= BETA * MAX_V, abs(f.prime(p)) <= L),
                    by.suppose(
                        "p is small",
                        Step(
                            "|p| <= 1/2", abs(p) <= HALF, by.decide("p is small", "beta times it")
                        ),
                        Step(
                            "|f'(p)| <= L",
                            abs(f.prime(p)) <= L,
                            by.hypothesis(
                                at("|f'| is at most L near zero", p, using=["|p| <= 1/2"])
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "the gradient is small",
            GRADIENT <= L * sqrt(k) * BETA,
            by.hypothesis(at(part("Lemma 6", 1), using=["slopes in the ball"])),
        ),
        Step(
            "the step is eta times the gradient",
            forall(indices(k), lambda j: eq((x[j] - v[j]) ** 2, eta**2 * slope(j) ** 2)),
            by.fix(
                i,
                Step(
                    "gradient, coordinate i",
                    eq(slope(i), f.prime(P) * without(i, v)),
                    by.differentiate(),
                ),
                Step(
                    "step, coordinate i",
                    eq(x[i] - v[i], -(eta * slope(i))),
                    by.decide("gradient, coordinate i", at("x is the next point", i)),
                ),
                Step(
                    "squared",
                    eq((x[i] - v[i]) ** 2, eta**2 * slope(i) ** 2),
                    by.decide("step, coordinate i"),
                ),
            ),
        ),
        Step(
            "added up",
            eq(STEP_SQUARES, sum_(k, lambda j: eta**2 * slope(j) ** 2)),
            by.termwise("the step is eta times the gradient"),
        ),
        Step(
            "eta taken out",
            eq(sum_(k, lambda j: eta**2 * slope(j) ** 2), eta**2 * SLOPE_SQUARES),
            by.linear(k, [(eta**2, lambda j: slope(j) ** 2)]),
        ),
        Step("squares of slopes", SLOPE_SQUARES >= 0, by.sign()),
        Step("squares of the step", STEP_SQUARES >= 0, by.sign()),
        Step(
            "gradient squared",
            eq(GRADIENT**2, SLOPE_SQUARES),
            by.elementary("sqrt squared", SLOPE_SQUARES, using=["squares of slopes"]),
        ),
        Step(
            "gradient is nonnegative",
            GRADIENT >= 0,
            by.elementary("sqrt is nonnegative", SLOPE_SQUARES, using=["squares of slopes"]),
        ),
        Step(
            "length squared",
            eq(LENGTH**2, STEP_SQUARES),
            by.elementary("sqrt squared", STEP_SQUARES, using=["squares of the step"]),
        ),
        Step(
            "length and gradient",
            LENGTH**2 <= (eta * GRADIENT) ** 2,
            by.decide("length squared", "added up", "eta taken out", "gradient squared"),
        ),
        Step("eta times the gradient", eta * GRADIENT >= 0, by.decide("gradient is nonnegative")),
        Step(
            "length",
            LENGTH <= eta * GRADIENT,
            by.decide("length and gradient", "eta times the gradient"),
        ),
        Step(
            "the step is short",
            LENGTH <= STEP,
            by.decide("length", "the gradient is small"),
        ),
        Step("conclusion", CONCLUSION, by.decide("|P| <= 1/2", "the step is short")),
    ),
)

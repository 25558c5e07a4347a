"""What Lemmas 15 and 16 and Theorem 4 speak of: gradient descent on (P - y)**2/2 with y = -Y < 0.

m is the index of the smallest coordinate (j* in the paper), u = w_m(1) and W >= u; the others
exceed it by g at least, and q bounds the product Q_m of the others, all at the start.
"""

from lemmas.shamir2019._descent import Point, at_time, eta, gradient_descent, k, product, w
from verifier import (
    Proposition,
    Step,
    Term,
    TermLike,
    both,
    by,
    family,
    forall,
    implies,
    indices,
    log,
    maximum,
    natural,
    over,
    part,
    rational,
    real,
)
from verifier.language.statement import Declaration
from verifier.language.terms import Implies, as_term

m = natural("m")
Y, W, g, q, eps = real("Y"), real("W"), real("g"), real("q"), real("eps")

# Two points, the second after the first.
x, v = family("x"), family("v")

INDEX = {"m is at least 1": 1 <= m, "m is at most k": m <= k}


def slope_below(p: Term) -> Term:
    """The slope of (p + Y)**2/2: the target -Y is below 0."""
    return p + Y


def loss_below(p: Term) -> Term:
    """The loss with the target -Y."""
    return (p + Y) ** 2 / 2


def gaps(point: Point) -> Proposition:
    """That each other coordinate exceeds the m-th by g at least."""
    return forall(indices(k, omit=[m]), lambda j: point(j) - point(m) >= g)


# By how much each step lowers w_m at least, as long as it is positive.
FALL = eta * Y * g ** (k - 1)

SETTING = {
    **INDEX,
    "the target is negative": Y > 0,
    "g is positive": g > 0,
    "q is positive": q > 0,
    "w_m(1) is positive": w[m, 1] > 0,
    "w_m(1) is at most W": w[m, 1] <= W,
    "the others exceed it by g": gaps(at_time(1)),
    "Q_m(1) is at most q": product(at_time(1), m) <= q,
    "the step size is positive": eta > 0,
    "the step size is small": eta <= 1 / (3 * k * (Y / g) ** 2 + 4 * q**2),
    "gradient descent": gradient_descent(slope_below),
}

# How long convergence takes after w_m has passed 0, as a product and as a sum, without one step.
LOW = 5 * g / 6
PRODUCT_TIME = maximum(0, log(Y**2 / (2 * eps))) / (2 * (eta * LOW ** (2 * (k - 1))))
SUM_TIME = (
    1
    + 2 * maximum(1, Y) / (eta * Y * LOW ** (k - 1))
    + 2 * maximum(1, 1 / Y**2) * maximum(0, log(Y**2 / (8 * eps))) / eta
)


FORMS = {"the time as a product": PRODUCT_TIME, "the time as a sum": SUM_TIME}


def converges_by(t: TermLike, since: TermLike, length: Term, loss: Term) -> Implies:
    """That a loss is at most eps at a time t that is `length` or more after `since`."""
    return implies(as_term(t) >= since + length, loss <= eps)


def converges(t: TermLike, since: TermLike, loss: Term) -> Proposition:
    """That a loss is at most eps at a time t that is late enough after `since`, in both forms."""
    return both(*(converges_by(t, since, length, loss) for length in FORMS.values()))


# What the bound on the step size gives.
STEP_SIZE = (
    Step("Y/g is positive", Y / g > 0, by.decide()),
    Step("k is at least 1", k >= 1, by.decide()),
    Step(
        "the bound is on",
        3 * k * (Y / g) ** 2 + 4 * q**2 > 0,
        by.decide("Y/g is positive", "k is at least 1", "q is positive"),
    ),
    Step(
        "the step size times it",
        eta * (3 * k * (Y / g) ** 2 + 4 * q**2) <= 1,
        by.decide("the bound is on", "the step size is small"),
    ),
    Step(
        "without k",
        eta * (3 * (Y / g) ** 2 + 4 * q**2) <= 1,
        by.decide("the step size times it", "k is at least 1", "the step size is positive"),
    ),
    Step(
        "eta q**2",
        eta * q**2 <= rational("1/4"),
        by.decide("without k", "the step size is positive"),
    ),
    Step(
        "eta Y q / g",
        eta * (Y / g) * q <= rational("1/6"),
        by.decide("without k", "the step size is positive", squares=[Y / g - q, q]),
    ),
    Step("eta Y q", eta * Y * q <= g / 6, by.decide("eta Y q / g", "g is positive")),
)

# That the times above exist and are not negative.
TIMES = (
    Step("Y**2/(2 eps) is positive", Y**2 / (2 * eps) > 0, by.decide()),
    Step("Y**2/(8 eps) is positive", Y**2 / (8 * eps) > 0, by.decide()),
    Step(
        "0 and its log",
        None,
        by.elementary("max bounds", 0, log(Y**2 / (2 * eps)), using=["Y**2/(2 eps) is positive"]),
    ),
    Step(
        "0 and the other log",
        None,
        by.elementary("max bounds", 0, log(Y**2 / (8 * eps)), using=["Y**2/(8 eps) is positive"]),
    ),
    Step(
        "(5g/6)**(2(k - 1)) is positive",
        LOW ** (2 * (k - 1)) > 0,
        by.elementary("power is positive", LOW, 2 * (k - 1)),
    ),
    Step(
        "(5g/6)**(k - 1) is positive",
        LOW ** (k - 1) > 0,
        by.elementary("power is positive", LOW, k - 1),
    ),
    Step("g**(k - 1) is positive", g ** (k - 1) > 0, by.elementary("power is positive", g, k - 1)),
    Step("eta Y is positive", eta * Y > 0, by.decide()),
    Step(
        "the fall is positive", FALL > 0, by.decide("eta Y is positive", "g**(k - 1) is positive")
    ),
    Step("1 and Y", None, by.elementary("max bounds", 1, Y)),
    Step("1 and 1/Y**2", None, by.elementary("max bounds", 1, 1 / Y**2)),
    Step(
        "the time as a product",
        PRODUCT_TIME >= 0,
        by.decide(
            part("0 and its log", 0), "(5g/6)**(2(k - 1)) is positive", "the step size is positive"
        ),
    ),
    Step(
        "the first part",
        2 * maximum(1, Y) / (eta * Y * LOW ** (k - 1)) >= 0,
        by.decide(part("1 and Y", 0), "eta Y is positive", "(5g/6)**(k - 1) is positive"),
    ),
    Step(
        "the second part",
        2 * maximum(1, 1 / Y**2) * maximum(0, log(Y**2 / (8 * eps))) / eta >= 0,
        by.decide(
            part("1 and 1/Y**2", 0), part("0 and the other log", 0), "the step size is positive"
        ),
    ),
    Step("the time as a sum", SUM_TIME >= 0, by.decide("the first part", "the second part")),
)


def passes(s: TermLike) -> Proposition:
    """That s is the last time before w_m passes 0, and what holds then and at s + 1."""
    then = at_time(s + 1)
    return both(
        s <= 1 + W / FALL,
        forall(indices(s), lambda t: w[m, t] > 0),
        both(-(eta * Y * q) <= w[m, s + 1], w[m, s + 1] <= 0),
        forall(
            indices(k, omit=[m]),
            lambda j: both(5 * g / 6 <= w[j, s + 1], w[j, s + 1] <= w[j, 1]),
        ),
        product(then, m) <= q,
        abs(product(then)) <= Y / 4,
    )


def gap_of_moduli(j: TermLike) -> Proposition:
    """That the modulus of another coordinate exceeds that of the m-th by g, at the start."""
    return abs(w[j, 1]) - abs(w[m, 1]) >= g


def late(t: Term) -> Proposition:
    """That the loss is at most eps at a time that is late enough for w_m to pass 0 before."""
    return converges(t, 2 + W / FALL, loss_below(product(at_time(t))))


VARIABLES: list[Declaration] = [k, m, Y, W, g, q, eta, eps, over(w, k)]

# The hypotheses of the strengthened Theorem 4.
THEOREM = {
    **INDEX,
    "the target is negative": Y > 0,
    "g is positive": g > 0,
    "q is positive": q > 0,
    "|w_m(1)| is at most W": abs(w[m, 1]) <= W,
    "the other |w_j(1)| exceed it by g": forall(indices(k, omit=[m]), gap_of_moduli),
    "|Q_m(1)| is at most q": abs(product(at_time(1), m)) <= q,
    "P(1) is at least the target": product(at_time(1)) >= -Y,
    "the step size is positive": eta > 0,
    "the step size is small": eta <= 1 / (3 * k * (Y / g) ** 2 + 4 * q**2),
    "gradient descent": gradient_descent(slope_below),
    "eps is positive": eps > 0,
}

SUM_FORM = (
    3
    + W / FALL
    + 2 * maximum(1, Y) / (eta * Y * LOW ** (k - 1))
    + 2 * maximum(1, 1 / Y**2) * maximum(0, log(Y**2 / (8 * eps))) / eta
)

CHANGES = (
    "in place of Assumption 4 and step size k**(-c) for large c: the constants Y = -y, W, g and q, "
    "with |w_m(1)| <= W, |w_j(1)| - |w_m(1)| >= g for j != m, |Q_m(1)| <= q, and the bound on eta",
    "only the distances of the smallest modulus to the others are bounded from below, and only the "
    "smallest from above; it may be 0",
    "P(1) = y is allowed, and so is k = 1",
)

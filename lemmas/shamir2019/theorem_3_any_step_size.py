"""Theorem 3 without a bound on the step size: one long step may reach a global minimum."""

from typing import Any

from lemmas.shamir2019._assumption_1 import assumption_1
from lemmas.shamir2019._assumption_3 import assumption_3, c1, c2, c3
from lemmas.shamir2019._descent import at_time, eta, f, gradient_descent, k, product, t, w
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.assumption_1_example_squared import LEMMA as SQUARED
from lemmas.shamir2019.assumption_1_example_squared import loss as squared
from lemmas.shamir2019.lemma_13_exponential import LEMMA as EXPONENTIAL
from lemmas.shamir2019.lemma_13_exponential import x as exponent
from verifier import (
    Lemma,
    Proposition,
    Refutation,
    Step,
    Symbol,
    Term,
    TermLike,
    Variable,
    at,
    by,
    either,
    eq,
    exp,
    false,
    forall,
    implies,
    indices,
    max_over,
    maximum,
    natural,
    no,
    over,
    prod,
    rational,
    real,
    reals,
    statement,
    times,
)

C, level, k0, q = real("C"), real("c"), real("k0"), real("q")
n, j, m = natural("n"), natural("j"), natural("m")
ZERO, ONE, MINUS, HALF = rational("0"), rational("1"), rational("-1"), rational("1/2")


def close(t: TermLike) -> Proposition:
    """That the suboptimality is less than c at a time."""
    return forall(reals(), lambda q: f(product(at_time(t))) < f(q) + level)


def late(t: TermLike) -> Proposition:
    """That a time at which the suboptimality is less than c is at least exp(C k)."""
    return implies(close(t), exp(C * k) <= t)


STATEMENT = statement(
    [c1, c2, c3, f, C, level, k0, k, eta, over(w, k)],
    {
        "there is a coordinate": k >= 1,
        **assumption_1(f),
        **assumption_3(at_time(1)),
        "C is positive": C > 0,
        "c is positive": level > 0,
        "k0 is positive": k0 > 0,
        "the depth is large": k >= k0,
        "the step size is positive": eta > 0,
        "gradient descent": gradient_descent(),
    },
    forall(times(1), late),
    constants=[C, level, k0],
)

# The counterexample: at odd depth, a step of size 1/2 on (p + 1)**2 leads from (1, ..., 1) to
# (-1, ..., -1), where the loss is 0.
DEPTH = 2 * n + 1
LARGE = {n: (k0, 1 / C)}


def coordinate(t: Term) -> Term:
    """1 at time 1, and -1 later."""
    return maximum(-1, 3 - 2 * t)


CHOICE: dict[Variable | Symbol, Any] = {
    c1: 1,
    c2: 1,
    c3: 1,
    f: squared,
    k: DEPTH,
    eta: HALF,
    w: lambda i, t: coordinate(t),
}


def all_of(value: Term, *omit: Term, upper: Term = DEPTH) -> Term:
    """A product of equal factors."""
    return prod(upper, lambda i: value, omit=omit)


def odd(m: Term) -> Proposition:
    """That the product of an odd number of factors -1 is -1."""
    return eq(all_of(MINUS, upper=2 * m + ONE), -1)


def moved(t: Term, j: Term) -> Proposition:
    """Gradient descent in one coordinate."""
    x = coordinate(t)
    slope = 2 * (all_of(x) + ONE)
    return eq(coordinate(t + ONE), x - HALF * slope * all_of(x, j))


def moves(t: Term) -> Proposition:
    """Gradient descent at a time."""
    return forall(indices(DEPTH), lambda j: moved(t, j))


def attained(value: Term, t: Term, *using: str) -> tuple[Step, ...]:
    """The steps that show the value of a coordinate at a time."""
    claim = eq(coordinate(t), value)
    return (
        Step("bounds", None, by.elementary("max bounds", -1, 3 - 2 * t)),
        Step("one of the two", None, by.elementary("max attained", -1, 3 - 2 * t)),
        Step(
            "the value",
            claim,
            by.cases(
                "one of the two",
                {
                    "it is -1": [Step("left", claim, by.decide("bounds", *using))],
                    "it is 3 - 2 t": [Step("right", claim, by.decide("bounds", *using))],
                },
            ),
        ),
    )


def at_later_times(t: Term) -> Proposition:
    """That a coordinate is -1 after time 1."""
    return implies(t > ONE, eq(coordinate(t), -1))


X = coordinate(t)
NEXT_IS_MINUS = eq(coordinate(t + ONE), -1)
ODD = Step(
    "odd products of -1",
    forall(times(0), odd),
    by.induction(
        m,
        base=[
            Step("none", eq(all_of(MINUS, upper=ZERO), 1), by.empty(all_of(MINUS, upper=ZERO))),
            Step("0 = 2*0", eq(ZERO, 2 * ZERO), by.decide()),
            Step("none, written so", None, by.rewrite("0 = 2*0", "none")),
            Step("one factor", None, by.unfold(all_of(MINUS, upper=2 * ZERO + ONE))),
            Step("-1", odd(ZERO), by.decide("one factor", "none, written so")),
        ],
        step=[
            Step("one more", None, by.unfold(all_of(MINUS, upper=2 * m + ONE + ONE))),
            Step("even", eq(2 * m + ONE + ONE, 2 * (m + ONE)), by.decide()),
            Step("written so", None, by.rewrite("even", "one more")),
            Step("two more", None, by.unfold(all_of(MINUS, upper=2 * (m + ONE) + ONE))),
            Step("-1 again", odd(m + ONE), by.decide("written so", "two more", "induction")),
        ],
    ),
)
LATER = Step(
    "-1 at later times",
    forall(times(1), at_later_times),
    by.each(t, by.suppose("t is later", *attained(MINUS, t, "t is later"))),
)
# In the first step the slope is 4 and all products are 1; later the slope is 0.
FIRST = (
    *attained(ONE, t, "it is the first"),
    Step("-1 after it", NEXT_IS_MINUS, by.hypothesis(at("-1 at later times", t + 1))),
    Step("as ones", eq(all_of(X), all_of(ONE)), by.termwise("the value")),
    Step("all ones", eq(all_of(ONE), 1), by.constant(all_of(ONE))),
    Step("but j, as ones", eq(all_of(X, j), all_of(ONE, j)), by.termwise("the value")),
    Step("all ones but j", eq(all_of(ONE, j), 1), by.constant(all_of(ONE, j))),
    Step(
        "the first step",
        moved(t, j),
        by.decide(
            "the value", "-1 after it", "as ones", "all ones", "but j, as ones", "all ones but j"
        ),
    ),
)
REST = (
    Step("now", eq(X, -1), by.hypothesis(at("-1 at later times", t))),
    Step("-1 after it too", NEXT_IS_MINUS, by.hypothesis(at("-1 at later times", t + 1))),
    Step("all are -1", eq(all_of(X), all_of(MINUS)), by.termwise("now")),
    Step("the slope", eq(all_of(X) + ONE, 0), by.decide("all are -1", at("odd products of -1", n))),
    Step("a step of length 0", moved(t, j), by.decide("now", "-1 after it too", "the slope")),
)
DESCENT = Step(
    "gradient descent",
    forall(times(1), moves),
    by.fix(
        t,
        Step(
            "all coordinates",
            moves(t),
            by.fix(
                j,
                Step(
                    "the first step or another",
                    moved(t, j),
                    by.cases(
                        either(t <= 1, t > 1), {"it is the first": FIRST, "it is later": REST}
                    ),
                ),
            ),
        ),
    ),
)

X1, X2 = coordinate(ONE), coordinate(rational("2"))
P2 = all_of(X2)


def small(q: Term) -> Proposition:
    """That the loss at time 2 is less than that at q by c."""
    return (P2 + ONE) ** 2 < (q + ONE) ** 2 + level


def not_late(t: Term) -> Proposition:
    """What the claim says of a time in the counterexample."""
    near = forall(reals(), lambda q: squared(all_of(coordinate(t))) < squared(q) + level)
    return implies(near, exp(C * DEPTH) <= t)


GROWTH = exp(C * DEPTH)
REFUTATION = (
    Step("Assumption 1", None, by.lemma(SQUARED)),
    ODD,
    LATER,
    *attained(ONE, ONE),
    Step(
        "no distance",
        eq(abs(X1 - 1), X1 - 1),
        by.elementary("abs of nonnegative", X1 - 1, using=["the value"]),
    ),
    Step("the radius", DEPTH ** (-ONE) > 0, by.elementary("power is positive", DEPTH, -ONE)),
    Step(
        "all are near 1",
        max_over(DEPTH, lambda j: abs(X1 - 1)) <= DEPTH ** (-ONE),
        by.extreme_least("no distance", "the radius", "the value"),
    ),
    Step("the product at 1, as ones", eq(all_of(X1), all_of(ONE)), by.termwise("the value")),
    Step("ones", eq(all_of(ONE), 1), by.constant(all_of(ONE))),
    Step("P(1) is at least c2", 1 <= all_of(X1), by.decide("the product at 1, as ones", "ones")),
    Step("P(1) is at most c3", all_of(X1) <= 1, by.decide("the product at 1, as ones", "ones")),
    DESCENT,
    Step("-1 at time 2", eq(X2, -1), by.hypothesis(at("-1 at later times", 2))),
    Step("all are -1 at time 2", eq(P2, all_of(MINUS)), by.termwise("-1 at time 2")),
    Step("P(2) = -1", eq(P2, -1), by.decide("all are -1 at time 2", at("odd products of -1", n))),
    Step(
        "the loss at time 2 is 0",
        forall(reals(), small),
        by.each(q, by.decide("P(2) = -1", squares=[q + ONE])),
    ),
    Step(
        "1 - x <= exp(-x)", 1 + C * DEPTH <= GROWTH, by.lemma(EXPONENTIAL, {exponent: -(C * DEPTH)})
    ),
    Step("C n is at least 1", C * n >= 1, by.decide("n is large (2)", "C is positive")),
    Step("exp(C k) exceeds 2", GROWTH > 2, by.decide("1 - x <= exp(-x)", "C n is at least 1")),
    Step(
        "time 2 is not late",
        no(forall(times(1), not_late)),
        by.contrary(
            "all are late",
            Step(
                "time 2 is late",
                GROWTH <= 2,
                by.hypothesis(at("all are late", 2, using=["the loss at time 2 is 0"])),
            ),
            Step("impossible", false, by.decide("time 2 is late", "exp(C k) exceeds 2")),
        ),
    ),
)

LEMMA = Lemma(
    id="shamir2019/theorem-3-any-step-size",
    title="Near-identity start, with steps of any size",
    source=shamir("3.2", "Theorem 3"),
    variant="strengthened",
    expected="refuted",
    changes=("the bound c on the step size is dropped",),
    statement=STATEMENT,
    note="The bound on the step size in Theorem 3 is needed, for any hidden constants and however "
    "large the depth: at odd depth a single step from (1, ..., 1) may end in a global minimum.  C "
    "is the constant in exp(Omega(k)), c the suboptimality and k0 the least depth.",
    refutation=Refutation(CHOICE, REFUTATION, LARGE),
)

"""How a formula f is shown to satisfy Assumption 1: what an example has to supply."""

from lemmas.shamir2019._assumption_1 import (
    LOWEST,
    Function,
    assumption_1,
    gap,
    increasing,
    lipschitz,
)
from verifier import (
    Proposition,
    Step,
    Term,
    TermLike,
    both,
    by,
    eq,
    exists,
    family,
    forall,
    implies,
    over,
    partial,
    real,
    reals,
)

a, b, p, z = real("a"), real("b"), real("p"), real("z")

# A family of one member, to differentiate by.
x = family("x")
DECLARED = over(x, 1)


def differentiable(f: Function, slope: Function) -> Proposition:
    """That f has the derivative `slope` everywhere: at any x_1."""
    return eq(partial(f(x[1]), x[1]), slope(x[1]))


def conclusion(f: Function, slope: Function) -> Proposition:
    """Assumption 1: f is differentiable, and what the assumption says besides."""
    return both(differentiable(f, slope), *assumption_1(f).values())


def lipschitz_step(f: Function, constant: Term, *steps: Step) -> Step:
    """That f is Lipschitz on each [-1/2, z): the steps show |f(a) - f(b)| <= constant*|a - b| from
    the facts "z is positive" and "a and b are in [-1/2, z)"."""

    def bounds(L: Term) -> Proposition:
        return forall(reals(), lambda a: forall(reals(), lambda b: pair(L, a, b)))

    def pair(L: Term, a: Term, b: Term) -> Proposition:
        inside = both(LOWEST <= a, a < z, LOWEST <= b, b < z)
        return implies(inside, abs(f(a) - f(b)) <= L * abs(a - b))

    found = exists(reals(), lambda L: bounds(L))  # noqa: PLW0108 (shows its name)
    shown = by.each(a, by.each(b, by.suppose("a and b are in [-1/2, z)", *steps)))
    return Step(
        "Lipschitz",
        lipschitz(f),
        by.each(
            z,
            by.suppose(
                "z is positive",
                Step("with one constant", bounds(constant), shown),
                Step("with some constant", found, by.witness(constant, "with one constant")),
            ),
        ),
    )


def increasing_step(f: Function, *steps: Step) -> Step:
    """That f is strictly increasing: the steps show f(a) < f(b) from the fact "-1/2 <= a < b"."""
    return Step(
        "increasing", increasing(f), by.each(a, by.each(b, by.suppose("-1/2 <= a < b", *steps)))
    )


def gap_steps(f: Function, low: TermLike, c: Term, *steps: Step) -> tuple[Step, ...]:
    """That f(p) >= f(low) + c for p >= -1/2, where "c is positive" is known: the steps show it from
    the fact "p >= -1/2"."""
    above = forall(reals(), lambda p: implies(LOWEST <= p, f(low) + c <= f(p)))
    some = exists(
        reals(),
        lambda q: both(c > 0, forall(reals(), lambda p: implies(LOWEST <= p, f(q) + c <= f(p)))),
    )
    return (
        Step("f from -1/2 on", above, by.each(p, by.suppose("p >= -1/2", *steps))),
        Step("f is smaller there", some, by.witness(low, "c is positive", "f from -1/2 on")),
        Step("f is smaller somewhere", gap(f), by.witness(c, "f is smaller there")),
    )


def squared_loss_proof(f: Function, slope: Function, s: TermLike, y: TermLike) -> tuple[Step, ...]:
    """That f(p) = s*(p - y)**2 satisfies Assumption 1, where s > 0 and y < -1/2."""
    rate = s * (a + b - 2 * y)
    constant, depth = 2 * s * (z - y), s * (LOWEST - y) ** 2
    return (
        Step("the derivative", differentiable(f, slope), by.differentiate()),
        lipschitz_step(
            f,
            constant,
            Step("the difference", eq(f(a) - f(b), rate * (a - b)), by.decide()),
            Step(
                "its size",
                eq(abs(f(a) - f(b)), abs(rate * (a - b))),
                by.congruence("abs", "the difference"),
            ),
            Step("of a product", None, by.elementary("abs of product", rate, a - b)),
            Step("the rate is at least 0", rate >= 0, by.decide()),
            Step("the rate is at most the constant", rate <= constant, by.decide()),
            Step(
                "so is its size",
                eq(abs(rate), rate),
                by.elementary("abs of nonnegative", rate, using=["the rate is at least 0"]),
            ),
            Step("a distance", abs(a - b) >= 0, by.elementary("abs is nonnegative", a - b)),
            Step(
                "bounded",
                abs(f(a) - f(b)) <= constant * abs(a - b),
                by.decide(
                    "its size",
                    "of a product",
                    "the rate is at most the constant",
                    "so is its size",
                    "a distance",
                ),
            ),
        ),
        increasing_step(
            f,
            Step("the difference", eq(f(b) - f(a), rate * (b - a)), by.decide()),
            Step("the rate is positive", rate > 0, by.decide()),
            Step("a distance", b - a > 0, by.decide()),
            Step(
                "larger",
                f(a) < f(b),
                by.decide("the difference", "the rate is positive", "a distance"),
            ),
        ),
        Step("c is positive", depth > 0, by.decide()),
        *gap_steps(
            f,
            y,
            depth,
            Step("the squares", (p - y) ** 2 >= (LOWEST - y) ** 2, by.decide()),
            Step("the values", f(y) + depth <= f(p), by.decide("the squares")),
        ),
        Step(
            "Assumption 1",
            conclusion(f, slope),
            by.decide("the derivative", "Lipschitz", "increasing", "f is smaller somewhere"),
        ),
    )

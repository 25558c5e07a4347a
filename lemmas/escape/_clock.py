"""What the parts of the clock lemma speak of: a recursion x' = x - g(x) on an interval [a, b], and
a clock Psi that grows by almost 1 in each step."""

from collections.abc import Callable

from verifier import (
    Proposition,
    Step,
    Symbol,
    Term,
    TermLike,
    Variable,
    at,
    both,
    by,
    forall,
    function,
    implies,
    real,
    reals,
)

x, a, b, z = real("x"), real("a"), real("b"), real("z")
rho, sigma, mu, delta = real("rho"), real("sigma"), real("mu"), real("delta")
g, Psi = function("g", smooth=2), function("Psi", smooth=1)

Claim = Callable[[Term], Proposition]
Function = Callable[[Term], Term]


def inside(z: TermLike) -> Proposition:
    """That z lies in [a, b]."""
    return both(a <= z, z <= b)


def everywhere(claim: Claim) -> Proposition:
    """That a claim holds on all of [a, b]."""
    return forall(reals(), lambda z: implies(inside(z), claim(z)))


def curvature(g: Symbol) -> Function:
    """The function g g''."""
    return lambda z: g(z) * g.prime(z, 2)


def speed(g: Symbol) -> Function:
    """The function g Psi'."""
    return lambda z: g(z) * Psi.prime(z)


def growth(g: Symbol) -> Function:
    """By how much the growth of the clock in the step from a point exceeds 1."""
    return lambda z: Psi(z) - Psi(z - g(z)) - 1


def deviation(g: Symbol, order: Function) -> Function:
    """By how much g Psi' differs from what it is to some order."""
    return lambda z: speed(g)(z) - order(z)


def small_slopes(g: Symbol) -> dict[str, Proposition]:
    """That |g'| is at most rho."""
    return {"g has small slopes": everywhere(lambda z: abs(g.prime(z)) <= rho)}


def small_curvature(g: Symbol) -> dict[str, Proposition]:
    """That |g g''| is at most sigma."""
    return {"g has small curvature": everywhere(lambda z: abs(curvature(g)(z)) <= sigma)}


def clock_of(g: Symbol, order: Function) -> dict[str, Proposition]:
    """That g Psi' is, up to mu, what it is to some order."""
    return {"Psi is the clock": everywhere(lambda z: abs(deviation(g, order)(z)) <= mu)}


def step_inside(g: Symbol) -> dict[str, Proposition]:
    """That the step from x goes down and stays in [a, b]."""
    return {
        "x is at least a": a <= x,
        "x is at most b": x <= b,
        "the step goes down": g(x) > 0,
        "the step ends above a": a <= x - g(x),
    }


def sides(name: str, fact: str, what: Function, bound: Term) -> tuple[Step, Step]:
    """The steps of a proof that give both sides of a fact that bounds an absolute value."""

    def side(ending: str, claim: Claim) -> Step:
        return Step(
            f"{name} from {ending}",
            everywhere(claim),
            by.fix(
                z,
                Step(
                    "at z",
                    implies(inside(z), claim(z)),
                    by.suppose(
                        "z lies in [a, b]",
                        Step("size", abs(what(z)) <= bound, by.hypothesis(at(fact, z))),
                        Step("sign", None, by.elementary("abs bounds", what(z))),
                        Step("this side", claim(z), by.decide("size", "sign")),
                    ),
                ),
            ),
        )

    return (
        side("below", lambda z: -bound <= what(z)),
        side("above", lambda z: what(z) <= bound),
    )


def bounds_nonnegative(*bounds: tuple[Variable, str]) -> tuple[Step, ...]:
    """The steps of a proof that a bound is nonnegative, from the two sides that it gives at x."""
    return tuple(
        Step(
            f"{bound.name} is nonnegative",
            bound >= 0,
            by.decide(at(f"{name} from below", x), at(f"{name} from above", x)),
        )
        for bound, name in bounds
    )

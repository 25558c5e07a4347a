"""How the lemmas on the clock follow from what they say of one step."""

from collections.abc import Sequence

from lemmas.escape._clock import (
    Function,
    delta,
    deviation,
    everywhere,
    inside,
    mu,
    rho,
    sides,
    speed,
    x,
    z,
)
from lemmas.escape._clock import g as any_g
from lemmas.escape._clock_run import error, n, steady, steady_at
from lemmas.escape.clock_count import LEMMA as COUNT
from lemmas.escape.clock_count import eps
from lemmas.escape.clock_perturbation import REACH, M
from verifier import Lemma, Proposition, Step, Symbol, Term, at, by, implies


def error_of_a_step(bound: Term, largest: Term) -> Term:
    """The bound for each step, from that for unperturbed ones and the largest |g Psi'|."""
    return bound + delta * largest / (1 - REACH)


def counted(
    g: Symbol, order: Function, one_step: Lemma, bound: Term, largest: Term, facts: Sequence[str]
) -> tuple[Step, ...]:
    """The steps of a proof that the clock counts the steps of a run, up to
    `error_of_a_step(bound, largest)` in each.

    `facts` name what is known of g on [a, b] that bounds g Psi' by `largest`.
    """

    def moderate(z: Term) -> Proposition:
        return abs(speed(g)(z)) <= largest

    known = (*facts, "Psi' from below", "Psi' from above")
    names = [f"{fact}, at z" for fact in known]
    return (
        *sides("slopes", "g has small slopes", g.prime, rho),
        *sides("Psi'", "Psi is the clock", deviation(g, order), mu),
        Step("rho is below 1", rho < 1, by.decide()),
        Step(
            "g Psi' is bounded",
            everywhere(moderate),
            by.fix(
                z,
                Step(
                    "at z",
                    implies(inside(z), moderate(z)),
                    by.suppose(
                        "z lies in [a, b]",
                        *(
                            Step(name, None, by.hypothesis(at(fact, z)))
                            for name, fact in zip(names, known, strict=True)
                        ),
                        Step("from above", speed(g)(z) <= largest, by.decide(*names)),
                        Step("from below", -largest <= speed(g)(z), by.decide(*names)),
                        Step(
                            "size",
                            moderate(z),
                            by.elementary(
                                "abs at most",
                                speed(g)(z),
                                largest,
                                using=["from above", "from below"],
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "unperturbed steps",
            steady(g, bound),
            by.fix(
                z,
                Step(
                    "at z",
                    steady_at(g, bound, z),
                    by.suppose(
                        "the step from z stays in [a, b]",
                        Step("one step", None, by.lemma(one_step, {x: z}, "rho is below 1")),
                    ),
                ),
            ),
        ),
        Step(
            "conclusion",
            abs(error(n)) <= n * error_of_a_step(bound, largest),
            by.lemma(
                COUNT,
                {any_g: g, M: largest, eps: bound},
                "rho is below 1",
                "g Psi' is bounded",
                "unperturbed steps",
            ),
        ),
    )

"""What the decision engine proves of a loss on a range of p, with certificates."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, Context, Decimal, localcontext
from fractions import Fraction
from typing import Literal, TypeAlias

from verifier.decide.portfolio import decide_statement
from verifier.descent.objective import Objective
from verifier.language.render import text
from verifier.language.statement import statement
from verifier.language.terms import And, Number, Proposition, Relation
from verifier.loss.expression import Expression, P, expression

Direction: TypeAlias = Literal["increasing", "decreasing"]
LONGEST, DIGITS = 24, 12  # characters of an exact bound, significant digits of a shortened one


@dataclass(frozen=True)
class Fact:
    """What was proved, with a certificate that the kernel has replayed.

    `text` says it in one line, long bounds of the range shortened to decimals inside of it; `cited`
    are the theorems that the proof rests on.
    """

    text: str
    cited: tuple[str, ...]


def established(
    objective: Objective,
    low: Fraction | None,
    high: Fraction | None,
    direction: Direction,
    seconds: float,
) -> Fact | None:
    """A proof that f is smooth and f'(p) > 0 for all p in [low, high], or < 0 if `decreasing`.

    None as a bound means that there is none; None is returned if no proof is found in time.
    """
    found = expression(objective.text)
    op = ">" if direction == "increasing" else "<"
    return _fact(found, 1, op, low, high, seconds)


def exceeds(objective: Objective, bound: Fraction, seconds: float) -> Fact | None:
    """A proof that the loss is smooth and f(p) > bound for all real p, or None."""
    return _fact(expression(objective.text), 0, ">", None, None, seconds, bound)


def _fact(
    found: Expression,
    order: int,
    op: str,
    low: Fraction | None,
    high: Fraction | None,
    seconds: float,
    bound: Fraction = Fraction(0),
) -> Fact | None:
    claim = Relation(op, found.terms[order], Number(bound))
    hypotheses: dict[str, Proposition] = {}
    if low is not None:
        hypotheses["lower bound of p"] = Number(low) <= P
    if high is not None:
        hypotheses["upper bound of p"] = P <= Number(high)
    conditions = [guard.relation for guard in found.guards]
    conclusion = And((*conditions, claim)) if conditions else claim
    asked = statement([P], hypotheses, conclusion)
    decision = decide_statement(asked, seconds, require_certificate=True)
    if decision.verdict != "proved":
        return None
    line = f"f{chr(39) * order}(p) = {text(claim)} for {_range(low, high)}"
    return Fact(line, decision.cited)


def _range(low: Fraction | None, high: Fraction | None) -> str:
    below = "" if low is None else _shown(low, ROUND_CEILING)
    above = "" if high is None else _shown(high, ROUND_FLOOR)
    if low is None or high is None:
        return f"p <= {above}" if above else f"p >= {below}" if below else "all real p"
    return f"{below} <= p <= {above}"


def _shown(value: Fraction, rounding: str) -> str:
    exact = str(value)
    if len(exact) <= LONGEST:
        return exact
    with localcontext(Context(prec=DIGITS, rounding=rounding, Emax=MAX_EMAX, Emin=MIN_EMIN)):
        return str(Decimal(value.numerator) / Decimal(value.denominator))

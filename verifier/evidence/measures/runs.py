"""First iterations of events, stepped or counted rigorously, against bounds that are proved."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from flint import arb, ctx

from verifier.descent.event import Event
from verifier.escape import Outcome, Request, escape
from verifier.evidence.measurement import RunBound, RunCase
from verifier.evidence.measures import starts
from verifier.evidence.measures.common import (
    PRECISION,
    ball_of,
    exact_ball,
    failing_hypothesis,
    instance_for,
    together,
)
from verifier.language.evaluate import Truth, evaluate, truth
from verifier.language.instance import Instance
from verifier.language.render import text
from verifier.language.statement import Statement
from verifier.language.terms import Proposition, as_term
from verifier.result import MeasurementResult

if TYPE_CHECKING:
    from verifier.evidence.measurement import Values

UPDATES = 50_000  # of single weights that are stepped before a count
FEWEST_STEPS = 100
BITS, SHALLOW = 64, 100
HALVINGS = 2_000  # of the step size
LEVEL_BITS = 100  # to which a level that is no rational is rounded
LONGEST = 10**12  # integers from here on are shown by their first digits
SEED = 1
COLUMNS = ("k", "start", "seed", "eta", "event", "measured")


@dataclass(frozen=True)
class Asked:
    """A case at its step size, before it is run.

    `failing` says which hypothesis does not hold.  `event` and `later` have levels on either side
    of that of the question, the same if it is rational.  `bounds` are balls, in its order, none if
    a hypothesis fails.
    """

    case: RunCase
    event: Event
    later: Event
    failing: str | None
    bounds: tuple[Any, ...]


@dataclass(frozen=True)
class Finding:
    """What was found of a case; nothing was run if a hypothesis fails.

    `holds` is None where that is so, or where the enclosure does not decide it.
    """

    asked: Asked
    outcome: Outcome | None
    holds: bool | None

    @property
    def failing(self) -> str | None:
        """Which hypothesis does not hold."""
        return self.asked.failing

    @property
    def ratios(self) -> tuple[float | None, ...]:
        """log10 of bound/measured for each bound; None where there is no iteration."""
        if self.outcome is None or self.outcome.lower is None:
            return (None,) * len(self.asked.bounds)
        measured = log10_of(self.outcome.lower)
        return tuple(log10_of_ball(bound) - measured for bound in self.asked.bounds)


def measure(name: str, question: RunBound, depths: Iterable[int]) -> MeasurementResult:
    """The table of `first_iterations`; raises as `instance_for` and `ball_of` do."""
    findings = [
        examine(question, case)
        for depth in depths
        for case in starts.cases(question.starts, depth, SEED)
    ]
    names = tuple(question.bounds)
    return MeasurementResult(
        name,
        bound_text(question),
        (*COLUMNS, *names, *(f"log10({_over(n)}/measured)" for n in names)),
        tuple(_row(found, len(names)) for found in findings),
        together(found.holds for found in findings if found.failing is None),
        note=(
            f"the iteration is to be {question.direction} each bound; counted in balls, so that it "
            f"is that of the exact run; loss (p - y)**2/2; {_steps(question)}"
        ),
    )


def _over(name: str) -> str:
    return name if name.isidentifier() else f"({name})"


def bound_text(question: RunBound) -> str:
    """The bounds as one line."""
    return "; ".join(text(bound) for bound in question.bounds.values())


def _steps(question: RunBound) -> str:
    if isinstance(question.step, str):
        return f"eta is the largest power of two for which {question.step}"
    return "eta as shown"


def examine(question: RunBound, case: RunCase) -> Finding:
    """What comes of one case."""
    asked = prepare(question, case)
    if asked.failing is not None:
        return Finding(asked, None, None)
    return judge(question, asked, count(asked.case, asked.event))


def prepare(question: RunBound, case: RunCase) -> Asked:
    """The case at its step size, with its event, bounds, and the check of its hypotheses."""
    step = question.step
    if isinstance(step, str):
        step = step_of(question.statement, step, question.values, case)
    case = replace(case, step=step if isinstance(step, Fraction) else step(case))
    found = instance_for(question.statement, question.values(case))
    below, above = _levels(question, found)
    failing = failing_hypothesis(question.statement, found, question.by_construction)
    bounds: tuple[Any, ...] = ()
    if failing is None:
        bounds = tuple(ball_of(bound, found) for bound in question.bounds.values())
        failing = _broken(question, case, bounds)
    quantity = question.quantity
    return Asked(case, Event(quantity, below), Event(quantity, above), failing, bounds)


def judge(question: RunBound, asked: Asked, outcome: Outcome) -> Finding:
    """Whether an outcome agrees with the bounds.

    A bound that speaks of all t from some time on is contradicted where the event is later than
    the first such t.  One that excludes the event up to a time is contradicted only if the event
    is earlier than that by one iteration more: the event has <= where a statement may have <, and
    if there is equality at one iteration, it is passed at the next.
    """
    answers = [_answer(question, outcome, bound) for bound in asked.bounds]
    if asked.event != asked.later and False in answers:
        # The event of the statement is between those of the two levels.
        other = count(asked.case, asked.later)
        found = [_answer(question, other, bound) for bound in asked.bounds]
        answers = [a if a == b else None for a, b in zip(answers, found, strict=True)]
    return Finding(asked, outcome, together(answers))


def _broken(question: RunBound, case: RunCase, bounds: tuple[Any, ...]) -> str | None:
    """What to say if there is a condition on the way that does not hold up to all bounds."""
    if question.meanwhile is None:
        return None
    quantity, level = question.meanwhile
    last = max(map(ceiling, bounds))
    outcome = count(case, Event(quantity, level))
    kept = outcome.outcome == "never" or (outcome.lower is not None and outcome.lower > last)
    return None if kept else f"{quantity} > {level} does not hold up to iteration {last}"


def step_of(
    statement: Statement, condition: str, values: Callable[[RunCase], Values], case: RunCase
) -> Fraction:
    """The largest power of two, at most 1, for which a hypothesis holds; 1 if there is none.

    Powers down to 2**-HALVINGS are tried.  Raises `ValueError` for a hypothesis that is not there.
    """
    proposition, step = _hypothesis(statement, condition), Fraction(1)
    for _ in range(HALVINGS):
        found = instance_for(statement, values(replace(case, step=step)))
        if truth(proposition, found) is Truth.TRUE:
            return step
        step /= 2
    return Fraction(1)


def _hypothesis(statement: Statement, name: str) -> Proposition:
    for hypothesis in statement.hypotheses:
        if hypothesis.name == name:
            return hypothesis.proposition
    raise ValueError(f"no hypothesis is called {name!r}: name the one that bounds the step size")


def _levels(question: RunBound, found: Instance) -> tuple[Fraction, Fraction]:
    """Rationals around the level of the event, the same twice if it is one."""
    level = as_term(question.level)
    value = evaluate(level, found, PRECISION)
    if isinstance(value, Fraction):
        return value, value
    with ctx.workprec(PRECISION):
        scaled = ball_of(level, found) * arb(2) ** LEVEL_BITS
        low, high = scaled.lower().floor().unique_fmpz(), scaled.upper().ceil().unique_fmpz()
    return Fraction(int(low), 2**LEVEL_BITS), Fraction(int(high), 2**LEVEL_BITS)


def count(case: RunCase, event: Event) -> Outcome:
    """When the event first holds on the run of a case."""
    for asked in requests(case, event):
        outcome = escape(asked)
        if outcome.outcome != "unknown":
            break
    return outcome


def requests(case: RunCase, event: Event) -> tuple[Request, Request]:
    """The question for `escape` with few steps, and with more for where that is no answer."""
    steps = max(FEWEST_STEPS, UPDATES // case.depth)
    # The deeper a run, the shorter its steps become, and the more bits its state needs, unless it
    # hardly moves from the exact start.
    moves = case.depth > SHALLOW and case.step * case.others > Fraction(1, 2**BITS)
    bits = BITS + 3 * case.depth // 8 if moves else BITS
    few = Request("squared", case.target, case.step, case.weights, event, "auto", steps, bits)
    return few, replace(few, max_steps=10 * steps, bits=3 * bits // 2)


def _answer(question: RunBound, outcome: Outcome, bound: Any) -> bool | None:
    """Whether the outcome agrees with a bound."""
    never = outcome.outcome in ("never", "diverges")
    if question.direction == "at least":
        if never or (outcome.lower is not None and integer_ball(outcome.lower) > bound):
            return True
        late = outcome.upper is not None and integer_ball(outcome.upper + 1) <= bound
        return False if late else None
    due = integer_ball(max(1, ceiling(bound)))
    if never or (outcome.lower is not None and integer_ball(outcome.lower) > due):
        return False
    return True if outcome.upper is not None and integer_ball(outcome.upper) <= due else None


def ceiling(bound: Any) -> int:
    """The least integer from a ball on."""
    with ctx.workprec(PRECISION):
        return int(bound.upper().ceil().unique_fmpz())


def integer_ball(value: int) -> Any:
    """The integer, exactly."""
    return exact_ball(Fraction(value))


def log10_of(value: int) -> float:
    """The decimal logarithm of a positive integer of any size."""
    return math.log10(value)


def log10_of_ball(value: Any) -> float:
    """The decimal logarithm of a positive ball of any size."""
    return float(value.log() / arb(10).log())


def shown(outcome: Outcome) -> int | str:
    """The iteration for a table: the integer, the first digits of a long one, or the outcome."""
    if outcome.lower is None or outcome.upper is None:
        return outcome.outcome
    lower, upper = digits(outcome.lower), digits(outcome.upper)
    if lower == upper:
        return outcome.lower if outcome.lower == outcome.upper < LONGEST else lower
    return f"{lower}..{upper}"


def digits(value: int) -> str:
    """The integer, or its first digits and its exponent."""
    if value < LONGEST:
        return str(value)
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        written = str(value)
    finally:
        sys.set_int_max_str_digits(limit)
    return f"{written[0]}.{written[1:6]}e{len(written) - 1}"


def shown_bound(value: Any) -> float | str:
    """A bound for a table: a float, or its mantissa and exponent where a float would overflow."""
    number = float(value)
    if math.isfinite(number):
        return number
    exponent = math.floor(log10_of_ball(value))
    return f"{float(value / arb(10) ** exponent):.5f}e{exponent}"


def _row(found: Finding, bounds: int) -> tuple[Any, ...]:
    asked = found.asked
    case = asked.case
    head = (case.depth, case.label, case.seed, str(case.step), shown_event(asked.event))
    if found.outcome is None:
        return (*head, found.failing, *(None,) * 2 * bounds)
    return (*head, shown(found.outcome), *map(shown_bound, asked.bounds), *found.ratios)


def shown_event(event: Event) -> str:
    """The event, a long level rounded."""
    exact = str(event)
    return exact if len(exact) <= 24 else f"{event.quantity}<={float(event.bound):.9g}"

"""When an event of gradient descent first holds: the certified count, and what it rests on.

The count itself is `verifier.descent`'s; the sign of f' on the range that it leaps over is
established by the decision engine.  Source of the mathematics: the lemmas `escape/*`.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from verifier.descent.backend import BITS, Problem, check_bits
from verifier.descent.ball_backend import BallBackend
from verifier.descent.certified.balls import Refusal
from verifier.descent.certified.enclosure import Enclosure, leap, nearly_still
from verifier.descent.divergence import diverges
from verifier.descent.event import Event
from verifier.descent.explicit import ExplicitRun
from verifier.descent.never import Facts, Never, never, never_from
from verifier.descent.run import run
from verifier.loss.expression import loss

if TYPE_CHECKING:
    from verifier.loss.facts import Direction, Fact

Method: TypeAlias = Literal["auto", "certified", "stepping"]
Verdict: TypeAlias = Literal["reached", "never", "diverges", "unknown"]
Say: TypeAlias = Callable[[str], None]

METHODS = ("auto", "certified", "stepping")
LEMMAS = ("escape/reduction", "escape/gap-box", "escape/clock", "escape/drift")
COMPUTED = (
    "the steps made before and after the leap, bounds of g, its derivatives and the gaps over "
    "panels, the integrals of the clock and of the drift, and how both add up from panel to panel: "
    "ball arithmetic, not kernel proofs",
)
SIGN_COMPUTED = "the sign of f' on the range of P: by ball arithmetic on every panel"
INVARIANT = (
    "that the run meets the conditions of this argument: exact or ball arithmetic, not a kernel "
    "proof",
)
STEPPED = ("every iteration in ball arithmetic, not a kernel proof",)

FACT_SECONDS = 2.0
GRID = Fraction(2**64)  # bounds of P are rounded to multiples of 1/GRID before they are proved on
PIECE = 2_000  # updates between two reports of progress
FIRST_LOOK = 64  # updates before the first look at whether the run has come near its limit
WEIGHT_UPDATES = 3_000_000  # of single weights before a leap: more make the enclosure narrower
FEWEST_UPDATES, MOST_UPDATES = 500, 50_000
MANY_BITS = 1_024  # from here on a run is repeated only if twice the bits reach farther
MOST_LEAPS = 3  # attempts, each after more updates
AFFORDABLE = 15_000_000  # updates of single weights that `auto` spends on an exact answer


@dataclass(frozen=True)
class Request:
    """Gradient descent from `weights` at a step size, an event, and how to look for it.

    Raises `ValueError` for an unknown method, max_steps < 0, or a precision outside of 53..10000.
    """

    loss: str
    target: Fraction | None
    step: Fraction
    weights: tuple[Fraction, ...]
    event: Event
    method: Method = "auto"
    max_steps: int = 1_000_000
    bits: int = 128

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise ValueError(f"no method {self.method!r}: use {', '.join(METHODS)}")
        if self.max_steps < 0:
            raise ValueError(f"max-steps is {self.max_steps}: give a natural number")
        check_bits(self.bits)


@dataclass(frozen=True)
class Outcome:
    """`reached` at an iteration in lower..upper, `never`, `diverges` or `unknown`, and why.

    `proved` are lemmas and facts that the answer rests on, `computed` what of it rests on rigorous
    computation instead.
    """

    outcome: Verdict
    lower: int | None
    upper: int | None
    method: str
    reason: str
    proved: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()


def escape(request: Request, progress: Say | None = None, folder: Path | None = None) -> Outcome:
    """When the event of the request first holds on the exact run.

    With the method `stepping` an interrupted run leaves a checkpoint in the folder, if one is
    given, and the same request goes on from it, as it does after the steps were used up.
    Raises `ValueError` for a loss that cannot be used, no weights, or a step size <= 0.
    """
    problem = Problem(loss(request.loss, request.target), request.step, request.weights)
    search = _Search(request, problem, _facts(problem), progress or (lambda line: None), folder)
    bits, before, leaps = request.bits, 0, 0
    sharp = bits  # of leaps, which do not get better with the bits that steps may need
    while True:
        try:
            return search.at(bits, sharp, leaps)
        except _MoreBits as wanted:
            if bits >= MANY_BITS and before < wanted.iteration < before + before // 100:
                return _open(wanted.iteration, bits)
            bits, before, leaps = wanted.bits, wanted.iteration, wanted.leaps
            sharp = sharp if before else bits
            search.say(f"again at {bits} bits")


class _MoreBits(Exception):
    """The balls of a run are too wide at an iteration; `bits` is a precision to try next.

    `leaps` have been refused, for reasons that more bits do not change.
    """

    def __init__(self, bits: int, iteration: int, leaps: int):
        super().__init__(f"{bits} bits are needed")
        self.bits, self.iteration, self.leaps = bits, iteration, leaps


@dataclass(frozen=True)
class _Search:
    """One request; every method is an attempt at a precision of `bits` bits."""

    request: Request
    problem: Problem
    facts: Facts
    say: Say
    folder: Path | None

    @property
    def distinct(self) -> int:
        """How many coordinates have to be stepped."""
        return len({abs(w) for w in self.request.weights})

    def at(self, bits: int, sharp: int, leaps: int) -> Outcome:
        """The answer, with leaps at `sharp` bits.  Raises `_MoreBits` if that is what it takes."""
        request = self.request
        run = ExplicitRun(self.problem, request.event, bits)
        if run.found:
            return Outcome("reached", 1, 1, "start", "the start satisfies the event", (), STEPPED)
        if request.method == "stepping":
            return self.stepping(run, bits)
        still = never(self.problem, request.event, bits, self.facts)
        if run.found is False and still is not None:
            return _never(still)
        return self.leaping(run, bits, sharp, leaps)

    def stepping(self, start: ExplicitRun, bits: int) -> Outcome:
        """The answer by steps alone, kept in a file while it is open."""
        most, file = self.request.max_steps, self.checkpoint(bits)
        result = run(
            self.problem,
            BallBackend(bits),
            [self.request.event],
            max_steps=most,
            progress=lambda iteration: self.say(f"update {iteration - 1}"),
            checkpoint=file,
        )
        if file is not None and result.stop != "max-steps":
            file.unlink(missing_ok=True)
        if result.stop == "max-steps":
            text = f"not by iteration {result.last}: raise --max-steps"
            return Outcome("unknown", None, None, "stepping", text)
        if result.stop == "events":
            return Outcome("reached", result.last, result.last, "stepping", "", (), STEPPED)
        start.advance(result.last)
        return self.end(start, None, "", bits, 0)

    def checkpoint(self, bits: int) -> Path | None:
        """The file of this run, named after all that determines it."""
        if self.folder is None:
            return None
        request = self.request
        parts = (self.problem.objective.text, request.step, request.event, bits, *request.weights)
        name = hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / f"{name[:32]}.json"

    def step(self, run: ExplicitRun, last: int) -> None:
        """Up to a piece of the way to `last` updates."""
        stepped = run.iteration - 1
        self.say(f"update {stepped}")
        run.advance(min(PIECE, last - stepped))

    def leaping(self, run: ExplicitRun, bits: int, sharp: int, leaps: int) -> Outcome:
        """Steps, looks for an invariant at times, and leaps where steps have become small."""
        request, event = self.request, self.request.event
        due = min(
            max(FEWEST_UPDATES, min(MOST_UPDATES, WEIGHT_UPDATES // self.distinct)),
            request.max_steps,
        )
        last = due if request.method == "certified" else request.max_steps
        look, reason = min(FIRST_LOOK, due), ""
        while run.found is False:
            stepped = run.iteration - 1
            if stepped >= look:
                look *= 4
                still = never_from(self.problem, run.weights, event, bits, self.facts)
                if still is not None:
                    return _never(still)
            still_now = not stepped and nearly_still(self.problem, event, run, sharp)
            if leaps < MOST_LEAPS and (stepped >= due or still_now):
                leaps += 1
                try:
                    return self.leapt(run, leap(self.problem, event, run, sharp), bits)
                except Refusal as refusal:
                    reason, due = str(refusal), 8 * max(due, 1)
            if stepped >= last:
                break
            self.step(run, min(look, last, due if leaps < MOST_LEAPS else last))
        return self.end(run, None, reason, bits, leaps)

    def leapt(self, run: ExplicitRun, found: Enclosure, bits: int) -> Outcome:
        """The answer from an enclosure: made exact where that is cheap."""
        if found.bits is not None:
            raise _MoreBits(found.bits, 0, 0)
        most = min(self.request.max_steps, AFFORDABLE // self.distinct)
        if found.exact or self.request.method == "certified" or found.upper > most:
            return self.enclosed(found)
        while run.found is False and run.iteration <= found.upper:
            self.step(run, found.upper)
        return self.end(run, found, "", bits, 0)

    def enclosed(self, found: Enclosure) -> Outcome:
        """The answer, with what it rests on."""
        proved: tuple[str, ...] = LEMMAS
        computed: tuple[str, ...] = COMPUTED
        fact = None if found.products is None else _sign(self.problem, found.products)
        if fact is None:
            computed = (*COMPUTED, SIGN_COMPUTED)
        else:
            proved = (*LEMMAS, fact.text)
        method = f"certified after {found.stepped} steps" if found.stepped else "certified"
        return Outcome("reached", found.lower, found.upper, method, "", proved, computed)

    def end(
        self, run: ExplicitRun, found: Enclosure | None, reason: str, bits: int, leaps: int
    ) -> Outcome:
        """The answer where stepping has ended: at the event, undecided, or at the last step."""
        if found is not None:
            wrong = run.found and not found.lower <= run.iteration <= found.upper
            if wrong or (run.found is False and run.iteration > found.upper):
                raise AssertionError(f"stepping to {run.iteration} contradicts {found}: a defect")
        if run.found:
            return Outcome("reached", run.iteration, run.iteration, "stepping", "", (), STEPPED)
        if found is not None:
            return self.enclosed(found)
        request = self.request
        if run.found is False:
            mend = "try --method auto" if request.method == "certified" else "raise --max-steps"
            text = f"not by iteration {run.iteration}: {mend}"
            if reason:
                text = f"{text}; it was not leapt over since {reason}"
            return Outcome("unknown", None, None, request.method, text)
        far = diverges(self.problem, run.weights, request.event, bits)
        if far is not None:
            return Outcome("diverges", None, None, "stepping", far, (), STEPPED)
        if 2 * bits < BITS.stop:
            raise _MoreBits(2 * bits, run.iteration, leaps)
        return _open(run.iteration, bits)


def _open(iteration: int, bits: int) -> Outcome:
    text = (
        f"at iteration {iteration} balls of {bits} bits are too wide, too large, or do not decide "
        "the event: give other weights, or another bound"
    )
    return Outcome("unknown", None, None, "stepping", text)


def _never(still: Never) -> Outcome:
    return Outcome("never", None, None, "invariant", still.reason, still.lemmas, INVARIANT)


def _facts(problem: Problem) -> Facts:
    """What the decision engine can prove of the loss, each question asked once."""

    @cache
    def one_sign(low: Fraction | None, high: Fraction | None, sign: int) -> bool:
        from verifier.loss.facts import established

        direction: Direction = "increasing" if sign == 1 else "decreasing"
        return established(problem.objective, low, high, direction, FACT_SECONDS) is not None

    @cache
    def above(bound: Fraction) -> bool:
        from verifier.loss.facts import exceeds

        return exceeds(problem.objective, bound, FACT_SECONDS) is not None

    return Facts(one_sign, above)


def _sign(problem: Problem, products: tuple[Fraction, Fraction]) -> Fact | None:
    from verifier.loss.facts import established

    low, high = math.floor(products[0] * GRID) / GRID, math.ceil(products[1] * GRID) / GRID
    directions: tuple[Direction, ...] = ("increasing", "decreasing")
    for direction in directions:
        fact = established(problem.objective, low, high, direction, FACT_SECONDS)
        if fact is not None:
            return fact
    return None

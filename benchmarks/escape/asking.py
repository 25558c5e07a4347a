"""Asks the verifier, each question in a process of its own, and writes numbers of any size."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any, Generic, TypeVar

from verifier.apart import Crew, Limits
from verifier.descent.event import Event
from verifier.descent.initialisation import Initialisation
from verifier.escape import Request, escape

T = TypeVar("T")

BITS = 128
MAX_STEPS = 10**6
DIGITS = 12  # of a number too long to be written out
LONGEST = 10**18
FAILURES = ("unknown", "time", "memory", "crash")  # the outcomes that are no answers

# Counts have as many digits as they have.
sys.set_int_max_str_digits(0)


@dataclass(frozen=True)
class Answer:
    """What came of one question.

    `outcome` is one of the verifier's, or "time", "memory" or "crash"; `seconds` are those of the
    processor, which a busy machine does not change much.
    """

    outcome: str
    lower: int | None
    upper: int | None
    method: str
    reason: str
    seconds: float

    @property
    def exact(self) -> bool:
        """Whether the enclosure is a single integer."""
        return self.lower is not None and self.lower == self.upper

    @property
    def width(self) -> float | None:
        """(upper - lower)/upper; None without an enclosure."""
        if self.lower is None or self.upper is None:
            return None
        return float(Fraction(self.upper - self.lower, self.upper))


@dataclass(frozen=True)
class Question(Generic[T]):
    """A request, and what the asker knows it by."""

    name: T
    request: Request


def ask(questions: Iterable[Question[T]], seconds: float) -> Iterator[tuple[T, Answer]]:
    """The answers, one after the other; a question may take that many seconds.

    What the verifier loads is loaded before, so that no answer's seconds contain it.
    """
    escape(request((Fraction(1, 2),), Event("product", Fraction(0)), Fraction(1, 10)))
    for question, outcome in Crew(_answer, 1, Limits(seconds)).run(questions):
        if outcome.failure:
            failed = Answer(outcome.failure, None, None, "", outcome.detail, outcome.seconds)
            yield question.name, failed
        else:
            yield question.name, Answer(**outcome.value)


def _answer(question: Question[T]) -> dict[str, Any]:
    started = time.process_time()
    found = escape(question.request)
    seconds = time.process_time() - started
    return asdict(
        Answer(found.outcome, found.lower, found.upper, found.method, found.reason, seconds)
    )


def request(
    weights: tuple[Fraction, ...],
    event: Event,
    step: Fraction,
    loss: str = "squared",
    target: Fraction | None = None,
    method: str = "auto",
) -> Request:
    """A question in the verifier's own form."""
    return Request(loss, target, step, weights, event, method, MAX_STEPS, BITS)


def crossing(kind: str, depth: int, radius: Fraction | None) -> Initialisation:
    """The start of that kind with the first seed from `depth` on whose product is positive.

    From the other side nothing has to be crossed on the way to a negative target.
    """
    seed = depth
    while True:
        start = Initialisation(kind, depth, seed, radius)
        if sum(weight < 0 for weight in start.weights()) % 2 == 0:
            return start
        seed += 1


def decimal(value: int, digits: int = DIGITS, *, up: bool = False) -> str:
    """The integer, or from 10**18 on its first digits and exponent, rounded down or up."""
    if value < LONGEST:
        return str(value)
    exponent = len(str(value)) - 1
    unit = 10 ** (exponent - digits + 1)
    head = -(-value // unit) if up else value // unit
    if head == 10**digits:
        head, exponent = head // 10, exponent + 1
    text = str(head)
    return f"{text[0]}.{text[1:]}e{exponent}"


def log10(value: int) -> float:
    """The decimal logarithm of a positive integer of any size."""
    return math.log10(value)

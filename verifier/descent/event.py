"""Events of a run, `min<=R`, `flipped-min<=R`, `product<=R`, `loss<=R`, and when they hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from verifier.descent.backend import Backend, Problem, State

QUANTITIES = ("min", "flipped-min", "product", "loss")
_RATIONAL = re.compile(
    r"[+-]?(\d+/\d+|(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?)", re.ASCII | re.IGNORECASE
)
MAX_LENGTH = 4_000  # characters; Python's int() refuses more than 4300 digits


@dataclass(frozen=True)
class Event:
    """`quantity <= bound` at some iteration.

    min: min_j w_j, the raw coordinates; flipped-min: min_j sign(w_j(1)) w_j with sign(0) = +1;
    product: P; loss: f(P).  Raises `ValueError` for another quantity.
    """

    quantity: str
    bound: Fraction

    def __post_init__(self) -> None:
        if self.quantity not in QUANTITIES:
            raise ValueError(f"no event {self.quantity!r}: use {'<=R, '.join(QUANTITIES)}<=R")

    def __str__(self) -> str:
        return f"{self.quantity}<={self.bound}"


def parse_event(text: str) -> Event:
    """The event that a text such as 'flipped-min<=1/2' names.

    Raises `ValueError` if it is not a quantity, `<=` and a rational.
    """
    quantity, relation, bound = text.partition("<=")
    if not relation or quantity.strip() not in QUANTITIES:
        shown = text if len(text) <= 60 else text[:57] + "..."
        raise ValueError(f"no event {shown!r}: use {'<=R, '.join(QUANTITIES)}<=R with R rational")
    return Event(quantity.strip(), parse_rational(bound))


def parse_rational(text: str) -> Fraction:
    """The exact rational written as '1/10', '-0.02' or '1e-12'.

    Raises `ValueError` for anything else, a zero denominator, or a number of excessive size.
    """
    stripped = text.strip()
    shown = stripped if len(stripped) <= 60 else stripped[:57] + "..."
    if len(stripped) > MAX_LENGTH or not _RATIONAL.fullmatch(stripped):
        raise ValueError(f"{shown!r} is not a rational: write it like 1/10, 0.02 or 1e-12")
    if re.search(r"/0+$", stripped):
        raise ValueError(f"{shown!r} divides by zero: write a denominator other than 0")
    return Fraction(stripped)


Test = Callable[[State], bool | None]


def watch(event: Event, problem: Problem, backend: Backend) -> Test:
    """The test of an event on the states of a run; None where balls do not decide it.

    To be made and used inside of the backend's `working()`.
    """
    at_most, threshold = backend.at_most, backend.threshold(event.bound)
    match event.quantity:
        case "product":
            return lambda state: at_most(state.product, threshold)
        case "loss":
            value = problem.objective.on(backend).value
            return lambda state: at_most(value(state.product), threshold)
        case "min":
            return lambda state: _some(at_most(w, threshold) for w in state.weights)
    flipped = [weight < 0 for weight in problem.weights]

    def test(state: State) -> bool | None:
        pairs = zip(state.weights, flipped, strict=True)
        return _some(at_most(-w if flip else w, threshold) for w, flip in pairs)

    return test


def _some(answers: Iterable[bool | None]) -> bool | None:
    undecided = False
    for answer in answers:
        if answer:
            return True
        undecided = undecided or answer is None
    return None if undecided else False

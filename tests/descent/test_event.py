"""Events: their syntax and meaning."""

from __future__ import annotations

from fractions import Fraction

import pytest

from verifier.descent.backend import Problem, backend, state_of
from verifier.descent.event import Event, parse_event, parse_rational, watch
from verifier.descent.exact_backend import ExactBackend
from verifier.descent.objective import squared


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("min<=1/2", Event("min", Fraction(1, 2))),
        (" flipped-min <= 0.5 ", Event("flipped-min", Fraction(1, 2))),
        ("product<=-3", Event("product", Fraction(-3))),
        ("loss<=1e-12", Event("loss", Fraction(1, 10**12))),
    ],
)
def test_events_are_parsed(text: str, event: Event) -> None:
    assert parse_event(text) == event
    assert parse_event(str(event)) == event


@pytest.mark.parametrize(
    "text",
    ["min<1/2", "max<=1", "product<=", "loss<=x", "loss<=nan", "loss<=1/0", "min<=1e99999",
     "min<=inf", "min<=1_0", "", "min<=1/2<=3", "min<=" + "1" * 5000, "min<=1/-2"],
)  # fmt: skip
def test_bad_events_are_refused_in_one_line(text: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_event(text)
    message = str(caught.value)
    assert "\n" not in message and len(message) < 200


def test_rationals_are_exact() -> None:
    assert parse_rational("0.1") == Fraction(1, 10)
    assert parse_rational("-21/20") == Fraction(-21, 20)
    assert parse_rational(".5e1") == 5


def test_an_unknown_quantity_is_refused() -> None:
    with pytest.raises(ValueError, match="no event"):
        Event("median", Fraction(0))


def _holds(
    event: str, start: tuple[int, ...], now: tuple[int, ...], numbers: str = "exact"
) -> bool | None:
    problem = Problem(squared(Fraction(-1)), Fraction(1, 10), tuple(map(Fraction, start)))
    chosen = ExactBackend() if numbers == "exact" else backend(numbers)
    with chosen.working():
        weights = [chosen.number(Fraction(w)) for w in now]
        return watch(parse_event(event), problem, chosen)(
            state_of(weights, chosen.number(Fraction(1)))
        )


@pytest.mark.parametrize("numbers", ["exact", "mpmath", "ball"])
@pytest.mark.parametrize(
    ("event", "start", "now", "expected"),
    [
        ("min<=-2", (1, -3), (1, -2), True),
        ("min<=-2", (1, -3), (1, -1), False),
        ("flipped-min<=1/2", (2, -3), (2, -3), False),  # 2 and 3 after the flip
        ("flipped-min<=1/2", (2, -3), (2, 0), True),
        ("flipped-min<=0", (2, 0), (2, -1), True),  # sign(0) = +1
        ("flipped-min<=0", (2, 0), (2, 1), False),
        ("flipped-min<=-1", (2, -3), (2, 1), True),  # -3 has become +1: crossed
        ("product<=-6", (2, -3), (2, -3), True),
        ("product<=-7", (2, -3), (2, -3), False),
        ("loss<=2", (1, 1), (1, 1), True),  # (1 + 1)^2/2
        ("loss<=1.9", (1, 1), (1, 1), False),
    ],
)
def test_meaning(
    numbers: str, event: str, start: tuple[int, ...], now: tuple[int, ...], expected: bool
) -> None:
    assert _holds(event, start, now, numbers) is expected

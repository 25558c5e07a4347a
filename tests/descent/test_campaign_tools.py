"""The campaign's own tools: its truth must be right before it judges anything."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from asking import Answer, crossing, decimal
from campaign import contradicts
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import EXPRESSIONS, LARGEST, Instance, in_doubles, instance, instances, signs
from reference import Truth, append, in_balls, read, truth

UPDATES = 6  # exact rationals treble their length or worse with each
RATIONALS = st.fractions(-2, 2, max_denominator=8)
QUANTITIES = st.sampled_from(["min", "flipped-min", "product", "loss"])


@settings(deadline=None, max_examples=60)
@given(
    st.lists(RATIONALS, min_size=1, max_size=3),
    st.sampled_from(["squared", "squared-full"]),
    st.sampled_from([None, Fraction(-2), Fraction(0), Fraction(1, 2)]),
    st.fractions(Fraction(1, 100), Fraction(1, 4), max_denominator=100),
    QUANTITIES,
    RATIONALS,
)
def test_the_reference_agrees_with_exact_rationals(
    weights: list[Fraction],
    loss: str,
    target: Fraction | None,
    step: Fraction,
    quantity: str,
    bound: Fraction,
) -> None:
    asked = Instance(0, loss, target, step, tuple(weights), quantity, bound)
    expected = _first_by_rationals(asked)
    found = in_balls(asked, UPDATES)
    if found.by != "balls":  # an equality, which balls do not decide, or weights beyond all bounds
        assert expected is None or expected > found.clear
    else:
        assert found == Truth(expected, UPDATES + 1 if expected is None else expected - 1, "balls")


def _first_by_rationals(asked: Instance) -> int | None:
    y = Fraction(-1) if asked.target is None else asked.target
    factor = 1 if asked.loss == "squared" else 2
    now, flips = list(asked.weights), signs(asked.weights)
    for iteration in range(1, UPDATES + 2):
        product = math.prod(now)
        values = {
            "min": min(now),
            "flipped-min": min(s * w for s, w in zip(flips, now, strict=True)),
            "product": product,
            "loss": factor * (product - y) ** 2 / 2,
        }
        if values[asked.quantity] <= asked.bound:
            return iteration
        slope = asked.step * factor * (product - y)
        others = [math.prod(now[:j] + now[j + 1 :]) for j in range(len(now))]
        now = [w - slope * q for w, q in zip(now, others, strict=True)]
    return None


@pytest.mark.parametrize("loss", ["squared", "squared-full", "logistic", *EXPRESSIONS])
@pytest.mark.parametrize("p", [-2.5, -0.25, 0.0, 0.75, 3.0])
def test_the_derivatives_are_those_of_the_losses(loss: str, p: float) -> None:
    value, derivative = in_doubles(loss, None)
    quotient = (value(p + 1e-5) - value(p - 1e-5)) / 2e-5
    assert derivative(p) == pytest.approx(quotient, rel=1e-6, abs=1e-8)


def test_a_long_run_is_counted_to_the_iteration() -> None:
    # w' = w - (w + 1)/100, so w(n) + 1 = 2 (99/100)**(n-1): below 1/1000 first at n = 758.
    asked = Instance(0, "squared", None, Fraction(1, 100), (Fraction(1),), "min",
                     Fraction(-999, 1000))  # fmt: skip
    assert 2 * Fraction(99, 100) ** 757 <= Fraction(1, 1000) < 2 * Fraction(99, 100) ** 756
    assert truth(asked) == Truth(758, 757, "balls")


def test_an_instance_does_not_depend_on_how_many_are_drawn() -> None:
    few = list(instances(8, 5))
    assert few == [instance(number, 5) for number in range(8)]
    assert len({one.digest() for one in few}) == len(few)
    assert all(abs(math.prod(one.weights)) <= LARGEST and one.step > 0 for one in few)


@pytest.mark.parametrize(
    ("outcome", "lower", "upper", "known", "expected"),
    [
        ("reached", 5, 5, Truth(5, 4, "balls"), False),
        ("reached", 4, 6, Truth(5, 4, "balls"), False),
        ("reached", 6, 9, Truth(5, 4, "balls"), True),
        ("reached", 1, 4, Truth(5, 4, "balls"), True),
        ("reached", 5, 4, Truth(5, 4, "balls"), True),
        ("reached", 5, None, Truth(5, 4, "balls"), True),
        ("reached", 0, 5, Truth(5, 4, "balls"), True),
        ("reached", 1, 7, Truth(None, 7, "undecided"), True),
        ("reached", 1, 8, Truth(None, 7, "undecided"), False),
        ("never", None, None, Truth(5, 4, "balls"), True),
        ("never", None, None, Truth(None, 7, "balls"), False),
        ("never", 1, 2, Truth(None, 7, "balls"), True),
        ("diverges", None, None, Truth(5, 4, "balls"), True),
        ("unknown", None, None, Truth(5, 4, "balls"), False),
    ],
)
def test_an_answer_contradicts_the_truth_or_does_not(
    outcome: str, lower: int | None, upper: int | None, known: Truth, expected: bool
) -> None:
    assert contradicts(Answer(outcome, lower, upper, "", "", 0.0), known) is expected


def test_the_last_truth_of_a_file_counts(tmp_path) -> None:  # type: ignore[no-untyped-def]
    one, path = instance(0, 0), tmp_path / "truth.jsonl"
    for found in (Truth(None, 0, "doubles"), Truth(7, 6, "balls")):
        append(path, one, found)
    assert read(path) == {one.digest(): Truth(7, 6, "balls")}


@given(st.integers(1, 10**40), st.integers(1, 15))
def test_a_shortened_integer_errs_to_the_side_asked_for(value: int, digits: int) -> None:
    below, above = (Fraction(decimal(value, digits, up=up)) for up in (False, True))
    assert below <= value <= above
    assert above - below <= Fraction(value, 10 ** (digits - 1))


def test_crossing_starts_lie_on_the_positive_side() -> None:
    starts = [crossing("xavier-gaussian", k, None) for k in range(2, 12)]
    assert all(math.prod(start.weights()) > 0 for start in starts)
    assert any(start.seed > start.depth for start in starts)

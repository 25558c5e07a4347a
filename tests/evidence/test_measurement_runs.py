"""Measured runs: they are those of exact gradient descent, and contradict bounds that are wrong."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from verifier.descent.backend import leave_one_out
from verifier.evidence.measurement import (
    Measurement,
    RunBound,
    RunCase,
    first_iterations,
    passage_of_zero,
    spread_along_runs,
)
from verifier.evidence.measures import runs, starts
from verifier.language.build import (
    both,
    eq,
    exp,
    forall,
    implies,
    indices,
    natural,
    prod,
    real,
    sequence,
    sqrt,
    times,
)
from verifier.language.statement import Statement, over, statement
from verifier.language.terms import Term
from verifier.result import MeasurementResult

k, m = natural("k"), natural("m")
eta, kappa, B, eps, w = real("eta"), real("kappa"), real("B"), real("eps"), sequence("w")
Y, W, g, q = real("Y"), real("W"), real("g"), real("q")

N1 = (8 * kappa) ** (-(k - 2) / 2) / (sqrt(8) * eta * (B + 1))
FALL = eta * Y * g ** (k - 1)
PASSES = 2 + W / FALL
HALF = Fraction(1, 2)


def _product(t: Any, *omit: Any) -> Term:
    return prod(k, lambda i: w[i, t], omit=omit)


def _descent(target: Term | int) -> Any:
    def step(t: Any) -> Any:
        slope = _product(t) - target
        return forall(indices(k), lambda j: eq(w[j, t + 1], w[j, t] - eta * slope * _product(t, j)))

    return forall(times(1), step)


def _near_one(largest: str = "1/64", step: int = 4) -> Statement:
    """Theorem 3 on (p + 1)**2/2, with a largest kappa, and `step` eta (B + 1) max(1, B) <= 1."""
    return statement(
        [k, eta, kappa, B, over(w, k)],
        {
            "depth": k >= 2,
            "kappa": both(kappa > 0, kappa <= Fraction(largest)),
            "near": forall(indices(k), lambda j: abs(w[j, 1] - 1) <= kappa),
            "product": both(_product(1) <= B, B >= 0),
            "step": both(eta > 0, step * eta * (B + 1) <= 1, step * eta * (B + 1) * B <= 1),
            "descent": _descent(-1),
        },
        forall(times(1), lambda t: implies(t <= N1 + 2, _product(t) >= 0)),
    )


def _near_values(case: RunCase) -> dict[Any, Any]:
    return {
        k: case.depth,
        eta: case.step,
        kappa: case.radius,
        B: case.ceiling,
        w: case.weights,
    }


def _escape(bound: Term = N1 + 2, stated: Statement | None = None, **changes: Any) -> RunBound:
    question = RunBound(
        statement=_near_one() if stated is None else stated,
        bounds={"N1 + 2": bound},
        direction="at least",
        quantity="min",
        level=0,
        starts="near identity",
        step="step",
        values=_near_values,
    )
    return replace(question, **changes)


def _apart() -> Statement:
    """Lemma 15: the least weight passes 0."""
    return statement(
        [k, m, Y, W, g, q, eta, over(w, k)],
        {
            "depth": k >= 2,
            "index": both(1 <= m, m <= k),
            "positive": both(Y > 0, g > 0, q > 0, w[m, 1] > 0, w[m, 1] <= W),
            "gaps": forall(indices(k, omit=[m]), lambda j: w[j, 1] - w[m, 1] >= g),
            "others": _product(1, m) <= q,
            "step": both(eta > 0, eta <= 1 / (8 * k * (Y / g) ** 2 + 4 * q**2)),
            "descent": _descent(-Y),
        },
        forall(times(1), lambda t: implies(t >= PASSES, w[m, t] <= q)),
    )


def _apart_values(case: RunCase) -> dict[Any, Any]:
    return {
        k: case.depth,
        m: case.least,
        Y: abs(case.target),
        W: case.smallest,
        g: case.gap,
        q: case.others,
        eta: case.step,
        w: case.mirrored,
    }


def _passes(bound: Term = PASSES) -> RunBound:
    return RunBound(
        statement=_apart(),
        bounds={"bound": bound},
        direction="at most",
        quantity="min",
        level=0,
        starts="crossing",
        step="step",
        values=_apart_values,
    )


def _spread(distance: Term = 4 * kappa, **changes: Any) -> Measurement:
    given: dict[str, Any] = {
        "statement": _near_one(),
        "length": 2 * eta * (B + 1) * B,
        "step": Fraction(1, 16),
        "values": _near_values,
        **changes,
    }
    return spread_along_runs(distance=distance, **given)


def _passage(**changes: Any) -> Measurement:
    given: dict[str, Any] = {
        "statement": _apart(),
        "low": eta * Y * (g / 2) ** (k - 1) / 2,
        "high": 2 * eta * Y * q,
        "step": "step",
        "values": _apart_values,
        **changes,
    }
    return passage_of_zero(**given)


def _column(result: MeasurementResult, name: str) -> list[Any]:
    return [row[result.columns.index(name)] for row in result.rows]


def _exact_run(case: RunCase) -> Iterator[list[Fraction]]:
    """w(1), w(2), ..., exactly but for rounding far below what could change a count."""
    weights = list(case.weights)
    while True:
        yield weights
        slope = math.prod(weights) - case.target
        rest = leave_one_out(weights, Fraction(1))
        moved = (a - case.step * slope * b for a, b in zip(weights, rest, strict=True))
        weights = [weight.limit_denominator(10**40) for weight in moved]


@pytest.mark.parametrize("depth", [2, 3])
def test_iterations_are_those_of_exact_runs(depth: int) -> None:
    (case,) = starts.cases("near identity", depth, 1)
    found = runs.examine(_escape(), case)
    run = _exact_run(found.asked.case)
    expected = next(t for t, weights in enumerate(run, 1) if min(weights) <= 0)
    assert found.outcome is not None
    assert (found.outcome.lower, found.outcome.upper) == (expected, expected)
    assert found.holds is True


def test_the_step_size_is_the_largest_power_of_two_that_is_allowed() -> None:
    (case,) = starts.cases("near identity", 5, 1)
    step = runs.examine(_escape(), case).asked.case.step
    assert step.numerator == 1 and step.denominator.bit_count() == 1
    product = case.ceiling
    assert step <= 1 / (4 * (product + 1) * max(1, product)) < 2 * step


def test_a_table_says_what_was_run_and_how_far_the_bound_is() -> None:
    result = first_iterations(_escape()).run(True)
    assert result.bound_holds is True
    assert _column(result, "k") == [2, 3, 5, 7, 10]
    measured, bounds = _column(result, "measured"), _column(result, "N1 + 2")
    assert _column(result, "log10((N1 + 2)/measured)")[0] == pytest.approx(
        math.log10(bounds[0] / measured[0])
    )
    assert all(ratio < 0 for ratio in _column(result, "log10((N1 + 2)/measured)"))
    json.dumps([result.columns, result.rows], allow_nan=False)


def test_a_lower_bound_that_is_too_large_is_contradicted() -> None:
    assert first_iterations(_escape(100 * N1 + 2)).run(True).bound_holds is False


def test_an_upper_bound_that_is_too_small_is_contradicted() -> None:
    assert first_iterations(_passes()).run(True).bound_holds is True
    assert first_iterations(_passes(PASSES / 3)).run(True).bound_holds is False


def test_a_bound_in_reach_of_equality_is_not_contradicted() -> None:
    (case,) = starts.cases("near identity", 2, 1)
    asked = runs.prepare(_escape(), case)
    outcome = runs.count(asked.case, asked.event)
    assert outcome.lower == outcome.upper is not None
    near = replace(asked, bounds=(runs.integer_ball(outcome.upper),))
    # min w <= 0 at that iteration, where a statement may say that min w < 0 is excluded.
    assert runs.judge(_escape(), near, outcome).holds is None
    beyond = replace(asked, bounds=(runs.integer_ball(outcome.upper + 1),))
    assert runs.judge(_escape(), beyond, outcome).holds is False


def test_a_start_that_breaks_a_hypothesis_is_named_and_not_run() -> None:
    result = first_iterations(_escape(100 * N1 + 2, _near_one("1/100"))).run(True)
    assert set(_column(result, "measured")) == {"hypothesis kappa: false"}
    assert set(_column(result, "N1 + 2")) == {None}
    assert result.bound_holds is None
    json.dumps([result.columns, result.rows], allow_nan=False)


def test_a_step_size_that_breaks_its_hypothesis_is_named() -> None:
    result = first_iterations(_escape(step=Fraction(1, 4))).run(True)
    assert set(_column(result, "measured")) == {"hypothesis step: false"}


def test_a_condition_that_no_power_of_two_meets_is_named() -> None:
    never = _near_one(step=2**2_100)
    result = first_iterations(_escape(stated=never), depths=(2,)).run(True)
    assert _column(result, "measured") == ["hypothesis step: false"]


def test_a_step_size_needs_a_hypothesis_that_is_there() -> None:
    with pytest.raises(ValueError, match="no hypothesis is called 'steps'"):
        first_iterations(_escape(step="steps")).run(True)


def test_a_condition_on_the_way_is_checked_up_to_the_bound() -> None:
    kept = _escape(4 * eta, meanwhile=("min", HALF))
    assert set(_column(first_iterations(kept).run(True), "measured")) != set()
    assert first_iterations(kept).run(True).bound_holds is True
    broken = first_iterations(_escape(meanwhile=("min", Fraction(99, 100)))).run(True)
    assert all("min > 99/100 does not hold" in cell for cell in _column(broken, "measured"))
    assert broken.bound_holds is None


def test_a_level_that_is_not_rational_is_enclosed() -> None:
    (case,) = starts.cases("near identity", 5, 1)
    question = _escape(quantity="product", level=B * exp(-1), step=Fraction(1, 64))
    asked = runs.prepare(question, case)
    level = Fraction(math.e) ** -1 * case.ceiling
    assert asked.event.bound < asked.later.bound < asked.event.bound + Fraction(1, 2**98)
    assert abs(asked.event.bound - level) < Fraction(1, 2**50)
    found = runs.examine(question, case)
    run = _exact_run(asked.case)
    expected = next(t for t, weights in enumerate(run, 1) if math.prod(weights) <= level)
    assert found.outcome is not None and found.outcome.lower == expected


def test_a_long_run_is_counted_and_shown_by_its_first_digits() -> None:
    result = first_iterations(_escape(), depths=(50,)).run(False)
    (measured,) = _column(result, "measured")
    assert measured.startswith("2.03203e39")
    assert result.bound_holds is True


@pytest.mark.parametrize("depth", [2, 5])
def test_the_mirror_image_of_a_run_has_the_same_losses(depth: int) -> None:
    for start in starts.cases("apart", depth, 3):
        case = replace(start, step=Fraction(1, 64))
        mirror = replace(case, weights=case.mirrored, target=-abs(case.target))
        for _, a, b in zip(range(5), _exact_run(case), _exact_run(mirror), strict=False):
            losses = (math.prod(a) - case.target) ** 2, (math.prod(b) - mirror.target) ** 2
            assert abs(losses[0] - losses[1]) < Fraction(1, 10**30)


def test_the_quantities_of_a_case() -> None:
    weights = (Fraction(3, 2), Fraction(-1, 4), Fraction(5, 3))
    case = RunCase("", 0, weights, Fraction(1), Fraction(1, 8))
    assert (case.depth, case.least, case.smallest) == (3, 2, Fraction(1, 4))
    assert case.gap == Fraction(5, 4)
    assert case.mirrored == (Fraction(3, 2), Fraction(1, 4), Fraction(5, 3))
    assert Fraction(5, 2) <= case.others <= Fraction(5, 2) * (1 + Fraction(1, 1024))
    assert case.loss == (HALF, Fraction(-1), HALF)
    tiny = replace(case, weights=(Fraction(1, 3),) * 40)
    assert 1 <= tiny.ceiling * 3**40 <= 1 + Fraction(1, 1024)
    assert tiny.ceiling.numerator.bit_length() <= 12
    assert replace(case, weights=(Fraction(0), Fraction(2))).ceiling == 0


@pytest.mark.parametrize(
    "family",
    ["near identity", "near identity 1/k", "apart", "spaced", "crossing", "equal", "random"],
)
def test_starts_are_reproducible_and_of_their_depth(family: Any) -> None:
    first, again = (list(starts.cases(family, 6, 2)) for _ in range(2))
    assert first == again
    assert {case.depth for case in first} == {6}
    other = [case.weights for case in starts.cases(family, 6, 3)]
    assert ([case.weights for case in first] == other) == (family == "spaced")
    assert len({case.label for case in first}) == len(first)


def test_starts_apart_have_one_small_weight() -> None:
    cases = list(starts.cases("apart", 8, 1))
    assert {case.target for case in cases} == {Fraction(-1), Fraction(1)}
    for case in cases:
        assert case.smallest in (0, Fraction(1, 2**40), Fraction(1, 4))
        assert case.gap >= HALF
        assert max(map(abs, case.weights)) <= Fraction(5, 4)


def test_two_values_have_variance_one() -> None:
    drawn = starts.sample("two values", 20_000, 0)
    assert {abs(weight) for weight in drawn} == {HALF, Fraction(2)}
    assert float(sum(weight**2 for weight in drawn)) / 20_000 == pytest.approx(1, abs=0.05)
    assert float(sum(drawn)) / 20_000 == pytest.approx(0, abs=0.05)


@pytest.mark.parametrize("law", starts.LAWS)
def test_the_shift_is_nearly_the_best(law: str) -> None:
    weights = starts.sample(law, 60, 4)

    def product(s: Fraction) -> Fraction:
        return math.prod((abs(weight) + s for weight in weights), start=Fraction(1))

    best = starts.best_shift(weights)
    assert product(best) <= HALF
    for other in (best / 2, best * 2):
        assert product(other) > HALF or other**2 / product(other) < best**2 / product(best)


def test_distances_stay_below_their_bound() -> None:
    result = _spread().run(True)
    assert result.bound_holds is True
    assert _column(result, "k") == [2, 3, 5, 10]
    assert all(t >= 5 for t in _column(result, "up to t"))
    # Two coordinates are nearly 2/64 apart already at the start.
    (case,) = starts.cases("near identity", 10, 1)
    at_start = float(max(case.weights) - min(case.weights))
    assert at_start <= _column(result, "largest distance")[-1] <= 4 / 64


def test_the_spread_is_that_of_the_exact_run() -> None:
    (case,) = starts.cases("near identity", 3, 1)
    case = replace(case, step=Fraction(1, 16))
    widest = longest = Fraction(0)
    before: list[Fraction] | None = None
    for t, weights in enumerate(_exact_run(case), 1):
        if min(weights) <= HALF:
            break
        widest = max(widest, max(weights) - min(weights))
        if before is not None:
            steps = (abs(a - b) for a, b in zip(before, weights, strict=True))
            longest = max(longest, *steps)
        before, last = weights, t
    row = _spread(depths=(3,)).run(True).rows[0]
    assert row[4] == last
    assert row[5] == pytest.approx(float(widest))
    assert row[8] == pytest.approx(float(longest))


def test_bounds_on_distances_and_steps_that_are_too_small_are_contradicted() -> None:
    assert _spread(distance=kappa / 4).run(True).bound_holds is False
    assert _spread(length=eta * B / 2).run(True).bound_holds is False


def test_distances_are_not_measured_where_a_hypothesis_fails() -> None:
    result = _spread(step=Fraction(1, 2)).run(True)
    assert set(_column(result, "up to t")) == {"hypothesis step: false"}
    assert result.bound_holds is None


def test_the_passage_of_zero_is_that_of_the_exact_run() -> None:
    result = _passage().run(True)
    assert result.bound_holds is True
    (case,) = starts.cases("crossing", 3, 1)
    case = runs.prepare(_passes(), case).case
    run = _exact_run(case)
    first = next(t for t, weights in enumerate(run, 1) if min(weights) <= 0)
    after = next(run)[case.least - 1]
    row = result.rows[_column(result, "k").index(3)]
    assert row[4:6] == (first, pytest.approx(float(-after)))


def test_bounds_on_the_passage_that_are_wrong_are_contradicted() -> None:
    assert _passage(low=3 * eta * Y * q).run(True).bound_holds is False
    assert _passage(high=eta * Y * q / 4).run(True).bound_holds is False

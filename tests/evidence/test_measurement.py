"""Measurements: they find what is true, and contradict bounds that are too small."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from scipy.stats import binomtest

from verifier.descent.backend import leave_one_out
from verifier.evidence.measurement import (
    BallCase,
    ConvergenceCase,
    Measurement,
    convergence_iterations,
    escape_times,
    largest_gradient,
    largest_product,
    product_frequency,
)
from verifier.evidence.measures.ball import Start, case_at, measured_at, starts, worst_point
from verifier.evidence.measures.common import together
from verifier.evidence.measures.escape import STARTS, slope, soonest_start
from verifier.evidence.measures.frequency import clopper_pearson, largest_leave_one_out
from verifier.language.build import (
    both,
    eq,
    family,
    forall,
    function,
    implies,
    indices,
    log,
    max_over,
    natural,
    norm2,
    partial,
    prod,
    real,
    reals,
    sequence,
    sqrt,
    times,
)
from verifier.language.statement import Statement, over, statement
from verifier.language.terms import Symbol, Term
from verifier.result import MeasurementResult

k, least = natural("k"), natural("least")
a, y, alpha, beta, gamma = real("a"), real("y"), real("alpha"), real("beta"), real("gamma")
delta, eta, eps, L = real("delta"), real("eta"), real("eps"), real("L")
run_, w, v, f = sequence("w"), family("w"), family("v"), function("f", 1)

ITERATIONS = log(y**2 / (2 * eps)) / (k * delta**2 * gamma ** (2 * (k - 2)) * eta)
PRODUCT = beta * max_over(k, lambda i: abs(v[i]))
GRADIENT = L * sqrt(k) * beta
FREQUENCY = a ** ((k - 1) / 2)


def _product(symbol: Symbol) -> Term:
    return prod(k, lambda i: symbol[i])


def _convergence(step_bound: Term | None = None) -> Statement:
    """Lemma 13, with another bound on the step size if one is given."""
    largest_step = delta**2 / (2 * k * y**2) if step_bound is None else step_bound

    def at(t: Any) -> Term:
        return prod(k, lambda i: run_[i, t])

    def update(t: Any, j: Any) -> Term:
        return run_[j, t] - eta * (at(t) - y) * prod(k, lambda i: run_[i, t], omit=[j])

    return statement(
        [k, least, y, gamma, delta, eta, eps, over(run_, k)],
        {
            "depth": k >= 2,
            "target": y > 0,
            "order": both(delta > 0, gamma >= delta),
            "index": both(least >= 1, least <= k),
            "argmin": forall(indices(k), lambda i: run_[least, 1] <= run_[i, 1]),
            "start": both(at(1) >= 0, at(1) < y),
            "least weight": run_[least, 1] >= delta,
            "other weights": forall(indices(k, [least]), lambda i: run_[i, 1] >= gamma),
            "step size": both(eta > 0, eta <= largest_step),
            "accuracy": eps > 0,
            "descent": forall(
                times(),
                lambda t: forall(indices(k), lambda j: eq(run_[j, t + 1], update(t, j))),
            ),
        },
        forall(times(), lambda t: implies(t >= ITERATIONS, (at(t) - y) ** 2 / 2 <= eps)),
    )


def _convergence_values(case: ConvergenceCase) -> dict[Any, Any]:
    return {
        k: case.depth,
        least: case.least,
        y: case.target,
        gamma: case.gamma,
        delta: case.delta,
        eta: case.step,
        eps: case.epsilon,
        run_: case.weights,
    }


def _ball() -> Statement:
    """Lemma 6; L stands for every bound of abs(f'), so that it is not declared."""

    def bounded(slope_: Any) -> Any:
        return forall(reals(), lambda p: implies(abs(p) <= PRODUCT, abs(f.prime(p)) <= slope_))

    gradient = norm2(k, lambda j: partial(f(_product(v)), v[j]))
    distance = norm2(k, lambda i: v[i] - w[i])
    return statement(
        [k, alpha, beta, delta, over(w, k), over(v, k), f],
        {
            "depth": k >= 2,
            "positive": both(alpha > 0, beta > 0, delta > 0),
            "products": max_over(k, lambda j: abs(prod(k, lambda i: w[i], [j]))) <= alpha,
            "away from 0": forall(indices(k), lambda i: abs(w[i]) >= delta),
            "near": distance <= delta / sqrt(k - 1) * log(beta / alpha),
        },
        both(
            abs(_product(v)) <= PRODUCT,
            forall(
                reals(),
                lambda s: implies(bounded(s), gradient <= s * sqrt(k) * beta),
            ),
        ),
    )


def _ball_values(case: BallCase) -> dict[Any, Any]:
    return {
        k: case.depth,
        alpha: case.alpha,
        beta: case.beta,
        delta: case.delta,
        w: case.weights,
        v: case.point,
        f: case.coefficients,
        L: case.slope,
    }


def _iterations(bound: Term = ITERATIONS, stated: Statement | None = None) -> Measurement:
    return convergence_iterations(
        statement=_convergence() if stated is None else stated,
        bound=bound,
        values=_convergence_values,
    )


def _largest_product(bound: Term = PRODUCT) -> Measurement:
    return largest_product(statement=_ball(), bound=bound, values=_ball_values)


def _largest_gradient(bound: Term = GRADIENT) -> Measurement:
    return largest_gradient(statement=_ball(), bound=bound, values=_ball_values)


def _frequency(bound: Term = FREQUENCY) -> Measurement:
    return product_frequency(threshold=k * FREQUENCY, bound=bound, depth=k, mean=a)


def _column(result: MeasurementResult, name: str) -> list[Any]:
    return [row[result.columns.index(name)] for row in result.rows]


def _strict_json(result: MeasurementResult) -> str:
    return json.dumps([result.columns, result.rows, result.note], allow_nan=False)


def test_iterations_stay_below_the_bound_at_every_depth() -> None:
    result = _iterations().run(False)
    assert result.bound_holds is True
    assert sorted(set(_column(result, "k"))) == list(range(2, 9))
    for measured, bound, ratio in zip(
        *(_column(result, name) for name in ("measured", "bound", "bound/measured")), strict=True
    ):
        assert isinstance(measured, int)  # no row failed a hypothesis
        assert 1 <= measured <= bound
        assert ratio == pytest.approx(bound / measured)
    assert _strict_json(result)


def test_iterations_are_those_of_exact_rationals() -> None:
    measured = _iterations().run(True).rows[0]
    assert measured[:4] == (2, "all 3/4", "9/64", "1/1000000")
    # Equal weights stay equal: x' = x - eta (x^2 - 1) x, exactly.
    x, t = Fraction(3, 4), 1
    while (x * x - 1) ** 2 / 2 > Fraction(1, 10**6):
        x = x - Fraction(9, 64) * (x * x - 1) * x
        x, t = x.limit_denominator(10**30), t + 1  # far below what could change the count
    assert measured[4] == t


def test_a_bound_on_iterations_that_is_too_small_is_contradicted() -> None:
    assert _iterations(bound=ITERATIONS / 20).run(True).bound_holds is False


def test_rows_whose_hypotheses_fail_say_which_and_count_for_nothing() -> None:
    stated = _convergence(step_bound=delta**2 / (4 * k * y**2))
    result = _iterations(bound=ITERATIONS / 20, stated=stated).run(True)
    assert set(_column(result, "measured")) == {"hypothesis step size: false"}
    assert result.bound_holds is None
    assert _strict_json(result)


def test_hypotheses_by_construction_must_exist() -> None:
    measurement = convergence_iterations(
        statement=_convergence(),
        bound=ITERATIONS,
        values=_convergence_values,
        by_construction=["steps"],
    )
    with pytest.raises(ValueError, match="no hypothesis is called 'steps'"):
        measurement.run(True)


def test_a_bound_without_a_value_is_an_error() -> None:
    with pytest.raises(ValueError, match="has no value"):
        _iterations(bound=1 / (y - 1)).run(True)


@pytest.mark.parametrize("make", [_largest_product, _largest_gradient])
def test_the_ball_stays_within_its_bounds(make: Callable[[], Measurement]) -> None:
    result = make().run(False)
    assert result.bound_holds is True
    assert sorted(set(_column(result, "k"))) == list(range(2, 9))
    quotients = _column(result, "measured/bound")
    assert all(0 < quotient <= 1 for quotient in quotients)
    # The bounds are nearly attained: (1 + log(2)/(k-1))^(k-1)/2 of alpha * 2 and more.
    assert max(quotients) > 0.9
    assert _strict_json(result)


def test_bounds_of_the_ball_that_are_too_small_are_contradicted() -> None:
    assert _largest_product(bound=PRODUCT / 2).run(True).bound_holds is False
    assert _largest_gradient(bound=GRADIENT / 2).run(True).bound_holds is False


@pytest.mark.parametrize("quantity", ["product", "gradient"])
def test_the_search_beats_random_points(quantity: Any) -> None:
    rng = np.random.default_rng(0)
    for start in starts(range(2, 5)):
        found = _quotient(start, worst_point(start, quantity), quantity)
        for _ in range(100):
            direction = rng.standard_normal(len(start.weights))
            direction *= start.radius / np.linalg.norm(direction)
            pairs = zip(start.weights, direction.tolist(), strict=True)
            point = tuple(c + Fraction(d) for c, d in pairs)
            assert _quotient(start, point, quantity) <= found * (1 + 1e-9)


def _quotient(start: Start, point: tuple[Fraction, ...], quantity: Any) -> float:
    case = case_at(start, point)
    reach = case.beta * max(abs(x) for x in point)
    bound = reach if quantity == "product" else case.slope * case.beta
    return float(measured_at(case, quantity)) / float(bound)


def test_quantities_at_a_point_are_exact() -> None:
    start = Start("", (Fraction(1, 2), Fraction(1, 2)), Fraction(1))
    case = case_at(start, (Fraction(3, 4), Fraction(-1)))
    assert (case.alpha, case.delta, case.slope) == (Fraction(1, 2), Fraction(1, 2), Fraction(2))
    assert float(measured_at(case, "product")) == 0.75
    # f'(P) = 1/4, Q = (-1, 3/4)
    assert float(measured_at(case, "gradient")) == pytest.approx(0.25 * 1.25)


def test_frequencies_stay_below_the_bound() -> None:
    result = _frequency().run(False)
    assert result.bound_holds is True
    assert max(_column(result, "k")) == 60
    assert set(_column(result, "law")) == {"Gaussian", "uniform"}
    for row in result.rows:
        cells = dict(zip(result.columns, row, strict=True))
        assert cells["lower"] <= cells["frequency"] <= cells["upper"]
        assert cells["frequency"] == cells["event"] / cells["samples"]
    assert _strict_json(result)


def test_a_frequency_bound_that_is_too_small_is_contradicted() -> None:
    assert _frequency(bound=FREQUENCY / 30).run(True).bound_holds is False
    assert _frequency(bound=FREQUENCY).run(True).bound_holds is True


def test_largest_leave_one_out_products() -> None:
    rows = np.array([[2.0, -3.0, 5.0], [0.0, 2.0, -1.0], [0.0, 0.0, 7.0]])
    assert largest_leave_one_out(rows).tolist() == [15.0, 2.0, 0.0]
    drawn = np.random.default_rng(2).standard_normal((50, 6))
    for row, largest in zip(drawn.tolist(), largest_leave_one_out(drawn).tolist(), strict=True):
        assert largest == pytest.approx(max(abs(q) for q in leave_one_out(row, 1.0)))


@pytest.mark.parametrize("successes", [0, 1, 7, 499, 500])
@pytest.mark.parametrize("level", [0.95, 1 - 1e-6])
def test_clopper_pearson_is_scipys(successes: int, level: float) -> None:
    expected = binomtest(successes, 500).proportion_ci(level, method="exact")
    assert clopper_pearson(successes, 500, level) == pytest.approx(tuple(expected), rel=1e-9)


@pytest.mark.parametrize("arguments", [(-1, 5, 0.9), (6, 5, 0.9), (0, 0, 0.9), (1, 5, 1.0)])
def test_clopper_pearson_refuses_bad_input(arguments: tuple[int, int, float]) -> None:
    with pytest.raises(ValueError, match="give"):
        clopper_pearson(*arguments)


def test_escape_times_grow_exponentially_and_claim_no_bound() -> None:
    result = escape_times().run(True)
    assert (result.bound, result.bound_holds) == (None, None)
    assert "entry of its own" in result.note
    assert _column(result, "k") == list(range(2, 7))
    events = ("min<=1/2", "product<=0", "loss<=1/10")
    for row in zip(*(_column(result, name) for name in events), strict=True):
        assert 1 < row[0] < row[1] < row[2]
    for name in events:
        times_ = _column(result, name)
        assert times_ == sorted(set(times_))
    assert slope(_column(result, "k"), [math.log(t) for t in _column(result, "product<=0")]) > 1
    assert _strict_json(result)


def test_the_start_of_an_escape_has_the_widest_gaps() -> None:
    seed, weights = soonest_start(2)
    assert 0 <= seed < STARTS
    assert all(abs(w_ - 1) <= Fraction(1, 64) for w_ in weights)
    assert abs(weights[0] - weights[1]) > Fraction(1, 64)


def test_slopes() -> None:
    assert slope([1, 2, 3], [5.0, 7.0, 9.0]) == pytest.approx(2)
    with pytest.raises(ValueError, match="two different points"):
        slope([2, 2], [1.0, 3.0])


def test_answers_together() -> None:
    assert together([True, None, False]) is False
    assert together([True, None]) is None
    assert together([True, True]) is True
    assert together([]) is None


def test_measurements_repeat_themselves() -> None:
    for measurement in (_iterations(), _largest_product(), _frequency()):
        assert measurement.run(True) == measurement.run(True)


def test_the_bound_is_the_very_term_of_the_statement() -> None:
    assert _iterations().bound is ITERATIONS
    assert _largest_gradient().bound is GRADIENT
    assert _frequency().bound is FREQUENCY
    assert escape_times().bound is None


def test_attaching_a_measurement_imports_nothing_numerical() -> None:
    code = (
        "import sys, verifier; before = set(sys.modules);"
        "import verifier.evidence.measurement as m;"
        "m.escape_times(); new = set(sys.modules) - before;"
        "print(sorted(new & {'numpy', 'scipy', 'mpmath', 'sympy', 'flint'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

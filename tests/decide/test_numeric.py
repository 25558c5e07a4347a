"""Floating-point evaluation agrees with exact evaluation, within the errors that it states."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from flint import arb, ctx, fmpq

from verifier.decide.numeric import compile_terms, plausible, samples
from verifier.decide.problem import is_integer
from verifier.language.build import (
    either,
    eq,
    exists,
    exp,
    family,
    log,
    natural,
    pi,
    real,
    sqrt,
    times,
)
from verifier.language.evaluation import Evaluation
from verifier.language.instance import Instance
from verifier.language.parse import parse_term
from verifier.language.terms import ELEMENTARY, LanguageError, Number, Op, Term
from verifier.language.values import UNSURE, Missing

x, y = real("x"), real("y")
k = natural("k")


def _random_term(source: random.Random, depth: int) -> Term:
    if depth == 0 or source.random() < 0.1:
        number = Number(Fraction(source.randint(-30, 30), source.randint(1, 12)))
        return source.choice([x, y, pi, number])
    first, second = (_random_term(source, depth - 1) for _ in range(2))
    kind = source.randrange(4)
    if kind == 0:
        return Op(source.choice(sorted(ELEMENTARY)), (first,))
    if kind == 1:
        return Op("pow", (first, Number(Fraction(source.randint(-3, 4)))))
    names = ["add", "sub", "mul", "div", "max", "min", "pow"]
    return Op(source.choice(names), (first, second))


def _cases(count: int) -> Iterator[tuple[Term, tuple[Fraction, Fraction]]]:
    for seed in range(count):
        source = random.Random(seed)
        term = _random_term(source, source.randint(1, 4))
        yield term, (Fraction(source.randint(-32, 32), 8), Fraction(source.randint(-32, 32), 8))


def _exact(term: Term, point: tuple[Fraction, Fraction]) -> Any:
    with ctx.workprec(400):
        value = Evaluation(Instance({x: point[0], y: point[1]})).term(term)
        return value if isinstance(value, Missing) else arb(value)


def _column(point: tuple[Fraction, Fraction]) -> np.ndarray:
    return np.array([[float(point[0])], [float(point[1])]])


def test_errors_hold_the_exact_value() -> None:
    looked = 0
    for term, point in _cases(800):
        values, errors = compile_terms([term], [x, y]).errors(_column(point))
        value, error = float(values[0, 0]), float(errors[0, 0])
        if not (math.isfinite(value) and math.isfinite(error)):
            continue
        exact = _exact(term, point)
        if exact is UNSURE:
            continue
        looked += 1
        assert not isinstance(exact, Missing), (term, point)
        with ctx.workprec(400):
            off = abs(exact - arb(fmpq(*value.as_integer_ratio())))
            assert not off > arb(fmpq(*error.as_integer_ratio())), (term, point)
    assert looked > 200


def test_gradients_are_those_of_differences() -> None:
    looked = 0
    for term, point in _cases(600):
        tape, start = compile_terms([term], [x, y]), _column(point)
        slopes = tape.gradients(start)[1][0, :, 0]
        for row in range(2):
            shift = np.zeros((2, 1))
            shift[row] = 1e-6
            low, here, high = (float(tape(start + n * shift)[0, 0]) for n in (-1, 0, 1))
            after, before = (high - here) / 1e-6, (here - low) / 1e-6
            # Elsewhere differences say nothing: at corners, and where values are large.
            smooth = abs(after - before) < 1e-4 and abs(here) < 100
            if smooth and math.isfinite(slopes[row]):
                looked += 1
                assert slopes[row] == pytest.approx(after, rel=1e-3, abs=1e-3), (term, point)
    assert looked > 200


@pytest.mark.parametrize(
    "text", ["1/x", "log(x)", "log(-1)", "x**0", "x**(-1)", "(x-1)**(1/2)", "sqrt(x-1)", "asin(2)"]
)
def test_what_is_undefined_has_no_value(text: str) -> None:
    assert np.isnan(compile_terms([parse_term(text)], [x])(np.zeros((1, 1))))[0, 0]


def test_numbers_beyond_floats_are_infinite_or_nothing() -> None:
    huge, tiny = Number(Fraction(10) ** 400), Number(Fraction(1, 10**400))
    assert compile_terms([huge, -huge, tiny], [])(np.zeros((0, 1)))[:, 0].tolist() == [
        math.inf,
        -math.inf,
        0.0,
    ]


def test_members_of_families_can_be_inputs() -> None:
    w = family("w")
    member = w[k]
    assert compile_terms([member * 2], [member])(np.array([[3.0]]))[0, 0] == 6
    with pytest.raises(LanguageError, match="not among the inputs"):
        compile_terms([member], [x])


def test_samples_satisfy_the_relations() -> None:
    facts = (x > 0, y > 0, x + y < 3, x * y > 1)
    found = samples(facts, [x, y], 40, seed=1)
    assert found.shape == (2, 40)
    assert np.all((found > 0) & (found.sum(axis=0) < 3)) and np.all(found[0] * found[1] > 1)


def test_samples_lie_on_curves() -> None:
    found = samples((eq(x**2 + y**2, 4), x >= y), [x, y], 30)
    assert found.shape[1] >= 20
    assert np.allclose(np.sum(found**2, axis=0), 4)


def test_samples_of_integers_are_whole() -> None:
    found = samples((is_integer(x), x > -4, x < 9, k >= 2), [x, k], 30)
    assert np.array_equal(found, np.round(found)) and found[1].min() >= 2


def test_plausible_prunes_only_what_fails_clearly() -> None:
    assert plausible((x > 0,), exp(x) > 1 + x)
    assert plausible((x > 0,), log(1 + x) <= x)
    assert not plausible((x > 0,), exp(x) > 1 + 2 * x)
    assert plausible((y >= 0, eq(y**2, 4 + x**2)), y >= 2)
    assert not plausible((y >= 0, eq(y**2, 4 + x**2)), y >= 3)
    assert plausible((x > 1, x < 0), y > 7)  # nothing satisfies the facts
    assert plausible((is_integer(x),), 4 * (x - x**2) <= 0)  # false between 0 and 1
    assert plausible((), sqrt(x**2) >= x)


def test_facts_that_cannot_be_sampled_prune_nothing() -> None:
    outside = either(x < -1, x > 1)
    assert plausible((outside,), x**2 > 1)
    assert not plausible((outside,), x**2 > 4)
    assert plausible((either(eq(x, 1), eq(x, 2)),), x > 0)
    assert plausible((exists(times(), lambda n: x > n),), x > 0)

"""`escape_time` counts the iterations of the exact recursion."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier import escape_time

WEIGHTS = st.lists(st.fractions(Fraction(1, 2), 1, max_denominator=8), min_size=1, max_size=3)


def counted(weights: list[Fraction], step: Fraction, bound: Fraction) -> int | None:
    """The first iteration with P <= bound of gradient descent on (p + 1)**2/2, in fractions."""
    w = list(weights)
    for iteration in range(1, 9):
        product = math.prod(w)
        if product <= bound:
            return iteration
        w = [v - step * (product + 1) * math.prod(w[:j] + w[j + 1 :]) for j, v in enumerate(w)]
    return None


@settings(max_examples=40, deadline=None)
@given(WEIGHTS, st.fractions(Fraction(1, 4), Fraction(1, 2), max_denominator=8))
def test_it_is_the_iteration_of_the_exact_run(weights: list[Fraction], step: Fraction) -> None:
    bound = Fraction(1, 10)
    expected = counted(weights, step, bound)
    found = escape_time("product<=1/10", step=step, weights=weights)
    if expected is not None:
        assert found.exact and found.lower == found.upper == expected
        assert f"at iteration {expected}" in repr(found)
    elif found.lower is not None:
        assert found.lower > 8


def test_a_deep_start_is_enclosed() -> None:
    found = escape_time(
        "product<=0", step="1/1024", depth=20, init="near-identity", radius="1/20", seed=1
    )
    assert found.lower is not None and found.upper is not None
    assert 0 < found.upper - found.lower < found.lower / 10**9
    assert str(found.lower) in repr(found) and str(found.upper) in found._repr_html_()
    assert found.to_json()["iterations"] == {"lower": found.lower, "upper": found.upper}


def test_an_event_that_never_holds() -> None:
    found = escape_time("product<=-2", step="1/100", weights=[1, 1])
    assert found.outcome.outcome == "never"
    assert found.lower is None and not found.exact
    assert "never holds" in repr(found) and "never holds" in found._repr_html_()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"step": 0.1, "weights": [1]}, "step: 0.1 is not exact"),
        ({"step": "1/0", "weights": [1]}, "step: '1/0' divides by zero"),
        ({"step": -1, "weights": [1]}, "not positive"),
        ({"step": 1, "weights": [0.5]}, "weight 1: 0.5 is not exact"),
        ({"step": 1, "weights": []}, "no weights"),
        ({"step": 1, "weights": "1,2"}, "weights is a text"),
        ({"step": 1}, "no start"),
        ({"step": 1, "depth": 5}, "no start"),
        ({"step": 1, "weights": [1], "seed": 1}, "seed is for a random start"),
        ({"step": 1, "depth": "5", "init": "xavier-uniform"}, "depth: '5' is no integer"),
        ({"step": 1, "depth": 5, "init": "xavier"}, "no initialisation 'xavier'"),
        ({"step": 1, "weights": [1], "event": "p<=0"}, "event: no event 'p<=0'"),
        ({"step": 1, "weights": [1], "loss": "q**2"}, "q"),
        ({"step": 1, "weights": [1], "method": "fast"}, "no method 'fast'"),
        ({"step": 1, "weights": [1], "max_steps": 1e6}, "max_steps: 1000000.0 is no integer"),
    ],
)
def test_unusable_input_is_refused_in_a_line(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError) as caught:
        escape_time(**{"event": "product<=0", **arguments})
    assert message in str(caught.value) and "\n" not in str(caught.value)

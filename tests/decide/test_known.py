"""The theorems that are proved once a process say what they are to say."""

from __future__ import annotations

import pytest

from verifier.decide.deduce import assumed
from verifier.decide.known import bounds, schemas
from verifier.kernel.theorem import Theorem
from verifier.language.parse import parse_proposition, parse_term
from verifier.language.render import text

THEOREMS: list[tuple[Theorem | None, set[str], str]] = [
    (bounds.exp_above_tangent(), set(), "1 + t <= exp(t)"),
    (bounds.exp_strictly_above_tangent(), {"t != 0"}, "1 + t < exp(t)"),
    (bounds.exp_series(3), {"0 <= t"}, "1 + t + t**2/2 + t**3/6 <= exp(t)"),
    (bounds.exp_pade(1), {"0 <= t"}, "exp(t)*(2 - t) <= 2 + t"),
    (bounds.exp_pade(2), {"0 <= t"}, "12 + 6*t + t**2 <= exp(t)*(12 - 6*t + t**2)"),
    (bounds.log_below_tangent(), {"0 < t"}, "log(t) <= t - 1"),
    (bounds.log_by_roots("<"), {"1 < t"}, "2*log(t) < t - 1/t"),
    (bounds.log_above_quotient(), {"1 <= t"}, "2*(t - 1)/(t + 1) <= log(t)"),
    (bounds.sine_bound(3), {"0 <= t"}, "t - t**3/6 <= sin(t)"),
    (bounds.cosine_bound(2), set(), "1 - t**2/2 <= cos(t)"),
    (bounds.cosine_bound(4), set(), "cos(t) <= 1 - t**2/2 + t**4/24"),
    (bounds.atan_bound("cubic"), {"0 <= t"}, "t - t**3/3 <= atan(t)"),
    (bounds.sinh_above_line(), {"0 <= t"}, "2*t <= exp(t) - exp(-t)"),
    (bounds.cosh_above_parabola(), set(), "2 + t**2 <= exp(t) + exp(-t)"),
    (bounds.tanh_below_line(), {"0 <= t"}, "exp(t) - exp(-t) <= t*(exp(t) + exp(-t))"),
    (schemas.product_of_ordered(strict=True), {"0 <= a", "a < b", "c <= d", "0 < d"},
     "a*c < b*d"),
    (schemas.power_of_ordered(5, "<"), {"0 <= a", "a < b"}, "a**5 < b**5"),
    (schemas.image_of_ordered("sqrt", "<"), {"0 <= a", "a < b"}, "sqrt(a) < sqrt(b)"),
    (schemas.image_of_ordered("atan", "<="), {"a <= b"}, "atan(a) <= atan(b)"),
    (schemas.image_of_ordered("cos", "<"), set(), ""),
]  # fmt: skip


@pytest.mark.parametrize(("theorem", "hypotheses", "conclusion"), THEOREMS)
def test_what_they_say(theorem: Theorem | None, hypotheses: set[str], conclusion: str) -> None:
    if theorem is None:
        assert not conclusion
        return
    assert {text(hypothesis) for hypothesis in theorem.hypotheses} == hypotheses
    assert text(theorem.conclusion) == conclusion


def test_a_schema_is_applied_only_with_all_its_hypotheses() -> None:
    schema, x, y = schemas.power_of_ordered(2, "<"), parse_term("x"), parse_term("y + 1")
    sign, order = assumed(parse_proposition("x >= 0"), parse_proposition("x < y + 1"))
    values = {schemas.A: x, schemas.B: y}
    found = schemas.applied(schema, values, sign, order)
    assert found is not None and text(found.conclusion) == "x**2 < (y + 1)**2"
    assert found.hypotheses == sign.hypotheses | order.hypotheses
    assert schemas.applied(schema, values, order) is None

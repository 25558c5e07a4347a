"""What newcomers write by mistake, and the line that says how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.library import InputError, load_file

HEADER = """
import math
from verifier import (
    Lemma, Source, Step, by, eq, forall, function, natural, prod, real, scalar_sequence, statement,
    sum_, times,
)

a, b, k, t = real("a"), real("b"), natural("k"), natural("t")
x, f = scalar_sequence("x"), function("f")
given = {"a is positive": a > 0}
"""


@pytest.mark.parametrize(
    ("mistake", "mend"),
    [
        ("0 <= a <= b", "write both(...) for 'and' and for a chain"),
        ("a > 0 and b > 0", "both(...) for 'and'"),
        ("a > 0 or b > 0", "either(...) for 'or'"),
        ("not a > 0", "no(...) for 'not'"),
        ("a if a > 0 else -a", "abs for max, min or 'if'"),
        ("max(a, b)", "maximum, minimum"),
        ("a >= 1 / 3", "rational('1/3')"),
        ("0.5 * a", "rational('1/3')"),
        ("a ^ 2", "a power is written a**b"),
        ("x ** 2", "write x[t], w[i] or f(p)"),
        ("x >= 0", "write x[t], w[i] or f(p)"),
        ("a[1]", "scalar_sequence have members"),
        ("a(b + 1)", "write a*b for a product"),
        ("x[t - 1]", "for t - 1 and t, speak of t and t + 1"),
        ("x[a]", "is not a natural number"),
        ("f.prime(a)", "write function(..., smooth=1)"),
        ("math.exp(a)", "write exp, log, sqrt, ... of verifier"),
        ("range(k)", "sum_(k, lambda i: ...)"),
        ("sum(x[i] for i in range(k))", "sum_(k, lambda i: ...)"),
        ("sqrt(a)", "add it to 'from verifier import ...'"),
        ("forall(times(1), x[1] >= 0)", "a function: lambda t: ..."),
        ("statement([a], given, a == 1)", "write eq(a, b) for a = b"),
        ("statement([a], {'a is 1': a == 1}, a > 0)", "write eq(a, b) for a = b"),
        ("statement([a], [a > 0], a > 0)", "hypotheses are named"),
        ("statement(a, given, a > 0)", "variables are a list"),
        ("statement([b], given, b > 0)", "a, which is not declared: add it to variables"),
        ("Step('s', a == 1, by.decide())", "write eq(a, b) for a = b"),
        ("Step('s', a > 0, by.decide)", "write it with brackets, such as by.decide()"),
        ("Step('s', a > 0, by.decide(a > -1))", "write its name, at('its name', ...)"),
        ("Step('s', a > 0, by.decide(Step('r', a > 0, by.decide())))", "write its name"),
        ("Step('s', a > 0)", "a step is Step(name, claim, by"),
        ("by.induction(t, Step('s', a > 0, by.decide()), [])", "several steps are a list"),
        ("from verifier import abs", "it is Python's own and needs no import"),
        ("from verifier import summ", "did you mean sum_?"),
        ("from verifier import gradient_descent", "cannot import name"),
    ],
)
def test_mistake_is_one_line_that_says_how_to_mend_it(
    mistake: str, mend: str, tmp_path: Path
) -> None:
    file = tmp_path / "mine.py"
    file.write_text(f"{HEADER}{mistake}\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_file(file)
    said = str(error.value)
    assert mend in said
    assert f"line {len(HEADER.splitlines()) + 1}: " in said
    assert "\n" not in said


def test_forgotten_comma(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    made = """
one = Lemma(id="mine/one", title="", source=Source("mine", "1", "1"), variant="as-printed",
    statement=statement([a], given, a > 0), proof=(Step("it", a > 0, by.decide())))
"""
    file.write_text(HEADER + made, encoding="utf-8")
    with pytest.raises(InputError, match=r"proof=\(Step\(...\),\), with a comma"):
        load_file(file)

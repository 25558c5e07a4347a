"""The laws that define the elementary functions: a closed table, instantiated at defined terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from verifier.kernel.facts import Facts
from verifier.kernel.rules.logic import Premises
from verifier.kernel.theorem import Conclusion, conclude, require, rule
from verifier.language.binding import substitute
from verifier.language.build import (
    E,
    acos,
    asin,
    atan,
    cos,
    cosh,
    eq,
    exp,
    log,
    maximum,
    minimum,
    ne,
    pi,
    real,
    sin,
    sinh,
    sqrt,
    tan,
    tanh,
)
from verifier.language.terms import ONE, ZERO, And, Or, Proposition, Term, Variable

x, y, z = real("x"), real("y"), real("z")


@dataclass(frozen=True)
class Law:
    """For all values of `variables` that satisfy `conditions`: `conclusion`."""

    variables: tuple[Variable, ...]
    conditions: tuple[Proposition, ...]
    conclusion: Proposition


def _law(conclusion: Proposition, *conditions: Proposition, over: str = "x") -> Law:
    return Law(tuple(real(name) for name in over), conditions, conclusion)


LAWS: Mapping[str, Law] = {
    "abs of nonnegative": _law(eq(abs(x), x), x >= 0),
    "abs of nonpositive": _law(eq(abs(x), -x), x <= 0),
    "abs is nonnegative": _law(abs(x) >= 0),
    "abs squared": _law(eq(abs(x) ** 2, x**2)),
    "abs bounds": _law(And((-abs(x) <= x, x <= abs(x)))),
    "abs at most": _law(abs(x) <= y, -y <= x, x <= y, over="xy"),
    "abs of product": _law(eq(abs(x * y), abs(x) * abs(y)), over="xy"),
    "abs of quotient": _law(eq(abs(x / y), abs(x) / abs(y)), ne(y, 0), over="xy"),
    "triangle": _law(abs(x + y) <= abs(x) + abs(y), over="xy"),
    "reverse triangle": _law(abs(abs(x) - abs(y)) <= abs(x - y), over="xy"),
    "max bounds": _law(And((x <= maximum(x, y), y <= maximum(x, y))), over="xy"),
    "max attained": _law(Or((eq(maximum(x, y), x), eq(maximum(x, y), y))), over="xy"),
    "min bounds": _law(And((minimum(x, y) <= x, minimum(x, y) <= y)), over="xy"),
    "min attained": _law(Or((eq(minimum(x, y), x), eq(minimum(x, y), y))), over="xy"),
    "sqrt squared": _law(eq(sqrt(x) ** 2, x), x >= 0),
    "sqrt is nonnegative": _law(sqrt(x) >= 0, x >= 0),
    "sqrt is positive": _law(sqrt(x) > 0, x > 0),
    "sqrt is monotone": _law(sqrt(x) <= sqrt(y), x >= 0, x <= y, over="xy"),
    "exp of zero": _law(eq(exp(0), 1), over=""),
    "exp of one": _law(eq(exp(1), E), over=""),
    "exp of sum": _law(eq(exp(x + y), exp(x) * exp(y)), over="xy"),
    "exp is positive": _law(exp(x) > 0),
    "exp is monotone": _law(exp(x) <= exp(y), x <= y, over="xy"),
    "exp is strictly monotone": _law(exp(x) < exp(y), x < y, over="xy"),
    "exp of log": _law(eq(exp(log(x)), x), x > 0),
    "log of exp": _law(eq(log(exp(x)), x)),
    "log of one": _law(eq(log(1), 0), over=""),
    "log of product": _law(eq(log(x * y), log(x) + log(y)), x > 0, y > 0, over="xy"),
    "log of quotient": _law(eq(log(x / y), log(x) - log(y)), x > 0, y > 0, over="xy"),
    "log is monotone": _law(log(x) <= log(y), x > 0, x <= y, over="xy"),
    "log is strictly monotone": _law(log(x) < log(y), x > 0, x < y, over="xy"),
    "power by exp": _law(eq(x**y, exp(y * log(x))), x > 0, over="xy"),
    "power is positive": _law(x**y > 0, x > 0, over="xy"),
    "power to zero": _law(eq(x**y, 1), x > 0, eq(y, 0), over="xy"),
    "power to one": _law(eq(x**y, x), eq(y, 1), over="xy"),
    "power of sum": _law(eq(x ** (y + z), x**y * x**z), x > 0, over="xyz"),
    "power of power": _law(eq((x**y) ** z, x ** (y * z)), x > 0, over="xyz"),
    "power of product": _law(eq((x * y) ** z, x**z * y**z), x > 0, y > 0, over="xyz"),
    "power is monotone": _law(x**z <= y**z, x > 0, x <= y, z >= 0, over="xyz"),
    "power is strictly monotone": _law(x**z < y**z, x > 0, x < y, z > 0, over="xyz"),
    "power in exponent": _law(x**y <= x**z, x >= 1, y <= z, over="xyz"),
    "power in exponent below one": _law(x**z <= x**y, x > 0, x <= 1, y <= z, over="xyz"),
    "power of zero": _law(eq(x**y, 0), eq(x, 0), y > 0, over="xy"),
    "log of power": _law(eq(log(x**y), y * log(x)), x > 0, over="xy"),
    "sqrt as power": _law(eq(x ** (real("y")), sqrt(x)), x > 0, eq(2 * y, 1), over="xy"),
    "sine and cosine": _law(eq(sin(x) ** 2 + cos(x) ** 2, 1)),
    "sin of sum": _law(eq(sin(x + y), sin(x) * cos(y) + cos(x) * sin(y)), over="xy"),
    "cos of sum": _law(eq(cos(x + y), cos(x) * cos(y) - sin(x) * sin(y)), over="xy"),
    "sin is odd": _law(eq(sin(-x), -sin(x))),
    "cos is even": _law(eq(cos(-x), cos(x))),
    "sin of zero": _law(eq(sin(ZERO), 0), over=""),
    "cos of zero": _law(eq(cos(ZERO), 1), over=""),
    "sin of half pi": _law(eq(sin(pi / 2), 1), over=""),
    "cos of half pi": _law(eq(cos(pi / 2), 0), over=""),
    "sin of sixth pi": _law(eq(sin(pi / 6), Fraction(1, 2)), over=""),
    "tan by sin and cos": _law(eq(tan(x), sin(x) / cos(x)), ne(cos(x), 0)),
    "tan of atan": _law(eq(tan(atan(x)), x)),
    "atan of tan": _law(eq(atan(tan(x)), x), -(pi / 2) < x, x < pi / 2),
    "atan bounds": _law(And((-pi / 2 < atan(x), atan(x) < pi / 2))),
    "atan is odd": _law(eq(atan(-x), -atan(x))),
    "atan of one": _law(eq(atan(ONE), pi / 4), over=""),
    "atan of inverse": _law(eq(atan(x) + atan(1 / x), pi / 2), x > 0),
    "sin of asin": _law(eq(sin(asin(x)), x), -1 <= x, x <= 1),
    "asin of sin": _law(eq(asin(sin(x)), x), -pi / 2 <= x, x <= pi / 2),
    "asin bounds": _law(And((-pi / 2 <= asin(x), asin(x) <= pi / 2)), -1 <= x, x <= 1),
    "asin by atan": _law(eq(asin(x), atan(x / sqrt(1 - x**2))), -1 < x, x < 1),
    "acos by asin": _law(eq(acos(x), pi / 2 - asin(x)), -1 <= x, x <= 1),
    "sinh by exp": _law(eq(sinh(x), (exp(x) - exp(-x)) / 2)),
    "cosh by exp": _law(eq(cosh(x), (exp(x) + exp(-x)) / 2)),
    "tanh by exp": _law(eq(tanh(x), (exp(x) - exp(-x)) / (exp(x) + exp(-x)))),
    "pi bounds": _law(And((pi > 3, pi * 7 < 22)), over=""),
}


@rule
def elementary(premises: Premises, law: str, values: Sequence[Term]) -> Conclusion:
    """A law of `LAWS` at defined values that meet its conditions."""
    require(law in LAWS, f"there is no law {law!r}")
    entry = LAWS[law]
    require(len(values) == len(entry.variables), f"{law} takes {len(entry.variables)} values")
    facts = Facts(premises)
    facts.defined(*values)
    put = dict(zip(entry.variables, values, strict=True))
    for condition in entry.conditions:
        facts.know(substitute(condition, put), f"a condition of {law!r} is missing")
    return conclude(premises, substitute(entry.conclusion, put))

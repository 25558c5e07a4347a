"""Normalisers with arithmetic and polynomials alone: each true statement beside a false one."""

from __future__ import annotations

import pytest
from sequents import proved

from verifier.decide.normal import NORMALISERS

# hypotheses, a true conclusion, a conclusion that is false somewhere
PAIRS = [
    # cases
    ((), "Abs(x - z) <= Abs(x - y) + Abs(y - z)", "Abs(x - z) < Abs(x - y) + Abs(y - z)"),
    (("Abs(x) <= 1",), "x**2 <= 1", "x**2 <= 999/1000"),
    (("Abs(x - 3) < 1", "Abs(y) < 1"), "x*y < 4", "x*y < 3"),
    (("2 <= x", "x <= 5"), "Abs(x - 2) + Abs(x - 5) == 3", "Abs(x - 3) + Abs(x - 5) == 2"),
    ((), "Max(x, y)*Min(x, y) == x*y", "Max(x, y)*Min(x, y) == x**2"),
    ((), "Max(x, y) >= (x + y)/2", "Max(x, y) > (x + y)/2"),
    ((), "Abs(x)*Abs(y) == Abs(x*y)", "Abs(x)*Abs(y) == x*y"),
    (("Max(x, 2*y) < 4",), "x + y < 6", "x + y < 5"),
    (("x != 1",), "(x - 1)**2 > 0", "(x - 1)**3 > 0"),
    (("x < y",), "x != y", "x != y - 1"),
    # functions
    ((), "sinh(x) + cosh(x) == exp(x)", "sinh(x) - cosh(x) == exp(x)"),
    ((), "cosh(x)**2 - sinh(x)**2 == 1", "cosh(x)**2 - sinh(2*x) == 1"),
    (("-1 <= x", "x <= 1"), "acos(x) + asin(x) == pi/2", "acos(x) - asin(x) == pi/2"),
    (("0 < x", "x < pi/2"), "tan(x)*cos(x) == sin(x)", "tan(x)*sin(x) == cos(x)"),
    (("x >= 0",), "(x**(1/2))**2 == x", "(x**(1/2))**2 == x**2"),
    (("x > 0",), "x**(1/3)*x**(2/3) == x", "x**(1/3)*x**(1/3) == x"),
    ((), "8**(2/3) == 4", "8**(2/3) == 5"),
    ((), "E**(2*x) == exp(x)**2", "E**(2*x) == exp(x)**3"),
    ((), "2**x*3**x == 6**x", "2**x*3**x == 5**x"),
    (("x > 0",), "x**x == exp(x*log(x))", "x**x == exp(x + log(x))"),
    # exponentials and logarithms
    ((), "exp(x - y)*exp(y - z)*exp(z - x) == 1", "exp(x - y)*exp(y - z)*exp(x - z) == 1"),
    ((), "exp(x) + exp(-x) >= 2", "exp(x) + exp(-x) >= 21/10"),
    ((), "exp(x/2)*exp(x/3) == exp(5*x/6)", "exp(x/2)*exp(x/3) == exp(x/6)"),
    ((), "exp(x + 1) == E*exp(x)", "exp(x + 1) == exp(x) + E"),
    (("x > 0",), "exp(3*log(x)) == x**3", "exp(3*log(x)) == 3*x"),
    (("x > 0",), "exp(log(x)/2) == sqrt(x)", "exp(log(x)/2) == x/2"),
    (("x > 0", "y > 0"), "log(x**2*y) == 2*log(x) + log(y)", "log(x**2*y) == 2*log(x*y)"),
    (("x > 0", "y > 0"), "log(x/y) + log(y/x) == 0", "log(x/y) - log(y/x) == 0"),
    (("x < 0",), "log(x**2) == 2*log(-x)", "log(x**2) == log(-x)"),
    (("x > 0",), "log(sqrt(x)) == log(x)/2", "log(sqrt(x)) == log(x)/3"),
    ((), "log(32)/log(4) == 5/2", "log(32)/log(4) == 8/3"),
    (("3**a == 4", "4**b == 27"), "a*b == 3", "a*b == 4"),
    (("x > 2", "log(x) + log(x - 2) == log(8)"), "x == 4", "x == 5"),
    (("exp(2*x) - 4*exp(x) + 3 == 0", "x > 0"), "x == log(3)", "x == log(4)"),
    (("x > 0", "y > 0"), "log((x + y)/2) >= (log(x) + log(y))/2", "log((x + y)/2) >= log(x)"),
    (("2 <= x", "x <= 2"), "3**x + 4**x == 5**x", "2**x + 4**x == 5**x"),
    (("(x - 1)*(x - 2) == 0", "x != 1"), "x == 2", "x == 3"),
    (("x*(x - 1)*(x - 2) == 0",), "x**2 <= 2*x", "x**2 <= x"),
    # angles
    ((), "sin(x + y) + sin(x - y) == 2*sin(x)*cos(y)",
     "sin(x + y) + sin(x - y) == 2*sin(y)*cos(x)"),
    ((), "cos(3*x) == 4*cos(x)**3 - 3*cos(x)", "cos(3*x) == 3*cos(x)**3 - 4*cos(x)"),
    ((), "cos(x) <= 1 - 2*sin(x/2)**2", "cos(x) <= 99/100 - 2*sin(x/2)**2"),
    ((), "sin(x)*cos(x) <= 1/2", "sin(x)*cos(x) <= 49/100"),
    ((), "sin(x + pi/2) == cos(x)", "sin(x - pi/2) == cos(x)"),
    ((), "cos(pi/3) + cos(2*pi/3) == 0", "cos(pi/3) + cos(3*pi/4) == 0"),
    ((), "sin(7*pi/4)**2 == 1/2", "sin(7*pi/4) == sqrt(2)/2"),
    ((), "tan(pi/6)*sqrt(3) == 1", "tan(pi/3)*sqrt(3) == 1"),
    ((), "cos(pi/5) == (1 + sqrt(5))/4", "cos(pi/5) == sqrt(5)/3"),
    ((), "tan(pi/8) == sqrt(2) - 1", "tan(pi/8) == 2 - sqrt(2)"),
    ((), "cos(2*pi/7) + cos(4*pi/7) + cos(6*pi/7) == -1/2",
     "cos(2*pi/7) + cos(4*pi/7) - cos(6*pi/7) == -1/2"),
    ((), "sin(2*atan(x)) == 2*x/(1 + x**2)", "sin(2*atan(x)) == x/(1 + x**2)"),
    (("-1 <= x", "x <= 1"), "sin(asin(x)) == x", "cos(asin(x)) == x"),
    ((), "cos(atan(x))**2*(1 + x**2) == 1", "sin(atan(x))**2*(1 + x**2) == 1"),
    (("x > 0",), "atan(x) + atan(1/x) == pi/2", "atan(x) + atan(1/x) == pi/3"),
    (("x < 0",), "atan(x) + atan(1/x) == -pi/2", "atan(x) + atan(1/x) == pi/2"),
    (("0 < x", "x < 3"), "sin(x) > 0", "sin(x) > cos(x)"),
    (("-3/2 < x", "x < 3/2"), "cos(x) > 0", "cos(2*x) > 0"),
    # monotone functions
    (("x < y/3", "2 < y"), "exp(-3*x + 4*y) > exp(6)", "exp(-3*x + 4*y) > exp(7)"),
    (("0 < x", "x < y"), "log(x) < log(y)", "log(y) < log(x) + 1"),
    (("0 <= x", "x < y**2", "0 < y"), "sqrt(x) < y", "sqrt(x) < y - 1/10"),
    (("y**2 < x", "0 < x"), "y < sqrt(x)", "y < sqrt(x) - 1/10"),
    (("x < y",), "atan(x) < atan(y)", "atan(y) < atan(x) + 1/10"),
    (("0 < x", "0 < y", "x < y**3"), "x**(1/3) < y", "x**(1/3) < y - 1/10"),
    # equations and roots
    (("x + 2*y == 3", "y >= 1"), "exp(x)*exp(2*y) == exp(3)", "exp(x)*exp(2*y) == exp(2)"),
    (("s >= 0", "s**2 == x**2 + 1"), "exp(s) == exp(sqrt(x**2 + 1))", "exp(s) == exp(x + 1)"),
    (("x > 0",), "sqrt(1 + x) < 1 + x/2", "sqrt(1 + x) < 1 + x/3"),
    (("0 < x", "x < 1"), "sqrt(1 + x)*sqrt(1 - x) == sqrt(1 - x**2)",
     "sqrt(1 + x)*sqrt(1 - x) == sqrt(1 + x**2)"),
    (("r > 0", "r**(1/3) + 1/r**(1/3) == 4"), "r + 1/r == 52", "r + 1/r == 51"),
    (("sqrt(x + 1) == 3",), "x == 8", "x == 7"),
    (("exp(2*x) == 5",), "x == log(5)/2", "x == log(5)"),
    # numbers
    ((), "sqrt(8) + sqrt(2) == sqrt(18)", "sqrt(8) + sqrt(2) == sqrt(19)"),
    ((), "sqrt(2)*sqrt(3) == sqrt(6)", "sqrt(2) + sqrt(3) == sqrt(6)"),
    ((), "sqrt(3 + 2*sqrt(2)) == 1 + sqrt(2)", "sqrt(3 + 2*sqrt(2)) == 2 + sqrt(2)"),
    ((), "(7 + 5*sqrt(2))**(1/3) == 1 + sqrt(2)", "(7 + 5*sqrt(2))**(1/3) == 1 + sqrt(3)"),
]  # fmt: skip


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[1])
def test_the_true_one_is_proved_and_the_false_one_is_not(
    pair: tuple[tuple[str, ...], str, str],
) -> None:
    hypotheses, true, false = pair
    assert proved(NORMALISERS, true, *hypotheses)
    assert not proved(NORMALISERS, false, *hypotheses, seconds=0.4)

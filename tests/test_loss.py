"""Losses as expressions in p: values, derivatives, refusals, and what is proved of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from flint import acb, arb, ctx, fmpq
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from verifier.descent.backend import backend
from verifier.descent.ball_backend import BallBackend
from verifier.descent.complex_arithmetic import ComplexArithmetic
from verifier.descent.exact_backend import ExactBackend
from verifier.descent.objective import Functions
from verifier.language.render import text as rendered
from verifier.loss.expression import expression, loss
from verifier.loss.facts import established, exceeds

BITS = 200
FUNCTIONS = ["exp", "log", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh",
             "tanh"]  # fmt: skip
USUAL = {
    "(p+1)**2": (-0.9, 1.5),
    "(p+1)**4/4": (-0.9, 1.5),
    "exp(p)": (-2, 2),
    "log(1+exp(2*p))": (-2, 2),
    "p+exp(p)/3": (-2, 2),
    "sqrt(1+(p+1)**2)": (-0.9, 1.5),
    "p**3/3+p": (-2, 2),
    "cosh(p+1)": (-0.9, 1.5),
    "(p+1)**2*(p+3)**2": (-0.9, 1.5),
    "atan(p)": (-2, 2),
    "-log(2-p)": (-2, 1.9),
    "asin(p/10)": (-2, 2),
    "2**p": (-2, 2),
    "squared": (-0.9, 2),
    "squared-full": (-0.9, 2),
    "logistic": (-3, 3),
}


def _joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    binary = st.builds("({} {} {})".format, parts, st.sampled_from("+-*/"), parts)
    applied = st.builds("{}({})".format, st.sampled_from(FUNCTIONS), parts)
    exponents = st.sampled_from(["2", "3", "(-1)", "(-2)", "(1/2)", "(5/3)", "(-3/2)", "p"])
    return st.one_of(binary, applied, st.builds("({})**{}".format, parts, exponents))


EXPRESSIONS = st.recursive(st.sampled_from(["p", "p", "2", "1/3", "pi"]), _joined, max_leaves=6)
POINTS = st.fractions(-3, 3, max_denominator=50)


def _ball(value: Fraction) -> Any:
    return arb(fmpq(value.numerator, value.denominator))


def _four(functions: Functions) -> list[Callable[[Any], Any]]:
    return [functions.value, functions.derivative, functions.second, functions.third]


def _reference(text: str, context: Any) -> Callable[[Any], Any]:
    """The expression as a function, by Python and mpmath alone."""
    names = {name: getattr(context, name) for name in FUNCTIONS}
    code = compile(re.sub(r"\d+", r"mpf(\g<0>)", text), "expression", "eval")
    return lambda p: eval(code, {**names, "mpf": context.mpf, "pi": +context.pi, "p": p})


def _context(digits: int) -> Any:
    context = mpmath.MPContext()
    context.dps = digits
    return context


def _near(ball: Any, value: Any, allowed: str) -> bool:
    """Whether the ball, made larger by so much of the value, holds it."""
    exact = arb(str(value.real) if hasattr(value, "real") else str(value))
    return bool(ball.overlaps(exact + arb(0, arb(allowed) * (1 + abs(exact)))))


@settings(deadline=None, max_examples=150)
@given(text=EXPRESSIONS, point=POINTS)
def test_what_balls_say_of_an_expression_is_so(text: str, point: Fraction) -> None:
    try:
        objective = loss(text)
    except ValueError as error:
        assert "\n" not in str(error)
        return
    with ctx.workprec(BITS):
        functions = objective.on(BallBackend(BITS))
        enclosures = [function(_ball(point)) for function in _four(functions)]
    finite = [enclosure.is_finite() for enclosure in enclosures]
    assume(finite[0])
    context = _context(120)
    p = context.mpf(point.numerator) / point.denominator
    reference = _reference(text, context)
    for order, (ball, known) in enumerate(zip(enclosures, finite, strict=True)):
        assume(known and ball.rad() < 1 and abs(ball) < 10**9)
        value = reference(p) if order == 0 else context.diff(reference, p, order)
        assert abs(context.im(value)) < 1e-20  # a value that is no real is none
        assert _near(ball, value, "1e-15")


EDGED = st.builds(
    "{} + {}".format,
    st.builds("{}({} - 2)".format, st.sampled_from(["log", "sqrt", "asin", "acos"]), EXPRESSIONS)
    | st.builds("({} - 2)**({})".format, EXPRESSIONS, st.sampled_from(["1/3", "-1/2", "p"])),
    EXPRESSIONS,
)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.filter_too_much])
@given(text=EDGED, point=POINTS)
def test_an_expression_is_undefined_where_it_has_no_real_value(text: str, point: Fraction) -> None:
    context = _context(40)
    p = context.mpf(point.numerator) / point.denominator
    try:
        value = _reference(text, context)(p)
    except ZeroDivisionError:
        value = context.nan
    assume(not context.isfinite(value) or abs(context.im(value)) > 1e-9)
    try:
        functions = loss(text).on(BallBackend(BITS))
    except ValueError:
        return
    for function in _four(functions):
        assert not function(_ball(point)).is_finite()


@settings(deadline=None, max_examples=100)
@given(
    text=EXPRESSIONS,
    middle=POINTS,
    radius=st.sampled_from(["1e-8", "0.03", "0.4", "1.5"]),
    inside=st.fractions(-1, 1, max_denominator=9),
)
def test_values_inside_of_a_wide_ball_are_in_its_value(
    text: str, middle: Fraction, radius: str, inside: Fraction
) -> None:
    try:
        functions = loss(text).on(BallBackend())
    except ValueError:
        return
    wide = _ball(middle) + arb(0, arb(radius))
    point = _ball(middle) + _ball(inside) * arb(radius)
    for function in _four(functions):
        whole = function(wide)
        assert not whole.is_finite() or whole.overlaps(function(point))


@settings(deadline=None, max_examples=60)
@given(text=st.sampled_from(sorted(USUAL)), where=st.fractions(0, 1, max_denominator=20))
def test_all_backends_agree(text: str, where: Fraction) -> None:
    low, high = (Fraction(end) for end in USUAL[text])
    point = low + where * (high - low)
    objective = loss(text)
    ball = BallBackend(300)
    with ball.working():
        exact = [function(_ball(point)) for function in _four(objective.on(ball))]
    for name, bits, allowed in (("mpmath", 120, "1e-30"), ("mpfr", 120, "1e-30"),
                                ("float64", 53, "1e-11")):  # fmt: skip
        numbers = backend(name, bits)
        with numbers.working():
            for function, enclosure in zip(_four(objective.on(numbers)), exact, strict=True):
                low_end, _ = numbers.enclosure(function(numbers.number(point)))
                with ball.working():
                    error = abs(_ball(low_end) - enclosure) / (1 + abs(enclosure))
                    assert error < arb(allowed)
    if objective.rational:
        for function, enclosure in zip(_four(objective.on(ExactBackend())), exact, strict=True):
            assert enclosure.overlaps(_ball(Fraction(function(point))))


@settings(deadline=None, max_examples=80)
@given(
    text=EXPRESSIONS,
    corner=st.tuples(POINTS, POINTS),
    radii=st.tuples(st.sampled_from(["1e-9", "0.05", "0.6"]), st.sampled_from(["0", "0.05", "2"])),
    inside=st.tuples(
        st.fractions(-1, 1, max_denominator=7), st.fractions(-1, 1, max_denominator=7)
    ),
)
def test_complex_balls_enclose_the_values_at_their_points(
    text: str, corner: Any, radii: Any, inside: Any
) -> None:
    try:
        objective = loss(text)
    except ValueError:
        return
    ends = [_ball(c) + arb(0, arb(r)) for c, r in zip(corner, radii, strict=True)]
    points = [_ball(c) + _ball(i) * arb(r)
              for c, r, i in zip(corner, radii, inside, strict=True)]  # fmt: skip
    whole, point = acb(*ends), acb(*points)
    for analytic in (False, True):
        balls = _four(objective.on(ComplexArithmetic(analytic)))
        for function in balls:
            value, sample = function(whole), function(point)
            assert not value.is_finite() or value.overlaps(sample)


@pytest.mark.parametrize(
    ("text", "zero"),
    [("log(p)", -1), ("sqrt(p)", -1), ("p**(1/3)", -1), ("asin(p)", 2), ("acos(p)", -2),
     ("1/p", 0), ("log(p**2)", 0), ("0*log(p)", -1), ("p/p", 0), ("p**p", 0), ("p**0", 0)],
)  # fmt: skip
def test_no_value_and_no_derivative_beyond_the_domain(text: str, zero: int) -> None:
    objective = loss(text)
    balls = objective.on(BallBackend())
    for function in _four(balls):
        for radius in (0, 0.25):
            value = function(arb(zero, radius))
            assert not value.is_finite()
            assert not (value > 0 or value <= 0)
    for numbers in (backend("mpmath"), backend("mpfr"), backend("float64")):
        with numbers.working():
            for function in _four(objective.on(numbers)):
                with pytest.raises(ValueError, match=r"p = .*: "):
                    function(numbers.number(Fraction(zero)))


@pytest.mark.parametrize("text", ["log(p)", "sqrt(p)", "p**(1/3)", "asin(p+1)", "0*log(p)", "1/p"])
def test_nothing_analytic_across_a_cut_or_a_pole(text: str) -> None:
    functions = loss(text).on(ComplexArithmetic(analytic=True))
    for ball in (acb(arb(0, 0.3), arb(0, 0.3)), acb(arb(0, 0.3), arb(0.1, 0.2))):
        assert not any(function(ball).is_finite() for function in _four(functions))
    regular = acb(arb(-0.5, 0.01), arb(1, 0.02))
    assert all(function(regular).is_finite() for function in _four(functions))


def test_the_parts_of_an_expression_are_simplified() -> None:
    def shown(loss_text: str) -> list[str]:
        return [rendered(term) for term in expression(loss_text).terms]

    assert shown("(p+1)**4/4") == ["1/4*(p + 1)**4", "(p + 1)**3", "3*(p + 1)**2", "6*(p + 1)"]
    assert shown("(p+1)**2*(p+3)**2")[3] == "24*p + 48"
    assert shown("E**p") == ["exp(p)"] * 4
    assert shown("Abs(-pi)*p + Max(1, 2)") == ["pi*p + 2", "pi", "0", "0"]


@pytest.mark.parametrize(
    ("text", "value", "derivative"),
    [
        ("sqrt(p**2)", Fraction(1, 2), Fraction(-1)),
        ("(p**2)**(3/2)", Fraction(1, 8), Fraction(-3, 4)),
        ("(p**4)**(1/2)", Fraction(1, 4), Fraction(-1)),
        ("sqrt(4*p**2)/p", Fraction(-2), Fraction(0)),
        ("sqrt((-p)**2*(p - 1)**2)", Fraction(3, 4), Fraction(-2)),
        ("(-8*p**3)**(1/3)", Fraction(1), Fraction(-2)),
        ("((-p)**(1/2))**4*(-p)**(1/2)*(-p)**(-1/2)", Fraction(1, 4), Fraction(-1)),
    ],
)
def test_roots_of_powers_are_not_opened(text: str, value: Fraction, derivative: Fraction) -> None:
    functions = loss(text).on(BallBackend())
    for function, expected in ((functions.value, value), (functions.derivative, derivative)):
        found = function(arb(-0.5))
        assert found.overlaps(_ball(expected))
        assert found.rad() < arb("1e-12")


def test_names_texts_and_polynomials() -> None:
    assert loss(" squared ", Fraction(1, 2)).text == "(p - (1/2))**2/2"
    assert loss("  (p +\n1)**2 ").text == loss("(p + 1)**2").name == "(p + 1)**2"
    assert loss("p**3/(1/2) - p*(2 - p)").rational
    assert not any(loss(text).rational for text in ("pi*p", "p**(1/2)", "p/p", "1/p", "p**0"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Abs(p)", "not differentiable: Abs"),
        ("Max(p, 0)", "not differentiable: Max"),
        ("exp(Min(1, p**2))", "not differentiable: Min"),
        ("x**2", "x is not among the variables"),
        ("p + q", "q is not among the variables"),
        ("p +", "column 4"),
        ("", "empty"),
        ("__import__('os')", "read"),
        ("log(-1)*p", "undefined"),
        ("p/(1 - 1)", "smooth nowhere"),
        ("p/(p - p)", "smooth nowhere"),
        ("log(-2 + 0*p)", "smooth nowhere"),
        ("0**p", "smooth nowhere"),
        ("+".join(["exp(p)"] * 1500), "too large"),
        ("exp(" * 18 + "p" + ")" * 18, "third derivative"),
        ("exp(" * 60 + "p" + ")" * 60, "too large"),
        ("p < 1", "read"),
    ],
)
def test_what_is_no_loss_is_refused_in_one_line(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        loss(text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("text", ["logistic", "(p+1)**2", "exp(p)"])
def test_a_target_belongs_to_the_squared_losses(text: str) -> None:
    with pytest.raises(ValueError, match="no target"):
        loss(text, Fraction(1))


@pytest.mark.parametrize("text", sorted(USUAL))
def test_the_usual_losses_are_proved_to_increase(text: str) -> None:
    low, high = (Fraction(end) for end in USUAL[text])
    fact = established(loss(text), low, high, "increasing", 20)
    assert fact is not None
    assert fact.text.startswith("f'(p) = ")
    assert established(loss(text), low, high, "decreasing", 2) is None


def test_ranges_without_ends_and_losses_that_decrease() -> None:
    falling = established(loss("exp(-p)"), None, None, "decreasing", 20)
    assert falling is not None
    assert falling.text == "f'(p) = -exp(-p) < 0 for all real p"
    below = established(loss("squared"), None, Fraction(-3, 2), "decreasing", 20)
    assert below is not None
    assert below.text == "f'(p) = p + 1 < 0 for p <= -3/2"
    long = established(loss("logistic"), Fraction(1, 3**60), None, "increasing", 20)
    assert long is not None
    assert long.text.endswith("for p >= 2.35898248760E-29")
    assert Fraction("2.35898248760E-29") > Fraction(1, 3**60) > Fraction("2.35898248759E-29")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("squared", -2, 1),
        ("squared", -1, 1),  # f' = 0 at the end
        ("p**3", -1, 1),  # f' = 0 inside
        ("(p+1)**2*(p+3)**2", -4, 1),
        ("sin(p)", 0, 2),
        ("log(p)", 0, 1),  # undefined at the end
        ("p + 0*log(p)", -1, 1),  # undefined below 0 although f' = 1
        ("2*p + 1/p - 1/p", -1, 1),
        ("-1/p", -1, 1),  # f' > 0 where it is defined
        ("tan(p)", 0, 3),
    ],
)
def test_what_is_false_or_undefined_somewhere_is_not_proved(text: str, low: int, high: int) -> None:
    assert established(loss(text), Fraction(low), Fraction(high), "increasing", 2) is None


def test_a_loss_above_a_bound() -> None:
    assert exceeds(loss("exp(p)"), Fraction(0), 20) is not None
    assert exceeds(loss("logistic"), Fraction(0), 20) is not None
    assert exceeds(loss("logistic"), Fraction(1, 1000), 1) is None
    assert exceeds(loss("(p - 3)**2 + 1"), Fraction(1), 1) is None

"""Exact values of elementary functions at constants: theorems `f(c) == value`."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import fmpz

from verifier.decide.calculus.certificates import Part, derived
from verifier.decide.calculus.equalities import equal, rewritten_right
from verifier.decide.deduce import attempt, flipped, rewritten
from verifier.kernel.certificates.canonical import CertificateError, Field
from verifier.kernel.rules import elementary, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.build import E, eq, exp, log, pi, sqrt
from verifier.language.terms import ONE, ZERO, Constant, Number, Op, Relation, Term, as_term

if TYPE_CHECKING:
    from verifier.decide.calculus.constants import Constants

MAX_EXPONENT = 40
MAX_FACTORED = 10**12
MAX_ANGLE = 20
HALF = Fraction(1, 2)
# Multiples of pi from -pi/2 to pi/2.
ANGLES = tuple(Fraction(n, 12) for n in (-6, -4, -3, -2, 0, 2, 3, 4, 6))


def exact_value(atom: Term, constants: Constants) -> Theorem | None:
    """atom == value in simpler terms, if this is one of the values that are known."""
    if not isinstance(atom, Op) or atom.name not in _VALUES:
        return None
    try:
        found = _VALUES[atom.name](atom.args[0], constants)
    except CertificateError:
        return None
    if found is None:
        return None
    relation = found.conclusion
    assert isinstance(relation, Relation)
    if relation.left == atom:
        return found
    defining = constants.defining(atom)
    if defining is None:
        return None
    goal = Relation("==", atom, relation.right)
    return attempt(lambda: infer(numbers.follows, found, *defining, goal=goal))


def _law(name: str, *values: Term) -> Theorem:
    """A law whose conditions are plain for numbers."""
    return infer(elementary.elementary, law=name, values=values)


def _restated(found: Theorem, goal: Relation, constants: Constants) -> Theorem | None:
    """The goal, which is the theorem up to normal form."""
    defining = constants.defining(goal.left, goal.right)
    if defining is None:
        return None
    return attempt(lambda: infer(numbers.follows, found, *defining, goal=goal))


def _follows(goal: Relation, *facts: Theorem) -> Theorem:
    return infer(numbers.follows, *facts, goal=goal)


def rational_of(term: Term) -> Fraction | None:
    """The value of a term that is rational by arithmetic alone."""
    return _multiple(term, None)


def _multiple(term: Term, of: Constant | None) -> Fraction | None:
    """The rational q with term = q*of, if there is one by arithmetic alone."""
    field = Field([term] if of is None else [term, of])
    value = field.value(term if of is None else term / of).reduced()
    if not (value.numerator.is_constant() and value.denominator.is_constant()):
        return None
    if value.numerator == 0:
        return Fraction(0)
    ratio = value.numerator.leading_coefficient() / value.denominator.leading_coefficient()
    return Fraction(int(ratio.p), int(ratio.q))


# Exponentials, logarithms, roots


def _exponential(argument: Term, constants: Constants) -> Theorem | None:
    """exp of a sum of integers, 1/2 and multiples of logarithms."""
    summands = _summands(argument)
    if not summands:
        return None
    total, found = summands[0], _exponential_of(summands[0], constants)
    for summand in summands[1:]:
        value = _exponential_of(summand, constants)
        law = constants.law("exp of sum", total, summand)
        if found is None or value is None or law is None:
            return None
        total, found = total + summand, rewritten_right(rewritten_right(law, found), value)
    return found


def _summands(argument: Term) -> list[Term] | None:
    """Terms of which exp is known, whose sum the argument is."""
    field = Field([argument])
    value = field.value(argument).reduced()
    if not value.denominator.is_constant():
        return None
    found: list[Term] = []
    for exponents, coefficient in (
        value.numerator / value.denominator.leading_coefficient()
    ).terms():
        size = Fraction(int(coefficient.p), int(coefficient.q))
        if not any(exponents):
            whole = size.numerator // size.denominator
            if size.denominator > 2 or abs(whole) > MAX_EXPONENT:
                return None
            found += [as_term(whole)] if whole or size == 0 else []
            found += [Number(HALF)] if size.denominator == 2 else []
            continue
        atom = (
            field.atoms[field.keys[[int(e) for e in exponents].index(1)]]
            if sum(exponents) == 1
            else ONE
        )
        if not isinstance(atom, Op) or atom.name != "log" or size.denominator != 1:
            return None
        found.append(atom if size == 1 else as_term(size) * atom)
    return found or [ZERO]


def _exponential_of(summand: Term, constants: Constants) -> Theorem | None:
    match summand:
        case Number(value) if value.denominator == 1:
            power = _power_of_e(value.numerator)
            assert isinstance(power.conclusion, Relation)
            return _restated(power, eq(exp(summand), power.conclusion.right), constants)
        case Number():
            return _root_of_e(constants)
        case Op("log", (inner,)):
            return constants.law("exp of log", inner)
        case Op("mul", (Number() as times, Op("log", (inner,)))):
            raised = constants.law("power by exp", inner, times)
            return None if raised is None else flipped(raised)
    return None


def _root_of_e(constants: Constants) -> Theorem | None:
    """exp(1/2) == sqrt(E)."""
    half, one = Number(HALF), Fraction(1)
    whole = _follows(eq(exp(half + half), E), _law("exp of one"))
    square = rewritten(_law("exp of sum", half, half), whole)
    known = [constants.law(n, E) for n in ("sqrt squared", "sqrt is positive")]
    if known[0] is None or known[1] is None:
        return None
    parts = [
        Part(one, (_law("exp is positive", half),), denied=1),
        Part(one, (known[1],), denied=1),
    ]
    change = exp(half) - sqrt(E)
    return derived(eq(exp(half), sqrt(E)), parts, [(square, change), (known[0], change)])


def _power_of_e(exponent: int) -> Theorem:
    if exponent == 0:
        return _law("exp of zero")
    if exponent == 1:
        return _law("exp of one")
    last = as_term(abs(exponent) - 1)
    if exponent > 0:
        total = _law("exp of sum", last, ONE)
        total = rewritten(rewritten(total, _power_of_e(1)), _power_of_e(exponent - 1))
        return _follows(eq(exp(as_term(exponent)), E ** as_term(exponent)), total)
    size = as_term(-exponent)
    total = _law("exp of sum", size, -size)
    one = _follows(eq(exp(size + -size), ONE), _law("exp of zero"))
    product = rewritten(rewritten(total, one), _power_of_e(-exponent))
    value, inverse = exp(-size), ONE / E**size
    positive = infer(elementary.elementary, law="exp is positive", values=(as_term(1),))
    nonzero = _follows(Relation("<", ZERO, E), rewritten(positive, _law("exp of one")))
    power = derived(
        Relation("<", ZERO, E**size),
        [Part(Fraction(1), denied=1), Part(Fraction(1), (nonzero,) * -exponent)],
    )
    assert power is not None
    found = derived(
        eq(value, inverse),
        [Part(Fraction(1), denied=1)],
        [(product, (value - inverse) / E**size)],
        [power],
    )
    assert found is not None
    return found


def _logarithm(argument: Term, constants: Constants) -> Theorem | None:
    number = rational_of(argument)
    if number is not None:
        return None if number <= 0 else _log_of_rational(number)
    if argument == E:
        return rewritten(_law("log of exp", ONE), _law("exp of one"))
    power = _power_of(argument, E)
    if power is not None:
        return _log_of_power_of_e(power, constants)
    match argument:
        case Op("exp", (inner,)):
            return constants.law("log of exp", inner)
        case Op("sqrt", (inner,)):
            return _log_of_root(inner, constants)
        case Op("mul", (a, b)):
            return _log_of_parts("log of product", a, b, constants)
        case Op("div", (a, b)):
            return _log_of_parts("log of quotient", a, b, constants)
        case Op("pow", (a, b)):
            return _then(constants.law("log of power", a, b), log(a), constants)
    return None


def _log_of_root(inside: Term, constants: Constants) -> Theorem | None:
    """log(sqrt(c)) == log(c)/2."""
    root = sqrt(inside)
    power, square = (
        constants.law("log of power", root, as_term(2)),
        constants.law("sqrt squared", inside),
    )
    defining = constants.defining(log(root), log(inside))
    if power is None or square is None or defining is None:
        return None
    value = Number(HALF) * log(inside)
    change = Number(HALF) * (log(root) - value)
    law = rewritten(power, square)
    found = derived(eq(log(root), value), [Part(Fraction(1), denied=1)], [(law, change)], defining)
    return _then(found, log(inside), constants)


def _log_of_power_of_e(power: int, constants: Constants) -> Theorem | None:
    law = constants.law("log of power", E, as_term(power))
    if law is None:
        return None
    one = rewritten(_law("log of exp", ONE), _law("exp of one"))
    return rewritten(law, one)


def _power_of(term: Term, base: Constant) -> int | None:
    """The n with term = base**n by arithmetic alone."""
    field = Field([term, base])
    value = field.value(term).reduced()
    generator = field.value(base).numerator
    for top, bottom, sign in (
        (value.numerator, value.denominator, 1),
        (value.denominator, value.numerator, -1),
    ):
        if bottom.is_one() and len(top) == 1:
            n = int(top.total_degree())
            if 0 < n <= MAX_EXPONENT and top == generator**n:
                return sign * n
    return None


def _log_of_parts(name: str, a: Term, b: Term, constants: Constants) -> Theorem | None:
    law = constants.law(name, a, b)
    law = None if law is None else _then(law, log(a), constants)
    return None if law is None else _then(law, log(b), constants)


def _then(found: Theorem | None, atom: Term, constants: Constants) -> Theorem | None:
    """The theorem with the value of an atom on its right side put in, if that is known."""
    value = constants.value(atom)
    return found if found is None or value is None else rewritten(found, value)


def _log_of_rational(number: Fraction) -> Theorem | None:
    """log(q) by the logarithms of primes."""
    if number == 1:
        return _law("log of one")
    top, bottom = number.numerator, number.denominator
    if max(top, bottom) > MAX_FACTORED:
        return None
    if bottom != 1:
        found = _law("log of quotient", as_term(top), as_term(bottom))
        for part in (top, bottom):
            found = _with_log(found, part)
        return found
    prime = int(fmpz(top).factor()[0][0])
    if prime == top:
        return None
    product = _law("log of product", as_term(prime), as_term(top // prime))
    relation = product.conclusion
    assert isinstance(relation, Relation)
    found = _follows(Relation("==", log(as_term(top)), relation.right), product)
    return _with_log(found, top // prime)


def _with_log(found: Theorem, number: int) -> Theorem:
    value = _log_of_rational(Fraction(number))
    return found if value is None else rewritten(found, value)


def _root(argument: Term, constants: Constants) -> Theorem | None:
    number = rational_of(argument)
    if number is None:
        return _root_of_power_of_e(argument, constants)
    if number < 0:
        return None
    product = number.numerator * number.denominator
    if product > MAX_FACTORED:
        return None
    outer, inner = Fraction(1, number.denominator), 1
    for prime, exponent in fmpz(product).factor():
        outer *= int(prime) ** (int(exponent) // 2)
        inner *= int(prime) ** (int(exponent) % 2)
    if inner == number != 1:
        return None
    whole = as_term(number)
    root = sqrt(whole)
    known = [_law("sqrt squared", whole), _law("sqrt is nonnegative", whole)]
    if number == 0:
        return derived(eq(root, ZERO), [Part(Fraction(1), denied=1)], [(known[0], -ONE)])
    one = Fraction(1)
    if inner == 1:
        value: Term = Number(outer)
        parts = [Part(one, (known[1],), denied=1), Part(outer, denied=1)]
        return derived(eq(root, value), parts, [(known[0], -(root - value))])
    part = as_term(inner)
    value = Number(outer) * sqrt(part)
    positive = _law("sqrt is positive", part)
    parts = [Part(one, (known[1],), denied=1), Part(outer, (positive,), denied=1)]
    equations = [
        (known[0], -(root - value)),
        (_law("sqrt squared", part), Number(outer**2) * (root - value)),
    ]
    return derived(eq(root, value), parts, equations)


def _root_of_power_of_e(argument: Term, constants: Constants) -> Theorem | None:
    """sqrt(E**2) == E, and so for other even powers."""
    power = _power_of(argument, E)
    if power is None or power % 2:
        return None
    root, size = sqrt(argument), as_term(abs(power) // 2)
    value = E**size if power > 0 else ONE / E**size
    known = [constants.law(n, argument) for n in ("sqrt squared", "sqrt is nonnegative")]
    positive, defining = constants.sign(value, "<"), constants.defining(argument, value)
    if known[0] is None or known[1] is None or positive is None or defining is None:
        return None
    one = Fraction(1)
    parts = [Part(one, (known[1],), denied=1), Part(one, (positive,), denied=1)]
    return derived(eq(root, value), parts, [(known[0], -(root - value))], defining)


# Angles


def _sine(argument: Term, constants: Constants) -> Theorem | None:
    return _at_angle("sin", argument, constants)


def _cosine(argument: Term, constants: Constants) -> Theorem | None:
    return _at_angle("cos", argument, constants)


def _at_angle(name: str, argument: Term, constants: Constants) -> Theorem | None:
    """sin or cos of a multiple of pi/6 or pi/4."""
    angle = _multiple(argument, pi)
    if angle is None or angle.denominator not in (1, 2, 3, 4, 6) or abs(angle) > MAX_ANGLE:
        return None
    if argument != _radians(angle):
        return _of_angle(name, angle, constants)
    simple = _SIMPLE_ANGLES.get((name, angle))
    if simple is not None:
        return simple(constants)
    found = _of_parts(name, angle, constants)
    return None if found is None else constants.simplified(_as_radians(found, name, angle))


def _of_angle(name: str, angle: Fraction, constants: Constants) -> Theorem | None:
    return constants.value(Op(name, (_radians(angle),)))


def _of_parts(name: str, angle: Fraction, constants: Constants) -> Theorem | None:
    if angle < 0:
        value = _of_angle(name, -angle, constants)
        law = _law("sin is odd" if name == "sin" else "cos is even", _radians(-angle))
        return None if value is None else rewritten_right(law, value)
    first = HALF if angle > HALF else Fraction(1, 6)
    second = angle - first
    values = [_of_angle(f, a, constants) for f in ("sin", "cos") for a in (first, second)]
    found: Theorem | None = _law(f"{name} of sum", _radians(first), _radians(second))
    for value in values:
        if value is None or found is None:
            return None
        found = rewritten_right(found, value)
    return found


def _radians(angle: Fraction) -> Term:
    """angle*pi, written in one way."""
    return ZERO if angle == 0 else Number(angle) * pi


def _as_radians(law: Theorem, name: str, angle: Fraction) -> Theorem:
    relation = law.conclusion
    assert isinstance(relation, Relation)
    return _follows(eq(Op(name, (_radians(angle),)), relation.right), law)


def _cosine_of_sixth(constants: Constants) -> Theorem | None:
    """cos(pi/6) == sqrt(3)/2."""
    angle = _radians(Fraction(1, 6))
    cosine, value = Op("cos", (angle,)), Number(HALF) * sqrt(as_term(3))
    sine = _as_radians(_law("sin of sixth pi"), "sin", Fraction(1, 6))
    square = rewritten(_law("sine and cosine", angle), sine)
    return _positive_root(cosine, value, square, Number(Fraction(3, 4)), 3, constants)


def _of_quarter(name: str, constants: Constants) -> Theorem | None:
    """cos(pi/4) == sqrt(2)/2, and the same for the sine."""
    angle = _radians(Fraction(1, 4))
    sine, cosine = Op("sin", (angle,)), Op("cos", (angle,))
    double = _law("cos of sum", angle, angle)
    vanishing = _follows(eq(Op("cos", (angle + angle,)), ZERO), _law("cos of half pi"))
    double = rewritten(double, vanishing)
    square, unit = (sine if name == "sin" else cosine), _law("sine and cosine", angle)
    sign = 1 if name == "sin" else -1
    half = derived(
        eq(square**2, Number(HALF)),
        [Part(Fraction(1), denied=1)],
        [
            (unit, Number(-HALF) * (square**2 - HALF)),
            (double, Number(-sign * HALF) * (square**2 - HALF)),
        ],
    )
    if half is None:
        return None
    value = Number(HALF) * sqrt(as_term(2))
    return _positive_root(square, value, half, Number(HALF), 2, constants)


def _positive_root(
    term: Term, value: Term, square: Theorem, squared: Term, under: int, constants: Constants
) -> Theorem | None:
    """term == value from an equation that says term**2 == squared, for a positive term and the
    value sqrt(under)/2."""
    positive = constants.sign(term, "<")
    if positive is None:
        return None
    root = as_term(under)
    parts = [
        Part(Fraction(1), (positive,), denied=1),
        Part(HALF, (_law("sqrt is positive", root),), denied=1),
    ]
    relation = square.conclusion
    assert isinstance(relation, Relation)
    field = Field([relation.left - relation.right, term])
    direct = field.value(relation.left - relation.right - (term**2 - squared)).is_zero()
    factor = -(term - value) if direct else term - value
    equations = [
        (square, factor),
        (_law("sqrt squared", root), Number(Fraction(1, 4)) * (term - value)),
    ]
    return derived(eq(term, value), parts, equations)


def _tangent(argument: Term, constants: Constants) -> Theorem | None:
    angle = _multiple(argument, pi)
    if angle is None:
        return None
    sine, cosine = _of_angle("sin", angle, constants), _of_angle("cos", angle, constants)
    law = constants.law("tan by sin and cos", _radians(angle))
    if sine is None or cosine is None or law is None:
        return None
    return rewritten_right(rewritten_right(law, sine), cosine)


def _inverse(
    argument: Term, constants: Constants, name: str, law: str, function: str
) -> Theorem | None:
    """atan or asin of a value that tan or sin takes at a multiple of pi/6 or pi/4."""
    for angle in ANGLES:
        inner = Op(function, (_radians(angle),))
        if (name == "atan" and abs(angle) == HALF) or not constants.is_zero(argument - inner):
            continue
        value = (_tangent if name == "atan" else _sine)(_radians(angle), constants)
        if value is None:
            return None
        known = value.conclusion
        assert isinstance(known, Relation)
        zero = constants.zero(argument - known.right)
        inverse = constants.law(law, _radians(angle))
        defining = constants.defining(argument, known.right)
        if zero is None or inverse is None or defining is None:
            return None
        same = equal(argument, known.right, zero, defining)
        value = _follows(eq(inner, known.right), value, *defining)
        return None if same is None else rewritten(rewritten(inverse, value), flipped(same))
    return None


def _arctangent(argument: Term, constants: Constants) -> Theorem | None:
    if rational_of(argument) == 0:
        odd = _law("atan is odd", ZERO)
        factor = Number(-HALF) * Op("atan", (ZERO,))
        goal = eq(Op("atan", (ZERO,)), ZERO)
        return derived(goal, [Part(Fraction(1), denied=1)], [(odd, factor)])
    if rational_of(argument) == 1:
        return _law("atan of one")
    return _inverse(argument, constants, "atan", "atan of tan", "tan")


def _arcsine(argument: Term, constants: Constants) -> Theorem | None:
    return _inverse(argument, constants, "asin", "asin of sin", "sin")


def _arccosine(argument: Term, constants: Constants) -> Theorem | None:
    law = constants.law("acos by asin", argument)
    value = _arcsine(argument, constants)
    return None if law is None or value is None else rewritten(law, value)


def _simple(name: str, law: str, angle: Fraction) -> Callable[[Constants], Theorem]:
    return lambda constants: _as_radians(_law(law), name, angle)


_SIMPLE_ANGLES: dict[tuple[str, Fraction], Callable[[Constants], Theorem | None]] = {
    ("sin", Fraction(0)): _simple("sin", "sin of zero", Fraction(0)),
    ("cos", Fraction(0)): _simple("cos", "cos of zero", Fraction(0)),
    ("sin", HALF): _simple("sin", "sin of half pi", HALF),
    ("cos", HALF): _simple("cos", "cos of half pi", HALF),
    ("sin", Fraction(1, 6)): _simple("sin", "sin of sixth pi", Fraction(1, 6)),
    ("cos", Fraction(1, 6)): _cosine_of_sixth,
    ("sin", Fraction(1, 4)): lambda constants: _of_quarter("sin", constants),
    ("cos", Fraction(1, 4)): lambda constants: _of_quarter("cos", constants),
}
_VALUES: dict[str, Callable[[Term, Constants], Theorem | None]] = {
    "exp": _exponential,
    "log": _logarithm,
    "sqrt": _root,
    "sin": _sine,
    "cos": _cosine,
    "tan": _tangent,
    "asin": _arcsine,
    "acos": _arccosine,
    "atan": _arctangent,
}

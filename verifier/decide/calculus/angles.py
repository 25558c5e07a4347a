"""Sines and cosines, where their signs do not matter, by -1 <= sin, cos <= 1.

On unbounded intervals this settles the far part; what is nearer is bounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from verifier.decide.calculus.certificates import Part, derived
from verifier.decide.calculus.pieces import Piece, joined
from verifier.decide.calculus.sampling import simplest_between
from verifier.kernel.certificates.canonical import Polynomial
from verifier.kernel.theorem import Theorem
from verifier.language.terms import ZERO, Number, Op, Relation, Term

if TYPE_CHECKING:
    from verifier.decide.calculus.signs import Signs

Powers = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class _Swing:
    """A coefficient and the product of sines and cosines that it belongs to; `sign` is that of the
    coefficient."""

    powers: Powers
    coefficient: Polynomial
    sign: int


def positive(
    signs: Signs, polynomial: Polynomial, piece: Piece, strict: bool, level: int
) -> Theorem | None:
    """0 < f or 0 <= f, on the whole piece or beyond some point; what is nearer is asked for."""
    whole = _swings(signs, polynomial, piece)
    if whole is not None:
        rest = _without(signs, polynomial, whole)
        if rest == 0 and strict:
            return None
        if all(s is not None and s >= 0 for s in signs.samples(piece).signs(rest)):
            return _bounded(signs, polynomial, whole, rest, piece, strict, level)
    return None if piece.is_bounded() else _far(signs, polynomial, piece, strict, level)


def _far(
    signs: Signs, polynomial: Polynomial, piece: Piece, strict: bool, level: int
) -> Theorem | None:
    """The far part on its own."""
    if not _angles(signs, polynomial):
        return None
    is_upper = piece.upper is None
    points = [sample.point for sample in signs.samples(piece).samples]
    middle = len(points) // 2
    for low, high in ((middle, middle + 1), (len(points) - 5, len(points) - 4)):
        places = (low, high) if is_upper else (len(points) - 1 - high, len(points) - 1 - low)
        out = Number(simplest_between(points[places[0]], points[places[1]]))
        far = piece.beyond(out) if is_upper else piece.until(out, closed=False)
        swings = _swings(signs, polynomial, far)
        if swings is None:
            continue
        rest = _without(signs, polynomial, swings)
        cut = _cut(signs, polynomial, rest, piece, is_upper, swings)
        if cut is None:
            continue
        near_piece = piece.until(cut) if is_upper else piece.beyond(cut)
        far_piece = piece.beyond(cut) if is_upper else piece.until(cut)
        beyond = _bounded(signs, polynomial, swings, rest, far_piece, strict, level)
        if beyond is None:
            continue
        near = signs.prime(polynomial, near_piece, strict, level + 1)
        if near is None:
            return None
        parts = [near, beyond] if is_upper else [beyond, near]
        return joined(piece, [cut], parts, signs.goal(polynomial, strict), signs.constants)
    return None


def _cut(
    signs: Signs,
    polynomial: Polynomial,
    rest: Polynomial,
    piece: Piece,
    is_upper: bool,
    swings: list[_Swing],
) -> Number | None:
    """A point beyond which the rest is positive and the coefficients keep their signs."""
    samples = signs.samples(piece)
    points = [sample.point for sample in samples.samples]
    good = [s == 1 for s in samples.signs(rest)]
    for swing in swings:
        for i, s in enumerate(samples.signs(swing.coefficient)):
            good[i] = good[i] and s == swing.sign
    order = range(len(points) - 1, -1, -1) if is_upper else range(len(points))
    last = None
    for i in order:
        if not good[i]:
            break
        last = i
    if last is None:
        return None
    inner = last + 1 if is_upper else last - 1
    if not 0 <= inner < len(points):
        return None
    low, high = sorted((points[last], points[inner]), key=float)
    return Number(simplest_between(low, high))


def _angles(signs: Signs, polynomial: Polynomial) -> list[int]:
    """The sines and cosines in a polynomial."""
    found = []
    for index in signs.tower.functions_in(polynomial):
        atom = signs.tower.atom_list[index]
        if isinstance(atom, Op) and atom.name in ("sin", "cos"):
            found.append(index)
    return found


def _swings(signs: Signs, polynomial: Polynomial, piece: Piece) -> list[_Swing] | None:
    """The terms with sines and cosines, if bounds are known for all of them."""
    angles = _angles(signs, polynomial)
    if not angles:
        return None
    parts: dict[Powers, dict[tuple[int, ...], Any]] = {}
    for exponents, coefficient in polynomial.to_dict().items():
        powers = tuple((i, int(exponents[i])) for i in angles if exponents[i])
        rest = tuple(0 if i in angles else int(e) for i, e in enumerate(exponents))
        parts.setdefault(powers, {})[rest] = coefficient
    found = []
    for powers, part in parts.items():
        if not powers:
            continue
        coefficient = signs.tower.context.from_dict(part)
        sign = signs.samples(piece).sign(coefficient)
        if not sign or not _is_simple(powers):
            return None
        found.append(_Swing(powers, coefficient, sign))
    return found


def _is_simple(powers: Powers) -> bool:
    """Whether it is a sine or cosine, or the square of one."""
    return len(powers) == 1 and powers[0][1] <= 2


def _without(signs: Signs, polynomial: Polynomial, swings: list[_Swing]) -> Polynomial:
    """What is left at the worst values of the sines and cosines."""
    rest = polynomial
    gens = signs.tower.context.gens()
    for swing in swings:
        (index, exponent), c = swing.powers[0], swing.coefficient
        rest = rest - c * gens[index] ** exponent
        if exponent == 1 or swing.sign < 0:
            rest = rest - c * swing.sign
    return rest


def _bounded(
    signs: Signs,
    polynomial: Polynomial,
    swings: list[_Swing],
    rest: Polynomial,
    piece: Piece,
    strict: bool,
    level: int,
) -> Theorem | None:
    """f is the rest and nonnegative terms c*(1 + sin), c*(1 - cos), c*sin**2 and so on."""
    one, gens = Fraction(1), signs.tower.context.gens()
    parts = [Part(one, denied=1)]
    if rest != 0:
        shown = signs.positive(rest, piece, strict, level + 1)
        if shown is None:
            return None
        parts.append(Part(one, (shown,)))
    for swing in swings:
        index, exponent = swing.powers[0]
        size = signs.positive(swing.coefficient * swing.sign, piece, False, level + 1)
        if size is None:
            return None
        if exponent == 2 and swing.sign > 0:
            parts.append(Part(one, (size,), (signs.tower.term(gens[index]),)))
            continue
        room = _room(signs, index, swing.sign, exponent, piece, level)
        if room is None:
            return None
        parts.append(Part(one, (size, room)))
    return derived(signs.goal(polynomial, strict), parts)


def _room(
    signs: Signs, index: int, sign: int, exponent: int, piece: Piece, level: int
) -> Theorem | None:
    """0 <= 1 + sin(u), 0 <= 1 - sin(u), 0 <= 1 - sin(u)**2, or the same for the cosine."""
    tower, one = signs.tower, Fraction(1)
    atom = tower.atom_list[index]
    assert isinstance(atom, Op)
    other: Term = Op("cos" if atom.name == "sin" else "sin", atom.args)
    number = next(n for n, r in enumerate(tower.relations) if r.values == atom.args
                  and r.law == "sine and cosine")  # fmt: skip
    law = signs.law(number, piece, level)
    if law is None:
        return None
    if exponent == 2:
        goal = Relation("<=", ZERO, Number(one) - atom**2)
        parts = [Part(one, denied=1), Part(one, (), (other,))]
        return derived(goal, parts, [(law, Number(-one))])
    swing = Number(one) + atom if sign > 0 else Number(one) - atom
    goal = Relation("<=", ZERO, swing)
    # With t = -(1 + s) > 0: 2*t + t**2 + (1 - s**2) is zero.
    parts = [Part(Fraction(2), denied=1), Part(one, denied=2), Part(one, (), (other,))]
    return derived(goal, parts, [(law, Number(-one))])

"""Functions that have no value at u = 0, by others that have: log(w/u) = log(w) - log(u),
atan(w/u) = pi/2 - atan(u/w), sqrt(w/u**2) = sqrt(w)/u, where u > 0."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.decide.calculus.certificates import Part, derived
from verifier.decide.calculus.pieces import Piece
from verifier.decide.calculus.tower import Tower, polynomial_term
from verifier.decide.deduce import attempt
from verifier.decide.support import conditions_of
from verifier.kernel.certificates.canonical import Polynomial, Quotient, direct_atoms
from verifier.kernel.rules import elementary
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import substitute
from verifier.language.build import eq, log, pi, sqrt
from verifier.language.terms import ONE, ZERO, Number, Op, Relation, Term, Variable, as_term

if TYPE_CHECKING:
    from verifier.decide.calculus.signs import Signs


def simplified(term: Term, variable: Variable) -> Term:
    """The term in lowest terms, and so what its functions are applied to."""
    tower = Tower(variable, [term])
    return _in_lowest_terms(tower, tower.value(term).reduced())


def _in_lowest_terms(tower: Tower, value: Quotient) -> Term:
    atoms = [_simplified_atom(atom, tower.variable) for atom in tower.atom_list]
    top = polynomial_term(value.numerator, atoms)
    if value.denominator.is_one():
        return top
    return top / polynomial_term(value.denominator, atoms)


def _simplified_atom(atom: Term, variable: Variable) -> Term:
    if not isinstance(atom, Op):
        return atom
    return Op(atom.name, tuple(simplified(arg, variable) for arg in atom.args))


def singular(term: Term, variable: Variable) -> tuple[Op, int] | None:
    """A function in the term that has no value at 0 because of a power of the variable that can be
    taken out of its argument, and that power; the innermost one."""
    for atom in direct_atoms(term):
        if not isinstance(atom, Op):
            continue
        for arg in atom.args:
            inner = singular(arg, variable)
            if inner is not None:
                return inner
        if atom.name not in ("log", "atan", "sqrt") or atom.args[0] == variable:
            continue
        power = _order(atom.args[0], variable)
        if power < 0 or (power and atom.name != "atan"):
            return atom, power
    return None


def _order(term: Term, variable: Variable) -> int:
    """How often the variable can be taken out of a term as a factor."""
    tower = Tower(variable, [term])
    value = tower.value(term).reduced()
    return _multiplicity(tower, value.numerator) - _multiplicity(tower, value.denominator)


def _multiplicity(tower: Tower, polynomial: Polynomial) -> int:
    return min((int(e[tower.at]) for e in polynomial.monoms()), default=0)


def regularised(atom: Op, power: int, piece: Piece, signs: Signs) -> Theorem | None:
    """atom == other functions, on a piece of positive u."""
    u = piece.variable
    inside = atom.args[0]
    rest = simplified(
        inside * u ** as_term(-power) if power < 0 else inside / u ** as_term(power), u
    )
    match atom.name:
        case "log":
            return _logarithm(atom, rest, power, piece, signs)
        case "atan":
            return _arctangent(atom, piece, signs)
    return _root(atom, rest, power, piece, signs)


def _law(name: str, values: tuple[Term, ...], piece: Piece, signs: Signs) -> Theorem | None:
    """A law with its conditions shown on the piece."""
    entry = elementary.LAWS[name]
    put = dict(zip(entry.variables, values, strict=True))
    conditions = list(conditions_of(*values))
    conditions += [substitute(condition, put) for condition in entry.conditions]
    sides = signs.defining(piece, conditions)
    if sides is None:
        return None
    return attempt(lambda: infer(elementary.elementary, *sides, law=name, values=values))


def _logarithm(atom: Op, rest: Term, power: int, piece: Piece, signs: Signs) -> Theorem | None:
    u = piece.variable
    scale = u ** as_term(abs(power))
    name = "log of product" if power > 0 else "log of quotient"
    law = _law(name, (rest, scale), piece, signs)
    times = _law("log of power", (u, as_term(abs(power))), piece, signs)
    if law is None or times is None:
        return None
    right = log(rest) + power * log(u)
    goal = Relation("==", atom, right)
    sides = signs.defining(piece, conditions_of(atom, right))
    if sides is None:
        return None
    change = atom - right
    sign = Fraction(1 if power > 0 else -1)
    equations = [(law, -change), (times, Number(-sign) * change)]
    return derived(goal, [Part(Fraction(1), denied=1)], equations, sides)


def _arctangent(atom: Op, piece: Piece, signs: Signs) -> Theorem | None:
    inside, u = atom.args[0], piece.variable
    law = _law("atan of inverse", (inside,), piece, signs)
    if law is not None:
        inverse = Op("atan", (simplified(ONE / inside, u),))
        return _moved(atom, pi / 2 - inverse, law, piece, signs)
    negative = simplified(-inside, u)
    law = _law("atan of inverse", (negative,), piece, signs)
    odd = _law("atan is odd", (inside,), piece, signs)
    if law is None or odd is None:
        return None
    inverse = Op("atan", (simplified(ONE / negative, u),))
    right = inverse - pi / 2
    sides = signs.defining(piece, conditions_of(atom, right))
    if sides is None:
        return None
    change = atom - right
    equations = [(law, change), (odd, -change)]
    return derived(eq(atom, right), [Part(Fraction(1), denied=1)], equations, sides)


def _moved(atom: Op, right: Term, law: Theorem, piece: Piece, signs: Signs) -> Theorem | None:
    """atom == right from an equation that says so up to order."""
    sides = signs.defining(piece, conditions_of(atom, right))
    if sides is None:
        return None
    equations = [(law, -(atom - right))]
    return derived(eq(atom, right), [Part(Fraction(1), denied=1)], equations, sides)


def _root(atom: Op, rest: Term, power: int, piece: Piece, signs: Signs) -> Theorem | None:
    """sqrt(w*u**k) by sqrt(w), and sqrt(u) for an odd k."""
    u, inside, one = piece.variable, atom.args[0], Fraction(1)
    half, odd = divmod(power, 2)
    root = sqrt(rest)
    value = _scaled(root * sqrt(u) if odd else root, u, half)
    squares = [_law("sqrt squared", (w,), piece, signs) for w in (inside, rest, u)]
    least = _law("sqrt is nonnegative", (inside,), piece, signs)
    own = type(signs)(Tower(u, [atom, value]), signs.constants, signs.search)
    positive = own.relation(Relation("<", ZERO, value), piece)
    sides = signs.defining(piece, conditions_of(atom, value))
    whole, part, single = squares
    if whole is None or part is None or single is None or least is None:
        return None
    if positive is None or sides is None:
        return None
    # (s - v)**2*(s + v) with s**2 - v**2 by the squares of the roots.
    change = atom - value
    scaled = _scaled(_scaled(change, u, half), u, half)
    equations = [(whole, -change), (part, scaled * u if odd else scaled)]
    if odd:
        equations.append((single, scaled * root**2))
    parts = [Part(one, (least,), denied=1), Part(one, (positive,), denied=1)]
    return derived(eq(atom, value), parts, equations, sides)


def _scaled(term: Term, u: Variable, power: int) -> Term:
    """term * u**power."""
    if not power:
        return term
    scale = u ** as_term(abs(power))
    return term * scale if power > 0 else term / scale

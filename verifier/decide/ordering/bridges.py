"""Equations that expand the exponentials, logarithms and roots that occur: exp(x + y) into
exp(x)*exp(y), log(x**2/y) into 2*log(x) - log(y), sqrt(x*y) into sqrt(x)*sqrt(y)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from math import lcm
from typing import TYPE_CHECKING

from verifier.decide.deduce import assumed, attempt, flipped, law, replaced_in, rewritten
from verifier.decide.forms import Addend, Factor, addends, factored, factors, negative, scaled
from verifier.decide.known.schemas import A, B, applied, product_of_signs
from verifier.decide.scalar import find_scalar_proof
from verifier.kernel.rules import logic, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import fresh
from verifier.language.build import exp, log, sqrt
from verifier.language.terms import ONE, ZERO, Node, Number, Op, Relation, Term, as_term, subnodes

if TYPE_CHECKING:
    from verifier.decide.ordering.board import Board

MAX_POWER = 24


def bridges(board: Board, *nodes: Node) -> list[Theorem]:
    """The expansions of the exponentials, logarithms and roots in the nodes, where signs that
    they take are found."""
    atoms = dict.fromkeys(n for node in nodes for n in subnodes(node) if isinstance(n, Op))
    exponents = [atom.args[0] for atom in atoms if atom.name == "exp"]
    basis = _basis(exponents)
    found: list[Theorem | None] = [_exp_expanded(board, u, basis) for u in exponents]
    for atom in atoms:
        if atom.name == "log":
            found.append(log_expanded(board, atom.args[0]))
        elif atom.name == "sqrt":
            found += _root_expanded(board, atom.args[0])
    return [theorem for theorem in found if theorem is not None]


def _basis(exponents: Sequence[Term]) -> dict[Term, Fraction]:
    """For each part of the exponents, of what multiple of it all of its multiples there are whole
    ones, with their sign if they agree in it."""
    found: dict[Term, list[Fraction]] = {}
    for exponent in exponents:
        for coefficient, part in addends(exponent):
            found.setdefault(part, []).append(coefficient)
    return {
        part: Fraction(1 if max(listed) > 0 else -1, lcm(*(c.denominator for c in listed)))
        for part, listed in found.items()
    }


def _exp_expanded(board: Board, exponent: Term, basis: dict[Term, Fraction]) -> Theorem | None:
    """exp(u) == product of powers of exponentials of the parts of u."""
    total: Theorem | None = None
    parts = addends(exponent)
    if len(parts) == 1 and parts[0][0] == basis[parts[0][1]] and not _is_log(parts[0][1]):
        return law("exp of one") if exponent == ONE else None
    for addend in parts:
        shown = _exp_of_part(board, addend, basis)
        if shown is None:
            return None
        total = shown if total is None else _exp_of_both(board, total, shown)
        if total is None:
            return None
    if total is None:
        return law("exp of zero")
    claim = total.conclusion
    assert isinstance(claim, Relation)
    goal = Relation("==", exp(exponent), claim.right)
    return board.concluded([total], goal)


def _exp_of_part(board: Board, addend: Addend, basis: dict[Term, Fraction]) -> Theorem | None:
    """exp(c*part) == exp(part/q)**(c*q), or part's argument to the power c for a logarithm."""
    coefficient, part = addend
    if isinstance(part, Op) and _is_log(part) and coefficient.denominator == 1:
        return _exp_of_log(board, int(coefficient), part.args[0])
    unit = negative(part) if basis[part] == -1 else scaled(basis[part], part)
    power = int(coefficient / basis[part])
    if abs(power) > MAX_POWER:
        return None
    found = applied(exp_of_multiple(power), {A: unit}, facts=board.facts)
    if found is None or part != ONE or basis[part] != 1:
        return found
    one = law("exp of one")
    assert one is not None
    return rewritten_right(found, one)


def _is_log(part: Term) -> bool:
    return isinstance(part, Op) and part.name == "log"


def _exp_of_log(board: Board, power: int, argument: Term) -> Theorem | None:
    if power == 1:
        return law("exp of log", argument, facts=board.facts)
    found = law("power by exp", argument, as_term(power), facts=board.facts)
    return None if found is None else flipped(found)


@cache
def exp_of_multiple(power: int) -> Theorem:
    """|- exp(n*a) == exp(a)**n."""
    if power == 1:
        return infer(logic.reflexivity, term=exp(A))
    positive = law("exp is positive", A)
    assert positive is not None
    by_exp = law("power by exp", exp(A), as_term(power), facts=[positive])
    inverse = law("log of exp", A)
    assert by_exp is not None and inverse is not None
    shown = flipped(rewritten(by_exp, inverse))
    goal = Relation("==", exp(Number(Fraction(power)) * A), exp(A) ** as_term(power))
    return infer(numbers.follows, shown, goal=goal)


def _exp_of_both(board: Board, first: Theorem, second: Theorem) -> Theorem | None:
    """exp(u + v) == a*b from exp(u) == a and exp(v) == b."""
    one, other = first.conclusion, second.conclusion
    assert isinstance(one, Relation) and isinstance(other, Relation)
    assert isinstance(one.left, Op) and isinstance(other.left, Op)
    whole = law("exp of sum", one.left.args[0], other.left.args[0], facts=board.facts)
    if whole is None:
        return None
    return rewritten_right(rewritten_right(whole, first), second)


def rewritten_right(theorem: Theorem, equality: Theorem) -> Theorem:
    """s == t with the right side of the other equality put for its left one within t alone."""
    claim, relation = theorem.conclusion, equality.conclusion
    assert isinstance(claim, Relation) and isinstance(relation, Relation)
    hole = fresh("hole", "real", claim, relation)
    changed = replaced_in(Relation("==", ZERO, claim.right), relation.left, hole)
    assert isinstance(changed, Relation)
    context = Relation("==", claim.left, changed.right)
    return infer(logic.rewrite, equality, theorem, context=context, hole=hole)


def log_expanded(board: Board, argument: Term) -> Theorem | None:
    """log(u) == c*log(p) + ... for the factors p of u, where those are positive."""
    coefficient, parts = factors(argument)
    if len(parts) == 1 and parts[0][1] == 1:
        coefficient, parts = factored(argument) or (coefficient, parts)
    pieces: list[Factor] = [*parts, *_primes(coefficient)]
    if not pieces:
        return law("log of one") if coefficient == 1 else None
    defined = board.less(ZERO, argument, strict=True)
    if coefficient <= 0 or defined is None or [e for _, e in pieces] == [1]:
        return None
    total = log_of_product(board, pieces)
    if total is None:
        return None
    claim = total.conclusion
    assert isinstance(claim, Relation)
    return board.concluded([total, defined], Relation("==", log(argument), claim.right))


def log_of_product(board: Board, pieces: Sequence[Factor]) -> Theorem | None:
    """log(p**e*...) == e*log(p) + ..., where the factors are positive."""
    total: Theorem | None = None
    product: Term = ONE
    signs: list[Theorem] = []
    for base, exponent in pieces:
        step = _log_of_power(board, base, exponent)
        if step is None:
            return None
        single, positive, term = step
        signs.append(positive)
        if total is None:
            total, product = single, term
            continue
        whole = board.less(ZERO, product, strict=True)
        joined = law(
            "log of product", product, term,
            facts=[*signs, *([] if whole is None else [whole]), *board.facts],
        )  # fmt: skip
        if joined is None:
            return None
        total = rewritten_right(rewritten_right(joined, total), single)
        product = product * term
    return total


def _primes(value: Fraction) -> list[Factor]:
    """A positive rational in powers of primes, as far as small ones divide it."""
    found: list[Factor] = []
    for whole, sign in ((value.numerator, 1), (value.denominator, -1)):
        rest = abs(whole)
        for prime in (2, 3, 5, 7, 11, 13):
            power = 0
            while rest % prime == 0 and rest:
                rest, power = rest // prime, power + 1
            if power:
                found.append((as_term(prime), sign * power))
        if rest > 1:
            found.append((as_term(rest), sign))
    return found


def _log_of_power(board: Board, base: Term, exponent: int) -> tuple[Theorem, Theorem, Term] | None:
    """log(p**e) == e*log(p), 0 < p**e, and p**e; even powers of what may be negative stay."""
    positive = board.less(ZERO, base, strict=True)
    if positive is None:
        if exponent % 2 or exponent < 0:
            return None
        power = base ** as_term(exponent)
        shown = board.less(ZERO, power, strict=True)
        same = None if shown is None else _log_of_atom(board, power, shown)
        return None if same is None or shown is None else (same, shown, power)
    if exponent == 1:
        one = _log_of_atom(board, base, positive)
        return None if one is None else (one, positive, base)
    power = base ** as_term(exponent)
    single = law("log of power", base, as_term(exponent), facts=[positive, *board.facts])
    shown = board.less(ZERO, power, strict=True)
    return None if single is None or shown is None else (single, shown, power)


def _log_of_atom(board: Board, base: Term, positive: Theorem) -> Theorem | None:
    """log(x**y) == y*log(x), log(exp(u)) == u, log(v) == log(v)."""
    facts = [positive, *board.facts]
    match base:
        case Op("exp", (u,)):
            return law("log of exp", u, facts=facts)
        case Op("pow", (x, y)) if not isinstance(y, Number) or y.value.denominator != 1:
            sign = board.less(ZERO, x, strict=True)
            return None if sign is None else law("log of power", x, y, facts=[sign, *facts])
    return attempt(lambda: infer(logic.reflexivity, positive, term=log(base)))


def _root_expanded(board: Board, argument: Term) -> list[Theorem | None]:
    """sqrt(u)**2 == u, and sqrt of a product of nonnegative factors as a product."""
    known = board.less(ZERO, argument)
    if known is None:
        return []
    found = [law("sqrt squared", argument, facts=[known, *board.facts])]
    found.append(law("sqrt is nonnegative", argument, facts=[known, *board.facts]))
    positive = board.less(ZERO, argument, strict=True)
    if positive is not None:
        found.append(law("sqrt is positive", argument, facts=[positive, *board.facts]))
    coefficient, parts = factors(argument)
    if coefficient == 1 and len(parts) == 2 and all(e == 1 for _, e in parts):
        (first, _), (second, _) = parts
        signs = [board.less(ZERO, first), board.less(ZERO, second)]
        if signs[0] is not None and signs[1] is not None:
            given = [signs[0], signs[1]]
            shown = applied(root_of_product(), {A: first, B: second}, *given, facts=board.facts)
            if shown is not None:
                goal = Relation("==", sqrt(argument), sqrt(first) * sqrt(second))
                found.append(board.concluded([shown, *given], goal))
                for part, sign in zip((first, second), given, strict=True):
                    found.append(law("sqrt squared", part, facts=[sign, *board.facts]))
                    found.append(law("sqrt is nonnegative", part, facts=[sign, *board.facts]))
    return list(found)


@cache
def root_of_product() -> Theorem:
    """0 <= a, 0 <= b |- sqrt(a*b) == sqrt(a)*sqrt(b)."""
    first, second = assumed(ZERO <= A, ZERO <= B)
    product = product_of_signs("<=", "<=")
    facts = [first, second, product]
    for value in (A, B, A * B):
        for name in ("sqrt squared", "sqrt is nonnegative"):
            made = law(name, value, facts=facts)
            assert made is not None
            facts.append(made)
    roots = product_of_signs("<=", "<=")
    root = applied(roots, {A: sqrt(A), B: sqrt(B)}, *facts)
    assert root is not None
    square = find_scalar_proof(Relation("==", A * B, (sqrt(A) * sqrt(B)) ** 2), facts)
    assert square is not None
    both = [*facts, root]
    difference = sqrt(A * B) - sqrt(A) * sqrt(B)
    goals = [difference <= ZERO, difference >= ZERO]
    shown = []
    for goal in goals:
        found = find_scalar_proof(goal, [*both, square], degree=2)
        assert found is not None, "roots"
        shown.append(found)
    result = find_scalar_proof(Relation("==", sqrt(A * B), sqrt(A) * sqrt(B)), [*both, *shown])
    assert result is not None
    return result

"""Square roots: of squares, of what is a square by sine and cosine, of exact numbers."""

from __future__ import annotations

from fractions import Fraction

from verifier.decide.normal import lemmas
from verifier.decide.normal.functions import exact_root
from verifier.decide.normal.known import Known
from verifier.decide.normal.lemmas import A, B
from verifier.decide.normal.polynomials import Factored, factored, number_of
from verifier.decide.normal.rewriting import equation_of
from verifier.decide.scalar import find_scalar_proof
from verifier.kernel.theorem import Theorem
from verifier.language.build import eq, sqrt
from verifier.language.terms import ONE, ZERO, Number, Op, Term, as_term


def square_root(term: Op, known: Known) -> Theorem | None:
    """sqrt(r**2) = r, sqrt(u**2) = |u|, sqrt(u**2*v) = |u|*sqrt(v); in what is below the root,
    1 - cos(t)**2 = sin(t)**2."""
    (inside,) = term.args
    number = number_of(inside)
    if number is not None:
        return _of_number_term(term, Number(number), known)
    parts = factored(inside)
    if parts is None:
        return None
    return _of_circle(inside, parts) or _of_factors(term, parts, known)


def _of_number_term(term: Op, number: Number, known: Known) -> Theorem | None:
    """The root of a number that may be written as something else."""
    found = _of_number(number, known) if number.value >= 0 else None
    right = sqrt(number) if found is None else equation_of(found).right
    if found is None:
        if term == right or number.value < 0:
            return None
        found = lemmas.reflexive(right)
    return known.restated(found, eq(term, right))


def _of_number(inside: Number, known: Known) -> Theorem | None:
    """sqrt of an exact square; square factors of an integer below and above the line go out."""
    root = exact_root(inside.value, 2)
    if root is not None:
        return _flipped_root(as_term(root), inside, known)
    outer = _square_part(inside.value.numerator * inside.value.denominator)
    scale = Fraction(outer, inside.value.denominator)
    rest = as_term(inside.value / scale**2)
    if scale == 1:
        return None
    found = known.lemma(lemmas.root_of_product(), {A: as_term(scale) ** 2, B: rest})
    out = _flipped_root(as_term(scale), as_term(scale) ** 2, known)
    if found is None or out is None:
        return None
    return find_scalar_proof(eq(sqrt(inside), as_term(scale) * sqrt(rest)), [found, out], degree=1)


def _flipped_root(root: Term, square: Term, known: Known) -> Theorem | None:
    """sqrt(b) = a from a**2 = b."""
    found = known.lemma(lemmas.root_is_unique(), {A: root, B: square})
    return None if found is None else lemmas.follows(eq(sqrt(square), root), found)


def _square_part(value: int) -> int:
    """The largest r, of small primes, whose square divides the value."""
    outer, prime = 1, 2
    while prime * prime <= value and prime < 1_000:
        while value % (prime * prime) == 0:
            value //= prime * prime
            outer *= prime
        prime += 1
    root = exact_root(Fraction(value), 2)
    return outer if root is None else outer * int(root)


def _of_circle(inside: Term, parts: Factored) -> Theorem | None:
    """What is below the root with sin(t)**2 for (1 - cos(t))*(1 + cos(t)); likewise with cos."""
    for factor, exponent in parts.factors:
        for name, other in (("cos", "sin"), ("sin", "cos")):
            value = _one_minus(factor, name)
            if value is None:
                continue
            matching = [e for f, e in parts.factors if _one_plus(f, value)]
            times = min([exponent, *matching]) if matching else 0
            if times < 1:
                continue
            lowered = [
                (f, e - times if f == factor or _one_plus(f, value) else e)
                for f, e in parts.factors
            ]
            square = Op(other, value.args) ** (2 * times)
            sign = _sign_of_product(factor, value, parts)
            rest = Factored(parts.constant * sign**times, tuple((f, e) for f, e in lowered if e))
            goal = eq(
                inside, square * rest.term() if rest.factors or rest.constant != 1 else square
            )
            circle = lemmas.lawful("sine and cosine", *value.args)
            return find_scalar_proof(goal, [circle], degree=1)
    return None


def _one_minus(factor: Term, name: str) -> Op | None:
    """The v = cos(t) of a factor 1 - v or v - 1."""
    match factor:
        case Op("sub", (first, second)):
            for one, value in ((first, second), (second, first)):
                if one == ONE and isinstance(value, Op) and value.name == name:
                    return value
    return None


def _one_plus(factor: Term, value: Op) -> bool:
    return isinstance(factor, Op) and factor.name == "add" and set(factor.args) == {ONE, value}


def _sign_of_product(factor: Term, value: Op, parts: Factored) -> int:
    """Whether the factors multiply to 1 - v**2 or to v**2 - 1."""
    return 1 if isinstance(factor, Op) and factor.args[0] == ONE else -1


def _of_factors(term: Op, parts: Factored, known: Known) -> Theorem | None:
    """The factors with even exponents before the root."""
    odd = [(f, e) for f, e in parts.factors if e % 2]
    scale = None if odd else exact_root(parts.constant, 2)
    # What is divided by stays below the root unless all comes out.
    outside = [(f, e // 2) for f, e in parts.factors if e > 1 or (scale is not None and e < 0)]
    if not outside:
        return None
    inner = [(f, e % 2 if e > 1 else e) for f, e in parts.factors]
    left = Factored(parts.constant, tuple((f, e) for f, e in inner if e))
    square = Factored(Fraction(1) if scale is None else scale, tuple(outside)).term()
    if scale is not None:
        found = known.lemma(lemmas.root_of_square(), {A: square})
        return None if found is None else lemmas.follows(eq(term, abs(square)), found)
    rest = left.term()
    if known.quickly(ZERO <= rest) is None:
        return None
    found = known.lemma(lemmas.root_of_product(), {A: square**2, B: rest})
    out = known.lemma(lemmas.root_of_square(), {A: square})
    if found is None or out is None:
        return None
    known_facts = [*found_defining(known, term), found, out]
    return find_scalar_proof(eq(term, abs(square) * sqrt(rest)), known_facts, degree=1)


def found_defining(known: Known, term: Term) -> list[Theorem]:
    """Theorems that show a term to be defined, if there are."""
    return known.defining(term) or []

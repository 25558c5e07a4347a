"""All sines and cosines as polynomials in those of few angles."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache

from verifier.decide.deduce import flipped, rewritten
from verifier.decide.normal import lemmas
from verifier.decide.normal.combinations import Combined, combined
from verifier.decide.normal.known import Known
from verifier.decide.normal.lemmas import A, by_arithmetic, lawful
from verifier.decide.normal.polynomials import normal_form, polynomial_of, term_of, vectors
from verifier.decide.normal.rewriting import Sequent, equation_of, terms_of
from verifier.decide.normal.special_angles import turned, value_at
from verifier.decide.search import Search
from verifier.kernel.rules import logic
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import fresh, is_closed, transform
from verifier.language.build import cos, eq, pi, sin
from verifier.language.terms import ZERO, LanguageError, Op, Term, as_term

MAX_MULTIPLE, MAX_DIVISOR, MAX_ANGLES = 12, 4, 24
INVERSE = ("atan", "asin", "acos")


def with_few_angles(sequent: Sequent, search: Search) -> Sequent:
    """The sequent with all sines and cosines as polynomials in those of as few angles as possible;
    sin**2 + cos**2 = 1 is given for each, and the signs that are plain."""
    terms = terms_of(sequent.facts, sequent.goal)
    values = [t for t in terms if t.name in ("sin", "cos") and is_closed(t)]
    if not 0 < len(values) <= MAX_ANGLES:
        return sequent
    known = Known(sequent.facts, search)
    try:
        equalities, angles = _expansions(values, known)
    except LanguageError:
        return sequent
    for equality in equalities:
        sequent = sequent.restated(equality)
    for angle in angles:
        found = [known.lemma(lemmas.circle(), {A: angle}), *_closing(angle, known)]
        for function in (sin, cos):
            sign = known.signs.proved(function(angle))
            found += [] if sign is None else [sign.theorem]
        sequent = sequent.with_facts(*(fact for fact in found if fact is not None))
    return sequent


def _expansions(terms: Sequence[Op], known: Known) -> tuple[list[Theorem], tuple[Term, ...]]:
    """Equations for the sines and cosines that are not of a generating angle, and those angles."""
    split = {term: _turned(term.args[0]) for term in terms}
    angles = [angle for angle, _ in split.values() if angle != ZERO]
    inner = [t for angle in angles for t in terms_of([], angle < ZERO) if t.name in INVERSE]
    distinct = tuple(dict.fromkeys((*angles, *inner)))
    found = combined(distinct, MAX_MULTIPLE, MAX_DIVISOR) if distinct else None
    if found is None:
        angles = list(dict.fromkeys(angles))
        found = Combined(tuple(angles), {angle: ((1, angle),) for angle in angles})
    equalities = []
    for term, (angle, turns) in split.items():
        parts = () if angle == ZERO else found.parts.get(angle)
        if parts is None:
            continue
        shift = None if not turns else (1, as_term(turns) * pi)
        listed = [*parts, *([] if shift is None else [shift])]
        if listed in ([], [(1, term.args[0])]):
            continue
        equality = by_angles(term, listed, known)
        if equality is not None and equation_of(equality).left != equation_of(equality).right:
            equalities.append(equality)
    return equalities, found.generators


def _turned(angle: Term) -> tuple[Term, Fraction]:
    """An angle as u + r*pi where the sine and cosine of r*pi are known; else as it is."""
    rest, turns = turned(angle)
    return (rest, turns) if value_at("sin", turns) is not None else (angle, Fraction(0))


def _closing(angle: Term, known: Known) -> list[Theorem]:
    """Equations for the sine and cosine of r*pi: those of the least multiple that is known."""
    rest, turns = turned(angle)
    if rest != ZERO or not turns:
        return []
    known_multiples = (k for k in range(2, MAX_MULTIPLE + 1) if value_at("cos", k * turns))
    times = next(known_multiples, None)
    if times is None:
        return []
    found = []
    for name in ("cos", "sin"):
        expanded, value = (
            known.lemma(multiple(name, times), {A: angle}),
            value_at(name, times * turns),
        )
        if expanded is None or value is None:
            continue
        left, right = equation_of(expanded).right, equation_of(value).right
        known_value = lemmas.follows(eq(equation_of(expanded).left, right), value)
        if left != right:
            found.append(lemmas.transitive(flipped(expanded), known_value))
    return found


def by_angles(term: Op, parts: Sequence[tuple[int, Term]], known: Known) -> Theorem | None:
    """sin or cos of a sum of multiples as a polynomial in the sines and cosines of the angles."""
    pair = _pair(parts, known)
    if pair is None:
        return None
    found = pair[0 if term.name == "sin" else 1]
    return lemmas.follows(eq(term, normal_form(equation_of(found).right)), found)


def _pair(parts: Sequence[tuple[int, Term]], known: Known) -> tuple[Theorem, Theorem] | None:
    """sin and cos of a sum of multiples of angles."""
    found: tuple[Theorem, Theorem] | None = None
    for factor, angle in parts:
        multiple = _of_multiple(factor, angle, known)
        if multiple is None:
            return None
        found = multiple if found is None else _joined(found, multiple, known)
        if found is None:
            return None
    return found


def _joined(
    first: tuple[Theorem, Theorem], second: tuple[Theorem, Theorem], known: Known
) -> tuple[Theorem, Theorem] | None:
    angles = [equation_of(pair[0]).left.args[0] for pair in (first, second)]  # type: ignore[attr-defined]
    sine, cosine = known.law("sin of sum", *angles), known.law("cos of sum", *angles)
    if sine is None or cosine is None:
        return None
    for equality in (*first, *second):
        sine, cosine = _on_right(sine, equality), _on_right(cosine, equality)
    return sine, cosine


def _on_right(theorem: Theorem, equality: Theorem) -> Theorem:
    """t = u with a term in u replaced."""
    relation, old = equation_of(theorem), equation_of(equality).left
    hole = fresh("hole", "real", relation)
    right = transform(relation.right, lambda node, _: hole if node == old else None)
    context = eq(relation.left, right)
    return infer(logic.rewrite, equality, theorem, context=context, hole=hole)


def _of_multiple(factor: int, angle: Term, known: Known) -> tuple[Theorem, Theorem] | None:
    special = turned(angle)
    if special[0] == ZERO and factor == 1:
        values = [value_at(name, special[1]) for name in ("sin", "cos")]
        if None not in values:
            return tuple(  # type: ignore[return-value]
                lemmas.follows(eq(Op(name, (angle,)), equation_of(value).right), value)  # type: ignore[arg-type]
                for name, value in zip(("sin", "cos"), values, strict=True)
            )
    pair = [known.lemma(multiple(name, factor), {A: angle}) for name in ("sin", "cos")]
    return None if pair[0] is None or pair[1] is None else (pair[0], pair[1])


@cache
def multiple(name: str, factor: int) -> Theorem:
    """|- sin(n*a), or cos(n*a), = a polynomial in sin(a) and cos(a)."""
    if factor == 1:
        return lemmas.reflexive(Op(name, (A,)))
    if factor < 0:
        positive = multiple(name, -factor)
        parity = lawful("cos is even" if name == "cos" else "sin is odd", -factor * A)
        inside = equation_of(positive).right
        right = inside if name == "cos" else normal_form(-inside)
        found = rewritten(parity, positive) if factor != -1 else parity
        return lemmas.follows(eq(Op(name, (factor * A,)), right), found)
    half = factor // 2
    first, second = half * A if half > 1 else A, (factor - half) * A if factor - half > 1 else A
    found = lawful(f"{name} of sum", first, second)
    for part in dict.fromkeys((half, factor - half)):
        for each in ("sin", "cos"):
            if part > 1:
                found = _on_right(found, multiple(each, part))
    right = reduced_on_circle(equation_of(found).right, name)
    goal = eq(Op(name, (factor * A,)), right)
    return by_arithmetic(goal, [found, lemmas.circle()], 1)


def reduced_on_circle(term: Term, name: str) -> Term:
    """A polynomial in sin(a) and cos(a) with sin(a)**2 replaced, or for the sine of an angle the
    even powers of the cosine left as they come."""
    field, _, (vector,) = vectors([term])
    sine = next(i for i, key in enumerate(field.keys) if field.atoms[key] == sin(A))
    cosine = 1 - sine
    total: dict[tuple[int, ...], Fraction] = {}
    for monomial, coefficient in vector.items():
        _spread(monomial, coefficient, sine, cosine, total)
    return term_of(field, polynomial_of(field, {m: c for m, c in total.items() if c}))


def _spread(
    monomial: tuple[int, ...],
    coefficient: Fraction,
    sine: int,
    cosine: int,
    total: dict[tuple[int, ...], Fraction],
) -> None:
    """Adds s**i*c**j with s**2 = 1 - c**2."""
    i, j = monomial[sine], monomial[cosine]
    if i < 2:
        total[monomial] = total.get(monomial, Fraction(0)) + coefficient
        return
    for shift, sign in ((0, 1), (2, -1)):
        lowered = list(monomial)
        lowered[sine], lowered[cosine] = i - 2, j + shift
        _spread(tuple(lowered), sign * coefficient, sine, cosine, total)

"""Signs of terms, by the signs of their parts and by the bounds that facts state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cached_property

from verifier.decide.deduce import attempt, discharged, law, parts_of, rewritten
from verifier.decide.normal import lemmas
from verifier.decide.normal.polynomials import (
    factored,
    monomial_term,
    number_of,
    vectors,
    without_constant,
)
from verifier.decide.normal.stated import Bound, Stated, moved
from verifier.decide.search import Search
from verifier.kernel.certificates.canonical import CertificateError
from verifier.kernel.certificates.combination import Combination, Product
from verifier.kernel.rules import logic, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.build import E, pi
from verifier.language.terms import (
    ONE,
    ZERO,
    LanguageError,
    Number,
    Op,
    Proposition,
    Relation,
    Term,
    as_term,
    size,
)

MAX_POWER = 60
MAX_SUMMANDS = 40
MAX_SIZE = 400  # of the terms whose factors are looked at


def prove_sign(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    """A comparison whose two sides differ by a term with a plain sign."""
    return Signs(facts).shown(goal) if isinstance(goal, Relation) else None


class Sign:
    """The sign of a term t: its direction and whether it is strict.

    `theorem` is 0 < t, 0 <= t, t < 0 or t <= 0.  It is made when it is asked for, and raises
    `LanguageError` if it cannot be made after all.
    """

    def __init__(self, direction: int, strict: bool, make: Callable[[], Theorem]) -> None:
        self.direction, self.strict = direction, strict
        self._make = make

    @cached_property
    def theorem(self) -> Theorem:
        """What says so."""
        return self._make()


class Signs:
    """The signs that follow from some facts."""

    def __init__(self, facts: Iterable[Theorem]) -> None:
        self.facts = [fact for whole in facts for fact in parts_of(whole)]
        self.stated = Stated(self.facts)
        self._known: dict[Term, Sign | None] = {}

    def shown(self, goal: Relation) -> Theorem | None:
        """A comparison, if the sign of the difference of its sides is plain."""
        if goal.op == "==":
            return None
        if ZERO in (goal.left, goal.right):
            difference = goal.left if goal.right == ZERO else goal.right
        else:
            difference = goal.left - goal.right
        nonzero = self.nonzero(difference) if goal.op == "!=" else None
        if nonzero is not None:
            return attempt(lambda: _weakened(nonzero, goal))
        sign = self.of(difference)
        if sign is None or not _says(sign, goal, difference):
            return None
        found = self.proved(difference)
        if found is None:
            return None
        weakened = attempt(lambda: _weakened(found.theorem, goal))
        return weakened or moved(found.theorem, goal, Fraction(1))

    def proved(self, term: Term) -> Sign | None:
        """The sign of a term with its theorem made."""
        found = self.of(term)
        made = None if found is None else attempt(lambda: found.theorem)
        return None if made is None else found

    def of(self, term: Term) -> Sign | None:
        """The sign of a term, the strictest that is found; None if it is not plain."""
        if term not in self._known:
            self._known[term] = None  # while it is being looked for
            try:
                self._known[term] = self._find(term)
            except LanguageError:
                self._known[term] = None
        return self._known[term]

    def nonzero(self, term: Term) -> Theorem | None:
        """A theorem from which `term` != 0 follows at a glance, if it is plain."""
        found = self.of(term)
        if found is not None and found.strict:
            return attempt(lambda: found.theorem)
        return self.stated.nonzero(term)

    def _find(self, term: Term) -> Sign | None:
        stated = self._stated(term)
        if stated is not None and stated.strict:
            return stated
        found = self._by_form(term)
        if found is None and stated is None and isinstance(term, Op):
            found = self._by_factors(term)
        if found is None or (stated is not None and not found.strict):
            return stated or found
        return found

    def _stated(self, term: Term) -> Sign | None:
        """The sign that one fact gives, as a bound of what is not constant in the term."""
        split = without_constant(term)
        if split is None:
            value = number_of(term)
            return _numeric(term, value) if value else None
        best: Sign | None = None
        for bound in self.stated.of(split.key):
            room = bound.direction * (bound.value + split.constant)
            strict = bound.strict or room > 0
            if room < 0 or (best is not None and (best.strict or not strict)):
                continue
            direction = bound.direction if split.scale > 0 else -bound.direction
            best = _moved(term, direction, strict, bound, abs(split.scale) / bound.scale)
        return best

    def _by_form(self, term: Term) -> Sign | None:
        if term == pi:
            return _followed(term, parts_of(lemmas.lawful("pi bounds"))[0])
        if term == E:
            return _followed(term, lemmas.e_is_positive())
        match term:
            case Op("neg", (a,)):
                found = self.of(a)
                return None if found is None else _alike(term, [found], -found.direction)
            case Op("add" | "sub", _):
                return self._sum(term)
            case Op("mul", (a, b)):
                return self._product(term, a, b)
            case Op("div", (a, b)):
                return self._quotient(term, a, b)
            case Op("pow", (a, Number(n))) if n.denominator == 1:
                return self._power(term, a, int(n))
            case Op("pow", (a, b)):
                base = self.of(a)
                if base is None or base.direction < 0 or not base.strict:
                    return None
                return self._by_law(term, "power is positive", (a, b), base)
            case Op("exp", (a,)):
                return self._by_law(term, "exp is positive", (a,))
            case Op("sqrt", (a,)):
                return self._root(term, a)
            case Op("abs", (a,)):
                return self._by_law(term, "abs is nonnegative", (a,))
            case Op("log", (a,)):
                return self._image(term, a, ONE)
            case Op("atan", (a,)):
                return self._image(term, a, ZERO)
            case Op("sin" | "cos", (a,)):
                return self._in_quadrants(term, a)
        return None

    def _sum(self, term: Term) -> Sign | None:
        parts: list[Sign] = []
        direction = 0
        for part, factor in self._summands(term):
            if part == ZERO:
                continue
            found = self.of(part)
            if found is None or direction == -found.direction * factor:
                return self._bounded_sum(term)
            direction = found.direction * factor
            parts.append(found)
        return _alike(term, parts, direction)

    def _summands(self, term: Term, factor: int = 1) -> list[tuple[Term, int]]:
        """The summands of which a fact gives the sign, or that are no sums."""
        match term:
            case Op("add" | "sub" as name, (a, b)):
                second = factor if name == "add" else -factor
                return self._parts(a, factor) + self._parts(b, second)
            case Op("neg", (a,)):
                return self._parts(a, -factor)
        return [(term, factor)]

    def _parts(self, term: Term, factor: int) -> list[tuple[Term, int]]:
        if isinstance(term, Op) and self._stated(term) is not None:
            return [(term, factor)]
        return self._summands(term, factor)

    def _bounded_sum(self, term: Term) -> Sign | None:
        """The sign of a sum from bounds of its summands."""
        if size(term) > MAX_SIZE:
            return None
        field, common, (vector,) = vectors([term])
        if not common.is_constant() or len(vector) > MAX_SUMMANDS:
            return None
        constant = vector.pop((0,) * len(field.keys), Fraction(0))
        parts = [(monomial_term(field, m), c) for m, c in vector.items()]
        for direction in (1, -1):
            found = self._bounded(term, direction, direction * constant, parts)
            if found is not None:
                return found
        return None

    def _bounded(
        self, term: Term, direction: int, room: Fraction, parts: Sequence[tuple[Term, Fraction]]
    ) -> Sign | None:
        used: list[tuple[Bound | Sign, Fraction]] = []
        for part, coefficient in parts:
            factor = direction * coefficient
            side = 1 if factor > 0 else -1
            bound = self.stated.best(part, side) or self._zero_bound(part, side)
            if bound is None:
                return None
            room += factor * bound.value if isinstance(bound, Bound) else 0
            used.append((bound, abs(factor)))
        if room < 0:
            return None
        strict = room > 0 or any(bound.strict for bound, _ in used)
        return Sign(direction, strict, lambda: _summed(term, direction, strict, room, used))

    def _zero_bound(self, part: Term, direction: int) -> Sign | None:
        if part in self._known and self._known[part] is None:
            return None
        sign = self.of(part)
        return None if sign is None or sign.direction != direction else sign

    def _product(self, term: Term, a: Term, b: Term) -> Sign | None:
        first = self.of(a)
        second = None if first is None else self.of(b)
        if first is None or second is None:
            return None
        direction, strict = first.direction * second.direction, first.strict and second.strict
        return _decided(term, direction, strict, (first, second), ((0, 1), (2,)))

    def _quotient(self, term: Term, a: Term, b: Term) -> Sign | None:
        first = self.of(a)
        second = None if first is None else self.of(b)
        if first is None or second is None or not second.strict:
            return None
        direction = first.direction * second.direction
        return _decided(term, direction, first.strict, (first, second), ((0,), (1, 2)))

    def _power(self, term: Op, base: Term, exponent: int) -> Sign | None:
        found = self.of(base)
        if found is not None and found.strict and found.direction > 0:
            return self._by_law(term, "power is positive", term.args, found)
        if exponent <= 0:
            return self._negative_power(term, found, -exponent)
        if exponent % 2:
            if found is None or exponent > MAX_POWER:
                return None
            products = ((0,) * exponent, (1,))
            return _decided(term, found.direction, found.strict, (found,), products)
        if found is not None and found.strict and exponent <= MAX_POWER:
            return _decided(term, 1, True, (found,), ((0,) * exponent, (1,)))
        apart = self.stated.nonzero(base) if exponent <= MAX_POWER else None
        if apart is not None:
            source_of_square = Sign(1, True, lambda: apart)
            products = ((0,) * (exponent // 2), (1,))
            return _decided(term, 1, True, (source_of_square,), products)
        square = base ** (exponent // 2)
        certificate = Combination((Product(Fraction(1), (), (square,)), Product(Fraction(1), (0,))))
        goal = _relation(term, 1, False)
        return Sign(1, False, lambda: infer(numbers.decide, goal=goal, certificate=certificate))

    def _negative_power(self, term: Term, found: Sign | None, exponent: int) -> Sign | None:
        if found is None or not found.strict or exponent > MAX_POWER:
            return None
        direction = found.direction if exponent % 2 else 1
        return _decided(term, direction, True, (found,), ((*(0,) * exponent, 1), ()))

    def _by_law(
        self, term: Term, name: str, values: tuple[Term, ...], *conditions: Sign
    ) -> Sign | None:
        facts = [*(condition.theorem for condition in conditions), *self.facts]
        made = law(name, *values, facts=facts)
        if made is None:
            return None
        strict = isinstance(made.conclusion, Relation) and made.conclusion.op in ("<", ">")
        goal = _relation(term, 1, strict)
        return Sign(1, strict, lambda: _weakened(made, goal))

    def _root(self, term: Term, inside: Term) -> Sign | None:
        found = self.of(inside)
        if found is not None and found.direction > 0 and found.strict:
            return self._by_law(term, "sqrt is positive", (inside,), found)
        if found is not None and found.direction > 0:
            return self._by_law(term, "sqrt is nonnegative", (inside,), found)
        return self._by_law(term, "sqrt is nonnegative", (inside,))

    def _image(self, term: Op, inside: Term, root: Term) -> Sign | None:
        """The sign of an increasing function that vanishes at `root`."""
        found = self.of(inside - root if root != ZERO else inside)
        if found is None:
            return None
        low, high = (root, inside) if found.direction > 0 else (inside, root)
        op = "<" if found.strict else "<="
        positive = self.of(low) if term.name == "log" else None
        order = moved(found.theorem, Relation(op, low, high), Fraction(1))
        if order is None:
            return None
        premises = [] if positive is None else [positive.theorem]
        made = lemmas.between(term.name, op, low, high, [order, *premises, *self.facts])
        at_root = lemmas.lawful("log of one") if term.name == "log" else lemmas.atan_of_zero()
        if made is None:
            return None
        return Sign(found.direction, found.strict, lambda: rewritten(made, at_root))

    def _in_quadrants(self, term: Op, angle: Term) -> Sign | None:
        """The sign of sin(t) for t between 0 and pi or -pi and 0, of cos(t) for t between -pi/2
        and pi/2."""
        if term.name == "cos":
            strict, weak = lemmas.cos_is_positive, lemmas.cos_is_nonnegative
            return self._between(term, 1, angle, (-pi / 2, pi / 2), (strict, weak))
        found = self.of(angle)
        if found is None:
            return None
        if found.direction > 0:
            strict, weak = lemmas.sin_is_positive, lemmas.sin_is_nonnegative
            return self._between(term, 1, angle, (ZERO, pi), (strict, weak))
        strict, weak = lemmas.sin_is_negative, lemmas.sin_is_nonpositive
        return self._between(term, -1, angle, (-pi, ZERO), (strict, weak))

    def _between(
        self,
        term: Op,
        direction: int,
        angle: Term,
        ends: tuple[Term, Term],
        lemmas_: tuple[Callable[[], Theorem], Callable[[], Theorem]],
    ) -> Sign | None:
        for op, lemma in zip(("<", "<="), lemmas_, strict=True):
            over = self.shown(Relation(op, ends[0], angle))
            under = None if over is None else self.shown(Relation(op, angle, ends[1]))
            if over is None or under is None:
                continue
            values = {"variables": (lemmas.A,), "values": (angle,)}
            schema = infer(logic.instantiate, lemma(), over, under, **values)
            made = discharged(schema, over, under)
            goal = _relation(term, direction, op == "<")
            return Sign(direction, op == "<", lambda m=made, g=goal: _weakened(m, g))  # type: ignore[misc]
        return None

    def _by_factors(self, term: Op) -> Sign | None:
        factors = factored(term, MAX_SIZE)
        if factors is None or len(factors.factors) + any(e > 1 for _, e in factors.factors) < 2:
            return None
        found = self._by_form(factors.term())
        if found is None:
            return None
        goal = _relation(term, found.direction, found.strict)
        return Sign(found.direction, found.strict, lambda: _weakened(found.theorem, goal))


def _relation(term: Term, direction: int, strict: bool) -> Relation:
    op = "<" if strict else "<="
    return Relation(op, ZERO, term) if direction > 0 else Relation(op, term, ZERO)


def _says(sign: Sign, goal: Relation, difference: Term) -> bool:
    """Whether the sign of the difference of the goal's sides can give the goal."""
    if goal.op == "!=":
        return sign.strict
    wants_rising = (goal.op[0] == "<") == (goal.left == ZERO and difference == goal.right)
    return (sign.direction > 0) == wants_rising and (sign.strict or len(goal.op) == 2)


def _weakened(theorem: Theorem, goal: Relation) -> Theorem:
    if theorem.conclusion == goal:
        return theorem
    return infer(numbers.follows, theorem, goal=goal)


def _numeric(term: Term, value: Fraction) -> Sign:
    direction = 1 if value > 0 else -1
    goal = _relation(term, direction, True)
    return Sign(direction, True, lambda: infer(numbers.follows, goal=goal))


def _followed(term: Term, fact: Theorem) -> Sign:
    """That a term is positive, from a lower bound."""
    goal = _relation(term, 1, True)
    return Sign(1, True, lambda: _made(moved(fact, goal, Fraction(1))))


def _moved(term: Term, direction: int, strict: bool, bound: Bound, factor: Fraction) -> Sign:
    goal = _relation(term, direction, strict)
    return Sign(direction, strict, lambda: _made(moved(bound.theorem, goal, factor)))


def _made(theorem: Theorem | None) -> Theorem:
    if theorem is None:
        raise CertificateError("the sign does not follow")
    return theorem


def _alike(term: Term, parts: Sequence[Sign], direction: int) -> Sign:
    """The sign of a sum of terms whose signs agree."""
    strict = any(part.strict for part in parts)
    products = tuple((number,) for number in range(len(parts) + 1))
    return _decided(term, direction, strict, parts, products)


def _decided(
    term: Term,
    direction: int,
    strict: bool,
    parts: Sequence[Sign],
    products: Sequence[tuple[int, ...]],
) -> Sign:
    """A sign by a combination of products of others and of the negated claim, which is last."""
    goal = _relation(term, direction, strict)
    certificate = Combination(tuple(Product(Fraction(1), sources) for sources in products))

    def make() -> Theorem:
        premises = [part.theorem for part in parts]
        return infer(numbers.decide, *premises, goal=goal, certificate=certificate)

    return Sign(direction, strict, make)


def _summed(
    term: Term,
    direction: int,
    strict: bool,
    room: Fraction,
    used: Sequence[tuple[Bound | Sign, Fraction]],
) -> Theorem:
    """The sign of a sum from bounds of its summands, each with the size of its coefficient."""
    products = [Product(Fraction(1), (len(used),))]
    equations = []
    for number, (bound, factor) in enumerate(used):
        premise = bound.theorem.conclusion
        assert isinstance(premise, Relation)
        scale = bound.scale if isinstance(bound, Bound) else Fraction(1)
        if premise.op == "==":
            assert isinstance(bound, Bound)
            sign = bound.direction if bound.rising else -bound.direction
            equations.append((number, as_term(sign * factor / scale)))
        else:
            products.append(Product(factor / scale, (number,)))
    if room:
        products.append(Product(room, ()))
    premises = [bound.theorem for bound, _ in used]
    certificate = Combination(tuple(products), tuple(equations))
    goal = _relation(term, direction, strict)
    return infer(numbers.decide, *premises, goal=goal, certificate=certificate)

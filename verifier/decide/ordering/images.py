"""Increasing functions: from the order of arguments to that of values, and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.decide.deduce import by_cases, followed, law, parts_of
from verifier.decide.known.schemas import A, B, applied, image_of_ordered
from verifier.decide.scalar import find_scalar_proof
from verifier.kernel.theorem import Theorem
from verifier.language.binding import substitute
from verifier.language.terms import ONE, ZERO, Constant, LanguageError, Op, Relation, Term

# Increasing functions, each with what it takes simple arguments to: value, argument, law and the
# law's arguments.
IMAGES: dict[str, tuple[tuple[Term, Term, str, tuple[Term, ...]], ...]] = {
    "exp": ((ONE, ZERO, "exp of zero", ()), (Constant("E"), ONE, "exp of one", ())),
    "log": ((ZERO, ONE, "log of one", ()),),
    "sqrt": (),
    "atan": ((ZERO, ZERO, "atan is odd", (ZERO,)),),
    "sin": ((ZERO, ZERO, "sin of zero", ()),),
    "tan": (),
}


def laws_of(atom: Op, facts: Sequence[Theorem]) -> list[Theorem]:
    """What is known of an atom just because it occurs."""
    first = atom.args[0]
    found: list[Theorem | None] = []
    match atom.name:
        case "abs":
            found = [law("abs bounds", first), law("abs is nonnegative", first)]
        case "max" | "min":
            found = [law(f"{atom.name} bounds", *atom.args, facts=facts)]
        case "exp":
            found = [law("exp is positive", first, facts=facts)]
        case "atan":
            found = [law("atan bounds", first, facts=facts)]
        case "sin" | "cos":
            found = [*_between_ones(atom, facts)]
    return [part for theorem in found if theorem is not None for part in parts_of(theorem)]


def _between_ones(atom: Op, facts: Sequence[Theorem]) -> list[Theorem | None]:
    """-1 <= sin, sin <= 1; so for cos."""
    (argument,) = atom.args
    squares = law("sine and cosine", argument, facts=facts)
    if squares is None:
        return []
    other = Op("cos" if atom.name == "sin" else "sin", (argument,))
    return [
        find_scalar_proof(goal, [squares], [other, root], degree=1)
        for goal, root in ((-ONE <= atom, ONE + atom), (atom <= ONE, ONE - atom))
    ]


def preimages(a: Term, b: Term) -> Iterator[tuple[str, Term, Term, list[Theorem]]]:
    """Ways of writing a and b as f(u) and f(v): f, u, v, and the equations that are used."""
    for name, images in IMAGES.items():
        first, second = _argument(name, a), _argument(name, b)
        if first is not None and second is not None:
            yield name, first, second, []
            continue
        for value, argument, rule, values in images:
            equation = law(rule, *values)
            assert equation is not None
            if first is not None and b == value:
                yield name, first, argument, [equation]
            if second is not None and a == value:
                yield name, argument, second, [equation]


def _argument(name: str, term: Term) -> Term | None:
    return term.args[0] if isinstance(term, Op) and term.name == name else None


def image_at(
    name: str, argument: Term, facts: Sequence[Theorem]
) -> tuple[Term, list[Theorem]] | None:
    """The value that f takes a simple argument to, or a value of its inverse, with the equation
    that says so."""
    match name, argument:
        case ("log", Op("exp", (inner,))) | ("exp", Op("log", (inner,))):
            rule = "log of exp" if name == "log" else "exp of log"
            back = law(rule, inner, facts=facts)
            return None if back is None else (inner, [back])
    for value, simple, rule, values in IMAGES[name]:
        equation = law(rule, *values) if simple == argument else None
        if equation is not None:
            return value, [equation]
    return None


def imaged(
    name: str, op: str, a: Term, b: Term, order: Theorem, facts: Sequence[Theorem]
) -> Theorem | None:
    """f(a) < f(b) from a < b (or <=), for an increasing f; the facts meet its conditions."""
    schema = image_of_ordered(name, op)
    if schema is None:
        return None
    given = [order]
    for condition in conditions_of_image(name, op, a, b):
        shown = followed(facts, condition) or find_scalar_proof(condition, facts, degree=1)
        if shown is None:
            return None
        given.append(shown)
    return applied(schema, {A: a, B: b}, *given, facts=facts)


def conditions_of_image(name: str, op: str, a: Term, b: Term) -> list[Relation]:
    """What f(a) < f(b) takes beside a < b."""
    schema = image_of_ordered(name, op)
    hypotheses = [] if schema is None else schema.hypotheses
    order = (Relation("<", A, B), Relation("<=", A, B))
    conditions = [substitute(h, {A: a, B: b}) for h in hypotheses if h not in order]
    return [condition for condition in conditions if isinstance(condition, Relation)]


def inverted(
    name: str, goal: Relation, given: Sequence[Theorem], facts: Sequence[Theorem]
) -> Theorem | None:
    """u < v (or <=) from theorems that give f(u) < f(v), for an increasing f."""
    op = "<=" if goal.op == "<" else "<"

    def otherwise(case: Theorem) -> Theorem | None:
        turned = Relation(op, goal.right, goal.left)
        order = find_scalar_proof(turned, [case, *facts], degree=1)
        if order is None:
            return None
        image = imaged(name, op, goal.right, goal.left, order, facts)
        if image is None:
            return None
        return find_scalar_proof(goal, [image, *given, *facts], degree=1)

    try:
        return by_cases(goal, goal, lambda case: case, otherwise, facts)
    except LanguageError:
        return None


def inverted_facts(fact: Theorem, facts: Sequence[Theorem]) -> list[Theorem]:
    """u < v from a fact f(u) < f(v), for an increasing f."""
    claim = fact.conclusion
    if not isinstance(claim, Relation) or claim.op not in ("<", "<=", ">", ">="):
        return []
    small, large = claim.left, claim.right
    if claim.op in (">", ">="):
        small, large = large, small
    op = "<" if claim.op in ("<", ">") else "<="
    found = [
        inverted(name, Relation(op, first, second), [fact, *equations], facts)
        for name, first, second, equations in preimages(small, large)
    ]
    return [theorem for theorem in found if theorem is not None]

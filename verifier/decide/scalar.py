"""Deciding a relation between finitely many scalars: a portfolio, cheapest first.

Each procedure returns a theorem made by kernel rules from a certificate, or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from verifier.decide.combination import find_combination
from verifier.decide.support import Support
from verifier.kernel.certificates.canonical import canonical, direct_atoms
from verifier.kernel.certificates.combination import Combination, Product
from verifier.kernel.rules import elementary, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import is_closed
from verifier.language.definedness import defined
from verifier.language.terms import (
    ONE,
    ZERO,
    Number,
    Op,
    Proposition,
    Relation,
    Term,
    subnodes,
)

MAX_FACTS = {1: 400, 2: 40, 3: 14, 4: 8}
DEGREES = (1, 2, 3, 4)


def find_scalar_proof(
    goal: Proposition,
    theorems: Iterable[Theorem],
    squares: Sequence[Term] = (),
    degree: int | None = None,
    with_laws: bool = True,
) -> Theorem | None:
    """A theorem that states `goal`, a relation or `FALSE`, from the relations among the theorems.

    `squares` are terms whose squares may help; `degree` bounds how many facts are multiplied;
    without `with_laws`, nothing is added about the functions that occur.
    The terms of the goal must be given to be defined by the theorems.
    """
    known = _distinct(theorems)
    known += _distinct(_laws_of_atoms(goal, known)) if with_laws else []
    roots = (*squares, *(root for root in _even_roots(goal) if root not in squares))
    for level in DEGREES[: degree or len(DEGREES)]:
        found = _at_degree(goal, known, roots, level)
        if found is not None:
            return found
    return None


def _at_degree(
    goal: Proposition, known: list[Theorem], squares: Sequence[Term], level: int
) -> Theorem | None:
    relation = goal if isinstance(goal, Relation) else None
    usable = _relevant(known, relation, MAX_FACTS[level])
    facts = [theorem.conclusion for theorem in usable]
    found = find_combination(facts, relation, squares, level)  # type: ignore[arg-type]
    return None if found is None else _apply(goal, usable, known, found)


def _even_roots(goal: Proposition) -> list[Term]:
    """What the goal squares: its square is nonnegative."""
    powers = [n for n in subnodes(goal) if isinstance(n, Op) and n.name == "pow" and is_closed(n)]
    found = []
    for power in powers:
        base, exponent = power.args
        if isinstance(exponent, Number) and exponent.value > 0 and exponent.value % 2 == 0:
            half = exponent.value / 2
            found.append(base if half == 1 else Op("pow", (base, Number(half))))
    # A square inside of an atom, such as below a derivative, is made of other atoms.
    known = _atoms(goal)
    return [r for r in dict.fromkeys(found) if all(canonical(a) in known for a in direct_atoms(r))]


def _apply(
    goal: Proposition, usable: list[Theorem], known: list[Theorem], found: Combination
) -> Theorem | None:
    """The theorem by a certificate, with just the premises that it uses."""
    used = sorted({i for p in found.products for i in p.sources} | {i for i, _ in found.equations})
    kept = [i for i in used if i < len(usable)]
    place = {i: n for n, i in enumerate(kept)}
    place[len(usable)] = len(kept)
    products = tuple(
        Product(p.coefficient, tuple(place[i] for i in p.sources), p.squares)
        for p in found.products
    )
    equations = tuple((place[i], multiplier) for i, multiplier in found.equations)
    facts = [usable[i] for i in kept]
    terms = (goal.left, goal.right) if isinstance(goal, Relation) else ()
    sides = Support(known).defining(*terms)
    if sides is None:
        return None
    # A side premise that is a relation counts as a source as well: the goal comes after it.
    extra = [side for side in sides if side not in facts]
    shift = sum(isinstance(side.conclusion, Relation) for side in extra)
    moved = Combination(
        tuple(_shifted(p, len(kept), shift) for p in products),
        tuple((i + shift if i >= len(kept) else i, m) for i, m in equations),
    )
    return infer(numbers.decide, *facts, *extra, goal=goal, certificate=moved)


def _shifted(product: Product, end: int, shift: int) -> Product:
    return replace(product, sources=tuple(i + shift if i >= end else i for i in product.sources))


def _distinct(theorems: Iterable[Theorem]) -> list[Theorem]:
    """The relations among the theorems, each once; other theorems are kept for side conditions."""
    found: dict[object, Theorem] = {}
    for theorem in theorems:
        conclusion = theorem.conclusion
        key = canonical(conclusion) if isinstance(conclusion, Relation) else conclusion
        found.setdefault(key, theorem)
    return list(found.values())


def _relevant(known: list[Theorem], goal: Relation | None, limit: int) -> list[Theorem]:
    """The relations that are linked to the goal by shared atoms, nearest first, up to a limit."""
    relations = [t for t in known if isinstance(t.conclusion, Relation)]
    if goal is None or len(relations) <= limit:
        return relations
    reached = _atoms(goal)
    chosen: list[Theorem] = []
    rest = [(t, _atoms(t.conclusion)) for t in relations]
    while rest and len(chosen) < limit:
        linked = [(t, a) for t, a in rest if a & reached]
        if not linked:
            break
        linked.sort(key=lambda item: len(item[1] - reached))
        theorem, atoms = linked[0]
        chosen.append(theorem)
        reached |= atoms
        rest = [item for item in rest if item[0] is not theorem]
    return chosen


def _atoms(proposition: Proposition) -> set[str]:
    if not isinstance(proposition, Relation):
        return set()
    sides = (proposition.left, proposition.right)
    return {canonical(atom) for side in sides for atom in direct_atoms(side)}


def _laws_of_atoms(goal: Proposition, known: list[Theorem]) -> list[Theorem]:
    """What is known of absolute values, exponentials, roots and powers just because they occur."""
    terms = [goal.left, goal.right] if isinstance(goal, Relation) else []
    for theorem in known:
        if isinstance(theorem.conclusion, Relation):
            terms += [theorem.conclusion.left, theorem.conclusion.right]
    support = Support(known)
    found = []
    for atom in dict.fromkeys(a for term in terms for a in direct_atoms(term)):
        if not isinstance(atom, Op) or not is_closed(atom):
            continue
        for law, values, conditions in _laws_of(atom):
            sides = _sides(conditions, known, support)
            if sides is not None:
                found.append(infer(elementary.elementary, *sides, law=law, values=values))
                break
    return found


def _sides(
    conditions: Sequence[Proposition], known: list[Theorem], support: Support
) -> list[Theorem] | None:
    """Theorems that give the conditions of a law, at a glance or by a linear combination."""
    found: list[Theorem] = []
    for condition in conditions:
        giving = support.support([condition])
        if giving is None and isinstance(condition, Relation) and condition.op not in ("==", "!="):
            shown = _at_degree(condition, known, (), 1)
            giving = None if shown is None else [shown]
        if giving is None:
            return None
        found += giving
    return found


def _laws_of(atom: Op) -> list[tuple[str, tuple[Term, ...], list[Proposition]]]:
    """The laws of an atom's sign, strongest first: name, values, conditions."""
    first = atom.args[0]
    given = [defined(value) for value in atom.args]
    match atom.name:
        case "abs":
            return [("abs is nonnegative", atom.args, given)]
        case "exp":
            return [("exp is positive", atom.args, given)]
        case "sqrt":
            return [
                ("sqrt is positive", atom.args, [*given, first > ZERO]),
                ("sqrt is nonnegative", atom.args, [*given, first >= ZERO]),
            ]
        case "pow":
            return [("power is positive", atom.args, [*given, first > ZERO])]
        case "log":
            return [("log of one", (), [Relation("==", first, ONE)])]
    return []

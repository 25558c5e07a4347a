"""The procedure that combines instances of known bounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement

import numpy as np

from verifier.decide.combination import find_combination_of
from verifier.decide.deduce import attempt
from verifier.decide.forms import factors
from verifier.decide.instances.envelopes import envelopes
from verifier.decide.instances.pairs import pairs
from verifier.decide.instances.shapes import shapes
from verifier.decide.instances.tangents import letters, tangents
from verifier.decide.instances.tight import TightPoints
from verifier.decide.ordering.board import Board
from verifier.decide.ordering.bridges import bridges
from verifier.decide.ordering.procedure import board_for
from verifier.decide.search import Search
from verifier.kernel.certificates.canonical import canonical, denominators
from verifier.kernel.certificates.combination import Combination, Product
from verifier.kernel.rules import numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import free_variables
from verifier.language.terms import (
    ONE,
    LanguageError,
    Node,
    Number,
    Op,
    Proposition,
    Relation,
    Term,
    size,
    subnodes,
)

FUNCTIONS = frozenset({"exp", "log", "sin", "cos", "atan", "sqrt", "pow"})
MAX_PRODUCTS = 1_600
MAX_ROOTS = 4
MAX_SIZE = 80
MAX_ATOMS = 12


def prove_by_instances(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """An inequality that known bounds imply, at arguments taken from the terms that occur."""
    if not isinstance(goal, Relation) or goal.op in ("==", "!=") or not _applies(goal):
        return None
    try:
        board = board_for(facts, goal, search)
        found = None if board is None else _combined(board, facts, goal)
        return found if found is None or rests_on(found, facts) else None
    except LanguageError:
        return None


def rests_on(theorem: Theorem, facts: Sequence[Theorem]) -> bool:
    """Whether the theorem assumes nothing that the facts do not."""
    return theorem.hypotheses <= frozenset().union(*(fact.hypotheses for fact in facts))


def _applies(goal: Relation) -> bool:
    if len(free_variables(goal)) < 2 or size(goal) > MAX_SIZE:
        return False
    atoms = {n for n in subnodes(goal) if isinstance(n, Op) and n.name in FUNCTIONS}
    named = [a for a in atoms if a.name != "pow" or not _whole(a.args[1])]
    return 0 < len(named) <= MAX_ATOMS


def _whole(term: Term) -> bool:
    return isinstance(term, Number) and term.value.denominator == 1


def _combined(board: Board, facts: Sequence[Theorem], goal: Relation) -> Theorem | None:
    tight = TightPoints([fact.conclusion for fact in facts], goal)
    strict = goal.op in ("<", ">")
    known = letters(board, goal, bridges(board, goal), tight)
    instances = tangents(board, known, strict, tight)
    instances += [*shapes(board, goal), *pairs(board, goal)]
    expansions = bridges(board, goal, *(t.conclusion for t in instances))
    more = [t for t in expansions if _op(t) != "=="]
    signs = _signs(board, goal, [*(letter.positive for letter in known), *more])
    equations = [t for t in (*expansions, *board.facts) if _op(t) == "=="]
    roots = _differences_of_roots(goal, *(t.conclusion for t in expansions))
    if strict:
        signs += _apart(board, roots, equations)
    shown = _by_programming(board, goal, signs, instances, equations, roots, tight)
    more = [] if shown is not None else envelopes(board, goal)
    if not more:
        return shown
    signs = [*signs_of(board, goal), *(t for t in signs if not _has_root(t))]
    return _by_programming(board, goal, signs, more, equations, [], tight)


def signs_of(board: Board, goal: Relation) -> list[Theorem]:
    """The signs of the functions in the goal, but for roots and powers."""
    named = FUNCTIONS - {"sqrt", "pow"}
    atoms = dict.fromkeys(n for n in subnodes(goal) if isinstance(n, Op) and n.name in named)
    found = [board.sign(atom) for atom in atoms]
    return [theorem for theorem in found if theorem is not None]


def _has_root(theorem: Theorem) -> bool:
    return any(isinstance(n, Op) and n.name == "sqrt" for n in subnodes(theorem.conclusion))


def _differences_of_roots(*nodes: Node) -> list[tuple[Term, Term]]:
    """Pairs of roots and exponentials: the square of their difference is nonnegative."""
    atoms = dict.fromkeys(n for node in nodes for n in subnodes(node) if isinstance(n, Op))
    roots = [atom for atom in atoms if atom.name == "sqrt"][:MAX_ROOTS]
    if not roots:
        roots = [atom for atom in atoms if atom.name == "exp"][:MAX_ROOTS]
    return [(a, b) for i, a in enumerate(roots) for b in (*roots[i + 1 :], ONE)]


def _apart(
    board: Board, pairs: Sequence[tuple[Term, Term]], equations: Sequence[Theorem]
) -> list[Theorem]:
    """Which of the pairs are found to differ."""
    if not any(_op(fact) == "!=" for fact in board.facts):
        return []
    found = [board.concluded(equations, Relation("!=", a, b)) for a, b in pairs]
    return [theorem for theorem in found if theorem is not None]


def _op(theorem: Theorem) -> str:
    return theorem.conclusion.op if isinstance(theorem.conclusion, Relation) else ""


def _signs(board: Board, goal: Relation, more: Sequence[Theorem]) -> list[Theorem]:
    """What is multiplied with: inequalities among the facts, positive arguments, denominators."""
    divided = [base for d in denominators(goal.left - goal.right) for base, _ in factors(d)[1]]
    divisors = [board.sign(base) for base in dict.fromkeys(divided)]
    listed = [f for f in board.facts if _op(f) in ("<", "<=", ">", ">=")]
    found: dict[str, Theorem] = {}
    for theorem in (*listed, *more, *(d for d in divisors if d is not None)):
        if not _trivial(theorem):
            found.setdefault(canonical(theorem.conclusion), theorem)
    return list(found.values())


def _trivial(theorem: Theorem) -> bool:
    claim = theorem.conclusion
    return isinstance(claim, Relation) and all(
        isinstance(side, Number) for side in (claim.left, claim.right)
    )


def _by_programming(
    board: Board,
    goal: Relation,
    signs: Sequence[Theorem],
    instances: Sequence[Theorem],
    equations: Sequence[Theorem],
    roots: Sequence[tuple[Term, Term]],
    tight: TightPoints,
) -> Theorem | None:
    """The goal by linear programming over products of signs with each other, the instances and
    the denied goal, and squares of differences of roots."""
    sources = [*signs, *instances, *equations]
    claims = [t.conclusion for t in sources]
    relations = [claim for claim in claims if isinstance(claim, Relation)]
    assert len(relations) == len(claims)
    zero = [tight.vanishing(claim) for claim in relations]
    zero.append(np.ones(tight.points.shape[1], dtype=bool))  # the denied goal
    first, last = len(signs), len(signs) + len(instances)
    place = len(sources)
    for degree in (1, 2):
        products = []
        for chosen in _choices(first, last, place, degree):
            if np.all(np.any([zero[i] for i in chosen], axis=0)):
                products.append(Product(Fraction(1), chosen))
        for a, b in roots:
            agree = tight.vanishing(Relation("==", a, b))
            factors_ = [(), *((i,) for i in range(first))] if degree > 1 else [()]
            products += [
                Product(Fraction(1), chosen, (a - b,))
                for chosen in factors_
                if np.all(np.any([agree, *(zero[i] for i in chosen)], axis=0))
            ]
        if len(products) > MAX_PRODUCTS or board.exhausted():
            return None
        found = find_combination_of(relations, goal, products)
        if found is not None:
            return _concluded(board, goal, sources, found)
    return None


def _choices(first: int, last: int, goal: int, degree: int) -> Iterator[tuple[int, ...]]:
    """Products of at most so many signs with an instance, with the denied goal, or alone."""
    factors = [c for d in range(degree + 1) for c in combinations_with_replacement(range(first), d)]
    yield from (chosen for chosen in factors if chosen)
    for head in (goal, *range(first, last)):
        yield from ((*chosen, head) for chosen in factors)


def _concluded(
    board: Board, goal: Relation, sources: Sequence[Theorem], found: Combination
) -> Theorem | None:
    """The theorem by a certificate, from the sources that it uses if they are enough: a multiplier
    may divide by what another one divides by."""
    used = {i for p in found.products for i in p.sources} | {i for i, _ in found.equations}
    for kept in (sorted(i for i in used if i < len(sources)), list(range(len(sources)))):
        chosen = [sources[i] for i in kept]
        extra = [f for f in _defining(board, goal) if f not in chosen]
        relations = [f for f in extra if isinstance(f.conclusion, Relation)]
        place = {i: n for n, i in enumerate(kept)}
        place[len(sources)] = len(kept) + len(relations)
        made = _decided(goal, [*chosen, *extra], _moved(found, place))
        if made is not None:
            return made
    return None


def _moved(found: Combination, place: dict[int, int]) -> Combination:
    """The certificate with its sources at other places."""
    products = tuple(
        Product(p.coefficient, tuple(place[i] for i in p.sources), p.squares)
        for p in found.products
    )
    return Combination(products, tuple((place[i], multiplier) for i, multiplier in found.equations))


def _decided(
    goal: Relation, premises: Sequence[Theorem], certificate: Combination
) -> Theorem | None:
    return attempt(lambda: infer(numbers.decide, *premises, goal=goal, certificate=certificate))


def _defining(board: Board, goal: Relation) -> list[Theorem]:
    from verifier.decide.support import Support

    return Support(board.facts).defining(goal.left, goal.right) or []

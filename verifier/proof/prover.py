"""The scope of a proof: what is assumed and shown so far, and how side conditions are met."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from verifier.decide.scalar import find_scalar_proof
from verifier.decide.support import Support, conditions_of
from verifier.kernel.rules import logic, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import free_variables, fresh, open_body, symbols
from verifier.language.definedness import defined, membership
from verifier.language.render import text
from verifier.language.terms import (
    NATURAL,
    ONE,
    ZERO,
    And,
    Application,
    Big,
    Exists,
    ForAll,
    Implies,
    IndexRange,
    LanguageError,
    Node,
    Number,
    Or,
    Partial,
    Proposition,
    Relation,
    Term,
    TermLike,
    Variable,
    as_term,
    is_natural,
    subnodes,
)

if TYPE_CHECKING:
    from verifier.proof.run import Trace
    from verifier.proof.store import ProofStore

MAX_DEPTH = 12
NUMBER_SECONDS = 1.0


class ProofError(LanguageError):
    """A step that does not follow; the message says what was to be shown and what was tried.

    `goal` is what could not be shown, `known` what was assumed or shown when it was tried, `scope`
    where, and `advice` what to try.
    """

    def __init__(
        self,
        message: str,
        goal: Proposition | None = None,
        known: Iterable[Proposition] = (),
        scope: Prover | None = None,
        advice: str = "",
    ) -> None:
        super().__init__(message)
        self.goal = goal
        self.known = tuple(dict.fromkeys(known))
        self.scope = scope
        self.advice = advice

    def saying(self, message: str, advice: str = "") -> ProofError:
        """The same error with another message, and with advice where it has none."""
        return ProofError(message, self.goal, self.known, self.scope, self.advice or advice)


@dataclass(frozen=True)
class At:
    """A fact for all indices or times, taken at particular values."""

    of: Reference
    values: tuple[Term, ...]
    using: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Part:
    """One part of a conjunction, counted from 0."""

    of: Reference
    position: int


Reference: TypeAlias = "str | At | Part"


def at(of: Reference, *values: TermLike, using: Sequence[Reference] = ()) -> At:
    """A fact (or part of one) that holds for all indices, times or reals, at these values.

    Where it is an implication, its premise is shown from `using` and the hypotheses.
    """
    return At(of, tuple(as_term(value) for value in values), tuple(using))


def part(of: Reference, position: int) -> Part:
    """The part at `position`, counted from 0, of a fact that is a conjunction."""
    return Part(of, position)


@dataclass(frozen=True)
class Prover:
    """A scope: named facts, and unnamed ones such as the range of a fixed index.

    Of the names in `always` the first, as many as `hypotheses` says, are those of the statement.
    """

    named: Mapping[str, Theorem] = field(default_factory=dict)
    local: tuple[Theorem, ...] = ()
    reserved: tuple[Node, ...] = ()
    always: tuple[str, ...] = ()
    hypotheses: int = 0
    depth: int = 0
    path: tuple[str, ...] = ()
    trace: Trace | None = None
    store: ProofStore | None = None

    def knowing(self, name: str, theorem: Theorem, always: bool = False) -> Prover:
        """The scope with one more named fact; `always` facts are used by every decision."""
        names = (*self.always, name) if always else self.always
        return replace(self, named={**self.named, name: theorem}, always=names)

    def also(self, *theorems: Theorem) -> Prover:
        """The scope with more unnamed facts, which every decision uses."""
        return replace(self, local=(*self.local, *theorems))

    def assuming(self, *propositions: Proposition) -> Prover:
        """The scope under more unnamed assumptions."""
        return self.also(*(infer(logic.assume, proposition=p) for p in propositions))

    def reserving(self, *nodes: Node) -> Prover:
        """The scope in which the variables of `nodes` are not taken for fresh ones."""
        return replace(self, reserved=(*self.reserved, *nodes))

    def within(self, step: str) -> Prover:
        """The scope inside of a step."""
        return replace(self, path=(*self.path, step))

    def fresh(self, hint: str, sort: str, *avoid: Node) -> Variable:
        """A variable that occurs in nothing assumed or shown here."""
        theorems = [*self.named.values(), *self.local]
        nodes = [n for theorem in theorems for n in (*theorem.hypotheses, theorem.conclusion)]
        return fresh(hint, sort, *nodes, *self.reserved, *avoid)

    def fact(self, reference: Reference) -> Theorem:
        """The theorem that a reference names.  Raises `ProofError` with the nearest names."""
        match reference:
            case Part(of, position):
                return infer(logic.and_elim, self.fact(of), position=position)
            case At(of, values, using):
                facts = self.facts(using)
                theorem = self.fact(of)
                for value in values:
                    try:
                        theorem = self.specialise(theorem, value, facts)
                    except ProofError as error:
                        raise self._not_taken(theorem, value, error) from error
                return self._detached(theorem, facts)
            case _ if reference in self.named:
                return self.named[reference]
        near = difflib.get_close_matches(str(reference), self.named, n=3)
        hint = f": did you mean {' or '.join(map(repr, near))}?" if near else ""
        names = ", ".join(map(repr, self.named)) or "none"
        advice = f"name a hypothesis or an earlier step; those that are known here: {names}"
        raise ProofError(f"there is no fact {reference!r} here{hint}", advice=advice)

    def _not_taken(self, theorem: Theorem, value: Term, error: ProofError) -> ProofError:
        fact = text(theorem.conclusion)
        unfixed = sorted(v.name for v in free_variables(value) - {*self.reserved})
        advice = f"name facts that give it: at(..., {text(value)}, using=['a step'])"
        if unfixed:
            advice = (
                f"{unfixed[0]} stands for no value here: claim it for all, "
                f"by.fix({unfixed[0]}, ...), with this step inside"
            )
        return error.saying(f"to take '{fact}' at {text(value)}: {error}", advice)

    def facts(self, references: Iterable[Reference]) -> list[Theorem]:
        """The theorems that the references name."""
        return [self.fact(reference) for reference in references]

    def scope(self, using: Iterable[Theorem] = ()) -> list[Theorem]:
        """What every decision may use: the given theorems, local facts and hypotheses."""
        return [*using, *self.local, *(self.named[name] for name in self.always)]

    def specialise(self, theorem: Theorem, value: Term, using: Iterable[Theorem] = ()) -> Theorem:
        """A fact for all values of a domain, at a value whose membership is obtained."""
        quantified = theorem.conclusion
        if isinstance(quantified, Implies):
            premise = self.obtain(quantified.premise, using)
            return self.specialise(infer(logic.modus_ponens, theorem, premise), value, using)
        if not isinstance(quantified, ForAll):
            raise ProofError(f"'{text(quantified)}' does not hold for all values of something")
        conditions = (defined(value), *membership(quantified.domain, value))
        sides = [self.obtain(condition, using) for condition in conditions]
        return infer(logic.specialise, theorem, *sides, value=value)

    def obtain(self, goal: Proposition, using: Iterable[Theorem] = ()) -> Theorem:
        """A theorem that states `goal`, from the scope and the given theorems.

        Takes apart connectives and quantifiers and decides the relations.  Raises `ProofError`.
        """
        using = list(using)
        if self.depth > MAX_DEPTH:
            raise ProofError(f"gave up on '{text(goal)}': too many nested side conditions", goal)
        below = replace(self, depth=self.depth + 1)
        for theorem in _spread(self.scope(using)):
            if theorem.conclusion == goal:
                return theorem
        match goal:
            case And(parts):
                return infer(logic.and_intro, *(self.obtain(p, using) for p in parts))
            case Implies(premise, conclusion):
                inner = self.assuming(premise).obtain(conclusion, using)
                return infer(logic.implies_intro, inner, premise=premise)
            case ForAll():
                return below.for_all(goal, using)
            case Or(parts):
                return below._some_part(goal, parts, using)
            case Exists(IndexRange(), _):
                return below._some_index(goal, using)
            case Relation("==", Partial() as left, right) if left == right:
                return below._differentiable(goal, left, using)
            case Relation("!=", left, right) if right == ZERO:
                return below._nonzero(goal, left, using)
            case Relation():
                return below._sign_of_big(goal, using) or below.decide(goal, using)
        raise ProofError(f"cannot show '{text(goal)}' without a step of its own", goal)

    def _differentiable(self, goal: Proposition, term: Partial, using: list[Theorem]) -> Theorem:
        # `term == term` is how the language says that a partial derivative is defined.
        from verifier.proof.analysis import partial_value

        return infer(numbers.follows, partial_value(self, term, using), goal=goal)

    def _nonzero(self, goal: Relation, term: Term, using: list[Theorem]) -> Theorem:
        # What is not zero is mostly positive.  A sign is found by fewer products of facts than a
        # contradiction with a term that is zero, and where that term is a denominator in the facts
        # there is no such search at all.
        sign = term > ZERO
        try:
            shown = self._sign_of_big(sign, using) or self.decide(sign, using, degree=2)
            return infer(numbers.follows, shown, goal=goal)
        except LanguageError:
            return self.decide(goal, using)

    def _sign_of_big(self, goal: Relation, using: list[Theorem]) -> Theorem | None:
        """The sign of a sum or product from that of its parts, where that is the whole goal."""
        from verifier.proof.big import sign_of_big

        low, high = (goal.left, goal.right) if goal.op[0] == "<" else (goal.right, goal.left)
        if low != ZERO or not isinstance(high, Big) or goal.op in ("==", "!="):
            return None
        try:
            return infer(numbers.follows, sign_of_big(self, goal, using), goal=goal)
        except LanguageError:
            return None

    def _detached(self, theorem: Theorem, using: list[Theorem]) -> Theorem:
        """The conclusion of an implication whose premise can be shown; else the implication."""
        if not isinstance(theorem.conclusion, Implies):
            return theorem
        try:
            premise = self.obtain(theorem.conclusion.premise, using)
        except ProofError:
            return theorem
        return self._detached(infer(logic.modus_ponens, theorem, premise), using)

    def for_all(self, goal: ForAll, using: Iterable[Theorem] = ()) -> Theorem:
        """A quantified proposition, its body obtained for a fresh variable."""
        using = list(using)
        nodes = [goal, *(n for t in using for n in (*t.hypotheses, t.conclusion))]
        variable = self.fresh(goal.hint, goal.domain.sort, *nodes)
        inside = membership(goal.domain, variable)
        body = open_body(goal.body, variable.sort, variable)
        shown = self.assuming(*inside).reserving(variable).obtain(body, using)
        return infer(logic.generalise, shown, variable=variable, domain=goal.domain, hint=goal.hint)

    def _some_part(
        self, goal: Proposition, parts: Sequence[Proposition], using: list[Theorem]
    ) -> Theorem:
        for candidate in parts:
            try:
                shown = self.obtain(candidate, using)
            except LanguageError:
                continue
            return infer(logic.or_intro, shown, disjunction=goal)
        raise ProofError(f"none of the cases of '{text(goal)}' could be shown", goal)

    def _some_index(self, goal: Exists, using: list[Theorem]) -> Theorem:
        nodes, domain = [goal, *(t.conclusion for t in self.scope(using))], goal.domain
        for value in [ONE, *sorted(_naturals(*nodes), key=lambda v: v.name)]:
            try:
                return self.exists(goal, value, using)
            except LanguageError:
                continue
        if isinstance(domain, IndexRange) and goal.body == Relation("<=", ZERO, ZERO):
            raise ProofError(f"the range {text(domain)} may be empty", goal)
        raise ProofError(f"no index was found for '{text(goal)}'", goal)

    def exists(self, goal: Exists, value: Term, using: Iterable[Theorem] = ()) -> Theorem:
        """An existence claim by its witness."""
        body = open_body(goal.body, goal.domain.sort, value)
        conditions = (defined(value), *membership(goal.domain, value))
        sides = [self.obtain(condition, using) for condition in conditions]
        shown = self.obtain(body, using)
        return infer(logic.exists_intro, shown, *sides, claim=goal, value=value)

    def definedness(self, *terms: Term, using: Iterable[Theorem] = ()) -> list[Theorem]:
        """Theorems that together give that the terms are defined."""
        using, conditions = list(using), conditions_of(*terms)
        facts = Support(self.scope(using)) if conditions else Support([])
        sides: list[Theorem] = []
        for condition in conditions:
            giving = facts.giving(condition)
            sides += [self._needed(condition, terms, using)] if giving is None else giving
        return sides

    def _needed(
        self, condition: Proposition, terms: Sequence[Term], using: list[Theorem]
    ) -> Theorem:
        """What makes terms defined, from the scope and the given theorems."""
        try:
            return self.obtain(condition, using)
        except ProofError as error:
            where = " or ".join(f"'{text(t)}'" for t in terms if condition in conditions_of(t))
            raise error.saying(
                f"{error}, without which {where} may be undefined",
                f"add a hypothesis, or a step before, that gives '{text(condition)}', and name it",
            ) from error

    def decide(
        self,
        goal: Proposition,
        using: Iterable[Theorem] = (),
        squares: Sequence[Term] = (),
        degree: int | None = None,
    ) -> Theorem:
        """A relation from the scope and the given theorems, by a certificate that is searched for.

        Raises `ProofError` if none is found.
        """
        if isinstance(goal, Relation) and not (free_variables(goal) or symbols(goal)):
            shown = _between_numbers(goal)
            if shown is not None:
                return shown
        given = list(using)
        known = _spread(self.scope(given))
        known += self._instances(known, goal)
        known += [infer(numbers.natural_bound, term=n) for n in _naturals(goal, *_stated(known))]
        known += [step for theorem in known for step in _next_natural(theorem)]
        relation = goal if isinstance(goal, Relation) else None
        if relation is not None:
            known += self._defining(relation, known, given)
        found = find_scalar_proof(goal, known, squares, degree)
        if found is None:
            raise ProofError(
                f"no certificate was found for '{text(goal)}'",
                goal,
                (theorem.conclusion for theorem in self.scope(given)),
                self,
            )
        return found

    def _defining(
        self, goal: Relation, known: list[Theorem], given: list[Theorem]
    ) -> list[Theorem]:
        facts, below, added = Support(known), replace(self, depth=self.depth + 1), []
        for condition in conditions_of(goal.left, goal.right):
            if facts.giving(condition) is None:
                if condition == goal:
                    what = text(goal.left)
                    raise ProofError(f"no fact named here gives that '{what}' exists", goal)
                added.append(below._needed(condition, (goal.left, goal.right), given))
        return added

    def _instances(self, known: list[Theorem], goal: Proposition) -> list[Theorem]:
        """Facts for all indices, at the indices that the goal speaks of."""
        quantified = [t for t in known if _over_indices(t.conclusion)]
        if not quantified or self.depth > MAX_DEPTH - 3:
            return []
        facts, found = Support(known), list[Theorem]()
        values = list(dict.fromkeys(_indices(goal)))
        while quantified:
            theorem = quantified.pop()
            for value in values:
                instance = _at_a_glance(theorem, value, facts)
                if instance is None:
                    continue
                for piece in _spread([instance]):
                    (quantified if _over_indices(piece.conclusion) else found).append(piece)
        return found


def _between_numbers(goal: Relation) -> Theorem | None:
    """A relation between numbers, by rational arithmetic or by enclosures."""
    from verifier.decide.obligation import prove_obligation

    try:
        return infer(numbers.follows, goal=goal)
    except LanguageError:
        return prove_obligation([], goal, NUMBER_SECONDS)


def _spread(theorems: Iterable[Theorem]) -> list[Theorem]:
    """The theorems, with conjunctions taken apart as well."""
    found: list[Theorem] = []
    stack = list(theorems)[::-1]
    while stack:
        theorem = stack.pop()
        found.append(theorem)
        if isinstance(theorem.conclusion, And):
            for position in range(len(theorem.conclusion.args)):
                stack.append(infer(logic.and_elim, theorem, position=position))
    return found


def _stated(theorems: Iterable[Theorem]) -> Iterator[Proposition]:
    return (t.conclusion for t in theorems if isinstance(t.conclusion, Relation))


def _next_natural(theorem: Theorem) -> Iterator[Theorem]:
    """m + 1 <= n from m < n for naturals."""
    match theorem.conclusion:
        case Relation("<", less, more) | Relation(">", more, less):
            if is_natural(less) and is_natural(more):
                turned = infer(numbers.follows, theorem, goal=Relation("<", less, more))
                yield infer(numbers.natural_step, turned, left=less, right=more)


def _over_indices(proposition: Proposition) -> bool:
    return isinstance(proposition, ForAll) and proposition.domain.sort == NATURAL


def _at_a_glance(theorem: Theorem, value: Term, facts: Support) -> Theorem | None:
    quantified = theorem.conclusion
    assert isinstance(quantified, ForAll)
    sides = facts.support(membership(quantified.domain, value))
    if sides is None:
        return None
    return infer(logic.specialise, theorem, *sides, value=value)


def _naturals(*nodes: Node) -> set[Variable]:
    return {v for v in free_variables(*nodes) if v.sort == NATURAL}


def _indices(goal: Node) -> Iterator[Term]:
    """The closed natural terms at which the goal uses families, sequences and ranges."""
    for node in subnodes(goal):
        if isinstance(node, Application):
            yield from (a for a in node.args if is_natural(a) and not _has_bound(a))
        elif isinstance(node, Big):
            yield from (o for o in node.omit if not _has_bound(o))


def _has_bound(term: Term) -> bool:
    return not isinstance(term, Number) and not free_variables(term)

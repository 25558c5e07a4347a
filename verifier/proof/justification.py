"""What stands behind a step: a rule by name, the facts it uses, and how to carry it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.decide.support import Support
from verifier.kernel.rules import logic, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import open_body, substitute, transform
from verifier.language.definedness import membership
from verifier.language.render import text
from verifier.language.terms import (
    NATURAL,
    REAL,
    And,
    Exists,
    ForAll,
    Implies,
    LanguageError,
    Number,
    Op,
    Proposition,
    Relation,
    is_natural,
    subnodes,
)
from verifier.proof.prover import At, Part, ProofError, Prover, Reference

if TYPE_CHECKING:
    from verifier.lemma import Lemma, Step

Action = Callable[[Prover, Proposition | None], Theorem]


@dataclass(frozen=True, eq=False)
class Justification:
    """How a step is shown: `carry_out(scope, claim)` returns a theorem that states the claim.

    `cases` says of each of the substeps in which case it is taken, if in one.
    """

    rule: str
    premises: tuple[Reference, ...]
    carry_out: Action
    substeps: tuple[Step, ...] = ()
    uses: tuple[Lemma, ...] = ()
    cases: tuple[str, ...] = ()

    @property
    def premise_names(self) -> tuple[str, ...]:
        """The names of the facts used, for display."""
        return tuple(reference_name(premise) for premise in self.premises)


def reference_name(reference: Reference) -> str:
    """A reference as it is shown to readers."""
    match reference:
        case At(of, values):
            return f"{reference_name(of)} at {', '.join(text(value) for value in values)}"
        case Part(of, position):
            return f"{reference_name(of)}, part {position + 1}"
    return reference


def claimed(claim: Proposition | None, rule: str) -> Proposition:
    """The claim, which this kind of step must have."""
    if claim is None:
        raise ProofError(f"a step by {rule} must state what it claims")
    return claim


def relation_of(claim: Proposition | None, rule: str) -> Relation:
    """The claim as a relation."""
    claim = claimed(claim, rule)
    if not isinstance(claim, Relation):
        raise ProofError(f"'{text(claim)}' is not a relation, which {rule} needs", claim)
    return claim


def adapt(scope: Prover, theorem: Theorem, claim: Proposition | None) -> Theorem:
    """The theorem in the form of the claim, where the two agree up to arithmetic.

    Raises `ProofError` showing both if they do not.
    """
    if claim is None or theorem.conclusion == claim:
        return theorem
    known = [theorem, *scope.scope()]
    sides = Support(known).support([claim])
    if sides is not None:
        return infer(numbers.follows, *sides, goal=claim)
    if isinstance(claim, Relation) and isinstance(theorem.conclusion, Relation):
        try:
            return scope.decide(claim, [theorem])
        except LanguageError:
            pass
    inside = _adapt_inside(scope, theorem, claim) or _adapt_folded(scope, theorem, claim)
    if inside is not None:
        return inside
    raise ProofError(
        f"the rule gives '{text(theorem.conclusion)}', the step claims '{text(claim)}'", claim
    )


def _adapt_folded(scope: Prover, theorem: Theorem, claim: Proposition) -> Theorem | None:
    """The theorem in the form of a claim with a sum or product of numbers in it, such as the
    exponent in a**(1 - 1), which in a script Python has worked out; None for others."""
    found = ((node, _worked_out(node)) for node in subnodes(claim) if isinstance(node, Op))
    node, value = next((pair for pair in found if pair[1] is not None), (None, None))
    if node is None or value is None:
        return None
    hole = scope.fresh("hole", NATURAL if is_natural(node) else REAL, theorem.conclusion, claim)
    context = transform(claim, lambda part, _depth: hole if part == node else None)
    folded = adapt(scope, theorem, substitute(context, {hole: value}))
    equality = infer(numbers.follows, goal=Relation("==", value, node))
    return infer(logic.rewrite, equality, folded, context=context, hole=hole)


def _worked_out(term: Op) -> Number | None:
    match term:
        case Op("add", (Number(a), Number(b))):
            return Number(a + b)
        case Op("sub", (Number(a), Number(b))):
            return Number(a - b)
        case Op("mul", (Number(a), Number(b))):
            return Number(a * b)
    return None


def _adapt_inside(scope: Prover, theorem: Theorem, claim: Proposition) -> Theorem | None:
    """The theorem in the form of a claim of the same shape, part by part; None for others."""
    match theorem.conclusion, claim:
        case And(parts), And(others) if len(parts) == len(others):
            pieces = [infer(logic.and_elim, theorem, position=i) for i in range(len(parts))]
            shown = [adapt(scope, a, b) for a, b in zip(pieces, others, strict=True)]
            return infer(logic.and_intro, *shown)
        case Implies(given, _), Implies(premise, conclusion):
            inner = scope.assuming(premise)
            follows = infer(logic.modus_ponens, theorem, inner.obtain(given))
            return infer(logic.implies_intro, adapt(inner, follows, conclusion), premise=premise)
        case Relation(), Implies(premise, conclusion):
            weaker = adapt(scope.assuming(premise), theorem, conclusion)
            return infer(logic.implies_intro, weaker, premise=premise)
        case ForAll(domain, _), ForAll(other, body, hint) if domain == other:
            variable = scope.fresh(hint, domain.sort, theorem.conclusion, claim)
            inner = scope.assuming(*membership(domain, variable)).reserving(variable)
            instance = inner.specialise(theorem, variable)
            part = adapt(inner, instance, open_body(body, domain.sort, variable))
            return infer(logic.generalise, part, variable=variable, domain=domain, hint=hint)
        case Exists(domain, given, hint), Exists(other, body, _) if domain == other:
            variable = scope.fresh(hint, domain.sort, theorem.conclusion, claim)
            inner = scope.assuming(*membership(domain, variable)).reserving(variable)
            such = infer(logic.assume, proposition=open_body(given, domain.sort, variable))
            part = adapt(inner, such, open_body(body, domain.sort, variable))
            found = infer(logic.exists_intro, part, *inner.local, claim=claim, value=variable)
            return infer(logic.exists_elim, theorem, found, variable=variable)
    return None

"""The whole portfolio: a statement about scalars is proved, refuted, or left unknown with a reason.

Nothing here is trusted: a proof is replayed by the kernel, and a counterexample evaluated
rigorously, before either is believed.  Searches for a proof and for a counterexample take turns,
the cheap ones first.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from verifier.decide.boxes import prove_by_boxes
from verifier.decide.calculus import prove_by_calculus
from verifier.decide.comparison import prove_by_comparison, prove_in_either_order
from verifier.decide.compound import prove_by_compound
from verifier.decide.decision import Decision, unknown
from verifier.decide.deduce import assumed, defining, followed, parts_of
from verifier.decide.focus import prove_focused
from verifier.decide.homogeneity import prove_by_homogeneity
from verifier.decide.instances import prove_by_instances
from verifier.decide.integers import prove_by_integers
from verifier.decide.normal import ALTERNATIVES, SIMPLIFIERS
from verifier.decide.numeric import inputs_of, samples
from verifier.decide.obstacle import obstacle
from verifier.decide.ordering import prove_by_ordering
from verifier.decide.parametric import prove_by_parameter
from verifier.decide.polynomial import prove_polynomial
from verifier.decide.refutation import Refutation, stages
from verifier.decide.search import Procedure, Search
from verifier.decide.solver import solved
from verifier.kernel.certificates.combination import Combination, Product
from verifier.kernel.facts import must_be_defined
from verifier.kernel.proof_file import check_proof
from verifier.kernel.rules import logic, numbers
from verifier.kernel.theorem import CITED, Theorem, infer
from verifier.language.definedness import implies_definedness
from verifier.language.render import text
from verifier.language.statement import Hypothesis, Statement
from verifier.language.terms import (
    FALSE,
    TRUE,
    ZERO,
    And,
    LanguageError,
    Proposition,
    Relation,
    as_term,
)
from verifier.proof_writer import proof_to_json

# Shares of the time for the first and the second search for a proof.
FIRST, SECOND = 0.15, 0.75
EXPLAINING = 0.05  # the share that is kept for saying what stood in the way
STAGES_BEFORE_FIRST, STAGES_BEFORE_SECOND = 1, 3

# What a step of a proof tells of the method, by its rule.
METHODS = {
    "decide": "polynomial certificate",
    "enclosed": "ball arithmetic",
    "increasing": "sign of a derivative",
    "mean_value": "sign of a derivative",
    "induction": "induction",
    "cases": "cases",
}


def _at_a_glance(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    return followed(facts, goal)


def _limited(procedure: Procedure, share: float) -> Procedure:
    """The procedure with a share of the time that is left, so that others have a turn."""

    def limited(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
        return procedure(facts, goal, search.within(share * search.remaining()))

    return limited


PROCEDURES: tuple[Procedure, ...] = (
    _at_a_glance,
    _limited(prove_by_calculus, 0.3),
    _limited(prove_polynomial, 0.3),
    prove_by_integers,
    prove_focused,
    prove_in_either_order,
    _limited(prove_by_compound, 0.4),
    _limited(prove_by_homogeneity, 0.4),
    _limited(prove_by_comparison, 0.4),
    _limited(prove_by_boxes, 0.4),
    _limited(prove_by_ordering, 0.3),
    _limited(prove_by_instances, 0.4),
    *SIMPLIFIERS,
    _limited(prove_by_parameter, 0.5),
    *ALTERNATIVES,
)


@dataclass(frozen=True)
class Proof:
    """What proves a statement: the theorem, and for each part one that it is defined or None.

    `guards` are the hypotheses that were put into the statement before those whose terms are
    defined only then.  They ask for nothing new: a relation is true only where it is defined.
    """

    statement: Statement
    theorem: Theorem
    definedness: tuple[Theorem | None, ...]
    guards: tuple[Hypothesis, ...]


def decide_statement(
    statement: Statement, seconds: float, require_certificate: bool = False
) -> Decision:
    """Guaranteed to say `proved` only with a proof that the kernel has replayed or, unless
    `require_certificate`, by a solver that is named; `refuted` and `ill-posed` only with a witness
    that rigorous evaluation has confirmed."""
    started = time.monotonic()
    try:
        found = _decided(statement, started, seconds, require_certificate)
    except LanguageError as error:
        found = unknown(f"it is beyond a limit: {error}")
    return replace(found, seconds=time.monotonic() - started)


def _decided(
    statement: Statement, started: float, seconds: float, require_certificate: bool
) -> Decision:
    deadline = started + seconds
    attacks = stages(statement, deadline - EXPLAINING * seconds)
    refutation = _attacked(attacks, STAGES_BEFORE_FIRST)
    if refutation is not None:
        return refuted(refutation)
    search = Search(started + FIRST * seconds, PROCEDURES)
    proof = find_proof(statement, search)
    if proof is None:
        refutation = _attacked(attacks, STAGES_BEFORE_SECOND - STAGES_BEFORE_FIRST)
        if refutation is not None:
            return refuted(refutation)
        search = Search(started + SECOND * seconds, PROCEDURES, defects=search.defects)
        proof = find_proof(statement, search)
    if proof is not None:
        return proved(proof)
    refutation = _attacked(attacks)
    if refutation is not None:
        return refuted(refutation)
    left = deadline - EXPLAINING * seconds - time.monotonic()
    by_solver = solved(statement, left, require_certificate)
    if by_solver.verdict != "unknown":
        return by_solver
    over = time.monotonic() >= deadline - EXPLAINING * seconds
    reasons = ["the time limit was reached" if over else "no procedure applies"]
    reasons.append(obstacle(statement, EXPLAINING * seconds / 2))
    reasons += [f"a defect was met: {defect}" for defect in dict.fromkeys(search.defects)]
    return unknown("; ".join(reason for reason in reasons if reason))


def _attacked(attacks: Iterator[Refutation | None], count: int | None = None) -> Refutation | None:
    """What the next stages of the search for a counterexample find, all of them without `count`.

    That a hypothesis is undefined somewhere speaks against nothing: it is false there.
    """
    for found in itertools.islice(attacks, count):
        if found is not None and (found.kind == "refuted" or found.where == "conclusion"):
            return found
    return None


def find_proof(statement: Statement, search: Search) -> Proof | None:
    """The statement, and that it is defined wherever its hypotheses allow."""
    facts: list[Theorem] = []
    definedness: list[Theorem | None] = []
    hypotheses: list[Hypothesis] = []
    guards: list[Hypothesis] = []
    for hypothesis in statement.hypotheses:
        part = hypothesis.proposition
        condition = must_be_defined(part, is_conclusion=False)
        shown = None if condition == TRUE else prove_sequent(facts, condition, search)
        if condition != TRUE and shown is None:
            if not implies_definedness(part) or must_be_defined(condition, False) != TRUE:
                return None
            guard = Hypothesis(f"{hypothesis.name} is defined", condition)
            guards.append(guard)
            hypotheses.append(guard)
            definedness.append(None)
            shown = infer(logic.assume, proposition=condition)
        hypotheses.append(hypothesis)
        definedness.append(shown)
        facts += [p for theorem in assumed(part) for p in parts_of(theorem)]
        facts += [] if shown is None else parts_of(shown)
    condition = must_be_defined(statement.conclusion, is_conclusion=True)
    shown = None if condition == TRUE else prove_sequent(facts, condition, search)
    theorem = prove_sequent(facts, statement.conclusion, search)
    if theorem is None:
        theorem = _from_contradiction(facts, statement.conclusion, search)
    if theorem is None or (condition != TRUE and shown is None):
        return None
    read = replace(statement, hypotheses=tuple(hypotheses))
    return Proof(read, theorem, (*definedness, shown), tuple(guards))


def _from_contradiction(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """Anything, where no point satisfies the facts."""
    given = [fact.conclusion for fact in facts if isinstance(fact.conclusion, Relation)]
    inputs = tuple(dict.fromkeys(term for relation in given for term in inputs_of(relation)))
    if not inputs or samples(given, inputs, 1).shape[1]:
        return None
    # Written with the variables, so that the facts about them are seen to bear on it.
    absurd = sum((ZERO * term for term in inputs), start=as_term(1)) < ZERO
    shown = search.prove(facts, absurd)
    if shown is None:
        return None
    certificate = Combination((Product(Fraction(1), (0,)), Product(Fraction(1), ())))
    false = infer(numbers.decide, shown, goal=FALSE, certificate=certificate)
    return infer(logic.cases, false, conclusion=goal)


def prove_sequent(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    """The goal from the facts, each part of a conjunction by itself, after that its terms are
    defined."""
    if isinstance(goal, And):
        known, shown = list(facts), []
        for part in goal.args:
            theorem = prove_sequent(known, part, search)
            if theorem is None:
                return None
            shown.append(theorem)
            known.append(theorem)
        return infer(logic.and_intro, *shown)
    if not isinstance(goal, Relation):
        return search.prove(facts, goal)
    defined = defining(search, facts, goal.left, goal.right)
    return None if defined is None else search.prove(defined, goal)


def proved(proof: Proof) -> Decision:
    """The verdict by a proof, after that has been checked again from its JSON value."""
    try:
        certificate = proof_to_json("problem", proof.statement, proof.theorem, proof.definedness)
        checked = check_proof(certificate)
    except LanguageError as error:
        return unknown(f"the proof that was found does not check: {error}")
    if checked.statement != proof.statement:
        return unknown("the proof that was found is one of another statement")
    cited = tuple(CITED[name] for name in checked.cited)
    asked = "; ".join(text(guard.proposition) for guard in proof.guards)
    reason = f"a hypothesis is defined, and so true, only where {asked}" if asked else ""
    method = method_of(proof.theorem)
    return Decision("proved", method, cited, reason=reason, certificate=certificate)


def method_of(theorem: Theorem) -> str:
    """What the steps of a proof rest on, in words."""
    found: dict[str, None] = {}
    seen: set[int] = set()
    stack = [theorem]
    while stack:
        current = stack.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        stack += current.derivation.premises
        found[METHODS.get(current.derivation.rule, "")] = None
    return ", ".join(sorted(method for method in found if method)) or "laws and hypotheses"


def refuted(refutation: Refutation) -> Decision:
    """The verdict by a witness."""
    if refutation.kind == "refuted":
        return Decision("refuted", "counterexample", counterexample=refutation.values)
    return Decision("ill-posed", "undefined point", undefined_at=refutation.values)

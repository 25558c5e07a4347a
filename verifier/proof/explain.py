"""Why a step does not follow: how far an equality misses, and a point where the claim fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from verifier.language.binding import free_variables, symbols
from verifier.language.render import text
from verifier.language.statement import Declaration, Hypothesis, Over, Statement
from verifier.language.terms import Big, LanguageError, Relation, Symbol, Variable, subnodes
from verifier.proof.prover import ProofError, Prover

SEARCH_SECONDS = 2.0


@dataclass(frozen=True)
class Explanation:
    """What is added to the reason, an exact point where what is known holds and the goal does not,
    if one was found, and what to try, if there is more to say than the report knows."""

    reason: str
    witness: dict[str, Any] | None
    advice: str = ""


def explain(statement: Statement, error: LanguageError, scope: Prover | None = None) -> Explanation:
    """What can be said of a goal that could not be shown within a proof of `statement`; `scope` is
    that of the step that failed."""
    if not isinstance(error, ProofError):
        return Explanation("", None)
    if scope is not None and not error.known:
        known = [theorem.conclusion for theorem in scope.scope()]
        error = ProofError(str(error), error.goal, known, error.scope, error.advice)
    if error.goal is None:
        return Explanation("", None, error.advice)
    named = _to_be_named(error)
    if named:
        shown = ", ".join(named)
        return Explanation(f"; it follows from {shown}", None, f"name in the step: {shown}")
    witness = _witness(statement, error)
    advice = error.advice or ("" if witness else _advice(error))
    return Explanation(_missing(error), witness, advice)


def _advice(error: ProofError) -> str:
    """What to try where nothing is known to be false."""
    if error.goal is None:
        return ""
    big = next((node for node in subnodes(error.goal) if isinstance(node, Big)), None)
    if big is not None:
        return (
            f"arithmetic does not look into '{text(big)}': show what is needed of it by a step of "
            "its own, by.termwise, by.sign, by.linear, by.split_off, by.unfold or by.constant"
        )
    unfixed = error.scope and sorted(
        v.name for v in free_variables(error.goal) - {*error.scope.reserved}
    )
    if unfixed:
        return (
            f"{unfixed[0]} stands for no value here: claim it for all, by.fix({unfixed[0]}, ...), "
            "with this step inside"
        )
    return ""


def _to_be_named(error: ProofError) -> list[str]:
    """The named facts from which the goal does follow, if the step had only named them."""
    scope = error.scope
    if scope is None or not isinstance(error.goal, Relation):
        return []
    others = {id(t): n for n, t in scope.named.items() if n not in scope.always}
    try:
        shown = scope.decide(error.goal, [t for t in scope.named.values() if id(t) in others])
    except LanguageError:
        return []
    found: dict[str, None] = {}
    seen: set[int] = set()
    stack = [shown]
    while stack:
        theorem = stack.pop()
        if id(theorem) in others:
            found[repr(others[id(theorem)])] = None
        elif id(theorem) not in seen:
            seen.add(id(theorem))
            stack.extend(theorem.derivation.premises)
    return sorted(found)


def _missing(error: ProofError) -> str:
    goal = error.goal
    if not isinstance(goal, Relation) or goal.op != "==":
        return ""
    from verifier.decide.difference import difference

    return f"; before any fact is used, left - right of '{text(goal)}' is {difference(goal)}"


def _witness(statement: Statement, error: ProofError) -> dict[str, Any] | None:
    from verifier.evidence.counterexample import search
    from verifier.language.evaluate import Kind

    attempt = _as_statement(statement, error)
    if attempt is None:
        return None
    found = search(attempt, 0, SEARCH_SECONDS)
    if found is None or found.outcome.kind is not Kind.VIOLATED:
        return None
    return found.instance.to_json()


def _as_statement(statement: Statement, error: ProofError) -> Statement | None:
    """The goal under what was known, as a statement; None if it has families of unknown extent."""
    assert error.goal is not None
    parts = [*error.known, error.goal]
    extents: dict[Variable | Symbol, Over] = {
        d.symbol: d for d in statement.variables if isinstance(d, Over)
    }
    declared = {d.symbol if isinstance(d, Over) else d for d in statement.variables}
    variables: list[Declaration] = []
    for item in sorted(free_variables(*parts) | symbols(*parts), key=lambda i: i.name):
        if item in extents:
            variables += [v for v in free_variables(extents[item].upper) if v not in variables]
            variables.append(extents[item])
        elif item in declared or item in free_variables(*parts):
            variables += [item] if item not in variables else []
        else:
            return None
    hypotheses = tuple(Hypothesis(f"fact {i + 1}", p) for i, p in enumerate(error.known))
    return Statement(tuple(variables), hypotheses, error.goal)

"""Classical logic over terms that may be undefined, and equality."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.kernel.certificates.combination import negated
from verifier.kernel.facts import Facts
from verifier.kernel.theorem import Conclusion, Theorem, conclude, expect, require, rule
from verifier.language.binding import (
    Lambda,
    close,
    free_variables,
    fresh,
    open_body,
    rename_symbol,
    substitute,
    substitute_symbol,
    symbols,
)
from verifier.language.calculus import derivative, totality
from verifier.language.definedness import defined, for_all, membership
from verifier.language.terms import (
    NATURAL,
    And,
    Domain,
    Exists,
    ForAll,
    Implies,
    Not,
    Or,
    Proposition,
    Relation,
    Symbol,
    Term,
    Variable,
)

Premises = tuple[Theorem, ...]


@rule
def assume(premises: Premises, proposition: Proposition) -> Conclusion:
    """P |- P."""
    require(not premises, "assume takes no premises")
    return Conclusion(frozenset([proposition]), proposition)


@rule
def implies_intro(premises: Premises, premise: Proposition) -> Conclusion:
    """From G, A |- B: G |- A implies B."""
    (body,) = premises
    return conclude(premises, Implies(premise, body.conclusion), drop=[premise])


@rule
def modus_ponens(premises: Premises) -> Conclusion:
    """From A implies B, and A: B."""
    major, minor = premises
    implication = expect(major.conclusion, Implies, "the first premise")
    require(implication.premise == minor.conclusion, "the second premise is not the antecedent")
    return conclude(premises, implication.conclusion)


@rule
def and_intro(premises: Premises) -> Conclusion:
    """From A, B, ...: A and B and ..."""
    return conclude(premises, And(tuple(premise.conclusion for premise in premises)))


@rule
def and_elim(premises: Premises, position: int) -> Conclusion:
    """From a conjunction, the part at `position`, counted from 0."""
    (whole,) = premises
    parts = expect(whole.conclusion, And, "the premise").args
    require(0 <= position < len(parts), f"the conjunction has no part {position}")
    return conclude(premises, parts[position])


@rule
def or_intro(premises: Premises, disjunction: Proposition) -> Conclusion:
    """From A, any disjunction that has A as a part."""
    (part,) = premises
    parts = expect(disjunction, Or, "the conclusion").args
    require(part.conclusion in parts, "the premise is not a part of the disjunction")
    return conclude(premises, disjunction)


@rule
def cases(premises: Premises, conclusion: Proposition) -> Conclusion:
    """From A or B or ..., and the same conclusion from each part: the conclusion."""
    whole, *branches = premises
    parts = expect(whole.conclusion, Or, "the first premise").args
    require(len(parts) == len(branches), "there must be one branch for each case")
    hypotheses = whole.hypotheses
    for part, branch in zip(parts, branches, strict=True):
        require(branch.conclusion == conclusion, "a branch ends in another conclusion")
        hypotheses |= branch.hypotheses - {part}
    return Conclusion(hypotheses, conclusion)


@rule
def excluded_middle(premises: Premises, proposition: Proposition) -> Conclusion:
    """A or not A."""
    require(not premises, "excluded_middle takes no premises")
    return Conclusion(frozenset(), Or((proposition, Not(proposition))))


@rule
def contradiction(premises: Premises, conclusion: Proposition) -> Conclusion:
    """From A and not A, anything."""
    claim, denial = premises
    require(denial.conclusion == Not(claim.conclusion), "the premises do not contradict each other")
    return conclude(premises, conclusion)


@rule
def negate_relation(premises: Premises) -> Conclusion:
    """From not (a < b) with a and b defined: b <= a; likewise for the other relations."""
    denial, *definitions = premises
    relation = expect(
        expect(denial.conclusion, Not, "the first premise").arg, Relation, "what is denied"
    )
    Facts(definitions).defined(relation.left, relation.right)
    return conclude(premises, negated(relation))


@rule
def generalise(premises: Premises, variable: Variable, domain: Domain, hint: str) -> Conclusion:
    """From G, x in D |- P with x not in G: G |- P for all x in D."""
    (body,) = premises
    require(variable.sort == domain.sort, f"{variable.name} is not of the sort of the domain")
    require(variable not in free_variables(domain), f"{variable.name} occurs in its own domain")
    inside = membership(domain, variable)
    result = conclude(premises, ForAll(domain, close(body.conclusion, variable), hint), drop=inside)
    _not_free(variable, *result.hypotheses)
    return result


@rule
def specialise(premises: Premises, value: Term) -> Conclusion:
    """From P for all x in D, a defined value and its membership in D: P at the value."""
    quantified = expect(premises[0].conclusion, ForAll, "the first premise")
    _check_member(premises[1:], quantified.domain, value)
    return conclude(premises, open_body(quantified.body, quantified.domain.sort, value))


@rule
def exists_intro(premises: Premises, claim: Proposition, value: Term) -> Conclusion:
    """From P at a defined value that lies in D: there is x in D with P."""
    quantified = expect(claim, Exists, "the conclusion")
    _check_member(premises[1:], quantified.domain, value)
    at_value = open_body(quantified.body, quantified.domain.sort, value)
    require(premises[0].conclusion == at_value, "the premise is not the claim at the value")
    return conclude(premises, claim)


@rule
def exists_elim(premises: Premises, variable: Variable) -> Conclusion:
    """From some x in D with P, and G, x in D, P |- C with x not in G, C: G |- C."""
    existence, consequence = premises
    quantified = expect(existence.conclusion, Exists, "the first premise")
    require(variable.sort == quantified.domain.sort, f"{variable.name} is not of the right sort")
    body = open_body(quantified.body, variable.sort, variable)
    dropped = {*membership(quantified.domain, variable), body}
    _not_free(variable, quantified)
    hypotheses = consequence.hypotheses - dropped
    _not_free(variable, consequence.conclusion, *hypotheses)
    return Conclusion(existence.hypotheses | hypotheses, consequence.conclusion)


@rule
def instantiate(
    premises: Premises, variables: Sequence[Variable], values: Sequence[Term]
) -> Conclusion:
    """From G |- P, defined values: G |- P with the values put for variables, in G too."""
    body, *definitions = premises
    require(len(variables) == len(values), "there must be one value for each variable")
    Facts(definitions).defined(*values)
    put = dict(zip(variables, values, strict=True))
    hypotheses = frozenset(substitute(h, put) for h in body.hypotheses)
    others = frozenset().union(*(d.hypotheses for d in definitions))
    return Conclusion(hypotheses | others, substitute(body.conclusion, put))


@rule
def instantiate_symbol(premises: Premises, symbol: Symbol, value: Lambda) -> Conclusion:
    """From G |- P: G |- P with a family or function put for a symbol, in G too.

    The value must be defined for all arguments, and as smooth as the symbol is declared.
    """
    body, *definitions = premises
    facts = Facts(definitions)
    for condition in totality(symbol, value):
        facts.know(condition, f"the value for {symbol.name} may be undefined or not smooth")

    def put(node: Proposition) -> Proposition:
        return substitute_symbol(node, symbol, value, derivative)

    others = frozenset().union(*(d.hypotheses for d in definitions))
    return Conclusion(frozenset(map(put, body.hypotheses)) | others, put(body.conclusion))


@rule
def rename(premises: Premises, symbol: Symbol, new: Symbol) -> Conclusion:
    """From G |- P: the same about another symbol of its kind that does not occur."""
    (body,) = premises
    hypotheses = frozenset(rename_symbol(h, symbol, new) for h in body.hypotheses)
    return Conclusion(hypotheses, rename_symbol(body.conclusion, symbol, new))


@rule
def define(premises: Premises, definition: Proposition, symbol: Symbol) -> Conclusion:
    """From G, (x_i = t(i) for all i in D) |- C, with t(i) defined on D and the family x not in
    G, C, D, t: G |- C."""
    body, *definitions = premises
    quantified = expect(definition, ForAll, "the definition")
    index = fresh("i", NATURAL, definition)
    equation = expect(open_body(quantified.body, NATURAL, index), Relation, "what is defined")
    require(quantified.domain.sort == NATURAL and not symbol.random, "only families are defined")
    require(equation.op == "==" and equation.left == symbol[index], "it is not symbol[i] = term")
    _not_in(symbol, equation.right, quantified.domain)
    condition = for_all(quantified.domain, close(defined(equation.right), index))
    Facts(definitions).know(condition, "what is put for the symbol may be undefined")
    # The definition may be dropped from the body alone: assumed, it would show its own right side
    # to be defined.
    others = frozenset().union(*(d.hypotheses for d in definitions))
    hypotheses = (body.hypotheses - {definition}) | others
    _not_in(symbol, body.conclusion, *hypotheses)
    return Conclusion(hypotheses, body.conclusion)


@rule
def reflexivity(premises: Premises, term: Term) -> Conclusion:
    """t = t, for a defined term."""
    Facts(premises).defined(term)
    return conclude(premises, Relation("==", term, term))


@rule
def rewrite(premises: Premises, context: Proposition, hole: Variable) -> Conclusion:
    """From a = b and P(a): P(b), where P is `context` with `hole` for its argument."""
    equality, claim = premises
    equation = expect(equality.conclusion, Relation, "the first premise")
    require(equation.op == "==", "the first premise is not an equality")
    before = substitute(context, {hole: equation.left})
    require(claim.conclusion == before, "the second premise is not the context at the left side")
    return conclude(premises, substitute(context, {hole: equation.right}))


def _check_member(premises: Sequence[Theorem], domain: Domain, value: Term) -> None:
    facts = Facts(premises)
    facts.defined(value)
    for condition in membership(domain, value):
        facts.know(condition, "the value may lie outside of the domain")


def _not_free(variable: Variable, *propositions: Proposition) -> None:
    require(
        variable not in free_variables(*propositions),
        f"{variable.name} is still assumed about or occurs where it must not",
    )


def _not_in(symbol: Symbol, *nodes: Proposition | Term | Domain) -> None:
    require(symbol not in symbols(*nodes), f"{symbol.name} occurs where it must not")

"""Steps of reasoning: decisions, cases, quantifiers, induction, definitions, earlier lemmas."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.kernel.rules import elementary as elementary_rules
from verifier.kernel.rules import logic, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import close, fresh, open_body, substitute, transform
from verifier.language.build import forall, indices
from verifier.language.definedness import defined, for_all, membership
from verifier.language.render import text
from verifier.language.terms import (
    FALSE,
    NATURAL,
    ONE,
    REAL,
    Application,
    Exists,
    ForAll,
    Implies,
    LanguageError,
    Naturals,
    Node,
    Not,
    Op,
    Or,
    Proposition,
    Relation,
    Symbol,
    Term,
    TermLike,
    Variable,
    as_term,
    is_natural,
)
from verifier.proof.justification import Justification, adapt, claimed, relation_of
from verifier.proof.prover import ProofError, Prover, Reference

if TYPE_CHECKING:
    from verifier.lemma import Step

OBLIGATION_SECONDS = 5.0


def decide(
    *using: Reference, squares: Sequence[Term] = (), degree: int | None = None
) -> Justification:
    """Arithmetic: a combination of the named facts and the hypotheses, found and certified."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        goal = claimed(claim, "arithmetic")
        facts = scope.facts(using)
        if not isinstance(goal, Relation) and goal != FALSE:
            return scope.obtain(goal, facts)
        try:
            return scope.decide(goal, facts, squares, degree)
        except ProofError:
            if not isinstance(goal, Relation):
                raise
            from verifier.decide.obligation import prove_obligation

            found = prove_obligation(scope.scope(facts), goal, OBLIGATION_SECONDS)
            if found is None:
                raise
            return found

    return Justification("arithmetic", using, run)


def hypothesis(reference: Reference) -> Justification:
    """What was assumed or shown before, perhaps in another form."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        return adapt(scope, scope.fact(reference), claim)

    return Justification("as shown before", (reference,), run)


def elementary(law: str, *values: TermLike, using: Sequence[Reference] = ()) -> Justification:
    """A law of exp, log, powers, roots, absolute values, max or min at given terms."""
    terms = tuple(as_term(value) for value in values)

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        return adapt(scope, law_at(scope, law, terms, scope.facts(using)), claim)

    return Justification(f"law: {law}", tuple(using), run)


def law_at(
    scope: Prover, law: str, values: Sequence[Term], using: Sequence[Theorem] = ()
) -> Theorem:
    """A law of elementary functions at terms, its conditions obtained from the scope."""
    entry = elementary_rules.LAWS.get(law)
    if entry is None:
        raise ProofError(f"there is no law {law!r}; the laws are in kernel/rules/elementary.py")
    if len(values) != len(entry.variables):
        raise ProofError(f"the law {law!r} takes {len(entry.variables)} terms")
    put = dict(zip(entry.variables, values, strict=True))
    sides = scope.definedness(*values, using=using)
    sides += [scope.obtain(substitute(c, put), using) for c in entry.conditions]
    return infer(elementary_rules.elementary, *sides, law=law, values=tuple(values))


def rewrite(equation: Reference, fact: Reference, backwards: bool = False) -> Justification:
    """Puts equals for equals: the left side of an equation, wherever it stands in a fact, becomes
    the right side (`backwards`: the other way)."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        equality = scope.fact(equation)
        if backwards:
            equality = flipped(scope, equality)
        return adapt(scope, replaced(scope, equality, scope.fact(fact)), claim)

    return Justification("equals for equals", (equation, fact), run)


def flipped(scope: Prover, equality: Theorem) -> Theorem:
    """b = a from a = b."""
    relation = relation_of(equality.conclusion, "rewriting")
    return scope.decide(Relation("==", relation.right, relation.left), [equality])


def replaced(scope: Prover, equality: Theorem, fact: Theorem) -> Theorem:
    """The fact with the right side of an equality put for every occurrence of the left."""
    relation = relation_of(equality.conclusion, "rewriting")
    both_natural = is_natural(relation.left) and is_natural(relation.right)
    sort = NATURAL if both_natural else REAL  # an index can only be replaced by an index
    hole = scope.fresh("hole", sort, fact.conclusion, relation)

    def change(node: Node, _depth: int) -> Node | None:
        return hole if node == relation.left else None

    context = transform(fact.conclusion, change)
    if context == fact.conclusion:
        raise ProofError(f"'{text(relation.left)}' does not occur in '{text(fact.conclusion)}'")
    return infer(logic.rewrite, equality, fact, context=context, hole=hole)


def congruence(function: str | Symbol, *using: Reference) -> Justification:
    """f(a) = f(b) for an elementary or unknown function f from a = b, which arithmetic shows."""
    called = function if isinstance(function, str) else function.name

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        goal = relation_of(claim, "congruence")
        facts = scope.facts(using)
        left, right = goal.left, goal.right
        if goal.op != "==" or _head(left) != _head(right) or function not in _head(left):
            raise ProofError(f"'{text(goal)}' is not {called}(a) = {called}(b)", goal)
        assert isinstance(left, Op | Application) and isinstance(right, Op | Application)
        result = infer(logic.reflexivity, *scope.definedness(left, using=facts), term=left)
        for i, (before, after) in enumerate(zip(left.args, right.args, strict=True)):
            if before == after:
                continue
            equality = scope.obtain(Relation("==", before, after), facts)
            sort = NATURAL if is_natural(before) and is_natural(after) else REAL
            hole = scope.fresh("hole", sort, goal)
            args = (*right.args[:i], hole, *left.args[i + 1 :])
            context = Relation("==", left, dataclasses.replace(left, args=args))
            result = infer(logic.rewrite, equality, result, context=context, hole=hole)
        return result

    return Justification(f"same {called} of equals", using, run)


def _head(term: Term) -> tuple[str | Symbol | int, ...]:
    """What is applied: an operation, or a symbol and how many derivatives of it are taken."""
    match term:
        case Op(name, _):
            return (name,)
        case Application(symbol, _, order):
            return (symbol, order)
    return ()


def run_steps(scope: Prover, steps: Sequence[Step], claim: Proposition | None) -> Theorem:
    """The theorem of the last step, which must be the claim.

    Raises `ProofError` naming the step that does not follow.
    """
    if not steps:
        raise ProofError("a block of steps is empty")
    theorem = None
    for step in steps:
        started = time.perf_counter()
        try:
            theorem = step.by.carry_out(scope.within(step.name), step.claim)
            theorem = adapt(scope, theorem, step.claim)
        except LanguageError as error:
            if scope.trace is not None:
                elapsed = time.perf_counter() - started
                scope.trace.add(scope, step, None, elapsed, str(error))
            raise located(error, f"in '{step.name}'") from error
        if scope.trace is not None:
            scope.trace.add(scope, step, theorem, time.perf_counter() - started)
        scope = scope.knowing(step.name, theorem)
    assert theorem is not None
    return adapt(scope, theorem, claim)


def located(error: LanguageError, where: str) -> ProofError:
    """The same error, saying where it occurred."""
    if isinstance(error, ProofError):
        return error.saying(f"{where}: {error}")
    return ProofError(f"{where}: {error}")


def fix(variable: Variable, *steps: Step) -> Justification:
    """For an arbitrary value of the variable: the steps, the last of which shows the body.

    The claim is `for all ...`; inside the steps `variable` stands for the value.
    """

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        return _for_arbitrary(scope, claim, variable, lambda s, body: run_steps(s, steps, body))

    return Justification(f"for an arbitrary {variable.name}", (), run, steps)


def each(variable: Variable, how: Justification) -> Justification:
    """A claim for all values, its body by one justification for an arbitrary value, which
    `variable` stands for in it."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        def show(inner: Prover, body: Proposition) -> Theorem:
            return adapt(inner, how.carry_out(inner, body), body)

        return _for_arbitrary(scope, claim, variable, show)

    rule = f"{how.rule}, for an arbitrary {variable.name}"
    return replace(how, rule=rule, carry_out=run)


def _for_arbitrary(
    scope: Prover,
    claim: Proposition | None,
    variable: Variable,
    show: Callable[[Prover, Proposition], Theorem],
) -> Theorem:
    goal = claimed(claim, "fixing a value")
    if not isinstance(goal, ForAll):
        raise ProofError(f"'{text(goal)}' is not a claim for all values", goal)
    if variable.sort != goal.domain.sort:
        raise ProofError(f"{variable.name} is not of the sort of '{text(goal)}'", goal)
    body = open_body(goal.body, variable.sort, variable)
    inner = scope.assuming(*membership(goal.domain, variable)).reserving(variable)
    return infer(
        logic.generalise,
        show(inner, body),
        variable=variable,
        domain=goal.domain,
        hint=goal.hint,
    )


def suppose(name: str, *steps: Step) -> Justification:
    """Under the premise of an implication, called `name`: the steps show its conclusion."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        goal = claimed(claim, "supposing")
        if not isinstance(goal, Implies):
            raise ProofError(f"'{text(goal)}' is not an implication", goal)
        assumed = infer(logic.assume, proposition=goal.premise)
        inner = scope.knowing(name, assumed, always=True)
        shown = run_steps(inner, steps, goal.conclusion)
        return infer(logic.implies_intro, shown, premise=goal.premise)

    return Justification(f"supposing '{name}'", (), run, steps)


def cases(
    on: Reference | Proposition, branches: Mapping[str, Sequence[Step]], *using: Reference
) -> Justification:
    """One block of steps for each case of a disjunction (a fact, or a claim that arithmetic or
    the excluded middle shows); the key names the case as a fact in its block."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        goal = claimed(claim, "cases")
        whole = _disjunction(scope, on, using)
        parts = whole.conclusion
        assert isinstance(parts, Or)
        if len(parts.args) != len(branches):
            raise ProofError(f"'{text(parts)}' has {len(parts.args)} cases, not {len(branches)}")
        shown = []
        for case, (name, steps) in zip(parts.args, branches.items(), strict=True):
            assumed = infer(logic.assume, proposition=case)
            inner = scope.knowing(name, assumed, always=True).within(name)
            shown.append(run_steps(inner, steps, goal))
        return infer(logic.cases, whole, *shown, conclusion=goal)

    steps = [(step, name) for name, block in branches.items() for step in block]
    taken, names = tuple(step for step, _ in steps), tuple(name for _, name in steps)
    return Justification("cases", using, run, taken, cases=names)


def _disjunction(scope: Prover, on: Reference | Proposition, using: Sequence[Reference]) -> Theorem:
    if not isinstance(on, Proposition):
        theorem = scope.fact(on)
        if not isinstance(theorem.conclusion, Or):
            raise ProofError(f"'{text(theorem.conclusion)}' is not a disjunction")
        return theorem
    if not isinstance(on, Or):
        raise ProofError(f"'{text(on)}' is not a disjunction")
    return disjunction(scope, on, scope.facts(using))


def disjunction(scope: Prover, goal: Or, using: Sequence[Theorem] = ()) -> Theorem:
    """a or b, where b follows from not a."""
    known = next((t for t in scope.scope(using) if t.conclusion == goal), None)
    if known is not None:
        return known
    if len(goal.args) != 2:
        return scope.obtain(goal, using)
    first, second = goal.args
    if second == Not(first):
        return infer(logic.excluded_middle, proposition=first)
    if not isinstance(first, Relation):
        return scope.obtain(goal, using)
    middle = infer(logic.excluded_middle, proposition=first)
    assert isinstance(middle.conclusion, Or) and isinstance(first, Relation)
    yes = infer(logic.or_intro, infer(logic.assume, proposition=first), disjunction=goal)
    denial = infer(logic.assume, proposition=middle.conclusion.args[1])
    sides = scope.definedness(first.left, first.right, using=using)
    opposite = infer(logic.negate_relation, denial, *sides)
    try:
        other = adapt(scope.also(*using), opposite, second)
    except ProofError as error:
        raise error.saying(
            f"no fact is '{text(goal)}', and '{text(second)}' does not follow from the opposite of "
            f"'{text(first)}'",
            "show in a step before that one of the cases holds: by.cases('that step', ...)",
        ) from error
    no = infer(logic.or_intro, other, disjunction=goal)
    return infer(logic.cases, middle, yes, no, conclusion=goal)


def contrary(name: str, *steps: Step, using: Sequence[Reference] = ()) -> Justification:
    """A claim by contradiction: the steps show `false` from the opposite of the claim, which is the
    fact `name`; of a relation a <= b that is a > b, of `no(A)` it is A, of any other claim its
    negation.  The facts `using` may be needed to give that the claim is defined."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        goal = claimed(claim, "contradiction")
        claimed_part = goal.arg if isinstance(goal, Not) else goal
        middle = infer(logic.excluded_middle, proposition=claimed_part)
        assert isinstance(middle.conclusion, Or)
        yes, no = (infer(logic.assume, proposition=case) for case in middle.conclusion.args)
        opposite = yes if isinstance(goal, Not) else no
        if isinstance(goal, Relation):
            sides = scope.definedness(goal.left, goal.right, using=scope.facts(using))
            opposite = infer(logic.negate_relation, opposite, *sides)
        shown = run_steps(scope.knowing(name, opposite, always=True), steps, FALSE)
        absurd = infer(logic.cases, shown, conclusion=goal)
        branches = (absurd, no) if isinstance(goal, Not) else (yes, absurd)
        return infer(logic.cases, middle, *branches, conclusion=goal)

    return Justification(f"contradiction, supposing '{name}'", tuple(using), run, steps)


def absurd(fact: Reference, denial: Reference) -> Justification:
    """Any claim, `false` among them, from a fact and its negation."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        goal = claimed(claim, "contradiction")
        opposite = scope.fact(denial)
        if not isinstance(opposite.conclusion, Not):
            raise ProofError(f"'{text(opposite.conclusion)}' is not a negation", goal)
        shown = adapt(scope, scope.fact(fact), opposite.conclusion.arg)
        return infer(logic.contradiction, shown, opposite, conclusion=goal)

    return Justification("contradiction", (fact, denial), run)


def first(existence: Reference) -> Justification:
    """The first of the times, or naturals, whose existence a fact promises: one that has the
    property while no earlier one has it."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        return adapt(scope, infer(numbers.least, scope.fact(existence), hint="r"), claim)

    return Justification("the first such", (existence,), run)


def archimedes(bound: TermLike, *using: Reference) -> Justification:
    """That some natural number is at least `bound`."""
    term = as_term(bound)

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        sides = scope.definedness(term, using=scope.facts(using))
        return adapt(scope, infer(numbers.archimedes, *sides, term=term), claim)

    return Justification("some natural number is larger", using, run)


def obtain(variable: Variable, existence: Reference, name: str, *steps: Step) -> Justification:
    """Takes a value that an existence fact promises, called by the variable; its property is the
    fact `name` in the steps, which show the claim."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        theorem = scope.fact(existence)
        quantified = theorem.conclusion
        if not isinstance(quantified, Exists):
            raise ProofError(f"'{text(quantified)}' is not an existence claim")
        body = open_body(quantified.body, variable.sort, variable)
        inner = scope.assuming(*membership(quantified.domain, variable)).reserving(variable)
        inner = inner.knowing(name, infer(logic.assume, proposition=body), always=True)
        shown = run_steps(inner, steps, claim)
        return infer(logic.exists_elim, theorem, shown, variable=variable)

    return Justification(f"take such a {variable.name}", (existence,), run, steps)


def witness(value: TermLike, *using: Reference) -> Justification:
    """An existence claim by a value."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        goal = claimed(claim, "a witness")
        if not isinstance(goal, Exists):
            raise ProofError(f"'{text(goal)}' is not an existence claim", goal)
        return scope.exists(goal, as_term(value), scope.facts(using))

    return Justification("witness", using, run)


def induction(
    variable: Variable, base: Sequence[Step], step: Sequence[Step], assuming: str = "induction"
) -> Justification:
    """A claim for all naturals from a start on: `base` shows it at the start, `step` at
    variable + 1 from the fact called `assuming`, which states it at the variable."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        goal = claimed(claim, "induction")
        if not isinstance(goal, ForAll) or not isinstance(goal.domain, Naturals):
            raise ProofError(f"'{text(goal)}' is not a claim for all naturals", goal)
        start = goal.domain.start
        body = open_body(goal.body, NATURAL, variable)
        first = run_steps(scope, base, substitute(body, {variable: as_term(start)}))
        assumed = infer(logic.assume, proposition=body)
        inner = scope.assuming(*membership(goal.domain, variable)).reserving(variable)
        inner = inner.knowing(assuming, assumed, always=True)
        following = run_steps(inner, step, substitute(body, {variable: variable + ONE}))
        return infer(
            numbers.induction, first, following,
            claim=body, variable=variable, start=start, hint=goal.hint,
        )  # fmt: skip

    return Justification(f"induction over {variable.name}", (), run, (*base, *step))


def let(
    symbol: Symbol, upper: TermLike, body: Callable[[Variable], Term], name: str, *steps: Step
) -> Justification:
    """Introduces a family by its members: `symbol[i] = body(i)` for i in 1..upper is the fact
    `name` in the steps; the claim does not mention the symbol."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        definition = forall(indices(upper), lambda i: Relation("==", symbol[i], body(i)))
        index = fresh("i", NATURAL, definition)
        condition = for_all(definition.domain, close(defined(body(index)), index))
        sides = [scope.obtain(condition)]
        assumed = infer(logic.assume, proposition=definition)
        shown = run_steps(scope.knowing(name, assumed, always=True), steps, claim)
        return infer(logic.define, shown, *sides, definition=definition, symbol=symbol)

    return Justification(f"let {symbol.name} be the family", (), run, steps)

"""What refutes a statement for every choice of the constants that it claims to exist.

`denial` turns a statement and values for what it quantifies over into another statement, whose
ordinary proof shows the first one to be false: for every choice of the constants, the values
satisfy the hypotheses and contradict the conclusion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias, TypeVar

from verifier.language.binding import (
    Lambda,
    free_variables,
    substitute,
    substitute_symbol,
    symbols,
)
from verifier.language.calculus import derivative, totality
from verifier.language.definedness import conjunction, defined
from verifier.language.instance import process_of
from verifier.language.statement import Declaration, Hypothesis, Over, Statement, statement
from verifier.language.terms import (
    NATURAL,
    TRUE,
    Expectation,
    HasLaw,
    Independent,
    LanguageError,
    Not,
    Number,
    Partial,
    Probability,
    Proposition,
    Relation,
    SameLaw,
    Symbol,
    Term,
    Variable,
    subnodes,
)

N = TypeVar("N", Term, Proposition)


_MEANS = (Expectation, Probability, Partial)


@dataclass(frozen=True)
class FiniteLaw:
    """Independent members of one law, given by probabilities, each with its value."""

    outcomes: tuple[tuple[Fraction, Fraction], ...]

    def __post_init__(self) -> None:
        if any(p <= 0 for p, _ in self.outcomes) or sum(p for p, _ in self.outcomes) != 1:
            raise LanguageError("the probabilities of a law are positive and sum to 1")


Value: TypeAlias = "Term | Lambda | FiniteLaw"


@dataclass(frozen=True)
class Choice:
    """Values for what a statement quantifies over, by name; its constants have none.

    Variables get terms, families, sequences and functions a `Lambda`, random families a
    `FiniteLaw`; a random process has no value: it is the run that the statement's own hypothesis
    describes.  `large` are naturals that occur in the values, each with terms in the constants
    that it is to exceed.
    """

    values: Mapping[str, Value]
    large: Mapping[Variable, tuple[Term, ...]] = field(default_factory=dict)


def denial(stated: Statement, choice: Choice) -> Statement:
    """The statement whose proof refutes `stated`: for all constants that meet the hypotheses on
    them, all large naturals that are large enough, and random families of the laws chosen.

    Raises `LanguageError` where the choice does not fit the statement, or depends on what the
    statement lets be chosen later.
    """
    put = _Values(stated, choice)
    assumed: list[Hypothesis] = []
    shown: list[Proposition] = list(put.conditions())
    for hypothesis in stated.hypotheses:
        proposition = put(hypothesis.proposition)
        is_run = put.is_run(hypothesis.proposition)
        if is_run and (put.conditions() or defined(proposition) != TRUE):
            # That there is such a run must not rest on what is shown with its help.
            raise LanguageError("with a random process, values must be defined by their form")
        if is_run or put.is_bound_on_a_constant(hypothesis.proposition):
            assumed.append(Hypothesis(hypothesis.name, proposition))
            continue
        shown += [] if isinstance(proposition, Relation) else [defined(proposition)]
        shown.append(proposition)
    conclusion = put(stated.conclusion)
    shown += [defined(conclusion), Not(conclusion)]
    hypotheses = [*assumed, *put.sizes(), *put.laws()]
    names = [h.name for h in hypotheses]
    if len(set(names)) < len(names):
        raise LanguageError("two hypotheses have one name")
    parts = {h.name: h.proposition for h in hypotheses}
    return statement(list(put.declared()), parts, conjunction(*(p for p in shown if p != TRUE)))


class _Values:
    """The values of a choice, put into the parts of a statement."""

    def __init__(self, stated: Statement, choice: Choice) -> None:
        self.stated, self.choice = stated, choice
        self.items = {_item(d).name: _item(d) for d in stated.variables}
        self.uppers = {d.symbol: d.upper for d in stated.variables if isinstance(d, Over)}
        places = [i for i, d in enumerate(stated.variables) if d in stated.constants]
        self.later = {_item(d) for d in stated.variables[places[-1] + 1 :]} if places else set()
        self.runs = {
            symbol
            for symbol in self.items.values()
            if isinstance(symbol, Symbol) and symbol.random and symbol.name not in choice.values
        }
        self._check()

    def _check(self) -> None:
        chosen = self.choice.values
        unknown = sorted(chosen.keys() - self.items.keys())
        if unknown:
            raise LanguageError(f"the statement does not quantify over {', '.join(unknown)}")
        free = {*self.stated.constants, *self.runs}
        for name, item in self.items.items():
            if item in self.stated.constants and name in chosen:
                raise LanguageError(f"{name} is a constant that the statement claims to exist")
            if item not in free and name not in chosen:
                raise LanguageError(f"no value is chosen for {name}")
        for run in self.runs:
            hypotheses = [p for p in self.stated.assumptions if self._run_of(p) == run]
            if len(hypotheses) != 1 or (self.stated.constants and run not in self.later):
                raise LanguageError(f"no hypothesis determines the random {run.name}")
        for variable, bounds in self.choice.large.items():
            if variable.sort != NATURAL or variable.name in self.items:
                raise LanguageError(f"{variable.name} is no new natural number")
            if any(symbols(b) or free_variables(b) - set(self.stated.constants) for b in bounds):
                raise LanguageError(f"a bound on {variable.name} is not in terms of the constants")
            if any(isinstance(node, _MEANS) for b in bounds for node in subnodes(b)):
                # Whether they exist is not asked for where they are assumed to be small.
                raise LanguageError(f"a bound on {variable.name} has a mean or derivative")
        allowed = {*self.stated.constants, *self.choice.large}
        for name, value in chosen.items():
            if isinstance(value, FiniteLaw):
                continue
            used = free_variables(value)
            if isinstance(value, Lambda):
                used -= set(value.parameters)
            item = self.items[name]
            if symbols(value) or used - allowed:
                raise LanguageError(f"the value of {name} is not in terms of the constants")
            if used and self.stated.constants and item not in self.later:
                raise LanguageError(f"{name} is given before the constants are chosen")

    def __call__(self, node: N) -> N:
        """The node with the values put for the variables and symbols."""
        for name, value in self.choice.values.items():
            item = self.items[name]
            if isinstance(item, Symbol) and isinstance(value, Lambda):
                node = substitute_symbol(node, item, value, derivative)
            elif isinstance(item, Variable) and isinstance(value, Term):
                node = substitute(node, {item: value})
            elif not (isinstance(item, Symbol) and item.random and isinstance(value, FiniteLaw)):
                raise LanguageError(f"the value of {name} is of the wrong kind")
        return node

    def conditions(self) -> list[Proposition]:
        """That the values are defined, and those of symbols as total and smooth as declared."""
        found: list[Proposition] = []
        for name, value in self.choice.values.items():
            item = self.items[name]
            if isinstance(value, Lambda) and isinstance(item, Symbol):
                found += totality(item, value)
            elif isinstance(value, Term):
                found.append(defined(value))
        return [condition for condition in found if condition != TRUE]

    def is_bound_on_a_constant(self, proposition: Proposition) -> bool:
        """Whether a hypothesis bounds one constant from below by a number: constants that meet
        such hypotheses exist.

        Raises `LanguageError` for another hypothesis on the constants alone.
        """
        if all(proposition != choosing.proposition for choosing in self.stated.choosing):
            return False
        match proposition:
            case Relation(">" | ">=", Variable() as constant, Number()):
                return constant in self.stated.constants
            case Relation("<" | "<=", Number(), Variable() as constant):
                return constant in self.stated.constants
        raise LanguageError("a hypothesis on a constant alone must bound it from below by a number")

    def is_run(self, proposition: Proposition) -> bool:
        """Whether a hypothesis says no more than what a random process is."""
        return self._run_of(proposition) in self.runs

    def _run_of(self, proposition: Proposition) -> Symbol | None:
        """The process of which a hypothesis says that it starts, almost surely, at a random
        family of the statement and goes on by a recursion that is defined everywhere."""
        found = process_of(proposition)
        if found is None:
            return None
        process, run = found
        assert run.recursion is not None
        right = run.recursion.right
        others = {s for s in symbols(right) if s.random} - {process}
        sound = run.start in self.uppers and not others and defined(right) == TRUE
        return process if sound else None

    def sizes(self) -> list[Hypothesis]:
        """That the large naturals exceed their bounds."""
        return [
            Hypothesis(f"{variable.name} is large ({number})", bound <= variable)
            for variable, bounds in self.choice.large.items()
            for number, bound in enumerate(bounds, 1)
        ]

    def laws(self) -> list[Hypothesis]:
        """That the random families have the laws chosen."""
        found = []
        for symbol, law in self._random():
            upper = self(self.uppers[symbol])
            numbers = tuple(Number(part) for outcome in law.outcomes for part in outcome)
            found += [
                Hypothesis(f"{symbol.name} are independent", Independent(symbol, upper)),
                Hypothesis(f"{symbol.name} have one law", SameLaw(symbol, upper)),
                Hypothesis(f"the law of {symbol.name}", HasLaw(symbol, upper, "finite", numbers)),
            ]
        return found

    def _random(self) -> list[tuple[Symbol, FiniteLaw]]:
        values = self.choice.values
        found: list[tuple[Symbol, FiniteLaw]] = []
        for name, value in values.items():
            item = self.items[name]
            if isinstance(value, FiniteLaw):
                if not isinstance(item, Symbol) or item not in self.uppers:
                    raise LanguageError(f"{name} is not declared over 1..k")
                found.append((item, value))
        return found

    def declared(self) -> Sequence[Declaration]:
        """The constants, the large naturals, and the random families and processes."""
        symbols_ = [symbol for symbol, _ in self._random()] + sorted(
            self.runs, key=lambda symbol: symbol.name
        )
        over = [
            Over(symbol, self(self.uppers[symbol])) if symbol in self.uppers else symbol
            for symbol in symbols_
        ]
        return [*self.stated.constants, *self.choice.large, *over]


def _item(declaration: Declaration) -> Variable | Symbol:
    return declaration.symbol if isinstance(declaration, Over) else declaration

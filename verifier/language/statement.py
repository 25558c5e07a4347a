"""A statement: typed variables, named hypotheses, a conclusion."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from verifier.language.binding import free_variables, is_closed, symbols
from verifier.language.terms import (
    NATURAL,
    RESERVED,
    LanguageError,
    Node,
    Proposition,
    Symbol,
    Term,
    TermLike,
    Variable,
    as_term,
    is_natural,
)


@dataclass(frozen=True)
class Over:
    """A family or sequence and the number of its members: `w` over 1..k."""

    symbol: Symbol
    upper: Term


Declaration: TypeAlias = Variable | Symbol | Over


def over(symbol: Symbol, upper: TermLike) -> Over:
    """Declares that the first index of `symbol` runs over 1..upper."""
    return Over(symbol, as_term(upper))


@dataclass(frozen=True)
class Hypothesis:
    """A named assumption."""

    name: str
    proposition: Proposition


@dataclass(frozen=True)
class Statement:
    """For all values of `variables` that satisfy `hypotheses`, read in order: `conclusion`.

    Those of the variables that are in `constants` are claimed to exist: the statement then says
    'for all variables declared before them there are constants such that for all others'; what is
    assumed of the constants alone restricts their choice.  This is how O(1) and the like are
    written; such a statement is refuted by `denial`.
    Build it with `statement(...)`, which checks it.
    """

    variables: tuple[Declaration, ...]
    hypotheses: tuple[Hypothesis, ...]
    conclusion: Proposition
    constants: tuple[Variable, ...] = ()

    @property
    def assumptions(self) -> tuple[Proposition, ...]:
        """The hypotheses without their names."""
        return tuple(h.proposition for h in self.hypotheses)

    @property
    def choosing(self) -> tuple[Hypothesis, ...]:
        """The hypotheses that restrict the choice of the constants: those that speak of constants
        and of nothing that is declared after them."""
        places = [place for place, d in enumerate(self.variables) if d in self.constants]
        after = self.variables[places[-1] + 1 :] if places else ()
        later = {d.symbol if isinstance(d, Over) else d for d in after}
        found = []
        for hypothesis in self.hypotheses:
            used = free_variables(hypothesis.proposition) | symbols(hypothesis.proposition)
            if used & set(self.constants) and not used & later:
                found.append(hypothesis)
        return tuple(found)

    def without(self, name: str) -> Statement:
        """The same statement without one hypothesis."""
        kept = tuple(h for h in self.hypotheses if h.name != name)
        return replace(self, hypotheses=kept)

    def _repr_latex_(self) -> str:
        """What a notebook shows: a line for each declaration and hypothesis, and the conclusion."""
        from verifier.language.render import statement_latex

        lines = statement_latex(self).split(" \\\\\n")
        body = " \\\\\n".join(f"& {line}" for line in lines)
        return f"$$\\begin{{aligned}}\n{body}\n\\end{{aligned}}$$"


def statement(
    variables: tuple[Declaration, ...] | list[Declaration],
    hypotheses: Mapping[str, Proposition],
    conclusion: Proposition,
    constants: Sequence[Variable] = (),
) -> Statement:
    """Guaranteed to return a closed statement that uses only what it declares, under names that
    are read as what they are.

    Raises `LanguageError` for an unknown variable, a name declared twice or that reads like
    something else, a hypothesis that is not a proposition (as Python's `==` gives instead of
    `eq`), or constants that are not declared one after the other.
    """
    parts: list[tuple[str, Node]] = [*hypotheses.items(), ("conclusion", conclusion)]
    for name, part in parts:
        if not isinstance(part, Proposition):
            raise LanguageError(f"{name} is {part!r}, not a proposition: write eq(a, b) for a = b")
    for d in variables:
        if isinstance(d, Over):
            if d.symbol.sorts[0] != NATURAL or not is_natural(d.upper):
                raise LanguageError(f"{d.symbol.name} has no members 1..k for a natural k")
            parts.append((f"the number of members of {d.symbol.name}", d.upper))
    declared = [d.symbol if isinstance(d, Over) else d for d in variables]
    _check_names(declared)
    known = frozenset(declared)
    for name, part in parts:
        if not is_closed(part):
            raise LanguageError(f"{name} has an index outside of its sum, product or quantifier")
        used = free_variables(part) | symbols(part)
        for unknown in sorted(item.name for item in used - known):
            raise LanguageError(
                f"{name} uses {unknown}, which is not declared: add it to variables"
            )
    places = [place for place, d in enumerate(variables) if d in constants]
    together = bool(places) and places == list(range(places[0], places[0] + len(constants)))
    if (constants and not together) or not all(isinstance(c, Variable) for c in constants):
        raise LanguageError("constants are variables, declared one after the other")
    listed = tuple(Hypothesis(name, part) for name, part in hypotheses.items())
    return Statement(tuple(variables), listed, conclusion, tuple(constants))


def _check_names(declared: list[Variable | Symbol]) -> None:
    """No two of one name, none of a name with a meaning of its own, and none that reads like a
    member of a family or the derivative of a function."""
    names = [d.name for d in declared]
    for name in names:
        if not re.fullmatch(r"[^\W\d]\w*'*", name):
            raise LanguageError(f"{name!r} is no name: use letters, digits and _")
        if names.count(name) > 1:
            raise LanguageError(f"{name} is declared twice")
        if name in RESERVED:
            raise LanguageError(f"{name} has a meaning of its own: choose another name")
    for symbol in (d for d in declared if isinstance(d, Symbol)):
        written = re.escape(symbol.name) + ("(_.*|[0-9]+)" if symbol.sorts[0] == NATURAL else "'+")
        for name in names:
            if re.fullmatch(written, name):
                raise LanguageError(f"{name} could be read as a part of {symbol.name}: rename one")

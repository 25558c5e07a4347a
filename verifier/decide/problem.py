"""Problems from outside: a statement about scalars from the texts of its parts.

Bounds of a variable are hypotheses of their own, before all others.  An integer variable whose
lower bound is a nonnegative number is a natural one; any other is real with the hypothesis that
it is n or -n for some natural n.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from verifier.language.binding import free_variables
from verifier.language.parse import (
    Membership,
    check_name,
    parse_domain,
    parse_proposition,
    parse_term,
)
from verifier.language.statement import Declaration, Statement, statement
from verifier.language.terms import (
    NATURAL,
    REAL,
    Bound,
    Exists,
    LanguageError,
    Naturals,
    Number,
    Or,
    Proposition,
    Relation,
    Term,
    Variable,
)

MAX_VARIABLES, MAX_HYPOTHESES = 100, 300
# Names that are read as something else than a variable, unless a domain declares them.
_MISTAKABLE = frozenset({"pi", "inf", "infinity", "oo", "nan", "none", "true", "false"})
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
Side: TypeAlias = "tuple[Term, bool]"  # a bound, and whether it is left out
T = TypeVar("T")


@dataclass
class _Range:
    """What is said of one variable: its bounds, and whether it is an integer."""

    lower: list[Side] = field(default_factory=list)
    upper: list[Side] = field(default_factory=list)
    integer: bool = False
    natural: bool = False

    @property
    def sort(self) -> str:
        nonnegative = any(isinstance(b, Number) and b.value >= 0 for b, _ in self.lower)
        return NATURAL if self.natural or (self.integer and nonnegative) else REAL

    def hypotheses(self, variable: Variable) -> dict[str, Proposition]:
        """The bounds as relations, the variable on one side, by name."""
        found: dict[str, Proposition] = {}
        for name, sides in (("lower", self.lower), ("upper", self.upper)):
            for number, (bound, is_open) in enumerate(sides):
                ends = (bound, variable) if name == "lower" else (variable, bound)
                which = f" {number + 1}" if number else ""
                relation = Relation("<" if is_open else "<=", *ends)
                found[f"{name} bound{which} of {variable.name}"] = relation
        if self.integer and variable.sort == REAL:
            found[f"{variable.name} is an integer"] = is_integer(variable)
        return found


def is_integer(term: Term) -> Proposition:
    """The term, which has no open index, is n or -n for some natural n."""
    number = Bound(0)
    either = Or((Relation("==", term, number), Relation("==", term, -number)))
    return Exists(Naturals(0), either, "n")


def from_record(record: Mapping[str, Any]) -> Statement:
    """The statement of one line of a batch: "variables", "hypotheses", "conclusion".

    Unknown keys are ignored.  Raises `LanguageError`, in one line that says where, for a key of
    the wrong kind and for what cannot be read.
    """
    variables = record.get("variables") or {}
    hypotheses = record.get("hypotheses") or []
    conclusion = record.get("conclusion")
    if not isinstance(variables, dict):
        raise LanguageError('variables is not an object: write {"x": {"lo": "0", "hi": null}}')
    if not _is_texts(hypotheses):
        raise LanguageError('hypotheses is not a list of texts: write ["x < y", ...]')
    if not isinstance(conclusion, str):
        raise LanguageError('conclusion is not a text: write "conclusion": "x**2 >= 0"')
    if len(variables) > MAX_VARIABLES:
        raise LanguageError(f"more than {MAX_VARIABLES} variables are too many")
    ranges = {
        name: _at(f"variable {name[:64]!a}", _range, name, of) for name, of in variables.items()
    }
    return _statement(ranges, hypotheses, conclusion, declared=True)


def from_texts(
    conclusion: str, given: Sequence[str] = (), domains: Sequence[str] = ()
) -> Statement:
    """The statement of a command line; variables that no domain mentions are real.

    Raises `LanguageError`, in one line that says where, for what cannot be read.
    """
    if len(domains) > MAX_HYPOTHESES:
        raise LanguageError(f"more than {MAX_HYPOTHESES} domains are too many")
    ranges: dict[str, _Range] = {}
    for text in domains:
        _at(f"domain {text[:40]!a}", _add_domain, text, ranges)
    return _statement(ranges, given, conclusion, declared=False)


def _statement(
    ranges: dict[str, _Range], given: Sequence[str], conclusion: str, *, declared: bool
) -> Statement:
    if len(given) > MAX_HYPOTHESES:
        raise LanguageError(f"more than {MAX_HYPOTHESES} hypotheses are too many")
    named = {name: Variable(name, of.sort) for name, of in ranges.items()}
    read = _reader(named, declared)
    others = [_at(f"hypothesis {n}", read, text) for n, text in enumerate(given, 1)]
    shown = _at("conclusion", read, conclusion)
    used = free_variables(*others, shown)
    variables: list[Declaration] = [
        *named.values(),
        *sorted(used - set(named.values()), key=lambda v: v.name),
    ]
    if len(variables) > MAX_VARIABLES:
        raise LanguageError(f"more than {MAX_VARIABLES} variables are too many")
    hypotheses: dict[str, Proposition] = {}
    for name, of in ranges.items():
        hypotheses |= of.hypotheses(named[name])
    hypotheses |= {f"hypothesis {n}": proposition for n, proposition in enumerate(others, 1)}
    return statement(variables, hypotheses, shown)


def _reader(named: dict[str, Variable], declared: bool) -> Callable[[str], Proposition]:
    if declared:
        return lambda text: parse_proposition(text, named)

    def read(text: str) -> Proposition:
        found = free_variables(parse_proposition(text))
        for name in sorted(v.name for v in found if v.name not in named):
            if name.lower() in _MISTAKABLE:
                raise LanguageError(
                    f"{name} is no number here: for a variable of that name add "
                    f"--domain '{name} in R'"
                )
        return parse_proposition(text, {v.name: named.get(v.name, v) for v in found})

    return read


def _range(name: str, given: object) -> _Range:
    """The range of a variable as a batch line gives it."""
    check_name(name)
    if not isinstance(given, dict):
        raise LanguageError('it is not an object: write {"lo": "0", "hi": null}')
    integer = _flag(given, "integer")
    found = _Range(integer=integer)
    for end, sides in (("lo", found.lower), ("hi", found.upper)):
        is_open = _flag(given, f"{end}_open")
        value = given.get(end)
        if value is not None:
            sides.append((_at(end, _bound, value), is_open))
    return found


def _flag(given: Mapping[str, Any], key: str) -> bool:
    value = given.get(key)
    if value not in (None, True, False) or not isinstance(value, bool | None):
        raise LanguageError(f"{key} is neither true nor false")
    return bool(value)


def _bound(value: object) -> Term:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise LanguageError('it is neither null nor a text: write "1/2"')
    return parse_term(value, {})


def _add_domain(text: str, ranges: dict[str, _Range]) -> None:
    """Adds what one `--domain` says."""
    domain = parse_domain(text)
    if isinstance(domain, Membership):
        found = ranges.setdefault(domain.name, _Range())
        found.integer |= domain.kind in ("Z", "N")
        found.natural |= domain.kind == "N"
        return
    for relation in domain:
        _add_bound(relation, ranges)


def _add_bound(relation: Relation, ranges: dict[str, _Range]) -> None:
    op, left, right = relation.op, relation.left, relation.right
    if isinstance(right, Variable) and op in _TURNED:
        op, left, right = _TURNED[op], right, left
    if not isinstance(left, Variable) or op not in _TURNED or free_variables(right):
        raise LanguageError("it does not bound one variable by a number: give it with --given")
    found = ranges.setdefault(left.name, _Range())
    sides = found.upper if op in ("<", "<=") else found.lower
    sides.append((right, op in ("<", ">")))


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _at(where: str, read: Callable[..., T], *arguments: Any) -> T:
    """What `read` returns; its error says where it was."""
    try:
        return read(*arguments)
    except LanguageError as error:
        raise LanguageError(f"{where}: {error}") from None

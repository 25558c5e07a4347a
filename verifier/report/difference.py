"""Two statements as a difference: what was added, taken away or changed from one to the other.

Propositions are compared as they stand, with their variables by name, in small letters or large;
that two of them say the same in other words is not seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, TypeAlias

from verifier.language.binding import substitute
from verifier.language.render import Line, statement_lines
from verifier.language.statement import Hypothesis, Over, Statement
from verifier.language.terms import TRUE, Node, Variable
from verifier.lemma import Lemma

Kind: TypeAlias = Literal["declaration", "hypothesis", "conclusion"]
How: TypeAlias = Literal["added", "removed", "changed", "renamed"]
_AS_PRINTED = "as-printed"


@dataclass(frozen=True)
class Part:
    """A declaration, a hypothesis or the conclusion; only a hypothesis and a declared variable
    have a name."""

    name: str
    text: str
    latex: str


@dataclass(frozen=True)
class Change:
    """What a part was and what it is; one of them is None where it was added or taken away.

    `renamed` is what says the same as before under another name.
    """

    kind: Kind
    how: How
    old: Part | None
    new: Part | None


@dataclass(frozen=True)
class Difference:
    """All changes from one statement to another, and how many hypotheses stayed as they were.

    `reordered`: those that both have are read in another order.
    """

    changes: tuple[Change, ...]
    kept: int
    reordered: bool

    @property
    def same(self) -> bool:
        """Whether both statements say the same in the same words, whatever they call it."""
        return not self.reordered and all(change.how == "renamed" for change in self.changes)


def difference(old: Statement, new: Statement) -> Difference:
    """What `new` says otherwise than `old`: declarations first, then hypotheses, the conclusion
    last; what was taken away stands where it stood, what was added after it."""
    names = _other_names(old, new)
    read = _with_names(old, names)
    pairs = list(_paired(read.hypotheses, new.hypotheses))
    kept = [(a, b) for a, b in pairs if a and b and a.proposition == b.proposition]
    places = [new.hypotheses.index(b) for _, b in kept]
    was, now = _Parts(old), _Parts(new)
    changes = list(_declarations(was, now, {a.name: b.name for a, b in names.items()}))
    for a, b in pairs:
        if a != b:
            how = "renamed" if (a, b) in kept else _how(a, b)
            changes.append(Change("hypothesis", how, was.hypothesis(a), now.hypothesis(b)))
    if read.conclusion != new.conclusion:
        changes.append(Change("conclusion", "changed", was.conclusion, now.conclusion))
    return Difference(tuple(changes), len(kept), places != sorted(places))


def _how(old: object, new: object) -> How:
    return "added" if old is None else "removed" if new is None else "changed"


def _other_names(old: Statement, new: Statement) -> dict[Variable, Variable]:
    """The variables of `old` that `new` has in the other case only, such as y and Y."""
    if old.constants or new.constants:
        return {}
    was = [d for d in old.variables if isinstance(d, Variable)]
    now = [d for d in new.variables if isinstance(d, Variable)]
    found = {}
    for one in was:
        alike = [d for d in now if d.name.lower() == one.name.lower() and d.sort == one.sort]
        rivals = [d for d in was if d.name.lower() == one.name.lower()]
        if one not in now and len(alike) == 1 and len(rivals) == 1:
            found[one] = alike[0]
    return found


def _with_names(stated: Statement, names: Mapping[Variable, Variable]) -> Statement:
    return replace(
        stated,
        hypotheses=tuple(
            Hypothesis(h.name, substitute(h.proposition, names)) for h in stated.hypotheses
        ),
        conclusion=substitute(stated.conclusion, names),
    )


def _paired(
    old: Sequence[Hypothesis], new: Sequence[Hypothesis]
) -> Iterator[tuple[Hypothesis | None, Hypothesis | None]]:
    """Each hypothesis of either side once: beside the one that says the same, else beside the one
    of the same name, else alone."""
    left = list(new)
    found: list[tuple[Hypothesis, Hypothesis | None]] = []
    for one in old:
        same = [h for h in left if h.proposition == one.proposition]
        partner = next((h for h in same if h.name == one.name), same[0] if same else None)
        if partner:
            left.remove(partner)
        found.append((one, partner))
    for one, partner in found:
        if partner is None:
            partner = next((h for h in left if h.name == one.name), None)  # noqa: PLW2901
            if partner:
                left.remove(partner)
        yield one, partner
    yield from ((None, h) for h in left)


class _Parts:
    """The parts of a statement as text and LaTeX."""

    def __init__(self, stated: Statement) -> None:
        self._stated = stated
        lines = [(_part(text, latex), text.kind) for text, latex in statement_lines(stated)]
        self._hypotheses = {part.name: part for part, kind in lines if kind == "hypothesis"}
        self.conclusion = lines[-1][0]
        self.blocks = tuple(part for part, kind in lines if kind == "declaration")

    def hypothesis(self, hypothesis: Hypothesis | None) -> Part | None:
        """One of its hypotheses; None is none."""
        return None if hypothesis is None else self._hypotheses[hypothesis.name]

    @property
    def declarations(self) -> tuple[Part, ...]:
        """Each declared variable by itself."""
        found = []
        for declared in self._stated.variables:
            alone = Statement((declared,), (), TRUE)
            symbol: Node = declared.symbol if isinstance(declared, Over) else declared
            (text, latex), *_ = statement_lines(alone)
            found.append(Part(str(getattr(symbol, "name", "")), text.body, latex.body))
        return tuple(found)

    @property
    def quantified(self) -> bool:
        """Whether the order of the declarations bears on the meaning."""
        return bool(self._stated.constants)


def _part(text: Line, latex: Line) -> Part:
    return Part(text.name, text.body, latex.body)


def _declarations(old: _Parts, new: _Parts, names: Mapping[str, str]) -> Iterator[Change]:
    """Variable by variable; where constants are claimed to exist, by what is chosen before what."""
    if old.quantified or new.quantified:
        for part in old.blocks:
            if part not in new.blocks:
                yield Change("declaration", "removed", part, None)
        for part in new.blocks:
            if part not in old.blocks:
                yield Change("declaration", "added", None, part)
        return
    was = {part.name: part for part in old.declarations}
    now = {part.name: part for part in new.declarations}
    for name, part in was.items():
        other = now.get(names.get(name, name))
        if other is None or other != part:
            how: How = "renamed" if name in names else _how(part, other)
            yield Change("declaration", how, part, other)
    for name, part in now.items():
        if name not in was and name not in names.values():
            yield Change("declaration", "added", None, part)


def printed(lemma: Lemma, others: Iterable[Lemma]) -> tuple[Lemma, ...]:
    """What a repaired lemma is to be compared with: the entries of the same result of the same
    paper that stand as printed.

    Of several only the one whose id this one's begins with; more than one only where nothing
    tells them apart.  Effective and strengthened entries are often of a part of a result, which
    is no other form of it.
    """
    if lemma.variant != "repaired":
        return ()
    place = (lemma.source.paper, lemma.source.result)
    found = [
        other
        for other in others
        if other.variant == _AS_PRINTED and (other.source.paper, other.source.result) == place
    ]
    stems = {other.id: other.id.removesuffix(f"-{_AS_PRINTED}") for other in found}
    near = [other for other in found if f"{lemma.id}-".startswith(f"{stems[other.id]}-")]
    if near:
        longest = max(len(stems[other.id]) for other in near)
        return tuple(other for other in near if len(stems[other.id]) == longest)
    return tuple(found)


def difference_object(old: Lemma, new: Lemma) -> dict[str, Any]:
    """The difference as JSON: `against` names the older one."""
    found = difference(old.statement, new.statement)
    return {
        "against": old.id,
        "same": found.same,
        "kept": found.kept,
        "reordered": found.reordered,
        "changes": [
            {
                "kind": change.kind,
                "how": change.how,
                "old": change.old and asdict(change.old),
                "new": change.new and asdict(change.new),
            }
            for change in found.changes
        ],
    }


def difference_text(old: Lemma, new: Lemma, *, latex: bool = False) -> str:
    """The difference for people: lines with - for what was, + for what is, ~ for another name."""
    return "\n".join(_lines(old, new, latex=latex))


def _lines(old: Lemma, new: Lemma, *, latex: bool) -> Iterator[str]:
    found = difference(old.statement, new.statement)
    yield f"- {old.id} ({old.variant}): {old.title}"
    yield f"+ {new.id} ({new.variant}): {new.title}"
    yield ""
    for change in found.changes:
        if change.how == "renamed" and change.old and change.new:
            yield f"  ~ {_renamed(change.kind, change.old, change.new, latex=latex)}"
            continue
        for sign, part in (("-", change.old), ("+", change.new)):
            if part is not None:
                yield f"  {sign} {_written(change.kind, part, latex=latex)}"
    if found.reordered:
        yield "  ~ the hypotheses that both have stand in another order"
    if found.same:
        yield "  the same statement"
    yield f"  {_count(found.kept)} as before"
    yield from (f"changed, says the entry: {change}" for change in new.changes)


def _written(kind: Kind, part: Part, *, latex: bool) -> str:
    shown = part.latex if latex else part.text
    if kind == "hypothesis":
        return f"({part.name}) {shown}"
    return f"Then {shown}" if kind == "conclusion" else shown


def _renamed(kind: Kind, old: Part, new: Part, *, latex: bool) -> str:
    if kind == "declaration":
        return f"{old.name} is called {new.name}"
    return f"({old.name}) is called ({new.name}): {new.latex if latex else new.text}"


def _count(number: int) -> str:
    return f"{number} {'hypothesis' if number == 1 else 'hypotheses'}"

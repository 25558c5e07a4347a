"""What depends on a lemma or on a cited theorem, directly or through other lemmas."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

Uses = Mapping[str, Sequence[str]]  # of each lemma the ids of those that its proof applies


@dataclass(frozen=True)
class Dependant:
    """A lemma that depends on something: itself (`directly`), and `through` those of the lemmas
    it uses that do."""

    id: str
    directly: bool
    through: tuple[str, ...]


def used_by(uses: Uses) -> dict[str, tuple[str, ...]]:
    """Of each lemma the ids of those that apply it in their own proofs, in the order given."""
    found: dict[str, list[str]] = {name: [] for name in uses}
    for name, used in uses.items():
        for one in dict.fromkeys(used):
            found.setdefault(one, []).append(name)
    return {name: tuple(users) for name, users in found.items()}


def dependants(target: str, uses: Uses) -> tuple[Dependant, ...]:
    """Every lemma whose proof rests on the lemma `target`, in the order given."""
    users = used_by(uses)
    reached: set[str] = set()
    waiting = [target]
    while waiting:
        for name in users.get(waiting.pop(), ()):
            if name not in reached:
                reached.add(name)
                waiting.append(name)
    return tuple(
        Dependant(name, target in used, tuple(one for one in used if one in reached))
        for name, used in uses.items()
        if name in reached
    )


def citing(theorem: str, cited: Mapping[str, Collection[str]], uses: Uses) -> tuple[Dependant, ...]:
    """Every lemma whose checked proof rests on a cited theorem; `cited` says on which each does.

    A proof file does not say which of its theorems a lemma that it applies brought in: directly
    cited is what none of those brings.
    """
    resting = {name for name, theorems in cited.items() if theorem in theorems}
    found = []
    for name in cited:
        if name in resting:
            through = tuple(one for one in uses.get(name, ()) if one in resting)
            found.append(Dependant(name, not through, through))
    return tuple(found)


def how(dependant: Dependant) -> str:
    """In what way it depends, in a few words."""
    through = ", ".join(dependant.through)
    if not through:
        return "directly"
    return f"directly, and through {through}" if dependant.directly else f"through {through}"

"""The steps of a proof as a tree: a block holds the steps inside of it, and premises lead to what
they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from verifier.language.notation import Latex

SEPARATOR = " / "
_NEW_LINE = " \\\\\n"  # between the lines of a statement in LaTeX
Step: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Premise:
    """What a step follows from, and the anchor of what it names, if that is on the page."""

    text: str
    anchor: str | None


@dataclass(frozen=True)
class Claim:
    """What a step claims, in text and LaTeX."""

    text: str
    latex: str


@dataclass
class Block:
    """A step, or a case that has no step of its own, with the steps inside of it."""

    name: str
    anchor: str = ""
    step: Step | None = None
    premises: tuple[Premise, ...] = ()
    blocks: list[Block] = field(default_factory=list)

    @property
    def lines(self) -> tuple[Claim, ...]:
        """What the step claims; of a printed step, which is a statement, first what is given."""
        assert self.step is not None
        *given, claim = self.step["latex"].split(_NEW_LINE)
        if not given:
            return (Claim(self.step["text"], claim),)
        lines = (Claim(self._text(line), line) for line in given)
        return (*lines, Claim(self.step["text"], claim.removeprefix(Latex().words("Then "))))

    def _text(self, line: str) -> str:
        """The premise, "claim   (name)", that a line of LaTeX, "(name) claim", states."""
        for premise in self.premises:
            _, _, name = premise.text.rpartition("   (")
            if name and line.startswith(Latex().words(f"({name} ")):
                return premise.text
        return ""

    @property
    def count(self) -> int:
        """How many steps there are inside of it."""
        return sum(block.count + (block.step is not None) for block in self.blocks)


def tree(steps: Sequence[Step], prefix: str, hypotheses: Mapping[str, str]) -> tuple[Block, ...]:
    """The steps by their names "block / step within it".

    `prefix` begins their anchors; `hypotheses` are the anchors of the hypotheses by name.
    """
    root = Block("")
    anchors = {step["name"]: f"{prefix}:{n}" for n, step in enumerate(steps, start=1)}
    for number, step in enumerate(steps, start=1):
        *above, name = step["name"].split(SEPARATOR)
        block = _inner(root, above)
        own = _unfinished(block, name)
        own.anchor = f"{prefix}:{number}"
        own.step = step
        own.premises = tuple(
            Premise(text, _anchor(text, step["name"], anchors, hypotheses))
            for text in step["premises"]
        )
    return tuple(root.blocks)


def _inner(block: Block, names: Iterable[str]) -> Block:
    for name in names:
        block = _unfinished(block, name)
    return block


def _unfinished(block: Block, name: str) -> Block:
    """The block of this name that waits for its own step, which comes after those inside of it."""
    for known in block.blocks:
        if known.name == name and known.step is None:
            return known
    block.blocks.append(Block(name))
    return block.blocks[-1]


def _anchor(
    premise: str, step: str, anchors: Mapping[str, str], hypotheses: Mapping[str, str]
) -> str | None:
    """Where what a premise names stands: a step of the same block or of one around it, else a
    hypothesis."""
    for name in _readings(premise):
        path = step.split(SEPARATOR)[:-1]
        for depth in range(len(path), -1, -1):
            found = anchors.get(SEPARATOR.join([*path[:depth], name]))
            if found is not None:
                return found
        if name in hypotheses:
            return hypotheses[name]
    return None


def _readings(premise: str) -> list[str]:
    """What a premise may name: itself, or what it is an instance or a part of."""
    readings = [premise]
    for mark in re.finditer(r", part \d+| at ", premise):
        readings.insert(1, premise[: mark.start()])
    return readings

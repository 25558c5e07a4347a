"""The pages of docs/: their headings, tables and blocks of code."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs"


@dataclass(frozen=True)
class Section:
    """What stands between a heading and the next one of any level."""

    heading: str
    body: str

    def blocks(self, language: str) -> list[str]:
        """The fenced blocks of a language."""
        return re.findall(rf"^```{language}\n(.*?)^```$", self.body, re.DOTALL | re.MULTILINE)

    def rows(self) -> list[list[str]]:
        """The rows of its tables, without headers."""
        found = [line for line in self.body.splitlines() if line.startswith("|")]
        cells = [re.split(r"(?<!\\)\|", line)[1:-1] for line in found]
        rules = [n for n, row in enumerate(cells) if set("".join(row)) <= set("-: ")]
        headers = {n - 1 for n in rules} | set(rules)
        return [
            [cell.strip().replace("\\|", "|") for cell in row]
            for n, row in enumerate(cells)
            if n not in headers
        ]


def sections(page: str) -> list[Section]:
    """The sections of a page, in order.  Lines in blocks of code are no headings."""
    found: list[tuple[str, list[str]]] = []
    in_code = False
    for line in (FOLDER / page).read_text(encoding="utf-8").splitlines():
        in_code ^= line.startswith("```")
        heading = None if in_code else re.fullmatch(r"#+ (.*)", line)
        if heading:
            found.append((heading[1], []))
        elif found:
            found[-1][1].append(line)
    return [Section(heading, "\n".join(lines) + "\n") for heading, lines in found]


def section(page: str, heading: str) -> Section:
    """The one section with this heading."""
    (found,) = (s for s in sections(page) if s.heading == heading)
    return found


def documented(page: str) -> dict[str, Section]:
    """The sections whose headings are signatures in backquotes, by name."""
    found = {}
    for part in sections(page):
        written = re.fullmatch(r"`([\w.]+)\(.*\)`", part.heading)
        if written:
            found[written[1]] = part
    return found


def signature(function: Callable[..., Any], prefix: str = "", leave_out: str = "") -> str:
    """How a function stands in a heading: `name(a, *using, degree=)`."""
    parts = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name == leave_out:
            continue
        if parameter.kind is parameter.VAR_POSITIONAL:
            parts.append(f"*{parameter.name}")
        elif parameter.kind is parameter.KEYWORD_ONLY or parameter.default is not parameter.empty:
            parts.append(f"{parameter.name}=")
        else:
            parts.append(parameter.name)
    return f"`{prefix}{function.__name__}({', '.join(parts)})`"


def check_heading_and_text(
    part: Section, function: Callable[..., Any], prefix: str = "", leave_out: str = ""
) -> None:
    """Asserts that a section shows a function's signature and its docstring."""
    assert part.heading == signature(function, prefix, leave_out)
    documentation = inspect.getdoc(function)
    assert documentation is not None
    shown = part.blocks("text")[0].rstrip("\n")
    assert shown == documentation, f"copy the docstring of {function.__name__} into the page"


def quoted(cell: str) -> list[str]:
    """What stands in backquotes, in order."""
    return re.findall(r"`([^`]+)`", cell)


def examples(text: str) -> Iterator[tuple[str, list[str]]]:
    """Lines '- kind: `conclusion` given `hypothesis`, ...': kind, conclusion and hypotheses."""
    for kind, rest in re.findall(r"^- (\w+): (.*)$", text, re.MULTILINE):
        yield kind, quoted(rest)


def run(page: str, namespace: dict[str, Any], parts: Mapping[str, Section] | None = None) -> None:
    """Executes the Python of some sections, or of all, in order.

    An exception says which section it comes from.
    """
    for part in parts.values() if parts is not None else sections(page):
        for number, code in enumerate(part.blocks("python")):
            exec(compile(code, f"{page}: {part.heading} [{number}]", "exec"), namespace)

"""docs/tutorial.md: every file is written, every command run and its output compared.

In the output `...` stands for any lines; seconds, the numbers of multipliers and how many random
instances there was time for may differ.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pytest

import verifier
from verifier.proof import by

REPOSITORY = Path(__file__).resolve().parents[2]
TUTORIAL = (REPOSITORY / "docs" / "tutorial.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w+)(?: title=\"([^\"\n]*)\")?\n(.*?)^```$", re.M | re.S)
NUMBERS = re.compile(
    r"\d+\.\d+ ?s\b|\d+ multipliers?|=+"
    r"|(?<=  )\d+(, \d+ (failed|undecided))?( \(\d/\d needed\))? {2,}"
    r"|\d+ (instances|against|undecided)"
)
PROGRESS = re.compile(r"(?:^(?:proved|refuted|ill-posed|unknown) +\S+  #\n)+", re.M)
PLUGIN = "verifier.pytest_plugin"


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the file that it is, its text."""

    kind: str
    title: str
    body: str


@dataclass(frozen=True)
class Command:
    """A command and what the tutorial shows of its output."""

    line: str
    shown: str


BLOCKS = [Block(*found) for found in FENCE.findall(TUTORIAL)]


def commands(body: str) -> Iterator[Command]:
    """The commands of a console block."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        line, _, shown = part.partition("\n")
        yield Command(line, shown)


@dataclass
class Reader:
    """Somebody who does what the tutorial says, in a folder of their own."""

    folder: Path
    slips: str | None = None

    def write(self, block: Block) -> None:
        """Saves a file; one that is there already is shown as it is."""
        path = self.folder / block.title
        if path.exists():
            assert path.read_text(encoding="utf-8") == block.body
        path.parent.mkdir(exist_ok=True)
        path.write_text(block.body, encoding="utf-8")

    def run(self, line: str) -> str:
        """What a command prints."""
        if re.fullmatch(r"python -m verifier report slips/\w+\.py --quick", line):
            return self.report_of_slips()
        return self._output(shlex.split(line))

    def report_of_slips(self) -> str:
        """One report on all files of mistakes, which holds the screen of each: it saves time."""
        if self.slips is None:
            for block in BLOCKS:
                if block.title.startswith("slips/"):
                    self.write(block)
            self.slips = self._output(["python", "-m", "verifier", "report", "slips", "--quick"])
        return self.slips

    def _output(self, words: list[str]) -> str:
        program, *rest = words
        if program == "pytest":
            known = {entry.value for entry in metadata.entry_points(group="pytest11")}
            plugin = [] if PLUGIN in known else ["-p", PLUGIN]
            rest = ["-m", "pytest", *plugin, "-p", "no:cacheprovider", *rest]
        if "report" in rest:
            rest = [*rest, "--jobs", "1"]
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "COLUMNS": "100"}
        environment["GD_VERIFIER_CACHE"] = str(self.folder / ".cache")
        done = subprocess.run(
            [sys.executable, *rest],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        return done.stdout


def normal(text: str) -> str:
    """Output without what differs from run to run."""
    lines = (NUMBERS.sub("#", line.rstrip()) for line in text.splitlines())
    whole = "".join(f"{line}\n" for line in lines)
    # Verdicts come as they are known, whichever is first.
    return PROGRESS.sub(lambda found: "".join(sorted(found[0].splitlines(keepends=True))), whole)


def pattern(shown: str) -> str:
    """What the output has to match, `...` standing for any lines."""
    lines = normal(shown).splitlines(keepends=True)
    return "".join("(?:.*\n)*?" if line == "...\n" else re.escape(line) for line in lines)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Reader(tmp_path_factory.mktemp("reader"))


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_block_is_true(reader: Reader, number: int) -> None:
    """The blocks are done in their order: a later one needs the earlier ones."""
    block = BLOCKS[number]
    if block.title:
        reader.write(block)
    elif block.kind == "console":
        for command in commands(block.body):
            output = normal(reader.run(command.line))
            assert re.fullmatch(pattern(command.shown), output), f"$ {command.line}\n{output}"
    else:
        assert block.kind == "sh"
        readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
        assert all(line in readme for line in block.body.splitlines())


def test_names_of_the_tables_exist() -> None:
    rows = [line for line in TUTORIAL.splitlines() if line.startswith("| ")]
    assert len(rows) > 30
    written = " ".join(code for row in rows for code in re.findall(r"`([^`]*)`", row))
    for name in re.findall(r"\bby\.(\w+)", written):
        assert name in by.__all__, name
    for name in re.findall(r"(?<![\w.\"])([a-z_]\w+)\(", re.sub(r"by\.\w+\(", "", written)):
        assert name in verifier.__all__, name


def test_files_that_are_named_exist() -> None:
    for path in re.findall(r"`((?:lemmas|verifier|docs)/[\w/]+\.\w+)`", TUTORIAL):
        assert (REPOSITORY / path).exists(), path
    for path in re.findall(r"\]\(([\w.]+)(?:#[\w-]+)?\)", TUTORIAL):
        assert (REPOSITORY / "docs" / path).exists(), path

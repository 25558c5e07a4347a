"""The README and the pages on commands say what is true."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from verifier.cli import main, parser

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.compile(r"python (?:-P )?-m verifier ([^#&\n`]*)")


def test_lemma_of_the_readme_is_proved(capsys: pytest.CaptureFixture[str]) -> None:
    source, _notebook = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    Path("mine.py").write_text(source, encoding="utf-8")
    assert main(["report", "mine.py", "--quick"]) == 0
    assert "100 (0/1 needed)" in capsys.readouterr().out


@pytest.mark.parametrize("page", ["README.md", "docs/prove.md", "docs/escape.md"])
def test_commands_exist(page: str) -> None:
    commands = COMMANDS.findall((ROOT / page).read_text(encoding="utf-8"))
    assert len(commands) >= 3
    for command in commands:
        parser().parse_args(shlex.split(command))


def test_pages_that_are_named_exist() -> None:
    named = set(re.findall(r"docs/\w+\.\w+", README))
    assert len(named) >= 10
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []

"""The README says what is true."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from verifier.cli import main, parser

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def test_lemma_of_the_readme_is_proved(capsys: pytest.CaptureFixture[str]) -> None:
    (source,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    Path("mine.py").write_text(source, encoding="utf-8")
    assert main(["report", "mine.py", "--quick"]) == 0
    assert "100 (0/1 needed)" in capsys.readouterr().out


def test_commands_of_the_readme_exist() -> None:
    commands = re.findall(r"python -m verifier ([^#&\n`]*)", README)
    assert len(commands) >= 6
    for command in commands:
        parser().parse_args(shlex.split(command))

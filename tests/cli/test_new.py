"""`new`: a lemma file at any sensible path, and nothing lost."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verifier.cli import main
from verifier.cli.new import NewLemma
from verifier.lemma import Lemma
from verifier.library import files_under, load_file
from verifier.proof.run import prove

NAMES = st.text(string.ascii_letters + string.digits + " -_äßñ№λ'\"\\$", min_size=1, max_size=12)


def new(path: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What `new` prints."""
    assert main(["new", path]) == 0
    return capsys.readouterr().out


def refused(path: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The one line with which `new` refuses a path."""
    assert main(["new", path]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1
    assert "; " in err or ": name it" in err  # how to mend it
    return err


@pytest.mark.parametrize(
    ("path", "identity"),
    [
        ("my_paper/lemma_1.py", "my_paper/lemma-1"),
        ("Some Paper (2026)/Theorem 3.2/lemma-4.py", "Theorem-3.2/lemma-4"),
        ("deep/er/paper/2.py", "paper/2"),
        ("übung/größe.py", "ubung/groe"),
        ("λ/λ.py", "mine/lemma"),
        ("./lemma.py", "work/lemma"),
        ("lemma.py", "work/lemma"),
    ],
)
def test_file_is_a_lemma_with_the_id_of_its_path(
    path: str, identity: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert identity in new(path, capsys)
    folder = Path(path).parent
    assert files_under(folder) == (Path(path).resolve(),)
    (entry,) = load_file(Path(path).resolve())
    assert entry.lemma.id == identity
    assert entry.lemma.source.paper == identity.partition("/")[0]


@given(folder=NAMES, file=NAMES)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_source_is_a_lemma_whatever_the_path(folder: str, file: str) -> None:
    namespace: dict[str, object] = {}
    made = NewLemma(Path(folder) / f"{file}.py")
    exec(compile(made.source(), "new.py", "exec"), namespace)
    lemma = namespace["lemma"]
    assert isinstance(lemma, Lemma)
    assert lemma.id == made.id
    Path("checked.py").write_text(made.source(), encoding="utf-8")
    assert files_under(Path("checked.py").parent) == (Path("checked.py").resolve(),)


def test_lemma_is_proved_as_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    new("my_paper/lemma_1.py", capsys)
    (entry,) = load_file(Path("my_paper/lemma_1.py").resolve())
    assert prove(entry.lemma).proof is not None
    assert entry.lemma.expected == "proved"


def test_commands_to_go_on_with_are_right(capsys: pytest.CaptureFixture[str]) -> None:
    printed = new("my paper/-1.py", capsys)
    assert "python -m verifier report 'my paper'/ " in printed
    assert "python -m verifier show 'my paper/-1.py' " in printed
    assert "pytest 'my paper'/ " in printed
    assert "python -m verifier report ./-a.py " in new("./-a.py", capsys)


def test_nothing_is_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine.py").write_text("all that I have", encoding="utf-8")
    assert "left as it is" in refused("mine.py", capsys)
    assert Path("mine.py").read_text(encoding="utf-8") == "all that I have"
    Path("gone.py").symlink_to("nowhere.py")
    refused("gone.py", capsys)
    assert not Path("nowhere.py").exists()


@pytest.mark.parametrize(
    ("path", "cause"),
    [
        ("lemma_1", "ends in .py"),
        ("lemma_1.txt", "ends in .py"),
        (".py", "ends in .py"),
        ("my_paper/", "is a folder"),
        ("_lemma.py", "helpers"),
        ("test_lemma.py", "tests"),
        ("lemma_test.py", "tests"),
        ("conftest.py", "tests"),
        ("lemma.1.py", "dot"),
        ("types.py", "in place of its own"),
        ("verifier.py", "in place of its own"),
        ("my_paper/lemma-1.py", "same id"),
        ("a_file/lemma_1.py", "cannot be written: "),
        (f"{'long' * 100}.py", "cannot be written: "),
    ],
)
def test_path_that_is_no_lemma_file_is_refused_in_one_line(
    path: str, cause: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("my_paper").mkdir()
    Path("my_paper/lemma_1.py").touch()
    Path("a_file").touch()
    before = set(Path().rglob("*"))
    assert cause in refused(path, capsys)
    assert set(Path().rglob("*")) == before

"""Which files of a folder hold lemmas."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.library import InputError, files_under, load_file

MAKER = """
from verifier import Lemma, Source, Step, by, real, statement
x = real("x")

def lemma(number):
    return Lemma(id=f"mine/lemma-{number}", title="", source=Source("mine", "1", str(number)),
        variant="as-printed", statement=statement([x], {}, x <= x + number),
        proof=(Step("it", x <= x + number, by.decide()),))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "_maker.py").write_text(MAKER, encoding="utf-8")
    (tmp_path / "deeper").mkdir()
    for package in (tmp_path, tmp_path / "deeper"):
        (package / "__init__.py").touch()
    return tmp_path


def names(folder: Path) -> list[str]:
    return [file.relative_to(folder).as_posix() for file in files_under(folder)]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("a.py", "from ._maker import lemma\nfirst = lemma(1)\n"),
        ("a.py", "from ._maker import lemma as make\nfirst: object = make(1)\n"),
        ("a.py", "from ._maker import *\nfirst = lemma(1)\n"),
        ("deeper/a.py", "from .._maker import lemma\nfirst = lemma(1)\n"),
        ("a.py", MAKER + "first = lemma(1)\n"),
    ],
)
def test_lemma_made_by_a_function_is_found(folder: Path, file: str, text: str) -> None:
    (folder / file).write_text(text, encoding="utf-8")
    assert names(folder) == [file]
    (entry,) = load_file(folder / file)
    assert entry.lemma.id == "mine/lemma-1"


@pytest.mark.parametrize(
    "text",
    [
        "from ._maker import x\ny = x + 1\n",
        "from ._maker import lemma\nassert lemma\n",
        "from ._other import lemma\nfirst = lemma(1)\n",
        "from .views import lemma\nfirst = lemma(1)\n",
        "from .missing import lemma\nfirst = lemma(1)\n",
        "from ........_maker import lemma\nfirst = lemma(1)\n",
        "from . import _maker\nfirst = str(1)\n",
        "from ._maker import (\n",
        "def lemma(n): return n\nfirst = lemma(1)\n",
        "import verifier\nprint('Lemma(')\n",
    ],
)
def test_other_files_are_left_alone(folder: Path, text: str) -> None:
    (folder / "views.py").write_text("def lemma(n): return n\n", encoding="utf-8")
    (folder / "a.py").write_text(text, encoding="utf-8")
    assert names(folder) == []


def test_file_without_a_lemma_says_what_is_wanted(folder: Path) -> None:
    (folder / "a.py").write_text("from ._maker import lemma\none = lemma(1).id\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"assign a Lemma.* that only helps others begins with _"):
        load_file(folder / "a.py")

"""`new`: a lemma file that works at once, to be made into one's own."""

from __future__ import annotations

import argparse
import re
import shlex
import sys
import unicodedata
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template

from verifier.cli.common import Commands, UsageError, cause

_TEMPLATE = "new_lemma.py.txt"
_TESTS = re.compile(r"test_.*|.*_test|conftest")
_TAKEN = sys.stdlib_module_names | {"verifier", "lemmas"}
_WITHOUT_NAME = "lemma"  # of a file that has no letter or digit to make a name from


@dataclass(frozen=True)
class NewLemma:
    """What the file of a new lemma says of itself, made from its path."""

    path: Path

    @property
    def paper(self) -> str:
        """The paper's short name: that of the folder."""
        return _slug(self.path.absolute().parent.name, "mine")

    @property
    def id(self) -> str:
        """The id of the lemma."""
        return f"{self.paper}/{_result_id(self.path.stem)}"

    @property
    def result(self) -> str:
        """The number of the result, as the report shows it."""
        words = re.sub(r"[\W_]+", " ", _ascii(self.path.stem)).strip() or _WITHOUT_NAME
        return words[0].upper() + words[1:]

    @property
    def shown(self) -> str:
        """The path as it is typed after a command."""
        return _typed(self.path)

    @property
    def folder(self) -> str:
        """What to give to `report` and `pytest`: the folder, or the file in the current one."""
        inside = self.path.parent != Path()
        return f"{_typed(self.path.parent)}/" if inside else self.shown

    def source(self) -> str:
        """The text of the file."""
        text = (files("verifier.cli") / _TEMPLATE).read_text(encoding="utf-8")
        return Template(text).substitute(id=self.id, paper=self.paper, result=self.result)


def register(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser(
        "new",
        help="write a lemma file to start from",
        description="Writes a commented lemma file that is proved as it stands.",
    )
    parser.add_argument("path", metavar="PATH", help="the file, such as my_paper/lemma_1.py")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Writes the file and says what to do next.  Raises `UsageError`; nothing is overwritten."""
    path = Path(options.path).expanduser()
    lemma = NewLemma(path)
    try:
        _check(options.path, path)
        _write(path, lemma.source())
    except OSError as error:
        reason = f"cannot be written: {cause(error)}"
        raise UsageError(f"{options.path}: {reason}; choose another") from error
    print(f"wrote {path}: {lemma.id}, a lemma that is proved as it stands; next:")
    todo = (
        (f"python -m verifier report {lemma.folder}", "prove it, attack it, try its hypotheses"),
        (f"python -m verifier show {lemma.shown}", "the statement and every step"),
        (f"pytest {lemma.folder}", "each step as a test"),
    )
    width = max(len(command) for command, _ in todo)
    for command, purpose in todo:
        print(f"  {command:<{width}}  # {purpose}")
    return 0


def _check(given: str, path: Path) -> None:
    """Raises `UsageError` where no lemma file can be of this name."""
    stem = path.stem
    reason = None
    if path.is_dir():
        reason = f"is a folder; name a file in it, such as {path / 'lemma_1.py'}"
    elif path.suffix != ".py" or not stem:
        reason = "a lemma file ends in .py: name it so"
    elif path.exists() or path.is_symlink():
        reason = "is there already and is left as it is; choose another name"
    elif stem.startswith("_"):
        reason = "files that begin with an underscore are helpers; choose another name"
    elif _TESTS.fullmatch(stem):
        reason = "pytest takes a file of this name for tests; choose another name"
    elif "." in stem:
        reason = "Python cannot import a file with a dot in its name; write _ instead"
    elif stem in _TAKEN:
        reason = f"Python would import it in place of its own '{stem}'; choose another name"
    elif twin := _of_same_id(path):
        reason = f"{twin.name} beside it has the same id; choose another name"
    if reason:
        raise UsageError(f"{given}: {reason}")


def _of_same_id(path: Path) -> Path | None:
    """A file in the folder whose name gives the same id."""
    if not path.parent.is_dir():
        return None
    wanted = _result_id(path.stem)
    return next((p for p in path.parent.glob("*.py") if _result_id(p.stem) == wanted), None)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)


def _typed(path: Path) -> str:
    """A path as it is typed into a shell; one that begins with a minus is no option."""
    text = str(path)
    return shlex.quote(f"./{text}" if text.startswith("-") else text)


def _result_id(stem: str) -> str:
    return _slug(stem.replace("_", "-").lower(), _WITHOUT_NAME)


def _slug(name: str, otherwise: str) -> str:
    """A name of letters, digits, dots, hyphens and underscores that begins with one of the first
    two."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", _ascii(name))
    return re.sub(r"^[^A-Za-z0-9]+", "", plain).rstrip("-") or otherwise


def _ascii(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()

"""Finding lemmas: those installed with the package, and a user's own files and folders.

A lemma file is a Python file that imports `verifier` and builds at least one `Lemma`, assigned to
a name at module level, or has a file beside it build one; files and names that begin with an
underscore are helpers.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import importlib
import importlib.util
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

from verifier.lemma import Lemma
from verifier.mistakes import cause_of

INSTALLED = "lemmas"
_IMPORTS_VERIFIER = re.compile(r"^\s*(from|import)\s+verifier\b", re.MULTILINE)
_BUILDS_LEMMA = re.compile(r"\bLemma\(")
_IMPORTS_SIBLING = re.compile(r"^from\s+\.", re.MULTILINE)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")


@dataclass(frozen=True)
class Entry:
    """A lemma and the file that defines it."""

    lemma: Lemma
    file: Path


@dataclass(frozen=True)
class Problem:
    """An input that could not be read, and why."""

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


class InputError(Exception):
    """An input that could not be read; the message is one line with cause and mend."""


def installed_files() -> tuple[Path, ...]:
    """The lemma files that are installed with the package, sorted; nothing is imported."""
    root = _installed_root()
    return files_under(root) if root else ()


def _installed_root() -> Path | None:
    spec = importlib.util.find_spec(INSTALLED)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations))).resolve()


def files_under(path: Path) -> tuple[Path, ...]:
    """The lemma files that a path names: itself, or those below it, sorted."""
    if path.is_file():
        return (path.resolve(),)
    return tuple(file.resolve() for file in _candidates(path) if is_lemma_file(file))


def _candidates(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*.py")):
        inside = file.relative_to(folder).parts
        if not any(part.startswith((".", "_")) for part in inside):
            yield file


def is_lemma_file(file: Path) -> bool:
    """Whether a file's source looks like a lemma file; tests never do.  Nothing is imported.

    A file that cannot be read or decoded counts as one, so that loading it names the cause.
    """
    if file.name.startswith(("test_", "_")) or file.name == "conftest.py":
        return False
    if _own_package() in file.resolve().parents:
        return False
    try:
        source = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return True
    builds = _looks_like_one(source)
    if not builds and not _IMPORTS_SIBLING.search(source):
        return False
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return builds
    if builds and any(_builds_lemma(node) for node in ast.walk(tree)):
        return True
    return _has_one_built(tree, file.parent)


def _looks_like_one(source: str) -> bool:
    return bool(_BUILDS_LEMMA.search(source) and _IMPORTS_VERIFIER.search(source))


def _has_one_built(tree: ast.Module, folder: Path) -> bool:
    """Whether what a function of another file returns is given a name, and that file builds
    lemmas."""
    called = {
        node.value.func.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
    }
    called |= {"*"} if called else set()
    return any(
        isinstance(node, ast.ImportFrom)
        and any((alias.asname or alias.name) in called for alias in node.names)
        and _imports_a_maker(node, folder)
        for node in tree.body
    )


def _imports_a_maker(node: ast.ImportFrom, folder: Path) -> bool:
    if not node.level or not node.module:
        return False
    beside = [folder, *folder.parents][node.level - 1 : node.level]
    maker = beside[0].joinpath(*node.module.split(".")).with_suffix(".py") if beside else folder
    try:
        return _looks_like_one(maker.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return False


def _builds_lemma(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    return (isinstance(called, ast.Name) and called.id == "Lemma") or (
        isinstance(called, ast.Attribute) and called.attr == "Lemma"
    )


def _own_package() -> Path:
    return Path(__file__).resolve().parent


def load_file(file: Path) -> tuple[Entry, ...]:
    """The lemmas that a file defines, in its own order; raises `InputError` naming the cause."""
    module = _import(file)
    imported = _imported_names(file)
    found: dict[int, Entry] = {}
    for name, value in vars(module).items():
        if isinstance(value, Lemma) and not name.startswith("_") and name not in imported:
            found.setdefault(id(value), Entry(value, file))
    if not found:
        raise InputError(
            "defines no lemma: assign a Lemma(...) to a name at module level; the name of a file "
            "that only helps others begins with _"
        )
    for entry in found.values():
        if not _ID.fullmatch(entry.lemma.id):
            raise InputError(
                f"the id {entry.lemma.id!r} is not of the form paper/result: use letters, digits, "
                "dots, hyphens and slashes"
            )
    return tuple(found.values())


def load(files: Iterable[Path]) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """The lemmas of all files, and a problem for each file that could not be read.

    Of two lemmas with one id the first is kept and the second is a problem naming both files.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    for file in files:
        try:
            entries.extend(load_file(file))
        except InputError as error:
            problems.append(Problem(display(file), str(error)))
    owners = [(entry.lemma.id, entry.file) for entry in entries]
    kept, clashes = without_duplicates(owners)
    return tuple(entries[index] for index in kept), (*problems, *clashes)


def without_duplicates(
    owners: Iterable[tuple[str, Path]],
) -> tuple[tuple[int, ...], tuple[Problem, ...]]:
    """The positions of the first owner of each id, and a problem for every later one."""
    first: dict[str, Path] = {}
    kept: list[int] = []
    problems: list[Problem] = []
    for index, (name, file) in enumerate(owners):
        if name in first:
            clash = f"the id {name} is taken by {display(first[name])}: give one of them another id"
            problems.append(Problem(display(file), clash))
        else:
            first[name] = file
            kept.append(index)
    return tuple(kept), tuple(problems)


def display(file: Path) -> str:
    """A path as short as it can be shown: relative to the current folder where it is below it, and
    for an installed lemma to where they are installed."""
    root = _installed_root()
    with contextlib.suppress(ValueError, OSError):
        return str(file.relative_to(Path.cwd()))
    if root and root in file.parents:
        return str(file.relative_to(root.parent))
    return str(file)


def _import(file: Path) -> ModuleType:
    try:
        return importlib.import_module(_module_name(file))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a lemma file may raise anything, SystemExit too
        raise InputError(f"cannot be imported: {cause_of(error, file)}") from error


def _module_name(file: Path) -> str:
    root = _installed_root()
    if root and root in file.parents:
        return ".".join((INSTALLED, *file.relative_to(root).with_suffix("").parts))
    top = _package_top(file)
    return ".".join((_alias(top), *file.relative_to(top).with_suffix("").parts))


def _package_top(file: Path) -> Path:
    """The folder of a file, or the top of the package that it belongs to."""
    top = file.parent
    while (top / "__init__.py").exists() and (top.parent / "__init__.py").exists():
        top = top.parent
    return top


def _alias(folder: Path) -> str:
    """The name under which a user's folder is imported.

    Guaranteed to clash with nothing, and to leave `sys.path` alone: files of one folder import
    each other by relative imports, whether or not the folder has an `__init__.py`.
    """
    name = "verifier_lemmas_" + hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    if name in sys.modules:
        return name
    start = folder / "__init__.py"
    if start.exists():
        spec = importlib.util.spec_from_file_location(
            name, start, submodule_search_locations=[str(folder)]
        )
        if spec is None or spec.loader is None:
            raise ImportError(f"{start} cannot be loaded")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        try:
            spec.loader.exec_module(module)
        except BaseException:
            del sys.modules[name]
            raise
    else:
        module = ModuleType(name)
        module.__path__ = [str(folder)]
        sys.modules[name] = module
    return name


def _imported_names(file: Path) -> frozenset[str]:
    """The names that a file's import statements bind: lemmas of other files, used here."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(
        (alias.asname or alias.name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    )


def sources(file: Path) -> tuple[Path, ...]:
    """The file and those of its own package that it imports, directly or not, sorted.

    To be called after the file has been loaded.
    """
    found: dict[str, Path] = {}
    waiting = [_module_name(file)]
    while waiting:
        name = waiting.pop()
        origin = getattr(sys.modules.get(name), "__file__", None)
        if origin is None or name in found:
            continue
        found[name] = Path(origin).resolve()
        waiting.extend(_own_imports(name, Path(origin)))
    return tuple(sorted(set(found.values())))


@cache
def _own_imports(module: str, file: Path) -> tuple[str, ...]:
    """The modules of its own package (or of the installed lemmas) that a module imports; a module
    is loaded once in a process."""
    return tuple(_imported_modules(module, file))


def _imported_modules(module: str, file: Path) -> Iterator[str]:
    package = module.split(".") if file.name == "__init__.py" else module.split(".")[:-1]
    own = (package[0] if package else module, INSTALLED)
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            names = [base, *(f"{base}.{alias.name}" for alias in node.names)]
        else:
            continue
        yield from (name for name in names if name.partition(".")[0] in own)

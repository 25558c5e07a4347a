"""What earlier runs found: proof files, which are re-checked before they count, and evidence.

Entries are written atomically, and an entry that is damaged is as good as none.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import importlib.metadata
import json
import os
import stat
import tempfile
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMAT = 1
_DRAFTS = "drafts"  # the folder in which entries are written, before they get their names
_DAY = 86_400.0  # seconds
_MAX_BYTES = 64 * 2**20
_LIBRARIES = ("hypothesis", "mpmath", "numpy", "python-flint", "scipy", "sympy")
_IRRELEVANT = {
    "__main__.py",
    "cli",
    "digits.py",
    "display",
    "figure",
    "interactive",
    "library.py",
    "mistakes.py",
    "pytest_plugin.py",
    "report",
}


@dataclass(frozen=True)
class Cached:
    """A value from the cache and the day on which it was found."""

    value: Mapping[str, Any]
    date: str


class Cache:
    """A folder of results.  `warn` is called with one line where the folder or an entry is bad.

    Several processes may use one folder: an entry is there whole or not at all, and says itself
    what it is about, so that none of them can harm another.
    """

    def __init__(self, folder: Path | None, warn: Callable[[str], None]) -> None:
        self._folder = folder
        self._warn = warn
        self._warned: set[str] = set()

    def read(self, key: str) -> Cached | None:
        """The value stored under a key, or None."""
        if self._folder is None:
            return None
        path = self._path(self._folder, key)
        try:
            data = json.loads(_read(path))
            value = data["value"]
            if (data["format"], data["key"]) != (FORMAT, key) or data["check"] != _check(value):
                raise ValueError("its content does not match its name")
            if not isinstance(value, dict):
                raise ValueError("it holds no result")
            return Cached(value, str(data["date"]))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            self._warn(f"cache file {path} is not used, the work is done again: {_line(error)}")
            return None

    def write(self, key: str, value: Mapping[str, Any]) -> None:
        """Stores a value; where that is not possible, says so once for each cause."""
        if self._folder is None:
            return
        data = {
            "format": FORMAT,
            "key": key,
            "date": datetime.date.today().isoformat(),
            "check": _check(value),
            "value": value,
        }
        try:
            # Not synchronised with the disk: an entry torn by a loss of power fails its check.
            _replace(self._path(self._folder, key), json.dumps(data), self._folder / _DRAFTS)
        except OSError as error:
            cause = _line(error)
            if cause not in self._warned:
                self._warned.add(cause)
                self._warn(f"results are not kept for the next run: {self._folder}: {cause}")

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key[:2] / f"{key[2:]}.json"


def default_folder() -> Path:
    """Where the cache is: GD_VERIFIER_CACHE, else below XDG_CACHE_HOME, else below ~/.cache."""
    own = os.environ.get("GD_VERIFIER_CACHE")
    if own:
        return Path(own)
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "gd-verifier"


def open_cache(warn: Callable[[str], None]) -> Cache:
    """The cache in the default folder, or one that keeps nothing if there can be no such folder."""
    folder = default_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove_left_over(folder / _DRAFTS)
    except OSError as error:
        warn(f"nothing is kept for the next run: {folder}: {_line(error)}")
        return Cache(None, warn)
    return Cache(folder, warn)


def _remove_left_over(drafts: Path) -> None:
    """Removes what killed runs have begun to write; live ones take no day to write an entry."""
    oldest = time.time() - _DAY
    for draft in drafts.glob("*"):
        with contextlib.suppress(OSError):
            if draft.lstat().st_mtime < oldest:
                draft.unlink()


def key(*parts: Any) -> str:
    """A key made of everything that a result depends on."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def code_digest() -> str:
    """A digest of all code of this package that bears on results, and of the libraries below it."""
    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        inside = path.relative_to(root)
        if inside.parts[0] not in _IRRELEVANT:
            digest.update(f"{inside}\0".encode() + path.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {importlib.metadata.version(library)}\0".encode())
    return digest.hexdigest()


def write_atomically(path: Path, text: str) -> None:
    """Writes a file whole or not at all, creating its folder; a device is written to as it is."""
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8")
        return
    path = path.resolve()
    _replace(path, text, path.parent)


def _replace(path: Path, text: str, drafts: Path) -> None:
    """Writes a draft, and has it take the place of the file, or of a link to one."""
    for folder in (path.parent, drafts):
        folder.mkdir(parents=True, exist_ok=True)
    draft = drafts / f".{path.name}.{uuid.uuid4().hex}.partial"
    try:
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _read(path: Path) -> bytes:
    """The content of a regular file; nothing else can be an entry, or must be waited for."""

    def opened(name: str, flags: int) -> int:
        return os.open(name, flags | os.O_NOFOLLOW | os.O_NONBLOCK)

    with open(path, "rb", opener=opened) as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode) or about.st_size > _MAX_BYTES:
            raise ValueError("it is no file of a result")
        return file.read()


def check_writable(folder: Path, *, create: bool = False) -> None:
    """Raises `OSError` unless a file can be made in the folder."""
    if create:
        folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".partial")
    os.close(handle)
    os.unlink(name)


def _check(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _line(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return " ".join(str(error).split()) or type(error).__name__

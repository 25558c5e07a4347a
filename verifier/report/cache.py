"""What earlier runs found: proof files, which are re-checked before they count, and evidence.

Entries are written atomically, and an entry that is damaged is as good as none.
"""

from __future__ import annotations

import datetime
import hashlib
import importlib.metadata
import json
import os
import tempfile
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMAT = 1
_LIBRARIES = ("hypothesis", "mpmath", "numpy", "python-flint", "scipy", "sympy")
_IRRELEVANT = {"cli", "figure", "report", "pytest_plugin.py", "library.py", "__main__.py"}


@dataclass(frozen=True)
class Cached:
    """A value from the cache and the day on which it was found."""

    value: Mapping[str, Any]
    date: str


class Cache:
    """A folder of results.  `warn` is called with one line where the folder or an entry is bad."""

    def __init__(self, folder: Path | None, warn: Callable[[str], None]) -> None:
        self._folder = folder
        self._warn = warn

    def read(self, key: str) -> Cached | None:
        """The value stored under a key, or None."""
        if self._folder is None:
            return None
        path = self._path(self._folder, key)
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            value = data["value"]
            if (data["format"], data["key"]) != (FORMAT, key) or data["check"] != _check(value):
                raise ValueError("its content does not match its name")
            return Cached(value, str(data["date"]))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            self._warn(f"cache file {path} is not used, the work is done again: {_line(error)}")
            return None

    def write(self, key: str, value: Mapping[str, Any]) -> None:
        """Stores a value; without a folder that can be written, does nothing more from then on."""
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
            write_atomically(self._path(self._folder, key), json.dumps(data))
        except OSError as error:
            self._warn(f"nothing is kept for the next run: {self._folder}: {_line(error)}")
            self._folder = None

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
    """The cache in the default folder, or one that keeps nothing if that cannot be written."""
    folder = default_folder()
    try:
        check_writable(folder, create=True)
    except OSError as error:
        warn(f"nothing is kept for the next run: {folder}: {_line(error)}")
        return Cache(None, warn)
    return Cache(folder, warn)


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
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{uuid.uuid4().hex}.partial")
    try:
        partial.write_text(text, encoding="utf-8")
        os.replace(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


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

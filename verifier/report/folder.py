"""The folder in which the processes of one run share files, gone when the run is over."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from verifier.report.signals import postponed


class NoRoom(Exception):
    """There is no folder for temporary files; the message is one line with cause and mend."""


_PREFIX, _LOCK = "verifier-", ".lock"


@contextlib.contextmanager
def work_folder() -> Iterator[Path]:
    """A new folder, removed at the end; those that killed runs left are removed first.

    Raises `NoRoom` where there is no room for one.
    """
    try:
        parent = Path(tempfile.gettempdir())
        _remove_left_over(parent)
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        raise NoRoom(f"no temporary files: {cause}: make room, or set TMPDIR") from error
    try:
        with _locked(folder):
            yield folder
    finally:
        with postponed():
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Marks the folder as in use for as long as this process lives."""
    draft = folder / f"{_LOCK}.draft"
    with draft.open("w", encoding="ascii") as file:
        if _lock(file):  # else nobody will take the folder for left over
            draft.rename(folder / _LOCK)  # only now can others see it, locked
        yield


def _lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _remove_left_over(parent: Path) -> None:
    """Removes the folders of runs that were killed: nobody holds their locks."""
    for folder in parent.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if folder.is_symlink() or folder.lstat().st_uid != os.getuid():
                continue
            with (folder / _LOCK).open(encoding="ascii") as file:
                if _lock(file):
                    shutil.rmtree(folder, ignore_errors=True)

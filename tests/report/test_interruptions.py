"""What a run leaves when it ends early, and the signals that end it."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import interrupted_backend
import pytest
from fake_backend import BACKEND
from interrupting import processes, until
from lemma_files import lemma, lemma_file

from verifier.report.cache import open_cache
from verifier.report.engine import Backend
from verifier.report.folder import work_folder
from verifier.report.run import Event, Known, Options, run
from verifier.report.selection import select
from verifier.report.signals import interruptible, postponed


def events(*targets: Path, backend: Backend = BACKEND) -> Generator[Event, None, None]:
    selection, _ = select([str(target) for target in targets])
    return run(Options(selection, backend=backend), open_cache(print))


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_answers_that_nobody_has_looked_at_are_kept(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, gate = tmp_path / "log", tmp_path / "gate"
    monkeypatch.setenv("FAKE_LOG", str(log))
    monkeypatch.setenv("FAKE_GATE", str(gate))

    def count(kind: str) -> int:
        return sum(line.startswith(kind) for line in log.read_text().splitlines())

    notes = ["", *["waits"] * 4]
    files = [
        lemma_file(tmp_path / f"l{number}.py", lemma(id=f"mine/{number}", note=note))
        for number, note in enumerate(notes)
    ]
    running = events(*files, backend=interrupted_backend.BACKEND)
    assert any(isinstance(event, Known) for event in running)
    gate.touch()
    until(lambda: count("ends") == len(notes), "all the others")
    running.close()
    assert list(temporary.iterdir()) == []
    known = events(*files, backend=interrupted_backend.BACKEND)
    assert sum(isinstance(event, Known) for event in known) == len(notes)
    assert count("begins") <= len(notes) + 1  # the step in hand


def test_closing_ends_workers_and_checks(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    monkeypatch.setenv("FAKE_LOG", str(log))
    monkeypatch.setenv("FAKE_GATE", str(tmp_path / "gate"))
    files = [
        lemma_file(tmp_path / f"{note}.py", lemma(id=f"mine/{note}", note=note))
        for note in ("check-waits", "waits", "")
    ]
    marker = f"GD_VERIFIER_CACHE={os.environ['GD_VERIFIER_CACHE']}"
    running = events(*files, backend=interrupted_backend.BACKEND)
    signal_when(
        lambda: log.exists() and "checks mine/check-waits" in log.read_text(), signal.SIGINT
    )
    with pytest.raises(KeyboardInterrupt):
        list(running)
    assert processes(marker) == {}
    assert list(temporary.iterdir()) == []


def signal_when(condition: Callable[[], bool], number: int) -> None:
    """Interrupts this process when the condition has come true."""

    def wait() -> None:
        until(condition, "the moment of the signal")
        os.kill(os.getpid(), number)

    threading.Thread(target=wait).start()


def test_proof_for_which_there_is_no_room_is_not_lost_silently(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = lemma_file(tmp_path / "a.py", lemma())
    write = Path.write_text

    def full(path: Path, text: str, **rest: Any) -> int:
        if temporary in path.parents:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(path, text, **rest)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_text", full)
        for _ in range(2):  # the second time it is in the cache
            (known,) = (event for event in events(file) if isinstance(event, Known))
            assert known.finding.result.verdict == "unknown"
            assert "cannot be passed on to the separate check" in known.finding.result.reason
            assert "No space left on device" in known.finding.result.reason
    (known,) = (event for event in events(file) if isinstance(event, Known))
    assert known.finding.result.verdict == "proved"


def test_folders_of_killed_runs_are_removed_and_those_of_live_ones_are_not(
    temporary: Path,
) -> None:
    dead, foreign, unlocked = (temporary / name for name in ("verifier-x", "other", "verifier-y"))
    for folder in (dead, foreign, unlocked):
        folder.mkdir()
        (folder / "0.json").write_text("{}")
    (dead / ".lock").touch()
    (foreign / ".lock").touch()
    (temporary / "verifier-link").symlink_to(foreign)
    with work_folder() as first:
        (first / "0.json").write_text("{}")
        with work_folder() as second:
            assert (first / "0.json").exists() and second.is_dir()
        assert (first / "0.json").exists() and not second.exists()
    left = {path.name for path in temporary.iterdir()}
    assert left == {"other", "verifier-y", "verifier-link"}
    assert (foreign / "0.json").exists()


def test_folder_is_in_use_until_it_is_gone(temporary: Path) -> None:
    with (
        work_folder() as folder,
        (folder / ".lock").open() as lock,
        pytest.raises(BlockingIOError),
    ):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_interrupt_once_and_their_handlers_are_restored(number: int) -> None:
    before = signal.getsignal(number)
    with pytest.raises(KeyboardInterrupt), interruptible() as interruption:
        try:
            signal.raise_signal(number)
        finally:
            signal.raise_signal(number)  # at once, as `timeout` does
    assert interruption.exit_code == 128 + number
    assert signal.getsignal(number) is before


def test_signals_that_are_ignored_stay_so() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with interruptible() as interruption, postponed():
            signal.raise_signal(signal.SIGHUP)
        assert interruption.number is None
    finally:
        signal.signal(signal.SIGHUP, before)


def test_postponed_work_is_finished_first() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), interruptible():
        with postponed():
            signal.raise_signal(signal.SIGTERM)
            done.append("work")
        done.append("more")
    assert done == ["work"]


def test_proof_is_in_the_cache_before_the_report_ends(tmp_path: Path) -> None:
    running = events(lemma_file(tmp_path / "a.py", lemma()))
    for event in running:
        if isinstance(event, Known):
            folder = Path(os.environ["GD_VERIFIER_CACHE"])
            values = [json.loads(path.read_text())["value"] for path in folder.rglob("*.json")]
            assert any(value.get("proof") for value in values)

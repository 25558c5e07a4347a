"""What was written into a cache is read from it, or nothing is."""

from __future__ import annotations

import errno
import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.report.cache import Cache, key, open_cache, write_atomically

VALUE: dict[str, Any] = {"proof": {"steps": [1, "x <= y", None, 0.5]}, "seconds": 1.25}
KEY, OTHER = key("prove", "mine/lemma-1"), key("prove", "mine/lemma-2")


@pytest.fixture
def warnings() -> list[str]:
    return []


@pytest.fixture
def cache(warnings: list[str]) -> Cache:
    return open_cache(warnings.append)


@pytest.fixture
def folder() -> Path:
    return Path(os.environ["GD_VERIFIER_CACHE"])


def entry(folder: Path, of: str = KEY) -> Path:
    return folder / of[:2] / f"{of[2:]}.json"


def read(cache: Cache, of: str = KEY) -> Any:
    found = cache.read(of)
    return None if found is None else found.value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@settings(max_examples=50, deadline=None)
@given(value=st.dictionaries(st.text(), JSON, max_size=4))
def test_what_is_written_is_read(shared: Path, value: dict[str, Any]) -> None:
    warnings: list[str] = []
    Cache(shared, warnings.append).write(KEY, value)
    assert read(Cache(shared, warnings.append)) == value
    assert warnings == []


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_damaged_entry_is_none_or_as_it_was(shared: Path, data: st.DataObject) -> None:
    warnings: list[str] = []
    cache, path = Cache(shared, warnings.append), entry(shared)
    cache.write(KEY, VALUE)
    good = path.read_bytes()
    at = data.draw(st.integers(0, len(good) - 1))
    damage = data.draw(st.sampled_from(["torn", "changed", "inserted", "zeroed"]))
    byte = bytes([data.draw(st.integers(0, 255))])
    bad = {
        "torn": good[:at],
        "changed": good[:at] + byte + good[at + 1 :],
        "inserted": good[:at] + byte + good[at:],
        "zeroed": good[:at] + bytes(len(good) - at),  # as after a loss of power
    }[damage]
    path.write_bytes(bad)
    found = read(cache)
    assert found in (None, VALUE)
    assert (found is None) == (len(warnings) == 1)
    cache.write(KEY, VALUE)
    assert read(cache) == VALUE


def link(path: Path) -> None:
    target = path.with_name("target")
    path.rename(target)
    path.symlink_to(target)


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)  # to read it would take for ever


def of_another_lemma(path: Path) -> None:
    os.replace(entry(path.parents[1], OTHER), path)


def changed(**parts: Any) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        path.write_text(json.dumps({**json.loads(path.read_text()), **parts}))

    return change


@pytest.mark.parametrize(
    "damage",
    [
        link,
        folder_instead,
        pipe,
        of_another_lemma,
        changed(format=0),
        changed(value=[]),
        changed(check=None),
        lambda path: path.write_text("[]"),
        lambda path: path.write_text("[" * 100_000),
        lambda path: os.truncate(path, 2**40),
    ],
)
def test_what_is_no_entry_is_not_used(
    damage: Callable[[Path], None], cache: Cache, folder: Path, warnings: list[str]
) -> None:
    cache.write(KEY, VALUE)
    cache.write(OTHER, VALUE)
    damage(entry(folder))
    assert read(cache) is None
    (line,) = warnings
    assert line.startswith(f"cache file {entry(folder)} is not used, the work is done again: ")
    cache.write(KEY, VALUE)
    if damage is not folder_instead:
        assert (read(cache), len(warnings)) == (VALUE, 1)
    else:
        assert warnings[1:] == [f"results are not kept for the next run: {folder}: is a directory"]


def test_a_link_to_a_file_of_somebody_else_is_not_written_through(
    cache: Cache, folder: Path, tmp_path: Path
) -> None:
    precious = tmp_path / "precious"
    precious.write_text("notes")
    entry(folder).parent.mkdir()
    entry(folder).symlink_to(precious)
    cache.write(KEY, VALUE)
    assert (precious.read_text(), read(cache)) == ("notes", VALUE)


def test_full_disk_is_said_once_and_earlier_results_are_still_read(
    cache: Cache, folder: Path, warnings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.write(KEY, VALUE)

    def full(path: Path, text: str, **_: Any) -> int:
        path.write_bytes(text[: len(text) // 2].encode())
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_text", full)
        for name in "abc":
            cache.write(key(name), VALUE)
        cache.write(KEY, {"other": 1})
    assert warnings == [f"results are not kept for the next run: {folder}: no space left on device"]
    assert (read(cache), read(cache, key("a"))) == (VALUE, None)
    assert not list(folder.rglob("*.partial"))
    cache.write(key("a"), VALUE)  # there is room again
    assert read(cache, key("a")) == VALUE


def test_output_file_stays_as_it_was_where_there_is_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "report.json"
    out.write_text("old")

    def full(path: Path, text: str, **_: Any) -> int:
        path.write_bytes(b"ne")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(out, "new")
    assert (out.read_text(), list(tmp_path.glob(".*"))) == ("old", [])


def test_what_killed_runs_began_to_write_is_removed_after_a_day(
    cache: Cache, folder: Path, warnings: list[str]
) -> None:
    cache.write(KEY, VALUE)
    old, new = (folder / "drafts" / f".{name}.partial" for name in ("old", "new"))
    for draft in (old, new):
        draft.write_text("{")
    long_ago = time.time() - 100_000
    os.utime(old, (long_ago, long_ago))
    assert read(open_cache(warnings.append)) == VALUE
    assert (old.exists(), new.exists(), warnings) == (False, True, [])


def test_writers_and_readers_at_once(folder: Path, warnings: list[str]) -> None:
    values = [{"number": number, "long": "x" * 10_000} for number in range(4)]
    seen: list[Any] = []

    def write(value: dict[str, Any]) -> None:
        own = open_cache(warnings.append)
        for _ in range(30):
            own.write(KEY, value)
            seen.append(read(own))

    threads = [threading.Thread(target=write, args=(value,)) for value in values]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(value in values for value in seen)
    assert (len(seen), warnings, list(folder.rglob("*.partial"))) == (120, [], [])

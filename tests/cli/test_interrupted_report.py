"""Reports that are interrupted at any moment lose at most the step in hand."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from importlib import metadata
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from interrupting import Place, Started, essence, until, verdicts
from lemma_files import lemma, lemma_file

from verifier.cli import main

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")

NAMES = ("a", "b", "c", "d")


def lemmas(folder: Path, **notes: str) -> Path:
    """A file for each name, with its note."""
    for name, note in notes.items():
        lemma_file(folder / f"{name}.py", lemma(id=f"mine/{name}", note=note))
    return folder


def written(*names: str) -> Counter[str]:
    return Counter(f"mine/{name}" for name in names)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "place")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    """A folder of lemmas, one of which waits at the gate, and what a report says of them."""
    root = tmp_path_factory.mktemp("undisturbed")
    folder = lemmas(root / "mine", a="", b="", c="waits", d="")
    place = Place(root / "place")
    place.gate.touch()
    code, _, errors = place.report(folder, "--json", root / "r.json")
    assert (code, errors) == (0, "")
    return folder, essence(root / "r.json")


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_signal_leaves_a_partial_report_and_the_next_run_goes_on(
    number: int, code: int, place: Place, undisturbed: tuple[Path, list[dict[str, Any]]]
) -> None:
    folder, expected = undisturbed
    out, xml = place.root / "r.json", place.root / "r.xml"
    run = place.start("report", folder, "--jobs", "2", "--json", out, "--junit", xml)
    until(lambda: place.proofs() == 3, "all but one to be proved")
    run.send(number)
    run.send(number)  # a hasty hand
    ended, shown, errors = run.end()
    assert (ended, errors) == (
        code,
        "verifier: interrupted; what was done is kept, the next run goes on from there\n",
    )
    assert "interrupted: " in shown and "mine/c" in shown[shown.index("not reached: ") :]
    summary = json.loads(out.read_text())["summary"]
    assert summary["partial"] and "mine/c" in summary["not_reached"]
    assert {*verdicts(out), *summary["not_reached"]} == {f"mine/{name}" for name in NAMES}
    unreached = [case.get("name") for case in ElementTree.parse(xml).iter() if "skipped" in
                 [part.tag for part in case]]  # fmt: skip
    assert set(unreached) == set(summary["not_reached"])
    assert (place.left_over(), place.drafts()) == ([], [])

    place.gate.touch()
    assert place.report(folder, "--jobs", "2", "--json", out)[0] == 0
    assert essence(out) == expected
    assert place.begun() == written("a", "b", "c", "c", "d")


def test_killed_run_leaves_no_process(place: Place) -> None:
    folder = lemmas(place.root / "mine", a="spins", b="waits", c="check-waits")
    run = place.start("report", folder, "--jobs", "3")
    until(lambda: place.begun() == written(*"abc") and bool(place.begun("checks")), "work")
    run.send(signal.SIGKILL)
    assert run.end()[0] == -signal.SIGKILL  # and all others with it
    assert len(place.left_over()) == 1
    place.gate.touch()
    (folder / "a.py").unlink()
    assert place.report(folder)[::2] == (0, "")
    assert place.left_over() == []
    assert place.begun() == written(*"abbc")


def test_killed_at_random_moments(
    place: Place, undisturbed: tuple[Path, list[dict[str, Any]]]
) -> None:
    folder, expected = undisturbed
    out = place.root / "r.json"
    place.gate.touch()
    moments = random.Random(6)
    started = time.monotonic()
    assert place.report(folder, "--json", out)[0] == 0
    longest = time.monotonic() - started
    for _ in range(5):
        if moments.random() < 0.5:
            shutil.rmtree(place.cache)
        out.unlink(missing_ok=True)
        run = place.start("report", folder, "--jobs", "2", "--json", out)
        time.sleep(moments.uniform(0, longest))  # whatever is going on then
        run.send(moments.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGINT, signal.SIGTERM]))
        _, _, errors = run.end()
        assert "Traceback" not in errors
        if out.exists():
            assert set(verdicts(out).values()) <= {"proved"}
    code, _, errors = place.report(folder, "--json", out)
    assert (code, errors) == (0, "")
    assert essence(out) == expected
    assert place.left_over() == []


REAL = """
from verifier import Lemma, Source, Step, by, real, statement

x, y = real("x"), real("y")
lemma_1 = Lemma(
    id="mine/NAME",
    title="adding",
    source=Source("mine", "1", "Lemma 1"),
    variant="effective",
    statement=statement([x, y], {"y is nonnegative": y >= 0}, x <= x + FACTOR * y),
    proof=(Step("twice", x <= x + 2 * FACTOR * y, by.decide()),
           Step("conclusion", x <= x + FACTOR * y, by.decide())),
)
"""


def test_real_proofs_killed_at_random_moments(place: Place) -> None:
    folder, out = place.root / "mine", place.root / "r.json"
    folder.mkdir()
    for number in range(3):
        source = REAL.replace("NAME", f"lemma-{number}").replace("FACTOR", str(number + 1))
        (folder / f"lemma_{number}.py").write_text(source)
    command = [sys.executable, "-m", "verifier", "report", str(folder), "--quick", "--json"]
    moments = random.Random(7)
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL):
        run = Started(place, [*command, str(out)])
        time.sleep(moments.uniform(0.2, 2.5))  # whatever is going on then
        run.send(number)
        assert "Traceback" not in run.end()[2]
    code, _, errors = Started(place, [*command, str(out)]).end()
    assert (code, errors) == (0, "")
    assert verdicts(out) == {f"mine/lemma-{number}": "proved" for number in range(3)}
    assert place.left_over() == []


def test_runs_at_once_on_one_cache(
    place: Place, undisturbed: tuple[Path, list[dict[str, Any]]]
) -> None:
    folder, expected = undisturbed
    outs = [place.root / f"{number}.json" for number in range(4)]
    runs = [place.start("report", folder, "--jobs", "1", "--json", out) for out in outs[1:]]
    until(lambda: place.begun()["mine/c"] == len(runs), "all to work side by side")
    place.gate.touch()
    assert [(run.process.wait(), run.end()[2]) for run in runs] == [(0, "")] * len(runs)
    before = place.begun()
    assert place.report(folder, "--json", outs[0])[::2] == (0, "")
    assert place.begun() == before
    assert [essence(out) for out in outs] == [expected] * len(outs)
    assert place.drafts() == []


def test_killed_workers_and_checks_lose_nothing_that_a_second_one_can_do(place: Place) -> None:
    folder = lemmas(
        place.root / "mine", a="waits", b="check-waits", c="crash", d="check-dies", e="dies-once"
    )
    out = place.root / "r.json"
    run = place.start("report", folder, "--jobs", "2", "--json", out)
    for kind, name in (("begins", "mine/a"), ("checks", "mine/b")):
        until(lambda kind=kind, name=name: place.begun(kind)[name] == 1, name)  # type: ignore[misc]
        (process,) = (line[2] for line in place.log if line[:2] == [kind, name])
        os.kill(int(process), signal.SIGKILL)
        until(lambda kind=kind, name=name: place.begun(kind)[name] == 2, name)  # type: ignore[misc]
    place.gate.touch()
    assert run.end()[0] == 1
    found = {item["id"]: item for item in json.loads(out.read_text())["lemmas"]}
    assert [found[f"mine/{name}"]["verdict"] for name in "abcde"] == [
        "proved", "proved", "unknown", "unknown", "proved",
    ]  # fmt: skip
    for name in ("mine/c", "mine/d"):
        reason = found[name]["reason"]
        assert "ended by signal 9, maybe for want of memory (tried twice)" in reason
    assert place.begun()["mine/c"] == place.begun("checks")["mine/d"] == 2


def shell(place: Place, script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """What bash makes of a script in which "$@" is a report."""
    command = [sys.executable, "-m", "interrupted_backend", "cli", "report", *map(str, arguments)]
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", script, "bash", *command],
        env=place.variables(), capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip


def test_nobody_reads_the_output(place: Place) -> None:
    folder, out = lemmas(place.root / "mine", a="", b="waits"), place.root / "r.json"
    ran = shell(place, '"$@" | head -1', folder)  # ends, although a lemma waits
    assert (ran.returncode, ran.stdout, ran.stderr) == (141, "checking 2 lemmas\n", "")
    until(lambda: not place.orphans(), "the end of all processes")
    place.gate.touch()
    ran = shell(place, '"$@" | head -1', folder, "--json", out)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "checking 2 lemmas\n", "")
    assert verdicts(out) == {"mine/a": "proved", "mine/b": "proved"}


@pytest.mark.parametrize("ignored", [False, True], ids=["told", "not told"])
def test_closed_terminal(ignored: bool, place: Place) -> None:
    folder, out = lemmas(place.root / "mine", a="", b="waits"), place.root / "r.json"
    command = [sys.executable, "-m", "interrupted_backend", "cli", "report", str(folder)]
    process, terminal = pty.fork()
    if not process:
        if ignored:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        os.execve(command[0], [*command, "--json", str(out)], place.variables())
    until(lambda: place.begun() == written("a", "b"), "work")
    os.close(terminal)
    if ignored:
        place.gate.touch()
    until(lambda: not place.orphans(), "the end of all processes")
    ended = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    summary = json.loads(out.read_text())["summary"]
    assert (ended, summary["partial"]) == ((0, False) if ignored else (129, True))
    assert place.left_over() == []


def test_full_disk_of_the_output(place: Place) -> None:
    folder, out = lemmas(place.root / "mine", a=""), place.root / "r.json"
    ran = shell(place, '"$@" > /dev/full', folder)
    assert (ran.returncode, ran.stderr) == (
        2,
        "verifier: the report cannot be printed: no space left on device; what was done is kept\n",
    )
    assert place.report(folder, "--json", out)[0] == 0
    old = out.read_text()
    small = "ulimit -f 2; "  # KiB that a file may have
    ran = shell(place, small + '"$@"', folder, "--json", out)
    assert (ran.returncode, ran.stderr) == (
        2,
        f"verifier: {out}: cannot be written: file too large\n",
    )
    assert "1 of 1 lemma as expected (1 proved)" in ran.stdout
    assert out.read_text() == old
    assert sorted(path.name for path in place.root.iterdir() if path.is_file()) == ["log", "r.json"]


def test_no_room_for_temporary_files(place: Place) -> None:
    ran = shell(place, 'ulimit -f 0; "$@"', lemmas(place.root / "mine", a=""))
    assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1)
    assert ran.stderr.startswith("verifier: no temporary files: no usable temporary directory")
    assert ran.stderr.endswith(": make room, or set TMPDIR\n")


def test_lemmas_as_tests_leave_no_process(place: Place) -> None:
    waits = """
import os, pathlib, sys, time
if "worker" in sys.argv[0]:
    pathlib.Path(os.environ["FAKE_LOG"]).write_text("begins mine/lemma-1 0")
    time.sleep(100)
"""
    file = lemma_file(place.root / "mine" / "a.py", lemma(), header=waits)
    installed = {entry.value for entry in metadata.entry_points(group="pytest11")}
    plugin = [] if "verifier.pytest_plugin" in installed else ["-p", "verifier.pytest_plugin"]
    command = [sys.executable, "-m", "pytest", *plugin, "-p", "no:cacheprovider", str(file)]
    process = subprocess.Popen(
        command, env=place.variables(), cwd=place.root, stdout=subprocess.PIPE, text=True
    )
    until(lambda: bool(place.begun()), "work")
    process.send_signal(signal.SIGINT)
    assert "KeyboardInterrupt" in process.communicate(timeout=60)[0]
    assert process.returncode == 2
    until(lambda: not place.orphans(), "the end of all processes")
    assert place.left_over() == []


def test_two_batches_with_one_file_of_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch, out = tmp_path / "batch.jsonl", tmp_path / "out.jsonl"
    batch.write_text('{"id": "a"}\n')
    command = ["prove", "--batch", str(batch), "--out", str(out), "--jobs", "1"]
    torn = '{"id": "b", "verd'
    with out.open("a+") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        other.write(torn)
        other.flush()
        assert main(command) == 2
        assert capsys.readouterr().err == (
            f"verifier: --out {out}: another run is writing to it: wait for its end, or name "
            "another file\n"
        )
        assert out.read_text() == torn
    main(command)
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["a"]

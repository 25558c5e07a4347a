"""The command line: exit codes, outputs, and bad input answered in one line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from fake_backend import BACKEND
from lemma_files import PROOF, lemma, lemma_file, tables, words

from verifier.cli import main, parser
from verifier.cli.report import run as run_report
from verifier.cli.show import run as run_show
from verifier.report.json_report import SCHEMA_FILE

Captured = pytest.CaptureFixture[str]


def report(*arguments: object) -> int:
    """`verifier report` with the fake backend."""
    return run_report(parser().parse_args(["report", "--jobs", "1", *map(str, arguments)]), BACKEND)


def validated(text: str) -> dict[str, Any]:
    """JSON that is as the schema says."""
    data: dict[str, Any] = json.loads(text)
    jsonschema.validate(data, json.loads(SCHEMA_FILE.read_text()))
    return data


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one lemma that passes, one that does not, and a refuted one."""
    root = tmp_path / "mine"
    measured = PROOF + tables("holds", "no bound")
    lemma_file(root / "a.py", lemma(body=measured))
    lemma_file(root / "b.py", lemma(id="mine/lemma-2", note="fails"))
    lemma_file(
        root / "c.py",
        lemma(id="mine/lemma-3", body="", expected="refuted", hypotheses=words("false")),
    )
    return root


def test_exit_codes(folder: Path, capsys: Captured) -> None:
    assert report(folder / "a.py", folder / "c.py") == 0
    assert "2 of 2 lemmas as expected (1 proved, 1 refuted)" in capsys.readouterr().out
    assert report(folder) == 1
    assert report(folder, "no/such-id") == 2


def test_failing_step_fits_on_one_screen(folder: Path, capsys: Captured) -> None:
    report(folder / "b.py")
    shown = capsys.readouterr().out
    screen = shown[shown.index("mine/lemma-2: expected proved, found unknown") :]
    for part in ("step 'second'", "to show:", "x <= x", "from:", "under:", "(y)", "by rule:"):
        assert part in screen
    for part in ("no certificate was found", "witness:", "x = 1/2", "try:", "b.py"):
        assert part in screen
    assert len(screen.splitlines()) < 24


def test_json_is_as_the_schema_says(folder: Path, capsys: Captured) -> None:
    assert report(folder, "--json") == 1
    out = capsys.readouterr()
    data = validated(out.out)
    assert "lemma" in out.err
    by_id = {item["id"]: item for item in data["lemmas"]}
    assert list(by_id) == ["mine/lemma-1", "mine/lemma-2", "mine/lemma-3"]
    first = by_id["mine/lemma-1"]
    assert first["paper"] == "mine"
    assert first["trust"] == {"cited": ["markov"], "solver": []}
    assert first["measurements"][0]["rows"] == [[2, 10**1400], [3, 1.5]]
    assert first["measurements"][1]["bound"] is None
    assert first["fuzz"]["hypotheses"][0] == {"text": "y", "needed": True, "witness": {"x": "-1"}}
    assert by_id["mine/lemma-2"]["failing_steps"][0]["name"] == "second"
    assert by_id["mine/lemma-3"]["counterexample"] == {"x": "1/3", "y": "-1"}
    assert data["summary"]["passed"] == 2
    assert not data["summary"]["partial"]


def test_files_are_written(folder: Path, tmp_path: Path) -> None:
    out, xml, proofs = tmp_path / "r.json", tmp_path / "r.xml", tmp_path / "proofs"
    lemma_file(folder / "d.py", "Lemma(")
    assert report(folder, "--json", out, "--junit", xml, "--proofs", proofs) == 2
    data = validated(out.read_text())
    assert data["summary"]["problems"][0]["where"].endswith("d.py")
    assert (proofs / "mine" / "lemma-1.json").exists()
    assert not (proofs / "mine" / "lemma-2.json").exists()
    root = ElementTree.parse(xml).getroot()
    assert [root.get(key) for key in ("tests", "failures", "errors")] == ["4", "1", "1"]
    failing = [
        case.get("name") for case in root.iter("testcase") if case.find("failure") is not None
    ]
    assert failing == ["mine/lemma-2"]


def test_only_failed_shows_what_does_not_pass(folder: Path, capsys: Captured) -> None:
    assert report(folder, "--only-failed", "--json", "-") == 1
    data = validated(capsys.readouterr().out)
    assert [item["id"] for item in data["lemmas"]] == ["mine/lemma-2"]
    assert data["summary"]["lemmas"] == 3


def test_changed_verdicts_are_listed(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    old = tmp_path / "old.json"
    report(folder, "--json", old)
    lemma_file(folder / "b.py", lemma(id="mine/lemma-2"))
    lemma_file(folder / "d.py", lemma(id="mine/lemma-4"))
    capsys.readouterr()
    assert report(folder, "--against", old) == 0
    shown = capsys.readouterr().out
    assert "2 changed" in shown
    assert "mine/lemma-2: unknown -> proved" in shown
    assert "mine/lemma-4: new, proved" in shown


def test_violated_bound_fails_loudly(tmp_path: Path, capsys: Captured) -> None:
    body = PROOF + tables("violated")
    assert report(lemma_file(tmp_path / "a.py", lemma(body=body))) == 1
    shown = capsys.readouterr().out
    assert "1 violated" in shown
    assert "measurement 'violated table' contradicts its bound 2*k" in shown
    assert "0 of 1 lemma as expected" in shown


def test_fewer_examples_with_quick(tmp_path: Path, capsys: Captured) -> None:
    path = lemma_file(tmp_path / "a.py", lemma())
    report(path, "--quick", "--json", "-")
    assert validated(capsys.readouterr().out)["lemmas"][0]["fuzz"]["examples"] == 100
    report(path, "--json", "-")
    assert validated(capsys.readouterr().out)["lemmas"][0]["fuzz"]["examples"] == 500


def test_paper_chooses(folder: Path, capsys: Captured) -> None:
    lemma_file(folder / "d.py", lemma(id="other/lemma-1"))
    assert report(folder, "--paper", "other") == 0
    assert report(folder, "--paper", "nobody") == 2
    assert "no lemma of it; there are mine, other" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "cause"),
    [
        (["report", "--jobs", "0"], "'0' is not a whole number of at least 1"),
        (["report", "--no-such-option"], "unrecognized arguments: --no-such-option"),
        (["report", "missing.py"], "missing.py: no such file or folder"),
        (["report", "--json", "no/such/folder.json"], "no folder no/such"),
        (["report", "--json", "."], "is a folder; name a file"),
        (["report", "--junit", "no/such/folder.xml"], "no folder no/such"),
        (["report", "--proofs", "file/below"], "cannot be written: not a directory"),
        (["report", "--against", "missing.json"], "cannot be read: no such file"),
        (["report", "--against", "file"], "is not a JSON report: not JSON"),
        (["show"], "the following arguments are required: ID|PATH"),
        (["disprove", "1 > 0"], "invalid choice: 'disprove'"),
        ([], "the following arguments are required: COMMAND"),
    ],
)
def test_bad_input_is_one_line(arguments: list[str], cause: str, capsys: Captured) -> None:
    Path("file").write_text("{")
    assert main(arguments) == 2
    said = capsys.readouterr()
    lines = said.err.splitlines()
    assert cause in lines[0]
    assert len(lines) == 1


def test_unknown_id_is_answered_with_the_nearest(folder: Path, capsys: Captured) -> None:
    assert report(folder, "mine/lema-3") == 2
    assert "mine/lema-3: no lemma has this id; did you mean mine/lemma-3" in capsys.readouterr().err


def test_devices_are_written_to_and_not_replaced(tmp_path: Path) -> None:
    path = lemma_file(tmp_path / "a.py", lemma())
    assert report(path, "--json", "/dev/null") == 0
    assert not Path("/dev/null").is_file()


def test_show_follows_the_proof(folder: Path, capsys: Captured) -> None:
    def show(*arguments: object) -> tuple[int, str]:
        code = run_show(parser().parse_args(["show", *map(str, arguments)]), BACKEND)
        return code, capsys.readouterr().out

    code, shown = show(folder / "a.py")
    assert code == 0
    for part in ("the title of mine/lemma-1", "Author, 2019, section 3, Lemma 1", "Then x <= x"):
        assert part in shown
    for part in ("1. first", "by decide: linear, 0.25 s", "from 0 <= x", "markov"):
        assert part in shown
    assert "fuzzed" not in shown  # evidence is shown once a report has gathered it
    report(folder / "a.py")
    capsys.readouterr()
    code, shown = show(folder / "a.py")
    assert "fuzzed: 500 instances" in shown
    assert "measured: holds table; bound 2*k holds" in shown
    assert r"x \le x" in show(folder / "a.py", "--latex")[1]
    assert validated(show(folder / "a.py", "--json")[1])["lemmas"][0]["verdict"] == "proved"
    assert show(folder / "b.py")[0] == 1


def test_list_names_every_lemma(capsys: Captured) -> None:
    code = main(["list"])
    listed = capsys.readouterr().out.splitlines()
    assert main(["list", "--json"]) == code
    data = validated(capsys.readouterr().out)
    assert [line.split()[0] for line in listed] == [item["id"] for item in data["lemmas"]]


def test_recheck_reads_proof_files_and_says_what_they_prove(
    folder: Path, tmp_path: Path, capsys: Captured
) -> None:
    from verifier.cli.recheck import run as run_recheck

    def recheck(*arguments: object) -> tuple[int, str]:
        code = run_recheck(parser().parse_args(["recheck", *map(str, arguments)]), BACKEND)
        said = capsys.readouterr()
        return code, said.out + said.err

    proofs = tmp_path / "proofs"
    report(folder / "a.py", "--proofs", proofs)
    capsys.readouterr()
    code, said = recheck(proofs)
    assert (code, "accepted" in said, "Then x <= x + y" in said) == (0, True, True)
    assert json.loads(recheck(proofs, "--json")[1])[0]["accepted"]
    file = proofs / "mine" / "lemma-1.json"
    file.write_text(file.read_text().replace('"asked": []', '"asked": ["rejected"]'))
    assert recheck(file)[0] == 1
    file.write_text("{")
    assert recheck(file)[0] == 2
    assert recheck(tmp_path / "missing.json")[0] == 2


def test_interrupted_report_keeps_what_was_done(folder: Path, tmp_path: Path) -> None:
    lemma_file(folder / "d.py", lemma(id="mine/lemma-4", note="slow"))
    out = tmp_path / "r.json"
    script = (
        "import sys; sys.path[:0] = sys.argv[1].split(':');"
        "from verifier.cli import parser; from verifier.cli.report import run;"
        "from fake_backend import BACKEND;"
        "sys.exit(run(parser().parse_args(['report', *sys.argv[2:]]), BACKEND))"
    )
    path = ":".join(entry for entry in sys.path if entry)
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", script, path, str(folder), "--json", str(out), "--jobs", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout and process.stderr
    seen = 0
    deadline = time.monotonic() + 30
    while seen < 3 and time.monotonic() < deadline:
        seen += "mine/lemma-" in process.stdout.readline()
    time.sleep(1.0)  # the evidence for what is proved
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "interrupted; what was done is kept" in errors
    data = validated(out.read_text())
    assert data["summary"]["partial"]
    assert {item["id"] for item in data["lemmas"]} >= {"mine/lemma-1", "mine/lemma-3"}


HEAVY = {"sympy", "z3", "scipy", "numpy", "mpmath", "hypothesis", "rich"}


@pytest.mark.parametrize("arguments", [["--help"], ["list"], ["list", "--json"]])
def test_light_commands_import_nothing_heavy(arguments: list[str]) -> None:
    script = (
        "import sys; from verifier.cli import main; main(sys.argv[2:]);"
        "print(*sys.modules, file=sys.stderr)"
    )
    path = Path(__file__).resolve().parents[2]
    ran = subprocess.run(
        [sys.executable, "-c", script, "", *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(path)},
    )
    assert not HEAVY & set(ran.stderr.split())

"""`prove`: verdicts, exit codes, hostile input, hard limits, and batches that go on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from verifier.cli import deciding, main
from verifier.cli.deciding import SCHEMA_FILE
from verifier.language.statement import Statement
from verifier.report.processes import environment

Captured = pytest.CaptureFixture[str]
SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
LINE = {"$schema": SCHEMA["$schema"], "$ref": "#/$defs/line", "$defs": SCHEMA["$defs"]}
TRUE, FALSE = "x**2 >= 0", "x**2 > 0"
OPEN = ("x**3 + y**3 + z**3 != 114", *(a for v in "xyz" for a in ("--domain", f"{v} in Z")))


def prove(*arguments: object) -> int:
    return main(["prove", *map(str, arguments)])


def printed(capsys: Captured) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    jsonschema.validate(data, SCHEMA)
    return data


def fake(statement: Statement, timeout: float, require_certificate: bool) -> dict[str, Any]:
    """Decides by name: what a variable of the statement is called says what happens."""
    from verifier.decide.decision import unknown

    (name,) = {v.name for v in statement.variables}  # type: ignore[union-attr]
    match name:
        case "sleeping":
            time.sleep(60)
        case "busy":
            return {"never": 10 ** (10**8)}
        case "hungry":
            return {"never": len(bytearray(3 * 2**30))}
        case "crashing":
            os.abort()
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "failing":
            raise RuntimeError("a defect")
    return unknown("as it should be").to_json()


@pytest.fixture
def pretending(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "decide", fake)
    monkeypatch.setattr(deciding, "load", lambda: None)


# One problem


def test_proved_with_a_certificate_that_recheck_accepts(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "proof.json"
    assert prove(TRUE, "--json", "--certificate", file) == 0
    found = printed(capsys)
    assert found["verdict"] == "proved" and found["trust"] == {"cited": [], "solver": []}
    assert json.loads(file.read_text()) == found["certificate"]
    assert main(["recheck", str(file)]) == 0
    assert "Then x**2 >= 0" in capsys.readouterr().out


def test_the_certificate_is_of_the_statement_with_its_domain(
    tmp_path: Path, capsys: Captured
) -> None:
    file = tmp_path / "proof.json"
    arguments = ("x*y >= 0", "--domain", "x>=0", "--given", "y >= x", "--certificate", file)
    assert prove(*arguments) == 0
    assert main(["recheck", str(file)]) == 0
    said = capsys.readouterr().out
    assert "(lower bound of x) 0 <= x" in said and "(hypothesis 1) y >= x" in said


def test_text_for_people(capsys: Captured) -> None:
    assert prove(TRUE) == 0
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.startswith("proved (") and "  resting on a certificate" in rest


def test_refuted(capsys: Captured) -> None:
    assert prove(FALSE, "--json") == 1
    found = printed(capsys)
    assert (found["verdict"], found["counterexample"]) == ("refuted", {"x": "0"})
    assert prove(FALSE) == 1
    assert "counterexample: x = 0" in capsys.readouterr().out


def test_ill_posed(capsys: Captured) -> None:
    assert prove("1/x**2 > 0", "--json") == 1
    found = printed(capsys)
    assert (found["verdict"], found["undefined_at"]) == ("ill-posed", {"x": "0"})


def test_unknown(capsys: Captured) -> None:
    started = time.monotonic()
    assert prove(*OPEN, "--json", "--timeout", "1") == 3
    assert time.monotonic() - started < 1.5
    assert printed(capsys)["reason"]


def test_no_certificate_is_written_where_there_is_none(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "proof.json"
    assert prove(FALSE, "--certificate", file) == 1
    assert "not written" in capsys.readouterr().err and not file.exists()


@pytest.mark.parametrize("formula", ["-x**2<=0", "-h<=Abs(h)", "-j <= 0"])
def test_a_formula_may_begin_with_a_minus(formula: str, capsys: Captured) -> None:
    assert prove(formula, "--given", "-1<=0", "--domain", "-1<=x", "--timeout", "2") in (0, 1, 3)
    assert not capsys.readouterr().err


def test_help(capsys: Captured) -> None:
    assert prove("--help") == 0
    assert prove("-h") == 0
    assert "--require-certificate" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("sleeping", "time limit of 0.5 s"),
        ("busy", "time limit of 0.5 s"),
        ("hungry", "out of memory"),
        ("crashing", "ended by signal 6"),
        ("killed", "ended by signal 9"),
        ("failing", "RuntimeError: a defect"),
    ],
)
@pytest.mark.usefixtures("pretending")
def test_a_worker_that_is_lost(name: str, reason: str, capsys: Captured) -> None:
    started = time.monotonic()
    assert prove(f"{name} > 0", "--timeout", "0.5", "--json") == 3
    assert time.monotonic() - started < 1
    assert reason in printed(capsys)["reason"]


# Hostile and unusable input

HOSTILE = [
    "",
    "x",
    "x >",
    "__import__('os').system('touch hacked') > 0",
    "exec('x') > 0",
    "x.__class__ > 0",
    "lambda: 0",
    "[x for x in y] > 0",
    "x[0] > 0",
    "'a' > 'b'",
    "9**9**9**9 > 0",
    "1e999999999 > 0",
    "9" * 100_000 + " > 0",
    "(" * 50_000 + "x" + ")" * 50_000 + " > 0",
    "-" * 50_000 + "x > 0",
    "x**" * 30_000 + "x > 0",
    "foo(x) > 0",
    "sin(x, y) > 0",
    "sin > 0",
    "\u0455in(x) > 0",
    "x \u2265 0",
    "x\u200b > 0",
    "\udcff > 0",
    "x > 0\nand y > 0",
]


@pytest.mark.parametrize("formula", HOSTILE, ids=lambda formula: ascii(formula)[:30])
@pytest.mark.parametrize("place", ["conclusion", "--given", "--domain"])
def test_hostile_input(formula: str, place: str, capsys: Captured) -> None:
    prove("no relation")  # so that what is loaded at first is not counted
    capsys.readouterr()
    started = time.process_time()  # of this process alone, however busy the machine is
    arguments = [formula] if place == "conclusion" else ["x > 0", place, formula]
    assert prove(*arguments) == 2
    assert time.process_time() - started < 1
    said = capsys.readouterr()
    assert not said.out
    (line,) = said.err.splitlines()
    assert line.startswith("verifier: ") and line.isascii() and len(line) < 300
    assert not Path("hacked").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["x > 0", "--timeout", "0"],
        ["x > 0", "--timeout", "nan"],
        ["x > 0", "--timeout", "soon"],
        ["x > 0", "--jobs", "2"],
        ["x > 0", "--out", "o.jsonl"],
        ["x > 0", "y > 0"],
        ["x > 0", "--batch", "b.jsonl"],
        ["--given", "x > 0", "--batch", "b.jsonl"],
        ["--batch", "none.jsonl"],
        ["--batch", "."],
        ["--batch", "b.jsonl", "--jobs", "0"],
        ["--batch", "b.jsonl", "--out", "no/such/folder/o.jsonl"],
        ["x > 0", "--certificate", "no/such/folder/c.json"],
        ["x > 0", "--certificate", "-"],
        ["x > 0", "--unknown"],
    ],
)
def test_usage_errors_are_one_line(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    assert prove(*arguments) == 2
    said = capsys.readouterr()
    assert not said.out and len(said.err.splitlines()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize(
    ("many", "place"),
    [(False, "standard output"), (True, "standard output"), (True, "--out /dev/full")],
)
def test_where_nothing_can_be_written(many: bool, place: str, tmp_path: Path) -> None:
    file = batch(tmp_path, problem("a"), problem("b"))
    arguments = ["--batch", str(file)] if many else [TRUE]
    arguments += [] if place == "standard output" else ["--out", "/dev/full"]
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "verifier", "prove", *arguments],
            stdout=full, stderr=subprocess.PIPE, text=True, env=environment(), timeout=60,
            check=False,
        )  # fmt: skip
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line == f"verifier: {place}: cannot be written: no space left on device"


def test_only_what_is_needed_is_imported() -> None:
    heavy = ("sympy", "scipy", "z3", "numpy", "flint", "verifier.decide")
    code = (
        "import sys; from verifier.cli import main; main(['prove', '--help']); "
        f"print([name for name in {heavy} if name in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, env=environment(),
    )  # fmt: skip
    assert ran.stderr.strip() == "[]"


# Batches


def batch(folder: Path, *records: object) -> Path:
    file = folder / "batch.jsonl"
    lines = [r if isinstance(r, str) else json.dumps(r) for r in records]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def problem(id_: str, variable: str = "x", **more: Any) -> dict[str, Any]:
    return {"id": id_, "variables": {variable: {}}, "conclusion": f"{variable} > 0", **more}


def answers(file: Path) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for answer in found:
        jsonschema.validate(answer, LINE)
    return found


def test_a_batch(tmp_path: Path, capsys: Captured) -> None:
    bounds = {"x": {"lo": "0", "hi": None, "lo_open": True}}
    file = batch(
        tmp_path,
        {"id": "true", "variables": {"x": {}}, "conclusion": TRUE},
        {"id": "false", "variables": {"x": {}}, "hypotheses": [], "conclusion": FALSE},
        {"id": "bound", "variables": bounds, "conclusion": "1/x > 0", "truth": True},
    )
    out = tmp_path / "out.jsonl"
    assert prove("--batch", file, "--out", out, "--jobs", 2, "--timeout", 5) == 0
    verdicts = {answer["id"]: answer["verdict"] for answer in answers(out)}
    assert verdicts == {"true": "proved", "false": "refuted", "bound": "proved"}
    said = capsys.readouterr()
    assert said.out.startswith("3 problems: 2 proved, 1 refuted, 0 ill-posed, 0 unknown, ")
    assert not said.err


@pytest.mark.usefixtures("pretending")
def test_a_batch_to_stdout_is_json_alone(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert prove("--batch", batch(tmp_path, problem("a"), problem("b")), "--jobs", 1) == 0
    said = capfd.readouterr()
    assert [json.loads(line)["id"] for line in said.out.splitlines()] == ["a", "b"]
    assert not said.err


@pytest.mark.usefixtures("pretending")
def test_malformed_lines(tmp_path: Path) -> None:
    file = batch(
        tmp_path,
        problem("good"),
        "",
        "not json",
        "[1]",
        '{"id": "deep", "x": ' + "[" * 100_000,
        {"conclusion": "x > 0"},
        problem(7),  # type: ignore[arg-type]
        problem("good"),
        {"id": "no conclusion"},
        problem("bad", conclusion="__import__('os') > 0"),
        {"id": "long", "conclusion": "9" * 10**6 + " > 0"},
        "x" * (5 * 2**20),
        problem("last"),
    )
    out = tmp_path / "out.jsonl"
    started = time.monotonic()
    assert prove("--batch", file, "--out", out, "--jobs", 1) == 2
    assert time.monotonic() - started < 5
    found = answers(out)
    errors = [(a["id"], a["error"]) for a in found if "error" in a]
    wanted = [
        (None, "line 3: is not JSON"),
        (None, "line 4: is not an object"),
        (None, "line 5: is not JSON"),
        (None, "line 6: has no id"),
        (None, "line 7: has an id that is no text"),
        ("good", "line 8: the id was used in line 1"),
        (None, "line 12: longer than"),
        ("no conclusion", "conclusion is not a text"),
        ("bad", "conclusion: column 1: a name begins with a letter"),
        ("long", "conclusion: longer than 100000 characters"),
    ]
    assert [a for a, _ in errors] == [a for a, _ in wanted]
    assert all(said.startswith(w) and "\n" not in said for (_, said), (_, w)
               in zip(errors, wanted, strict=True))  # fmt: skip
    assert [a["id"] for a in found if "verdict" in a] == ["good", "last"]
    assert prove("--batch", file, "--out", out, "--jobs", 1) == 2
    assert answers(out) == found


@pytest.mark.usefixtures("pretending")
def test_lost_workers_lose_one_problem_each(tmp_path: Path, capsys: Captured) -> None:
    names = ["sleeping", "busy", "hungry", "crashing", "killed", "failing", "good"]
    file, out = batch(tmp_path, *(problem(n, n) for n in names)), tmp_path / "out.jsonl"
    started = time.monotonic()
    assert prove("--batch", file, "--out", out, "--jobs", 2, "--timeout", "0.5") == 0
    assert time.monotonic() - started < 2.5
    reasons = {a["id"]: a["reason"] for a in answers(out)}
    assert reasons.keys() == set(names)
    assert reasons["good"] == "as it should be"
    assert "out of memory" in reasons["hungry"] and "signal 6" in reasons["crashing"]


@pytest.mark.usefixtures("pretending")
@pytest.mark.parametrize("torn", ['{"id": "b", "verd', '{"id', "{", ""])
def test_a_batch_goes_on(torn: str, tmp_path: Path, capsys: Captured) -> None:
    file, out = batch(tmp_path, *map(problem, "abc")), tmp_path / "out.jsonl"
    before = {"id": "a", **deciding_answer("from an earlier run")}
    out.write_text(json.dumps(before) + "\n" + torn)
    assert prove("--batch", file, "--out", out, "--jobs", 1) == 0
    assert [(a["id"], a["reason"]) for a in answers(out)] == [
        ("a", "from an earlier run"),
        ("b", "as it should be"),
        ("c", "as it should be"),
    ]
    assert "3 problems" in capsys.readouterr().out


def deciding_answer(reason: str) -> dict[str, Any]:
    from verifier.decide.decision import unknown

    return unknown(reason).to_json()


@pytest.mark.usefixtures("pretending")
def test_a_last_line_that_lacks_its_end_is_kept(tmp_path: Path) -> None:
    file, out = batch(tmp_path, problem("a"), problem("b")), tmp_path / "out.jsonl"
    out.write_text(json.dumps({"id": "a", "error": "conclusion: wrong"}))
    assert prove("--batch", file, "--out", out, "--jobs", 1) == 2
    assert [a["id"] for a in answers(out)] == ["a", "b"]


@pytest.mark.usefixtures("pretending")
@pytest.mark.parametrize("content", ["my notes", "my notes\n", '{"id": "a"}\n', "[]\n", "\n"])
def test_another_file_is_not_written_over(content: str, tmp_path: Path, capsys: Captured) -> None:
    file, out = batch(tmp_path, problem("a")), tmp_path / "out.jsonl"
    out.write_text(content)
    assert prove("--batch", file, "--out", out) == 2
    assert out.read_text() == content
    assert prove("--batch", file, "--out", file) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


SLOW = """
import os, sys, time
from pathlib import Path
from verifier.cli import deciding, main
from verifier.decide.decision import unknown

def decide(statement, timeout, require_certificate):
    (variable,) = statement.variables
    Path(variable.name).write_text(str(os.getpid()))
    if variable.name != "a":
        time.sleep(60)
    return unknown("as it should be").to_json()

deciding.decide = decide
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)]
)
def test_interrupted(sent: signal.Signals, code: int, tmp_path: Path) -> None:
    file, out = batch(tmp_path, *(problem(n, n) for n in "abc")), tmp_path / "out.jsonl"
    command = [sys.executable, "-c", SLOW, "prove", "--batch", str(file), "--out", str(out)]
    process = subprocess.Popen(
        [*command, "--jobs", "2"], cwd=tmp_path, stderr=subprocess.PIPE, text=True,
        env=environment(),
    )  # fmt: skip
    deadline = time.monotonic() + 20
    workers = [tmp_path / "b", tmp_path / "c"]
    while not all(path.exists() and path.read_text() for path in workers):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(sent)
    _, said = process.communicate(timeout=5)
    assert process.returncode == code
    assert "Traceback" not in said
    assert [a["id"] for a in answers(out)] == ["a"]
    while any(running(int(path.read_text())) for path in workers):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def running(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"

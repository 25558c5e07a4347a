"""What a report says of lemmas, and that one bad lemma harms no other."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import pytest
from fake_backend import BACKEND
from lemma_files import lemma, lemma_file, tables, words

from verifier.lemma import LemmaResult
from verifier.library import Problem
from verifier.report.cache import open_cache
from verifier.report.run import Event, Known, Options, Planned, run
from verifier.report.selection import select
from verifier.report.verdicts import Finding, contradictions, exit_code


def events(*targets: Path | str, jobs: int = 1, **options: bool) -> list[Event]:
    warnings: list[str] = []
    selection, problems = select([str(target) for target in targets])
    plan = Options(selection, jobs=jobs, backend=BACKEND, **options)
    return [*problems, *run(plan, open_cache(warnings.append))]


def findings(*targets: Path | str, **options: bool) -> dict[str, Finding]:
    found = [event for event in events(*targets, **options) if isinstance(event, Finding)]
    return {finding.result.lemma.id: finding for finding in found}


def one(path: Path, **parts: str) -> LemmaResult:
    """The result on a file with one lemma."""
    found = findings(lemma_file(path / "lemma_1.py", lemma(**parts)))
    return found["mine/lemma-1"].result


def test_proof_accepted_by_the_separate_check_is_proved(tmp_path: Path) -> None:
    result = one(tmp_path)
    assert (result.verdict, result.scope, result.as_expected) == ("proved", "all", True)
    assert result.trust.cited == ("markov",)
    assert [step.name for step in result.steps] == ["first", "second"]
    assert result.fuzz is not None
    assert result.fuzz.examples == 500


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("rejected", "not an instance of its rule"),
        ("forged", "proves another statement"),
        ("instances", "covers instances only"),
        ("raises", "RuntimeError: out of patience"),
        ("crash", "was ended by signal 9"),
    ],
)
def test_nothing_else_is_proved(tmp_path: Path, note: str, reason: str) -> None:
    result = one(tmp_path, note=note)
    assert result.verdict == "unknown"
    assert reason in result.reason
    assert (result.scope == "instances") == (note == "instances")


def test_failing_step_is_named_with_its_witness(tmp_path: Path) -> None:
    result = one(tmp_path, note="fails")
    assert result.verdict == "unknown"
    assert [step.name for step in result.failing_steps] == ["second"]
    assert result.failing_steps[0].witness == {"x": "1/2"}
    assert "no counterexample was found" in result.reason


def test_false_statement_whose_proof_fails_is_refuted(tmp_path: Path) -> None:
    result = one(tmp_path, note="fails", hypotheses=words("false"))
    assert result.verdict == "refuted"
    assert result.counterexample == {"x": "1/3", "y": "-1"}


def test_statement_without_proof_is_searched(tmp_path: Path) -> None:
    result = one(tmp_path, body="", expected="refuted", hypotheses=words("false"))
    assert (result.verdict, result.as_expected) == ("refuted", True)
    assert one(tmp_path, body="", expected="unknown").verdict == "unknown"


def test_undefined_term_is_ill_posed(tmp_path: Path) -> None:
    result = one(tmp_path, body="", expected="ill-posed", hypotheses=words("undefined"))
    assert result.as_expected
    assert result.undefined_at == {"x": "0", "y": "0"}
    assert result.counterexample is None


def printed(own: str, *steps: tuple[str, str, bool]) -> str:
    """A lemma by its printed proof: the names, hypotheses and whether there is a proof."""
    parts = ", ".join(
        f'PrintedStep("{name}", statement([x, y], {{{given}}}, x <= x + y)'
        f"{', (Step(chr(97), None, by.decide()),)' if proof else ''})"
        for name, given, proof in steps
    )
    return lemma(
        body=f"printed_steps=({parts},),",
        variant="printed-proof",
        expected="refuted",
        hypotheses=own,
    )


def test_printed_proof_is_refuted_at_the_step_that_fails(tmp_path: Path) -> None:
    source = printed(words("y"), ("good", words("y"), True), ("bad", words("false"), False))
    result = findings(lemma_file(tmp_path / "a.py", source))["mine/lemma-1"].result
    assert result.as_expected
    assert [(step.name, step.verdict) for step in result.steps] == [
        ("good", "proved"),
        ("bad", "refuted"),
    ]
    assert [step.name for step in result.failing_steps] == ["bad"]
    assert result.failing_steps[0].witness is not None
    assert result.counterexample is None


def test_printed_proof_is_proved_only_with_the_lemmas_own_statement(tmp_path: Path) -> None:
    other = printed(words("y"), ("step", words("z"), True))
    result = findings(lemma_file(tmp_path / "a.py", other))["mine/lemma-1"].result
    assert result.verdict == "unknown"
    assert "none of them is the lemma's own" in result.reason
    same = printed(words("y"), ("step", words("z"), True), ("end", words("y"), True))
    assert findings(lemma_file(tmp_path / "b.py", same))["mine/lemma-1"].result.verdict == "proved"


def test_crash_of_one_lemma_leaves_the_others_alone(tmp_path: Path) -> None:
    sources = [lemma(f"l{n}", id=f"mine/l{n}", note="crash" if n == 1 else "") for n in range(4)]
    found = findings(lemma_file(tmp_path / "lemmas.py", *sources))
    assert [f.result.verdict for f in (found[f"mine/l{n}"] for n in range(4))] == [
        "proved",
        "unknown",
        "proved",
        "proved",
    ]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import no_such_module", "line 1: ModuleNotFoundError: No module named 'no_such_module'"),
        ("def f(:", "line 1: SyntaxError"),
        ("raise SystemExit(0)", "SystemExit"),
        ("import os; os._exit(3)", "ended with exit code 3"),
        ("x = 1", "defines no lemma"),
        ("from .other import lemma_1", "defines no lemma"),
        ("import other", "write 'from .other import ...'"),
    ],
)
def test_unreadable_file_is_a_problem_of_its_own(tmp_path: Path, source: str, reason: str) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text(source, encoding="utf-8")
    good = lemma_file(tmp_path / "other.py", lemma())
    seen = events(bad, good)
    problems = [event for event in seen if isinstance(event, Problem)]
    assert [problem.where for problem in problems] == [str(bad)]
    assert reason in problems[0].reason
    assert "\n" not in problems[0].reason
    good_ones = [event for event in seen if isinstance(event, Finding)]
    assert [finding.result.verdict for finding in good_ones] == ["proved"]
    assert exit_code(good_ones, problems) == 2


def test_statement_that_cannot_be_built_names_line_and_cause(tmp_path: Path) -> None:
    bad = lemma_file(tmp_path / "bad.py", "\nstatement([x], {}, x <= y)  # Lemma(\n")
    (problem,) = (event for event in events(bad) if isinstance(event, Problem))
    assert "line 10: LanguageError: conclusion uses y, which is not declared" in problem.reason


def test_duplicate_id_names_both_files(tmp_path: Path) -> None:
    first = lemma_file(tmp_path / "a.py", lemma())
    second = lemma_file(tmp_path / "b.py", lemma())
    seen = events(tmp_path)
    (problem,) = (event for event in seen if isinstance(event, Problem))
    assert (problem.where, str(first) in problem.reason) == (str(second), True)
    assert sum(isinstance(event, Finding) for event in seen) == 1


def test_lemma_of_another_file_is_not_counted_twice(tmp_path: Path) -> None:
    lemma_file(tmp_path / "a.py", lemma())
    body = 'proof=(Step("a", None, by.lemma(lemma_1)),),'
    lemma_file(
        tmp_path / "b.py",
        lemma("lemma_2", id="mine/lemma-2", body=body),
        header="from .a import lemma_1",
    )
    found = findings(tmp_path)
    assert set(found) == {"mine/lemma-1", "mine/lemma-2"}
    assert found["mine/lemma-2"].card.uses == ("mine/lemma-1",)


def test_verdicts_come_out_before_all_evidence_is_in(tmp_path: Path) -> None:
    seen = events(lemma_file(tmp_path / "a.py", lemma()))
    assert [type(event) for event in seen] == [Planned, Known, Finding]


def test_lemmas_that_use_each_other_are_not_waited_for(tmp_path: Path) -> None:
    """What a lemma file says of its uses is not believed to have an end."""
    circle = """
a = lemma_1
b = lemma_2
Lemma.uses = property(lambda self: (b,) if self is a else (a,))
"""
    both = lemma(), lemma("lemma_2", id="mine/lemma-2"), circle
    found = findings(lemma_file(tmp_path / "a.py", *both))
    assert {finding.result.verdict for finding in found.values()} == {"proved"}


def test_evidence_against_a_proof_is_loud(tmp_path: Path) -> None:
    result = one(tmp_path, hypotheses=words("contradicted"))
    assert result.verdict == "proved"
    assert "2 of 500 random instances" in contradictions(result)[0]
    body = 'proof=(Step("a", None, by.decide()),),' + tables("holds", "violated", "no bound")
    found = findings(lemma_file(tmp_path / "b.py", lemma(body=body)))["mine/lemma-1"]
    assert [table.bound_holds for table in found.result.measurements] == [True, False, None]
    assert found.result.as_expected
    assert not found.passes
    assert exit_code([found], []) == 1


def test_vacuous_hypotheses_are_said(tmp_path: Path) -> None:
    path = lemma_file(tmp_path / "a.py", lemma(hypotheses=words("vacuous")))
    assert "may be vacuous" in findings(path)["mine/lemma-1"].complaints[0]


def test_second_run_proves_nothing_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "log"
    monkeypatch.setenv("FAKE_LOG", str(log))
    path = lemma_file(tmp_path / "a.py", lemma())
    first, second = (findings(path)["mine/lemma-1"].result for _ in range(2))
    assert log.read_text() == "mine/lemma-1\n"
    assert (second.verdict, second.steps) == ("proved", first.steps)
    assert first.fuzz and second.fuzz
    assert first.fuzz.date == second.fuzz.date == datetime.date.today().isoformat()
    findings(path, fresh=True)
    lemma_file(path, lemma(note="changed"))
    findings(path)
    assert log.read_text() == "mine/lemma-1\n" * 3


def test_earlier_counterexample_is_looked_at_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    monkeypatch.setenv("FAKE_LOG", str(log))
    for _ in range(2):
        result = one(tmp_path, body="", expected="refuted", hypotheses=words("false"))
        assert result.counterexample == {"x": "1/3", "y": "-1"}
    assert log.read_text() == "attack\nrecall\n"


def test_cached_proof_is_checked_and_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    monkeypatch.setenv("FAKE_LOG", str(log))
    path = lemma_file(tmp_path / "a.py", lemma())
    findings(path)
    for entry in Path(os.environ["GD_VERIFIER_CACHE"]).rglob("*.json"):
        entry.write_text(entry.read_text()[:-20])
    warnings: list[str] = []
    selection, _ = select([str(path)])
    seen = list(run(Options(selection, backend=BACKEND), open_cache(warnings.append)))
    assert [event.finding.result.verdict for event in seen if isinstance(event, Known)] == [
        "proved"
    ]
    assert len(warnings) == 3
    assert all("is not used, the work is done again" in line for line in warnings)
    assert log.read_text() == "mine/lemma-1\n" * 2


def test_unwritable_cache_is_one_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GD_VERIFIER_CACHE", str(tmp_path / "file" / "cache"))
    warnings: list[str] = []
    selection, _ = select([str(lemma_file(tmp_path / "a.py", lemma()))])
    seen = list(run(Options(selection, backend=BACKEND), open_cache(warnings.append)))
    assert [event.finding.result.verdict for event in seen if isinstance(event, Known)] == [
        "proved"
    ]
    assert len(warnings) == 1

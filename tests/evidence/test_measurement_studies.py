"""Studies: what is written is read back, rows that count no more do not count, and the committed
files agree with what is found today."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from verifier.escape import Outcome
from verifier.evidence.measurement import (
    RunBound,
    RunCase,
    beyond_the_step_size,
    share_of_slow_runs,
    studied_iterations,
)
from verifier.evidence.measures import overshoot, runs, starts, study
from verifier.language.build import eq, forall, indices, natural, prod, real, sequence, times
from verifier.language.statement import Statement, over, statement
from verifier.language.terms import Term
from verifier.library import sources
from verifier.result import MeasurementResult

STUDIES = Path(__file__).parents[2] / "lemmas" / "shamir2019" / "studies"
# Which lemma asks the question of a study.
QUESTIONS = {
    "theorem_2": "theorem_2_per_sample",
    "theorem_3": "theorem_3_strengthened",
    "theorem_4": "theorem_4_strengthened_product",
    "theorem_4_sum": "theorem_4_strengthened_sum",
}
CHEAP = 60  # rows of smaller depths are counted again at once

k, eta, w, share = natural("k"), real("eta"), sequence("w"), real("share")
STEPS = 1 / eta


def _product(t: Any, *omit: Any) -> Term:
    return prod(k, lambda i: w[i, t], omit=omit)


def _statement(largest: str = "1") -> Statement:
    def step(t: Any) -> Any:
        return forall(
            indices(k),
            lambda j: eq(w[j, t + 1], w[j, t] - eta * (_product(t) + 1) * _product(t, j)),
        )

    return statement(
        [k, eta, over(w, k)],
        {
            "depth": k >= 2,
            "step": eta <= Fraction(largest),
            "descent": forall(times(1), step),
        },
        forall(times(1), lambda t: _product(t) <= 2),
    )


def _values(case: RunCase) -> dict[Any, Any]:
    return {k: case.depth, eta: case.step, w: case.weights}


def _question(factor: int = 1, **changes: Any) -> RunBound:
    question = RunBound(
        statement=_statement(),
        bounds={"steps": factor * STEPS},
        direction="at least",
        quantity="product",
        level=-Fraction(1, 2),
        starts="near identity",
        step=Fraction(1, 16),
        values=_values,
    )
    return replace(question, **changes)


def _written(question: RunBound, file: Path, depths: Iterable[int] = (2, 3)) -> Path:
    """A study of three starts a depth."""
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, study.columns(question))
        writer.writeheader()
        for depth in depths:
            for seed in range(3):
                for case in starts.cases(question.starts, depth, seed):
                    asked = runs.prepare(question, case)
                    count = study.counted(runs.count(asked.case, asked.event), 0.0)
                    row = {**study.head(question, asked), **count}
                    writer.writerow({**row, **study.judged(question, asked, count)})
    return file


def _cells(result: MeasurementResult) -> list[dict[str, Any]]:
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


def test_a_study_is_summed_up(tmp_path: Path) -> None:
    question = _question()
    file = _written(question, tmp_path / "some.csv")
    result = studied_iterations(question, file).run(False)
    assert result.bound_holds is True
    assert [cells["k"] for cells in _cells(result)] == [2, 3]
    for cells in _cells(result):
        assert (cells["runs"], cells["valid"], cells["never"], cells["agree"]) == (3, 3, 0, 3)
        assert cells["least for steps"] <= cells["median for steps"] <= cells["most for steps"] < 0
    assert "6 runs at 2 depths up to 3" in result.note
    json.dumps([result.columns, result.rows], allow_nan=False)


def test_depths_that_are_not_shown_count(tmp_path: Path) -> None:
    file = _written(_question(), tmp_path / "some.csv", (2, 4))
    text = file.read_text(encoding="utf-8").splitlines()
    text[-1] = text[-1].removesuffix("yes") + "no"
    file.write_text("\n".join(text) + "\n", encoding="utf-8")
    result = studied_iterations(_question(), file, depths=(2,)).run(False)
    assert [cells["k"] for cells in _cells(result)] == [2]
    assert result.bound_holds is False


def test_a_bound_that_is_too_large_is_contradicted_by_a_study(tmp_path: Path) -> None:
    question = _question(1000)
    file = _written(question, tmp_path / "some.csv")
    assert studied_iterations(question, file).run(False).bound_holds is False


@pytest.mark.parametrize(
    "changes",
    [
        {"bounds": {"steps": 2 * STEPS}},
        {"statement": _statement("1/2")},
        {"level": -Fraction(1, 4)},
        {"quantity": "min"},
    ],
)
def test_rows_of_an_earlier_statement_do_not_count(
    tmp_path: Path, changes: Mapping[str, Any]
) -> None:
    file = _written(_question(), tmp_path / "some.csv")
    result = studied_iterations(_question(**changes), file).run(False)
    assert (result.rows, result.bound_holds) == ((), None)
    assert "6 of an earlier statement" in result.note


def test_rows_whose_hypotheses_fail_count_for_nothing(tmp_path: Path) -> None:
    question = _question(1000, statement=_statement("1/32"))
    file = _written(question, tmp_path / "some.csv")
    result = studied_iterations(question, file).run(False)
    assert result.bound_holds is None
    assert [cells["valid"] for cells in _cells(result)] == [0, 0]
    assert {row["hypotheses"] for row in study.read(file)} == {"hypothesis step: false"}


def test_a_study_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there is no study"):
        studied_iterations(_question(), tmp_path / "none.csv").run(True)


def test_an_event_that_never_happens_agrees_with_a_lower_bound_only(tmp_path: Path) -> None:
    (case,) = starts.cases("near identity", 2, 0)
    asked = runs.prepare(_question(), case)
    never = Outcome("never", None, None, "", "")
    assert study.judged(_question(), asked, study.counted(never, 0.0))["agrees"] == "yes"
    upper = _question(direction="at most")
    assert study.judged(upper, asked, study.counted(never, 0.0))["agrees"] == "no"
    unknown = Outcome("unknown", None, None, "", "")
    assert study.judged(upper, asked, study.counted(unknown, 0.0))["agrees"] == "open"


@pytest.mark.parametrize("value", [1, 10**18 - 1, 10**18, 10**18 + 1, 7**400, 10**1400 - 1])
def test_written_numbers_enclose_what_was_counted(value: int) -> None:
    lower, upper = study.exact(study.rounded(value)), study.exact(study.rounded(value, up=True))
    assert lower <= value <= upper
    assert upper - lower <= value // 10**11
    assert value >= 10**18 or lower == upper == value


# How many random starts take longer


def _slow(file: Path, promise: Term, steps: Term = STEPS, **changes: Any) -> MeasurementResult:
    stated = statement([k, eta], {"deep": k >= 3, "step": eta <= 1}, k >= 0)
    given: dict[str, Any] = {
        "statement": stated,
        "values": lambda law, depth, step: {k: depth, eta: step},
        "by_construction": (),
        **changes,
    }
    return share_of_slow_runs(steps=steps, promise=promise, file=file, **given).run(False)


def _rows(file: Path, depth: int, lowers: Iterable[int | None]) -> Path:
    """A study with these iterations; None for never."""
    question = _question()
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, study.columns(question), restval="")
        writer.writeheader()
        for seed, lower in enumerate(lowers):
            name = "never" if lower is None else "reached"
            count = study.counted(Outcome(name, lower, lower, "", ""), 0.0)
            head = {"k": str(depth), "start": "law", "seed": str(seed), "eta": "1/16"}
            writer.writerow({**head, **count})
    return file


def test_starts_that_take_longer_are_counted(tmp_path: Path) -> None:
    # 1/eta = 16 steps lead to iteration 17.
    file = _rows(tmp_path / "some.csv", 5, [1, 16, 17, 18, 10**30, None])
    (cells,) = _cells(_slow(file, k / 10))
    assert (cells["samples"], cells["longer"], cells["frequency"]) == (6, 3, 0.5)
    assert cells["promised"] == 0.5
    assert cells["steps"] == 16
    assert cells["upper"] > 0.5


def test_a_share_that_is_too_small_contradicts_the_promise(tmp_path: Path) -> None:
    file = _rows(tmp_path / "some.csv", 5, [10] * 100 + [100] * 100)
    assert _slow(file, k / 10).bound_holds is True
    assert _slow(file, k / 6).bound_holds is False
    assert _slow(file, k / 6, steps=STEPS / 2).bound_holds is True


def test_shares_are_not_claimed_where_a_hypothesis_fails(tmp_path: Path) -> None:
    file = _rows(tmp_path / "some.csv", 2, [10] * 100)
    result = _slow(file, k / 2)
    assert [cells["longer"] for cells in _cells(result)] == ["hypothesis deep: false"]
    assert result.bound_holds is None
    assert _slow(file, k / 2, by_construction=("deep",)).bound_holds is False


# Beyond the step size


def test_overshoots_are_summed_up(tmp_path: Path) -> None:
    file = tmp_path / "overshoot.csv"
    rows = [
        (2, "1/2", 1, "1/2", "8", "", "0", "converged", 20),
        (2, "1/2", 2, "1/2", "16", 5, "0.25", "2-cycle", ""),
        (2, "1/2", 3, "1/2", "32", 3, "inf", "diverges", ""),
        (2, "allowed", 1, "1/32", "1", "", "0", "converged", 99),
        (3, "0", 1, "1", "99", 2, "0.5", "4-cycle", ""),
    ]
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([overshoot.COLUMNS, *rows])
    result = beyond_the_step_size(file, depths=(2,)).run(False)
    assert (result.bound, result.bound_holds) == (None, None)
    assert "measured only" in result.note
    larger, allowed = _cells(result)
    assert (larger["eta"], allowed["eta"]) == ("k**(-1/2)", "allowed")
    assert (larger["runs"], larger["overshoot"], larger["first at"]) == (3, 2, 3)
    assert (larger["by at most"], larger["eta/allowed"]) == (0.25, 16)
    assert [larger[end] for end in overshoot.ENDS] == [1, 0, 1, 1]
    assert (allowed["overshoot"], allowed["converged by"]) == (0, 99)
    json.dumps([result.columns, result.rows], allow_nan=False)
    (other,) = _cells(beyond_the_step_size(file, depths=(3,)).run(False))
    assert other["else"] == 1


# The committed studies


def _asked(lemma: str) -> RunBound:
    found: RunBound = import_module(f"lemmas.shamir2019.{lemma}").ITERATIONS
    return found


def _some(rows: list[dict[str, str]], keep: Callable[[dict[str, str]], bool]) -> list[Any]:
    kept = [row for row in rows if keep(row)]
    return kept[:: max(1, len(kept) // 5)]


@pytest.mark.parametrize("name", QUESTIONS)
def test_committed_rows_are_of_the_statements_of_today(name: str) -> None:
    rows, question = study.read(STUDIES / f"{name}.csv"), _asked(QUESTIONS[name])
    assert {row["statement"] for row in rows} == {study.digest(question)}
    assert list(rows[0]) == list(study.columns(question))
    assert len({study.key(row) for row in rows}) == len(rows)
    assert max(int(row["k"]) for row in rows) == 1000
    assert not [row for row in rows if row["agrees"] in ("no", "open")]


@pytest.mark.parametrize("name", QUESTIONS)
def test_committed_rows_are_found_again(name: str) -> None:
    rows, question = study.read(STUDIES / f"{name}.csv"), _asked(QUESTIONS[name])
    some = _some(rows, lambda row: int(row["k"]) < CHEAP)
    assert some
    for row in some:
        cases = starts.cases(question.starts, int(row["k"]), int(row["seed"]))
        (case,) = (case for case in cases if case.label == row["start"])
        asked = runs.prepare(question, case)
        assert study.head(question, asked) == {name: row[name] for name in study.HEAD}
        if row["outcome"] in ("reached", "never"):
            outcome = runs.count(asked.case, asked.event)
            assert outcome.outcome == row["outcome"]
            if outcome.lower is not None and outcome.upper is not None:
                # The two enclosures contain the same iteration.
                assert outcome.lower <= study.exact(row["upper"])
                assert study.exact(row["lower"]) <= outcome.upper
        judged = study.judged(question, asked, row)
        assert judged == {name: row[name] for name in judged}


def test_step_sizes_that_are_allowed_never_overshoot() -> None:
    rows = study.read(STUDIES / "overshoot.csv")
    allowed = [row for row in rows if row["c"] == "allowed"]
    assert allowed
    assert {(row["overshoot_at"], row["end"]) for row in allowed} == {("", "converged")}
    assert {row["c"] for row in rows} == set(overshoot.EXPONENTS)
    larger = [row for row in rows if row["c"] != "allowed"]
    assert all(float(row["times_allowed"]) >= 1 for row in allowed)
    assert {"2-cycle", "diverges"} <= {row["end"] for row in larger}
    assert any(row["overshoot_at"] for row in larger)


def test_evidence_is_gathered_again_when_a_study_changes(tmp_path: Path) -> None:
    from verifier.library import load_file
    from verifier.report.cards import describe

    file = tmp_path / "some.csv"
    lemma = tmp_path / "mine" / "lemma.py"
    lemma.parent.mkdir()
    lemma.write_text(_LEMMA.format(file=file), encoding="utf-8")

    def key() -> Any:
        (entry,) = load_file(lemma)
        assert file not in sources(entry.file)
        return describe(entry)["key"]

    missing = key()
    file.write_text("k,c\n", encoding="utf-8")
    empty = key()
    file.write_text("k,c\n2,1\n", encoding="utf-8")
    assert len({missing, empty, key()}) == 3


_LEMMA = """
from pathlib import Path
from verifier import Lemma, Source, Step, beyond_the_step_size, by, real, statement

x = real("x")
LEMMA = Lemma(
    id="mine/lemma",
    title="x is x",
    source=Source("mine", "1", "Lemma 1", "Me"),
    variant="effective",
    statement=statement([x], {{"x": x >= 0}}, x >= 0),
    measurements=(beyond_the_step_size(Path('{file}')),),
    proof=(Step("x", x >= 0, by.decide()),),
)
"""

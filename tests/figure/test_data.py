"""The data that is committed: what is computed now is the same, and nothing contradicts a bound."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf

from verifier.descent.backend import Problem
from verifier.descent.event import parse_event
from verifier.descent.objective import squared
from verifier.descent.run import rigorous_run
from verifier.evidence.measurement import RunBound
from verifier.evidence.measures import runs
from verifier.evidence.measures.study import exact
from verifier.figure import bounds, escape_runs, escape_times, figure_1, landscape
from verifier.figure.escape_runs import AGREES, FAMILIES, LEMMAS
from verifier.figure.questions import case_of, questions
from verifier.figure.table import Row, committed
from verifier.figure.trajectory import Start, weight_columns

TIMES = committed("escape-times")
CHEAP = [row for row in TIMES.rows if int(row["k"]) <= 30]
SHORT = [row for row in TIMES.rows if row["upper"] and "e" not in row["upper"]]
STEPPABLE = [row for row in SHORT if int(row["k"]) * int(row["upper"]) <= 100_000]
EXACT = 1e-8  # to which logarithms are written


def test_all_is_there_and_of_the_statements_as_they_are() -> None:
    found = [escape_times.KIND.task(row) for row in TIMES.rows]
    assert found == list(escape_runs.tasks(False))
    assert TIMES.columns == escape_runs.columns()
    assert all(map(escape_runs.current, TIMES.rows))
    for module in (figure_1, landscape):
        table = committed(module.KIND.name)
        assert table.columns == module.columns()
        assert list(dict.fromkeys(map(module.KIND.task, table.rows))) == [*module.tasks(False)]
        assert all(map(module.KIND.current, table.rows))


@settings(max_examples=8, deadline=None)
@given(st.sampled_from(CHEAP))
def test_a_row_is_what_is_computed_now(row: Row) -> None:
    assert escape_runs.compute(escape_times.KIND.task(row)) == [row]


@settings(max_examples=8, deadline=None)
@given(st.sampled_from(STEPPABLE))
def test_an_enclosure_contains_the_iteration_that_stepping_finds(row: Row) -> None:
    case = case_of(FAMILIES[row["start"]], row["start"], int(row["k"]), int(row["seed"]))
    problem = Problem(squared(Fraction(-1)), Fraction(row["eta"]), case.weights)
    found = rigorous_run(problem, [parse_event(row["event"])], max_steps=exact(row["upper"]))
    assert found.iterations[0] is not None
    assert exact(row["lower"]) <= found.iterations[0] <= exact(row["upper"])


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(CHEAP), st.sampled_from(LEMMAS))
def test_bounds_are_those_of_the_statement_and_only_where_its_hypotheses_hold(
    row: Row, name: str
) -> None:
    question = questions(LEMMAS)[name]
    family = FAMILIES[row["start"]]
    case = case_of(family, row["start"], int(row["k"]), int(row["seed"]))
    step = Fraction(row["eta"])
    own = question.bound.by_construction if family == question.bound.starts else ()
    asked = runs.prepare(
        RunBound(**{**vars(question.bound), "step": lambda case: step, "by_construction": own}),
        case,
    )
    written = [row[column] for column in bounds.bounds(TIMES, name)]
    if asked.failing is None:
        for text, ball in zip(written, asked.bounds, strict=True):
            assert abs(float(text) - runs.log10_of_ball(ball)) < EXACT
    else:
        assert not any(written)


def test_a_row_has_bounds_exactly_where_hypotheses_hold() -> None:
    for row in TIMES.rows:
        for name in LEMMAS:
            holds = row[f"hypotheses: {name}"] == bounds.HOLD
            assert all(bool(row[c]) == holds for c in bounds.bounds(TIMES, name))


def test_counts_lie_on_the_right_side_of_all_bounds() -> None:
    asked = questions(LEMMAS)
    compared = 0
    for row in TIMES.rows:
        assert row[AGREES] in ("yes", "")
        for name in LEMMAS if row["upper"] else ():
            lower = asked[name].bound.direction == "at least"
            for value in (float(row[c]) for c in bounds.bounds(TIMES, name) if row[c]):
                compared += 1
                if lower:
                    assert value <= float(row["log10_upper"]) + EXACT
                else:
                    assert value >= float(row["log10_lower"]) - EXACT
    assert compared > 500


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("figure-1", Start(7, figure_1.RADIUS, figure_1.SEED, figure_1.STEP)),
        ("landscape", landscape.START),
    ],
)
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_states_are_as_near_to_the_exact_run_as_they_say(
    name: str, start: Start, data: st.DataObject
) -> None:
    rows = [r for r in committed(name).rows if r["t"] and int(r["t"]) <= 1_000]
    row = data.draw(st.sampled_from(rows))
    with mp.workdps(60):
        weights = [mpf(w.numerator) / w.denominator for w in start.weights]
        step = mpf(start.step.numerator) / start.step.denominator
        for _ in range(int(row["t"]) - 1):
            product = mp.fprod(weights)
            weights = [w - step * (product + 1) * product / w for w in weights]
        product = mp.fprod(weights)
        exact_values = [(product + 1) ** 2 / 2, product, *weights]
        names = ("loss", "product", *weight_columns(start.depth))
        for column, value in zip(names, exact_values, strict=True):
            assert abs(mpf(row[column]) - value) <= mpf(row["radius"])

"""Interruption without loss: a run taken up again ends as if it had never stopped."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from verifier.descent.backend import BACKENDS, Backend, Problem, backend
from verifier.descent.event import Event, parse_event
from verifier.descent.exact_backend import ExactBackend
from verifier.descent.initialisation import near_identity
from verifier.descent.objective import logistic, squared
from verifier.descent.run import RunResult, logarithmic_times, run

ONE = Fraction(1)
PROBLEM = Problem(squared(), Fraction(1, 4000), (*near_identity(4, ONE / 4, 3), ONE))
EVENTS = tuple(map(parse_event, ("flipped-min<=1/2", "product<=0", "loss<=1/10")))
LAST = 60_000
RECORD = logarithmic_times(LAST, 40)


def _bits(result: RunResult, numbers: Backend) -> tuple[Any, ...]:
    # Equality of balls is not identity: what is compared is what is written.
    states = [
        (s.iteration, *map(numbers.encode, (*s.weights, s.product, s.loss)))
        for s in result.trajectory
    ]
    return result.iterations, result.last, result.stop, states


def _interrupting(calls: int, how: Callable[[], None]) -> Callable[[int], None]:
    left = iter(range(calls, 0, -1))

    def progress(iteration: int) -> None:
        if next(left, None) == 1:
            how()

    return progress


def _ctrl_c() -> None:
    signal.raise_signal(signal.SIGINT)


@pytest.mark.parametrize("name", BACKENDS)
def test_interrupted_runs_end_alike(name: str, tmp_path: Path) -> None:
    numbers, file = backend(name, 53 if name == "float64" else 100), tmp_path / "run.json"
    whole = run(PROBLEM, numbers, EVENTS, max_steps=LAST, record=RECORD)
    assert whole.stop == "events" and whole.last > 10_000
    interruptions = 0
    for calls in (1, 3, 2, 2, 2, 2):
        try:
            result = run(
                PROBLEM,
                numbers,
                EVENTS,
                max_steps=LAST,
                record=RECORD,
                progress=_interrupting(calls, _ctrl_c),
                checkpoint=file,
            )
        except KeyboardInterrupt:
            interruptions += 1
            assert [path.name for path in tmp_path.iterdir()] == ["run.json"]
        else:
            break
    assert interruptions >= 3
    result = run(PROBLEM, numbers, EVENTS, max_steps=LAST, record=RECORD, checkpoint=file)
    assert _bits(result, numbers) == _bits(whole, numbers)
    again = run(PROBLEM, numbers, EVENTS, max_steps=LAST, record=RECORD, checkpoint=file)
    assert _bits(again, numbers) == _bits(whole, numbers)


@pytest.mark.parametrize("name", ["ball", "mpfr"])
def test_a_run_out_of_steps_goes_on_with_more(name: str, tmp_path: Path) -> None:
    numbers, file = backend(name), tmp_path / "run.json"
    whole = run(PROBLEM, numbers, EVENTS, max_steps=LAST, record=RECORD)
    for steps in (0, 1, 37, 1500, 9999, LAST):
        part = run(PROBLEM, numbers, EVENTS, max_steps=steps, record=RECORD, checkpoint=file)
        assert part.last <= steps + 1
    assert _bits(part, numbers) == _bits(whole, numbers)
    with pytest.raises(ValueError, match="give max_steps > 5"):
        run(PROBLEM, numbers, EVENTS, max_steps=5, record=RECORD, checkpoint=file)


def test_exact_runs_are_kept_too(tmp_path: Path) -> None:
    problem = Problem(squared(), ONE / 7, (ONE / 3, ONE / 2))
    whole = run(problem, ExactBackend(), EVENTS, max_steps=7, record=(2, 8))
    run(problem, ExactBackend(), EVENTS, max_steps=4, record=(2, 8), checkpoint=tmp_path / "run")
    rest = run(
        problem, ExactBackend(), EVENTS, max_steps=7, record=(2, 8), checkpoint=tmp_path / "run"
    )
    assert rest == whole


def test_another_run_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    problem, mpfr = Problem(squared(), ONE / 10, (ONE, ONE / 2)), backend("mpfr", 100)

    def resume(
        problem: Problem = problem,
        numbers: Backend = mpfr,
        events: tuple[Event, ...] = EVENTS,
        record: tuple[int, ...] = (5,),
    ) -> RunResult:
        return run(problem, numbers, events, max_steps=3, record=record, checkpoint=file)

    first = resume()
    written = file.read_text(encoding="utf-8")
    for other, named in (
        (lambda: resume(replace(problem, step=ONE / 11)), "step"),
        (lambda: resume(replace(problem, weights=(ONE / 2, ONE))), "weights"),
        (lambda: resume(replace(problem, objective=squared(ONE))), "loss"),
        (lambda: resume(replace(problem, objective=logistic())), "loss"),
        (lambda: resume(numbers=backend("mpfr", 101)), "bits"),
        (lambda: resume(numbers=backend("ball", 100)), "backend"),
        (lambda: resume(events=EVENTS[:2]), "events"),
        (lambda: resume(record=()), "record"),
    ):
        with pytest.raises(ValueError, match=rf"another run \({named}\)") as caught:
            other()
        assert "\n" not in str(caught.value)
        assert file.read_text(encoding="utf-8") == written
    assert resume() == first


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    problem = Problem(squared(), ONE / 10, (ONE, ONE / 2))

    def resume() -> RunResult:
        return run(problem, backend("ball"), EVENTS, max_steps=3, record=(2,), checkpoint=file)

    first = resume()
    good = file.read_text(encoding="utf-8")
    content = json.loads(good)
    damages = ["", "[1, 2]", "null", good[: len(good) // 2], "\x00", "[" * 100_000]
    for key in content:
        damages.append(json.dumps({k: v for k, v in content.items() if k != key}))
    for key, value in (
        ("schema", 2),
        ("values", ["1p0"]),
        ("values", content["values"][:1]),
        ("values", [1, 2]),
        ("iteration", "x"),
        ("iteration", 0),
        ("stretch", -1),
        ("found", {"0": "x"}),
        ("found", {"9": 1}),
        ("trajectory", [{}]),
    ):
        damages.append(json.dumps({**content, key: value}))
    for damage in damages:
        file.write_text(damage, encoding="utf-8")
        with pytest.raises(ValueError, match=r"usable checkpoint: delete|another run"):
            resume()
        assert file.read_text(encoding="utf-8") == damage
    file.write_text(good, encoding="utf-8")
    assert resume().last == first.last


def test_a_file_that_cannot_be_written_or_read(tmp_path: Path) -> None:
    problem = Problem(squared(), ONE / 10, (ONE, ONE / 2))
    for place, message in ((tmp_path / "missing" / "run", "cannot write"), (tmp_path, "cannot")):
        with pytest.raises(ValueError, match=message) as caught:
            run(problem, backend("mpfr"), EVENTS, max_steps=3, checkpoint=place)
        assert "\n" not in str(caught.value)

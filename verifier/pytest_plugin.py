"""Lemma files as tests: one item for each step of a proof, and one for the verdict.

    pytest lemmas/shamir2019/lemma_12_log_of_a_sum.py
    pytest -m "paper(name='shamir2019')"

Proofs are run when the first item asks for one, by worker processes beside pytest, and each is
re-checked by a separate process as in a report.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from verifier.lemma import Lemma
    from verifier.report.run import Event
    from verifier.report.verdicts import Finding
    from verifier.result import StepResult

_RUNNER: pytest.StashKey[Runner] = pytest.StashKey()


class LemmaFailure(Exception):
    """What is shown of an item that fails: one screen of text, no traceback."""


def pytest_configure(config: pytest.Config) -> None:
    """Declares the markers by which lemmas are chosen."""
    config.addinivalue_line("markers", "lemma: the lemmas of lemma files and their proof steps")
    config.addinivalue_line("markers", "paper(name): the lemmas of one paper")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends what still works on proofs."""
    runner = config.stash.get(_RUNNER, None)
    if runner is not None:
        runner.close()


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Collects lemma files, and keeps them from being collected as test modules too."""
    collected = yield
    if not _concerns(file_path, parent.config):
        return collected
    # Below the session, since the packages that a file lies in would be imported to set it up.
    return [LemmaFile.from_parent(parent.session, path=file_path)]


def _concerns(file: Path, config: pytest.Config) -> bool:
    if file.suffix != ".py" or any(file.match(p) for p in config.getini("python_files")):
        return False
    from verifier.library import is_lemma_file

    return is_lemma_file(file)


class LemmaFile(pytest.File):
    """A file of lemmas."""

    def collect(self) -> Iterator[LemmaNode]:
        """The lemmas; a file that cannot be read is an error of one line."""
        from verifier.library import InputError, load_file

        try:
            entries = load_file(self.path.resolve())
        except InputError as error:
            raise self.CollectError(f"{self.path.name}: {error}") from error
        for entry in entries:
            yield LemmaNode.from_parent(self, name=entry.lemma.id, lemma=entry.lemma)


class LemmaNode(pytest.Collector):
    """A lemma: its steps, then its verdict."""

    def __init__(self, *, lemma: Lemma, **rest: Any) -> None:
        super().__init__(**rest)
        self.lemma = lemma
        self.add_marker(pytest.mark.lemma)
        self.add_marker(pytest.mark.paper(name=lemma.source.paper))

    def collect(self) -> Iterator[LemmaItem]:
        """One item for each step, and one that is called after the expected verdict."""
        from verifier.report.engine import step_names

        for name in step_names(self.lemma):
            yield StepItem.from_parent(self, name=name)
        yield VerdictItem.from_parent(self, name=self.lemma.expected)


class LemmaItem(pytest.Item):
    """An item about a lemma."""

    parent: LemmaNode

    def finding(self) -> Finding:
        """What came of the lemma; proves it and others if that has not been done."""
        return _runner(self.config).finding(self)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The screen of text for a lemma that fails, a traceback for anything else."""
        if isinstance(excinfo.value, LemmaFailure):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where pytest says that the item is."""
        return self.path, None, f"{self.parent.name}: {self.name}"


class StepItem(LemmaItem):
    """A step of a proof: passes if it is proved.

    A step of a printed proof passes if it is decided, proved or refuted with a witness; whether
    the proof as a whole stands is the verdict's item.
    """

    def runtest(self) -> None:
        """Fails with what was to be shown, under what, and what to try."""
        from verifier.report.explain import explain, explain_step

        finding = self.finding()
        found = {step.name: step for step in finding.result.steps}
        step = found.get(self.name)
        if step is not None:
            if not self._passes(step):
                raise LemmaFailure(explain_step(finding.result, step))
            return
        failed = [name for name, other in found.items() if other.verdict != "proved"]
        if failed:
            pytest.skip(f"not reached: step {failed[0]!r} does not follow")
        raise LemmaFailure(explain(finding))

    def _passes(self, step: StepResult) -> bool:
        if self.parent.lemma.printed_steps:
            return step.verdict != "unknown"
        return step.verdict == "proved"


class VerdictItem(LemmaItem):
    """The verdict of a lemma: passes if it is the expected one."""

    def runtest(self) -> None:
        """Fails with the reason."""
        from verifier.report.explain import explain

        finding = self.finding()
        if not finding.passes:
            raise LemmaFailure(explain(finding))


def _runner(config: pytest.Config) -> Runner:
    return config.stash.setdefault(_RUNNER, Runner())


class Runner:
    """Proves the lemmas of a session when the first of them is asked for.

    All that are going to be asked for are worked on side by side.  Under pytest-xdist each process
    runs some of the items, so that each lemma is worked on by itself, unless whoever schedules the
    items says in the `workerinput` of each process that all lemmas are `lemmas_together`.
    """

    def __init__(self) -> None:
        self._found: dict[str, Finding] = {}
        self._problems: list[str] = []
        self._asked: set[str] = set()
        self._events: Generator[Event, None, None] | None = None

    def finding(self, item: LemmaItem) -> Finding:
        """The finding on the lemma of an item; fails where there is none."""
        name = item.parent.name
        if name not in self._asked:
            self._start(_together(item))
        while name not in self._found and self._events is not None:
            self._take()
        if name not in self._found:
            raise LemmaFailure("; ".join(self._problems) or f"{name}: nothing came of it")
        return self._found[name]

    def close(self) -> None:
        """Ends all work."""
        if self._events is not None:
            self._events.close()
            self._events = None

    def _start(self, items: Iterable[LemmaItem]) -> None:
        from verifier.report.cache import Cache
        from verifier.report.processes import cores
        from verifier.report.run import Options, run
        from verifier.report.selection import Selection

        while self._events is not None:
            self._take()
        files = tuple(dict.fromkeys(item.path.resolve() for item in items))
        ids = tuple(dict.fromkeys(item.parent.name for item in items))
        self._asked.update(ids)
        selection = Selection(files, frozenset(), ids)
        others = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))  # who work meanwhile
        jobs = max(1, min(cores() // others, len(ids)))
        plan = Options(selection, jobs=jobs, evidence=False)
        self._events = run(plan, Cache(None, self._problems.append))

    def _take(self) -> None:
        from verifier.library import Problem
        from verifier.report.verdicts import Finding

        assert self._events is not None
        event = next(self._events, None)
        if event is None:
            self._events = None
        elif isinstance(event, Finding):
            self._found[event.result.lemma.id] = event
        elif isinstance(event, Problem):
            self._problems.append(str(event))


def _together(item: LemmaItem) -> list[LemmaItem]:
    process = getattr(item.config, "workerinput", None)
    if process is not None and not process.get("lemmas_together"):
        return [item]
    return [other for other in item.session.items if isinstance(other, LemmaItem)]

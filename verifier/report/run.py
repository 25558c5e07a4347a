"""A report from beginning to end: lemmas are loaded, proved, re-checked, fuzzed and measured by
worker processes, and what is found comes out as it is found."""

from __future__ import annotations

import json
import queue
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from verifier.language.terms import LanguageError
from verifier.library import Problem, display, without_duplicates
from verifier.report import codec
from verifier.report.cache import Cache, Cached, code_digest, key
from verifier.report.cards import Card, read_card
from verifier.report.case import Case, Effort
from verifier.report.codec import CodecError
from verifier.report.crew import Answer, Crew
from verifier.report.engine import Backend, statement_digest
from verifier.report.folder import work_folder
from verifier.report.rechecking import Recheck, Rechecker
from verifier.report.selection import Selection, choose
from verifier.report.signals import postponed
from verifier.report.tasks import Task
from verifier.report.verdicts import Finding

FULL = Effort(
    examples=500, fuzz_seconds=12.0, attack_seconds=6.0, drop_seconds=6.0, seed=0, quick=False
)
QUICK = Effort(
    examples=100, fuzz_seconds=4.0, attack_seconds=3.0, drop_seconds=3.0, seed=0, quick=True
)
EVIDENCE_SECONDS = 90.0  # of each core for the evidence on all lemmas together, if they are many
_FIRST, _VERDICTS = 0, 1  # priorities of tasks
_EVIDENCE = {"measure": 2, "fuzz": 2, "drop": 3}  # what takes long goes first


@dataclass(frozen=True)
class Options:
    """What to report on, and how.

    `fresh` believes no earlier result; `evidence` False takes it from the cache or not at all.
    """

    selection: Selection
    jobs: int = 1
    fresh: bool = False
    quick: bool = False
    evidence: bool = True
    backend: Backend = Backend()

    @property
    def effort(self) -> Effort:
        """How much is tried."""
        return QUICK if self.quick else FULL


@dataclass(frozen=True)
class Planned:
    """The ids of the lemmas that the report is about, in order, and the cards of all lemmas that
    were read."""

    ids: tuple[str, ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Known:
    """A lemma whose verdict is known, while evidence may still be gathered."""

    finding: Finding


Event: TypeAlias = Problem | Planned | Known | Finding


def run(options: Options, cache: Cache) -> Generator[Event, None, None]:
    """Everything that comes out, as it comes; closing the iterator ends all work at once, and so
    does a signal.  Raises `NoRoom` where there is no folder for temporary files."""
    with work_folder() as folder:
        session = _Session(options, cache, folder)
        try:
            yield from session.events()
        finally:
            with postponed():
                session.close()


class _Session:
    """One run: who waits for what."""

    def __init__(self, options: Options, cache: Cache, folder: Path) -> None:
        self.options = options
        self.cache = cache
        self.folder = folder
        self.done: queue.SimpleQueue[Answer | Recheck] = queue.SimpleQueue()
        self.crew = Crew(options.jobs, options.backend.engine, self.done)
        self.rechecker = Rechecker(options.backend.checker, self.done, options.jobs)
        self.cases: dict[str, Case] = {}
        self.checking: dict[str, tuple[Case, Task, bool]] = {}
        self.fuzzing: dict[str, list[tuple[Case, Task]]] = {}
        self.held: list[tuple[Case, Task]] = []
        self.code = code_digest()

    def events(self) -> Iterator[Event]:
        cards, problems = self._load()
        chosen, unknown = choose(self.options.selection, cards)
        yield from (*problems, *unknown)
        yield Planned(tuple(card.lemma.id for card in chosen), cards)
        share = EVIDENCE_SECONDS * self.options.jobs / max(1, len(chosen))
        effort = self.options.effort.within(share)
        for card in chosen:
            self.cases[card.lemma.id] = Case(card, effort, self.folder)
        self._start()
        announced: set[str] = set()
        open_cases = set(self.cases)
        while open_cases:
            for name in [n for n in self.cases if n in open_cases]:
                case = self.cases[name]
                if case.verdict_known and name not in announced:
                    announced.add(name)
                    yield Known(case.finding())
                if case.done:
                    open_cases.discard(name)
                    yield case.finding()
            if open_cases:
                self._take(self.done.get())

    def close(self) -> None:
        """Ends all work; keeps what has been done and not been looked at."""
        self.crew.close()
        self.rechecker.close()
        while not self.done.empty():
            item = self.done.get()
            if isinstance(item, Answer) and item.task.lemma in self.cases:
                self._keep(item)

    def _load(self) -> tuple[tuple[Card, ...], tuple[Problem, ...]]:
        """The cards of all files in the order of the files, and what could not be read."""
        files = self.options.selection.files
        for file in files:
            self.crew.submit(Task("describe", file), _FIRST)
        answers: dict[Path, Answer] = {}
        while len(answers) < len(files):
            answer = self.done.get()
            assert isinstance(answer, Answer)
            answers[answer.task.file] = answer
        cards: list[Card] = []
        problems: list[Problem] = []
        for file in files:
            answer = answers[file]
            if answer.result is None:
                problems.append(Problem(display(file), answer.failure))
                continue
            try:
                found = codec.get(answer.result, "cards", list)
                cards.extend([read_card(data, file) for data in found])
            except (CodecError, LanguageError) as error:
                problems.append(Problem(display(file), f"its lemmas cannot be read: {error}"))
        kept, clashes = without_duplicates([(card.lemma.id, card.file) for card in cards])
        return tuple(cards[index] for index in kept), (*problems, *clashes)

    def _start(self) -> None:
        """Hands out the work: what decides verdicts first, then evidence, lemma by lemma."""
        cached: list[Path] = []
        for case in self.cases.values():
            for claim in case.claims.values():
                path = self._begin(case, case.first_task(claim))
                if path is not None:
                    cached.append(path)
        if cached:
            self.rechecker.submit(cached)
        self._release_circles()
        self._release()
        for case in self.cases.values():
            for task in case.evidence_tasks():
                self._start_evidence(case, task)

    def _begin(self, case: Case, task: Task) -> Path | None:
        """Begins work on a claim, or returns the file of an earlier proof, to be re-checked."""
        if task.kind == "attack":
            self._attack(case, task)
            return None
        found = self._recall(case, task)
        path = self._take_cached_run(case, task, found) if found else None
        if path is None:
            self.held.append((case, task))
        return path

    def _release(self) -> None:
        """Hands out the proofs that need no other: those of lemmas that are used come first, and
        are kept for the lemmas that use them."""
        ready = [(case, task) for case, task in self.held if self._can_be_proved(case)]
        self.held = [pair for pair in self.held if pair not in ready]
        for _, task in ready:
            self.crew.submit(task, _VERDICTS)

    def _release_circles(self) -> None:
        """Hands out the proofs of lemmas that say they use each other: none would ever be first."""
        waiting = {case.card.lemma.id: set(case.card.uses) for case, _ in self.held}
        reached = self.cases.keys() - waiting.keys()
        while first := {n for n, used in waiting.items() if used & self.cases.keys() <= reached}:
            reached |= first
            waiting = {name: used for name, used in waiting.items() if name not in first}
        for case, task in self.held:
            if case.card.lemma.id in waiting:
                self.crew.submit(task, _VERDICTS)
        self.held = [pair for pair in self.held if pair[0].card.lemma.id not in waiting]

    def _can_be_proved(self, case: Case) -> bool:
        used = (self.cases[name] for name in case.card.uses if name in self.cases)
        return all(step in one.runs or step in one.settled for one in used for step in one.claims)

    def _attack(self, case: Case, task: Task) -> None:
        """Begins an attack, which looks at an earlier counterexample first."""
        found = self._recall(case, task)
        earlier = found.value.get("recall") if found else None
        recall = earlier if isinstance(earlier, dict) else None
        self.crew.submit(replace(task, recall=recall), _VERDICTS)

    def _start_evidence(self, case: Case, task: Task) -> None:
        found = self._recall(case, task)
        if found is not None and self._try(case, task, found.value, found.date):
            return
        if not self.options.evidence:
            case.forgo(task)
        elif task.kind != "fuzz":
            self.crew.submit(task, _EVIDENCE[task.kind])
        else:
            # A printed proof shares its lemma's statement: what holds of it is found out once.
            sharing = self.fuzzing.setdefault(self._key(case, task, self.options.effort), [])
            sharing.append((case, task))
            if len(sharing) == 1:
                self.crew.submit(task, _EVIDENCE[task.kind])

    def _start_drops(self, case: Case) -> None:
        """Begins to drop hypotheses when the verdict of a lemma has become known."""
        for task in case.drop_tasks():
            self._start_evidence(case, task)

    def _recall(self, case: Case, task: Task) -> Cached | None:
        """An earlier result; that of a full run also does for a quick one."""
        if self.options.fresh:
            return None
        efforts = (FULL, QUICK) if task.quick or not self.options.evidence else (FULL,)
        keys = dict.fromkeys(self._key(case, task, effort) for effort in efforts)
        found = (self.cache.read(one) for one in keys)
        return next((one for one in found if one is not None), None)

    def _key(self, case: Case, task: Task, effort: Effort) -> str:
        card = case.card
        about: list[Any]
        if task.kind == "attack":
            statement = case.claims[task.step].statement
            about = [statement_digest(statement)]
        elif task.kind in ("fuzz", "drop"):
            about = [statement_digest(card.lemma.statement), task.index, task.seed, effort.quick]
        elif task.kind == "measure":
            about = [card.key, card.lemma.id, task.index, effort.quick]
        else:
            about = [card.key, card.lemma.id, task.step]
        return key(task.kind, self.code, *about)

    def _take(self, item: Answer | Recheck) -> None:
        if isinstance(item, Recheck):
            self._take_recheck(item)
            return
        self._keep(item)
        task, case = item.task, self.cases[item.task.lemma]
        taken = [(case, task)]
        if task.kind == "fuzz":
            taken = self.fuzzing[self._key(case, task, self.options.effort)]
        for one, its_task in taken:
            if item.result is None:
                one.fail(its_task, item.failure)
            elif not self._try(one, its_task, item.result):
                continue
            self._start_drops(one)
        self._release()

    def _keep(self, answer: Answer) -> None:
        """Puts what came of a task into the cache, where a later run finds it."""
        task, case = answer.task, self.cases[answer.task.lemma]
        kept = _worth_keeping(task, answer.result) if answer.result is not None else None
        if kept is not None:
            self.cache.write(self._key(case, task, self.options.effort), kept)

    def _try(self, case: Case, task: Task, result: Mapping[str, Any], date: str = "") -> bool:
        """Takes a result in; one that is not of its form is as good as none."""
        try:
            match task.kind:
                case "prove":
                    self._take_run(case, task, result)
                case "attack":
                    case.take_attack(task, result)
                case "fuzz":
                    case.take_fuzz(task, result, date)
                case "drop":
                    case.take_drop(task, result, date)
                case _:
                    case.take_table(task, result, date)
        except CodecError as error:
            if not date:
                case.fail(task, f"its result cannot be read: {error}")
            return False
        return True

    def _take_run(self, case: Case, task: Task, result: Mapping[str, Any]) -> None:
        attack = case.take_run(task, result)
        if attack is not None:
            self._attack(case, attack)
            return
        try:
            self.rechecker.submit([self._to_check(case, task, cached=False)])
        except OSError as error:
            case.fail(task, f"its proof cannot be passed on to the separate check: {error}")

    def _take_cached_run(self, case: Case, task: Task, found: Cached) -> Path | None:
        try:
            attack = case.take_run(task, found.value)
        except CodecError:
            return None
        if attack:
            return None
        try:
            path, claim = self._to_check(case, task, cached=True), case.claims[task.step]
            if claim.denial is None:  # for those that use it
                kept = path.with_name(f"{statement_digest(claim.statement)}.json")
                kept.write_bytes(path.read_bytes())
        except OSError:  # no room: what comes of a proof run says so
            del case.runs[task.step]
            return None
        return path

    def _to_check(self, case: Case, task: Task, *, cached: bool) -> Path:
        """Writes a proof file for the separate process."""
        path = self.folder / f"{len(self.checking)}.json"
        path.write_text(json.dumps(case.runs[task.step].proof), encoding="utf-8")
        self.checking[str(path)] = (case, task, cached)
        return path

    def _take_recheck(self, checked: Recheck) -> None:
        case, task, cached = self.checking[checked.path]
        if cached and not checked.accepted:  # an old proof is no reason to give up: prove anew
            del case.runs[task.step]
            self.crew.submit(task, _VERDICTS)
        else:
            case.take_recheck(task.step, checked)
            self._start_drops(case)


def _worth_keeping(task: Task, result: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What is kept for later runs: evidence, proofs, and how to find a witness again."""
    if task.kind == "attack":
        attack = result.get("attack")
        recall = attack.get("recall") if isinstance(attack, dict) else None
        return {"recall": recall} if recall else None
    return result if task.kind != "prove" or result.get("proof") else None

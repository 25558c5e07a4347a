"""A backend for tests of everything around the proving: what it says is written into the lemmas'
notes.

A note is a list of words: `fails` (the last step fails), `crash` (the process dies), `raises`,
`slow`, `forged` (the proof file proves another statement), `rejected` (the check rejects it),
`instances` (it covers some cases only).  Of a bare statement the names of its hypotheses are such
words: `false` (a counterexample is found), `undefined` (a term is), `vacuous`, `contradicted`
(fuzzing finds a counterexample).

As a module it stands for the separate check: `python -m fake_backend FILE...`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

from verifier.language.build import real
from verifier.language.instance import Instance
from verifier.language.statement import Statement, statement
from verifier.language.terms import Variable
from verifier.lemma import Lemma
from verifier.report.engine import (
    Attack,
    Backend,
    Run,
    decode_statement,
    encode_statement,
    statement_digest,
    statement_text,
)
from verifier.report.witness import write_instance
from verifier.result import Fuzz, HypothesisEvidence, MeasurementResult, StepResult

BACKEND = Backend("fake_backend:ENGINE", "fake_backend")


def words(lemma: Lemma | Statement) -> list[str]:
    """What a lemma's note asks for; of a statement, its first hypothesis' name."""
    if isinstance(lemma, Lemma):
        return lemma.note.split()
    return [name for h in lemma.hypotheses for name in h.name.split()]


def note(line: str) -> None:
    """Writes down what is done in the file FAKE_LOG."""
    log = os.environ.get("FAKE_LOG")
    if log:
        with open(log, "a", encoding="utf-8") as file:
            file.write(line + "\n")


def _witness(stated: Statement, x: Fraction | int, y: Fraction | int) -> dict[str, Any]:
    """What an attack sends of a counterexample: its text, and that from which it is made again."""
    variables = (v for v in stated.variables if isinstance(v, Variable))
    point = Instance(dict(zip(variables, map(Fraction, (x, y)), strict=True)))
    return {"witness": point.to_json(), "recall": write_instance(point)}


class FakeEngine:
    """Answers as the notes say, and writes down each proof run and attack."""

    def prove(self, lemma: Lemma, store: Path) -> Run:
        del store
        note(lemma.id)
        asked = words(lemma)
        if "crash" in asked:
            os.kill(os.getpid(), signal.SIGKILL)
        if "raises" in asked:
            raise RuntimeError("out of\npatience")
        if "slow" in asked:
            time.sleep(60)
        print("a lemma file may print")
        fails = "fails" in asked
        steps = tuple(
            StepResult(
                name=step.name,
                rule="decide",
                text="x <= x",
                latex=r"x \le x",
                verdict="unknown" if fails and step is lemma.proof[-1] else "proved",
                method="linear",
                certificate=True,
                seconds=0.25,
                reason="no certificate was found" if fails else "",
                premises=("0 <= x",),
                witness={"x": Fraction(1, 2)} if fails else None,
            )
            for step in lemma.proof
        )
        if fails:
            return Run(steps, None, f"step {lemma.proof[-1].name!r} does not follow")
        proved = lemma.statement if "forged" not in asked else _other()
        proof = {"statement": encode_statement(proved), "asked": asked, "id": lemma.id}
        return Run(steps, proof)

    def attack(self, stated: Statement, seed: int, seconds: float, recall: Any = None) -> Attack:
        note("attack" if recall is None else "recall")
        asked = words(stated)
        if "false" in asked:
            return Attack("refuted", **_witness(stated, Fraction(1, 3), -1))
        if "undefined" in asked:
            return Attack("ill-posed", **_witness(stated, 0, 0), reason="1/y is undefined")
        return Attack("unknown", None, "no counterexample was found")

    def fuzz(self, stated: Statement, examples: int, seed: int, seconds: float) -> Fuzz:
        asked = words(stated)
        failures = 2 if "contradicted" in asked else 0
        return Fuzz(0 if "vacuous" in asked else examples, seed, failures)

    def drop(self, stated: Statement, index: int, seed: int, seconds: float) -> HypothesisEvidence:
        return HypothesisEvidence(stated.hypotheses[index].name, True, {"x": Fraction(-1)})

    def measure(self, measurement: Any, quick: bool) -> MeasurementResult:
        holds = {"holds": True, "violated": False, "no bound": None}[measurement.name]
        return MeasurementResult(
            name=f"{measurement.name} table",
            bound=None if holds is None else "2*k",
            columns=("k", "steps"),
            rows=((2, 10**1400), (3, 1.5)),
            bound_holds=holds,
        )


ENGINE = FakeEngine()


def _other() -> Statement:
    x = real("x")
    return statement([x], {}, x <= x + 1)


def check(path: str) -> dict[str, Any]:
    """What the separate check says of one file."""
    data = json.loads(Path(path).read_text(encoding="utf-8"))
    stated = decode_statement(data["statement"])
    rejected = "rejected" in data["asked"]
    return {
        "path": path,
        "accepted": not rejected,
        "reason": "step 2 is not an instance of its rule" if rejected else "",
        "statement": statement_text(stated),
        "statement_digest": statement_digest(stated),
        "id": data["id"],
        "cited": ["markov"],
        "solver": [],
        "scope": "instances" if "instances" in data["asked"] else "all",
    }


if __name__ == "__main__":
    for name in sys.argv[1:]:
        try:
            print(json.dumps(check(name)))
        except (OSError, ValueError, KeyError) as error:
            missing = {"path": name, "accepted": False, "reason": f"cannot be read: {error}"}
            print(json.dumps(missing))

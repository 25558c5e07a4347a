"""A lemma file that sets out to make a false theorem does not get `proved` into a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.library import Problem
from verifier.report.cache import Cache
from verifier.report.run import Options, run
from verifier.report.selection import select
from verifier.report.verdicts import Finding

FALSE_LEMMA = """
from verifier import Lemma, Source, Step, by, real, statement

x, y = real("x"), real("y")
TRUE = statement([x, y], {}, x <= x + 1)
FALSE = statement([x, y], {}, x <= x - 1)
ATTACK
lemma = Lemma(
    id="mine/false",
    title="false",
    source=Source("mine", "1", "Lemma 1"),
    variant="as-printed",
    statement=FALSE,
    proof=(Step("it", FALSE.conclusion, by.decide()),),
)
"""
REJECTED = "the separate check rejects the proof"
ATTACKS = {
    "makes a theorem by hand": (
        """
import verifier.proof.run as run
from verifier.kernel.rules import logic
from verifier.kernel.theorem import infer
forged = infer(logic.assume, proposition=FALSE.conclusion)
object.__setattr__(forged, "hypotheses", frozenset())
run.run_steps = lambda *_: forged
""",
        REJECTED,
    ),
    "takes a side condition out of a rule": (
        """
import verifier.proof.run as run
from verifier.kernel import theorem
from verifier.kernel.rules import logic
from verifier.language.terms import FALSE as NEVER
assumed = theorem.infer(logic.assume, proposition=FALSE.conclusion)
careless = theorem.rule(
    lambda premises, **_: theorem.Conclusion(frozenset(), premises[0].conclusion)
)
careless.__name__ = "implies_elim"
run.run_steps = lambda *_: theorem.infer(careless, assumed)
""",
        REJECTED,
    ),
    "hands in the proof of another statement": (
        """
import verifier.proof.run as run
true_run = run.prove_script("mine/false", TRUE, (Step("it", TRUE.conclusion, by.decide()),))
run.prove = lambda lemma: true_run
assert true_run.proof is not None
""",
        "the proof proves another statement",
    ),
    "claims another statement in its proof file": (
        """
import verifier.proof.run as run
from verifier.language.encode import statement_to_json
true_run = run.prove_script("mine/false", TRUE, (Step("it", TRUE.conclusion, by.decide()),))
true_run.proof["statement"] = statement_to_json(FALSE)
run.prove = lambda lemma: true_run
""",
        REJECTED,
    ),
    "patches the writing of reports": (
        """
import verifier.report.verdicts as verdicts, verifier.report.rechecking as rechecking
import verifier.report.case as case, verifier.report.run as run, verifier.recheck as recheck
proved = lambda *_, **__: verdicts.Settled("proved", "proof", "all")
for module in (verdicts, case):
    module.after_recheck = module.after_attack = proved
rechecking.recheck = recheck.recheck_file = lambda *_: ({"accepted": True}, 0)
""",
        "",
    ),
    "says over the pipe that it is proved": (
        """
import os
for fd in range(3, 10):
    try:
        os.write(fd, b'{"result": {"verdict": "proved", "accepted": true, "proof": {}}}\\n')
    except OSError:
        pass
""",
        "",
    ),
}


@pytest.mark.parametrize(("attack", "reason"), ATTACKS.values(), ids=ATTACKS)
def test_false_theorem_is_not_proved(tmp_path: Path, attack: str, reason: str) -> None:
    file = tmp_path / "attack.py"
    file.write_text(FALSE_LEMMA.replace("ATTACK", attack))
    selection, _ = select([str(file)])
    warnings: list[str] = []
    seen = list(run(Options(selection), Cache(None, warnings.append)))
    findings = [event for event in seen if isinstance(event, Finding)]
    assert all(finding.result.verdict != "proved" for finding in findings)
    assert all(reason in finding.result.reason for finding in findings)
    assert findings or any(isinstance(event, Problem) for event in seen)


TRUE_LEMMA = """
import verifier.evidence.counterexample as counterexample, verifier.language.evaluate as evaluate
from verifier import Lemma, Source, real, statement
from verifier.language.evaluate import Kind, Outcome

violated = lambda *_, **__: Outcome(Kind.VIOLATED)
PATCH
x = real("x")
lemma = Lemma(
    id="ID",
    title="true",
    source=Source("mine", "1", "Lemma 1"),
    variant="as-printed",
    statement=statement([x], {}, x**2 + 1 >= 1),
)
"""


def test_true_theorems_are_not_refuted_by_what_a_lemma_file_says(tmp_path: Path) -> None:
    patch = "evaluate.check_instance = counterexample.check_instance = violated"
    for name, lines in (("a_patched", patch), ("b_innocent", "")):
        source = TRUE_LEMMA.replace("PATCH", lines).replace("ID", f"mine/{name}")
        (tmp_path / f"{name}.py").write_text(source)
    selection, _ = select([str(tmp_path)])
    seen = run(Options(selection, jobs=1), Cache(None, print))
    found = {e.result.lemma.id: e.result for e in seen if isinstance(e, Finding)}
    assert {name: result.verdict for name, result in found.items()} == {
        "mine/a_patched": "unknown",
        "mine/b_innocent": "unknown",
    }
    assert "is not confirmed" in found["mine/a_patched"].reason

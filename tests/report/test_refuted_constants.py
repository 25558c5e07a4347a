"""What a report says of claims that constants exist, refuted by a proof of the negation."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.report.cache import Cache
from verifier.report.run import Options, run
from verifier.report.selection import select
from verifier.report.terminal import rests_on
from verifier.report.verdicts import Finding

CLAIM = """
from verifier import Lemma, PrintedStep, Refutation, Source, Step, by, false, natural, no, real
from verifier import statement

K, k, n = real("K"), natural("k"), natural("n")
BOUNDED = statement([K, k], {"K is positive": K > 0}, k <= K, constants=[K])
SMALL = Step("impossible", false, by.decide("small", "n is large (1)"))
REFUTATION = Refutation({k: n}, large={n: (K + 1,)}, proof=(
    Step("not bounded", no(n <= K), by.contrary("small", SMALL)),
))
WEAK = Refutation({k: n}, large={n: (K - 1,)}, proof=REFUTATION.proof)
lemma = Lemma(
    id="mine/bounded", title="a bounded depth", source=Source("mine", "1", "Lemma 1"),
    variant="VARIANT", statement=BOUNDED, expected="refuted", BODY
)
"""
STEPS = """printed_steps=(
    PrintedStep("the depth", statement([k], {}, k >= 0), (Step("k", k >= 0, by.decide()),)),
    PrintedStep("is bounded", BOUNDED, refutation=REFUTATION),
)"""


def finding(folder: Path, body: str, variant: str = "as-printed", extra: str = "") -> Finding:
    path = folder / "lemma_1.py"
    source = CLAIM.replace("BODY", body).replace("VARIANT", variant)
    path.write_text(source + extra, encoding="utf-8")
    selection, problems = select([str(path)])
    assert not problems
    warnings: list[str] = []
    events = list(run(Options(selection, jobs=1), Cache(None, warnings.append)))
    (found,) = (event for event in events if isinstance(event, Finding))
    return found


def test_a_proof_of_the_negation_refutes_for_every_constant(tmp_path: Path) -> None:
    result = finding(tmp_path, "refutation=REFUTATION").result
    assert (result.verdict, result.scope, result.as_expected) == ("refuted", "all", True)
    assert result.counterexample == {"k": "n"}
    assert [step.name for step in result.steps][-1] == "the negation"
    assert result.fuzz is None  # an instance says nothing of constants that are to exist
    assert rests_on(result) == "proof of the negation"


def test_without_one_the_claim_is_not_attacked_as_if_it_were_for_all_constants(
    tmp_path: Path,
) -> None:
    result = finding(tmp_path, "").result
    assert result.verdict == "unknown"
    assert "for every choice of them" in result.reason


def test_a_refutation_that_does_not_hold_refutes_nothing(tmp_path: Path) -> None:
    result = finding(tmp_path, "refutation=WEAK").result
    assert result.verdict == "unknown"
    assert result.failing_steps


def test_a_printed_step_is_refuted_likewise(tmp_path: Path) -> None:
    result = finding(tmp_path, STEPS, "printed-proof").result
    assert result.verdict == "refuted"
    assert [step.name for step in result.failing_steps] == ["is bounded"]


NAMELESS = STEPS.replace('"is bounded"', '""')


@pytest.mark.parametrize("body", [NAMELESS, f"refutation=REFUTATION, {STEPS}"])
def test_a_refutation_belongs_to_one_step_or_to_the_lemma(tmp_path: Path, body: str) -> None:
    """Else that of one would refute the other."""
    path = tmp_path / "lemma_1.py"
    path.write_text(CLAIM.replace("BODY", body).replace("VARIANT", "printed-proof"))
    selection, _ = select([str(path)])
    warnings: list[str] = []
    events = list(run(Options(selection, jobs=1), Cache(None, warnings.append)))
    assert not any(isinstance(event, Finding) for event in events)


def test_an_instance_that_a_worker_reports_does_not_refute_it(tmp_path: Path) -> None:
    extra = """
import verifier.report.engine as engine
engine.StandardEngine.attack = lambda *_: engine.Attack("refuted", {"k": "1"})
"""
    result = finding(tmp_path, "", extra=extra).result
    assert result.verdict == "unknown"
    assert "a single instance" in result.reason


CHEATS = {
    "the denial of other values": (
        "refutation=Refutation({k: 3}, REFUTATION.proof)",
        "made = run_module.denial(BOUNDED, REFUTATION.choice)",
    ),
    "what is true of itself": (
        'refutation=Refutation({k: 3}, (Step("itself", K <= K, by.decide()),))',
        "made = statement([K], {}, K <= K)",
    ),
}


@pytest.mark.parametrize("cheat", CHEATS)
def test_the_report_forms_the_denial_itself(tmp_path: Path, cheat: str) -> None:
    """A lemma file that proves something else has refuted nothing."""
    body, made = CHEATS[cheat]
    extra = f"""
import verifier.proof.run as run_module
{made}
run_module.denial = lambda stated, choice: made
"""
    result = finding(tmp_path, body, extra=extra).result
    assert result.verdict == "unknown"
    assert "proves another statement" in result.reason

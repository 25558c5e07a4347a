"""The same checks for every lemma of the library; a new one is tested by being there."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from functools import cache

import pytest
from found import BY_ID, ENTRIES, FILES, OTHERS, PROBLEMS, PROVED, proof_of

from verifier.evidence.counterexample import search
from verifier.evidence.fuzz import fuzz
from verifier.kernel.proof_file import Checked, check_proof
from verifier.kernel.theorem import CITED
from verifier.language.denial import denial
from verifier.language.encode import statement_from_json, statement_to_json
from verifier.language.evaluate import Kind, check_instance
from verifier.language.instance import process_of
from verifier.language.render import latex, statement_latex, statement_text
from verifier.language.statement import Over, Statement
from verifier.language.terms import HasLaw, Number
from verifier.lemma import VARIANTS, Lemma
from verifier.library import Entry
from verifier.proof.run import prove, prove_statement, step_names
from verifier.report.tasks import step_as_lemma

EXAMPLES = 30
# Entries whose hypotheses random draws hardly ever meet, and why.
SELDOM = {
    "shamir2019/theorem-2": "2 C**2 (k - 3) >= 1 asks for E|w| < 0.04 at depth 6",
    "shamir2019/theorem-2-good-start": "2 C**2 (k - 3) >= 1 asks for E|w| < 0.04 at depth 6",
    "shamir2019/lemma-16-step": "the point at time t0 is bounded from all sides",
}
DEEP = 3  # how many members a family has in at least half of the examples
PATIENCE = 90.0  # seconds for random examples on a busy machine
SECONDS = 4.0  # of search for a counterexample that a lemma promises


def the_statement_encodes_and_decodes_to_itself(entry: Entry) -> None:
    for stated in _statements(entry.lemma):
        assert statement_from_json(json.loads(json.dumps(statement_to_json(stated)))) == stated


def the_latex_is_balanced_and_names_what_is_declared(entry: Entry) -> None:
    for stated in _statements(entry.lemma):
        written = statement_latex(stated)
        bare = written.replace(r"\{", "").replace(r"\}", "")
        depths = [bare[:end].count("{") - bare[:end].count("}") for end in range(len(bare) + 1)]
        assert min(depths) == 0 == depths[-1]
        assert written.count(r"\left") == written.count(r"\right")
        for declaration in stated.variables:
            item = declaration.symbol if isinstance(declaration, Over) else declaration
            assert latex(item) in written


def the_text_mentions_every_hypothesis(entry: Entry) -> None:
    for stated in _statements(entry.lemma):
        *lines, last = statement_text(stated).splitlines()
        named = [line for line in lines if line.startswith("(")]
        assert len(named) == len(stated.hypotheses)
        for hypothesis in stated.hypotheses:
            assert any(line.startswith(f"({hypothesis.name}) ") for line in named)
        assert last.startswith("Then ")


def the_source_gives_section_and_result(entry: Entry) -> None:
    source = entry.lemma.source
    assert source.paper == entry.lemma.id.split("/")[0]
    assert re.fullmatch(r"([A-Z]|\d+)(\.\d+)*", source.section)
    assert source.result and source.result in str(source) and source.section in str(source)


def the_variant_agrees_with_the_id(entry: Entry) -> None:
    lemma = entry.lemma
    assert lemma.variant in VARIANTS
    if lemma.id.endswith("-as-printed"):
        assert lemma.variant == "as-printed"
    assert lemma.id.endswith("-printed-proof") == (lemma.variant == "printed-proof")
    assert bool(lemma.printed_steps) == (lemma.variant == "printed-proof")
    if lemma.variant == "repaired":
        assert lemma.changes, "what was repaired is not said"


def its_file_is_its_own_and_named_after_it(entry: Entry) -> None:
    assert [other.lemma.id for other in ENTRIES if other.file == entry.file] == [entry.lemma.id]
    assert re.fullmatch(r"[a-z][a-z0-9_]*\.py", entry.file.name)
    assert entry.file.parent.name == entry.lemma.source.paper
    numbered = re.match(r"lemma-(\d+)", entry.lemma.id.split("/")[1])
    if numbered:
        assert entry.file.name.startswith(f"lemma_{int(numbered[1]):02d}_")


def its_module_says_what_it_is_about(entry: Entry) -> None:
    documented = ast.get_docstring(ast.parse(entry.file.read_text(encoding="utf-8")))
    assert documented and documented.split("\n\n")[0].endswith(".")
    assert entry.lemma.title and not entry.lemma.title.endswith(".")


OF_ALL: tuple[Callable[[Entry], None], ...] = (
    the_statement_encodes_and_decodes_to_itself,
    the_latex_is_balanced_and_names_what_is_declared,
    the_text_mentions_every_hypothesis,
    the_source_gives_section_and_result,
    the_variant_agrees_with_the_id,
    its_file_is_its_own_and_named_after_it,
    its_module_says_what_it_is_about,
)


def its_steps_are_unique_and_those_of_the_run(entry: Entry) -> None:
    names = step_names(entry.lemma.proof)
    assert len(set(names)) == len(names)
    steps = proof_of(entry.lemma.id).steps
    assert [step.name for step in steps] == names
    assert all(step.verdict == "proved" and step.certificate and step.text for step in steps)


def its_proof_replays_and_proves_the_statement(entry: Entry) -> None:
    checked = _checked(entry.lemma.id)
    assert checked.statement == entry.lemma.statement
    assert checked.id == entry.lemma.id
    assert checked.theorem.conclusion == entry.lemma.statement.conclusion
    assert checked.theorem.hypotheses <= set(entry.lemma.statement.assumptions)


def its_citations_are_on_the_list_and_no_solver_is_used(entry: Entry) -> None:
    trust = proof_of(entry.lemma.id).trust
    cited = _checked(entry.lemma.id).cited
    assert set(cited) <= CITED.keys()
    assert sorted(trust.cited) == sorted(CITED[name] for name in cited)
    assert trust.solver == ()


def it_holds_on_random_deep_examples(entry: Entry) -> None:
    stated = entry.lemma.statement
    found = fuzz(stated, EXAMPLES, seed=3)
    if found.hurried and found.examples and not found.undecided:  # the machine is busy
        found = fuzz(stated, EXAMPLES, seed=3, seconds=PATIENCE)
    assert found.failure is None, found.failure.to_json()
    if found.undecided or not stated.variables or _is_seldom_drawn(stated):
        return  # there are few instances, or it cannot be told whether the statement holds there
    if entry.lemma.id in SELDOM:
        return
    assert found.examples >= EXAMPLES
    if any(isinstance(d, Over) and not isinstance(d.upper, Number) for d in stated.variables):
        assert 2 * found.deep >= found.examples


OF_PROVED: tuple[Callable[[Entry], None], ...] = (
    its_steps_are_unique_and_those_of_the_run,
    its_proof_replays_and_proves_the_statement,
    its_citations_are_on_the_list_and_no_solver_is_used,
    it_holds_on_random_deep_examples,
)


def it_has_no_proof_of_its_statement(entry: Entry) -> None:
    lemma = entry.lemma
    assert lemma.expected == "refuted" and lemma.proof == ()
    if lemma.refutation is None:
        assert prove(lemma).proof is None


def what_is_refuted_has_a_counterexample(entry: Entry) -> None:
    """An instance that search finds, or a proof of the negation for every choice of constants."""
    for false in _refuted(entry.lemma):
        if false.refutation is not None:
            run = prove(false)
            assert run.proof is not None, run.reason
            checked = check_proof(json.loads(json.dumps(run.proof)))
            assert checked.statement == denial(false.statement, false.refutation.choice)
            continue
        found = search(false.statement, seed=1, budget_seconds=SECONDS)
        assert found is not None and found.outcome.kind is Kind.VIOLATED
        assert check_instance(false.statement, found.instance).kind is Kind.VIOLATED


def the_other_printed_steps_are_proved(entry: Entry) -> None:
    for printed in entry.lemma.printed_steps:
        if printed.proof:
            names = step_names(printed.proof)
            assert len(set(names)) == len(names)
            theorem, _ = prove_statement(printed.statement, printed.proof)
            assert theorem.conclusion == printed.statement.conclusion


OF_OTHERS: tuple[Callable[[Entry], None], ...] = (
    it_has_no_proof_of_its_statement,
    what_is_refuted_has_a_counterexample,
    the_other_printed_steps_are_proved,
)


def _refuted(lemma: Lemma) -> list[Lemma]:
    """What is false: the statement, or each printed step without a proof, as a lemma of its own."""
    steps = [printed.name for printed in lemma.printed_steps if not printed.proof]
    return [step_as_lemma(lemma, name) for name in steps] or [lemma]


def _is_seldom_drawn(stated: Statement) -> bool:
    """Whether it is on variables with a law that has a name, or on random matrices."""
    runs = dict(p for p in map(process_of, stated.assumptions) if p is not None)
    matrices = [
        d.symbol
        for d in stated.variables
        if isinstance(d, Over) and d.symbol.random and len(d.symbol.sorts) == 2
    ]
    return not runs.keys() >= {*matrices} or any(isinstance(p, HasLaw) for p in stated.assumptions)


def _statements(lemma: Lemma) -> list[Statement]:
    return [lemma.statement, *(printed.statement for printed in lemma.printed_steps)]


@cache
def _checked(id_: str) -> Checked:
    """What a lemma's proof proves after it was written down and read again."""
    run = proof_of(id_)
    assert run.proof is not None, run.reason
    return check_proof(json.loads(json.dumps(run.proof)))


def _name(check: object) -> str | None:
    return getattr(check, "__name__", "").replace("_", " ") or None


def test_the_library_is_found_and_all_of_it_can_be_read() -> None:
    assert PROBLEMS == ()
    assert len(ENTRIES) == len(FILES) == len(BY_ID)
    assert {"shamir2019/lemma-13", "shamir2019/lemma-6-as-printed"} <= BY_ID.keys()


@pytest.mark.parametrize("check", OF_ALL, ids=_name)
@pytest.mark.parametrize("id_", BY_ID)
def test_lemma(id_: str, check: Callable[[Entry], None]) -> None:
    check(BY_ID[id_])


@pytest.mark.parametrize("check", OF_PROVED, ids=_name)
@pytest.mark.parametrize("id_", PROVED)
def test_proved_lemma(id_: str, check: Callable[[Entry], None]) -> None:
    check(BY_ID[id_])


@pytest.mark.parametrize("check", OF_OTHERS, ids=_name)
@pytest.mark.parametrize("id_", OTHERS)
def test_refuted_lemma(id_: str, check: Callable[[Entry], None]) -> None:
    check(BY_ID[id_])

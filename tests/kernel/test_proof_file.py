"""Proof files: a replay finds out what is proved, and an altered proof proves nothing false."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from lemmas.shamir2019.lemma_12_log_of_a_sum import LEMMA
from verifier.kernel.proof_file import check_proof, statement_digest
from verifier.kernel.rules import logic, numbers
from verifier.kernel.theorem import infer
from verifier.language.build import both, eq, log, natural, real
from verifier.language.statement import statement
from verifier.language.terms import LanguageError
from verifier.proof.run import prove
from verifier.proof_writer import proof_to_json

x, k = real("x"), natural("k")


@pytest.fixture(scope="module")
def proof() -> dict[str, Any]:
    found = prove(LEMMA).proof
    assert found is not None
    return json.loads(json.dumps(found))  # type: ignore[no-any-return]


def test_a_proof_proves_its_statement_after_a_round_trip(proof: dict[str, Any]) -> None:
    checked = check_proof(proof)
    assert checked.statement == LEMMA.statement
    assert statement_digest(checked.statement) == statement_digest(LEMMA.statement)
    assert checked.cited == ("mean-value",)
    assert checked.id == "shamir2019/lemma-12"


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _places(part, (*path, key))
    elif isinstance(value, list):
        yield path
        for i, part in enumerate(value):
            yield from _places(part, (*path, i))
    else:
        yield path


def _altered(data: dict[str, Any], path: tuple[Any, ...], source: random.Random) -> dict[str, Any]:
    result = copy.deepcopy(data)
    place: Any = result
    for key in path[:-1]:
        place = place[key]
    old = place[path[-1]]
    if isinstance(old, list):
        place[path[-1]] = source.choice([old[:-1], old[::-1], [*old, *old[-1:]], [], {}, None])
    elif isinstance(old, bool) or old is None:
        place[path[-1]] = source.choice([not old, 0, "x"])
    elif isinstance(old, int):
        place[path[-1]] = source.choice([old + 1, old - 1, 0, -1, 10**9, str(old), True])
    else:
        words = ["<", "<=", "==", ">=", "add", "mul", "a", "b", "real", "natural", "0", "2", ""]
        place[path[-1]] = source.choice([w for w in words if w != old])
    return result


def test_no_altered_field_makes_it_prove_another_statement(proof: dict[str, Any]) -> None:
    """An accepted alteration leaves the statement as it is, names and order of hypotheses apart."""
    source = random.Random(1)
    tried = accepted = 0
    for path in _places(proof):
        for _ in range(2):
            altered = _altered(proof, path, source)
            tried += 1
            try:
                checked = check_proof(altered)
            except LanguageError:
                continue
            accepted += 1
            assert set(checked.statement.assumptions) == set(LEMMA.statement.assumptions), path
            assert checked.statement.conclusion == LEMMA.statement.conclusion, path
    # Labels, unused entries and premises that only repeat others may change.
    assert accepted < tried / 5


def test_statements_that_the_theorem_is_not_are_refused(proof: dict[str, Any]) -> None:
    a, b = real("a"), real("b")
    conclusion = LEMMA.statement.conclusion
    given = {h.name: h.proposition for h in LEMMA.statement.hypotheses}
    false_ones = [
        statement([a, b], {"a is positive": a > 0}, conclusion),
        statement([a, b], {**given, "b is nonnegative": b >= -1}, conclusion),
        statement([a, b], given, log(a + b) <= log(a) - b / a),
        statement([a, b], given, log(a + b) < log(a) + b / a),
    ]
    from verifier.language.encode import statement_to_json

    for false_one in false_ones:
        with pytest.raises(LanguageError):
            check_proof({**proof, "statement": statement_to_json(false_one)})


def test_a_statement_must_be_defined_wherever_its_hypotheses_allow() -> None:
    claim = eq(x, x)
    theorem = infer(logic.reflexivity, term=x)
    undefined = statement([x], {"a hypothesis": log(x) > 0}, claim)
    with pytest.raises(LanguageError, match=r"part 1 .* not shown to be defined"):
        check_proof(proof_to_json("t", undefined, theorem, [None, None]))
    guarded = statement([x], {"positive": x > 0, "a hypothesis": log(x) > 0}, claim)
    positive = infer(logic.assume, proposition=x > 0)
    shown = infer(numbers.follows, positive, goal=0 < x)
    wrong_order = statement([x], {"a hypothesis": log(x) > 0, "positive": x > 0}, claim)
    from verifier.language.definedness import defined

    shown = infer(numbers.follows, positive, goal=defined(log(x) > 0))
    assert check_proof(proof_to_json("t", guarded, theorem, [None, shown, None])).id == "t"
    with pytest.raises(LanguageError, match="later hypotheses"):
        check_proof(proof_to_json("t", wrong_order, theorem, [shown, None, None]))


def test_a_conclusion_that_may_hold_undefined_must_be_shown_defined() -> None:
    from verifier.language.build import either

    left = infer(logic.reflexivity, term=x)
    claim = either(eq(x, x), log(x) > 0)
    theorem = infer(logic.or_intro, left, disjunction=claim)
    stated = statement([x], {}, claim)
    with pytest.raises(LanguageError, match="not shown to be defined"):
        check_proof(proof_to_json("t", stated, theorem, [None]))


@pytest.mark.parametrize(
    "data",
    [None, [], "proof", {}, {"format": "gd-verifier-proof"}, {"format": 1, "version": 1}],
)
def test_what_is_no_proof_is_said_to_be_none(data: object) -> None:
    with pytest.raises(LanguageError, match="a proof is a JSON object"):
        check_proof(data)


@pytest.mark.parametrize(
    "step",
    [
        ["no_such_rule", [], {}],
        ["__import__", [], {}],
        ["infer", [], {}],
        ["assume", [], {"proposition": "os.system('true')"}],
        ["assume", [], {}],
        ["assume", [0], {"proposition": {"node": 0}}],
        ["assume", [], {"proposition": {"node": -1}}],
        ["assume", [], {"proposition": {"node": 10**12}}],
        ["assume", [], {"proposition": {"node": 0}, "more": 1}],
        ["assume", [True], {"proposition": {"node": 0}}],
        "assume",
        None,
    ],
)
def test_steps_that_are_no_rule_applications_are_refused(
    proof: dict[str, Any], step: object
) -> None:
    with pytest.raises(LanguageError, match="step 0"):
        check_proof({**proof, "steps": [step, *proof["steps"]]})


def test_parts_of_conjunctions_are_in_the_file_once() -> None:
    claim = both(eq(x, x), eq(x, x))
    half = infer(logic.reflexivity, term=x)
    theorem = infer(logic.and_intro, half, half)
    written = proof_to_json("t", statement([x], {}, claim), theorem, [None])
    assert [step[0] for step in written["steps"]] == ["reflexivity", "and_intro"]
    assert check_proof(written).steps == 2

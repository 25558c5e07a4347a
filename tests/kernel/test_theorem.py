"""Theorems are made by `infer` from rules, and in no other way that a lemma file would take."""

from __future__ import annotations

import dataclasses

import pytest

from verifier.kernel.certificates.canonical import CertificateError
from verifier.kernel.proof_file import ProofFileError, check_proof
from verifier.kernel.rules import RULES, logic
from verifier.kernel.theorem import (
    CITED,
    Conclusion,
    Derivation,
    Theorem,
    infer,
    rule,
)
from verifier.language.build import eq, family, real
from verifier.language.calculus import totality
from verifier.language.statement import statement
from verifier.language.terms import FALSE, Bound
from verifier.proof_writer import proof_to_json

x = real("x")
TRUE_ENOUGH = infer(logic.reflexivity, term=x)
NONE = Derivation("assume", (), ())


@rule
def anything(premises: tuple[Theorem, ...]) -> Conclusion:
    """A rule that no proof file knows; what it yields is true, as all theorems of a run must be."""
    return Conclusion(frozenset(), eq(x, x))


@rule
def hearsay(premises: tuple[Theorem, ...], source: str) -> Conclusion:
    """A rule that cites."""
    return Conclusion(frozenset(), eq(x, x), frozenset([source]))


def test_a_theorem_is_not_made_by_hand() -> None:
    for seal in (object(), None, True):
        with pytest.raises(CertificateError, match="only be made by a rule"):
            Theorem(frozenset(), FALSE, frozenset(), NONE, seal)
    with pytest.raises(TypeError):
        Theorem(frozenset(), FALSE, frozenset(), NONE)  # type: ignore[call-arg]


def test_a_theorem_is_not_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        TRUE_ENOUGH.conclusion = FALSE  # type: ignore[misc]
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(TRUE_ENOUGH, conclusion=FALSE)
    with pytest.raises(AttributeError):
        TRUE_ENOUGH.hypotheses.clear()  # type: ignore[attr-defined]


def test_a_premise_is_a_theorem() -> None:
    class Forged(Theorem):
        def __post_init__(self, seal: object) -> None:
            """Checks nothing."""

    forged = Forged(frozenset(), FALSE, frozenset(), NONE, None)
    for premise in (forged, eq(x, x), None):
        with pytest.raises(CertificateError, match="not made by a rule"):
            infer(logic.and_intro, premise)  # type: ignore[arg-type]


def test_what_is_no_rule_is_refused() -> None:
    def plausible(premises: tuple[Theorem, ...]) -> Conclusion:
        return Conclusion(frozenset(), FALSE)

    for function in (plausible, totality):
        with pytest.raises(CertificateError, match="is not a rule"):
            infer(function)  # type: ignore[arg-type]


def test_a_rule_cites_from_the_list() -> None:
    assert infer(hearsay, source="jensen").cited == {"jensen"}
    for source in ("folklore", "Jensen", ""):
        with pytest.raises(CertificateError, match="not on the list"):
            infer(hearsay, source=source)
    assert len(CITED) == 9


def test_what_is_cited_is_passed_on() -> None:
    cited = infer(hearsay, source="markov")
    both = infer(logic.and_intro, cited, TRUE_ENOUGH)
    assert infer(logic.and_elim, both, position=1).cited == {"markov"}


def test_a_rule_begins_and_ends_in_what_is_closed() -> None:
    with pytest.raises(CertificateError, match="term has an open index"):
        infer(logic.reflexivity, term=Bound(0))
    with pytest.raises(CertificateError, match="proposition has an open index"):
        infer(logic.assume, proposition=family("w")[Bound(0)] > 0)


def test_wrong_numbers_and_kinds_of_arguments_are_refused_as_such() -> None:
    for premises, arguments in (
        ((), {}),
        ((TRUE_ENOUGH,), {"term": x, "other": x}),
    ):
        with pytest.raises(CertificateError):
            infer(logic.reflexivity, *premises, **arguments)
    with pytest.raises(CertificateError, match="does not apply"):
        infer(logic.modus_ponens, TRUE_ENOUGH)


def test_a_proof_file_knows_the_rules_of_the_kernel_alone() -> None:
    assert "anything" not in RULES and "totality" not in RULES
    stated = statement([x], {}, eq(x, x))
    data = proof_to_json("unknown rule", stated, infer(anything), [None])
    with pytest.raises(ProofFileError, match="no such rule"):
        check_proof(data)

"""Certificates altered at random: what is still accepted proves nothing that is false."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from alterations import altered
from corrupted import IMPLIED, compared

from verifier.decide.portfolio import decide_statement
from verifier.decide.problem import from_texts
from verifier.kernel.proof_file import check_proof
from verifier.language.encode import statement_from_json
from verifier.language.terms import LanguageError

ALTERATIONS = 300
STATEMENTS: dict[str, tuple[str, list[str], list[str]]] = {
    "a sum of squares": ("x**2 + y**2 >= 2*x*y", [], []),
    "a product of hypotheses": ("x*y <= 1", ["x <= 1", "y <= 1"], ["x>=0", "y>=0"]),
    "a quotient": ("1/(1 + x) <= 1", [], ["x>=0"]),
    "an absolute value": ("Abs(x + y) <= 3", ["Abs(x) <= 1", "Abs(y) <= 2"], []),
    "a cover by boxes": ("sin(x)*exp(y) + x*y < 4", [], ["0<=x", "x<=1", "0<=y", "y<=1"]),
    "a law": ("exp(x) >= 1 + x", [], []),
    "a natural number": ("n**3 + n >= 0", [], ["n in N"]),
}


@pytest.fixture(scope="module")
def certificates() -> dict[str, Any]:
    found = {}
    for name, texts in STATEMENTS.items():
        decision = decide_statement(from_texts(*texts), 5.0, require_certificate=True)
        assert decision.certificate is not None, name
        found[name] = json.loads(json.dumps(decision.certificate))
    return found


def test_the_certificates_prove_their_statements(certificates: dict[str, Any]) -> None:
    for name, texts in STATEMENTS.items():
        assert check_proof(certificates[name]).statement == from_texts(*texts)


def test_no_altered_certificate_proves_what_is_false(certificates: dict[str, Any]) -> None:
    source, names, rejected = random.Random(1), sorted(certificates), 0
    for number in range(ALTERATIONS):
        original, other = (certificates[source.choice(names)] for _ in range(2))
        try:
            proved = check_proof(altered(original, [other], source)).statement
        except LanguageError:
            rejected += 1
            continue
        verdict, text = compared(statement_from_json(original["statement"]), proved)
        assert verdict in (*IMPLIED, "another statement"), (number, text)
    # Names, unused entries and premises that only repeat others may change.
    assert rejected > ALTERATIONS / 2


def test_a_false_statement_would_be_noticed() -> None:
    original = from_texts("x**2 + y**2 >= 2*x*y")
    assert compared(original, from_texts("x**2 + y**2 > 2*x*y"))[0] == "FALSE"
    assert compared(original, from_texts("x**2 + y**2 >= 3*x*y"))[0] == "FALSE"
    assert compared(original, from_texts("a**2 + b**2 >= 2*a*b"))[0] == "the same statement"
    weaker = from_texts("x**2 + y**2 >= 2*x*y", ["x > y"])
    assert compared(original, weaker)[0] == "a weaker statement"

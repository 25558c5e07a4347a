"""Search refutes slightly false variants, never a true lemma, and finds the simplest witnesses."""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import shamir_statements as shamir
from shamir_statements import a, alpha, b, k, m, others, product, s, v, w

from verifier.evidence.counterexample import search
from verifier.evidence.simplify import complexity, simpler_numbers, size
from verifier.language.build import (
    both,
    eq,
    exists,
    exp,
    forall,
    implies,
    indices,
    log,
    max_over,
    ne,
    norm2,
    prod,
    rational,
    real,
    reals,
    sqrt,
    sum_,
)
from verifier.language.evaluate import Kind, check_instance
from verifier.language.statement import Statement, over, statement
from verifier.language.terms import Proposition

x, y, z = real("x"), real("y"), real("z")


def changed(lemma: Statement, conclusion: Proposition, drop: str = "") -> Statement:
    """A lemma with another conclusion, or one hypothesis less."""
    kept = {h.name: h.proposition for h in lemma.hypotheses if h.name != drop}
    return statement(lemma.variables, kept, conclusion)


root = product(w) ** (1 / k)
shifted = prod(k, lambda i: abs(w[i]) + s)
seven, twelve, shift = shamir.lemma_7(), shamir.lemma_12(), shamir.lemma_6_shift()

FALSE: dict[str, Statement] = {
    "7, other direction": changed(
        seven, prod(k, lambda i: w[i] - alpha) >= (root - alpha) ** k
    ),
    "7, alpha larger on the right": changed(
        seven, prod(k, lambda i: w[i] - alpha) <= (root - rational("11/10") * alpha) ** k
    ),
    "7, strict": changed(seven, prod(k, lambda i: w[i] - alpha) < (root - alpha) ** k),
    "7, k-1 for k": changed(
        seven, prod(k, lambda i: w[i] - alpha) <= (product(w) ** (1 / k) - alpha) ** (k - 1)
    ),
    "7, alpha added": changed(seven, prod(k, lambda i: w[i] + alpha) <= (root + alpha) ** k),
    "7, AM for GM reversed": changed(seven, sum_(k, lambda i: w[i]) <= k * root),
    "12, b/a halved": changed(twelve, log(a + b) <= log(a) + b / (2 * a)),
    "12, other direction": changed(twelve, log(a + b) >= log(a) + b / a),
    "12, strict": changed(twelve, log(a + b) < log(a) + b / a),
    "12, one per cent less": changed(twelve, log(a + b) <= log(a) + rational("99/100") * b / a),
    "shift, M/2": changed(shift, abs(product(v)) <= shifted / 2),
    "shift, M/(2s)": changed(
        shift, forall(indices(k), lambda j: abs(others(v, j)) <= shifted / (2 * s))
    ),
    "shift, not shifted": changed(shift, abs(product(v)) <= 2 * prod(k, lambda i: abs(w[i]))),
    "shift, 2M/s^2": changed(
        shift, forall(indices(k), lambda j: abs(others(v, j)) <= 2 * shifted / s**2)
    ),
    "Cauchy-Schwarz without sqrt k": statement(
        [k, over(w, k)],
        {"k >= 1": k >= 1},
        sum_(k, lambda i: abs(w[i])) <= norm2(k, lambda i: w[i]),
    ),
    "Cauchy-Schwarz with sqrt(k-1)": statement(
        [k, over(w, k)],
        {"k >= 1": k >= 1},
        sum_(k, lambda i: abs(w[i])) <= sqrt(k - 1) * norm2(k, lambda i: w[i]),
    ),
    "Weierstrass reversed": statement(
        [k, over(w, k)],
        {"positive": forall(indices(k), lambda i: w[i] >= 0)},
        prod(k, lambda i: 1 + w[i]) <= 1 + sum_(k, lambda i: w[i]),
    ),
    "Bernoulli for any x": statement([k, x], {}, prod(k, lambda i: 1 + x) >= 1 + k * x),
    "exp below its tangent": statement([x], {}, exp(x) <= 1 + x),
    "narrow": statement([x], {"x >= 0": x >= 0}, (x - 1) ** 2 + rational("-1/10000") > 0),
    "a product of three": statement(
        [x, y, z], {"sum": eq(x + y + z, 3), "x > 0": x > 0, "y > 0": y > 0, "z > 0": z > 0},
        x * y * z < 1,
    ),
    "needs a large value": statement([x], {"x > 0": x > 0}, log(x) <= 4),
    "not injective": statement([x, y], {"equal squares": eq(x**2, y**2)}, eq(x, y)),
    "a root": statement([x], {"x > 0": x > 0}, exists(reals(), lambda p: eq(p**2, x - 1))),
}  # fmt: skip


def test_search_alone_refutes_nine_of_ten_false_variants() -> None:
    missed = []
    for name, lemma in FALSE.items():
        found = search(lemma, seed=1, budget_seconds=1.2)
        if found is None:
            missed.append(name)
        else:
            assert check_instance(lemma, found.instance).kind is found.outcome.kind
    assert len(missed) <= len(FALSE) // 10, missed


TRUE: list[Callable[[], Statement]] = [
    shamir.lemma_5,
    shamir.lemma_6,
    shamir.lemma_6_shift,
    shamir.lemma_7,
    shamir.lemma_11,
    shamir.lemma_12,
    shamir.lemma_13,
    lambda: statement([x], {"x > 0": x > 0}, both(exp(log(x)) <= x, x <= exp(log(x)))),
    lambda: statement([x, y], {"x > 0": x > 0, "y > 0": y > 0}, sqrt(x * y) <= (x + y) / 2),
    lambda: statement([x], {}, implies(ne(x, 0), x / x >= 1)),
]


@pytest.mark.parametrize("make", TRUE)
def test_a_true_statement_is_never_refuted(make: Callable[[], Statement]) -> None:
    assert search(make(), seed=2, budget_seconds=0.7) is None


# Quality: the witness is small


def witness(lemma: Statement, seed: int = 0) -> dict[str, Any]:
    found = search(lemma, seed=seed, budget_seconds=12)
    assert found is not None and found.outcome.kind is Kind.VIOLATED
    return found.instance.to_json()


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_witness_against_lemma_6_as_printed_is_small(seed: int) -> None:
    found = witness(shamir.lemma_6(as_printed=True), seed)
    assert found["k"] == "2"
    assert found["f"] in ("p", "-p", "2*p", "-2*p", "3*p", "1 + p")
    assert all(abs(Fraction(value)) <= 10 for value in found["w"] + found["v"])


def test_the_witness_against_the_printed_step_of_lemma_13_is_small() -> None:
    found = witness(shamir.lemma_13(printed_step=True))
    assert found["k"] == "2"
    assert all(Fraction(found[name]).denominator <= 20 for name in ("y", "gamma", "delta", "eta"))


def test_the_witness_against_the_printed_updates_of_lemma_11() -> None:
    found = witness(shamir.lemma_11(printed=True))
    assert found["k"] == "1" and found["eta"] in ("0", "2")


def test_one_variable() -> None:
    assert witness(statement([x], {"x > 0": x > 0}, x**2 >= x)) == {"x": "1/2"}
    assert Fraction(witness(statement([x], {}, x < 7))["x"]) <= 10


def test_a_family() -> None:
    found = witness(
        statement(
            [k, over(w, k)],
            {"k >= 1": k >= 1, "positive": forall(indices(k), lambda i: w[i] > 0)},
            max_over(k, lambda i: w[i]) ** 2 >= max_over(k, lambda i: w[i]),
        )
    )
    assert (found["k"], found["w"]) == ("1", ["1/2"])


def test_ill_posed_statements_are_found_out() -> None:
    found = search(statement([x, y], {"x > 0": x > 0}, x / y <= x / y), budget_seconds=1)
    assert found is not None
    assert found.outcome.kind is Kind.ILL_POSED
    assert found.instance.to_json() == {"x": "1", "y": "0"}


def test_search_keeps_to_its_budget() -> None:
    start = time.monotonic()
    search(shamir.lemma_13(), budget_seconds=0.5)
    assert time.monotonic() - start < 2


def test_simpler_numbers_are_simpler() -> None:
    for value in (Fraction(355, 113), Fraction(-17), Fraction(1, 97), Fraction(5)):
        assert all(size(simpler) < size(value) for simpler in simpler_numbers(value))


def test_complexity_prefers_fewer_members() -> None:
    lemma = changed(seven, prod(k, lambda i: w[i] - alpha) < (root - alpha) ** k)
    found = search(lemma, budget_seconds=1)
    assert found is not None and complexity(found.instance) < 60
    assert m not in found.instance.values

"""Looks at each theorem made during a run: it holds on random instances of its hypotheses."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Collection
from fractions import Fraction

from verifier.evidence.source import RandomSource
from verifier.evidence.strategies import Draw, ranked_plans
from verifier.kernel.theorem import Theorem
from verifier.language.binding import free_variables, symbols
from verifier.language.definedness import defined, implies_definedness
from verifier.language.evaluate import Kind, check_instance
from verifier.language.render import text
from verifier.language.statement import Declaration, Hypothesis, Over, Statement
from verifier.language.terms import TRUE, LanguageError, Number, Symbol

MEMBERS = Number(Fraction(7))  # families are total in the kernel: more members than any depth drawn
PROCESSES = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
SECONDS = 75.0 / PROCESSES  # each process of pytest-xdist looks at the theorems that it has made
LEAST = 1_000 // PROCESSES  # theorems that are looked at, however slow the machine
DRAWS, WANTED = 16, 5
STRIDE = 31


def as_statement(theorem: Theorem) -> Statement:
    """A theorem as a statement, the hypotheses that are always defined first."""
    hypotheses = sorted(
        theorem.hypotheses, key=lambda h: (defined(h) != TRUE, len(text(h)), text(h))
    )
    parts = [*hypotheses, theorem.conclusion]
    items = sorted(free_variables(*parts) | symbols(*parts), key=lambda i: i.name)
    variables: list[Declaration] = [
        Over(i, MEMBERS) if isinstance(i, Symbol) and i.sorts[0] == "natural" else i for i in items
    ]
    named = tuple(Hypothesis(f"h{n}", h) for n, h in enumerate(hypotheses))
    return Statement(tuple(variables), named, theorem.conclusion)


def holds(theorem: Theorem) -> bool | None:
    """Whether it held on some instances; None if none was found that decides it.

    Raises `AssertionError` with the instance on which it is false.
    """
    stated = as_statement(theorem)
    source, held = RandomSource(1), 0
    plans = ranked_plans(stated)
    if not plans:
        return None
    for number in range(DRAWS):
        instance = Draw(plans[number % len(plans)], source).instance()
        if instance is None:
            continue
        outcome = check_instance(stated, instance, max_precision=200)
        undefined = outcome.kind is Kind.ILL_POSED and outcome.where == "conclusion"
        false = outcome.kind is Kind.VIOLATED or (
            undefined and implies_definedness(theorem.conclusion)
        )
        assert not false, f"'{text(theorem.conclusion)}' is false at {instance.to_json()}"
        held += outcome.kind is Kind.HOLDS
        if held == WANTED:
            return True
    return True if held else None


def check_all(made: Collection[Theorem]) -> None:
    """Raises `AssertionError` if one of them is false on an instance, or too few were decided."""
    theorems = [t for t in made if t.conclusion not in t.hypotheses]
    end = time.monotonic() + SECONDS
    # A stride visits theorems of all tests even where the time does not suffice for every one.
    order = [t for start in range(STRIDE) for t in theorems[start::STRIDE]]
    never: Counter[str] = Counter()
    looked_at = 0
    for theorem in order:
        if time.monotonic() > end and looked_at >= LEAST:
            break
        looked_at += 1
        try:
            found = holds(theorem)
        except LanguageError:
            found = None
        if found is None:
            never[f"{theorem.derivation.rule}: {text(theorem.conclusion)[:100]}"] += 1
    evaluated = looked_at - sum(never.values())
    print(f"\n{evaluated} of {looked_at} theorems evaluated, of {len(order)}; never evaluated:")
    for line in sorted(never):
        print(f"  {line}")
    assert evaluated >= looked_at // 3

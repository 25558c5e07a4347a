"""Steps by contradiction, first times, large naturals, and what is refused of them."""

from __future__ import annotations

from verifier.language.build import (
    both,
    either,
    eq,
    exists,
    false,
    forall,
    implies,
    log,
    no,
    real,
    scalar_sequence,
    times,
)
from verifier.language.statement import Declaration, statement
from verifier.language.terms import Proposition
from verifier.lemma import Lemma, Source, Step
from verifier.proof import by
from verifier.proof.prover import at
from verifier.proof.run import ProofRun, prove

a, x = real("a"), scalar_sequence("x")
HERE = Source("test", "1", "1")


def tried(
    variables: list[Declaration],
    hypotheses: dict[str, Proposition],
    conclusion: Proposition,
    *steps: Step,
) -> ProofRun:
    stated = statement(variables, hypotheses, conclusion)
    return prove(Lemma("test/1", "A test", HERE, "as-printed", stated, proof=steps))


def test_a_relation_by_contradiction() -> None:
    claim = a >= 2
    steps = Step("small is impossible", false, by.decide("small"))
    facts = {"square": a * a >= 4, "positive": a > 0}
    assert tried([a], facts, claim, Step("c", claim, by.contrary("small", steps))).proof
    without = {"square": a * a >= 4}
    assert not tried([a], without, claim, Step("c", claim, by.contrary("small", steps))).proof


def test_a_relation_that_may_be_undefined_has_no_opposite() -> None:
    claim = log(a) >= -1
    facts = {"either": implies(log(a) < -1, a > a + 1)}
    step = Step("c", claim, by.contrary("small", Step("f", false, by.hypothesis("either"))))
    assert "undefined" in tried([a], facts, claim, step).reason or (
        not tried([a], facts, claim, step).proof
    )


def test_a_negation_by_contradiction() -> None:
    every = forall(times(1), lambda t: x[t] > 0)
    facts = {"one is not": x[3] <= 0}
    inside = (
        Step("there", x[3] > 0, by.hypothesis(at("all", 3))),
        Step("impossible", false, by.decide("there", "one is not")),
    )
    assert tried([x], facts, no(every), Step("c", no(every), by.contrary("all", *inside))).proof


def test_a_fact_and_its_negation() -> None:
    facts = {"yes": a > 0, "no": no(a > 0)}
    assert tried([a], facts, eq(a, 7), Step("c", eq(a, 7), by.absurd("yes", "no"))).proof
    swapped = {"yes": a > 0, "no": no(a > 1)}
    assert not tried([a], swapped, eq(a, 7), Step("c", eq(a, 7), by.absurd("yes", "no"))).proof


def test_the_first_time() -> None:
    some = exists(times(1), lambda t: x[t] <= 0)
    claim = exists(
        times(1), lambda t: both(x[t] <= 0, forall(times(1), lambda r: implies(r < t, x[r] > 0)))
    )
    # not (x <= 0) is x > 0, since a sequence is defined everywhere: that takes a step of its own.
    exact = exists(
        times(1),
        lambda t: both(x[t] <= 0, forall(times(1), lambda r: implies(r < t, no(x[r] <= 0)))),
    )
    assert tried([x], {"some": some}, exact, Step("c", exact, by.first("some"))).proof
    assert not tried([x], {"some": some}, claim, Step("c", claim, by.first("some"))).proof


def test_a_large_natural() -> None:
    claim = exists(times(0), lambda n: n >= a + 1)
    assert tried([a], {}, claim, Step("c", claim, by.archimedes(a + 1))).proof
    assert not tried([a], {}, claim, Step("c", claim, by.archimedes(a))).proof
    undefined = exists(times(0), lambda n: log(a) <= n)
    assert not tried([a], {}, undefined, Step("c", undefined, by.archimedes(log(a)))).proof


def test_cases_of_any_claim_and_its_negation() -> None:
    every = forall(times(1), lambda t: x[t] > 0)
    whole = either(every, no(every))
    branches = {name: [Step(f"then {name}", whole, by.decide(name))] for name in ("holds", "fails")}
    assert tried([x], {}, whole, Step("c", whole, by.cases(whole, branches))).proof
    other = either(every, no(forall(times(2), lambda t: x[t] > 0)))
    assert not tried([x], {}, other, Step("c", other, by.cases(other, branches))).proof

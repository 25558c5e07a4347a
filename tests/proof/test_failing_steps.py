"""What is said of a step that does not follow: the cause, and what to try."""

from __future__ import annotations

from fractions import Fraction

import pytest

from verifier import (
    Lemma,
    Proposition,
    Source,
    Statement,
    Step,
    Term,
    at,
    by,
    either,
    eq,
    family,
    forall,
    function,
    indices,
    natural,
    over,
    real,
    reals,
    scalar_sequence,
    statement,
    sum_,
    times,
)
from verifier.lemma import LemmaResult
from verifier.proof import explain as explaining
from verifier.proof.run import prove
from verifier.report.explain import explain_step

a, b, q = real("a"), real("b"), real("q")
k, t = natural("k"), natural("t")
w, x = family("w"), scalar_sequence("x")
f = function("f")


@pytest.fixture(autouse=True)
def _short_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explaining, "SEARCH_SECONDS", 0.3)


def lemma(stated: Statement, *steps: Step) -> Lemma:
    source = Source("mine", "1", "Lemma 1")
    return Lemma("mine/lemma", "", source, "as-printed", stated, proof=steps)


def screen(stated: Statement, *steps: Step) -> dict[str, list[str]]:
    """The screen of the step that fails: what stands behind each label."""
    mine = lemma(stated, *steps)
    found = prove(mine).steps
    failing = next(step for step in found if step.verdict != "proved")
    shown: dict[str, list[str]] = {}
    for line in explain_step(LemmaResult(mine, "unknown", None, found), failing).splitlines()[1:]:
        label, _, text = line.strip().partition(": ")
        shown.setdefault(label, []).append(text.strip())
    assert len(shown["try"]) == 1
    return shown


def between(conclusion: Proposition) -> Statement:
    """A statement about a > 0 and b >= 1."""
    return statement([a, b], {"a is positive": a > 0, "b is at least 1": b >= 1}, conclusion)


def test_misspelt_name() -> None:
    shown = screen(
        between(a * b + b**2 >= a),
        Step("first", a * b >= a, by.decide()),
        Step("end", a * b + b**2 >= a, by.decide("frist")),
    )
    assert shown["reason"] == ["there is no fact 'frist' here: did you mean 'first'?"]
    assert "'a is positive', 'b is at least 1', 'first'" in shown["try"][0]


def test_forgotten_name() -> None:
    stated = statement([f, a], {"above": forall(reals(), lambda p: f(p) >= p)}, f(a) >= a - 1)
    shown = screen(
        stated,
        Step("at a", f(a) >= a, by.decide(at("above", a))),
        Step("end", f(a) >= a - 1, by.decide()),
    )
    assert "it follows from 'at a'" in shown["reason"][0]
    assert shown["try"] == ["name in the step: 'at a'"]


def test_wrong_direction() -> None:
    shown = screen(between(a * b <= a), Step("it", a * b <= a, by.decide()))
    assert "a = " in shown["witness"][0]
    assert "check the claim at the witness" in shown["try"][0]


def test_off_by_one_shows_what_the_named_facts_say() -> None:
    def claim(t: Term | int) -> Proposition:
        return x[t] <= q ** (t - 1) * x[1]

    contraction = forall(times(1), lambda t: x[t + 1] <= q * x[t])
    shown = screen(
        statement([q, x], {"q": q > 0, "contraction": contraction}, forall(times(1), claim)),
        Step(
            "all",
            forall(times(1), claim),
            by.induction(
                t,
                base=[Step("start", claim(1), by.decide())],
                step=[Step("next", claim(t + 1), by.decide("induction", at("contraction", t + 1)))],
            ),
        ),
    )
    assert "x_(t + 1 + 1) <= q*x_(t + 1)   (contraction at t + 1)" in shown["from"]
    assert "x_t <= q**(t - 1)*x_1   (induction)" in shown["from"]
    assert "1 <= t" in shown["from"]


def test_division_by_what_may_be_zero() -> None:
    stated = statement([a, b], {"b is nonnegative": b >= 0}, a**2 / b >= 0)
    shown = screen(stated, Step("it", a**2 / b >= 0, by.decide()))
    assert "'b != 0', without which 'a**2/b' may be undefined" in shown["reason"][0]
    assert shown["witness"] == ["b = 0"]
    assert "that gives 'b != 0'" in shown["try"][0]


def test_power_of_what_may_be_negative() -> None:
    stated = statement([a, q], {"a is at least -1": a >= -1}, a**q <= 1)
    shown = screen(stated, Step("it", a**q <= 1, by.decide()))
    assert "without which 'a**q' may be undefined" in shown["reason"][0]


def test_time_outside_of_the_range() -> None:
    descent = forall(times(1), lambda t: eq(x[t + 1], x[t] / 2))
    stated = statement([x], {"gradient descent": descent}, eq(x[1], x[0] / 2))
    shown = screen(stated, Step("it", eq(x[1], x[0] / 2), by.decide(at("gradient descent", 0))))
    assert "to take 'for all natural t >= 1: x_(t + 1) = x_t/2' at 0" in shown["reason"][0]
    assert "'1 <= 0'" in shown["reason"][0]


def test_time_that_is_not_fixed() -> None:
    stated = statement(
        [x],
        {"sign": forall(times(1), lambda t: x[t] >= 0)},
        forall(times(1), lambda t: x[t] >= -1),
    )
    shown = screen(stated, Step("it", x[t] >= -1, by.decide(at("sign", t))))
    assert "t stands for no value here" in shown["try"][0]
    assert "by.fix(t, ...)" in shown["try"][0]


def test_hypothesis_of_an_earlier_lemma() -> None:
    earlier = lemma(between(a * b >= a), Step("it", a * b >= a, by.decide()))
    stated = statement([a, b], {"b is at least 2": b >= 2}, a**2 * b >= a**2)
    shown = screen(stated, Step("it", a**2 * b >= a**2, by.lemma(earlier, {a: a**2})))
    assert "hypothesis 'a is positive' of mine/lemma" in shown["reason"][0]
    assert "'a**2 > 0'" in shown["reason"][0]
    assert shown["witness"] == ["a = 0, b = 2"]
    assert "show 'a**2 > 0' in a step before" in shown["try"][0]


def test_sum_that_arithmetic_cannot_look_into() -> None:
    signs = forall(indices(k), lambda i: w[i] >= 1)
    total = sum_(k, lambda i: w[i])
    stated = statement([k, over(w, k)], {"at least 1": signs}, total >= k)
    shown = screen(stated, Step("it", total >= k, by.decide("at least 1")))
    assert "arithmetic does not look into 'sum(i=1..k) w_i'" in shown["try"][0]
    assert "by.termwise" in shown["try"][0]


def test_cases_that_no_fact_gives() -> None:
    cases = either(eq(q, a), eq(q, b))
    stated = statement([a, b, q], {"a": a > 0, "b": b > 0, "q": q >= 0}, q > 0)
    blocks = {name: [Step("it", q > 0, by.decide())] for name in ("q is a", "q is b")}
    shown = screen(stated, Step("it", q > 0, by.cases(cases, blocks)))
    assert "no fact is 'q = a or q = b'" in shown["reason"][0]
    assert "by.cases('that step', ...)" in shown["try"][0]


def test_cases_that_a_named_fact_gives() -> None:
    cases = either(eq(q, a), eq(q, b))
    stated = statement([a, b, q], {"a": a > 0, "b": b > 0, "attained": cases}, q > 0)
    blocks = {name: [Step("it", q > 0, by.decide())] for name in ("q is a", "q is b")}
    assert prove(lemma(stated, Step("it", q > 0, by.cases(cases, blocks)))).proof is not None


def test_witness_meets_the_hypotheses() -> None:
    stated = statement([a, b], {"a": a > 1, "b": b > 1, "ab": a <= b}, b < a)
    shown = screen(stated, Step("it", b < a, by.hypothesis("ab")))
    values = dict(value.split(" = ") for value in shown["witness"][0].split(", "))
    assert all(Fraction(value) > 1 for value in values.values())


def test_lemma_whose_own_proof_fails() -> None:
    wrong = lemma(between(a * b > a), Step("it", a * b > a, by.decide()))
    shown = screen(between(a * b > a), Step("it", a * b > a, by.lemma(wrong)))
    assert "the proof of mine/lemma fails: in 'it'" in shown["reason"][0]
    assert shown["try"] == ["mend the proof of mine/lemma first"]
    unproved = lemma(between(a * b >= a))
    shown = screen(between(a * b >= a), Step("it", a * b >= a, by.lemma(unproved)))
    assert "has no proof that could be used" in shown["reason"][0]

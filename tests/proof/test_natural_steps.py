"""What is special about naturals in steps: the next one, and members of families."""

from __future__ import annotations

import pytest

from verifier.language.build import eq, family, natural, ne, real, sequence
from verifier.language.statement import Declaration, over, statement
from verifier.language.terms import Proposition
from verifier.lemma import Lemma, Source, Step
from verifier.proof import by
from verifier.proof.justification import Justification
from verifier.proof.run import prove

k, m, n, t = natural("k"), natural("m"), natural("n"), natural("t")
a, b = real("a"), real("b")
w, x = family("w"), sequence("x")
HERE = Source("test", "1", "1")


def shown(
    variables: list[Declaration], fact: Proposition, claim: Proposition, how: Justification
) -> bool:
    stated = statement(variables, {"fact": fact}, claim)
    step = Step("step", claim, how)
    lemma = Lemma("test/1", "A test", HERE, "as-printed", stated, proof=(step,))
    return prove(lemma).proof is not None


@pytest.mark.parametrize(
    ("fact", "claim"),
    [
        (m < n, m + 1 <= n),
        (m > n, n + 1 <= m),
        (m + 2 < n, n >= m + 3),
        (2 * m < n + t, n - 2 * m + t >= 1),
    ],
)
def test_a_natural_below_another_is_one_below_it(fact: Proposition, claim: Proposition) -> None:
    assert shown([m, n, t], fact, claim, by.decide("fact"))


@pytest.mark.parametrize(
    ("fact", "claim"),
    [(m <= n, m + 1 <= n), (ne(m, n), m + 1 <= n), (m < n, m + 2 <= n), (m < n, m + 1 < n)],
)
def test_nothing_more_follows(fact: Proposition, claim: Proposition) -> None:
    assert not shown([m, n], fact, claim, by.decide("fact"))


def test_reals_have_no_next() -> None:
    assert not shown([a, b], a < b, a + 1 <= b, by.decide("fact"))
    assert not shown([m, a], m < a, m + 1 <= a, by.decide("fact"))


def test_members_at_equal_indices_are_equal() -> None:
    members, points = over(w, k), over(x, k)
    assert shown([k, m, n, members], eq(m, n), eq(w[n], w[m]), by.congruence(w, "fact"))
    moved = eq(x[m, t + 1], x[n, t + 1])
    assert shown([k, m, n, t, points], eq(m, n), moved, by.congruence(x, "fact"))
    assert shown(
        [k, m, n, t, points], eq(m + 1, n), eq(x[t, m + 1], x[t, n]), by.congruence(x, "fact")
    )


def test_members_at_other_indices_are_not() -> None:
    members, points = over(w, k), over(x, k)
    assert not shown([k, m, n, members], m <= n, eq(w[n], w[m]), by.congruence(w, "fact"))
    moved = eq(x[m, t + 1], x[n, t])
    assert not shown([k, m, n, t, points], eq(m, n), moved, by.congruence(x, "fact"))

"""Derivations of falsehood that once went through, each refused or harmless now."""

from __future__ import annotations

from fractions import Fraction

import pytest

from verifier.kernel.certificates.combination import Combination, Product
from verifier.kernel.rules.calculus import partial as partial_rule
from verifier.kernel.rules.logic import (
    assume,
    define,
    implies_intro,
    instantiate,
    instantiate_symbol,
    modus_ponens,
    reflexivity,
    rewrite,
    specialise,
)
from verifier.kernel.rules.numbers import decide, follows, predecessor
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import Lambda
from verifier.language.build import eq, family, function, natural, ne, no, partial, real, sum_
from verifier.language.definedness import defined
from verifier.language.terms import (
    FALSE,
    NATURAL,
    Bound,
    Exists,
    ForAll,
    IndexRange,
    LanguageError,
    Naturals,
    Proposition,
    Relation,
    Variable,
    as_term,
)

x, q, n, k, j, i = real("x"), real("q"), natural("n"), natural("k"), natural("j"), natural("i")
w, f = family("w"), function("f")
MARKER = Variable("\0", NATURAL)  # the name that rules once used for their own indices


def at_a_glance(goal: Proposition, *premises: Theorem) -> Theorem:
    return infer(follows, *premises, goal=goal)


def test_a_literal_exponent_is_no_other_power() -> None:
    """x**n = x**n gave x > 0 or x = 0 < n; at n = 2, x = -1 that is false."""
    claim = eq(x**n, x**n)
    given = infer(assume, proposition=claim)
    law = infer(implies_intro, at_a_glance(defined(x**n), given), premise=claim)
    values = [as_term(2), as_term(-1)]
    at = infer(instantiate, law, variables=[n, x], values=values)
    reached = infer(modus_ponens, at, infer(reflexivity, term=as_term(-1) ** 2))
    assert ne(as_term(-1), 0) in reached.conclusion.args  # type: ignore[attr-defined]


def test_a_constant_function_does_not_define_its_argument() -> None:
    """f(1/x) = f(1/x) gives x != 0; with f(p) = 0 it gave 0 = 0 implies x != 0."""
    claim = eq(f(1 / x), f(1 / x))
    nonzero = at_a_glance(ne(x, 0), infer(assume, proposition=claim))
    law = infer(implies_intro, nonzero, premise=claim)
    zero = Lambda((q,), as_term(0))
    at = infer(instantiate_symbol, law, symbol=f, value=zero)
    with pytest.raises(LanguageError):
        infer(modus_ponens, at, infer(reflexivity, term=as_term(0)))


def test_a_condition_on_a_bound_index_is_one_on_all_of_them() -> None:
    """d/dw_j of sum w_(i+1) is 0 if i + 1 != j: for all i, and not for a free i of that name."""
    term = partial(sum_(k, lambda i: w[i + 1]), w[j])
    given = [infer(assume, proposition=p) for p in (ne(i + 1, j), ne(j + 1, j))]
    with pytest.raises(LanguageError, match="differentiation takes for granted"):
        infer(partial_rule, *given, term=term)


def test_a_false_relation_of_undefined_terms_says_nothing_of_their_normal_form() -> None:
    """not (0 < x/x) is true at x = 0, where not (0 < 1) is not."""
    given = infer(assume, proposition=no(as_term(0) < x / x))
    with pytest.raises(LanguageError, match="does not follow"):
        at_a_glance(no(as_term(0) < as_term(1)), given)


def test_the_predecessor_is_no_index_of_the_term() -> None:
    given = infer(assume, proposition=Relation("<=", as_term(1), MARKER))
    try:
        made = infer(predecessor, given, term=MARKER)
    except LanguageError:
        return
    impossible = Exists(Naturals(0), Relation("==", Bound(0), Bound(0) + as_term(1)))
    assert made.conclusion != impossible


def test_a_definition_defines_every_member() -> None:
    """w_z = i for all i in 1..2 is no definition of w, whatever z is called."""
    claim = ForAll(IndexRange(as_term(2)), Relation("==", w[MARKER], Bound(0)))
    given = infer(assume, proposition=claim)
    low, high = at_a_glance(as_term(1) <= as_term(1)), at_a_glance(as_term(1) <= as_term(2))
    upper = at_a_glance(as_term(2) <= as_term(2))
    one = infer(specialise, given, low, high, value=as_term(1))
    two = infer(specialise, given, high, upper, value=as_term(2))
    clash = infer(rewrite, two, one, context=eq(q, 1), hole=q)
    combination = Combination((Product(Fraction(1), ()),), ((0, as_term(-1)),))
    absurd = infer(decide, clash, goal=FALSE, certificate=combination)
    assert absurd.hypotheses == {claim}
    with pytest.raises(LanguageError):
        infer(define, absurd, definition=claim, symbol=w)

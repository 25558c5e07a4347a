"""Derivations of falsehood that once went through, each refused or harmless now; and true theorems
whose statements could be read as false ones."""

from __future__ import annotations

from fractions import Fraction

import pytest

from verifier.kernel.certificates.canonical import canonical
from verifier.kernel.certificates.combination import Combination, Product
from verifier.kernel.rules import big, logic, probability
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
from verifier.language.build import (
    E,
    eq,
    expectation,
    family,
    function,
    natural,
    ne,
    no,
    partial,
    random_family,
    real,
    sum_,
)
from verifier.language.definedness import defined
from verifier.language.render import statement_text, text
from verifier.language.statement import Declaration, Over, over, statement
from verifier.language.terms import (
    FALSE,
    NATURAL,
    ONE,
    REAL,
    Big,
    Bound,
    Exists,
    ForAll,
    IndexRange,
    LanguageError,
    Naturals,
    Proposition,
    Reals,
    Relation,
    Symbol,
    Variable,
    as_term,
)
from verifier.proof_writer import proof_to_json

x, q, n, k, j, i = real("x"), real("q"), natural("n"), natural("k"), natural("j"), natural("i")
w, f, r = family("w"), function("f"), random_family("r")
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


def test_an_exponent_does_not_run_over() -> None:
    """x**(2**64) has an exponent that no machine word holds: kept in one, it would be x**0."""
    power = x**1
    for exponent in (*[512] * 7, 2):
        power = power**exponent
    different = [ONE, x**1, power, power * x, x**512, power * power]
    assert len({canonical(term) for term in different}) == len(different)


def test_an_index_without_a_binder_is_not_caught_by_that_of_a_rule() -> None:
    """max over i of (i + w_j) = j + w_j for some j would bind the j on its left."""
    nonempty = infer(assume, proposition=big.nonempty(IndexRange(as_term(2))))
    largest = Big("max", as_term(2), (), Bound(0) + w[Bound(1)])
    with pytest.raises(LanguageError, match="big has an open index"):
        infer(big.extreme_attained, nonempty, big=largest)
    with pytest.raises(LanguageError, match="outside of its binder"):
        infer(big.sum_linear, upper=k, omit=(), factors=(ONE,), bodies=(w[Bound(1)],))
    with pytest.raises(LanguageError, match="factors has an open index"):
        infer(big.sum_linear, upper=k, omit=(), factors=(w[Bound(0)],), bodies=(ONE,))
    with pytest.raises(LanguageError, match="outside of its binder"):
        infer(big.product_of_products, upper=k, omit=(), left=Bound(0), right=Bound(1))


def test_what_a_random_value_is_at_one_outcome_stays_there() -> None:
    """x = r_1 and E[x] = x: E[r_1] = r_1 must not follow, by whatever rule puts one for other."""
    value = infer(assume, proposition=eq(x, r[1]))
    mean = infer(probability.expectation_constant, value=x)
    for rule, premises, arguments in (
        (rewrite, (value, mean), {"context": eq(expectation(q), q), "hole": q}),
        (instantiate, (mean,), {"variables": (x,), "values": (r[1],)}),
        (logic.exists_intro, (mean,), {"claim": Exists(Reals(), mean.conclusion), "value": r[1]}),
    ):
        with pytest.raises(LanguageError):
            infer(rule, *premises, **arguments)
    with pytest.raises(LanguageError, match="assumes something about the outcome"):
        infer(probability.expectation_compare, value)


# Statements that are true, and read as if they were false ones.

MISLEADING: list[tuple[list[Declaration], Proposition]] = [
    # d/dw_1[w_1*w_1] = w_1, where the one w_1 is a variable.
    ([real("w_1"), over(w, 2)], eq(partial(real("w_1") * w[1], w[1]), real("w_1"))),
    ([real("w1"), over(w, 2)], eq(partial(real("w1") * w[1], w[1]), real("w1"))),
    # E[r_1] = r_1, where r_1 is a variable.
    ([real("r_1"), over(r, 2)], eq(expectation(real("r_1")), real("r_1"))),
    # 2 < E for all E < 3, and what else is a word of the language.
    ([real("E")], Relation("<", real("E"), E)),
    ([real("pi")], eq(real("pi"), 3)),
    ([real("Pr")], eq(real("Pr"), 3)),
    ([real("and"), real("max")], eq(real("and"), real("max"))),
    ([function("exp"), x], eq(function("exp")(x), function("exp")(x))),
    # f'(x) = 0 for the derivative and for another function.
    ([function("f"), function("f'"), x], eq(function("f'")(x), function("f'")(x))),
    # Two things of one name.
    ([real("k"), natural("k")], eq(real("k"), natural("k"))),
    ([x, family("x")], eq(x, family("x")[1])),
    ([random_family("w"), over(w, 2)], eq(w[1], w[1])),
    # Members of what has none, and a number of them that is none.
    ([over(f, 2), x], eq(f(x), f(x))),
    ([Over(w, x), x], eq(w[1], w[1])),
    ([Over(w, as_term(2) / 3)], eq(w[1], w[1])),
    ([Over(w, k)], eq(w[1], w[1])),
    ([Over(w, Bound(0))], eq(w[1], w[1])),
]


@pytest.mark.parametrize(("variables", "conclusion"), MISLEADING)
def test_a_statement_that_reads_like_another_is_refused(
    variables: list[Declaration], conclusion: Proposition
) -> None:
    why = "of its own|could be read|declared twice|no members|not declared|outside of its"
    with pytest.raises(LanguageError, match=why):
        statement(variables, {}, conclusion)


def test_statements_with_names_of_their_own_are_built() -> None:
    variables: list[Declaration] = [k, over(w, k), over(family("v"), k + 1), f, function("f_s"), x]
    stated = statement([*variables, real("w'"), real("F_1")], {}, eq(x, x))
    assert statement_text(stated).startswith("Let natural k, reals w_1, ..., w_k,")


def test_a_hypothesis_called_conclusion_is_looked_at() -> None:
    for hypothesis in (eq(q, 1), eq(w[Bound(0)], 1)):
        with pytest.raises(LanguageError):
            statement([x], {"conclusion": hypothesis}, eq(x, x))


@pytest.mark.parametrize(
    "name",
    [
        "x > 0) 0 = 1. Remark (y",
        "a)(b",
        "(a",
        "",
        "x" * 201,
        "a\nb",
        "a\u202eb",
        "a\uff09 b",
        "\u200b",
    ],
)
def test_the_name_of_a_hypothesis_cannot_end_before_its_end(name: str) -> None:
    theorem = infer(reflexivity, term=x)
    stated = statement([x], {name: eq(x, 1)}, eq(x, x))
    with pytest.raises(LanguageError, match="printable name"):
        proof_to_json("t", stated, theorem, [None, None])


@pytest.mark.parametrize("hint", ["E", "pi", "max", "w_1", "f'", "x", "w", "and", "_"])
def test_an_index_is_written_with_a_name_of_its_own(hint: str) -> None:
    body = Relation("<", Bound(0, REAL) + w[1] + f(x), E)
    written = text(ForAll(Reals(), body, hint))
    index = written.removeprefix("for all real ").partition(":")[0]
    assert index not in ("E", "pi", "max", "w_1", "f'", "x", "w", "and", "_", "f", "")
    assert written.endswith(f": {index} + w_1 + f(x) < E")


def test_symbols_are_families_sequences_or_functions() -> None:
    for sorts in ((), (REAL, REAL), (NATURAL, REAL), (NATURAL,) * 3, ("complex",)):
        with pytest.raises(LanguageError, match="no family, sequence or function"):
            Symbol("s", sorts)


def test_a_theorem_is_not_larger_than_can_be_looked_through() -> None:
    doubled = infer(reflexivity, term=x)
    with pytest.raises(LanguageError, match="over 50000 parts"):
        for _ in range(60):
            doubled = infer(instantiate, doubled, variables=(x,), values=(x + x,))
    assumed = [infer(assume, proposition=eq(x, n)) for n in range(1_001)]
    with pytest.raises(LanguageError, match="over 1000 hypotheses"):
        infer(logic.and_intro, *assumed)
    assert len(infer(logic.and_intro, *assumed[1:]).hypotheses) == 1_000

"""LaTeX of the language as MathML: well-formed, nothing lost, nothing that breaks out."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree

import pytest
from elementary_terms import X, Y, _grow, _leaves
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.language.build import both, either, forall, implies, indices, natural, no, times
from verifier.language.notation import Latex
from verifier.language.render import latex, text
from verifier.language.terms import Proposition, Relation, Term
from verifier.report.html.mathematics import mathematics

TERMS = st.recursive(_leaves(), _grow, max_leaves=8)
RELATIONS = st.builds(Relation, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), TERMS, TERMS)


def _further(below: st.SearchStrategy[Proposition]) -> st.SearchStrategy[Proposition]:
    pair = st.tuples(below, below)
    return st.one_of(
        pair.map(lambda p: both(*p)),
        pair.map(lambda p: either(*p)),
        pair.map(lambda p: implies(*p)),
        below.map(no),
        below.map(lambda p: forall(times(), lambda t: p)),
        below.map(lambda p: forall(indices(natural("k")), lambda i: p)),
    )


PROPOSITIONS = st.recursive(RELATIONS, _further, max_leaves=5)


def shown(written: str) -> str:
    """What a reader sees, without spaces."""
    return re.sub(r"\s|&nbsp;", "", unescape(re.sub(r"<[^>]*>", "", written)))


@settings(max_examples=60, deadline=None)
@given(PROPOSITIONS)
def test_every_proposition_is_well_formed_mathematics(proposition: Proposition) -> None:
    written = mathematics(latex(proposition), text(proposition))
    assert not written.startswith("<code>")
    root = ElementTree.fromstring(f"<p>{written.replace('<wbr>', '')}</p>")
    assert all(
        element.tag in ("p", "span", "math") or element.tag[0] == "m" for element in root.iter()
    )


@settings(max_examples=60, deadline=None)
@given(PROPOSITIONS)
def test_no_sign_of_a_relation_and_no_word_is_lost(proposition: Proposition) -> None:
    written = latex(proposition)
    seen = shown(mathematics(written, ""))
    for sign, command in (("≥", "ge"), ("≤", "le"), ("≠", "ne"), ("∀", "forall")):
        assert seen.count(sign) == len(re.findall(rf"\\{command}(?![a-z])", written))
    for word in ("if", "then", "and", "or", "not"):
        assert seen.count(word) >= len(re.findall(rf"\\text{{ ?{word} ", written))


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zs", "Zl", "Zp", "Cf", "Co")))
)
def test_words_are_shown_as_they_were_written(words: str) -> None:
    written = mathematics(Latex().words(words) + "x", "")
    assert shown(written) == "".join(words.split()) + "x"


def test_words_within_a_formula_are_text() -> None:
    written = mathematics(r"\frac{\text{<img> \& \_ \{z\}}}{2} + " + Latex().words("<script>"), "")
    assert "<img" not in written
    assert "<script" not in written
    assert "<img>&_{z}" in shown(written)


def test_what_is_no_latex_is_shown_as_text() -> None:
    assert mathematics(r"x^{2}^{3}_{a}_{b} \left( \frac", "x < 3") == "<code>x &lt; 3</code>"


def _long(term: Term) -> Term:
    return sum((term**n for n in range(2, 20)), start=term)


def test_a_long_formula_may_be_broken_between_its_parts() -> None:
    chain = both(_long(X) <= _long(Y), _long(Y) <= 7)
    assert mathematics(latex(chain), "").count("<wbr>") > 30
    assert "<wbr>" not in mathematics(latex(X <= Y), "")


@pytest.mark.parametrize("sign", ["+", "−"])
def test_a_sign_at_the_beginning_of_a_piece_keeps_its_spaces(sign: str) -> None:
    operation = _long(X) + Y if sign == "+" else _long(X) - Y
    assert f'<math><mo form="infix">{sign}</mo><mi>y</mi>' in mathematics(latex(operation), "")

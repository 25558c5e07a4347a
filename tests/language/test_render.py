"""What is printed says what the object says: grouping, names of indices, well-formed LaTeX."""

from __future__ import annotations

import ast
import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_terms import bigs, propositions, terms

from verifier.language.binding import Lambda
from verifier.language.build import (
    E,
    both,
    either,
    eq,
    exists,
    exp,
    expectation,
    family,
    forall,
    function,
    implies,
    independent,
    indices,
    log,
    max_over,
    maximum,
    natural,
    ne,
    no,
    norm2,
    partial,
    pi,
    probability,
    prod,
    random_family,
    rational,
    real,
    reals,
    same_law,
    sequence,
    sqrt,
    sum_,
    times,
)
from verifier.language.render import (
    Line,
    latex,
    statement_latex,
    statement_lines,
    statement_text,
    text,
)
from verifier.language.statement import over, statement
from verifier.language.terms import (
    Bound,
    Node,
    Number,
    Op,
    Proposition,
    Relation,
    Symbol,
    Term,
    Variable,
    as_term,
    subnodes,
)

a, b, c, p = real("a"), real("b"), real("c"), real("p")
alpha, eps = real("alpha"), real("eps")
k, j, t = natural("k"), natural("j"), natural("t")
w, v, h, r = family("w"), family("v"), sequence("w"), random_family("r")
f = function("f", smooth=2)
P = prod(k, lambda i: w[i])
Q = prod(k, lambda i: w[i], omit=[j])

WRITTEN = [
    (P, "prod(i=1..k) w_i", r"\prod_{i=1}^{k} w_{i}"),
    (Q, "prod(i=1..k, i != j) w_i", r"\prod_{1 \le i \le k,\, i \ne j} w_{i}"),
    (2 * P, "2*prod(i=1..k) w_i", r"2 \prod_{i=1}^{k} w_{i}"),
    (P * a, "(prod(i=1..k) w_i)*a", r"\left(\prod_{i=1}^{k} w_{i}\right) a"),
    (P**2, "(prod(i=1..k) w_i)**2", r"\left(\prod_{i=1}^{k} w_{i}\right)^{2}"),
    (2 * P * a, "(2*prod(i=1..k) w_i)*a", r"\left(2 \prod_{i=1}^{k} w_{i}\right) a"),
    (P + a, "prod(i=1..k) w_i + a", r"\prod_{i=1}^{k} w_{i} + a"),
    (-P, "-prod(i=1..k) w_i", r"-\prod_{i=1}^{k} w_{i}"),
    (
        prod(k, lambda i: w[i] - alpha),
        "prod(i=1..k) (w_i - alpha)",
        r"\prod_{i=1}^{k} \left(w_{i} - \alpha\right)",
    ),
    (sum_(k, lambda i: a * w[i]), "sum(i=1..k) a*w_i", r"\sum_{i=1}^{k} a w_{i}"),
    (
        sum_(k, lambda i: w[i] + a),
        "sum(i=1..k) (w_i + a)",
        r"\sum_{i=1}^{k} \left(w_{i} + a\right)",
    ),
    (prod(k, lambda i: -w[i]), "prod(i=1..k) (-w_i)", r"\prod_{i=1}^{k} \left(-w_{i}\right)"),
    (prod(t + 1, lambda i: a), "prod(i=1..(t + 1)) a", r"\prod_{i=1}^{t + 1} a"),
    (
        norm2(k, lambda i: v[i] - w[i]),
        "||(v_i - w_i)_(i=1..k)||_2",
        r"\left\|\left(v_{i} - w_{i}\right)_{i=1}^{k}\right\|_{2}",
    ),
    (sqrt(a + b), "sqrt(a + b)", r"\sqrt{a + b}"),
    (h[j, t + 1], "w_j(t + 1)", r"w_{j}\left(t + 1\right)"),
    (w[t + 1], "w_(t + 1)", r"w_{t + 1}"),
    (f.prime(p), "f'(p)", r"f'\left(p\right)"),
    (f.prime(p, 2) ** 2, "f''(p)**2", r"f''\left(p\right)^{2}"),
    (abs(a * b), "|a*b|", r"\left|a b\right|"),
    (abs(a - abs(b)), "abs(a - |b|)", r"\left|a - \left|b\right|\right|"),
    (maximum(a, b), "max(a, b)", r"\max\left(a, b\right)"),
    (
        max_over(k, lambda i: abs(w[i])),
        "max(i=1..k) |w_i|",
        r"\max_{i=1}^{k} \left|w_{i}\right|",
    ),
    (a / b, "a/b", r"\frac{a}{b}"),
    (rational("1/2") * a, "1/2*a", r"\tfrac12 a"),
    (a * rational("-12/5"), "a*(-12/5)", r"a \cdot \left(-\tfrac{12}{5}\right)"),
    (as_term(2) * 3, "2*3", r"2 \cdot 3"),
    (a * (b + c), "a*(b + c)", r"a \cdot \left(b + c\right)"),
    (exp(-a) * pi * E, "exp(-a)*pi*E", r"\exp\left(-a\right) \pi \mathrm{e}"),
    (log(alpha / eps), "log(alpha/eps)", r"\log\left(\frac{\alpha}{\varepsilon}\right)"),
    (
        partial(f(P), w[j]),
        "d/dw_j[f(prod(i=1..k) w_i)]",
        r"\frac{\partial}{\partial w_{j}}\left[f\left(\prod_{i=1}^{k} w_{i}\right)\right]",
    ),
    (expectation(abs(r[1])), "E[|r_1|]", r"\mathbb{E}\left[\left|r_{1}\right|\right]"),
    (probability(r[1] >= a), "Pr(r_1 >= a)", r"\Pr\left(r_{1} \ge a\right)"),
    (both(a <= b, b < c), "a <= b < c", r"a \le b < c"),
    (both(a <= b, c < b), "a <= b and c < b", r"a \le b\text{ and }c < b"),
    (both(a <= b, b >= c), "a <= b and b >= c", r"a \le b\text{ and }b \ge c"),
    (
        either(a < b, both(a < c, ne(c, b))),
        "a < b or a < c and c != b",
        r"a < b\text{ or }a < c\text{ and }c \ne b",
    ),
    (
        both(either(a < b, b < a), a < c),
        "(a < b or b < a) and a < c",
        r"\left(a < b\text{ or }b < a\right)\text{ and }a < c",
    ),
    (no(eq(a, b)), "not (a = b)", r"\text{not }\left(a = b\right)"),
    (implies(a < b, a < c), "if a < b then a < c", r"\text{if }a < b\text{ then }a < c"),
    (
        both(implies(a < b, a < c), a < b),
        "(if a < b then a < c) and a < b",
        r"\left(\text{if }a < b\text{ then }a < c\right)\text{ and }a < b",
    ),
    (
        forall(indices(k), lambda i: w[i] > 0),
        "for all i in 1..k: w_i > 0",
        r"\forall\, i \in \{1, \dots, k\}:\; w_{i} > 0",
    ),
    (
        forall(indices(k, [j]), lambda i: w[i] > 0),
        "for all i in 1..k, i != j: w_i > 0",
        r"\forall\, i \in \{1, \dots, k\} \setminus \{j\}:\; w_{i} > 0",
    ),
    (
        exists(reals(), lambda L: forall(times(1), lambda s: h[1, s] <= L)),
        "for some real L: for all natural s >= 1: w_1(s) <= L",
        r"\exists\, L \in \mathbb{R}:\; \forall\, s \in \{1, 2, \dots\}:\; "
        r"w_{1}\left(s\right) \le L",
    ),
    (
        independent(r, k),
        "r_1, ..., r_k are independent",
        r"{r}_{1}, \dots, {r}_{k}\text{ are independent}",
    ),
    (
        same_law(r, t + 1),
        "r_1, ..., r_(t + 1) have the same law",
        r"{r}_{1}, \dots, {r}_{t + 1}\text{ have the same law}",
    ),
    (both(), "true", r"\text{true}"),
    (either(), "false", r"\text{false}"),
    (indices(k), "i in 1..k", r"i \in \{1, \dots, k\}"),
    (Lambda((p,), p + a), "(p) -> p + a", r"\left(p\right) \mapsto p + a"),
    (w, "w", "w"),
    (Bound(0), "#0", r"\mathrm{\#0}"),
    (real("w_max"), "w_max", r"\mathrm{w\_max}"),
    (Variable("50%"), "50%", r"\mathrm{50\%}"),
    (real("x1") + w[1], "x1 + w_1", r"x_{1} + w_{1}"),
    (family("x1")[j], "x1_j", r"{x_{1}}_{j}"),
    (real("sigma2"), "sigma2", r"\sigma_{2}"),
]


@pytest.mark.parametrize(("node", "plain", "tex"), WRITTEN)
def test_reads_like_the_paper(node: Node, plain: str, tex: str) -> None:
    assert (text(node), latex(node)) == (plain, tex)


@pytest.mark.parametrize(
    ("term", "plain"),
    [
        (a - (b - c), "a - (b - c)"),
        (a - b - c, "a - b - c"),
        (a + (b + c), "a + (b + c)"),
        (-(a**2), "-a**2"),
        ((-a) ** 2, "(-a)**2"),
        (a / (b * c), "a/(b*c)"),
        (a / b * c, "a/b*c"),
        ((a / b) / c, "(a/b)/c"),
        (a ** (b**c), "a**(b**c)"),
        ((a**b) ** c, "(a**b)**c"),
        (2 * -a, "2*(-a)"),
        (Op("neg", (-a,)), "-(-a)"),
        (-(a * b), "-(a*b)"),
        ((-a) * b, "-a*b"),
        (a - (-b), "a - (-b)"),
        (a ** as_term(-1), "a**(-1)"),
        (rational("1/2") ** 2, "(1/2)**2"),
        (as_term(-2) ** 2, "(-2)**2"),
        (a * (b / c), "a*(b/c)"),
        (a + b * c, "a + b*c"),
    ],
)
def test_parentheses_are_those_needed(term: Term, plain: str) -> None:
    assert text(term) == plain


ARITHMETIC = st.recursive(
    st.one_of(
        st.sampled_from([a, b, c]),
        st.fractions(-9, 9, max_denominator=9).map(Number),
    ),
    lambda below: st.one_of(
        st.tuples(st.sampled_from(["add", "sub", "mul", "div", "pow", "max"]), below, below).map(
            lambda made: Op(made[0], made[1:])
        ),
        st.tuples(st.sampled_from(["neg", "exp", "sqrt"]), below).map(
            lambda made: Op(made[0], made[1:])
        ),
    ),
    max_leaves=12,
)


@given(ARITHMETIC)
@settings(max_examples=200, deadline=None)
def test_text_is_read_back_with_the_same_grouping(term: Term) -> None:
    assert _parsed(ast.parse(text(term), mode="eval").body) == _split_numbers(term)


def _parsed(node: ast.expr) -> Term:
    names = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div", ast.Pow: "pow"}
    match node:
        case ast.BinOp(left, op, right):
            return Op(names[type(op)], (_parsed(left), _parsed(right)))
        case ast.UnaryOp(ast.USub(), operand):
            return Op("neg", (_parsed(operand),))
        case ast.Call(ast.Name(name), args):
            return Op(name, tuple(_parsed(arg) for arg in args))
        case ast.Constant(int(number)):
            return as_term(number)
        case ast.Name(name):
            return real(name)
    raise AssertionError(ast.dump(node))


def _split_numbers(term: Term) -> Term:
    """Numbers as a reader sees them: -2/3 as (-2) divided by 3."""
    match term:
        case Number(value):
            above: Term = as_term(abs(value.numerator))
            above = -above if value < 0 else above
            return above if value.denominator == 1 else above / value.denominator
        case Op(name, args):
            return Op(name, tuple(_split_numbers(arg) for arg in args))
    return term


def test_an_index_never_takes_the_name_of_something_else() -> None:
    i = natural("i")
    assert text(prod(k, lambda i_: w[i_] * w[i])) == "prod(j=1..k) (w_j*w_i)"
    inner = prod(k, lambda i: w[i])
    assert text(prod(k, lambda i: w[i] * inner)) == "prod(i=1..k) (w_i*prod(j=1..k) w_j)"
    assert text(sum_(k, lambda w_: inner * i)) == "sum(j=1..k) (prod(l=1..k) w_l)*i"
    # Indices side by side may share a letter; a hint that is the family's own name may not stay.
    assert text(inner + inner) == "prod(i=1..k) w_i + prod(i=1..k) w_i"
    assert text(forall(indices(k), lambda w: v[w] > 0)) == "for all w in 1..k: v_w > 0"
    family_w = family("w")
    assert text(forall(indices(k), lambda w: family_w[w] > 0)) == "for all i in 1..k: w_i > 0"
    many = sum_(k, lambda i: sum_(k, lambda i: sum_(k, lambda i: sum_(k, lambda i: w[i] * a))))
    assert text(many).count("m=1..k") == 1
    crowd = prod(k, lambda i: w[i])
    for name in ("i", "j", "l", "m", "n", "r", "i2"):
        crowd = crowd + real(name)
    assert "prod(i3=1..k) w_i3" in text(crowd)


@given(st.one_of(bigs(depth=4, rational=False), propositions(depth=3)))
@settings(max_examples=30, deadline=None)
def test_bound_names_are_distinct_from_all_in_scope(node: Node) -> None:
    written = text(node)
    free = {"x", "y", "k", "j", "w", "v", "h", "a", "f", "r"} & {
        n.name for n in _all_nodes(node) if isinstance(n, Variable | Symbol)
    }
    bound = re.findall(r"\(([A-Za-z0-9_']+)=1\.\.", written)
    bound += re.findall(r"for (?:all|some) (?:natural |real )?([A-Za-z0-9_']+)", written)
    assert not free & set(bound)


def _all_nodes(node: Node) -> list[Node]:
    return list(subnodes(node))


@given(st.one_of(terms(depth=4, rational=False), propositions(depth=3)))
@settings(max_examples=40, deadline=None)
def test_latex_is_well_formed(node: Node) -> None:
    written = latex(node)
    _check_latex(written)
    assert text(node).count("(") == text(node).count(")")


def _check_latex(written: str) -> None:
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", written):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0
    assert written.count(r"\left") == written.count(r"\right")
    # TeX rejects a second sub- or superscript on one base.
    group = r"(?:\{[^{}]*\}|[A-Za-z0-9])"
    assert not re.search(rf"_{group}_|\^{group}\^", written)


def test_statement_has_a_line_for_each_part() -> None:
    stated = statement(
        [k, alpha, over(w, k), over(h_ := sequence("x"), k), f, r],
        {"positive": alpha > 0, "50%_large": forall(indices(k), lambda i: w[i] > alpha)},
        both(a_ := P > 0, eq(h_[1, 1], f(alpha)), r[1] > 0, a_),
    )
    assert statement_text(stated).splitlines() == [
        "Let natural k, real alpha, reals w_1, ..., w_k, sequences x_1, ..., x_k, "
        "twice differentiable function f, random r.",
        "(positive) alpha > 0",
        "(50%_large) for all i in 1..k: w_i > alpha",
        "Then prod(i=1..k) w_i > 0 and x_1(1) = f(alpha) and r_1 > 0 and prod(i=1..k) w_i > 0",
    ]
    lines = statement_latex(stated).split(" \\\\\n")
    assert len(lines) == 4
    assert lines[2].startswith(r"\text{(50\%\_large) }\forall\, i")
    for line in lines:
        _check_latex(line)
    parts = statement_lines(stated)
    assert [line.kind for line, _ in parts] == [
        "declaration", "hypothesis", "hypothesis", "conclusion"
    ]  # fmt: skip
    assert parts[1][0] == Line("hypothesis", "positive", "alpha > 0")
    assert parts[1][1] == Line("hypothesis", "positive", r"\alpha > 0")
    assert f"Then {parts[3][0].body}" == statement_text(stated).splitlines()[3]


def test_declarations_reserve_their_names() -> None:
    stated = statement([k, natural("i"), over(w, k)], {}, P > 0)
    assert statement_text(stated).endswith("Then prod(j=1..k) w_j > 0")


def test_relations_in_all_directions() -> None:
    for op, sign in [("<", "<"), ("<=", "<="), ("==", "="), ("!=", "!="), (">", ">")]:
        made: Proposition = Relation(op, a, as_term(Fraction(1)))
        assert text(made) == f"a {sign} 1"

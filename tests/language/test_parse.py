"""What is read means what it looks like, and what is not in the syntax is refused in one line."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.language import parse
from verifier.language.build import E, eq, exp, maximum, minimum, natural, ne, pi, rational, real
from verifier.language.evaluate import evaluate
from verifier.language.instance import Instance
from verifier.language.parse import Membership, parse_domain, parse_proposition, parse_term
from verifier.language.render import text
from verifier.language.terms import (
    And,
    Constant,
    LanguageError,
    Number,
    Op,
    Proposition,
    Relation,
    Term,
    Variable,
    as_term,
    subnodes,
)

x, y, z = real("x"), real("y"), real("z")


def op(name: str, *args: Term) -> Op:
    return Op(name, args)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("-x**2", -(x**2)),
        ("(-x)**2", (-x) ** 2),
        ("2**-x", as_term(2) ** (-x)),
        ("x**2**y", x ** (as_term(2) ** y)),
        ("x - y - z", (x - y) - z),
        ("x/y/z", (x / y) / z),
        ("x - y*z", x - y * z),
        ("-x*y", (-x) * y),
        ("- -x", op("neg", -x)),
        ("+x", x),
        ("x**(1/3)", x ** rational("1/3")),
        ("1/3*x", rational("1/3") * x),
        ("-3", as_term(-3)),
        ("-2**2", as_term(-4)),
        ("2**-1", rational("1/2")),
        ("10**3 + 1", as_term(1001)),
        ("0.1", rational("1/10")),
        (".5", rational("1/2")),
        ("5.", as_term(5)),
        ("1e-3", rational("1/1000")),
        ("2.5E+1", as_term(25)),
        ("1e" + 5_000 * "0" + "1", as_term(10)),
        ("1e-" + 5_000 * "0", as_term(1)),
        ("x/0", x / 0),
        ("1/0", as_term(1) / 0),
        ("0**0", as_term(0) ** 0),
        ("0**-1", as_term(0) ** -1),
        ("(-8)**(1/3)", as_term(-8) ** rational("1/3")),
        ("pi + E", pi + E),
        ("exp(x)", exp(x)),
        ("Abs(-x)", abs(-x)),
        ("abs(x)", abs(x)),
        ("Max(x)", x),
        ("Max(x, y, 2)", maximum(maximum(x, y), 2)),
        ("min(x, Min(y, z))", minimum(x, minimum(y, z))),
        (" x\t+\n1 ", x + 1),
        ("atan(tanh(sinh(x)))", op("atan", op("tanh", op("sinh", x)))),
        ("x1*x_2", real("x1") * real("x_2")),
    ],
)
def test_terms(written: str, meant: Term) -> None:
    assert parse_term(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("x < 1", x < 1),
        ("x = 1", eq(x, 1)),
        ("x == 1", eq(x, 1)),
        ("x != 1", ne(x, 1)),
        ("x >= y", x >= y),
        ("0 <= x <= 1", And((as_term(0) <= x, x <= 1))),
        ("x < y = z > 1", And((x < y, eq(y, z), z > 1))),
    ],
)
def test_propositions(written: str, meant: Proposition) -> None:
    assert parse_proposition(written) == meant


def test_variables_that_are_given() -> None:
    k = natural("k")
    assert parse_term("k + 1", {"k": k}) == k + 1
    with pytest.raises(LanguageError, match=r"column 5: y is not among the variables \(k\)"):
        parse_term("k + y", {"k": k})


def test_domains() -> None:
    assert parse_domain("k in Z") == Membership("k", "Z")
    assert parse_domain("x>=0") == (x >= 0,)
    assert parse_domain("0 < x < 1") == (as_term(0) < x, x < 1)


REFUSED = {
    "": "column 1: the text is empty",
    "   ": "column 4: the text ends too early",
    "x": "column 2: no relation",
    "x >": "column 4: the text ends too early",
    "> x": "column 1: unexpected '>'",
    "x >> 1": "column 4: unexpected '>'",
    "x => 1": "column 4: unexpected '>'",
    "x > 0)": "column 6: unexpected ')'",
    "(x > 0": "column 4: unexpected '>': a relation cannot stand in brackets",
    "(x + 1 > 0": "column 8: unexpected '>'",
    "exp(x": "column 6: the text ends too early: the bracket of column 4 is not closed",
    "() > 0": "column 2: there is nothing between the brackets",
    "x y > 0": "column 3: unexpected 'y': an operator is missing",
    "2x > 0": "column 2: unexpected 'x': an operator is missing",
    "x > 0 y": "column 7: unexpected 'y'",
    "1,5 > x": "column 2: unexpected ','",
    "x^2 > 0": "column 2: unexpected '^': write ** for a power",
    "|x| > 0": "column 1: unexpected '|': write Abs(x)",
    "x! > 0": "column 2: unexpected '!'",
    "x[0] > 0": "column 2: unexpected '[': write round brackets",
    "{x} > 0": "column 1: unexpected '{'",
    "'x' > 0": 'column 1: unexpected "\'"',
    '"x" > 0': "column 1: unexpected '\"'",
    "x.real > 0": "column 2: unexpected '.': attributes",
    "lambda: 0": "column 7: unexpected ':'",
    "lambda > 0": "column 1: 'lambda' cannot be used",
    "x > 0 and y > 0": "column 7: unexpected 'and'",
    "x; y": "column 2: unexpected ';'",
    "x # y": "column 3: unexpected '#'",
    "x \\ y": "column 3: unexpected '\\\\'",
    "x\0 > 0": "column 2: unexpected '\\x00'",
    "__import__('os').system('ls') > 0": "column 1: a name begins with a letter",
    "_x > 0": "column 1: a name begins with a letter",
    "eval(x) > 0": "column 1: unknown function eval",
    "open('f') > 0": "column 6: unexpected",
    "foo(x) > 0": "column 1: unknown function foo: there are sqrt exp",
    "ln(x) > 0": "column 1: unknown function ln: write log",
    "arctan(x) > 0": "column 1: unknown function arctan: write atan",
    "sinn(x) > 0": "column 1: unknown function sinn: write sin",
    "pi(2) > 0": "column 1: pi is not a function",
    "sin > 0": "column 1: sin is a function: write sin(...)",
    "sin x > 0": "column 1: sin is a function",
    "sin(x, y) > 0": "column 6: sin takes one argument",
    "Min() > 0": "column 5: there is nothing between the brackets",
    "sum > 0": "column 1: sum has a meaning of its own",
    "exp(x > 0) > 1": "column 7: unexpected '>'",
    "x \u2264 1": "column 3: '\\u2264' (LESS-THAN OR EQUAL TO) is not ASCII",
    "\u0445 > 1": "column 1: '\\u0445' (CYRILLIC SMALL LETTER HA) is not ASCII",
    "\uff11 > 1": "(FULLWIDTH DIGIT ONE) is not ASCII",
    "x\u00a0> 1": "(NO-BREAK SPACE) is not ASCII",
    "\udcff > 1": "'\\udcff' (no character) is not ASCII",
    "9**9**9**9 > 0": "column 5: an exponent over 10000 is too large",
    "x**10001 > 0": "column 2: an exponent over 10000",
    "x**-20000.5 > 0": "column 2: an exponent over 10000",
    "1e501 > 0": "column 1: a power of ten over 500",
    "1e99999999999999999999 > 0": "column 1: a power of ten over 500",
    "1" * 1001 + " > 0": "column 1: a number of more than 1000 digits",
    "1" * 10**6 + " > 0": "longer than 100000 characters",
    "x" * 65 + " > 0": "column 1: a name of more than 64 characters",
    "(" * 90_000 + "x": "column 81: nested more than 80 deep",
    "-" * 90_000 + "x > 0": "column 81: nested more than 80 deep",
    "2**" * 30_000 + "2 > 0": "nested more than 80 deep",
    "exp(" * 100 + "x" + ")" * 100 + "> 0": "nested more than 80 deep",
    "sin(1+x*(" * 60 + "x" + "))" * 60 + "> 0": "nested more than",
    "x+" * 45_000 + "x > 0": "more than 20000 parts",
}


@pytest.mark.parametrize("written", REFUSED, ids=lambda written: ascii(written)[:30])
def test_refused_in_one_line_and_fast(written: str) -> None:
    started = time.process_time()
    with pytest.raises(LanguageError) as caught:
        parse_proposition(written)
    assert time.process_time() - started < 4
    message = str(caught.value)
    assert REFUSED[written] in message
    assert "\n" not in message and message.isascii() and len(message) < 250


@pytest.mark.parametrize("name", ["exp", "pi", "Max", "Abs", "for", "2x", "x-y", "", "\u03b1"])
def test_names_that_are_no_variables(name: str) -> None:
    with pytest.raises(LanguageError, match=r"rename|name of a variable"):
        parse.check_name(name)
    with pytest.raises(LanguageError):
        parse_domain(f"{name} in R")


def test_powers_too_large_stay_as_they_are() -> None:
    assert parse_term("10**2000") == as_term(10) ** 2000
    assert parse_term("(10**900)*(10**950)") == Op(
        "mul", (as_term(10**900), Number(Fraction(10) ** 950))
    )


@pytest.mark.parametrize("sign", ["+", "-", "*", "/"])
def test_long_chains_are_not_deep(sign: str) -> None:
    names = [f"x{n}" for n in range(700)]
    term = parse_term(sign.join(names))
    assert depth(term) < 100
    put = {Variable(name): Fraction(n % 5 + 1, 3) for n, name in enumerate(names)}
    wanted = put[Variable("x0")]
    for name in names[1:]:
        value = put[Variable(name)]
        wanted = {"+": wanted + value, "-": wanted - value, "*": wanted * value,
                  "/": wanted / value}[sign]  # fmt: skip
    assert evaluate(term, Instance(put)) == wanted  # type: ignore[arg-type]


def depth(term: Term) -> int:
    return 1 + max(map(depth, term.args), default=0) if isinstance(term, Op) else 1


# Random terms, written with all brackets

NUMBERS = st.fractions(-5, 5, max_denominator=6).map(Number)
LEAVES = st.one_of(NUMBERS, st.sampled_from([x, y, Constant("pi"), Constant("E")]))
SIGNS = {"add": "+", "sub": "-", "mul": "*", "div": "/", "pow": "**"}
CALLED = ["exp", "log", "sqrt", "sin", "atan", "tanh"]


def _larger(below: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    small = st.integers(-3, 3).map(lambda n: Number(Fraction(n)))
    return st.one_of(
        st.builds(op, st.sampled_from(["add", "sub", "mul", "div", "max", "min"]), below, below),
        st.builds(op, st.just("pow"), below, small),
        st.builds(op, st.sampled_from(["neg", *CALLED]), below),
    )


TERMS = st.recursive(LEAVES, _larger, max_leaves=12)


def bracketed(term: Term) -> str:
    match term:
        case Op("neg", (a,)):
            return f"(-{bracketed(a)})"
        case Op(name, (a, b)) if name in SIGNS:
            return f"({bracketed(a)} {SIGNS[name]} {bracketed(b)})"
        case Op(name, args):
            called = {"max": "Max", "min": "Min"}.get(name, name)
            return f"{called}({','.join(map(bracketed, args))})"
        case Number(value):
            return f"({value})"
        case Constant(name) | Variable(name):
            return name
    raise AssertionError(term)


@settings(max_examples=300, deadline=None)
@given(TERMS)
def test_what_is_printed_is_read_back(term: Term) -> None:
    read = parse_term(bracketed(term))
    assert parse_term(bracketed(read)) == read
    assert parse_term(text(read)) == read
    relation = Relation("<=", read, x)
    assert parse_proposition(text(relation)) == relation


@settings(max_examples=300, deadline=None)
@given(TERMS, NUMBERS, NUMBERS)
def test_reading_does_not_change_values(term: Term, a: Number, b: Number) -> None:
    at = Instance({x: a.value, y: b.value})
    before, after = evaluate(term, at), evaluate(parse_term(bracketed(term)), at)
    if isinstance(before, Fraction) or isinstance(after, Fraction):
        assert before == after
    elif hasattr(before, "overlaps") and hasattr(after, "overlaps"):
        assert before.overlaps(after)
    else:
        assert before == after


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="xyE12.e+-*/()<=>!, sinMax\n\u2212", max_size=40))
def test_any_text_is_read_or_refused(written: str) -> None:
    try:
        proposition = parse_proposition(written)
    except LanguageError as error:
        assert "\n" not in str(error)
    else:
        assert all(isinstance(n.name, str) for n in subnodes(proposition) if isinstance(n, Op))

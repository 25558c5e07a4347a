"""Trigonometric functions at rational multiples of pi, and their inverses, in roots and pi, and
functions undone by their inverses.

Exact evaluation knows none of this: balls of sin(pi) and 0 never part.  Here a term is replaced by
one with the same value, so that equality there can be seen.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeVar

from flint import ctx

from verifier.decide.numeric import inputs_of
from verifier.language.binding import is_closed, transform
from verifier.language.evaluation import Evaluation
from verifier.language.instance import Instance
from verifier.language.terms import ONE, ZERO, Constant, Node, Number, Op, Term
from verifier.language.values import Missing

N = TypeVar("N", bound=Node)
Q = Fraction
BITS = 200
PI = Constant("pi")


def with_special_angles(node: N) -> N:
    """The same term or proposition, special values of functions written out.

    A tangent that is undefined becomes 1/0; every other term that is undefined stays so.
    """
    return transform(node, lambda part, _: _rewritten(part))


def _rewritten(node: Node) -> Node | None:
    match node:
        case Op("sin" | "cos" | "tan" as name, (argument,)) if _is_value(argument):
            turns = _multiple_of_pi(with_special_angles(argument))
            return None if turns is None else _TRIGONOMETRIC[name](turns)
        case Op("asin" | "acos" | "atan" as name, (argument,)) if _is_value(argument):
            return _inverse(name, with_special_angles(argument))
        case Op("pow", (Op("sqrt", (inner,)), Number(n))) if n == 2 and _is_value(inner):
            return _if_defined(node.args[0], with_special_angles(inner))
        case Op("exp", (Op("log", (inner,)),)) if _is_value(inner):
            return _if_defined(node.args[0], with_special_angles(inner))
        case Op("log", (Op("exp", (inner,)),)) if _is_value(inner):
            return with_special_angles(inner)
        case Op("max" | "min" as name, (a, b)) if _is_value(node):
            first, second = with_special_angles(a), with_special_angles(b)
            return first if first == second else Op(name, (first, second))
    return None


def _if_defined(condition: Term, value: Term) -> Term | None:
    """The value, if the condition certainly is; nothing changes otherwise."""
    with ctx.workprec(BITS):
        known = not isinstance(Evaluation(Instance({})).term(condition), Missing)
    return value if known else None


def _is_value(term: Term) -> bool:
    return not inputs_of(term) and is_closed(term)


def _multiple_of_pi(term: Term) -> Fraction | None:
    """q if the term is q*pi by its form."""
    form = _pi_form(term)
    return None if form is None or form[0] else form[1]


def _pi_form(term: Term) -> tuple[Fraction, Fraction] | None:
    """(a, b) if the term is a + b*pi by its form."""
    match term:
        case Number(value):
            return value, Q(0)
        case Constant("pi"):
            return Q(0), Q(1)
        case Op("neg", (a,)):
            form = _pi_form(a)
            return None if form is None else (-form[0], -form[1])
        case Op("add" | "sub" | "mul" | "div" as name, (a, b)):
            first, second = _pi_form(a), _pi_form(b)
            return None if first is None or second is None else _combined(name, first, second)
    return None


def _combined(
    name: str, a: tuple[Fraction, Fraction], b: tuple[Fraction, Fraction]
) -> tuple[Fraction, Fraction] | None:
    match name:
        case "add":
            return a[0] + b[0], a[1] + b[1]
        case "sub":
            return a[0] - b[0], a[1] - b[1]
        case "mul" if not a[1]:
            return a[0] * b[0], a[0] * b[1]
        case "mul" if not b[1]:
            return a[0] * b[0], a[1] * b[0]
        case "div" if b[0] and not b[1]:
            return a[0] / b[0], a[1] / b[0]
    return None


def _root(n: int) -> Term:
    return Op("sqrt", (Number(Q(n)),))


def _number(value: str) -> Term:
    return Number(Q(value))


# sin(q*pi) for q in [0, 1/2].
_SINES: dict[Fraction, Term] = {
    Q(0): ZERO,
    Q(1, 12): (_root(6) - _root(2)) / 4,
    Q(1, 10): (_root(5) - 1) / 4,
    Q(1, 6): _number("1/2"),
    Q(1, 4): _root(2) / 2,
    Q(3, 10): (_root(5) + 1) / 4,
    Q(1, 3): _root(3) / 2,
    Q(5, 12): (_root(6) + _root(2)) / 4,
    Q(1, 2): ONE,
}
_TANGENTS: dict[Fraction, Term] = {
    Q(0): ZERO,
    Q(1, 12): 2 - _root(3),
    Q(1, 6): _root(3) / 3,
    Q(1, 4): ONE,
    Q(1, 3): _root(3),
    Q(5, 12): 2 + _root(3),
    Q(1, 2): ONE / ZERO,
}


def _sine(turns: Fraction) -> Term | None:
    turns %= 2
    if turns > 1:
        found = _sine(turns - 1)
        return None if found is None else -found
    return _SINES.get(min(turns, 1 - turns))


def _cosine(turns: Fraction) -> Term | None:
    return _sine(turns + Q(1, 2))


def _tangent(turns: Fraction) -> Term | None:
    turns %= 1
    if turns > Q(1, 2):
        found = _TANGENTS.get(1 - turns)
        return None if found is None else -found
    return _TANGENTS.get(turns)


_TRIGONOMETRIC = {"sin": _sine, "cos": _cosine, "tan": _tangent}


def _inverse(name: str, value: Term) -> Term | None:
    """The angle in [-pi/2, pi/2], or [0, pi] for acos, whose sine, cosine or tangent this is."""
    table = _TANGENTS if name == "atan" else _SINES
    for turns, known in table.items():
        if name == "atan" and turns == Q(1, 2):
            continue
        for angle, form in ((turns, known), (-turns, _negated(known))):
            if value == form:
                return Number(Q(1, 2) - angle if name == "acos" else angle) * PI
    return None


def _negated(term: Term) -> Term:
    return Number(-term.value) if isinstance(term, Number) else -term

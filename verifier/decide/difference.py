"""How far the two sides of an equality are apart, in sympy's simplest words, for error messages.

sympy sees opaque parts of terms as symbols and is never believed: what it says helps an author to
find a slip, and nothing else rests on it.
"""

from __future__ import annotations

from typing import Any

from verifier.kernel.certificates.canonical import arithmetic_arguments, atom_key
from verifier.language.render import text
from verifier.language.terms import Number, Op, Relation, Term


def difference(equality: Relation) -> str:
    """`left - right` as a quotient in lowest terms; "0" if the two sides agree."""
    import sympy

    names: dict[str, Any] = {}
    value = sympy.factor(sympy.cancel(_view(equality.left - equality.right, names)))
    return str(value)


def equal_by_sympy(left: Term, right: Term) -> bool:
    """Whether sympy finds two terms equal as rational functions of their opaque parts."""
    import sympy

    return bool(sympy.cancel(_view(left - right, {})) == 0)


def _view(term: Term, names: dict[str, Any]) -> Any:
    import sympy

    below = arithmetic_arguments(term)
    if isinstance(term, Number):
        return sympy.Rational(term.value.numerator, term.value.denominator)
    if below is None:
        key = atom_key(term)
        return names.setdefault(key, sympy.Symbol(text(term)))
    parts = [_view(part, names) for part in below]
    assert isinstance(term, Op)
    match term.name:
        case "add":
            return parts[0] + parts[1]
        case "sub":
            return parts[0] - parts[1]
        case "mul":
            return parts[0] * parts[1]
        case "div":
            return parts[0] / parts[1]
        case "neg":
            return -parts[0]
    exponent = term.args[1]
    assert isinstance(exponent, Number)
    return parts[0] ** exponent.value.numerator

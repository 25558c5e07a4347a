"""What may come of a proposition, as a set of bits: the three-valued connectives on such sets."""

from __future__ import annotations

from flint import fmpq

from verifier.language.values import UNDEFINED, Missing, Value, ball, plain

# true; false; undefined; true at every time looked at.  `ANY`: nothing is known.
T, F, U, S = 1, 2, 4, 8
ANY = T | F | U


def relate(op: str, a: Value, b: Value) -> int:
    """The possible outcomes of `a op b`: `U` if a side is undefined."""
    if isinstance(a, Missing) or isinstance(b, Missing):
        return U if a is UNDEFINED or b is UNDEFINED else ANY
    x, y = plain(a), plain(b)
    if op in (">", ">="):
        x, y, op = y, x, "<" if op == ">" else "<="
    exact = type(x) is fmpq and type(y) is fmpq
    if not exact:
        x, y = ball(x), ball(y)
    if op == "<":
        yes, no = x < y, x >= y
    elif op == "<=":
        yes, no = x <= y, x > y
    else:
        yes = x == y
        no = not yes if exact else not x.overlaps(y)
        if op == "!=":
            yes, no = no, yes
    return T if yes else F if no else T | F


_EACH = (T, F, U, S)
# What the outcome of a compound is, by that of the first part and then that of the second.
AND = {
    T: {T: T, F: F, U: U, S: S},
    F: {T: F, F: F, U: F, S: F},
    U: {T: U, F: U, U: U, S: U},
    S: {T: S, F: F, U: F | U, S: S},
}
OR = {
    T: {T: T, F: T, U: T, S: T},
    F: {T: T, F: F, U: U, S: S},
    U: {T: U, F: U, U: U, S: U},
    S: {T: S, F: S, U: S, S: S},
}
NOT = {T: {T: F}, F: {T: T}, U: {T: U}, S: {T: ANY}}
IMPLIES = {
    T: {T: T, F: F, U: U, S: S},
    F: {T: T, F: T, U: T, S: T},
    U: {T: U, F: U, U: U, S: U},
    S: {T: T, F: ANY, U: ANY, S: S},
}


def bind(first: int, table: dict[int, dict[int, int]], second: int) -> int:
    if first in table and second in table[first]:
        return table[first][second]
    outcomes = 0
    for a in _EACH:
        if first & a:
            for b in _EACH:
                if second & b:
                    outcomes |= table[a][b]
    return outcomes


def prevailing(first: int, second: int, order: tuple[int, ...]) -> int:
    """The outcomes of which at least one of two sets' members prevails."""
    if first == second and first in order:
        return first
    outcomes = 0
    for a in order:
        for b in order:
            if first & a and second & b:
                outcomes |= order[min(order.index(a), order.index(b))]
    return outcomes

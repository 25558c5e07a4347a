"""Simple values: small rationals, families, laws and functions, in the order of simplicity."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from verifier.evidence.source import Source
from verifier.language.binding import Lambda
from verifier.language.instance import polynomial_function
from verifier.language.law import Law, product_law
from verifier.language.terms import Op, Variable

Q = Fraction
POSITIVE = tuple(
    map(Q, ("1", "2", "1/2", "3", "3/2", "1/3", "2/3", "4", "3/4", "1/4", "5/4", "1/10", "9/10",
            "5", "10", "1/8", "7/8", "9/8", "1/100", "100"))
)  # fmt: skip
REALS = (Q(0), *(v for p in POSITIVE for v in (p, -p)))
FRACTIONS = tuple(map(Q, ("1/2", "1/4", "3/4", "1/3", "2/3", "1/8", "7/8", "1/16", "1/100")))
SIGNS = (Q(1), Q(-1))


def member_values(source: Source, count: int) -> tuple[Fraction, ...]:
    """Values of a family: all equal, all positive, of any sign, or near 1."""
    kind = source.pick(("positive", "equal", "positive", "any", "near one", "two values"))
    match kind:
        case "equal":
            return (source.pick(POSITIVE),) * count
        case "positive":
            return tuple(source.pick(POSITIVE) for _ in range(count))
        case "near one":
            return tuple(1 + source.pick((Q(0), *SIGNS)) / 16 for _ in range(count))
        case "two values":
            pair = (source.pick(POSITIVE), source.pick(POSITIVE))
            return tuple(source.pick(pair) for _ in range(count))
    return tuple(source.pick(REALS) for _ in range(count))


def related_values(source: Source, like: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Values near those of another family: a copy, one member moved, all moved, signs flipped."""
    kind = source.pick(("same", "one moved", "all moved", "scaled", "flipped"))
    values = list(like)
    match kind:
        case "one moved" if values:
            place = source.pick(range(len(values)))
            values[place] += source.pick(SIGNS) * source.pick(FRACTIONS)
        case "all moved":
            step = source.pick(FRACTIONS)
            values = [v + source.pick((Q(1), Q(0), Q(-1))) * step for v in values]
        case "scaled":
            factor = 1 + source.pick(FRACTIONS)
            values = [v * factor for v in values]
        case "flipped":
            values = [v * source.pick(SIGNS) for v in values]
    return tuple(values)


MASSES: tuple[tuple[Fraction, ...], ...] = tuple(
    tuple(map(Q, masses.split()))
    for masses in ("1/2 1/2", "1", "1/4 3/4", "1/3 2/3", "1/10 9/10", "1/3 1/3 1/3",
                   "1/4 1/4 1/2", "1/100 99/100")
)  # fmt: skip


def marginal(source: Source, atoms: int) -> list[tuple[Fraction, Fraction]]:
    """A law of one real on at most so many values."""
    masses = source.pick([m for m in MASSES if len(m) <= atoms])
    pool = source.pick((POSITIVE, REALS))
    law: dict[Fraction, Fraction] = {}
    zero = source.pick((False, True))  # a value and 0: where inequalities of moments are tight
    for place, mass in enumerate(masses):
        value = Q(0) if zero and place + 1 == len(masses) else source.pick((Q(0), *pool))
        law[value] = law.get(value, Q(0)) + mass
    return [(mass, value) for value, mass in law.items()]


MOST_RANDOM = 10  # independent members with more than one value: the outcomes are enumerated


def random_law(source: Source, count: int, independent: bool, same: bool) -> Law:
    """A joint law of `count` members; without independence also copies and arbitrary ones."""
    atoms = 3 if count <= 3 else 2 if count <= MOST_RANDOM else 1
    shape = "product" if independent else source.pick(("copies", "signed", "joint", "product"))
    if shape == "copies":
        return Law(tuple((p, (v,) * count) for p, v in marginal(source, 3)))
    if shape == "signed":
        flips = tuple(source.pick(SIGNS) for _ in range(count))
        return Law(tuple((p, tuple(v * f for f in flips)) for p, v in marginal(source, 3)))
    if shape == "joint":
        masses = source.pick(MASSES)
        rows = [tuple(source.pick(REALS) for _ in range(count)) for _ in masses]
        return Law(tuple(zip(masses, rows, strict=True)))
    one = marginal(source, atoms)
    return product_law([one if same else marginal(source, atoms) for _ in range(count)])


# Laws of second moment 1: probabilities, each with the size of the value.
UNIT: tuple[tuple[tuple[Fraction, Fraction], ...], ...] = tuple(
    tuple((Q(p), Q(x)) for p, x in zip(law.split()[::2], law.split()[1::2], strict=True))
    for law in ("1 1", "3/4 0 1/4 2", "4/5 1/2 1/5 2", "1/2 1/5 1/2 7/5", "8/9 0 1/9 3",
                "9/10 1/3 1/10 3", "15/16 0 1/16 4", "20/21 1/2 1/21 4", "99/100 0 1/100 10")
)  # fmt: skip


def unit_law(source: Source, count: int, independent: bool, same: bool) -> Law:
    """A joint law of members of second moment 1; without independence also copies."""
    if not independent and source.pick((True, False)):
        return Law(tuple((p, (x,) * count) for p, x in _unit_marginal(source)))
    if count > 3:  # the outcomes are enumerated
        sizes: list[list[tuple[Fraction, Fraction]]] = [[(Q(1, 2), s) for s in SIGNS]]
        return product_law(sizes * count if count <= MOST_RANDOM else [[(Q(1), Q(1))]] * count)
    one = _unit_marginal(source)
    return product_law([one if same else _unit_marginal(source) for _ in range(count)])


def _unit_marginal(source: Source) -> list[tuple[Fraction, Fraction]]:
    """A law of second moment 1, with a fair sign or with any signs."""
    sizes = source.pick(UNIT)
    if source.pick((True, False)):
        return [(p / 2 if x else p, s * x) for p, x in sizes for s in (SIGNS if x else SIGNS[:1])]
    return [(p, x * source.pick(SIGNS)) for p, x in sizes]


_p = Variable("p")
_NAMED = (
    Lambda((_p,), Op("exp", (_p,))),
    Lambda((_p,), Op("log", (1 + Op("exp", (_p,)),))),
    Lambda((_p,), Op("sin", (_p,))),
)
_POLYNOMIALS: tuple[Lambda, ...] = tuple(
    polynomial_function([Q(c) for c in coefficients.split()])
    for coefficients in ("0 1", "0 -1", "0 0 1", "1/2 1 1/2", "1/2 -1 1/2", "0", "0 0 0 1",
                         "0 1 1", "0 -1 0 1", "0 0 0 1/3 1/4", "0 2", "0 10")
)  # fmt: skip


def random_function(source: Source, named: bool = True, slow: bool = False) -> Lambda:
    """A polynomial of low degree; if `named`, now and then exp, softplus or sin; if `slow`, mostly
    positive ones that change slowly, and polynomials only."""
    kinds = ("listed", "listed", "listed", "random", "named")
    kind = source.pick(("slow", "slow", "slow", "listed", "random") if slow else kinds)
    if kind == "listed":
        return source.pick(_POLYNOMIALS)
    if kind == "slow":
        slope = source.pick(REALS) * source.pick((Q(1, 8), Q(0), Q(1)))
        bend = source.pick(REALS) * source.pick((Q(0), Q(1, 64), Q(1, 8)))
        return polynomial_function([source.pick(POSITIVE), slope, bend])
    if kind == "named" and named:
        return source.pick(_NAMED)
    degree = source.pick((1, 2, 3))
    return polynomial_function([source.pick(REALS) for _ in range(degree + 1)])

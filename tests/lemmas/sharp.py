"""Instances at which lemmas on whole runs hold barely, or fail once one of their hypotheses does
not hold: what is false nearby is mostly false there."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from verifier.language.law import Law, product_law

Value: TypeAlias = "int | str | list[int] | list[str] | list[list[int]] | list[list[str]] | Law"
Values: TypeAlias = dict[str, Value]


def iid(k: int, *pairs: tuple[str, str]) -> Law:
    """The law of k independent variables, given by probabilities with values."""
    return product_law([[(Fraction(p), Fraction(x)) for p, x in pairs]] * k)


def copies(k: int, *pairs: tuple[str, str]) -> Law:
    """The law of k copies of one variable."""
    return Law(tuple((Fraction(p), (Fraction(x),) * k) for p, x in pairs))


# Losses by their coefficients
LINEAR: list[int] = [0, 1]
CONSTANT: list[int] = [0]
FALLING: list[int] = [0, -1]
STEEP: list[int] = [0, 100]
SQUARE: list[str] = ["1/2", "1", "1/2"]  # (p + 1)**2/2
FLAT: list[str] = ["0", "1", "-1/2", "-1/3", "1/4"]  # with the slope (p - 1)**2 (p + 1)

SIZES = (("2/5", "1/2"), ("2/5", "-1/2"), ("1/10", "2"), ("1/10", "-2"))
FAIR = (("1/2", "0"), ("1/2", "1"))

# Theorem 2
SAMPLE: Values = {"k": 1, "s": "1/2", "L": 1, "lowest": -1, "gap": "1/2", "f": LINEAR, "w": [0]}
SAMPLES: tuple[Values, ...] = (
    {**SAMPLE, "eta": "1/2"},
    {**SAMPLE, "eta": "10/199"},
    {**SAMPLE, "eta": 1, "s": 1},
    {**SAMPLE, "eta": "1/2", "gap": 9},
    {**SAMPLE, "eta": 1, "L": "1/9"},
    {**SAMPLE, "eta": "1/2", "L": "1/2"},
)
SMALL: Values = {"k": 1, "s": 0, "b": "1/2", "m": 1, "v": iid(1, *FAIR)}
SMALLS: tuple[Values, ...] = (
    SMALL,
    {**SMALL, "b": 1, "m": 2, "v": iid(1, ("1/2", "0"), ("1/2", "2"))},
    {**SMALL, "b": 2, "m": 2, "v": iid(1, ("1", "2"))},
    {**SMALL, "v": iid(1, ("1", "0"))},
    {**SMALL, "k": 2, "v": copies(2, *FAIR)},
    {**SMALL, "s": 1, "v": iid(1, ("1", "0"))},
    {**SMALL, "v": iid(1, ("1", "1"))},
)
NOTHING: Values = {"L": 1, "lowest": -1, "gap": "1/2", "f": LINEAR}
STILL: Values = {**NOTHING, "k": 2, "c2": 1, "v": iid(2, ("1", "0"))}
RARE: Values = {**NOTHING, "k": 1, "s": "1/2", "b": "1/2", "m": "1/2", "v": iid(1, ("1", "0"))}
TRADES: tuple[Values, ...] = (
    {**RARE, "eta": "1/2", "s": "1/1000", "b": "1/1000"},
    {**RARE, "eta": "1/2", "s": "1/1000", "b": "1/1000", "k": 2, "v": iid(2, ("1", "0"))},
    {**RARE, "eta": "1/1000", "s": "1/10", "b": "1/10", "L": "1/10"},
    {**RARE, "eta": -1, "s": "1/10", "b": "1/10"},
    {**RARE, "eta": "1/2", "s": "-1/2", "b": "1/1000", "v": iid(1, ("1", "1/2"))},
    {**RARE, "eta": "1/2"},
    {**RARE, "eta": "50/101"},
    {**RARE, "eta": 1},
    {**RARE, "eta": "1/2", "gap": 9},
    {**RARE, "eta": 1, "L": "1/9"},
    {**RARE, "eta": "1/2", "v": iid(1, ("1", "3"))},
    {**RARE, "eta": "1/2", "s": "1/4", "v": iid(1, ("3/4", "0"), ("1/4", "1"))},
)
STRENGTHENED: tuple[Values, ...] = (
    {**STILL, "eta": "1/2", "k": 14, "v": iid(14, ("1", "0"))},
    {**STILL, "eta": "1/2", "k": 30, "v": iid(30, ("1", "0"))},
    {**STILL, "eta": "1/8"},
    {**STILL, "eta": "1/2"},
    {**STILL, "eta": "1/2", "gap": 9},
    {**STILL, "eta": 100, "L": "1/1000"},
    {**STILL, "eta": "1/2", "v": iid(2, ("1", "3"))},
    {**STILL, "k": 3, "eta": "1/2", "c2": "1/2", "v": copies(3, *FAIR)},
)
BALL: Values = {
    "k": 2, "alpha": 1, "beta": "11/10", "delta": "1/10", "B": "1/10", "eta": 1, "L": 1,
    "w": ["1/10", "1/10"], "f": LINEAR,
}  # fmt: skip
RUN: Values = {**BALL, "alpha": "1/10", "beta": "1/5", "lowest": -1, "gap": "1/2"}

# Lemmas 9 and 10
DOWN: Values = {"k": 1, "s": 1, "T": 2, "eta": "1/4", "beta": 1, "w": [1], "f": LINEAR}
DOWNS: tuple[Values, ...] = (
    DOWN,
    {**DOWN, "k": 2, "T": 1, "beta": "1/100", "eta": 1000, "w": ["1/10", "1/10"]},
    {**DOWN, "k": 2, "beta": 1, "w": [3, 3]},
    {**DOWN, "f": FALLING},
    {**DOWN, "f": FLAT},
    {**DOWN, "k": 3, "w": [-1, -1, 1]},
    {**DOWN, "eta": -1},
)
STEPS: tuple[Values, ...] = (
    {**DOWN, "L": 1, "k": 2, "T": 3, "eta": "1/1000", "w": ["1/2", "2"]},
    {**DOWN, "L": 1, "k": 2, "T": 1, "eta": "1/1000", "w": ["1/2", "2"]},
    {**DOWN, "L": 1, "k": 2, "eta": "1/1000", "w": ["1/3", "3"]},
    {**DOWN, "L": 1, "k": 2, "eta": "1/100", "w": [3, 3]},
    {**DOWN, "L": 1, "f": FALLING},
    {**DOWN, "L": 4, "f": FLAT},
    {**DOWN, "L": 1, "eta": "1/100", "f": STEEP},
    {**DOWN, "L": 1, "k": 1, "T": 1, "eta": 3, "w": [1]},
    {**DOWN, "L": 1, "eta": -1},
)
CLOSE: Values = {
    "k": 2, "T": 1, "eta": "1/1000", "C": 1, "L": 1, "kappa": "1/4", "w": ["3/4", "5/4"],
    "f": LINEAR,
}  # fmt: skip
CLOSES: tuple[Values, ...] = (
    CLOSE,
    {**CLOSE, "kappa": 0, "w": [1, 1], "T": 2},
    {**CLOSE, "k": 1, "kappa": 0, "w": [1]},
    {**CLOSE, "w": ["1/2", "2"]},
    {**CLOSE, "T": 2, "eta": "1/16", "f": STEEP},
    {**CLOSE, "T": 2, "eta": "1/20", "f": FALLING},
    {**CLOSE, "kappa": 2, "w": [3, 3]},
    {**CLOSE, "T": 8, "eta": "1/20"},
    {**CLOSE, "eta": -1},
)
DECAY: Values = {
    "k": 1, "s": 1, "n": 3, "eta": 1, "beta": 3, "C": 3, "c": 1, "w": [3], "f": LINEAR,
}  # fmt: skip
DECAYS: tuple[Values, ...] = (
    {**DECAY, "n": 11, "eta": "1/4", "beta": "4", "C": "4", "w": [4]},
    {**DECAY, "n": 2, "eta": 1, "k": 2, "w": [1, 1], "f": FLAT, "beta": 1, "C": 1},
    {**DECAY, "n": 3, "eta": "1/10", "k": 2, "w": ["3/2", "3/2"], "beta": "9/4", "C": "3/2"},
    {**DECAY, "n": 14, "eta": "1/10", "k": 2, "w": ["3/2", "3/2"], "beta": "9/4", "C": "3/2"},
)

# Theorem 3
NEAR: Values = {
    "k": 2, "m": 1, "kappa": "1/64", "B": 1, "L": 1, "eta": "1/4", "w": ["63/64", "65/64"],
    "f": LINEAR,
}  # fmt: skip
NEARS: tuple[Values, ...] = (
    NEAR,
    {**NEAR, "kappa": "1/4096", "w": ["4095/4096", "4097/4096"]},
    {**NEAR, "k": 3, "w": [1, 1, 1], "f": SQUARE, "L": 2, "eta": 1},
    {**NEAR, "kappa": 1, "w": ["1/100", "1"]},
    {**NEAR, "w": ["1/100", "1"]},
    {**NEAR, "w": [1, 1], "f": [0, 0, 100], "B": "1/1000", "L": "1/5", "eta": 1},
    {**NEAR, "w": [1, 1], "f": FALLING},
    {**NEAR, "w": [1, 1], "f": STEEP},
    {**NEAR, "w": [1, 1], "f": CONSTANT},
    {**NEAR, "m": 2},
    {**NEAR, "k": 4, "w": ["63/64", "65/64", "65/64", "65/64"], "B": 2, "eta": "1/8"},
)
SHORT: tuple[Values, ...] = (
    {"a": "1/4", "s": "1/11"},
    {"a": "1/4", "s": "1/10000"},
    {"a": 1, "s": "1/2"},
)
CROSSING: tuple[Values, ...] = tuple({**near, **short} for near in NEARS for short in SHORT)
JUMP: Values = {
    "k": 2, "m": 1, "eta": "1/4", "r": 1, "L": 1, "kappa": "1/64", "a": "1/4", "s": "1/11",
    "w": ["13/50", "9/25"],
}  # fmt: skip
JUMPS: tuple[Values, ...] = (
    {**JUMP, "s": "889/10000"},
    {**JUMP, "s": "1/32", "w": ["13/100", "7/25"]},
    {**JUMP, "r": 100},
    {**JUMP, "r": -100},
    {**JUMP, "w": ["0", "1/4"]},
    {**JUMP, "w": [1, 1]},
    {**JUMP, "w": [1, 1], "r": 0},
    {**JUMP, "w": ["1/2", "10"]},
    {**JUMP, "k": 60, "w": ["1"] + 59 * ["10307/10000"]},
    {**JUMP, "eta": 4, "w": ["13/50", "9/25"]},
)

RATE: Values = {
    "k": 2, "c1": 7, "c3": 1, "L": 1, "eta": "1/4", "w": ["127/128", "129/128"], "f": LINEAR,
}  # fmt: skip
RATES: tuple[Values, ...] = (
    RATE,
    {**RATE, "k": 3, "c1": 4, "eta": 2, "w": [1, 1, 1]},
    {**RATE, "k": 2, "c1": "1/1000", "w": ["1/100", "1"]},
    {**RATE, "w": ["1/100", "1"]},
    {**RATE, "k": 3, "c1": 4, "eta": "1/4", "w": [1, 1, 1], "f": STEEP},
    {**RATE, "eta": 1, "L": "1/5", "c3": "1/1000", "w": [1, 1], "f": [0, 0, 100]},
    {**RATE, "w": [1, 1], "f": FALLING},
    {**RATE, "w": [-1, 1]},
    {**RATE, "w": [[1, 1], [-1, 1]]},
)

# Theorem 4: with one coordinate the error shrinks by 1 - eta in each step
ONE: Values = {
    "k": 1, "m": 1, "Y": 1, "W": 0, "g": 1, "gamma": 1, "q": 1, "w": [0], "s": [1],
    "eta": "1/1000", "eps": "49801/100000",
}  # fmt: skip
TWO: Values = {**ONE, "k": 2, "w": [0, 1], "s": [1, 1], "eta": "1/10", "eps": "1/10"}
ONES: tuple[Values, ...] = (
    ONE,
    {**ONE, "eps": "4982/10000"},
    {**ONE, "s": [-1]},
    {**ONE, "eta": 3, "eps": "1/10"},
    {**ONE, "w": [5], "eta": "1/7", "eps": "1/10"},
    {**ONE, "w": [-5], "eta": "1/7", "eps": "1/10"},
    {**ONE, "eta": 3, "q": "1/10", "g": 100, "gamma": 100, "eps": "1/10"},
    {**ONE, "eta": -1, "eps": "1/10"},
    {**ONE, "Y": -1, "W": 2, "w": [2], "eta": "1/7", "eps": "1/10"},
    {**ONE, "eta": "1/7", "eps": 0},
    {**TWO, "w": [0, 0]},
    TWO,
    {**TWO, "w": [0, 1], "s": [1, -1]},
    {**TWO, "w": [0, -1], "s": [1, -1]},
    {**TWO, "m": 2},
    {**ONE, "k": 2, "w": [0, 2], "s": [1, 1], "gamma": 2, "g": 2, "q": 2, "eta": "1/20"},
    {**ONE, "k": 2, "w": ["0", "1/10"], "s": [1, 1], "eta": "1/10"},
    {**ONE, "k": 2, "w": ["1/2", "3/2"], "s": [1, 1], "W": "1/2", "q": "3/2", "eta": "1/15"},
    {**ONE, "k": 2, "w": [2, 1], "s": [1, 1], "Y": 4, "eta": "1/1000"},
    {**ONE, "k": 2, "w": ["1/2", "1/2"], "s": [1, 1], "gamma": "1/2", "q": "1/2", "eta": "1/100"},
    {**ONE, "w": [2], "eta": "1/10"},
    {**ONE, "w": [2], "Y": 3, "gamma": 10, "g": 10, "eta": "1/10"},
    {**ONE, "w": [-1], "eta": "1/10"},
    {**ONE, "eta": "1/7", "eps": "1/8"},
    {**ONE, "eta": "1/6", "eps": "1/8"},
    {**ONE, "gamma": 2, "eta": "1/10"},
    {**ONE, "w": ["1/100"], "W": "1/100", "eta": "1/7"},
    {**ONE, "w": [1], "W": 1, "eta": "1/7"},
    {**TWO, "w": ["1/100", "2"], "W": "1/100", "q": 2, "eta": "1/100"},
    {**TWO, "w": ["1/10", "2"], "W": "1/10", "q": 2, "eta": "1/22"},
    {**TWO, "w": ["1/10", "2"], "W": "1/10", "q": 2, "eta": 1},
    {**TWO, "w": ["1/10", "2"], "W": "1/10", "q": 2, "eta": -1},
)

SHARP: dict[str, tuple[Values, ...]] = {
    "salim2019/law": ({"k": 1, "v": iid(1, *SIZES)}, {"k": 2, "v": iid(2, *SIZES)}),
    "shamir2019/assumption-2-satisfiable": ({"k": 1, "w": iid(1, *SIZES)},),
    "shamir2019/lemma-9": DECAYS,
    "shamir2019/lemma-9-downhill": DOWNS,
    "shamir2019/lemma-9-monotone": STEPS,
    "shamir2019/lemma-10": CLOSES,
    "shamir2019/lemma-13-prime": ONES,
    "shamir2019/lemma-13-prime-order": ONES,
    "shamir2019/lemma-13-prime-run": ONES,
    "shamir2019/lemma-15": ONES,
    "shamir2019/lemma-15-run": ONES,
    "shamir2019/lemma-16": ONES,
    "shamir2019/theorem-2-per-sample": SAMPLES,
    "shamir2019/theorem-2-run": (
        RUN,
        {**RUN, "eta": 100},
        {**RUN, "gap": 9},
        {**RUN, "w": [[0, 0], [9, 9]], "delta": 0, "alpha": "1/10"},
        {**RUN, "eta": "1/100", "w": [["1/10", "1/10"], ["9", "9"]]},
        {**RUN, "w": ["1/10", "1/10"], "L": "1/100", "f": STEEP},
    ),
    "shamir2019/theorem-2-small-product": SMALLS,
    "shamir2019/theorem-2-strengthened": STRENGTHENED,
    "shamir2019/theorem-2-trade-off": TRADES,
    "shamir2019/theorem-3-crossing": CROSSING,
    "shamir2019/theorem-3-first-count": NEARS,
    "shamir2019/theorem-3-no-jump": JUMPS,
    "shamir2019/theorem-3-rate": RATES,
    "shamir2019/theorem-3-second-count": NEARS,
    "shamir2019/theorem-3-strengthened": NEARS,
    "shamir2019/theorem-4-both-forms": ONES,
    "shamir2019/theorem-4-convergence-product": ONES,
    "shamir2019/theorem-4-convergence-sum": ONES,
    "shamir2019/theorem-4-lemma-13-never-applies-in-a-run": ONES,
    "shamir2019/theorem-4-passed": ONES,
    "shamir2019/theorem-4-positive": ONES,
    "shamir2019/theorem-4-side": ONES,
    "shamir2019/theorem-4-signed": ONES,
    "shamir2019/theorem-4-strengthened": ONES,
    "shamir2019/theorem-4-target-above": ONES,
    "shamir2019/theorem-4-strengthened-sum": ONES,
}

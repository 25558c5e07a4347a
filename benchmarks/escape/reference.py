"""The truth about the instances, by stepping the raw weights in 200-bit balls.

    python benchmarks/escape/reference.py [--count 2000] [--seed 0] [--limit 1000000] [--out FILE]

Shares nothing with the code that it judges but python-flint.  A run in doubles first says whether
the event is to be expected within `--limit` updates; only then are balls worth their time.  The
output has one line an instance and is added to, so that an interrupted run goes on.
"""

from __future__ import annotations

import argparse
import json
import operator
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from fractions import Fraction
from itertools import accumulate
from pathlib import Path

from flint import arb, ctx, fmpq
from instances import Instance, formulas, in_doubles, instances, signs, update
from rich.progress import track

LIMIT = 1_000_000
STUCK = 50_000  # updates in balls where doubles do not move any more
BITS = (200, 400, 800, 1600)
LARGEST = 2.0**1000
TRUTH = Path(__file__).with_name("truth.jsonl")
SQUARES = ("squared", "squared-full")


@dataclass(frozen=True)
class Truth:
    """What stepping found.

    `iteration` is the first iteration at which the event holds, proved in balls; None if none was
    found.  `clear` says up to which iteration the event is proved not to hold before; `by` says
    how the run ended: "balls" (found, or its limit reached), "undecided" (balls too wide from the
    iteration after `clear`), "too-large" (|P| passed 2**1000), or "doubles" (not met in doubles,
    balls not tried).
    """

    iteration: int | None
    clear: int
    by: str


def truth(instance: Instance, limit: int = LIMIT) -> Truth:
    """The first iteration at which the event holds, if a run in doubles lets one expect it."""
    match _in_doubles(instance, limit + limit // 20):
        case "met":
            return in_balls(instance, limit)
        case "stuck":
            return in_balls(instance, min(limit, STUCK))
    return Truth(None, 0, "doubles")


def _in_doubles(instance: Instance, limit: int) -> str:
    """Whether the event is "met" in doubles within `limit` updates, or the run is "stuck" before
    that, where the exact one may go on; "not met" otherwise."""
    holds, (_, derivative) = _holds_in_doubles(instance), in_doubles(instance.loss, instance.target)
    eta, now = float(instance.step), tuple(map(float, instance.weights))
    try:
        for _ in range(limit + 1):
            if holds(now):
                return "met"
            before, now = now, update(now, eta, derivative)
            if now == before:
                return "stuck"
            if not abs(now[0]) < 1e100:
                break
    except OverflowError:
        pass
    return "not met"


def _holds_in_doubles(instance: Instance) -> Callable[[tuple[float, ...]], bool]:
    # A little slack: what doubles only just miss is for the balls to say.
    value, _ = in_doubles(instance.loss, instance.target)
    bound = float(instance.bound)
    slack = 1e-9 * (abs(bound) if instance.quantity == "loss" else max(1.0, abs(bound)))
    bound += slack
    flips = signs(instance.weights)
    tests: dict[str, Callable[[tuple[float, ...]], bool]] = {
        "min": lambda now: min(now) <= bound,
        "flipped-min": lambda now: min(map(operator.mul, flips, now)) <= bound,
        "product": lambda now: _product(now) <= bound,
        "loss": lambda now: value(_product(now)) <= bound,
    }
    return tests[instance.quantity]


def _product(weights: tuple[float, ...]) -> float:
    product = 1.0
    for weight in weights:
        product *= weight
    return product


def in_balls(instance: Instance, limit: int = LIMIT) -> Truth:
    """The first iteration at which the event holds, within `limit` updates, in balls alone."""
    at_start = _at_start(instance)
    if at_start:
        return Truth(1, 0, "balls")
    found = Truth(None, 0, "undecided")
    if at_start is None:
        return found
    for bits in BITS:
        with ctx.workprec(bits):
            found = _step(instance, limit)
        if found.by != "undecided":
            break
    return found


def _ball(value: Fraction) -> arb:
    return arb(fmpq(value.numerator, value.denominator))


def _formulas(instance: Instance) -> tuple[Callable[[arb], arb], Callable[[arb], arb]]:
    functions = (arb.exp, arb.log1p, arb.sqrt)
    return formulas(instance.loss, instance.target, _ball, functions)


def _at_start(instance: Instance) -> bool | None:
    """Whether the event holds at the start, from the exact rationals."""
    product = Fraction(1)
    for weight in instance.weights:
        product *= weight
    quantity = instance.quantity
    if quantity == "loss" and instance.loss not in SQUARES:
        with ctx.workprec(2000):
            return _decided(_formulas(instance)[0](_ball(product)), _ball(instance.bound))
    least = min(map(operator.mul, signs(instance.weights), instance.weights))
    error = product - (instance.target if instance.target is not None else -1)
    loss = error**2 / 2 if instance.loss == "squared" else error**2
    values = {"min": min(instance.weights), "flipped-min": least, "product": product, "loss": loss}
    return values[quantity] <= instance.bound


def _decided(value: arb, bound: arb) -> bool | None:
    if value <= bound:
        return True
    return False if value > bound else None


def _step(instance: Instance, limit: int) -> Truth:
    """All updates in balls at the present precision; the event does not hold at the start."""
    value, derivative = _formulas(instance)
    eta, bound, top = _ball(instance.step), _ball(instance.bound), arb(LARGEST)
    weights = [_ball(weight) for weight in instance.weights]
    watched, flips = instance.quantity, signs(instance.weights)
    for iteration in range(2, limit + 2):
        tails = list(accumulate(reversed(weights), operator.mul, initial=arb(1)))
        product = tails.pop()
        if not -top < product < top:
            return Truth(None, iteration - 1, "too-large")
        head = eta * derivative(product)
        new = []
        for weight in weights:
            new.append(weight - head * tails.pop())
            head = head * weight
        weights = new
        if watched == "min":
            clear = all(weight > bound for weight in weights)
        elif watched == "flipped-min":
            clear = all(
                weight > bound if sign > 0 else -weight > bound
                for sign, weight in zip(flips, weights, strict=True)
            )
        else:
            quantity = arb(1)
            for weight in weights:
                quantity = quantity * weight
            if watched == "loss":
                quantity = value(quantity)
            clear = quantity > bound
        if clear:
            continue
        if watched == "min":
            holds = any(weight <= bound for weight in weights)
        elif watched == "flipped-min":
            holds = any(s * w <= bound for s, w in zip(flips, weights, strict=True))
        else:
            holds = quantity <= bound
        return Truth(*((iteration, iteration - 1, "balls") if holds
                       else (None, iteration - 1, "undecided")))  # fmt: skip
    return Truth(None, limit + 1, "balls")


def read(path: Path) -> dict[str, Truth]:
    """The truths of a file, by the digest of the instance."""
    if not path.exists():
        return {}
    found = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            found[record["digest"]] = Truth(record["iteration"], record["clear"], record["by"])
    return found


def append(path: Path, instance: Instance, found: Truth) -> None:
    """Adds one truth to a file."""
    record = {"number": instance.number, "digest": instance.digest(), **asdict(found)}
    with path.open("a", encoding="utf-8") as out:
        out.write(json.dumps(record) + "\n")


def main() -> int:
    """Adds what is missing to the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--limit", type=int, default=LIMIT)
    parser.add_argument("--out", type=Path, default=TRUTH)
    options = parser.parse_args()
    known = read(options.out)
    drawn = [one for one in instances(options.count, options.seed) if one.digest() not in known]
    for one in track(drawn, "reference"):
        append(options.out, one, truth(one, options.limit))
    return 0


if __name__ == "__main__":
    sys.exit(main())

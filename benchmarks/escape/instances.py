"""Random instances for the certified count: a loss, a step size, a start and an event.

Instance number n of a seed is drawn from a generator of its own, so that any of them can be made
alone and the first 200 are the same whether 200 or 2,000 are asked for.
"""

from __future__ import annotations

import hashlib
import math
import random
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from verifier.descent.initialisation import near_identity, xavier_gaussian, xavier_uniform

EXPRESSIONS = ("(p+1)**4/4", "exp(p)", "log(1+exp(2*p))", "sqrt(1+(p+1)**2)", "p+exp(p)/3")
OTHER_TARGETS = tuple(Fraction(y) for y in ("-2", "-1/2", "1/2", "2", "0"))
DEPTHS = range(1, 13)
LOOK_AHEAD = 20_000  # updates in doubles from which a bound that will be met is read off
LEAST_LOSS = 1e-20  # below it, what a run in doubles passes is rounding
LARGEST = 50.0  # of a product at the start, and of products and weights that bounds are read off
KEPT_AT_START = 0.25  # of the instances whose event holds at the start

Number = Any  # float or arb
Pair = tuple[Callable[[Number], Number], Callable[[Number], Number]]


@dataclass(frozen=True)
class Instance:
    """One question: when does `quantity <= bound` first hold?"""

    number: int
    loss: str
    target: Fraction | None
    step: Fraction
    weights: tuple[Fraction, ...]
    quantity: str
    bound: Fraction

    def command(self) -> str:
        """The question as a command line."""
        target = [] if self.target is None else [f"--target={self.target}"]
        weights = ",".join(map(str, self.weights))
        event = f"{self.quantity}<={self.bound}"
        words = ["--loss", self.loss, *target, "--step", str(self.step), f"--weights={weights}"]
        return shlex.join(
            ["python", "-m", "verifier", "escape", *words, "--event", event, "--json"]
        )

    def digest(self) -> str:
        """Tells one question from another."""
        return hashlib.sha256(self.command().encode()).hexdigest()[:16]


def instances(count: int, seed: int) -> Iterator[Instance]:
    """The first `count` instances of a seed."""
    return (instance(number, seed) for number in range(count))


def instance(number: int, seed: int) -> Instance:
    """One instance of a seed."""
    rng = random.Random(f"{seed}/{number}")
    loss, target = _loss(rng)
    step = _step(rng)
    weights = _start(rng, rng.choice(DEPTHS))
    while abs(math.prod(weights)) > LARGEST:
        weights = _start(rng, rng.choice(DEPTHS))
    run = list(_run_in_doubles(loss, target, step, weights))
    while True:
        quantity = rng.choice(("min", "flipped-min", "product", "loss"))
        values = _values(quantity, run, weights, loss, target)
        bound = _bound(rng, quantity, values, target)
        if values[0] > bound or rng.random() < KEPT_AT_START:
            return Instance(number, loss, target, step, weights, quantity, bound)


def formulas(
    loss: str,
    target: Fraction | None,
    number: Callable[[Fraction], Number],
    functions: tuple[Callable[[Number], Number], ...],
) -> Pair:
    """f and f' on floats or balls; `functions` are their exp, log1p and sqrt."""
    exp, log1p, sqrt = functions
    y = number(Fraction(-1) if target is None else target)

    def softplus(p: Number) -> Number:
        return p + log1p(exp(-p)) if p > 0 else log1p(exp(p))

    def sigmoid(p: Number) -> Number:
        return 1 / (1 + exp(-p)) if p > 0 else exp(p) / (1 + exp(p))

    table: dict[str, Pair] = {
        "squared": (lambda p: (p - y) ** 2 / 2, lambda p: p - y),
        "squared-full": (lambda p: (p - y) ** 2, lambda p: 2 * (p - y)),
        "logistic": (softplus, sigmoid),
        "(p+1)**4/4": (lambda p: (p + 1) ** 4 / 4, lambda p: (p + 1) ** 3),
        "exp(p)": (exp, exp),
        "log(1+exp(2*p))": (lambda p: softplus(2 * p), lambda p: 2 * sigmoid(2 * p)),
        "sqrt(1+(p+1)**2)": (
            lambda p: sqrt(1 + (p + 1) ** 2),
            lambda p: (p + 1) / sqrt(1 + (p + 1) ** 2),
        ),
        "p+exp(p)/3": (lambda p: p + exp(p) / 3, lambda p: 1 + exp(p) / 3),
    }
    return table[loss]


def in_doubles(loss: str, target: Fraction | None) -> Pair:
    """f and f' on floats."""
    return formulas(loss, target, float, (math.exp, math.log1p, math.sqrt))


def signs(weights: tuple[Fraction, ...]) -> tuple[int, ...]:
    """sign(w_j(1)) with sign(0) = +1."""
    return tuple(-1 if weight < 0 else 1 for weight in weights)


def _loss(rng: random.Random) -> tuple[str, Fraction | None]:
    kind = rng.choices(
        ("squared", "squared elsewhere", "squared-full", "logistic", "expression"),
        (25, 25, 12, 15, 23),
    )[0]
    match kind:
        case "squared":
            return "squared", Fraction(-1)
        case "squared elsewhere":
            return "squared", rng.choice(OTHER_TARGETS)
        case "squared-full":
            return "squared-full", rng.choice((Fraction(-1), *OTHER_TARGETS))
        case "expression":
            return rng.choice(EXPRESSIONS), None
    return kind, None


def _step(rng: random.Random) -> Fraction:
    """Between 1/10 and 1/10000, evenly in the logarithm."""
    inverse = 10 ** rng.uniform(1, 4)
    if rng.random() < 0.5:
        return Fraction(1, round(inverse))
    return Fraction(round(1e6 / inverse), 10**6)


def _start(rng: random.Random, k: int) -> tuple[Fraction, ...]:
    kind = rng.choice(
        ("rational", "near", "near", "gaussian", "uniform", "equal", "zero", "two zeros", "tie")
    )
    seed = rng.randrange(10**6)
    match kind:
        case "near":
            radius = rng.choice((Fraction(1, k), Fraction(1, 8), Fraction(1, 100)))
            return near_identity(k, radius, seed)
        case "gaussian":
            return xavier_gaussian(k, seed)
        case "uniform":
            return xavier_uniform(k, seed)
        case "equal":
            size = Fraction(rng.randint(10, 24), 16)
            flips = rng.random() < 0.3
            return tuple(size * (rng.choice((-1, 1)) if flips else 1) for _ in range(k))
    weights = [Fraction(rng.randint(4, 48), rng.choice((16, 20, 24))) for _ in range(k)]
    if rng.random() < 0.5:
        weights = [weight * rng.choice((-1, 1)) for weight in weights]
    chosen = rng.sample(range(k), min(k, 2))
    if kind in {"zero", "two zeros"}:
        for index in chosen[: 1 if kind == "zero" else 2]:
            weights[index] = Fraction(0)
    elif kind == "tie":
        least = min(map(abs, weights))
        for index in chosen:
            weights[index] = least * rng.choice((-1, 1))
    return tuple(weights)


def _run_in_doubles(
    loss: str, target: Fraction | None, step: Fraction, weights: tuple[Fraction, ...]
) -> Iterator[tuple[float, ...]]:
    """The weights on the way, at iterations 1, 2, 4, 8, ... up to `LOOK_AHEAD`."""
    _, derivative = in_doubles(loss, target)
    eta, now = float(step), tuple(map(float, weights))
    yield now
    for n in range(1, LOOK_AHEAD + 1):
        try:
            now = update(now, eta, derivative)
        except OverflowError:
            return
        if not (abs(math.prod(now)) < LARGEST and all(abs(w) < LARGEST for w in now)):
            return
        if n & (n - 1) == 0 or n == LOOK_AHEAD:
            yield now


def update(
    weights: tuple[float, ...], eta: float, derivative: Callable[[float], float]
) -> tuple[float, ...]:
    """One step of gradient descent in doubles."""
    tails = [1.0]
    for w in reversed(weights):
        tails.append(tails[-1] * w)
    head = eta * derivative(tails.pop())
    new = []
    for w in weights:
        new.append(w - head * tails.pop())
        head *= w
    return tuple(new)


def _values(
    quantity: str,
    run: list[tuple[float, ...]],
    weights: tuple[Fraction, ...],
    loss: str,
    target: Fraction | None,
) -> list[float]:
    if quantity == "min":
        return [min(now) for now in run]
    if quantity == "flipped-min":
        flips = signs(weights)
        return [min(s * w for s, w in zip(flips, now, strict=True)) for now in run]
    products = [math.prod(now) for now in run]
    if quantity == "product":
        return products
    value, _ = in_doubles(loss, target)
    return [value(product) for product in products]


def _bound(
    rng: random.Random, quantity: str, values: list[float], target: Fraction | None
) -> Fraction:
    """Half of the time a round number, else one that the run is seen to pass."""
    if rng.random() < 0.5 and len(values) > 1:
        place = rng.uniform(0.3, 1) * (len(values) - 1)
        left, right = values[int(place)], values[min(int(place) + 1, len(values) - 1)]
        between = left + (right - left) * (place % 1)
        if quantity != "loss":
            return Fraction(f"{between:.3f}")
        return Fraction(f"{max(between, LEAST_LOSS):.3g}")
    match quantity:
        case "product":
            near = [y + d for d in (Fraction(1, 10), Fraction(1, 1000)) for y in [target] if y]
            return rng.choice(
                [Fraction(r) for r in ("0", "0", "1/2", "-1/10", "-1/2", "-99/100")] + near
            )
        case "loss":
            return rng.choice([Fraction(r) for r in ("1/2", "1/10", "1/100", "3/10")]
                              + [Fraction(1, 10**rng.randint(2, 12))] * 3)  # fmt: skip
    return Fraction(
        rng.choice(("1/2", "1/2", "3/4", "0", "0", "1/10", "1/1000", "-1/10", "-1/2", "-1"))
    )

"""Theorem 2 for a law that is named: the entries for it differ in the law and two numbers only."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from lemmas.shamir2019._descent import eta, f, k
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_2 import (
    ASSUMPTION_1,
    CHANGED_IN_ASSUMPTION_1,
    HALF,
    RUN_FROM_START,
    L,
    far_for,
    gap,
    lowest,
    random_point,
    u,
    v,
)
from lemmas.shamir2019.theorem_2_small_product import b, m, s
from lemmas.shamir2019.theorem_2_trade_off import LEMMA as TRADE_OFF
from verifier import (
    Proposition,
    Step,
    by,
    eq,
    expectation,
    forall,
    independent,
    indices,
    natural,
    over,
    probability,
    rational,
    statement,
)

i = natural("i")


def for_law(
    name: str,
    hypothesis: str,
    law: Proposition,
    c2: Fraction,
    depth: int,
    mean_size: Sequence[Step],
) -> dict[str, Any]:
    """What the entry for a law consists of: `mean_size` shows E|v_i| <= 1 - c2, by the name
    `mean size of coordinate i`, for an index i; (1 - c2/2)**(depth/2) is at most 1/2, for an even
    depth."""
    base, shift = rational(str(1 - c2 / 2)), rational(str(c2 / 2))
    rare, often = base ** (k / 2), base ** (-(k / 2))
    inverse = rational(str(1 / (c2 / 2) ** 2))
    steps, steps_with_m = often / (inverse * eta * L), shift**2 / (eta * L * rare)
    least = rational(str(depth // 2))
    mean_sizes = forall(indices(k), lambda i: expectation(abs(v[i])) + shift <= base)
    return {
        "id": f"shamir2019/theorem-2-{name.lower()}",
        "title": f"Exponential convergence time from {name} Xavier initialization",
        "source": shamir("3.1", "Theorem 2 with Lemma 1"),
        "variant": "strengthened",
        "changes": (
            f"Assumption 2 is replaced by the {name} law, with c2 = {c2}",
            *CHANGED_IN_ASSUMPTION_1,
            "any step size eta > 0, in place of eta <= exp(ck)",
            f"`k large enough` is k >= {depth}",
            "the hidden constants are numbers: c' = gap, failure with probability at most "
            f"({base.value})**(k/2), no success in ({base.value})**(-k/2)/({inverse.value}*eta*L) "
            "steps",
        ),
        "statement": statement(
            [k, eta, L, lowest, gap, over(v, k), over(u, k), f],
            {
                f"k is at least {depth}": k >= depth,
                "the coordinates are independent": independent(v, k),
                hypothesis: law,
                "L is positive": L > 0,
                **ASSUMPTION_1,
                "the step size is positive": eta > 0,
                "gradient descent runs from v almost surely": eq(probability(RUN_FROM_START), 1),
            },
            probability(far_for(steps, random_point, rare)) >= 1 - rare,
        ),
        "proof": (
            Step(
                "mean sizes",
                mean_sizes,
                by.fix(
                    i,
                    *mean_size,
                    Step(
                        "with the shift",
                        expectation(abs(v[i])) + shift <= base,
                        by.decide("mean size of coordinate i"),
                    ),
                ),
            ),
            Step("b**(k/2) is positive", rare > 0, by.elementary("power is positive", base, k / 2)),
            Step(
                "powers of b fall",
                rare <= base**least,
                by.elementary("power in exponent below one", base, least, k / 2),
            ),
            Step("at the least depth", base**least <= HALF, by.decide()),
            Step(
                "b**(k/2) is at most 1/2",
                rare <= HALF,
                by.decide("powers of b fall", "at the least depth"),
            ),
            Step(
                "exponents cancel",
                eq(base ** (k / 2 + -(k / 2)), rare * often),
                by.elementary("power of sum", base, k / 2, -(k / 2)),
            ),
            Step(
                "power zero",
                eq(base ** (k / 2 + -(k / 2)), 1),
                by.elementary("power to zero", base, k / 2 + -(k / 2)),
            ),
            Step(
                "inverse powers", eq(rare * often, 1), by.decide("exponents cancel", "power zero")
            ),
            Step(
                "b**k", eq(base**k, rare * rare), by.elementary("power of sum", base, k / 2, k / 2)
            ),
            Step("eta L is positive", eta * L > 0, by.decide()),
            Step(
                "the steps",
                eq(steps_with_m, steps),
                by.decide("inverse powers", "b**(k/2) is positive", "eta L is positive"),
            ),
            Step(
                "with m = b**(k/2)",
                probability(far_for(steps_with_m, random_point, rare)) >= 1 - base**k / rare,
                by.lemma(
                    TRADE_OFF,
                    {s: shift, b: base, m: rare},
                    "b**(k/2) is positive",
                    "b**(k/2) is at most 1/2",
                    "mean sizes",
                ),
            ),
            Step(
                "in these steps",
                probability(far_for(steps, random_point, rare)) >= 1 - base**k / rare,
                by.rewrite("the steps", "with m = b**(k/2)"),
            ),
            Step(
                "conclusion",
                probability(far_for(steps, random_point, rare)) >= 1 - rare,
                by.decide("in these steps", "b**k", "b**(k/2) is positive"),
            ),
        ),
    }

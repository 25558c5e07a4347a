"""Weierstrass's product inequality, used in place of the exponential where steps stay rational."""

from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    TermLike,
    at,
    both,
    by,
    eq,
    family,
    forall,
    implies,
    indices,
    natural,
    over,
    prod,
    statement,
    sum_,
    times,
)

k, n = natural("k"), natural("n")
x = family("x")


def product(count: TermLike) -> Term:
    """The product of the first factors 1 + x_i."""
    return prod(count, lambda i: 1 + x[i])


def total(count: TermLike) -> Term:
    """The sum of the first x_i."""
    return sum_(count, lambda i: x[i])


def bounds(count: TermLike) -> Proposition:
    """What is shown of the first factors, by induction on their number."""
    return both(total(count) >= 0, product(count) > 0, product(count) * (1 - total(count)) <= 1)


LEMMA = Lemma(
    id="shamir2019/weierstrass",
    title="Weierstrass's product inequality",
    source=shamir("5", "used by the strengthened Lemma 6"),
    variant="effective",
    statement=statement(
        [k, over(x, k)],
        {
            "the x_i are nonnegative": forall(indices(k), lambda i: x[i] >= 0),
            "they add up to less than one": total(k) < 1,
        },
        product(k) <= 1 / (1 - total(k)),
    ),
    proof=(
        Step(
            "for the first n factors",
            forall(times(0), lambda n: implies(n <= k, bounds(n))),
            by.induction(
                n,
                base=(
                    Step("no terms", eq(total(0), 0), by.empty(total(0))),
                    Step("no factors", eq(product(0), 1), by.empty(product(0))),
                    Step("n = 0", implies(0 <= k, bounds(0)), by.decide("no terms", "no factors")),
                ),
                step=(
                    Step(
                        "from n to n + 1",
                        implies(n + 1 <= k, bounds(n + 1)),
                        by.suppose(
                            "n + 1 is an index",
                            Step("the first n", bounds(n), by.hypothesis(at("induction"))),
                            Step(
                                "the last x_i",
                                x[n + 1] >= 0,
                                by.hypothesis(at("the x_i are nonnegative", n + 1)),
                            ),
                            Step(
                                "one more term",
                                eq(total(n + 1), total(n) + x[n + 1]),
                                by.unfold(total(n + 1)),
                            ),
                            Step(
                                "one more factor",
                                eq(product(n + 1), product(n) * (1 + x[n + 1])),
                                by.unfold(product(n + 1)),
                            ),
                            Step(
                                "core",
                                (1 + x[n + 1]) * (1 - total(n + 1)) <= 1 - total(n),
                                by.decide("the first n", "the last x_i", "one more term"),
                            ),
                            Step(
                                "the first n + 1",
                                bounds(n + 1),
                                by.decide(
                                    "the first n",
                                    "the last x_i",
                                    "one more term",
                                    "one more factor",
                                    "core",
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "conclusion",
            product(k) <= 1 / (1 - total(k)),
            by.decide(at("for the first n factors", k)),
        ),
    ),
)

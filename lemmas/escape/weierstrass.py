"""Weierstrass's product inequality for factors below one."""

from lemmas.escape._note import note
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
    part,
    prod,
    statement,
    sum_,
    times,
)

k, n = natural("k"), natural("n")
u = family("u")


def product(count: TermLike) -> Term:
    """The product of the first factors 1 - u_i."""
    return prod(count, lambda i: 1 - u[i])


def total(count: TermLike) -> Term:
    """The sum of the first u_i."""
    return sum_(count, lambda i: u[i])


def bounds(count: TermLike) -> Proposition:
    """What is shown of the first factors, by induction on their number."""
    return both(product(count) <= 1, product(count) >= 0, product(count) >= 1 - total(count))


LEMMA = Lemma(
    id="escape/weierstrass",
    title="Weierstrass's product inequality from below",
    source=note("2", "no overshoot"),
    variant="effective",
    statement=statement(
        [k, over(u, k)],
        {"the u_i lie in [0, 1]": forall(indices(k), lambda i: both(u[i] >= 0, u[i] <= 1))},
        product(k) >= 1 - total(k),
    ),
    proof=(
        Step(
            "for the first n factors",
            forall(times(0), lambda n: implies(n <= k, bounds(n))),
            by.induction(
                n,
                base=[
                    Step("no terms", eq(total(0), 0), by.empty(total(0))),
                    Step("no factors", eq(product(0), 1), by.empty(product(0))),
                    Step("n = 0", implies(0 <= k, bounds(0)), by.decide("no terms", "no factors")),
                ],
                step=[
                    Step(
                        "from n to n + 1",
                        implies(n + 1 <= k, bounds(n + 1)),
                        by.suppose(
                            "n + 1 is an index",
                            Step("the first n", bounds(n), by.hypothesis(at("induction"))),
                            Step(
                                "the last u_i",
                                both(u[n + 1] >= 0, u[n + 1] <= 1),
                                by.hypothesis(at("the u_i lie in [0, 1]", n + 1)),
                            ),
                            Step(
                                "one more term",
                                eq(total(n + 1), total(n) + u[n + 1]),
                                by.unfold(total(n + 1)),
                            ),
                            Step(
                                "one more factor",
                                eq(product(n + 1), product(n) * (1 - u[n + 1])),
                                by.unfold(product(n + 1)),
                            ),
                            Step(
                                "the product is below 1",
                                product(n) * u[n + 1] <= u[n + 1],
                                by.decide("the first n", "the last u_i"),
                            ),
                            Step(
                                "the product is positive",
                                product(n) * (1 - u[n + 1]) >= 0,
                                by.decide("the first n", "the last u_i"),
                            ),
                            Step(
                                "and goes down",
                                product(n) * u[n + 1] >= 0,
                                by.decide("the first n", "the last u_i"),
                            ),
                            Step(
                                "the first n + 1",
                                bounds(n + 1),
                                by.decide(
                                    "the first n",
                                    "one more term",
                                    "one more factor",
                                    "the product is below 1",
                                    "the product is positive",
                                    "and goes down",
                                ),
                            ),
                        ),
                    ),
                ],
            ),
        ),
        Step(
            "conclusion",
            product(k) >= 1 - total(k),
            by.hypothesis(part(at("for the first n factors", k), 2)),
        ),
    ),
)

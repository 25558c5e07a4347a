"""Means of sums over 1..d for symbolic d, as the second moments of Section 4 need them."""

from collections.abc import Callable

from verifier import (
    Proposition,
    Step,
    Term,
    TermLike,
    at,
    by,
    eq,
    expectation,
    forall,
    implies,
    indices,
    natural,
    rational,
    sum_,
    times,
)

ZERO, ONE = rational("0"), rational("1")
n, r = natural("n"), natural("r")


def mean_of_a_sum(
    name: str, d: TermLike, body: Callable[[TermLike], Term], exist: str
) -> tuple[Step, Step]:
    """Steps of which the last, `name`, says that the mean of the sum of body(q) over q = 1..d is
    the sum of the means; the fact `exist` is that the means exist."""

    def total(n: TermLike) -> Term:
        return sum_(n, lambda q: body(q))  # noqa: PLW0108 (shows its name)

    def means(n: TermLike) -> Term:
        return sum_(n, lambda q: expectation(body(q)))

    def claim(n: TermLike) -> Proposition:
        return eq(expectation(total(n)), means(n))

    def exists(q: TermLike) -> Proposition:
        return eq(expectation(body(q)), expectation(body(q)))

    base = (
        Step("no terms", None, by.empty(total(ZERO))),
        Step("nothing", eq(ZERO, total(ZERO)), by.decide("no terms")),
        Step("E[0] = 0", None, by.expectation_constant(0)),
        Step(
            "the mean of no terms",
            eq(expectation(ZERO), expectation(total(ZERO))),
            by.expectation_compare("nothing", "E[0] = 0"),
        ),
        Step("no means", eq(means(ZERO), ZERO), by.empty(means(ZERO))),
        Step(
            "n = 0",
            implies(ZERO <= d, claim(ZERO)),
            by.suppose(
                "0 <= d",
                Step(
                    "both 0",
                    claim(ZERO),
                    by.decide("the mean of no terms", "E[0] = 0", "no means"),
                ),
            ),
        ),
    )
    step = by.suppose(
        "n + 1 is an index",
        Step("the first n", claim(n), by.hypothesis(at("induction"))),
        Step("the mean of the last", exists(n + 1), by.hypothesis(at(exist, n + 1))),
        Step(
            "linearity",
            None,
            by.expectation_linear(total(n), 1, body(n + 1), "the first n", "the mean of the last"),
        ),
        Step("one more term", None, by.unfold(total(n + 1))),
        Step(
            "the sum by its last term",
            eq(total(n) + ONE * body(n + 1), total(n + 1)),
            by.decide("one more term"),
        ),
        Step(
            "its mean",
            eq(expectation(total(n) + ONE * body(n + 1)), expectation(total(n + 1))),
            by.expectation_compare("the sum by its last term", "linearity"),
        ),
        Step(
            "the first means exist",
            forall(indices(n + 1), exists),
            by.fix(
                r,
                Step("it is an index", r <= d, by.decide("n + 1 is an index")),
                Step(
                    "so it exists", exists(r), by.hypothesis(at(exist, r, using=["it is an index"]))
                ),
            ),
        ),
        Step("one more mean", None, by.unfold(means(n + 1), "the first means exist")),
        Step(
            "the first n + 1",
            claim(n + 1),
            by.decide("its mean", "linearity", "the first n", "one more mean"),
        ),
    )
    return (
        Step(
            f"{name}, for the first n terms",
            forall(times(0), lambda n: implies(n <= d, claim(n))),
            by.induction(
                n, base=base, step=[Step("n + 1", implies(n + 1 <= d, claim(n + 1)), step)]
            ),
        ),
        Step(name, claim(d), by.hypothesis(at(f"{name}, for the first n terms", d))),
    )

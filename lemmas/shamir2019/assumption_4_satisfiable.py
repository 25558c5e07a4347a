"""Assumption 4 can be satisfied at every depth, for every target y < 0: by w_i = i/k."""

from lemmas.shamir2019._assumption_4 import assumption_4, c1, c2, c3, c4, start, w, y
from lemmas.shamir2019._descent import k, product
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
    either,
    eq,
    forall,
    indices,
    natural,
    over,
    prod,
    rational,
    statement,
)

i, j = natural("i"), natural("j")
ONE = rational("1")
ITEMS = assumption_4()
INSIDE = "the |w_i| are at most c2"
ABOVE = "P is above y"
APART = "the |w_i| are k**(-c4) apart"
PRODUCTS = "the products without two factors are at most c4"
UNIT = 1 / k
DISTANCE = abs(abs(w[i]) - abs(w[j]))
ONES = prod(k, lambda i: ONE, omit=[i, j])


def apart(i: TermLike, j: TermLike) -> Proposition:
    """That the sizes of two coordinates differ by k**(-c4) at least."""
    return abs(abs(w[i]) - abs(w[j])) >= k ** (-c4)


def multiple(i: TermLike) -> Proposition:
    """That a coordinate is i times 1/k."""
    return eq(w[i], i * UNIT)


def far_apart(name: str, low: Term, high: Term) -> tuple[Step, ...]:
    """That the two coordinates are 1/k apart, from the fact `name` that the first index is less."""
    return (
        Step(f"{name}: the next index", low + 1 <= high, by.decide(name)),
        Step(
            f"{name}: whole steps",
            (high - low - 1) * UNIT >= 0,
            by.decide(f"{name}: the next index", "1/k > 0"),
        ),
        Step(
            f"{name}: 1/k apart",
            DISTANCE >= UNIT,
            by.decide(f"{name}: whole steps", "w_i", "w_j", "|w_i|", "|w_j|", "a distance"),
        ),
    )


CONCLUSION = both(*ITEMS.values(), forall(indices(k), lambda i: w[i] > 0))

LEMMA = Lemma(
    id="shamir2019/assumption-4-satisfiable",
    title="w_i = i/k satisfies Assumption 4 at every depth, for every target y < 0",
    source=shamir("3.3", "Assumption 4"),
    variant="effective",
    statement=statement(
        [k, c1, c2, c3, c4, y, over(w, k)],
        {
            "there is a factor": k >= 1,
            "c1 is positive": c1 > 0,
            "the other constants are 1": both(eq(c2, 1), eq(c3, 1), eq(c4, 1)),
            "y is -c1": eq(y, -c1),
            "w_i is i/k": forall(indices(k), lambda i: eq(w[i], i / k)),
        },
        CONCLUSION,
    ),
    proof=(
        Step("1/k > 0", UNIT > 0, by.decide()),
        Step("k**1 = k", eq(k**ONE, k), by.elementary("power to one", k, 1)),
        Step(
            "k**(-c4) k**1 = k**(1 - c4)",
            eq(k ** (-c4 + ONE), k ** (-c4) * k**ONE),
            by.elementary("power of sum", k, -c4, 1),
        ),
        Step("k**0 = 1", eq(k ** (-c4 + ONE), 1), by.elementary("power to zero", k, -c4 + ONE)),
        Step(
            "k**(-c4) = 1/k",
            eq(k ** (-c4), UNIT),
            by.decide("k**1 = k", "k**(-c4) k**1 = k**(1 - c4)", "k**0 = 1"),
        ),
        Step(
            "multiples of 1/k",
            forall(indices(k), multiple),
            by.each(i, by.decide(at("w_i is i/k", i))),
        ),
        Step(
            "all are positive",
            forall(indices(k), lambda i: w[i] > 0),
            by.each(i, by.decide(at("multiples of 1/k", i), "1/k > 0")),
        ),
        Step(
            "all are at most 1",
            forall(indices(k), lambda i: w[i] <= 1),
            by.fix(
                i,
                Step("the rest", (k - i) * UNIT >= 0, by.decide("1/k > 0")),
                Step("w_i", w[i] <= 1, by.decide("the rest", at("multiples of 1/k", i))),
            ),
        ),
        Step(
            "sizes",
            forall(indices(k), lambda i: eq(abs(w[i]), w[i])),
            by.each(
                i, by.elementary("abs of nonnegative", w[i], using=[at("all are positive", i)])
            ),
        ),
        Step(
            INSIDE, ITEMS[INSIDE], by.each(i, by.decide(at("sizes", i), at("all are at most 1", i)))
        ),
        Step("P > 0", product(start) > 0, by.sign("all are positive")),
        Step(
            APART,
            ITEMS[APART],
            by.fix(
                i,
                Step(
                    "from w_i",
                    forall(indices(k, omit=[i]), lambda j: apart(i, j)),
                    by.fix(
                        j,
                        Step("w_i", multiple(i), by.hypothesis(at("multiples of 1/k", i))),
                        Step("w_j", multiple(j), by.hypothesis(at("multiples of 1/k", j))),
                        Step("|w_i|", eq(abs(w[i]), w[i]), by.hypothesis(at("sizes", i))),
                        Step("|w_j|", eq(abs(w[j]), w[j]), by.hypothesis(at("sizes", j))),
                        Step(
                            "a distance", None, by.elementary("abs bounds", abs(w[i]) - abs(w[j]))
                        ),
                        Step(
                            "either way",
                            DISTANCE >= UNIT,
                            by.cases(
                                either(i < j, j <= i),
                                {
                                    "i < j": far_apart("i < j", i, j),
                                    "j <= i": (
                                        Step("j < i", j < i, by.decide("j <= i")),
                                        *far_apart("j < i", j, i),
                                    ),
                                },
                            ),
                        ),
                        Step("with c4", apart(i, j), by.decide("either way", "k**(-c4) = 1/k")),
                    ),
                ),
            ),
        ),
        Step(
            PRODUCTS,
            ITEMS[PRODUCTS],
            by.fix(
                i,
                Step(
                    "without w_i",
                    forall(indices(k, omit=[i]), lambda j: abs(product(start, i, j)) <= c4),
                    by.fix(
                        j,
                        Step(
                            "not negative", product(start, i, j) >= 0, by.sign("all are positive")
                        ),
                        Step(
                            "its size",
                            None,
                            by.elementary(
                                "abs of nonnegative", product(start, i, j), using=["not negative"]
                            ),
                        ),
                        Step(
                            "factor by factor",
                            product(start, i, j) <= ONES,
                            by.termwise("all are positive", "all are at most 1"),
                        ),
                        Step("factors 1", eq(ONES, 1), by.constant(ONES)),
                        Step(
                            "at most c4",
                            abs(product(start, i, j)) <= c4,
                            by.decide("its size", "factor by factor", "factors 1"),
                        ),
                    ),
                ),
            ),
        ),
        Step("all constants are positive", ITEMS["the constants are positive"], by.decide()),
        Step("P is above y", ITEMS[ABOVE], by.decide("P > 0")),
        Step(
            "conclusion",
            CONCLUSION,
            by.decide(
                "all constants are positive", INSIDE, ABOVE, APART, PRODUCTS, "all are positive"
            ),
        ),
    ),
)

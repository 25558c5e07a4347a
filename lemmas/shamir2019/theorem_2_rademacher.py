"""Theorem 2 fails for fair signs: they have c2 = 0, and half of the starts are optimal.

The paper says below Assumption 2 that its second item holds 'for any non-trivial distribution'.
"""

from lemmas.shamir2019._descent import k
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_2 import v
from verifier import (
    Lemma,
    Step,
    Term,
    TermLike,
    at,
    by,
    either,
    eq,
    exists,
    expectation,
    finite_law,
    forall,
    implies,
    independent,
    indices,
    natural,
    no,
    over,
    probability,
    prod,
    rational,
    statement,
    sum_,
)

i = natural("i")
ONE, TWO, HALF = rational("1"), rational("2"), rational("1/2")
P = prod(k, lambda i: v[i])
SQUARES = prod(k, lambda i: v[i] ** 2)
LOSS = (P + ONE) ** 2
EXPANDED = SQUARES + TWO * P + ONE * ONE


def off(i: TermLike) -> Term:
    """What is 0 for a sign and positive otherwise."""
    return (v[i] ** 2 - 1) ** 2


OPTIMAL = eq(LOSS, 0)
NO_SIGN = exists(indices(k), lambda i: no(eq(off(i), 0)))
BAD = either(LOSS >= 4, NO_SIGN)

ALL_SIGNS = (
    Step(
        "each square",
        forall(indices(k), lambda i: eq(v[i] ** 2, 1)),
        by.fix(
            i,
            Step(
                "a sign",
                eq(off(i), 0),
                by.cases(
                    either(eq(off(i), 0), no(eq(off(i), 0))),
                    {
                        "it is": (Step("as said", eq(off(i), 0), by.hypothesis("it is")),),
                        "it is not": (
                            Step("some is not", NO_SIGN, by.witness(i, "it is not")),
                            Step(
                                "none is not", eq(off(i), 0), by.absurd("some is not", "all signs")
                            ),
                        ),
                    },
                ),
            ),
            Step("its square", eq(v[i] ** 2, 1), by.decide("a sign")),
        ),
    ),
    Step("all squares", eq(SQUARES, prod(k, lambda i: ONE)), by.termwise("each square")),
    Step("P**2 = 1", eq(P * P, 1), by.decide("all squares", "ones", "the square of P")),
)

LEMMA = Lemma(
    id="shamir2019/theorem-2-rademacher",
    title="For fair signs, half of the starts are optimal already",
    source=shamir("3.1", "Theorem 2 and the text below Assumption 2"),
    variant="effective",
    changes=(
        "the law of fair signs, of mean 0, variance 1 and E|w_i| = 1, in place of Assumption 2, of "
        "which the second item fails: there is no c2 > 0",
        "f(p) = (p + 1)**2",
    ),
    note="The loss of half of the starts is the least there is, so that 0 iterations are enough "
    "with probability 1/2 at every depth: Theorem 2's conclusion fails.",
    statement=statement(
        [k, over(v, k)],
        {
            "there is a coordinate": k >= 1,
            "the coordinates are independent": independent(v, k),
            "the coordinates are fair signs": finite_law(v, k, [(HALF, -1), (HALF, 1)]),
        },
        probability(OPTIMAL) >= HALF,
    ),
    proof=(
        Step(
            "means",
            forall(indices(k), lambda i: eq(expectation(v[i]), 0)),
            by.fix(i, Step("mean i", eq(expectation(v[i]), 0), by.mean_by_law(v, i, lambda x: x))),
        ),
        Step(
            "variances",
            forall(indices(k), lambda i: eq(expectation(v[i] ** 2), 1)),
            by.fix(
                i,
                Step(
                    "variance i",
                    eq(expectation(v[i] ** 2), 1),
                    by.mean_by_law(v, i, lambda x: x**2),
                ),
            ),
        ),
        Step(
            "independence for P",
            eq(expectation(P), prod(k, lambda i: expectation(v[i]))),
            by.independent_product(P, "means"),
        ),
        Step(
            "one factor",
            eq(
                prod(k, lambda i: expectation(v[i])),
                expectation(v[1]) * prod(k, lambda i: expectation(v[i]), omit=[1]),
            ),
            by.split_off(prod(k, lambda i: expectation(v[i])), 1, "means"),
        ),
        Step(
            "mean of P",
            eq(expectation(P), 0),
            by.decide("independence for P", "one factor", at("means", 1)),
        ),
        Step(
            "independence for the squares",
            eq(expectation(SQUARES), prod(k, lambda i: expectation(v[i] ** 2))),
            by.independent_product(SQUARES, "variances"),
        ),
        Step(
            "factors 1",
            eq(prod(k, lambda i: expectation(v[i] ** 2)), prod(k, lambda i: ONE)),
            by.termwise("variances"),
        ),
        Step("ones", eq(prod(k, lambda i: ONE), 1), by.constant(prod(k, lambda i: ONE))),
        Step(
            "mean of the squares",
            eq(expectation(SQUARES), 1),
            by.decide("independence for the squares", "factors 1", "ones"),
        ),
        Step(
            "squares as products",
            eq(SQUARES, prod(k, lambda i: v[i] * v[i])),
            by.termwise(),
        ),
        Step(
            "factors apart",
            eq(prod(k, lambda i: v[i] * v[i]), P * P),
            by.products(k, lambda i: v[i], lambda i: v[i]),
        ),
        Step(
            "the square of P", eq(SQUARES, P * P), by.decide("squares as products", "factors apart")
        ),
        Step("mean of 1", eq(expectation(ONE), 1), by.expectation_constant(ONE)),
        Step(
            "first terms",
            eq(expectation(SQUARES + TWO * P), expectation(SQUARES) + TWO * expectation(P)),
            by.expectation_linear(SQUARES, TWO, P, "mean of the squares", "mean of P"),
        ),
        Step(
            "all terms",
            eq(expectation(EXPANDED), expectation(SQUARES + TWO * P) + ONE * expectation(ONE)),
            by.expectation_linear(SQUARES + TWO * P, ONE, ONE, "first terms", "mean of 1"),
        ),
        Step("the loss expanded", eq(LOSS, EXPANDED), by.decide("the square of P")),
        Step(
            "its mean",
            eq(expectation(LOSS), expectation(EXPANDED)),
            by.expectation_compare("the loss expanded", "all terms"),
        ),
        Step(
            "the mean loss",
            eq(expectation(LOSS), 2),
            by.decide(
                "its mean",
                "all terms",
                "first terms",
                "mean of the squares",
                "mean of P",
                "mean of 1",
            ),
        ),
        Step(
            "Markov",
            probability(LOSS >= 4) <= expectation(LOSS) / 4,
            by.markov(LOSS, 4, "the mean loss"),
        ),
        Step(
            "each coordinate is a sign",
            forall(indices(k), lambda i: eq(probability(no(eq(off(i), 0))), 0)),
            by.fix(
                i,
                Step(
                    "off by 0 in the mean",
                    eq(expectation(off(i)), 0),
                    by.mean_by_law(v, i, lambda x: (x**2 - 1) ** 2),
                ),
                Step(
                    "almost surely",
                    eq(probability(eq(off(i), 0)), 1),
                    by.zero_mean(off(i), "off by 0 in the mean"),
                ),
                Step("or not", None, by.complement(eq(off(i), 0))),
                Step(
                    "never not",
                    eq(probability(no(eq(off(i), 0))), 0),
                    by.decide("almost surely", "or not"),
                ),
            ),
        ),
        Step(
            "union bound for the coordinates",
            probability(NO_SIGN) <= sum_(k, lambda i: probability(no(eq(off(i), 0)))),
            by.union_bound(NO_SIGN),
        ),
        Step(
            "nothing to add",
            eq(sum_(k, lambda i: probability(no(eq(off(i), 0)))), sum_(k, lambda i: ONE * 0)),
            by.termwise("each coordinate is a sign"),
        ),
        Step(
            "zeros",
            eq(sum_(k, lambda i: ONE * 0), k * (ONE * 0)),
            by.constant(sum_(k, lambda i: ONE * 0)),
        ),
        Step(
            "where it is not optimal",
            implies(no(OPTIMAL), BAD),
            by.suppose(
                "not optimal",
                Step(
                    "large loss or no sign",
                    BAD,
                    by.cases(
                        either(NO_SIGN, no(NO_SIGN)),
                        {
                            "some no sign": (Step("no sign", BAD, by.decide("some no sign")),),
                            "all signs": (
                                *ALL_SIGNS,
                                Step(
                                    "the loss is 0 or 4",
                                    eq((4 - LOSS) * LOSS, 0),
                                    by.decide("P**2 = 1"),
                                ),
                                Step(
                                    "case by case",
                                    BAD,
                                    by.cases(
                                        either(LOSS >= 4, LOSS < 4),
                                        {
                                            "4": (Step("large loss", BAD, by.decide("4")),),
                                            "less than 4": (
                                                Step(
                                                    "optimal",
                                                    OPTIMAL,
                                                    by.decide("the loss is 0 or 4"),
                                                ),
                                                Step(
                                                    "against it",
                                                    BAD,
                                                    by.absurd("optimal", "not optimal"),
                                                ),
                                            ),
                                        },
                                    ),
                                ),
                            ),
                        },
                    ),
                ),
            ),
        ),
        Step(
            "inclusion",
            probability(no(OPTIMAL)) <= probability(BAD),
            by.event_inclusion("where it is not optimal"),
        ),
        Step("union bound", None, by.union_bound(BAD)),
        Step("optimal or not", None, by.complement(OPTIMAL)),
        Step(
            "conclusion",
            probability(OPTIMAL) >= HALF,
            by.decide(
                "inclusion",
                "union bound",
                "optimal or not",
                "Markov",
                "the mean loss",
                "union bound for the coordinates",
                "nothing to add",
                "zeros",
            ),
        ),
    ),
)

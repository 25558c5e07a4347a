"""Lemma 11, part: sigma times all signs but one is that one."""

from lemmas.shamir2019._lemma_11 import SIGNS, k, product, s, sigma
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Step,
    at,
    both,
    by,
    eq,
    forall,
    indices,
    natural,
    over,
    prod,
    statement,
)

i, j = natural("i"), natural("j")

SQUARES = Step(
    "squares of signs",
    forall(indices(k), lambda i: eq(s[i] * s[i], 1)),
    by.fix(
        i,
        Step(
            "s_i squared",
            eq(s[i] * s[i], 1),
            by.cases(
                at("the s_i are signs", i),
                {
                    "s_i is 1": [Step("of 1", eq(s[i] * s[i], 1), by.decide())],
                    "s_i is -1": [Step("of -1", eq(s[i] * s[i], 1), by.decide())],
                },
            ),
        ),
    ),
)

LEMMA = Lemma(
    id="shamir2019/lemma-11-signs",
    title="A product of signs, without one of them",
    source=shamir("A.2", "Lemma 11"),
    variant="as-printed",
    statement=statement(
        [k, sigma, over(s, k)],
        SIGNS,
        both(eq(sigma**2, 1), forall(indices(k), lambda j: eq(sigma * product(s, j), s[j]))),
    ),
    proof=(
        SQUARES,
        Step(
            "the product of the squares",
            eq(prod(k, lambda i: s[i] * s[i]), prod(k, lambda i: 1)),
            by.termwise("squares of signs"),
        ),
        Step("a product of ones", eq(prod(k, lambda i: 1), 1), by.constant(prod(k, lambda i: 1))),
        Step(
            "squares taken together",
            eq(prod(k, lambda i: s[i] * s[i]), product(s) * product(s)),
            by.products(k, lambda i: s[i], lambda i: s[i]),
        ),
        Step(
            "sigma squared",
            eq(sigma**2, 1),
            by.decide("the product of the squares", "a product of ones", "squares taken together"),
        ),
        Step(
            "without one",
            forall(indices(k), lambda j: eq(sigma * product(s, j), s[j])),
            by.fix(
                j,
                Step(
                    "s_j taken out",
                    eq(product(s), s[j] * product(s, j)),
                    by.split_off(product(s), j),
                ),
                Step("s_j squared", eq(s[j] * s[j], 1), by.hypothesis(at("squares of signs", j))),
                Step(
                    "the rest is sigma*s_j",
                    eq(product(s, j), sigma * s[j]),
                    by.decide("s_j taken out", "s_j squared"),
                ),
                Step(
                    "sigma times the rest",
                    eq(sigma * product(s, j), s[j]),
                    by.decide("the rest is sigma*s_j", "sigma squared"),
                ),
            ),
        ),
        Step(
            "conclusion",
            both(eq(sigma**2, 1), forall(indices(k), lambda j: eq(sigma * product(s, j), s[j]))),
            by.decide("sigma squared", "without one"),
        ),
    ),
)

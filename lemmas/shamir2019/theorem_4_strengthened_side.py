"""Theorem 4, part: convergence when the product of the coordinates lies between 0 and the target.

Signs s_i turn the run into one with nonnegative coordinates and a positive target.
"""

from lemmas.shamir2019._descent import at_time, eta, gradient_descent, k, product, step, t
from lemmas.shamir2019._descent import w as run
from lemmas.shamir2019._lemma_11 import s, sigma, y
from lemmas.shamir2019._lemma_13_prime import gamma
from lemmas.shamir2019._lemma_13_prime import slope as slope_above
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_4 import (
    INDEX,
    LOW,
    PRODUCT_TIME,
    STEP_SIZE,
    SUM_TIME,
    Y,
    converges,
    converges_by,
    eps,
    g,
    loss_below,
    m,
    q,
    slope_below,
)
from lemmas.shamir2019.theorem_4_convergence_product import LEMMA as PRODUCT_FORM
from lemmas.shamir2019.theorem_4_convergence_sum import LEMMA as SUM_FORM
from lemmas.shamir2019.theorem_4_strengthened_signs import LEMMA as SIGNS
from lemmas.shamir2019.theorem_4_strengthened_signs import signed
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    TermLike,
    at,
    by,
    either,
    eq,
    forall,
    indices,
    natural,
    ne,
    over,
    part,
    statement,
    times,
)

j = natural("j")


def new_run(i: TermLike, t: TermLike) -> Term:
    """The coordinates with the signs s."""
    return s[i] * run[i, t]


def reached(t: Term) -> Proposition:
    """The claim about a time."""
    return converges(t, 1, loss_below(product(at_time(t))))


P, P_SIGNED = product(at_time(t)), product(signed(t))


def in_time(length: Term, facts: str) -> Step:
    """The step that the loss is at most eps after the time of one form of the bound."""
    claim = converges_by(t, 1, length, loss_below(P))
    return Step(
        f"after that time, {facts}",
        claim,
        by.suppose(
            "t is large",
            Step(
                "the signed loss",
                (P_SIGNED - Y) ** 2 / 2 <= eps,
                by.hypothesis(at(facts, t, using=["t is large"])),
            ),
            Step("the same loss", claim.conclusion, by.decide("the signed loss", "the product")),
        ),
    )


CONDITIONS = (
    "5g/6 is positive",
    "the other coordinates",
    "w_m has its sign",
    "it is the least",
    "all but m",
    "P is below the target",
    "the step size for 5g/6",
    "a run",
)

LEMMA = Lemma(
    id="shamir2019/theorem-4-side",
    title="Convergence from between 0 and the target",
    source=shamir("A.2.3", "Theorem 4"),
    variant="strengthened",
    changes=(
        "w_m may be 0: that it is bounded away from 0 (Lemma 16) is not needed",
        "the coordinates may have any signs of which the product is -1",
    ),
    statement=statement(
        [k, m, Y, g, q, eta, eps, over(s, k), over(run, k)],
        {
            **INDEX,
            "the s_i are signs": forall(indices(k), lambda i: either(eq(s[i], 1), eq(s[i], -1))),
            "their product is -1": eq(-1, product(lambda i: s[i])),
            "the target is negative": Y > 0,
            "g is positive": g > 0,
            "q is positive": q > 0,
            "w_m has its sign": 0 <= s[m] * run[m, 1],
            "w_m is at most the others": forall(
                indices(k, omit=[m]), lambda j: s[m] * run[m, 1] <= s[j] * run[j, 1]
            ),
            "the others are at least 5g/6": forall(
                indices(k, omit=[m]), lambda j: s[j] * run[j, 1] >= 5 * g / 6
            ),
            "Q_m is at most q": product(signed(1), m) <= q,
            "P is at least the target": product(at_time(1)) >= -Y,
            "the step size is positive": eta > 0,
            "the step size is small": eta <= 1 / (3 * k * (Y / g) ** 2 + 4 * q**2),
            "gradient descent": gradient_descent(slope_below),
            "eps is positive": eps > 0,
        },
        forall(times(1), reached),
    ),
    note="The target is -Y.",
    proof=(
        *STEP_SIZE,
        Step(
            "the signed run",
            None,
            by.lemma(SIGNS, {y: -Y, sigma: -1}),
        ),
        Step(
            "a run",
            forall(times(1), lambda t: step(signed(t), signed(t + 1), slope_above)),
            by.each(t, by.hypothesis(part(at("the signed run", t), 0))),
        ),
        Step(
            "the products",
            forall(times(1), lambda t: eq(product(signed(t)), -product(at_time(t)))),
            by.each(t, by.hypothesis(part(at("the signed run", t), 1))),
        ),
        Step("5g/6 is positive", LOW > 0, by.decide()),
        Step(
            "the other coordinates",
            forall(indices(k, omit=[m]), lambda j: s[j] * run[j, 1] >= LOW),
            by.hypothesis("the others are at least 5g/6"),
        ),
        Step(
            "it is the least",
            forall(indices(k), lambda j: s[m] * run[m, 1] <= s[j] * run[j, 1]),
            by.fix(
                j,
                Step(
                    "m or not",
                    s[m] * run[m, 1] <= s[j] * run[j, 1],
                    by.cases(
                        either(eq(m, j), ne(m, j)),
                        {
                            "j is m": [
                                Step("its sign", eq(s[m], s[j]), by.congruence(s, "j is m")),
                                Step(
                                    "itself",
                                    eq(run[m, 1], run[j, 1]),
                                    by.congruence(run, "j is m"),
                                ),
                                Step(
                                    "the same",
                                    s[m] * run[m, 1] <= s[j] * run[j, 1],
                                    by.decide("its sign", "itself"),
                                ),
                            ],
                            "j is not m": [
                                Step(
                                    "another",
                                    s[m] * run[m, 1] <= s[j] * run[j, 1],
                                    by.hypothesis(at("w_m is at most the others", j)),
                                )
                            ],
                        },
                    ),
                ),
            ),
        ),
        Step("all but m", product(signed(1), m) <= q, by.hypothesis("Q_m is at most q")),
        Step(
            "P is below the target",
            product(signed(1)) <= Y,
            by.decide(at("the products", 1), "P is at least the target"),
        ),
        Step(
            "the step size for 5g/6",
            eta <= 1 / (2 * k * (Y / LOW) ** 2 + 4 * q**2),
            by.decide("the step size is small", "the bound is on", "g is positive"),
        ),
        Step("product form", None, by.lemma(PRODUCT_FORM, {gamma: LOW, run: new_run}, *CONDITIONS)),
        Step("sum form", None, by.lemma(SUM_FORM, {gamma: LOW, run: new_run}, *CONDITIONS)),
        Step(
            "convergence",
            forall(times(1), reached),
            by.fix(
                t,
                Step("the product", eq(P_SIGNED, -P), by.hypothesis(at("the products", t))),
                in_time(PRODUCT_TIME, "product form"),
                in_time(SUM_TIME, "sum form"),
                Step(
                    "both",
                    reached(t),
                    by.decide("after that time, product form", "after that time, sum form"),
                ),
            ),
        ),
    ),
)

"""Theorem 4, strengthened, for a target above 0: the case that the paper leaves to the reader."""

from lemmas.shamir2019._descent import at_time, gradient_descent, k, product, step, t
from lemmas.shamir2019._descent import w as run
from lemmas.shamir2019._lemma_11 import s, sigma, y
from lemmas.shamir2019._lemma_13_prime import slope as slope_above
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_4 import (
    CHANGES,
    FALL,
    PRODUCT_TIME,
    SUM_TIME,
    THEOREM,
    VARIABLES,
    W,
    Y,
    converges,
    converges_by,
    eps,
    g,
    m,
    q,
    slope_below,
)
from lemmas.shamir2019.theorem_4_strengthened_both_forms import LEMMA as BOTH_FORMS
from lemmas.shamir2019.theorem_4_strengthened_one_sign import LEMMA as ONE_SIGN
from lemmas.shamir2019.theorem_4_strengthened_one_sign import only_m
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
    part,
    prod,
    statement,
    times,
)

j = natural("j")
P, P_SIGNED = product(at_time(t)), product(signed(t))
Q, Q_SIGNED = product(at_time(1), m), product(signed(1), m)
START = 2 + W / FALL


def new_run(i: TermLike, t: TermLike) -> Term:
    """The coordinates with the signs s."""
    return s[i] * run[i, t]


def reached(t: Term) -> Proposition:
    """The claim about a time."""
    return converges(t, START, (product(at_time(t)) - Y) ** 2 / 2)


CONCLUSION = forall(times(1), reached)


def same_modulus(j: TermLike) -> Proposition:
    """That the sign of a coordinate does not change its modulus."""
    return eq(abs(s[j] * run[j, 1]), abs(run[j, 1]))


def moduli(values: str) -> Term:
    """The product of the moduli of all coordinates but m, with the signs or without."""
    if values == "signed":
        return prod(k, lambda i: abs(s[i] * run[i, 1]), omit=[m])
    return prod(k, lambda i: abs(run[i, 1]), omit=[m])


def in_time(length: Term, form: int, name: str) -> Step:
    """The step that one form of the time suffices."""
    claim = converges_by(t, START, length, (P - Y) ** 2 / 2)
    return Step(
        name,
        claim,
        by.suppose(
            "t is large",
            Step(
                "the signed loss",
                (P_SIGNED + Y) ** 2 / 2 <= eps,
                by.hypothesis(
                    at(part(at("the signed run converges", t), form), using=["t is large"])
                ),
            ),
            Step("the same loss", claim.conclusion, by.decide("the signed loss", "the product")),
        ),
    )


WITH_ONE_SIGN = (
    Step("one sign", None, by.lemma(ONE_SIGN, {}, "the signs")),
    Step(
        "the signed run",
        None,
        by.lemma(SIGNS, {y: Y, sigma: -1}, part("one sign", 2), part("one sign", 3)),
    ),
    Step(
        "a run",
        forall(times(1), lambda t: step(signed(t), signed(t + 1), slope_below)),
        by.each(t, by.hypothesis(part(at("the signed run", t), 0))),
    ),
    Step(
        "the products",
        forall(times(1), lambda t: eq(product(signed(t)), -product(at_time(t)))),
        by.each(t, by.hypothesis(part(at("the signed run", t), 1))),
    ),
    Step(
        "the same moduli",
        forall(indices(k), same_modulus),
        by.fix(
            j,
            Step(
                "of the product",
                eq(abs(s[j] * run[j, 1]), abs(s[j]) * abs(run[j, 1])),
                by.elementary("abs of product", s[j], run[j, 1]),
            ),
            Step(
                "1 or -1",
                either(eq(s[j], 1), eq(s[j], -1)),
                by.hypothesis(at(part("one sign", 2), j)),
            ),
            Step(
                "the modulus of the sign",
                eq(abs(s[j]), 1),
                by.cases(
                    "1 or -1",
                    {
                        "it is 1": [
                            Step(
                                "of 1",
                                eq(abs(s[j]), s[j]),
                                by.elementary("abs of nonnegative", s[j], using=["it is 1"]),
                            ),
                            Step("so", eq(abs(s[j]), 1), by.decide("of 1", "it is 1")),
                        ],
                        "it is -1": [
                            Step(
                                "of -1",
                                eq(abs(s[j]), -s[j]),
                                by.elementary("abs of nonpositive", s[j], using=["it is -1"]),
                            ),
                            Step("again", eq(abs(s[j]), 1), by.decide("of -1", "it is -1")),
                        ],
                    },
                ),
            ),
            Step(
                "the same", same_modulus(j), by.decide("of the product", "the modulus of the sign")
            ),
        ),
    ),
    Step(
        "|w_m| with its sign",
        abs(s[m] * run[m, 1]) <= W,
        by.decide(at("the same moduli", m), "|w_m(1)| is at most W"),
    ),
    Step(
        "the gaps with signs",
        forall(
            indices(k, omit=[m]),
            lambda j: abs(s[j] * run[j, 1]) - abs(s[m] * run[m, 1]) >= g,
        ),
        by.each(
            j,
            by.decide(
                at("the same moduli", j),
                at("the same moduli", m),
                at("the other |w_j(1)| exceed it by g", j),
            ),
        ),
    ),
    Step("|Q_m|", eq(abs(Q), moduli("plain")), by.image("abs", Q)),
    Step("|Q_m| with signs", eq(abs(Q_SIGNED), moduli("signed")), by.image("abs", Q_SIGNED)),
    Step("factor by factor", eq(moduli("signed"), moduli("plain")), by.termwise("the same moduli")),
    Step(
        "its bound",
        abs(Q_SIGNED) <= q,
        by.decide("|Q_m|", "|Q_m| with signs", "factor by factor", "|Q_m(1)| is at most q"),
    ),
    Step(
        "P(1) with signs",
        product(signed(1)) >= -Y,
        by.decide(at("the products", 1), "P(1) is at most the target"),
    ),
    Step(
        "the signed run converges",
        None,
        by.lemma(
            BOTH_FORMS,
            {run: new_run},
            "a run",
            "|w_m| with its sign",
            "the gaps with signs",
            "its bound",
            "P(1) with signs",
        ),
    ),
    Step(
        "the run converges",
        CONCLUSION,
        by.fix(
            t,
            Step("the product", eq(P_SIGNED, -P), by.hypothesis(at("the products", t))),
            in_time(PRODUCT_TIME, 0, "the time as a product suffices"),
            in_time(SUM_TIME, 1, "the time as a sum suffices"),
            Step(
                "both forms",
                reached(t),
                by.decide("the time as a product suffices", "the time as a sum suffices"),
            ),
        ),
    ),
)

RENAMED = {
    "the target is negative": "the target is positive",
    "P(1) is at least the target": "P(1) is at most the target",
}
CHANGED = {
    "P(1) is at most the target": product(at_time(1)) <= Y,
    "gradient descent": gradient_descent(slope_above),
}
# Those of the theorem for the target -Y, except where the target occurs.
HYPOTHESES = {RENAMED.get(name, name): part for name, part in THEOREM.items()} | CHANGED

LEMMA = Lemma(
    id="shamir2019/theorem-4-target-above",
    title="Gradient descent converges in exponential time to a target above 0, too",
    source=shamir("3.3", "Theorem 4"),
    variant="strengthened",
    statement=statement(
        VARIABLES,
        HYPOTHESES,
        CONCLUSION,
    ),
    changes=(
        "the target is y = Y > 0, and P(1) <= y, in place of y < 0 and P(1) > y",
        "in place of Assumption 4 and step size k**(-c) for large c: the constants Y = y, W, g and "
        "q, with |w_m(1)| <= W, |w_j(1)| - |w_m(1)| >= g for j != m, |Q_m(1)| <= q, and the bound "
        "on eta",
        CHANGES[1],
        "P(1) = y is allowed, and so is k = 1",
        "both forms of the number of iterations, as for a target below 0",
    ),
    note="The paper: the other cases can be studied using similar techniques.  The sign of the "
    "smallest coordinate is changed, which turns the target into -Y.",
    proof=(Step("convergence", CONCLUSION, by.let(s, k, only_m, "the signs", *WITH_ONE_SIGN)),),
)

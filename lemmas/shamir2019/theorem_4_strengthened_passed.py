"""Theorem 4, part: convergence once one coordinate has passed 0 and the others are positive."""

from lemmas.shamir2019._descent import at_time, eta, gradient_descent, k, product, w
from lemmas.shamir2019._lemma_11 import s
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_4 import (
    INDEX,
    Y,
    converges,
    eps,
    g,
    loss_below,
    m,
    q,
    slope_below,
)
from lemmas.shamir2019.theorem_4_strengthened_one_sign import LEMMA as ONE_SIGN
from lemmas.shamir2019.theorem_4_strengthened_one_sign import only_m
from lemmas.shamir2019.theorem_4_strengthened_side import LEMMA as SIDE
from lemmas.shamir2019.theorem_4_strengthened_signs import signed
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    at,
    by,
    eq,
    forall,
    indices,
    natural,
    over,
    part,
    statement,
    times,
)

j = natural("j")
Q = product(at_time(1), m)


def reached(t: Term) -> Proposition:
    """The claim about a time."""
    return converges(t, 1, loss_below(product(at_time(t))))


WITH_ONE_SIGN = (
    Step("one sign", None, by.lemma(ONE_SIGN, {}, "the signs")),
    Step("s_m is -1", eq(s[m], -1), by.hypothesis(part("one sign", 0))),
    Step(
        "the others with their signs",
        forall(indices(k, omit=[m]), lambda j: eq(s[j] * w[j, 1], w[j, 1])),
        by.each(j, by.decide(at(part("one sign", 1), j))),
    ),
    Step(
        "the same Q_m",
        eq(product(signed(1), m), Q),
        by.termwise("the others with their signs"),
    ),
    Step("Q_m with the signs", product(signed(1), m) <= q, by.decide("the same Q_m")),
    Step(
        "w_m with its sign",
        0 <= s[m] * w[m, 1],
        by.decide("s_m is -1", "w_m is not positive"),
    ),
    Step(
        "the others are still at least 5g/6",
        forall(indices(k, omit=[m]), lambda j: s[j] * w[j, 1] >= 5 * g / 6),
        by.each(
            j,
            by.decide(at("the others with their signs", j), at("the others are at least 5g/6", j)),
        ),
    ),
    Step(
        "the least with its sign",
        forall(indices(k, omit=[m]), lambda j: s[m] * w[m, 1] <= s[j] * w[j, 1]),
        by.each(
            j,
            by.decide(
                "s_m is -1",
                at("the others with their signs", j),
                at("no other coordinate is smaller in modulus", j),
            ),
        ),
    ),
    Step(
        "convergence with one sign changed",
        forall(times(1), reached),
        by.lemma(
            SIDE,
            {},
            part("one sign", 2),
            part("one sign", 3),
            "w_m with its sign",
            "the least with its sign",
            "the others are still at least 5g/6",
            "Q_m with the signs",
        ),
    ),
)

LEMMA = Lemma(
    id="shamir2019/theorem-4-passed",
    title="Convergence once one coordinate has passed 0",
    source=shamir("A.2.3", "Theorem 4"),
    variant="strengthened",
    changes=(
        "w_m may be 0: that it is bounded away from 0 (Lemma 16) is not needed",
        "the number of iterations is given in two forms, as a product and as a sum",
    ),
    statement=statement(
        [k, m, Y, g, q, eta, eps, over(w, k)],
        {
            **INDEX,
            "the target is negative": Y > 0,
            "g is positive": g > 0,
            "q is positive": q > 0,
            "w_m is not positive": w[m, 1] <= 0,
            "no other coordinate is smaller in modulus": forall(
                indices(k, omit=[m]), lambda j: -w[m, 1] <= w[j, 1]
            ),
            "the others are at least 5g/6": forall(
                indices(k, omit=[m]), lambda j: 5 * g / 6 <= w[j, 1]
            ),
            "Q_m is at most q": Q <= q,
            "P is at least the target": product(at_time(1)) >= -Y,
            "the step size is positive": eta > 0,
            "the step size is small": eta <= 1 / (3 * k * (Y / g) ** 2 + 4 * q**2),
            "gradient descent": gradient_descent(slope_below),
            "eps is positive": eps > 0,
        },
        forall(times(1), reached),
    ),
    note="The target is -Y.  Lemma 16 is not needed, since Lemma 13' allows w_m = 0.",
    proof=(
        Step(
            "convergence",
            forall(times(1), reached),
            by.let(s, k, only_m, "the signs", *WITH_ONE_SIGN),
        ),
    ),
)

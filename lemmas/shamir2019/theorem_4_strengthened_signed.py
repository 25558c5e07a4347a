"""Theorem 4 for coordinates of any sign, in terms of their signs."""

from lemmas.shamir2019._descent import at_time, eta, gradient_descent, k, product, step, t
from lemmas.shamir2019._descent import w as run
from lemmas.shamir2019._lemma_11 import s, sigma, y
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_4 import (
    FALL,
    FORMS,
    INDEX,
    TIMES,
    W,
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
from lemmas.shamir2019.lemma_11_signs import LEMMA as PRODUCTS_OF_SIGNS
from lemmas.shamir2019.theorem_4_strengthened_positive import LEMMA as POSITIVE
from lemmas.shamir2019.theorem_4_strengthened_side import LEMMA as SIDE
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
    over,
    part,
    statement,
    times,
)

j = natural("j")
SIGN_PRODUCT = product(lambda i: s[i])


def new_run(i: TermLike, t: TermLike) -> Term:
    """The coordinates with the signs s."""
    return s[i] * run[i, t]


def reached(t: Term) -> Proposition:
    """The claim about a time."""
    return converges(t, 2 + W / FALL, loss_below(product(at_time(t))))


def later(form: int) -> Step:
    """The step that the time to converge from the side of the target suffices."""
    name, length = list(FORMS.items())[form]
    claim = converges_by(t, 2 + W / FALL, length, loss_below(product(at_time(t))))
    return Step(
        f"{name} suffices",
        claim,
        by.suppose(
            "t is large",
            Step(
                "t is large enough",
                t >= 1 + length,
                by.decide("t is large", "the time to pass is nonnegative"),
            ),
            Step(
                "the loss at t",
                claim.conclusion,
                by.hypothesis(
                    at(
                        part(at("from the side of the target", t), form),
                        using=["t is large enough"],
                    )
                ),
            ),
        ),
    )


ON_THE_SIDE = (
    Step(
        "at least 5g/6",
        forall(indices(k, omit=[m]), lambda j: s[j] * run[j, 1] >= 5 * g / 6),
        by.each(
            j, by.decide(at("the others exceed it by g", j), "w_m has its sign", "g is positive")
        ),
    ),
    Step(
        "the least",
        forall(indices(k, omit=[m]), lambda j: s[m] * run[m, 1] <= s[j] * run[j, 1]),
        by.each(j, by.decide(at("the others exceed it by g", j), "g is positive")),
    ),
    Step("as a product of signs", eq(-1, SIGN_PRODUCT), by.decide("it is -1")),
    Step(
        "from the side of the target",
        None,
        by.lemma(SIDE, {}, "as a product of signs", "at least 5g/6", "the least"),
    ),
    Step(
        "converges",
        forall(times(1), reached),
        by.fix(
            t,
            *(later(form) for form in range(len(FORMS))),
            Step("both forms", reached(t), by.decide(*(f"{name} suffices" for name in FORMS))),
        ),
    ),
)
ON_THE_OTHER_SIDE = (
    Step("as a product of signs", eq(1, SIGN_PRODUCT), by.decide("it is 1")),
    Step("the signed run", None, by.lemma(SIGNS, {y: -Y, sigma: 1}, "as a product of signs")),
    Step(
        "a run",
        forall(times(1), lambda t: step(signed(t), signed(t + 1), slope_below)),
        by.each(t, by.hypothesis(part(at("the signed run", t), 0))),
    ),
    Step(
        "the signed run converges",
        None,
        by.lemma(POSITIVE, {run: new_run}, "a run"),
    ),
    Step(
        "converges too",
        forall(times(1), reached),
        by.fix(
            t,
            Step(
                "the product",
                eq(product(signed(t)), product(at_time(t))),
                by.decide(part(at("the signed run", t), 1)),
            ),
            Step(
                "the same at t",
                reached(t),
                by.rewrite("the product", at("the signed run converges", t)),
            ),
        ),
    ),
)

LEMMA = Lemma(
    id="shamir2019/theorem-4-signed",
    title="Convergence when the target is negative, with given signs of the coordinates",
    source=shamir("A.2.3", "Theorem 4"),
    variant="strengthened",
    changes=(
        "w_m(1) may be 0, and only the distances of the other moduli to its own are bounded from "
        "below",
        "the signs of the coordinates may be any",
    ),
    statement=statement(
        [k, m, Y, W, g, q, eta, eps, over(s, k), over(run, k)],
        {
            **INDEX,
            "the s_i are signs": forall(indices(k), lambda i: either(eq(s[i], 1), eq(s[i], -1))),
            "the target is negative": Y > 0,
            "g is positive": g > 0,
            "q is positive": q > 0,
            "w_m has its sign": 0 <= s[m] * run[m, 1],
            "w_m is at most W": s[m] * run[m, 1] <= W,
            "the others exceed it by g": forall(
                indices(k, omit=[m]), lambda j: s[j] * run[j, 1] - s[m] * run[m, 1] >= g
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
        *TIMES,
        Step(
            "the time to pass is nonnegative",
            W / FALL >= 0,
            by.decide("the fall is positive", "w_m has its sign", "w_m is at most W"),
        ),
        Step("the product of the signs", eq(SIGN_PRODUCT, SIGN_PRODUCT), by.decide()),
        Step("signs", None, by.lemma(PRODUCTS_OF_SIGNS, {sigma: SIGN_PRODUCT})),
        Step("its square", eq(SIGN_PRODUCT**2, 1), by.hypothesis(part("signs", 0))),
        Step(
            "either side",
            forall(times(1), reached),
            by.cases(
                either(SIGN_PRODUCT >= 0, SIGN_PRODUCT <= 0),
                {
                    "it is nonnegative": [
                        Step(
                            "it is 1",
                            eq(SIGN_PRODUCT, 1),
                            by.decide("its square", "it is nonnegative"),
                        ),
                        *ON_THE_OTHER_SIDE,
                    ],
                    "it is nonpositive": [
                        Step(
                            "it is -1",
                            eq(SIGN_PRODUCT, -1),
                            by.decide("its square", "it is nonpositive"),
                        ),
                        *ON_THE_SIDE,
                    ],
                },
            ),
        ),
    ),
)

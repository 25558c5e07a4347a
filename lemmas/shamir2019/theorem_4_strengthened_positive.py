"""Theorem 4 for coordinates that are nonnegative at the start, with the target below 0."""

from lemmas.shamir2019._descent import at_time, eta, gradient_descent, k, product, step, t, w
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_4 import (
    FALL,
    FORMS,
    INDEX,
    STEP_SIZE,
    TIMES,
    W,
    Y,
    converges,
    converges_by,
    eps,
    g,
    gaps,
    loss_below,
    m,
    q,
    slope_below,
)
from lemmas.shamir2019.lemma_15_run import LEMMA as RUN
from lemmas.shamir2019.theorem_4_strengthened_elapsed import LEMMA as ELAPSED
from lemmas.shamir2019.theorem_4_strengthened_elapsed import n as before
from lemmas.shamir2019.theorem_4_strengthened_passed import LEMMA as PASSED
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
    exists,
    false,
    forall,
    indices,
    natural,
    over,
    part,
    statement,
    times,
)

j, n, c, r = natural("j"), natural("n"), natural("c"), natural("r")
P_START, Q_START = product(at_time(1)), product(at_time(1), m)


def loss(t: TermLike) -> Term:
    """F(w(t))."""
    return loss_below(product(at_time(t)))


def reached(t: Term) -> Proposition:
    """The claim about a time."""
    return converges(t, 2 + W / FALL, loss(t))


def from_n(i: TermLike, t: TermLike) -> Term:
    """The run from time n + 1 on."""
    return w[i, n + t]


def later(t: TermLike) -> Proposition:
    """What holds t steps after n."""
    return converges(t, 1, loss_below(product(lambda i: w[i, n + t])))


# w_m passes 0 after n, and t is c steps later.
AFTER_PASSING = (
    Step("the others", None, by.hypothesis(part("w_m passes after n", 3))),
    Step(
        "w_m is not far below 0",
        -(eta * Y * q) <= from_n(m, 1),
        by.hypothesis(part(part("w_m passes after n", 2), 0)),
    ),
    Step(
        "w_m is not positive",
        from_n(m, 1) <= 0,
        by.hypothesis(part(part("w_m passes after n", 2), 1)),
    ),
    Step(
        "the others are at least 5g/6",
        forall(indices(k, omit=[m]), lambda j: 5 * g / 6 <= from_n(j, 1)),
        by.each(j, by.hypothesis(part(at("the others", j), 0))),
    ),
    Step(
        "w_m is small then",
        forall(indices(k, omit=[m]), lambda j: -from_n(m, 1) <= from_n(j, 1)),
        by.each(
            j,
            by.decide(
                "w_m is not far below 0",
                "eta Y q",
                at("the others are at least 5g/6", j),
                "g is positive",
            ),
        ),
    ),
    Step(
        "the size of P then",
        abs(product(lambda i: from_n(i, 1))) <= Y / 4,
        by.hypothesis(part("w_m passes after n", 5)),
    ),
    Step("its bounds", None, by.elementary("abs bounds", product(lambda i: from_n(i, 1)))),
    Step(
        "P then",
        product(lambda i: from_n(i, 1)) >= -Y,
        by.decide("the size of P then", part("its bounds", 0), "the target is negative"),
    ),
    Step(
        "Q_m then",
        product(lambda i: from_n(i, 1), m) <= q,
        by.hypothesis(part("w_m passes after n", 4)),
    ),
    Step(
        "the run from then on",
        forall(
            times(1),
            lambda t: step(lambda i: from_n(i, t), lambda i: from_n(i, t + 1), slope_below),
        ),
        by.each(r, by.hypothesis(at("gradient descent", n + r))),
    ),
    Step(
        "convergence from then on",
        forall(times(1), later),
        by.lemma(
            PASSED,
            {w: from_n},
            "w_m is not positive",
            "w_m is small then",
            "the others are at least 5g/6",
            "Q_m then",
            "P then",
            "the run from then on",
        ),
    ),
)


def in_time(form: int) -> Step:
    """The step that the loss is at most eps after the time of one form of the bound."""
    name, length = list(FORMS.items())[form]
    claim = converges_by(t, 2 + W / FALL, FORMS[name], loss(t))
    end = claim.conclusion
    return Step(
        f"{name} suffices",
        claim,
        by.suppose(
            "t is large",
            Step("t is after n", n <= t, by.decide("t is large", "n is not large", name)),
            Step(
                "the steps since n",
                exists(times(0), lambda c: eq(t, n + c)),
                by.lemma(ELAPSED, {before: n}, "t is after n"),
            ),
            Step(
                "the loss after them",
                end,
                by.obtain(
                    c,
                    "the steps since n",
                    "t is n + c",
                    Step(
                        "c is large",
                        c >= 1 + length,
                        by.decide("t is n + c", "t is large", "n is not large"),
                    ),
                    Step("c is a time", 1 <= c, by.decide("c is large", name)),
                    Step(
                        "the loss at n + c",
                        loss(n + c) <= eps,
                        by.hypothesis(
                            at(
                                part(
                                    at("convergence from then on", c, using=["c is a time"]), form
                                ),
                                using=["c is large"],
                            )
                        ),
                    ),
                    Step(
                        "the loss at t",
                        end,
                        by.rewrite("t is n + c", "the loss at n + c", backwards=True),
                    ),
                ),
            ),
        ),
    )


def not_yet(form: int) -> Step:
    """The step that t is not large yet if w_m has not passed 0."""
    name = list(FORMS)[form]
    claim = converges_by(t, 2 + W / FALL, FORMS[name], loss(t))
    return Step(
        f"{name} suffices",
        claim,
        by.suppose(
            "t is large",
            Step(
                "the falls",
                (t - 1) * FALL >= W + FALL,
                by.decide("t is large", name, "the fall is positive"),
            ),
            Step(
                "not positive",
                w[m, t] <= 0,
                by.decide(
                    part("w_m goes on", 1),
                    "the falls",
                    "the fall is positive",
                    "w_m(1) is at most W",
                ),
            ),
            Step("a contradiction", false, by.decide("still positive", "not positive")),
            Step("impossible", claim.conclusion, by.cases("a contradiction", {})),
        ),
    )


def from_zero(form: int) -> Step:
    """The step that the loss is at most eps in time when w_m is 0 at the start."""
    name = list(FORMS)[form]
    claim = converges_by(t, 2 + W / FALL, FORMS[name], loss(t))
    return Step(
        f"{name} suffices",
        claim,
        by.suppose(
            "t is large",
            Step(
                "t is large enough",
                t >= 1 + FORMS[name],
                by.decide("t is large", "the time to pass is nonnegative"),
            ),
            Step(
                "the loss at t",
                claim.conclusion,
                by.hypothesis(at(part(at("convergence", t), form), using=["t is large enough"])),
            ),
        ),
    )


BOTH = Step(
    "both forms",
    reached(t),
    by.decide(*(f"{name} suffices" for name in FORMS)),
)

WHEN_ZERO = (
    Step(
        "the others at the start",
        forall(indices(k, omit=[m]), lambda j: 5 * g / 6 <= w[j, 1]),
        by.each(j, by.decide(at("the others exceed it by g", j), "g is positive")),
    ),
    Step(
        "w_m is no larger",
        forall(indices(k, omit=[m]), lambda j: -w[m, 1] <= w[j, 1]),
        by.each(j, by.decide(at("the others at the start", j), "g is positive")),
    ),
    Step("it is 0", eq(w[m, 1], 0), by.decide("w_m(1) is 0", "w_m(1) is nonnegative")),
    Step("P(1) = w_m Q_m", eq(P_START, w[m, 1] * Q_START), by.split_off(P_START, m)),
    Step("P(1)", P_START >= -Y, by.decide("P(1) = w_m Q_m", "it is 0", "the target is negative")),
    Step(
        "convergence",
        None,
        by.lemma(PASSED, {}, "w_m(1) is 0", "the others at the start", "w_m is no larger", "P(1)"),
    ),
    Step(
        "at each time",
        forall(times(1), reached),
        by.fix(t, from_zero(0), from_zero(1), BOTH),
    ),
)
WHEN_POSITIVE = (
    Step("Lemma 15", None, by.lemma(RUN)),
    Step(
        "at each time",
        forall(times(1), reached),
        by.fix(
            t,
            Step(
                "passed or not",
                reached(t),
                by.cases(
                    at("Lemma 15", t),
                    {
                        "w_m has passed": [
                            Step(
                                "from then on",
                                reached(t),
                                by.obtain(
                                    n,
                                    "w_m has passed",
                                    "w_m passes after n",
                                    Step(
                                        "n is not large",
                                        n <= 1 + W / FALL,
                                        by.hypothesis(part("w_m passes after n", 0)),
                                    ),
                                    *AFTER_PASSING,
                                    in_time(0),
                                    in_time(1),
                                    BOTH,
                                ),
                            )
                        ],
                        "w_m goes on": [
                            Step(
                                "still positive",
                                w[m, t] > 0,
                                by.hypothesis(at(part("w_m goes on", 0), t)),
                            ),
                            not_yet(0),
                            not_yet(1),
                            BOTH,
                        ],
                    },
                ),
            ),
        ),
    ),
)

LEMMA = Lemma(
    id="shamir2019/theorem-4-positive",
    title="Convergence from nonnegative coordinates when the target is negative",
    source=shamir("A.2.3", "Theorem 4"),
    variant="strengthened",
    changes=(
        "w_m(1) may be 0, and only the distances of the others to it are bounded from below",
        "in place of step size k**(-c) for large c: the bound on eta",
    ),
    statement=statement(
        [k, m, Y, W, g, q, eta, eps, over(w, k)],
        {
            **INDEX,
            "the target is negative": Y > 0,
            "g is positive": g > 0,
            "q is positive": q > 0,
            "w_m(1) is nonnegative": w[m, 1] >= 0,
            "w_m(1) is at most W": w[m, 1] <= W,
            "the others exceed it by g": gaps(at_time(1)),
            "Q_m(1) is at most q": product(at_time(1), m) <= q,
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
        *TIMES,
        Step(
            "the time to pass is nonnegative",
            W / FALL >= 0,
            by.decide("the fall is positive", "w_m(1) is nonnegative", "w_m(1) is at most W"),
        ),
        Step(
            "w_m is 0 or positive",
            forall(times(1), reached),
            by.cases(
                either(w[m, 1] <= 0, w[m, 1] > 0),
                {"w_m(1) is 0": WHEN_ZERO, "w_m(1) is positive": WHEN_POSITIVE},
            ),
        ),
    ),
)

"""The range of a gap while x passes a stretch, from bounds on the steps alone."""

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
    rational,
    real,
    scalar_sequence,
    statement,
    times,
)

n, N, t = natural("n"), natural("N"), natural("t")
r = real("r")
x, d = scalar_sequence("x"), scalar_sequence("d")
g, u = family("g"), family("u")
NONE = rational("0")


def least(s: TermLike) -> Term:
    """The lower bound on the gap after s steps."""
    return d[1] * (1 - r * (x[1] - x[s + 1]))


def box(s: TermLike) -> Proposition:
    """The range of the gap after s steps."""
    return both(d[s + 1] <= d[1], least(s) <= d[s + 1], d[s + 1] >= 0)


LAST = N + 1  # the time of the step from N to N + 1 steps

LEMMA = Lemma(
    id="escape/gap-box",
    title="Range of a gap over a stretch of steps",
    source=note("2", "range of the gaps"),
    variant="effective",
    statement=statement(
        [n, over(g, n), over(u, n), x, d, r],
        {
            "x goes down by g": forall(times(1), lambda t: eq(x[t + 1], x[t] - g[t])),
            "d shrinks by u": forall(times(1), lambda t: eq(d[t + 1], d[t] * (1 - u[t]))),
            "the gap is nonnegative": d[1] >= 0,
            "the parts": forall(indices(n), lambda t: both(u[t] >= 0, u[t] <= 1)),
            "the parts are small": forall(indices(n), lambda t: u[t] <= r * g[t]),
        },
        box(n),
    ),
    proof=(
        Step(
            "the first steps",
            forall(times(0), lambda s: implies(s <= n, box(s))),
            by.induction(
                N,
                base=[Step("no step yet", implies(NONE <= n, box(NONE)), by.decide())],
                step=[
                    Step(
                        "one step more",
                        implies(N + 1 <= n, box(N + 1)),
                        by.suppose(
                            "N + 1 is at most n",
                            Step("the first N", box(N), by.hypothesis(at("induction"))),
                            Step(
                                "the step of x", None, by.hypothesis(at("x goes down by g", LAST))
                            ),
                            Step("the step of d", None, by.hypothesis(at("d shrinks by u", LAST))),
                            Step("the part", None, by.hypothesis(at("the parts", LAST))),
                            Step(
                                "the part is small",
                                None,
                                by.hypothesis(at("the parts are small", LAST)),
                            ),
                            Step(
                                "what is left",
                                d[LAST + 1] >= 0,
                                by.decide("the first N", "the step of d", "the part"),
                            ),
                            Step(
                                "what is lost",
                                d[LAST] * u[LAST] >= 0,
                                by.decide("the first N", "the part"),
                            ),
                            Step(
                                "at most that of d(1)",
                                d[LAST] * u[LAST] <= d[1] * u[LAST],
                                by.decide("the first N", "the part"),
                            ),
                            Step(
                                "by g",
                                d[1] * u[LAST] <= d[1] * (r * g[LAST]),
                                by.decide("the part is small"),
                            ),
                            Step(
                                "the sum",
                                eq(least(LAST), least(N) - d[1] * (r * g[LAST])),
                                by.decide("the step of x"),
                            ),
                            Step(
                                "not below",
                                least(LAST) <= d[LAST + 1],
                                by.decide(
                                    "the first N",
                                    "the sum",
                                    "the step of d",
                                    "at most that of d(1)",
                                    "by g",
                                ),
                            ),
                            Step(
                                "not above",
                                d[LAST + 1] <= d[1],
                                by.decide("the first N", "the step of d", "what is lost"),
                            ),
                            Step(
                                "the first N + 1",
                                box(LAST),
                                by.decide("not above", "not below", "what is left"),
                            ),
                        ),
                    ),
                ],
            ),
        ),
        Step("all n steps", box(n), by.hypothesis(at("the first steps", n))),
    ),
)

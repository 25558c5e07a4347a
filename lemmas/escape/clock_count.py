"""The clock lemma, part: a clock that grows by almost 1 in each step counts the steps of a run."""

from lemmas.escape._clock import Psi, a, b, delta, g, growth, inside, rho, small_slopes, x
from lemmas.escape._clock_run import Theta, X, error, n, run, steady
from lemmas.escape._note import note
from lemmas.escape.clock_perturbation import BOUND, SMALL, SPEED, M, theta
from lemmas.escape.clock_perturbation import LEMMA as PERTURBATION
from lemmas.escape.clock_ratio import LEMMA as RATIO
from lemmas.escape.clock_ratio import s
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    at,
    both,
    by,
    eq,
    forall,
    implies,
    natural,
    part,
    rational,
    real,
    statement,
    times,
)

m = natural("m")
eps = real("eps")

EACH = eps + BOUND
ZERO = rational("0")


def state(m: Term) -> Proposition:
    """What holds after m steps."""
    return both(inside(X[m + 1]), g(X[m + 1]) > 0, abs(error(m)) <= m * EACH)


def so_far(m: Term) -> Proposition:
    """What is shown by induction."""
    return implies(m <= n, state(m))


here, there = X[m + 1], X[m + 1 + 1]
target = here - (1 + Theta[m + 1]) * g(here)
CHANGE = Psi(here - g(here)) - Psi(target)
POSITIVE = part("before", 1)

BASE = (
    Step("no error", eq(error(ZERO), 0), by.decide()),
    Step(
        "its size",
        abs(error(ZERO)) <= ZERO * EACH,
        by.elementary("abs at most", error(ZERO), ZERO * EACH, using=["no error"]),
    ),
    Step("at the start", state(ZERO), by.decide("its size")),
)
STAYS = (
    Step("before", state(m), by.hypothesis(at("induction hypothesis"))),
    Step("theta is small", None, by.hypothesis(at("the perturbations are small", m + 1))),
    Step("the step", None, by.hypothesis(at("perturbed steps", m + 1))),
    Step("the point is at least a", None, by.hypothesis(at("the points are at least a", m + 1))),
    Step(
        "the unperturbed step ends above a",
        None,
        by.hypothesis(at("the unperturbed steps end above a", m + 1)),
    ),
    Step("the target", a <= target, by.decide("the step", "the point is at least a")),
    Step("size of theta", None, by.elementary("abs bounds", Theta[m + 1])),
    Step("length from below", 1 + Theta[m + 1] >= 0, by.decide("size of theta", "theta is small")),
    Step(
        "length from above",
        1 + Theta[m + 1] <= 1 + delta,
        by.decide("size of theta", "theta is small"),
    ),
    Step(
        "the point is at most b",
        there <= b,
        by.decide("length from below", "the step", part("before", 0), POSITIVE),
    ),
    Step(
        "change of g",
        None,
        by.lemma(
            RATIO, {x: here, s: 1 + Theta[m + 1]}, "before", "the target", "length from below"
        ),
    ),
    Step("slope", None, by.hypothesis(at("g has small slopes", here, using=["before"]))),
    Step("rho is nonnegative", rho >= 0, by.decide("slope")),
    Step(
        "g is positive at the target",
        g(target) > 0,
        by.decide(part("change of g", 0), "rho is nonnegative", "length from above", POSITIVE),
    ),
    Step("same g", eq(g(there), g(target)), by.congruence(g, "the step")),
    Step("g is positive", g(there) > 0, by.decide("g is positive at the target", "same g")),
)
COUNTS = (
    Step(
        "the perturbation",
        abs(CHANGE) <= BOUND,
        by.lemma(
            PERTURBATION,
            {x: here, theta: Theta[m + 1]},
            "before",
            "theta is small",
            "the target",
            "the unperturbed step ends above a",
        ),
    ),
    Step(
        "without it",
        abs(growth(g)(here)) <= eps,
        by.hypothesis(
            at("unperturbed steps", here, using=["before", "the unperturbed step ends above a"])
        ),
    ),
    Step("same Psi", eq(Psi(there), Psi(target)), by.congruence(Psi, "the step")),
    Step(
        "the new error",
        eq(error(m + 1), error(m) + growth(g)(here) + CHANGE),
        by.decide("same Psi"),
    ),
    Step("first sum", None, by.elementary("triangle", error(m), growth(g)(here))),
    Step("second sum", None, by.elementary("triangle", error(m) + growth(g)(here), CHANGE)),
    Step(
        "size of the sum",
        abs(error(m) + growth(g)(here) + CHANGE) <= (m + 1) * EACH,
        by.decide("first sum", "second sum", "without it", "the perturbation", part("before", 2)),
    ),
    Step(
        "size of the new error",
        abs(error(m + 1)) <= (m + 1) * EACH,
        by.rewrite("the new error", "size of the sum", backwards=True),
    ),
    Step(
        "after it",
        state(m + 1),
        by.decide(
            "the point is at least a",
            "the point is at most b",
            "g is positive",
            "size of the new error",
        ),
    ),
)

LEMMA = Lemma(
    id="escape/clock-count",
    title="A clock that grows by almost 1 in each step counts the steps",
    source=note("3", "clock lemma"),
    variant="effective",
    statement=statement(
        [n, delta, Theta, X, g, Psi, b, a, rho, M, eps],
        {
            **SMALL,
            **run(g),
            **small_slopes(g),
            **SPEED,
            "unperturbed steps": steady(g, eps),
        },
        abs(error(n)) <= n * EACH,
    ),
    proof=(
        Step(
            "all steps",
            forall(times(0), so_far),
            by.induction(
                m,
                base=[Step("start", so_far(ZERO), by.suppose("0 <= n", *BASE))],
                step=[Step("next", so_far(m + 1), by.suppose("m + 1 <= n", *STAYS, *COUNTS))],
                assuming="induction hypothesis",
            ),
        ),
        Step("after n steps", state(n), by.hypothesis(at("all steps", n))),
        Step("conclusion", abs(error(n)) <= n * EACH, by.hypothesis(part("after n steps", 2))),
    ),
)

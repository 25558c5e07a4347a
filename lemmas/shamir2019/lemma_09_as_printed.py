"""Lemma 9 as printed: its third claim fails where f' vanishes, whatever the hidden constant."""

from collections.abc import Callable

from lemmas.shamir2019._assumption_1 import assumption_1
from lemmas.shamir2019._descent import eta, f, gradient_descent, k, t, w
from lemmas.shamir2019._lemma_09 import P, beta, s
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_09_flat_loss import LEMMA as FLAT_LOSS
from lemmas.shamir2019.lemma_09_flat_loss import flat
from verifier import (
    Lemma,
    Proposition,
    Refutation,
    Step,
    Term,
    TermLike,
    at,
    both,
    by,
    eq,
    exists,
    exp,
    false,
    forall,
    implies,
    indices,
    natural,
    no,
    over,
    part,
    prod,
    rational,
    real,
    statement,
    times,
)

C, K, j, tau = real("C"), real("K"), natural("j"), natural("tau")
ONE, TWO, HALF = rational("1"), rational("2"), rational("1/2")

Run = Callable[[TermLike, TermLike], Term]


def stays(run: Run, k: Term, s: Term, tau: TermLike) -> Proposition:
    """That the coordinates are at least 1/2 at the times s, s+1, ..., s+tau."""
    return forall(
        times(1),
        lambda r: implies(
            both(s <= r, r <= s + tau), forall(indices(k), lambda i: run(i, r) >= HALF)
        ),
    )


def claims(run: Run, k: Term, s: Term, eta: Term, beta: Term, tau: TermLike) -> Proposition:
    """The three claims of the lemma."""

    def product(r: TermLike) -> Term:
        return prod(k, lambda i: run(i, r))

    def short(r: TermLike, i: TermLike) -> Proposition:
        return both(run(i, r + 1) <= run(i, r), abs(run(i, r + 1) - run(i, r)) <= K * eta * beta)

    return both(
        forall(
            times(1),
            lambda r: implies(
                both(s <= r, r < s + tau),
                both(product(r + 1) <= product(r), forall(indices(k), lambda i: short(r, i))),
            ),
        ),
        product(s + tau) <= beta * exp(-1),
    )


def soon(run: Run, k: Term, s: Term, eta: Term, beta: Term) -> Proposition:
    """That after some tau iterations, as few as the lemma says, its claims hold if the coordinates
    stay above 1/2 so long."""
    return exists(
        times(0),
        lambda tau: both(
            tau <= 1 + K * beta ** (1 / k - 1) / (eta * k),
            implies(stays(run, k, s, tau), claims(run, k, s, eta, beta, tau)),
        ),
    )


def coordinate(i: TermLike, r: TermLike) -> Term:
    """A coordinate of the run."""
    return w[i, r]


# The counterexample: two coordinates that are 1 for ever, where the loss is flat.
def resting(i: TermLike, r: TermLike) -> Term:
    """A coordinate of the run of the counterexample."""
    return ONE


ONES = prod(TWO, lambda i: ONE)
SLOPE = rational("1/4") * (4 * ONES**3) - rational("1/3") * (3 * ONES**2) - HALF * (2 * ONES) + 1


def rests(j: TermLike) -> Proposition:
    """That a coordinate does not move in a step."""
    return eq(ONE, ONE - ONE * SLOPE * prod(TWO, lambda i: ONE, omit=[j]))


LEMMA = Lemma(
    id="shamir2019/lemma-9-as-printed",
    title="How long the product can take to fall by the factor e, as printed",
    source=shamir("A.1", "Lemma 9"),
    variant="as-printed",
    expected="refuted",
    statement=statement(
        [C, f, K, k, s, eta, beta, over(w, k)],
        {
            **assumption_1(f),
            "K is positive": K > 0,
            "there is a coordinate": k >= 1,
            "s is a time": s >= 1,
            "the step size is positive": eta > 0,
            "beta is positive": beta > 0,
            "beta is less than C": beta < C,
            "the coordinates are at most C at time s": forall(indices(k), lambda i: w[i, s] <= C),
            "P(s) is at most beta": P(s) <= beta,
            "gradient descent": gradient_descent(),
        },
        soon(coordinate, k, s, eta, beta),
        constants=[K],
    ),
    note="K is the hidden constant: it may depend on C and f.  The coordinates (1, ..., 1) are a "
    "stationary point if f'(1) = 0, which Assumption 1 allows.",
    refutation=Refutation(
        {C: 2, f: flat, k: 2, s: 1, eta: 1, beta: 1, w: resting},
        (
            Step("Assumption 1", FLAT_LOSS.statement.conclusion, by.lemma(FLAT_LOSS)),
            Step("all ones", eq(ONES, 1), by.constant(ONES)),
            Step("P is at most beta", ONES <= 1, by.decide("all ones")),
            Step("the slope", eq(SLOPE, 0), by.decide("all ones")),
            Step(
                "gradient descent",
                forall(times(1), lambda t: forall(indices(TWO), rests)),
                by.each(t, by.each(j, by.decide("the slope"))),
            ),
            Step("exp(-1)", exp(-1) < exp(0), by.elementary("exp is strictly monotone", -1, 0)),
            Step("exp(0)", eq(exp(0), 1), by.elementary("exp of zero")),
            Step("1/e is less than 1", exp(-1) < 1, by.decide("exp(-1)", "exp(0)")),
            Step(
                "P never falls",
                no(soon(resting, TWO, ONE, ONE, ONE)),
                by.contrary(
                    "it falls",
                    Step(
                        "in time tau",
                        false,
                        by.obtain(
                            tau,
                            "it falls",
                            "tau",
                            Step("still 1", stays(resting, TWO, ONE, tau), by.decide()),
                            Step(
                                "the claims",
                                claims(resting, TWO, ONE, ONE, ONE, tau),
                                by.hypothesis(at(part("tau", 1), using=["still 1"])),
                            ),
                            Step(
                                "impossible",
                                false,
                                by.decide(part("the claims", 1), "all ones", "1/e is less than 1"),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)

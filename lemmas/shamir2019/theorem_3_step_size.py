"""Theorem 3, part: the size of one step of the least coordinate, by bounds on the others."""

from lemmas.shamir2019._descent import k
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_3 import INDEX, j, m
from verifier import (
    Lemma,
    Step,
    at,
    both,
    by,
    eq,
    family,
    forall,
    indices,
    over,
    prod,
    rational,
    real,
    sqrt,
    statement,
)

w = family("w")
c = real("c")
HALF = rational("1/2")
Q = prod(k, lambda i: w[i], omit=[m])
ROOTS = prod(k, lambda i: sqrt(c), omit=[m])
CLAIM = both(0 <= Q, Q <= c ** ((k - 1) / 2))

LEMMA = Lemma(
    id="shamir2019/theorem-3-step-size",
    title="The product of the other coordinates is at most a power",
    source=shamir("A.1", "Theorem 3"),
    variant="effective",
    changes=(
        "an explicit bound on Q_m, by which a step moves the coordinate m, in place of "
        "exp(-Omega(k)); the coordinates may be as small as 0",
    ),
    statement=statement(
        [k, m, c, over(w, k)],
        {
            **INDEX,
            "the coordinates are nonnegative": forall(indices(k), lambda j: w[j] >= 0),
            "c is positive": c > 0,
            "their squares are at most c": forall(indices(k), lambda j: w[j] ** 2 <= c),
        },
        CLAIM,
    ),
    proof=(
        Step("the root squared", eq(sqrt(c) ** 2, c), by.elementary("sqrt squared", c)),
        Step("the root is positive", sqrt(c) > 0, by.elementary("sqrt is positive", c)),
        Step(
            "each coordinate is at most the root",
            forall(indices(k), lambda j: w[j] <= sqrt(c)),
            by.fix(
                j,
                Step(
                    "w_j",
                    w[j] <= sqrt(c),
                    by.decide(
                        at("their squares are at most c", j),
                        "the root squared",
                        "the root is positive",
                    ),
                ),
            ),
        ),
        Step("Q_m is nonnegative", Q >= 0, by.sign("the coordinates are nonnegative")),
        Step("factor by factor", Q <= ROOTS, by.termwise("each coordinate is at most the root")),
        Step(
            "k - 1 roots",
            eq(ROOTS, sqrt(c) ** (k - 1)),
            by.constant(ROOTS, "the root is positive"),
        ),
        Step("the root as a power", eq(c**HALF, sqrt(c)), by.elementary("sqrt as power", c, HALF)),
        Step(
            "power of a power",
            eq((c**HALF) ** (k - 1), c ** (HALF * (k - 1))),
            by.elementary("power of power", c, HALF, k - 1),
        ),
        Step(
            "power of the root",
            eq(sqrt(c) ** (k - 1), c ** (HALF * (k - 1))),
            by.rewrite("the root as a power", "power of a power"),
        ),
        Step(
            "conclusion",
            CLAIM,
            by.decide("Q_m is nonnegative", "factor by factor", "k - 1 roots", "power of the root"),
        ),
    ),
)

"""Section 4, the target of the experiments: det(-I) = -1, since d = 25 is odd.

The product of the layers can turn into -I only by way of a determinant 0, just as the product of
the weights in one dimension: the singular matrices cannot be gone around, only a single matrix can.
"""

from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Step,
    Term,
    TermLike,
    at,
    both,
    by,
    eq,
    forall,
    natural,
    prod,
    rational,
    statement,
    times,
)

n = natural("n")
NONE, ONE = rational("0"), rational("1")


def determinant(d: TermLike) -> Term:
    """The determinant of the d x d matrix -I: the product of its d diagonal entries -1."""
    return prod(d, lambda i: -ONE)


ODD_DIMENSION = Step("one more factor", None, by.unfold(determinant(2 * n + 1)))

CONCLUSION = both(eq(determinant(2 * n), 1), eq(determinant(2 * n + 1), -1))

LEMMA = Lemma(
    id="shamir2019/section-4-determinant",
    title="In even dimension the target -I has determinant 1, in odd dimension -1",
    source=shamir("4", "the objective with Y = -I and d = 25"),
    variant="effective",
    statement=statement([n], {}, CONCLUSION),
    changes=(
        "the determinant of a diagonal matrix is written as the product of its diagonal, as the "
        "language has no determinants",
    ),
    note="The text says of several dimensions that 'it is always possible to go around any "
    "particular point'.  With d = 25, an odd number, a continuous path from near the identity "
    "to -I has to pass a singular matrix, as the determinant changes its sign; a step of gradient "
    "descent could only jump over them.",
    proof=(
        Step(
            "even dimension",
            forall(times(0), lambda n: eq(determinant(2 * n), 1)),
            by.induction(
                n,
                base=[
                    Step("2*0 = 0", eq(2 * NONE, NONE), by.decide()),
                    Step("no factor", eq(determinant(NONE), 1), by.empty(determinant(NONE))),
                    Step(
                        "dimension 0",
                        eq(determinant(2 * NONE), 1),
                        by.rewrite("2*0 = 0", "no factor", backwards=True),
                    ),
                ],
                step=[
                    ODD_DIMENSION,
                    Step("another factor", None, by.unfold(determinant(2 * n + 1 + 1))),
                    Step(
                        "two more factors",
                        eq(determinant(2 * n + 1 + 1), 1),
                        by.decide("one more factor", "another factor", "induction"),
                    ),
                    Step("two more", eq(2 * n + 1 + 1, 2 * (n + 1)), by.decide()),
                    Step(
                        "the next even dimension",
                        eq(determinant(2 * (n + 1)), 1),
                        by.rewrite("two more", "two more factors"),
                    ),
                ],
            ),
        ),
        ODD_DIMENSION,
        Step("even", eq(determinant(2 * n), 1), by.hypothesis(at("even dimension", n))),
        Step("conclusion", CONCLUSION, by.decide("one more factor", "even")),
    ),
)

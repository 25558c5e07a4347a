"""Theorem 2, part: the triangle inequality of the Euclidean norm."""

from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Step,
    by,
    eq,
    family,
    forall,
    indices,
    natural,
    norm2,
    over,
    rational,
    statement,
    sum_,
)

k, i = natural("k"), natural("i")
a, b = family("a"), family("b")
ONE, TWO = rational("1"), rational("2")

NORM_A, NORM_B = norm2(k, lambda i: a[i]), norm2(k, lambda i: b[i])
NORM = norm2(k, lambda i: a[i] + b[i])
A, B = sum_(k, lambda i: a[i] ** 2), sum_(k, lambda i: b[i] ** 2)
C, S = sum_(k, lambda i: a[i] * b[i]), sum_(k, lambda i: (a[i] + b[i]) ** 2)
PARTS = sum_(k, lambda i: ONE * a[i] ** 2 + TWO * (a[i] * b[i]) + ONE * b[i] ** 2)

LEMMA = Lemma(
    id="shamir2019/theorem-2-norm-triangle",
    title="Triangle inequality of the Euclidean norm",
    source=shamir("5", "used by the proof of Theorem 2"),
    variant="effective",
    statement=statement([k, over(a, k), over(b, k)], {}, NORM <= NORM_A + NORM_B),
    proof=(
        Step(
            "square of each sum",
            forall(
                indices(k),
                lambda i: eq(
                    (a[i] + b[i]) ** 2, ONE * a[i] ** 2 + TWO * (a[i] * b[i]) + ONE * b[i] ** 2
                ),
            ),
            by.each(i, by.decide()),
        ),
        Step("index by index", eq(S, PARTS), by.termwise("square of each sum")),
        Step(
            "added up",
            eq(PARTS, ONE * A + TWO * C + ONE * B),
            by.linear(
                k,
                [
                    (ONE, lambda i: a[i] ** 2),
                    (TWO, lambda i: a[i] * b[i]),
                    (ONE, lambda i: b[i] ** 2),
                ],
            ),
        ),
        Step(
            "Cauchy-Schwarz",
            C**2 <= A * B,
            by.cauchy_schwarz(k, lambda i: a[i], lambda i: b[i]),
        ),
        Step("squares of a", A >= 0, by.sign()),
        Step("squares of b", B >= 0, by.sign()),
        Step("squares of the sums", S >= 0, by.sign()),
        Step(
            "norm of a",
            NORM_A >= 0,
            by.elementary("sqrt is nonnegative", A, using=["squares of a"]),
        ),
        Step(
            "norm of b",
            NORM_B >= 0,
            by.elementary("sqrt is nonnegative", B, using=["squares of b"]),
        ),
        Step(
            "norm of a squared",
            eq(NORM_A**2, A),
            by.elementary("sqrt squared", A, using=["squares of a"]),
        ),
        Step(
            "norm of b squared",
            eq(NORM_B**2, B),
            by.elementary("sqrt squared", B, using=["squares of b"]),
        ),
        Step(
            "norm squared",
            eq(NORM**2, S),
            by.elementary("sqrt squared", S, using=["squares of the sums"]),
        ),
        Step("product of the norms", NORM_A * NORM_B >= 0, by.decide("norm of a", "norm of b")),
        Step(
            "product of the norms squared",
            C**2 <= (NORM_A * NORM_B) ** 2,
            by.decide("Cauchy-Schwarz", "norm of a squared", "norm of b squared"),
        ),
        Step(
            "mixed terms",
            C <= NORM_A * NORM_B,
            by.decide("product of the norms squared", "product of the norms"),
        ),
        Step(
            "squares compared",
            NORM**2 <= (NORM_A + NORM_B) ** 2,
            by.decide(
                "norm squared",
                "index by index",
                "added up",
                "mixed terms",
                "norm of a squared",
                "norm of b squared",
            ),
        ),
        Step("sum of the norms", NORM_A + NORM_B >= 0, by.decide("norm of a", "norm of b")),
        Step(
            "conclusion",
            NORM <= NORM_A + NORM_B,
            by.decide("squares compared", "sum of the norms"),
        ),
    ),
)

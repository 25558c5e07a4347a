"""The example of the slides, a sum of squares, is not Lipschitz as they ask."""

from lemmas.salim2019._slides import salim
from verifier import Lemma, Refutation, Step, Term, by, eq, false, no, rational, real, statement

x, y, M, a, b = real("x"), real("y"), real("M"), real("a"), real("b")
ONE, ZERO = rational("1"), rational("0")


def change(a: Term, b: Term, x: Term, y: Term) -> Term:
    """How much the example differs between two networks, of one datum (x, y)."""
    return abs((a * x - y) ** 2 - (b * x - y) ** 2)


FAR = M + 1
CHANGE = change(FAR, ZERO, ONE, ZERO)

LEMMA = Lemma(
    id="salim2019/example-squared-as-printed",
    title="The squared loss of the example is Lipschitz, as printed",
    source=salim("3", "the example of f"),
    variant="as-printed",
    expected="refuted",
    statement=statement(
        [x, y, M, a, b],
        {"M is positive": M > 0},
        change(a, b, x, y) <= M * abs(a - b),
        constants=[M],
    ),
    refutation=Refutation(
        {x: 1, y: 0, a: FAR, b: 0},
        proof=(
            Step(
                "the change",
                eq(CHANGE, FAR**2),
                by.elementary(
                    "abs of nonnegative", (FAR * ONE - ZERO) ** 2 - (ZERO * ONE - ZERO) ** 2
                ),
            ),
            Step(
                "the distance",
                eq(abs(FAR - ZERO), FAR),
                by.elementary("abs of nonnegative", FAR - ZERO),
            ),
            Step(
                "the claim is false",
                no(CHANGE <= M * abs(FAR - ZERO)),
                by.contrary(
                    "it is true",
                    Step(
                        "(M + 1)**2 <= M (M + 1)",
                        false,
                        by.decide("it is true", "the change", "the distance"),
                    ),
                ),
            ),
        ),
    ),
    changes=("one datum (x, y) with real numbers x and y; M is the Lipschitz constant of f",),
    note="The slides ask for 'f differentiable Lipschitz' and give f(W) = sum |W x_j - y_j|**2, "
    "which is Lipschitz on bounded sets only; the paper asks for no more than that.",
)

"""The step size of Theorem 1 of the slides beside that of the paper's Theorem 2."""

from lemmas.salim2019._slides import salim
from verifier import Lemma, Step, by, exp, natural, real, statement

k = natural("k")
c, C, gamma = real("c"), real("C"), real("gamma")

LEMMA = Lemma(
    id="salim2019/step-size",
    title="The step sizes of the slides are among those of the paper",
    source=salim("6", "Theorem 1, 'gamma <= exp(-Ck)'"),
    variant="effective",
    statement=statement(
        [k, c, C, gamma],
        {
            "C is not negative": C >= 0,
            "c is not negative": c >= 0,
            "the step size is small as on the slides": gamma <= exp(-C * k),
        },
        gamma <= exp(c * k),
    ),
    note="Theorem 2 of the paper allows step sizes up to exp(c*k), which grow with the depth; the "
    "slides have exp(-C*k), with the sign of the exponent reversed: a weaker theorem.",
    proof=(
        Step("the exponents", -C * k <= c * k, by.decide()),
        Step(
            "the powers",
            exp(-C * k) <= exp(c * k),
            by.elementary("exp is monotone", -C * k, c * k, using=["the exponents"]),
        ),
        Step("conclusion", gamma <= exp(c * k), by.decide("the powers")),
    ),
)

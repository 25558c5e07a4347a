"""Theorem 2, part: a lower bound for the exponential, which makes `k large enough` explicit."""

from lemmas.shamir2019._paper import shamir
from verifier import Lemma, Step, by, exp, real, statement

x = real("x")

LEMMA = Lemma(
    id="shamir2019/theorem-2-exponential",
    title="The exponential is at least the first terms of its series",
    source=shamir("5", "used by the proof of Theorem 2"),
    variant="effective",
    statement=statement([x], {"x is nonnegative": x >= 0}, exp(x) >= 1 + x + x**2 / 2),
    proof=(Step("conclusion", exp(x) >= 1 + x + x**2 / 2, by.decide()),),
)

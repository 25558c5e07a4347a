"""Theorem 4, strengthened: both forms of the bound on the number of iterations."""

from lemmas.shamir2019._descent import at_time, k, product, w
from lemmas.shamir2019._lemma_11 import s
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_4 import CHANGES, THEOREM, VARIABLES, W, g, late, m, q
from lemmas.shamir2019.theorem_4_strengthened_one_sign import LEMMA as ONE_SIGN
from lemmas.shamir2019.theorem_4_strengthened_one_sign import only_m
from lemmas.shamir2019.theorem_4_strengthened_sign_of import LEMMA as SIGN_OF
from lemmas.shamir2019.theorem_4_strengthened_sign_of import clamp
from lemmas.shamir2019.theorem_4_strengthened_sign_of import x as number
from lemmas.shamir2019.theorem_4_strengthened_signed import LEMMA as SIGNED
from lemmas.shamir2019.theorem_4_strengthened_signs import signed
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    TermLike,
    at,
    both,
    by,
    either,
    eq,
    family,
    forall,
    indices,
    natural,
    ne,
    part,
    prod,
    statement,
    times,
)

j = natural("j")
only = family("o")
Q = product(at_time(1), m)
MODULI = prod(k, lambda i: abs(w[i, 1]), omit=[m])

CONCLUSION = forall(times(1), late)


def scaled(i: TermLike, sign: int) -> Term:
    """A coordinate in units of g, and for m one unit more in the direction of its sign."""
    return w[i, 1] / g + sign * ((1 - only[i]) / 2)


def is_sign(j: TermLike) -> Proposition:
    """That s_j is 1 or -1."""
    return either(eq(s[j], 1), eq(s[j], -1))


def sign_at(j: TermLike) -> Proposition:
    """That s_j is a sign of w_j(1)."""
    return both(is_sign(j), eq(s[j] * w[j, 1], abs(w[j, 1])))


def of_sign(j: Term, least: int, sign: int, known: str, far: Step) -> list[Step]:
    """The steps that s_j is a sign of w_j(1), of which the fact `known` gives that it is `sign`.

    The step `far` shows that the scaled coordinate is beyond `sign`.
    """
    x = scaled(j, least)
    law = "abs of nonnegative" if sign == 1 else "abs of nonpositive"
    return [
        Step(
            "the modulus",
            eq(abs(w[j, 1]), sign * w[j, 1]),
            by.elementary(law, w[j, 1], using=[known]),
        ),
        far,
        Step("the nearest of [-1, 1]", None, by.lemma(SIGN_OF, {number: x})),
        Step(
            "it is the sign",
            eq(clamp(x), sign),
            by.hypothesis(
                at(part("the nearest of [-1, 1]", 0 if sign == 1 else 1), using=[far.name])
            ),
        ),
        Step("the value", eq(s[j], sign), by.decide(at("the signs", j), "it is the sign")),
        Step("a sign", is_sign(j), by.decide("the value")),
        Step(
            "times w_j",
            eq(s[j] * w[j, 1], abs(w[j, 1])),
            by.decide("the value", "the modulus"),
        ),
        Step("both", sign_at(j), by.decide("a sign", "times w_j")),
    ]


def of_another(least: int, sign: int, known: str) -> list[Step]:
    """The steps that s_j is a sign of w_j(1), j != m, which is known to have the sign `sign`."""
    x = scaled(j, least)
    beyond = x >= 1 if sign == 1 else x <= -1
    how = by.decide("at least g", "the modulus", "only m has -1", "g is positive")
    return of_sign(j, least, sign, known, Step("far enough", beyond, how))


def with_signs(least: int, known: str) -> list[Step]:
    """The steps that show the conclusion when w_m(1) is known to have the sign `least`."""
    x = scaled(m, least)
    beyond = x >= 1 if least == 1 else x <= -1
    how = by.decide("o_m", known, "g is positive")
    return [
        Step("one sign", None, by.lemma(ONE_SIGN, {s: only}, "only m")),
        Step("o_m", eq(only[m], -1), by.hypothesis(part("one sign", 0))),
        *of_sign(m, least, least, known, Step("far enough", beyond, how)),
        Step("s_m", sign_at(m), by.hypothesis("both")),
        Step(
            "the others",
            forall(indices(k, omit=[m]), sign_at),
            by.fix(
                j,
                Step("only m has -1", eq(only[j], 1), by.hypothesis(at(part("one sign", 1), j))),
                Step(
                    "|w_m| is nonnegative",
                    abs(w[m, 1]) >= 0,
                    by.elementary("abs is nonnegative", w[m, 1]),
                ),
                Step(
                    "at least g",
                    abs(w[j, 1]) >= g,
                    by.decide(at("the other |w_j(1)| exceed it by g", j), "|w_m| is nonnegative"),
                ),
                Step(
                    "positive or negative",
                    sign_at(j),
                    by.cases(
                        either(w[j, 1] >= 0, w[j, 1] <= 0),
                        {
                            "w_j is nonnegative": of_another(least, 1, "w_j is nonnegative"),
                            "w_j is nonpositive": of_another(least, -1, "w_j is nonpositive"),
                        },
                    ),
                ),
            ),
        ),
        Step(
            "all",
            forall(indices(k), sign_at),
            by.fix(
                j,
                Step(
                    "m or not",
                    sign_at(j),
                    by.cases(
                        either(eq(m, j), ne(m, j)),
                        {
                            "j is m": [Step("m", sign_at(j), by.rewrite("j is m", "s_m"))],
                            "j is not m": [
                                Step("another", sign_at(j), by.hypothesis(at("the others", j)))
                            ],
                        },
                    ),
                ),
            ),
        ),
        Step(
            "signs", forall(indices(k), is_sign), by.each(j, by.hypothesis(part(at("all", j), 0)))
        ),
        Step(
            "moduli",
            forall(indices(k), lambda j: eq(s[j] * w[j, 1], abs(w[j, 1]))),
            by.each(j, by.hypothesis(part(at("all", j), 1))),
        ),
        Step("factor by factor", eq(product(signed(1), m), MODULI), by.termwise("moduli")),
        Step(
            "Q_m with the signs",
            product(signed(1), m) <= q,
            by.decide("factor by factor", "the moduli of Q_m", "|Q_m(1)| is at most q"),
        ),
        Step("w_m with its sign", eq(s[m] * w[m, 1], abs(w[m, 1])), by.hypothesis(at("moduli", m))),
        Step(
            "it is nonnegative",
            0 <= s[m] * w[m, 1],
            by.decide("w_m with its sign", "its modulus is nonnegative"),
        ),
        Step(
            "it is at most W",
            s[m] * w[m, 1] <= W,
            by.decide("w_m with its sign", "|w_m(1)| is at most W"),
        ),
        Step(
            "the gaps",
            forall(indices(k, omit=[m]), lambda j: s[j] * w[j, 1] - s[m] * w[m, 1] >= g),
            by.each(
                j,
                by.decide(
                    "w_m with its sign",
                    at("moduli", j),
                    at("the other |w_j(1)| exceed it by g", j),
                ),
            ),
        ),
        Step(
            "converges",
            CONCLUSION,
            by.lemma(
                SIGNED,
                {},
                "signs",
                "it is nonnegative",
                "it is at most W",
                "the gaps",
                "Q_m with the signs",
            ),
        ),
    ]


def with_families(least: int, known: str) -> list[Step]:
    """The steps that introduce the signs and show the conclusion."""
    steps = with_signs(least, known)
    signs = by.let(s, k, lambda i: clamp(scaled(i, least)), "the signs", *steps)
    one = by.let(only, k, only_m, "only m", Step("with the signs", CONCLUSION, signs))
    return [Step("with the index of w_m", CONCLUSION, one)]


LEMMA = Lemma(
    id="shamir2019/theorem-4-both-forms",
    title="Convergence when the target is negative, both forms of the bound",
    source=shamir("3.3", "Theorem 4"),
    variant="strengthened",
    changes=(
        *CHANGES,
        "the number of iterations is given in two forms, as a product and as a sum",
    ),
    statement=statement(VARIABLES, THEOREM, CONCLUSION),
    note="The target is -Y.",
    proof=(
        Step("the moduli of Q_m", eq(abs(Q), MODULI), by.image("abs", Q)),
        Step(
            "its modulus is nonnegative",
            abs(w[m, 1]) >= 0,
            by.elementary("abs is nonnegative", w[m, 1]),
        ),
        Step(
            "w_m is of either sign",
            CONCLUSION,
            by.cases(
                either(w[m, 1] >= 0, w[m, 1] <= 0),
                {
                    "w_m is nonnegative": with_families(1, "w_m is nonnegative"),
                    "w_m is nonpositive": with_families(-1, "w_m is nonpositive"),
                },
            ),
        ),
    ),
)

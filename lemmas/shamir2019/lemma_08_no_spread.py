"""Lemma 8, part: squares do not spread while the step is small, whatever the signs."""

from lemmas.shamir2019._lemma_08 import different_pairs, h, j, k, next_point, product, q, v, w
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_08_pair_identities import LEMMA as IDENTITIES
from verifier import (
    Lemma,
    Proposition,
    Step,
    TermLike,
    at,
    by,
    eq,
    forall,
    implies,
    indices,
    over,
    part,
    statement,
)


def no_spread(j: TermLike, q: TermLike) -> Proposition:
    """That the squares of two coordinates are not further apart after the step, if |h R| is at most
    sqrt(2)."""
    return implies(
        (h * product(j, q)) ** 2 <= 2,
        abs(v[j] ** 2 - v[q] ** 2) <= abs(w[j] ** 2 - w[q] ** 2),
    )


FACTOR = 1 - h**2 * product(j, q) ** 2
NEW, OLD = v[j] ** 2 - v[q] ** 2, w[j] ** 2 - w[q] ** 2
CONCLUSION = different_pairs(no_spread)

LEMMA = Lemma(
    id="shamir2019/lemma-8-no-spread",
    title="The squares of two coordinates do not move apart in a small step",
    source=shamir("A.1", "Lemma 8"),
    variant="strengthened",
    statement=statement(
        [k, h, over(w, k), over(v, k)],
        {"v is the next point": next_point()},
        CONCLUSION,
    ),
    changes=(
        "the coordinates may have any sign and any size: min w_i(t) >= C and P(t) <= C' go",
        "h is eta*f'(P): the step size and the slope may be any reals with |h R| <= sqrt(2)",
        "the error term C'' eta**2 P(t)**2 goes",
    ),
    note="R is the product of the other coordinates, P without the factors j and q.  Without the "
    "condition the squares may move apart: with h = 2, (1, 2) goes to (-3, 0).",
    proof=(
        Step("the identities", None, by.lemma(IDENTITIES)),
        Step(
            "all pairs",
            CONCLUSION,
            by.fix(
                j,
                Step(
                    "with any other",
                    forall(indices(k, omit=[j]), lambda q: no_spread(j, q)),
                    by.fix(
                        q,
                        Step(
                            "the pair",
                            no_spread(j, q),
                            by.suppose(
                                "h R is small",
                                Step(
                                    "the squares",
                                    eq(NEW, FACTOR * OLD),
                                    by.hypothesis(part(at("the identities", j, q), 2)),
                                ),
                                Step(
                                    "their moduli",
                                    eq(abs(NEW), abs(FACTOR * OLD)),
                                    by.congruence("abs", "the squares"),
                                ),
                                Step(
                                    "of a product",
                                    None,
                                    by.elementary("abs of product", FACTOR, OLD),
                                ),
                                Step("not above 1", FACTOR <= 1, by.decide()),
                                Step("not below -1", FACTOR >= -1, by.decide("h R is small")),
                                Step(
                                    "the factor",
                                    abs(FACTOR) <= 1,
                                    by.elementary(
                                        "abs at most",
                                        FACTOR,
                                        1,
                                        using=["not above 1", "not below -1"],
                                    ),
                                ),
                                Step(
                                    "a distance",
                                    abs(OLD) >= 0,
                                    by.elementary("abs is nonnegative", OLD),
                                ),
                                Step(
                                    "no further apart",
                                    abs(NEW) <= abs(OLD),
                                    by.decide(
                                        "their moduli", "of a product", "the factor", "a distance"
                                    ),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)

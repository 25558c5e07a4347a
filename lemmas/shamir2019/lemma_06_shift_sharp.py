"""Lemma 6, strengthened further: products near a point, the distance taken by coordinates."""

from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_06_shift import M, P, j, k, s, shifted, v, w
from verifier import Lemma, Step, at, both, by, eq, forall, indices, over, prod, statement

Q_J = prod(k, lambda i: v[i], omit=[j])
M_J = prod(k, shifted, omit=[j])
BOUND_ON_Q = forall(indices(k), lambda j: abs(prod(k, lambda i: v[i], omit=[j])) <= M / s)

LEMMA = Lemma(
    id="shamir2019/lemma-6-shift-sharp",
    title="Products near a point are small (shift lemma, coordinate by coordinate)",
    source=shamir("5", "Lemma 6"),
    variant="strengthened",
    changes=(
        "a shift s > 0 of the |w_i| replaces the lower bound delta on them and the bound alpha "
        "on their products: no w_i has to be different from 0",
        "each |v_i - w_i| is at most s, in place of the bound on the norm of v - w (shift lemma: "
        "their sum is at most s/2)",
        "any k, also 0 and 1, in place of k >= 2",
        "the conclusion bounds the products, from which the gradient follows as in Lemma 6",
    ),
    statement=statement(
        [k, s, over(v, k), over(w, k)],
        {
            "the shift is positive": s > 0,
            "v is near w": forall(indices(k), lambda i: abs(v[i] - w[i]) <= s),
        },
        both(abs(P) <= M, BOUND_ON_Q),
    ),
    proof=(
        Step(
            "each coordinate",
            forall(indices(k), lambda i: abs(v[i]) <= shifted(i)),
            by.fix(
                j,
                Step(
                    "triangle inequality",
                    abs(w[j] + (v[j] - w[j])) <= abs(w[j]) + abs(v[j] - w[j]),
                    by.elementary("triangle", w[j], v[j] - w[j]),
                ),
                Step(
                    "one coordinate",
                    abs(v[j]) <= shifted(j),
                    by.decide("triangle inequality", at("v is near w", j)),
                ),
            ),
        ),
        Step(
            "|P| factor by factor",
            eq(abs(P), prod(k, lambda i: abs(v[i]))),
            by.image("abs", P),
        ),
        Step(
            "each factor of P bounded",
            prod(k, lambda i: abs(v[i])) <= M,
            by.termwise("each coordinate"),
        ),
        Step(
            "the bound on P",
            abs(P) <= M,
            by.decide("|P| factor by factor", "each factor of P bounded"),
        ),
        Step(
            "the bound on the Q_j",
            BOUND_ON_Q,
            by.fix(
                j,
                Step(
                    "|Q_j| factor by factor",
                    eq(abs(Q_J), prod(k, lambda i: abs(v[i]), omit=[j])),
                    by.image("abs", Q_J),
                ),
                Step(
                    "each other factor bounded",
                    prod(k, lambda i: abs(v[i]), omit=[j]) <= M_J,
                    by.termwise("each coordinate"),
                ),
                Step("M without j is nonnegative", M_J >= 0, by.sign()),
                Step("the factor j of M", eq(M, shifted(j) * M_J), by.split_off(M, j)),
                Step(
                    "the factor j of M is at least s",
                    s * M_J <= M,
                    by.decide("the factor j of M", "M without j is nonnegative"),
                ),
                Step(
                    "the bound on Q_j",
                    abs(Q_J) <= M / s,
                    by.decide(
                        "|Q_j| factor by factor",
                        "each other factor bounded",
                        "the factor j of M is at least s",
                    ),
                ),
            ),
        ),
        Step(
            "conclusion",
            both(abs(P) <= M, BOUND_ON_Q),
            by.decide("the bound on P", "the bound on the Q_j"),
        ),
    ),
)

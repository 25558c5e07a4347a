"""Section 4: k layers that each multiply the second moment by 1 + c/k make it at most exp(c)."""

from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_13_exponential import LEMMA as EXPONENTIAL
from lemmas.shamir2019.lemma_13_exponential import x
from verifier import (
    Lemma,
    Proposition,
    Step,
    TermLike,
    at,
    both,
    by,
    eq,
    exp,
    forall,
    natural,
    rational,
    real,
    scalar_sequence,
    statement,
    times,
)

k, t, c = natural("k"), natural("t"), real("c")

# The diagonal entry of the second moment of a product of t layers.
S = scalar_sequence("S")

ONE = rational("1")
FACTOR = 1 + c / k


def power(t: TermLike) -> Proposition:
    """That the second moment has grown by one factor a layer."""
    return eq(S[t], FACTOR**t)


CONCLUSION = both(eq(S[k], FACTOR**k), S[k] <= exp(c))

LEMMA = Lemma(
    id="shamir2019/section-4-growth",
    title="(1 + c/k)**k, the second moment of k near-identity layers, is at most exp(c)",
    source=shamir("4", "near-identity initialisation with variance c/(dk)"),
    variant="effective",
    statement=statement(
        [k, c, S],
        {
            "there is a layer": k >= 1,
            "c is not negative": c >= 0,
            "the second moment of one layer": eq(S[1], FACTOR),
            "one more layer": forall(times(1), lambda t: eq(S[t + 1], FACTOR * S[t])),
        },
        CONCLUSION,
    ),
    changes=(
        "the paper's E[(prod W)(prod W)^T] enters by its diagonal entry S_t for t layers; that an "
        "independent layer multiplies it by 1 + c/k is shamir2019/section-4-product",
        "'(1 + c/k)**k is about exp(c)' is made an inequality",
    ),
    proof=(
        Step("c/k is not negative", c / k >= 0, by.decide()),
        Step("the factor is positive", FACTOR > 0, by.decide("c/k is not negative")),
        Step("to the 1", eq(FACTOR**ONE, FACTOR), by.elementary("power to one", FACTOR, 1)),
        Step(
            "layer by layer",
            forall(times(1), power),
            by.induction(
                t,
                base=(Step("one layer", power(ONE), by.decide("to the 1")),),
                step=(
                    Step(
                        "one more factor",
                        None,
                        by.elementary(
                            "power of sum", FACTOR, t, ONE, using=["the factor is positive"]
                        ),
                    ),
                    Step(
                        "t + 1 layers",
                        power(t + 1),
                        by.decide(
                            at("one more layer", t), "one more factor", "to the 1", "induction"
                        ),
                    ),
                ),
            ),
        ),
        Step("k layers", power(k), by.hypothesis(at("layer by layer", k))),
        Step("1 + c/k <= exp(c/k)", None, by.lemma(EXPONENTIAL, {x: -(c / k)})),
        Step("exp(c/k) > 0", exp(c / k) > 0, by.elementary("exp is positive", c / k)),
        Step(
            "its k-th power",
            FACTOR**k <= exp(c / k) ** k,
            by.elementary(
                "power is monotone",
                FACTOR,
                exp(c / k),
                k,
                using=["1 + c/k <= exp(c/k)", "the factor is positive"],
            ),
        ),
        Step(
            "by the exponential",
            None,
            by.elementary("power by exp", exp(c / k), k, using=["exp(c/k) > 0"]),
        ),
        Step("the log of exp", None, by.elementary("log of exp", c / k)),
        Step("k times c/k", eq(k * (c / k), c), by.decide()),
        Step(
            "with the log",
            None,
            by.rewrite("the log of exp", "by the exponential"),
        ),
        Step("exp(c/k)**k = exp(c)", None, by.rewrite("k times c/k", "with the log")),
        Step(
            "conclusion",
            CONCLUSION,
            by.decide("k layers", "its k-th power", "exp(c/k)**k = exp(c)"),
        ),
    ),
)

"""The law of the weights that Theorem 1 of the slides is refuted with: mean 0, variance 1."""

from lemmas.salim2019._slides import salim
from lemmas.salim2019._theorem_1 import LAW, MEAN_SIZE, v
from verifier import (
    Lemma,
    Step,
    both,
    by,
    eq,
    expectation,
    finite_law,
    forall,
    indices,
    natural,
    over,
    statement,
)

k, i = natural("k"), natural("i")
CONCLUSION = forall(
    indices(k),
    lambda i: both(
        eq(expectation(v[i]), 0),
        eq(expectation(v[i] ** 2), 1),
        eq(expectation(abs(v[i])), MEAN_SIZE),
    ),
)

LEMMA = Lemma(
    id="salim2019/law",
    title="Weights of size 1/2 or 2 with mean 0, variance 1 and mean size 4/5",
    source=salim("5", "'zero mean, unit variance'"),
    variant="effective",
    statement=statement(
        [k, over(v, k)], {"the sizes are 1/2 and 2": finite_law(v, k, LAW)}, CONCLUSION
    ),
    proof=(
        Step(
            "conclusion",
            CONCLUSION,
            by.fix(
                i,
                Step("mean by the law", None, by.mean_by_law(v, i, lambda x: x)),
                Step("second moment by the law", None, by.mean_by_law(v, i, lambda x: x**2)),
                Step("mean size by the law", None, by.mean_by_law(v, i, abs)),
                Step("the mean", eq(expectation(v[i]), 0), by.decide("mean by the law")),
                Step(
                    "the variance",
                    eq(expectation(v[i] ** 2), 1),
                    by.decide("second moment by the law"),
                ),
                Step(
                    "the mean size",
                    eq(expectation(abs(v[i])), MEAN_SIZE),
                    by.decide("mean size by the law"),
                ),
                Step(
                    "all of them",
                    both(
                        eq(expectation(v[i]), 0),
                        eq(expectation(v[i] ** 2), 1),
                        eq(expectation(abs(v[i])), MEAN_SIZE),
                    ),
                    by.decide("the mean", "the variance", "the mean size"),
                ),
            ),
        ),
    ),
)

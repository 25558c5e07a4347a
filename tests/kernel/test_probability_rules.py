"""The rules for expectations and probabilities: right uses hold on laws with few outcomes, slightly
false ones are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product

import pytest

from verifier.decide.scalar import find_scalar_proof
from verifier.kernel.certificates.canonical import CertificateError
from verifier.kernel.facts import must_be_defined
from verifier.kernel.rules import RULES, elementary, logic, numbers, probability
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import free_variables, symbols
from verifier.language.build import (
    both,
    either,
    eq,
    exists,
    expectation,
    forall,
    implies,
    independent,
    indices,
    log,
    natural,
    ne,
    no,
    prod,
    random_family,
    real,
    reals,
    same_law,
    sum_,
    times,
)
from verifier.language.build import probability as pr
from verifier.language.evaluate import Truth, truth
from verifier.language.instance import Instance, InstanceValue
from verifier.language.law import Law, product_law
from verifier.language.terms import (
    TRUE,
    ZERO,
    LanguageError,
    Proposition,
    Relation,
    Symbol,
    Term,
    Variable,
)

k, m, i, j = (natural(name) for name in "kmij")
a, c, s = real("a"), real("c"), real("s")
w, v = random_family("w"), random_family("v")

Q = Fraction
TWO_VALUES = [(Q(1, 3), Q(-1)), (Q(2, 3), Q(2))]
OTHER_VALUES = [(Q(1, 4), Q(0)), (Q(3, 4), Q(1, 2))]
LAWS = (
    product_law([TWO_VALUES, TWO_VALUES]),
    product_law([TWO_VALUES, OTHER_VALUES]),
    Law(((Q(1, 3), (Q(-1), Q(-1))), (Q(2, 3), (Q(2), Q(2))))),
)


def given(proposition: Proposition) -> Theorem:
    return infer(logic.assume, proposition=proposition)


def size(term: Term) -> Theorem:
    """|- 0 <= |term|, at every outcome."""
    law = infer(elementary.elementary, law="abs is nonnegative", values=(term,))
    return infer(numbers.follows, law, goal=ZERO <= abs(term))


def integrable(term: Term) -> Theorem:
    return given(eq(expectation(term), expectation(term)))


def instances(theorem: Theorem) -> Iterator[Instance]:
    parts = [*theorem.hypotheses, theorem.conclusion]
    free = sorted(free_variables(*parts), key=lambda variable: variable.name)
    values = {"natural": (Q(0), Q(1), Q(2)), "real": (Q(-1), Q(0), Q(3, 2))}
    for law, chosen in product(LAWS, product(*(values[variable.sort] for variable in free))):
        # One of the two families is turned round, so that they are not one and the same.
        other = Law(tuple((p, row[::-1]) for p, row in law.outcomes))
        values_of: dict[Variable | Symbol, InstanceValue] = dict(zip(free, chosen, strict=True))
        values_of |= {symbol: {w: law, v: other}[symbol] for symbol in symbols(*parts)}
        for outcome in range(len(law.outcomes)):
            yield Instance(values_of, outcome=outcome)


def holds(theorem: Theorem) -> bool:
    """That it is true wherever its hypotheses are, and that they are somewhere."""
    found = False
    for here in instances(theorem):
        if all(truth(h, here, classical=True) is Truth.TRUE for h in theorem.hypotheses):
            assert truth(theorem.conclusion, here, classical=True) is Truth.TRUE, here.to_json()
            found = True
    return found


def refused(rule: str, *premises: Theorem, why: str, **arguments: object) -> None:
    with pytest.raises(LanguageError, match=why):
        infer(RULES[rule], *premises, **arguments)


# ------------------------------------------------------------------------------------------------
# Existence


def test_an_expectation_does_not_exist_by_itself() -> None:
    refused("reflexivity", term=expectation(w[1]), why="may be undefined")
    refused("follows", goal=eq(expectation(w[1]), expectation(w[1])), why="at a glance")
    refused("follows", goal=expectation(w[1]) - expectation(w[1]) <= 0, why="at a glance")


def test_an_expectation_exists_where_a_fact_is_about_it() -> None:
    assert holds(infer(logic.reflexivity, given(expectation(w[1]) <= a), term=expectation(w[1])))
    assert holds(infer(logic.reflexivity, given(a < 2 * expectation(w[1])), term=expectation(w[1])))


@pytest.mark.parametrize("other", [w[1] * (w[1] / w[1]), w[2], w[1] + 1 / w[1] - 1 / w[1]])
def test_it_does_not_exist_because_another_one_does(other: Term) -> None:
    known = given(expectation(w[1]) <= a)
    refused("reflexivity", known, term=expectation(other), why="may be undefined")
    everywhere = given(forall(indices(k), lambda i: expectation(w[i]) <= a))
    quotients = prod(k, lambda i: expectation(w[i] * (w[i] / w[i])))
    refused("reflexivity", everywhere, term=quotients, why="may be undefined")


def test_what_a_part_of_a_statement_must_be_shown_for() -> None:
    mean = expectation(w[1])
    every = forall(indices(k), lambda i: expectation(w[i]) <= a)
    assert must_be_defined(mean <= a, is_conclusion=False) == TRUE
    assert must_be_defined(every, is_conclusion=False) == TRUE
    assert must_be_defined(mean <= 1 / a, is_conclusion=False) == ne(a, 0)
    assert must_be_defined(log(mean) <= a, is_conclusion=False) == (ZERO < mean)
    # Only what is true if it is defined says so itself.
    assert must_be_defined(no(mean <= a), is_conclusion=False) == eq(mean, mean)
    assert must_be_defined(no(mean <= a), is_conclusion=True) == eq(mean, mean)
    assert must_be_defined(log(mean) <= 1 / a, is_conclusion=True) == TRUE


# ------------------------------------------------------------------------------------------------
# Markov


def test_markov() -> None:
    found = infer(
        probability.markov, size(w[1]), integrable(abs(w[1])), given(s > 0),
        variable=abs(w[1]), bound=s,
    )  # fmt: skip
    assert found.conclusion == (pr(abs(w[1]) >= s) <= expectation(abs(w[1])) / s)
    assert found.cited == {"markov"}
    assert holds(found)


@pytest.mark.parametrize(
    ("premises", "bound", "why"),
    [
        ([size(w[1]), integrable(abs(w[1]))], s, "threshold must be positive"),
        ([size(w[1]), integrable(abs(w[1])), given(s >= 0)], s, "threshold must be positive"),
        ([size(w[1]), integrable(abs(w[1])), given(ne(s, 0))], s, "threshold must be positive"),
        ([size(w[1]), integrable(abs(w[1])), given(w[2] > 0)], w[2], "threshold is random"),
        ([size(w[1]), given(s > 0)], s, "undefined"),
        ([size(w[1]), integrable(w[1]), given(s > 0)], s, "undefined"),
        ([size(w[2]), integrable(abs(w[1])), given(s > 0)], s, "not 0 <= X"),
        ([given(ZERO < abs(w[1])), integrable(abs(w[1])), given(s > 0)], s, "outcome"),
    ],
)
def test_markov_refused(premises: list[Theorem], bound: Term, why: str) -> None:
    refused("markov", *premises, variable=abs(w[1]), bound=bound, why=why)


def test_markov_needs_the_sign_at_every_outcome() -> None:
    here = [given(ZERO <= w[1]), integrable(w[1]), given(s > 0)]
    refused("markov", *here, variable=w[1], bound=s, why="about the outcome")
    # w_1 = -1 at some outcomes: without the sign the inequality is false.
    everywhere = infer(numbers.follows, given(eq(a, 0)), goal=ZERO <= a)
    refused("markov", everywhere, *here[1:], variable=w[1], bound=s, why="not 0 <= X")


# ------------------------------------------------------------------------------------------------
# Events


LARGE = exists(indices(k, omit=[j]), lambda i: w[i] >= s)


def test_union_bound() -> None:
    found = infer(probability.union_bound, event=LARGE)
    total = sum_(k, lambda i: pr(w[i] >= s), omit=[j])
    assert found.conclusion == (pr(LARGE) <= total)
    assert found.cited == {"union-bound"}
    assert holds(found)


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (forall(indices(k), lambda i: w[i] >= s), "Exists"),
        (both(w[1] >= s, w[2] >= s), "Exists"),
        (either(w[1] >= s, w[2] >= 1 / s), "must not depend on the outcome"),
        (exists(times(1), lambda i: w[i] >= s), "range of indices"),
        (exists(reals(), lambda x: w[1] >= x), "range of indices"),
        (exists(indices(k), lambda i: w[i] >= 1 / s), "undefined"),
        (exists(indices(k), lambda i: 1 / w[i] >= s), "must not depend on the outcome"),
    ],
)
def test_union_bound_refused(event: Proposition, why: str) -> None:
    refused("union_bound", event=event, why=why)


def larger_at_every_outcome() -> Theorem:
    """|- if w_1 >= s + 1 then w_1 >= s."""
    shown = find_scalar_proof(w[1] >= s, [given(w[1] >= s + 1)])
    assert shown is not None
    return infer(logic.implies_intro, shown, premise=w[1] >= s + 1)


def test_event_inclusion() -> None:
    found = infer(probability.event_inclusion, larger_at_every_outcome())
    assert found.conclusion == (pr(w[1] >= s + 1) <= pr(w[1] >= s))
    assert not found.cited
    assert holds(found)


@pytest.mark.parametrize(
    ("premises", "why"),
    [
        ([given(implies(w[1] >= 0, w[2] >= 0))], "about the outcome"),
        ([given(both(w[1] >= 0, w[2] >= 0))], "about the outcome"),
        ([given(either(s >= 0, s <= 1))], "Implies"),
        ([given(implies(s >= 0, 1 / s >= 0))], "undefined"),
        ([given(implies(1 / s >= 0, s >= 0)), given(s >= 0)], "undefined"),
    ],
)
def test_event_inclusion_refused(premises: list[Theorem], why: str) -> None:
    refused("event_inclusion", *premises, why=why)


def test_complement_and_sign() -> None:
    both_ways = infer(probability.complement, given(ne(s, 0)), event=w[1] >= 1 / s)
    assert both_ways.conclusion == eq(pr(w[1] >= 1 / s) + pr(no(w[1] >= 1 / s)), 1)
    assert holds(both_ways)
    assert holds(infer(probability.probability_bounds, given(ne(s, 0)), event=w[1] >= 1 / s))


@pytest.mark.parametrize("rule", ["complement", "probability_bounds", "union_bound"])
@pytest.mark.parametrize("bad", [1 / s, log(s)])
def test_the_probability_of_an_undefined_event(rule: str, bad: Term) -> None:
    event = w[1] >= bad
    some = exists(indices(k), lambda i: w[i] >= bad)
    refused(rule, event=some if rule == "union_bound" else event, why="undefined")


@pytest.mark.parametrize("rule", ["complement", "probability_bounds"])
def test_an_event_that_is_undefined_at_some_outcomes(rule: str) -> None:
    refused(rule, event=1 / w[1] >= 0, why="must not depend on the outcome")
    refused(rule, given(ne(w[1], 0)), event=1 / w[1] >= 0, why="must not depend on the outcome")


def test_sure_event() -> None:
    found = infer(probability.sure_event, size(w[1]))
    assert found.conclusion == eq(pr(ZERO <= abs(w[1])), 1)
    assert holds(found)
    # What is not random may be assumed.
    assert holds(infer(probability.sure_event, given(s > 0)))


@pytest.mark.parametrize(
    "assumed", [w[1] > 0, eq(w[1], w[2]), forall(indices(k), lambda i: w[i] > 0)]
)
def test_an_event_is_not_sure_because_it_is_assumed(assumed: Proposition) -> None:
    refused("sure_event", given(assumed), why="about the outcome")
    # Also not where only a hypothesis of the premise is about the outcome.
    shown = infer(logic.and_elim, infer(logic.and_intro, given(assumed), given(s > 0)), position=1)
    refused("sure_event", shown, why="about the outcome")


# ------------------------------------------------------------------------------------------------
# Expectations


def bounded(term: Term) -> Theorem:
    """|- term <= |term|, at every outcome."""
    law = infer(elementary.elementary, law="abs bounds", values=(term,))
    return infer(logic.and_elim, law, position=1)


def test_expectation_compare() -> None:
    found = infer(
        probability.expectation_compare, bounded(w[1]), integrable(w[1]), integrable(abs(w[1]))
    )
    assert found.conclusion == (expectation(w[1]) <= expectation(abs(w[1])))
    assert holds(found)


def test_equal_variables_are_integrable_together() -> None:
    equal = infer(elementary.elementary, law="abs squared", values=(w[1],))
    left = integrable(abs(w[1]) ** 2)
    assert holds(infer(probability.expectation_compare, equal, left))
    refused("expectation_compare", equal, why="undefined")
    refused("expectation_compare", equal, integrable(w[1] ** 2), why="undefined")


@pytest.mark.parametrize(
    ("premises", "why"),
    [
        ([bounded(w[1]), integrable(w[1])], "undefined"),
        ([bounded(w[1]), integrable(abs(w[1]))], "undefined"),
        ([bounded(w[1]), integrable(w[2]), integrable(abs(w[1]))], "undefined"),
        ([given(w[1] <= w[2]), integrable(w[1]), integrable(w[2])], "about the outcome"),
        ([given(eq(w[1], w[2])), integrable(w[1])], "about the outcome"),
        ([given(s < 1)], "not X <= Y"),
        ([given(s >= 1)], "not X <= Y"),
        ([given(ne(s, 1))], "not X <= Y"),
        ([given(no(s <= 1))], "Relation"),
    ],
)
def test_expectation_compare_refused(premises: list[Theorem], why: str) -> None:
    refused("expectation_compare", *premises, why=why)


def test_expectation_of_a_constant() -> None:
    assert holds(infer(probability.expectation_constant, value=a * k))
    mean = expectation(w[1])
    assert holds(infer(probability.expectation_constant, integrable(w[1]), value=mean))
    refused("expectation_constant", value=w[1], why="random")
    refused("expectation_constant", value=a + 0 * w[1], why="random")
    refused("expectation_constant", value=mean, why="undefined")
    refused("expectation_constant", value=1 / a, why="undefined")


def test_linearity() -> None:
    sides = [integrable(w[1]), integrable(w[2])]
    put = {"left": w[1], "right": w[2]}
    found = infer(probability.expectation_linear, *sides, **put, factor=c)
    mean = expectation(w[1]) + c * expectation(w[2])
    assert found.conclusion == eq(expectation(w[1] + c * w[2]), mean)
    assert holds(found)
    refused("expectation_linear", sides[0], **put, factor=c, why="undefined")
    refused("expectation_linear", *sides, **put, factor=1 / c, why="undefined")
    # E[w_1 + v_1 w_2] is not E[w_1] + v_1 E[w_2].
    refused("expectation_linear", *sides, **put, factor=v[1], why="random")
    refused("expectation_linear", *sides, **put, factor=w[1], why="random")


# ------------------------------------------------------------------------------------------------
# Laws and independence


ONE_LAW, INDEPENDENT = given(same_law(w, k)), given(independent(w, k))
IN_RANGE = [given(1 <= i), given(i <= k), given(1 <= j), given(j <= k)]


@pytest.mark.parametrize("g", [abs, lambda x: c * x**2 + expectation(w[1] * w[2])])
def test_same_law(g: Callable[[Term], Term]) -> None:
    found = infer(
        probability.expectation_of_same_law, ONE_LAW, *IN_RANGE, integrable(g(w[i])),
        mean=expectation(g(w[i])), index=i, other=j,
    )  # fmt: skip
    assert found.conclusion == eq(expectation(g(w[i])), expectation(g(w[j])))
    assert holds(found)


def test_same_law_moves_the_member_and_not_the_index() -> None:
    found = infer(
        probability.expectation_of_same_law, ONE_LAW, *IN_RANGE, integrable(i * w[i]),
        mean=expectation(i * w[i]), index=i, other=j,
    )  # fmt: skip
    assert found.conclusion == eq(expectation(i * w[i]), expectation(i * w[j]))
    assert holds(found)


@pytest.mark.parametrize(
    ("premises", "mean", "why"),
    [
        ([ONE_LAW, *IN_RANGE], w[i], "undefined"),
        ([ONE_LAW, *IN_RANGE, integrable(w[j])], w[i], "undefined"),
        ([ONE_LAW, *IN_RANGE[1:], integrable(w[i])], w[i], "outside of the range"),
        ([ONE_LAW, *IN_RANGE[:3], integrable(w[i])], w[i], "outside of the range"),
        ([ONE_LAW, *IN_RANGE[:3], given(j <= k + 1), integrable(w[i])], w[i], "outside"),
        ([ONE_LAW, *IN_RANGE, integrable(w[i] * w[j])], w[i] * w[j], "more than w"),
        ([ONE_LAW, *IN_RANGE, integrable(w[i] * w[1])], w[i] * w[1], "more than w"),
        ([ONE_LAW, *IN_RANGE, integrable(w[i] * v[i])], w[i] * v[i], "more than w"),
        ([ONE_LAW, *IN_RANGE, integrable(w[j])], w[j], "more than w"),
        ([INDEPENDENT, *IN_RANGE, integrable(w[i])], w[i], "SameLaw"),
        ([given(same_law(v, k)), *IN_RANGE, integrable(w[i])], w[i], "more than v"),
        ([given(same_law(w, m)), *IN_RANGE, integrable(w[i])], w[i], "outside of the range"),
    ],
)
def test_same_law_refused(premises: list[Theorem], mean: Term, why: str) -> None:
    refused("expectation_of_same_law", *premises, mean=expectation(mean), index=i, other=j, why=why)


def test_same_law_is_about_an_expectation() -> None:
    refused("expectation_of_same_law", ONE_LAW, *IN_RANGE, mean=w[i], index=i, other=j, why="not")
    event = pr(w[i] >= 0)
    refused("expectation_of_same_law", ONE_LAW, *IN_RANGE, mean=event, index=i, other=j, why="not")


def all_integrable(body: Callable[[Variable], Term], omit: list[Term] | None = None) -> Theorem:
    def exists_(i: Variable) -> Relation:
        return eq(expectation(body(i)), expectation(body(i)))

    return given(forall(indices(k, omit or []), exists_))


def sizes(upper: Term, omit: list[Term] | None = None) -> Term:
    return prod(upper, lambda i: abs(w[i]), omit or [])


@pytest.mark.parametrize("omit", [[], [j], [j, i]])
def test_independent_product(omit: list[Term]) -> None:
    sides = all_integrable(lambda i: abs(w[i]), omit)
    found = infer(probability.independent_product, INDEPENDENT, sides, product=sizes(k, omit))
    means = prod(k, lambda i: expectation(abs(w[i])), omit)
    assert found.conclusion == eq(expectation(sizes(k, omit)), means)
    assert found.cited == {"independent-product"}
    assert holds(found)


def test_each_factor_may_be_another_function_of_its_member() -> None:
    weighted = prod(k, lambda i: i * w[i] + expectation(w[1] * w[2]))
    sides = all_integrable(lambda i: i * w[i] + expectation(w[1] * w[2]))
    assert holds(infer(probability.independent_product, INDEPENDENT, sides, product=weighted))


SIZES_EXIST = all_integrable(lambda i: abs(w[i]))


@pytest.mark.parametrize(
    ("premises", "term", "why"),
    [
        ([SIZES_EXIST], sizes(k), "Independent"),
        ([ONE_LAW, SIZES_EXIST], sizes(k), "Independent"),
        ([INDEPENDENT], sizes(k), "undefined"),
        ([INDEPENDENT, all_integrable(lambda i: abs(w[i]), [j])], sizes(k), "undefined"),
        ([INDEPENDENT, integrable(abs(w[1]))], sizes(k), "undefined"),
        ([INDEPENDENT, SIZES_EXIST], sizes(m), "not over 1..k"),
        ([INDEPENDENT, SIZES_EXIST], sizes(k + 1), "not over 1..k"),
        ([given(independent(v, k)), SIZES_EXIST], sizes(k), "more than v"),
        ([INDEPENDENT, SIZES_EXIST], sum_(k, lambda i: abs(w[i])), "not a product"),
        ([INDEPENDENT, SIZES_EXIST], abs(w[1]) * abs(w[2]), "not a product"),
    ],
)
def test_independent_product_refused(premises: list[Theorem], term: Term, why: str) -> None:
    refused("independent_product", *premises, product=term, why=why)


@pytest.mark.parametrize(
    "body",
    [
        lambda i: w[i] * w[1],
        lambda i: w[i] + w[j],
        lambda i: w[i] * v[i],
        lambda i: w[1],
        lambda i: w[i + 1],
        lambda i: sum_(k, lambda n: w[n] * w[i]),
        lambda i: sum_(k, lambda n: w[n]),
    ],
)
def test_factors_that_share_a_member(body: Callable[[Variable], Term]) -> None:
    term = prod(k, body)
    refused("independent_product", INDEPENDENT, all_integrable(body), product=term, why="more than")


def test_rules_refuse_other_premises() -> None:
    for rule in ("markov", "event_inclusion", "sure_event", "expectation_compare"):
        with pytest.raises(CertificateError):
            infer(RULES[rule])

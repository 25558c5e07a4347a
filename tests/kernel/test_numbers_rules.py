"""The rules of naturals, induction and decision: right uses hold, slightly false ones do not."""

from __future__ import annotations

from fractions import Fraction

import pytest
from kernel_tools import given, refused

from verifier.decide.combination import find_combination
from verifier.kernel.certificates.combination import Combination, Product
from verifier.kernel.rules import logic, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import free_variables
from verifier.language.build import (
    both,
    eq,
    exists,
    expectation,
    family,
    forall,
    implies,
    indices,
    log,
    natural,
    ne,
    no,
    partial,
    random_family,
    real,
    reals,
    sum_,
    times,
)
from verifier.language.terms import (
    FALSE,
    ONE,
    ZERO,
    LanguageError,
    Number,
    Proposition,
    Relation,
    as_term,
)

x, y, z = real("x"), real("y"), real("z")
i, k, m, n = natural("i"), natural("k"), natural("m"), natural("n")
w, r = family("w"), random_family("r")


def combination(
    *products: tuple[int, ...], equations: tuple[tuple[int, int], ...] = ()
) -> Combination:
    """The sum of products of sources and of multiples of equations."""
    return Combination(
        tuple(Product(Fraction(1), sources) for sources in products),
        tuple((position, as_term(factor)) for position, factor in equations),
    )


# least and archimedes


def test_there_is_a_first_natural_with_a_property() -> None:
    (some,) = given(exists(times(2), lambda n: w[n] > x))
    made = infer(numbers.least, some, hint="r")
    assert made.conclusion == exists(
        times(2),
        lambda n: both(w[n] > x, forall(times(2), lambda r: implies(r < n, no(w[r] > x)))),
    )
    assert made.hypotheses == some.hypotheses


@pytest.mark.parametrize(
    "claim",
    [
        exists(reals(), lambda y: y > x),
        exists(indices(k), lambda n: w[n] > x),
        forall(times(1), lambda n: w[n] > x),
    ],
)
def test_only_among_the_naturals_there_is_a_first(claim: Proposition) -> None:
    refused("not of the form|not about some natural", numbers.least, *given(claim), hint="r")


def test_some_natural_is_at_least_a_real() -> None:
    made = infer(numbers.archimedes, term=x * y)
    assert made.conclusion == exists(times(0), lambda n: x * y <= n)
    refused("may be undefined", numbers.archimedes, term=1 / x)
    refused("may be undefined", numbers.archimedes, term=log(x))


# decide

TRANSITIVE = combination((0,), (1,), (2,))  # (y - x) + (z - y) + (x - z) = 0


def test_decide() -> None:
    made = infer(numbers.decide, *given(x <= y, y <= z), goal=x <= z, certificate=TRANSITIVE)
    assert (made.hypotheses, made.conclusion) == ({x <= y, y <= z}, x <= z)


@pytest.mark.parametrize("goal", [z <= x, x < z, eq(x, z), x <= y - 1, ne(x, z)])
def test_decide_refuses_what_does_not_follow(goal: Relation) -> None:
    premises = given(x <= y, y <= z)
    refused(
        "combination|positive|equation",
        numbers.decide,
        *premises,
        goal=goal,
        certificate=TRANSITIVE,
    )
    assert find_combination([x <= y, y <= z], goal) is None


def test_decide_refuses_premises_that_do_not_suffice() -> None:
    for facts in ((x <= y,), (x <= y, z <= y), (y <= x, y <= z), (x <= y, ne(y, z))):
        with pytest.raises(LanguageError, match=r"source|identically|positive|equation"):
            infer(numbers.decide, *given(*facts), goal=x <= z, certificate=TRANSITIVE)


def test_a_combination_needs_positive_multipliers() -> None:
    # -(y - x) + (y - x) = 0 says nothing: a multiplier is negative.
    for sign in (-1, 0):
        wrong = Combination((Product(Fraction(sign), (0,)), Product(Fraction(1), (1,))))
        refused("not positive", numbers.decide, *given(x <= y), goal=y <= x, certificate=wrong)
    # (y - x) + (x - y) = 0 is no contradiction between two weak inequalities.
    weak = combination((0,), (1,))
    refused(
        "no product of the combination is positive",
        numbers.decide,
        *given(x <= y, y <= x),
        goal=FALSE,
        certificate=weak,
    )
    assert infer(numbers.decide, *given(x < y, y <= x), goal=FALSE, certificate=weak)
    empty = Combination(())
    refused("no product", numbers.decide, *given(x <= y), goal=y <= x, certificate=empty)


def test_an_equation_is_no_inequality() -> None:
    product = combination((0,), (1,), (2,))
    refused(
        "is an equation", numbers.decide, *given(eq(x, y), y <= z), goal=x <= z, certificate=product
    )
    refused(
        "not an equation",
        numbers.decide,
        *given(x <= y, y <= z),
        goal=x <= z,
        certificate=combination((1,), (2,), equations=((0, 1),)),
    )
    refused("no source", numbers.decide, *given(x <= y), goal=x <= z, certificate=combination((3,)))


@pytest.mark.parametrize(
    "term", [1 / x, log(x), x**y, ZERO**0, expectation(r[1]), partial(abs(w[1]), w[1])]
)
def test_the_goal_must_be_defined(term: Number) -> None:
    # t <= t is false where t is undefined.
    trivial = combination((0,))
    refused(
        "may be undefined", numbers.decide, goal=Relation("<=", term, term), certificate=trivial
    )


def test_a_goal_defined_by_a_premise() -> None:
    made = infer(numbers.decide, *given(x > 0), goal=1 / x <= 1 / x, certificate=combination((1,)))
    assert made.hypotheses == {x > 0}
    refused(
        "may be undefined",
        numbers.decide,
        *given(x >= 0),
        goal=1 / x <= 1 / x,
        certificate=combination((1,)),
    )


def test_a_multiplier_is_made_of_what_the_sources_define() -> None:
    # 0*(1/x) = 0 would be a step that divides by what may be zero.
    for factor in (1 / y, log(z), w[1]):
        certificate = Combination((Product(Fraction(1), (1,)),), ((0, factor),))
        refused(
            "occurs in no premise",
            numbers.decide,
            *given(eq(x, y)),
            goal=x <= y,
            certificate=certificate,
        )


def test_decide_decides_relations_alone() -> None:
    goal = both(x <= y)
    refused("not of the form Relation", numbers.decide, goal=goal, certificate=combination())
    # What is no relation among the premises counts for nothing.
    (every,) = given(forall(indices(k), lambda i: w[i] <= x))
    refused(
        "no source|identically",
        numbers.decide,
        every,
        goal=w[1] <= x,
        certificate=combination((0,), (1,)),
    )


# follows


@pytest.mark.parametrize(
    ("premise", "goal"),
    [
        (x < y, x <= y),
        (x < y, y > x),
        (x < y, ne(x, y)),
        (eq(x, y), x <= y),
        (x + y < z, y + x < z),
        (x / y < z, ne(y, 0)),
        (log(x) < y, x > 0),
        (both(x < y, y < z), y < z),
        (forall(indices(k), lambda i: 2 * w[i] < x), forall(indices(k), lambda i: w[i] + w[i] < x)),
    ],
)
def test_follows(premise: Proposition, goal: Proposition) -> None:
    made = infer(numbers.follows, *given(premise), goal=goal)
    assert (made.hypotheses, made.conclusion) == ({premise}, goal)


@pytest.mark.parametrize(
    ("premise", "goal"),
    [
        (x <= y, x < y),
        (x < y, y < x),
        (ne(x, y), x < y),
        (x <= y, eq(x, y)),
        (x < y, x / z * z < y),  # z may be zero
        (eq(x, y), eq(x / x, y / y)),
        (x * y < z, ne(y, 0)),
        (log(x) < y, x > 1),
        (forall(indices(k), lambda i: w[i] < x), forall(indices(k + 1), lambda i: w[i] < x)),
        (forall(indices(k), lambda i: w[i] < x), w[1] < x),
        (forall(times(1), lambda i: w[i] < x), forall(times(0), lambda i: w[i] < x)),
        (eq(partial(x, w[1]), 0), eq(partial(x * (w[1] / w[1]), w[1]), 0)),
        (eq(expectation(x), x), eq(expectation(x * (r[1] / r[1])), x)),
    ],
)
def test_what_does_not_follow(premise: Proposition, goal: Proposition) -> None:
    refused("does not follow", numbers.follows, *given(premise), goal=goal)


def test_numbers_are_compared_exactly() -> None:
    assert (
        infer(numbers.follows, goal=as_term(Fraction(1, 3)) < Fraction(34, 100)).hypotheses == set()
    )
    assert infer(numbers.follows, goal=(x + 1) ** 2 > x**2 + 2 * x)
    assert infer(numbers.follows, *given(ne(x, 0)), goal=x / x > 0)
    refused("does not follow", numbers.follows, goal=as_term(Fraction(1, 3)) > Fraction(34, 100))
    refused("does not follow", numbers.follows, goal=x / x > 0)
    refused("does not follow", numbers.follows, goal=eq(ZERO**0, 1))


# Naturals


def test_natural_bound() -> None:
    for term in (n, n + 2 * k, as_term(3), ZERO):
        assert infer(numbers.natural_bound, term=term).conclusion == (ZERO <= term)
    for wrong in (x, n - 1, n * x, as_term(-1), as_term(Fraction(1, 2)), n / k, w[1]):
        refused("not a natural number", numbers.natural_bound, term=wrong)
    refused("not a natural number", numbers.natural_bound, *given(n > 0), term=n)


def test_natural_step() -> None:
    (less,) = given(m < n)
    made = infer(numbers.natural_step, less, left=m, right=n)
    assert made.conclusion == (m + ONE <= n)
    refused("not m < n", numbers.natural_step, *given(m <= n), left=m, right=n)
    refused("not m < n", numbers.natural_step, less, left=n, right=m)
    refused("not natural", numbers.natural_step, *given(x < n), left=x, right=n)
    refused("not natural", numbers.natural_step, *given(m < n / 2), left=m, right=n / 2)


def test_predecessor() -> None:
    (positive,) = given(ONE <= n)
    made = infer(numbers.predecessor, positive, term=n)
    assert made.conclusion == exists(times(0), lambda m: eq(n, m + 1))
    assert made.hypotheses == {ONE <= n}
    # From 0 <= n there is n = m + 0 and no predecessor.
    nothing = infer(numbers.predecessor, infer(numbers.natural_bound, term=n), term=n)
    assert nothing.conclusion == exists(times(0), lambda m: eq(n, m + 0))
    refused("not s <= n", numbers.predecessor, *given(ONE < n), term=n)
    refused("not s <= n", numbers.predecessor, positive, term=m)
    refused("not a literal", numbers.predecessor, *given(m <= n), term=n)
    refused("not a literal", numbers.predecessor, *given(Number(Fraction(1, 2)) <= n), term=n)
    refused("not a literal", numbers.predecessor, *given(Number(Fraction(-1)) <= n), term=n)
    refused("not a natural number", numbers.predecessor, *given(ONE <= x), term=x)


def test_predecessor_does_not_capture() -> None:
    # n may be called anything, also what the rule calls its own variable.
    for name in ("m", "m2", "\0", "i"):
        term = natural(name)
        made = infer(numbers.predecessor, *given(ONE <= term), term=term)
        assert free_variables(made.conclusion) == {term}


# Induction

CLAIM = x + n >= x


def step_of(*others: Proposition) -> Theorem:
    """n >= 0, x + n >= x |- x + (n + 1) >= x, under more assumptions that are not used."""
    premises = given(ZERO <= n, CLAIM, *others)
    goal = x + (n + ONE) >= x
    made = infer(
        numbers.decide,
        *premises,
        goal=goal,
        certificate=Combination(
            (
                Product(Fraction(1), (1,)),
                Product(Fraction(1), ()),
                Product(Fraction(1), (len(premises),)),
            )
        ),
    )
    assert made.hypotheses == {ZERO <= n, CLAIM, *others}
    return made


BASE = infer(numbers.decide, goal=x + ZERO >= x, certificate=combination((0,)))


def induct(base: Theorem, step: Theorem, start: int = 0) -> Theorem:
    return infer(numbers.induction, base, step, claim=CLAIM, variable=n, start=start, hint="n")


def test_induction() -> None:
    made = induct(BASE, step_of())
    assert (made.hypotheses, made.conclusion) == (set(), forall(times(0), lambda n: x + n >= x))
    # What is assumed of other variables stays.
    assert induct(BASE, step_of(y > 0)).hypotheses == {y > 0}


def test_induction_starts_where_the_base_is() -> None:
    with pytest.raises(LanguageError, match=r"not the claim at the start"):
        induct(BASE, step_of(), start=1)
    (at_one,) = given(x + ONE >= x)
    with pytest.raises(LanguageError, match=r"not the claim at the start"):
        induct(at_one, step_of())
    # From 1 on, the step may not use n >= 0 as if it were n >= 1.
    with pytest.raises(LanguageError, match=r"n is still assumed"):
        induct(at_one, step_of(), start=1)
    with pytest.raises(LanguageError, match=r"natural variable"):
        induct(BASE, step_of(), start=-1)


def test_a_step_assumes_nothing_else_about_n() -> None:
    for extra in (n <= k, Relation("<=", ONE, n), eq(n, 0), w[n] > 0, x + (n + ONE) >= x - n):
        with pytest.raises(LanguageError, match=r"n is still assumed"):
            induct(BASE, step_of(extra))
    (about_n,) = given(n >= k)
    kept = infer(logic.and_elim, infer(logic.and_intro, BASE, about_n), position=0)
    with pytest.raises(LanguageError, match=r"n is still assumed"):
        induct(kept, step_of())


def test_a_step_ends_at_the_next_number() -> None:
    for wrong in (x + (n + 2) >= x, CLAIM, x + (n + ONE) > x):
        (step,) = given(wrong)
        with pytest.raises(LanguageError, match=r"not end in the claim at n \+ 1"):
            induct(BASE, step)


def test_induction_is_over_naturals() -> None:
    refused(
        "natural variable",
        numbers.induction,
        BASE,
        step_of(),
        claim=CLAIM,
        variable=x,
        start=0,
        hint="x",
    )


def test_a_claim_about_bigs_is_not_captured() -> None:
    claim = eq(sum_(n, lambda i: 0 * w[i]), 0)
    base, step = given(eq(sum_(0, lambda i: 0 * w[i]), 0), eq(sum_(n + 1, lambda i: 0 * w[i]), 0))
    refused(
        "n is still assumed",
        numbers.induction,
        base,
        step,
        claim=claim,
        variable=n,
        start=0,
        hint="n",
    )
    (index,) = given(eq(sum_(m, lambda i: 0 * w[i]), 0))
    refused(
        "not the claim", numbers.induction, index, step, claim=claim, variable=n, start=0, hint="n"
    )

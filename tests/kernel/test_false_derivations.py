"""Ways in which something false could once be derived, or might be: each must stay closed.

All of them go through terms that are undefined somewhere, or through names that are captured.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from kernel_tools import given, refused

from verifier.kernel.certificates.combination import Combination, Product
from verifier.kernel.rules import big, elementary, logic, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import Lambda
from verifier.language.build import (
    eq,
    expectation,
    family,
    forall,
    function,
    indices,
    max_over,
    natural,
    ne,
    no,
    partial,
    prod,
    random_family,
    real,
    sum_,
)
from verifier.language.terms import FALSE, ONE, ZERO, IndexRange, LanguageError, Number

x, y = real("x"), real("y")
i, j, k, n = natural("i"), natural("j"), natural("k"), natural("n")
w, r, f = family("w"), random_family("r"), function("f")


def absurd(*premises: Theorem) -> Theorem:
    """Falsehood from 1 <= i and i <= 0."""
    unit = Fraction(1)
    certificate = Combination((Product(unit, ()), Product(unit, (0,)), Product(unit, (1,))))
    return infer(numbers.decide, *premises, goal=FALSE, certificate=certificate)


def test_over_an_empty_range_a_constant_is_not_given_to_be_defined() -> None:
    """x != 0 for all i in 1..0 is true at x = 0 too, where 0 * (1/x) has no value."""
    none = absurd(*given(Number(Fraction(1)) <= i, i <= Number(Fraction(0))))
    nonzero = infer(logic.cases, none, conclusion=ne(x, 0))
    every = infer(logic.generalise, nonzero, variable=i, domain=IndexRange(ZERO), hint="i")
    assert every.hypotheses == set()
    refused("may be undefined", big.constant, every, big=sum_(0, lambda i: 1 / x))
    assert infer(big.constant, every, *given(ne(x, 0)), big=sum_(0, lambda i: 1 / x))
    # A product of literal ones is 1 over any range.
    assert infer(big.constant, big=prod(0, lambda i: ONE)).hypotheses == set()


def test_a_definition_does_not_show_itself_to_be_defined() -> None:
    """w_i = 1/y, where it is true, implies that y is not 0: it may not be assumed for that."""
    definition = forall(indices(1), lambda i: eq(w[i], 1 / y))
    at_one = infer(logic.specialise, *given(definition), value=ONE)
    nonzero = infer(numbers.follows, at_one, goal=ne(y, 0))
    every = infer(logic.generalise, nonzero, variable=i, domain=indices(1), hint="i")
    refused(
        "occurs where it must not", logic.define, nonzero, every, definition=definition, symbol=w
    )


def test_existence_is_not_a_matter_of_values() -> None:
    """E[r] - E[r] is 0 where E[r] exists; that does not make it exist."""
    for term in (expectation(r[1]), partial(abs(w[1]), w[1])):
        refused("may be undefined", logic.reflexivity, term=term)
        refused("does not follow", numbers.follows, goal=eq(term, term))
        refused("does not follow", numbers.follows, goal=term - term <= 0)
        refused(
            "may be undefined",
            numbers.decide,
            goal=eq(term, term),
            certificate=Combination((Product(Fraction(1), (0,)),)),
        )
    exists = given(eq(expectation(r[1]), expectation(r[1])))
    other = expectation(r[1] * (r[2] / r[2]))
    assert infer(logic.reflexivity, *exists, term=expectation(r[1]))
    refused("may be undefined", logic.reflexivity, *exists, term=other)
    refused("may be undefined", logic.reflexivity, *exists, term=sum_(k, lambda i: other))


def test_a_constant_function_keeps_its_argument() -> None:
    """Nothing is f(1/x) at x = 0, also where f is 0 everywhere."""
    unequal = given(no(eq(f(1 / x), f(1 / x))))[0]
    made = infer(logic.instantiate_symbol, unequal, symbol=f, value=Lambda((y,), ZERO))
    (left,) = made.hypotheses
    assert left == made.conclusion
    zero = infer(logic.reflexivity, term=ZERO)
    refused("do not contradict", logic.contradiction, zero, made, conclusion=FALSE)


def test_no_name_is_reserved_by_a_rule() -> None:
    for name in ("\0", "m", "i", "argument0"):
        term = natural(name)
        made = infer(numbers.predecessor, *given(ONE <= term), term=term)
        at_one = infer(logic.instantiate, made, variables=(term,), values=(ONE,))
        assert at_one.conclusion != made.conclusion
        # 1 = m + 1 for some m, and not m = m + 1.
        definition = forall(indices(k), lambda i, term=term: eq(w[i], 1 / (1 + i + term)))
        refused("may be undefined", logic.define, *given(y > 0), definition=definition, symbol=w)


def test_symbols_of_one_name_are_not_one_symbol() -> None:
    smooth, rough, sequence = function("f", smooth=1), function("f"), family("f")
    assert len({smooth, rough, sequence}) == 3
    (claim,) = given(smooth(x) > 0)
    refused("not of the kind", logic.rename, claim, symbol=smooth, new=rough)
    same, other = given(eq(smooth(x), 1), rough(x) > 0)
    refused("not the context", logic.rewrite, same, other, context=x > 0, hole=x)
    with pytest.raises(LanguageError, match="declared with 0"):
        rough.prime(x)


def test_zero_to_the_zero_has_no_value() -> None:
    refused("may be undefined", logic.reflexivity, term=ZERO**n)
    refused("missing", elementary.elementary, law="power to zero", values=(ZERO, ZERO))
    refused("may be undefined", logic.reflexivity, term=x**0)
    made = infer(logic.reflexivity, *given(ne(x, 0)), term=x**n)
    assert made.hypotheses == {ne(x, 0)}


def test_an_empty_maximum_has_no_value() -> None:
    largest = max_over(k, lambda i: w[i])
    refused("may be undefined", logic.reflexivity, term=largest)
    refused("may be empty", big.extreme_attained, big=largest)
    refused("outside of the range", big.extreme_bounds, big=largest, index=ONE)
    refused("may be undefined", logic.reflexivity, term=max_over(0, lambda i: w[i]))


def test_from_all_of_no_indices_there_is_none() -> None:
    (every,) = given(forall(indices(k), lambda i: w[i] > 0))
    refused("outside of the domain", logic.specialise, every, value=ONE)
    refused("outside of the domain", logic.specialise, every, *given(ONE <= n), value=n)
    refused("outside of the domain", logic.specialise, every, *given(ONE <= n, n <= k + 1), value=n)

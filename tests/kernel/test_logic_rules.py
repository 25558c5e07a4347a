"""The rules of logic and equality: right uses hold, slightly false ones are refused."""

from __future__ import annotations

import pytest
from kernel_tools import given, refused

from verifier.kernel.rules import logic, numbers
from verifier.kernel.theorem import infer
from verifier.language.binding import Lambda
from verifier.language.build import (
    both,
    either,
    eq,
    exists,
    exp,
    expectation,
    family,
    forall,
    function,
    implies,
    independent,
    indices,
    log,
    maximum,
    natural,
    ne,
    no,
    partial,
    prod,
    random_family,
    real,
    reals,
    sqrt,
    sum_,
    times,
)
from verifier.language.terms import (
    ONE,
    ZERO,
    Bound,
    LanguageError,
    Op,
    Or,
    Proposition,
    Relation,
    as_term,
)

x, y, z = real("x"), real("y"), real("z")
i, j, k, n = natural("i"), natural("j"), natural("k"), natural("n")
w, v, r = family("w"), family("v"), random_family("r")
f, g = function("f"), function("g", smooth=1)

A, B, C = x > 0, y > 0, z > 0


# Propositions


def test_assume() -> None:
    theorem = infer(logic.assume, proposition=A)
    assert (theorem.hypotheses, theorem.conclusion) == ({A}, A)
    refused("no premises", logic.assume, theorem, proposition=A)
    refused("proposition has an open index", logic.assume, proposition=w[Bound(0)] > 0)


def test_implies_intro_discharges_its_premise_and_no_other() -> None:
    (theorem,) = given(B)
    assert infer(logic.implies_intro, theorem, premise=A).hypotheses == {B}
    discharged = infer(logic.implies_intro, theorem, premise=B)
    assert (discharged.hypotheses, discharged.conclusion) == (set(), implies(B, B))
    refused("does not apply", logic.implies_intro, premise=A)


def test_modus_ponens() -> None:
    major, minor, other = given(implies(A, B), A, B)
    theorem = infer(logic.modus_ponens, major, minor)
    assert theorem.conclusion == B
    assert theorem.hypotheses == {implies(A, B), A}
    refused("not the antecedent", logic.modus_ponens, major, other)  # the consequent affirmed
    refused("not of the form Implies", logic.modus_ponens, minor, major)


def test_and() -> None:
    whole = infer(logic.and_intro, *given(A, B))
    assert whole.conclusion == both(A, B)
    assert infer(logic.and_elim, whole, position=1).conclusion == B
    for position in (2, -1):
        refused("has no part", logic.and_elim, whole, position=position)
    refused("not of the form And", logic.and_elim, *given(either(A, B)), position=0)


def test_or_intro_takes_a_part() -> None:
    (part,) = given(A)
    assert infer(logic.or_intro, part, disjunction=either(B, A)).conclusion == either(B, A)
    refused("not a part", logic.or_intro, part, disjunction=either(B, C))
    refused("not of the form Or", logic.or_intro, part, disjunction=both(A, B))


def test_cases() -> None:
    whole, first, second, third = given(either(A, B), A, B, C)
    aim = either(B, A, C)
    yes, no_, other = (infer(logic.or_intro, t, disjunction=aim) for t in (first, second, third))
    assert infer(logic.cases, whole, yes, no_, conclusion=aim).hypotheses == {either(A, B)}
    # What a branch assumes beyond its own case stays assumed.
    assert infer(logic.cases, whole, yes, other, conclusion=aim).hypotheses == {either(A, B), C}
    assert infer(logic.cases, whole, no_, yes, conclusion=aim).hypotheses == {
        either(A, B),
        A,
        B,
    }
    refused("one branch for each", logic.cases, whole, yes, conclusion=aim)
    refused("another conclusion", logic.cases, whole, yes, second, conclusion=aim)


def test_excluded_middle_and_contradiction() -> None:
    assert infer(logic.excluded_middle, proposition=A).conclusion == either(A, no(A))
    refused("no premises", logic.excluded_middle, *given(A), proposition=A)
    claim, denial, other = given(A, no(A), no(B))
    assert infer(logic.contradiction, claim, denial, conclusion=C).hypotheses == {A, no(A)}
    refused("do not contradict", logic.contradiction, claim, other, conclusion=C)
    refused("do not contradict", logic.contradiction, denial, claim, conclusion=C)


@pytest.mark.parametrize(
    ("op", "opposite"),
    [("<", ">="), ("<=", ">"), (">", "<="), (">=", "<"), ("==", "!="), ("!=", "==")],
)
def test_negate_relation(op: str, opposite: str) -> None:
    (denial,) = given(no(Relation(op, x, y)))
    assert infer(logic.negate_relation, denial).conclusion == Relation(opposite, x, y)
    # not (1/x < y) is also true where x = 0.
    (undefined,) = given(no(Relation(op, 1 / x, y)))
    refused("may be undefined", logic.negate_relation, undefined)
    defined = infer(logic.negate_relation, undefined, *given(ne(x, 0)))
    assert defined.hypotheses == {ne(x, 0), *undefined.hypotheses}


def test_negate_relation_wants_a_denied_relation() -> None:
    refused("not of the form Not", logic.negate_relation, *given(A))
    refused("not of the form Relation", logic.negate_relation, *given(no(both(A, B))))


# Quantifiers


def test_generalise() -> None:
    (positive,) = given(w[i] > 0)
    refused(
        "i is still assumed", logic.generalise, positive, variable=i, domain=indices(k), hint="i"
    )
    inside = infer(logic.and_intro, *given(ONE <= i, i <= k))
    every = infer(logic.generalise, inside, variable=i, domain=indices(k), hint="i")
    assert every.hypotheses == set()
    assert every.conclusion == forall(indices(k), lambda i: both(ONE <= i, i <= k))
    # i = j is not dropped together with the range that leaves j out.
    without = infer(logic.and_intro, inside, *given(ne(i, j)))
    assert not infer(
        logic.generalise, without, variable=i, domain=indices(k, [j]), hint="i"
    ).hypotheses
    refused("still assumed", logic.generalise, without, variable=i, domain=indices(k), hint="i")
    refused("still assumed", logic.generalise, inside, variable=i, domain=indices(n), hint="i")
    refused("still assumed", logic.generalise, inside, variable=i, domain=times(2), hint="i")


def test_generalise_checks_sort_and_domain() -> None:
    reflexive = infer(logic.reflexivity, term=x)
    refused("not of the sort", logic.generalise, reflexive, variable=x, domain=times(0), hint="x")
    refused("not of the sort", logic.generalise, reflexive, variable=n, domain=reals(), hint="n")
    refused("its own domain", logic.generalise, reflexive, variable=k, domain=indices(k), hint="k")
    every = infer(logic.generalise, reflexive, variable=x, domain=reals(), hint="x")
    assert every.conclusion == forall(reals(), lambda x: eq(x, x))


def test_specialise() -> None:
    every, low, high = given(forall(indices(k), lambda i: w[i] > 0), ONE <= j, j <= k)
    assert infer(logic.specialise, every, low, high, value=j).conclusion == (w[j] > 0)
    refused("outside of the domain", logic.specialise, every, low, value=j)
    refused("outside of the domain", logic.specialise, every, low, high, value=ZERO)
    refused("outside of the domain", logic.specialise, every, low, high, value=j + 1)
    refused("outside of the domain", logic.specialise, every, low, high, value=x)


def test_specialise_respects_what_is_left_out() -> None:
    every, *inside = given(forall(indices(k, [j]), lambda i: w[i] > 0), ONE <= i, i <= k, ne(i, j))
    assert infer(logic.specialise, every, *inside, value=i).conclusion == (w[i] > 0)
    refused("outside of the domain", logic.specialise, every, *inside[:2], value=i)
    refused("outside of the domain", logic.specialise, every, *given(ONE <= j, j <= k), value=j)


def test_specialise_wants_a_defined_value() -> None:
    (every,) = given(forall(reals(), lambda p: exp(p) > 0))
    refused("may be undefined", logic.specialise, every, value=1 / x)
    refused("may be undefined", logic.specialise, every, value=log(as_term(-1)))
    refused("may be undefined", logic.specialise, every, value=expectation(r[1]))
    assert infer(logic.specialise, every, *given(ne(x, 0)), value=1 / x).conclusion == (
        exp(1 / x) > 0
    )


def test_specialise_does_not_capture() -> None:
    # For all i there is j != i: at j, it is not 'there is j with j != j'.
    (every,) = given(forall(times(0), lambda i: exists(times(0), lambda j: ne(i, j))))
    theorem = infer(logic.specialise, every, infer(numbers.natural_bound, term=j), value=j)
    assert theorem.conclusion == exists(times(0), lambda m: ne(j, m))


def test_specialise_keeps_random_values_out_of_expectations() -> None:
    (every,) = given(forall(reals(), lambda p: eq(expectation(p * r[1]), p * expectation(r[1]))))
    refused("random value", logic.specialise, every, value=r[2])


def test_exists_intro() -> None:
    claim = exists(indices(k), lambda i: w[i] > 0)
    at_j, low, high = given(w[j] > 0, ONE <= j, j <= k)
    assert infer(logic.exists_intro, at_j, low, high, claim=claim, value=j).conclusion == claim
    refused("outside of the domain", logic.exists_intro, at_j, low, claim=claim, value=j)
    refused("not the claim", logic.exists_intro, *given(w[i] > 0), low, high, claim=claim, value=j)
    # A relation with an undefined side may be denied without a value.
    nowhere = exists(reals(), lambda p: no(p > 0))
    (denied,) = given(no(1 / x > 0))
    refused("may be undefined", logic.exists_intro, denied, claim=nowhere, value=1 / x)


def test_exists_elim() -> None:
    some, use = given(exists(indices(k), lambda i: w[i] > 0), w[i] > 0)
    bound = infer(
        logic.exists_intro,
        use,
        *given(ONE <= i, i <= k),
        claim=exists(indices(k), lambda m: w[m] > 0),
        value=i,
    )
    assert infer(logic.exists_elim, some, bound, variable=i).hypotheses == some.hypotheses
    refused("i is still assumed", logic.exists_elim, some, use, variable=i)
    # By another variable nothing is discharged.
    assert infer(logic.exists_elim, some, bound, variable=j).hypotheses >= {w[i] > 0, i <= k}
    (other,) = given(w[i] > 1)
    mixed = infer(logic.and_intro, bound, other)
    kept = infer(logic.and_elim, mixed, position=0)
    refused("i is still assumed", logic.exists_elim, some, kept, variable=i)
    refused("not of the right sort", logic.exists_elim, some, bound, variable=x)


# Values for variables and symbols


def test_instantiate_changes_hypotheses_as_well() -> None:
    (theorem,) = given(x > y)
    made = infer(logic.instantiate, theorem, variables=(x,), values=(z + 1,))
    assert (made.hypotheses, made.conclusion) == ({z + 1 > y}, z + 1 > y)
    swapped = infer(logic.instantiate, theorem, variables=(x, y), values=(y, x))
    assert swapped.conclusion == (y > x)


def test_instantiate_wants_defined_values_of_the_right_sort() -> None:
    theorem = infer(logic.reflexivity, term=x)
    refused(
        "may be undefined", logic.instantiate, theorem, variables=(x,), values=(log(as_term(-1)),)
    )
    refused("may be undefined", logic.instantiate, theorem, variables=(x,), values=(1 / y,))
    refused("one value for each", logic.instantiate, theorem, variables=(x, y), values=(z,))
    made = infer(logic.instantiate, theorem, *given(ne(y, 0)), variables=(x,), values=(1 / y,))
    assert made.hypotheses == {ne(y, 0)}
    (about,) = given(n > 0)
    for value in (x, n - 1, as_term(-1), 1 / as_term(2)):
        refused("natural number", logic.instantiate, about, variables=(n,), values=(value,))


def test_instantiate_does_not_capture_an_index() -> None:
    (theorem,) = given(eq(sum_(n, lambda i: x * w[i]), 0))
    made = infer(logic.instantiate, theorem, variables=(x, n), values=(w[i], i))
    assert made.conclusion == eq(sum_(i, lambda m: w[i] * w[m]), 0)
    refused("open index", logic.instantiate, theorem, variables=(x,), values=(w[Bound(0)],))


def test_values_stay_out_of_derivatives_and_expectations() -> None:
    (derivative,) = given(eq(partial(x * w[1], w[1]), x))
    refused("under a derivative", logic.instantiate, derivative, variables=(x,), values=(w[1],))
    (mean,) = given(eq(expectation(x * r[1]), x * expectation(r[1])))
    refused("random value", logic.instantiate, mean, variables=(x,), values=(r[1],))


def lam(body: object, *parameters: object) -> Lambda:
    return Lambda(tuple(parameters), as_term(body))  # type: ignore[arg-type]


def test_instantiate_symbol_for_a_function() -> None:
    (theorem,) = given(g.prime(x) + g(x) > 0)
    made = infer(logic.instantiate_symbol, theorem, symbol=g, value=lam(y * z**2, z))
    assert made.hypotheses == {made.conclusion}
    (claim,) = made.hypotheses
    assert claim == (y * (2 * x) + y * x**2 > 0)


@pytest.mark.parametrize(
    ("body", "why"),
    [(1 / z, "0 has no value"), (log(z), "negative"), (sqrt(z), "negative"), (y / (z - 1), "1")],
)
def test_a_value_for_a_function_is_defined_everywhere(body: Op, why: str) -> None:
    (theorem,) = given(f(x) > 0)
    refused("may be undefined", logic.instantiate_symbol, theorem, symbol=f, value=lam(body, z))


def test_a_value_for_a_smooth_function_is_smooth() -> None:
    (rough,) = given(f(x) > 0)
    (smooth,) = given(g(x) > 0)
    value = lam(abs(z), z)
    assert infer(logic.instantiate_symbol, rough, symbol=f, value=value).conclusion == (abs(x) > 0)
    refused("not smooth", logic.instantiate_symbol, smooth, symbol=g, value=value)
    for body in (maximum(z, 0), f(z), expectation(z * r[1]), sum_(2, lambda i: abs(z))):
        with pytest.raises(LanguageError, match=r"smooth|derivative"):
            infer(logic.instantiate_symbol, smooth, symbol=g, value=lam(body, z))
    # A function of a function with one derivative has one derivative and no second.
    g2 = function("g2", smooth=2)
    (twice,) = given(g2(x) > 0)
    assert infer(logic.instantiate_symbol, smooth, symbol=g, value=lam(g(g(z)), z))
    refused("declared with 1", logic.instantiate_symbol, twice, symbol=g2, value=lam(g(z), z))


def test_definedness_of_a_value_can_be_given() -> None:
    (theorem,) = given(f(x) > 0)
    (positive,) = given(forall(reals(), lambda p: ne(y + p**2, 0)))
    made = infer(
        logic.instantiate_symbol, theorem, positive, symbol=f, value=lam(1 / (y + z**2), z)
    )
    assert made.conclusion == (1 / (y + x**2) > 0)
    assert positive.conclusion in made.hypotheses
    (at_one,) = given(ne(y + x**2, 0))
    refused(
        "may be undefined",
        logic.instantiate_symbol,
        theorem,
        at_one,
        symbol=f,
        value=lam(1 / (y + z**2), z),
    )


def test_instantiate_symbol_for_a_family() -> None:
    (theorem,) = given(forall(indices(k), lambda j: eq(sum_(j, lambda i: w[i] * w[j]), 0)))
    made = infer(logic.instantiate_symbol, theorem, symbol=w, value=lam(n * v[n], n))
    assert made.conclusion == forall(
        indices(k), lambda j: eq(sum_(j, lambda i: i * v[i] * (j * v[j])), 0)
    )
    refused("takes", logic.instantiate_symbol, theorem, symbol=w, value=lam(x, x))
    # 1/n is not defined for all naturals: families are total.
    refused("may be undefined", logic.instantiate_symbol, theorem, symbol=w, value=lam(1 / n, n))


def test_what_no_value_can_be_put_for() -> None:
    (law,) = given(independent(r, k))
    refused("can only be renamed", logic.instantiate_symbol, law, symbol=r, value=lam(n * v[n], n))
    (derivative,) = given(eq(partial(w[1] ** 2, w[1]), 2 * w[1]))
    refused(
        "cannot be instantiated", logic.instantiate_symbol, derivative, symbol=w, value=lam(x, n)
    )
    (mean,) = given(eq(expectation(w[1] * r[1]), 0))
    refused("random value", logic.instantiate_symbol, mean, symbol=w, value=lam(r[n], n))
    (inner,) = given(eq(partial(f(v[1]) * w[1], v[1]), 0))
    refused("under a derivative", logic.instantiate_symbol, inner, symbol=w, value=lam(v[n], n))


def test_a_function_of_something_undefined_stays_undefined() -> None:
    (theorem,) = given(no(eq(f(1 / x), f(1 / x))))
    made = infer(logic.instantiate_symbol, theorem, symbol=f, value=lam(ZERO, z))
    assert made.conclusion != no(eq(ZERO, ZERO))


def test_rename() -> None:
    (theorem,) = given(both(eq(prod(k, lambda i: w[i]), 1), g(x) > 0))
    made = infer(logic.rename, theorem, symbol=w, new=v)
    assert made.hypotheses == {made.conclusion} == {both(eq(prod(k, lambda i: v[i]), 1), g(x) > 0)}
    refused("occurs already", logic.rename, *given(w[1] > v[1]), symbol=w, new=v)
    refused("not of the kind", logic.rename, theorem, symbol=w, new=r)
    # All that holds of differentiable functions need not hold of others, though conversely.
    refused("not of the kind", logic.rename, theorem, symbol=g, new=f)
    assert infer(logic.rename, theorem, symbol=g, new=function("h", smooth=2))


def test_rename_looks_at_hypotheses_too() -> None:
    first, second = given(w[1] > 0, v[1] > 0)
    both_ = infer(logic.and_intro, first, second)
    kept = infer(logic.and_elim, both_, position=0)
    refused("occurs already", logic.rename, kept, symbol=w, new=v)


# Definitions

DEFINITION = forall(indices(k), lambda i: eq(w[i], x * v[i]))


def test_define() -> None:
    (assumed,) = given(DEFINITION)
    (about,) = given(y > 0)
    body = infer(logic.and_elim, infer(logic.and_intro, about, assumed), position=0)
    assert DEFINITION in body.hypotheses
    made = infer(logic.define, body, definition=DEFINITION, symbol=w)
    assert (made.hypotheses, made.conclusion) == ({y > 0}, y > 0)


def test_define_refuses_what_mentions_the_symbol() -> None:
    (assumed,) = given(DEFINITION)
    refused("occurs where it must not", logic.define, assumed, definition=DEFINITION, symbol=w)
    (other,) = given(w[1] > 0)
    mixed = infer(logic.and_intro, assumed, other, *given(y > 0))
    kept = infer(logic.and_elim, mixed, position=2)
    refused("occurs where it must not", logic.define, kept, definition=DEFINITION, symbol=w)


@pytest.mark.parametrize(
    "circular",
    [
        forall(indices(k), lambda i: eq(w[i], w[i] + 1)),
        forall(indices(k), lambda i: eq(w[i], 1 + sum_(i, lambda j: w[j]))),
        forall(times(0), lambda i: eq(w[i], w[i + 1] + 1)),
    ],
)
def test_a_definition_is_not_circular(circular: Proposition) -> None:
    (body,) = given(y > 0)
    refused("occurs where it must not", logic.define, body, definition=circular, symbol=w)


@pytest.mark.parametrize(
    "definition",
    [
        forall(indices(k), lambda i: w[i] <= x),  # not an equation
        forall(indices(k), lambda i: eq(x, w[i])),  # the wrong way round
        forall(indices(k), lambda i: eq(w[1], x)),  # the same member k times: k equations for one
        forall(indices(k), lambda i: eq(w[i + 1], x)),
        forall(reals(), lambda p: eq(f(p), x)),
        eq(w[1], x),
        forall(indices(k), lambda i: eq(r[i], x)),
    ],
)
def test_a_definition_has_its_form(definition: Proposition) -> None:
    (body,) = given(y > 0)
    for symbol in (w, f, r):
        with pytest.raises(LanguageError, match=r"form|symbol|families|natural"):
            infer(logic.define, body, definition=definition, symbol=symbol)


def test_what_is_put_for_a_symbol_is_defined() -> None:
    (body,) = given(y > 0)
    quotient = forall(indices(k), lambda i: eq(w[i], 1 / v[i]))
    refused("may be undefined", logic.define, body, definition=quotient, symbol=w)
    (some,) = given(ne(v[1], 0))
    refused("may be undefined", logic.define, body, some, definition=quotient, symbol=w)
    (every,) = given(forall(indices(k), lambda i: ne(v[i], 0)))
    made = infer(logic.define, body, every, definition=quotient, symbol=w)
    assert made.hypotheses == {y > 0, every.conclusion}


# Equality


def test_reflexivity_is_for_defined_terms() -> None:
    assert infer(logic.reflexivity, term=x + 1).conclusion == eq(x + 1, x + 1)
    undefined = [
        1 / x,
        1 / ZERO,
        log(as_term(-1)),
        sqrt(x),
        x**y,
        ZERO**0,
        prod(k, lambda i: 1 / w[i]),
    ]
    undefined += [partial(abs(w[1]), w[1]), expectation(r[1])]
    for term in undefined:
        refused("may be undefined", logic.reflexivity, term=term)
    (positive,) = given(x > 0)
    for term in (1 / x, log(x), x**y):
        assert infer(logic.reflexivity, positive, term=term).hypotheses == {x > 0}


def test_rewrite() -> None:
    equation, claim, order = given(eq(x, y + 1), both(x > 0, x < z), x <= y)
    hole = real("hole")
    context = both(hole > 0, x < z)
    made = infer(logic.rewrite, equation, claim, context=context, hole=hole)
    assert made.conclusion == both(y + 1 > 0, x < z)
    refused("not an equality", logic.rewrite, order, claim, context=context, hole=hole)
    refused(
        "not the context",
        logic.rewrite,
        equation,
        claim,
        context=both(hole > 0, hole < y),
        hole=hole,
    )
    refused("not the context", logic.rewrite, equation, order, context=context, hole=hole)


def test_rewrite_under_binders() -> None:
    # Under a quantifier equals may be put for equals, under a derivative or expectation only what
    # stays fixed there.
    hole = real("hole")
    equation, claim = given(eq(w[1], w[2]), forall(indices(k), lambda i: w[i] < w[1]))
    made = infer(
        logic.rewrite, equation, claim, context=forall(indices(k), lambda i: w[i] < hole), hole=hole
    )
    assert made.conclusion == forall(indices(k), lambda i: w[i] < w[2])
    (derivative,) = given(eq(partial(w[1] ** 2, w[1]), x))
    refused(
        "under a derivative",
        logic.rewrite,
        equation,
        derivative,
        context=eq(partial(hole**2, w[1]), x),
        hole=hole,
    )
    same, mean = given(eq(r[1], r[2]), eq(expectation(r[1]), x))
    refused("random value", logic.rewrite, same, mean, context=eq(expectation(hole), x), hole=hole)
    fixed, product = given(eq(x, y), eq(partial(x * w[1], w[1]), x))
    assert infer(
        logic.rewrite, fixed, product, context=eq(partial(hole * w[1], w[1]), x), hole=hole
    ).conclusion == eq(partial(y * w[1], w[1]), x)


def test_an_index_is_rewritten_by_an_index() -> None:
    hole = natural("hole")
    same, claim, real_ = given(eq(i, j), w[i] > 0, eq(i, x))
    assert infer(logic.rewrite, same, claim, context=w[hole] > 0, hole=hole).conclusion == (
        w[j] > 0
    )
    refused("natural number", logic.rewrite, real_, claim, context=w[hole] > 0, hole=hole)


def test_false_disjunction_gives_anything() -> None:
    (false,) = given(Or(()))
    assert infer(logic.cases, false, conclusion=eq(ONE, ZERO)).hypotheses == {Or(())}

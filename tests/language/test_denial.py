"""What refutes a statement for every choice of its constants: sound choices give the denial, others
are refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from verifier.language.binding import Lambda
from verifier.language.build import (
    both,
    eq,
    exp,
    expectation,
    family,
    forall,
    function,
    implies,
    indices,
    log,
    natural,
    no,
    probability,
    prod,
    random_family,
    random_sequence,
    real,
    times,
)
from verifier.language.calculus import totality
from verifier.language.denial import Choice, FiniteLaw, Value, denial
from verifier.language.encode import statement_from_json, statement_to_json
from verifier.language.render import statement_text
from verifier.language.statement import Over, Statement, over, statement
from verifier.language.terms import (
    And,
    HasLaw,
    Independent,
    LanguageError,
    Proposition,
    Symbol,
    Term,
    Variable,
    as_term,
)

C, K, eta, x = real("C"), real("K"), real("eta"), real("x")
k, n, i, t = natural("k"), natural("n"), natural("i"), natural("t")
f, w = function("f", smooth=1), family("w")
v, u = random_family("v"), random_sequence("u")
Q = Fraction


def claim(on_k: Proposition | None = None, conclusion: Proposition | None = None) -> Statement:
    """For all C some K such that for all k, ...: a bound with a hidden constant."""
    hypotheses = {"C is positive": C > 0, "K is positive": K > 0, "there is a factor": k >= 1}
    if on_k is not None:
        hypotheses["on K"] = on_k
    if conclusion is None:
        conclusion = k <= K * C
    return statement([C, K, k], hypotheses, conclusion, constants=[K])


def choice(large: dict[Variable, tuple[Term, ...]] | None = None, **values: Value | int) -> Choice:
    chosen = {
        name: as_term(value) if isinstance(value, int) else value for name, value in values.items()
    }
    return Choice(chosen, large or {})


def parts(stated: Statement) -> tuple[Proposition, ...]:
    assert isinstance(stated.conclusion, And)
    return stated.conclusion.args


def test_the_denial_shows_the_hypotheses_and_contradicts_the_conclusion() -> None:
    made = denial(claim(), choice({n: (K + 1,)}, C=1, k=n))
    assert made.variables == (K, n)
    assert {h.name: h.proposition for h in made.hypotheses} == {
        "K is positive": K > 0,
        "n is large (1)": K + 1 <= n,
    }
    assert parts(made) == (as_term(1) > 0, n >= 1, no(n <= K * 1))
    assert not made.constants


def test_what_is_given_before_the_constants_cannot_depend_on_them() -> None:
    with pytest.raises(LanguageError, match="C is given before the constants"):
        denial(claim(), choice(C=K, k=2))
    with pytest.raises(LanguageError, match="C is given before the constants"):
        denial(claim(), choice({n: (K,)}, C=n, k=2))


def test_a_constant_has_no_value_and_everything_else_has_one() -> None:
    with pytest.raises(LanguageError, match="K is a constant"):
        denial(claim(), choice(C=1, k=2, K=3))
    with pytest.raises(LanguageError, match="no value is chosen for k"):
        denial(claim(), choice(C=1))
    with pytest.raises(LanguageError, match="does not quantify over z"):
        denial(claim(), choice(C=1, k=2, z=1))


def test_values_are_in_terms_of_the_constants_alone() -> None:
    with pytest.raises(LanguageError, match="k is not in terms"):
        denial(claim(), choice(C=1, k=n))
    with pytest.raises(LanguageError, match="bound on n is not in terms"):
        denial(claim(), choice({n: (C,)}, C=1, k=n))
    with pytest.raises(LanguageError, match="no new natural"):
        denial(claim(), choice({k: (K,)}, C=1, k=k))


@pytest.mark.parametrize("on_k", [K < 1, K >= C, eq(K, 2), implies(K > 1, K > 2), K <= 5])
def test_a_hypothesis_that_no_constant_may_meet_is_refused(on_k: Proposition) -> None:
    # Under it alone, everything could be shown.
    with pytest.raises(LanguageError, match="bound it from below by a number"):
        denial(claim(on_k), choice(C=1, k=2))


def test_a_hypothesis_on_a_constant_and_what_comes_later_has_to_be_shown() -> None:
    made = denial(claim(k <= K + 7), choice({n: (K,)}, C=1, k=n))
    assert (n <= K + 7) in parts(made)
    assert len(made.hypotheses) == 2


def test_a_conclusion_that_may_be_undefined_has_to_be_shown_defined() -> None:
    made = denial(claim(conclusion=log(k - K) <= C), choice(C=1, k=3))
    assert (as_term(0) < as_term(3) - K) in parts(made)


def test_the_value_of_a_function_has_to_be_smooth() -> None:
    stated = statement([f, K], {"K is positive": K > 0}, f(0) <= K, constants=[K])
    logarithm, square = Lambda((x,), log(x)), Lambda((x,), x**2)
    for condition in totality(f, logarithm):
        assert condition in parts(denial(stated, choice(f=logarithm)))
    assert denial(stated, choice(f=square)).conclusion == no(as_term(0) ** 2 <= K)


def process_claim(recursion: Proposition) -> Statement:
    """That a run from a random start stays large with some probability."""
    return statement(
        [f, K, k, eta, over(v, k), over(u, k)],
        {
            "K is positive": K > 0,
            "the run": eq(
                probability(both(forall(indices(k), lambda i: eq(u[i, 1], v[i])), recursion)), 1
            ),
        },
        probability(u[1, 1] >= 1) >= exp(-K * k),
        constants=[K],
    )


def descent() -> Proposition:
    def at(t: Variable) -> Term:
        return prod(k, lambda i: u[i, t])

    return forall(
        times(1),
        lambda t: forall(indices(k), lambda j: eq(u[j, t + 1], u[j, t] - eta * f.prime(at(t)))),
    )


LAW = FiniteLaw(((Q(1, 2), Q(0)), (Q(1, 2), Q(1, 2))))


def test_a_random_family_gets_a_law_and_a_process_is_the_run_assumed() -> None:
    stated = process_claim(descent())
    made = denial(stated, choice(f=Lambda((x,), x**2), k=2, eta=1, v=LAW))
    kinds = [type(h.proposition) for h in made.hypotheses]
    assert Independent in kinds
    assert HasLaw in kinds
    assert "the run" in {h.name for h in made.hypotheses}
    declared = [d.symbol for d in made.variables if isinstance(d, Over)]
    assert declared == [v, u]


def test_with_a_process_the_values_are_defined_by_their_form() -> None:
    # Otherwise there might be no such run, and its hypothesis would be false.
    stated = process_claim(descent())
    with pytest.raises(LanguageError, match="defined by their form"):
        denial(stated, choice(f=Lambda((x,), log(1 + x**2)), k=2, eta=1, v=LAW))
    with pytest.raises(LanguageError, match="defined by their form"):
        denial(stated, choice(f=Lambda((x,), x**2), k=2, eta=1 / K, v=LAW))


@pytest.mark.parametrize(
    "recursion",
    [
        forall(
            times(1), lambda t: forall(indices(k), lambda j: eq(u[j, t + 1], u[j, t] / u[1, t]))
        ),
        forall(times(1), lambda t: forall(indices(k), lambda j: u[j, t + 1] <= u[j, t])),
        forall(times(1), lambda t: forall(indices(k), lambda j: eq(u[j, t + 1], u[j, t + 2]))),
        forall(times(1), lambda t: forall(indices(k), lambda j: eq(u[j, t + 1], v[j]))),
        forall(times(2), lambda t: forall(indices(k), lambda j: eq(u[j, t + 1], u[j, t]))),
    ],
)
def test_a_hypothesis_that_no_process_need_meet_determines_none(recursion: Proposition) -> None:
    stated = process_claim(recursion)
    with pytest.raises(LanguageError, match=r"determines the random u|defined|outcome"):
        denial(stated, choice(f=Lambda((x,), x**2), k=2, eta=1, v=LAW))


def test_a_second_hypothesis_on_a_process_is_not_granted() -> None:
    stated = process_claim(descent())
    twice = {h.name: h.proposition for h in stated.hypotheses}
    twice["the run again"] = twice["the run"]
    doubled = statement(stated.variables, twice, stated.conclusion, stated.constants)
    with pytest.raises(LanguageError, match="no hypothesis determines"):
        denial(doubled, choice(f=Lambda((x,), x**2), k=2, eta=1, v=LAW))


def test_a_law_has_positive_probabilities_that_add_up_to_one() -> None:
    for outcomes in (((Q(1, 2), Q(0)),), ((Q(3, 2), Q(0)), (Q(-1, 2), Q(1))), ()):
        with pytest.raises(LanguageError, match="sum to 1"):
            FiniteLaw(outcomes)


def test_an_event_under_a_law_is_not_about_one_outcome() -> None:
    stated = statement(
        [K, k, over(v, k)],
        {"means": forall(indices(k), lambda i: expectation(v[i]) <= K)},
        k <= K,
        constants=[K],
    )
    made = denial(stated, choice({n: (K,)}, k=n, v=LAW))
    shown = forall(indices(n), lambda i: expectation(v[i]) <= K)
    assert shown in parts(made)


def test_statements_with_constants_are_written_and_read() -> None:
    stated = claim()
    assert statement_from_json(statement_to_json(stated)) == stated
    assert "there are constants real K" in statement_text(stated)


def test_a_family_that_is_claimed_to_exist_cannot_be_chosen_by_who_refutes() -> None:
    members = over(w, 2)
    with pytest.raises(LanguageError, match="constants are variables"):
        statement([members], {}, eq(w[1], 1), constants=[members])  # type: ignore[list-item]
    written = statement_to_json(statement([members], {}, eq(w[1], 1)))
    with pytest.raises(LanguageError, match="constants are variables"):
        statement_from_json({**written, "constants": [0]})


@pytest.mark.parametrize("constants", [[C, k], [x], [w]])
def test_constants_are_declared_variables_one_after_the_other(
    constants: list[Variable | Symbol],
) -> None:
    with pytest.raises(LanguageError, match="one after the other"):
        statement([C, K, k, over(w, k)], {}, k <= K, constants=constants)  # type: ignore[arg-type]

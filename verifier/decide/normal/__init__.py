"""Turning a sequent into simpler ones: each procedure hands what it makes of goal and facts to the
whole portfolio and brings the theorem back.

`SIMPLIFIERS` come before the methods that decide, `ALTERNATIVES` after them.  The last of the
former makes all of `STEPS` in a row.
"""

from verifier.decide.normal.alternative import alternative
from verifier.decide.normal.bounds import (
    prove_with_bounds_of_powers,
    prove_with_fixed_variables,
)
from verifier.decide.normal.cases import (
    prove_by_all_sides,
    prove_by_both_orders,
    prove_by_cases,
    prove_by_sides,
    prove_by_squares,
    prove_inequation,
)
from verifier.decide.normal.connectives import prove_connective
from verifier.decide.normal.constants import prove_with_few_radicals
from verifier.decide.normal.denominators import prove_without_denominators
from verifier.decide.normal.equations import prove_with_solved_equations
from verifier.decide.normal.expand import prove_expanded, prove_with_expanded_logarithms
from verifier.decide.normal.generators import (
    prove_root_sign,
    prove_with_any_roots_as_variables,
    prove_with_products_of_roots,
    prove_with_roots_as_variables,
    prove_with_roots_defined,
    prove_with_roots_eliminated,
)
from verifier.decide.normal.identities import prove_equal_angles, prove_identity
from verifier.decide.normal.normalise import InARow
from verifier.decide.normal.products import prove_by_products, prove_with_products
from verifier.decide.normal.signs import prove_sign
from verifier.decide.normal.simplify import prove_simplified
from verifier.decide.normal.substitution import prove_by_elimination, prove_by_substitution
from verifier.decide.normal.unwrap import prove_unwrapped
from verifier.decide.normal.vanishing import prove_by_factors, prove_with_factors_cancelled
from verifier.decide.search import Procedure

STEPS: tuple[Procedure, ...] = (
    prove_connective,
    prove_root_sign,
    prove_with_fixed_variables,
    prove_simplified,
    prove_with_few_radicals,
    prove_by_cases,
    prove_with_factors_cancelled,
    prove_with_solved_equations,
    prove_with_products,
    prove_by_substitution,
    prove_by_sides,
    prove_with_products_of_roots,
    prove_with_roots_as_variables,
    prove_with_roots_eliminated,
    prove_with_bounds_of_powers,
    prove_with_roots_defined,
    prove_inequation,
)
SIMPLIFIERS: tuple[Procedure, ...] = (prove_sign, prove_identity, InARow(STEPS))
ALTERNATIVES: tuple[Procedure, ...] = tuple(
    alternative(procedure)
    for procedure in (
        prove_expanded,
        prove_without_denominators,
        prove_by_products,
        prove_unwrapped,
        prove_by_factors,
        prove_by_elimination,
        prove_with_any_roots_as_variables,
        prove_with_expanded_logarithms,
        prove_by_squares,
        prove_equal_angles,
        prove_by_all_sides,
        prove_by_both_orders,
    )
)
NORMALISERS: tuple[Procedure, ...] = (*SIMPLIFIERS, *ALTERNATIVES)

__all__ = ["ALTERNATIVES", "NORMALISERS", "SIMPLIFIERS", "STEPS"]

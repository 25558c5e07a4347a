"""Inequalities in one real variable by derivatives."""

from verifier.decide.calculus.prove import prove_by_calculus

__all__ = ["prove_by_calculus"]

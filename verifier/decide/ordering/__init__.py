"""Comparisons by the form of terms: monotone functions, products and sums part by part."""

from verifier.decide.ordering.procedure import prove_by_ordering

__all__ = ["prove_by_ordering"]

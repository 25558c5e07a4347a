"""Polynomial inequalities and equations between finitely many reals, proved by certificates."""

from verifier.decide.polynomial.portfolio import prove_polynomial

__all__ = ["prove_polynomial"]

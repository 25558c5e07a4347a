"""Theorems proved once a process by kernel rules, to be instantiated: orders and known bounds."""

from verifier.decide.known.schemas import applied

__all__ = ["applied"]

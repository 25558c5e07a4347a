"""Inequalities as combinations of instances of known bounds, chosen by the terms that occur."""

from verifier.decide.instances.procedure import prove_by_instances

__all__ = ["prove_by_instances"]

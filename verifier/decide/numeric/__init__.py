"""Floating-point evaluation, sampling and quick plausibility: guides for search, never evidence."""

from verifier.decide.numeric.sampling import Cloud, plausible, samples
from verifier.decide.numeric.tape import Compiled, compile_terms, inputs_of

__all__ = ["Cloud", "Compiled", "compile_terms", "inputs_of", "plausible", "samples"]

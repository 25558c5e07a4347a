"""`prove` of a single problem: decides it in a worker, prints the verdict, writes the proof."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from verifier.cli import deciding
from verifier.cli.common import INPUT_ERROR, UsageError, cause, complain
from verifier.decide.problem import from_texts
from verifier.language.terms import LanguageError
from verifier.report.cache import write_atomically

EXIT_CODES = {"proved": 0, "refuted": 1, "ill-posed": 1, "unknown": 3}


def prove_one(options: argparse.Namespace) -> int:
    """Prints the verdict on the problem of a command line; returns the exit code."""
    started = time.monotonic()
    try:
        statement = from_texts(options.conclusion, options.given, options.domain)
    except LanguageError as error:
        raise UsageError(str(error)) from error
    found = deciding.decide_apart(statement, options.timeout, started, options.require_certificate)
    if options.json:
        items = (f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in found.items())
        text = "\n".join(["{", ",\n".join(items), "}"])
    else:
        text = as_text(found)
    deciding.write(sys.stdout, "standard output", text)
    if not _written(found, options.certificate):
        return INPUT_ERROR
    return EXIT_CODES[found["verdict"]]


def _written(found: Mapping[str, Any], file: str | None) -> bool:
    """Whether the certificate is in its file, if there is one and a file was named."""
    if file is None:
        return True
    if found["certificate"] is None:
        complain(f"--certificate {file}: not written, since there is no certificate")
        return True
    try:
        write_atomically(Path(file), json.dumps(found["certificate"]) + "\n")
    except OSError as error:
        complain(f"--certificate {file}: cannot be written: {cause(error)}")
        return False
    return True


def as_text(found: Mapping[str, Any]) -> str:
    """The verdict and what shows it, for people."""
    lines = [f"{found['verdict']} ({found['seconds']:.2f} s)"]
    if found["method"]:
        lines.append(f"  by {found['method']}")
    if found["verdict"] == "proved":
        lines.append(f"  resting on {rests_on(found)}")
    if found["counterexample"] is not None:
        lines.append(f"  counterexample: {values_text(found['counterexample'])}")
    if found["undefined_at"] is not None:
        lines.append(f"  undefined at: {values_text(found['undefined_at'])}")
    if found["reason"]:
        lines.append(f"  {found['reason']}")
    return "\n".join(lines)


def rests_on(found: Mapping[str, Any]) -> str:
    """What a proof rests on, in a few words."""
    trust = found["trust"]
    certificates = [] if found["certificate"] is None else ["a certificate"]
    return ", ".join([*certificates, *trust["cited"], *(f"solver {s}" for s in trust["solver"])])


def values_text(values: Mapping[str, Any]) -> str:
    """Values of variables, or of none, in a line."""
    return (
        ", ".join(f"{name} = {value_text(value)}" for name, value in values.items()) or "everywhere"
    )


def value_text(value: Any) -> str:
    """A rational as it is, the value in a ball approximately."""
    if isinstance(value, str):
        return value
    middle, radius = float(Fraction(value["mid"])), float(Fraction(value["rad"]))
    return f"{middle!r} within {radius:.1e}"

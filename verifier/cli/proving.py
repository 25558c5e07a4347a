"""`prove` of a single problem: decides it in a worker, prints the verdict, writes the proof."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from verifier.apart import run_apart
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
    deciding.one_thread()
    timeout: float = options.timeout
    # What was spent so far counts, and what the worker loads as well.
    left = max(0.0, timeout - (time.monotonic() - started))
    work = partial(deciding.decide, statement, left, options.require_certificate)
    outcome = run_apart(work, deciding.limits(left))
    found = outcome.value if not outcome.failure else deciding.lost(outcome, timeout)
    if options.json:
        items = (f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in found.items())
        text = "\n".join(["{", ",\n".join(items), "}"])
    else:
        text = _lines(found)
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


def _lines(found: Mapping[str, Any]) -> str:
    """The verdict and what shows it, for people."""
    lines = [f"{found['verdict']} ({found['seconds']:.2f} s)"]
    if found["method"]:
        lines.append(f"  by {found['method']}")
    if found["verdict"] == "proved":
        lines.append(f"  resting on {_trust(found)}")
    if found["counterexample"] is not None:
        lines.append(f"  counterexample: {_values(found['counterexample'])}")
    if found["undefined_at"] is not None:
        lines.append(f"  undefined at: {_values(found['undefined_at'])}")
    if found["reason"]:
        lines.append(f"  {found['reason']}")
    return "\n".join(lines)


def _trust(found: Mapping[str, Any]) -> str:
    trust = found["trust"]
    certificates = [] if found["certificate"] is None else ["a certificate"]
    return ", ".join([*certificates, *trust["cited"], *(f"solver {s}" for s in trust["solver"])])


def _values(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} = {_value(value)}" for name, value in values.items()) or "everywhere"


def _value(value: Any) -> str:
    if isinstance(value, str):
        return value
    middle, radius = float(Fraction(value["mid"])), float(Fraction(value["rad"]))
    return f"{middle!r} within {radius:.1e}"

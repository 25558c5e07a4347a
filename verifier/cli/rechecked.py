"""Printing what the separate check says of proof files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from verifier.cli.common import INPUT_ERROR, complain
from verifier.report.codec import plain
from verifier.report.rechecking import Recheck, recheck


def print_verdicts(paths: Sequence[Path], checker: str, *, as_json: bool) -> int:
    """0 if all files are accepted, 1 if some are rejected, 2 if some cannot be read."""
    verdicts = recheck(paths, checker)
    if as_json:
        print(json.dumps([plain(verdict) for verdict in verdicts], indent=2, ensure_ascii=False))
    for verdict in verdicts:
        if not verdict.readable:
            complain(f"{verdict.path}: {verdict.reason}")
        elif not as_json:
            print(_lines(verdict))
    if not all(verdict.readable for verdict in verdicts):
        return INPUT_ERROR
    return 0 if all(verdict.accepted for verdict in verdicts) else 1


def _lines(verdict: Recheck) -> str:
    if not verdict.accepted:
        return f"rejected  {verdict.path}: {verdict.reason}"
    rests = [*verdict.cited, *(f"solver {name}" for name in verdict.solver)] or ["certificates"]
    lines = [f"accepted  {verdict.path}", f"  for {verdict.scope}, resting on {', '.join(rests)}"]
    lines += [f"  {line}" for line in verdict.statement.splitlines()]
    return "\n".join(lines)

"""`prove` as a function: one inequality, from texts or from terms, decided in another process."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from verifier.apart import ending
from verifier.cli.proving import as_text
from verifier.decide.decision import Decision
from verifier.decide.problem import from_texts
from verifier.digits import integers_of_any_length
from verifier.language.binding import free_variables, symbols
from verifier.language.encode import statement_to_json
from verifier.language.statement import Declaration, Statement, statement
from verifier.language.terms import (
    And,
    Constant,
    LanguageError,
    Node,
    Number,
    Op,
    Proposition,
    Relation,
    Variable,
    children,
    subnodes,
)
from verifier.report.processes import command, end, start

MAX_SECONDS = 86_400.0
_START = 30.0  # seconds beyond the limit after which a process that does not answer is given up


@dataclass(frozen=True, repr=False)
class Answer(Decision):
    """The decision on a statement; `certificate` is a proof for `python -m verifier recheck`."""

    statement: Statement = field(kw_only=True)

    def __repr__(self) -> str:
        with integers_of_any_length():
            return as_text(self.to_json())

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from verifier.display.answers import answer_html

        return answer_html(self)


def prove(
    conclusion: str | Proposition,
    given: Sequence[str | Proposition] = (),
    domain: Sequence[str] = (),
    timeout: float = 10.0,
    require_certificate: bool = False,
) -> Answer:
    """The verdict on an inequality, as the command `prove` gives it.

    Either all parts are texts in the syntax of that command, and `domain` bounds variables
    ("x > 0", "k in N"), or all are propositions, whose variables are what they were declared as.
    `timeout` is in seconds; with `require_certificate` no solver is believed.

    Raises `LanguageError`, in one line, for input that cannot be used.
    """
    started = time.monotonic()
    if isinstance(timeout, bool) or not isinstance(timeout, int | float):
        raise LanguageError(f"timeout {timeout!r} is not a number of seconds")
    if not 0 < timeout <= MAX_SECONDS:
        raise LanguageError(f"timeout {timeout} is not above 0 and at most {MAX_SECONDS:.0f} s")
    for name, parts in (("given", given), ("domain", domain)):
        if isinstance(parts, str | Proposition):
            raise LanguageError(f"{name} is a single item: put it into a list, {name}=[...]")
    stated = _statement(conclusion, list(given), list(domain))
    found = _decided(stated, started + timeout, require_certificate)
    trust = found.pop("trust")
    return Answer(
        **found, cited=tuple(trust["cited"]), solver=tuple(trust["solver"]), statement=stated
    )


def _statement(
    conclusion: str | Proposition, given: list[str | Proposition], domain: list[str]
) -> Statement:
    parts = [conclusion, *given]
    texts = [part for part in parts if isinstance(part, str)]
    propositions = [part for part in parts if isinstance(part, Proposition)]
    if len(texts) == len(parts):
        return from_texts(texts[0], texts[1:], domain)
    for part in parts:
        if not isinstance(part, str | Proposition):
            raise LanguageError(
                f"{type(part).__name__} is no inequality: give 'x > 0', or x > 0 of a real x"
            )
    if len(propositions) < len(parts):
        raise LanguageError("give texts only or propositions only: 'x > 0', or x > 0 of a real x")
    if domain:
        raise LanguageError("domain is for texts: give bounds as propositions, given=[x > 0]")
    if symbols(*propositions) or not all(map(_is_inequality, propositions)):
        raise LanguageError(
            "prove is for inequalities between numbers: put families, functions, sums, means, "
            "'for all', 'or' and 'if' into a Lemma"
        )
    variables: list[Declaration] = [*sorted(free_variables(*propositions), key=lambda v: v.name)]
    hypotheses = {f"hypothesis {n}": p for n, p in enumerate(propositions[1:], 1)}
    return statement(variables, hypotheses, propositions[0])


def _is_inequality(part: Node) -> bool:
    if isinstance(part, And | Relation):
        return all(_is_inequality(below) for below, _ in children(part))
    return all(isinstance(node, Op | Number | Constant | Variable) for node in subnodes(part))


def _decided(stated: Statement, deadline: float, require_certificate: bool) -> dict[str, Any]:
    """The decision as JSON, by a process of its own: a notebook's has threads, which a fork would
    lose."""
    asked = {"statement": statement_to_json(stated), "require_certificate": require_certificate}
    started = time.monotonic()
    process = start(command("verifier.interactive.worker"), subprocess.PIPE, subprocess.DEVNULL)
    try:
        left = max(0.0, deadline - started)
        said, _ = process.communicate(json.dumps({**asked, "seconds": left}), left + _START)
        with integers_of_any_length():
            found: dict[str, Any] = json.loads(said)
            return found
    except subprocess.TimeoutExpired:
        reason = "the process did not answer in time"
    except ValueError:
        reason = f"the process {ending(process.wait())}"
    finally:
        end(process)
    lost = Decision("unknown", reason=reason, seconds=time.monotonic() - started)
    return lost.to_json()

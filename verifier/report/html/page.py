"""The page: one file that needs nothing else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from verifier.figure import Picture
from verifier.language.notation import Latex
from verifier.lemma import VARIANTS
from verifier.report.html.entries import SIGNS, cell, shortened, values, view
from verifier.report.html.mathematics import mathematics
from verifier.report.html.overview import (
    notices,
    overview,
    summary_line,
    trust_counts,
)
from verifier.report.html.packing import Kept, packed
from verifier.report.html.results import papers
from verifier.report.json_report import dump
from verifier.report.meaning import MEANINGS
from verifier.result import VERDICTS

RELATIONS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "=", "!=": "≠"}


def page(report: Mapping[str, Any], pictures: Sequence[Picture]) -> str:
    """The report as an HTML page; `report` is what `json_report.report` returns."""
    formulas, proofs = Kept(), Kept()
    lemmas = report["lemmas"]
    script = _asset("page.js")
    used = papers(lemmas)
    body = (
        _environment()
        .get_template("page.html.j2")
        .render(
            report=report,
            summary=report["summary"],
            papers=used,
            overviews=[overview(paper) for paper in used],
            summary_line=summary_line(report["summary"]),
            notices=notices(report),
            pictures=pictures,
            ids={lemma["id"] for lemma in lemmas},
            trust=trust_counts(lemmas),
            verdicts=[v for v in VERDICTS if any(lemma["verdict"] == v for lemma in lemmas)],
            variants=[v for v in VARIANTS if any(lemma["variant"] == v for lemma in lemmas)],
            meanings=MEANINGS,
            signs=SIGNS,
            relations=RELATIONS,
            style=_asset("page.css"),
            script=script,
            script_hash=_hash(script),
            packed_report=packed(dump(report)),
            formulas=formulas,
            proofs=proofs,
        )
    )
    return body + "\n"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("verifier.report.html", "."),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        cell=cell,
        math=_line_mathematics,
        name=_name,
        pack=packed,
        shortened=shortened,
        values=values,
        view=view,
    )
    return environment


def _line_mathematics(line: Any) -> Markup:
    """A line with `latex` and `text` as mathematics."""
    if isinstance(line, Mapping):
        return mathematics(line["latex"], line["text"])
    return mathematics(line.latex, line.text)


def _name(name: str) -> Markup:
    return mathematics(Latex().name(name), name)


def _asset(name: str) -> Markup:
    return Markup(files("verifier.report.html").joinpath(name).read_text(encoding="utf-8"))


def _hash(script: str) -> str:
    """The script's hash for the policy that lets no other script run."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

"""JSON for machines: of a version that is written down, with every key described."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import jsonschema
import pytest
from fake_backend import BACKEND
from hypothesis import given
from hypothesis import strategies as st
from lemma_files import PROOF, lemma, lemma_file, tables

from verifier.cli import main, parser
from verifier.cli.recheck import run as run_recheck
from verifier.cli.report import run as run_report
from verifier.report.codec import plain

Captured = pytest.CaptureFixture[str]
LEMMAS = Path(__file__).resolve().parents[2] / "lemmas"
COMMANDS = ("report", "list", "show", "prove", "recheck", "escape")


def read(text: str) -> Any:
    """JSON, which has no NaN and no infinity."""
    return json.loads(text, parse_constant=refuse)


def refuse(constant: str) -> NoReturn:
    raise AssertionError(f"{constant} is no JSON")


def schema(command: str, capsys: Captured) -> dict[str, Any]:
    """The schema that a command prints."""
    assert main([command, "--schema"]) == 0
    found: dict[str, Any] = read(capsys.readouterr().out)
    return found


def undescribed(data: Any, schemas: list[Any], root: Any, path: str = "") -> Iterator[str]:
    """The keys in the data of which the schemas that apply there say nothing."""
    applying = [part for one in schemas for part in parts(one, root)]
    if isinstance(data, dict):
        named = [part["properties"] for part in applying if "properties" in part]
        free = [part.get("additionalProperties") for part in applying]
        open_ = [one for one in free if isinstance(one, dict)]
        anything = any(part.get("type") in ("object", ["object", "null"]) and len(part) <= 2
                       and "properties" not in part for part in applying)  # fmt: skip
        for key, value in data.items():
            about = [properties[key] for properties in named if key in properties] or open_
            if about:
                yield from undescribed(value, about, root, f"{path}/{key}")
            elif not anything:
                yield f"{path}/{key}"
    elif isinstance(data, list):
        items = [part["items"] for part in applying if "items" in part]
        for value in data:
            yield from undescribed(value, items, root, f"{path}/*")


def parts(one: Any, root: Any) -> Iterator[dict[str, Any]]:
    """A schema and all that it is put together from."""
    if not isinstance(one, dict):
        return
    yield one
    if "$ref" in one:
        yield from parts(root["$defs"][one["$ref"].rpartition("/")[2]], root)
    for key in ("allOf", "anyOf", "oneOf"):
        for part in one.get(key, ()):
            yield from parts(part, root)
    if "then" in one:
        yield from parts(one["then"], root)


def check(data: Any, found: dict[str, Any]) -> None:
    """The data is as the schema says, and the schema says all that there is."""
    jsonschema.validate(data, found)
    assert not set(undescribed(data, [found], found))


@pytest.mark.parametrize("command", COMMANDS)
def test_schema_has_a_version_and_is_one(command: str, capsys: Captured) -> None:
    found = schema(command, capsys)
    jsonschema.Draft202012Validator.check_schema(found)
    name = command if command in ("prove", "recheck", "escape") else "report"
    assert found["$id"] == f"urn:gd-verifier:schema:{name}:1"


def test_reports_are_described_in_full(tmp_path: Path, capsys: Captured) -> None:
    folder = tmp_path / "mine"
    printed = {"variant": "as-printed", "hypotheses": '"y": 0 < y'}
    lemma_file(folder / "a.py", lemma(id="mine/lemma-1-as-printed", **printed))
    body = PROOF + tables("holds", "violated", "no bound") + 'changes=("y may be 0",),'
    lemma_file(folder / "b.py", lemma(variant="repaired", body=body))
    lemma_file(folder / "c.py", lemma(id="mine/lemma-2", note="fails"))
    lemma_file(folder / "d.py", "Lemma(")

    def report(*arguments: object) -> dict[str, Any]:
        given = parser().parse_args(["report", str(folder), "--jobs", "1", *map(str, arguments)])
        run_report(given, BACKEND)
        found: dict[str, Any] = read(capsys.readouterr().out)
        return found

    found = schema("report", capsys)
    old = report("--json")
    check(old, found)
    (repaired,) = (one for one in old["lemmas"] if one["difference"])
    assert repaired["difference"]["against"] == "mine/lemma-1-as-printed"
    assert all(Path(one["file"]).is_file() and one["line"] > 1 for one in old["lemmas"])
    Path("old.json").write_text(json.dumps(old), encoding="utf-8")
    lemma_file(folder / "c.py", lemma(id="mine/lemma-2"))
    new = report("--json", "-", "--against", "old.json")
    check(new, found)
    assert new["changed"]["lemmas"] == [
        {"id": "mine/lemma-2", "was": "unknown", "now": "proved", "notes": []}
    ]
    proofs = tmp_path / "proofs"
    report("--json", "--proofs", proofs)
    run_recheck(parser().parse_args(["recheck", str(proofs), "--json"]), BACKEND)
    rechecked = read(capsys.readouterr().out)
    assert len(rechecked) == 3
    check(rechecked, schema("recheck", capsys))


def test_what_is_shown_and_listed_is_described(capsys: Captured) -> None:
    found = schema("show", capsys)
    slides, repaired, printed = (
        str(LEMMAS / name)
        for name in (
            "salim2019",
            "shamir2019/lemma_09_decay.py",
            "shamir2019/lemma_09_as_printed.py",
        )
    )
    for arguments in (
        ["list", slides, "--uses", "salim2019/example-loss", "--json"],
        ["show", repaired, "--against", printed, "--json"],
    ):
        assert main(arguments) == 0
        data = read(capsys.readouterr().out)
        assert data["lemmas"]
        check(data, found)


@pytest.mark.parametrize(
    "conclusion", ["x**2 >= 0", "x >= 1", "1/x >= 0", "sin(x) >= 2*x - x**3/100000"]
)
def test_decisions_are_described(conclusion: str, capsys: Captured) -> None:
    main(["prove", conclusion, "--domain", "x>=0", "--timeout", "2", "--json"])
    check(read(capsys.readouterr().out), schema("prove", capsys))


@pytest.mark.parametrize("event", ["product<=0", "min<=1/2", "loss<=10"])
def test_counts_are_described(event: str, capsys: Captured) -> None:
    command = ["escape", "--loss", "squared", "--step", "1/16", "--weights", "1,19/20"]
    main([*command, "--event", event, "--json"])
    check(read(capsys.readouterr().out), schema("escape", capsys))


@given(st.recursive(st.floats() | st.integers(), st.lists, max_leaves=5))
def test_no_number_is_none(value: Any) -> None:
    """What is not finite is written as text."""
    json.dumps(plain(value), allow_nan=False)

"""`list` and `show`: what there is, what depends on what, and how statements differ."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fake_backend import BACKEND
from lemma_files import lemma, lemma_file

from verifier.cli import main, parser
from verifier.cli.list import run as run_list
from verifier.cli.show import run as run_show
from verifier.report.json_report import SCHEMA_FILE

Captured = pytest.CaptureFixture[str]
IDS = Path(__file__).with_name("ids.txt")


def validated(text: str) -> list[dict[str, Any]]:
    """The lemmas of JSON that is as the schema says."""
    data = json.loads(text)
    jsonschema.validate(data, json.loads(SCHEMA_FILE.read_text()))
    found: list[dict[str, Any]] = data["lemmas"]
    return found


def test_ids_stay_the_same(capsys: Captured) -> None:
    """Reports, proof files and other papers name lemmas by id: a new lemma gets a line in ids.txt,
    and a line is taken away only with the lemma."""
    main(["list"])
    listed = sorted(line.split()[0] for line in capsys.readouterr().out.splitlines())
    assert listed == IDS.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    """A folder in which lemma-3 uses lemma-2, which uses lemma-1; lemma-4 stands alone."""
    root = tmp_path / "mine"
    for number in (1, 4):
        lemma_file(root / f"l{number}.py", lemma(id=f"mine/lemma-{number}"))
    for number in (2, 3):
        body = f'proof=(Step("use", None, by.lemma(lemma_{number - 1})),),'
        lemma_file(
            root / f"l{number}.py",
            lemma(f"lemma_{number}", id=f"mine/lemma-{number}", body=body),
            header=f"from .l{number - 1} import lemma_{number - 1}",
        )
    return root


def listing(capsys: Captured, *arguments: object) -> tuple[int, str, str]:
    """`verifier list` with the fake backend: exit code, output, errors."""
    code = run_list(parser().parse_args(["list", *map(str, arguments)]), BACKEND)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_what_uses_a_lemma(chain: Path, capsys: Captured) -> None:
    code, out, _ = listing(capsys, chain, "--uses", "mine/lemma-1")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == ["mine/lemma-2", "mine/lemma-3"]
    assert "(directly)" in out and "(through mine/lemma-2)" in out
    second, third = validated(listing(capsys, chain, "--uses", "mine/lemma-1", "--json")[1])
    assert second["depends"] == {"on": "mine/lemma-1", "directly": True, "through": []}
    assert third["depends"]["through"] == ["mine/lemma-2"]
    assert (second["uses"], second["used_by"]) == (["mine/lemma-1"], ["mine/lemma-3"])
    code, out, said = listing(capsys, chain, "--uses", "mine/lemma-4")
    assert (code, out, said) == (0, "", "verifier: nothing here depends on mine/lemma-4\n")
    # One of a file that is not read, but used in one that is.
    assert listing(capsys, chain / "l2.py", "--uses", "mine/lemma-1")[0] == 0


def test_unknown_id_is_answered_with_the_nearest(chain: Path, capsys: Captured) -> None:
    code, out, said = listing(capsys, chain, "--uses", "mine/lema-1")
    assert (code, out) == (2, "")
    assert "no lemma has this id; did you mean mine/lemma-1" in said
    assert len(said.splitlines()) == 1


def test_what_rests_on_a_theorem(
    chain: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("verifier.cli.cited.CITED", {"markov": "markov", "jensen": "jensen"})
    lemma_file(chain / "l4.py", lemma(id="mine/lemma-4", note="fails"))
    code, out, _ = listing(capsys, chain, "--cites", "Markov")
    assert code == 0  # a lemma without proof rests on nothing
    assert [line.split()[0] for line in out.splitlines()] == [f"mine/lemma-{n}" for n in (1, 2, 3)]
    assert "(through mine/lemma-2)" in out
    assert "nothing here depends on jensen" in listing(capsys, chain, "--cites", "jensen")[2]


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        ("Markof", "did you mean Markov's inequality?"),
        ("inequality", "could be AM-GM inequality, Cauchy-Schwarz inequality"),
        ("zzz", "there are AM-GM inequality"),
        ("", "there are AM-GM inequality"),
    ],
)
def test_theorem_that_is_none_is_one_line(words: str, cause: str, capsys: Captured) -> None:
    assert main(["list", "--cites", words]) == 2
    said = capsys.readouterr().err
    assert cause in said
    assert len(said.splitlines()) == 1


def test_show_names_what_uses_it(chain: Path, capsys: Captured) -> None:
    run_show(parser().parse_args(["show", str(chain)]), BACKEND)
    assert "  used by: mine/lemma-2" in capsys.readouterr().out


def test_repaired_statement_is_set_against_the_printed_one(
    tmp_path: Path, capsys: Captured
) -> None:
    file = lemma_file(
        tmp_path / "a.py",
        lemma("a", id="mine/lemma-1-as-printed", variant="as-printed", hypotheses='"y": 0 < y'),
        lemma(
            "b",
            variant="repaired",
            hypotheses='"y": 0 <= y, "x": 0 <= x',
            body='changes=("x is at least 0", "y may be 0"),',
        ),
    )
    code = main(["show", str(file), "--difference"])
    said = capsys.readouterr()
    assert code == 2  # of the one as printed there is nothing to say
    assert said.err.endswith("is as-printed, not repaired; name another entry with --against\n")
    lines = [line.strip() for line in said.out.splitlines()]
    assert {"- (y) y > 0", "+ (y) y >= 0", "+ (x) x >= 0", "0 hypotheses as before"} <= {*lines}
    assert "changed, says the entry: y may be 0" in lines
    main(["show", str(file), "--difference", "--json"])
    (found,) = validated(capsys.readouterr().out)
    assert found["difference"]["against"] == "mine/lemma-1-as-printed"
    assert [change["how"] for change in found["difference"]["changes"]] == ["changed", "added"]
    assert main(["show", str(file), "--against", str(file)]) == 2
    assert "holds mine/lemma-1-as-printed, mine/lemma-1; name one" in capsys.readouterr().err


def test_any_two_statements_can_be_set_side_by_side(capsys: Captured) -> None:
    arguments = ["show", "shamir2019/lemma-14", "--against", "shamir2019/lemma-12"]
    assert main([*arguments, "--json"]) == 0
    (found,) = validated(capsys.readouterr().out)
    assert found["difference"]["against"] == "shamir2019/lemma-12"

"""Hostile proof files: each is refused with one JSON line, soon, and nothing in it is run."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lemmas.shamir2019.lemma_12_log_of_a_sum import LEMMA
from verifier.kernel.proof_file import check_proof
from verifier.language.terms import LanguageError
from verifier.proof.run import prove

ROOT = Path(__file__).parents[2]
SECONDS = 10.0
Json = Any
X = ["variable", "x", "real"]


def proof_of_lemma_12() -> dict[str, Json]:
    found = prove(LEMMA).proof
    assert found is not None
    return json.loads(json.dumps(found))  # type: ignore[no-any-return]


PROOF = proof_of_lemma_12()


def recheck(*paths: Path, setup: str = "") -> tuple[int, list[dict[str, Json]]]:
    """The exit code of a process that checks the files, and the lines it prints."""
    arguments = ["-m", "verifier.recheck"]
    if setup:
        lines = ["import sys", "from verifier import recheck", setup]
        arguments = ["-c", "\n".join([*lines, "sys.exit(recheck.main(sys.argv[1:]))"])]
    started = time.monotonic()
    ran = subprocess.run(
        [sys.executable, *arguments, *map(str, paths)],
        capture_output=True, text=True, cwd=ROOT, timeout=60, check=False,
    )  # fmt: skip
    assert time.monotonic() - started < SECONDS
    assert "Traceback" not in ran.stderr
    said = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [line["path"] for line in said] == list(map(str, paths))
    return ran.returncode, said


def refused(path: Path, code: int, reason: str, setup: str = "") -> None:
    """Checks that a file is refused with this exit code, for a reason that has these words."""
    returned, (line,) = recheck(path, setup=setup)
    assert (returned, line["accepted"]) == (code, False), line
    assert reason in line["reason"] and "\n" not in line["reason"]
    assert len(line["reason"]) <= 600


@pytest.fixture
def file(tmp_path: Path) -> Callable[[Json], Path]:
    def write(content: Json) -> Path:
        path = tmp_path / "proof.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    return write


def with_table(table: list[Json], *steps: Json) -> dict[str, Json]:
    return {**PROOF, "table": table, "steps": list(steps)}


def goal(node: int) -> Json:
    return ["follows", [], {"goal": {"node": node}}]


def test_the_real_proof_is_accepted_among_hostile_ones(tmp_path: Path) -> None:
    good, bad, missing = (tmp_path / name for name in ("good", "bad", "missing"))
    good.write_text(json.dumps(PROOF))
    bad.write_text("{}")
    assert recheck(good)[0] == 0
    code, lines = recheck(bad, good)
    assert (code, [line["accepted"] for line in lines]) == (1, [False, True])
    code, lines = recheck(missing, good, bad)
    assert (code, [line["accepted"] for line in lines]) == (2, [False, True, False])


# What cannot be read.


@pytest.mark.parametrize(
    "content",
    [
        "",
        "not json",
        "[" * 500_000,
        '{"a":' * 100_000,
        "[" + "9" * 2**20 + "]",
        "\ufeff{}",
        '{"format": "gd-verifier-proof"',
        " " * (17 * 2**20),
    ],
    ids=["empty", "words", "deep list", "deep object", "digits", "mark", "cut off", "long"],
)
def test_unreadable(content: str, file: Callable[[Json], Path]) -> None:
    refused(file(content), 2, "cannot be read as a proof")


def test_unreadable_kinds_of_files(tmp_path: Path) -> None:
    binary, pipe = tmp_path / "binary", tmp_path / "pipe"
    binary.write_bytes(bytes(range(256)) * 100)
    os.mkfifo(pipe)
    for path in (tmp_path, tmp_path / "none", binary, Path("/dev/zero")):
        refused(path, 2, "cannot be read as a proof")
    refused(pipe, 1, "took longer than 1 s", setup="recheck.MAX_SECONDS = 1")


@pytest.mark.parametrize("content", ["null", "NaN", "1e999999", "[]", '"proof"', "true"])
def test_json_that_is_no_proof(content: str, file: Callable[[Json], Path]) -> None:
    refused(file(content), 1, "a proof is a JSON object")


# What exhausts time or memory.


def doublings(count: int) -> list[Json]:
    """x, x + x, (x + x) + (x + x), ...: as a tree 2**count parts."""
    return [X, *(["op", "add", [i, i]] for i in range(count))]


def instantiations(count: int) -> list[Json]:
    """x = x with x + x put for x, again and again."""
    put = {"variables": [{"node": 0}], "values": [{"node": 1}]}
    steps = [["instantiate", [i], put] for i in range(count)]
    return [["reflexivity", [], {"term": {"node": 0}}], *steps]


def powers(base: list[Json], *exponents: int) -> list[Json]:
    """A table that ends in p = p for a nested power p of its last entry."""
    table = list(base)
    for exponent in exponents:
        last = len(table) - 1
        table += [["number", str(exponent)], ["op", "pow", [last, last + 1]]]
    return [*table, ["relation", "==", len(table) - 1, len(table) - 1]]


def sum_of(parts: int) -> list[Json]:
    """Variables and their sum, as deep as the logarithm of their number."""
    table: list[Json] = [["variable", f"x{i}", "real"] for i in range(parts)]
    layer = list(range(parts))
    while len(layer) > 1:
        pairs = list(zip(layer[::2], layer[1::2], strict=False))
        rest = layer[2 * len(pairs) :]
        layer = [*range(len(table), len(table) + len(pairs)), *rest]
        table += [["op", "add", list(pair)] for pair in pairs]
    return table


def many_hypotheses(count: int) -> dict[str, Json]:
    table: list[Json] = [["variable", f"x{i}", "real"] for i in range(count)]
    table += [["relation", "==", i, i] for i in range(count)]
    steps: list[Json] = []
    for i in range(count):
        steps.append(["assume", [], {"proposition": {"node": count + i}}])
        if i:
            steps.append(["and_intro", [len(steps) - 2, len(steps) - 1], {}])
    return with_table(table, *steps)


def many_derivatives() -> dict[str, Json]:
    """A function with nine derivatives given by p**p**p, each much longer than the one before."""
    table = [["variable", "p", "real"], ["op", "pow", [0, 0]], ["op", "pow", [1, 1]]]
    table += [["symbol", "f", ["real"], 9, False], ["lambda", [0], 2], ["apply", 3, [0], 0]]
    put = {"symbol": {"node": 3}, "value": {"node": 4}}
    reflexive = ["reflexivity", [], {"term": {"node": 5}}]
    return with_table(table, reflexive, ["instantiate_symbol", [0], put])


NINES = "9" * 2_000
N = ["variable", "n", "natural"]
NATURALS = [N, *(["op", "add", [i, i]] for i in range(14)), ["symbol", "w", ["natural"], 0, False]]
OPEN = [["bound", i, "real"] for i in range(1_000)]
EXHAUSTING: dict[str, tuple[Json, str]] = {
    "shared parts": (with_table(doublings(60)), "over 50000 parts"),
    "deep term": (with_table([X, *(["op", "neg", [i]] for i in range(1_000))]), "deeper than 200"),
    "wide term": (with_table(sum_of(60_000)), "over 50000 parts"),
    "many entries": (with_table([X] * 200_001), "not a list of at most"),
    "applications": (with_table([*NATURALS, *[["apply", 15, [14], 0]] * 50_000]), "step"),
    "open indices": (with_table([*OPEN, ["and", []], *[["op", "neg", [9]]] * 9_999]), "step"),
    "doubling steps": (with_table([X, ["op", "add", [0, 0]]], *instantiations(60)), "50000 parts"),
    "many steps": ({**PROOF, "steps": [[]] * 10**6}, "at most 100000 entries"),
    "premises": (with_table([X], ["and_intro", [0] * 10**5, {}]), "premises are no list"),
    "hypotheses": (many_hypotheses(1_500), "over 1000 hypotheses"),
    "digits": (with_table([["number", "9" * 2**20]]), "is not a rational"),
    "zeros": (with_table([["number", f"1/{'0' * 5_000}1"]]), "is not a rational"),
    "exponent": (with_table(powers([X], 10**9), goal(3)), "exponent"),
    "power of powers": (with_table(powers([["number", NINES]], *[1_000] * 4), goal(9)), "power"),
    "power of a sum": (with_table(powers(sum_of(9), 500), goal(19)), "too large"),
    "atoms": (with_table([*sum_of(1_000), ["relation", "==", 1998, 1998]], goal(1999)), "atoms"),
    "derivatives": (many_derivatives(), "step 1"),
}


@pytest.mark.parametrize("name", EXHAUSTING)
def test_exhausting(name: str, file: Callable[[Json], Path]) -> None:
    proof, reason = EXHAUSTING[name]
    refused(file(proof), 1, reason)


def test_time_and_memory_are_limited_whatever_is_run(file: Callable[[Json], Path]) -> None:
    """Nothing else ends a loop, a crash or a hunger for memory in the checker itself."""
    path = file(PROOF)
    for attack, code, reason in (
        ("import time; time.sleep(60)", 1, "took longer than 1 s"),
        ("sum(1 for _ in iter(int, 1))", 1, "took longer than 1 s"),
        ("sum(range(10**12))", 1, "took longer than 1 s"),
        ("bytearray(3 * 2**30)", 1, "MemoryError"),
        ("import os; os.abort()", 1, "ended the process (-6)"),
        ("import os; os._exit(0)", 1, "ended the process"),
        ("raise KeyError(1)", 1, "1"),
        ("raise SystemExit(0)", 1, "ended the process"),
    ):
        setup = (
            f"def attack(_):\n    {attack}\nrecheck.check_proof = attack\nrecheck.MAX_SECONDS = 1"
        )
        refused(path, code, reason, setup=setup)


# What is of the wrong kind.


def altered(*path: Any, to: Json) -> dict[str, Json]:
    """The real proof with the value at a place replaced."""
    proof = copy.deepcopy(PROOF)
    place: Any = proof
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to
    return proof


RUN = "__import__('os').system('touch pwned')"
DECIDE = next(i for i, step in enumerate(PROOF["steps"]) if step[0] == "decide")
PRODUCT = ("steps", DECIDE, 2, "certificate", "products", 0)
WRONG: dict[str, tuple[Json, str]] = {
    "itself": (with_table([["op", "neg", [0]]]), "does not refer to an earlier entry"),
    "later entry": (with_table([["op", "neg", [1]], X]), "does not refer to an earlier entry"),
    "negative entry": (with_table([X, ["op", "neg", [-1]]]), "does not refer to an earlier"),
    "symbol as term": (
        with_table([["symbol", "w", ["natural"], 0, False], ["op", "neg", [0]]]), "misplaced",
    ),
    "term as event": (with_table([X, ["probability", 0]]), "misplaced"),
    "function as term": (with_table([X, ["lambda", [0], 0], ["op", "neg", [1]]]), "misplaced"),
    "real as index": (
        with_table([X, ["symbol", "w", ["natural"], 0, False], ["apply", 1, [0], 0]]),
        "not a natural number",
    ),
    "sort of an index": (
        with_table([["bound", 0, "natural"], ["relation", "<", 0, 0], ["reals"],
                    ["forall", 2, 1, "x"]]), "another sort",
    ),
    "step of itself": (altered("steps", 1, 1, to=[1]), "does not come before"),
    "later step": (altered("steps", 0, 1, to=[5]), "does not come before"),
    "conclusion": (altered("conclusion", to=-1), "does not come before"),
    "conclusion not there": (altered("conclusion", to=10**30), "does not come before"),
    "coefficient": (altered(*PRODUCT, 0, to="/2"), "is not a rational"),
    "negative coefficient": (altered(*PRODUCT, 0, to="-1"), "not positive"),
    "coefficient of digits": (altered(*PRODUCT, 0, to="9" * 2**20), "is not a rational"),
    "source": (altered(*PRODUCT, 1, to=[-1]), "there is no source"),
    "Cyrillic a": (with_table([["variable", "\u0430", "real"]]), "is not a name"),
    "full-width x": (with_table([["variable", "\uff58", "real"]]), "is not a name"),
    "zero width": (with_table([["variable", "x\u200b", "real"]]), "is not a name"),
    "newline": (with_table([["variable", "x\nThen 0 = 1", "real"]]), "is not a name"),
    "full-width digit": (with_table([["number", "\uff11"]]), "is not a rational"),
    "lone surrogate": (with_table([["variable", "\ud800", "real"]]), "is not a name"),
    "turned label": (altered("statement", "hypotheses", 0, 0, to="a\u202eb"), "printable name"),
    "code as a name": (with_table([["variable", RUN, "real"]]), "is not a name"),
    "code as a kind": (with_table([[RUN]]), "unknown kind"),
    "code as a rule": (altered("steps", 0, 0, to=RUN), "there is no such rule"),
    "private rule": (altered("steps", 0, 0, to="_sure"), "there is no such rule"),
    "class as a rule": (altered("steps", 0, 0, to="Theorem"), "there is no such rule"),
    "code as a number": (with_table([["number", RUN]]), "is not a rational"),
    "code as a node": (altered("steps", 0, 2, to={"proposition": {"node": RUN}}), "not a int"),
    "code as an argument": (altered("steps", 0, 2, to={RUN: RUN}), "its arguments are"),
    "object as a node": (altered("steps", 0, 2, to={"proposition": {"py/object": RUN}}), "node"),
    "code as an id": (altered("id", to={RUN: 1}), "not a proof of this format"),
    "newline as an id": (altered("id", to="a\nb"), "not a proof of this format"),
    "endless id": (altered("id", to="a" * 10**6), "not a proof of this format"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_kinds(name: str) -> None:
    proof, reason = WRONG[name]
    with pytest.raises(LanguageError) as caught:
        check_proof(json.loads(json.dumps(proof)))
    assert reason in str(caught.value)


def test_wrong_kinds_in_a_process(tmp_path: Path) -> None:
    paths = []
    for number, (proof, _) in enumerate(WRONG.values()):
        paths.append(tmp_path / f"{number}.json")
        paths[-1].write_text(json.dumps(proof))
    code, lines = recheck(*paths)
    assert code == 1 and not any(line["accepted"] for line in lines)
    for (_, reason), line in zip(WRONG.values(), lines, strict=True):
        assert reason in line["reason"]
    assert not list(ROOT.glob("pwned*"))


# Alterations at random.

VALUES: st.SearchStrategy[Json] = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-3, 120), st.integers(), st.floats(),
        st.text(max_size=5),
        st.sampled_from(["<", "<=", "==", "add", "div", "pow", "real", "natural", "0", "-1/2"]),
        st.sampled_from([RUN, ["number", "0"], {"node": 0}, {"node": -1}, {"products": []}]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=5,
)  # fmt: skip


@st.composite
def mutants(draw: st.DrawFn) -> dict[str, Json]:
    """The real proof with one to three of its parts replaced, left out, doubled or exchanged."""
    proof = copy.deepcopy(PROOF)
    for _ in range(draw(st.integers(1, 3))):
        place: Any = proof
        while True:
            keys = sorted(place) if isinstance(place, dict) else list(range(len(place)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if isinstance(place[key], dict | list) and place[key] and draw(st.integers(0, 4)):
                place = place[key]
                continue
            match draw(st.sampled_from(["replace", "replace", "leave out", "double", "exchange"])):
                case "replace":
                    # A copy: further changes must not reach what is drawn from.
                    place[key] = copy.deepcopy(draw(VALUES))
                case "leave out":
                    del place[key]
                case "double" if isinstance(place, list):
                    place.insert(key, copy.deepcopy(place[key]))
                case _:
                    other = draw(st.sampled_from(keys))
                    place[key], place[other] = place[other], place[key]
            break
    return proof


@settings(
    max_examples=400, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(mutants())
def test_what_is_altered_is_refused_or_proves_the_same(proof: dict[str, Json]) -> None:
    try:
        checked = check_proof(proof)
    except LanguageError as error:
        assert len(str(error)) < 600
        return
    stated = LEMMA.statement
    assert set(checked.statement.assumptions) == set(stated.assumptions)
    assert checked.statement.conclusion == stated.conclusion


def test_altered_files_in_a_process(tmp_path: Path) -> None:
    paths: list[Path] = []

    @settings(
        max_examples=60, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(mutants())
    def write(proof: dict[str, Json]) -> None:
        paths.append(tmp_path / f"{len(paths)}.json")
        paths[-1].write_text(json.dumps(proof))

    write()
    code, lines = recheck(*paths)
    assert code == 1 and len(lines) == len(paths) >= 60
    digests = {line["statement_digest"] for line in lines if line["accepted"]}
    assert sum(line["accepted"] for line in lines) < 30 and len(digests) < 10

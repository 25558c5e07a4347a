"""Lemma files as tests."""

from __future__ import annotations

import subprocess
from importlib import metadata
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

HEADER = """
from verifier import Lemma, PrintedStep, Source, Step, by, real, statement

x, y = real("x"), real("y")
"""
GOOD = """
lemma_1 = Lemma(
    id="mine/lemma-1",
    title="adding",
    source=Source("mine", "1", "Lemma 1"),
    variant="effective",
    statement=statement([x, y], {"y is nonnegative": y >= 0}, x <= x + y),
    proof=(
        Step("once", x <= x + y, by.decide()),
        Step("twice", x <= x + 2 * y, by.decide()),
        Step("conclusion", x <= x + y, by.decide("once")),
    ),
)
"""
BAD = (
    GOOD.replace("lemma-1", "lemma-2")
    .replace("lemma_1", "lemma_2")
    .replace("2 * y", "y - 1")
    .replace("}, x <= x + y", "}, x <= x + y - 1")
)


@pytest.fixture
def lemmas(pytester: pytest.Pytester) -> pytest.Pytester:
    """A folder of lemma files and an ordinary test file."""
    folder = pytester.mkpydir("mine")
    (folder / "lemma_1.py").write_text(HEADER + GOOD)
    (folder / "lemma_2.py").write_text(HEADER + BAD)
    (folder / "helper.py").write_text("raise RuntimeError('not a lemma file')\n")
    (folder / "test_ordinary.py").write_text(
        "# import verifier; Lemma(...)\nimport verifier\nText = 'Lemma(...)'\n"
        "def test_it(): assert 'Lemma(' in Text\n"
    )
    return pytester


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    """pytest with the plugin, installed or not."""
    names = {entry.value for entry in metadata.entry_points(group="pytest11")}
    plugin = () if "verifier.pytest_plugin" in names else ("-p", "verifier.pytest_plugin")
    return pytester.runpytest_inprocess(*plugin, "-p", "no:cacheprovider", "-v", *arguments)


def test_every_step_and_verdict_is_an_item(lemmas: pytest.Pytester) -> None:
    result = run(lemmas, "mine")
    result.assert_outcomes(passed=6, failed=2, skipped=1)
    result.stdout.fnmatch_lines_random(
        [
            "mine/lemma_1.py::mine/lemma-1::once PASSED*",
            "mine/lemma_1.py::mine/lemma-1::twice PASSED*",
            "mine/lemma_1.py::mine/lemma-1::proved PASSED*",
            "mine/lemma_2.py::mine/lemma-2::once PASSED*",
            "mine/lemma_2.py::mine/lemma-2::twice FAILED*",
            "mine/lemma_2.py::mine/lemma-2::conclusion SKIPPED*",
            "mine/lemma_2.py::mine/lemma-2::proved FAILED*",
            "mine/test_ordinary.py::test_it PASSED*",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.fnmatch_lines(
        [
            "step 'twice' of mine/lemma-2 *",
            "*to show:*x <= x + y - 1",
            "*under:*y >= 0*(y is nonnegative)",
            "*by rule:*arithmetic",
            "*try:*",
        ]
    )


def test_one_step_can_be_chosen(lemmas: pytest.Pytester) -> None:
    result = run(lemmas, "mine/lemma_1.py::mine/lemma-1::twice")
    result.assert_outcomes(passed=1)


def test_lemmas_are_chosen_by_marker(lemmas: pytest.Pytester) -> None:
    result = run(lemmas, "mine/lemma_1.py", "mine/test_ordinary.py", "-m", "lemma")
    result.assert_outcomes(passed=4, deselected=1)
    result = run(lemmas, "mine", "--strict-markers", "-m", "paper(name='other')")
    result.assert_outcomes(deselected=9)


def test_collection_proves_nothing(
    lemmas: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)  # no process is started
    result = run(lemmas, "mine", "--collect-only", "-q")
    result.stdout.fnmatch_lines(["*9 tests collected*"])


def test_unreadable_lemma_file_is_one_line(lemmas: pytest.Pytester) -> None:
    bad = Path("mine/lemma_3.py")
    bad.write_text(HEADER + "lemma = Lemma(id=1 / 0)\n")
    result = run(lemmas, "mine/lemma_3.py", "mine/lemma_1.py")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["lemma_3.py: cannot be imported: line 5: ZeroDivisionError: *"])


def test_files_of_one_folder_import_each_other(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(lemma_1=HEADER + GOOD)
    use = GOOD.replace("lemma-1", "lemma-3").replace("lemma_1", "lemma_3")
    use = use.replace('by.decide("once")', "by.lemma(lemma_1)")
    pytester.makepyfile(lemma_3=HEADER + "from .lemma_1 import lemma_1\n" + use)
    run(pytester, "lemma_3.py").assert_outcomes(passed=4)


def test_printed_step_passes_when_it_is_decided(pytester: pytest.Pytester) -> None:
    steps = """
printed = Lemma(
    id="mine/printed",
    title="a gap",
    source=Source("mine", "1", "Lemma 1"),
    variant="printed-proof",
    expected="refuted",
    statement=statement([x, y], {"y is nonnegative": y >= 0}, x <= x + y),
    printed_steps=(
        PrintedStep(
            "sound",
            statement([x, y], {"y is nonnegative": y >= 0}, x <= x + y),
            (Step("it", x <= x + y, by.decide()),),
        ),
        PrintedStep("gap", statement([x, y], {}, x < x + y)),
    ),
)
"""
    pytester.makepyfile(printed=HEADER + steps)
    run(pytester, "printed.py").assert_outcomes(passed=3)

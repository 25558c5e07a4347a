"""The example notebook runs, and finds what it is committed with.

Its outputs are made by `jupyter nbconvert --to notebook --execute --inplace docs/example.ipynb`.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

FILE = Path(__file__).parents[1] / "docs" / "example.ipynb"
VERDICT = re.compile(r"<b>(proved|refuted|ill-posed|unknown):</b>")
DECIMAL = re.compile(r"\d\.\d+(e[+-]?\d+)?")


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a kernel that is this very interpreter, whatever is installed."""
    folder = tmp_path / "jupyter" / "kernels" / "this"
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    described = {"argv": command, "display_name": "this", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(described), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("PYTHONPATH", str(FILE.parents[1]))
    return "this"


def shown(notebook: Any) -> list[str]:
    """What each cell shows, as HTML where there is HTML."""
    texts = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.output_type == "execute_result", output
            data = output.data
            texts.append(data.get("text/html") or data.get("text/latex") or data["text/plain"])
    return texts


def test_the_example_says_what_it_is_committed_with(kernel: str, tmp_path: Path) -> None:
    committed = nbformat.read(FILE, as_version=4)
    nbformat.validate(committed)
    before = shown(committed)
    again = nbformat.read(FILE, as_version=4)
    for cell in again.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    client = NotebookClient(
        again, timeout=120, kernel_name=kernel, resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()
    after = shown(again)
    assert list(map(verdicts, after)) == list(map(verdicts, before))
    assert list(map(integers, after)) == list(map(integers, before))
    found = [verdict for text in after for verdict in verdicts(text)]
    assert found == ["proved", "refuted", "unknown", "proved", "ill-posed", "proved"]
    assert sum(len(number) > 100 for text in after for number in integers(text)) == 2


def verdicts(text: str) -> list[str]:
    """The verdicts that an output gives."""
    return VERDICT.findall(text)


def integers(text: str) -> list[str]:
    """The longer integers in an output, iterations above all."""
    return re.findall(r"\d{4,}", DECIMAL.sub("", text))


def test_the_lines_of_the_readme_prove_refute_and_measure() -> None:
    readme = (FILE.parents[1] / "README.md").read_text(encoding="utf-8")
    (source,) = re.findall(r"In a notebook\n\n```python\n(.*?)```", readme, re.DOTALL)
    *before, proved, refuted, counted = source.strip().splitlines()
    names: dict[str, Any] = {}
    exec("\n".join(before), names)
    assert eval(proved, names).verdict == "proved"
    answer = eval(refuted, names)
    assert answer.verdict == "refuted" and str(answer.counterexample["x"]) == "1"
    iteration = eval(counted, names)
    assert iteration.exact and iteration.lower == 286

"""What is trusted: the modules that checking a proof file imports, and their size."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import verifier.kernel

KERNEL = Path(verifier.kernel.__path__[0])
ROOT = KERNEL.parent.parent
TRUSTED = ("verifier.kernel", "verifier.language")
NEVER = ("sympy", "scipy", "z3", "hypothesis", "mpmath", "numpy", "lemmas")


def imported_by(module: str) -> set[str]:
    """All modules loaded in a new process that imports one."""
    code = f"import sys; import {module}; print(*sys.modules, sep='\\n')"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(run.stdout.split())


def test_checking_a_proof_imports_nothing_that_searches() -> None:
    loaded = imported_by("verifier.kernel.proof_file")
    own = {name for name in loaded if name.split(".")[0] in ("verifier", "lemmas")}
    assert "verifier.kernel.rules.logic" in own
    outside = {name for name in own if name != "verifier" and not name.startswith(TRUSTED)}
    assert not outside, f"trusted without need: {sorted(outside)}"
    assert not loaded & set(NEVER)


def code_lines(path: Path) -> int:
    """How many lines are neither blank nor comments nor docstrings."""
    text = path.read_text(encoding="utf-8")
    docstrings: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            docstrings |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return sum(
        1
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.strip().startswith("#") and number not in docstrings
    )


def test_the_counting_of_lines(tmp_path: Path) -> None:
    file = tmp_path / "sample.py"
    file.write_text(
        '"""Title.\n\nMore.\n"""\n\n# comment\nx = 1  # counted\n\n\n'
        'def f(\n    a: int,\n) -> str:\n    """Doc."""\n    return """a\nb"""\n',
        encoding="utf-8",
    )
    assert code_lines(file) == 6


def test_the_rules_are_few_lines() -> None:
    assert sum(map(code_lines, (KERNEL / "rules").glob("*.py"))) <= 1_000


def test_the_checks_are_few_lines() -> None:
    files = [*(KERNEL / "certificates").glob("*.py")]
    files += [KERNEL / name for name in ("facts.py", "theorem.py", "proof_file.py")]
    assert len(files) >= 5
    assert sum(map(code_lines, files)) <= 800


def test_all_of_the_kernel_is_counted() -> None:
    counted = {KERNEL / "__init__.py"} | {
        KERNEL / name for name in ("facts.py", "theorem.py", "proof_file.py")
    }
    rest = {
        path
        for path in KERNEL.rglob("*.py")
        if path.parent.name not in ("rules", "certificates") and path not in counted
    }
    assert not rest

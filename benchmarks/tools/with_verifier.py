"""This project: `verifier prove --batch`, a whole process, one problem after the other."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

VERDICTS = {"proved": "proved", "refuted": "refuted", "ill-posed": "refuted"}


def decide_all(
    records: Sequence[dict[str, Any]], seconds: float, *options: str
) -> dict[str, tuple[str, float]]:
    """The verdict on each problem, by id, and the seconds that the batch says it took."""
    with tempfile.TemporaryDirectory() as folder:
        problems, answers = Path(folder, "problems.jsonl"), Path(folder, "answers.jsonl")
        problems.write_text("".join(json.dumps(record) + "\n" for record in records))
        command = [
            sys.executable, "-m", "verifier", "prove", "--batch", str(problems),
            "--out", str(answers), "--timeout", str(seconds), "--jobs", "1", *options,
        ]  # fmt: skip
        ran = subprocess.run(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
        )
        if ran.returncode:
            raise RuntimeError(f"verifier prove --batch: {ran.stderr.strip()[-300:]}")
        found = {}
        for line in answers.read_text().splitlines():
            answer = json.loads(line)
            verdict = VERDICTS.get(answer.get("verdict"), "unknown")
            found[answer["id"]] = (verdict, float(answer.get("seconds", 0.0)))
        return found

"""The data of a picture: a CSV whose rows are texts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TypeAlias

Row: TypeAlias = Mapping[str, str]

# Of a counted iteration: see `verifier.figure.count`.
COUNT = ("outcome", "lower", "upper", "log10_lower", "log10_upper", "method")


@dataclass(frozen=True)
class Table:
    """Rows with the same columns."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def where(self, **values: str) -> Table:
        """The rows that have these values in the columns of these names."""
        kept = (row for row in self.rows if all(row[n] == v for n, v in values.items()))
        return Table(self.columns, tuple(kept))

    def numbers(self, column: str) -> list[float]:
        """A column as numbers."""
        return [float(row[column]) for row in self.rows]


def write(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """The rows as CSV."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def read(text: str) -> Table:
    """The table that `write` wrote.  Raises `ValueError` if it is none."""
    try:
        first, *others = csv.reader(io.StringIO(text), strict=True)
    except (csv.Error, ValueError) as error:
        raise ValueError(f"it is not a CSV with a header: {error}") from None
    if any(len(row) != len(first) for row in others):
        raise ValueError("its rows are not all as long as its header")
    return Table(tuple(first), tuple(dict(zip(first, row, strict=True)) for row in others))


def read_file(path: Path) -> Table:
    """The table in a file.  Raises `OSError`, or `ValueError` if it is none."""
    return read(path.read_text(encoding="utf-8"))


def committed(name: str) -> Table:
    """The data of a picture as it comes with this package."""
    file = resources.files("verifier.figure").joinpath("data", f"{name}.csv")
    return read(file.read_text(encoding="utf-8"))

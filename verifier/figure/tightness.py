"""How tight bounds are: what is proved over what is measured, for every entry that is measured."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import TYPE_CHECKING, Any

from verifier.figure import style
from verifier.figure.bounds import PROVED
from verifier.figure.kind import Drawing, Kind, Task, picture
from verifier.figure.picture import Picture
from verifier.figure.table import Row, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from verifier.lemma import Lemma

QUICK, FULL = "quick", "full"
NUMBERS = ("values", "least", "median", "greatest")
COLUMNS = ("lemma", "effort", "measurement", "bound", *NUMBERS, "holds")
HOLDS = {True: "yes", False: "no", None: ""}
LINEAR = 1.0  # where the logarithmic axis is linear, so that it can pass zero
ROW = 0.33  # inches

_LOGARITHM = re.compile(r"log10\(\(?(.+?)\)?/(measured|distance|step)\)")
_STUDIED = re.compile(r"(?:least|median|most) for (.+)")
_QUOTIENTS = {"bound/measured": 1.0, "measured/bound": -1.0}
_SHARES = (("bound", "bound"), ("promised", "promised frequency"))


def tasks(quick: bool) -> tuple[Task, ...]:
    """All lemmas that are measured."""
    return tuple((name, QUICK if quick else FULL) for name in _measured())


def compute(task: Task, earlier: Sequence[Row] = ()) -> list[Row]:
    """The measurements of a lemma, made anew."""
    name, effort = task
    results = [m.run(effort == QUICK) for m in _measured()[name].measurements]
    return [
        row
        for made in results
        for row in ratios((name, effort, made.name), made.columns, made.rows, made.bound_holds)
    ]


@cache
def _measured() -> Mapping[str, Lemma]:
    from verifier.library import installed_files, load

    entries, _ = load(installed_files())
    return {entry.lemma.id: entry.lemma for entry in entries if entry.lemma.measurements}


def ratios(
    head: tuple[str, str, str],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    holds: bool | None,
) -> Iterator[Row]:
    """log10(bound/measured) for each bound of a table of measurements: how many there are, the
    least, the median and the greatest.

    `head` are the lemma, the effort and the measurement; `holds` says what the latter does.
    """
    found: dict[str, list[float]] = {}
    for row in rows:
        for bound, value in _values(dict(zip(columns, row, strict=True))):
            found.setdefault(bound, []).append(value)
    for bound, values in found.items():
        numbers = (f"{n:.9g}" for n in (min(values), median(values), max(values)))
        cells = (*head, bound, str(len(values)), *numbers, HOLDS[holds])
        yield dict(zip(COLUMNS, cells, strict=True))


def _values(row: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    for column, value in row.items():
        if not isinstance(value, int | float):
            continue
        if named := _LOGARITHM.fullmatch(column):
            yield named[1] if named[2] == "measured" else named[2], float(value)
        elif named := _STUDIED.fullmatch(column):
            yield named[1], float(value)
        elif column in _QUOTIENTS and value > 0:
            yield "bound", _QUOTIENTS[column] * math.log10(value)
    for column, bound in _SHARES:
        numbers = row.get(column), row.get("frequency")
        if all(isinstance(number, int | float) and number > 0 for number in numbers):
            yield bound, math.log10(numbers[0]) - math.log10(numbers[1])  # type: ignore[arg-type]


@dataclass(frozen=True)
class Bar:
    """A bound and the range of its logarithm over what was measured."""

    name: str
    least: float
    greatest: float
    holds: bool

    @property
    def middle(self) -> float:
        """Where its marker is."""
        return (self.least + self.greatest) / 2

    @property
    def is_upper(self) -> bool:
        """Whether what is measured is below it."""
        return self.middle > 0


def bars(table: Table) -> list[Bar]:
    """One for each bound of a lemma, over all its measurements, in order."""
    papers = {row["lemma"].partition("/")[0] for row in table.rows}
    found: dict[str, list[Row]] = {}
    for row in table.rows:
        found.setdefault(_name(row, short=len(papers) == 1), []).append(row)
    return [
        Bar(
            name,
            min(float(row["least"]) for row in rows),
            max(float(row["greatest"]) for row in rows),
            all(row["holds"] != HOLDS[False] for row in rows),
        )
        for name, rows in found.items()
    ]


def _name(row: Row, *, short: bool) -> str:
    lemma = row["lemma"].partition("/")[2] if short else row["lemma"]
    bound = row["measurement"] if row["bound"] == "bound" else row["bound"]
    return f"{lemma}\n{bound}"


def draw(table: Table) -> Drawing:
    """A range for each bound, on a logarithmic axis with zero in it: lower bounds on the left."""
    found = bars(table)
    figure = style.canvas(1.5 + ROW * max(1, len(found)))
    axes = figure.subplots()
    style.dress(axes, x="log10 of bound / measured value")
    axes.set_xscale("symlog", linthresh=LINEAR, linscale=0.8)
    axes.axvline(0, color=style.INK, linewidth=1.2)
    for number, bar in enumerate(found):
        _bar(axes, -number, bar)
    axes.set_ylim(-len(found) + 0.4, 1.3)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    reach = 1.6 * max([LINEAR, *(max(abs(b.least), abs(b.greatest)) for b in found)])
    axes.set_xlim(-reach, reach)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}".replace("-", "−"))
    axes.set_xticks([s * t for s in (-1, 1) for t in (1, 10, 100) if t <= reach] + [0])
    axes.text(-reach, 0.75, "● lower bounds", color=style.BLUE, fontsize=style.SMALL)
    axes.text(reach, 0.75, "upper bounds ■", color=style.RED, fontsize=style.SMALL, ha="right")
    return Drawing(figure, TITLE, _caption(found), _alt(found))


TITLE = "How tight the bounds are"


def _bar(axes: Axes, y: float, bar: Bar) -> None:
    colour, marker = (style.RED, "s") if bar.is_upper else (style.BLUE, "o")
    if not bar.holds:
        colour, marker = style.ORANGE, "X"
    axes.plot([bar.least, bar.greatest], [y, y], color=colour, linewidth=2.4, alpha=0.55)
    for end in {bar.least, bar.greatest}:
        axes.plot([end], [y], color=colour, marker=marker, markersize=4.5, linestyle="none")
    axes.annotate(
        bar.name if bar.holds else f"{bar.name}: contradicted",
        (0, y),
        (-6 if bar.is_upper else 6, 0),
        textcoords="offset points",
        fontsize=style.SMALL - 0.5,
        ha="right" if bar.is_upper else "left",
        va="center",
    )


def _caption(found: Sequence[Bar]) -> str:
    return (
        f"{len(found)} bounds, each with the range of log10(bound / measured value) over all that "
        "was measured beside it: at 0 a bound would be met exactly, at 2 it is a hundred times too "
        "large, at -2 a hundred times too small. The axis is linear from -1 to 1 and logarithmic "
        "outside. Proved, as `report` checks: the bounds, each by the entry that is named; lower "
        "bounds have to lie to the left of 0 and upper bounds to the right of it. Measured: the "
        "values, counted in ball arithmetic for iterations, by sampling for frequencies. A "
        "probability that is promised is a lower bound on the frequency. The ranges are over "
        "depths and starts, and say nothing of other ones."
    )


def _alt(found: Sequence[Bar]) -> str:
    upper = [bar for bar in found if bar.is_upper]
    lower = [bar for bar in found if not bar.is_upper]
    return (
        f"A chart of {len(lower)} lower bounds, all to the left of zero, and {len(upper)} upper "
        "bounds, to the right of it. Some are within a factor of ten of what is measured; the "
        "bounds of the theorems on times that are exponential in the depth are hundreds of orders "
        "of magnitude away at the largest depths."
    )


KIND = Kind(
    name="tightness",
    key=("lemma", "effort"),
    columns=lambda: COLUMNS,
    tasks=tasks,
    compute=compute,
    current=lambda row: True,
    draw=draw,
)


def picture_of(report: Mapping[str, Any] | None) -> Picture | None:
    """The picture of the measurements in a report, of what it has as proved; None if there are
    none."""
    rows = tuple(
        row
        for record in ([] if report is None else report["lemmas"])
        if record["verdict"] == PROVED
        for m in record["measurements"]
        for row in ratios(
            (record["id"], FULL, m["name"]), m["columns"], m["rows"], m["bound_holds"]
        )
    )
    return picture(KIND, Table(COLUMNS, rows)) if rows else None

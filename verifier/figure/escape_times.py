"""The time of escape against the depth, beside what is proved of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from verifier.figure import bounds, escape_runs, style
from verifier.figure.escape_runs import (
    AGREES,
    GAUSSIAN,
    KEY,
    LOWER,
    NEAR,
    RANDOM,
    STEPPED,
    STEPS,
    THEOREM_2,
    THEOREM_3,
    THEOREM_3_STRONG,
    THEOREM_4,
    THEOREM_4_PRODUCT,
    THEOREM_4_SUM,
    UNIFORM,
    UPPER,
)
from verifier.figure.kind import Drawing, Kind, picture
from verifier.figure.picture import Picture
from verifier.figure.table import Row, Table, committed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

LOOKS = {NEAR: (style.BLUE, "o"), GAUSSIAN: (style.GREEN, "^"), UNIFORM: (style.PURPLE, "s")}
SUM, PRODUCT = "solid", style.DASHES[2]
STRONG, PLAIN = (style.ORANGE, "solid"), (style.RED, style.DASHES[1])
INSET = 50  # the depths of the insets
SIZE = 4.0  # of markers
WIDE = 0.015  # of the height of an axis: a wider enclosure is seen beside its marker
TITLE = "Escape times grow exponentially with the depth"
ITERATIONS = "log10 of iterations"


def draw(table: Table) -> Drawing:
    """Three panels: near-identity and Xavier starts with lower bounds, and upper bounds."""
    figure = style.canvas(9.0)
    near, random, upper = figure.subplots(3, 1)
    _near(near, table.where(panel=LOWER))
    _random(random, table.where(panel=RANDOM))
    _upper(upper, table.where(panel=UPPER))
    figure.legend(
        handles=_handles(),
        loc="outside lower center",
        ncols=2,
        fontsize=style.SMALL,
        frameon=False,
        columnspacing=1.5,
    )
    return Drawing(figure, TITLE, _caption(table), _alt(table))


def _near(axes: Axes, table: Table) -> None:
    style.dress(axes, title="(a) Near-identity starts, until P ≤ −1/2", y=ITERATIONS)
    for part in (axes, _inset(axes, table)):
        _line(part, table, THEOREM_3_STRONG, *STRONG)
        _line(part, table, THEOREM_3, *PLAIN)
        _points(part, table)


def _random(axes: Axes, table: Table) -> None:
    style.dress(axes, title="(b) Xavier starts, until P ≤ −1/2", y=ITERATIONS)
    for part in (axes, _inset(axes, table)):
        for start in (GAUSSIAN, UNIFORM):
            rows = _bounded(table.where(start=start), THEOREM_2, max)
            marks: Any = {"linestyle": "none", "marker": "_", "markersize": 6.5}
            part.plot(*_columns(rows), color=LOOKS[start][0], **marks)
        _points(part, table)


def _upper(axes: Axes, table: Table) -> None:
    style.dress(axes, title="(c) Until loss ≤ 1/100: upper bounds", x="depth k", y=ITERATIONS)
    for start, (colour, _) in LOOKS.items():
        _line(axes, table.where(start=start), THEOREM_4_SUM, colour, SUM)
        _line(axes, table.where(start=start), THEOREM_4_PRODUCT, colour, PRODUCT)
    _points(axes, table)


def _points(axes: Axes, table: Table) -> None:
    """The counts: filled where they are certified, hollow where they were stepped."""
    top = max((float(row["log10_upper"]) for row in table.rows if row["upper"]), default=1.0)
    for start, (colour, marker) in LOOKS.items():
        counted = [row for row in table.where(start=start).rows if row["lower"]]
        for stepped in (False, True):
            rows = [row for row in counted if (row["method"] in STEPPED) == stepped]
            axes.plot(
                *_columns([(int(row["k"]), _middle(row)) for row in rows]),
                linestyle="none",
                marker=marker,
                markersize=SIZE,
                color=colour,
                markerfacecolor="none" if stepped else colour,
            )
        for row in (row for row in counted if _width(row) > WIDE * top):
            bar: Any = {"yerr": _width(row) / 2, "ecolor": colour, "capsize": 2.0}
            axes.errorbar(int(row["k"]), _middle(row), fmt="none", **bar)


def _middle(row: Row) -> float:
    return (float(row["log10_lower"]) + float(row["log10_upper"])) / 2


def _width(row: Row) -> float:
    return float(row["log10_upper"]) - float(row["log10_lower"])


def _line(axes: Axes, table: Table, lemma: str, colour: str, dash: Any) -> None:
    """The bound of a lemma from the first start of each depth."""
    rows = _bounded(table.where(seed="1"), lemma, min if lemma.startswith(THEOREM_4) else max)
    axes.plot(*_columns(rows), color=colour, linestyle=dash, linewidth=1.6)


def _columns(rows: Sequence[tuple[int, float]]) -> tuple[list[int], list[float]]:
    return [k for k, _ in rows], [value for _, value in rows]


def _handles() -> list[Line2D]:
    """What the marks of all panels mean."""
    from matplotlib.lines import Line2D

    def point(colour: str, marker: str, label: str, face: str) -> Line2D:
        look: Any = {"marker": marker, "markersize": SIZE + 1, "markerfacecolor": face}
        return Line2D([], [], color=colour, linestyle="none", label=label, **look)

    def line(colour: str, dash: Any, label: str) -> Line2D:
        return Line2D([], [], color=colour, linestyle=dash, label=label)

    names = {NEAR: "near identity, radius 1/64", GAUSSIAN: "Gaussian", UNIFORM: "uniform"}
    points = [point(*LOOKS[start], name, LOOKS[start][0]) for start, name in names.items()]
    return [
        *points,
        point(style.INK, "o", "hollow: stepped; filled: certified", "none"),
        line(*STRONG, "(a) ≥ Theorem 3, strengthened"),
        line(*PLAIN, "(a) ≥ Theorem 3"),
        point(style.INK, "_", "(b) ≥ Theorem 2, at that start", "none"),
        line(style.INK, SUM, "(c) ≤ Theorem 4, as a sum"),
        line(style.INK, PRODUCT, "(c) ≤ Theorem 4, as a product"),
    ]


def _bounded(table: Table, lemma: str, best: Callable[..., float]) -> list[tuple[int, float]]:
    """Depths and the best bound of a lemma, at the starts at which its hypotheses hold."""
    names = bounds.bounds(table, lemma)
    rows = [(int(row["k"]), [float(row[n]) for n in names if row[n]]) for row in table.rows]
    return [(k, best(values)) for k, values in rows if values]


def _inset(axes: Axes, table: Table) -> Axes:
    """A panel within a panel for the shallow depths, above the points."""
    counted = [(int(row["k"]), float(row["log10_upper"])) for row in table.rows if row["upper"]]
    axes.set_ylim(0, 1.35 * max((value for _, value in counted), default=1.0))
    inset = axes.inset_axes((0.07, 0.53, 0.4, 0.45))
    style.dress(inset)
    inset.tick_params(labelsize=style.SMALL - 1)
    inset.set_xlim(0, INSET + 1)
    inset.set_ylim(0, 1.05 * max((value for k, value in counted if k <= INSET), default=1.0))
    for part in (axes, inset):  # lines of the one would be read as lines of the other
        part.grid(False)
    return inset


def _caption(table: Table) -> str:
    counted = [row for row in table.rows if row["lower"]]
    widest = max(float(row["log10_upper"]) - float(row["log10_lower"]) for row in counted)
    agree = sum(row[AGREES] == "yes" for row in counted)
    against = sum(row[AGREES] == "no" for row in counted)
    undecided, none = (sum(row[AGREES] == a for row in counted) for a in ("open", ""))
    deepest = max(int(row["k"]) for row in counted)
    missing = len(table.rows) - len(counted)
    open_ones = f" {missing} starts are not shown, as they were not counted." if missing else ""
    return (
        f"Gradient descent on (w_1 ... w_k + 1)²/2, depths k up to {deepest}. Measured: each point "
        "is one start, and its height the first iteration at which the product is at most -1/2 "
        "(a, b) or the loss at most 1/100 (c), of the exact run. Hollow points were stepped one "
        "iteration at a time in ball arithmetic; filled ones are certified enclosures, which rest "
        "on the lemmas escape/* and ball arithmetic. An enclosure that is wider than its marker "
        f"has an error bar; the widest is {widest:.0e} in log10.{open_ones} Proved, as `report` "
        "checks: the bounds, each by the entry named below, evaluated from its statement at that "
        "start and step size, and drawn only where all its hypotheses hold there; Theorem 3 bounds "
        "the time of the first negative coordinate, which both events need. "
        f"(a) step size {STEPS[LOWER]}; lower bounds {THEOREM_3} and {THEOREM_3_STRONG}. "
        f"(b) step size {STEPS[RANDOM]}; lower bounds {THEOREM_2}, from the drawn start itself. "
        f"(c) upper bounds {THEOREM_4_SUM} and "
        f"{THEOREM_4_PRODUCT}, at the largest power of two that they allow as step size, a "
        "different one for each start; the assumptions of the paper's own Theorem 4 do not hold "
        f"at these starts. Of {len(counted)} counts {agree} agree with all bounds at their start, "
        f"{against} contradict one, {undecided} are open, and at {none} no hypotheses hold."
    )


def _alt(table: Table) -> str:
    counted = [row for row in table.rows if row["lower"]]
    top = max(counted, key=lambda row: float(row["log10_upper"]))
    return (
        "Three panels with the depth on a linear and the number of iterations on a logarithmic "
        "axis. The points lie nearly on straight lines: exponential growth, up to 10 to the power "
        f"{float(top['log10_upper']):.0f} at depth {top['k']}. Near-identity starts need more "
        "iterations than Gaussian and uniform Xavier ones. The proved lower bounds are lines of "
        "smaller slope below the points; the upper bounds of Theorem 4 lie far above them."
    )


KIND = Kind(
    name="escape-times",
    key=KEY,
    columns=escape_runs.columns,
    tasks=escape_runs.tasks,
    compute=escape_runs.compute,
    current=escape_runs.current,
    draw=draw,
)


def picture_of(report: Mapping[str, Any] | None) -> Picture:
    """The picture from the committed data, without bounds whose statements have changed."""
    table, stale = bounds.without_stale(committed(KIND.name), report)
    made = picture(KIND, table)
    if not stale:
        return made
    left_out = (
        f" Left out: the bounds of {', '.join(stale)}, which the report has in another form or not "
        "as proved; `python -m verifier figure escape-times` evaluates them anew."
    )
    return replace(made, caption=made.caption + left_out)

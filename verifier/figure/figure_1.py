"""The paper's Figure 1 from our own run: seven coordinates, and how the time grows with the depth.

The paper names neither the start nor the step size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from verifier.figure import style
from verifier.figure.kind import Drawing, Kind, Task, picture
from verifier.figure.picture import Picture
from verifier.figure.table import COUNT, Row, Table, committed
from verifier.figure.trajectory import STATE, Start, states, thinned, weight_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DEPTH, LAST = 7, 2_800
RADIUS, SEED, STEP = Fraction(1, 8), 1, Fraction(1, 50)
LOSS = Fraction(1, 10)  # to be reached; the paper stops its runs there
FLOAT_STEPS = 1_000_000
DEPTHS = (*range(2, 21), *range(25, 101, 5))
QUICK_DEPTHS = range(2, 9)
RUN, EXACT, ROUNDED = "run", "certified", "float64"


def columns() -> tuple[str, ...]:
    """Those of the states of the run, and of the counts at each depth."""
    return ("part", "k", *STATE, *weight_columns(DEPTH), *COUNT)


def tasks(quick: bool) -> tuple[Task, ...]:
    """The run, and the counts at each depth."""
    depths = QUICK_DEPTHS if quick else DEPTHS
    counts = tuple((part, str(k)) for part in (EXACT, ROUNDED) for k in depths)
    return ((RUN, str(DEPTH)), *counts)


def compute(task: Task, earlier: Sequence[Row] = ()) -> list[Row]:
    """The states of the run, or the first iteration with loss <= 1/10 at a depth."""
    part, depth = task
    start = Start(int(depth), RADIUS, SEED, STEP)
    blank = dict.fromkeys(columns(), "") | {"part": part, "k": depth}
    if part == RUN:
        every = list(states(start, range(1, LAST + 1)))
        return [blank | row for row in thinned(every, 0.004)]
    return [blank | (_certified(start) if part == EXACT else _rounded(start))]


def _certified(start: Start) -> dict[str, str]:
    from verifier.descent.event import Event
    from verifier.evidence.measurement import RunCase
    from verifier.evidence.measures import runs
    from verifier.figure import count

    case = RunCase("", start.seed, start.weights, Fraction(-1), start.step, start.radius)
    return count.cells(runs.count(case, Event("loss", LOSS)))


def _rounded(start: Start) -> dict[str, str]:
    from verifier.descent.backend import backend
    from verifier.descent.event import Event
    from verifier.descent.run import run
    from verifier.escape import Outcome
    from verifier.figure import count

    found = run(start.problem, backend("float64"), (Event("loss", LOSS),), max_steps=FLOAT_STEPS)
    (at,) = found.iterations
    how = "float64" if at is not None else f"float64, not within {FLOAT_STEPS} steps"
    return count.cells(Outcome("unknown" if at is None else "reached", at, at, how, ""))


def draw(table: Table) -> Drawing:
    """Loss and coordinates along the run, and the counts against the depth."""
    figure = style.canvas(7.6)
    loss, weights, counts = figure.subplots(3, 1)
    run = table.where(part=RUN)
    times = run.numbers("t")
    crossing = next(t for t, p in zip(times, run.numbers("product"), strict=True) if p <= 0)
    _loss(loss, run, times, crossing)
    _weights(weights, run, times, crossing)
    _counts(counts, table)
    weights.set_xlim(loss.get_xlim())
    (exact,) = table.where(part=EXACT, k=str(DEPTH)).rows
    reached = [float(row["log10_upper"]) for row in table.where(part=EXACT).rows]
    return Drawing(figure, TITLE, _caption(exact, max(reached)), _alt(crossing, max(reached)))


TITLE = "Figure 1 of Shamir (2019), from our own run"


def _loss(axes: Axes, run: Table, times: Sequence[float], crossing: float) -> None:
    style.dress(axes, title=f"(a) Loss along a run, depth {DEPTH}", y="loss F(w(t))")
    axes.plot(times, run.numbers("loss"), color=style.BLUE, linewidth=1.8)
    axes.axhline(0.5, color=style.FAINT, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.text(times[-1] * 0.1, 0.58, "1/2: the loss at product 0", fontsize=style.SMALL)
    _mark(axes, crossing)


def _weights(axes: Axes, run: Table, times: Sequence[float], crossing: float) -> None:
    style.dress(
        axes, title="(b) The coordinates along the same run", x="iteration t", y="coordinates wⱼ(t)"
    )
    for j, name in enumerate(weight_columns(DEPTH)):
        axes.plot(
            times,
            run.numbers(name),
            color=style.COLOURS[j],
            linestyle=style.DASHES[j],
            linewidth=1.6,
            label=style.subscripted(name),
        )
    axes.axhline(0, color=style.FAINT, linewidth=0.9)
    _mark(axes, crossing, 0.72)
    style.legend(axes, ncols=4, loc="upper center", columnspacing=1.2, handlelength=2.8)
    low, high = axes.get_ylim()
    axes.set_ylim(low, high + 0.45 * (high - low))


def _mark(axes: Axes, crossing: float, height: float = 1.0) -> None:
    """Where the product passes zero, a line up to a share of the height."""
    axes.axvline(crossing, ymax=height, color=style.FAINT, linewidth=1.1, linestyle=(0, (1.5, 2)))


def _counts(axes: Axes, table: Table) -> None:
    style.dress(
        axes,
        title="(c) The same starts at other depths",
        x="depth k",
        y="log10 of the iterations\nuntil loss is at most 1/10",
    )
    for part, marker, colour, size, label in (
        (EXACT, "o", style.BLUE, 4.5, "exact run: certified"),
        (ROUNDED, "x", style.RED, 5.0, f"float64: stepped, {FLOAT_STEPS:,} steps at most"),
    ):
        rows = [row for row in table.where(part=part).rows if row["lower"]]
        axes.plot(
            [int(row["k"]) for row in rows],
            [float(row["log10_lower"]) for row in rows],
            linestyle="none",
            marker=marker,
            markersize=size,
            color=colour,
            markerfacecolor="none" if part == ROUNDED else colour,
            label=label,
        )
    style.legend(axes, loc="upper left")


def _caption(exact: Row, longest: float) -> str:
    return (
        f"Gradient descent on (w_1 ... w_{DEPTH} + 1)²/2 from a start near 1 (radius {RADIUS}, "
        f"seed {SEED}), step size {STEP}; the paper does not give its start and step size, and its "
        "caption has the loss without the factor 1/2, which only doubles the step size. "
        f"(a), (b): all coordinates fall, one passes zero at the dotted line, the others rise "
        "again, and the loss vanishes. Measured: the run is stepped in ball arithmetic, so that "
        f"the curves are those of the exact run; the loss is at most {LOSS} first at iteration "
        f"{exact['lower']}. (c) Measured: the first such iteration at other depths with the same "
        "radius, seed and step size. Double precision has to take every step, and rounds each; "
        "the certified counts enclose the iteration of the exact run, by the lemmas escape/* and "
        f"ball arithmetic, up to 10^{longest:.0f} here. Proved, as `report` checks, is a lower "
        "bound on the time of such runs by shamir2019/theorem-3-strengthened, from starts nearer "
        "to 1 than this one: see the picture of escape times."
    )


def _alt(crossing: float, longest: float) -> str:
    return (
        f"Three panels. The loss falls at once to one half, stays there for {crossing:.0f} "
        "iterations and then falls to zero. The seven coordinates fall from about one, stay nearly "
        "still, one becomes negative, and the others rise again. The logarithm of the number of "
        f"iterations grows in a straight line with the depth, up to 10 to the power {longest:.0f}; "
        "double precision reaches only the shallowest of these."
    )


KIND = Kind(
    name="figure-1",
    key=("part", "k"),
    columns=columns,
    tasks=tasks,
    compute=compute,
    current=lambda row: True,
    draw=draw,
)


def picture_of(report: Mapping[str, Any] | None) -> Picture:
    """The picture from the committed data."""
    return picture(KIND, committed(KIND.name))

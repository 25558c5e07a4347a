"""The coordinates along one run: the fall, the plateau, the passage of zero, and convergence.

Both ends of the run are fast and its middle is slow, so that time is shown from either end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from verifier.figure import bounds, style
from verifier.figure.kind import Drawing, Kind, Task, picture
from verifier.figure.picture import Picture
from verifier.figure.table import Row, Table, committed
from verifier.figure.trajectory import STATE, Start, states, weight_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

START = Start(7, Fraction(1, 64), 1, Fraction(1, 16))
QUICK = Start(4, Fraction(1, 64), 1, Fraction(1, 16))
LOSS = Fraction(1, 10**6)  # at which the run ends
FLAT = 0.01  # of abs(P), on the plateau
TIMES = 130  # on either side of the passage of zero
MOST_STEPS = 1_000_000
THEOREM_3 = "shamir2019/theorem-3-strengthened"
LABEL = "near identity 1/64"
RUN, PROVED = "run", "proved"


def tasks(quick: bool) -> tuple[Task, ...]:
    """The run, and what Theorem 3 says of it."""
    depth = str((QUICK if quick else START).depth)
    return ((RUN, depth), (PROVED, depth))


def columns() -> tuple[str, ...]:
    """Those of the states, and of the bounds."""
    from verifier.figure.questions import questions

    asked = questions((THEOREM_3,))[THEOREM_3].columns
    return ("part", "k", *STATE, *weight_columns(START.depth), *asked)


def compute(task: Task, earlier: Sequence[Row] = ()) -> list[Row]:
    """States at times that are dense at both ends; or the bounds of Theorem 3 at the start."""
    part, depth = task
    start = START if depth == str(START.depth) else QUICK
    blank = dict.fromkeys(columns(), "") | {"part": part, "k": depth}
    if part == RUN:
        return [blank | row for row in states(start, _times(*_turns(start)))]
    return [blank | _proved(start)]


def _turns(start: Start) -> tuple[int, int]:
    """The first iterations with P <= 0 and with a loss of at most `LOSS`, of the exact run."""
    from verifier.descent.event import Event
    from verifier.descent.run import rigorous_run

    events = Event("product", Fraction(0)), Event("loss", LOSS)
    crossing, end = rigorous_run(start.problem, events, max_steps=MOST_STEPS).iterations
    if crossing is None or end is None:
        raise ValueError(f"the run does not converge within {MOST_STEPS} steps")
    return crossing, end


def _times(crossing: int, end: int) -> tuple[int, ...]:
    from verifier.descent.run import logarithmic_times

    before = logarithmic_times(crossing, TIMES)
    after = (end + 1 - left for left in logarithmic_times(end - crossing, TIMES))
    return tuple(sorted({*before, *after}))


def _proved(start: Start) -> dict[str, str]:
    from dataclasses import replace

    from verifier.figure.questions import case_of, questions

    case = case_of("near identity", LABEL, start.depth, start.seed)
    asked = questions((THEOREM_3,))[THEOREM_3]
    cells, _ = asked.answer(replace(case, step=start.step), "near identity")
    return cells


def current(row: Row) -> bool:
    """Whether the bounds are of the statement as it is now."""
    from verifier.figure.questions import questions

    if row["part"] == RUN:
        return True
    return bounds.digest_of(row, THEOREM_3) == questions((THEOREM_3,))[THEOREM_3].digest


@dataclass(frozen=True)
class Course:
    """The states of the run, its turns, and the time up to which Theorem 3 speaks, if it does."""

    run: Table
    depth: int
    crossing: int
    end: int
    flat: tuple[int, int]
    radius: float
    proved: float | None

    @property
    def before(self) -> Table:
        """The states up to the passage of zero."""
        return self._part(lambda t: t <= self.crossing)

    @property
    def after(self) -> Table:
        """The states from the passage of zero on."""
        return self._part(lambda t: t >= self.crossing)

    def _part(self, wanted: Any) -> Table:
        return Table(self.run.columns, tuple(r for r in self.run.rows if wanted(int(r["t"]))))


def course(table: Table) -> Course:
    """What the rows say."""
    run = table.where(part=RUN)
    times = [int(row["t"]) for row in run.rows]
    products = run.numbers("product")
    flat = [t for t, p in zip(times, products, strict=True) if abs(p) <= FLAT]
    crossing = next(t for t, p in zip(times, products, strict=True) if p <= 0)
    logs = [
        float(row[name])
        for row in table.where(part=PROVED).rows
        for name in bounds.bounds(table, THEOREM_3)
        if row[name]
    ]
    depth = int(run.rows[0]["k"])
    ends = (flat[0], flat[-1])
    radius = max(run.numbers("radius"))
    return Course(run, depth, crossing, times[-1], ends, radius, max(logs, default=None))


def draw(table: Table) -> Drawing:
    """Coordinates above, loss below; the time from the start on the left, to the end on the
    right."""
    found = course(table)
    figure = style.canvas(5.9)
    axes = figure.subplots(2, 2, sharex="col", sharey="row", gridspec_kw={"wspace": 0.0})
    engine: Any = figure.get_layout_engine()
    engine.set(wspace=0.0, w_pad=0.02)
    _coordinates(axes[0], found)
    _losses(axes[1], found)
    for left, right in axes:
        right.spines["left"].set_visible(False)
        right.tick_params(axis="y", length=0)
        _phases(left, right, found)
    _name_phases(axes[0][0], axes[0][1], found)
    handles, labels = axes[0][0].get_legend_handles_labels()
    figure.legend(
        handles, labels, loc="outside lower center", ncols=4, fontsize=style.SMALL, frameon=False
    )
    return Drawing(figure, TITLE, _caption(found), _alt(found))


TITLE = "The landscape along one run: fall, plateau, passage of zero, convergence"


def _coordinates(axes: Sequence[Axes], found: Course) -> None:
    left, right = axes
    style.dress(left, y="coordinates wⱼ(t)")
    style.dress(right)
    for j, name in enumerate(weight_columns(found.depth)):
        look: Any = {"color": style.COLOURS[j], "linestyle": style.DASHES[j], "linewidth": 1.6}
        left.plot(
            found.before.numbers("t"),
            found.before.numbers(name),
            label=style.subscripted(name),
            **look,
        )
        right.plot(_left(found), found.after.numbers(name), **look)
    for axis in axes:
        axis.axhline(0, color=style.FAINT, linewidth=0.9)
    low, high = left.get_ylim()
    left.set_ylim(low, high + 0.2 * (high - low))


def _losses(axes: Sequence[Axes], found: Course) -> None:
    left, right = axes
    style.dress(left, x="iteration t", y="loss F(w(t))")
    style.dress(right, x="iterations left to loss 10⁻⁶")
    left.set_yscale("log")
    left.plot(found.before.numbers("t"), found.before.numbers("loss"), color=style.BLUE)
    right.plot(_left(found), found.after.numbers("loss"), color=style.BLUE)
    for axis in axes:
        axis.axhline(0.5, color=style.FAINT, linewidth=0.9, linestyle=(0, (4, 3)))
    right.text(
        0.9 * (found.end - found.crossing),
        0.32,
        "1/2: the loss at product 0",
        fontsize=style.SMALL,
        va="top",
    )
    for axis in axes:
        axis.set_xscale("log")
        style.powers(axis.xaxis)
    style.powers(left.yaxis)
    left.set_xlim(1, found.crossing)
    right.set_xlim(found.end + 1 - found.crossing, 1)


def _left(found: Course) -> list[float]:
    return [found.end + 1 - t for t in found.after.numbers("t")]


def _phases(left: Axes, right: Axes, found: Course) -> None:
    """The plateau, the passage of zero, and up to where Theorem 3 speaks."""
    first, last = found.flat
    left.axvspan(first, found.crossing, color=style.SKY, alpha=0.18, linewidth=0)
    right.axvspan(
        found.end + 1 - last,
        found.end + 1 - found.crossing,
        color=style.SKY,
        alpha=0.18,
        linewidth=0,
    )
    left.axvline(found.crossing, color=style.INK, linewidth=1.4)
    if found.proved is not None:
        left.axvline(10**found.proved, color=style.RED, linewidth=1.4, linestyle=(0, (5, 2)))


_RED: Mapping[str, Any] = {"fontsize": style.SMALL, "color": style.RED}


def _name_phases(left: Axes, right: Axes, found: Course) -> None:
    first, last = found.flat
    height = left.get_ylim()[1]
    words = [
        (left, first**0.5, "fall"),
        (left, first**0.3 * found.crossing**0.7, "plateau"),
        (right, ((found.end - last) * (found.end - found.crossing)) ** 0.5, "plateau"),
        (right, (found.end + 1 - last) ** 0.52, "convergence"),
    ]
    for axes, x, word in words:
        axes.text(x, height, word, fontsize=style.SMALL, ha="center", va="top", fontweight="bold")
    left.set_title("from the start", fontsize=style.SMALL)
    right.set_title("to the end", fontsize=style.SMALL)
    if found.proved is not None:
        left.text(0.8 * 10**found.proved, -0.95, "Theorem 3:\nno w negative", ha="right", **_RED)
    left.text(0.85 * found.crossing, -0.45, "passes\nzero", ha="right", fontsize=style.SMALL)


def _caption(found: Course) -> str:
    start = START if found.depth == START.depth else QUICK
    proved = (
        "Proved, as `report` checks: up to the red dashed line no coordinate is negative "
        f"({THEOREM_3}, whose hypotheses hold at this start). "
        if found.proved is not None
        else ""
    )
    return (
        f"Gradient descent on (w_1 ... w_{found.depth} + 1)²/2, depth {found.depth}, from a start "
        f"near 1 (radius {start.radius}, seed {start.seed}), step size {start.step}. Time runs "
        "from left to right: on the left the iteration, on the right the iterations left, both on "
        "logarithmic axes that meet where the product passes zero. Measured, in ball arithmetic: "
        f"the exact run first has a product of at most 0 at t = {found.crossing:,} and a loss of "
        f"at most 10⁻⁶ at t = {found.end:,}; every number drawn is within {found.radius:.0e} of "
        "that of the exact run, far less than the width of a line. On the shaded plateau "
        f"|P| ≤ {FLAT}. {proved}"
        "What the entries of shamir2019 say of the phases, each under its own hypotheses: of the "
        "fall lemma-9 and lemma-10, of the plateau lemma-14 and theorem-3, of the passage of zero "
        "lemma-15 and lemma-16, of convergence lemma-13 (after the change of signs of lemma-11) "
        "and theorem-4."
    )


def _alt(found: Course) -> str:
    return (
        f"Two panels over a time axis that is logarithmic at both ends. Above, {found.depth} "
        "coordinates fall together from about one, stay nearly still on a long plateau, where the "
        f"smallest passes zero at iteration {found.crossing}, and then move apart: the smallest "
        "goes to about minus one and the others back to about one. Below, the loss falls to one "
        "half, stays there on the plateau and drops to a millionth at the end."
    )


KIND = Kind(
    name="landscape",
    key=("part", "k"),
    columns=columns,
    tasks=tasks,
    compute=compute,
    current=current,
    draw=draw,
)


def picture_of(report: Mapping[str, Any] | None) -> Picture:
    """The picture from the committed data, without a bound whose statement has changed."""
    table, _ = bounds.without_stale(committed(KIND.name), report)
    return picture(KIND, table)

"""How pictures look: sizes, and colours that everyone can tell apart, each with its own marker."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

WIDTH = 5.0  # inches of 72 units: as wide as a telephone, so that text keeps its size there
FONT, SMALL = 10.0, 8.5

# Okabe and Ito's colours but for black and yellow, which is too faint on white.
ORANGE, SKY, GREEN = "#e69f00", "#56b4e9", "#009e73"
BLUE, RED, PURPLE = "#0072b2", "#d55e00", "#cc79a7"
INK = "#000000"  # becomes the colour of the text around a picture
FAINT = "#808080"  # visible on white and on black

COLOURS = (BLUE, RED, GREEN, ORANGE, PURPLE, SKY, INK)
DASHES: tuple[Any, ...] = (
    "solid",
    (0, (6, 2)),
    (0, (1.5, 1.5)),
    (0, (6, 2, 1.5, 2)),
    (0, (3, 1.5)),
    (0, (6, 2, 1.5, 2, 1.5, 2)),
    (0, (1, 3)),
)


def canvas(height: float) -> Figure:
    """An empty figure of the usual width and a height in inches."""
    from matplotlib.figure import Figure

    return Figure(figsize=(WIDTH, height), layout="constrained", facecolor="none")


def dress(axes: Axes, *, title: str = "", x: str = "", y: str = "") -> None:
    """Names the axes, and gives them a light frame and grid."""
    axes.set_facecolor("none")
    if title:
        axes.set_title(title, loc="left", fontsize=FONT, fontweight="bold")
    if x:
        axes.set_xlabel(x, fontsize=FONT)
    if y:
        axes.set_ylabel(y, fontsize=FONT)
    axes.tick_params(labelsize=SMALL)
    axes.grid(True, color=FAINT, alpha=0.3, linewidth=0.6)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def legend(axes: Axes, **options: Any) -> None:
    """A legend without a frame."""
    axes.legend(fontsize=SMALL, frameon=False, **options)


def powers(axis: Axis) -> None:
    """Labels a logarithmic axis by powers of ten, in plain text."""
    from matplotlib.ticker import FuncFormatter, NullLocator

    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: power(round(math.log10(value)))))


def power(exponent: int) -> str:
    """A power of ten as it is printed."""
    return "10" + str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def subscripted(name: str) -> str:
    """A name such as w_12 as it is printed."""
    letter, _, digits = name.partition("_")
    return letter + digits.translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))

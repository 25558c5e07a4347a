"""What a figure is made of: pieces of work whose rows are its data, and a drawing of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from verifier.figure.picture import Picture
from verifier.figure.rendering import png, svg
from verifier.figure.table import Row, Table, write

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Task: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class Drawing:
    """A figure and its words."""

    figure: Figure
    title: str
    caption: str
    alt: str


@dataclass(frozen=True)
class Kind:
    """A figure by its name, and how its data is computed.

    Attributes:
        key: the columns that say which piece of work a row is of.
        columns: all columns, those of `key` first.
        tasks: the pieces of work in order, of which there are fewer if it is to be quick.
        compute: the rows of a piece of work, the same whenever it is done; earlier ones that are
            not current may hold what need not be computed again.
        current: whether a row of an earlier run is what would be computed now.
        draw: the drawing of a table.
    """

    name: str
    key: tuple[str, ...]
    columns: Callable[[], tuple[str, ...]]
    tasks: Callable[[bool], tuple[Task, ...]]
    compute: Callable[[Task, Sequence[Row]], Sequence[Row]]
    current: Callable[[Row], bool]
    draw: Callable[[Table], Drawing]

    def task(self, row: Row) -> Task:
        """The piece of work that a row is of."""
        return tuple(row[name] for name in self.key)


def picture(kind: Kind, table: Table) -> Picture:
    """The picture of a table."""
    drawn = kind.draw(table)
    text = svg(drawn.figure, kind.name, drawn.title, drawn.alt)
    data = write(table.columns, table.rows)
    return Picture(kind.name, drawn.title, drawn.caption, drawn.alt, text, data)


def image(kind: Kind, table: Table) -> bytes:
    """The same as PNG."""
    return png(kind.draw(table).figure)

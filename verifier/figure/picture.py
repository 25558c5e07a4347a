"""A picture: SVG for a page, the data as CSV, and what it shows in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

# Each name and the module that draws it, imported only when it is drawn.
MODULES = {
    "escape-times": "verifier.figure.escape_times",
    "figure-1": "verifier.figure.figure_1",
    "tightness": "verifier.figure.tightness",
    "landscape": "verifier.figure.landscape",
}
NAMES = tuple(MODULES)
# The paper that a picture is about; one without is about whatever the report is.
PAPERS = {"escape-times": "shamir2019", "figure-1": "shamir2019", "landscape": "shamir2019"}


@dataclass(frozen=True)
class Picture:
    """A picture under a name.

    `svg` is one element that can stand in an HTML page beside others: its ids begin with the name,
    it takes the width it is given, and what is not coloured has the colour of the text around it.
    `caption` says what is proved and what is measured, `alt` what is to be seen; `csv` is the data
    that is drawn.
    """

    name: str
    title: str
    caption: str
    alt: str
    svg: str
    csv: str


def pictures(report: Mapping[str, Any] | None, warn: Callable[[str], None]) -> tuple[Picture, ...]:
    """The pictures of a page: drawn from committed data, and from a JSON report where one is given.

    With a report only those about its papers; without one there is no picture of how tight bounds
    are, which is made of its measurements alone.  Bounds of statements that have changed since the
    data was computed are left out, and the caption says so.  A picture whose data is missing or
    damaged is left out, and `warn` is told in one line.
    """
    papers = None if report is None else {lemma["paper"] for lemma in report["lemmas"]}
    made = []
    for name, module in MODULES.items():
        if papers is not None and PAPERS.get(name) not in (None, *papers):
            continue
        try:
            made.append(import_module(module).picture_of(report))
        except (OSError, ValueError, LookupError) as error:
            reason = " ".join(str(error).split()) or type(error).__name__
            warn(f"the picture {name} is left out: {reason}")
    return tuple(picture for picture in made if picture is not None)

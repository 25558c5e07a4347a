"""Figures as SVG that can stand in a page, and as PNG."""

from __future__ import annotations

import io
import re
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DOTS = 200  # of a PNG an inch
FAMILY = "'DejaVu Sans', Verdana, Helvetica, Arial, sans-serif"
_SETTINGS: Any = {"svg.fonttype": "none", "font.family": "DejaVu Sans"}
_ID = re.compile(r'\bid="([^"]+)"')
_REFERENCE = re.compile(r'(url\(#|href="#)([^)"]+)')


def svg(figure: Figure, name: str, title: str, alt: str) -> str:
    """One `svg` element, the same for the same figure; `name` sets its ids apart from others'."""
    import matplotlib

    buffer = io.StringIO()
    settings: Any = {**_SETTINGS, "svg.hashsalt": name}
    with matplotlib.rc_context(settings):
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    return _for_pages(buffer.getvalue(), name, title, alt)


def png(figure: Figure) -> bytes:
    """A PNG on white."""
    import matplotlib

    buffer = io.BytesIO()
    with matplotlib.rc_context(_SETTINGS):
        figure.savefig(buffer, format="png", dpi=DOTS, facecolor="white")
    return buffer.getvalue()


def _for_pages(text: str, name: str, title: str, alt: str) -> str:
    box = re.search(r'viewBox="([^"]+)"', text)
    if box is None:
        raise ValueError("matplotlib wrote an SVG without a viewBox")
    body = text[text.index("<svg") :]
    body = body[body.index(">") + 1 : body.rindex("</svg>")]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    # A style element would hold for the whole page.
    body = re.sub(r"<style[^>]*>.*?</style>", "", body, flags=re.DOTALL)
    body = re.sub(r"<defs>\s*</defs>", "", body)
    body = re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL)
    body = _ID.sub(lambda m: f'id="{name}-{m[1]}"', body)
    body = _REFERENCE.sub(lambda m: f"{m[1]}{name}-{m[2]}", body)
    body = body.replace("#000000", "currentColor")
    body = re.sub(r"('DejaVu Sans'(, '[^']*')*(, [a-z-]+)?)(?=[;\"])", FAMILY, body)
    body = re.sub(r"\n\s*\n+", "\n", body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="{box[1]}" role="img" aria-labelledby="{name}-title {name}-desc" '
        f'fill="currentColor" stroke-linejoin="round" stroke-linecap="butt">\n'
        f'<title id="{name}-title">{escape(title)}</title>\n'
        f'<desc id="{name}-desc">{escape(alt)}</desc>{body}</svg>\n'
    )

"""Data inside of the page, compressed: what the page's script inflates when it is needed."""

from __future__ import annotations

import base64
import gzip
import json

from markupsafe import Markup


def packed(text: str) -> Markup:
    """Text as gzip in base64, which needs no escaping; the same text gives the same result."""
    return Markup(base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode())


class Kept:
    """HTML that is shown when it is asked for, each piece once."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def place(self, html: Markup) -> int:
        """The number under which the page's script finds it."""
        return self._places.setdefault(str(html), len(self._places))

    def packed(self) -> Markup:
        """All of it, in order, as a compressed JSON list."""
        return packed(json.dumps(list(self._places), ensure_ascii=False))

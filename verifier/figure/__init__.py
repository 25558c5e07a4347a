"""Pictures of what is proved and measured, each with its data: for pages and on their own.

Importing this package needs no drawing library.
"""

from __future__ import annotations

from verifier.figure.picture import NAMES, Picture, pictures

__all__ = ["NAMES", "Picture", "pictures"]

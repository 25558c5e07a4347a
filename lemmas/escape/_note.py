"""The note that this folder is about."""

from verifier import Source


def note(section: str, result: str) -> Source:
    """A place in the project's own note on the exact reduction."""
    return Source(
        "escape", section, result, "Exact reduction of one-dimensional deep linear networks"
    )

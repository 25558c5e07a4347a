"""The slides that this folder is about."""

from verifier import Source


def salim(slide: str, result: str) -> Source:
    """A place in Salim's slides on Shamir (2018), by the number of the slide."""
    return Source("salim2019", slide, result, "Salim (slides, KAUST 2019)")

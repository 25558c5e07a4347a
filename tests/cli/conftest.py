"""Commands on lemma files that the tests write, by a backend that only pretends."""

from lemma_files import _own_environment

__all__ = ["_own_environment"]

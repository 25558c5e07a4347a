"""The paper that this folder is about."""

from verifier import Source


def shamir(section: str, result: str) -> Source:
    """A place in Shamir (2019), COLT version."""
    return Source("shamir2019", section, result, "Shamir (COLT 2019)")

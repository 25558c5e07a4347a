"""Every theorem that the kernel makes during the run is remembered, and evaluated at its end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from verifier.kernel import theorem as kernel
from verifier.kernel.theorem import Theorem

LAST = "test_every_theorem.py"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the evaluation of all theorems behind the tests that make them."""
    items.sort(key=lambda item: item.path.name == LAST)


@pytest.fixture(scope="session", autouse=True)
def made_theorems() -> Iterator[dict[tuple[object, object], Theorem]]:
    """The theorems made so far in this process, each once."""
    made: dict[tuple[object, object], Theorem] = {}
    check = kernel.Theorem.__post_init__

    def remember(theorem: Theorem, seal: object) -> None:
        check(theorem, seal)
        made.setdefault((theorem.hypotheses, theorem.conclusion), theorem)

    kernel.Theorem.__post_init__ = remember  # type: ignore[method-assign]
    yield made
    kernel.Theorem.__post_init__ = check  # type: ignore[method-assign]

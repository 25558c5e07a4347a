"""Every theorem that the kernel makes during the run is remembered, and evaluated at its end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from every_theorem import check_all

from verifier.kernel import theorem as kernel
from verifier.kernel.theorem import Theorem

ASKS_FOR_ALL = "test_every_theorem.py"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Has one process of pytest-xdist run all tests of a file, or of a lemma where there are such:
    what is found out for several tests is kept in the process."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            parameters = item.callspec.params if hasattr(item, "callspec") else {}
            item.add_marker(pytest.mark.xdist_group(str(parameters.get("id_", item.path.name))))


@pytest.fixture(scope="session", autouse=True)
def made_theorems(request: pytest.FixtureRequest) -> Iterator[dict[tuple[object, object], Theorem]]:
    """The theorems made so far in this process, each once; looked at in the end if asked for."""
    made: dict[tuple[object, object], Theorem] = {}
    check = kernel.Theorem.__post_init__

    def remember(theorem: Theorem, seal: object) -> None:
        check(theorem, seal)
        made.setdefault((theorem.hypotheses, theorem.conclusion), theorem)

    kernel.Theorem.__post_init__ = remember  # type: ignore[method-assign]
    yield made
    kernel.Theorem.__post_init__ = check  # type: ignore[method-assign]
    if any(item.path.name == ASKS_FOR_ALL for item in request.session.items):
        check_all(made.values())

"""Every theorem that the kernel makes during the run is remembered, and evaluated at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from every_theorem import check_all

from verifier.kernel import theorem as kernel
from verifier.kernel.theorem import Theorem

ASKS_FOR_ALL = "test_every_theorem.py"
LARGEST = "tests/lemmas/test_every_lemma.py"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Has one process of pytest-xdist run all tests of a file, of a lemma in the largest, or all
    lemma files: what is found out for several tests is kept in the process."""
    from xdist.scheduler import LoadScopeScheduling

    class ByWhatIsShared(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _shared(nodeid)

    return ByWhatIsShared(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tells the lemmas' plugin that one process gets them all."""
    node.workerinput["lemmas_together"] = True


def _shared(nodeid: str) -> str:
    file, _, rest = nodeid.partition("::")
    if file.startswith("lemmas/"):
        return "lemmas"
    lemma = re.search(r"\[(\w+/[\w-]+?)(?:-\w+ [^\]]*)?\]$", rest)
    return lemma[1] if lemma and file == LARGEST else file


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

"""Links between the pages lead somewhere, and the files that they name exist."""

from __future__ import annotations

import re

import pytest
from pages import FOLDER, ROOT, quoted, section, sections

PAGES = sorted(
    ("README.md", "verdicts.md", "trust.md", "rules.md", "justifications.md", "procedures.md",
     "extending.md", "prove.md", "escape.md")
)  # fmt: skip
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
FILE = re.compile(r"`((?:verifier|tests|lemmas|docs|benchmarks)/[a-z0-9_/.]+)`")


def anchors(page: str) -> set[str]:
    """The anchors that GitHub makes of the headings."""
    plain = (re.sub(r"[^\w\- ]", "", part.heading.lower()) for part in sections(page))
    return {heading.replace(" ", "-") for heading in plain}


def prose(page: str) -> str:
    """The page without its blocks of code."""
    written = (FOLDER / page).read_text(encoding="utf-8")
    return re.sub(r"^```.*?^```$", "", written, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", PAGES)
def test_links(page: str) -> None:
    for link in LINK.findall(prose(page)):
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        assert (FOLDER / (name or page)).is_file(), link
        if anchor:
            assert anchor in anchors(name or page), link


@pytest.mark.parametrize("page", PAGES)
def test_files(page: str) -> None:
    for name in FILE.findall(prose(page)):
        assert (ROOT / name).exists(), name


def test_every_page_is_in_the_index() -> None:
    rows = section("README.md", "Documentation").rows()
    listed = {link for row in rows for link in LINK.findall(row[0])}
    there = {path.name for path in FOLDER.iterdir() if path.suffix in (".md", ".ipynb")}
    assert listed == there - {"README.md"} | {"../README.md"}


def test_what_is_searched_for_is_found() -> None:
    assert LINK.findall("see [a](b.md#c)") == ["b.md#c"]
    assert FILE.findall("in `verifier/kernel/rules/big.py`") == ["verifier/kernel/rules/big.py"]
    assert "what-a-theorem-says" in anchors("rules.md")
    assert not quoted("nothing")

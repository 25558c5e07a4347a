"""The page in a real browser: it opens, unfolds, filters, links, downloads, at every width."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from verifier.figure import Picture
from verifier.report.html.page import page as write_page
from verifier.report.json_report import dump

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"),
    reason="no Chromium is installed: apt install chromium",
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM is not None, "CI has to have Chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(
    data: dict[str, Any],
    pictures: tuple[Picture, ...],
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    file: Path = tmp_path_factory.mktemp("page") / "report.html"
    file.write_text(write_page(data, pictures), encoding="utf-8")
    return file.as_uri()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Any]:
    """Opens the page; afterwards nothing may have been complained of, nor asked of the network."""
    contexts = []
    heard: list[str] = []

    def opened(at: str = "", width: int = 1280, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on(
            "request",
            lambda request: (
                heard.append(request.url)
                if not request.url.startswith((address, "data:", "blob:"))
                else None
            ),
        )
        page.goto(address + at)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert heard == []


def test_it_opens_quietly_and_shows_what_it_is_about(open_page: Any, data: dict[str, Any]) -> None:
    page = open_page()
    assert page.locator("article").count() == len(data["lemmas"])
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#shown")).to_have_text(f"{len(data['lemmas'])} entries")


def test_a_link_to_a_result_opens_it_and_shows_it(open_page: Any) -> None:
    page = open_page("#mine/theorem-3")
    expect(page.locator("[id='mine/theorem-3'] .statement")).to_be_in_viewport()
    assert page.locator("details.entry[open]").count() == 1


def test_a_link_within_the_page_leads_there(open_page: Any) -> None:
    page = open_page("#mine/lemma-1")
    page.locator("[id='mine/lemma-1'] aside a", has_text="mine/lemma-2").click()
    expect(page.locator("[id='mine/lemma-2'] .statement")).to_be_in_viewport()
    assert page.url.endswith("#mine/lemma-2")


def test_steps_unfold_with_their_mathematics(open_page: Any) -> None:
    page = open_page("#mine/lemma-1")
    entry = page.locator("[id='mine/lemma-1']")
    inner = page.locator("[id='mine/lemma-1:1']")
    entry.locator("details.proof > summary").click()
    block = page.locator("[id='mine/lemma-1:2']")
    expect(block.locator("> details > summary math").first).to_be_visible()
    expect(inner).to_be_hidden()
    block.locator("> details > summary").click()
    expect(inner).to_be_visible()
    expect(block.locator("> details > p")).to_contain_text("arithmetic")
    entry.get_by_role("button", name="Unfold all steps").click()
    assert entry.locator("details.proof details:not([open])").count() == 0


def test_a_premise_leads_to_the_step_that_it_names(open_page: Any) -> None:
    page = open_page("#mine/lemma-1:3")
    step = page.locator("[id='mine/lemma-1:3']")
    expect(step).to_be_in_viewport()
    step.get_by_role("link", name="block").click()
    expect(page.locator("[id='mine/lemma-1:2'] > details")).to_have_attribute("open", "")


def test_a_counterexample_is_worked_through(open_page: Any) -> None:
    page = open_page("#mine/lemma-1-as-printed")
    rows = page.locator("[id='mine/lemma-1-as-printed'] .worked tbody tr")
    expect(rows.last).to_contain_text("1/4 ≥ 1/2")
    expect(rows.last).to_contain_text("false")
    expect(rows.first).to_contain_text("1/2 > 0")


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("verdict", "refuted", ["mine/lemma-1-as-printed", "mine/lemma-1-printed-proof"]),
        ("verdict", "troubled", ["mine/theorem-3"]),
        ("paper", "other", ["other/claim"]),
        ("trust", "Markov's inequality", ["mine/lemma-1"]),
        ("trust", "solver z3 4.12", ["other/claim"]),
        ("variant", "repaired", ["mine/lemma-1"]),
    ],
)
def test_filters_show_what_fits(open_page: Any, field: str, value: str, shown: list[str]) -> None:
    page = open_page()
    page.locator(f"#filters [name={field}]").select_option(value)
    assert _shown(page) == shown
    expect(page.locator("#shown")).to_contain_text(f"{len(shown)} of 6")
    again = open_page(page.evaluate("location.hash"))
    assert _shown(again) == shown


def test_words_are_searched_for_and_all_of_them_have_to_be_there(open_page: Any) -> None:
    page = open_page()
    page.locator("#filters [name=text]").fill("theorem 3 mine")
    assert _shown(page) == ["mine/theorem-3"]
    page.locator("#filters [name=text]").fill("no such words")
    assert _shown(page) == []
    assert page.locator(".paper:visible").count() == 0
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("#shown")).to_have_text("6 entries")


def test_a_link_to_what_is_filtered_away_shows_it(open_page: Any) -> None:
    page = open_page("#?verdict=refuted")
    page.evaluate("location.hash = '#mine/theorem-3'")
    expect(page.locator("[id='mine/theorem-3'] .statement")).to_be_in_viewport()
    page.wait_for_timeout(50)
    assert page.url.endswith("#mine/theorem-3")


def test_going_back_undoes_a_filter(open_page: Any) -> None:
    page = open_page()
    page.locator(".trust a").first.click()
    assert len(_shown(page)) < 6
    page.go_back()
    expect(page.locator("#shown")).to_have_text("6 entries")


def _shown(page: Page) -> list[str]:
    found: list[str] = page.locator("article:visible").evaluate_all("all => all.map(a => a.id)")
    return sorted(found)


def test_the_report_and_the_data_are_downloaded_as_they_are(
    open_page: Any, data: dict[str, Any], pictures: tuple[Picture, ...]
) -> None:
    page = open_page()
    for button, expected in (
        ("Download JSON", dump(data)),
        ("Download the data as CSV", pictures[0].csv),
    ):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        assert Path(download.value.path()).read_text(encoding="utf-8") == expected
    assert json.loads(dump(data))["lemmas"]


def test_everything_can_be_done_with_the_keyboard(open_page: Any) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    expect(page.locator("a.skip:focus")).to_be_in_viewport()
    page.locator("#filters [name=text]").focus()
    page.keyboard.type("turned round")
    assert _shown(page) == ["mine/lemma-1"]
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.entry > summary')")
    page.keyboard.press("Enter")
    expect(page.locator("[id='mine/lemma-1'] .statement")).to_be_visible()
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.tagName"))
        if page.evaluate("document.activeElement === document.body"):
            break
    assert "BODY" in reached, "the keyboard is trapped"


def test_headings_and_controls_have_names_and_an_order(open_page: Any) -> None:
    page = open_page("#mine/lemma-1")
    levels = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all(
        "all => all.filter(h => h.checkVisibility()).map(h => Number(h.tagName[1]))"
    )
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    unnamed = page.locator(
        "button, select, input, [role=group], nav, figure [role=img]"
    ).evaluate_all(
        "all => all.filter(e => !(e.textContent.trim() || e.ariaLabel || e.labels?.length)).length"
    )
    assert unnamed == 0
    assert page.locator("main").count() == page.locator("nav").count() == 1
    landmarks = page.locator("section[aria-label], section[aria-labelledby]").evaluate_all(
        "all => all.map(e => e.ariaLabel ?? "
        "document.getElementById(e.getAttribute('aria-labelledby')).textContent)"
    )
    assert len(landmarks) == len(set(landmarks))


@pytest.mark.parametrize("width", [360, 768, 1400])
def test_nothing_makes_the_page_wider_than_the_screen(
    open_page: Any, data: dict[str, Any], width: int
) -> None:
    page = open_page("#mine/lemma-2", width=width)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    expect(page.locator("[data-p], [data-m]:not([data-m=''])")).to_have_count(0)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    unreachable = page.locator(".m").evaluate_all(
        "all => all.filter(e => e.scrollWidth > e.clientWidth && e.tabIndex < 0).length"
    )
    assert unreachable == 0, "what is scrolled is scrolled with the keyboard, too"
    narrowest = page.locator(".statement").evaluate_all(
        "all => Math.min(...all.map(e => e.clientWidth))"
    )
    assert narrowest > 0.4 * min(width, 1000)


def test_dark_and_light_follow_the_system_and_the_button(open_page: Any) -> None:
    page = open_page(color_scheme="dark")
    dark = _background(page)
    page.locator("#theme").click()
    light = _background(page)
    assert sum(dark) < 200
    assert sum(light) > 600
    page.reload()
    assert _background(page) == light
    assert _background(open_page(color_scheme="light")) == light


def _background(page: Page) -> list[int]:
    return _colour(page, "backgroundColor")


def _colour(page: Page, of: str) -> list[int]:
    style = f"getComputedStyle(document.documentElement).{of}"
    return [int(part) for part in page.evaluate(f"{style}.match(/\\d+/g)")[:3]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_the_page(open_page: Any, scheme: str) -> None:
    """Contrasts of at least 4.5, as WCAG asks."""
    page = open_page("#mine/lemma-1-as-printed", color_scheme=scheme)
    contrasts = page.evaluate(CONTRASTS)
    assert contrasts
    assert min(contrasts) >= 4.5


CONTRASTS = """() => {
  const light = (colour) => {
    const parts = colour.match(/[0-9.]+/g).slice(0, 3).map((c) => c / 255)
      .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/, 0\\)$/.test(colour)) return colour;
    }
  };
  const said = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  return [...document.querySelectorAll("body *")]
    .filter((e) => e.checkVisibility() && said(e))
    .map((e) => [light(getComputedStyle(e).color), light(behind(e))].sort((a, b) => b - a))
    .map(([a, b]) => (a + 0.05) / (b + 0.05));
}"""


def test_printing_everything_unfolds_it_and_folds_it_again(open_page: Any) -> None:
    page = open_page()
    page.evaluate(PRINTED)
    page.locator("#print-all").click()
    # The page's policy forbids what `wait_for_function` does while it waits.
    expect(page.locator("html")).to_have_attribute("data-left", "0")
    assert page.locator("main details[open]").count() == 0
    page.emulate_media(media="print", color_scheme="dark")
    assert sum(_colour(page, "color")) < 200
    expect(page.locator("#filters")).to_be_hidden()


PRINTED = """() => {
  const left = "main details:not([open]), [data-p], [data-m]:not([data-m=''])";
  window.print = () => {
    document.documentElement.dataset.left = document.querySelectorAll(left).length;
  };
}"""


def test_without_scripts_everything_can_be_read(open_page: Any) -> None:
    page = open_page(java_script_enabled=False)
    expect(page.locator("#filters")).to_be_hidden()
    page.locator("[id='mine/lemma-1'] > details > summary").click()
    page.locator("[id='mine/lemma-1'] details.proof > summary").click()
    expect(page.locator("[id='mine/lemma-1'] details.proof")).to_contain_text("x**2 <= x")

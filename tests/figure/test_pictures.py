"""Pictures that stand in a page, and what they do with bounds that are no longer proved."""

from __future__ import annotations

import copy
import re
import time
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import numpy
import pytest
from matplotlib.image import imread

from verifier.figure import NAMES, Picture, escape_runs, escape_times, pictures
from verifier.figure.kind import Kind, image
from verifier.figure.landscape import KIND as LANDSCAPE
from verifier.figure.table import Table, committed, read

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_can_stand_in_a_page(drawn: Mapping[str, Picture], name: str) -> None:
    picture = drawn[name]
    root = ElementTree.fromstring(picture.svg)
    assert root.tag == f"{SVG}svg"
    assert {"viewBox", "role"} <= set(root.attrib)
    assert not {"width", "height"} & set(root.attrib)  # the page says how wide it is
    assert picture.svg.startswith("<svg")
    assert not re.search(r"<style|<\?xml|<!DOCTYPE|<script|<image|href=\"http", picture.svg)
    assert root.find(f"{SVG}title") is not None and root.find(f"{SVG}desc") is not None


@pytest.mark.parametrize("name", NAMES)
def test_text_is_text_and_what_is_not_coloured_takes_the_colour_of_the_page(
    drawn: Mapping[str, Picture], name: str
) -> None:
    svg = drawn[name].svg
    texts = [element.text for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]
    assert len(texts) > 10
    assert "currentColor" in svg
    assert not re.search(r"#000\b|#000000|fill: *black|#fff\b|#ffffff", svg)


def test_ids_of_pictures_do_not_clash_and_references_are_found(
    drawn: Mapping[str, Picture],
) -> None:
    ids: list[str] = []
    for picture in drawn.values():
        own = re.findall(r'\bid="([^"]*)"', picture.svg)
        used = re.findall(r'(?:url\(#|href="#)([^)"]*)', picture.svg)
        assert set(used) <= set(own)
        ids += own
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", NAMES)
def test_words_and_data_come_with_a_picture(drawn: Mapping[str, Picture], name: str) -> None:
    picture = drawn[name]
    assert picture.title and len(picture.alt) > 80
    assert "Measured" in picture.caption and "Proved" in picture.caption
    assert read(picture.csv).rows


def test_drawing_again_gives_the_same(drawn: Mapping[str, Picture]) -> None:
    from verifier.figure.kind import picture

    again = picture(LANDSCAPE, committed(LANDSCAPE.name))
    assert again == drawn["landscape"]


def test_without_a_report_there_is_no_picture_of_measurements() -> None:
    started = time.monotonic()
    assert [picture.name for picture in pictures(None, pytest.fail)] == [
        n for n in NAMES if n != "tightness"
    ]
    assert time.monotonic() - started < 10  # some two seconds on a machine that is not busy


@pytest.mark.parametrize("kind", [escape_times.KIND, LANDSCAPE], ids=lambda kind: kind.name)
def test_a_png_opens_and_is_not_blank(kind: Kind) -> None:
    pixels = imread(BytesIO(image(kind, committed(kind.name))))
    assert min(pixels.shape[:2]) > 500
    assert len(numpy.unique(pixels[..., :3].reshape(-1, 3), axis=0)) > 20
    assert numpy.all(pixels[0, 0, :3] == 1)  # on white


def _changed(report: Mapping[str, Any], name: str, **changes: Any) -> dict[str, Any]:
    new = copy.deepcopy(dict(report))
    next(lemma for lemma in new["lemmas"] if lemma["id"] == name).update(changes)
    return new


@pytest.mark.parametrize(
    "changes", [{"statement": {"text": "another statement"}}, {"verdict": "unknown"}]
)
def test_a_bound_that_is_no_longer_proved_as_it_was_is_not_drawn(
    report: Mapping[str, Any], changes: Mapping[str, Any]
) -> None:
    name = escape_runs.THEOREM_3
    found = {p.name: p for p in pictures(_changed(report, name, **changes), pytest.fail)}
    rows = read(found["escape-times"].csv).rows
    own = [c for c in rows[0] if c.startswith(f"log10: {name}: ")]
    others = [c for c in rows[0] if c.startswith(f"log10: {escape_runs.THEOREM_3_STRONG}: ")]
    assert own and not any(row[column] for row in rows for column in own)
    assert any(row[column] for row in rows for column in others)
    assert f"Left out: the bounds of {name}," in found["escape-times"].caption


def test_nothing_is_left_out_while_all_is_proved(drawn: Mapping[str, Picture]) -> None:
    assert "Left out" not in drawn["escape-times"].caption


def test_entries_of_two_papers_with_one_name_are_told_apart(report: Mapping[str, Any]) -> None:
    first = report["lemmas"][0]
    twins = [{**first, "id": f"{paper}/theorem-1"} for paper in ("one", "two")]
    svg = next(p.svg for p in pictures({"lemmas": twins}, pytest.fail) if p.name == "tightness")
    assert "one/theorem-1" in svg and "two/theorem-1" in svg


def test_a_bound_that_a_measurement_contradicts_is_named(report: Mapping[str, Any]) -> None:
    first = report["lemmas"][0]
    broken = {**first["measurements"][0], "bound_holds": False}
    made = pictures({"lemmas": [{**first, "measurements": [broken]}]}, pytest.fail)
    assert "contradicted" in next(p.svg for p in made if p.name == "tightness")
    assert "contradicted" not in next(
        p.svg for p in pictures(report, pytest.fail) if p.name == "tightness"
    )


def test_bounds_lie_on_their_side_of_what_is_measured(drawn: Mapping[str, Picture]) -> None:
    rows = read(drawn["tightness"].csv).rows
    assert {row["lemma"] for row in rows} == set(escape_runs.LEMMAS)
    assert all(
        (row["least"], row["greatest"], row["values"]) == ("-1", "-0.6", "2") for row in rows
    )


def test_a_report_has_the_pictures_of_its_papers_alone(report: dict[str, Any]) -> None:
    other = [{**lemma, "paper": "mine"} for lemma in report["lemmas"]]
    assert [p.name for p in pictures({"lemmas": other}, pytest.fail)] == ["tightness"]


def test_a_picture_whose_data_is_missing_is_left_out(
    report: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> Table:
        raise FileNotFoundError(f"no {name}.csv")

    monkeypatch.setattr("verifier.figure.figure_1.committed", missing)
    said: list[str] = []
    found = [picture.name for picture in pictures(report, said.append)]
    assert found == [name for name in NAMES if name != "figure-1"]
    assert said == ["the picture figure-1 is left out: no figure-1.csv"]

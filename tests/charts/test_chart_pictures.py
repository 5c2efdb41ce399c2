"""Charts: the pictures. Same bytes, valid specifications, colours that keep apart, and everything a lone picture must say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import altair as alt
import pytest
from lxml import etree

from analysis.charts import CHARTS, COLOURS, NARROW, WIDE, edition, foot, frame_of_picture, rows_of, specification, svg
from analysis.charts.chart import says
from analysis.charts.marks import key
from analysis.charts.theme import DASHES, MARKERS, company_of, lines
from analysis.package import Package

ASSETS = Path(__file__).parents[2] / "analysis/publish/assets"
SVG = "{http://www.w3.org/2000/svg}"


class Made(dict[Any, str]):
    """What a function makes of each key that is asked for, made once."""

    def __init__(self, make: Callable[[Any], str]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, key: Any) -> str:
        return self.setdefault(key, self.make(key))


@pytest.fixture(scope="module")
def drawn(package: Package) -> Made:
    """The drawing of a chart at a width."""
    return Made(lambda wanted: svg(package, *wanted))


@pytest.fixture(scope="module")
def specified(package: Package) -> Made:
    """The specification of a chart."""
    return Made(lambda name: specification(package, name))


def texts(drawing: str) -> str:
    """All words of a picture, lines joined by spaces."""
    return " ".join("".join(one.itertext()) for one in etree.fromstring(drawing.encode()).iter(f"{SVG}text", f"{SVG}tspan"))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one) + 0.05, luminance(other) + 0.05), reverse=True)
    return light / dark


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_the_same_twice(package: Package, drawn: Made, specified: Made, name: str) -> None:
    assert svg(package, name, WIDE) == drawn[name, WIDE]
    assert specification(package, name) == specified[name]


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_value_of_the_table_has_a_mark(package: Package, drawn: Made, name: str, width: int) -> None:
    root = etree.fromstring(drawn[name, width].encode())
    numbers = {int(str(number)) for number in root.xpath("//@data-v")}
    assert numbers == set(range(len(CHARTS[name].frame(package))))


def marks(drawing: str) -> dict[int, tuple[float, float, float]]:
    """For each row of the table its mark: how far right, how high, and at which part of itself a fade has or takes its full colour."""
    root, found = etree.fromstring(drawing.encode()), {}
    for mark in root.xpath("//*[@data-v]"):
        right, high = float((re.findall(r"translate\(([-\d.]+)", mark.get("transform", "")) or ["0"])[0]), 0.0
        if box := re.match(r"M([-\d.]+),[-\d.]+h([\d.]+)v([\d.]+)", mark.get("d", "")):
            right, high = right + float(box[1]) + float(box[2]), float(box[3])
        fade = re.findall(r"url\(#([^)]+)\)", mark.get("fill", ""))
        stops = root.xpath(f"//*[@id='{fade[0]}']/*[2]/@offset") if fade else ["1"]
        found[int(mark.get("data-v"))] = (right, high, float(stops[0]))
    return found


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_bar_is_as_long_as_its_value(package: Package, drawn: Made, width: int) -> None:
    rows, found = rows_of(CHARTS["commitments"].frame(package)), marks(drawn["commitments", width])
    scale = found[1][0] / rows[1]["low"]  # pixels for a billion, of a bar without a fade
    for number, row in enumerate(rows):
        right, _, full = found[number]
        drawn_value = right if row["high"] == row["high"] else right * full  # a floor begins to fade where it is
        stated = row["low"] if row["high"] != row["high"] else row["high"]
        assert drawn_value == pytest.approx(stated * scale, abs=0.3), row["label"]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_dot_and_the_end_of_a_ceiling_lie_on_one_axis(package: Package, drawn: Made, width: int) -> None:
    rows, found = rows_of(CHARTS["peers"].frame(package)), marks(drawn["peers", width])
    (scale,) = {round(found[number][0] / row["high"], 1) for number, row in enumerate(rows)}
    assert scale > 1


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_column_is_as_high_as_its_value(package: Package, drawn: Made, width: int) -> None:
    rows, found = rows_of(CHARTS["capex"].frame(package)), marks(drawn["capex", width])
    scale = found[0][1] / rows[0]["low"]
    columns = [(row, found[number][1]) for number, row in enumerate(rows) if row["kind"] == "company"]
    assert len(columns) == 12
    assert [high for _, high in columns] == [pytest.approx(row["low"] * scale, abs=0.2) for row, _ in columns]


def test_an_arrow_is_as_wide_as_its_amount(package: Package, drawn: Made) -> None:
    found = dict(re.findall(r'stroke-width="(\d+)"[^>]*data-v="(\d)"', drawn["flows", WIDE]))
    rows = rows_of(CHARTS["flows"].frame(package))
    assert {int(number): float(wide) for wide, number in found.items()} == {
        number: row["low"] if row["high"] != row["high"] else row["high"] for number, row in enumerate(rows)
    }


@pytest.mark.parametrize("name", CHARTS)
def test_a_drawing_has_a_label_a_width_and_ids_of_its_own(package: Package, drawn: Made, name: str) -> None:
    for width, size in ((WIDE, "wide"), (NARROW, "narrow")):
        root = etree.fromstring(drawn[name, width].encode())
        assert (root.get("role"), root.get("aria-label"), root.get("width")) == ("img", CHARTS[name].describe(package), str(width))
        ids = [str(one) for one in root.xpath("//@id")]
        assert all(one.startswith(f"{name}-{size}-") for one in ids)
        assert set(re.findall(r"url\(#([^)]+)\)", drawn[name, width])) <= set(ids)


@pytest.mark.parametrize("name", CHARTS)
def test_the_page_has_no_title_twice(package: Package, drawn: Made, name: str) -> None:
    assert lines(CHARTS[name].title(package), WIDE)[0] not in texts(drawn[name, WIDE])


@pytest.mark.parametrize("name", CHARTS)
def test_a_picture_alone_says_what_unit_source_edition_and_licence(package: Package, name: str) -> None:
    chart, around = CHARTS[name], "".join(frame_of_picture(package, CHARTS[name])[:2])
    said = texts(f'<svg xmlns="http://www.w3.org/2000/svg">{around}</svg>').replace("\u00a0", " ")
    for text in (chart.title(package), chart.subtitle(package), foot(package, chart)):
        assert text.replace("\u00a0", " ") in said
    assert all(publisher in foot(package, chart) for publisher in chart.sources(package))
    assert edition(package) == "The AI compute pact, edition 1.0.0, 26 November 2026. CC BY 4.0."


@pytest.mark.parametrize("name", CHARTS)
def test_a_specification_is_valid_complete_and_readable(package: Package, specified: Made, name: str) -> None:
    found = json.loads(specified[name])
    alt.VConcatChart.from_dict(found, validate=True)  # raises where Vega-Lite's schema does not allow it
    title = " ".join(found["title"]["text"]).replace("\u00a0", " ")
    assert title == CHARTS[name].title(package).replace("\u00a0", " ")
    assert " ".join(found["title"]["subtitle"]).replace("\u00a0", " ") == CHARTS[name].subtitle(package).replace("\u00a0", " ")
    assert "CC BY 4.0" in json.dumps(found["datasets"])
    rows = [row for data in found["datasets"].values() for row in data]
    fields = {"label", "company", "period", "low", "high", "unit", "bound", "words"}
    kept = {says(row) for row in rows if fields <= set(row)}
    assert kept >= {says(row) for row in rows_of(CHARTS[name].frame(package))}
    assert len(specified[name]) < 40_000


def test_lines_of_a_key_stand_at_least_8_pixels_apart() -> None:
    shown = [("dot", "#000000", "some words that need room")] * 4
    drawn = key(NARROW, *shown).to_dict()
    middles = sorted({layer["encoding"]["y"]["value"] for layer in drawn["layer"] if layer["mark"]["type"] == "text"})
    assert len(middles) > 1
    assert all(after - before >= 8 + 13 for before, after in pairwise(middles))  # 13: from the top of a letter to the foot of a g
    assert drawn["height"] - middles[-1] >= 8


# ------------------------------------------------------------ colours


def test_every_colour_carries_text_on_white_and_on_dark() -> None:
    for name, (light, dark) in COLOURS.items():
        if name not in ("hair", "paper"):
            assert contrast(light, "#ffffff") >= 4.5, name
            assert contrast(dark, COLOURS["paper"][1]) >= 4.5, name


@pytest.mark.parametrize("side", [0, 1])
def test_companies_that_share_a_chart_differ_in_luminance_dash_and_marker(side: int) -> None:
    for one, other in combinations(("amazon", "microsoft", "alphabet", "meta"), 2):
        assert contrast(COLOURS[one][side], COLOURS[other][side]) >= 1.5, (one, other)
        assert DASHES[one] != DASHES[other]
        assert MARKERS[one] != MARKERS[other]
    for other in ("microsoft", "amazon"):  # beside one another in the diagram of payments
        assert contrast(COLOURS["nvidia"][side], COLOURS["microsoft"][side]) >= 1.45, other


def test_a_company_keeps_its_colour_in_every_chart(specified: Made) -> None:
    found = 0
    for text in (specified[name].replace(" ", "") for name in CHARTS):
        for scale in re.findall(r'"field":"company",(?:"legend":null,)?"scale":(\{[^}]*\})', text):
            shown = json.loads(scale)
            for company, colour in zip(shown["domain"], shown["range"], strict=True):
                if isinstance(colour, str) and colour.startswith("#"):
                    assert colour == COLOURS[company][0]
                    found += 1
    assert found > 20


def test_a_service_has_the_colour_of_its_owner(package: Package) -> None:
    owners = {name: company_of(package, name) for name in ("azure", "aws", "google-cloud", "coreweave", "anthropic")}
    assert owners == {"azure": "microsoft", "aws": "amazon", "google-cloud": "alphabet", "coreweave": "other", "anthropic": "anthropic"}


def test_every_colour_of_a_chart_has_its_dark_twin_in_the_style_sheet(drawn: Made) -> None:
    css = (ASSETS / "briefing.css").read_text("utf-8")
    for drawing in (drawn[name, width] for name in CHARTS for width in (WIDE, NARROW)):
        for kind, colour in re.findall(r'(fill|stroke|stop-color)="(#[0-9a-f]{6})(?:00)?"', drawing):
            assert f'.chart [{kind}="{colour}"]' in css, (kind, colour)
        assert not re.findall(r'(?:fill|stroke|stop-color)="(?!#|none|url|transparent)[^"]+"', drawing)


def test_the_style_sheet_has_the_table_of_colours() -> None:
    css = (ASSETS / "briefing.css").read_text("utf-8")
    for name, (light, dark) in COLOURS.items():
        if name not in ("article", "other", "hair", "paper"):  # these are the page's own
            assert f"light-dark({light}, {dark})" in css, name

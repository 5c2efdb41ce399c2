"""What scripts add to the charts, and the explorer: values in words, files with the right bytes, the arithmetic of Python."""

from __future__ import annotations

import struct
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page, expect
from rendered import Rendered, plain
from test_page import opened

from analysis import DataPackage
from analysis.charts import CHARTS, specification
from analysis.charts.data import as_csv
from analysis.report.explorer import Slider, results, sliders
from analysis.report.briefing import NARROW, WIDE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def page(browser: Browser, rendered: Rendered) -> Page:
    return opened(browser, rendered)


# ------------------------------------------------------------ charts


def test_every_download_has_the_bytes_that_python_makes(page: Page, package: DataPackage, tmp_path: Path) -> None:
    for name, chart in CHARTS.items():
        tools = page.locator(f".chart-tools[data-chart={name}]")
        tools.locator("summary", has_text="Download").click()
        files = {}
        for kind in ("CSV", "SVG", "PNG", "Vega-Lite"):
            with page.expect_download() as download:
                tools.get_by_role("button", name=kind).click()
            download.value.save_as(tmp_path / kind)
            files[download.value.suggested_filename] = (tmp_path / kind).read_bytes()
        assert list(files) == [f"{name}.csv", f"{name}.svg", f"{name}.png", f"{name}.vl.json"]
        assert files[f"{name}.csv"] == as_csv(chart.values(package)).encode()
        assert files[f"{name}.vl.json"] == specification(package, name, WIDE).encode()
        svg = etree.fromstring(files[f"{name}.svg"])
        assert (svg.get("role"), svg.get("aria-label")) == ("img", chart.describe(package))
        for part in (b'font-family: "Source Sans 3"', b"base64,"):
            assert part in files[f"{name}.svg"]
        assert not svg.xpath("//@tabindex | //@data-v")
        width, height = (float(str(svg.get(side))) for side in ("width", "height"))
        assert struct.unpack(">II", files[f"{name}.png"][16:24]) == (2 * width, 2 * height)


def test_without_scripts_each_chart_has_its_table(browser: Browser, rendered: Rendered, package: DataPackage) -> None:
    still = opened(browser, rendered, script=False)
    for name, chart in CHARTS.items():
        tools = still.locator(f".chart-tools[data-chart={name}]")
        tools.locator("summary").click()
        said = tools.locator("tbody tr").evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.textContent))")
        assert [row[0] for row in said] == [value.label for value in chart.values(package)]
        assert all(value.words in row for row, value in zip(said, chart.values(package), strict=True))
        assert tools.locator("caption").is_visible()
        assert tools.locator("summary").count() == 1  # no download that would do nothing
    assert still.locator("#explorer").is_hidden()
    assert still.locator("#tbl-explore-price").is_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_chart_is_one_stop_and_arrow_keys_walk_all_its_values(
    browser: Browser, rendered: Rendered, package: DataPackage, width: int
) -> None:
    page = opened(browser, rendered, width)
    for name, chart in CHARTS.items():
        svg = page.locator(f"#fig-{name} .chart-{'narrow' if width < 640 else 'wide'} svg")
        expect(svg.locator("[tabindex='0']")).to_have_count(1)
        svg.locator("[tabindex='0']").focus()
        for value in chart.values(package):
            label = ", ".join(filter(None, (value.label, value.period)))
            assert page.evaluate("document.activeElement.getAttribute('aria-label')") == f"{label}: {value.words}"
            assert page.locator(".chart-tip").text_content() == label + value.words
            page.keyboard.press("ArrowRight")
        box = page.locator(".chart-tip").bounding_box()
        assert box is not None
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width
        page.keyboard.press("Escape")
        expect(page.locator(".chart-tip")).to_be_hidden()
        assert page.evaluate("document.activeElement.parentElement.parentElement.dataset.chart") == name


def test_a_mouse_near_a_mark_shows_its_value(page: Page) -> None:
    mark = page.locator("#fig-peers .chart-wide circle[data-v]").first
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2 + 6, box["y"] + box["height"] / 2)
    expect(page.locator(".chart-tip")).to_be_visible()
    assert page.locator(".chart-tip strong").text_content() == "$250 billion"
    page.mouse.move(box["x"], box["y"] - 400)
    expect(page.locator(".chart-tip")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_of_charts_stand_out_from_the_page(browser: Browser, rendered: Rendered, scheme: str) -> None:
    page = opened(browser, rendered, scheme=scheme)
    least = page.evaluate(
        """() => {
          const rgb = c => c.match(/[\\d.]+/g).map(Number), lum = c => rgb(c).slice(0, 3).map(v => v / 255)
            .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [.2126, .7152, .0722][i], 0);
          const ground = rgb(getComputedStyle(document.body).backgroundColor);
          const over = (c, o) => `rgb(${rgb(c).slice(0, 3).map((v, i) => v * o + ground[i] * (1 - o)).join(",")})`;
          let least = 21;
          for (const e of document.querySelectorAll(".chart-wide svg [data-v]")) {
            const s = getComputedStyle(e), paint = s.fill !== "none" ? s.fill : s.stroke;
            if (!paint.startsWith("rgb")) continue; // a gradient: its solid end has the colour of another mark
            const [a, b] = [lum(over(paint, Number(s.opacity))), lum(over("rgb(0,0,0)", 0))].sort((x, y) => y - x);
            least = Math.min(least, (a + .05) / (b + .05));
          }
          return least; }"""
    )
    assert least >= 3


# ------------------------------------------------------------ the explorer

SET = """at => { for (const [name, value] of Object.entries(at)) {
    const input = document.getElementById(`x-${name}`); input.value = value; input.dispatchEvent(new Event("input", {bubbles: true})); }
  return Object.fromEntries([...document.querySelectorAll("#explorer output")].map(o => [o.id.slice(2), o.textContent])); }"""


def positions(slider: Slider) -> list[Decimal]:
    return [slider.low + number * slider.step for number in range(int((slider.high - slider.low) / slider.step) + 1)]


def test_the_explorer_says_what_python_says_at_every_position(page: Page, package: DataPackage) -> None:
    price, used, growth = sliders(package)
    places = [(*place, growth.start) for place in product(positions(price), positions(used))]
    places += [(price.start, used.start, rate) for rate in positions(growth)]
    asked = [dict(zip(("price", "used", "growth"), map(str, place), strict=True)) for place in places]
    said = page.evaluate(f"(all) => all.map({SET})", asked)
    for place, found in zip(places, said, strict=True):
        assert found == {one.name: one.words for one in results(package, *place)}, place


def test_marks_of_the_explorer_are_the_values_of_the_sources(page: Page, package: DataPackage) -> None:
    for slider in sliders(package):
        for mark in slider.marks:
            page.locator(f"#explorer [data-for=x-{slider.name}]", has_text=mark.label).click()
            assert Decimal(page.locator(f"#x-{slider.name}").input_value()) == mark.value
            assert page.locator(f"#x-{slider.name}-said").text_content() == slider.says(mark.value)
            assert page.locator(f"#x-{slider.name}").get_attribute("aria-valuetext") == slider.says(mark.value)
    page.get_by_role("button", name="Start again").click()
    assert [Decimal(page.locator(f"#x-{one.name}").input_value()) for one in sliders(package)] == [one.start for one in sliders(package)]


def test_the_address_holds_what_is_chosen_and_a_shared_view_comes_back(browser: Browser, rendered: Rendered) -> None:
    first = opened(browser, rendered)
    first.locator("#x-price").focus()
    first.keyboard.press("End")
    first.keyboard.press("ArrowLeft")
    chosen = first.locator("#x-price").input_value()
    assert f"#explore?price={chosen}&" in first.url
    second = opened(browser, rendered, anchor="#" + first.url.partition("#")[2])
    assert second.locator("#x-price").input_value() == chosen
    assert second.locator("#x-bought").text_content() == first.locator("#x-bought").text_content()
    expect(second.locator("#explorer")).to_be_in_viewport()
    first.locator("a.number").first.evaluate("link => location.hash = link.hash")  # anchors still work
    assert "#explore" not in first.url


@pytest.mark.parametrize("anchor", ["#explore?price=1e99&used=-5&growth=", "#explore?price=NaN&growth=<b>", "#explore?", "#explore"])
def test_an_address_that_makes_no_sense_does_no_harm(browser: Browser, rendered: Rendered, package: DataPackage, anchor: str) -> None:
    page = opened(browser, rendered, anchor=anchor)
    values = {one.name: Decimal(page.locator(f"#x-{one.name}").input_value()) for one in sliders(package)}
    assert all(one.low <= values[one.name] <= one.high for one in sliders(package))
    said = page.evaluate(SET, {})
    assert said == {one.name: one.words for one in results(package, *values.values())}


def test_the_tables_of_cases_say_what_python_says(rendered: Rendered, package: DataPackage) -> None:
    price, used, growth = sliders(package)
    text = plain(" ".join(element.text_content() for element in rendered.find("//*[starts-with(@id, 'tbl-explore')]//tbody")))
    for slider in (price, growth):
        for mark in slider.marks:
            chosen = [mark.value if one is slider else used.high if one is used else one.start for one in (price, used, growth)]
            found = {one.name: plain(one.words) for one in results(package, *chosen)}
            wanted = ("bought", "lasts") if slider is price else ("last", "total")
            assert " ".join([plain(f"{mark.label}: {slider.says(mark.value)}"), *(found[name] for name in wanted)]) in " ".join(
                text.split()
            )


def test_charts_have_one_width_for_each_screen(rendered: Rendered) -> None:
    assert {svg.get("width") for svg in rendered.find("//*[@class='chart-wide']/*")} == {str(WIDE)}
    assert {svg.get("width") for svg in rendered.find("//*[@class='chart-narrow']/*")} == {str(NARROW)}

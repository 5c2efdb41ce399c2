"""Charts in a real browser: letters of a size to read, labels clear of rules and of one another, marks that answer."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from analysis.charts import CHARTS, NARROW, WIDE, evidence, svg
from analysis.package import Package
from analysis.report.interactive import chart_tools

pytestmark = pytest.mark.slow
ASSETS = Path(__file__).parents[2] / "analysis/publish/assets"
COUNTS = {"primary": 61, "press": 24, "relay": 12, "arithmetic": 48, "assumption": 9, "article": 31}
# Boxes of words and of rules; a box of words is that of its letters, without the space above and below them.
BOXES = """svg => {
    const box = one => { const { left, top, right, bottom } = one.getBoundingClientRect(); return { left, top, right, bottom }; };
    const whole = box(svg), scale = (whole.right - whole.left) / svg.viewBox.baseVal.width;
    const lines = [...svg.querySelectorAll("text")].flatMap(text => text.querySelector("tspan")
        ? [...text.querySelectorAll("tspan")].map(one => {
            const at = one.getStartPositionOfChar(0), end = one.getEndPositionOfChar(one.getNumberOfChars() - 1), to = text.getScreenCTM();
            const left = to.a * at.x + to.e, right = to.a * end.x + to.e, y = to.d * at.y + to.f;
            return { left, right, top: y - 10 * scale, bottom: y + 3 * scale, text: one.textContent };
          })
        : [text].map(one => { const { left, right, top, bottom } = box(one); const far = (bottom - top - 13 * scale) / 2;
            return { left, right, top: top + far, bottom: bottom - far, text: one.textContent }; }));
    const size = Math.min(...[...svg.querySelectorAll("text")].map(one => parseFloat(getComputedStyle(one).fontSize) * scale));
    const most = Math.max(...[...svg.querySelectorAll("text")].map(one => parseFloat(getComputedStyle(one).fontSize) * scale));
    const rules = [...svg.querySelectorAll("line:not([data-v])")].map(box);
    return { whole, lines, rules, size, most };
}"""


@pytest.fixture(scope="module")
def page(browser: Browser, package: Package) -> Iterator[Page]:
    """A page that holds every chart as the briefing does, and nothing else."""
    fonts = "".join(
        f"@font-face {{ font-family: 'Source Sans 3'; font-weight: {weight}; src: url(data:font/woff2;base64,"
        f"{base64.b64encode((ASSETS / f'fonts/source-sans-3-latin-{weight}-normal.woff2').read_bytes()).decode()}) }}"
        for weight in (400, 600)
    )
    units = []
    for chart in [*CHARTS.values(), evidence(COUNTS)]:
        wide, narrow = (svg(package, chart, width) for width in (WIDE, NARROW))
        units.append(
            f'<figure class="chart" id="fig-{chart.name}"><p><span class="chart-title">{chart.title(package)}</span></p>'
            f'<div class="chart-wide">{wide}</div><div class="chart-narrow">{narrow}</div></figure>{chart_tools(package, chart)}'
        )
    trace = '<div class="trace" id="c-cloud_growth-aws-2025-q2-growth">17.5%</div>'
    style, script = ((ASSETS / name).read_text("utf-8") for name in ("briefing.css", "charts.js"))
    content = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><style>{style}{fonts}</style><main>{"".join(units)}{trace}</main>'
        f"<script>{script}</script>"
    )
    tab = browser.new_page()
    tab.set_content(content)
    tab.evaluate("document.fonts.ready")
    yield tab
    tab.close()


@pytest.mark.parametrize("width", [320, 390, 560, 640, 800, 1280])
def test_letters_are_12_to_16_pixels_high(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for name in CHARTS:
        drawings = [one for one in page.locator(f"#fig-{name} svg").all() if one.is_visible()]
        assert len(drawings) == 1
        boxes = drawings[0].evaluate(BOXES)
        assert 12 <= boxes["size"] <= boxes["most"] <= 16, (name, boxes["size"], boxes["most"])


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", [*CHARTS, "evidence"])
def test_no_label_lies_on_another_is_crossed_by_a_rule_or_leaves_the_picture(page: Page, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    (drawing,) = (one for one in page.locator(f"#fig-{name} svg").all() if one.is_visible())
    boxes = drawing.evaluate(BOXES)
    labels, rules, whole = boxes["lines"], boxes["rules"], boxes["whole"]

    def meet(one: dict[str, float], other: dict[str, float], slack: float = 0.5) -> bool:
        return (
            min(one["right"], other["right"]) - max(one["left"], other["left"]) > slack
            and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > slack
        )

    def crossed(label: dict[str, float], rule: dict[str, float]) -> bool:
        across = rule["right"] > label["left"] + 0.5 and rule["left"] < label["right"] - 0.5
        return across and rule["bottom"] > label["top"] + 0.5 and rule["top"] < label["bottom"] - 0.5

    found = [(one["text"], other["text"]) for at, one in enumerate(labels) for other in labels[at + 1 :] if meet(one, other)]
    found += [(one["text"], f"rule {rule}") for one in labels for rule in rules if crossed(one, rule)]
    found += [(one["text"], "the edge") for one in labels if one["left"] < whole["left"] - 2 or one["right"] > whole["right"] + 2]
    assert found == []


def test_a_pointer_reads_all_series_at_a_date(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    mark = page.locator("#fig-quarters .chart-wide [data-v].dot").nth(10)
    mark.scroll_into_view_if_needed()
    before = mark.bounding_box()
    mark.hover(force=True)
    after = mark.bounding_box()
    assert before is not None
    assert after is not None
    assert 1.3 < after["width"] / before["width"] < 1.8  # it grows, and stays where it is
    assert abs(before["x"] + before["width"] / 2 - after["x"] - after["width"] / 2) < 1
    tip = page.locator(".chart-tip")
    assert tip.locator("p").count() == 3
    assert "quarter to 30 June 2025" in tip.inner_text()
    assert "17.5%" in tip.inner_text()
    assert page.locator("#fig-quarters .near").count() == 3


def test_the_keyboard_walks_the_values_and_enter_opens_their_trace(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    svg_marks = page.locator("#fig-quarters .chart-wide [data-v]")
    svg_marks.first.focus()
    page.keyboard.press("ArrowRight")
    assert "Growth of Azure" in page.evaluate("document.activeElement.getAttribute('aria-label')")
    rows = page.locator(".chart-tools[data-chart=quarters] tbody tr").all_text_contents()
    (index,) = (number for number, row in enumerate(rows) if "aws-2025-q2:" in row)
    page.locator(f"#fig-quarters .chart-wide [data-v='{index}']").evaluate("mark => mark.focus()")
    page.keyboard.press("Enter")
    assert page.locator("a.chart-anchor").get_attribute("href") == "#c-cloud_growth-aws-2025-q2-growth"


def test_a_value_without_a_trace_opens_its_row(page: Page) -> None:
    page.locator("#fig-capex .chart-wide [data-v='0']").first.evaluate("mark => mark.focus()")
    page.keyboard.press("Enter")
    assert page.locator(".chart-tools[data-chart='capex'] details").first.get_attribute("open") is not None


def test_downloads_are_complete(page: Page, package: Package) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    tools = page.locator(".chart-tools[data-chart='flows']")
    tools.locator("summary", has_text="Download").click()
    found = {}
    for kind in ("CSV", "SVG", "PNG", "Vega-Lite"):
        with page.expect_download() as waiting:
            tools.get_by_role("button", name=kind, exact=True).click()
        found[kind] = Path(waiting.value.path()).read_bytes()
    title = CHARTS["flows"].title(package).replace("\u00a0", " ")
    assert title.split(",")[0] in found["SVG"].decode().replace("\u00a0", " ")
    assert "CC BY 4.0" in found["SVG"].decode()
    assert found["PNG"].startswith(b"\x89PNG")
    assert " ".join(json.loads(found["Vega-Lite"])["title"]["text"]).replace("\u00a0", " ") == title
    assert found["CSV"].decode().splitlines()[0].split(",")[0] == "label"
    assert len(found["CSV"].decode().splitlines()) == 1 + len(CHARTS["flows"].frame(package))


def test_scripts_make_no_errors(page: Page) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.locator(".chart-tools[data-chart='peers']").get_by_role("button", name="Enlarge").click()
    assert page.locator("dialog.enlarged").is_visible()
    page.get_by_role("button", name="Close").click()
    assert problems == []

"""The page in a real browser: no request leaves it, nothing overflows, every number leads to its entry."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from rendered import Rendered

from analysis.charts import CHARTS

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

pytestmark = [
    pytest.mark.slow,
    # In CI a missing browser is a failure, not a reason to skip.
    pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium on the path: apt-get install chromium"),
]

WIDTHS = [320, 390, 768, 1280, 1920]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


def opened(browser: Browser, rendered: Rendered, width: int = 1280, *, script: bool = True, scheme: str = "light") -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=script,
        reduced_motion="reduce",
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(rendered.html_path.as_uri())
    return page


def test_no_request_leaves_the_page(browser: Browser, rendered: Rendered) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(rendered.html_path.as_uri(), wait_until="networkidle")
    assert [url for url in asked if not url.startswith("data:")] == [rendered.html_path.as_uri()]
    assert problems == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_overflows(browser: Browser, rendered: Rendered, width: int) -> None:
    page = opened(browser, rendered, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('svg'))"
    assert page.evaluate(f"{wide}.map(e => e.outerHTML.slice(0, 80))") == []


@pytest.mark.parametrize("width", [390, 1280])
def test_text_in_charts_stays_inside_them_and_apart(browser: Browser, rendered: Rendered, width: int) -> None:
    page = opened(browser, rendered, width)
    faults = page.evaluate(
        """() => [...document.querySelectorAll('.chart svg')].filter(svg => svg.getClientRects().length).flatMap(svg => {
          const frame = svg.getBoundingClientRect(), boxes = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
          const out = boxes.filter(([, b]) => b.left < frame.left - 1 || b.right > frame.right + 1 || b.top < frame.top - 1 || b.bottom > frame.bottom + 1);
          const crossed = boxes.flatMap(([t, a], i) => boxes.slice(i + 1).filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3).map(([u]) => t + ' × ' + u));
          return [...out.map(([t]) => t), ...crossed];
        })"""  # noqa: E501
    )
    assert faults == []


def test_charts_use_the_fonts_of_the_page_at_a_readable_size(browser: Browser, rendered: Rendered) -> None:
    for width in (390, 1280):
        page = opened(browser, rendered, width)
        sizes = page.evaluate(
            "[...document.querySelectorAll('.chart svg')].filter(s => s.getClientRects().length)"
            ".map(s => 13 * s.getBoundingClientRect().width / s.viewBox.baseVal.width)"
        )
        assert len(sizes) == len(CHARTS)
        assert min(sizes) >= 11.5
        assert page.evaluate("document.fonts.check('13px \"Source Sans 3\"')")


def test_without_scripts_a_number_leads_to_its_entry_and_back(browser: Browser, rendered: Rendered) -> None:
    page = opened(browser, rendered, script=False)
    page.locator("#sec-ratios a.number", has_text="at least 2.0").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#m-commitment-to-new-equity$"))
    entry = page.locator("#m-commitment-to-new-equity")
    box = entry.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 900
    assert "Azure commitment ÷ new equity" in entry.inner_text()
    entry.get_by_role("link", name="$30 billion").click()
    assert "30 milliards de dollars" in page.locator("#f-azure-commitment").inner_text()
    page.locator("#f-azure-commitment").get_by_role("link", name="In the article").click()
    page.locator("#p-azure-purchase").get_by_role("link", name="30 milliards de dollars").click()
    back = page.locator(page.url[page.url.index("#") :])
    assert back.inner_text() == "$30\u00a0billion"
    expect(back).to_be_in_viewport()


def contrast_of_text(page: Page) -> float:
    """The least contrast of any text in the page with its background, by the formula of WCAG 2."""
    return float(
        page.evaluate(
            """() => {
              const rgb = c => (c.match(/[\\d.]+/g) || []).map(Number);
              const lum = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
                .reduce((s, v, i) => s + v * [.2126, .7152, .0722][i], 0);
              const ground = e => { for (; e; e = e.parentElement) {
                  const c = rgb(getComputedStyle(e).backgroundColor); if (c[3] !== 0) return c; }
                return [255, 255, 255]; };
              let least = 21;
              for (const e of document.querySelectorAll('body *')) {
                const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
                if (!own || !e.getClientRects().length) continue;
                const s = getComputedStyle(e), c = rgb(e.closest('svg') ? s.fill : s.color);
                const [a, b] = [lum(c), lum(ground(e))].sort((x, y) => y - x);
                least = Math.min(least, (a + .05) / (b + .05));
              }
              return least; }"""
        )
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_contrast_in_light_and_dark(browser: Browser, rendered: Rendered, scheme: str) -> None:
    assert contrast_of_text(opened(browser, rendered, scheme=scheme)) >= 4.5


def test_print_shows_everything_on_white(browser: Browser, rendered: Rendered) -> None:
    page = opened(browser, rendered, scheme="dark")
    page.emulate_media(media="print")
    assert page.locator("#m-years-to-profitability").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"

"""The page in a real browser: no request leaves it, nothing overflows, every number leads to its entry."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from rendered import Rendered, plain

from analysis import DataPackage
from analysis.charts import CHARTS
from analysis.metrics import compute, registry
from analysis.values.wording import fact_statement, figure_words, words

pytestmark = pytest.mark.slow

WIDTHS = [320, 390, 768, 1280, 1920]


def opened(
    browser: Browser, rendered: Rendered, width: int = 1280, *, script: bool = True, scheme: str = "light", anchor: str = ""
) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=script,
        reduced_motion="reduce",
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(rendered.html_path.as_uri() + anchor)
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
    reveal(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # A chart may be cut by its frame, and a wide table of data scrolls in a region of its own.
    inside = "e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('svg, .scroll')"
    assert page.evaluate(f"[...document.querySelectorAll('main *')].filter({inside}).map(e => e.outerHTML.slice(0, 80))") == []


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


@pytest.fixture(scope="module")
def wide(browser: Browser, rendered: Rendered) -> Page:
    """One page for the tests that leave it as they find it."""
    return opened(browser, rendered)


def test_every_number_opens_by_keyboard_and_shows_what_the_data_say(wide: Page, package: DataPackage) -> None:
    """Each link of the text is opened with Enter and closed with Escape; what it shows comes from the package, not the page."""
    opened_now = wide.evaluate(
        """() => {
          const dialog = document.querySelector('dialog'), seen = [];
          for (const link of document.querySelectorAll('main a.number, main a.claim')) {
            if (link.closest('.appendix, .trace, .passage')) continue;
            link.focus();
            link.click();  // what Enter does to a link
            const text = dialog.open && dialog.contains(document.activeElement) ? dialog.innerText : null;
            dialog.querySelector('.close').click();
            seen.push([link.hash, text, document.activeElement === link]);
          }
          return seen;
        }"""
    )
    assert len(opened_now) > 120
    assert all(text and returned for _, text, returned in opened_now)
    shown = {anchor: plain(text) for anchor, text, _ in opened_now}
    values = compute(package)
    passages = {row["passage_id"]: row for row in package.rows("passages")}
    facts = {"#c-" + name.replace(":", "-"): fact for name, fact in package.facts.items()}
    for row in package.rows("figures"):
        text = shown[f"#f-{row['figure_id']}"]
        assert plain(figure_words(row)) in text
        assert plain(f"“{row['quote']}”") in text
        assert plain(passages[row["passage_id"]]["translation"]) in text
    for anchor, text in shown.items():
        kind, _, name = anchor[1:].partition("-")
        if kind == "m":
            one = registry()[name]
            assert plain(words(values[name])) in text
            assert plain(one.formula) in text
        elif kind == "c":
            source = package.row("sources", facts[anchor].row["source_id"])
            assert plain(words(facts[anchor].quantity)) in text
            assert plain(fact_statement(facts[anchor])) in text
            assert source["publisher"] in text
        elif kind == "p":
            assert plain(passages[name]["quote"]) in text
            assert plain(passages[name]["translation"]) in text


@pytest.mark.parametrize("width", [390, 1280])
def test_a_trace_is_walked_by_keys_alone(browser: Browser, rendered: Rendered, width: int) -> None:
    page = opened(browser, rendered, width)
    link = page.locator("#sec-ratios a.number", has_text="at least 2.0").first
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="at least 2.0 times")
    expect(dialog).to_be_visible()
    expect(dialog).to_be_in_viewport(ratio=1)
    assert "Azure commitment ÷ new equity" in dialog.inner_text()
    for _ in range(3):  # close, then the first input
        page.keyboard.press("Tab")
        if "number" in str(page.evaluate("document.activeElement.className")):
            break
    page.keyboard.press("Enter")
    figure = page.get_by_role("dialog", name="$30\u00a0billion")
    expect(figure).to_contain_text("30 milliards de dollars")
    assert figure.locator("[lang=fr]").count() == 1
    page.get_by_role("button", name="Back").press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    assert page.evaluate("document.activeElement.hash") == "#m-commitment-to-new-equity"
    page.keyboard.press("Enter")
    dialog.get_by_role("link", name="What the ratios say").press("Enter")
    expect(page.locator("dialog")).to_be_hidden()
    page.keyboard.press("Enter")
    dialog.get_by_role("link", name="Open in the appendix").press("Enter")
    expect(page).to_have_url(re.compile("#m-commitment-to-new-equity$"))
    expect(page.locator("#m-commitment-to-new-equity")).to_be_in_viewport()


def test_a_trace_opens_by_mouse_and_by_touch_and_closes_beside_it(browser: Browser, rendered: Rendered) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(rendered.html_path.as_uri())
    link = page.locator("#sec-deal a.number").first
    link.tap()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.touchscreen.tap(200, 5)
    expect(page.locator("dialog")).to_be_hidden()
    link.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(page.locator("dialog")).to_be_hidden()


def test_a_term_opens_its_definition(wide: Page) -> None:
    wide.locator("a.term", has_text="run-rate").first.press("Enter")
    dialog = wide.get_by_role("dialog", name="Run-rate")
    expect(dialog).to_contain_text("stretched to a year")
    wide.keyboard.press("Escape")


def test_every_term_of_the_glossary_stands_in_the_text(rendered: Rendered) -> None:
    targets = {str(link.get("href")) for link in rendered.find("//a[contains(@class, 'term')]")}
    terms = {f"#{term.get('id')}" for term in rendered.find("//section[@id='sec-glossary']//dt/*[@id]")}
    assert targets <= terms
    assert len(terms - targets) <= 1  # the unit of a difference needs no link at each


def test_the_contents_follow_the_reader_and_fold_where_it_is_narrow(browser: Browser, rendered: Rendered, wide: Page) -> None:
    wide.evaluate("document.getElementById('sec-cloud').scrollIntoView({behavior: 'instant'})")
    expect(wide.locator("#TOC [aria-current]")).to_have_text(re.compile("Cloud growth"))
    expect(wide.locator("#TOC").get_by_role("link", name="Cloud growth")).to_be_in_viewport()
    narrow = opened(browser, rendered, 390)
    entry = narrow.locator("#TOC a", has_text="Cloud growth")
    expect(entry).to_be_hidden()
    narrow.locator("#TOC summary").press("Enter")
    expect(entry).to_be_visible()
    expect(opened(browser, rendered, script=False).locator("#TOC a", has_text="Cloud growth")).to_be_visible()


def test_the_colours_follow_the_system_until_the_reader_chooses(browser: Browser, rendered: Rendered) -> None:
    page = opened(browser, rendered, scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    button = page.get_by_role("button", name="Colours: system")
    button.press("Enter")
    light = page.evaluate(ground)
    assert light != dark
    page.reload()
    assert page.evaluate(ground) == light
    page.get_by_role("button", name="Colours: light").press("Enter")
    assert page.evaluate(ground) == dark
    page.emulate_media(color_scheme="light")
    assert page.evaluate(ground) == dark
    page.get_by_role("button", name="Colours: dark").press("Enter")
    assert page.evaluate(ground) == light


def reveal(page: Page) -> None:
    """Open all that can be opened."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_with_everything_open(browser: Browser, rendered: Rendered, width: int, scheme: str) -> None:
    page = opened(browser, rendered, width, scheme=scheme)
    reveal(page)
    found = axe(page)
    page.locator("#sec-ratios a.number").first.press("Enter")
    assert found + axe(page, "dialog") == []


def axe(page: Page, within: str | None = None) -> list[str]:
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    results = Axe().run(page, context=within, options={"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"]})
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in results.response["violations"]]


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
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert contrast_of_text(page) >= 4.5
    # The tables of charts and the sliders are for the screen: a chart labels its values, and tables have the cases.
    lost = "e => !e.checkVisibility() && !e.closest('.chart-tools, .explorer')"
    kinds = "main :is(p, td, th, dt, dd, li, figcaption)"
    hidden = page.evaluate(f"[...document.querySelectorAll('{kinds}')].filter({lost}).map(e => e.outerHTML.slice(0, 80))")
    assert hidden == []
    paper = plain(" ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf(format="A4"))).pages))
    squeezed = re.sub(r"\s", "", paper)
    for link in rendered.find("//main//a[contains(@class, 'number')]"):
        assert re.sub(r"\s", "", link.text_content()) in squeezed
    assert "B3" in paper  # the marks of notes are there on paper only


def test_targets_are_large_enough_to_hit(browser: Browser, rendered: Rendered) -> None:
    page = opened(browser, rendered, 390)
    reveal(page)
    small = page.evaluate(
        """[...document.querySelectorAll('button, summary, #TOC a')].filter(e => e.checkVisibility())
             .map(e => [e.textContent.trim().slice(0, 40), e.getBoundingClientRect()])
             .filter(([, box]) => box.height < 24 || box.width < 24).map(([name]) => name)"""
    )
    assert small == []


def test_no_text_is_smaller_than_can_be_read(browser: Browser, rendered: Rendered) -> None:
    for width in (320, 1280):
        page = opened(browser, rendered, width)
        sizes = page.evaluate(
            "[...document.querySelectorAll('body *')].filter(e => !e.closest('svg') && [...e.childNodes].some(n => n.nodeType === 3"
            " && n.textContent.trim())).map(e => parseFloat(getComputedStyle(e).fontSize))"
        )
        assert min(sizes) >= 0.8 * 16

"""The page in a real browser: no request leaves it, nothing overflows, its length is sane, all is reached without scripts and in print."""

from __future__ import annotations

import gzip
import re
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from opening import Opener
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from rendered import Rendered, plain

from analysis.package import Package

pytestmark = pytest.mark.slow

WIDTHS = [320, 390, 768, 1280, 1920]


def reveal(page: Page) -> None:
    """Open all that can be opened, and lay it out."""
    page.evaluate(
        """() => { document.querySelectorAll('main > section').forEach(one => { one.style.contentVisibility = 'visible'; });
          document.querySelectorAll('details').forEach(one => { one.open = true; });
          document.querySelectorAll('.filter .chip').forEach(one => { if (one.textContent === 'Open all') one.click(); });
          document.querySelectorAll('.line[aria-expanded=false]').forEach(one => one.click()); }"""
    )


def test_no_request_leaves_the_page_and_no_script_fails(browser: Browser, rendered: Rendered) -> None:
    page = browser.new_page()
    asked: list[str] = []
    problems: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(rendered.html_path.as_uri(), wait_until="networkidle")
    assert [url for url in asked if not url.startswith("data:")] == [rendered.html_path.as_uri()]
    assert problems == []


def test_the_page_is_small(rendered: Rendered) -> None:
    assert len(gzip.compress(rendered.html_path.read_bytes(), 9)) <= 220_000


LENGTH = "document.documentElement.scrollHeight"


@pytest.mark.parametrize(("width", "height", "most"), [(1280, 800, 26_000), (390, 844, 40_000)])
def test_the_page_has_a_sane_length_as_it_opens(opened: Opener, width: int, height: int, most: int) -> None:
    page = opened(width, height)
    estimated = page.evaluate(LENGTH)
    page.add_style_tag(content="main > section { content-visibility: visible !important }")
    assert page.evaluate(LENGTH) <= most
    assert estimated == pytest.approx(page.evaluate(LENGTH), rel=0.15)  # so the bar tells how far one has come


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_overflows(opened: Opener, width: int) -> None:
    page = opened(width)
    reveal(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # A chart may be cut by its frame; a wide table of data and a row of marks scroll in a region of their own.
    inside = (
        "e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('svg, .scroll, .explorer ul, thead')"
    )
    assert page.evaluate(f"[...document.querySelectorAll('main *')].filter({inside}).map(e => e.outerHTML.slice(0, 80))") == []


# ------------------------------------------------------------ what folds


def test_an_entry_is_one_line_until_it_is_opened(opened: Opener) -> None:
    page = opened()
    line = page.locator("#f-azure-commitment .line")
    assert plain(line.inner_text()) == plain(
        "A1 $30 billion Anthropic has committed to buy $30 billion of compute capacity from Microsoft Azure. Confirmed"
    )
    box = line.bounding_box()
    assert box
    assert box["height"] < 32
    expect(page.locator("#f-azure-commitment .body")).to_be_hidden()
    line.press("Enter")
    expect(line).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#f-azure-commitment .body")).to_contain_text("30 milliards de dollars")


def test_entries_are_found_by_text_and_by_verdict(opened: Opener, package: Package) -> None:
    page = opened()
    stale = [row["figure_id"] for row in package.rows("verdicts") if row["verdict"] == "stale" and row["figure_id"]]
    section = page.locator("#sec-figures")
    section.get_by_role("button", name="Stale", exact=True).click()
    shown = "[...document.querySelectorAll('#sec-figures .trace')].filter(one => !one.hidden).map(one => one.id.slice(2))"
    assert page.evaluate(shown) == stale
    section.get_by_role("button", name="Stale", exact=True).click()
    section.get_by_role("searchbox").fill("milliards")
    assert "azure-commitment" in page.evaluate(shown)
    assert "aws-growth" not in page.evaluate(shown)


@pytest.mark.parametrize("width", [390, 1280])
def test_an_address_opens_its_entry_wherever_it_is_folded(opened: Opener, width: int) -> None:
    last = opened(width).evaluate("[...document.querySelectorAll('#sec-rows .trace')].at(-1).id")
    page = opened(width, anchor=f"#{last}")
    expect(page.locator(f"[id='{last}'] .body")).to_be_visible()
    expect(page.locator(f"[id='{last}']")).to_be_in_viewport()


def test_the_browser_finds_text_in_what_is_folded(opened: Opener) -> None:
    page = opened()
    hidden = page.evaluate("[...document.querySelectorAll('.folded > .body')].filter(one => one.hidden !== 'until-found').length")
    assert hidden == 0
    body = page.locator("#f-azure-commitment .body")
    body.evaluate("one => one.dispatchEvent(new Event('beforematch', {bubbles: true}))")  # what the browser does before it scrolls there
    expect(body).to_be_visible()


def test_without_scripts_all_is_open_and_a_number_leads_to_its_entry_and_back(opened: Opener) -> None:
    page = opened(script=False)
    assert page.locator("[hidden]:not(.explorer)").count() == 0
    link = page.locator("main a.number[href='#m-new-equity']").first
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#m-new-equity$"))
    entry = page.locator("#m-new-equity")
    expect(entry).to_be_in_viewport()
    entry.get_by_role("link", name="up to $10").first.click()
    figure = page.locator("#f-nvidia-investment")
    assert "10 milliards de dollars" in figure.inner_text()
    figure.get_by_role("link", name="In the article").click()
    expect(page.locator(page.url[page.url.index("#") :])).to_be_in_viewport()
    expect(page.locator("#TOC a", has_text="Cloud growth")).to_be_visible()


# ------------------------------------------------------------ masthead and contents


def test_the_masthead_has_date_edition_reading_time_and_files(opened: Opener, package: Package) -> None:
    page = opened()
    said = plain(page.locator(".masthead").inner_text())
    assert f"Edition {package.descriptor['version']}" in said
    assert re.search(r"\d+ November \d{4}", said)
    minutes = re.search(r"(\d+) minutes to read", said)
    assert minutes
    assert 8 <= int(minutes[1]) <= 25
    assert page.locator(".masthead a[href='report.pdf']").is_visible()
    assert page.locator(".masthead a[href^='data/']").is_visible()


def test_the_contents_follow_the_reader_and_do_not_jump(opened: Opener) -> None:
    page = opened(1280, 560)
    tall = "[...document.querySelectorAll('#TOC a')].map(one => one.getBoundingClientRect().height)"
    before = page.evaluate(tall)
    page.evaluate("document.getElementById('sec-glossary').scrollIntoView({behavior: 'instant'})")
    current = page.locator("#TOC [aria-current]")
    expect(current).to_have_text(re.compile("Glossary"))
    expect(current).to_be_in_viewport(ratio=1)
    assert page.evaluate(tall) == before


def test_on_a_phone_a_slim_bar_says_section_and_progress_and_holds_the_contents(opened: Opener) -> None:
    page = opened(390, 844)
    page.evaluate("document.getElementById('sec-cloud').scrollIntoView({behavior: 'instant'})")
    expect(page.locator("#TOC .where")).to_have_text("Cloud growth")
    box = page.locator("#TOC").bounding_box()
    assert box
    assert box["y"] == pytest.approx(0, abs=1)
    assert box["height"] < 56
    assert 0 < float(page.evaluate("document.getElementById('TOC').style.getPropertyValue('--read')")) < 1
    page.locator("#TOC summary").click()
    page.locator("#TOC a", has_text="Glossary").click()
    expect(page.locator("#sec-glossary")).to_be_in_viewport()
    expect(page.locator("#TOC a", has_text="Glossary")).to_be_hidden()


# ------------------------------------------------------------ colours, size, print


def test_the_colours_follow_the_system_until_the_reader_chooses(opened: Opener) -> None:
    page = opened(dark=True)
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.get_by_role("button", name="Colours: system").press("Enter")
    light = page.evaluate(ground)
    assert light != dark
    page.reload()
    assert page.evaluate(ground) == light
    page.get_by_role("button", name="Colours: light").press("Enter")
    page.emulate_media(color_scheme="light")
    assert page.evaluate(ground) == dark


@pytest.mark.parametrize(
    ("width", "look"),
    [(320, {}), (390, {}), (390, {"dark": True}), (1280, {}), (1280, {"dark": True}), (1280, {"forced": True}), (1920, {})],
)
def test_axe_finds_nothing_with_everything_open(opened: Opener, width: int, look: dict[str, bool]) -> None:
    page = opened(width, **look)  # type: ignore[arg-type]  # the three looks are flags
    reveal(page)
    page.locator("main a.number").first.press("Enter")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"]})
    assert [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in results.response["violations"]] == []


def test_forced_colours_show_what_is_pressed_and_what_is_marked(opened: Opener) -> None:
    page = opened(forced=True)
    chip = page.locator("#sec-figures .filter .chip").first
    ground = "one => getComputedStyle(one).backgroundColor"
    before = chip.evaluate(ground)
    chip.click()
    assert chip.evaluate(ground) != before
    page.locator("main a.number").first.click()
    assert page.locator(".traced").evaluate("one => getComputedStyle(one).outlineStyle") == "solid"


CONTRAST = """() => {
  const rgb = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const lum = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((s, v, i) => s + v * [.2126, .7152, .0722][i], 0);
  const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c[3] !== 0) return c; }
    return [255, 255, 255]; };
  let least = [21, ''];
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || e.closest('.chart svg') || !e.getClientRects().length || !e.checkVisibility()) continue;
    const s = getComputedStyle(e), [a, b] = [lum(rgb(e.closest('svg') ? s.fill : s.color)), lum(ground(e))].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < least[0]) least = [ratio, e.outerHTML.slice(0, 120)];
  }
  return least; }"""


@pytest.mark.parametrize("dark", [False, True])
def test_all_text_has_contrast_in_light_and_dark(opened: Opener, dark: bool) -> None:
    least, where = opened(dark=dark).evaluate(CONTRAST)
    assert least >= 4.5, where


def test_print_shows_everything_on_white_and_points_to_the_pdf(opened: Opener, rendered: Rendered) -> None:
    page = opened(dark=True)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(CONTRAST)[0] >= 4.5
    paper = plain(" ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf(format="A4"))).pages))
    squeezed = re.sub(r"\s", "", paper)
    assert "report.pdf" in paper
    for words in ("30 milliards de dollars", "Azure commitment ÷ new equity", "D1"):  # what is folded on the screen
        assert re.sub(r"\s", "", words) in squeezed
    for link in rendered.find("//main//a[contains(@class, 'number')]"):
        assert re.sub(r"\s", "", link.text_content()) in squeezed


def test_targets_are_large_enough_to_hit(opened: Opener) -> None:
    page = opened(390)
    reveal(page)
    page.locator("main a.number").first.click()
    small = page.evaluate(
        """[...document.querySelectorAll('button, summary, input, #TOC a')].filter(e => e.checkVisibility())
             .map(e => [e.textContent.trim().slice(0, 40), e.getBoundingClientRect()])
             .filter(([, box]) => box.height < 24 || box.width < 24).map(([name]) => name)"""
    )
    assert small == []


@pytest.mark.parametrize("width", [320, 1280])
def test_no_text_is_smaller_than_can_be_read(opened: Opener, width: int) -> None:
    small = opened(width).evaluate(
        "[...document.querySelectorAll('body *')].filter(e => !e.closest('svg') && [...e.childNodes].some(n => n.nodeType === 3"
        " && n.textContent.trim()) && e.checkVisibility())"
        ".map(e => [parseFloat(getComputedStyle(e).fontSize), e.outerHTML.slice(0, 90)]).filter(([size]) => size > 0 && size < 12.5)"
    )
    assert small == []


def test_every_term_of_the_glossary_stands_in_the_text(rendered: Rendered) -> None:
    targets = {str(link.get("href")) for link in rendered.find("//a[contains(@class, 'term')]")}
    terms = {f"#{term.get('id')}" for term in rendered.find("//section[@id='sec-glossary']//dt/*[@id]")}
    assert targets <= terms
    assert len(terms - targets) <= 1  # the unit of a difference needs no link at each

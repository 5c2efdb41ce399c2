"""The trace of a number: beside it, never over it, with all that is known; its address opens it and Back closes it."""

from __future__ import annotations

import re

import pytest
from opening import Opener
from playwright.sync_api import Page, expect
from rendered import plain

from analysis.metrics import compute, registry
from analysis.package import Package, figure_words
from analysis.values import words

pytestmark = pytest.mark.slow

NUMBERS = (
    "[...document.querySelectorAll('main a.number, main a.claim')].filter(a => !a.closest('.appendix, .folded') && a.checkVisibility())"
)
FIRST = "main a.number:not(.appendix a)"

COVERED = f"""blocks => {{
  const panel = document.getElementById('trace'), bad = [];
  const bar = matchMedia('(min-width: 72rem)').matches ? null : document.getElementById('TOC');
  for (const block of blocks) for (const link of {NUMBERS}) {{
    link.scrollIntoView({{ block, behavior: 'instant' }});
    link.click();
    const p = panel.getBoundingClientRect();
    const within = p.top >= -1 && p.left >= 0 && p.bottom <= innerHeight + 1 && p.right <= innerWidth + 1;
    const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    for (const b of link.getClientRects()) {{
      const seen = b.top >= 0 && b.bottom <= innerHeight && !(bar && meets(b, bar.getBoundingClientRect()));
      if (!panel.open || !within || !seen || meets(b, p) || p.height < 120) bad.push([block, link.id, link.textContent]);
    }}
  }}
  return [{NUMBERS}.length, bad];
}}"""


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1366, 657), (390, 844), (640, 450), (320, 640), (1100, 700)])
def test_no_number_is_covered_by_its_trace(opened: Opener, width: int, height: int) -> None:
    # Where room is scarce, from every place on the screen.
    count, covered = opened(width, height).evaluate(COVERED, ["start", "center", "end"] if width < 640 else ["center"])
    assert count > 120
    assert covered == []


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (1000, 800), (390, 1000)])
def test_opening_and_closing_a_trace_leaves_the_page_where_it_is(opened: Opener, width: int, height: int) -> None:
    page = opened(width, height, moving=True)
    link = page.locator("#sec-peers a.number").nth(2)
    link.evaluate("link => scrollBy({ top: link.getBoundingClientRect().top - 250, behavior: 'instant' })")
    before = page.evaluate("scrollY")
    assert before > 2000
    link.click()
    expect(page.locator("#trace")).to_be_visible()
    page.wait_for_timeout(800)  # a smooth scroll goes on that long
    assert page.evaluate("scrollY") == pytest.approx(before, abs=2)
    page.keyboard.press("Escape")
    expect(page.locator("#trace")).to_be_hidden()
    page.wait_for_timeout(800)
    assert page.evaluate("scrollY") == pytest.approx(before, abs=2)


def test_on_a_phone_the_trace_takes_at_most_three_fifths_of_the_screen(opened: Opener) -> None:
    page = opened(390, 844)
    heights = page.evaluate(f"{NUMBERS}.map(link => {{ link.click(); return document.getElementById('trace').offsetHeight; }})")
    assert max(heights) <= 0.6 * 844 + 1


def test_where_there_is_room_the_trace_stands_beside_the_text_level_with_the_number(opened: Opener) -> None:
    page = opened(1280, 800)
    link = page.locator(FIRST).nth(8)
    link.evaluate("link => link.scrollIntoView({block: 'start', behavior: 'instant'})")
    link.click()
    number, panel, text = (page.locator(one).bounding_box() for one in (".traced", "#trace", "#main"))
    assert number is not None
    assert panel is not None
    assert text is not None
    assert panel["x"] >= text["x"] + text["width"]
    assert abs(panel["y"] - number["y"]) < 40
    before = panel["y"]
    page.evaluate("scrollBy(0, 120)")
    moved = page.locator("#trace").bounding_box()
    assert moved
    assert moved["y"] == pytest.approx(before - 120, abs=1)  # it stays with its number


def test_every_trace_shows_what_the_data_say(opened: Opener, package: Package) -> None:
    seen = opened().evaluate(
        f"""() => {NUMBERS}.map(link => {{ link.click(); const t = document.getElementById('trace');
          return [link.hash, t.open && t.contains(document.activeElement) ? t.innerText : '']; }})"""
    )
    values, facts = compute(package), {"#c-" + name.replace(":", "-"): fact for name, fact in package.facts.items()}
    passages = {row["passage_id"]: row for row in package.rows("passages")}
    assert all(text for _, text in seen)
    for anchor, raw in seen:
        kind, _, name = anchor[1:].partition("-")
        text = plain(raw)
        if kind == "f":
            row = package.row("figures", name)
            wanted = [figure_words(row), row["quote"], passages[row["passage_id"]]["translation"]]
        elif kind == "m":
            wanted = [words(values[name]), registry()[name].label, registry()[name].formula]
        elif kind == "c":
            fact = facts[anchor]
            wanted = [fact.words, package.statement(fact.table, fact.row), fact.printed]
            wanted.append(package.row("sources", fact.row["source_id"])["publisher"])
        else:
            wanted = [passages[name]["quote"], passages[name]["translation"]]
        assert all(plain(one) in text for one in wanted), (anchor, text)


def test_what_is_known_comes_in_the_order_in_which_it_is_needed(opened: Opener) -> None:
    page = opened()
    link = page.locator("main a.number[href='#f-azure-commitment']").first
    link.click()
    assert page.locator("#trace dl").first.locator("dt").all_inner_texts() == ["Bound", "Verdict", "Printed", "Sentence"]
    assert page.locator("#trace details summary").inner_text() == "Used for"
    for name in ("Copy link", "Copy citation"):
        expect(page.locator("#trace").get_by_role("button", name=name)).to_be_in_viewport()
    expect(page.get_by_role("link", name="Open in the appendix")).to_be_in_viewport()


def test_back_closes_the_trace_before_it_leaves_the_page(opened: Opener) -> None:
    page = opened()
    start = page.url
    link = page.locator(FIRST).nth(3)
    link.click()
    name = link.get_attribute("id")
    assert page.url.endswith(f"#{name}")
    page.locator(FIRST).nth(4).click()  # another takes its place, and no second step back
    y = page.evaluate("scrollY")
    page.go_back()
    expect(page.locator("#trace")).to_be_hidden()
    assert page.url == start
    assert page.evaluate("scrollY") == y
    page.go_forward()
    expect(page.locator("#trace")).to_be_visible()


def test_closing_leaves_the_address_as_it_was_and_the_page_where_it_is(opened: Opener) -> None:
    page = opened()
    start, link = page.url, page.locator(FIRST).nth(3)
    link.click()
    y = page.evaluate("scrollY")
    page.keyboard.press("Escape")
    expect(page.locator("#trace")).to_be_hidden()
    page.wait_for_function("!history.state")
    assert page.url == start
    assert page.evaluate("scrollY") == y
    assert page.evaluate("document.activeElement.id") == link.get_attribute("id")


@pytest.mark.parametrize("width", [1280, 390])
def test_an_address_of_a_number_opens_the_text_and_the_trace(opened: Opener, width: int) -> None:
    name = opened().evaluate(f"{NUMBERS}.at(-4).id")
    page = opened(width, anchor=f"#{name}")
    expect(page.locator("#trace")).to_be_visible()
    expect(page.locator(f"#{name}")).to_be_in_viewport()


def test_the_link_and_the_citation_are_copied(opened: Opener, package: Package) -> None:
    page = opened()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    link = page.locator("#sec-brief a.number[href='#f-azure-commitment']").first
    link.click()
    page.get_by_role("button", name="Copy link", exact=True).click()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == f"{page.url.split('#')[0]}#{link.get_attribute('id')}"
    page.get_by_role("button", name="Copy citation").click()
    expect(page.locator("#trace").get_by_role("button", name="Copied")).to_have_count(2)
    said = page.evaluate("navigator.clipboard.readText()")
    edition = package.descriptor["version"]
    assert re.fullmatch(
        rf"\$30 billion \(azure-commitment\)\. The AI compute pact, edition {re.escape(edition)}, \d+ \w+ \d{{4}}\. .+", said
    )
    assert said.endswith(address)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_trace_is_walked_by_keys_alone(opened: Opener, width: int) -> None:
    page = opened(width)
    link = page.locator("main a.number[href='#m-new-equity']").first
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="at most $15")
    expect(dialog).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Tab")
        if "number" in str(page.evaluate("document.activeElement.className")):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="up to $10")).to_contain_text("10 milliards de dollars")
    page.get_by_role("button", name="Back").press("Enter")
    expect(dialog).to_be_visible()
    page.get_by_role("link", name="Open in the appendix").press("Enter")
    expect(page.locator("#trace")).to_be_hidden()
    expect(page).to_have_url(re.compile("#m-new-equity$"))
    expect(page.locator("#m-new-equity .body")).to_be_visible()
    expect(page.locator("#m-new-equity")).to_be_in_viewport()


def test_a_tap_beside_the_trace_closes_it(opened: Opener) -> None:
    page = opened(390, 844)
    page.locator(FIRST).first.click()
    expect(page.locator("#trace")).to_be_visible()
    page.mouse.click(6, 120)
    expect(page.locator("#trace")).to_be_hidden()


def test_a_term_opens_its_definition(opened: Opener) -> None:
    page: Page = opened()
    page.locator("a.term", has_text="run-rate").first.press("Enter")
    expect(page.get_by_role("dialog", name="Run-rate")).to_contain_text("stretched to a year")
    expect(page.get_by_role("link", name="Open in the glossary")).to_be_visible()

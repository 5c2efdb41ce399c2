"""A page of hostile text in a real browser: nothing runs, nothing is asked of the network, whatever is put into it."""

from __future__ import annotations

import pytest
from hostile import NAME
from playwright.sync_api import Browser, Page
from rendered import Rendered

pytestmark = pytest.mark.slow

# What a page would run if its policy let it: put in by hand, as if escaping had failed somewhere.
INJECTED = {
    "a handler": "<img src='data:,' onerror='window.ran = 1'>",
    "a frame": "<iframe src='http://evil.invalid/'></iframe>",
    "a picture of the network": "<img src='http://evil.invalid/p.png'>",
    "a style of the network": "<link rel=stylesheet href='http://evil.invalid/x.css'>",
    "a font of the network": "<style>@font-face{font-family:e;src:url(http://evil.invalid/f)} body{font-family:e}</style>",
    "a moved base": "<base href='http://evil.invalid/'>",
    "an object": "<object data='http://evil.invalid/x'></object>",
}


def watched(browser: Browser, rendered: Rendered) -> tuple[Page, list[str]]:
    """The page, and a list of all that it asks for and of each dialog it opens."""
    page = browser.new_page()
    noticed: list[str] = []

    def dialog(opened: object) -> None:
        noticed.append("a dialog")
        opened.dismiss()  # type: ignore[attr-defined]  # playwright's own type is private

    page.on("dialog", dialog)
    page.goto(rendered.html_path.as_uri(), wait_until="networkidle")
    page.on("request", lambda request: noticed.append(request.url))
    return page, noticed


def test_hostile_text_is_only_text(browser: Browser, attacked: Rendered) -> None:
    page, noticed = watched(browser, attacked)
    assert page.get_by_text(NAME).count() > 20
    for link in page.locator("a.number").all()[:5]:  # what opens from data opens it as text too
        link.click()
        page.keyboard.press("Escape")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.wait_for_timeout(100)
    assert not page.locator("b, main script:not([type]), [onerror], [onload], [onclick]").count()
    assert [one for one in noticed if not one.startswith(("data:", "blob:", "file:"))] == []


@pytest.mark.parametrize("what", INJECTED)
def test_the_policy_stops_what_would_get_through(browser: Browser, rendered: Rendered, what: str) -> None:
    page, _ = watched(browser, rendered)
    answered: list[str] = []
    page.on("requestfinished", lambda request: answered.append(request.url))
    page.on("response", lambda response: answered.append(response.url))
    blocked = page.evaluate(
        """async markup => {
          const seen = [], first = new Promise(done => document.addEventListener('securitypolicyviolation',
            event => { seen.push(event.effectiveDirective); done(); }));
          document.body.insertAdjacentHTML('beforeend', markup);
          await Promise.race([first, new Promise(done => setTimeout(done, 10000))]); return seen; }""",
        INJECTED[what],
    )
    assert blocked
    assert page.evaluate("window.ran") is None
    assert not [url for url in answered if "evil" in url]


def test_the_policy_stops_a_script_that_gets_through_and_every_question_to_the_network(browser: Browser, rendered: Rendered) -> None:
    page, _ = watched(browser, rendered)
    page.evaluate("{ const s = document.createElement('script'); s.text = 'window.ran = 1'; document.body.append(s) }")
    page.evaluate("{ const a = document.createElement('a'); a.href = 'javascript:window.ran = 1'; document.body.append(a); a.click() }")
    assert page.evaluate("fetch('http://evil.invalid/').then(() => 'answered', error => String(error))") == "TypeError: Failed to fetch"
    assert page.evaluate("window.ran") is None

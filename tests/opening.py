"""How a test opens the page: in a window of some size, each time anew."""

from __future__ import annotations

from playwright.sync_api import Browser, Page
from rendered import Rendered


class Opener:
    """Opens the page in a window of some size, each time anew."""

    def __init__(self, browser: Browser, rendered: Rendered) -> None:
        self.browser, self.rendered = browser, rendered

    def __call__(
        self,
        width: int = 1280,
        height: int = 800,
        *,
        script: bool = True,
        dark: bool = False,
        forced: bool = False,
        moving: bool = False,
        anchor: str = "",
    ) -> Page:
        """The page, opened at an anchor or at its top; `moving` scrolls smoothly, as for who has not asked for less."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=script,
            reduced_motion="no-preference" if moving else "reduce",
            color_scheme="dark" if dark else "light",
            forced_colors="active" if forced else "none",
        )
        page = context.new_page()
        page.goto(self.rendered.html_path.as_uri() + anchor)
        return page

"""The picture of the page in the README, light and dark, made from the built report so that it cannot drift far from it.

    python benchmarks/picture.py            # dist/report.html -> docs/page-light.png, docs/page-dark.png

The README shows the one that fits the colours of its reader: the first screen, with the trace of a number open beside it.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SIZE = {"width": 1280, "height": 1120}
NUMBER = ".key-figures a.number"  # the first is the one whose trace is open


def draw(browser: Browser, page_path: Path, scheme: str, target: Path) -> None:
    """Write the picture of one colour scheme."""
    context = browser.new_context(
        viewport=SIZE, color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce"  # type: ignore[arg-type]
    )  # fmt: skip
    page = context.new_page()
    page.goto(page_path.as_uri())
    page.evaluate("document.fonts.ready")
    page.locator(NUMBER).first.click()
    page.evaluate("document.activeElement.blur()")
    target.write_bytes(page.screenshot(animations="disabled"))
    context.close()


def main() -> int:
    """Draw both pictures; returns 1 where the report is not built or there is no Chromium."""
    built = ROOT / "dist" / "report.html"
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not built.is_file() or program is None:
        print("no dist/report.html: run make report" if program else "no Chromium on the path: apt-get install chromium", file=sys.stderr)
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for scheme in ("light", "dark"):
            draw(browser, built, scheme, ROOT / "docs" / f"page-{scheme}.png")
            print(f"docs/page-{scheme}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Shared by the tests: the real package, a copy of it on disk that a test may break, and a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from copies import Copy
from playwright.sync_api import Browser, sync_playwright
from rendered import Rendered

from analysis.package import DESCRIPTOR, ROOT, Package, open_package
from analysis.publish import render


@pytest.fixture(scope="session")
def package() -> Package:
    """The real package, opened once. Packages are not changed; `editing` makes others out of it."""
    return open_package()


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """The real package in a folder of its own, for tests of the whole program."""
    return Copy(tmp_path)


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The report of the real package, built once, or taken from a folder that BRIEFING_BUILT names."""
    if folder := os.environ.get("BRIEFING_BUILT"):
        return Rendered(Path(folder) / "report.html", Path(folder) / "report.pdf")
    page, pdf = render(ROOT / "report.qmd", DESCRIPTOR, tmp_path_factory.mktemp("dist"), ("html", "pdf"), "embedded")
    return Rendered(page, pdf)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, one for all tests; where there is none, they are skipped, but not in CI."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None and not os.environ.get("CI"):
        pytest.skip("no Chromium on the path: apt-get install chromium")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=arguments)
        yield started
        started.close()

"""The report as the browser shows it: built once for all tests of the page, or taken from a folder that BRIEFING_BUILT names."""

from __future__ import annotations

import pytest
from copies import Copy
from hostile import HOSTILE, NAME, NAMES, PLANTED, plant
from opening import Opener
from playwright.sync_api import Browser
from rendered import Rendered

from analysis.package import ROOT
from analysis.publish import render


@pytest.fixture(scope="session")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The report of a package that is hostile wherever it has free text."""
    copy = Copy(tmp_path_factory.mktemp("hostile"))
    plant(copy.descriptor, PLANTED, HOSTILE)
    plant(copy.descriptor, NAMES, NAME)
    page, pdf = render(ROOT / "report.qmd", copy.descriptor, copy.folder / "dist", ("html", "pdf"), "embedded")
    return Rendered(page, pdf)


@pytest.fixture(scope="session")
def opened(browser: Browser, rendered: Rendered) -> Opener:
    """How a test opens the page."""
    return Opener(browser, rendered)

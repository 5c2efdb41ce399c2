"""The report as the tests of publishing look at it: built once, or taken from a folder that BRIEFING_BUILT names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from rendered import Rendered

from analysis.package import DESCRIPTOR, ROOT
from analysis.publish import render


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The report of the real package."""
    if folder := os.environ.get("BRIEFING_BUILT"):
        return Rendered(Path(folder) / "report.html", Path(folder) / "report.pdf")
    page, pdf = render(ROOT / "report.qmd", DESCRIPTOR, tmp_path_factory.mktemp("dist"), ("html", "pdf"), "embedded")
    return Rendered(page, pdf)

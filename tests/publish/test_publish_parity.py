"""The comparison of the two engines finds what differs, whatever built the two."""

from __future__ import annotations

from pathlib import Path

import pytest
from parity import ASPECTS, differences
from pypdf import PdfWriter
from rendered import Rendered

pytestmark = pytest.mark.slow

PAGE = [aspect for aspect in ASPECTS if "PDF" not in aspect]
# What is changed in the page of one engine, and which aspect must notice.
CHANGES = {
    "numbers": ("at least 2.0", "at least 2.1"),
    "headings": ("In brief</h2>", "In short</h2>"),
    "figures and tables": ("Figure 2:", "Figure 3:"),
    "links": ('href="#f-azure-commitment"', 'href="#f-azure-growth"'),
    "anchors": ('id="f-azure-commitment"', 'id="f-azure-commitments"'),
    "text": (">Nothing here is advice", ">All of this is advice"),
    "tables": ('<col style="width: ', '<col style="width:  '),
    "contents": ('<span class="header-section-number">1</span> ', '<span class="toc-section-number">1</span> '),
    "scripts and policy": ("default-src", "default"),
    "title": ("<title>The", "<title>An"),
    "alternative texts": ('lang="fr"', 'lang="de"'),
    "charts": ("<svg ", '<svg opacity="0" '),
}


def test_a_build_agrees_with_itself_in_aspects_that_are_all_there(rendered: Rendered) -> None:
    assert differences(rendered, Rendered(rendered.html_path, rendered.pdf_path)) == []
    assert [name for name, read in ASPECTS.items() if not read(rendered)] == []


@pytest.mark.parametrize("aspect", PAGE)
def test_a_difference_of_the_pages_is_found_and_named(rendered: Rendered, tmp_path: Path, aspect: str) -> None:
    old, new = CHANGES[aspect]
    text = plain_spaces(rendered.html_path.read_text("utf-8"))
    assert old in text
    page = tmp_path / "report.html"
    page.write_text(text.replace(old, new, 1), encoding="utf-8")
    (found,) = differences(rendered, Rendered(page, rendered.pdf_path), [aspect])
    assert found.startswith(f"{aspect}: ")


def plain_spaces(text: str) -> str:
    return text.replace("\u00a0", " ").replace("&nbsp;", " ")


def test_a_pdf_that_lost_a_page_is_found(rendered: Rendered, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=rendered.pdf_path)
    writer.remove_page(2)
    writer.write(tmp_path / "report.pdf")
    assert differences(rendered, Rendered(rendered.html_path, tmp_path / "report.pdf"), ["text of the PDF"])

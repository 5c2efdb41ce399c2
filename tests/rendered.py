"""The report as it was built once for all tests that look at it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import html
from pypdf import PdfReader


@dataclass(frozen=True)
class Rendered:
    """Paths of a built report, and its content."""

    html_path: Path
    pdf_path: Path

    @cached_property
    def page(self) -> html.HtmlElement:
        """The page as a tree."""
        return html.document_fromstring(self.html_path.read_text("utf-8"))

    @cached_property
    def pdf(self) -> PdfReader:
        """The PDF, for its structure."""
        return PdfReader(self.pdf_path)

    @cached_property
    def pdf_text(self) -> str:
        """All text of the PDF with plain spaces."""
        return plain(" ".join(page.extract_text() for page in self.pdf.pages))

    def find(self, path: str) -> list[html.HtmlElement]:
        """The elements of the page that an XPath names."""
        found = self.page.xpath(path)
        assert isinstance(found, list)
        return [element for element in found if isinstance(element, html.HtmlElement)]


def plain(text: str) -> str:
    """Text with single plain spaces."""
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ")).strip()

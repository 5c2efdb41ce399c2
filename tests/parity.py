"""What both engines must agree on, and where two builds differ. Run as a script, it builds with both and prints that.

Compared are the words, numbers, headings, captions, links and alternative texts of the page, its
charts, and the text, outline and alternative texts of the PDF.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import unified_diff
from itertools import islice
from pathlib import Path

from lxml import html
from pypdf.generic import DictionaryObject
from rendered import Rendered, plain

from analysis.package import DESCRIPTOR, ROOT, BriefingError
from analysis.publish import render

SHOWN = 12  # lines of a difference


def texts(path: str) -> Callable[[Rendered], list[str]]:
    """The plain text of the elements that an XPath names."""
    return lambda one: [plain(element.text_content()) for element in one.find(path)]


def blocks(one: Rendered) -> list[str]:
    """The text of the page, a block a line, in the order of reading."""
    leaves = one.find("//*[self::p or self::li or self::td or self::th or self::figcaption or self::summary or self::div]")
    inner = {"p", "li", "td", "th", "figcaption", "summary", "div"}
    whole = [element for element in leaves if not any(below.tag in inner for below in element.iterdescendants())]
    return [text for element in whole if (text := plain(element.text_content()))]


def links(one: Rendered) -> list[str]:
    """Each link with its text, its target and its classes."""
    return [f"{plain(link.text_content())} -> {link.get('href')} .{link.get('class')}" for link in one.find("//a")]


def anchors(one: Rendered) -> list[str]:
    """What links may lead to: every id that one does lead to, in the order of the page."""
    wanted = {str(link.get("href"))[1:] for link in one.find("//a[starts-with(@href, '#')]")}
    return [str(element.get("id")) for element in one.find("//*[@id]") if element.get("id") in wanted]


def alternatives(one: Rendered) -> list[str]:
    """What is said instead of each picture, and the name and language of whatever has one."""
    said = one.find("//*[@alt or @aria-label or @title or @lang]")
    names = ("alt", "aria-label", "title", "lang")
    return [" ".join([str(element.tag), *(str(element.get(name)) for name in names)]) for element in said]


def charts(one: Rendered) -> list[str]:
    """Each chart, as text: the two engines embed the same file."""
    return [html.tostring(element, encoding="utf-8", with_tail=False).decode().lower() for element in one.find("//*[local-name()='svg']")]


def tables(one: Rendered) -> list[str]:
    """Of each table the widths of its columns, and of each cell what a narrow screen shows before it."""
    found = one.find("//table | //table//col | //table//td")
    own = {"caption-top"}  # Quarto's class of a table whose caption stands above
    classes = (" ".join(name for name in (cell.get("class") or "").split() if name not in own) for cell in found)
    return [f"{cell.tag!s} {cell.get('style')!r} {names!r} {cell.get('data-label')!r}" for cell, names in zip(found, classes, strict=True)]


def contents(one: Rendered) -> list[str]:
    """The elements of the contents with their classes."""
    return [f"{each.tag!s} .{each.get('class')!r}" for each in one.find("//nav//*")]


def scripts(one: Rendered) -> list[str]:
    """The page's own scripts, data and rules."""
    found = one.find("//script | //style | //meta[@http-equiv]")
    return [f"{element.get('content') or ''}{element.text_content().strip()}" for element in found if element.tag != "style"]


def pdf_text(one: Rendered) -> list[str]:
    """The text of the PDF, line by line, page by page."""
    return [plain(line) for page in one.pdf.pages for line in page.extract_text().splitlines()]


def pdf_outline(one: Rendered) -> list[str]:
    """The bookmarks of the PDF."""
    return [str(entry.get("/Title")) for entry in _flat(one.pdf.outline)]


def pdf_structure(one: Rendered) -> list[str]:
    """The tags of the PDF in their order, with alternative texts."""
    elements = structure(one.pdf.root_object.get("/StructTreeRoot", {}))
    return [f"{element.get('/S')} {element.get('/Alt', '')}" for element in elements if "/S" in element]


def structure(node: object) -> Iterator[DictionaryObject]:
    """Every element of a PDF's structure tree."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for kid in node:
            yield from structure(kid)
    elif isinstance(node, DictionaryObject):
        yield node
        yield from structure(node.get("/K", []))


def _flat(outline: Sequence[object]) -> Iterator[dict[str, object]]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _flat(entry)
        elif isinstance(entry, dict):
            yield entry


# What is compared, and how it is read from a build.
ASPECTS: dict[str, Callable[[Rendered], list[str]]] = {
    "title": texts("//title"),
    "headings": texts("//h1 | //h2 | //h3 | //h4 | //nav//a"),
    "figures and tables": texts("//figcaption | //caption"),
    "text": blocks,
    "numbers": texts("//a[contains(@class, 'number')] | //*[contains(@class, 'value')]"),
    "links": links,
    "tables": tables,
    "contents": contents,
    "anchors": anchors,
    "alternative texts": alternatives,
    "charts": charts,
    "scripts and policy": scripts,
    "text of the PDF": pdf_text,
    "outline of the PDF": pdf_outline,
    "tags of the PDF": pdf_structure,
}


def differences(first: Rendered, second: Rendered, aspects: Iterable[str] = ASPECTS) -> list[str]:
    """Where two builds differ, an aspect each with its first lines; empty where they agree."""
    found = []
    for aspect in aspects:
        read = ASPECTS[aspect]
        one, two = read(first), read(second)
        if one != two:
            lines = (line[:400] for line in unified_diff(one, two, "embedded", "quarto", n=0, lineterm=""))
            found.append("\n    ".join([f"{aspect}: {len(one)} and {len(two)} entries differ", *islice(lines, SHOWN)]))
    return found


def built(engine: str, folder: Path) -> Rendered:
    """The report of the repository, built with one engine."""
    page, pdf = render(ROOT / "report.qmd", DESCRIPTOR, folder / engine, ("html", "pdf"), engine)
    return Rendered(page, pdf)


def main() -> int:
    """Build with both engines; 0 where they agree, 1 where they differ or one cannot build."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            both = [built(engine, Path(folder)) for engine in ("embedded", "quarto")]
        except BriefingError as error:
            print(error, file=sys.stderr)
            return 1
        found = differences(both[0], both[1])
        counts = ", ".join(
            f"{len(read(both[0]))} {aspect}" for aspect, read in ASPECTS.items() if aspect in ("numbers", "links", "headings")
        )
    print("\n".join(found) if found else f"both engines agree: {counts}, and every other aspect")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

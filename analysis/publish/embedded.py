"""The embedded engine: the notebook run once, then pandoc and Typst, with the files that Quarto uses too."""

from __future__ import annotations

import json
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..package import build_time, edition_at
from .contract import nodes
from .document import Document
from .notebook import run, woven
from .tools import ASSETS, FONTS, RenderError, pandoc

log = logging.getLogger(__name__)
# A missing font would be replaced by another without a word.
FACES = [f"{family}-{face}.ttf" for family in ("SourceSans3", "SourceSerif4") for face in ("It", "Regular", "Semibold")]
CROSSREF = re.compile(r"(?:fig|tbl|sec)-")


def moment_of(package: Path) -> int:
    """The one moment that a page may carry, in seconds since 1970."""
    return int(build_time(edition_at(package).descriptor).timestamp())


def build(document: Document, package: Path, formats: tuple[str, ...]) -> dict[str, bytes]:
    """The bytes of each format; raises `RenderError`."""
    moment = moment_of(package)
    if missing := [name for name in FACES if not (FONTS / name).is_file()]:
        raise RenderError(f"{FONTS / missing[0]}: the font is missing; bring it back with: git checkout analysis/publish/assets/fonts")
    source, lines = woven(document, run(document, package))
    tree = _pandoc(document, ["-f", "markdown", "-t", "json"], source, lines)
    check_targets(document, json.loads(tree)["blocks"])

    def make(name: str) -> bytes:
        log.info("making the %s", name.upper())
        return _html(document, tree.decode()) if name == "html" else _pdf(document, moment, tree.decode())

    with ThreadPoolExecutor() as pool:
        return dict(zip(formats, pool.map(make, formats), strict=True))


def check_targets(document: Document, blocks: Any) -> None:
    """Raise `RenderError` for a cross-reference, a link or a citation that leads nowhere, and for a picture that is a file."""
    found = list(nodes(blocks))
    anchors = {node.id for node in found} - {""}
    bibliography = (document.path.parent / document.meta["bibliography"]).read_text("utf-8", "replace")
    entries = set(re.findall(r"^\s*@\w+\s*\{\s*([^,\s]+)\s*,", bibliography, re.MULTILINE))
    for node in found:
        if node.kind == "Link" and (target := node.content[2][0]).startswith("#") and target[1:] not in anchors:
            raise document.error(document.line_of(re.escape(target) + r"\b"), f"the link {target} leads nowhere")
        if node.kind == "Image" and not (target := node.content[2][0]).startswith("data:"):
            raise document.error(None, f"the picture {target} is a file; draw it as a chart, in analysis/charts")
        for citation in node.content[0] if node.kind == "Cite" else ():
            name = citation["citationId"]
            if name not in (anchors if CROSSREF.match(name) else entries):
                raise document.error(document.line_of(rf"@{re.escape(name)}(?![\w-])"), f"there is nothing that @{name} could refer to")


def _html(document: Document, tree: str) -> bytes:
    options = document.meta["format"]["html"]
    arguments = [
        "-f", "json", "-t", "html5", "--standalone", "--embed-resources", "--section-divs", "--number-sections",
        "--toc", f"--toc-depth={options['toc-depth']}", f"--template={options['template']}", f"--css={options['css']}",
        f"--shift-heading-level-by={options['shift-heading-level-by']}",
    ]  # fmt: skip
    # Cross-references look like citations, so they are resolved before citations are.
    page = _pandoc(document, [*arguments, *_filters(document), "--citeproc"], tree)
    return page.replace(b'class="toc-section-number"', b'class="header-section-number"')  # as Quarto names it


def _pdf(document: Document, moment: int, tree: str) -> bytes:
    import typst

    options = document.meta["format"]["typst"]
    arguments = ["-f", "json", "-t", "typst", "--standalone", "--toc", f"--template={options['template']}"]
    source = _pandoc(document, arguments + _filters(document), tree)
    with TemporaryDirectory() as empty:
        try:
            made = typst.compile(  # type: ignore[type-var]  # its types tie the fonts' paths to the bytes of the source
                source,
                root=str(document.path.resolve().parent),
                font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)]),
                pdf_standards=[options["pdf-standard"]],
                timestamp=moment,
                package_path=empty,
                package_cache_path=empty,
            )
        except (typst.TypstError, ValueError, RuntimeError) as error:
            log.debug("%s", getattr(error, "diagnostic", error))
            said = getattr(error, "message", str(error))
            label = re.search(r"<([\w-]+)>", said)
            raise document.error(document.line_of(rf"#{label[1]}\b") if label else None, f"Typst: {said}") from error
    assert isinstance(made, bytes)  # one document gives one file
    return made


def _filters(document: Document) -> list[str]:
    return [f"--lua-filter={name}" for name in (*document.meta["filters"], ASSETS / "crossref.lua")]


def _pandoc(document: Document, arguments: list[str], text: str, lines: list[int] | None = None) -> bytes:
    """What pandoc makes of `text`, of which each line came from one of the `lines` of the document."""
    try:
        return pandoc(arguments, text, document.path.resolve().parent)
    except RenderError as error:
        if lines is None:
            raise document.error(None, str(error)) from error
        said = re.sub(r"line (\d+)(?: column \d+)?", lambda found: f"line {lines[min(int(found[1]), len(lines)) - 1]}", str(error))
        first = re.search(r"line (\d+)", said)
        raise document.error(int(first[1]) if first else None, said) from error

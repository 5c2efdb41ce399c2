"""The embedded engine: one execution, then pandoc and Typst, with the files that Quarto uses too."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from .cache import Cache, key_of
from ..package import build_time, read_descriptor
from .document import Document, RenderError, read_document
from .execute import Results, code_of, run, woven
from .inputs import inputs_of
from ..package import step

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
FRONT_END = "\n---\n"
# What the page and the PDF are set in. A missing one would be replaced by another without a word.
FONT_FILES = (
    "SourceSans3-It.ttf", "SourceSans3-Regular.ttf", "SourceSans3-Semibold.ttf", "SourceSerif4-It.ttf", "SourceSerif4-Regular.ttf",
    "SourceSerif4-Semibold.ttf", "source-sans-3-latin-400-normal.woff2", "source-sans-3-latin-600-normal.woff2",
    "source-serif-4-latin-400-normal.woff2", "source-serif-4-latin-600-normal.woff2",
)  # fmt: skip
CROSSREF = re.compile(r"(?:fig|tbl|sec)-")


def build(path: Path, package: Path, formats: tuple[str, ...], cache: Cache) -> dict[str, bytes]:
    """The bytes of each format of the document at `path`; raises `RenderError`.

    Each stage is left out where the cache has its result: the cells, which give a body of Markdown, and
    each format that is made of that body.
    """
    inputs = inputs_of(path, package)
    document = read_document(path)
    for folder in {FONTS, document.path.parent / "analysis/publish/fonts"}:
        if (folder == FONTS or folder.is_dir()) and (missing_fonts := [name for name in FONT_FILES if not (folder / name).is_file()]):
            raise RenderError(f"{folder / missing_fonts[0]}: the font is missing; bring it back with: git checkout analysis/publish/fonts")
    moment = build_time(read_descriptor(package))
    body = woven(document, results_of(document, package, cache))
    source = f"{path.read_text('utf-8').split(FRONT_END, 1)[0]}{FRONT_END}\n{body}"
    pages = {name: key_of("page", name, inputs.pages, moment.isoformat(), source) for name in formats} if inputs else {}
    made = {name: page for name, key in pages.items() if (page := cache.get(key))}
    if missing := [name for name in formats if name not in made]:
        with step("reading the document"):
            tree = _pandoc(document, ["-f", "markdown", "-t", "json"], source).decode()
            _check_targets(document, tree)
        makers = {"html": partial(_html, document), "pdf": partial(_pdf, document, moment)}

        def make(name: str) -> bytes:
            with step(f"making the {name.upper()}"):
                return makers[name](tree)

        with ThreadPoolExecutor() as pool:
            made |= zip(missing, pool.map(make, missing), strict=True)
        if inputs and inputs_of(path, package) == inputs:  # they may have changed while the build was at work
            for name in missing:
                cache.put(pages[name], made[name])
    return {name: made[name] for name in formats}


def results_of(document: Document, package: Path, cache: Cache) -> Results:
    """What the cells and expressions of the document give, from the cache where they were run before."""
    inputs = inputs_of(document.path, package)
    key = key_of("cells", inputs.cells, *code_of(document)) if inputs else ""
    if kept := cache.get(key):
        results: Results = json.loads(kept)
        return results
    with step("running the cells"):
        results = run(document, package, cache)
    if inputs and inputs_of(document.path, package) == inputs:
        cache.put(key, json.dumps(results).encode())
    return results


def _check_targets(document: Document, tree: str) -> None:
    """Every cross-reference, link and citation leads somewhere, and no picture is a file that the build would not know of."""
    nodes = list(_walk(json.loads(tree)["blocks"]))
    anchors = {attributes[0] for node in nodes if (attributes := _attributes(node)) and attributes[0]}
    bibliography = document.path.parent / document.meta["bibliography"]
    entries = set(re.findall(r"^@\w+\{([^,\s]+),", bibliography.read_text("utf-8"), re.MULTILINE))
    for node in nodes:
        if node["t"] == "Link" and (target := node["c"][2][0]).startswith("#") and target[1:] not in anchors:
            raise document.error(document.line_of(target), f"the link {target} leads nowhere")
        if node["t"] == "Image" and not (target := node["c"][2][0]).startswith("data:"):
            raise document.error(document.line_of(target), f"the picture {target} is a file; draw it as a chart, in analysis/charts")
        for citation in node["c"][0] if node["t"] == "Cite" else ():
            name = citation["citationId"]
            if name not in (anchors if CROSSREF.match(name) else entries):
                raise document.error(document.line_of(f"@{name}"), f"there is nothing that @{name} could refer to")


def _walk(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "t" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _walk(inner)


def _attributes(node: dict[str, Any]) -> list[Any] | None:
    places = {"Header": 1, "Div": 0, "Span": 0, "Link": 0, "Image": 0, "Code": 0, "CodeBlock": 0, "Figure": 0, "Table": 0}
    place = places.get(node["t"])
    return None if place is None else node["c"][place]


def _html(document: Document, tree: str) -> bytes:
    options = document.format("html")
    arguments = [
        "-f", "json", "-t", "html5", "--standalone", "--embed-resources", "--section-divs", "--number-sections",
        "--toc", f"--toc-depth={options['toc-depth']}", "--mathml",
        f"--template={options['template']}", f"--css={options['css']}",
        f"--shift-heading-level-by={options['shift-heading-level-by']}",
    ]  # fmt: skip
    # Cross-references look like citations, so they are resolved before citations are.
    return _pandoc(document, [*arguments, *_filters(document), "--citeproc"], tree)


def _pdf(document: Document, moment: datetime, tree: str) -> bytes:
    import typst

    options = document.format("typst")
    arguments = ["-f", "json", "-t", "typst", "--standalone", "--toc", f"--template={options['template']}"]
    source = _pandoc(document, arguments + _filters(document), tree)
    try:
        made = typst.compile(  # type: ignore[type-var]  # its types tie the fonts' paths to the bytes of the source
            source,
            root=str(document.path.resolve().parent),
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)]),
            pdf_standards=[options["pdf-standard"]],
            timestamp=int(moment.timestamp()),
        )
    except typst.TypstError as error:
        raise document.error(None, f"Typst: {error.message}\n{error.diagnostic}") from error
    assert isinstance(made, bytes)  # one document gives one file
    return made


def _filters(document: Document) -> list[str]:
    names = [*document.meta["filters"], HERE / "crossref.lua"]
    return [f"--lua-filter={name}" for name in names]


def _pandoc(document: Document, arguments: list[str], text: str) -> bytes:
    import pypandoc

    # The one that was installed with us: pypandoc itself would take a newer one from the path, with other pages for it.
    pandoc = shutil.which("pandoc", path=str(Path(pypandoc.__file__).parent / "files"))
    try:
        if pandoc is None:
            raise FileNotFoundError("it is not in the package pypandoc-binary")
        command = [pandoc, "--wrap=none", "--fail-if-warnings", *arguments]
        done = subprocess.run(command, input=text.encode(), capture_output=True, check=False, cwd=document.path.resolve().parent)
    except OSError as error:
        raise RenderError(f"pandoc cannot be run: {error}; install the dependencies again: make setup") from error
    if done.returncode:
        raise document.error(None, f"pandoc: {done.stderr.decode().strip()}")
    return done.stdout

"""The other engine: plain `quarto render`, where Quarto is installed, held to what the embedded engine promises."""

from __future__ import annotations

import logging
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from click import unstyle

from .document import Document
from .embedded import moment_of
from .tools import RenderError, environment

log = logging.getLogger(__name__)
OLDEST = (1, 9)
INSTALL = "install it with: pip install quarto-cli (version 1.9 or later), or from quarto.org; or use --engine embedded"
_CELL_ID = re.compile(rb'(<div) id="[0-9a-f-]{6,36}"(?= class="cell)')
_UNRESOLVED = re.compile(r"warn.*(?:crossref|cross-ref|citation|citeproc|link target|unable to resolve)", re.IGNORECASE)
_NAMED = re.compile(r"@[\w:.-]*\w|#[\w-]+|(?<=citation )[\w:.-]*\w")
_FAILED = re.compile(
    r"following cell:\n-+\n(.*?)\n-{10,}\n.*?^(\w*(?:Error|Exception|Interrupt|Exit)(?::[^\n]*)?)$", re.DOTALL | re.MULTILINE
)
_TYPST = re.compile(r"^(?:ERROR: )?error: (.+)$", re.MULTILINE)
_RAISED = re.compile(r"^(\w*(?:Error|Exception|Interrupt|Exit)(?::[^\n]*)?)$(?=\s+WARN: Error encountered)", re.MULTILINE)
_PRINTED = re.compile(r'<div class="cell-output cell-output-(stdout|stderr)[^>]*>\s*(?:<[^>]+>)*([^<\n]*)')


def build(document: Document, package: Path, formats: tuple[str, ...]) -> dict[str, bytes]:
    """The bytes of each format, made by Quarto in a copy of the project; raises `RenderError`."""
    quarto = shutil.which("quarto")
    if quarto is None:
        raise RenderError(f"Quarto is not on the path; {INSTALL}")
    moment, made = moment_of(package), {}
    # Quarto writes beside the document, so it works in a copy: a failure leaves no trace in the project.
    with TemporaryDirectory() as folder:
        copy, own = Path(folder) / "project", Path(folder) / "home"
        own.mkdir()
        ignored = shutil.ignore_patterns(".*", "dist", "__pycache__", "_freeze", "node_modules")
        shutil.copytree(document.path.resolve().parent, copy, ignore=ignored, ignore_dangling_symlinks=True)
        variables = environment(own) | {
            "BRIEFING_PACKAGE": str(package.resolve()), "QUARTO_PYTHON": sys.executable, "SOURCE_DATE_EPOCH": str(moment), "NO_COLOR": "1",
        }  # fmt: skip

        def run(*arguments: str) -> tuple[int, str, str]:
            try:
                done = subprocess.run([quarto, *arguments], cwd=copy, env=variables, capture_output=True, check=False)
            except OSError as error:
                raise RenderError(f"{quarto} cannot be run: {error.strerror}; {INSTALL}") from error
            output, errors = (unstyle(text.decode("utf-8", "replace").strip()) for text in (done.stdout, done.stderr))
            return done.returncode, output, errors

        _, version, _ = run("--version")
        if tuple(int(part) for part in re.findall(r"\d+", version)[:2]) < OLDEST:
            raise RenderError(f"Quarto is {version or 'of an unknown version'}; {INSTALL}")
        for name in formats:
            log.info("making the %s with Quarto", name.upper())
            page = copy / document.path.with_suffix(f".{name}").name
            code, _, said = run("render", document.path.name, "--to", {"html": "html", "pdf": "typst"}[name])
            _check(document, code, said)
            if not page.is_file():
                raise document.error(None, f"Quarto ended without an error and made no {page.name}; use --engine embedded")
            # Ids of cells are random.
            made[name] = _CELL_ID.sub(rb"\1", page.read_bytes()) if name == "html" else page.read_bytes()
            if name == "html":
                _check_links(document, made[name].decode("utf-8"))
    return made


def _check(document: Document, code: int, said: str) -> None:
    """Raise `RenderError` for what Quarto says of a render that failed, or that left a reference unresolved."""
    for line in said.splitlines():
        if _UNRESOLVED.search(line):
            name = _NAMED.search(line)
            place = document.line_of(rf"[@#]?{re.escape(name[0].lstrip('@#'))}(?![\w-])") if name else None
            raise document.error(place, f"Quarto: {line.strip()}")
    if code and (found := _FAILED.search(said)):
        first = next((row for row in found[1].splitlines() if row.strip() and not row.startswith("#")), "")
        inside = re.search(r"Cell In\[\d+\], line (\d+)", said)
        lines = [cell.line + (int(inside[1]) - 1 if inside and not cell.inline else 0) for cell in document.cells if first in cell.code]
        raise document.error(lines[0] if lines else None, found[2])
    if code and (found := _TYPST.search(said)):
        label = re.search(r"<([\w:.-]+)>", found[1])
        raise document.error(document.line_of(rf"[@#]{re.escape(label[1])}(?![\w-])") if label else None, f"Typst: {found[1]}")
    if code and (found := _RAISED.search(said)):  # in an expression: Quarto does not say which
        raise document.error(None, f"an expression in the text: {found[1]}")
    if code:
        raise document.error(None, f"Quarto ended with {code}:\n{said.strip()[-2000:]}")


def _check_links(document: Document, page: str) -> None:
    """Raise `RenderError` for what a cell printed, a link that leads nowhere in the page, and a reference that Quarto printed as it is."""
    if found := _PRINTED.search(page):
        raise document.error(None, f"a cell prints to {found[1]}: {found[2]}")
    anchors = set(re.findall(r'\sid="([^"]+)"', page))
    for target in re.findall(r'<a [^>]*?href="#([^"]+)"', page):
        if target not in anchors:
            raise document.error(document.line_of(rf"#{re.escape(target)}(?![\w-])"), f"the link #{target} leads nowhere")
    if found := re.search(r"\?@([\w-]+)", page):
        raise document.error(document.line_of(rf"@{found[1]}(?![\w-])"), f"there is nothing that @{found[1]} could refer to")

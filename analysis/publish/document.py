"""Read report.qmd: which of its lines are prose, which are cells, which expressions stand in the prose.

Only what both engines treat alike is allowed (docs/architecture.md has the contract): top-level
Python cells with the options `include` and `label`, and inline expressions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt

from ..package import BriefingError

INLINE = re.compile(r"(?<!`)`\{python\}[ \t]([^`]+)`")
_OPTION = re.compile(r"#\|\s*(.*)")
ALLOWED_OPTIONS = {"include", "label"}


class RenderError(BriefingError):
    """The report cannot be built; the message gives file and line and says what to do."""


@dataclass(frozen=True)
class Cell:
    """A code cell. `line` is the line of its first line of code in the document, from 1."""

    code: str
    line: int
    include: bool


@dataclass(frozen=True)
class Prose:
    """Markdown between cells, starting at `line`."""

    text: str
    line: int

    def expressions(self) -> list[tuple[str, int]]:
        """The inline expressions with their lines, in order."""
        return [(match[1].strip(), self.line + self.text.count("\n", 0, match.start())) for match in INLINE.finditer(self.text)]


@dataclass(frozen=True)
class Document:
    """A document as read: front matter, and parts in order."""

    path: Path
    meta: dict[str, Any]
    parts: list[Cell | Prose]

    def format(self, name: str) -> dict[str, Any]:
        """The options of one output format."""
        options: dict[str, Any] = self.meta["format"][name]
        return options

    def error(self, line: int | None, message: str) -> RenderError:
        """An error at a line of this document, for the caller to raise."""
        place = f"{self.path}:{line}" if line else str(self.path)
        return RenderError(f"{place}: {message}")

    def line_of(self, text: str) -> int | None:
        """The first line of the source that contains `text`."""
        lines = self.path.read_text("utf-8").splitlines()
        return next((number for number, line in enumerate(lines, start=1) if text in line), None)


def read_document(path: Path) -> Document:
    """Read the document at `path`; raises `RenderError` where it is none that both engines can read."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RenderError(f"{path}: cannot be read: {error}") from error
    return parse_document(text, path)


def parse_document(text: str, path: Path) -> Document:
    """The same from its text; `path` stands for it in messages."""
    front = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    try:
        meta = yaml.safe_load(front[1]) if front else None
    except yaml.YAMLError as error:
        raise RenderError(f"{path}:1: the front matter is not YAML: {error}") from error
    if front is None or not isinstance(meta, dict) or not {"html", "typst"} <= set(meta.get("format", {})):
        raise RenderError(f"{path}:1: the front matter must name the formats html and typst")
    document = Document(path, meta, [])
    offset = text[: front.end()].count("\n")
    lines = text[front.end() :].splitlines(keepends=True)
    position = 0
    for token in MarkdownIt("commonmark").parse("".join(lines)):
        if token.type != "fence" or not token.info.startswith("{python"):
            continue
        assert token.map is not None  # every fence knows its lines
        first, last = token.map
        if token.info.strip() != "{python}" or token.level:
            raise document.error(offset + first + 1, "write ```{python} alone at the start of a line")
        document.parts.append(Prose("".join(lines[position:first]), offset + position + 1))
        document.parts.append(_cell(document, token.content, offset + first + 2))
        position = last
    document.parts.append(Prose("".join(lines[position:]), offset + position + 1))
    return document


def _cell(document: Document, code: str, line: int) -> Cell:
    options: dict[str, Any] = {}
    for row in code.splitlines():
        if not (match := _OPTION.match(row)):
            break
        options |= yaml.safe_load(match[1])
    if unknown := set(options) - ALLOWED_OPTIONS:
        raise document.error(line, f"the cell option {min(unknown)!r} is not allowed here; see docs/architecture.md")
    return Cell(code, line, options.get("include", True))

"""Read report.qmd: its front matter, and the code in it, which is cells and inline expressions in one order.

What both engines treat alike is allowed and the rest is refused (`contract`), before anything is run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ..package import unseen
from .contract import Cell, Fault, read_body
from .tools import RenderError

# What the engines and the templates take from the front matter.
KEYS: dict[str, type] = {
    "title": str, "description": str, "lang": str, "bibliography": str, "csl": str, "filters": list,
    "format.html.template": str, "format.html.css": str, "format.html.toc-depth": int, "format.html.shift-heading-level-by": int,
    "format.typst.template": str, "format.typst.pdf-standard": str,
}  # fmt: skip
FILES = ("bibliography", "csl", "filters", "format.html.template", "format.html.css", "format.typst.template")
# Keys that are shown where no markup can be, with the signs that they cannot have.
PLAIN = dict.fromkeys(("title", "subtitle", "kicker", "description"), "*_`$<>[]\\") | {"author": '*_`$<>[]\\"#@/~'}
KINDS = {str: "a text (in quotes, where YAML reads it as something else)", int: "a number", list: "a list"}


@dataclass(frozen=True)
class Document:
    """A document as read: `meta` is its front matter, at the start of `text`."""

    path: Path
    text: str
    meta: dict[str, Any]
    cells: list[Cell]

    def error(self, line: int | None, message: str) -> RenderError:
        """An error at a line of this document, for the caller to raise."""
        return RenderError(f"{self.path}:{line}: {message}" if line else f"{self.path}: {message}")

    def line_of(self, pattern: str) -> int | None:
        """The first line of the document in which a pattern is found."""
        found = re.search(pattern, self.text)
        return self.text.count("\n", 0, found.start()) + 1 if found else None


def read_document(path: Path) -> Document:
    """Read the document at `path`; raises `RenderError`, whose message has a line for each fault."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise RenderError(f"{path}:{line}: is not UTF-8; save it as UTF-8") from error
    except OSError as error:
        raise RenderError(f"{path}: cannot be read: {error.strerror}") from error
    return parse_document(text, path)


def parse_document(text: str, path: Path) -> Document:
    """The same from its text; `path` stands for it in messages, and its folder is where the files are that the front matter names.

    >>> parse_document("# Title", Path("report.qmd"))
    Traceback (most recent call last):
    analysis.publish.tools.RenderError: report.qmd:1: the document must start with front matter: YAML between two lines of ---
    """
    if "\r" in text:
        raise RenderError(f"{path}:1: has Windows line ends (CRLF); save it with line ends LF")
    if text.startswith("\ufeff"):
        raise RenderError(f"{path}:1: starts with a byte order mark; save it as UTF-8 without one")
    if found := unseen(text):
        raise RenderError(f"{path}:{found[0]}: has the character {found[1]}, which is not shown; remove it")
    front = re.match(r"---[ ]*\n(.*?\n)(?:---|\.\.\.)[ ]*(?:\n|\Z)", text, re.DOTALL)
    if front is None:
        raise RenderError(f"{path}:1: the document must start with front matter: YAML between two lines of ---")
    try:
        meta = yaml.safe_load(front[1])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line, why = mark.line + 2 if mark else 1, getattr(error, "problem", None) or error
        raise RenderError(f"{path}:{line}: the front matter is not YAML: {why}; put a text with a colon in quotes") from error
    cells, faults = read_body(text, len(front[0]))
    if faults := sorted([*_front_faults(meta, front[0], path.parent), *faults]):
        raise RenderError("\n".join(f"{path}:{fault.line}: {fault.message}" for fault in faults))
    return Document(path, text, meta, cells)


def _front_faults(meta: Any, front: str, folder: Path) -> list[Fault]:
    found: list[Fault] = []

    def line(key: str) -> int:
        place = re.search(rf"^\s*{re.escape(key.split('.')[-1])}\s*:", front, re.MULTILINE)
        return front.count("\n", 0, place.end()) + 1 if place else 1

    def value(key: str) -> Any:
        place = meta
        for part in key.split("."):
            place = place.get(part) if isinstance(place, dict) else None
        return place

    for key, kind in KEYS.items():
        given = value(key)
        if given is None:
            found.append(Fault(1, f"the front matter has no {key}; git show HEAD:report.qmd has what stood there"))
        elif not isinstance(given, kind) or isinstance(given, bool):
            found.append(Fault(line(key), f"{key} must be {KINDS[kind]}"))
        elif key in FILES:
            names = given if isinstance(given, list) else [given]
            missing = [name for name in names if not (folder / str(name)).is_file()]
            found += [Fault(line(key), f"{key} names {name}, which is not there") for name in missing]
    found += [
        Fault(line(key), f"{key} is shown as plain text: write it on one line, without the signs {' '.join(signs)}")
        for key, signs in PLAIN.items()
        if isinstance(given := value(key), str) and {*signs, "\n"} & {*given.strip()}
    ]
    if isinstance(given := value("lang"), str) and not re.fullmatch(r"[a-z]{2,3}", given):
        found.append(Fault(line("lang"), "lang must be the two letters of a language, such as en"))
    return found

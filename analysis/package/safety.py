"""What a package may not contain, because it would do something where it is only to be shown or opened.

Markup, Typst and the like are no concern here: whoever writes a format escapes for it. Refused is what no format shows: characters that
steer a terminal or turn the direction of text, names and paths that lead elsewhere, and cells that a spreadsheet would run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Control characters but tab and line feed; what turns the direction of text; line separators; a byte order mark;
# tags; what XML cannot hold.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff\U000e0000-\U000e007f]"
)
NAME = re.compile(r"[a-z0-9]+(?:[._:-][a-z0-9]+)*")
ADDRESS = re.compile(r"https?://[^\s<>\"'`\\{}|^]+")
LONGEST = 2000  # characters of a cell: a cell is a value, a name or a sentence
# A spreadsheet takes a text for a formula that begins with one of these.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def unseen(text: str) -> tuple[int, str] | None:
    """The line (from 1) and the name of the first character that may not be there, or None."""
    # A Windows line end is no fault here: validation names it as what it is.
    if (found := UNSEEN.search(text.replace("\r\n", "\n"))) is None:
        return None
    return text.count("\n", 0, found.start()) + 1, f"U+{ord(found[0]):04X}"


def unseen_in(data: bytes) -> tuple[int, str] | None:
    """The same of a file in UTF-8; raises `UnicodeDecodeError` where it is none and that matters here."""
    # What stands on no keyboard without accents is little, and soon looked at.
    unusual = data.translate(None, bytes([*b"\t\n", *range(0x20, 0x7F)])).decode("utf-8", "replace")
    return unseen(data.decode("utf-8")) if UNSEEN.search(unusual) else None


def unseen_written(text: str) -> str:
    r"""`text` with what would steer a terminal written out, such as `\\u001b`; inside JSON that means the same character."""
    return UNSEEN.sub(lambda match: json.dumps(match[0])[1:-1], text)


def strings(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a JSON value, keys too, with its place."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(value, dict):
                yield place, str(key)
            yield from strings(inner, f"{place}/{key}".lstrip("/"))


def is_inside(path: str) -> bool:
    """Whether a path of a resource stays below the folder of its descriptor, on every system."""
    return bool(path) and not re.search(r"[\\:\x00-\x1f]", path) and not path.startswith(("/", "~")) and ".." not in path.split("/")


def leads_out(base: Path, path: str) -> bool:
    """Whether a path leads out of the folder `base`, by itself or through a link in it."""
    return not is_inside(path) or not (base / path).resolve().is_relative_to(base.resolve())


def what_is_wrong_with(cell: str) -> str | None:
    """Why a text cell cannot be taken, or None."""
    if cell.startswith(FORMULA):
        return f"begins with {cell[0]!r}, which a spreadsheet takes for a formula"
    if "\n" in cell or "\t" in cell:
        return "has a line break or a tab in it"
    if len(cell) > LONGEST:
        return f"has {len(cell)} characters; a cell has at most {LONGEST}"
    return None

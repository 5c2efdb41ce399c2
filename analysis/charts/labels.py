"""Words beside marks: dates on an axis of years, lines of text, phrases."""

from __future__ import annotations

import re
from datetime import date
from textwrap import wrap
from typing import Literal

from .theme import INK, LINE, Label

NEWLINE = "\n"
LETTER = 5.6  # pixels that a letter takes at most on average, to tell what fits on a line


def when(day: str | date) -> float:
    """A day as a point on an axis of years; of a month or year its middle."""
    parts = [int(part) for part in str(day).split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 7
    middle = 1 if len(parts) == 1 else 15
    return round(year + (date(year, month, parts[2] if len(parts) > 2 else middle) - date(year, 1, 1)).days / 365.25, 4)


def broken(text: str, letters: int) -> str:
    """The text in lines of about so many letters; an amount is never broken."""
    return NEWLINE.join(line.replace("_", " ") for line in wrap(re.sub(r"(?<=\d) (?=[bmt]illion)|\u00a0", "_", text), letters))


def beside(
    place: tuple[float, float], text: str, *, colour: str = INK, align: Literal["left", "right"] = "left",
    away: float = 0, above: bool = False, strong: bool = False,
) -> Label:  # fmt: skip
    """Lines of text with their middle at the height of a place, or all of them above it."""
    lines = len(text.splitlines())
    up = LINE * (lines - 1) / 2 + (LINE * lines / 2 + 2 if above else 0)
    return Label(*place, text, colour, align, (away if align == "left" else -away, -up), strong)


def sentence(phrase: str) -> str:
    """The phrase with a capital letter."""
    return phrase[:1].upper() + phrase[1:]

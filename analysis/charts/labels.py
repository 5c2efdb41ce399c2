"""Words beside marks: dates on an axis of years, lines of text, phrases."""

from __future__ import annotations

import re
from datetime import date
from textwrap import wrap
from typing import Literal

import altair as alt

from analysis.charts.theme import INK, label

NEWLINE = "\n"
LINE = 17  # pixels from one line of text to the next
LETTER = 6.0  # pixels that a letter takes at most on average, to tell what fits on a line


def when(day: str | date) -> float:
    """A day as a point on an axis of years; of a month or year its middle."""
    parts = [int(part) for part in str(day).split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 7
    middle = 1 if len(parts) == 1 else 15
    return year + (date(year, month, parts[2] if len(parts) > 2 else middle) - date(year, 1, 1)).days / 365.25


def broken(text: str, letters: int) -> str:
    """The text in lines of about so many letters; an amount is never broken."""
    return NEWLINE.join(line.replace("_", " ") for line in wrap(re.sub(r"(?<=\d) (?=[bmt]illion)|\u00a0", "_", text), letters))


def beside(
    x: alt.X, y: alt.Y, place: tuple[float, float], text: str, *, colour: str = INK, align: Literal["left", "right"] = "left",
    away: float = 0, above: bool = False, strong: bool = False,
) -> alt.Chart:  # fmt: skip
    """Lines of text with their middle at the height of a place, or all of them above it."""
    lines = len(text.splitlines())
    up = LINE * (lines - 1) / 2 + (LINE * lines / 2 + 2 if above else 0)
    return label(x, y, place, text, colour=colour, align=align, strong=strong, shift=(away if align == "left" else -away, -up))


def sentence(phrase: str) -> str:
    """The phrase with a capital letter."""
    return phrase[:1].upper() + phrase[1:]

"""One look for every chart: one table of colours, one size of letters, and how words are broken into lines.

A company keeps its colour in every chart, the article is ink, everybody else is grey. Colours of companies that share a
chart differ in luminance by at least 1.5 to 1, so that they stay apart in grey print, and every colour carries text
(4.5 to 1 on white). The second colour of a pair is for a dark page; the style sheet swaps them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from textwrap import wrap
from typing import Any

import altair as alt

from ..package import Package

COLOURS = {
    "article": ("#14202b", "#e4e8eb"), "other": ("#55616d", "#a3aeb8"), "hair": ("#d5dade", "#333e47"), "paper": ("#ffffff", "#11171c"),
    "amazon": ("#c15700", "#f6bb8b"), "microsoft": ("#005e98", "#47a9f0"), "alphabet": ("#044937", "#249271"),
    "meta": ("#320d58", "#f6f0fe"), "nvidia": ("#577f07", "#abd558"), "anthropic": ("#6e1b44", "#f17eb7"),
}  # fmt: skip
Drawing = Any  # a chart of Altair: what its types cannot say, its schema checks
INK, MUTED, HAIR, PAPER = (COLOURS[name][0] for name in ("article", "other", "hair", "paper"))
# Lines of companies differ in dash and marker as well.
DASHES = {"microsoft": [1, 0], "amazon": [7, 3], "alphabet": [2, 2], "meta": [9, 2, 2, 2]}
MARKERS = {"microsoft": "circle", "amazon": "square", "alphabet": "triangle-up", "meta": "diamond"}

FONT = "'Source Sans 3', sans-serif"  # in quotes, for a name in CSS has no word that is a number
SIZE = 14  # pixels, for all text in a chart: 12 to 16 on the page, between 0.87 and 1.14 of the drawn width
LINE = 17  # pixels from one line of text to the next
HEADLINE = 19  # pixels, for the title of a picture that stands alone
WIDE, NARROW = 640, 330  # pixels: for wide screens and paper, and for a phone
NARROWEST = 480  # pixels: a chart that is less wide has names above marks
LETTER = {False: 0.45, True: 0.475}  # the width of a letter on average, of its size; the second where it is bold


@alt.theme.register("briefing", enable=True)
def theme() -> Any:
    """The look of all charts, which Altair writes into each specification."""
    title = {"anchor": "start", "fontSize": SIZE, "fontWeight": 600, "color": INK, "offset": 8}
    return {
        "config": {
            "font": FONT, "padding": 0, "view": {"stroke": None}, "legend": {"disable": True},
            "axis": {
                "title": None, "labelColor": MUTED, "labelFontSize": SIZE, "labelPadding": 6, "labelOverlap": False, "grid": False,
                "domainColor": MUTED, "tickColor": MUTED, "gridColor": HAIR,
            },
            "axisY": {"domain": False, "ticks": False},
            "title": title | {"subtitleColor": MUTED, "subtitleFontSize": SIZE, "subtitleLineHeight": LINE},
            "text": {"fontSize": SIZE, "font": FONT, "color": INK, "lineHeight": LINE},
            "point": {"filled": True, "opacity": 1, "size": 70},
        }
    }  # fmt: skip


def company_of(package: Package, organisation: str | None) -> str:
    """The company whose colour an organisation has: itself, the first of its owners that has one, or "other"."""
    owners = {row["organisation_id"]: row["parent_id"] for row in package.rows("organisations")}
    while organisation and organisation not in COLOURS:
        organisation = owners.get(organisation)
    return organisation or "other"


def company_colours(companies: Iterable[str]) -> Any:
    """The colours of the companies in a chart, as an encoding of the field `company`."""
    names = sorted(set(companies))
    return alt.Color("company:N", scale=alt.Scale(domain=names, range=[COLOURS[name][0] for name in names]), legend=None)


def fading(colour: str, towards: str, solid: str = "0") -> str:
    """A fill that fades out to the "left", "right" or "up", as an expression of Vega, as are its colour and the part that is solid."""
    first, last = ("", "00") if towards == "right" else ("00", "")
    stops = ", ".join(f"{{offset: {at}, color: {colour} + '{clear}'}}" for at, clear in ((0, first), (solid, first), (1, last)))
    x2, y2 = (0, 1) if towards == "up" else (1, 0)
    return f"{{gradient: 'linear', x1: 0, y1: 0, x2: {x2}, y2: {y2}, stops: [{stops}]}}"


def length(text: str, size: int = SIZE, bold: bool = False) -> float:
    """About how many pixels wide the longest line of a text is."""
    return max(map(len, text.split("\n"))) * size * LETTER[bold]


def lines(text: str, pixels: float, size: int = SIZE, bold: bool = False) -> list[str]:
    """The text in lines that fit a width; an amount or a licence is never broken."""
    held = re.sub(r"(?<=\d) (?=[bmt]r?illion)|(?<=CC) |(?<=BY) (?=\d)", "\u00a0", text)
    found = wrap(held, max(8, int(pixels / size / LETTER[bold])), break_long_words=False, break_on_hyphens=False)
    return [line.replace("\u00a0", " ") for line in found]

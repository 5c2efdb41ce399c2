"""One look for every chart, and the way from a chart to SVG that is the same on every machine.

Colours are dark enough for text on white (4.5 to 1) and stay apart for colour-blind readers; the
style sheet swaps them for lighter ones on a dark page. Fonts come from the repository.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import altair as alt

INK, MUTED, RULE, PAPER = "#14202b", "#55616d", "#d5dade", "#ffffff"
BLUE, RUST, GREEN = "#0067a3", "#b04a00", "#00735c"
SANS = "Source Sans 3"
SIZE = 13  # pixels, for all text in charts


def finish(chart: alt.LayerChart | alt.Chart, width: int, height: int) -> alt.LayerChart | alt.Chart:
    """Give a chart its size and the look of the house."""
    return chart.properties(width=width, height=height, background="transparent", padding=4).configure(
        font=SANS,
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(
            labelColor=MUTED,
            labelFontSize=SIZE,
            titleColor=MUTED,
            titleFontSize=SIZE,
            titleFontWeight="normal",
            domainColor=RULE,
            gridColor=RULE,
            tickColor=RULE,
            labelPadding=6,
        ),
        text=alt.MarkConfig(fontSize=SIZE, color=INK),
    )


def to_svg(chart: alt.LayerChart | alt.Chart, name: str, label: str) -> str:
    """The chart as one SVG element. `name` keeps its ids apart from other charts in the page.

    `label` is what a screen reader says in place of the picture.
    """
    from xml.sax.saxutils import quoteattr

    svg = _converter().vegalite_to_svg(chart.to_dict(), vl_version="6.1")
    svg = svg.replace(f'font-family="{SANS}"', f"font-family=\"'{SANS}', sans-serif\"")
    svg = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert size is not None  # every SVG of vl-convert has a view box
    inner = svg[svg.index(">") + 1 :]
    # Marks need no roles of their own: the picture has one label, and its values stand in the text.
    inner = re.sub(r' (?:aria-[a-z]+|role)="[^"]*"', "", inner)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label={quoteattr(label)} '
        f'width="{size[1]}" height="{size[2]}" viewBox="0 0 {size[1]} {size[2]}">{inner}'
    )


@cache
def _converter() -> Any:
    import vl_convert

    vl_convert.register_font_directory(str(files("analysis.publish").joinpath("fonts")))
    return vl_convert

"""One look for every chart, and the way from a chart to SVG that is the same on every machine.

Colours are dark enough for text on white (4.5 to 1) and stay apart for colour-blind readers; the
style sheet swaps them for lighter ones on a dark page. Fonts come from the repository.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

import altair as alt
from altair.utils import schemapi

from analysis.metrics import compute
from analysis.package import DataPackage
from analysis.wording import figure_words, words

# Altair would check each part of a chart again whenever a larger part is made of it; a test checks the whole.
schemapi.disable_debug_mode()

INK, MUTED, RULE, PAPER = "#14202b", "#55616d", "#d5dade", "#ffffff"
BLUE, RUST, GREEN = "#0067a3", "#b04a00", "#00735c"
SANS = "Source Sans 3"
SIZE = 13  # pixels, for all text in charts


class Margins(NamedTuple):
    """Pixels around a plot for the words beside it."""

    top: int
    right: int
    bottom: int
    left: int


def finish(
    layers: Sequence[alt.Chart | alt.LayerChart],
    width: int,
    height: int,
    *,
    margins: Margins | None = None,
    independent: Literal["x", "y"] | None = None,
) -> alt.LayerChart:
    """Layers as one chart, with its size and the look of the house.

    With `margins` the picture is as large as the plot and they are, whatever the converter takes the
    words to measure. `independent` names an axis that each layer has for itself.
    """
    config = alt.Config(
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
    # All in one call: each method of a chart would copy all of its layers again.
    chart = alt.LayerChart(layer=list(layers), width=width, height=height, background="transparent", padding=4, config=config)
    if margins:
        chart.autosize = alt.AutoSizeParams(type="none")
        chart.padding = margins._asdict()
    if independent:
        chart.resolve = alt.Resolve(
            scale=alt.ScaleResolveMap(x="independent") if independent == "x" else alt.ScaleResolveMap(y="independent")
        )
    return chart


def label(
    x: alt.X,
    y: alt.Y,
    place: tuple[float, float],
    text: str,
    *,
    colour: str = INK,
    align: Literal["left", "center", "right"] = "left",
    shift: tuple[float, float] = (0, 0),
    strong: bool = False,
) -> alt.Chart:
    """One text at a place of the axes `x` and `y`, moved by `shift` pixels to the right and down; it may have lines."""
    names = [str(axis["shorthand"]).split(":")[0] for axis in (x, y)]
    lines = text.replace("\u00a0", " ").split("\n")
    values = [{names[0]: place[0], names[1]: place[1], "text": lines if len(lines) > 1 else lines[0]}]
    mark = alt.Chart(alt.InlineData(values=values)).mark_text(
        align=align, dx=shift[0], dy=shift[1], color=colour, fontWeight=600 if strong else 400
    )
    chart: alt.Chart = mark.encode(x=x, y=y, text=alt.Text("text:N"))
    return chart


def worded(package: DataPackage) -> dict[str, str]:
    """Every figure and metric in words with plain spaces, for labels and descriptions."""
    said = {row["figure_id"]: figure_words(row) for row in package.rows("figures")}
    said |= {name: words(value) for name, value in compute(package).items()}
    return {name: text.replace("\u00a0", " ") for name, text in said.items()}


def to_svg(chart: alt.LayerChart, name: str, label: str) -> str:
    """The chart as one SVG element. `name` keeps its ids apart from other charts in the page.

    `label` is what a screen reader says in place of the picture.
    """
    from xml.sax.saxutils import quoteattr

    svg = _converter().vegalite_to_svg(chart.to_dict(validate=False), vl_version="6.1")
    svg = svg.replace(f'font-family="{SANS}"', f"font-family=\"'{SANS}', sans-serif\"")
    # The converter numbers its ids through a whole run; here they count from nought in each chart.
    for number, old in enumerate(dict.fromkeys(re.findall(r'(?<= id=")[^"]+', svg))):
        svg = re.sub(rf'( id="|\(#|href="#){re.escape(old)}(?=["\)])', rf"\g<1>{name}-{number}", svg)
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

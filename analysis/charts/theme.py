"""One look for every chart: colours, type, and the parts from which a Vega-Lite specification is put together.

Colours are dark enough for text on white (4.5 to 1) and stay apart for colour-blind readers; the style sheet
swaps them for lighter ones on a dark page. A specification is plain data: a dictionary as Vega-Lite defines it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from .data import Value, plain

Spec = dict[str, Any]

INK, MUTED, RULE, PAPER = "#14202b", "#55616d", "#d5dade", "#ffffff"
BLUE, RUST, GREEN = "#0067a3", "#b04a00", "#00735c"
SANS = "Source Sans 3, sans-serif"
SIZE = 13  # pixels, for all text in charts
LINE = 17  # pixels from one line of text to the next
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
CONFIG = {
    "font": SANS,
    "view": {"stroke": None},
    "axis": {
        "title": None, "labelColor": MUTED, "labelFontSize": SIZE, "labelPadding": 6, "labelOverlap": False,
        "titleColor": MUTED, "titleFontSize": SIZE, "titleFontWeight": "normal", "titlePadding": 8,
        "domain": False, "ticks": False, "domainColor": RULE, "tickColor": RULE, "gridColor": RULE,
    },
    "text": {"fontSize": SIZE, "lineHeight": LINE},
}  # fmt: skip

Align = Literal["left", "center", "right"]


class Margins(NamedTuple):
    """Pixels around a plot for the words beside it."""

    top: int
    right: int
    bottom: int
    left: int


class Label(NamedTuple):
    """A text at a place of the axes, moved by `shift` pixels to the right and down; it may have lines."""

    x: float
    y: float
    text: str
    colour: str = INK
    align: Align = "left"
    shift: tuple[float, float] = (0, 0)
    strong: bool = False
    says: str = ""  # where the text stands for a value that has no mark


def chart(width: int, height: int, margins: Margins, content: Spec) -> Spec:
    """A whole specification, `width` pixels wide with its margins. `content` has the layers and what they share."""
    inner = width - margins.left - margins.right
    frame = {"width": inner, "height": height, "padding": margins._asdict(), "autosize": "none"}
    return {"$schema": SCHEMA} | frame | {"config": CONFIG} | content


def axes(x: Spec, y: Spec, layers: Sequence[Spec | Label]) -> Spec:
    """Layers on shared axes; labels become one layer on top of the others."""
    drawn = [layer for layer in layers if isinstance(layer, dict)]
    labels = [layer for layer in layers if isinstance(layer, Label)]
    return {"encoding": {"x": x, "y": y}, "layer": [*drawn, *([texts(labels)] if labels else [])]}


def scale(field: str, low: float, high: float, axis: Spec | None = None, **more: Any) -> Spec:
    """A channel of position on which `field` runs from `low` to `high`."""
    return {"field": field, "type": "quantitative", "scale": {"domain": [low, high], "nice": False} | more, "axis": axis}


def marks(kind: str, rows: Sequence[Spec], **look: Any) -> Spec:
    """A layer of marks. A row has x and y, maybe x2 and y2, and `says` where it stands for a value."""
    names = {name for row in rows for name in row}
    encoding: Spec = {name: {"field": name} for name in ("x2", "y2") if name in names}
    if "says" in names:
        encoding |= {"description": {"field": "says"}, "tooltip": {"field": "says"}}
    layer: Spec = {"data": {"values": list(rows)}, "mark": {"type": kind} | look}
    return layer | ({"encoding": encoding} if encoding else {})


def dots(values: Sequence[tuple[Value | None, float, float]], colour: str, size: int = 60) -> Spec:
    """A dot for each value at a place."""
    rows = [{"x": x, "y": y} | ({"says": value.says} if value else {}) for value, x, y in values]
    return marks("point", rows, filled=True, opacity=1, size=size, color=colour)


def fading(colour: str, towards: Literal["left", "right", "up"]) -> Spec:
    """A fill that fades out towards the side on which nothing is stated."""
    solid = 0 if towards == "right" else 1
    across = {"x1": 0, "x2": 0, "y1": 0, "y2": 1} if towards == "up" else {"x1": 0, "x2": 1, "y1": 0, "y2": 0}
    stops = [{"offset": offset, "color": colour if offset == solid else f"{colour}00"} for offset in (0, 1)]
    return {"gradient": "linear"} | across | {"stops": stops}


def texts(labels: Sequence[Label]) -> Spec:
    """All labels as one layer: what differs from one to the next stands in its rows."""
    rows: list[Spec] = []
    for label in labels:
        lines = plain(label.text).split("\n")
        row: Spec = {"x": label.x, "y": label.y, "text": lines if len(lines) > 1 else lines[0]}
        row |= {name: value for name, value in zip(("dx", "dy"), label.shift, strict=True) if value}
        row |= {"fill": label.colour} if label.colour != INK else {}
        row |= {"align": label.align} if label.align != "left" else {}
        row |= {"says": label.says} if label.says else {}
        rows.append(row | ({"weight": 600} if label.strong else {}))
    defaults = {"dx": "0", "dy": "0", "fill": f"'{INK}'", "align": "'left'", "weight": "400"}
    names = {"weight": "fontWeight"}
    look: Spec = {
        names.get(key, key): {"expr": f"datum.{key} || {value}"} for key, value in defaults.items() if any(key in row for row in rows)
    }
    if "fill" not in look:
        look["fill"] = INK
    if "align" not in look:
        look["align"] = "left"
    encoding = {"text": {"field": "text"}} | ({"description": {"field": "says"}} if any("says" in row for row in rows) else {})
    return {"data": {"values": rows}, "mark": {"type": "text"} | look, "encoding": encoding}

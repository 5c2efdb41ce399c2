"""Charts in rows: published values under their names, on the axis of their panel; an open end is drawn open."""

from __future__ import annotations

import math
from collections.abc import Sequence
from textwrap import wrap
from typing import Any, NamedTuple

import altair as alt
import pandas as pd

from analysis.charts.labels import LETTER, LINE
from analysis.charts.theme import INK, MUTED, RULE, SIZE, Margins, finish
from analysis.quantity import Quantity

BAND, GAP = 14, 13  # pixels: a row of marks, the space before the next one
AXIS = 68  # pixels from the last row of a panel to the title of the next


class Text(NamedTuple):
    """Words in a colour."""

    words: str
    colour: str = MUTED
    strong: bool = False


class Mark(NamedTuple):
    """A value as a dot, a bar, or a bar that fades out where the value is open."""

    value: Quantity
    colour: str


class Strip(NamedTuple):
    """Lines of text, each with one text at the left and maybe one at the right, and the marks below them."""

    lines: Sequence[tuple[Text, ...]]
    marks: Sequence[Mark]


class Panel(NamedTuple):
    """Strips on one axis, which no other panel shares."""

    title: str
    strips: Sequence[Strip]
    axis: str
    unit: str  # an expression of Vega for the label of a value on the axis
    logarithmic: bool = False


def draw(panels: Sequence[Panel], width: int) -> alt.LayerChart:
    """The panels below one another, each as high as its strips ask."""
    inner, height = width - 8, 0
    texts: list[dict[str, Any]] = []
    placed = []
    for panel in panels:
        for title in wrap(panel.title, int(inner / LETTER)):
            height += LINE
            texts.append(_text(Text(title, INK, True), 0, height, "left"))
        marks: list[tuple[int, Mark]] = []
        height += 6
        # Where one line of a panel is too long for its width, all of them stand in the same manner.
        stacked = any(len(line) > 1 and not _fits(line, inner) for strip in panel.strips for line in strip.lines)
        for strip in panel.strips:
            for line in strip.lines:
                for row in _rows(line, inner, stacked):
                    height += LINE
                    texts += [_text(text, (0, inner)[at], height, ("left", "right")[at]) for at, text in enumerate(row)]
            height += 3
            for mark in strip.marks:
                height += BAND
                marks.append((height, mark))
            height += GAP
        placed.append((panel, marks, height))
        height += AXIS
    height -= AXIS
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False))
    layers = [_panel(*place, y, height) for place in placed]
    return finish([*layers, _texts(texts, y, inner)], inner, height, margins=Margins(4, 4, 50, 4), independent="x")


def ticks(most: float, count: int = 5) -> list[float]:
    """Round numbers from nought up to the first that is not below `most`, at most about `count` of them."""
    rough = most / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough)
    return [index * step for index in range(math.ceil(most / step) + 1)]


def _text(text: Text, x: int, y: int, align: str) -> dict[str, Any]:
    return {"text": text.words.replace("\u00a0", " "), "colour": text.colour, "strong": text.strong, "x": x, "y": y, "align": align}


def _fits(line: tuple[Text, ...], width: int) -> bool:
    return sum(len(text.words) for text in line) * LETTER + 16 * (len(line) - 1) <= width


def _rows(line: tuple[Text, ...], width: int, stacked: bool) -> list[tuple[Text, ...]]:
    """The line as it is, or its texts below one another; each is broken where it is too long."""
    if _fits(line, width) and not stacked:
        return [line]
    return [(text._replace(words=part),) for text in line for part in wrap(text.words.replace("\u00a0", " "), int(width / LETTER))]


def _texts(texts: list[dict[str, Any]], y: alt.Y, width: int) -> alt.LayerChart:
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, width], nice=False))
    base = alt.Chart(pd.DataFrame(texts)).encode(x=x, y=y, text=alt.Text("text:N"), color=alt.Color("colour:N", scale=None))
    return alt.LayerChart(
        layer=[
            base.transform_filter((alt.datum.align == align) & (alt.datum.strong == strong)).mark_text(
                align=align, fontWeight=600 if strong else 400
            )
            for align in ("left", "right")
            for strong in (True, False)
        ]
    )


def _panel(panel: Panel, marks: list[tuple[int, Mark]], bottom: int, y: alt.Y, height: int) -> alt.LayerChart:
    ends = [float(end) for _, mark in marks for end in (mark.value.low, mark.value.high) if end is not None]
    if panel.logarithmic:
        powers = range(math.floor(math.log10(min(ends))), math.ceil(math.log10(max(ends))) + 1)
        values, kind = [10.0**power for power in powers], "log"
    else:
        values, kind = ticks(max(ends) * (1.02 if all(mark.value.high is not None for _, mark in marks) else 1.2)), "linear"
    scale = alt.Scale(domain=[values[0], values[-1]], nice=False, type=kind)  # type: ignore[arg-type]  # "log" or "linear"
    axis = alt.Axis(
        values=values, labelExpr=panel.unit, title=panel.axis, offset=bottom - height, orient="bottom", grid=False, domain=False,
        ticks=False, labelFlush=True, labelOverlap=False, titleAnchor="start", titleAlign="left", titleFontSize=SIZE,
    )  # fmt: skip
    x = alt.X("low:Q", scale=scale, axis=axis)
    rows: list[dict[str, Any]] = [
        {
            "low": values[0] if mark.value.low is None else float(mark.value.low),
            "high": values[-1] if mark.value.high is None else float(mark.value.high),
            "open": {"at_least": "up", "at_most": "down"}.get(mark.value.bound, ""),
            "colour": mark.colour,
            "y": place,
        }
        for place, mark in marks
    ]
    grid = [{"low": value, "y": place - BAND / 2, "to": place + BAND / 2} for value in values for place, _ in marks]
    base = alt.Chart(pd.DataFrame(rows)).encode(x=x, y=y, color=alt.Color("colour:N", scale=None))
    closed, dots = base.transform_filter("datum.open == '' && datum.low < datum.high"), base.transform_filter("datum.low == datum.high")
    layers = [
        alt.Chart(pd.DataFrame(grid)).mark_rule(color=RULE).encode(x=x, y=y, y2=alt.Y2("to:Q")),
        closed.mark_bar(height=7).encode(x2=alt.X2("high:Q")),
        base.transform_filter("datum.open != 'down' && datum.low < datum.high").mark_tick(thickness=3, size=13),
        base.transform_filter("datum.open != 'up' && datum.low < datum.high").mark_tick(thickness=3, size=13).encode(x=alt.X("high:Q")),
        dots.mark_point(filled=True, opacity=1, size=80),
    ]
    for side, (first, last) in {"up": ("{}", "{}00"), "down": ("{}00", "{}")}.items():
        for colour in sorted({row["colour"] for row in rows if row["open"] == side}):
            fading = alt.Chart(pd.DataFrame(rows)).transform_filter((alt.datum.open == side) & (alt.datum.colour == colour))
            stops = [{"offset": 0, "color": first.format(colour)}, {"offset": 1, "color": last.format(colour)}]
            gradient = {"gradient": "linear", "x1": 0, "x2": 1, "y1": 0, "y2": 0, "stops": stops}
            layers.append(fading.mark_bar(height=7, color=gradient).encode(x=x, x2=alt.X2("high:Q"), y=y))
    return alt.LayerChart(layer=layers)

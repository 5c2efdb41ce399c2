"""Charts in rows: published values beside or under their names, on the axis of their panel; an open end is drawn open."""

from __future__ import annotations

import math
from collections.abc import Sequence
from textwrap import wrap
from typing import NamedTuple

from .data import Value, number
from .labels import LETTER
from .theme import LINE, MUTED, RULE, Align, Label, Margins, Spec, axes, chart, fading, marks, scale

NAMES = 226  # pixels for the names of the rows where they stand beside the marks
BAND = 20  # pixels: a row of marks
SPACE = 9  # pixels between two strips
AXIS = 74  # pixels from the last row of a panel to the title of the next
SIDE = 4  # pixels of margin at either side
NARROW = 480  # pixels: below this, names and values stand above the marks


class Text(NamedTuple):
    """Words in a colour."""

    words: str
    colour: str = MUTED
    strong: bool = False


class Mark(NamedTuple):
    """A value as a dot, a bar, or a bar that fades out where the value is open, and what is written at it."""

    value: Value
    colour: str
    text: Text


class Strip(NamedTuple):
    """The lines that name a row, and its marks."""

    lines: Sequence[Text]
    marks: Sequence[Mark]


class Panel(NamedTuple):
    """Strips on one axis, which no other panel shares."""

    title: str
    strips: Sequence[Strip]
    axis: str
    unit: str  # an expression of Vega for the label of a value on the axis
    logarithmic: bool = False


class _Plot(NamedTuple):
    """Where a panel draws: pixels across, and the values of its axis."""

    left: float
    right: float
    values: list[float]
    logarithmic: bool

    def pixel(self, value: float) -> float:
        low, high, at = (math.log10(one) if self.logarithmic else one for one in (self.values[0], self.values[-1], value))
        return self.left + (at - low) / (high - low) * (self.right - self.left)


def draw(panels: Sequence[Panel], width: int) -> Spec:
    """The panels below one another, each as high as its strips ask."""
    inner = width - 2 * SIDE
    left = 0 if width < NARROW else NAMES
    height, layers, labels = 0.0, [], []
    lines: list[Spec] = []
    for index, panel in enumerate(panels):
        plot = _Plot(left, inner, _values(panel), panel.logarithmic)
        height += AXIS if index else 0
        for title in wrap(panel.title, int(inner / LETTER)):
            height += LINE
            labels.append(Label(0, height - LINE / 2, title, strong=True))
        height += 8 if panel.title else 0
        top, placed = height, []
        for strip in panel.strips:
            lines.append({"x": 0, "y": height, "x2": inner, "y2": height})
            height += SPACE
            texts = [
                text._replace(words=part) for text in strip.lines for part in wrap(text.words, int((left - 16 if left else inner) / LETTER))
            ]
            if left:
                labels += [_label(text, 0, height + LINE * row + BAND / 2) for row, text in enumerate(texts)]
                placed += [(height + BAND * (row + 0.5), mark) for row, mark in enumerate(strip.marks)]
                labels += [_beside(mark, y, plot) for y, mark in placed[len(placed) - len(strip.marks) :]]
                height += max(BAND * len(strip.marks), LINE * (len(texts) - 1) + BAND)
            else:
                texts += [mark.text for mark in strip.marks]
                labels += [_label(text, 0, height + LINE * (row + 0.5)) for row, text in enumerate(texts)]
                height += LINE * len(texts) + 3
                placed += [(height + 14 * (row + 0.5), mark) for row, mark in enumerate(strip.marks)]
                height += 14 * len(strip.marks)
            height += SPACE
        layers.append((panel, plot, placed, top, height))
    whole = {"field": "y", "type": "quantitative", "scale": {"domain": [height, 0], "nice": False}, "axis": None}
    pixels = scale("x", 0, inner)
    content = [
        axes(pixels, whole, [marks("rule", lines, color=RULE)]),
        *(_panel(panel, plot, placed, whole, (start, end), height) for panel, plot, placed, start, end in layers),
        axes(pixels, whole, labels),
    ]
    bottom = 50 if panels[-1].axis else 30
    return chart(width, round(height), Margins(4, SIDE, bottom, SIDE), {"resolve": {"scale": {"x": "independent"}}, "layer": content})


def ticks(most: float, count: int = 5) -> list[float]:
    """Round numbers from nought up to the first that is not below `most`, at most about `count` of them."""
    rough = most / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough)
    values = (index * step for index in range(math.ceil(most / step) + 1))
    return [int(value) if value.is_integer() else value for value in values]


def _values(panel: Panel) -> list[float]:
    """The values on the axis of a panel."""
    quantities = [mark.value.quantity for strip in panel.strips for mark in strip.marks]
    ends = [float(end) for quantity in quantities for end in (quantity.low, quantity.high) if end is not None]
    if panel.logarithmic:
        powers = [10.0**power for power in range(math.floor(math.log10(min(ends))), math.ceil(math.log10(max(ends))) + 1)]
        return [int(power) if power >= 1 else power for power in powers]
    return ticks(max(ends) * (1.02 if all(quantity.high is not None for quantity in quantities) else 1.2))


def _label(text: Text, x: float, y: float, align: Align = "left") -> Label:
    return Label(round(x, 1), y, text.words, text.colour, align, strong=text.strong)


def _beside(mark: Mark, y: float, plot: _Plot) -> Label:
    """The words of a mark at its right, or at its left where there is more room; never where it fades out."""
    low, high = (None if end is None else plot.pixel(float(end)) for end in (mark.value.quantity.low, mark.value.quantity.high))
    if high is None and low is not None:
        return _label(mark.text, low - 9, y, "right")
    assert high is not None  # a value with no end at all is not drawn
    long = len(mark.text.words) * LETTER + 9
    if low is not None and high + long > plot.right and low - plot.left > plot.right - high:
        return _label(mark.text, low - 9, y, "right")
    return _label(mark.text, high + 9, y)


def _panel(panel: Panel, plot: _Plot, placed: list[tuple[float, Mark]], y: Spec, span: tuple[float, float], height: float) -> Spec:
    top, bottom = span
    values = plot.values
    axis: Spec = {
        "values": values, "labelExpr": panel.unit, "offset": round(bottom - height, 1), "orient": "bottom", "grid": False, "ticks": True,
        "domain": True, "labelFlush": True,
    }  # fmt: skip
    if panel.axis:
        axis |= {"title": panel.axis, "titleAnchor": "start", "titleAlign": "left"}
    kind = {"type": "log"} if panel.logarithmic else {}
    channel = scale("x", values[0], values[-1], axis)
    channel["scale"] |= kind | {"range": [plot.left, plot.right]}
    bars: dict[tuple[str, str], list[Spec]] = {}
    caps: dict[str, list[Spec]] = {}
    points: dict[str, list[Spec]] = {}
    for place, mark in placed:
        quantity = mark.value.quantity
        low, high = (None if end is None else number(end) for end in (quantity.low, quantity.high))
        row = {"y": round(place, 1), "says": mark.value.says}
        if low == high:
            points.setdefault(mark.colour, []).append({"x": low} | row)
            continue
        side = "up" if high is None else "down" if low is None else ""
        bars.setdefault((side, mark.colour), []).append(
            {"x": values[0] if low is None else low, "x2": values[-1] if high is None else high} | row
        )
        caps.setdefault(mark.colour, []).extend({"x": end, "y": round(place, 1)} for end in (low, high) if end is not None)
    layers = [
        marks("bar", rows, height=8, color=fading(colour, {"up": "right", "down": "left"}[side]) if side else colour)  # type: ignore[arg-type]
        for (side, colour), rows in bars.items()
    ]
    layers += [marks("tick", rows, thickness=3, size=14, opacity=1, color=colour) for colour, rows in caps.items()]
    layers += [marks("point", rows, filled=True, opacity=1, size=80, color=colour) for colour, rows in points.items()]
    if plot.left and not panel.logarithmic:
        layers.insert(0, marks("rule", [{"x": values[0], "y": round(top, 1), "y2": round(bottom, 1)}], color=RULE))
    return axes(channel, y, layers)

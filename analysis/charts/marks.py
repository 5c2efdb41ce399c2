"""What charts share: axes, the key above a drawing, the rule at the article's date, and how parts stand below one another."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from .theme import LINE, MUTED, Drawing, fading, length

AWAY = 9  # pixels between a mark and its words
STEP = LINE + 5  # pixels from one line of a key to the next: at least 8 stay free between letters
PALE = 0.55  # how solid a column is that is no whole year
PERCENT = "datum.value + '%'"
MONEY = (
    "datum.value == 0 ? '0' : datum.value >= 1000 ? '$' + datum.value / 1000 + ' tn'"
    " : datum.value >= 1 ? '$' + datum.value + ' bn' : '$' + datum.value * 1000 + ' m'"
)
SAYS = alt.expr("datum.label + (datum.period ? ', ' + datum.period : '') + ': ' + datum.words")
APART = alt.Resolve(scale=alt.ScaleResolveMap(color="independent", x="independent", y="independent"))
UP = alt.expr(f"-{LINE / 2} * (split(datum.text, '\\n').length - 1)")  # puts the middle of some lines at a place
ABOVE = alt.expr(f"-{LINE} * (split(datum.text, '\\n').length - 1) - {AWAY}")  # puts their last line above it


def ticks(most: float, count: int = 5) -> list[float]:
    """Round numbers from nought up to the first that is not below `most`, at most about `count` of them."""
    rough = most / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough)
    return [round(index * step, 6) for index in range(math.ceil(most / step) + 1)]


def years_axis(low: float, high: float, ticked: Sequence[float], label: str = "datum.value") -> Drawing:
    """A channel for the field `year` from `low` to `high`, with ticks at some years."""
    axis = alt.Axis(values=list(ticked), ticks=True, labelFlush=True, labelExpr=label)
    return alt.X("year:Q", title=None, scale=alt.Scale(domain=[low, high], nice=False, padding=0), axis=axis)


def amounts_axis(ticked: Sequence[float], label: str, most: float = 0) -> Drawing:
    """A channel for the field `low` from nought, with gridlines. `label` is an expression of Vega."""
    axis = alt.Axis(values=list(ticked), labelExpr=label, grid=True)
    return alt.Y("low:Q", title=None, scale=alt.Scale(domain=[0, most or ticked[-1]], nice=False), axis=axis)


def article_rule(day: float, x: Drawing, height: float) -> list[Drawing]:
    """An upright line at the article's date, named above the plot."""
    base = alt.Chart(pd.DataFrame([{"year": day}])).encode(x=x, y=alt.value(0))
    return [base.mark_rule(color=MUTED).encode(y2=alt.value(height)), base.mark_text(color=MUTED, dy=-9, text="the article")]


def key(width: int, *shown: tuple[str, str, str], left: float = 0) -> Drawing:
    """What marks mean: shape (dot, ring, bar, fade, pale, line, dash or a marker), colour, words."""
    layers: list[Drawing] = []
    x, y = -left, 9
    for shape, colour, text in shown:
        wide = 40 + length(text)
        if x > -left and x + wide > width - left:
            x, y = -left, y + STEP
        one = alt.Chart(alt.InlineData(values=[{}]))
        area = one.encode(x=alt.value(x), x2=alt.value(x + 20), y=alt.value(y - 4.5), y2=alt.value(y + 4.5))
        point = one.encode(x=alt.value(x + 10), y=alt.value(y))
        if shape in ("bar", "pale", "fade"):
            fill = alt.expr(fading(f"'{colour}'", "right")) if shape == "fade" else colour
            layers.append(area.mark_rect(fill=fill, opacity=PALE if shape == "pale" else 1))
        elif shape in ("line", "dash"):
            line = point.mark_rule(color=colour, strokeWidth=3, strokeDash=[6, 3] if shape == "dash" else [1, 0])
            layers.append(line.encode(x=alt.value(x), x2=alt.value(x + 20)))
        else:
            marker, ring = "circle" if shape in ("dot", "ring") else shape, shape == "ring"
            layers.append(point.mark_point(shape=marker, color=colour, filled=not ring, size=120 if ring else 80, strokeWidth=2))
        layers.append(point.mark_text(align="left", fill=MUTED, text=text, dx=16))
        x += wide
    return alt.layer(*layers, width=width - left, height=y + 9)


def stacked(*parts: Drawing, spacing: int = 12, left: float = 0) -> Drawing:
    """Parts of a chart below one another, each with scales of its own; their plots begin `left` pixels from the edge."""
    # The converter only guesses how wide words are, so the drawing says where its plot begins.
    return alt.vconcat(*parts, spacing=spacing, resolve=APART, usermeta={"left": left})

"""Marks that several charts share: rows of values on one axis, lines of companies, and labels clear of one another.

A value is a dot, a range a bar, and a bar that fades has no end that the source states. Names stand beside the marks, or
above them where the chart is narrow.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import altair as alt
import pandas as pd

from ..package import Package
from .key import bounds_key
from .theme import COLOURS, DASHES, HAIR, LINE, MARKERS, MUTED, NARROWEST, Drawing, broken, company_colours, fading, length

NAMES = 232  # pixels for the names of rows where they stand beside the marks
ROW = 40  # pixels a row at least, where its name stands beside it
AWAY = 9  # pixels between a mark and its words
FADE = {False: 0.14, True: 0.06}  # how much of the axis a range fades over where its high is open, and a bar from nought
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


def strips(_: Package, values: pd.DataFrame, width: int, bars: bool = False) -> Drawing:
    """A row for each value, on an axis from nought for each `panel`, the title above it.

    Names of rows are their labels, bold where the field `strong` says so. With `bars`, a value is a bar from nought.
    """
    left = NAMES if width >= NARROWEST else 0
    values = values.assign(panel=values.get("panel", ""), strong=values.get("strong", False))
    panels = [_strip(rows, width, left, str(title), bars) for title, rows in values.groupby("panel", sort=False)]
    return stacked(*bounds_key(values, width, left, bars), *panels, spacing=22 if len(panels) > 1 else 12, left=left)


def bars(package: Package, values: pd.DataFrame, width: int) -> Drawing:
    """The same with bars from nought."""
    return strips(package, values, width, bars=True)


def _strip(values: pd.DataFrame, width: int, left: float, title: str, bars: bool) -> Drawing:
    unit, plot, low, high = values["unit"].iloc[0], width - left - 6, values["low"], values["high"]
    # The axis goes to the greatest value, with room beside it where it is open or a bar has its words there.
    room = values["words"].map(lambda said: plot - AWAY - length(said, bold=True) if bars else plot)
    scale = ticks((high.fillna(low * (1.1 if bars else 1.2)) * 1.03 * plot / room).max(), 5 if left else 3)
    top = scale[-1]
    drawn = values.assign(
        start=low.where(low.lt(high) | (not bars), 0).fillna(0), end=high.fillna(low + FADE[bars] * top), stated=low.fillna(high),
        colour=[COLOURS[company][0] for company in values["company"]],
        text=[broken(label, (left or width) - 14, bold=bold) for label, bold in zip(values["label"], values["strong"], strict=True)],
    )  # fmt: skip
    fits = drawn["end"] * plot / top + AWAY + drawn["words"].map(lambda said: length(said, bold=True)) <= plot
    drawn["side"], drawn["at"] = fits.map({True: "left", False: "right"}), drawn["end"].where(fits, drawn["start"])
    most = 1 + drawn["text"].str.count("\n").max()
    step = max(ROW, LINE * most + 10) if left else LINE * most + 34
    down, up = (0, 0) if left else (step / 2 - 16, LINE * most / 2 + 5 - step / 2)  # from the middle of a row to its marks and its name

    y = alt.Y("label:N", sort=None, axis=None, scale=alt.Scale(padding=0))
    label = MONEY if unit.startswith("USD") else PERCENT if unit == "percent" else "datum.value"
    axis = alt.Axis(values=scale, labelExpr=label, labelFlush=True, ticks=True, domain=True)
    x = alt.X("start:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=axis)
    base = alt.Chart(drawn).encode(x=x, y=y, color=alt.Color("colour:N", scale=None))
    solid = "datum.low / datum.end" if bars else "0"
    left_fade, right_fade = fading("datum.colour", "left"), fading("datum.colour", "right", solid)
    fill = alt.expr(f"datum.low == null ? {left_fade} : datum.high == null ? {right_fade} : datum.colour")
    bar = base if bars else base.transform_filter("datum.low != datum.high")
    layers = [
        alt.Chart(drawn).mark_rule(color=HAIR).encode(
            x=alt.value(-left), x2=alt.value(plot), y=alt.Y("label:N", sort=None, bandPosition=0)
        ),
        bar.mark_bar(yOffset=down, height=12 if bars else 9, fill=fill, description=SAYS).encode(x2="end:Q"),
    ]  # fmt: skip
    if not bars:
        open_ones = base.transform_filter("datum.low == null || datum.high == null")
        layers.append(base.transform_filter("datum.low == datum.high").mark_point(yOffset=down, size=90, description=SAYS))
        layers.append(open_ones.mark_tick(yOffset=down, thickness=3, size=15).encode(x="stated:Q"))
    texts = alt.Chart(drawn).encode(y=y)
    named = texts.mark_text(align="left", lineBreak="\n", dy=UP, yOffset=up, fontWeight=alt.expr("datum.strong ? 600 : 400"))
    away = alt.expr(f"datum.side == 'left' ? {AWAY} : -{AWAY}")
    said = texts.mark_text(align=alt.expr("datum.side"), dx=away, yOffset=down, fontWeight=600)
    layers += [named.encode(x=alt.value(-left), text="text:N"), said.encode(x="at:Q", text="words:N")]
    titled = {"title": alt.TitleParams(title, frame="group", dx=-left)} if title else {}
    return alt.layer(*layers, width=plot, height=alt.Step(step), **titled)


def apart(places: Sequence[float], heights: Sequence[float], bottom: float) -> list[float]:
    """The middles of labels, moved so that none lies on another and all end above `bottom`; in the order given."""
    order = sorted(range(len(places)), key=lambda one: places[one])
    found = list(places)
    for before, here in pairwise(order):
        found[here] = max(found[here], found[before] + (heights[before] + heights[here]) / 2)
    limit = bottom
    for here in reversed(order):
        found[here] = min(found[here], limit - heights[here] / 2)
        limit = found[here] - heights[here] / 2
    return found


def years_axis(low: float, high: float, ticked: Sequence[float], label: str = "datum.value") -> Drawing:
    """A channel for the field `year` from `low` to `high`, with ticks at some years."""
    axis = alt.Axis(values=list(ticked), ticks=True, labelFlush=True, labelExpr=label)
    return alt.X("year:Q", title=None, scale=alt.Scale(domain=[low, high], nice=False, padding=0), axis=axis)


def amounts_axis(field: str, ticked: Sequence[float], label: str, most: float = 0) -> Drawing:
    """A channel for an amount from nought, with gridlines. `label` is an expression of Vega."""
    axis = alt.Axis(values=list(ticked), labelExpr=label, grid=True)
    return alt.Y(f"{field}:Q", title=None, scale=alt.Scale(domain=[0, most or ticked[-1]], nice=False), axis=axis)


def company_lines(values: pd.DataFrame, x: Drawing, y: Drawing, series: str = "company") -> list[Drawing]:
    """Lines and markers of companies, which differ in colour, dash and marker; a line for each `series`."""
    companies = sorted(set(values["company"]))
    dash, shape = (alt.Scale(domain=companies, range=[table[one] for one in companies]) for table in (DASHES, MARKERS))
    base = alt.Chart(values).encode(x=x, y=y, color=company_colours(companies))
    line = base.mark_line(strokeWidth=2).encode(detail=f"{series}:N", strokeDash=alt.StrokeDash("company:N", scale=dash, legend=None))
    return [line, base.mark_point(size=46, description=SAYS).encode(shape=alt.Shape("company:N", scale=shape, legend=None))]


def named_ends(ends: Sequence[dict[str, Any]], y: Drawing, plot: float, height: float, top: float) -> Drawing:
    """The words of lines (`text`, `company`, and `low` for the height of their end) at the right, clear of one another."""
    tall = [LINE * (1 + end["text"].count("\n")) for end in ends]
    middles = apart([height * (1 - end["low"] / top) for end in ends], tall, height)
    placed = pd.DataFrame([end | {"low": round((1 - middle / height) * top, 3)} for end, middle in zip(ends, middles, strict=True)])
    named = alt.Chart(placed).mark_text(align="left", lineBreak="\n", fontWeight=600, dy=UP)
    return named.encode(x=alt.value(plot + 8), y=y, text="text:N", color=company_colours(placed["company"]))


def article_rule(day: float, x: Drawing, height: float) -> list[Drawing]:
    """An upright line at the article's date, named above the plot."""
    base = alt.Chart(pd.DataFrame([{"year": day}])).encode(x=x, y=alt.value(0))
    return [base.mark_rule(color=MUTED).encode(y2=alt.value(height)), base.mark_text(color=MUTED, dy=-9, text="the article")]


def stacked(*parts: Drawing, spacing: int = 12, left: float = 0) -> Drawing:
    """Parts of a chart below one another, each with scales of its own; their plots begin `left` pixels from the edge."""
    # The converter only guesses how wide words are, so the drawing says where its plot begins.
    return alt.vconcat(*parts, spacing=spacing, resolve=APART, usermeta={"left": left})

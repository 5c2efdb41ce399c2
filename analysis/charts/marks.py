"""Marks that several charts share: rows of values on one axis, the key, and labels that keep clear of one another.

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

from .frames import SAYS
from .theme import COLOURS, DASHES, HAIR, INK, LINE, MARKERS, MUTED, SIZE, Drawing, broken, company_colours, fading, fixed, length

NAMES = 232  # pixels for the names of rows where they stand beside the marks
ROW = 40  # pixels a row at least, where its name stands beside it
NARROWEST = 480  # pixels: a chart that is less wide has names above marks
AWAY = 9  # pixels between a mark and its words
FADE = {False: 0.14, True: 0.06}  # how much of the axis a range fades over where its high is open, and a bar from nought
MONEY = (
    "datum.value == 0 ? '0' : datum.value >= 1000 ? '$' + datum.value / 1000 + ' tn'"
    " : datum.value >= 1 ? '$' + datum.value + ' bn' : '$' + datum.value * 1000 + ' m'"
)
APART = alt.Resolve(scale=alt.ScaleResolveMap(color="independent", x="independent", y="independent"))
UP = alt.expr(f"-{LINE / 2} * (split(datum.text, '\\n').length - 1)")  # puts the middle of some lines at a place
ABOVE = alt.expr(f"-{LINE} * (split(datum.text, '\\n').length - 1) - {AWAY}")  # puts their last line above it


def ticks(most: float, count: int = 5) -> list[float]:
    """Round numbers from nought up to the first that is not below `most`, at most about `count` of them."""
    rough = most / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough)
    return [round(index * step, 6) for index in range(math.ceil(most / step) + 1)]


def strips(values: pd.DataFrame, width: int, unit: str, title: str = "", bars: bool = False) -> Drawing:
    """A row for each value on one axis from nought. `unit` is an expression of Vega for a value on the axis.

    Names of rows are their labels, bold where the field `strong` says so. With `bars`, a value is a bar from nought.
    """
    left = margin(width)
    beside = left > 0
    plot = width - left - 6
    scale = ticks(_most(values, plot, bars), 5 if beside else 3)
    top, pixel = scale[-1], plot / scale[-1]
    drawn = values.assign(start=values["low"].fillna(0), end=values["high"].fillna(values["low"] + FADE[bars] * top))
    if bars:
        drawn["start"] = drawn["start"].where(drawn["low"] < drawn["high"], 0)
    drawn["text"] = [broken(label, (left or width) - 14, bold=bold) for label, bold in zip(drawn["label"], drawn["strong"], strict=True)]
    most = 1 + max(text.count("\n") for text in drawn["text"])
    step = max(ROW, LINE * most + 10) if beside else LINE * most + 34
    fits = [end * pixel + AWAY + length(said, bold=True) <= plot for end, said in zip(drawn["end"], drawn["words"], strict=True)]
    drawn["side"] = ["left" if fit else "right" for fit in fits]
    drawn["at"] = drawn["end"].where(pd.Series(fits, drawn.index), drawn["start"])

    # From the middle of a row to its marks and to its name.
    down, up = (0, 0) if beside else (step / 2 - 16, LINE * most / 2 + 5 - step / 2)
    y = alt.Y("label:N", sort=None, axis=None, scale=alt.Scale(padding=0))
    ticked = alt.Axis(values=scale, labelExpr=unit, labelFlush=True, ticks=True, domain=True)
    base = alt.Chart(drawn).encode(x=alt.X("start:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=ticked), y=y)
    says, thick = alt.expr(SAYS), 12 if bars else 9
    shown = base.encode(color=company_colours(values["company"]))
    exact, ranges = shown.transform_filter("datum.low == datum.high"), shown.transform_filter("datum.low < datum.high && datum.low != null")
    exact = (
        exact.mark_bar(yOffset=down, height=thick, description=says) if bars else exact.mark_point(yOffset=down, size=90, description=says)
    )
    marks = [
        ranges.mark_bar(yOffset=down, height=thick, description=says).encode(x2=alt.X2("end:Q")),
        exact.encode(**({"x2": "end:Q"} if bars else {})),
    ]
    if bars:
        marks.append(shown.transform_filter("datum.high == null").mark_bar(yOffset=down, height=thick).encode(x2=alt.X2("low:Q")))
    for company in sorted(set(values["company"])):
        mine, colour = values[values["company"] == company], COLOURS[company][0]
        for side, empty, start, end, stated in (("right", "high", "low", "end", "low"), ("left", "low", "start", "high", "high")):
            if not mine[empty].isna().any():
                continue
            one = base.transform_filter(f"datum.company == '{company}' && datum.{empty} == null")
            fade = one.mark_bar(yOffset=down, height=thick, fill=fading(colour, side), description=says)
            marks.append(fade.encode(x=alt.X(f"{start}:Q"), x2=alt.X2(f"{end}:Q")))
            if side == "left" or not bars:
                marks.append(one.mark_tick(yOffset=down, thickness=3, size=15, color=colour).encode(x=alt.X(f"{stated}:Q")))
    bold = alt.expr("datum.strong ? 600 : 400")
    named = base.mark_text(align="left", lineBreak="\n", dy=UP, yOffset=up, fontWeight=bold)
    texts = [
        named.encode(x=fixed(alt.XValue, -left), text=alt.Text("text:N")),
        base.mark_text(align=alt.expr("datum.side"), dx=alt.expr(f"datum.side == 'left' ? {AWAY} : -{AWAY}"), yOffset=down, fontWeight=600)
        .encode(x=alt.X("at:Q"), text=alt.Text("words:N")),
    ]  # fmt: skip
    between = base.mark_rule(color=HAIR).encode(
        x=fixed(alt.XValue, -left), x2=fixed(alt.X2Value, plot), y=alt.Y("label:N", sort=None, bandPosition=0)
    )
    titled = {"title": alt.TitleParams(title, frame="group", dx=-left)} if title else {}
    return alt.layer(between, *marks, *texts, width=plot, height=alt.Step(step), **titled)


def _most(values: pd.DataFrame, plot: float, bars: bool) -> float:
    """How far the axis must go: to the greatest value, with room beside it where it is open or a bar has its words there."""
    room = [plot - AWAY - length(said, bold=True) if bars else plot for said in values["words"]]
    open_ones = values["low"].where(values["high"].isna(), 0) * (1.1 if bars else 1.2)
    return float(max((values["high"].fillna(open_ones) * 1.03 * plot / room).max(), 0))


def key(width: int, *shown: tuple[str, str, str], left: float = 0) -> Drawing:
    """What marks mean, in one or more lines: shape (dot, bar, fade, pale, line or a marker), colour, words."""
    rows, x, y = [], -left, 9.0
    for shape, colour, text in shown:
        wide = 40 + length(text)
        if x > -left and x + wide > width - left:
            x, y = -left, y + LINE + 2
        rows.append({"shape": shape, "colour": colour, "text": text, "x": x, "x2": x + 20, "y": y})
        x += wide
    data = pd.DataFrame(rows)
    plot, height = width - left, y + 9
    base = alt.Chart(data).encode(
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, plot], nice=False, padding=0)),
        y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False, padding=0)),
        color=alt.Color("colour:N", scale=None),
    )
    layers = []
    for shape, colour, _ in shown:
        one = base.transform_filter(f"datum.shape == '{shape}' && datum.colour == '{colour}'")
        if shape in ("line", "dash"):
            layers.append(one.mark_rule(strokeWidth=3, strokeDash=[6, 3] if shape == "dash" else [1, 0]).encode(x2=alt.X2("x2:Q")))
        elif shape == "ring":
            layers.append(one.mark_point(filled=False, xOffset=10, size=120, strokeWidth=2))
        elif shape in ("bar", "fade", "pale"):
            fill = {"fill": fading(colour, "right")} if shape == "fade" else {"opacity": 0.55} if shape == "pale" else {}
            layers.append(one.mark_bar(height=9, **fill).encode(x2=alt.X2("x2:Q")))
        else:
            layers.append(one.mark_point(shape="circle" if shape == "dot" else shape, xOffset=10, size=80))
    texts = base.mark_text(align="left", dx=26, fill=MUTED, fontSize=SIZE).encode(text=alt.Text("text:N"))
    return alt.layer(*layers, texts, width=plot, height=height)


def bounds_key(values: pd.DataFrame, width: int, bars: bool = False) -> Drawing:
    """The key of dots, bars and fading bars, as far as a chart has them."""
    both = values["low"].notna() & values["high"].notna()
    kinds = {
        ("bar" if bars else "dot", INK, "one value"): (both & (values["low"] == values["high"])).any(),
        ("bar", INK, "from low to high"): (both & (values["low"] < values["high"])).any(),
        ("fade", INK, "the end that fades is not stated"): (~both).any(),
    }
    return key(width, *(kind for kind, is_there in kinds.items() if is_there), left=margin(width))


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


def years_axis(low: float, high: float, ticked: Sequence[float], label: str = "") -> Drawing:
    """A channel for the field `year` from `low` to `high`, with ticks at some years."""
    axis = alt.Axis(values=list(ticked), ticks=True, labelFlush=True, labelExpr=label or "datum.value")
    return alt.X("year:Q", title=None, scale=alt.Scale(domain=[low, high], nice=False, padding=0), axis=axis)


def amounts_axis(field: str, ticked: Sequence[float], label: str, most: float = 0) -> Drawing:
    """A channel for an amount from nought, with gridlines. `label` is an expression of Vega."""
    axis = alt.Axis(values=list(ticked), labelExpr=label, grid=True)
    return alt.Y(f"{field}:Q", title=None, scale=alt.Scale(domain=[0, most or ticked[-1]], nice=False), axis=axis)


def company_lines(values: pd.DataFrame, x: Drawing, y: Drawing, series: str = "company") -> list[Drawing]:
    """Lines and markers of companies, which differ in colour, dash and marker; a line for each `series`."""
    companies = sorted(set(values["company"]))
    scales = (alt.Scale(domain=companies, range=[table[one] for one in companies]) for table in (DASHES, MARKERS))
    dash, shape = (
        channel("company:N", scale=scale, legend=None) for channel, scale in zip((alt.StrokeDash, alt.Shape), scales, strict=True)
    )
    base = alt.Chart(values).encode(x=x, y=y, color=company_colours(companies))
    dots = base.mark_point(size=46, description=alt.expr(SAYS)).encode(shape=shape)
    return [base.mark_line(strokeWidth=2).encode(detail=alt.Detail(f"{series}:N"), strokeDash=dash), dots]


def named_ends(ends: Sequence[dict[str, Any]], y: Drawing, plot: float, height: float, top: float) -> Drawing:
    """The words of lines (`text`, `company`, and `low` for the height of their end) at the right, clear of one another."""
    tall = [LINE * (1 + end["text"].count("\n")) for end in ends]
    middles = apart([height * (1 - end["low"] / top) for end in ends], tall, height)
    placed = pd.DataFrame([end | {"low": round((1 - middle / height) * top, 3)} for end, middle in zip(ends, middles, strict=True)])
    words = alt.Chart(placed).mark_text(align="left", lineBreak="\n", fontWeight=600, dy=UP)
    return words.encode(x=fixed(alt.XValue, plot + 8), y=y, text=alt.Text("text:N"), color=company_colours(placed["company"]))


def article_rule(day: float, x: Drawing, height: float) -> list[Drawing]:
    """An upright line at the article's date, named above the plot."""
    base = alt.Chart(pd.DataFrame([{"year": day, "text": "the article"}])).encode(x=x, y=fixed(alt.YValue, 0))
    return [
        base.mark_rule(color=MUTED).encode(y2=fixed(alt.Y2Value, height)),
        base.mark_text(color=MUTED, dy=-9).encode(text=alt.Text("text")),
    ]


def stacked(*parts: Drawing, spacing: int = 12, left: float = 0) -> Drawing:
    """Parts of a chart below one another, each with scales of its own; their plots begin `left` pixels from the edge."""
    # The converter only guesses how wide words are, so the drawing says where its plot begins.
    return alt.vconcat(*parts, spacing=spacing, resolve=APART, usermeta={"left": left})


def margin(width: int) -> float:
    """Where the plot of a chart of rows begins."""
    return NAMES if width >= NARROWEST else 0

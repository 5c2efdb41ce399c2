"""Marks that several charts share: rows of values on one axis, the key, and labels that keep clear of one another.

A value is a dot, a range a bar, and a bar that fades has no end that the source states. Names stand beside the marks, or
above them where the chart is narrow.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from .frames import SAYS
from .theme import COLOURS, HAIR, INK, LINE, MUTED, SIZE, broken, company_colours, fading, length

NAMES = 232  # pixels for the names of rows where they stand beside the marks
ROW = 40  # pixels a row at least, where its name stands beside it
NARROWEST = 480  # pixels: a chart that is less wide has names above marks
AWAY = 9  # pixels between a mark and its words
FADE = {False: 0.14, True: 0.06}  # how much of the axis a range fades over where its high is open, and a bar from nought
MONEY = (
    "datum.value == 0 ? '0' : datum.value >= 1000 ? '$' + datum.value / 1000 + ' tn'"
    " : datum.value >= 1 ? '$' + datum.value + ' bn' : '$' + datum.value * 1000 + ' m'"
)
UP = alt.expr(f"-{LINE / 2} * (split(datum.text, '\\n').length - 1)")  # puts the middle of some lines at a place
ABOVE = alt.expr(f"-{LINE} * (split(datum.text, '\\n').length - 1) - {AWAY}")  # puts their last line above it


def ticks(most: float, count: int = 5) -> list[float]:
    """Round numbers from nought up to the first that is not below `most`, at most about `count` of them."""
    rough = most / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough)
    return [round(index * step, 6) for index in range(math.ceil(most / step) + 1)]


def strips(values: pd.DataFrame, width: int, axis: str, unit: str, title: str = "", bars: bool = False) -> alt.LayerChart:
    """A row for each value on one axis from nought. `unit` is an expression of Vega for a value on the axis.

    Names of rows are their labels, bold where the field `strong` says so. With `bars`, a value is a bar from nought.
    """
    left = margin(width)
    beside = left > 0
    plot = width - left - 6
    scale = ticks(_most(values, plot, bars))
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

    def y(place: float) -> alt.Y:
        return alt.Y("label:N", sort=None, axis=None, bandPosition=place, scale=alt.Scale(padding=0))

    middle, head = (0.5, 0.5) if beside else (1 - 17 / step, (LINE * most / 2 + 6) / step)
    ticked = alt.Axis(values=scale, labelExpr=unit, title=axis or None, labelFlush=True, ticks=True, domain=True)
    base = alt.Chart(drawn).encode(x=alt.X("start:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=ticked), y=y(middle))
    exact = base.transform_filter("datum.low == datum.high").encode(color=company_colours(values["company"]))
    shown = base.encode(color=company_colours(values["company"]))
    marks = [
        shown.transform_filter("datum.low != null && datum.high != null && datum.low < datum.high")
        .mark_bar(height=9, description=alt.expr(SAYS)).encode(x2="end:Q"),
        exact.mark_bar(height=12, description=alt.expr(SAYS)).encode(x2="end:Q")
        if bars else exact.mark_point(description=alt.expr(SAYS), size=90),
    ]  # fmt: skip
    if bars:
        marks.append(shown.transform_filter("datum.high == null").mark_bar(height=12).encode(x2="low:Q"))
    for company in sorted(set(values["company"])):
        for side, empty, start, end in (("right", "high", "low", "end"), ("left", "low", "start", "high")):
            if (values[empty].isna() & (values["company"] == company)).any():
                open_one = base.transform_filter(f"datum.company == '{company}' && datum.{empty} == null")
                fill = fading(COLOURS[company][0], side)
                marks.append(open_one.mark_bar(height=12 if bars else 9, fill=fill, description=alt.expr(SAYS)).encode(x=f"{start}:Q", x2=f"{end}:Q"))
                if side == "left" or not bars:
                    marks.append(open_one.mark_tick(thickness=3, size=15, color=COLOURS[company][0]).encode(x=f"{'low' if side == 'right' else 'high'}:Q"))
    bold = alt.expr("datum.strong ? 600 : 400")
    texts = [
        base.mark_text(align="left", lineBreak="\n", dy=UP, fontWeight=bold).encode(x=alt.value(-left), y=y(head), text="text:N"),
        base.mark_text(align=alt.expr("datum.side"), dx=alt.expr(f"datum.side == 'left' ? {AWAY} : -{AWAY}"), fontWeight=600)
        .encode(x="at:Q", text="words:N"),
    ]  # fmt: skip
    between = base.mark_rule(color=HAIR).encode(x=alt.value(-left), x2=alt.value(plot), y=y(0))
    # mypy: a layer of Altair takes any charts
    chart = alt.layer(between, *marks, *texts).properties(width=plot, height=alt.Step(step))
    return chart.properties(title=title) if title else chart


def _most(values: pd.DataFrame, plot: float, bars: bool) -> float:
    """How far the axis must go: to the greatest value, with room beside it where it is open or a bar has its words there."""
    room = [plot - AWAY - length(said, bold=True) if bars else plot for said in values["words"]]
    open_ones = values["low"].where(values["high"].isna(), 0) * (1.1 if bars else 1.2)
    return float(max((values["high"].fillna(open_ones) * 1.03 * plot / room).max(), 0))


def key(width: int, *shown: tuple[str, str, str], left: float = 0) -> alt.LayerChart:
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
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, plot], nice=False)),
        y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False)),
        color=alt.Color("colour:N", scale=None),
    )
    layers = []
    for shape, colour, _ in shown:
        one = base.transform_filter(f"datum.shape == '{shape}' && datum.colour == '{colour}'")
        if shape in ("line", "dash"):
            layers.append(one.mark_rule(strokeWidth=3, strokeDash=[6, 3] if shape == "dash" else [1, 0]).encode(x2="x2:Q"))
        elif shape == "ring":
            layers.append(one.mark_point(filled=False, xOffset=10, size=120, strokeWidth=2))
        elif shape in ("bar", "fade", "pale"):
            fill = {"fill": fading(colour, "right")} if shape == "fade" else {"opacity": 0.55} if shape == "pale" else {}
            layers.append(one.mark_bar(height=9, **fill).encode(x2="x2:Q"))
        else:
            layers.append(one.mark_point(shape="circle" if shape == "dot" else shape, xOffset=10, size=80))
    texts = base.mark_text(align="left", dx=26, fill=MUTED, fontSize=SIZE).encode(text="text:N")
    return alt.layer(*layers, texts).properties(width=plot, height=height)


def bounds_key(values: pd.DataFrame, width: int, bars: bool = False) -> alt.LayerChart:
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
    for before, here in zip(order, order[1:], strict=False):
        found[here] = max(found[here], found[before] + (heights[before] + heights[here]) / 2)
    limit = bottom
    for here in reversed(order):
        found[here] = min(found[here], limit - heights[here] / 2)
        limit = found[here] - heights[here] / 2
    return found


def stacked(*parts: alt.TopLevelMixin, spacing: int = 12, left: float = 0) -> alt.VConcatChart:
    """Parts of a chart below one another, each with scales of its own; their plots begin `left` pixels from the edge."""
    joined = alt.vconcat(*parts, spacing=spacing).resolve_scale(color="independent", x="independent", y="independent")
    return placed(joined, left)


def placed(chart: alt.VConcatChart, left: float) -> alt.VConcatChart:
    """A drawing that says where its plot begins, because the converter only guesses how wide words are."""
    return chart.properties(usermeta={"left": left})


def margin(width: int) -> float:
    """Where the plot of a chart of rows begins."""
    return NAMES if width >= NARROWEST else 0

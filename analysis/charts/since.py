"""The year since the article: what Anthropic was valued at, and its run-rate."""

from __future__ import annotations

import re

import altair as alt
import pandas as pd

from analysis.charts.context_money import said
from analysis.charts.labels import LETTER, NEWLINE, beside, when
from analysis.charts.strips import ticks
from analysis.charts.theme import BLUE, MUTED, RUST, Margins, finish, label
from analysis.package import DataPackage, Row, quantity_of
from analysis.wording import date_in_words, date_words


def run_rates(package: DataPackage) -> list[Row]:
    """What Anthropic reported, without its targets, in order of time."""
    rows = [row for row in package.rows("run_rate") if row["measure"] == "run_rate" and row["company_id"] == "anthropic"]
    return sorted(rows, key=lambda row: (when(row["as_of"]), row["low"] or row["high"]))


def valuations(package: DataPackage) -> list[Row]:
    """Post-money valuations since the first run-rate, in order of time."""
    start = when(run_rates(package)[0]["as_of"])
    rows = [row for row in package.rows("funding_rounds") if row["measure"] == "post_money" and row["recipient_id"] == "anthropic"]
    return sorted((row for row in rows if when(row["announced_on"]) >= start), key=lambda row: when(row["announced_on"]))


def year_since(package: DataPackage, width: int) -> alt.LayerChart:
    """Valuations above, run-rate below, on one axis of time and two of money; the article's date as a line through both."""
    rates, rounds = run_rates(package), valuations(package)
    days = [when(row["as_of"]) for row in rates] + [when(row["announced_on"]) for row in rounds]
    first, last = min(days), max(days)
    part, gap, margins = (170 if width > 400 else 210), 64, Margins(34, 8, 32, 46)
    inner, height = width - margins.left - margins.right, 2 * part + gap
    domain = [first - 0.06 * (last - first), last + 0.05 * (last - first)]
    quarters = [step / 4 for step in range(int(domain[0] * 4) + 1, int(domain[1] * 4) + 1)]
    labels = "['January ' + floor(datum.value), '', 'July', ''][round(datum.value % 1 * 4)]"
    x = alt.X(
        "year:Q", scale=alt.Scale(domain=domain, nice=False), title=None,
        axis=alt.Axis(values=quarters, labelExpr=labels, grid=False, labelOverlap=False),
    )  # fmt: skip
    line = when(package.article_date)
    split = (line - domain[0]) / (domain[1] - domain[0]) * inner
    panels = []
    latest_before = max((row for row in rates if when(row["as_of"]) < line), key=lambda row: when(row["as_of"]))
    for name, rows, field, top, named, colour in (
        ("Valuation with the new money, billion dollars", rounds, "announced_on", 0, rounds, RUST),
        ("Run-rate of revenue, billion dollars a year", rates, "as_of", part + gap, [latest_before, rates[-1]], BLUE),
    ):
        ends = [row["low"] if row["high"] is None else row["high"] for row in rows]
        values = ticks(max(ends) * 1.05)
        y = alt.Y(
            "low:Q", scale=alt.Scale(domain=[0, values[-1]], range=[top + part, top], nice=False), title=None,
            axis=alt.Axis(values=values, format=",d", orient="left", domain=False, ticks=False),
        )  # fmt: skip
        frame = pd.DataFrame(
            {"year": when(row[field]), "low": float(row["low"] if row["low"] is not None else row["high"]),
             "high": values[-1] if row["high"] is None else float(row["high"]), "open": quantity_of(row).bound == "at_least"}
            for row in rows
        )  # fmt: skip
        base = alt.Chart(frame).encode(x=x, y=y)
        stops = [{"offset": 0, "color": f"{colour}00"}, {"offset": 1, "color": colour}]
        gradient = {"gradient": "linear", "x1": 0, "x2": 0, "y1": 0, "y2": 1, "stops": stops}
        layers = [
            alt.Chart(pd.DataFrame([{"year": line, "low": 0, "high": values[-1]}]))
            .mark_rule(color=MUTED)
            .encode(x=x, y=y, y2=alt.Y2("high:Q")),
            label(x, y, (domain[0], values[-1]), name, shift=(0, -18), strong=True),
            base.mark_line(color=colour, strokeWidth=1.5) if rows is rates else base.mark_point(opacity=0),
            base.transform_filter(alt.datum.open)
            .transform_calculate(up=f"min(datum.low + {values[-1] * 0.16}, datum.high)")
            .mark_bar(width=7, color=gradient)
            .encode(y2=alt.Y2("up:Q")),
            base.mark_point(filled=True, opacity=1, size=60, color=colour),
        ]
        for row in named:
            at = (when(row[field]), float(row["low"] if row["low"] is not None else row["high"]))
            pixel = (at[0] - domain[0]) / (domain[1] - domain[0]) * inner
            text = f"{_series(row)} {said(row)}" if rows is rounds else said(row)
            text = text if width > 400 else NEWLINE.join(re.split(r" (?=\$)" if rows is rounds else r" (?=a year)", text, maxsplit=1))
            layers.append(_clear(x, y, at, pixel, text, colour, (split, inner)))
        if rows is rounds:
            layers.append(label(x, y, (line, values[-1]), "the article", colour=MUTED, align="right", shift=(-5, 10)))
        panels.append(alt.LayerChart(layer=layers))
    return finish(panels, inner, height, margins=margins, independent="y")


def _clear(
    x: alt.X, y: alt.Y, place: tuple[float, float], pixel: float, text: str, colour: str, clear_of: tuple[float, float]
) -> alt.Chart:  # fmt: skip
    """A label at the right of a dot, or above it at its left, or as far right as the frame allows, clear of the article's line."""
    wide, (line, edge) = max(map(len, text.splitlines())) * LETTER + 10, clear_of
    before = pixel < line
    if pixel + wide <= (line if before else edge):
        return beside(x, y, place, text, colour=colour, away=8)
    away = 0 if pixel - wide >= (0 if before else line) else pixel - edge
    return beside(x, y, place, text, colour=colour, align="right", away=away, above=True)


def _series(row: Row) -> str:
    return str(row["round"]).replace("-", " ").title()


def describe_year_since(package: DataPackage) -> str:
    """The valuations and the run-rates in one paragraph."""
    rounds = "; ".join(f"{_series(row)}, {date_in_words(row['announced_on'])}: {said(row)}" for row in valuations(package))
    rates = "; ".join(f"{date_in_words(row['as_of'])}: {said(row)}" for row in run_rates(package))
    return (
        f"Two charts of Anthropic over time, with the article’s date, {date_words(package.article_date)}, as a line. "
        f"Valuation with the new money: {rounds}. Annualised run-rate of revenue: {rates}."
    ).replace("\u00a0", " ")

"""Cloud growth by quarter, with the article’s pair in its time."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import altair as alt
import pandas as pd

from analysis.charts.labels import NEWLINE, beside, broken, when
from analysis.charts.strips import ticks
from analysis.charts.theme import BLUE, GREEN, INK, MUTED, RUST, Margins, finish, label
from analysis.package import DataPackage, Row, quantity_of
from analysis.quantity import Quantity
from analysis.wording import date_words, figure_words, words

CLOUDS = {"azure": ("Azure", BLUE), "aws": ("AWS", RUST), "google-cloud": ("Google Cloud", GREEN)}


def article_line(package: DataPackage, x: alt.X, y: alt.Y, top: float) -> list[alt.Chart]:
    """A thin upright line at the article's date, named at its top."""
    day = when(package.article_date)
    frame = pd.DataFrame({"year": [day]})
    name = label(x, y, (day, top), "the article", colour=MUTED, align="right", shift=(-5, 10))
    return [alt.Chart(frame).mark_rule(color=MUTED, strokeWidth=1).encode(x=x), name]


def growth(row: Row) -> Quantity:
    """The growth in a row of `cloud_growth`."""
    rate = row["growth_percent"]
    return quantity_of({"low": rate, "high": rate, "unit": "percent", "bound": "exact", "kind": "growth_rate"})


def growth_quarters(package: DataPackage, provider: str) -> list[Row]:
    """The quarters of a cloud in order of time, on whatever definition they were reported."""
    series = {row["series_id"] for row in package.rows("cloud_series") if row["provider_id"] == provider}
    rows = [row for row in package.rows("cloud_growth") if row["series_id"] in series and row["period_kind"] == "quarter"]
    return sorted((row for row in rows if row["growth_percent"] is not None), key=lambda row: row["period_end"])


def article_quarter(package: DataPackage, provider: str) -> Row | None:
    """The latest quarter before the article in which the cloud grew as the article says; None where it says nothing."""
    if f"{provider}-growth" not in set(package.frames["figures"]["figure_id"]):
        return None
    rate, day = package.quantity(f"{provider}-growth"), package.article_date.isoformat()
    rows = [row for row in growth_quarters(package, provider) if growth(row) == rate and row["period_end"] < day]
    return rows[-1] if rows else None


def quarters(package: DataPackage, width: int) -> alt.LayerChart:
    """Growth by quarter; a line ends where the definition does, and rings mark the article's pair."""
    rows = {provider: growth_quarters(package, provider) for provider in CLOUDS}
    every = [row for some in rows.values() for row in some]
    first, last = when(min(row["period_end"] for row in every)), when(max(row["period_end"] for row in every))
    margins = Margins(8, 88, 32, 42)
    height = 340 if width > 400 else 400
    inner = width - margins.left - margins.right
    x = alt.X(
        "year:Q", scale=alt.Scale(domain=[first - 0.1, last + 0.1], nice=False), title=None,
        axis=alt.Axis(values=list(range(int(first) + 1, int(last) + 1)), format="d", grid=False, labelOverlap=False),
    )  # fmt: skip
    values = ticks(max(row["growth_percent"] for row in every))
    y = alt.Y(
        "growth:Q", scale=alt.Scale(domain=[0, values[-1]], nice=False), title=None,
        axis=alt.Axis(values=values, labelExpr="datum.value + '%'", domain=False, ticks=False),
    )  # fmt: skip
    layers = article_line(package, x, y, values[-1])
    ends = []
    for provider, (name, colour) in CLOUDS.items():
        frame = pd.DataFrame(
            {"year": when(row["period_end"]), "growth": float(row["growth_percent"]), "series": row["series_id"]} for row in rows[provider]
        )
        base = alt.Chart(frame).encode(x=x, y=y, detail="series:N")
        layers += [base.mark_line(strokeWidth=2, color=colour), base.mark_point(filled=True, opacity=1, size=22, color=colour)]
        for before, after in pairwise(rows[provider]):
            if before["series_id"] != after["series_id"] and before["period_end"] != after["period_end"]:
                gap = {"year": (when(before["period_end"]) + when(after["period_end"])) / 2, "growth": values[1] / 5}
                gap["to"] = min(before["growth_percent"], after["growth_percent"]) - values[1] / 10
                layers.append(
                    alt.Chart(pd.DataFrame([gap])).mark_rule(color=colour, strokeDash=[2, 3]).encode(x=x, y=y, y2=alt.Y2("to:Q"))
                )  # fmt: skip
                layers.append(label(x, y, (gap["year"], 0), f"{name} redefined", colour=colour, align="center", shift=(0, -8)))
        ring = article_quarter(package, provider)
        if ring:
            place = (when(ring["period_end"]), float(ring["growth_percent"]))
            layers.append(
                alt.Chart(pd.DataFrame({"year": [place[0]], "growth": [place[1]]}))
                .mark_point(size=170, color=INK, strokeWidth=2, opacity=1).encode(x=x, y=y)
            )  # fmt: skip
            said_there = figure_words(package.row("figures", f"{provider}-growth"))
            layers.append(label(x, y, place, said_there, align="center", strong=True, shift=(0, -19 if provider == "azure" else 20)))
        latest = [row for row in rows[provider] if row["period_end"] == rows[provider][-1]["period_end"]]
        texts = [f"{name} {words(growth(latest[0]))}", *(f"recast {words(growth(row))}" for row in latest[1:])]
        ends.append((float(latest[0]["growth_percent"]), NEWLINE.join(broken(text, 13) for text in texts), colour))
    middles = _apart([(rate / values[-1] * height, len(text.splitlines())) for rate, text, _ in ends])
    for middle, (_, text, colour) in zip(middles, ends, strict=True):
        layers.append(beside(x, y, (last + 0.06, middle / height * values[-1]), text, colour=colour, strong=True, away=3))
    return finish(layers, inner, height, margins=margins)


def _apart(blocks: list[tuple[float, int]]) -> list[float]:
    """Middles of blocks of lines, in pixels, moved apart as little as needed for none to cover another."""
    order = sorted(range(len(blocks)), key=lambda index: blocks[index][0])
    middles = [block[0] for block in blocks]
    for _ in range(50):
        for low, high in pairwise(order):
            short = 8 * (blocks[low][1] + blocks[high][1]) + 2 - (middles[high] - middles[low])
            if short > 0:
                middles[low] -= short / 2
                middles[high] += short / 2
    return middles


def describe_quarters(package: DataPackage) -> str:
    """The article's pair, and the latest quarter of each cloud."""
    sentences = []
    for provider, (name, _) in CLOUDS.items():
        rows = growth_quarters(package, provider)
        latest = " or ".join(words(growth(row)) for row in rows if row["period_end"] == rows[-1]["period_end"])
        recast = " (as recast)" if " or " in latest else ""
        ring = article_quarter(package, provider)
        then = f", {words(growth(ring))} in the quarter to {_day(ring)}, the article’s figure" if ring else ""
        sentences.append(
            f"{name}: {words(growth(rows[0]))} in the quarter to {_day(rows[0])}{then}, "
            f"{latest}{recast} in the quarter to {_day(rows[-1])}."
        )
    return f"Line chart of growth over one year, by quarter. {' '.join(sentences)} Lines break where a cloud was redefined.".replace(
        "\u00a0", " "
    )


def _day(row: Row) -> str:
    return date_words(date.fromisoformat(row["period_end"]))

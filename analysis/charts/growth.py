"""Growth in pictures: spending to 2030 in both readings, and the two clouds at constant rates."""

from __future__ import annotations

from decimal import Decimal

import altair as alt
import pandas as pd

from analysis.charts.theme import BLUE, INK, RUST, finish
from analysis.metrics import compute
from analysis.metrics.spending import YEARS
from analysis.package import DataPackage
from analysis.wording import figure_words, words


def paths(package: DataPackage, width: int) -> alt.LayerChart | alt.Chart:
    """Spending from its floor in 2025 to 2030, as a fan for each reading of the forecast."""
    values = compute(package)
    start = package.row("figures", "ai-spending-2025")
    first, floor = int(start["period"]), package.quantity("ai-spending-2025").least
    readings = {
        "annual": ("spending-cagr-annual-at-floor", RUST, figure_words(package.row("figures", "ai-spending-2030"))),
        "sum": ("spending-cagr-cumulative-at-floor", BLUE, words(values["spending-in-2030-cumulative-at-floor"])),
    }
    fans, ends = [], []
    for name, (metric, colour, label) in readings.items():
        low, high = (1 + rate / 100 for rate in (values[metric].least, values[metric].most))
        for year in range(YEARS + 1):
            fans.append({
                "reading": name, "year": first + year, "colour": colour,
                "low": float(floor * low**year), "high": float(floor * high**year),
            })  # fmt: skip
        says, at, lines = {
            "annual": ("if spent in that year:", "high", (-32, -15)),
            "sum": ("if spent in all until then:", "low", (16, 33)),
        }[name]
        for text, dy in zip((says, label.replace("\u00a0", " ")), lines, strict=True):
            ends.append({"year": first + YEARS, "y": fans[-1][at], "text": text, "colour": colour, "dy": dy})
    start_label = figure_words(start).replace("\u00a0", " ")
    x = alt.X(
        "year:Q", scale=alt.Scale(domain=[first, first + YEARS], nice=False), title=None,
        axis=alt.Axis(values=list(range(first, first + YEARS + 1)), format="d", grid=False),
    )  # fmt: skip
    money = alt.Axis(
        values=[0, 1000, 2000, 3000, 4000], domain=False, ticks=False,
        labelExpr="datum.value == 0 ? '0' : '$' + datum.value / 1000 + (datum.value == 4000 ? ' trillion' : '')",
    )  # fmt: skip
    y = alt.Y("low:Q", scale=alt.Scale(domain=[0, 4600]), title=None, axis=money)
    fan = alt.Chart(pd.DataFrame(fans)).encode(x=x, color=alt.Color("colour:N", scale=None), detail="reading:N")
    layers = [
        fan.mark_area(opacity=0.22).encode(y=y, y2="high:Q"),
        fan.mark_line(strokeWidth=2).encode(y=y),
        fan.mark_line(strokeWidth=2).encode(y=alt.Y("high:Q")),
        alt.Chart(pd.DataFrame({"year": [first], "low": [float(floor)], "text": [start_label]}))
        .mark_text(align="left", dy=15, dx=2, color=INK).encode(x=x, y=y, text="text:N"),
        *(
            alt.Chart(pd.DataFrame([end])).mark_text(align="right", dy=end["dy"], color=end["colour"], fontWeight=weight)
            .encode(x=x, y=alt.Y("y:Q"), text="text:N")
            for end, weight in zip(ends, (400, 600) * 2, strict=True)
        ),
    ]  # fmt: skip
    return finish(alt.layer(*layers), width - 70, 320)


def clouds(package: DataPackage, width: int) -> alt.LayerChart | alt.Chart:
    """Each cloud against its own size today, were its rate to last; a dot where it has doubled."""
    values, limit = compute(package), 5
    lines, dots, labels = [], [], []
    for entity, name, colour, beside in (("azure", "Azure", BLUE, Decimal("4.4")), ("aws", "AWS", RUST, None)):
        factor = 1 + package.quantity(f"{entity}-growth").least / 100
        doubling = values[f"{entity}-doubling-time"]
        lines += [
            {"cloud": name, "year": step / 10, "size": float(factor ** (Decimal(step) / 10)), "colour": colour}
            for step in range(limit * 10 + 1)
        ]
        dot = {"year": float(doubling.least), "size": 2.0, "colour": colour}
        dots.append(dot)
        text = f"{name} doubles in {words(doubling)}".replace("\u00a0", " ")
        # The steep line has its label beside it, higher up; the flat one below its dot.
        place = {"year": float(beside.ln() / factor.ln()), "size": float(beside), "dx": -12, "dy": 0} if beside else {"dx": 8, "dy": 34}
        labels.append(dot | {"text": text} | place)
    x = alt.X(
        "year:Q", scale=alt.Scale(domain=[0, limit]), title="years at the stated rate; each against its own size today",
        axis=alt.Axis(values=list(range(limit + 1)), grid=False, format="d"),
    )  # fmt: skip
    y = alt.Y(
        "size:Q", scale=alt.Scale(domain=[1, 5.4]), title=None,
        axis=alt.Axis(values=[1, 2, 3, 4, 5], labelExpr="datum.value + ' ×'", domain=False, ticks=False),
    )  # fmt: skip
    shade = alt.Color("colour:N", scale=None)
    layers = [
        alt.Chart(pd.DataFrame(lines)).mark_line(strokeWidth=2.5).encode(x=x, y=y, color=shade, detail="cloud:N"),
        alt.Chart(pd.DataFrame(dots)).mark_point(size=90, filled=True, opacity=1).encode(x=x, y=y, color=shade),
        *(
            alt.Chart(pd.DataFrame([label])).mark_text(
                align="right", dx=label["dx"], dy=label["dy"], color=label["colour"], fontWeight=600,
            ).encode(x=x, y=y, text="text:N")
            for label in labels
        ),
    ]  # fmt: skip
    return finish(alt.layer(*layers), width - 40, 280)

"""Growth in pictures: spending to 2030 in both readings, and the two clouds at constant rates."""

from __future__ import annotations

from decimal import Decimal

import altair as alt
import pandas as pd

from analysis.charts.theme import BLUE, RUST, finish, label, worded
from analysis.metrics import compute
from analysis.metrics.spending import YEARS
from analysis.package import DataPackage
from analysis.wording import figure_words, words


def paths(package: DataPackage, width: int) -> alt.LayerChart:
    """Spending from its floor in 2025 to 2030, as a fan for each reading of the forecast."""
    values = compute(package)
    start = package.row("figures", "ai-spending-2025")
    first, floor = int(start["period"]), package.quantity("ai-spending-2025").least
    readings = {
        "annual": ("spending-cagr-annual-at-floor", RUST, figure_words(package.row("figures", "ai-spending-2030"))),
        "sum": ("spending-cagr-cumulative-at-floor", BLUE, words(values["spending-in-2030-cumulative-at-floor"])),
    }
    top = package.quantity("ai-spending-2030").most
    x = alt.X(
        "year:Q", scale=alt.Scale(domain=[first, first + YEARS], nice=False), title=None,
        axis=alt.Axis(values=list(range(first, first + YEARS + 1)), format="d", grid=False),
    )  # fmt: skip
    trillions = alt.Axis(
        values=list(range(0, int(top) + 1, 1000)), domain=False, ticks=False,
        labelExpr=f"datum.value == 0 ? '0' : '$' + datum.value / 1000 + (datum.value == {top} ? ' trillion' : '')",
    )  # fmt: skip
    y = alt.Y("low:Q", scale=alt.Scale(domain=[0, float(top) * 1.15]), title=None, axis=trillions)
    layers = [label(x, y, (first, float(floor)), figure_words(start), shift=(2, 17))]
    for name, (metric, colour, words_at_end) in readings.items():
        low, high = (1 + rate / 100 for rate in (values[metric].least, values[metric].most))
        fan = pd.DataFrame(
            {"year": first + year, "low": float(floor * low**year), "high": float(floor * high**year)} for year in range(YEARS + 1)
        )
        base = alt.Chart(fan).encode(x=x)
        layers += [
            base.mark_area(opacity=0.22, color=colour).encode(y=y, y2=alt.Y2("high:Q")),
            base.mark_line(strokeWidth=2, color=colour).encode(y=y),
            base.mark_line(strokeWidth=2, color=colour).encode(y=alt.Y("high:Q")),
        ]
        # The upper fan has its label above its high, the lower one below its low.
        says, end, lines = {
            "annual": ("if spent in that year:", "high", (-32, -15)),
            "sum": ("if spent in all until then:", "low", (13, 29)),
        }[name]
        place = (first + YEARS, float(fan[end].iloc[-1]))
        layers += [
            label(x, y, place, says, colour=colour, align="right", shift=(0, lines[0])),
            label(x, y, place, words_at_end, colour=colour, align="right", shift=(0, lines[1]), strong=True),
        ]
    return finish(layers, width - 70, 320 if width > 400 else 460)  # narrow labels need more height to stay apart


def describe_paths(package: DataPackage) -> str:
    """Both paths in one paragraph."""
    w = worded(package)
    return (
        f"Line chart of spending a year, from {w['ai-spending-2025']} taken at its floor. "
        f"If the forecast is spent in the last year, that year reaches {w['ai-spending-2030']}. "
        f"If it is the sum of the years, the last year reaches {w['spending-in-2030-cumulative-at-floor']}."
    )


def clouds(package: DataPackage, width: int) -> alt.LayerChart:
    """Each cloud against its own size today, were its rate to last; a dot where it has doubled."""
    values, limit = compute(package), 5
    x = alt.X(
        "year:Q", scale=alt.Scale(domain=[0, limit]), title="years at the stated rate",
        axis=alt.Axis(values=list(range(limit + 1)), grid=False, format="d"),
    )  # fmt: skip
    fastest = 1 + max(package.quantity(f"{entity}-growth").least for entity in ("azure", "aws")) / 100
    y = alt.Y(
        "size:Q", scale=alt.Scale(domain=[1, float(fastest**limit) * 1.04]), title=None,
        axis=alt.Axis(values=list(range(1, int(fastest**limit) + 1)), labelExpr="datum.value + ' ×'", domain=False, ticks=False),
    )  # fmt: skip
    layers = []
    # The steep line has its label beside it, high up; the flat one below its dot.
    for entity, name, colour, beside in (("azure", "Azure", BLUE, True), ("aws", "AWS", RUST, False)):
        factor = 1 + package.quantity(f"{entity}-growth").least / 100
        doubling = values[f"{entity}-doubling-time"]
        dot = (float(doubling.least), 2.0)
        line = pd.DataFrame({"year": step / 10, "size": float(factor ** (Decimal(step) / 10))} for step in range(limit * 10 + 1))
        text = f"{name} doubles in {words(doubling)}"
        place, shift = ((limit * 0.9, float(factor ** (limit * Decimal("0.9")))), (-12, 0)) if beside else (dot, (8, 34))
        layers += [
            alt.Chart(line).mark_line(strokeWidth=2.5, color=colour).encode(x=x, y=y),
            alt.Chart(pd.DataFrame({"year": [dot[0]], "size": [dot[1]]}))
            .mark_point(size=90, filled=True, opacity=1, color=colour).encode(x=x, y=y),
            label(x, y, place, text, colour=colour, align="right", shift=shift, strong=True),
        ]  # fmt: skip
    return finish(layers, width - 40, 280)


def describe_clouds(package: DataPackage) -> str:
    """Both doubling times in one paragraph."""
    w = worded(package)
    return (
        "Line chart of size against size today at constant growth. "
        f"Azure doubles in {w['azure-doubling-time']}, AWS in {w['aws-doubling-time']}."
    )

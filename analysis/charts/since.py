"""The year since the article: what Anthropic was valued at, and its run-rate."""

from __future__ import annotations

import re

from .context_money import said
from .data import Value, number, of_row, plain
from .labels import LETTER, NEWLINE, beside, when
from .strips import ticks
from .theme import BLUE, MUTED, RUST, Label, Margins, Spec, axes, chart, dots, fading, marks, scale
from ..package import Package, Row, quantity_of
from ..values import date_in_words, date_words


def run_rates(package: Package) -> list[Row]:
    """What Anthropic reported, without its targets, in order of time."""
    rows = [row for row in package.rows("run_rate") if row["measure"] == "run_rate" and row["company_id"] == "anthropic"]
    return sorted(rows, key=lambda row: (when(row["as_of"]), row["low"] or row["high"]))


def valuations(package: Package) -> list[Row]:
    """Post-money valuations since the first run-rate, in order of time."""
    start = when(run_rates(package)[0]["as_of"])
    rows = [row for row in package.rows("funding_rounds") if row["measure"] == "post_money" and row["recipient_id"] == "anthropic"]
    return sorted((row for row in rows if when(row["announced_on"]) >= start), key=lambda row: when(row["announced_on"]))


def since_values(package: Package) -> tuple[list[Value], list[Value]]:
    """The valuations and the run-rates; where a month has two, each says how it is bounded."""
    rounds = [
        of_row(
            "funding_rounds", "funding_id", row, quantity_of(row), f"Valuation, {_series(row)}", plain(date_in_words(row["announced_on"]))
        )
        for row in valuations(package)
    ]
    rates = [
        of_row("run_rate", "rate_id", row, quantity_of(row), "Run-rate of revenue", plain(date_in_words(row["as_of"])))
        for row in run_rates(package)
    ]
    return rounds, rates


def year_since(package: Package, width: int) -> Spec:
    """Valuations above, run-rate below, on one axis of time and two of money; the article's date as a line through both."""
    rates, rounds = run_rates(package), valuations(package)
    days = [when(row["as_of"]) for row in rates] + [when(row["announced_on"]) for row in rounds]
    first, last = min(days), max(days)
    part, gap, margins = (170 if width > 400 else 210), 64, Margins(34, 8, 28, 46)
    inner, height = width - margins.left - margins.right, 2 * part + gap
    domain = round(first - 0.06 * (last - first), 3), round(last + 0.05 * (last - first), 3)
    quarters = [step / 4 for step in range(int(domain[0] * 4) + 1, int(domain[1] * 4) + 1)]
    labels = "['January ' + floor(datum.value), '', 'July', ''][round(datum.value % 1 * 4)]"
    x = scale("x", *domain, {"values": quarters, "labelExpr": labels, "grid": False, "ticks": True, "domain": True})
    line = when(package.article_date)
    split = (line - domain[0]) / (domain[1] - domain[0]) * inner
    panels = []
    latest_before = max((row for row in rates if when(row["as_of"]) < line), key=lambda row: when(row["as_of"]))
    for name, rows, values, field, top, named, colour in (
        ("Valuation with the new money, billion dollars", rounds, since_values(package)[0], "announced_on", 0, rounds, RUST),
        (
            "Run-rate of revenue, billion dollars a year",
            rates,
            since_values(package)[1],
            "as_of",
            part + gap,
            [latest_before, rates[-1]],
            BLUE,
        ),
    ):
        points = [(value, when(row[field]), _end(row)) for value, row in zip(values, rows, strict=True)]
        grid = ticks(max(place for _, _, place in points) * 1.05)
        y = scale("y", 0, grid[-1], {"values": grid, "format": ",d", "orient": "left"})
        y["scale"]["range"] = [top + part, top]
        open_ones = [
            {"x": at, "y": place, "y2": round(min(place + grid[-1] * 0.16, grid[-1]), 1)}
            for value, at, place in points
            if value.quantity.high is None
        ]
        layers: list[Spec | Label] = [
            marks("rule", [{"x": line, "y": 0, "y2": grid[-1]}], color=MUTED),
            Label(domain[0], grid[-1], name, shift=(0, -18), strong=True),
            *([marks("line", [{"x": at, "y": place} for _, at, place in points], color=colour, strokeWidth=1.5)] if rows is rates else []),
            *([marks("bar", open_ones, width=7, color=fading(colour, "up"))] if open_ones else []),
            dots(points, colour),
        ]
        for row in named:
            at = (when(row[field]), _end(row))
            pixel = (at[0] - domain[0]) / (domain[1] - domain[0]) * inner
            text = f"{_series(row)} {said(row)}" if rows is rounds else said(row)
            text = text if width > 400 else NEWLINE.join(re.split(r" (?=\$)" if rows is rounds else r" (?=a year)", text, maxsplit=1))
            layers.append(_clear(at, pixel, text, colour, (split, inner)))
        if rows is rounds:
            layers.append(Label(line, grid[-1], "the article", MUTED, "right", (-5, 10)))
        panels.append(axes(x, y, layers))
    return chart(width, height, margins, {"resolve": {"scale": {"y": "independent"}}, "layer": panels})


def _end(row: Row) -> int | float:
    """The value of a row, or the end that is stated."""
    quantity = quantity_of(row)
    return number(quantity.most if quantity.low is None else quantity.low)


def _clear(place: tuple[float, float], pixel: float, text: str, colour: str, clear_of: tuple[float, float]) -> Label:
    """A label at the right of a dot, or above it at its left, or as far right as the frame allows, clear of the article's line."""
    wide, (line, edge) = max(map(len, text.splitlines())) * LETTER + 10, clear_of
    before = pixel < line
    if pixel + wide <= (line if before else edge):
        return beside(place, text, colour=colour, away=8)
    away = 0 if pixel - wide >= (0 if before else line) else round(pixel - edge, 1)
    return beside(place, text, colour=colour, align="right", away=away, above=True)


def _series(row: Row) -> str:
    return str(row["round"]).replace("-", " ").title()


def describe_year_since(package: Package) -> str:
    """The valuations and the run-rates in one paragraph."""
    rounds = "; ".join(f"{_series(row)}, {date_in_words(row['announced_on'])}: {said(row)}" for row in valuations(package))
    rates = "; ".join(f"{date_in_words(row['as_of'])}: {said(row)}" for row in run_rates(package))
    return (
        f"Two charts of Anthropic over time, with the article’s date, {date_words(package.article_date)}, as a line. "
        f"Valuation with the new money: {rounds}. Annualised run-rate of revenue: {rates}."
    ).replace("\u00a0", " ")

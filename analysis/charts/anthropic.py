"""Anthropic since the agreement: its run-rate over time, and what it has committed to pay to whom."""

from __future__ import annotations

import altair as alt
import pandas as pd

from ..package import Package
from ..values import date_in_words
from .chart import Chart
from .frames import SAYS, frame, listed, names, of_fact, rows_of, when
from .marks import MONEY, NARROWEST, amounts_axis, article_rule, bounds_key, key, margin, stacked, strips, ticks, years_axis
from .theme import COLOURS, LINE, Drawing, fading

BUYER = "anthropic"


# ------------------------------------------------------------ run-rate


def rate_frame(package: Package) -> pd.DataFrame:
    """The run-rates that Anthropic reported, without its targets, in order of time."""
    rows = [
        of_fact(package, f"run_rate:{row['rate_id']}", "Run-rate of revenue", date_in_words(row["as_of"]), BUYER)
        | {"year": when(row["as_of"])}
        for row in package.rows("run_rate")
        if (row["measure"], row["company_id"]) == ("run_rate", BUYER)
    ]
    return frame(sorted(rows, key=lambda row: (row["year"], row["low"] or row["high"])))


def draw_rates(package: Package, width: int) -> Drawing:
    """A line through what was reported; a value that is a floor fades upwards; the article's date as a line."""
    values = rate_frame(package)
    values["at"] = values["low"].fillna(values["high"])
    left, height, narrow = 52, 300, width < NARROWEST
    plot = width - left - 10
    first, last = values["year"].min() - 0.06, values["year"].max() + 0.06
    scale = ticks(values["at"].max() * 1.12, 4)
    top = scale[-1]
    halves = [half / 2 for half in range(int(first * 2) + 1, int(last * 2) + 1)]
    label = "datum.value % 1 ? 'July' : floor(datum.value)" if narrow else "(datum.value % 1 ? 'July ' : 'January ') + floor(datum.value)"
    x = years_axis(first, last, halves, label)
    y = amounts_axis("at", scale, MONEY)
    colour = COLOURS[BUYER][0]
    base = alt.Chart(values.assign(open=values["at"] + 0.09 * top)).encode(x=x, y=y)
    day = when(package.article_date)
    before = values[values["year"] < day].tail(1)
    named = pd.concat([before, values.tail(1)])
    *first_words, last_words = named["words"]
    last_words = last_words.replace(" a year", "\na year") if narrow else last_words  # clear of the article's rule
    named["text"] = [*first_words, last_words]
    named["right"], named["up"] = [8, -6][-len(named) :], [-33, -13][-len(named) :]  # the first above the fade of its neighbour
    up = alt.expr(f"datum.up - {LINE} * (split(datum.text, '\\n').length - 1)")
    texts = alt.Chart(named).mark_text(
        align="right", lineBreak="\n", dx=alt.expr("datum.right"), dy=up, fontWeight=600, color=colour
    )  # fmt: skip
    layers = [
        *article_rule(day, x, height),
        base.transform_filter("datum.high == null").mark_bar(width=8, fill=fading(colour, "up")).encode(y2=alt.Y2("open:Q")),
        base.mark_line(strokeWidth=2, color=colour),
        base.mark_point(size=80, color=colour, description=alt.expr(SAYS)),
        texts.encode(x=x, y=y, text=alt.Text("text")),
    ]
    legend = key(width, ("dot", colour, "as reported"), ("fade", colour, "a floor, open upwards"), left=left)
    return stacked(legend, alt.layer(*layers, width=plot, height=height), spacing=24, left=left)


def rate_title(package: Package) -> str:
    """The finding: from the last run-rate before the article to the latest."""
    values, day = rate_frame(package), when(package.article_date)
    before, latest = values[values["year"] < day].iloc[-1], values.iloc[-1]
    return f"Anthropic’s run-rate went from {before['words']} before the article to {latest['words']} in {latest['period']}"


RATES = Chart(
    "run-rate", rate_title,
    lambda package: "Annualised revenue, billion US dollars a year, {} to {}".format(*rate_frame(package)["period"].iloc[[0, -1]]),
    rate_frame, draw_rates,
    lambda package: f"Line chart of Anthropic’s run-rate, with the article’s date as a line. {listed(rate_frame(package))}.",
    note=lambda _: "A run-rate makes a year of some recent weeks; it is not revenue",
    reads="date",
)  # fmt: skip


# ------------------------------------------------------------ commitments


def commitment_frame(package: Package) -> pd.DataFrame:
    """The total, then each counterparty, largest first; only the latest report of each."""
    called, found = names(package), {}
    for row in sorted(package.rows("commitments"), key=lambda row: str(row["as_of"])):
        fact_id = f"commitments:{row['commitment_id']}"
        is_amount = row["unit"] == "USD_bn" and row["measure"] in ("commitment", "total")
        if row["company_id"] != BUYER or not is_amount or fact_id not in package.facts:
            continue
        other = row["counterparty_id"]
        name = called[other] if other else "All together, as reported"
        period = f"as of {date_in_words(row['as_of'])}" if row["as_of"] else ""
        found[other] = of_fact(package, fact_id, name, period, other) | {"strong": other == "microsoft", "total": not other}
    rows = sorted(found.values(), key=lambda one: (not one["total"], -(one["high"] or one["low"]), one["label"]))
    return frame(rows)


def draw_commitments(package: Package, width: int) -> Drawing:
    """A row for each counterparty below the total, on one axis."""
    values = commitment_frame(package)
    return stacked(bounds_key(values, width, bars=True), strips(values, width, MONEY, bars=True), left=margin(width))


def commitment_title(package: Package) -> str:
    """The finding: Microsoft's part of all."""
    rows = rows_of(commitment_frame(package))
    own = next((row["words"] for row in rows if row["strong"]), "no stated part")
    total = next((row["words"] for row in rows if row["total"]), "a total that is not stated")
    return f"Of {total} that Anthropic has committed, {own} goes to Microsoft"


COMMITMENTS = Chart(
    "commitments", commitment_title,
    lambda package: f"Commitments for compute by counterparty, billion US dollars, {commitment_frame(package)['period'].iloc[0]}",
    commitment_frame, draw_commitments,
    lambda package: f"Bar chart of Anthropic’s commitments. {listed(commitment_frame(package))}.",
    note=lambda _: "The contracts have different lengths, and parts can be cancelled",
)  # fmt: skip

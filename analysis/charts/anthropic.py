"""Anthropic since the agreement: its run-rate over time, and what it has committed to pay to whom."""

from __future__ import annotations

import altair as alt
import pandas as pd

from ..package import Package
from ..values import date_in_words
from .chart import Chart
from .frames import facts_of, frame, names, of_facts, rows_of, when
from .key import key
from .marks import MONEY, SAYS, amounts_axis, article_rule, bars, stacked, ticks, years_axis
from .theme import COLOURS, LINE, NARROWEST, Drawing, company_of, fading

BUYER = "anthropic"


def rate_frame(package: Package) -> pd.DataFrame:
    """The run-rates that Anthropic reported, without its targets, in order of time."""
    rows = [
        of_facts("Run-rate of revenue", [fact], BUYER, date_in_words(fact.row["as_of"])) | {"year": when(fact.row["as_of"])}
        for fact in facts_of(package, "run_rate")
        if (fact.row["measure"], fact.row["company_id"]) == ("run_rate", BUYER)
    ]
    return frame(sorted(rows, key=lambda row: (row["year"], row["low"] or row["high"])))


def draw_rates(package: Package, values: pd.DataFrame, width: int) -> Drawing:
    """A line through what was reported; a value that is a floor fades upwards; the article's date as a line."""
    left, height, narrow, colour = 52, 300, width < NARROWEST, COLOURS[BUYER][0]
    values = values.assign(at=values["low"].fillna(values["high"]))
    first, last = values["year"].min() - 0.06, values["year"].max() + 0.06
    scale = ticks(values["at"].max() * 1.12, 4)
    halves = [half / 2 for half in range(int(first * 2) + 1, int(last * 2) + 1)]
    label = "datum.value % 1 ? 'July' : floor(datum.value)" if narrow else "(datum.value % 1 ? 'July ' : 'January ') + floor(datum.value)"
    x, y = years_axis(first, last, halves, label), amounts_axis("at", scale, MONEY)
    base = alt.Chart(values.assign(open=values["at"] + 0.09 * scale[-1])).encode(x=x, y=y)
    day = when(package.article_date)
    # What was reported before the article stands between the fade of its neighbour and the article's rule; on a phone, above.
    before, latest = values[values["year"] < day].tail(1), values.tail(1)
    named = pd.concat([before.assign(right=8 if narrow else 18, up=-33 if narrow else -13), latest.assign(right=-6, up=-13)])
    in_two = named.index == named.index[-1 if narrow else 0]
    named["text"] = named["words"].mask(in_two, named["words"].str.replace(" a year", "\na year"))
    up = alt.expr(f"datum.up - {LINE} * (split(datum.text, '\\n').length - 1)")
    texts = alt.Chart(named).mark_text(align="right", lineBreak="\n", dx=alt.expr("datum.right"), dy=up, fontWeight=600, color=colour)
    layers = [
        *article_rule(day, x, height),
        base.transform_filter("datum.high == null").mark_bar(width=8, fill=alt.expr(fading(f"'{colour}'", "up"))).encode(y2="open:Q"),
        base.mark_line(strokeWidth=2, color=colour),
        base.mark_point(size=80, color=colour, description=SAYS),
        texts.encode(x=x, y=y, text="text"),
    ]
    legend = key(width, ("dot", colour, "as reported"), ("fade", colour, "a floor, open upwards"), left=left)
    return stacked(legend, alt.layer(*layers, width=width - left - 10, height=height), spacing=24, left=left)


def rate_title(package: Package, values: pd.DataFrame) -> str:
    """The finding: from the last run-rate before the article to the latest."""
    before, latest = values[values["year"] < when(package.article_date)].iloc[-1], values.iloc[-1]
    return f"Anthropic’s run-rate went from {before['words']} before the article to {latest['words']} in {latest['period']}"


def commitment_frame(package: Package) -> pd.DataFrame:
    """The total, then each counterparty, largest first; only the latest report of each."""
    called, found = names(package), {}
    for fact in sorted(facts_of(package, "commitments"), key=lambda fact: str(fact.row["as_of"])):
        row, other = fact.row, fact.row["counterparty_id"]
        if row["company_id"] == BUYER and row["unit"] == "USD_bn" and row["measure"] in ("commitment", "total"):
            name = called[other] if other else "All together, as reported"
            period = f"as of {date_in_words(row['as_of'])}" if row["as_of"] else ""
            one = of_facts(name, [fact], company_of(package, other), period)
            found[other] = one | {"strong": other == "microsoft", "total": not other}
    return frame(sorted(found.values(), key=lambda one: (not one["total"], -(one["high"] or one["low"]), one["label"])))


def commitment_title(_: Package, values: pd.DataFrame) -> str:
    """The finding: Microsoft's part of all."""
    own, total = (next((row["words"] for row in rows_of(values[values[kind]])), "an unstated sum") for kind in ("strong", "total"))
    return f"Of {total} that Anthropic has committed, {own} goes to Microsoft"


RATES = Chart(
    "run-rate", rate_frame, rate_title, "Annualised revenue, billion US dollars a year, {first} to {last}", draw_rates,
    "Line chart of Anthropic’s run-rate, with the article’s date as a line",
    "A run-rate makes a year of some recent weeks; it is not revenue", reads="date",
)  # fmt: skip
COMMITMENTS = Chart(
    "commitments", commitment_frame, commitment_title, "Commitments for compute by counterparty, billion US dollars, {first}", bars,
    "Bar chart of Anthropic’s commitments", "The contracts have different lengths, and parts can be cancelled",
)  # fmt: skip

"""Growth of three clouds by quarter, with the article's pair in its time and a mark where a cloud was redefined."""

from __future__ import annotations

from itertools import pairwise

import altair as alt
import pandas as pd

from ..metrics import compute
from ..package import Fact, Package
from ..values import date_in_words, words
from .chart import Chart
from .frames import frame, of_facts, rows_of, when
from .key import key
from .marks import PERCENT, amounts_axis, article_rule, company_lines, named_ends, stacked, ticks, years_axis
from .theme import COLOURS, INK, LINE, MARKERS, NARROWEST, Drawing, broken, company_colours, company_of

CLOUDS = {"azure": "Azure", "aws": "AWS", "google-cloud": "Google Cloud"}


def growth_rates(package: Package, provider: str) -> list[Fact]:
    """The quarters of a cloud in order of time, on whatever definition they were reported."""
    series = {row["series_id"] for row in package.rows("cloud_series") if row["provider_id"] == provider}
    rates = (fact for name, fact in package.facts.items() if fact.table == "cloud_growth" and name.endswith(":growth"))
    found = [fact for fact in rates if fact.row["series_id"] in series and fact.row["period_kind"] == "quarter"]
    return sorted(found, key=lambda fact: (fact.row["period_end"], fact.row["series_id"]))


def article_quarter(package: Package, provider: str) -> Fact | None:
    """The latest quarter before the article in which the cloud grew as the article says; None where it says nothing."""
    if f"{provider}-growth" not in package:
        return None
    own, day = package.quantity(f"{provider}-growth"), package.article_date.isoformat()
    same = [fact for fact in growth_rates(package, provider) if fact.row["period_end"] < day and fact.quantity.low == own.low]
    return same[-1] if same else None


def quarter_frame(package: Package) -> pd.DataFrame:
    """Every quarter of every cloud; where a quarter is reported on two definitions, the later one says that it is recast."""
    rows = []
    for provider, name in CLOUDS.items():
        facts, company = growth_rates(package, provider), company_of(package, provider)
        for before, fact in zip([None, *facts], facts, strict=False):
            end = fact.row["period_end"]
            recast = ", recast" if before and before.row["period_end"] == end else ""
            one = of_facts(f"Growth of {name}{recast}", [fact], company, f"quarter to {date_in_words(end)}")
            rows.append(one | {"year": when(end), "series": fact.row["series_id"], "cloud": name})
    return frame(rows)


def redefinitions(values: pd.DataFrame) -> pd.DataFrame:
    """Where a cloud was redefined: between two quarters of different series, or at the quarter that has both."""
    pairs = [pair for _, of_cloud in values.groupby("cloud", sort=False) for pair in pairwise(rows_of(of_cloud))]
    return pd.DataFrame(
        after | {"year": round((before["year"] + after["year"]) / 2, 3), "low": min(before["low"], after["low"])}
        for before, after in pairs if before["series"] != after["series"]
    )  # fmt: skip


def draw_quarters(package: Package, values: pd.DataFrame, width: int) -> Drawing:
    """Growth by quarter; a line ends where the definition does, and rings mark the article's pair."""
    first, last = values["year"].min() - 0.08, values["year"].max() + 0.06
    left, right, height = 44, 96, 380 if width < NARROWEST else 340
    plot, scale = width - left - right, ticks(values["low"].max(), 4)
    top = scale[-1]
    x, y = years_axis(first, last, range(int(first) + 1, int(last) + 1)), amounts_axis("low", scale, PERCENT)
    redefined = redefinitions(values)[["year", "company", "low", "cloud"]].assign(head=top * 0.17, foot=top * 0.025)
    redefined["text"] = [broken(f"{name} redefined", 70) for name in redefined["cloud"]]
    marked = alt.Chart(redefined).encode(x=x, color=company_colours(redefined["company"]))
    rings = pd.DataFrame(
        {"year": when(fact.row["period_end"]), "low": float(fact.quantity.least), "text": package[f"{provider}-growth"].words,
         "up": -20 if provider == "azure" else 20}
        for provider in CLOUDS if (fact := article_quarter(package, provider))
    )  # fmt: skip
    pair = alt.Chart(rings).encode(x=x, y=y)
    ends = []
    for cloud, of_cloud in values.groupby("cloud", sort=False):
        latest = of_cloud[of_cloud["year"] == of_cloud["year"].max()]
        said = [f"{cloud} {latest['words'].iloc[0]}", *(f"recast {said}" for said in latest["words"].iloc[1:])]
        text = "\n".join(broken(one, right - 8, True) for one in said)
        ends.append({"text": text, "company": latest["company"].iloc[0], "low": latest["low"].iloc[0]})
    body = alt.layer(
        *company_lines(values, x, y, "series"),
        marked.mark_rule(strokeDash=[2, 3]).encode(y="head:Q", y2="low:Q"),
        marked.mark_text(lineBreak="\n", dy=-LINE).encode(y="foot:Q", text="text:N"),
        *article_rule(when(package.article_date), x, height),
        pair.mark_point(filled=False, size=200, color=INK, strokeWidth=2),
        pair.mark_text(fontWeight=600, dy=alt.expr("datum.up")).encode(text="text"),
        named_ends(ends, y, plot, height, top),
        width=plot, height=height,
    )  # fmt: skip
    clouds = values.drop_duplicates("cloud")[["company", "cloud"]].itertuples(index=False)
    shown = [(MARKERS[company], COLOURS[company][0], cloud) for company, cloud in clouds]
    return stacked(key(width, ("ring", INK, "the article’s rates"), *shown, left=left), body, spacing=24, left=left)


def quarter_title(package: Package, _: pd.DataFrame) -> str:
    """The finding: how much faster Azure grows than AWS, in the article and in the latest quarter."""
    then, now = (compute(package)[name] for name in ("growth-gap", "growth-gap-latest"))
    turn = "fell" if now.most < then.least else "rose" if now.least > then.most else "held"
    return f"Azure’s growth lead over AWS {turn}: {words(then)} in the article, {words(now)} in the latest quarter"


QUARTERS = Chart(
    "quarters", quarter_frame, quarter_title, "Growth of revenue over one year, percent, by quarter, {first} to {last}", draw_quarters,
    "Line chart of growth over one year, by quarter; lines break where a cloud was redefined",
    "A line breaks where its cloud was redefined", reads="date",
)  # fmt: skip

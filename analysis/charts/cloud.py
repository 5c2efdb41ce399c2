"""Growth of three clouds by quarter, with the article's pair in its time and a mark where a cloud was redefined."""

from __future__ import annotations

from itertools import pairwise

import altair as alt
import pandas as pd

from ..package import Fact, Package
from ..values import date_in_words
from .chart import Chart
from .frames import frame, listed, of_fact, plain, rows_of, when
from .marks import NARROWEST, amounts_axis, article_rule, company_lines, key, named_ends, stacked, ticks, years_axis
from .theme import COLOURS, INK, LINE, MARKERS, Drawing, broken, company_colours

CLOUDS = {"azure": "Azure", "aws": "AWS", "google-cloud": "Google Cloud"}


def growth_rates(package: Package, provider: str) -> list[Fact]:
    """The quarters of a cloud in order of time, on whatever definition they were reported."""
    series = {row["series_id"] for row in package.rows("cloud_series") if row["provider_id"] == provider}
    rates = (fact for name, fact in package.facts.items() if fact.table == "cloud_growth" and name.endswith(":growth"))
    found = [fact for fact in rates if fact.row["series_id"] in series and fact.row["period_kind"] == "quarter"]
    return sorted(found, key=lambda fact: (fact.row["period_end"], fact.row["series_id"]))


def article_quarter(package: Package, provider: str) -> Fact | None:
    """The latest quarter before the article in which the cloud grew as the article says; None where it says nothing."""
    figure = f"{provider}-growth"
    if figure not in package:
        return None
    own, day = package.quantity(figure), package.article_date.isoformat()
    same = [fact for fact in growth_rates(package, provider) if fact.row["period_end"] < day and fact.quantity.low == own.low]
    return same[-1] if same else None


def quarter_frame(package: Package) -> pd.DataFrame:
    """Every quarter of every cloud; where a quarter is reported on two definitions, the later one says that it is recast."""
    rows = []
    for provider, name in CLOUDS.items():
        facts = growth_rates(package, provider)
        seen: set[str] = set()
        for fact in facts:
            end, series = fact.row["period_end"], fact.row["series_id"]
            label = f"Growth of {name}{', recast' if end in seen else ''}"
            seen.add(end)
            period = f"quarter to {plain(date_in_words(end))}"
            place = {"year": when(end), "series": series, "cloud": provider}
            rows.append(of_fact(package, fact.fact_id, label, period, provider) | place)
    return frame(rows)


def redefinitions(values: pd.DataFrame) -> list[dict[str, object]]:
    """Where a cloud was redefined: between two quarters of different series, or at the quarter that has both."""
    found = []
    for _, of_cloud in values.groupby("cloud", sort=False):
        for before, after in pairwise(rows_of(of_cloud)):
            if before["series"] != after["series"]:
                found.append({"year": round((before["year"] + after["year"]) / 2, 3), "company": after["company"],
                              "name": CLOUDS[after["cloud"]], "low": min(before["low"], after["low"])})  # fmt: skip
    return found


def draw_quarters(package: Package, width: int) -> Drawing:
    """Growth by quarter; a line ends where the definition does, and rings mark the article's pair."""
    values, narrow = quarter_frame(package), width < NARROWEST
    first, last = values["year"].min() - 0.08, values["year"].max() + 0.06
    left, right, height = 44, 96, 380 if narrow else 340
    plot = width - left - right
    scale = ticks(values["low"].max(), 4)
    top = scale[-1]
    x = years_axis(first, last, range(int(first) + 1, int(last) + 1))
    y = amounts_axis("low", scale, "datum.value + '%'")
    layers = company_lines(values, x, y, "series")
    redefined = pd.DataFrame(redefinitions(values))
    if len(redefined):
        redefined = redefined.assign(
            text=[broken(f"{name} redefined", 70) for name in redefined["name"]], head=top * 0.17, foot=top * 0.025
        )
        marked = alt.Chart(redefined).encode(x=x, color=company_colours(redefined["company"]))
        layers.append(marked.mark_rule(strokeDash=[2, 3]).encode(y=alt.Y("head:Q"), y2=alt.Y2("low:Q")))
        layers.append(marked.mark_text(lineBreak="\n", dy=-LINE).encode(y=alt.Y("foot:Q"), text=alt.Text("text:N")))
    layers += article_rule(when(package.article_date), x, height)
    rings = [
        {"year": when(fact.row["period_end"]), "low": float(fact.quantity.least), "text": package[f"{provider}-growth"].words,
         "up": -20 if provider == "azure" else 20}
        for provider in CLOUDS
        if (fact := article_quarter(package, provider))
    ]  # fmt: skip
    if rings:
        pair = alt.Chart(pd.DataFrame(rings)).encode(x=x, y=y)
        layers.append(pair.mark_point(filled=False, size=200, color=INK, strokeWidth=2))
        layers.append(pair.mark_text(fontWeight=600, dy=alt.expr("datum.up")).encode(text=alt.Text("text")))
    ends = []
    for _, of_cloud in values.groupby("cloud", sort=False):
        latest = of_cloud[of_cloud["year"] == of_cloud["year"].max()]
        said = [f"{CLOUDS[latest.iloc[0]['cloud']]} {latest.iloc[0]['words']}", *(f"recast {said}" for said in latest["words"].iloc[1:])]
        text = "\n".join(broken(one, right - 8, True) for one in said)
        ends.append({"text": text, "company": latest.iloc[0]["company"], "low": latest.iloc[0]["low"]})
    layers.append(named_ends(ends, y, plot, height, top))
    body = alt.layer(*layers, width=plot, height=height)
    shown = [("ring", INK, "the article’s rates")] if rings else []
    clouds = dict(zip(values["cloud"], values["company"], strict=True))
    shown += [(MARKERS[company], COLOURS[company][0], CLOUDS[cloud]) for cloud, company in clouds.items()]
    return stacked(key(width, *shown, left=left), body, spacing=24, left=left)


def quarter_title(package: Package) -> str:
    """The finding: how the three clouds grew in the latest quarter that the article's pair can be compared with."""
    values = quarter_frame(package)
    latest = values.sort_values("year", kind="stable").groupby("cloud", sort=False).tail(1).sort_values("low")
    least, most = latest.iloc[0], latest.iloc[-1]
    return f"{CLOUDS[most['cloud']]} grows fastest, by {most['words']}, and {CLOUDS[least['cloud']]} by {least['words']}"


def quarter_subtitle(package: Package) -> str:
    """Measure, unit and the months from the end of the first quarter to that of the last."""
    ends = quarter_frame(package).sort_values("year", kind="stable")["period"].iloc[[0, -1]]
    return "Growth of revenue over one year, percent, by quarter, {} to {}".format(*(" ".join(end.split()[-2:]) for end in ends))


QUARTERS = Chart(
    "quarters", quarter_title, quarter_subtitle,
    quarter_frame, draw_quarters,
    lambda package: f"Line chart of growth over one year, by quarter. {listed(quarter_frame(package))}. "
    "Lines break where a cloud was redefined.",
    note=lambda _: "A line breaks where its cloud was redefined",
    reads="date",
)  # fmt: skip

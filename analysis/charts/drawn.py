"""The two charts with a drawing of their own: payments of the deal as arrows, capital expenditure by year as columns.

Cash and totals with leases are never added, for each company counts leases in its own way.
"""

from __future__ import annotations

import math
from typing import Any

import altair as alt
import pandas as pd

from ..metrics import compute
from ..package import Fact, Package
from ..values import words
from .chart import COMPANIES, Chart, facts_of, frame, names, of_facts, of_figure, rows_of, sentence
from .marks import ABOVE, PALE, SAYS, UP, key, stacked
from .theme import COLOURS, INK, LINE, MUTED, NARROWEST, PAPER, Drawing, company_colours, fading, lines

# Where each party stands: across from 0 to 1, down from 1 to 0.
PLACES = {"nvidia": (0.17, 1.0), "microsoft": (0.5, 1.0), "amazon": (0.83, 1.0), "anthropic": (0.5, 0.45), "azure": (0.5, 0.0)}
HEIGHT = 350
HEAD = 14  # pixels by which an arrow head is wider than its line
KINDS = ("company", "total", "leases", "article")
PARTS = {1: "first quarter of ", 2: "first half of ", 3: "first three quarters of ", 4: ""}


def flow_frame(package: Package) -> pd.DataFrame:
    """What each party pays or invests, in the words of the article."""
    called = names(package, "entities")
    return frame(
        of_figure(package, row["figure_id"], f"{called[row['from_id']]} to {called[row['to_id']]}", company=row["from_id"])
        | {"giver": row["from_id"], "receiver": row["to_id"]}
        for row in package.rows("figures")
        if row["kind"] in ("compute_purchase", "equity_investment")
    )


def draw_flows(package: Package, values: pd.DataFrame, width: int) -> Drawing:
    """Arrows from giver to receiver, as wide as the amount; broken where only a ceiling is stated."""
    narrow, inner, rows = width < NARROWEST, width - 8, []
    for flow in rows_of(values):
        (x, y), (end_x, end_y) = PLACES[flow["giver"]], PLACES[flow["receiver"]]
        amount = flow["low"] if math.isnan(flow["high"]) else flow["high"]
        # A line leaves below the amount (or the name), and ends beside the others above the receiver, at the base of its head.
        y -= (0.19 if narrow else 0.15) if y == 1 else 0.06
        end_x, end_y = end_x + (x - end_x) * 0.25, end_y + 0.09
        across, down = (end_x - x) * inner, (y - end_y) * HEIGHT
        short = 1 - 0.35 * (amount + HEAD) / math.hypot(across, down)
        said = flow["words"].replace(" $", "\n$" if narrow else " $", 1)
        rows.append(flow | {
            "amount": amount, "x": x, "y": y, "tip_x": end_x, "tip_y": end_y, "x2": x + across * short / inner,
            "y2": y - down * short / HEIGHT, "turn": round(-math.degrees(math.atan2(across, down)), 2),
            "text": said if y > 0.5 else f"{said}\nof compute",
        })  # fmt: skip
    parties = pd.DataFrame([{"name": names(package, "entities")[one], "x": x, "y": y} for one, (x, y) in PLACES.items()])
    unit = alt.Scale(domain=[0, 1])
    across_axis, up_axis = alt.X("x:Q", scale=unit, axis=None), alt.Y("y:Q", scale=unit, axis=None)
    base = alt.Chart(pd.DataFrame(rows)).encode(x=across_axis, y=up_axis)
    coloured = base.encode(color=company_colours(values["company"]))
    shafts = coloured.encode(x2="x2", y2="y2", strokeWidth=alt.StrokeWidth("amount:Q", scale=None, legend=None))
    heads = coloured.mark_point(shape="triangle-down", size=alt.expr(f"pow(datum.amount + {HEAD}, 2)"), angle=alt.expr("datum.turn"))
    away = alt.expr("datum.amount / 2 + 14")
    above = base.transform_filter("datum.y > 0.5").mark_text(lineBreak="\n", color=MUTED, yOffset=LINE + 4)
    beside = base.transform_filter("datum.y < 0.5").mark_text(lineBreak="\n", color=MUTED, align="left", dy=HEIGHT * 0.13, dx=away)
    picture = alt.layer(
        shafts.transform_filter("datum.low == null").mark_rule(strokeDash=[9, 4], description=SAYS),
        shafts.transform_filter("datum.low != null").mark_rule(description=SAYS),
        heads.encode(x="tip_x:Q", y="tip_y:Q"),
        above.encode(y=alt.datum(1), text="text"),
        beside.encode(text="text"),
        alt.Chart(parties).mark_text(fontWeight=600).encode(x=across_axis, y=up_axis, text="name"),
        width=inner, height=HEIGHT,
    )  # fmt: skip
    return stacked(key(width, ("line", INK, "stated amount"), ("dash", INK, "a ceiling, “up to”")), picture, spacing=18)


def cash_years(package: Package) -> dict[str, dict[str, list[Fact]]]:
    """The last three years with quarters of every company, in cash: the year, or its part that all reported -> company -> facts.

    Raises `ValueError` where a quarter in between is missing.
    """
    cells: dict[str, dict[str, Fact]] = {}
    for fact in facts_of(package, "capex"):
        if (fact.row["basis"], fact.row["period_kind"]) == ("cash", "quarter") and fact.row["company_id"] in COMPANIES:
            cells.setdefault(fact.row["period"], {})[fact.row["company_id"]] = fact
    complete = sorted(period for period, companies in cells.items() if set(companies) == set(COMPANIES))
    years = {}
    for year in sorted({period[:4] for period in complete})[-3:]:
        periods = [period for period in complete if period.startswith(year)]
        if periods != [f"{year}-Q{number}" for number in range(1, len(periods) + 1)]:
            raise ValueError(f"the quarters of {year} that every company has reported do not follow one another from the first")
        years[PARTS[len(periods)] + year] = {company: [cells[period][company] for period in periods] for company in COMPANIES}
    return years


def capex_frame(package: Package) -> pd.DataFrame:
    """For each year every company, their total, the published total with leases, and the article's floor."""
    called, floor, found = names(package), package.row("figures", "ai-spending-2025"), []
    for name, spent in cash_years(package).items():
        rows = [("company", of_facts(f"{called[one]}, cash", spent[one], one, name)) for one in COMPANIES]
        rows.append(("total", of_facts("The four companies, cash", [fact for facts in spent.values() for fact in facts], "other", name)))
        wanted = {"company_id": "four-companies", "basis": "with_leases", "period": name[-4:], "period_kind": "calendar_year"}
        published = [fact for fact in facts_of(package, "capex") if wanted.items() <= fact.row.items()]
        rows += [("leases", of_facts("The four companies, with leases", [fact], "other", name)) for fact in published]
        if floor["period"] == name[-4:]:
            rows.append(("article", of_figure(package, "ai-spending-2025", "The article: spending on AI infrastructure", name)))
        found += [row | {"kind": kind, "whole": name.isdigit()} for kind, row in rows]
    return frame(found)


def draw_capex(package: Package, values: pd.DataFrame, width: int) -> Drawing:
    """Cash by company and year; published totals with leases as thin bars beside it, the article's floor as a line."""
    called, narrow, plot = names(package), width < NARROWEST, width - 4
    height, bar = (500, 16) if narrow else (420, 44)
    band = plot / values["period"].nunique()
    slot, middle = 5 - band / 2, 14 + bar / 2 - band / 2  # from the middle of a band to its thin bar and its column
    right, start, top = middle + bar / 2 + 7, middle - bar / 2 - 12, 1.22 * values[["low", "high"]].max().max()
    says_which = {"article": ("the article: ", band / 2 - right + 14), "leases": ("with leases: ", band - 12)}
    head = values["low"].where(values["kind"] == "company", 0).groupby(values["period"]).cumsum()
    drawn = values.assign(
        open=values["high"].fillna(values["low"] + 0.08 * top), head=head, base=head - values["low"], half=head - values["low"] / 2,
        name=values["period"].map(sentence),
        text=[
            "\n".join(lines(says_which[kind][0] + said, says_which[kind][1], bold=kind == "article")) if kind in says_which
            else f"{called.get(company, '')}{chr(10) if narrow else ' '}{said}"
            for kind, company, said in zip(values["kind"], values["company"], values["words"], strict=True)
        ],
    )  # fmt: skip
    x = alt.X("period:N", sort=None, axis=None, scale=alt.Scale(padding=0))
    base = alt.Chart(drawn).encode(x=x, y=alt.Y("low:Q", axis=None, scale=alt.Scale(domain=[0, top], nice=False)))
    company, total, leases, article = (base.transform_filter(f"datum.kind == '{kind}'") for kind in KINDS)
    company, total = company.encode(color=company_colours(COMPANIES)), total.encode(y=alt.datum(0))
    solid = alt.condition("datum.whole", alt.value(1), alt.value(PALE))
    muted, ink = (alt.expr(fading(f"'{colour}'", "up")) for colour in (MUTED, INK))
    lettering: Any = {"align": "left", "lineBreak": "\n"}
    thin: Any = {"width": 5, "xOffset": slot}
    column: Any = {"width": bar, "xOffset": middle}
    layers = [
        company.mark_bar(**column, stroke=PAPER, description=SAYS).encode(y="base:Q", y2="head:Q", opacity=solid),
        company.mark_text(**lettering, dx=right, dy=UP).encode(y="half:Q", text="text"),
        leases.mark_bar(**thin, color=MUTED, description=SAYS),
        leases.transform_filter("datum.high == null").mark_bar(**thin, fill=muted).encode(y2="open:Q"),
        leases.mark_text(**lettering, dx=slot - 3, dy=ABOVE, color=MUTED).encode(y="open:Q", text="text"),
        article.mark_bar(**column, fill=ink, description=SAYS).encode(y2="open:Q"),
        article.mark_tick(width=bar + 12, thickness=2.5, xOffset=middle, color=INK, orient="horizontal"),
        article.mark_text(**lettering, dx=right + 2, dy=ABOVE, fontWeight=600).encode(text="text"),
        total.mark_text(**lettering, dx=start, dy=18, fontWeight=600).encode(text="name"),
        total.mark_text(**lettering, dx=start, dy=18 + LINE, description=SAYS).encode(text="words"),
    ]
    shown = [] if values["whole"].all() else [("pale", COLOURS["microsoft"][0], "half-year, not yet a whole year")]
    shown += [("bar", MUTED, "thin: with leases, as published"), ("fade", INK, "a floor, open upwards")]
    return stacked(key(width, *shown), alt.layer(*layers, width=plot, height=height))


FLOWS = Chart(
    "flows", flow_frame,
    lambda package, values: "{} is to flow out of Anthropic to Azure, and {} in from Nvidia and Microsoft".format(
        values["words"][values["ids"] == "azure-commitment"].iloc[0], words(compute(package)["new-equity"])
    ),
    "Billion US dollars, as the article states them; arrows are as wide as the amounts", draw_flows,
    "Diagram of payments", "Amazon’s money is older and no part of the agreement",
)  # fmt: skip
CAPEX = Chart(
    "capex", capex_frame,
    lambda _, values: "The four companies spent " + " and ".join(
        f"{said} in {'' if year.isdigit() else 'the '}{year}"
        for said, year in values.loc[values["kind"] == "total", ["words", "period"]].values[-2:]
    ),
    "Capital expenditure in cash, billion US dollars by calendar year", draw_capex,
    "Stacked columns of capital expenditure", "All capital expenditure, not only for AI. Each company counts leases in its own way",
)  # fmt: skip

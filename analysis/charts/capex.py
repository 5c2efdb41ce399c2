"""Capital expenditure of the four largest companies: in cash by year, against the article's floor, and against their means.

Cash and totals with leases are never added, for each company counts leases in its own way.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd

from ..metrics import total
from ..package import Fact, Package
from ..values import Quantity, words
from .chart import Chart
from .frames import facts_of, frame, names, of_facts, of_figure, rows_of, sentence
from .key import PALE, key
from .marks import ABOVE, APART, PERCENT, SAYS, UP, amounts_axis, company_lines, named_ends, stacked, ticks, years_axis
from .theme import COLOURS, INK, LINE, MUTED, NARROWEST, PAPER, Drawing, broken, company_colours, fading

COMPANIES = ("amazon", "microsoft", "alphabet", "meta")  # from the foot of a column: neighbours differ in luminance
PARTS = {1: "first quarter of ", 2: "first half of ", 3: "first three quarters of ", 4: ""}
KINDS = ("company", "total", "leases", "article")
MEANS = {"revenue": "revenue", "operating_cash_flow": "cash from operations"}
Look = dict[str, Any]


def summed(facts: Iterable[Fact]) -> Quantity:
    """The sum of some facts."""
    return total([fact.quantity for fact in facts])


def cash_years(package: Package) -> dict[str, dict[str, list[Fact]]]:
    """The last three years with quarters of every company, in cash: the year, or its part that all reported -> company -> facts.

    Raises `ValueError` where a quarter in between is missing.
    """
    cells: dict[str, dict[str, Fact]] = {}
    for fact in facts_of(package, "capex"):
        row = fact.row
        if row["basis"] == "cash" and row["period_kind"] == "quarter" and row["company_id"] in COMPANIES:
            cells.setdefault(row["period"], {})[row["company_id"]] = fact
    complete = sorted(period for period, companies in cells.items() if set(companies) == set(COMPANIES))
    years = {}
    for year in sorted({period[:4] for period in complete})[-3:]:
        periods = [period for period in complete if period.startswith(year)]
        if [period[-1] for period in periods] != ["1", "2", "3", "4"][: len(periods)]:
            raise ValueError(f"the quarters of {year} that every company has reported do not follow one another from the first")
        years[PARTS[len(periods)] + year] = {company: [cells[period][company] for period in periods] for company in COMPANIES}
    return years


def capex_frame(package: Package) -> pd.DataFrame:
    """For each year every company, their total, the published total with leases, and the article's floor."""
    called, floor, found = names(package), package.row("figures", "ai-spending-2025"), []
    for name, spent in cash_years(package).items():
        rows = [("company", of_facts(f"{called[one]}, cash", spent[one], one, name, summed(spent[one]))) for one in COMPANIES]
        everything = [fact for facts in spent.values() for fact in facts]
        rows.append(("total", of_facts("The four companies, cash", everything, "other", name, summed(everything))))
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
    thin, slot, middle = 5, 5 - band / 2, 14 + bar / 2 - band / 2  # from the middle of a band to its thin bar and its column
    right, start, top = middle + bar / 2 + 7, middle - bar / 2 - 12, 1.22 * values[["low", "high"]].max().max()
    says_which = {"article": ("the article: ", band / 2 - right + 14, True), "leases": ("with leases: ", band - 12, False)}
    head = values["low"].where(values["kind"] == "company", 0).groupby(values["period"]).cumsum()
    drawn = values.assign(
        open=values["high"].fillna(values["low"] + 0.08 * top), head=head, base=head - values["low"], half=head - values["low"] / 2,
        name=values["period"].map(sentence),
        text=[
            broken(says_which[kind][0] + said, *says_which[kind][1:]) if kind in says_which
            else f"{called.get(company, '')}{chr(10) if narrow else ' '}{said}"
            for kind, company, said in zip(values["kind"], values["company"], values["words"], strict=True)
        ],
    )  # fmt: skip
    x = alt.X("period:N", sort=None, axis=None, scale=alt.Scale(padding=0))
    base = alt.Chart(drawn).encode(x=x, y=alt.Y("low:Q", axis=None, scale=alt.Scale(domain=[0, top], nice=False)))
    company, together, leases, article = (base.transform_filter(f"datum.kind == '{kind}'") for kind in KINDS)
    company = company.encode(color=company_colours(COMPANIES))
    muted, ink = (alt.expr(fading(f"'{colour}'", "up")) for colour in (MUTED, INK))
    lettering: Look = {"align": "left", "lineBreak": "\n"}
    column: Look = {"width": bar, "xOffset": middle}
    thin_bar: Look = {"width": thin, "xOffset": slot}
    layers = [
        company.mark_bar(**column, stroke=PAPER, description=SAYS).encode(
            y="base:Q", y2="head:Q", opacity=alt.condition("datum.whole", alt.value(1), alt.value(PALE))
        ),
        company.mark_text(**lettering, dx=right, dy=UP).encode(y="half:Q", text="text"),
        leases.mark_bar(**thin_bar, color=MUTED, description=SAYS),
        leases.transform_filter("datum.high == null").mark_bar(**thin_bar, fill=muted).encode(y2="open:Q"),
        leases.mark_text(**lettering, dx=slot - 3, dy=ABOVE, color=MUTED).encode(y="open:Q", text="text"),
        article.mark_bar(**column, fill=ink, description=SAYS).encode(y2="open:Q"),
        article.mark_tick(width=bar + 12, thickness=2.5, xOffset=middle, color=INK, orient="horizontal"),
        article.mark_text(**lettering, dx=right + 2, dy=ABOVE, fontWeight=600).encode(text="text"),
        together.mark_text(align="left", dx=start, dy=18, fontWeight=600).encode(y=alt.datum(0), text="name"),
        together.mark_text(align="left", dx=start, dy=18 + LINE, description=SAYS).encode(y=alt.datum(0), text="words"),
    ]  # fmt: skip
    shown = [] if values["whole"].all() else [("pale", COLOURS["microsoft"][0], "half-year, not yet a whole year")]
    shown += [("bar", MUTED, "thin: with leases, as published"), ("fade", INK, "a floor, open upwards")]
    return stacked(key(width, *shown), alt.layer(*layers, width=plot, height=height))


def capex_title(package: Package, _: pd.DataFrame) -> str:
    """The finding: what the four companies spent in the year of the article, and since."""
    years = [*cash_years(package).items()][-2:]
    return "The four companies spent " + " and ".join(
        f"{words(summed(fact for facts in spent.values() for fact in facts))} in {'' if name.isdigit() else 'the '}{name}"
        for name, spent in years
    )


def annual(facts: Iterable[Fact]) -> dict[tuple[str, str], list[Fact]]:
    """The facts of each company and calendar year: the one that states the year, or its four quarters."""
    stated: dict[tuple[str, str], list[Fact]] = {}
    quarters: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        kind, place = fact.row["period_kind"], (fact.row["company_id"], fact.row["period"][:4])
        if kind in ("calendar_year", "quarter"):
            (stated if kind == "calendar_year" else quarters).setdefault(place, []).append(fact)
    return {place: some for place, some in quarters.items() if len(some) == 4} | stated


def intensity_frame(package: Package) -> pd.DataFrame:
    """Capital expenditure in cash as a share of revenue, and of cash from operations, by company and calendar year."""
    called, rows = names(package), []
    spent = annual(fact for fact in facts_of(package, "capex") if fact.row["basis"] == "cash")
    for measure, said in MEANS.items():
        means = annual(fact for fact in facts_of(package, "financials") if fact.row["measure"] == measure)
        for company, year in sorted(spent.keys() & means.keys(), key=lambda place: (COMPANIES.index(place[0]), place[1])):
            costs, parts = spent[company, year], means[company, year]
            share = (summed(costs) / summed(parts)).to("percent")
            one = of_facts(f"{called[company]}, share of {said}", [*costs, *parts], company, year, share)
            rows.append(one | {"panel": said, "year": int(year)})
    return frame(rows)


def draw_intensity(package: Package, values: pd.DataFrame, width: int) -> Drawing:
    """A panel for each measure, lines by company, named at their last year."""
    called, narrow, left, right, height = names(package), width < NARROWEST, 44, 112, 230
    plot = width / (1 if narrow else 2) - left - right
    years, panels = sorted(set(values["year"])), []
    for said, of_panel in values.groupby("panel", sort=False):
        scale = ticks(of_panel["low"].max() * 1.02, 4)
        x, y = years_axis(years[0] - 0.1, years[-1] + 0.1, years), amounts_axis("low", scale, PERCENT)
        ends = rows_of(of_panel.groupby("company", sort=False).tail(1)[["company", "words", "low"]])
        named = named_ends([end | {"text": f"{called[end['company']]} {end['words']}"} for end in ends], y, plot, height, scale[-1])
        title = alt.TitleParams(sentence(str(said)), frame="group")
        panels.append(alt.layer(*company_lines(of_panel, x, y), named, width=plot, height=height, title=title))
    if narrow:
        return stacked(*panels, left=left)
    return alt.hconcat(*panels, bounds="flush", spacing=left + right, resolve=APART, usermeta={"left": left})


def intensity_title(package: Package, values: pd.DataFrame) -> str:
    """The finding: the least and the greatest share of cash from operations in the latest year."""
    of_cash = values[(values["panel"] == MEANS["operating_cash_flow"]) & (values["year"] == values["year"].max())].sort_values("low")
    called = names(package)
    least, most = (f"{row['words']}{{}} at {called[row['company']]}" for row in (of_cash.iloc[0], of_cash.iloc[-1]))
    return f"In {of_cash['year'].max()} building took from {least.format(' of cash from operations')} to {most.format('')}"


CAPEX = Chart(
    "capex", capex_frame, capex_title, "Capital expenditure in cash, billion US dollars by calendar year", draw_capex,
    "Stacked columns of capital expenditure", "All capital expenditure, not only for AI. Each company counts leases in its own way",
)  # fmt: skip
INTENSITY = Chart(
    "intensity", intensity_frame, intensity_title,
    "Capital expenditure in cash, percent of revenue and of cash from operations, by calendar year", draw_intensity,
    "Line charts of capital expenditure against means", reads="date",
)  # fmt: skip

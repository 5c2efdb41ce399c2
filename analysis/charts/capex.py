"""Capital expenditure of the four largest companies: in cash by year, against the article's floor, and against their means.

Cash and totals with leases are never added, for each company counts leases in its own way.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import add
from typing import NamedTuple

import altair as alt
import pandas as pd

from ..package import Package, Row, quantity_of
from ..values import Quantity, words
from .chart import Chart
from .frames import SAYS, Value, frame, joined, listed, names, of_fact, of_figure, rows_of, sentence, value
from .marks import ABOVE, APART, NARROWEST, UP, amounts_axis, company_lines, key, named_ends, stacked, ticks, years_axis
from .theme import COLOURS, INK, LINE, MUTED, PAPER, Drawing, broken, company_colours, fading, fixed

COMPANIES = ("amazon", "microsoft", "alphabet", "meta")  # from the foot of a column: neighbours differ in luminance
PARTS = {1: "first quarter of ", 2: "first half of ", 3: "first three quarters of ", 4: ""}
KINDS = ("company", "total", "leases", "article")
PALE = 0.55  # how solid a column is that is no whole year
MEANS = {"revenue": "revenue", "operating_cash_flow": "cash from operations"}


class Year(NamedTuple):
    """The rows of each company for the quarters of a year that all of them have reported, in cash."""

    year: str
    name: str
    rows: dict[str, list[Row]]

    @property
    def whole(self) -> bool:
        """Whether all four quarters are there."""
        return self.name == self.year

    def spent(self, *companies: str) -> Quantity:
        """What some companies spent."""
        return reduce(add, (quantity_of(row) for company in companies for row in self.rows[company]))


def cash_years(package: Package) -> list[Year]:
    """The last three years with quarters of every company. Raises `ValueError` where a quarter in between is missing."""
    cells: dict[str, dict[str, Row]] = {}
    for row in package.rows("capex"):
        if row["basis"] == "cash" and row["period_kind"] == "quarter" and row["company_id"] in COMPANIES:
            cells.setdefault(row["period"], {})[row["company_id"]] = row
    complete = sorted(period for period, companies in cells.items() if set(companies) == set(COMPANIES))
    years = []
    for year in sorted({period[:4] for period in complete})[-3:]:
        of_year = [period for period in complete if period.startswith(year)]
        if [period[-1] for period in of_year] != ["1", "2", "3", "4"][: len(of_year)]:
            raise ValueError(f"the quarters of {year} that every company has reported do not follow one another from the first")
        rows = {company: [cells[period][company] for period in of_year] for company in COMPANIES}
        years.append(Year(year, PARTS[len(of_year)] + year, rows))
    return years


def capex_frame(package: Package) -> pd.DataFrame:
    """For each year every company, their total, the published total with leases, and the article's floor."""
    called, floor, found = names(package), package.row("figures", "ai-spending-2025"), []

    def summed(label: str, year: Year, *companies: str) -> Value:
        rows = [row for company in companies for row in year.rows[company]]
        ids, sources = [f"capex:{row['capex_id']}" for row in rows], [row["source_id"] for row in rows]
        company = companies[0] if len(companies) == 1 else "other"
        return value(label, year.spent(*companies), ids, sources, company=company, period=year.name)

    for year in cash_years(package):
        rows = [("company", summed(f"{called[one]}, cash", year, one)) for one in COMPANIES]
        rows.append(("total", summed("The four companies, cash", year, *COMPANIES)))
        wanted = ("four-companies", "with_leases", year.year, "calendar_year")
        rows += [
            ("leases", of_fact(package, f"capex:{row['capex_id']}", "The four companies, with leases", year.name))
            for row in package.rows("capex")
            if (row["company_id"], row["basis"], row["period"], row["period_kind"]) == wanted
        ]
        if floor["period"] == year.year:
            rows.append(("article", of_figure(package, "ai-spending-2025", "The article: spending on AI infrastructure", year.name)))
        found += [row | {"kind": kind, "whole": year.whole} for kind, row in rows]
    return frame(found)


def draw_capex(package: Package, width: int) -> Drawing:
    """Cash by company and year; published totals with leases as thin bars beside it, the article's floor as a line."""
    values, called, narrow = capex_frame(package), names(package), width < NARROWEST
    height, bar, plot = (500, 16, width - 4) if narrow else (420, 44, width - 4)
    band = plot / values["period"].nunique()
    thin, slot, middle = 5, 5 - band / 2, 14 + bar / 2 - band / 2  # from the middle of a band to its thin bar and its column
    right = middle + bar / 2 + 7
    top = 1.22 * values[["low", "high"]].max().max()
    values["open"] = values["high"].fillna(values["low"] + 0.08 * top)
    values["head"] = values["low"].where(values["kind"] == "company", 0).groupby(values["period"]).cumsum()
    values["base"], values["half"] = values["head"] - values["low"], values["head"] - values["low"] / 2
    says_which = {"article": ("the article: ", band / 2 - right + 14, True), "leases": ("with leases: ", band - 12, False)}
    values["text"] = [
        broken(says_which[row["kind"]][0] + row["words"], *says_which[row["kind"]][1:])
        if row["kind"] in says_which
        else f"{called.get(row['company'], '')}{chr(10) if narrow else ' '}{row['words']}"
        for row in rows_of(values)
    ]
    says, start = alt.expr(SAYS), middle - bar / 2 - 12
    name = "upper(slice(datum.period, 0, 1)) + slice(datum.period, 1)"
    pale = alt.condition("datum.whole", alt.value(1), alt.value(PALE))
    y = alt.Y("low:Q", axis=None, scale=alt.Scale(domain=[0, top], nice=False))
    base = alt.Chart(values).encode(x=alt.X("period:N", sort=None, axis=None, scale=alt.Scale(padding=0)), y=y)
    company, total, leases, article = (base.transform_filter(f"datum.kind == '{kind}'") for kind in KINDS)
    company = company.encode(color=company_colours(COMPANIES))
    open_ones = leases.transform_filter("datum.high == null")
    layers = [
        company.mark_bar(width=bar, xOffset=middle, stroke=PAPER, description=says).encode(
            y=alt.Y("base:Q"), y2=alt.Y2("head:Q"), opacity=pale
        ),
        company.mark_text(align="left", dx=right, dy=UP, lineBreak="\n").encode(y=alt.Y("half:Q"), text=alt.Text("text")),
        leases.mark_bar(width=thin, xOffset=slot, color=MUTED, description=says),
        open_ones.mark_bar(width=thin, xOffset=slot, fill=fading(MUTED, "up")).encode(y2=alt.Y2("open:Q")),
        leases.mark_text(align="left", dx=slot - 3, dy=ABOVE, lineBreak="\n", color=MUTED).encode(y=alt.Y("open:Q"), text=alt.Text("text")),
        article.mark_bar(width=bar, xOffset=middle, fill=fading(INK, "up"), description=says).encode(y2=alt.Y2("open:Q")),
        article.mark_tick(width=bar + 12, thickness=2.5, xOffset=middle, color=INK, orient="horizontal"),
        article.mark_text(align="left", dx=right + 2, dy=ABOVE, lineBreak="\n", fontWeight=600).encode(text=alt.Text("text")),
        total.transform_calculate(name=name)
        .mark_text(align="left", dx=start, dy=18, fontWeight=600)
        .encode(y=fixed(alt.YDatum, 0), text=alt.Text("name:N")),
        total.mark_text(align="left", dx=start, dy=18 + LINE, description=says).encode(y=fixed(alt.YDatum, 0), text=alt.Text("words")),
    ]
    shown = [] if values["whole"].all() else [("pale", COLOURS["microsoft"][0], "half-year, not yet a whole year")]
    shown += [("bar", MUTED, "thin: with leases, as published")] if (values["kind"] == "leases").any() else []
    shown.append(("fade", INK, "a floor, open upwards"))
    return stacked(key(width, *shown), alt.layer(*layers, width=plot, height=height))


def capex_title(package: Package) -> str:
    """The finding: what the four companies spent in the year of the article, and since."""
    years = cash_years(package)
    said = [f"{words(year.spent(*COMPANIES))} in {'the ' if not year.whole else ''}{year.name}" for year in years[-2:]]
    return f"The four companies spent {joined(said)}"


CAPEX = Chart(
    name="capex",
    title=capex_title,
    subtitle=lambda _: "Capital expenditure in cash, billion US dollars by calendar year",
    frame=capex_frame,
    draw=draw_capex,
    describe=lambda package: f"Stacked columns of capital expenditure. {listed(capex_frame(package))}.",
    note=lambda _: "All capital expenditure, not only for AI. Each company counts leases in its own way",
)


# ------------------------------------------------------------ against revenue and cash from operations


def intensity_frame(package: Package) -> pd.DataFrame:
    """Capital expenditure in cash as a share of revenue, and of cash from operations, by company and calendar year."""
    called, rows = names(package), []
    spent = _annual(row for row in package.rows("capex") if row["basis"] == "cash")
    for measure, said in MEANS.items():
        means = _annual(row for row in package.rows("financials") if row["measure"] == measure)
        for company in COMPANIES:
            for year in sorted(year for one, year in spent.keys() & means.keys() if one == company):
                (cost, costs), (mean, parts) = spent[company, year], means[company, year]
                ids = [f"capex:{row['capex_id']}" for row in costs] + [f"financials:{row['financial_id']}" for row in parts]
                label, sources = f"{called[company]}, share of {said}", [row["source_id"] for row in (*costs, *parts)]
                share = value(label, (cost / mean).to("percent"), ids, sources, company=company, period=year)
                rows.append(share | {"panel": measure, "year": int(year)})
    return frame(rows)


def _annual(rows: Iterable[Row]) -> dict[tuple[str, str], tuple[Quantity, list[Row]]]:
    """Amounts by company and calendar year, as stated or from four quarters, each with its rows."""
    quarters: dict[tuple[str, str], list[Row]] = {}
    found: dict[tuple[str, str], tuple[Quantity, list[Row]]] = {}
    for row in rows:
        if row["period_kind"] == "quarter":
            quarters.setdefault((row["company_id"], row["period"][:4]), []).append(row)
        elif row["period_kind"] == "calendar_year":
            found[row["company_id"], row["period"]] = quantity_of(row), [row]
    for place, some in quarters.items():
        if len({row["period"] for row in some}) == 4 == len(some):
            found.setdefault(place, (reduce(add, map(quantity_of, some)), some))
    return found


def draw_intensity(package: Package, width: int) -> Drawing:
    """A panel for each measure, lines by company, named at their last year."""
    values, called, narrow = intensity_frame(package), names(package), width < NARROWEST
    left, right, height = 44, 112, 230
    plot = width - left - right if narrow else width / 2 - left - right
    years, panels = sorted(set(values["year"])), []
    for measure, said in MEANS.items():
        of_panel = values[values["panel"] == measure]
        scale = ticks(of_panel["low"].max() * 1.02, 4)
        x = years_axis(years[0] - 0.1, years[-1] + 0.1, years)
        y = amounts_axis("low", scale, "datum.value + '%'")
        ends = [
            end | {"text": f"{called[end['company']]} {end['words']}"} for end in rows_of(of_panel.groupby("company", sort=False).tail(1))
        ]
        layers = [*company_lines(of_panel, x, y), named_ends(ends, y, plot, height, scale[-1])]
        title = alt.TitleParams(sentence(said), frame="group")
        panels.append(alt.layer(*layers, width=plot, height=height, title=title))
    if narrow:
        return stacked(*panels, left=left)
    return alt.hconcat(*panels, bounds="flush", spacing=left + right, resolve=APART, usermeta={"left": left})


def intensity_title(package: Package) -> str:
    """The finding: the least and the greatest share of cash from operations in the latest year."""
    called, values = names(package), intensity_frame(package)
    of_cash = values[values["panel"] == "operating_cash_flow"]
    latest = of_cash[of_cash["year"] == of_cash["year"].max()].sort_values("low")
    least, most = latest.iloc[0], latest.iloc[-1]
    ends = f"{least['words']} of cash from operations at {called[least['company']]} to {most['words']} at {called[most['company']]}"
    return f"In {most['year']} building took from {ends}"


INTENSITY = Chart(
    name="intensity",
    title=intensity_title,
    subtitle=lambda _: "Capital expenditure in cash, percent of revenue and of cash from operations, by calendar year",
    frame=intensity_frame,
    draw=draw_intensity,
    describe=lambda package: f"Line charts of capital expenditure against means. {listed(intensity_frame(package))}.",
    reads="date",
)

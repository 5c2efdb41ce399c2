"""Capital expenditure of the largest companies, in cash, against the article’s floor and the totals with leases."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import NamedTuple

import altair as alt
import pandas as pd

from analysis.charts.context_money import said
from analysis.charts.labels import NEWLINE, beside, broken, sentence
from analysis.charts.theme import BLUE, GREEN, INK, MUTED, RUST, Margins, finish, label
from analysis.package import DataPackage, Row, quantity_of
from analysis.quantity import Quantity
from analysis.wording import figure_words, words

COMPANIES = {"amazon": RUST, "alphabet": GREEN, "microsoft": BLUE, "meta": INK}
PARTS = {1: "first quarter of ", 2: "first half of ", 3: "first three quarters of ", 4: ""}
SLIM = 6  # pixels: a slim bar and the space beside it
HALF = 0.6  # how solid a column is that is no whole year


class Year(NamedTuple):
    """What the companies spent in cash in the quarters of a year that all of them have reported."""

    year: str
    name: str
    companies: dict[str, Quantity]

    @property
    def total(self) -> Quantity:
        """The sum of the companies."""
        return reduce(add, self.companies.values())


def cash_years(package: DataPackage) -> list[Year]:
    """The last three years with quarters of every company, on the cash basis alone."""
    cells: dict[str, dict[str, Quantity]] = {}
    for row in package.rows("capex"):
        if row["basis"] == "cash" and row["period_kind"] == "quarter" and row["company_id"] in COMPANIES:
            cells.setdefault(row["period"], {})[row["company_id"]] = quantity_of(row)
    complete = sorted(period for period, companies in cells.items() if set(companies) == set(COMPANIES))
    years = []
    for year in sorted({period[:4] for period in complete})[-3:]:
        of_year = [period for period in complete if period.startswith(year)]
        if [period[-1] for period in of_year] != ["1", "2", "3", "4"][: len(of_year)]:
            raise ValueError(f"the quarters of {year} that every company has reported do not follow one another from the first")
        sums = {company: reduce(add, (cells[period][company] for period in of_year)) for company in COMPANIES}
        years.append(Year(year, PARTS[len(of_year)] + year, sums))
    return years


def with_leases(package: DataPackage, year: str) -> Row | None:
    """The total of the four companies with leases, as published for a whole year."""
    for row in package.rows("capex"):
        if (row["company_id"], row["basis"], row["period"], row["period_kind"]) == ("four-companies", "with_leases", year, "calendar_year"):
            return row
    return None


def capex(package: DataPackage, width: int) -> alt.LayerChart:
    """Cash by company and year; the published totals with leases as slim bars beside it, the article's floor as a line."""
    years, article = cash_years(package), package.row("figures", "ai-spending-2025")
    names = {row["organisation_id"]: row["name"] for row in package.rows("organisations")}
    narrow = width <= 400
    height, bar, below = (520, 20, 44) if narrow else (400, 54, 44)
    inner = width - 8
    pitch = inner / len(years)
    leases = {year.year: with_leases(package, year.year) for year in years}
    floor = float(quantity_of(article).least)
    most = 1.16 * max(
        [floor, *(float(year.total.most) for year in years), *(float(quantity_of(row).least) for row in leases.values() if row)]
    )
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, inner], nice=False))
    y = alt.Y("low:Q", axis=None, scale=alt.Scale(domain=[-most * below / (height - below), most], nice=False))
    columns: list[dict[str, object]] = []
    layers: list[alt.Chart] = []
    for index, year in enumerate(years):
        left, base = index * pitch + SLIM * 2, 0.0
        for company, value in year.companies.items():
            top = base + float(value.least)
            columns.append({"company": company, "year": year.year, "x": left, "to": left + bar, "low": base, "high": top,
                            "colour": COMPANIES[company], "opacity": 1.0 if year.name == year.year else HALF})  # fmt: skip
            text = f"{names[company]}{NEWLINE if narrow else ' '}{words(value)}"
            layers.append(beside(x, y, (left + bar + 6, (base + top) / 2), text, colour=COMPANIES[company]))
            base = top
        layers.append(label(x, y, (left - SLIM * 2, 0), sentence(year.name), shift=(0, 16), strong=True))
        layers.append(label(x, y, (left - SLIM * 2, 0), f"{words(year.total)}{' cash' if narrow else ' in cash'}", shift=(0, 34)))
        if row := leases[year.year]:
            layers += _open_bar(x, y, (left - SLIM * 1.6, left - SLIM * 0.6), (0.0, row), most)
            text = broken(f"with leases {said(row)}", 12 if narrow else 26)
            place, low = (left - SLIM * 1.6 if index == 0 else left - SLIM * 2), float(quantity_of(row).least)
            if index == 0:
                layers.append(beside(x, y, (place, low), text, colour=MUTED, above=True))
            else:
                layers.append(beside(x, y, (place, low), text, colour=MUTED, align="right"))
        if year.year == article["period"]:
            end = left + bar + 70
            layers += _open_bar(x, y, (left, left + bar), (floor, article), most)
            layers.append(alt.Chart(pd.DataFrame([{"x": left - 2, "to": end, "low": floor}])).mark_rule(color=INK, strokeWidth=2)
                          .encode(x=x, x2=alt.X2("to:Q"), y=y))  # fmt: skip
            text = broken(f"the article: {figure_words(article)}", 13 if narrow else 26)
            layers.append(beside(x, y, (left + bar + 6, floor), text, strong=True, above=True))
    bars = alt.Chart(pd.DataFrame(columns)).mark_bar().encode(
        x=x, x2=alt.X2("to:Q"), y=y, y2=alt.Y2("high:Q"),
        color=alt.Color("colour:N", scale=None), opacity=alt.Opacity("opacity:Q", scale=None),
    )  # fmt: skip
    return finish([bars, *layers], inner, height, margins=Margins(4, 4, 4, 4))


def _open_bar(x: alt.X, y: alt.Y, across: tuple[float, float], ends: tuple[float, Row], most: float) -> list[alt.Chart]:
    """A slim bar from a low to the value in a row, which fades out above it where only a floor is stated."""
    low, value = ends[0], quantity_of(ends[1])
    frame = {"x": across[0], "to": across[1], "low": low, "high": float(value.least), "open": value.high is None}
    layers = (
        [alt.Chart(pd.DataFrame([frame])).mark_bar(color=MUTED).encode(x=x, x2=alt.X2("to:Q"), y=y, y2=alt.Y2("high:Q"))]
        if low < value.least
        else []
    )
    if value.high is None:
        stops = [{"offset": 0, "color": f"{MUTED}00"}, {"offset": 1, "color": MUTED}]
        fading = frame | {"low": frame["high"], "high": min(most, float(value.least) + most * 0.1)}
        gradient = {"gradient": "linear", "x1": 0, "x2": 0, "y1": 0, "y2": 1, "stops": stops}
        layers.append(alt.Chart(pd.DataFrame([fading])).mark_bar(color=gradient).encode(x=x, x2=alt.X2("to:Q"), y=y, y2=alt.Y2("high:Q")))
    return layers


def describe_capex(package: DataPackage) -> str:
    """Every column in one paragraph, with the article's floor and the totals with leases."""
    names = {row["organisation_id"]: row["name"] for row in package.rows("organisations")}
    sentences = []
    for year in cash_years(package):
        parts = ", ".join(f"{names[company]} {words(value)}" for company, value in year.companies.items())
        lease = with_leases(package, year.year)
        sentences.append(
            f"{sentence(year.name)}: {words(year.total)} in cash ({parts})" + (f"; with leases {said(lease)}." if lease else ".")
        )
    article = package.row("figures", "ai-spending-2025")
    return (
        f"Stacked columns of capital expenditure in cash. {' '.join(sentences)} "
        f"The article’s floor for {article['period']}: {figure_words(article)}, open upwards."
    ).replace("\u00a0", " ")

"""Capital expenditure of the largest companies, in cash, against the article’s floor and the totals with leases."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import NamedTuple

from .context_money import said
from .data import Value, number, of_figure, of_row, plain
from .labels import NEWLINE, beside, broken, sentence
from .theme import BLUE, GREEN, INK, MUTED, PAPER, RUST, Label, Margins, Spec, axes, chart, fading, marks, scale
from ..package import Package, Row, quantity_of
from ..values import Quantity
from ..values import figure_words, words

COMPANIES = {"amazon": RUST, "alphabet": GREEN, "microsoft": BLUE, "meta": INK}
PARTS = {1: "first quarter of ", 2: "first half of ", 3: "first three quarters of ", 4: ""}
SLIM = 6  # pixels: a slim bar and the space beside it
HALF = 0.72  # how solid a column is that is no whole year


class Year(NamedTuple):
    """What the companies spent in cash in the quarters of a year that all of them have reported."""

    year: str
    name: str
    companies: dict[str, Quantity]
    rows: dict[str, list[Row]]

    @property
    def total(self) -> Quantity:
        """The sum of the companies."""
        return reduce(add, self.companies.values())


def cash_years(package: Package) -> list[Year]:
    """The last three years with quarters of every company, on the cash basis alone."""
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
        sums = {company: reduce(add, map(quantity_of, some)) for company, some in rows.items()}
        years.append(Year(year, PARTS[len(of_year)] + year, sums, rows))
    return years


def with_leases(package: Package, year: str) -> Row | None:
    """The total of the four companies with leases, as published for a whole year."""
    for row in package.rows("capex"):
        if (row["company_id"], row["basis"], row["period"], row["period_kind"]) == ("four-companies", "with_leases", year, "calendar_year"):
            return row
    return None


class Column(NamedTuple):
    """The values of a year: each company's, their total, the published total with leases, and the article's floor."""

    year: Year
    companies: dict[str, Value]
    total: Value
    leases: Value | None
    article: Value | None


def capex_columns(package: Package) -> list[Column]:
    """The values of the last three years."""
    names = {row["organisation_id"]: row["name"] for row in package.rows("organisations")}
    stated = of_figure(
        package, "ai-spending-2025", "The article: spending on AI infrastructure", package.row("figures", "ai-spending-2025")["period"]
    )
    columns = []
    for year in cash_years(package):
        companies = {
            company: _sum(f"{names[company]}, cash", year.name, year.companies[company], rows) for company, rows in year.rows.items()
        }
        total = _sum("The four companies, cash", year.name, year.total, [row for rows in year.rows.values() for row in rows])
        row = with_leases(package, year.year)
        leases = of_row("capex", "capex_id", row, quantity_of(row), "The four companies, with leases", year.name) if row else None
        columns.append(Column(year, companies, total, leases, stated if stated.period == year.year else None))
    return columns


def capex_values(package: Package) -> list[Value]:
    """All of them, year by year."""
    return [
        value
        for column in capex_columns(package)
        for value in (*column.companies.values(), column.total, column.leases, column.article)
        if value
    ]


def _sum(label: str, period: str, quantity: Quantity, rows: list[Row]) -> Value:
    sources = tuple(dict.fromkeys(row["source_id"] for row in rows))
    return Value(label, period, quantity, plain(words(quantity)), tuple(f"capex:{row['capex_id']}" for row in rows), sources)


def capex(package: Package, width: int) -> Spec:
    """Cash by company and year; the published totals with leases as slim bars beside it, the article's floor as a line."""
    columns = capex_columns(package)
    names = {row["organisation_id"]: row["name"] for row in package.rows("organisations")}
    narrow = width <= 400
    height, bar, below = (520, 20, 44) if narrow else (400, 54, 44)
    inner = width - 8
    pitch = inner / len(columns)
    most = 1.16 * max(float(value.quantity.least) for column in columns for value in (column.total, column.leases, column.article) if value)
    x, y = scale("x", 0, inner), scale("y", round(-most * below / (height - below), 1), round(most, 1))
    layers: list[Spec | Label] = []
    for index, column in enumerate(columns):
        left, base, solid = round(index * pitch + SLIM * 2, 1), 0.0, column.year.name == column.year.year
        for company, value in column.companies.items():
            top = round(base + number(value.quantity.least), 3)
            rows = [{"x": left, "x2": left + bar, "y": round(base, 3), "y2": top, "says": value.says}]
            layers.append(marks("rect", rows, color=COMPANIES[company], stroke=PAPER, **({} if solid else {"opacity": HALF})))
            text = f"{names[company]}{NEWLINE if narrow else ' '}{value.words}"
            layers.append(beside((left + bar + 6, round((base + top) / 2, 1)), text, colour=COMPANIES[company]))
            base = top
        layers.append(Label(left - SLIM * 2, 0, sentence(column.year.name), shift=(0, 16), strong=True))
        layers.append(
            Label(left - SLIM * 2, 0, f"{column.total.words}{' cash' if narrow else ' in cash'}", shift=(0, 34), says=column.total.says)
        )
        if column.leases:
            layers += _open_bar((left - SLIM * 1.6, left - SLIM * 0.6), 0.0, column.leases, most, MUTED)
            text = broken(f"with leases {column.leases.words}", 12 if narrow else 26)
            place, low = (left - SLIM * 1.6 if index == 0 else left - SLIM * 2), number(column.leases.quantity.least)
            if index == 0:
                layers.append(beside((place, low), text, colour=MUTED, above=True))
            else:
                layers.append(beside((place - 2, low), text, colour=MUTED, align="right"))
        if column.article:
            floor = number(column.article.quantity.least)
            layers += _open_bar((left, left + bar), floor, column.article, most, INK)
            layers.append(marks("rule", [{"x": left - 2, "x2": left + bar + 70, "y": floor}], color=INK, strokeWidth=2))
            text = broken(f"the article: {column.article.words}", 13 if narrow else 26)
            layers.append(beside((left + bar + 6, floor), text, strong=True, above=True))
    return chart(width, height, Margins(4, 4, 4, 4), axes(x, y, layers))


def _open_bar(across: tuple[float, float], low: float, value: Value, most: float, colour: str) -> list[Spec | Label]:
    """A slim bar from a low to a value, which fades out above it where only a floor is stated."""
    place = {"x": round(across[0], 1), "x2": round(across[1], 1), "says": value.says}
    floor = number(value.quantity.least)
    layers: list[Spec | Label] = [marks("rect", [place | {"y": low, "y2": floor}], color=colour)] if low < floor else []
    if value.quantity.high is None:
        end = round(min(most, floor + most * 0.1), 1)
        layers.append(marks("rect", [place | {"y": floor, "y2": end}], color=fading(colour, "up")))
    return layers


def describe_capex(package: Package) -> str:
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

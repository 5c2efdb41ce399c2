"""Capital expenditure of the four largest companies: in cash by year, against the article's floor, and against their means.

Cash and totals with leases are never added, for each company counts leases in its own way.
"""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import NamedTuple

import altair as alt
import pandas as pd

from ..package import Package, Row, quantity_of
from ..values import Quantity, words
from .chart import Chart
from .frames import SAYS, Value, frame, joined, listed, names, of_fact, of_figure, rows_of, sentence, value
from .marks import ABOVE, UP, apart, key, placed, stacked, ticks
from .theme import COLOURS, DASHES, INK, LINE, MARKERS, MUTED, PAPER, broken, company_colours, fading

COMPANIES = ("amazon", "microsoft", "alphabet", "meta")  # from the foot of a column: neighbours differ in luminance
PARTS = {1: "first quarter of ", 2: "first half of ", 3: "first three quarters of ", 4: ""}
PALE = 0.55  # how solid a column is that is no whole year
MEANS = {"revenue": "of revenue", "operating_cash_flow": "of cash from operations"}


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
    for year in cash_years(package):
        shared = {"whole": year.whole, "year": year.year}

        def summed(label: str, *companies: str, kind: str, year: Year = year, shared: Value = shared) -> Value:
            rows = [row for company in companies for row in year.rows[company]]
            return value(
                label, year.spent(*companies), [f"capex:{row['capex_id']}" for row in rows], [row["source_id"] for row in rows],
                company=companies[0] if kind == "company" else "other", period=year.name,
            ) | {"kind": kind} | shared  # fmt: skip

        found += [summed(f"{called[one]}, cash", one, kind="company") for one in COMPANIES]
        found.append(summed("The four companies, cash", *COMPANIES, kind="total"))
        for row in package.rows("capex"):
            if (row["company_id"], row["basis"], row["period"], row["period_kind"]) == ("four-companies", "with_leases", year.year, "calendar_year"):
                found.append(of_fact(package, f"capex:{row['capex_id']}", "The four companies, with leases", year.name) | {"kind": "leases"} | shared)
        if floor["period"] == year.year:
            found.append(of_figure(package, "ai-spending-2025", "The article: spending on AI infrastructure", year.name) | {"kind": "article"} | shared)
    return frame(found)


def draw_capex(package: Package, width: int) -> alt.TopLevelMixin:
    """Cash by company and year; published totals with leases as thin bars beside it, the article's floor as a line."""
    values, called, narrow = capex_frame(package), names(package), width < 480
    height, bar, plot = (500, 16, width - 4) if narrow else (420, 44, width - 4)
    band = plot / values["period"].nunique()
    left = -band / 2 + 14 + bar / 2  # from the middle of a band to that of its column
    room = band / 2 - left - bar / 2 - 8
    top = 1.22 * max(values["low"].max(), values["high"].max())
    values["open"] = values["low"] + 0.08 * top
    values["text"] = [
        f"{called[row['company']]}{chr(10) if narrow else ' '}{row['words']}" if row["kind"] == "company"
        else broken(f"{'the article' if row['kind'] == 'article' else 'with leases'}: {row['words']}", room if row["kind"] == "article" else band - 12, row["kind"] == "article")
        for row in rows_of(values)
    ]  # fmt: skip
    x = alt.X("period:N", sort=None, axis=None, scale=alt.Scale(padding=0))
    y = alt.Y("low:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=None)
    base = alt.Chart(values).encode(x=x, y=y)
    kinds = {kind: base.transform_filter(f"datum.kind == '{kind}'") for kind in ("company", "total", "leases", "article")}
    stack = kinds["company"].encode(order=alt.Order("index:Q"))
    of_companies = values[values["kind"] == "company"].copy()
    of_companies["base"] = of_companies.groupby("period", sort=False)["low"].cumsum() - of_companies["low"]
    of_companies["head"], of_companies["middle"] = of_companies["base"] + of_companies["low"], of_companies["base"] + of_companies["low"] / 2
    stack = alt.Chart(of_companies).encode(x=x, y=alt.Y("base:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=None), color=company_colours(COMPANIES))
    thin, slot = 5, -band / 2 + 5
    column = left - bar / 2
    layers = [
        stack.mark_bar(width=bar, xOffset=left, stroke=PAPER, description=alt.expr(SAYS)).encode(
            y2="head:Q", opacity=alt.condition("datum.whole", alt.value(1), alt.value(PALE))
        ),
        stack.mark_text(align="left", dx=left + bar / 2 + 7, dy=UP, lineBreak="\n").encode(y="middle:Q", text="text"),
        kinds["leases"].mark_bar(width=thin, xOffset=slot, color=MUTED, description=alt.expr(SAYS)),
        kinds["leases"].transform_filter("datum.high == null").mark_bar(width=thin, xOffset=slot, fill=fading(MUTED, "up")).encode(y2="open:Q"),
        kinds["leases"].mark_text(align="left", dx=slot - 3, dy=ABOVE, lineBreak="\n", color=MUTED).encode(
            y=alt.Y("open:Q") if values.loc[values["kind"] == "leases", "high"].isna().any() else y, text="text"
        ),
        kinds["article"].mark_bar(width=bar, xOffset=left, fill=fading(INK, "up"), description=alt.expr(SAYS)).encode(y2="open:Q"),
        kinds["article"].mark_tick(width=bar + 12, thickness=2.5, xOffset=left, color=INK, orient="horizontal"),
        kinds["article"].mark_text(align="left", dx=left + bar / 2 + 9, dy=UP, lineBreak="\n", fontWeight=600).encode(text="text"),
        kinds["total"].mark_text(align="left", dx=column - 12, dy=18, fontWeight=600).encode(y=alt.datum(0), text=alt.Text("title:N")).transform_calculate(
            title="upper(slice(datum.period, 0, 1)) + slice(datum.period, 1)"
        ),
        kinds["total"].mark_text(align="left", dx=column - 12, dy=18 + LINE, description=alt.expr(SAYS)).encode(y=alt.datum(0), text="words"),
    ]  # fmt: skip
    body = alt.layer(*layers).properties(width=plot, height=height)
    shown = [("pale", COLOURS["microsoft"][0], "half-year, not yet a whole year")] if not values["whole"].all() else []
    shown += [("bar", MUTED, "thin: with leases, as published")] if (values["kind"] == "leases").any() else []
    return stacked(key(width, *shown, ("fade", INK, "a floor, open upwards")), body)


def capex_title(package: Package) -> str:
    """The finding: what the four companies spent in the year of the article, and since."""
    years = cash_years(package)
    said = [f"{words(year.spent(*COMPANIES))} in {'the ' if not year.whole else ''}{year.name}" for year in years[-2:]]
    return f"The four companies spent {joined(said)}"


CAPEX = Chart(
    "capex", capex_title,
    lambda package: "Capital expenditure in cash, billion US dollars by calendar year",
    capex_frame, draw_capex,
    lambda package: f"Stacked columns of capital expenditure. {listed(rows_of(capex_frame(package)))}.",
    note=lambda package: "All capital expenditure, not only for AI. Each company counts leases in its own way",
)  # fmt: skip


# ------------------------------------------------------------ against revenue and cash from operations


def intensity_frame(package: Package) -> pd.DataFrame:
    """Capital expenditure in cash as a share of revenue, and of cash from operations, by company and calendar year."""
    called, rows = names(package), []
    spent = _annual(row for row in package.rows("capex") if row["basis"] == "cash")
    for measure in MEANS:
        means = _annual(row for row in package.rows("financials") if row["measure"] == measure)
        for company in COMPANIES:
            for period in sorted(key[1] for key in spent.keys() & means.keys() if key[0] == company):
                (cost, cost_rows), (mean, mean_rows) = spent[company, period], means[company, period]
                ids = [f"capex:{row['capex_id']}" for row in cost_rows] + [f"financials:{row['financial_id']}" for row in mean_rows]
                share = (cost / mean).to("percent")
                rows.append(value(
                    f"{called[company]}, share {MEANS[measure]}", share, ids, [row["source_id"] for row in (*cost_rows, *mean_rows)],
                    company=company, period=period,
                ) | {"panel": measure, "year": int(period[-4:])})  # fmt: skip
    return frame(rows)


def _annual(rows: object) -> dict[tuple[str, str], tuple[Quantity, list[Row]]]:
    """Amounts by company and calendar year, as stated or from four quarters."""
    quarters: dict[tuple[str, str], list[Row]] = {}
    found: dict[tuple[str, str], tuple[Quantity, list[Row]]] = {}
    for row in rows:  # type: ignore[attr-defined]
        if row["company_id"] not in COMPANIES:
            continue
        if row["period_kind"] == "quarter":
            quarters.setdefault((row["company_id"], row["period"][:4]), []).append(row)
        elif row["period_kind"] == "calendar_year":
            found[row["company_id"], row["period"]] = quantity_of(row), [row]
    for place, some in quarters.items():
        if len({row["period"] for row in some}) == 4 == len(some):
            found.setdefault(place, (reduce(add, map(quantity_of, some)), some))
    return found


def draw_intensity(package: Package, width: int) -> alt.TopLevelMixin:
    """A panel for each measure, lines by company, named at their last year."""
    values, called, narrow = intensity_frame(package), names(package), width < 480
    left, right, height = 44, 112, 230
    plot = width - left - right if narrow else (width - 2 * (left + right)) / 2
    panels = []
    years = sorted(set(values["year"]))
    companies = [one for one in COMPANIES if one in set(values["company"])]
    for measure, said in MEANS.items():
        of_panel = values[values["panel"] == measure]
        if of_panel.empty:
            continue
        scale = ticks(of_panel["low"].max() * 1.02, 4)
        x = alt.X("year:Q", scale=alt.Scale(domain=[years[0] - 0.1, years[-1] + 0.1]), axis=alt.Axis(values=years, format="d", title=None))
        y = alt.Y("low:Q", scale=alt.Scale(domain=[0, scale[-1]]), axis=alt.Axis(values=scale, labelExpr="datum.value + '%'", grid=True, title=None))
        base = alt.Chart(of_panel).encode(x=x, y=y, color=company_colours(companies))
        dash = alt.StrokeDash("company:N", scale=alt.Scale(domain=companies, range=[DASHES[one] for one in companies]), legend=None)
        shape = alt.Shape("company:N", scale=alt.Scale(domain=companies, range=[MARKERS[one] for one in companies]), legend=None)
        ends = rows_of(of_panel.sort_values("year", kind="stable").groupby("company", sort=False).tail(1))
        middles = apart([height * (1 - end["low"] / scale[-1]) for end in ends], [LINE] * len(ends), height)
        texts = pd.DataFrame([end | {"low": (1 - at / height) * scale[-1], "text": f"{called[end['company']]} {end['words']}"} for end, at in zip(ends, middles, strict=True)])
        panels.append(alt.layer(
            base.mark_line(strokeWidth=2).encode(strokeDash=dash, detail="company:N"),
            base.mark_point(size=60, description=alt.expr(SAYS)).encode(shape=shape),
            alt.Chart(texts).mark_text(align="left", fontWeight=600).encode(x=alt.value(plot + 8), y=y, text="text:N", color=company_colours(companies)),
        ).properties(width=plot, height=height, title=alt.TitleParams(sentence(said.removeprefix("of ")), frame="group")))  # fmt: skip
    if narrow:
        return stacked(*panels, left=left)
    row = alt.hconcat(*panels, bounds="flush", spacing=left + right).resolve_scale(y="independent", x="independent", color="independent")
    return placed(row, left)


def intensity_title(package: Package) -> str:
    """The finding: the least and the greatest share of cash from operations in the latest year."""
    values = intensity_frame(package)
    of_cash = values[values["panel"] == list(MEANS)[-1]] if (values["panel"] == list(MEANS)[-1]).any() else values
    latest = of_cash[of_cash["year"] == of_cash["year"].max()].sort_values("low")
    called, least, most = names(package), latest.iloc[0], latest.iloc[-1]
    means = MEANS[most["panel"]].removeprefix("of ")
    return f"In {most['year']} building took from {least['words']} of {means} at {called[least['company']]} to {most['words']} at {called[most['company']]}"


INTENSITY = Chart(
    "intensity", intensity_title,
    lambda package: "Capital expenditure in cash, percent of revenue and of cash from operations, by year",
    intensity_frame, draw_intensity,
    lambda package: f"Line charts of capital expenditure against means. {listed(rows_of(intensity_frame(package)))}.",
    reads="date",
)  # fmt: skip

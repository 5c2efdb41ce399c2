"""Do dates exist, in their order: periods that end when they say, sources after what they report, no gap that is not listed?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ..package import Issue, Row
from .opened import Context
from .periods import end_of, exists, first_day, last_day, next_label

DATES = ("published", "announced_on", "given_on", "stated_on", "filed_on", "as_of", "dated_on")  # none lies in the future
SINCE = {"quarter": "2023", "fiscal_quarter": "FY23", "fiscal_year": "FY2018", "calendar_year": "2020"}  # series are whole from there on
# When what a row states had happened or was said, the first column that the row has.
HAPPENED = ("filed_on", "given_on", "stated_on", "dated_on", "announced_on", "as_of", "period_end")


def dates(context: Context) -> Iterator[Issue]:
    """Dates exist and do not lie after the collection; a period ends when its label says; what is reported has happened."""
    last = max(row["collected_on"] for row in context.rows["collections"])
    for table in context.schemas:
        for number, row in context.each(table):
            for column in (*DATES, "period_end"):
                cell = row.get(column)
                if cell and not exists(cell):
                    yield context.issue(table, number, column, f"there is no day {cell}")
                elif cell and column in DATES and cell > last and row.get("measure") != "target":
                    yield context.issue(table, number, column, f"{cell} is after the collection of {last}")
            if "period_kind" in row:
                yield from _period(context, table, number, row)


def _period(context: Context, table: str, number: int, row: Row) -> Iterator[Issue]:
    who = row.get("company_id") or context.by_id["cloud_series"][row["series_id"]]["provider_id"]
    month = context.by_id["organisations"][who]["fiscal_year_end"] or 12
    end, fiscal = end_of(row["period"], row["period_kind"], month)
    if end is None or row["period_end"] != end.isoformat():
        yield context.issue(table, number, "period_end", f"is {row['period_end']}, but {row['period']} ends on {end}")
    elif "fiscal_period" in row and row["fiscal_period"] != fiscal:
        yield context.issue(table, number, "fiscal_period", f"is {row['fiscal_period']}, but {row['period']} is {fiscal}")
    column = "given_on" if "given_on" in row else "filed_on"
    given = row.get(column)
    if given and exists(given) and (row["period_end"] < given) != ("filed_on" in row):
        yield context.issue(table, number, column, f"{given} is on the wrong side of {row['period_end']}, the end of the period")


def gaps(context: Context) -> Iterator[Issue]:
    """No period is missing inside a series unless it is listed as a hole, and no hole is filled."""
    holes = {row["hole_id"] for row in context.rows["holes"]}
    for number, row in context.each("holes"):
        if row["hole_id"] in context.by_id[row["resource"]]:
            yield context.issue("holes", number, "hole_id", "the row is there, so it is no hole")
    for table, series in (("capex", ["company_id", "basis", "period_kind"]), ("cloud_growth", ["series_id", "period_kind"])):
        key = context.key(table)
        for group in context.series(table, series, key, ["period_end"]):
            for (_, one), (number, two) in pairwise(group):
                kind, label = two["period_kind"], one["period"]
                while (label := next_label(label, kind)) < two["period"]:
                    missing = one[key].replace(one["period"].lower(), label.lower())
                    if missing not in holes and label >= SINCE[kind]:
                        yield context.issue(table, number, "period", f"{missing} is missing before it", "add the row, or list it in holes")


def sources_in_time(context: Context) -> Iterator[Issue]:
    """A source is not older than what it reports; what is reported has happened, and what is forecast had not."""
    published = {row["source_id"]: row["published"] for row in context.rows["sources"]}
    for table in (name for name in context.schemas if name != "sources"):
        for number, row in (one for one in context.each(table) if "source_id" in one[1]):
            day, status, target = published[row["source_id"]], row.get("status") or "", row.get("measure") == "target"
            told = next((row[column] for column in HAPPENED if row.get(column) and exists(row[column])), None)
            if day and told and not target and status != "forecast" and last_day(day) < first_day(told):
                yield context.issue(table, number, "source_id", f"the source is of {day}, older than {told}, which it is cited for")
            period = row.get("period") or row.get("as_of") or ""
            if day and len(period) == 4 and status == "forecast" and period < day[:4]:
                yield context.issue(table, number, "status", f"is forecast, but {period} had ended before the source of {day}")
            if day and re.match("[0-9]{4}", period) and status.startswith("reported") and period[:4] > day[:4]:
                yield context.issue(table, number, "status", f"is reported, but {period} is after the source of {day}")

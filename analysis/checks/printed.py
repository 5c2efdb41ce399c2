"""Do the cells of each quantity of other sources say what its printed words say?

The reader takes `low`, `high`, `unit`, `bound` and `qualifier` out of the words that were copied from the page. Two printed
amounts joined by " less " are a difference, as for a quarter out of year-to-date filings. What rests on whoever recorded the
words is whether the page prints them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ..package import QUANTITIES, Columns, Issue, Row, Term
from ..values import MONTHS, Reading, Unreadable, read
from .opened import Context, exact

LONGEST = 8  # words
LESS = " less "
MONTHS_OF = {name[:3].lower(): number for number, name in enumerate(MONTHS, start=1)}
_MONTH = re.compile(r"([A-Z][a-z]{2,8})\.? ([0-9]{4})")
# Where the unit of a table says what its words may leave out: a run-rate is always a year's, a cost always that of a gigawatt.
IMPLIED = {"run_rate": {"year"}, "gigawatt_costs": {"GW", "year"}}
# Where words may say what the unit leaves to another column: an annual amount is one of a year.
SAID = {"spending_estimates": {"year"}}
# An article or preposition at the end: what followed may have been a rate or a period.
_CUT_OFF = re.compile(r" (an?|the|per|of|in|by|to|from|through|d[eu]|en|par|à|les?|la|une?)$", re.IGNORECASE)
HINT = "correct the cell, or copy the words from the page again"


def printed_issues(context: Context) -> Iterator[Issue]:
    """Each quantity has its printed words, each printed words have a quantity, and the two agree."""
    language = {row["source_id"]: row["language"] for row in context.rows["sources"]}
    for table, schema in context.schemas.items():
        columns = {field["name"] for field in schema["fields"]}
        for wanted in (one for one in QUANTITIES.values() if one.fit(columns)):
            for number, row in context.each(table):
                for column, said, hint in _faults(wanted, table, row, language[row["source_id"]]):
                    yield context.issue(table, number, column, said, hint)


def _faults(wanted: Columns, table: str, row: Row, language: str) -> Iterator[tuple[str, str, str]]:
    printed, stated = row[wanted.printed], row[wanted.low] is not None or row[wanted.high] is not None
    if bool(printed) != stated:
        said = "is empty, but the row states an amount" if stated else "states an amount, but the row has none"
        yield wanted.printed, said, "copy the figure with its qualifier from the page"
    if not printed or not stated:
        if not (printed or stated or wanted.unit) and row.get("qualifier"):
            yield "qualifier", f"is {row['qualifier']}, but the row states no amount", "leave it empty"
        return
    if isinstance(wanted, Term):
        yield from _term_faults(wanted, row)
        return
    yield from _word_faults(wanted, printed)
    try:
        reading = difference(printed, language)
    except Unreadable as error:
        yield wanted.printed, f"“{printed}” cannot be read: {error}", "copy the figure with its qualifier, as the page prints it"
        return
    yield from _cell_faults(wanted, table, row, reading)


def _word_faults(wanted: Columns, printed: str) -> Iterator[tuple[str, str, str]]:
    if len(printed.split()) > LONGEST:
        yield wanted.printed, f"has more than {LONGEST} words", "keep the figure with its qualifier"
    if _CUT_OFF.search(printed):
        yield wanted.printed, f"“{printed}” breaks off in the middle of a phrase", "copy the whole phrase, or end before it"


def _cell_faults(wanted: Columns, table: str, row: Row, reading: Reading) -> Iterator[tuple[str, str, str]]:
    printed = row[wanted.printed]
    unit = wanted.unit or row["unit"]
    if not _agree(row.get("resource") or table, unit, reading.unit):
        yield "unit" if not wanted.unit else wanted.printed, f"is {unit}, but “{printed}” says {reading.unit}", HINT
    bound, qualifier = row[wanted.bound] if wanted.bound else "exact", reading.qualifier if wanted.unit else row.get("qualifier") or ""
    for column, kept, value in (
        (wanted.low, exact(row[wanted.low]), reading.low), (wanted.high, exact(row[wanted.high]), reading.high),
        (wanted.bound or wanted.low, bound, reading.bound), ("qualifier", qualifier, reading.qualifier),
    ):  # fmt: skip
        if kept != value:
            yield column, f"is {_shown(kept)}, but “{printed}” says {_shown(value)}", HINT
    year, period = reading.period.strip("./"), row.get("period") or ""
    if year and period and not period.startswith("FY") and year not in period:
        yield "period", f"is {period}, but “{printed}” says {year}", HINT


def _term_faults(wanted: Term, row: Row) -> Iterator[tuple[str, str, str]]:
    """The months between which a commitment runs, as "Nov 2026 - May 2033" prints them."""
    named = ((MONTHS_OF.get(name[:3].lower()), year) for name, year in _MONTH.findall(row[wanted.printed]))
    found = [f"{year}-{month:02d}" for month, year in named if month]
    if found != [row[wanted.low], row[wanted.high]]:
        yield wanted.printed, f"“{row[wanted.printed]}” says {' to '.join(found) or 'no months'}", HINT


def _agree(table: str, unit: str, said: str) -> bool:
    """Whether the unit of a row is that of its words, but for what the table implies or the words add."""
    (base, *per), (other, *stated) = unit.split("_per_"), said.split("_per_")
    denominators, found = {*"_".join(per).split("_")} - {""}, {*"_".join(stated).split("_")} - {""}
    return base == other and denominators - found <= IMPLIED.get(table, set()) and found - denominators <= SAID.get(table, set())


def difference(printed: str, language: str) -> Reading:
    """What printed words state; two exact amounts joined by " less " state their difference. Raises `Unreadable`.

    >>> difference("13177 million USD less 6289 million USD", "en").low
    Decimal('6.888')
    """
    whole, less, part = printed.partition(LESS)
    if not less:
        return read(printed, language)
    first, second = read(whole, language), read(part, language)
    if (first.bound, second.bound) != ("exact", "exact") or first.unit != second.unit:
        raise Unreadable(f"“{printed}”: a difference needs two exact amounts of one unit", "less")
    assert first.low is not None
    assert second.low is not None  # exact amounts have both ends
    value = first.low - second.low
    return Reading(value, value, first.unit, "exact")


def _shown(value: Any) -> str:
    return "empty" if value in (None, "") else f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)

"""Says when a period ends, what it is called in the company's own fiscal year, and which period follows."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def exists(cell: str) -> bool:
    """Whether a date, which may be a year or a month, is one of the calendar."""
    try:
        first_day(cell)
    except ValueError:
        return False
    return True


def first_day(cell: str) -> date:
    """The first day of a date that may be a year or a month; raises `ValueError` where there is none."""
    return date.fromisoformat(f"{cell}-01-01"[:10])


def last_day(cell: str) -> date:
    """The last day of a date that may be a year or a month."""
    first = first_day(cell)
    if len(cell) == 4:
        return first.replace(month=12, day=31)
    return first.replace(day=monthrange(first.year, first.month)[1]) if len(cell) == 7 else first


def months_before(end: date, months: int) -> date:
    """The last day of the month so many months before."""
    year, month = divmod(end.year * 12 + end.month - 1 - months, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def end_of(period: str, kind: str, fiscal_end: int) -> tuple[date | None, str]:
    """The last day of a period, and its fiscal label for a company whose year ends in that month."""
    year, _, quarter = period.removeprefix("FY").partition("-Q")
    if (kind in ("fiscal_year", "fiscal_quarter")) != period.startswith("FY") or ("quarter" in kind) != bool(quarter):
        return None, ""
    full = int(year) if len(year) == 4 else 2000 + int(year)
    last = date(full, 12, 31) if kind in ("quarter", "calendar_year") else months_before(date(full, 12, 31), 12 - fiscal_end)
    end = months_before(last, 3 * (4 - int(quarter))) if quarter else last
    ahead = (end.month - fiscal_end - 1) % 12 // 3 + 1  # the fiscal quarter that ends then
    label = f"FY{end.year + (end.month > fiscal_end)}"
    return end, f"FY{label[-2:]}-Q{ahead}" if quarter else label


def next_label(period: str, kind: str) -> str:
    """The label of the period that follows."""
    head, _, quarter = period.rpartition("-Q") if "quarter" in kind else ("", "", "")
    if quarter:
        return f"{head}-Q{int(quarter) + 1}" if quarter < "4" else f"{next_label(head, '')}-Q1"
    letters, number = ("FY", period[2:]) if period.startswith("FY") else ("", period)
    return f"{letters}{int(number) + 1:0{len(number)}d}"

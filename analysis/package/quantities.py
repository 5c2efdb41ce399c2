"""The quantities that rows hold: which columns make one, and how it is read from them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ..values import INFINITY, Quantity, last_digit, words
from .descriptor import Row

# The least value that a thing of this kind can have by its nature; every other kind is an amount, whose least value is zero.
FLOORS = {"growth_rate": Decimal(-100), "date": -INFINITY}


@dataclass(frozen=True)
class Columns:
    """The columns of one quantity of a row. `unit` is that of all rows where the table has no column for it."""

    low: str
    high: str
    bound: str | None
    printed: str
    unit: str = ""
    kind: str = ""

    def fit(self, columns: set[str]) -> bool:
        """Whether a table with these columns holds such a quantity."""
        return {self.low, self.high, self.printed, *([self.bound] if self.bound else []), *(() if self.unit else ["unit"])} <= columns

    def of(self, row: Row) -> Quantity | None:
        """The quantity of a row, or None where both ends are empty."""
        if row[self.low] is None and row[self.high] is None:
            return None
        unit, kind = self.unit or row["unit"], self.kind or row.get("kind") or ""
        cells = {"low": row[self.low], "high": row[self.high], "unit": unit, "bound": row[self.bound] if self.bound else "exact"}
        return quantity_of(cells | {"kind": kind}, row[self.printed] or "")


@dataclass(frozen=True)
class Term(Columns):
    """A duration between two months, in years: the days on which it begins and ends are not told, so it is a range."""

    def of(self, row: Row) -> Quantity | None:
        """The duration of a row, or None where it has no start or no end."""
        if not row[self.low] or not row[self.high]:
            return None
        (first, start), (last, end) = (map(int, row[column].split("-")) for column in (self.low, self.high))
        months = (last - first) * 12 + end - start
        return Quantity(Decimal(months - 1) / 12, Decimal(months + 1) / 12, "year")


# By what is added to the id of the row.
QUANTITIES: dict[str, Columns] = {
    "": Columns("low", "high", "bound", "printed"),
    ":growth": Columns("growth_percent", "growth_percent", None, "growth_printed", "percent", "growth_rate"),
    ":growth-cc": Columns("growth_cc_percent", "growth_cc_percent", None, "growth_cc_printed", "percent", "growth_rate"),
    ":revenue": Columns("revenue_low", "revenue_high", "revenue_bound", "revenue_printed", "USD_bn"),
    ":term": Columns("term_years", "term_years", None, "term_printed", "year", "duration"),
    ":months": Term("term_start", "term_end", None, "term_printed", "year", "duration"),
    ":capacity": Columns("capacity_low", "capacity_high", "capacity_bound", "capacity_printed", "GW"),
}


def quantity_of(row: Row, printed: str = "") -> Quantity:
    """The quantity that a row with `low`, `high`, `unit` and `bound` states. Years become points on the calendar.

    `printed` are the words that state it, from which the last digit is known.
    """
    unit, kind = ("calendar_year", "date") if row["unit"] == "year" and row.get("kind") != "duration" else (row["unit"], row.get("kind"))
    low, high = (None if row[end] is None else Decimal(str(row[end])) for end in ("low", "high"))
    value = low if low is not None else high
    digit = last_digit(printed, value) if printed and value is not None else None
    return Quantity(low, high, unit, row["bound"] == "about", FLOORS.get(kind or "", Decimal(0)), digit)


def metric_quantity(row: Row) -> Quantity:
    """The quantity of a row of `metrics`, to the six digits that the table has."""
    low, high = (None if row[end] is None else Decimal(str(row[end])) for end in ("low", "high"))
    return Quantity(low, high, row["unit"], str(row["approximate"]).lower() == "true", -INFINITY)


def figure_words(row: Row) -> str:
    """A figure of the article with the qualifier of its own words: "more than $400 billion", "up to 1 gigawatt"."""
    return words(quantity_of(row), row["qualifier"] or "", whole=True)

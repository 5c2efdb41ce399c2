"""The values that a chart shows, as a tidy table: what the page lists beside the chart, and what its CSV holds."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from ..metrics import compute, published
from ..package import Package, Row, quantity_of
from ..values import Quantity
from ..values import figure_words, words

COLUMNS = ("label", "period", "words", "low", "high", "unit", "id", "source")
ARTICLE, COMPUTED = "article", "computed"  # in place of a source: the French text, and our own arithmetic


class Value(NamedTuple):
    """One value of a chart. `ids` are figures, a metric or rows of context; `sources` names pages of `sources`."""

    label: str
    period: str
    quantity: Quantity
    words: str
    ids: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def says(self) -> str:
        """What the value is, in one phrase; no two values of a chart say the same."""
        return f"{self.label}{', ' if self.period else ''}{self.period}: {self.words}"

    def cells(self) -> dict[str, str]:
        """The row of the table, by column; an end that is not stated is empty."""
        return {
            "label": self.label,
            "period": self.period,
            "words": self.words,
            "low": published(self.quantity.low),
            "high": published(self.quantity.high),
            "unit": self.quantity.unit,
            "id": " + ".join(self.ids),
            "source": " + ".join(self.sources),
        }


def plain(text: str) -> str:
    """The text with plain spaces."""
    return text.replace("\u00a0", " ")


def number(value: Decimal) -> int | float:
    """A value for a chart, to six significant digits."""
    shown = float(published(value))
    return int(shown) if shown.is_integer() else shown


@lru_cache(maxsize=32)
def figure(package: Package, figure_id: str) -> Row:
    """A figure of the article."""
    return package.row("figures", figure_id)


def of_figure(package: Package, figure_id: str, label: str, period: str = "") -> Value:
    """A figure of the article, with the words of its source."""
    row = figure(package, figure_id)
    return Value(label, period, quantity_of(row), plain(figure_words(row)), (figure_id,), (ARTICLE,))


def of_metric(package: Package, metric_id: str, label: str, period: str = "") -> Value:
    """A computed value."""
    quantity = compute(package)[metric_id]
    return Value(label, period, quantity, plain(words(quantity)), (metric_id,), (COMPUTED,))


def of_row(table: str, key: str, row: Row, quantity: Quantity, label: str, period: str = "", part: str = "") -> Value:
    """The quantity of a row of context; `key` is the column with its id."""
    return Value(label, period, quantity, plain(words(quantity)), (f"{table}:{row[key]}{part}",), (row["source_id"],))


def as_csv(values: Iterable[Value]) -> str:
    """The table as CSV (UTF-8, LF), with a column only where some value fills it."""
    rows = [value.cells() for value in values]
    text = io.StringIO()
    writer = csv.DictWriter(text, filled(rows), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: row[name] for name in writer.fieldnames} for row in rows)
    return text.getvalue()


def filled(rows: Sequence[dict[str, Any]]) -> list[str]:
    """The columns that are not empty throughout."""
    return [name for name in COLUMNS if any(row[name] for row in rows)]

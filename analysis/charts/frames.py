"""From values to tidy frames: one value a row, with the words that say it, its ids in the package, and its sources.

`low` and `high` are the bounds in `unit`, empty where a side is open; `ids` are figures, metrics or rows of context, and
`source` names pages of `sources`, both joined by " + ". `label`, `period` and `words` together are what a mark says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pandas as pd

from ..metrics import published
from ..package import Fact, Package, figure_words
from ..values import NBSP, Quantity, words

COLUMNS = ("label", "company", "period", "low", "high", "unit", "bound", "words", "ids", "source")
ARTICLE, COMPUTED = "article", "computed"  # in place of a source: the French text, and our own arithmetic
Value = dict[str, Any]


def value(
    label: str, quantity: Quantity, ids: Iterable[str], sources: Iterable[str], company: str = "other", period: str = "", said: str = ""
) -> Value:
    """One row of a frame; bounds have six significant digits."""
    low, high = (None if bound is None else float(published(bound)) for bound in (quantity.low, quantity.high))
    said, joined_ids, joined_sources = said or words(quantity), " + ".join(dict.fromkeys(ids)), " + ".join(dict.fromkeys(sources))
    cells = (plain(label), company, plain(period), low, high, quantity.unit, quantity.bound, plain(said), joined_ids, joined_sources)
    return dict(zip(COLUMNS, cells, strict=True))


def of_figure(package: Package, figure_id: str, label: str, period: str = "", company: str = "article") -> Value:
    """A figure of the article, with the qualifier of its words."""
    said = figure_words(package.row("figures", figure_id))
    return value(label, package.quantity(figure_id), [figure_id], [ARTICLE], company, period, said)


def of_facts(label: str, facts: Sequence[Fact], company: str = "other", period: str = "", quantity: Quantity | None = None) -> Value:
    """A quantity from facts of context; without `quantity` it is that of the only fact, in its own words."""
    said, one = ("", quantity) if quantity else (facts[0].words, facts[0].quantity)
    return value(label, one, [fact.fact_id for fact in facts], [fact.row["source_id"] for fact in facts], company, period, said)


def facts_of(package: Package, table: str) -> list[Fact]:
    """The facts of a table that are quantities of a whole row."""
    return [fact for name, fact in package.facts.items() if fact.table == table and name.count(":") == 1]


def frame(rows: Iterable[Value]) -> pd.DataFrame:
    """Rows as a frame; columns that a chart adds come last."""
    return pd.DataFrame(list(rows)).astype({"low": float, "high": float})


def says(row: Value) -> str:
    """What a value is, in one phrase; no two values of a chart say the same."""
    return f"{row['label']}{', ' if row['period'] else ''}{row['period']}: {row['words']}"


def distinct(rows: Iterable[Value]) -> list[Value]:
    """The rows, where labels that occur more than once go on with the period, and those alike even so with the words."""
    found = list(rows)
    for more in ("period", "words"):
        labels = [row["label"] for row in found]
        found = [row | {"label": f"{row['label']}, {row[more]}"} if labels.count(row["label"]) > 1 else row for row in found]
    return found


def rows_of(values: pd.DataFrame) -> list[Value]:
    """The rows of a frame as dictionaries."""
    return values.to_dict("records")  # type: ignore[return-value]


def filled(values: pd.DataFrame) -> list[str]:
    """The columns for a reader that are not empty throughout."""
    return [name for name in COLUMNS if name != "company" and values[name].notna().any() and (values[name] != "").any()]


def plain(text: str) -> str:
    """The text with plain spaces."""
    return text.replace(NBSP, " ")


def when(day: str | date) -> float:
    """A day as a point on an axis of years; of a month or year its middle."""
    year, month, one = (*(int(part) for part in str(day).split("-")), 0, 0)[:3]
    start = date(year, 1, 1)
    return round(year + (date(year, month or 7, one or (15 if month else 1)) - start).days / 365.25, 4)


def names(package: Package, table: str = "organisations") -> dict[str, str]:
    """The name of each organisation, or of each entity of the article, by id."""
    return {row[package.key(table)]: row["name"] for row in package.rows(table)}


def sentence(phrase: str) -> str:
    """The phrase with a capital letter."""
    return phrase[:1].upper() + phrase[1:]

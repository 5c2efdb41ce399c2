"""From values to tidy frames: one value a row, with the words that say it, its ids in the package, and its sources.

`low` and `high` are the bounds in `unit`, empty where a side is open; `ids` are figures, metrics or rows of context, and
`source` names pages of `sources`, both joined by " + ". `label`, `period` and `words` together are what a mark says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from ..metrics import compute, published
from ..package import Package, figure_words
from ..values import NBSP, Quantity, words
from .theme import company_of

COLUMNS = ("label", "company", "period", "low", "high", "unit", "bound", "words", "ids", "source")
ARTICLE, COMPUTED = "article", "computed"  # in place of a source: the French text, and our own arithmetic
SAYS = "datum.label + (datum.period ? ', ' + datum.period : '') + ': ' + datum.words"
Value = dict[str, Any]


def value(
    label: str, quantity: Quantity, ids: Iterable[str], sources: Iterable[str], *,
    company: str = "other", period: str = "", said: str = "",
) -> Value:  # fmt: skip
    """One row of a frame."""
    return {
        "label": plain(label), "company": company, "period": plain(period), "low": number(quantity.low), "high": number(quantity.high),
        "unit": quantity.unit, "bound": quantity.bound, "words": plain(said or words(quantity)), "ids": " + ".join(dict.fromkeys(ids)),
        "source": " + ".join(dict.fromkeys(sources)),
    }  # fmt: skip


def of_figure(package: Package, figure_id: str, label: str, period: str = "", company: str = "article") -> Value:
    """A figure of the article, with the qualifier of its words."""
    said = figure_words(package.row("figures", figure_id))
    return value(label, package.quantity(figure_id), [figure_id], [ARTICLE], company=company, period=period, said=said)


def of_metric(package: Package, metric_id: str, label: str, period: str = "", company: str = "article") -> Value:
    """A computed value."""
    return value(label, compute(package)[metric_id], [metric_id], [COMPUTED], company=company, period=period)


def of_fact(package: Package, fact_id: str, label: str, period: str = "", organisation: str | None = None) -> Value:
    """A quantity of a row of context."""
    fact = package.facts[fact_id]
    company = company_of(package, organisation)
    return value(label, fact.quantity, [fact_id], [fact.row["source_id"]], company=company, period=period, said=fact.words)


def frame(rows: Iterable[Value]) -> pd.DataFrame:
    """Rows as a frame; columns that a chart adds come last."""
    listed = list(rows)
    more = dict.fromkeys(name for row in listed for name in row if name not in COLUMNS)
    found = pd.DataFrame(listed, columns=[*COLUMNS, *more])
    return found.astype({"low": float, "high": float})


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


def listed(values: pd.DataFrame) -> str:
    """Values in one phrase after another, for the description of a chart."""
    return "; ".join(map(says, rows_of(values)))


def rows_of(values: pd.DataFrame) -> list[Value]:
    """The rows of a frame as dictionaries."""
    return values.to_dict("records")  # type: ignore[return-value]


def filled(values: pd.DataFrame) -> list[str]:
    """The columns for a reader that are not empty throughout."""
    return [name for name in COLUMNS if name != "company" and values[name].notna().any() and (values[name] != "").any()]


def as_csv(values: pd.DataFrame) -> str:
    """The values as CSV (UTF-8, LF)."""
    return values[filled(values)].to_csv(index=False, float_format="%g", lineterminator="\n")


def number(bound: Decimal | None) -> float | None:
    """A bound to six significant digits."""
    return None if bound is None else float(published(bound))


def plain(text: str) -> str:
    """The text with plain spaces."""
    return text.replace(NBSP, " ")


def when(day: str | date) -> float:
    """A day as a point on an axis of years; of a month or year its middle."""
    parts = [int(part) for part in str(day).split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 7
    middle = 1 if len(parts) == 1 else 15
    return round(year + (date(year, month, parts[2] if len(parts) > 2 else middle) - date(year, 1, 1)).days / 365.25, 4)


def names(package: Package, table: str = "organisations") -> dict[str, str]:
    """The name of each organisation, or of each entity of the article."""
    key = "entity_id" if table == "entities" else "organisation_id"
    return {row[key]: row["name"] for row in package.rows(table)}


def sentence(phrase: str) -> str:
    """The phrase with a capital letter."""
    return phrase[:1].upper() + phrase[1:]


def joined(parts: Sequence[str]) -> str:
    """Some words as "a, b and c"."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))

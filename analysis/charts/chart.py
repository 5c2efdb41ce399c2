"""What a chart is, and its values as a tidy frame: one value a row, with the words that say it, its ids, and its sources.

`low` and `high` are the bounds in `unit`, empty where a side is open; `ids` are figures, metrics or rows of context, and
`source` names pages of `sources`, both joined by " + ". `label`, `period` and `words` together are what a mark says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

from ..metrics import published, total
from ..package import Fact, Package, figure_words
from ..values import NBSP, Quantity, date_words, words
from .theme import Drawing

COLUMNS = ("label", "company", "period", "low", "high", "unit", "bound", "words", "ids", "source")
ARTICLE, COMPUTED = "article", "computed"  # in place of a source: the French text, and our own arithmetic
COMPANIES = ("amazon", "microsoft", "alphabet", "meta")  # neighbours in a column differ in luminance
Value = dict[str, Any]


@dataclass(frozen=True)
class Chart:
    """A chart. Everything that it says is made from the package.

    `frame` has the values (columns as above), `finding` words the headline from them, and `draw` makes the picture at a width in
    pixels. `measure` states measure, unit and period, with the first and last period of the frame in place of {first} and
    {last}; `kind` says what one sees, `note` what a reader must know besides. `reads` says what a pointer reads: one mark,
    or all series at a date.
    """

    name: str
    frame: Callable[[Package], pd.DataFrame]
    finding: Callable[[Package, pd.DataFrame], str]
    measure: str
    draw: Callable[[Package, pd.DataFrame, int], Drawing]
    kind: str
    note: str = ""
    reads: Literal["mark", "date"] = "mark"

    def title(self, package: Package) -> str:
        """The finding."""
        return self.finding(package, self.frame(package))

    def subtitle(self, package: Package) -> str:
        """Measure, unit and period, in one line."""
        periods = self.frame(package)["period"].str.replace(r"^quarter to \d+ ", "", regex=True)
        return self.measure.format(first=periods.iloc[0], last=periods.iloc[-1])

    def describe(self, package: Package) -> str:
        """All values in a paragraph, for who cannot see the picture."""
        return f"{self.kind}. {'; '.join(map(says, rows_of(self.frame(package))))}."

    def sources(self, package: Package) -> list[str]:
        """The publishers of its values, those of most values first; the last of six stands for further ones as well."""
        publishers = {row["source_id"]: row["publisher"] for row in package.rows("sources")}
        publishers |= {ARTICLE: f"the article of {plain(date_words(package.article_date))}", COMPUTED: "own arithmetic"}
        ids = [one for cell in self.frame(package)["source"] for one in cell.split(" + ") if one]
        names = list(dict.fromkeys(publishers[one] for one in sorted(ids, key=lambda one: (-ids.count(one), ids.index(one)))))
        return names if len(names) <= 6 else [*names[:5], f"{names[5]} and others"]


def edition(package: Package) -> str:
    """What is drawn at the foot of a picture that stands alone: the data package, its edition and its licence."""
    day = plain(date_words(date.fromisoformat(package.descriptor["created"][:10])))
    title, licence = package.descriptor["title"].split(":")[0], package.descriptor["licenses"][0]["name"]
    return f"{title}, edition {package.descriptor['version']}, {day}. {licence.replace('-', ' ', 1).replace('-', ' ')}."


def value(
    label: str, quantity: Quantity, ids: Iterable[str], sources: Iterable[str], company: str = "other", period: str = "", said: str = ""
) -> Value:
    """One row of a frame; bounds have six significant digits."""
    low, high = (None if bound is None else float(published(bound)) for bound in (quantity.low, quantity.high))
    known = (plain(label), company, plain(period), low, high, quantity.unit, quantity.bound, plain(said or words(quantity)))
    return dict(zip(COLUMNS, (*known, *(" + ".join(dict.fromkeys(some)) for some in (ids, sources))), strict=True))


def of_figure(package: Package, figure: str, label: str, period: str = "", company: str = "article") -> Value:
    """A figure of the article, with the qualifier of its words."""
    return value(label, package.quantity(figure), [figure], [ARTICLE], company, period, figure_words(package.row("figures", figure)))


def of_facts(label: str, facts: Sequence[Fact], company: str = "other", period: str = "", quantity: Quantity | None = None) -> Value:
    """A quantity from facts of context, their sum if not another; a single one in its own words."""
    said = facts[0].words if len(facts) == 1 and not quantity else ""
    ids, sources = [fact.fact_id for fact in facts], [fact.row["source_id"] for fact in facts]
    return value(label, quantity or total([fact.quantity for fact in facts]), ids, sources, company, period, said)


def facts_of(package: Package, table: str) -> list[Fact]:
    """The facts of a table that are quantities of a whole row."""
    return [fact for name, fact in package.facts.items() if fact.table == table and name.count(":") == 1]


def frame(rows: Iterable[Value]) -> pd.DataFrame:
    """Rows as a frame; columns that a chart adds come last."""
    return pd.DataFrame(list(rows)).astype({"low": float, "high": float})


def says(row: Value) -> str:
    """What a value is, in one phrase; no two values of a chart say the same."""
    return f"{row['label']}{', ' if row['period'] else ''}{row['period']}: {row['words']}"


def distinct(rows: Sequence[Value]) -> list[Value]:
    """The rows, where labels that occur more than once go on with the period."""
    labels = [row["label"] for row in rows]
    return [row | {"label": f"{row['label']}, {row['period']}"} if labels.count(row["label"]) > 1 else row for row in rows]


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

"""What a reuser of the data holds: a package with typed tables, in which every number is found and traced by its id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal
from zipfile import is_zipfile

from analysis import package as opened
from analysis.editions import DESCRIPTOR_NAME, from_zip
from analysis.metrics import compute, published
from analysis.package import DESCRIPTOR, BriefingError, DataPackage, Row, metric_quantity, quantity_of, unknown_id
from analysis.quantity import Quantity
from analysis.trace import Trace, trace
from analysis.wording import NBSP, figure_words, words

Kind = Literal["figure", "metric", "passage", "fact", "row"]

# Tables whose rows go by their id alone. All others go by `table:id`, with `:part` for one of several quantities.
BARE: dict[str, Kind] = {"figures": "figure", "metrics": "metric", "passages": "passage"}


@dataclass(frozen=True)
class Entry:
    """A row found by its id. `quantity` is None where the row states no amount."""

    id: str
    kind: Kind
    table: str
    row: Row
    quantity: Quantity | None

    @property
    def words(self) -> str:
        """The amount as the report says it ("up to $10 billion"); for a passage its translation, for others their statement."""
        if self.quantity is None:
            return str(self.row.get("translation") or self.row.get("statement") or "")
        said = figure_words(self.row) if self.kind == "figure" else words(self.quantity)
        return said.replace(NBSP, " ")


@dataclass(frozen=True, eq=False)
class Package(DataPackage):
    """An opened package. `package[id]` finds a figure, metric, passage, fact or row; `package.trace(id)` leads to its source.

    `tables` has the tables by name, typed as the schemas say, and `article` the text of the article.
    """

    def __getitem__(self, wanted: str) -> Entry:
        """The entry with this id; raises `KeyError` with the nearest id where there is none."""
        if wanted not in self._entries:
            raise KeyError(unknown_id(str(wanted), list(self._entries)))
        return self._entries[wanted]

    def __contains__(self, wanted: object) -> bool:
        return wanted in self._entries

    def __iter__(self) -> Iterator[str]:
        """All ids, table by table."""
        return iter(self._entries)

    def trace(self, wanted: str) -> Trace:
        """Where a figure, a metric or a fact comes from, down to the sentence or the page; printed, it is indented text.

        Raises `KeyError` with the nearest id.
        """
        return trace(self, wanted)

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in [*self._all(), *self._facts()]}

    def _all(self) -> Iterator[Entry]:
        for resource in self.descriptor["resources"]:
            table, key = resource["name"], resource.get("schema", {}).get("primaryKey", [])
            for row in self.rows(table) if table in self.frames and len(key) == 1 else ():
                name, kind = str(row[key[0]]), BARE.get(table, "row")
                quantity = {"figure": quantity_of, "metric": self._metric}.get(kind, lambda _: None)(row)
                yield Entry(name if table in BARE else f"{table}:{name}", kind, table, row, quantity)

    def _metric(self, row: Row) -> Quantity:
        """The metric as the code computes it, with the floor it has by its nature; as published, where the code is of another edition."""
        kept = metric_quantity(row)
        try:
            value = compute(self)[row["metric_id"]]
        except (BriefingError, KeyError):
            return kept
        same = (value.unit, *map(published, (value.low, value.high))) == (kept.unit, *map(published, (kept.low, kept.high)))
        return value if same else kept

    def _facts(self) -> Iterator[Entry]:
        for fact in self.facts.values():
            yield Entry(fact.fact_id, "fact", fact.resource, fact.row, fact.quantity)


def open_package(path: Path | str = DESCRIPTOR) -> Package:
    """Open the package at `path`: its descriptor, the folder it is in, or the zip it came in. A zip is read where it is.

    Without `path` it is the package beside this code. Raises `PackageError`, which names the file and what is wrong.
    """
    path = Path(path)
    if path.is_file() and is_zipfile(path):
        base = from_zip(path).package()
    else:
        base = opened.open_package(path / DESCRIPTOR_NAME if path.is_dir() else path)
    return Package(base.path, base.descriptor, base.frames, base.article)

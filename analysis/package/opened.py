"""An opened package: typed tables, and every number in them found by its id."""

from __future__ import annotations

import csv
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO, Literal

from ..values import NBSP, Quantity, words
from .archive import Edition, edition_at
from .descriptor import DESCRIPTOR, DESCRIPTOR_NAME, Row, key_of, resources_of
from .issues import PackageError, unknown_id
from .quantities import QUANTITIES, figure_words, metric_quantity, quantity_of
from .safety import unseen_in
from .statements import statement_of
from .tables import frame_of, records, typed

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["figure", "metric", "passage", "fact", "row"]
# Tables whose rows go by their id alone. All others go by `table:id`, with `:part` for one of several quantities.
BARE: dict[str, Kind] = {"figures": "figure", "metrics": "metric", "passages": "passage"}


@dataclass(frozen=True)
class Fact:
    """A quantity in a row of a context table. Its id is `table:row`, with `:part` where a row has more than one."""

    fact_id: str
    table: str
    row: Row
    quantity: Quantity
    printed: str

    @property
    def words(self) -> str:
        """The amount as the report says it."""
        return words(self.quantity, self.row.get("qualifier") if self.fact_id.count(":") == 1 else None)


@dataclass(frozen=True)
class Entry:
    """A row found by its id. `quantity` is None where the row states no amount."""

    id: str
    kind: Kind
    table: str
    row: Row
    quantity: Quantity | None
    words: str


@dataclass(frozen=True, eq=False)  # a package is itself: what is computed from it can be kept
class Package:
    """An opened package. `package[id]` finds a figure, metric, passage, fact or row.

    `frames` has the tables as text, numbers and truth values, for checking, and `tables` the same rows with the types of
    the schemas, for working with. `article` is the text of the article.
    """

    path: Path
    descriptor: Row
    frames: dict[str, pd.DataFrame]
    article: str
    _rows: dict[str, list[Row]] = field(default_factory=dict, init=False, repr=False)
    _by_key: dict[str, dict[str, Row]] = field(default_factory=dict, init=False, repr=False)

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

    def __reduce__(self) -> tuple[Callable[..., Package], tuple[Path, Row, dict[str, pd.DataFrame], str]]:
        return Package, (self.path, self.descriptor, self.frames, self.article)  # what is worked out from these is worked out again

    @cached_property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Each table with the types of its schema: nullable, categorical where values are enumerated, dates as `datetime64[s]`.

        Raises `PackageError` for a cell that its type does not allow.
        """
        return MappingProxyType({name: typed(frame, self.resource(name)) for name, frame in self.frames.items()})

    def rows(self, table: str) -> list[Row]:
        """The rows of a table in file order, as dictionaries with None for an empty cell and dates as ISO text."""
        if table not in self.frames:
            raise PackageError(f"{self.path}: there is no table {table!r}")
        if table not in self._rows:
            self._rows[table] = records(self.frames[table])
        return [dict(row) for row in self._rows[table]]

    def row(self, table: str, key: str) -> Row:
        """The row with this primary key; raises `KeyError` with the nearest id."""
        if table not in self._by_key:
            self._by_key[table] = {row[self.key(table)]: row for row in reversed(self.rows(table))}
        if (row := self._by_key[table].get(key)) is None:
            raise KeyError(unknown_id(key, list(reversed(self._by_key[table]))))
        return dict(row)

    def key(self, table: str) -> str:
        """The name of the column with the id of a row."""
        if not (key := key_of(self.resource(table)["schema"])):
            raise PackageError(f"{self.path}: the table {table} has no primaryKey")
        return key[0]

    @property
    def edition(self) -> Edition:
        """Where the package was opened from, with its files; raises `PackageError` where it is gone."""
        return edition_at(self.path)

    def resource(self, name: str) -> Row:
        """The descriptor of a resource."""
        found: list[Row] = [resource for resource in self.descriptor["resources"] if resource["name"] == name]
        if not found:
            raise PackageError(f"{self.path}: there is no resource {name!r}")
        return found[0]

    def quantity(self, figure_id: str) -> Quantity:
        """A figure of the article with its bounds and unit."""
        return quantity_of(row := self.row("figures", figure_id), row["quote"])

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Every quantity of the context tables by id: of all tables whose rows have a low and a high."""
        found: dict[str, Fact] = {}
        for resource in self.descriptor["resources"]:
            name, columns = resource["name"], {str(column) for column in self.frames.get(resource["name"], ())}
            parts = QUANTITIES.items() if resource["path"].startswith("data/context/") else ()
            for part, row in ((part, row) for part in parts if part[1].fit(columns) for row in self.rows(name)):
                if (quantity := part[1].of(row)) is not None:
                    fact_id = f"{name}:{row[self.key(name)]}{part[0]}"
                    found[fact_id] = Fact(fact_id, name, row, quantity, row[part[1].printed] or "")
        return MappingProxyType(found)

    @property
    def article_date(self) -> date:
        """The date in the article's dateline; raises `PackageError` where there is not exactly one."""
        try:
            (quote,) = (row["quote"] for row in self.rows("passages") if row["role"] == "dateline")
            return date.fromisoformat(quote.split()[-1])
        except ValueError as error:
            raise PackageError("the article has no single dateline that ends in a date such as 2025-11-19") from error

    def statement(self, table: str, row: Row) -> str:
        """What a row states, as one English sentence made from its cells."""
        return statement_of(self, table, row)

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        found: dict[str, Entry] = {}
        for resource in self.descriptor["resources"]:
            table, key = resource["name"], key_of(resource.get("schema", {}))
            for row in self.rows(table) if table in self.frames and len(key) == 1 else ():
                name, kind = str(row[key[0]]) if table in BARE else f"{table}:{row[key[0]]}", BARE.get(table, "row")
                quantity, said = None, str(row.get("translation") or row.get("statement") or "")
                if kind == "figure":
                    quantity, said = quantity_of(row, row["quote"]), figure_words(row)
                elif kind == "metric":
                    quantity = metric_quantity(row)
                    said = words(quantity)
                found[name] = Entry(name, kind, table, row, quantity, said if quantity is None else said.replace(NBSP, " "))
        for name, fact in self.facts.items():
            found[name] = Entry(name, "fact", fact.table, fact.row, fact.quantity, fact.words.replace(NBSP, " "))
        return found


def open_package(path: Path | str = DESCRIPTOR, *, skip: Container[str] = ()) -> Package:
    """Open the package at `path`: its descriptor, the folder it is in, or the zip it came in. A zip is read where it is.

    Without `path` it is the edition that came with this code. Tables to `skip` are left out. Raises `PackageError`, which
    names the file and what is wrong.

    >>> open_package()["azure-commitment"].words
    '$30 billion'
    """
    edition = edition_at(path)
    where = Path(path)
    return package_of(edition.descriptor, where / DESCRIPTOR_NAME if where.is_dir() else where, edition.open, skip)


def package_of(descriptor: Row, path: Path, opener: Callable[[str], BinaryIO], skip: Container[str] = ()) -> Package:
    """The package with this descriptor, whose files are had from `opener`; `path` stands for it in messages."""
    frames: dict[str, pd.DataFrame] = {}
    article = ""
    for resource in resources_of(descriptor, path):
        if resource["name"] in skip:
            continue
        try:
            with opener(resource["path"]) as file:
                data = file.read()
            if found := unseen_in(data):
                raise PackageError(f"{resource['path']}:{found[0]}: has the character {found[1]}, which is not shown; remove it")
            if resource["name"] == "article":
                article = data.decode("utf-8")
                continue
            if "schema" not in resource:
                raise PackageError(f"{resource['path']}: the resource {resource['name']} has no schema, which says how to read a table")
            frames[resource["name"]] = frame_of(data, resource["schema"])
        except (OSError, ValueError, LookupError, TypeError, ArithmeticError, NotImplementedError, MemoryError, csv.Error) as error:
            raise PackageError(f"{resource['path']}: cannot be read as its schema says: {error}") from error
    return Package(path, descriptor, frames, article)

"""What every format is made from: the tables of a package in batches of Arrow or Python values, and its facts for the metadata."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..package import Package, Row, build_time

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow

BATCH = 10_000  # rows that are Python objects at one time


@dataclass(frozen=True)
class Table:
    """A table with its descriptor. `frame` has the types of the schema."""

    resource: Row
    frame: pd.DataFrame

    @property
    def name(self) -> str:
        """The name of the resource."""
        return str(self.resource["name"])

    @property
    def schema(self) -> Row:
        """The Table Schema."""
        schema: Row = self.resource["schema"]
        return schema

    @property
    def fields(self) -> list[Row]:
        """The fields of the schema, in order."""
        fields: list[Row] = self.schema["fields"]
        return fields

    def arrow(self, start: int, stop: int) -> list[pyarrow.Array]:
        """The columns of some rows as string, int64, double, bool or date32, null where a cell is empty."""
        import pyarrow as pa

        part = self.frame.iloc[start:stop]
        return [pa.array(part[field["name"]], from_pandas=True).cast(arrow_type(field)) for field in self.fields]

    @property
    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The rows in file order. Cells are str, int, float, bool, date, or None where the cell is empty."""
        for start in range(0, len(self), BATCH):
            yield from zip(*(column.to_pylist() for column in self.arrow(start, start + BATCH)), strict=True)

    def __len__(self) -> int:
        return len(self.frame)


def tables_of(package: Package) -> Iterator[Table]:
    """The tables of the package, in the order of the descriptor."""
    for resource in package.descriptor["resources"]:
        if resource["name"] in package.tables:
            yield Table(resource, package.tables[resource["name"]])


def arrow_type(field: Row) -> pyarrow.DataType:
    """The Arrow type of a field."""
    import pyarrow as pa

    types = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "date": pa.date32()}
    return types[field["type"]]


def created(package: Package) -> datetime:
    """The one moment that a file may carry, in UTC without a zone: SOURCE_DATE_EPOCH, or the date of the edition."""
    return build_time(package.descriptor).replace(tzinfo=None)


def as_json(value: Any, **options: Any) -> str:
    """JSON in which no text can end the script of a page that holds it, or begin a comment there; `options` are those of `json.dumps`."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, **options)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text

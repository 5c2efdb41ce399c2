"""What every format is made from: the tables of a package as plain Python values, and its facts for the metadata."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from analysis.package import DataPackage, Row, build_time


@dataclass(frozen=True)
class Table:
    """A table with its descriptor. Cells are str, int, float, bool, date, or None where the cell is empty."""

    resource: Row
    columns: dict[str, list[Any]]

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

    @property
    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The rows in file order."""
        return zip(*self.columns.values(), strict=True)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))


def tables_of(package: DataPackage) -> Iterator[Table]:
    """The tables of the package, in the order of the descriptor, one at a time."""
    for resource in package.descriptor["resources"]:
        if resource["name"] not in package.tables:
            continue
        frame = package.tables[resource["name"]]
        columns = {}
        for field in resource["schema"]["fields"]:
            cells = frame[field["name"]].astype(object)
            columns[field["name"]] = cells.where(cells.notna(), None).tolist()
            if field["type"] == "date":
                columns[field["name"]] = [cell.date() if isinstance(cell, datetime) else cell for cell in columns[field["name"]]]
        yield Table(resource, columns)


def created(package: DataPackage) -> datetime:
    """The one moment that a file may carry, in UTC without a zone: SOURCE_DATE_EPOCH, or the date of the edition."""
    return build_time(package.descriptor).replace(tzinfo=None)


def categories(field: Row) -> dict[str, str]:
    """The values that a field may have, each with its meaning; empty where any value may stand."""
    return {one["value"]: one["label"] if isinstance(one, dict) else one for one in field.get("categories", [])}


def licence_names(described: Row) -> str:
    """The licences of a package or a resource in one line."""
    return "; ".join(one.get("title") or one["name"] for one in described.get("licenses", []))

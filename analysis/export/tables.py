"""What every format is made from: the tables of a package with their types, and the words and days that metadata needs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..package import ADDRESS, Package, Row, build_time, key_of, script_json

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow

_TYPES = {"string": "text", "number": "number", "integer": "whole number", "boolean": "true or false", "date": "date"}


class Table:
    """A table with its descriptor: `fields` in order, `key` with the columns of the primary key, `frame` with the types of the schema."""

    def __init__(self, resource: Row, frame: pd.DataFrame) -> None:
        self.resource, self.frame, self.name = resource, frame, str(resource["name"])
        self.schema: Row = resource["schema"]
        self.fields: list[Row] = self.schema["fields"]
        self.key = key_of(self.schema)

    def column(self, field: Row) -> pyarrow.Array:
        """A column as string, int64, double, bool, date32, or a dictionary of all declared categories; null where a cell is empty."""
        import pyarrow as pa

        types = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "date": pa.date32()}
        cells = pa.array(self.frame[field["name"]], from_pandas=True)
        return cells if pa.types.is_dictionary(cells.type) else cells.cast(types.get(field["type"], pa.string()))

    @property
    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The rows in file order. Cells are str, int, float, bool, date, or None where the cell is empty."""
        return zip(*(self.column(field).to_pylist() for field in self.fields), strict=True)

    def __len__(self) -> int:
        return len(self.frame)


def tables_of(package: Package) -> list[Table]:
    """The tables of the package, in the order of the descriptor."""
    return [Table(one, package.tables[one["name"]]) for one in package.descriptor["resources"] if one["name"] in package.tables]


def created(package: Package) -> datetime:
    """The one moment that a file may carry, in UTC without a zone: SOURCE_DATE_EPOCH, or the date of the edition."""
    return build_time(package.descriptor).replace(tzinfo=None)


def write_json(path: Path, value: Any) -> None:
    """Write a value as JSON in which no text is markup."""
    path.write_text(script_json(value, indent=2) + "\n", encoding="utf-8", newline="\n")


def relations(resource: Row) -> Iterator[tuple[str, str, bool]]:
    """The foreign keys of a table: its field, the table that the field leads to, and whether each row must name one."""
    required = {field["name"] for field in resource["schema"]["fields"] if field.get("constraints", {}).get("required")}
    for key in resource["schema"].get("foreignKeys", []):
        fields = [key["fields"]] if isinstance(key["fields"], str) else key["fields"]
        yield ", ".join(fields), key["reference"].get("resource") or resource["name"], set(fields) <= required


def type_of(field: Row) -> str:
    """The type of a field in words."""
    return "category" if field.get("categories") else _TYPES[field["type"]]


def categories_of(field: Row) -> dict[str, str]:
    """The values that a field may have, each with its meaning; empty where any value may stand."""
    both = [one if isinstance(one, dict) else {"value": one} for one in field.get("categories", [])]
    return {one["value"]: str(one.get("label", one["value"])) for one in both}


def rules_of(field: Row) -> list[str]:
    """What a cell of the field must be, in words."""
    constraints = field.get("constraints", {})
    said = {"minimum": "at least", "maximum": "at most", "pattern": "like"}
    rules = [rule for rule in ("required", "unique") if constraints.get(rule)]
    return rules + [f"{words} {constraints[rule]}" for rule, words in said.items() if rule in constraints]


def licence_names(described: Row) -> str:
    """The licences of a package or a resource in one line."""
    return "; ".join(licence_name(one) for one in described.get("licenses", []))


def licence_name(licence: Row) -> str:
    """The title of a licence, or else its name or path."""
    return str(licence.get("title") or licence.get("name") or licence.get("path", ""))


def addresses(described: Row) -> list[str]:
    """The addresses of the licences that have one on the web."""
    return [one["path"] for one in described.get("licenses", []) if ADDRESS.fullmatch(one.get("path", ""))]


def makers(described: Row) -> list[Row]:
    """Who made the package, in the words of schema.org."""
    return [{"@type": "Organization", "name": one["title"]} for one in described.get("contributors", [])]


def made_from(resource: Row) -> str:
    """The titles of what a resource was made from."""
    return "; ".join(one["title"] for one in resource.get("sources", [])) or "the other tables, by computation"

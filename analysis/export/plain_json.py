"""JSON: all tables in one file, a row an object, and the JSON Schema that it follows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from .dictionary import categories_of
from .tables import Table, as_json, tables_of
from ..package import Package, Row

TYPES: dict[str, Row] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
}


def write(package: Package, folder: Path) -> None:
    """Write `NAME.json` and `NAME.schema.json`. Each row of a table has a line of its own."""
    name, descriptor = package.descriptor["name"], package.descriptor
    about = {key: descriptor[key] for key in ("name", "title", "description", "version", "created", "licenses") if key in descriptor}
    schemas = {}
    with (folder / f"{name}.json").open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"package": {as_json(about)},\n"article": {as_json(package.article)},\n"tables": {{')
        for number, table in enumerate(tables_of(package)):
            file.write(("," if number else "") + f"\n  {as_json(table.name)}: [")
            names = [field["name"] for field in table.fields]
            for place, row in enumerate(table.rows):
                file.write(("," if place else "") + f"\n    {as_json(dict(zip(names, map(_plain, row), strict=True)))}")
            file.write("\n  ]" if len(table) else "]")
            schemas[table.name] = table_schema(table)
        file.write("\n}}\n")
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": descriptor["title"],
        "description": descriptor["description"],
        "type": "object",
        "properties": {
            "package": {
                "description": "What the package says of itself",
                "type": "object",
                "properties": {"name": {"const": descriptor["name"]}, "version": {"const": descriptor["version"]}},
                "required": list(about),
            },
            "article": {"description": "The text of the article as received", "type": "string"},
            "tables": _object(schemas, list(schemas)),
        },
        "required": ["package", "article", "tables"],
        "additionalProperties": False,
    }
    (folder / f"{name}.schema.json").write_text(as_json(schema, indent=2) + "\n", encoding="utf-8", newline="\n")


def table_schema(table: Table) -> Row:
    """The schema of a table: an array of rows, each with all columns, null where a cell is empty."""
    properties = {field["name"]: field_schema(field) for field in table.fields}
    about = {key: table.resource[key] for key in ("title", "description")}
    return {**about, "type": "array", "items": _object(properties, list(properties))}


def field_schema(field: Row) -> Row:
    """The schema of a cell. `unit` and `categories` (value and meaning) are annotations."""
    constraints = field.get("constraints", {})
    schema: Row = {key: field[key] for key in ("title", "description", "unit") if key in field} | TYPES[field["type"]]
    schema |= {key: constraints[key] for key in ("pattern", "minimum", "maximum") if key in constraints}
    if meanings := categories_of(field):
        schema |= {"enum": list(meanings), "categories": meanings}
    if not constraints.get("required"):
        schema["type"] = [schema["type"], "null"]
        if meanings:
            schema["enum"] = [*meanings, None]
    return schema


def _object(properties: Row, required: list[str]) -> Row:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _plain(cell: Any) -> Any:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell.isoformat() if isinstance(cell, date) else cell

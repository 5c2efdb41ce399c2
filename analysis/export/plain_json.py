"""JSON: all tables in one file, a row an object, and the JSON Schema that it follows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from ..package import Package, Row, script_json
from .tables import categories_of, tables_of, write_json

TYPES: dict[str, Row] = {name: {"type": name} for name in ("string", "integer", "number", "boolean")}
TYPES["date"] = {"type": "string", "format": "date"}


def write(package: Package, folder: Path) -> None:
    """Write `NAME.json` and `NAME.schema.json`. Each row of a table has a line of its own."""
    name, descriptor, tables = package.descriptor["name"], package.descriptor, tables_of(package)
    about = {key: descriptor[key] for key in ("name", "title", "description", "version", "created", "licenses")}
    with (folder / f"{name}.json").open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"package": {script_json(about)},\n"article": {script_json(package.article)},\n"tables": {{')
        for number, table in enumerate(tables):
            names = [field["name"] for field in table.fields]
            lines = ",\n    ".join(script_json(dict(zip(names, map(_plain, row), strict=True))) for row in table.rows)
            file.write(("," if number else "") + f"\n  {script_json(table.name)}: [" + (f"\n    {lines}\n  ]" if lines else "]"))
        file.write("\n}}\n")
    fixed = {"name": {"const": name}, "version": {"const": descriptor["version"]}}
    said = {"description": "What the package says of itself", "type": "object", "properties": fixed, "required": list(about)}
    article = {"description": "The text of the article as received", "type": "string"}
    rows = {}  # the schema of a table: an array of rows, each with all columns, null where a cell is empty
    for table in tables:
        head = {key: table.resource[key] for key in ("title", "description")}
        rows[table.name] = {**head, "type": "array", "items": _object({one["name"]: field_schema(one) for one in table.fields})}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | {key: descriptor[key] for key in ("title", "description")}
    write_json(folder / f"{name}.schema.json", head | _object({"package": said, "article": article, "tables": _object(rows)}))


def field_schema(field: Row) -> Row:
    """The schema of a cell. `unit` and `categories` (value and meaning) are annotations."""
    constraints = field.get("constraints", {})
    schema: Row = {key: field[key] for key in ("title", "description", "unit") if key in field} | TYPES[field["type"]]
    if field["type"] != "date":  # JSON Schema has limits for numbers alone, and a day is text there
        schema |= {key: constraints[key] for key in ("pattern", "minimum", "maximum") if key in constraints}
    if meanings := categories_of(field):
        schema |= {"enum": list(meanings), "categories": meanings}
    if not constraints.get("required"):
        schema["type"] = [schema["type"], "null"]
        if meanings:
            schema["enum"] = [*meanings, None]
    return schema


def _object(properties: Row) -> Row:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _plain(cell: Any) -> Any:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell.isoformat() if isinstance(cell, date) else cell

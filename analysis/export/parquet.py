"""Parquet: a file a table, with types, units, descriptions, keys and licences in its schema.

Numbers are doubles, as in `open_package()`: every number of the tables has at most 15 significant digits, which a double
gives back unchanged, and readers calculate with doubles. A column with categories is a dictionary of all that are declared, in
their order, so that tables can be put together and grouped by categories that a table does not use.
"""

from __future__ import annotations

import json
from pathlib import Path

from ..package import Package, Row
from .tables import categories_of, licence_names, tables_of


def write(package: Package, folder: Path) -> None:
    """Write `parquet/TABLE.parquet` for every table."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    (folder / "parquet").mkdir()
    for table in tables_of(package):
        columns = {field["name"]: table.column(field) for field in table.fields}
        fields = [
            pa.field(one["name"], columns[one["name"]].type, not one.get("constraints", {}).get("required"), _about_field(one))
            for one in table.fields
        ]
        about: Row = {key: table.resource[key] for key in ("name", "title", "description")}
        about |= {key: table.schema[key] for key in ("primaryKey", "foreignKeys", "uniqueKeys") if key in table.schema}
        about |= {"licence": licence_names(table.resource), "package": package.descriptor["name"], "version": package.descriptor["version"]}
        about |= {"resource": table.resource}  # the whole descriptor of the table, for readers that know Frictionless
        whole = pa.Table.from_arrays(list(columns.values()), schema=pa.schema(fields, metadata=_metadata(about)))
        pq.write_table(whole, folder / "parquet" / f"{table.name}.parquet", compression="zstd")


def _about_field(field: Row) -> dict[str, str]:
    said: Row = {key: field[key] for key in ("title", "description", "unit") if key in field}
    return _metadata(said | ({"categories": categories_of(field)} if categories_of(field) else {}))


def _metadata(said: Row) -> dict[str, str]:
    return {key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for key, value in said.items()}

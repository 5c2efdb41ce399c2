"""Parquet: a file a table, with types, units, descriptions, keys and licences in its schema.

Numbers are doubles, as in `open_package()`: every number of the tables has at most 15 significant digits, which a
double gives back unchanged, and readers calculate with doubles. Fields with categories are dictionaries.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from .dictionary import categories_of, licence_names
from .tables import Table, arrow_type, tables_of
from ..package import Package, Row

if TYPE_CHECKING:
    import pyarrow

GROUP = 2**20  # rows in a row group


def write(package: Package, folder: Path) -> None:
    """Write `parquet/TABLE.parquet` for every table."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    (folder / "parquet").mkdir()
    for table in tables_of(package):
        schema = arrow_schema(table, package.descriptor)
        with pq.ParquetWriter(folder / "parquet" / f"{table.name}.parquet", schema, compression="zstd") as writer:
            for start in range(0, len(table), GROUP):
                arrays = [column.cast(field.type) for column, field in zip(table.arrow(start, start + GROUP), schema, strict=True)]
                writer.write_table(pa.Table.from_arrays(arrays, schema=schema), row_group_size=GROUP)


def arrow_schema(table: Table, descriptor: Row) -> pyarrow.Schema:
    """The schema of a table, with what the descriptor says of the table and of each field as metadata."""
    import pyarrow as pa

    def field(one: Row) -> pyarrow.Field:
        kind = pa.dictionary(pa.int16(), pa.string()) if categories_of(one) else arrow_type(one)
        said: Row = {key: one[key] for key in ("title", "description", "unit") if key in one}
        said |= {"categories": categories_of(one)} if categories_of(one) else {}
        return pa.field(one["name"], kind, nullable=not one.get("constraints", {}).get("required", False), metadata=_metadata(said))

    about: Row = {key: table.resource[key] for key in ("name", "title", "description")}
    about |= {key: table.schema[key] for key in ("primaryKey", "foreignKeys", "uniqueKeys") if key in table.schema}
    about |= {
        "licence": licence_names(table.resource),
        "package": descriptor["name"],
        "version": descriptor["version"],
        "resource": table.resource,  # the whole descriptor of the table, for readers that know Frictionless
    }
    return pa.schema([field(one) for one in table.fields], metadata=_metadata(about))


def _metadata(said: Row) -> dict[str, str]:
    return {key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for key, value in said.items()}

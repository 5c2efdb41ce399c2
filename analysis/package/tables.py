"""A file of CSV becomes a table: typed columns by its schema, rows as dictionaries."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from .descriptor import Row, twice
from .issues import PackageError

if TYPE_CHECKING:
    import pandas as pd


def frame_of(data: bytes, schema: Row) -> pd.DataFrame:
    """The rows of a file of CSV, with dates as text; an empty cell is missing.

    Raises `ValueError` where the file is not as its schema says, with the line where there is one.
    """
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv as arrow_csv

    _header(data, schema)
    text, number = pa.large_string(), pa.float64()
    arrow = {"string": text, "date": text, "integer": pa.int64(), "number": number, "boolean": pa.bool_()}
    dtypes = {text: pd.StringDtype(), number: pd.Float64Dtype(), pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    types = {field["name"]: arrow[field["type"]] for field in schema["fields"]}
    convert = arrow_csv.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=True)
    options = arrow_csv.ReadOptions(use_threads=False)  # one thread says in which row something is wrong
    table = arrow_csv.read_csv(pa.BufferReader(data), options, arrow_csv.ParseOptions(newlines_in_values=True), convert)
    for name in (name for name, kind in types.items() if kind == number):
        if not pc.all(pc.is_finite(table.column(name)), min_count=0).as_py():
            raise ValueError(f"{name} has a number that is not finite")
    frame: pd.DataFrame = table.to_pandas(types_mapper=dtypes.get)
    return frame


def _header(data: bytes, schema: Row) -> None:
    """Raise `ValueError` where the header does not name the columns of the schema, each once."""
    first = data.split(b"\n", 1)[0].decode("utf-8").removeprefix("\ufeff").rstrip("\r")
    names = next(csv.reader(io.StringIO(first)), [])
    wanted = [field["name"] for field in schema["fields"]]
    if doubled := twice(names):
        raise ValueError(f"the header has the column {doubled[0]!r} twice")
    if len(names) == 1 < len(wanted) and ";" in first:
        raise ValueError("the cells are separated by semicolons; save the file with commas")
    if sorted(names) != sorted(wanted):
        lost, strange = sorted(set(wanted) - set(names)), sorted(set(names) - set(wanted))
        said = [f"lacks {', '.join(lost)}"] * bool(lost) + [f"has {', '.join(strange)}, which the schema does not know"] * bool(strange)
        raise ValueError(f"the header {' and '.join(said)}")


def records(frame: pd.DataFrame) -> list[Row]:
    """The rows of a frame as dictionaries with None for an empty cell."""
    import pyarrow as pa

    names = [str(name) for name in frame]
    columns = [pa.array(frame[name], from_pandas=True).to_pylist() for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def typed(frame: pd.DataFrame, resource: Row) -> pd.DataFrame:
    """A copy of the frame in which dates are dates and enumerated columns are categorical, in the order of their values.

    Raises `PackageError` for a cell that its type does not allow.
    """
    import pandas as pd

    columns: dict[str, Any] = {}
    for field in resource["schema"]["fields"]:
        cells, allowed = frame[field["name"]], field.get("constraints", {}).get("enum")
        if field["type"] == "date":
            column, wanted = pd.to_datetime(cells, format="%Y-%m-%d", errors="coerce").astype("datetime64[s]"), "a date"
        elif allowed and field["type"] == "string":
            column, wanted = cells.where(cells.isin(allowed)).astype(pd.CategoricalDtype(allowed)), f"one of {', '.join(allowed)}"
        else:
            continue
        if (lost := (column.isna() & cells.notna()).to_numpy()).any():
            row = int(lost.argmax())
            place = f"{resource['path']}:{row + 2}:{field['name']}"
            raise PackageError(f"{place}: {cells.iloc[row]!r} is not {wanted}; run: briefing validate")
        columns[field["name"]] = column
    return frame.assign(**columns)


def written(rows: list[Row], columns: list[str]) -> str:
    """Rows as a file of CSV with LF; None is an empty cell."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, fieldnames=columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()

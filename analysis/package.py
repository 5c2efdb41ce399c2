"""Open the data package: descriptor and CSV files become typed tables, figures become quantities."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from analysis.quantity import INFINITY, Quantity
from analysis.untrusted import NAME, is_inside, leads_out, strings, unseen, unseen_in

if TYPE_CHECKING:
    import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
DESCRIPTOR = ROOT / "datapackage.json"

# The least value that a figure of this kind can have by its nature; every other kind is an amount.
FLOORS = {"growth_rate": Decimal(-100), "date": -INFINITY}
_ZERO = Decimal(0)

Row = dict[str, Any]


@dataclass(frozen=True)
class Issue:
    """Something wrong at a place: file, line (1 is the header) or None, column or place in the file."""

    path: str
    row: int | None
    column: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.row, self.column) if part not in (None, ""))
        # A cell in a message may have line breaks; the message has none, so that no cell can look like a message.
        said = " ".join(f"{place}: {self.message}".split("\n"))
        return said + (f"\n    {' '.join(self.hint.split(chr(10)))}" if self.hint else "")


class BriefingError(Exception):
    """Something that the user can mend: the message says what is wrong, where, and what to do."""


class PackageError(BriefingError):
    """The package cannot be opened: the message names the file and what is wrong with it."""


@dataclass(frozen=True)
class Fact:
    """A quantity in a row of a context table. Its id is `table:row`, with `:part` where a row has more than one."""

    fact_id: str
    resource: str
    row: Row
    quantity: Quantity


@dataclass(frozen=True, eq=False)  # a package is itself: what is computed from it can be kept
class DataPackage:
    """An opened package. `frames` maps resource names to their rows as text, numbers and truth values, for checking.

    `tables` has the same rows with the types of the schemas, for working with.
    """

    path: Path
    descriptor: Row
    frames: dict[str, pd.DataFrame]
    article: str

    @cached_property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Each table with the types of its schema: nullable, categorical where values are enumerated, dates as `datetime64[s]`.

        Raises `PackageError` for a cell that its type does not allow.
        """
        from types import MappingProxyType

        return MappingProxyType({name: _typed(frame, self.resource(name)) for name, frame in self.frames.items()})

    def rows(self, table: str) -> list[Row]:
        """The rows of a table in file order, as dictionaries with None for an empty cell and dates as ISO text."""
        if table not in self.frames:
            raise PackageError(f"{self.path}: there is no table {table!r}")
        if table not in self._rows:
            self._rows[table] = records(self.frames[table])
        return [dict(row) for row in self._rows[table]]

    @cached_property
    def _rows(self) -> dict[str, list[Row]]:
        """The rows of the tables that were asked for: to turn a table into rows takes a while."""
        return {}

    def row(self, table: str, key: str) -> Row:
        """The row with this primary key; raises `KeyError` with the nearest id."""
        if table not in self._by_key:
            field = self.resource(table)["schema"]["primaryKey"][0]
            self._by_key[table] = {row[field]: row for row in reversed(self.rows(table))}
        if (row := self._by_key[table].get(key)) is None:
            raise KeyError(unknown_id(key, list(reversed(self._by_key[table]))))
        return dict(row)

    @cached_property
    def _by_key(self) -> dict[str, dict[str, Row]]:
        """The rows by primary key, of the tables in which one was looked up: the first row where a key stands twice."""
        return {}

    def resource(self, name: str) -> Row:
        """The descriptor of a resource."""
        resources: list[Row] = self.descriptor["resources"]
        for resource in resources:
            if resource["name"] == name:
                return resource
        raise PackageError(f"{self.path}: there is no resource {name!r}")

    def quantity(self, figure_id: str) -> Quantity:
        """A figure of the article with its bounds and unit."""
        return quantity_of(self.row("figures", figure_id))

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Every quantity of the context tables by id: of all tables whose rows have a low and a high."""
        found: dict[str, Fact] = {}
        for resource in self.descriptor["resources"]:
            name, columns = resource["name"], set(self.frames.get(resource["name"], ()))
            if not resource["path"].startswith("data/context/"):
                continue
            for part, wanted in PARTS.items():
                if set(wanted.columns) <= columns:
                    for row in self.rows(name):
                        if (quantity := wanted.of(row)) is not None:
                            fact = Fact(f"{name}:{row[resource['schema']['primaryKey'][0]]}{part}", name, row, quantity)
                            found[fact.fact_id] = fact
        return found

    @property
    def article_date(self) -> date:
        """The date in the article's dateline; raises `PackageError` where there is not exactly one."""
        datelines = [row["quote"] for row in self.rows("passages") if row["role"] == "dateline"]
        try:
            (quote,) = datelines
            return date.fromisoformat(quote.split()[-1])
        except ValueError as error:
            raise PackageError("the article has no single dateline that ends in a date such as 2025-11-19") from error


def open_package(path: Path | str = DESCRIPTOR, *, skip: Container[str] = ()) -> DataPackage:
    """Open the package described by the file at `path`, but for the tables to `skip`; raises `PackageError`."""
    path = Path(path)

    def opened(file: str) -> BinaryIO:
        if leads_out(path.parent, file):
            raise PackageError(f"{file}: the path leads out of the package; use one below the folder of {path.name}")
        return (path.parent / file).open("rb")

    return package_of(read_descriptor(path), path, opened, skip)


def package_of(descriptor: Row, path: Path, opener: Callable[[str], BinaryIO], skip: Container[str] = ()) -> DataPackage:
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
            frames[resource["name"]] = frame_of(data, resource["schema"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            raise PackageError(f"{resource['path']}: cannot be read as its schema says: {error}") from error
    return DataPackage(path, descriptor, frames, article)


def frame_of(data: bytes, schema: Row) -> pd.DataFrame:
    """The rows of a file of CSV, with dates as text; an empty cell is missing. Raises `ValueError` where it is not as its schema says."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv

    text, number = pa.large_string(), pa.float64()
    arrow = {"string": text, "date": text, "integer": pa.int64(), "number": number, "boolean": pa.bool_()}
    dtypes = {text: pd.StringDtype(), number: pd.Float64Dtype(), pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    types = {field["name"]: arrow[field["type"]] for field in schema["fields"]}
    convert = csv.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=True)

    def read(several: bool) -> pa.Table:
        options = csv.ReadOptions(block_size=16 << 20, use_threads=several)
        return csv.read_csv(pa.BufferReader(data), options, csv.ParseOptions(newlines_in_values=True), convert)

    try:
        table = read(True)
    except pa.ArrowInvalid:
        table = read(False)  # says in which row
    if sorted(table.column_names) != sorted(types):
        raise ValueError(f"its columns are {', '.join(table.column_names)}, but the schema has {', '.join(types)}")
    for name in (name for name, kind in types.items() if kind == number):
        if not pc.all(pc.is_finite(table.column(name)), min_count=0).as_py():
            raise ValueError(f"{name} has a number that is not finite")
    # In one piece, from which some rows are taken ten times as fast.
    frame: pd.DataFrame = table.combine_chunks().to_pandas(types_mapper=dtypes.get)
    return frame


def records(frame: pd.DataFrame) -> list[Row]:
    """The rows of a frame as dictionaries with None for an empty cell."""
    import pyarrow as pa

    names = [str(name) for name in frame]
    columns = [pa.array(frame[name], from_pandas=True).to_pylist() for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _typed(frame: pd.DataFrame, resource: Row) -> pd.DataFrame:
    """A copy of the frame in which dates are dates and enumerated columns are categorical, in the order of their values."""
    import pandas as pd

    columns = {}
    for field in resource["schema"]["fields"]:
        cells, allowed = frame[field["name"]], field.get("constraints", {}).get("enum")
        if field["type"] == "date":
            typed, wanted = pd.to_datetime(cells, format="%Y-%m-%d", errors="coerce").astype("datetime64[s]"), "a date"
        elif allowed and field["type"] == "string":
            typed, wanted = cells.where(cells.isin(allowed)).astype(pd.CategoricalDtype(allowed)), f"one of {', '.join(allowed)}"
        else:
            continue
        if (lost := (typed.isna() & cells.notna()).to_numpy()).any():
            row = int(lost.argmax())
            place = f"{resource['path']}:{row + 2}:{field['name']}"
            raise PackageError(f"{place}: {cells.iloc[row]!r} is not {wanted}; run: briefing validate")
        columns[field["name"]] = typed
    return frame.assign(**columns)


def read_descriptor(path: Path) -> Row:
    """The descriptor as a dictionary; raises `PackageError` where it is no JSON object."""
    try:
        return parse_descriptor(path.read_bytes(), str(path))
    except OSError as error:
        raise PackageError(f"{path}: cannot be read: {error.strerror}") from error


def parse_descriptor(data: bytes, name: str) -> Row:
    """The same from the bytes of a file of this name."""
    try:
        descriptor = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise PackageError(f"{name}: is not JSON in UTF-8: {error}") from error
    if not isinstance(descriptor, dict):
        raise PackageError(f"{name}: is not a JSON object")
    for place, text in strings(descriptor):
        if found := unseen(text):
            raise PackageError(f"{name}: {place}: has the character {found[1]}, which is not shown; remove it")
    return descriptor


def _once(pairs: list[tuple[str, Any]]) -> Row:
    """A JSON object; a key that stands in it twice would silently lose its first value."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key {next(name for name in names if names.count(name) > 1)!r} stands twice in one object")
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number in JSON")


def build_time(descriptor: Row) -> datetime:
    """The one moment that an output may carry, in UTC: SOURCE_DATE_EPOCH where it is set, else the date of the edition."""
    import os

    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        if seconds:
            return datetime.fromtimestamp(int(seconds), UTC)
        moment = datetime.fromisoformat(descriptor["created"])
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError) as error:
        what = f"SOURCE_DATE_EPOCH={seconds!r} is no number of seconds" if seconds else "the descriptor has no date in `created`"
        raise PackageError(f"{what}: {error}") from error


def resources_of(descriptor: Row, path: Path | str) -> list[Row]:
    """The resources, each with a name and one path; raises `PackageError` where one has none."""
    resources = descriptor.get("resources")
    if not isinstance(resources, list):
        raise PackageError(f"{path}: resources is no list")
    for number, resource in enumerate(resources):
        if not isinstance(resource, dict) or not all(isinstance(resource.get(key), str) for key in ("name", "path")):
            raise PackageError(f"{path}: resources/{number} needs a name and one path")
        if not NAME.fullmatch(resource["name"]):
            raise PackageError(f"{path}: resources/{number}: the name {resource['name']!r} is none; use small letters, digits and hyphens")
        if not is_inside(resource["path"]):
            raise PackageError(f"{resource['path']}: the path leads out of the package; use one below the folder of the descriptor")
    return resources


def quantity_of(row: Row) -> Quantity:
    """The quantity that a row with `low`, `high`, `unit` and `bound` states. Years become points on the calendar."""
    unit, kind = ("calendar_year", "date") if row["unit"] == "year" else (row["unit"], row.get("kind"))
    low, high = (None if row[end] is None else Decimal(str(row[end])) for end in ("low", "high"))
    return Quantity(low, high, unit, row["bound"] == "about", FLOORS.get(kind or "", _ZERO))


def metric_quantity(row: Row) -> Quantity:
    """The quantity of a row of the metrics, to the six digits that the table has. It may be a difference, so it has no floor."""
    low, high = (None if row[end] is None else Decimal(str(row[end])) for end in ("low", "high"))
    return Quantity(low, high, row["unit"], str(row["approximate"]).lower() == "true", -INFINITY)


def digest(content: bytes | Path) -> str:
    """The SHA-256 of some bytes or of a file, in hexadecimal."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that it is there whole or not at all, with the line ends that it is given."""
    write_together({path: content})


def write_together(files: Mapping[Path, str | bytes]) -> None:
    """Write some files whole or not at all: none is put in its place before all are on the disk."""
    import os

    staged: list[tuple[str, Path]] = []
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _stage(path, content.encode("utf-8") if isinstance(content, str) else content, staged)
        while staged:
            os.replace(*staged[0])
            staged.pop(0)
    finally:
        for temporary, _ in staged:
            os.unlink(temporary)


def _stage(path: Path, data: bytes, staged: list[tuple[str, Path]]) -> None:
    import os
    import tempfile

    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    staged.append((temporary, path))
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    mask = os.umask(0)
    os.umask(mask)
    os.chmod(temporary, 0o666 & ~mask)


class Part(NamedTuple):
    """One quantity of a row: the columns it needs, and how it is read from them."""

    columns: tuple[str, ...]
    of: Callable[[Row], Quantity | None]


def _part(low: str, high: str, unit: str, bound: str | None, kind: str = "") -> Part:
    """A quantity whose ends stand in columns of their own; None where both are empty."""
    columns = tuple(dict.fromkeys(filter(None, (low, high, bound))))

    def of(row: Row) -> Quantity | None:
        if row[low] is None and row[high] is None:
            return None
        said = row[bound] if bound else "exact"
        return quantity_of({"low": row[low], "high": row[high], "unit": unit, "bound": said, "kind": kind})

    return Part(columns, of)


# The quantities that rows of context tables hold, by what is added to the id of the row.
PARTS = {
    "": Part(("low", "high", "unit", "bound"), lambda row: None if row["unit"] is None else quantity_of(row)),
    ":growth": _part("growth_percent", "growth_percent", "percent", None, "growth_rate"),
    ":revenue": _part("revenue_low", "revenue_high", "USD_bn", "revenue_bound"),
    ":capacity": _part("capacity_low", "capacity_high", "GW", "capacity_bound"),
}


def unknown_id(wanted: str, known: list[str]) -> str:
    """A sentence that says the id is unknown and names the nearest one."""
    return f"there is no “{wanted}”{did_you_mean(wanted, known)}"


def did_you_mean(wanted: str, known: list[str]) -> str:
    """The end of a sentence that names what is nearest, or nothing."""
    from difflib import get_close_matches

    near = get_close_matches(wanted, known, n=1)
    return f"; did you mean “{near[0]}”?" if near else ""

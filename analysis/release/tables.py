"""What changed between two editions of the package: columns, rows by key, values in words, and the step that each asks for.

Cells are compared as the files have them, so that editions of any age can be compared; numbers are
equal where they are the same number. What has a new name and the same content is renamed.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

from .versions import Step
from ..package import DESCRIPTOR_NAME, Edition
from ..package import PARTS, PackageError, Row, metric_quantity, resources_of
from ..values import Quantity
from ..values import BOUND_WORDS, NBSP, words

if TYPE_CHECKING:
    import pandas as pd

# What a change of a property asks for. Properties that are not listed are prose or checks of our own: a patch.
PACKAGE = {"name": Step.MAJOR, "licenses": Step.MAJOR, "profile": Step.MAJOR}
RESOURCE = {"path": Step.MAJOR, "format": Step.MAJOR, "encoding": Step.MAJOR, "dialect": Step.MAJOR, "licenses": Step.MAJOR}
SCHEMA = dict.fromkeys(("primaryKey", "missingValues", "fieldsMatch"), Step.MAJOR) | dict.fromkeys(
    ("foreignKeys", "uniqueKeys"), Step.MINOR
)
FIELD = dict.fromkeys(("type", "format", "unit", "missingValues", "decimalChar", "groupChar", "trueValues", "falseValues"), Step.MAJOR)
# What follows from other changes, or is the version itself.
FOLLOWS = {"hash", "bytes", "version", "created", "resources", "schema", "fields", "constraints", "categories"}
LONGEST = 120  # characters of a cell that are shown

_NAMES = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_LICENCES = {"type": "array", "items": {"type": "object"}}
_CATEGORY = {"anyOf": [{"type": ["string", "number"]}, {"required": ["value"], "properties": {"value": {"type": ["string", "number"]}}}]}
_FIELD = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "constraints": {"type": "object", "properties": {"enum": {"type": "array"}}},
        "categories": {"type": "array", "items": _CATEGORY},
    },
}
_TABLE = {
    "type": "object",
    "required": ["fields"],
    "properties": {"fields": {"type": "array", "items": _FIELD}, "primaryKey": _NAMES},
}
# What is read of a descriptor here. Whether it is sound beyond that is for validation to say.
SHAPE = {"properties": {"licenses": _LICENCES, "resources": {"items": {"properties": {"licenses": _LICENCES, "schema": _TABLE}}}}}


@dataclass(frozen=True)
class Change:
    """One change: where it is, what it is in words, and the step it asks for.

    `kind` is one of table, column, property, row or text, with added, removed, renamed or changed; `id` is a column, a
    property, or the key of a row; `name` is the address of the row in the report where it has one.
    """

    step: Step
    kind: str
    table: str
    id: str
    words: str
    name: str = ""
    cells: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Table:
    """A table as its file has it: text cells, "" where empty, indexed by the cells of its key joined with a slash."""

    resource: Row
    frame: pd.DataFrame

    @property
    def fields(self) -> dict[str, Row]:
        """The fields by name."""
        return {field["name"]: field for field in self.resource["schema"]["fields"]}

    @property
    def key(self) -> list[str]:
        """The columns of the primary key."""
        key = self.resource["schema"].get("primaryKey") or []
        return [key] if isinstance(key, str) else list(key)


class Content:
    """The descriptor and the tables of an edition, read; raises `PackageError` where it is no package that can be compared."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.descriptor = edition.descriptor
        self._refuse_other_shapes()
        self.resources = {resource["name"]: resource for resource in resources_of(edition.descriptor, edition.name)}
        self.tables = {name: self._table(resource) for name, resource in self.resources.items() if "schema" in resource}

    def _refuse_other_shapes(self) -> None:
        import jsonschema

        error = jsonschema.exceptions.best_match(jsonschema.Draft7Validator(SHAPE).iter_errors(self.descriptor))
        if error is not None:
            place = "/".join(map(str, error.absolute_path))
            raise PackageError(f"{self.edition.name}: {DESCRIPTOR_NAME}: {place}: {error.message[:200]}; run: briefing validate")

    def _table(self, resource: Row) -> Table:
        import pandas as pd

        place = f"{self.edition.name}: {resource['path']}"
        try:
            with self.edition.open(resource["path"]) as file, warnings.catch_warnings():
                warnings.simplefilter("error", pd.errors.ParserWarning)  # a row with more cells than columns would be cut
                frame = pd.read_csv(file, dtype=str, keep_default_na=False, index_col=False)
            fields = [field["name"] for field in resource["schema"]["fields"]]
            if len(set(fields)) < len(fields):
                raise PackageError(f"{place}: two columns have the same name")
            table = Table(resource, frame[fields].copy())
            key = [table.frame[column] for column in table.key]
        except (ValueError, KeyError, TypeError, OSError, pd.errors.ParserWarning) as error:
            raise PackageError(f"{place}: cannot be read as its schema says: {error}") from error
        if not key:
            raise PackageError(f"{place}: the table has no primaryKey, so its rows cannot be compared")
        index = pd.Index(["/".join(cells) for cells in zip(*key, strict=True)])
        table.frame.index = index
        if index.has_duplicates:
            twice = index[index.duplicated()][0]
            raise PackageError(f"{place}: the key {twice} stands twice, so its rows cannot be compared; run: briefing validate")
        return table

    @cached_property
    def metrics(self) -> dict[str, Quantity]:
        """Every metric by its id, as this edition published it."""
        if "metrics" not in self.tables:
            return {}
        table = self.tables["metrics"]
        found = {str(key): quantities(table.resource, _row(table, str(key))).get("") for key in table.frame.index}
        return {key: quantity for key, quantity in found.items() if quantity is not None}


def address(resource: Row, key: str) -> str:
    """What report and trace call a row: figures and metrics by their id, others by table and id."""
    return key if resource["name"] in ("figures", "metrics") else f"{resource['name']}:{key}"


def quantities(resource: Row, row: Row) -> dict[str, Quantity]:
    """The quantities of a row by their part; without those that cannot be read."""
    found = {}
    for part, wanted in PARTS.items():
        if set(wanted.columns) <= set(row):
            try:
                quantity = metric_quantity(row) if resource["name"] == "metrics" else wanted.of(row)
            except (ValueError, KeyError, ArithmeticError, TypeError):
                continue
            if quantity is not None:
                found[part] = quantity
    return found


def compare(old: Content, new: Content) -> list[Change]:
    """Every change from `old` to `new`: of the package, then table by table in the order of `new`."""
    changes = list(_properties("", "the package", old.descriptor, new.descriptor, PACKAGE))
    renamed = _renamed_tables(old, new)
    before = {renamed.get(name, name): resource for name, resource in old.resources.items()}
    for name in [*new.resources, *(name for name in before if name not in new.resources)]:
        if name not in before:
            changes.append(Change(Step.MINOR, "table added", name, "", f"the table is new, with {_rows(new, name)}"))
        elif name not in new.resources:
            changes.append(Change(Step.MAJOR, "table removed", name, "", f"the table is gone, with {_rows(old, name)}"))
        else:
            was = before[name]["name"]
            if was != name:
                changes.append(Change(Step.MAJOR, "table renamed", name, "", f"the table {was} is now {name}"))
            changes += _resource_changes(old, was, new, name)
    return changes


def _rows(content: Content, name: str) -> str:
    return f"{len(content.tables[name].frame)} rows" if name in content.tables else "text"


def _renamed_tables(old: Content, new: Content) -> dict[str, str]:
    """Tables of which only one of the two editions has the name, and both the content."""
    gone = {one["hash"]: name for name, one in old.resources.items() if name not in new.resources and one.get("hash")}
    return {gone[one["hash"]]: name for name, one in new.resources.items() if name not in old.resources and one.get("hash") in gone}


def _resource_changes(old: Content, was: str, new: Content, name: str) -> Iterator[Change]:
    a, b = old.resources[was], new.resources[name]
    yield from _properties(name, "the table", a | {"name": name}, b, RESOURCE)
    if was not in old.tables or name not in new.tables:
        if old.edition.read(a["path"]) != new.edition.read(b["path"]):
            yield Change(Step.PATCH, "text changed", name, "", "the text differs")
        return
    before, after = old.tables[was], new.tables[name]
    yield from _properties(name, "the schema", a["schema"], b["schema"], SCHEMA)
    if len(before.key) != len(after.key):
        return  # the change of the key is said; rows with other keys cannot be told to be the same
    shared = before.frame.index.intersection(after.frame.index, sort=False)
    columns = _columns(before, after, shared)
    yield from _column_changes(name, before, after, columns)
    if before.key != [columns.get(key) for key in after.key]:
        return
    changed = list(_row_changes(name, before, after, columns))
    yield from changed
    if not changed and list(before.frame.index) != list(after.frame.index):
        yield Change(Step.PATCH, "rows changed", name, "", "the rows stand in another order")


# ------------------------------------------------------------ columns


def _columns(before: Table, after: Table, shared: pd.Index[str]) -> dict[str, str]:
    """For each column of `after` its name in `before`: the same, or that of a column with the same cells that is gone."""
    found = {name: name for name in after.fields if name in before.fields}
    gone = [name for name in before.fields if name not in after.fields]
    for name, was in product([name for name in after.fields if name not in before.fields], gone):
        if was in found.values() or name in found or not len(shared):
            continue
        cells = before.frame.loc[shared, was]
        if (cells != "").any() and (cells == after.frame.loc[shared, name]).all():
            found[name] = was
    return {name: found[name] for name in after.fields if name in found}


def _column_changes(table: str, before: Table, after: Table, columns: dict[str, str]) -> Iterator[Change]:
    for name in after.fields:
        if name not in columns:
            yield Change(Step.MAJOR, "column added", table, name, f"the column {name} is new")
    for name in before.fields:
        if name not in columns.values():
            yield Change(Step.MAJOR, "column removed", table, name, f"the column {name} is gone")
    for name, was in columns.items():
        if name != was:
            yield Change(Step.MAJOR, "column renamed", table, name, f"the column {was} is now {name}")
        yield from _properties(table, f"the column {name}", before.fields[was] | {"name": name}, after.fields[name], FIELD, name)
        yield from _constraints(table, name, before.fields[was], after.fields[name])
    order = [was for was in before.fields if was in columns.values()]
    if order != list(columns.values()):
        yield Change(Step.MAJOR, "column changed", table, "", "the columns stand in another order")


def _constraints(table: str, name: str, before: Row, after: Row) -> Iterator[Change]:
    """What a column allows: more is minor, less is major, as readers rely on what they were promised."""
    old, new = _allowed(before), _allowed(after)
    for rule in sorted({*old, *new}):
        a, b = old.get(rule), new.get(rule)
        if a == b or (rule == "pattern" and before.get("type") != after.get("type")):
            continue  # a pattern is that of a text, and goes with the type
        if rule == "enum" and a and b:
            lost, come = [value for value in a if value not in b], [value for value in b if value not in a]
            said = " and ".join(f"{verb} {', '.join(map(str, values))}" for verb, values in (("no longer", lost), ("also", come)) if values)
            if said:
                yield Change(Step.MAJOR if lost else Step.MINOR, "column changed", table, name, f"the column {name} allows {said}")
            continue
        looser = b is None or b is False or _looser(rule, a, b)
        said = f"the column {name} has {_pair(rule, a, b)}"
        yield Change(Step.MINOR if looser else Step.MAJOR, "column changed", table, name, said)


def _looser(rule: str, a: Any, b: Any) -> bool:
    """Whether a changed limit allows all that it allowed before."""
    try:
        return a is not None and bool((rule.startswith("min") and b < a) or (rule.startswith("max") and b > a))
    except TypeError:  # limits of two kinds: nothing is known of them
        return False


def _allowed(field: Row) -> Row:
    rules = dict(field.get("constraints") or {})
    if values := [item["value"] if isinstance(item, dict) else item for item in field.get("categories") or ()]:
        rules["enum"] = values
    return rules


# ------------------------------------------------------------ rows


def _row_changes(table: str, before: Table, after: Table, columns: dict[str, str]) -> Iterator[Change]:
    """The rows that went, got another key or came, and then those with other cells."""
    shared = after.frame.index.intersection(before.frame.index, sort=False)
    cells = [column for column in columns if column not in after.key]
    old, new = before.frame[[columns[column] for column in cells]].set_axis(cells, axis="columns"), after.frame[cells]
    gone, come = old.loc[old.index.difference(shared, sort=False)], new.loc[new.index.difference(shared, sort=False)]
    renamed = _renamed_rows(gone, come)

    def change(step: Step, verb: str, key: str, said: str) -> Change:
        return Change(step, f"row {verb}", table, key, said, address(after.resource, key))

    for key in map(str, gone.index):
        if key not in renamed.values():
            yield change(Step.MAJOR, "removed", key, f"the row is gone{_value(before, key)}")
    for key, was in renamed.items():
        yield change(Step.MAJOR, "renamed", key, f"the row {was} is now {key}")
    for key in map(str, come.index):
        if key not in renamed:
            yield change(Step.MINOR, "added", key, f"the row is new{_value(after, key)}")
    for key, pairs in _changed_cells(old.loc[shared], new.loc[shared], after):
        yield Change(Step.PATCH, "row changed", table, key, _said(before, after, key, pairs), address(after.resource, key), pairs)


def _renamed_rows(gone: pd.DataFrame, come: pd.DataFrame) -> dict[str, str]:
    """For each new key its old one, where the cells beside the key are all the same."""
    content: dict[tuple[str, ...], list[str]] = {}
    for key, row in zip(gone.index, gone.itertuples(index=False, name=None), strict=True):
        content.setdefault(row, []).append(str(key))
    found = {}
    for key, row in zip(come.index, come.itertuples(index=False, name=None), strict=True):
        if same := content.get(row):
            found[str(key)] = same.pop(0)
    return found


def _changed_cells(old: pd.DataFrame, new: pd.DataFrame, after: Table) -> Iterator[tuple[str, tuple[tuple[str, str, str], ...]]]:
    """The keys of rows whose cells differ, with column, old and new cell; numbers that are the same number do not differ."""
    import numpy as np

    numbers = {name for name, field in after.fields.items() if field.get("type") in ("number", "integer")}
    differing = np.asarray(old != new)
    for place in np.flatnonzero(differing.any(axis=1)):
        columns = [str(name) for name in new.columns[differing[place]]]
        pairs = tuple((name, str(old[name].iat[int(place)]), str(new[name].iat[int(place)])) for name in columns)
        pairs = tuple(pair for pair in pairs if pair[0] not in numbers or not _same_number(*pair[1:]))
        if pairs:
            yield str(new.index[int(place)]), pairs


def _said(before: Table, after: Table, key: str, pairs: tuple[tuple[str, str, str], ...]) -> str:
    """The changed cells of a row: its quantities in words, the others as they are."""
    old, new = (quantities(table.resource, _row(table, key)) for table in (before, after))
    parts, told = [], set()
    for part in dict.fromkeys([*old, *new]):
        columns = {*PARTS[part].columns, "approximate"}
        if any(column in columns for column, *_ in pairs):
            a, b = (exact_words(side[part]) if part in side else "nothing stated" for side in (old, new))
            if a != b:
                parts.append(f"{part.removeprefix(':')}: {a} → {b}".removeprefix(": "))
                told |= columns
    parts += [f"{column}: {_shown(a)} → {_shown(b)}" for column, a, b in pairs if column not in told]
    return "; ".join(parts)


def _value(table: Table, key: str) -> str:
    found = quantities(table.resource, _row(table, key))
    return f": {', '.join(map(exact_words, found.values()))}" if found else ""


def _row(table: Table, key: str) -> Row:
    return {str(column): cell or None for column, cell in table.frame.loc[key].items()}


def exact_words(quantity: Quantity) -> str:
    """The quantity in words with all the digits that the table has, so that no change is rounded away."""
    try:
        return words(quantity, BOUND_WORDS.get(quantity.bound, "")).replace(NBSP, " ")
    except (KeyError, ValueError, ArithmeticError):  # a unit that has no words here
        return f"{quantity.low} to {quantity.high} {quantity.unit}"


def _same_number(a: str, b: str) -> bool:
    try:
        return Decimal(a) == Decimal(b)
    except InvalidOperation:
        return False


# ------------------------------------------------------------ properties of the descriptor


def _properties(table: str, what: str, old: Row, new: Row, steps: dict[str, Step], column: str = "") -> Iterator[Change]:
    for name in sorted({*old, *new} - FOLLOWS):
        a, b = old.get(name), new.get(name)
        if name == "licenses":
            a, b = ([item.get("name") for item in side or () if isinstance(item, dict)] for side in (a, b))
        if a == b:
            continue
        step, kind = steps.get(name, Step.PATCH), "column changed" if column else "property changed"
        if isinstance(a or b, str | list) and step > Step.PATCH:
            said = f"{what} has {_pair(name, a, b)}"
        else:  # prose, and what is too long to be shown
            said = f"{what} has {'another' if a and b else 'no longer a' if a else 'now a'} {name}"
        yield Change(step, kind, table, column or name, said)
    if column and _labels(old) != _labels(new):
        yield Change(Step.PATCH, "column changed", table, column, f"{what} has other labels for its values")


def _labels(field: Row) -> dict[str, Any]:
    return {item["value"]: item for item in field.get("categories") or () if isinstance(item, dict)}


def _pair(name: str, a: Any, b: Any) -> str:
    return f"{name}: {_shown(a)} → {_shown(b)}"


def _shown(value: Any) -> str:
    if value in (None, "", []):
        return "nothing"
    if isinstance(value, list):
        value = ", ".join(item if isinstance(item, str) else json.dumps(item, ensure_ascii=False) for item in value)
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"

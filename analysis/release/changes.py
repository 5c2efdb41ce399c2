"""What changed between two editions: tables, columns and rows by key, and the step that each change asks for.

Cells are compared as the files have them, so that editions of any age can be compared; numbers are equal where they are the same
number. What has another name is gone under the one and new under the other.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from ..package import DESCRIPTOR_NAME, Edition, PackageError, Row, key_of, resources_of
from .versions import Step

# What a change of a property asks for, by where it stands. Properties that are not listed are prose or checks of our own: a patch.
MAJOR = {
    "the package": "name licenses profile", "the table": "path format encoding dialect licenses",
    "the schema": "primaryKey missingValues fieldsMatch",
    "the column": "type format unit missingValues decimalChar groupChar trueValues falseValues",
}  # fmt: skip
MINOR = {"the schema": "foreignKeys uniqueKeys"}
# What follows from other changes, or is the version itself.
FOLLOWS = set("hash bytes rows version created resources schema fields constraints categories".split())
LONGEST = 120  # characters of a cell that are shown


@dataclass(frozen=True)
class Change:
    """One change: the step it asks for, where it is, and what it is in words.

    `kind` is table, column, property, row or text with added, removed or changed; `id` is a column, a property, or the key of a row.
    `cells` are the changed cells of a row: column, before, after.
    """

    step: Step
    kind: str
    table: str
    id: str
    words: str
    cells: tuple[tuple[str, str, str], ...] = ()


class Table:
    """A table as its file has it: rows of text by the cells of their key joined with a slash, "" where a cell is empty."""

    def __init__(self, edition: Edition, resource: Row) -> None:
        place = f"{edition.name}: {resource['path']}"
        self.fields: dict[str, Row] = {field["name"]: field for field in resource["schema"]["fields"]}
        self.key = key_of(resource["schema"])
        if not self.key:
            raise PackageError(f"{place}: the table has no primaryKey, so its rows cannot be compared")
        self.rows: dict[str, dict[str, str]] = {}
        try:
            lines = csv.reader(io.StringIO(edition.read(resource["path"]).decode("utf-8-sig"), newline=""), strict=True)
            head = next(lines, [])
            places = {name: head.index(name) for name in self.fields}
            for cells in lines:
                if len(cells) != len(head):
                    raise ValueError(f"line {lines.line_num} has {len(cells)} cells for {len(head)} columns")
                key = "/".join(cells[places[name]] for name in self.key)
                if key in self.rows:
                    raise PackageError(f"{place}: the key {key} stands twice, so its rows cannot be compared; run: briefing validate")
                self.rows[key] = {name: cells[number] for name, number in places.items()}
        except (ValueError, csv.Error) as error:
            raise PackageError(f"{place}: cannot be read as its schema says: {error}") from error


class Content:
    """The descriptor and the tables of an edition, read; raises `PackageError` where it cannot be compared."""

    def __init__(self, edition: Edition) -> None:
        self.edition, self.descriptor = edition, edition.descriptor
        self.resources = {one["name"]: one for one in resources_of(edition.descriptor, f"{edition.name}: {DESCRIPTOR_NAME}")}
        self.tables = {name: Table(edition, one) for name, one in self.resources.items() if "schema" in one}


def compare(old: Content, new: Content) -> list[Change]:
    """Every change from `old` to `new`: of the package, then table by table in the order of `new`."""
    changes = list(_properties("", "the package", old.descriptor, new.descriptor))
    for name in dict.fromkeys([*new.resources, *old.resources]):
        if name not in old.resources:
            changes.append(Change(Step.MINOR, "table added", name, "", "the table is new"))
        elif name not in new.resources:
            changes.append(Change(Step.MAJOR, "table removed", name, "", "the table is gone"))
        else:
            changes += _resource_changes(name, old, new)
    return changes


def _resource_changes(name: str, old: Content, new: Content) -> Iterator[Change]:
    a, b = old.resources[name], new.resources[name]
    yield from _properties(name, "the table", a, b)
    if name not in old.tables or name not in new.tables:
        if old.edition.read(a["path"]) != new.edition.read(b["path"]):
            yield Change(Step.PATCH, "text changed", name, "", "the text differs")
        return
    yield from _properties(name, "the schema", *(one["schema"] | {"primaryKey": key_of(one["schema"])} for one in (a, b)))
    before, after = old.tables[name], new.tables[name]
    yield from _column_changes(name, before.fields, after.fields)
    if before.key == after.key:  # rows with other keys cannot be told to be the same
        yield from _row_changes(name, before, after)


def _column_changes(table: str, before: dict[str, Row], after: dict[str, Row]) -> Iterator[Change]:
    for name in (name for name in after if name not in before):
        yield Change(Step.MAJOR, "column added", table, name, f"the column {name} is new")
    for name in (name for name in before if name not in after):
        yield Change(Step.MAJOR, "column removed", table, name, f"the column {name} is gone")
    shared = [name for name in after if name in before]
    for name in shared:
        yield from _properties(table, "the column", before[name], after[name], name)
        yield from _constraints(table, name, before[name], after[name])
    if shared != [name for name in before if name in after]:
        yield Change(Step.MAJOR, "column changed", table, "", "the columns stand in another order")


def _constraints(table: str, name: str, before: Row, after: Row) -> Iterator[Change]:
    """What a column allows: more is minor, less is major, as readers rely on what they were promised."""
    old, new = before.get("constraints", {}), after.get("constraints", {})
    for rule in sorted(old.keys() | new.keys()):
        a, b = old.get(rule), new.get(rule)
        unset, unset_before = b is None or b is False, a is None or a is False
        if a == b or (unset and unset_before) or (rule == "pattern" and before["type"] != after["type"]):
            continue  # a pattern is that of a text, and goes with the type
        if rule == "enum" and a and b:
            lost, come = [value for value in a if value not in b], [value for value in b if value not in a]
            said = " and ".join(f"{verb} {_shown(values)}" for verb, values in (("no longer", lost), ("also", come)) if values)
            if said:
                yield Change(Step.MAJOR if lost else Step.MINOR, "column changed", table, name, f"the column {name} allows {said}")
        else:  # a changed limit is looser where it allows all that it allowed before; limits of two kinds cannot be compared
            alike = (isinstance(a, int | float) and isinstance(b, int | float)) or (isinstance(a, str) and isinstance(b, str))
            looser = alike and ((rule[:3] == "min" and b < a) or (rule[:3] == "max" and b > a))
            step = Step.MINOR if unset or looser else Step.MAJOR
            yield Change(step, "column changed", table, name, f"the column {name} has {rule}: {_shown(a)} → {_shown(b)}")


def _row_changes(table: str, before: Table, after: Table) -> Iterator[Change]:
    """The rows that went or came, then those with other cells."""
    for key in (key for key in before.rows if key not in after.rows):
        yield Change(Step.MAJOR, "row removed", table, key, "the row is gone")
    for key in (key for key in after.rows if key not in before.rows):
        yield Change(Step.MINOR, "row added", table, key, "the row is new")
    shared = [key for key in after.rows if key in before.rows]
    for key in shared:
        old, new = before.rows[key], after.rows[key]
        cells = tuple((name, old[name], new[name]) for name in new if name in old and not _same(old[name], new[name], after.fields[name]))
        if cells:
            said = "; ".join(f"{name}: {_shown(a)} → {_shown(b)}" for name, a, b in cells)
            yield Change(Step.PATCH, "row changed", table, key, said, cells)
    if shared != [key for key in before.rows if key in after.rows]:
        yield Change(Step.PATCH, "rows changed", table, "", "the rows stand in another order")


def _same(a: str, b: str, field: Row) -> bool:
    try:
        return a == b or (field["type"] in ("number", "integer") and Decimal(a) == Decimal(b))
    except InvalidOperation:
        return False


def _properties(table: str, place: str, old: Row, new: Row, column: str = "") -> Iterator[Change]:
    """Changed properties. A short value is shown; of prose it is said that it is another."""
    what, kind = f"{place} {column}".strip(), "column changed" if column else "property changed"
    for name in sorted((old.keys() | new.keys()) - FOLLOWS):
        if (a := old.get(name)) != (b := new.get(name)):
            step = Step.MAJOR if name in MAJOR[place].split() else Step.MINOR if name in MINOR.get(place, "").split() else Step.PATCH
            said = f"{what} has {name}: {_shown(a)} → {_shown(b)}" if step > Step.PATCH else f"{what} has another {name}"
            yield Change(step, kind, table, column or name, said)
    if column and old.get("categories") != new.get("categories"):
        yield Change(Step.PATCH, kind, table, column, f"{what} has other words for its values")


def _shown(value: Any) -> str:
    if value in (None, "", []):
        return "nothing"
    if isinstance(value, list):
        value = ", ".join(item if isinstance(item, str) else json.dumps(item, ensure_ascii=False) for item in value)
    return text if len(text := str(value)) <= LONGEST else f"{text[:LONGEST]}…"

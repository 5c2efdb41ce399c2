"""Edits of a package in memory, for tests of one check at a time."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.package import Package


def edited(package: Package, table: str, key: str | None, **cells: Any) -> Package:
    """The package with other cells in one row, found by its id; a row without id is found by the index in `row`."""
    frame = package.frames[table].copy()
    number = cells.pop("row", None)
    if number is None:
        (number,) = frame.index[frame[package.key(table)].astype("string") == key]
    for column, value in cells.items():
        assert column in frame
        frame.loc[number, column] = pd.NA if value is None else value
    return replace(package, frames=package.frames | {table: frame})


def without(package: Package, table: str, key: str) -> Package:
    """The package without one row; its number of rows is as written down."""
    frame = package.frames[table]
    kept = frame[frame[package.key(table)].astype("string") != key].reset_index(drop=True)
    assert len(kept) < len(frame)
    return replace(package, frames=package.frames | {table: kept})


def added(package: Package, table: str, like: str, *, before: bool = False, **cells: Any) -> Package:
    """The package with one more row behind, or before, the row with the id `like`: a copy of it, with other cells."""
    frame = package.frames[table]
    (number,) = frame.index[frame[package.key(table)].astype("string") == like]
    row = frame.loc[[number]].copy()
    for column, value in cells.items():
        assert column in frame
        row[column] = pd.Series([pd.NA if value is None else value], index=row.index, dtype=frame[column].dtype)
    at = number if before else number + 1
    return replace(package, frames=package.frames | {table: pd.concat([frame[:at], row, frame[at:]], ignore_index=True)})


def counted(package: Package) -> Package:
    """The package with the number of rows that each table has now written down for it."""
    descriptor = deepcopy(package.descriptor)
    for resource in descriptor["resources"]:
        if "rows" in resource:
            resource["rows"] = len(package.frames[resource["name"]])
    return replace(package, descriptor=descriptor)


def placed(package: Package, table: str, like: str, **cells: Any) -> Package:
    """The package with one more row, made like another, at the place that the order of rows gives it."""
    more = added(package, table, like, **cells)
    schema = package.resource(table)["schema"]
    allowed = {field["name"]: field.get("constraints", {}).get("enum") for field in schema["fields"]}
    for key in schema.get("foreignKeys", []):
        target, column = key["reference"].get("resource", table), key["reference"]["fields"][0]
        allowed[key["fields"][0]] = list(more.frames[target][column]) if target != table else None

    def place(column: pd.Series) -> pd.Series:
        known = allowed[str(column.name)]
        if known and column.dtype == "string":
            column = column.map({value: f"{number:09}" for number, value in enumerate(known)})
        return column

    frame = more.frames[table].sort_values(schema["sortedBy"], key=place, kind="stable", na_position="last", ignore_index=True)
    return replace(more, frames=more.frames | {table: frame})

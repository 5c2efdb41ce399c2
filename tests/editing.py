"""Edits of a package in memory, for tests of one check at a time."""

from __future__ import annotations

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
        frame.loc[number, column] = pd.NA if value is None else value
    return replace(package, frames=package.frames | {table: frame})


def without(package: Package, table: str, key: str) -> Package:
    """The package without one row."""
    frame = package.frames[table]
    kept = frame[frame[package.key(table)].astype("string") != key].reset_index(drop=True)
    return replace(package, frames=package.frames | {table: kept})


def added(package: Package, table: str, like: str, **cells: Any) -> Package:
    """The package with one more row at the end: a copy of the row with the id `like`, with other cells."""
    frame = package.frames[table]
    row = frame[frame[package.key(table)].astype("string") == like].copy()
    for column, value in cells.items():
        row[column] = pd.NA if value is None else value
    return replace(package, frames=package.frames | {table: pd.concat([frame, row], ignore_index=True)})

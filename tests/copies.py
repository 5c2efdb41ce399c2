"""Copies of the real package on disk that a test may break, and its files read without the code under test."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analysis.package import ROOT

Rows = list[dict[str, str]]


def copy_of(folder: Path) -> Path:
    """Copy the package into a folder; returns the path of its descriptor."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    shutil.copytree(ROOT / "data", folder / "data")
    return Path(shutil.copy(ROOT / "datapackage.json", folder / "datapackage.json"))


def rows_of(descriptor: Path, table: str) -> Rows:
    """The rows of a table as its file has them."""
    with _path(descriptor, table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def change_rows(descriptor: Path, table: str, change: Callable[[Rows], Any]) -> None:
    """Change the rows of a table in place."""
    rows = rows_of(descriptor, table)
    change(rows)
    with _path(descriptor, table).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def change_descriptor(descriptor: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    """Change the descriptor in place."""
    content = json.loads(descriptor.read_text("utf-8"))
    change(content)
    descriptor.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")


def change_schema(descriptor: Path, table: str, change: Callable[[dict[str, Any]], Any]) -> None:
    """Change the schema of a table in place."""
    change_descriptor(descriptor, lambda one: change(resource(one, table)["schema"]))


def relock(descriptor: Path) -> None:
    """Write the hashes and sizes that the files have now."""

    def change(content: dict[str, Any]) -> None:
        for one in content["resources"]:
            data = (descriptor.parent / one["path"]).read_bytes()
            one.update(bytes=len(data), hash=f"sha256:{hashlib.sha256(data).hexdigest()}")

    change_descriptor(descriptor, change)


def resource(content: dict[str, Any], table: str) -> dict[str, Any]:
    """The descriptor of a resource."""
    found: dict[str, Any] = next(one for one in content["resources"] if one["name"] == table)
    return found


def row(rows: Rows, key: str) -> dict[str, str]:
    """The row that has a cell with this id."""
    return next(one for one in rows if key in one.values())


def _path(descriptor: Path, table: str) -> Path:
    return descriptor.parent / str(resource(json.loads(descriptor.read_text("utf-8")), table)["path"])

"""Copies of the real package on disk that a test may break, and its files read without the code under test."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analysis.checks import validate
from analysis.package import ROOT, Issue, Package, written

Rows = list[dict[str, str]]


def copy_of(folder: Path) -> Path:
    """Copy the package into a folder; returns the path of its descriptor."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    shutil.copytree(ROOT / "data", folder / "data")
    return Path(shutil.copy(ROOT / "datapackage.json", folder / "datapackage.json"))


class Copy:
    """The package in a folder of its own, with ways to break it and to validate it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.descriptor = folder, copy_of(folder)

    def write(self, package: Package) -> None:
        """Write the tables and the descriptor of a package that was edited in memory."""
        for one in package.descriptor["resources"]:
            if one["name"] in package.frames:
                columns = [field["name"] for field in one["schema"]["fields"]]
                rows = [{column: _cell(cell) for column, cell in row.items()} for row in package.rows(one["name"])]
                (self.folder / one["path"]).write_text(written(rows, columns), encoding="utf-8")
        self.descriptor.write_text(json.dumps(package.descriptor, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    def edit_file(self, name: str, change: Callable[[bytes], bytes], *, refresh: bool = True) -> None:
        """Change the bytes of a file, and refresh the hashes unless told otherwise."""
        path = self.folder / name
        before = path.read_bytes()
        path.write_bytes(change(before))
        assert path.read_bytes() != before
        if refresh:
            relock(self.descriptor)

    def issues(self) -> list[Issue]:
        """What validation finds."""
        return validate(self.descriptor)


def change_rows(descriptor: Path, table: str, change: Callable[[Rows], Any]) -> None:
    """Change the rows of a table in place."""
    path = descriptor.parent / str(resource(json.loads(descriptor.read_text("utf-8")), table)["path"])
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
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


def _cell(cell: Any) -> Any:
    """A cell as it is written in a file of CSV: 30 rather than 30.0, true rather than True."""
    if isinstance(cell, bool):
        return str(cell).lower()
    return f"{cell:.12g}" if isinstance(cell, float) else cell

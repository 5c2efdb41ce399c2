"""A copy of the package in a folder, for tests that need files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analysis.checks import lock, validate
from analysis.package import ROOT, Issue, Package, written


class Copy:
    """The package in a folder of its own, with ways to break it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.descriptor = folder / "datapackage.json"
        shutil.copytree(ROOT / "seeds", folder / "seeds")
        shutil.copytree(ROOT / "data", folder / "data")
        shutil.copy(ROOT / "datapackage.json", self.descriptor)

    def write(self, package: Package) -> None:
        """Write the tables and the descriptor of a package that was edited in memory."""
        for resource in package.descriptor["resources"]:
            if resource["name"] in package.frames:
                columns = [field["name"] for field in resource["schema"]["fields"]]
                rows = [{column: _cell(cell) for column, cell in row.items()} for row in package.rows(resource["name"])]
                (self.folder / resource["path"]).write_text(written(rows, columns), encoding="utf-8")
        self.descriptor.write_text(json.dumps(package.descriptor, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    def edit_file(self, name: str, change: Callable[[bytes], bytes], *, refresh: bool = True) -> None:
        """Change the bytes of a file, and refresh the hashes unless told otherwise."""
        path = self.folder / name
        before = path.read_bytes()
        path.write_bytes(change(before))
        assert path.read_bytes() != before
        if refresh:
            lock(self.descriptor)

    def edit_descriptor(self, change: Callable[[dict[str, Any]], object]) -> None:
        """Change the descriptor in place."""
        descriptor = json.loads(self.descriptor.read_text("utf-8"))
        change(descriptor)
        self.descriptor.write_text(json.dumps(descriptor, ensure_ascii=False, indent=2), encoding="utf-8")

    def issues(self) -> list[Issue]:
        """What validation finds."""
        return validate(self.descriptor)


def _cell(cell: Any) -> Any:
    """A cell as it is written in a file of CSV: 30 rather than 30.0, true rather than True."""
    if isinstance(cell, bool):
        return str(cell).lower()
    return f"{cell:.12g}" if isinstance(cell, float) else cell

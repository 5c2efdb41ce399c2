"""What we compute, as files: write data/derived, and tell where the files differ from the code."""

from __future__ import annotations

import csv
from collections.abc import Callable

from ..package import Issue, Package, PackageError, Row, unpacked, write_together, written
from .registry import inputs_table, metrics_table

TABLES: dict[str, Callable[[Package], list[Row]]] = {"metrics": metrics_table, "metric_inputs": inputs_table}
WRITE_HINT = "run: briefing metrics --write"


def write_derived(package: Package) -> list[str]:
    """Compute and write the derived tables; returns the paths whose content changed."""
    folder = unpacked(package.path).parent
    files = {folder / path: text for path, text in computed_files(package).items()}
    changed = {path: text for path, text in files.items() if not path.exists() or path.read_bytes() != text.encode()}
    write_together(changed)
    return [path.relative_to(folder).as_posix() for path in changed]


def computed_files(package: Package) -> dict[str, str]:
    """The derived tables by path, as the code computes them."""
    tables = {package.resource(name)["path"]: rows(package) for name, rows in TABLES.items()}
    return {path: written(rows, list(rows[0])) for path, rows in tables.items()}


def derived_issues(package: Package) -> list[Issue]:
    """Every cell of the derived tables that is not what the code computes from the figures."""
    issues = []
    for name, rows in TABLES.items():
        path = package.resource(name)["path"]
        try:
            with (unpacked(package.path).parent / path).open(encoding="utf-8", newline="") as file:
                kept = list(csv.DictReader(file))
            computed = [{column: str(cell) for column, cell in row.items()} for row in rows(package)]
        except (OSError, KeyError, ValueError, PackageError) as error:
            issues.append(Issue(path, None, "", f"cannot be computed: {error}"))
            continue
        for line, (old, new) in enumerate(zip(kept, computed, strict=False), start=2):
            wrong = ((column, value) for column, value in new.items() if old.get(column) != value)
            issues += [Issue(path, line, one, f"is {old.get(one)!r}, but {value!r} is computed", WRITE_HINT) for one, value in wrong]
        if len(kept) != len(computed):
            issues.append(Issue(path, None, "", f"has {len(kept)} rows, but {len(computed)} are computed", WRITE_HINT))
    return issues

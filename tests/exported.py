"""What the package says, read without the code under test, for the tests of its other formats."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from typing import Any

from analysis.package import Package, open_package

NAME = "ai-compute-pact"
ZIP = f"{NAME}-{open_package().descriptor['version']}.zip"


def expected(package: Package, name: str) -> list[tuple[Any, ...]]:
    """The rows of a table as text, numbers, truth values and days, read from the CSV without the code under test."""
    resource = package.resource(name)
    read: dict[str, Callable[[str], Any]] = {"string": str, "integer": int, "number": float, "date": date.fromisoformat}
    read["boolean"] = lambda cell: cell == "true"
    with (package.path.parent / resource["path"]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    fields = resource["schema"]["fields"]
    return [tuple(None if row[f["name"]] == "" else read[f["type"]](row[f["name"]]) for f in fields) for row in rows]


def tables(package: Package) -> list[str]:
    return [resource["name"] for resource in package.descriptor["resources"] if "schema" in resource]


def fields(package: Package, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = package.resource(name)["schema"]["fields"]
    return found

"""The context tables opened for checking: their rows by table and id, and the tolerances by rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from ..package import Issue, Package, Row

NUMBER = re.compile(r"(?<!\w)(?<!\w-)\d")  # the digits of a name such as GB300 are part of it


class Context:
    """The package with its rows by table and id, and the tolerances by rule."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.path = {resource["name"]: resource["path"] for resource in package.descriptor["resources"]}
        context = (one for one in package.descriptor["resources"] if one["path"].startswith("data/context/"))
        self.schemas: dict[str, Row] = {one["name"]: one["schema"] for one in context}
        self.rows = {name: package.rows(name) for name in self.schemas}
        self.by_id = {name: {row[self.key(name)]: row for row in rows} for name, rows in self.rows.items()}
        self.tolerance = {row["rule_id"]: row["value"] for row in self.rows["tolerances"]}

    def key(self, table: str) -> str:
        """The name of the column with the id."""
        return self.package.key(table)

    def issue(self, table: str, row: int | None, column: str, message: str, hint: str = "") -> Issue:
        """An issue at the row with this index in its table."""
        return Issue(self.path[table], None if row is None else row + 2, column, message, hint)

    def each(self, table: str) -> Iterator[tuple[int, Row]]:
        """The rows of a table with their index."""
        return enumerate(self.rows[table])

    def series(self, table: str, same: Iterable[str], value: str, order: Iterable[str]) -> Iterator[list[tuple[int, Row]]]:
        """The rows with a `value` in groups with the `same` columns, each group in `order`, each row with its index."""
        groups: dict[tuple[Any, ...], list[tuple[int, Row]]] = {}
        for number, row in self.each(table):
            if row[value] is not None:
                groups.setdefault(tuple(row[column] for column in same), []).append((number, row))
        for group in groups.values():
            yield sorted(group, key=lambda one: [(one[1][column] is None, one[1][column]) for column in order])


def exact(cell: Any) -> Any:
    """The value of a cell as it is written: 17.48 is no binary fraction."""
    return Decimal(str(cell)) if isinstance(cell, float | int) else cell

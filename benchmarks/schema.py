"""A stand-in for Frictionless: whether one changed row breaks a type, a constraint, a row rule or a key. A test compares the two."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.package import Row
from benchmarks.mistakes import Cells, Mistake, Tables


class Schemas:
    """The schemas of a package, ready to judge a row."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def broken(self, mistake: Mistake, rows: Sequence[Cells]) -> str:
        """What the changed rows break, "" where they break nothing; `rows` are all rows of the table with the mistake."""
        return next(filter(None, (self._row(mistake.table, row) for row in mistake.rows)), "") or self._keys(mistake.table, rows)

    def _row(self, table: str, cells: Cells) -> str:
        try:
            typed = self.tables.typed(table, cells)
        except ValueError:
            return "type"
        for name, field in self.tables.fields[table].items():
            value, constraints = typed[name], field.get("constraints", {})
            if value is None:
                if constraints.get("required"):
                    return "required"
                continue
            if cells[name] != cells[name].strip():
                return "space"
            if "pattern" in constraints and not re.match(constraints["pattern"] + r"\Z", cells[name]):
                return "pattern"
            if "enum" in constraints and cells[name] not in constraints["enum"]:
                return "list of values"
            if not constraints.get("minimum", value) <= value <= constraints.get("maximum", value):
                return "range"
        return "" if self._ruled(self.tables.schemas[table].get("rowRules", []), typed) else "row rule"

    @staticmethod
    def _ruled(rules: Sequence[Row], typed: Row) -> bool:
        return all(eval(rule["formula"], {"__builtins__": {}}, typed) for rule in rules)  # noqa: S307 - the descriptor is ours

    def _keys(self, table: str, rows: Sequence[Cells]) -> str:
        schema = self.tables.schemas[table]
        keys = [tuple(row[column] for column in schema["primaryKey"]) for row in rows]
        if len(set(keys)) < len(keys):
            return "primary key"
        for name, field in self.tables.fields[table].items():
            cells = [row[name] for row in rows if row[name]] if field.get("constraints", {}).get("unique") else []
            if len(set(cells)) < len(cells):
                return "unique"
        for (origin, column), (other, key) in self.tables.targets.items():
            if table not in (origin, other):
                continue
            known = {row[key] for row in (rows if other == table else self.tables.rows[other])}
            if any(row[column] and row[column] not in known for row in (rows if origin == table else self.tables.rows[origin])):
                return "foreign key"
        return ""

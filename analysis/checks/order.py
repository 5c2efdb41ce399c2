"""Are there as many rows as were written down, in their order?

The number of rows (`rows` of a resource) is kept by hand; `briefing lock` leaves it alone, so that a row lost or doubled is
noticed. `sortedBy` of a schema lists the columns that rows are sorted by: a value of a list comes in the order of the list,
a key in the order of the table it leads to, and an empty cell last.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from ..package import Issue, Package, Row

COUNT_HINT = "if it was meant to change, write the number of rows into datapackage.json"


def order_issues(package: Package) -> list[Issue]:
    """Each table with another number of rows than written down, and the first rows that stand before their place."""
    issues: list[Issue] = []
    for resource in package.descriptor["resources"]:
        path, count = resource["path"], len(package.frames.get(resource["name"], ()))
        if (kept := resource.get("rows", count)) != count:
            issues.append(Issue(path, None, "", f"has {count} rows, not the {kept} written down for it", COUNT_HINT))
        if columns := resource.get("schema", {}).get("sortedBy"):
            ranks = _ranks(package, resource, columns)
            wrong = [line for line, (above, below) in enumerate(pairwise(ranks), start=3) if below < above]
            said = f"sort the rows by {', '.join(columns)}"
            issues += [Issue(path, line, columns[0], "stands before its place", said) for line in wrong[:3]]
    return issues


def _ranks(package: Package, resource: Row, columns: list[str]) -> list[tuple[Any, ...]]:
    """For each row what decides its place: empty cells last, others in the order of their list, their target or their value."""
    lists = {field["name"]: field.get("constraints", {}).get("enum") for field in resource["schema"]["fields"]}
    for key in resource["schema"].get("foreignKeys", ()):
        (column,), (target,) = key["fields"], key["reference"]["fields"]
        if other := key["reference"].get("resource"):
            lists[column] = [row[target] for row in package.rows(other)]
    orders = {column: {value: place for place, value in enumerate(values)} for column, values in lists.items() if values}
    return [
        tuple((row[column] is None, orders[column].get(row[column], 0) if column in orders else row[column] or "") for column in columns)
        for row in package.rows(resource["name"])
    ]

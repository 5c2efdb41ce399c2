"""Decides whether tables are tidy: as many rows as were written down, in their order, with ids made of words of their row.

The number of rows (`rows`) is kept by hand; `briefing lock` leaves it alone, so that a row lost or doubled is noticed.
`sortedBy` in a schema lists the columns that rows are sorted by; a value of a list comes in the order of the list, a key in
the order of the table it leads to, and an empty cell last. An id is made of words that stand in other cells of its row, so
that an id renamed by a slip contradicts its row even where no other row uses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..package import Package, Issue, Row

if TYPE_CHECKING:
    import pandas as pd

# Words that link the words of an id; a single letter tells rows apart that agree in everything else.
LINK = re.compile(r"and|by|of|for|[a-z]")
LAST = 1 << 60


def tidy_issues(package: Package) -> list[Issue]:
    """Each table whose rows are out of order, and each id with a word that its row does not have."""
    issues: list[Issue] = []
    for resource in package.descriptor["resources"]:
        count = len(package.frames.get(resource["name"], ()))
        if resource.get("rows", count) != count:
            hint = "if it was meant to change, write the number of rows into the descriptor"
            issues.append(Issue(resource["path"], None, "", f"has {count} rows, not the {resource['rows']} written down for it", hint))
        if resource.get("schema", {}).get("sortedBy"):
            issues += order_issues(package, resource)
        if resource.get("schema", {}).get("idInWords") == "row":
            issues += id_issues(package, resource)
    return issues


def order_issues(package: Package, resource: Row) -> Iterator[Issue]:
    """Rows that stand before a row that should come first: the first three of them."""
    import numpy as np

    columns = resource["schema"]["sortedBy"]
    ranks = [_ranks(package, resource, column) for column in columns]
    count = len(ranks[0])
    undecided, wrong = np.ones(max(count - 1, 0), dtype=bool), np.zeros(max(count - 1, 0), dtype=bool)
    for rank in ranks:
        wrong |= undecided & (rank[1:] < rank[:-1])
        undecided &= rank[1:] == rank[:-1]
    for number in np.flatnonzero(wrong)[:3]:
        yield Issue(resource["path"], int(number) + 3, columns[0], "stands before its place", f"sort the rows by {', '.join(columns)}")


def _ranks(package: Package, resource: Row, column: str) -> Any:
    """A number for each row, in the order in which the values of the column come."""
    import pandas as pd

    cells = package.frames[resource["name"]][column]
    field = next(field for field in resource["schema"]["fields"] if field["name"] == column)
    order: pd.Index[Any] | None = None
    for key in resource["schema"].get("foreignKeys", ()):
        if key["fields"] == [column] and (other := key["reference"].get("resource")):
            order = pd.Index(package.frames[other][key["reference"]["fields"][0]])
    if enum := field.get("constraints", {}).get("enum"):
        order = pd.Index(enum)
    codes = pd.factorize(cells, sort=True)[0] if order is None else order.get_indexer(pd.Index(cells))
    return pd.Series(codes).replace(-1, LAST).to_numpy()


def id_issues(package: Package, resource: Row) -> Iterator[Issue]:
    """Ids with a word that no other cell of the row has."""
    key = resource["schema"]["primaryKey"][0]
    text = [field["name"] for field in resource["schema"]["fields"] if field["name"] != key and field["type"] in ("string", "date")]
    for line, row in enumerate(package.rows(resource["name"]), start=2):
        own = set(
            re.findall(r"[a-z0-9]+", " ".join(str(row[name]) for name in text if row[name]).lower().replace("’", "").replace("'", ""))
        )
        own |= {word[:-1] for word in own if word.endswith("s")}
        strange = [word for word in row[key].split("-") if word not in own and not LINK.fullmatch(word)]
        if strange:
            yield Issue(
                resource["path"], line, key, f"has “{strange[0]}”, which no other cell of the row has", "an id is made of words of its row"
            )

"""Which judgements were reviewed: a row that a person judged is signed by a hash of its judged cells, and a day.

A program can read an amount; it cannot know whether a translation, a verdict or a classification is right. So each row that
holds such a judgement has a row in `data/reviews.csv`. Where its cells differ from the hash they have changed since somebody
looked, and validation names them until somebody looks again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from ..package import Issue, Package, PackageError, Row, digest, unknown_id, write_whole, written

TABLE = "reviews"
COLUMNS = ["table", "row_id", "sha256", "reviewed_on"]
LENGTH = 16  # hexadecimal digits of a hash that are kept
HINT = "look at it with: briefing review; then sign it with: briefing review --sign {}"


def judged_tables(package: Package) -> list[str]:
    """The tables whose rows a person judged: all but what is computed from them, and the reviews themselves."""
    return [
        resource["name"]
        for resource in package.descriptor["resources"]
        if resource["name"] in package.frames and resource["name"] != TABLE and not resource["path"].startswith("data/derived/")
    ]


def row_id(package: Package, table: str, row: Row) -> str:
    """The id of a row within its table; the parts of a composite key are joined by a stroke."""
    return "/".join(str(row[column]) for column in package.resource(table)["schema"]["primaryKey"])


def judged_hash(row: Row) -> str:
    """The hash of the cells of a row, by column: a cell that moves to another column changes it."""
    cells = "\x1f".join(f"{column}\x1e{'' if cell is None else cell}" for column, cell in sorted(row.items()))
    return digest(cells.encode())[:LENGTH]


def review_issues(package: Package) -> list[Issue]:
    """Every judged row that is not as it was reviewed, and every review of a row that is gone."""
    paths = {resource["name"]: resource["path"] for resource in package.descriptor["resources"]}
    reviewed = {(row["table"], row["row_id"]): row["sha256"] for row in package.rows(TABLE)}
    issues = []
    for table, line, row in _judged(package):
        name = row_id(package, table, row)
        known = reviewed.pop((table, name), None)
        if known != judged_hash(row):
            said = "was not reviewed" if known is None else "has changed since it was reviewed"
            issues.append(
                Issue(
                    paths[table], line, package.resource(table)["schema"]["primaryKey"][0], f"{name} {said}", HINT.format(f"{table}:{name}")
                )
            )
    lines = {(row["table"], row["row_id"]): line for line, row in enumerate(package.rows(TABLE), start=2)}
    for table, name in reviewed:
        issues.append(
            Issue(paths[TABLE], lines[table, name], "row_id", f"there is no row {name} in {table}", "briefing review --sign --all")
        )
    return issues


def unreviewed(package: Package) -> list[tuple[str, Row]]:
    """The judged rows that are not as they were reviewed, each with its table."""
    reviewed = {(row["table"], row["row_id"]): row["sha256"] for row in package.rows(TABLE)}
    return [(table, row) for table, _, row in _judged(package) if reviewed.get((table, row_id(package, table, row))) != judged_hash(row)]


def sign(package: Package, wanted: Iterable[str] | None, day: date) -> Path:
    """Sign the rows `wanted` (as `table:row`), or all that changed where it is None, with `day`; returns the file written.

    Reviews of rows that are gone are removed. Raises `PackageError` for a row that does not exist.
    """
    rows = {f"{table}:{row_id(package, table, row)}": (table, row) for table, _, row in _judged(package)}
    changed = {f"{table}:{row_id(package, table, row)}" for table, row in unreviewed(package)}
    chosen = changed if wanted is None else set(wanted)
    if strange := chosen - set(rows):
        raise PackageError(unknown_id(min(strange), list(rows)))
    kept = {f"{row['table']}:{row['row_id']}": row for row in package.rows(TABLE)}
    signed = []
    for name, (table, row) in rows.items():
        if name in chosen:
            signed.append({"table": table, "row_id": name.partition(":")[2], "sha256": judged_hash(row), "reviewed_on": day.isoformat()})
        elif name in kept:
            signed.append(kept[name])
    path: Path = package.path.parent / package.resource(TABLE)["path"]
    write_whole(path, written(sorted(signed, key=lambda row: (row["table"], row["row_id"])), COLUMNS))
    return path


def _judged(package: Package) -> Iterator[tuple[str, int, Row]]:
    for table in judged_tables(package):
        for line, row in enumerate(package.rows(table), start=2):
            yield table, line, row

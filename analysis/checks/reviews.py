"""Which judgements were reviewed: a row that a person judged is signed by a hash of its judged cells, and a day.

A program can read an amount; it cannot know whether a translation, a verdict or a classification is right. So each row that
holds such a judgement has a row in `data/reviews.csv`. Where its cells differ from the hash they have changed since somebody
looked, and validation names them until somebody looks again: each beside its French or its source, with the words that changed
since the last commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

from ..package import Issue, Package, PackageError, Row, digest, key_of, package_of, unknown_id, unpacked, write_whole, written
from ..release import open_edition

TABLE = "reviews"
COLUMNS = ["table", "row_id", "sha256", "reviewed_on"]
LENGTH = 16  # hexadecimal digits of a hash that are kept
HINT = "look at it with: briefing review; then sign it with: briefing review --sign {}"


def judged_tables(package: Package) -> list[str]:
    """The tables whose rows a person judged: all but what is computed from them, and the reviews themselves."""
    resources = (one for one in package.descriptor["resources"] if not one["path"].startswith("data/derived/"))
    return [one["name"] for one in resources if one["name"] in package.frames and one["name"] != TABLE]


def row_id(package: Package, table: str, row: Row) -> str:
    """The id of a row within its table; the parts of a composite key are joined by a stroke."""
    return "/".join(str(row[column]) for column in key_of(package.resource(table)["schema"]))


def judged_hash(row: Row) -> str:
    """The hash of the cells of a row, by column: a cell that moves to another column changes it."""
    cells = "\x1f".join(f"{column}\x1e{'' if cell is None else cell}" for column, cell in sorted(row.items()))
    return digest(cells.encode())[:LENGTH]


def review_issues(package: Package) -> list[Issue]:
    """Every judged row that is not as it was reviewed, and every review of a row that is gone."""
    reviewed, issues = _reviews(package), []
    gone = {key: line for line, key in enumerate(reviewed, start=2)}
    for table, line, name, row in _judged(package):
        gone.pop((table, name), None)
        known = reviewed.get((table, name), {}).get("sha256")
        if known != judged_hash(row):
            said = "was not reviewed" if known is None else "has changed since it was reviewed"
            place = (package.resource(table)["path"], line, package.key(table))
            issues.append(Issue(*place, f"{name} {said}", HINT.format(f"{table}:{name}")))
    path = package.resource(TABLE)["path"]
    lost = ((line, f"there is no row {name} in {table}") for (table, name), line in gone.items())
    return issues + [Issue(path, line, "row_id", said, "briefing review --all") for line, said in lost]


def unreviewed(package: Package) -> list[tuple[str, Row]]:
    """The judged rows that are not as they were reviewed, each with its table."""
    reviewed = _reviews(package)
    return [(table, row) for table, _, name, row in _judged(package) if reviewed.get((table, name), {}).get("sha256") != judged_hash(row)]


def sign(package: Package, wanted: Iterable[str] | None, day: date) -> Path:
    """Sign the rows `wanted` (as `table:row`), or all that changed where it is None, with `day`; returns the file written.

    Reviews of rows that are gone are removed. Raises `PackageError` for a row that does not exist.
    """
    rows = {(table, name): row for table, _, name, row in _judged(package)}
    kept = _reviews(package)
    changed = {key for key, row in rows.items() if kept.get(key, {}).get("sha256") != judged_hash(row)}
    chosen = changed if wanted is None else {(table, name) for table, _, name in (one.partition(":") for one in wanted)}
    if strange := chosen - set(rows):
        raise PackageError(unknown_id(":".join(min(strange)), [":".join(key) for key in rows]))
    for table, name in chosen:
        found = {"sha256": judged_hash(rows[table, name]), "reviewed_on": day.isoformat()}
        kept[table, name] = {"table": table, "row_id": name} | found
    path: Path = unpacked(package.path).parent / package.resource(TABLE)["path"]
    write_whole(path, written([kept[key] for key in sorted(kept.keys() & rows.keys())], COLUMNS))
    return path


def _reviews(package: Package) -> dict[tuple[str, str], Row]:
    return {(row["table"], row["row_id"]): row for row in package.rows(TABLE)}


def _judged(package: Package) -> Iterator[tuple[str, int, str, Row]]:
    for table in judged_tables(package):
        for line, row in enumerate(package.rows(table), start=2):
            yield table, line, row_id(package, table, row), row


def review_lines(package: Package) -> Iterator[str]:
    """The rows that changed since they were reviewed, as lines for a terminal; none where all are as they were reviewed."""
    before = _committed()
    for table, row in unreviewed(package):
        name = row_id(package, table, row)
        yield f"{table}:{name}"
        yield from (f"  {line}" for line in _beside(package, row))
        old = _old_row(before, table, name)
        for column, cell in row.items():
            if old is None and cell is not None:
                yield f"  {column}: {cell}"
            elif old is not None and (was := old.get(column)) != cell:
                yield f"  {column}: {word_diff(*('' if one is None else str(one) for one in (was, cell)))}"
        yield f"  sign it with: briefing review --sign {table}:{name}"


def word_diff(old: str, new: str) -> str:
    """The new text with what was removed in [-…-] and what was added in {+…+}.

    >>> word_diff("up to 10 billion", "about 10 billion")
    '[-up to-] {+about+} 10 billion'
    """
    before, after = old.split(), new.split()
    parts = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(" ".join(before[a:b]))
            continue
        parts += [f"[-{' '.join(before[a:b])}-]"] if b > a else []
        parts += [f"{{+{' '.join(after[c:d])}+}}"] if d > c else []
    return " ".join(parts)


def _beside(package: Package, row: Row) -> Iterator[str]:
    """The French sentence or the page that a row rests on."""
    if passage := row.get("passage_id"):
        yield f"French: {package.row('passages', passage)['quote']}"
    if (source := row.get("source_id")) and "url" not in row:
        page = package.row("sources", source)
        yield f"Source: {page['publisher']}, {page['published'] or 'undated'}, {page['url']}"


def _committed() -> Package | None:
    """The edition of the last commit, where the current folder has one."""
    try:
        edition = open_edition("HEAD")
        return package_of(edition.descriptor, Path(edition.descriptor_name), edition.open)
    except PackageError:
        return None


def _old_row(before: Package | None, table: str, name: str) -> Row | None:
    if before is None or table not in before.frames:
        return None
    return next((row for row in before.rows(table) if row_id(before, table, row) == name), None)

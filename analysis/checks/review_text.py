"""What a reviewer sees: each changed row beside its French or its source, with the words that changed since the last commit."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from ..package import DESCRIPTOR_NAME, Package, PackageError, Row, package_of
from ..release import open_edition
from .reviews import row_id, unreviewed


def review_lines(package: Package) -> Iterator[str]:
    """The rows that changed since they were reviewed, as lines for a terminal; none where all are as they were reviewed."""
    before = _committed()
    for table, row in unreviewed(package):
        name = row_id(package, table, row)
        yield f"{table}:{name}"
        yield from (f"  {line}" for line in _beside(package, row))
        old = _old_row(before, table, name)
        for column, cell in row.items():
            was = None if old is None else old.get(column)
            if old is None and cell is not None:
                yield f"  {column}: {cell}"
            elif old is not None and was != cell:
                yield f"  {column}: {word_diff(str(was if was is not None else ''), str(cell if cell is not None else ''))}"
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
        return package_of(edition.descriptor, Path(DESCRIPTOR_NAME), edition.open)
    except PackageError:
        return None


def _old_row(before: Package | None, table: str, name: str) -> Row | None:
    if before is None or table not in before.frames:
        return None
    return next((row for row in before.rows(table) if row_id(before, table, row) == name), None)

"""The mistakes that people make in tables: in one cell, in whole rows, and in several cells at once. The same on every run."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from analysis.package import Package, Row
from analysis.values import Unreadable, read

Cells = dict[str, str]
LOOK_ALIKES = dict(zip("aeocpxiAEOC- ", "аеосрхіАЕОС–\u00a0", strict=True))  # Cyrillic letters, a dash, a no-break space

WORDS = {
    "billion": "million",
    "million": "billion",
    "GW": "MW",
    "more than": "less than",
    "up to": "about",
    "$": "€",
    "%": " percentage points",
}


@dataclass(frozen=True)
class Mistake:
    """The rows that take the place of the `gone` rows from `at` on, and what was done to which cell.

    `column` is empty for a mistake of whole rows; a `kind` that begins with a star is one of several cells.
    """

    table: str
    column: str
    kind: str
    at: int
    gone: int
    rows: tuple[Cells, ...]
    told: str = ""


class Tables:
    """The package as cells of text, with what its schemas say of each column."""

    def __init__(self, package: Package) -> None:
        self.package = package
        described = [resource for resource in package.descriptor["resources"] if "schema" in resource]
        self.schemas: dict[str, Row] = {resource["name"]: resource["schema"] for resource in described}
        self.path = {resource["name"]: resource["path"] for resource in described}
        self.fields = {name: {field["name"]: field for field in schema["fields"]} for name, schema in self.schemas.items()}
        self.rows: dict[str, list[Cells]] = {}
        for name, path in self.path.items():
            with (package.path.parent / path).open(encoding="utf-8", newline="") as file:
                self.rows[name] = list(csv.DictReader(file))
        self.targets: dict[tuple[str, str], tuple[str, str]] = {
            (name, key["fields"][0]): (key["reference"].get("resource") or name, key["reference"]["fields"][0])
            for name, schema in self.schemas.items()
            for key in schema.get("foreignKeys", [])
        }

    def typed(self, table: str, cells: Cells) -> Row:
        """The cells with the types of their fields; raises `ValueError`."""
        return {name: typed(cells[name], field["type"]) for name, field in self.fields[table].items()}


def typed(cell: str, kind: str) -> Any:
    """A cell with the type of its field, None where it is empty; raises `ValueError`."""
    if cell == "":
        return None
    if kind == "number":
        if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", cell):
            raise ValueError(cell)
        return float(cell)
    if kind == "boolean" and cell not in ("true", "false"):
        raise ValueError(cell)
    return int(cell) if kind == "integer" else cell == "true" if kind == "boolean" else cell


def mistakes(tables: Tables) -> Iterator[Mistake]:
    """Every mistake in every cell, and every row removed, doubled, or exchanged with its neighbour."""
    for table, rows in tables.rows.items():
        if tables.path[table].startswith("data/derived/") or table == "reviews":
            continue
        for at, row in enumerate(rows):
            after = rows[(at + 1) % len(rows)]
            for column, cell in row.items():
                seen = {tables.typed(table, row)[column]}
                for kind, value in _in_cell(tables, table, column, cell, after[column], _chance(table, at, column)):
                    try:
                        meant = typed(value, tables.fields[table][column]["type"])
                    except ValueError:
                        meant = value
                    if meant not in seen:  # 30.0 for 30 is no mistake
                        seen.add(meant)
                        yield Mistake(table, column, kind, at, 1, (row | {column: value},), f"{cell!r} -> {value!r}")
            yield Mistake(table, "", "row removed", at, 1, ())
            yield Mistake(table, "", "row doubled", at, 1, (row, row))
            if at + 1 < len(rows):
                yield Mistake(table, "", "rows exchanged", at, 2, (after, row))


def _chance(*what: object) -> random.Random:
    return random.Random("/".join(map(str, what)))  # noqa: S311 - the same on every run


def _in_cell(tables: Tables, table: str, column: str, cell: str, after: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    yield "copied from the next row", after
    if not cell:
        return
    field = tables.fields[table][column]
    yield "emptied", ""
    yield "space at the end", cell + chance.choice([" ", "\u00a0"])
    if places := [place for place, letter in enumerate(cell) if letter in LOOK_ALIKES]:
        place = chance.choice(places)
        yield "look-alike", cell[:place] + LOOK_ALIKES[cell[place]] + cell[place + 1 :]
    yield from _digits(cell, chance)
    if field["type"] in ("number", "integer"):
        value = float(cell)
        yield "decimal point moved", f"{value * chance.choice([10, 0.1]):.10g}"
        yield "thousandfold", f"{value * 1000:.10g}"
        yield "sign", f"{-value:.10g}"
    if shifted := _shifted(cell, chance):
        yield "date shifted", shifted
    known = field.get("constraints", {}).get("enum") or (["true", "false"] if field["type"] == "boolean" else [])
    if (table, column) in tables.targets:
        other, key = tables.targets[table, column]
        known = sorted({row[key] for row in tables.rows[other]})
    if others := [value for value in known if value != cell]:
        yield "another valid value", chance.choice(others)
    yield from _letters(cell, chance)


def _digits(cell: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    if digits := [place for place, letter in enumerate(cell) if letter.isdigit()]:
        place = chance.choice(digits)
        yield "digit changed", cell[:place] + chance.choice([d for d in "0123456789" if d != cell[place]]) + cell[place + 1 :]
    if pairs := [found.start() for found in re.finditer(r"(?=(\d)(?!\1)\d)", cell)]:
        place = chance.choice(pairs)
        yield "digits exchanged", cell[:place] + cell[place + 1] + cell[place] + cell[place + 2 :]


def _letters(cell: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    if letters := [place for place, letter in enumerate(cell) if letter.isascii() and letter.islower()]:
        place = chance.choice(letters)
        yield "letter changed", cell[:place] + chance.choice([x for x in "abdeilmnorstu" if x != cell[place]]) + cell[place + 1 :]
    words = cell.split(" ")
    if len(words) > 1:
        gone = chance.randrange(len(words))
        yield "word dropped", " ".join(words[:gone] + words[gone + 1 :])
    for one, other in (
        ("billion", "million"),
        ("million", "billion"),
        ("GW", "MW"),
        ("more than", "less than"),
        ("up to", "about"),
        ("$", "€"),
    ):
        if one in cell:
            yield "word of scale, unit or bound", cell.replace(one, other, 1)


def _shifted(cell: str, chance: random.Random) -> str:
    by = chance.choice([-1, 1])
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return (date.fromisoformat(cell) + timedelta(days=by * chance.choice([1, 7, 31, 365]))).isoformat()
    if found := re.fullmatch(r"(\d{4})-(\d\d)", cell):
        month = int(found[1]) * 12 + int(found[2]) - 1 + by
        return f"{month // 12}-{month % 12 + 1:02}"
    if found := re.fullmatch(r"(.*-Q)([1-4])", cell):
        return f"{found[1]}{(int(found[2]) - 1 + by) % 4 + 1}"
    if found := re.fullmatch(r"(.*?)(20\d\d)", cell):
        return f"{found[1]}{int(found[2]) + by}"
    return ""


# ------------------------------------------------------------ several cells at once


def other_mistakes(tables: Tables) -> Iterator[Mistake]:
    """Mistakes of other kinds than one changed cell: cut quotes with cells to match, values of another row, a slip of all bounds."""
    yield from _cut_quotes(tables)
    for table, rows in tables.rows.items():
        if not tables.path[table].startswith("data/context/") or not {"low", "high", "bound", "printed"} <= set(tables.fields[table]):
            continue
        key = tables.schemas[table]["primaryKey"][0]
        for at, row in enumerate(rows):
            after = rows[(at + 1) % len(rows)]
            values = [c for c in ("low", "high", "unit", "bound", "qualifier") if c in row]
            changes: list[tuple[str, Cells]] = [
                ("*values of the next row, words kept", {c: after[c] for c in values}),
                ("*row under the id of the next row, with its source", {c: after[c] for c in row if c != key}),
                ("*page of the next row", {"source_id": after["source_id"]}),
                ("*a ceiling made a value", {"low": row["high"], "bound": "exact", "qualifier": ""} if row["bound"] == "at_most" else {}),
                ("*a value made a ceiling", {"low": "", "bound": "at_most", "qualifier": "up to"} if row["bound"] == "exact" else {}),
                ("*a floor made a value", {"high": row["low"], "bound": "exact", "qualifier": ""} if row["bound"] == "at_least" else {}),
                ("*millions taken for billions", {c: _times(row[c], 1000) for c in ("low", "high")}),
            ]
            for kind, cells in changes:
                kept = {column: cell for column, cell in cells.items() if column in row}
                if row["printed"] and any(row[column] != cell for column, cell in kept.items()):
                    yield Mistake(table, "", kind, at, 1, (row | kept,))


def _times(cell: str, factor: int) -> str:
    return f"{float(cell) * factor:.10g}" if cell else ""


def _cut_quotes(tables: Tables) -> Iterator[Mistake]:
    """Each run of words inside the quote of a figure that still can be read, with all cells made to agree with it."""
    sentences = {row["passage_id"]: row["quote"] for row in tables.rows["passages"]}
    for at, row in enumerate(tables.rows["figures"]):
        words, whole = row["quote"].split(" "), read(row["quote"], "fr")
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                quote = " ".join(words[start:end])
                try:
                    reading = read(quote, "fr")
                except Unreadable:
                    continue
                if reading == whole or sentences[row["passage_id"]].count(quote) != 1:
                    continue
                low, high = ("" if value is None else f"{value.normalize():f}" for value in (reading.low, reading.high))
                cells = {"quote": quote, "low": low, "high": high, "unit": reading.unit, "bound": reading.bound}
                yield Mistake(
                    "figures", "", "*quote cut, cells made to agree", at, 1,
                    (row | cells | {"qualifier": reading.qualifier, "period": reading.period},), quote,
                )  # fmt: skip

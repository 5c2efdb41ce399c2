"""Proves the validation: makes each mistake that people make in each cell of the tables, and counts what is found.

`python benchmarks/mutation.py --write` runs all of them and rewrites docs/validation.md; `--sample N` takes N of those outside
data/article. Hashes count as refreshed. A mutation is judged in this process, with only its own table changed, by the functions
that `briefing validate` calls; types and constraints by a stand-in for Frictionless.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

from analysis.checks.conformance import STRANGE
from analysis.checks.opened import Context
from analysis.metrics.derived import TABLES as DERIVED
from analysis.checks.article import evidence_issues
from analysis.package.tables import ROOT, DataPackage, frame_of, open_package, write_whole
from analysis.checks.context import CALCULATIONS, CHECKS, allowances, dates
from analysis.checks.tidy import id_issues, order_issues

Cells = dict[str, str]
HEAD = """# How good is the validation?

Written by `python benchmarks/mutation.py --write`. Each mistake is made alone, hashes count as refreshed, and the checks of
`briefing validate` are asked; a change in data/derived alone is found by computing it again, and this check does not count for
other tables. {ran} of {total} mistakes were tried: all of data/article, and a fixed random sample of the rest where fewer.
Types, constraints and keys are judged by a stand-in for Frictionless.
A misreading that stands alike in the cells and in the sentence of a row is out of reach unless arithmetic or a second source
meets it.
"""
WHY = """No rule can tell a note or a title in our words from another that is as good English, nor a word left out of a sentence
that still reads well. Which of two valid judgements (`status`, `kind` of a source, `verdict`) holds is in the page alone.
The rest are values that no other row depends on.
"""
LOOK_ALIKES = {
    "a": "а",
    "e": "е",
    "o": "о",
    "c": "с",
    "p": "р",
    "x": "х",
    "i": "і",
    "A": "А",
    "E": "Е",
    "O": "О",
    "C": "С",
    "-": "–",
    " ": "\u00a0",
}


@dataclass(frozen=True)
class Mutation:
    """One mistake: the rows that take the place of the rows from `at` on (`gone` of them), and what was done to which cell."""

    table: str
    column: str  # empty for a mistake of whole rows
    kind: str
    at: int
    gone: int
    rows: tuple[Cells, ...]
    told: str


class Tables:
    """The package as cells of text, with what its schemas say of each column."""

    def __init__(self, package: DataPackage) -> None:
        self.package = package
        self.schemas = {r["name"]: r["schema"] for r in package.descriptor["resources"] if "schema" in r}
        self.resources = {r["name"]: r for r in package.descriptor["resources"]}
        self.folder = {r["name"]: r["path"].split("/")[1] for r in package.descriptor["resources"]}
        self.path = {r["name"]: r["path"] for r in package.descriptor["resources"]}
        self.rows: dict[str, list[Cells]] = {}
        for name in self.schemas:
            with (package.path.parent / self.path[name]).open(encoding="utf-8", newline="") as file:
                self.rows[name] = list(csv.DictReader(file))
        self.fields = {name: {field["name"]: field for field in schema["fields"]} for name, schema in self.schemas.items()}
        self.targets: dict[tuple[str, str], tuple[str, str]] = {
            (name, key["fields"][0]): (key["reference"].get("resource") or name, key["reference"]["fields"][0])
            for name, schema in self.schemas.items()
            for key in schema.get("foreignKeys", [])
        }

    def column_class(self, table: str, column: str) -> str:
        """Whether a column holds numbers, dates, keys, one of a list of values, or text."""
        field, schema = self.fields[table][column], self.schemas[table]
        if (table, column) in self.targets or column in schema["primaryKey"] or column == "row_id":
            return "key"
        if field["type"] in ("number", "integer"):
            return "numeric"
        if field["type"] in ("date", "year", "yearmonth") or "[0-9]{4}" in field.get("constraints", {}).get("pattern", ""):
            return "date"
        if field["type"] == "boolean" or "enum" in field.get("constraints", {}):
            return "enum"
        return "text"


def mutations(tables: Tables) -> Iterator[Mutation]:
    """Every mistake in every cell and every row, in the order of the tables; the same on every run."""
    for table, rows in tables.rows.items():
        for at, row in enumerate(rows):
            after = rows[(at + 1) % len(rows)]
            for column, cell in row.items():
                for kind, value in _cell_mistakes(tables, table, column, cell, after[column], random.Random(f"{table}/{at}/{column}")):  # noqa: S311
                    if value != cell:
                        changed = row | {column: value}
                        if kind == "both ends":
                            changed[column.removesuffix("low") + "high"] = value
                        yield Mutation(table, column, kind, at, 1, (changed,), f"{cell!r} -> {value!r}")
            if len(rows) > 1:
                yield Mutation(table, "", "row removed", at, 1, (), "")
                yield Mutation(table, "", "rows swapped", at % (len(rows) - 1), 2, tuple(rows[at % (len(rows) - 1) :][:2][::-1]), "")
            yield Mutation(table, "", "row duplicated", at, 1, (row, row), "")


def _cell_mistakes(tables: Tables, table: str, column: str, cell: str, after: str, chance: random.Random) -> Iterator[tuple[str, str]]:  # noqa: C901
    field, sort = tables.fields[table][column], tables.column_class(table, column)
    if not cell:
        yield "copied from the next row", after
        return
    yield "emptied", ""
    yield "copied from the next row", after
    yield "space at the end", cell + chance.choice([" ", "\u00a0"])
    if places := [place for place, letter in enumerate(cell) if letter in LOOK_ALIKES]:
        place = chance.choice(places)
        yield "look-alike", cell[:place] + LOOK_ALIKES[cell[place]] + cell[place + 1 :]
    if digits := [place for place, letter in enumerate(cell) if letter.isdigit()]:
        place = chance.choice(digits)
        yield "digit changed", cell[:place] + chance.choice([d for d in "0123456789" if d != cell[place]]) + cell[place + 1 :]
    if pairs := [found.start() for found in re.finditer(r"(?=(\d)(?!\1)\d)", cell)]:
        place = chance.choice(pairs)
        yield "digits swapped", cell[:place] + cell[place + 1] + cell[place] + cell[place + 2 :]
    if sort == "numeric":
        value = float(cell)
        yield "decimal point moved", f"{value * chance.choice([10, 0.1]):.10g}"
        yield "sign", f"{-value:.10g}"
        if column.endswith("low"):
            yield "both ends", f"{value + chance.choice([-1, 1]) * 10 ** chance.choice([0, -1]):.10g}"
    if sort == "date" and (shifted := _shifted(cell, chance)):
        yield "date shifted", shifted
    known = field.get("constraints", {}).get("enum") or (["true", "false"] if field["type"] == "boolean" else [])
    if (table, column) in tables.targets:
        other, key = tables.targets[table, column]
        known = sorted({row[key] for row in tables.rows[other]})
    if others := [value for value in known if value != cell]:
        yield "another valid value", chance.choice(others)
    if sort in ("key", "text"):
        if letters := [place for place, letter in enumerate(cell) if letter.isascii() and letter.islower()]:
            place = chance.choice(letters)
            yield "letter changed", cell[:place] + chance.choice([x for x in "abdeilmnorstu" if x != cell[place]]) + cell[place + 1 :]
        words = cell.split(" ")
        if len(words) > 2:
            gone = chance.randrange(len(words))
            yield "word dropped", " ".join(words[:gone] + words[gone + 1 :])


def _shifted(cell: str, chance: random.Random) -> str:
    by = chance.choice([-1, 1])
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return (date.fromisoformat(cell) + timedelta(days=by * chance.choice([1, 7, 31, 365]))).isoformat()
    if found := re.fullmatch(r"(\d{4})-(\d\d)", cell):
        month = int(found[1]) * 12 + int(found[2]) - 1 + by
        return f"{month // 12}-{month % 12 + 1:02}"
    if found := re.fullmatch(r"(.*-Q)([1-4])", cell):
        return f"{found[1]}{(int(found[2]) - 1 + by) % 4 + 1}"
    if found := re.fullmatch(r"(.*?)(\d+)", cell):
        return f"{found[1]}{int(found[2]) + by:0{len(found[2])}}"
    return ""


class Judge:
    """Says by which check a mutation is found, or that none finds it."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.context = Context(tables.package)
        self.values = {
            (table, column): Counter(row[column] for row in rows) for table, rows in tables.rows.items() for column in tables.fields[table]
        }

    def __call__(self, mutation: Mutation) -> str:
        """The name of the check that speaks first; empty where none does."""
        rows = [*self.tables.rows[mutation.table]]
        rows[mutation.at : mutation.at + mutation.gone] = mutation.rows
        return self._of_row(mutation) or self._of_keys(mutation, rows) or self._of_table(mutation, rows) or self._of_meaning(mutation, rows)

    def _of_row(self, mutation: Mutation) -> str:  # noqa: C901 - one line a constraint
        schema = self.tables.schemas[mutation.table]
        for cells in mutation.rows:
            typed: dict[str, Any] = {}
            for field in schema["fields"]:
                cell, constraints = cells[field["name"]], field.get("constraints", {})
                if cell == "":
                    typed[field["name"]] = None
                    if constraints.get("required"):
                        return "required"
                    continue
                try:
                    typed[field["name"]] = _typed(cell, field["type"])
                except ValueError:
                    return "type"
                if cell != cell.strip():
                    return "space"
                if "pattern" in constraints and not re.match(constraints["pattern"] + r"\Z", cell):
                    return "pattern"
                if "enum" in constraints and cell not in constraints["enum"]:
                    return "enum"
                if ("minimum" in constraints and typed[field["name"]] < constraints["minimum"]) or (
                    "maximum" in constraints and typed[field["name"]] > constraints["maximum"]
                ):
                    return "range"
            for rule in schema.get("rowRules", []):
                if not eval(rule["formula"], {"__builtins__": {}}, typed):  # noqa: S307 - the descriptor is ours
                    return "row rule"
        return ""

    def _of_keys(self, mutation: Mutation, rows: list[Cells]) -> str:
        table, schema = mutation.table, self.tables.schemas[mutation.table]
        keys = [tuple(row[column] for column in schema["primaryKey"]) for row in rows]
        if len(set(keys)) < len(keys):
            return "primary key"
        for name, field in self.tables.fields[table].items():
            if field.get("constraints", {}).get("unique"):
                cells = [row[name] for row in rows if row[name]]
                if len(set(cells)) < len(cells):
                    return "unique"
        for (origin, column), (other, key) in self.tables.targets.items():
            if table not in (origin, other):
                continue
            known = {row[key] for row in (rows if other == table else self.tables.rows[other])}
            if any(row[column] and row[column] not in known for row in (rows if origin == table else self.tables.rows[origin])):
                return "foreign key"
        return ""

    def _of_table(self, mutation: Mutation, rows: list[Cells]) -> str:
        if any(STRANGE.search(cell) for cells in mutation.rows for cell in cells.values()):
            return "characters"
        if self.tables.resources[mutation.table].get("rows", len(rows)) != len(rows):
            return "number of rows"
        return ""

    def _of_meaning(self, mutation: Mutation, rows: list[Cells]) -> str:
        table, resource = mutation.table, self.tables.resources[mutation.table]
        if table in DERIVED:
            return "computed" if rows != self.tables.rows[table] else ""
        frame = _frame(rows, self.tables.schemas[table])
        package = replace(self.tables.package, frames=self.tables.package.frames | {table: frame})
        if "sortedBy" in resource["schema"] and next(order_issues(package, resource), None):
            return "order of rows"
        if resource["schema"].get("idInWords") == "row" and next(id_issues(package, resource), None):
            return "words of the id"
        context = copy(self.context)
        context.package = package
        if table in context.rows:
            full = package.rows(table)
            context.rows = context.rows | {table: full}
            context.by_id = context.by_id | {table: {row[context.key(table)]: row for row in full}}
            context.tolerance = {row["rule_id"]: row["value"] for row in context.rows["tolerances"]}
            if len(mutation.rows) == 1:  # the checks of one row against itself need no other
                alone = copy(context)
                alone.schemas = {table: context.schemas[table]}
                alone.rows = context.rows | {table: [full[mutation.at]]}
                for check in CHECKS[:2]:
                    if next(check(alone), None):
                        return check.__name__
        try:
            for issue in self._content(context, table):
                return "content: " + re.sub(r"[\d.]+|“.*?”", "…", issue.message)
        except Exception as error:  # validate reports it as an issue, too
            return f"cannot be weighed: {type(error).__name__}"
        return ""

    def _content(self, context: Context, table: str) -> Iterator[Any]:
        if self.tables.folder[table] == "article":
            yield from evidence_issues(context.package)
        first = [*dates(context), *allowances(context)]
        yield from first
        skipped = () if table == "figures" or first or table in ("organisations", "cloud_series", "sources") else CHECKS[:2]
        for check in CHECKS if first else CHECKS + CALCULATIONS:
            if check not in skipped:
                yield from check(context)


def _typed(cell: str, kind: str) -> Any:
    if kind == "number":
        if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", cell):
            raise ValueError
        return float(cell)
    if kind == "integer":
        return int(cell)
    if kind == "boolean":
        return {"true": True, "false": False}[cell] if cell in ("true", "false") else _fail()
    return cell


def _fail() -> Any:
    raise ValueError


def _text(rows: list[Cells]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def _frame(rows: list[Cells], schema: dict[str, Any]) -> pd.DataFrame:
    return frame_of(_text(rows).encode("utf-8"), schema)


def main() -> None:
    """Run mutations, say how many are found, and keep the score in docs/validation.md when asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sample", type=int, help="so many of data/context and data/derived; data/article is always whole")
    parser.add_argument("--write", action="store_true", help="rewrite docs/validation.md")
    given = parser.parse_args()
    tables = Tables(open_package())
    everything = list(mutations(tables))
    chosen = [mutation for mutation in everything if tables.folder[mutation.table] == "article"]
    rest = [mutation for mutation in everything if tables.folder[mutation.table] != "article"]
    chosen += random.Random(5).sample(rest, min(given.sample, len(rest))) if given.sample else rest  # noqa: S311
    judge = Judge(tables)
    score: dict[tuple[str, str, str], Counter[bool]] = defaultdict(Counter)
    for mutation in chosen:
        found = bool(judge(mutation))
        folder = tables.folder[mutation.table]
        sort = tables.column_class(mutation.table, mutation.column) if mutation.column else "rows"
        for key in ((folder, "all", ""), (folder, "class", sort), (folder, "kind", mutation.kind)):
            score[key][found] += 1
        if not found:
            score[folder, "missed", f"{mutation.table}.{mutation.column or 'row'}: {mutation.kind}"][found] += 1
    text = _told(score, len(chosen), len(everything))
    print(text)
    if given.write:
        write_whole(ROOT / "docs/validation.md", text)


def _told(score: dict[tuple[str, str, str], Counter[bool]], ran: int, total: int) -> str:
    lines = [HEAD.format(ran=ran, total=total)]
    for part, title in (("all", "Score"), ("class", "By class of column"), ("kind", "By kind of mistake")):
        lines += [f"## {title}\n", "| tables | what | found | of | percent |", "|---|---|---:|---:|---:|"]
        for (folder, what, name), count in sorted(score.items()):
            if what == part:
                percent = 100 * count[True] / count.total()
                lines.append(f"| data/{folder} | {name or 'all'} | {count[True]} | {count.total()} | {percent:.2f} |")
        lines.append("")
    lines += ["## Not found\n", WHY, "| column: kind | times |", "|---|---:|"]
    lines += [f"| {name} | {count[False]} |" for (_, what, name), count in sorted(score.items()) if what == "missed"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()

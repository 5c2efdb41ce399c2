"""Proves the validation: makes each mistake that people make in the tables, and counts what is found, and by what.

`python -m benchmarks.mutation --write` makes them and rewrites docs/validation.md. Each mistake is made alone, in memory, and hashes
count as refreshed. It is judged by the functions that `briefing validate` calls, but types, constraints and keys by a stand-in for
Frictionless (`benchmarks/schema.py`, which a test compares with it). Two scores are told apart: what is found by reading words and by
rules, and what is found because a row is no longer the one that was reviewed.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from copy import copy
from dataclasses import replace
from functools import cache
from multiprocessing import get_context

from analysis.checks import judged_hash
from analysis.checks.article import article_issues
from analysis.checks.context import context_issues
from analysis.checks.opened import Context
from analysis.checks.order import order_issues
from analysis.checks.printed import difference, printed_issues
from analysis.checks.text import cell_issues, text_issues
from analysis.package import QUANTITIES, ROOT, Issue, Package, frame_of, open_package, write_whole, written
from analysis.values import Unreadable
from benchmarks.mistakes import Cells, Mistake, Tables, mistakes, other_mistakes
from benchmarks.schema import Schemas

DOCUMENT = ROOT / "docs/validation.md"
SAMPLE = 600  # of the mistakes in cells of data/context that are no value
# The cells of figures and sentences whose mistakes must all be found without a review.
VALUES = {
    "figures": {"figure_id", "passage_id", "quote", "low", "high", "unit", "bound", "qualifier", "period"},
    "passages": {"start", "end", "quote"},
}
CELLS = {"low", "high", "unit", "bound", "printed", "qualifier"}  # and their likes, of other sources


def is_value(tables: Tables, mistake: Mistake) -> bool:
    """Whether a mistake is in a cell that states a value, or that says where its words stand."""
    if mistake.table in VALUES:
        return mistake.column in VALUES[mistake.table]
    found = [wanted for wanted in QUANTITIES.values() if wanted.fit(set(tables.fields[mistake.table]))]
    if found and mistake.column.endswith("printed"):
        row = tables.rows[mistake.table][mistake.at]
        return not _say_the_same(row[mistake.column], mistake.rows[0][mistake.column])
    return mistake.column in CELLS | {c for w in found for c in (w.low, w.high, w.bound)} if found else False


def _say_the_same(one: str, other: str) -> bool:
    """Whether two printed words state one quantity: then the change is no mistake of value, and only a review can see it."""
    try:
        return replace(difference(one, "en"), period="") == replace(difference(other, "en"), period="")
    except Unreadable:
        return one.replace("–", "-") == other.replace("–", "-")


@cache
def _opened() -> tuple[Tables, Schemas, Context]:
    package = open_package()
    tables = Tables(package)
    return tables, Schemas(tables), Context(package)


@cache
def _before() -> set[tuple[str, str, str]]:
    """What is found in the package as it stands: nothing, when its data are whole. It counts for no mistake."""
    return _said(_opened()[0].package, CONTENT)


def judge(mistake: Mistake) -> tuple[str, bool]:
    """The check that finds a mistake without reviews, "" where none does; and whether the reviews find it."""
    tables, schemas, _ = _opened()
    rows = [*tables.rows[mistake.table]]
    before = rows[mistake.at : mistake.at + mistake.gone]
    rows[mistake.at : mistake.at + mistake.gone] = mistake.rows
    try:
        found = schemas.broken(mistake, rows) or _content(mistake, rows)
    except Exception as error:  # validate reports it as an issue, too
        found = f"cannot be checked: {type(error).__name__}"
    return found, _reviewed(tables, mistake.table, before) != _reviewed(tables, mistake.table, mistake.rows)


def _reviewed(tables: Tables, table: str, rows: Iterable[Cells]) -> set[str] | None:
    """The hashes of rows as a review knows them, or None where the table is computed."""
    if tables.path[table].startswith("data/derived/") or table == "reviews":
        return None
    try:
        return {judged_hash(tables.typed(table, row)) for row in rows}
    except ValueError:
        return set()


def _content(mistake: Mistake, rows: list[Cells]) -> str:
    tables, _, context = _opened()
    table, columns = mistake.table, list(tables.fields[mistake.table])
    if text_issues(written([dict(row) for row in mistake.rows], columns).encode(), "x.csv"):
        return "characters"
    if table in context.schemas and len(mistake.rows) == 1 and _printed(context, mistake):
        return "printed words"
    text = written([dict(row) for row in rows], columns)
    package = replace(tables.package, frames=tables.package.frames | {table: frame_of(text.encode(), tables.schemas[table])})
    described = {**package.descriptor, "resources": [package.resource(table)]}
    if cell_issues(replace(package, descriptor=described, frames={table: package.frames[table]})):
        return "cells"
    for name, check in CONTENT.items():
        if (name != "words of the article" or tables.path[table].startswith("data/article/")) and _said(package, {name: check}) - _before():
            return name
    return ""


CONTENT: Mapping[str, Callable[[Package], list[Issue]]] = {
    "order and number of rows": order_issues,
    "words of the article": article_issues,
    "agreement of rows": context_issues,
}


def _said(package: Package, checks: Mapping[str, Callable[[Package], list[Issue]]]) -> set[tuple[str, str, str]]:
    return {(issue.path, issue.column, issue.message) for check in checks.values() for issue in check(package)}


def _printed(context: Context, mistake: Mistake) -> bool:
    """Whether the printed words of the changed row say otherwise; no other row need be looked at."""
    changed = copy(context)
    changed.schemas = {mistake.table: context.schemas[mistake.table]}
    changed.rows = context.rows | {mistake.table: [_opened()[0].typed(mistake.table, mistake.rows[0])]}
    return next(printed_issues(changed), None) is not None


# ------------------------------------------------------------ the score


def chosen(tables: Tables, sample: int) -> list[Mistake]:
    """All mistakes in values and in data/article, and a fixed random sample of the rest."""
    every = [*mistakes(tables), *other_mistakes(tables)]
    picked = [
        one for one in every if one.kind.startswith("*") or is_value(tables, one) or tables.path[one.table].startswith("data/article/")
    ]
    rest = [one for one in every if one.table in _opened()[2].schemas and not one.kind.startswith("*") and not is_value(tables, one)]
    return picked + random.Random(0).sample(rest, min(sample, len(rest)))  # noqa: S311 - the same on every run


def run(sample: int) -> tuple[list[tuple[Mistake, str, bool]], int]:
    """Judge the mistakes, on two processes; returns them with how they are found."""
    tables = _opened()[0]
    wanted = chosen(tables, sample)
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        results = list(pool.map(judge, wanted, chunksize=200))
    return [(one, found, reviewed) for one, (found, reviewed) in zip(wanted, results, strict=True)], len(wanted)


def groups(tables: Tables, one: Mistake) -> Iterator[str]:
    """The lines of the score that a mistake counts in."""
    folder = "other sources" if one.table in _opened()[2].schemas else "the article"
    if one.kind.startswith("*"):
        yield f"more than one cell: {one.kind[1:]}"
    elif not one.column:
        yield f"{folder}: rows removed, doubled, exchanged"
    elif is_value(tables, one):
        yield f"{folder}: values (numbers, units, bounds, words, places, keys)"
    else:
        yield f"{folder}: all other cells"


def report(results: list[tuple[Mistake, str, bool]]) -> str:
    """The score as Markdown."""
    tables = _opened()[0]
    score: dict[str, Counter[str]] = defaultdict(Counter)
    by, missed = Counter[str](), Counter[str]()
    for one, found, reviewed in results:
        by[found or ("reviews" if reviewed else "nothing")] += 1
        for name in groups(tables, one):
            score[name].update(["made"] + ["found"] * bool(found) + ["seen"] * bool(found or reviewed))
        if not found and is_value(tables, one) and not one.kind.startswith("*"):
            missed[f"{one.table}.{one.column}: {one.kind}: {one.told}"] += 1
    lines = ["| mistakes | made | found by words and rules | percent | with reviews | percent |", "|---|---:|---:|---:|---:|---:|"]
    order = sorted(score, key=lambda name: (name.startswith("more"), name))
    for name in order:
        of, proved, seen = (score[name][key] for key in ("made", "found", "seen"))
        lines.append(f"| {name} | {of} | {proved} | {_percent(proved, of)} | {seen} | {_percent(seen, of)} |")
    lines += [
        "",
        "## By what they are found",
        "",
        "| first found by | mistakes |",
        "|---|---:|",
        *(f"| {n} | {c} |" for n, c in by.most_common()),
    ]
    if missed:
        lines += ["", "## Values that only a review finds", "", *(f"- {name}" for name in sorted(missed)[:40])]
    return "\n".join(lines) + "\n"


def _percent(part: int, whole: int) -> str:
    """A share to one digit, rounded down: nothing is whole but the whole."""
    return f"{1000 * part // whole / 10:.1f}"


HEAD = """# How good is the validation?

Written by `make proof` ({count} mistakes, each made alone). Hashes count as refreshed, and what is computed from the tables as computed
again. Two scores are told apart:

- **by words and rules**: a program reads the words again, or a rule of schema, order, arithmetic, calendar or relations speaks. This is
  proof: nobody needs to have looked.
- **with reviews**: the row is no longer the one that was signed. This finds every change, and says nothing about the row that was
  signed: a mistake that was there when somebody looked stays.

"""
FOOT = """
## What that does not show

Whether a page prints the words that were recorded rests on whoever recorded them: a mistake that stands alike in `printed` and in the
cells is found only by a second page, by arithmetic, or by whoever looks at the page again. Which of two valid judgements is right
(`kind`, `status`, `verdict`, a translation) no program knows; these are signed.
"""


def main() -> None:
    """Make the mistakes, print the score, and write it where asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sample", type=int, default=SAMPLE, help=f"of mistakes in other cells of data/context (default: {SAMPLE})")
    parser.add_argument("--write", action="store_true", help="write docs/validation.md")
    options = parser.parse_args()
    results, count = run(options.sample)
    text = HEAD.format(count=count) + report(results) + FOOT
    print(text)
    if options.write:
        write_whole(DOCUMENT, re.sub(r"\n{3,}", "\n\n", text))


if __name__ == "__main__":
    main()

"""The screen in columns and Frictionless alone come to the same issues, in every word, whatever is wrong with a table."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from analysis import columns
from analysis.conformance import row_issues
from analysis.package import DESCRIPTOR, ROOT, read_descriptor

Table = list[list[str]]

# What people and programs leave in a cell; {} is what stood there.
CELLS = [
    "", " ", "{} ", " {}", "\u00a0{}", "{}\u00a0", "{}x", "x{}", "{}{}", "-{}", "+{}", "0{}", "{}.0", "{}0", "{}.5", "{}e3", "{},5", "{}\n",
    '"{}"', 'a "{}" b', "{}, {}", "{}\n{}", "NaN", "inf", "1_000", "0x10", "12345678901234567890", "0.1000000000000000001", "1e400", "٣",
    "None", "null", "true", "True", "FALSE", "0", "1", "-1", "2025-02-30", "2025-2-3", "2025-02-28", "20250228", "{}é", "{}\u200b",
    "\x0b{}", "\x1f{}", "{}\x85", "Ａ{}", "exact", "at_least", "at_most", "range", "about", "USD_bn", "https://a b", "https://a\u00a0b", "https://é.fr",
]  # fmt: skip


def faults(table: Table, others: list[Table], count: int, random: Random) -> None:
    """Break so many places of the table: cells, cells of other rows and tables, rows left out, repeated or moved."""
    for _ in range(count):
        row = random.randrange(1, len(table))
        column = random.randrange(len(table[0]))
        match random.randrange(10):
            case 0:
                table.insert(random.randrange(1, len(table) + 1), list(table[row]))
            case 1 if len(table) > 3:
                del table[row]
            case 2:
                other = random.randrange(1, len(table))
                table[row], table[other] = table[other], table[row]
            case 3 | 4:
                table[row][column] = table[random.randrange(1, len(table))][column]
            case 5:
                other_table = random.choice(others)
                table[row][column] = random.choice(random.choice(other_table[1:]))
            case _:
                table[row][column] = random.choice(CELLS).replace("{}", table[row][column])


def read(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(path: Path, table: Table) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(table)


def both(folder: Path, descriptor: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], list[str]]:
    """The issues of Frictionless alone, and those with the screen before it, as text."""
    monkeypatch.setattr(columns, "LARGE", 10**12)
    alone = row_issues(descriptor, folder, "datapackage.json")
    monkeypatch.setattr(columns, "LARGE", 0)
    monkeypatch.setattr(columns, "ALWAYS", 1)
    screened = row_issues(descriptor, folder, "datapackage.json")
    return list(map(repr, alone)), list(map(repr, screened))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("data", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def tables(descriptor: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (resource for resource in descriptor["resources"] if "schema" in resource)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_the_screen_agrees_with_frictionless_over_thousands_of_faults(folder: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(seed)  # noqa: S311 - faults need only vary
    descriptor = read_descriptor(DESCRIPTOR)
    paths = [folder / resource["path"] for resource in tables(descriptor)]
    whole = [read(path) for path in paths]
    broken = [[list(row) for row in table] for table in whole]
    for path, table in zip(paths, broken, strict=True):
        faults(table, whole, min(40, len(table)), random)
        write(path, table)
    alone, screened = both(folder, descriptor, monkeypatch)
    assert len(alone) > 300
    assert screened == alone


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(9))
def test_they_agree_where_little_is_wrong(folder: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(1000 + seed)  # noqa: S311 - faults need only vary
    descriptor = read_descriptor(DESCRIPTOR)
    for resource in random.sample(list(tables(descriptor)), 6):
        table = read(folder / resource["path"])
        faults(table, [table], random.randrange(1, 4), random)
        write(folder / resource["path"], table)
    alone, screened = both(folder, descriptor, monkeypatch)
    assert screened == alone


def test_a_sound_package_passes_the_screen_and_only_the_first_rows_are_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "LARGE", 0)
    monkeypatch.setattr(columns, "ALWAYS", 1)
    descriptor = read_descriptor(DESCRIPTOR)
    screen = columns.Screen(descriptor, ROOT)
    for resource in tables(descriptor):
        excerpt = screen.excerpt(resource["name"])
        assert excerpt is not None, resource["name"]
        assert len(excerpt.rows) <= 12, resource["name"]  # the first row, and those of the table that it names
    assert row_issues(descriptor, ROOT, "datapackage.json") == []


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"\n", b",x\n", 3),
        lambda data: data.replace(b",", b"", 1),
        lambda data: data + b"\n\n",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"figure_id", b"id"),
        lambda data: data.replace(b"39 %", b"39 \xff%"),
        lambda _: b"",
        lambda data: data.replace(b"azure-growth,", b'"azure"-growth,'),
        lambda data: data.replace(b"39 %", b'3"9 %'),
    ],
)
def test_a_file_that_is_no_sound_table_is_left_to_frictionless(folder: Path, change: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    descriptor = read_descriptor(DESCRIPTOR)
    descriptor["resources"] = descriptor["resources"][:5]
    path = folder / "data/article/figures.csv"
    path.write_bytes(change(path.read_bytes()))
    alone, screened = both(folder, descriptor, monkeypatch)
    assert screened == alone


@pytest.mark.parametrize(
    "change",
    [
        {"missingValues": ["", "-"]},
        {"fieldsMatch": "subset"},
        {"rowRules": [{"formula": "len(quote) < 40", "message": "is long"}]},
        {"rowRules": [{"formula": "low + 1 > high", "message": "is far"}]},
        {"rowRules": [{"formula": "low <", "message": "is no rule"}]},
        {"rowRules": [{"formula": "low < high", "message": "an open end is no answer"}]},
        {"rowRules": [{"formula": "not (low == 30) or high != 30", "message": "is not thirty"}]},
        {"uniqueKeys": [["unit", "bound"], "period"]},
        {"primaryKey": ["unit", "bound"]},
    ],
)
def test_they_agree_on_schemas_that_are_not_ours(change: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    descriptor: dict[str, Any] = json.loads(DESCRIPTOR.read_text("utf-8"))
    descriptor["resources"] = descriptor["resources"][:5]
    figures = next(one for one in descriptor["resources"] if one["name"] == "figures")
    figures["schema"].update(change)
    alone, screened = both(ROOT, descriptor, monkeypatch)
    assert screened == alone

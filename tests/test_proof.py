"""The proof of the validation tells the truth: its stand-in judges as Frictionless does, and its mistakes are mistakes."""

from __future__ import annotations

import random

import pytest
from copies import Copy

from analysis.checks.rows import row_issues
from analysis.package import Package, read_descriptor, written
from benchmarks.mistakes import Mistake, Tables, mistakes, other_mistakes
from benchmarks.mutation import is_value, judge
from benchmarks.schema import Schemas


@pytest.fixture(scope="module")
def tables(package: Package) -> Tables:
    return Tables(package)


@pytest.fixture(scope="module")
def every(tables: Tables) -> list[Mistake]:
    return list(mistakes(tables))


def test_every_mistake_changes_its_row_and_is_the_same_on_every_run(tables: Tables, every: list[Mistake]) -> None:
    for one in every:
        assert tuple(tables.rows[one.table][one.at : one.at + one.gone]) != one.rows
    assert every == list(mistakes(tables))


def test_mistakes_are_of_many_kinds_in_every_column(tables: Tables, every: list[Mistake]) -> None:
    assert len({one.kind for one in every}) >= 15
    assert len({one.kind for one in other_mistakes(tables)}) >= 7
    tried = {(one.table, one.column) for one in every}
    for table, rows in tables.rows.items():
        if not tables.path[table].startswith("data/derived/") and table != "reviews":
            assert {(table, column) for column in rows[0] if any(row[column] for row in rows)} <= tried


@pytest.mark.slow
def test_every_mistake_in_a_value_of_a_figure_is_found_without_reviews(tables: Tables, every: list[Mistake]) -> None:
    of_figures = [one for one in every if one.table == "figures" and one.column and is_value(tables, one)]
    assert len(of_figures) > 400
    assert [f"{one.column}: {one.told}" for one in of_figures if not judge(one)[0]] == []


def test_a_sample_of_mistakes_in_values_of_other_sources_is_found_without_reviews(tables: Tables, every: list[Mistake]) -> None:
    values = [one for one in every if one.table not in ("figures", "passages") and one.column and is_value(tables, one)]
    chosen = random.Random(7).sample(values, 100)  # noqa: S311 - the same on every run
    assert [f"{one.table}.{one.column}: {one.told}" for one in chosen if not judge(one)[0]] == []


def test_every_quote_that_is_cut_with_its_cells_made_to_agree_is_found(tables: Tables) -> None:
    cut = [one for one in other_mistakes(tables) if one.kind == "*quote cut, cells made to agree"]
    assert len(cut) >= 10
    assert [one.told for one in cut if not judge(one)[0]] == []


@pytest.mark.slow
def test_the_stand_in_judges_as_frictionless_does(tables: Tables, every: list[Mistake], copy: Copy) -> None:
    chosen = random.Random(3).sample([one for one in every if one.table in ("figures", "organisations", "holes")], 40)  # noqa: S311
    descriptor = read_descriptor(copy.descriptor)
    names = {"passages", "entities", "figures", "organisations", "holes"}
    descriptor["resources"] = [one for one in descriptor["resources"] if one["name"] in names]
    for one in chosen:
        rows = [*tables.rows[one.table]]
        rows[one.at : one.at + one.gone] = one.rows
        path = copy.folder / tables.path[one.table]
        before = path.read_bytes()
        path.write_text(written([dict(row) for row in rows], list(tables.fields[one.table])), encoding="utf-8")
        issues = [issue for issue in row_issues(descriptor, copy.folder, "datapackage.json") if issue.path == tables.path[one.table]]
        path.write_bytes(before)
        broken = Schemas(tables).broken(one, rows)
        assert bool(issues) == bool(broken) or broken in ("space", "foreign key", "unique"), (one, broken, issues)

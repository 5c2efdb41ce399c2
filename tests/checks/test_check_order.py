"""Rows are as many as were written down, in the order that the schema names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from editing import added, counted, edited, without

from analysis.checks.order import order_issues
from analysis.package import Package

TABLES = [
    "passages",
    "entities",
    "statements",
    "sources",
    "holes",
    "cloud_growth",
    "capex",
    "financials",
    "compute_deals",
    "verdicts",
    "corroborations",
]


def swapped(package: Package, table: str, at: int) -> Package:
    """The package with two neighbours of a table exchanged."""
    frame = package.frames[table]
    order = [*range(at), at + 1, at, *range(at + 2, len(frame))]
    return replace(package, frames=package.frames | {table: frame.iloc[order].reset_index(drop=True)})


def test_the_real_package_passes(package: Package) -> None:
    assert order_issues(package) == []


@pytest.mark.parametrize("table", TABLES)
def test_exchanged_neighbours_are_found(package: Package, table: str) -> None:
    columns = ", ".join(package.resource(table)["schema"]["sortedBy"])
    path = package.resource(table)["path"]
    issues = [issue for issue in order_issues(swapped(package, table, 3)) if issue.path == path]
    assert {(issue.message, issue.hint) for issue in issues} == {("stands before its place", f"sort the rows by {columns}")}
    assert 6 in [issue.row for issue in issues]


def test_a_lost_row_is_found_and_what_to_write_is_said(package: Package) -> None:
    (issue,) = order_issues(without(package, "backlog", "alphabet-backlog-2026-06-30"))
    count = package.resource("backlog")["rows"]
    assert issue.message == f"has {count - 1} rows, not the {count} written down for it"
    assert "datapackage.json" in issue.hint


def test_a_new_row_in_its_place_with_the_count_written_down_is_accepted(package: Package) -> None:
    more = added(package, "backlog", "alphabet-backlog-2026-06-30", backlog_id="alphabet-backlog-2026-09-30", as_of="2026-09-30")
    assert order_issues(counted(more)) == []


def test_a_row_that_moved_by_an_edit_of_its_key_is_found(package: Package) -> None:
    moved = edited(package, "backlog", "alphabet-backlog-2025-06-30", as_of="2026-10-31")
    assert [issue.row for issue in order_issues(moved)] == [3]


def test_a_value_of_a_list_comes_in_the_order_of_the_list(package: Package) -> None:
    """The reasons of sort are data: `kind` of entities is company, service, product."""
    first = package.rows("entities")[0]
    assert order_issues(edited(package, "entities", first["entity_id"], kind="product"))

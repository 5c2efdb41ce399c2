"""Comparing two editions of one small table, whatever stands in it: nothing is lost, nothing is made up."""

from __future__ import annotations

import csv
import io
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.release.tables import Change, Content, compare
from analysis.release.versions import Step
from analysis.package.editions import DESCRIPTOR_NAME, Edition

COLUMNS = ("name", "kind", "low")
Rows = dict[str, tuple[str, ...]]

quick = settings(max_examples=50, deadline=None)  # the first example waits for imports
names = st.text("abc", min_size=1, max_size=2)
numbers = st.sampled_from(["", "1", "1.0", "2", "-3"])
cells = st.tuples(st.text("xyz", max_size=1), st.sampled_from(["", "one", "two"]), numbers)
tables: st.SearchStrategy[Rows] = st.dictionaries(names, cells, max_size=6)


def corrected(old: Rows) -> st.SearchStrategy[tuple[Rows, Rows]]:
    """A table, and the same with some numbers written anew."""
    anew = st.lists(numbers, min_size=len(old), max_size=len(old))
    return anew.map(lambda new: (old, {key: (*row[:2], number) for (key, row), number in zip(old.items(), new, strict=True)}))


pairs: st.SearchStrategy[tuple[Rows, Rows]] = st.tuples(tables, tables) | tables.flatmap(corrected)


def content(rows: Rows, columns: tuple[str, ...] = COLUMNS) -> Content:
    """An edition in memory, with one table that has a key and three columns."""
    told = io.StringIO()
    writer = csv.writer(told, lineterminator="\n")
    writer.writerows([("id", *columns), *((key, *row) for key, row in rows.items())])
    fields = [{"name": name, "type": "number" if name == "low" else "string"} for name in ("id", *columns)]
    resource = {"name": "things", "path": "things.csv", "schema": {"fields": fields, "primaryKey": ["id"]}}
    files = {DESCRIPTOR_NAME: json.dumps({"resources": [resource]}), "things.csv": told.getvalue()}
    return Content(Edition("memory", lambda path: io.BytesIO(files[path].encode())))


def ids(changes: list[Change], kind: str) -> set[str]:
    return {change.id for change in changes if change.kind == kind}


def same(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether two rows say the same: 1 and 1.0 are one number."""
    return (one[:2] == two[:2] and (one[2] or None) == (two[2] or None)) or (one[:2] == two[:2] and {one[2], two[2]} == {"1", "1.0"})


@quick
@given(tables)
def test_an_edition_does_not_differ_from_itself(rows: Rows) -> None:
    assert compare(content(rows), content(rows)) == []


@quick
@given(pairs)
def test_every_row_that_came_went_or_changed_is_told_once(pair: tuple[Rows, Rows]) -> None:
    old, new = pair
    changes = compare(content(old), content(new))
    added, removed, renamed = (ids(changes, f"row {kind}") for kind in ("added", "removed", "renamed"))
    assert added | renamed == set(new) - set(old)
    assert added.isdisjoint(renamed)
    assert removed <= set(old) - set(new)
    assert len(removed) + len(renamed) == len(set(old) - set(new))
    assert ids(changes, "row changed") == {key for key in set(old) & set(new) if not same(old[key], new[key])}


@quick
@given(pairs)
def test_what_comes_in_one_direction_goes_in_the_other(pair: tuple[Rows, Rows]) -> None:
    old, new = pair
    there, back = compare(content(old), content(new)), compare(content(new), content(old))
    assert ids(there, "row added") == ids(back, "row removed") or ids(there, "row renamed")
    assert len(ids(there, "row renamed")) == len(ids(back, "row renamed"))
    assert {(c.id, cell) for c in there for cell in c.cells} == {(c.id, (name, b, a)) for c in back for name, a, b in c.cells}


@quick
@given(pairs)
def test_the_step_is_that_of_the_gravest_change(pair: tuple[Rows, Rows]) -> None:
    old, new = pair
    step = max((change.step for change in compare(content(old), content(new))), default=Step.NONE)
    if set(old) - set(new):
        assert step is Step.MAJOR
    elif set(new) - set(old):
        assert step is Step.MINOR
    elif any(not same(old[key], new[key]) for key in old) or list(old) != list(new):
        assert step is Step.PATCH
    else:
        assert step is Step.NONE


@quick
@given(tables)
def test_a_column_that_is_filled_is_renamed_and_one_that_is_empty_is_not(rows: Rows) -> None:
    said = {change.kind for change in compare(content(rows), content(rows, ("name", "sort", "low")))}
    filled = any(row[1] for row in rows.values())
    assert said == ({"column renamed"} if filled else {"column added", "column removed"})

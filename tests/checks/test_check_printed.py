"""Cells of other sources are read again out of their printed words: one change in either is found, with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from analysis.checks.opened import Context
from analysis.checks.printed import difference, printed_issues
from analysis.package import QUANTITIES, Columns, Issue, Package, Row, Term
from analysis.values import Unreadable

CONTEXT = [
    "cloud_growth", "backlog", "capex", "capex_guidance", "financials", "spending_estimates", "gigawatt_costs", "compute_deals",
    "funding_rounds", "run_rate", "revenue", "commitments", "outcomes", "figure_checks", "corroborations",
]  # fmt: skip
each_table = pytest.mark.parametrize("table", CONTEXT)


@cache
def opened(package: Package) -> Context:
    """The context tables, opened once."""
    return Context(package)


def found(package: Package, table: str, number: int, **cells: Any) -> list[Issue]:
    """What the printed words of one row are found to say otherwise, with some of its cells changed."""
    context = copy(opened(package))
    context.schemas = {table: context.schemas[table]}
    context.rows = context.rows | {table: [context.rows[table][number] | cells]}
    return list(printed_issues(context))


def stated(package: Package, table: str) -> Iterator[tuple[int, Row, Columns]]:
    """The quantities of a table that hold: the number of the row, the row, and the columns."""
    for columns in QUANTITIES.values():
        if columns.fit(set(map(str, package.frames[table]))) and not isinstance(columns, Term):
            for number, row in enumerate(package.rows(table)):
                if row[columns.printed] and columns.of(row) is not None and not found(package, table, number):
                    yield number, row, columns


def some(package: Package, table: str) -> list[tuple[int, Row, Columns]]:
    """About thirty quantities of a table, from its beginning to its end; all where there are fewer."""
    every = list(stated(package, table))
    return every[:: max(1, len(every) // 30)]


@each_table
def test_the_words_of_every_row_say_what_its_cells_say(package: Package, table: str) -> None:
    issues = [str(issue) for issue in printed_issues(Context(package)) if issue.path == f"data/context/{table}.csv"]
    assert issues == []


def test_every_table_with_a_quantity_is_among_those_tested(package: Package) -> None:
    assert {fact.table for fact in package.facts.values()} == set(CONTEXT)


# ------------------------------------------------------------ one change in a cell


@each_table
def test_one_changed_digit_of_a_cell_is_found_by_reading_the_words(package: Package, table: str) -> None:
    for number, row, columns in some(package, table):
        end = columns.low if row[columns.low] is not None else columns.high
        issues = found(package, table, number, **{end: row[end] + 1})
        assert any(issue.column == end and f"“{row[columns.printed]}” says" in issue.message for issue in issues), row


@each_table
def test_a_scale_mistaken_is_found_by_reading_the_words(package: Package, table: str) -> None:
    for number, row, columns in some(package, table):
        cells = {end: row[end] * 1000 for end in {columns.low, columns.high} if row[end] is not None}
        assert found(package, table, number, **cells), row


@each_table
def test_another_bound_is_found_by_reading_the_words(package: Package, table: str) -> None:
    for number, row, columns in some(package, table):
        if columns.bound is None:
            continue
        for bound in {"exact", "about", "at_least", "at_most"} - {row[columns.bound]}:
            issues = found(package, table, number, **{columns.bound: bound})
            assert any(issue.column == columns.bound and f"is {bound}, but “" in issue.message for issue in issues), row


@each_table
def test_a_bound_with_its_ends_moved_is_found_by_reading_the_words(package: Package, table: str) -> None:
    """“$10 billion” made a ceiling in all cells alike: the schema cannot see it, the words can."""
    for number, row, columns in some(package, table):
        if columns.bound is None or row[columns.bound] not in ("exact", "about"):
            continue
        cells: dict[str, Any] = {columns.low: None, columns.bound: "at_most"}
        if "qualifier" in row and not columns.unit:
            cells["qualifier"] = "up to"
        assert found(package, table, number, **cells), row


@each_table
def test_another_unit_is_found_by_reading_the_words(package: Package, table: str) -> None:
    for number, row, columns in some(package, table):
        if columns.unit:
            continue  # one unit for the whole table
        for unit in {"USD_bn", "GW", "percent"} - {row["unit"].split("_per_")[0]}:
            issues = found(package, table, number, unit=unit)
            assert any(issue.column == "unit" and f"is {unit}, but “" in issue.message for issue in issues), row


@each_table
def test_a_qualifier_that_is_not_that_of_the_words_is_found(package: Package, table: str) -> None:
    for number, row, columns in some(package, table):
        if columns.unit or "qualifier" not in row:
            continue
        other = "as much as" if row["qualifier"] != "as much as" else None
        assert any(issue.column == "qualifier" for issue in found(package, table, number, qualifier=other)), row


# ------------------------------------------------------------ one change in the words


@each_table
def test_one_changed_digit_of_the_words_is_found(package: Package, table: str) -> None:
    for number, row, columns in some(package, table):
        printed = row[columns.printed]
        for place in [match.start() for match in re.finditer(r"\d", printed)]:
            changed = printed[:place] + str((int(printed[place]) + 1) % 10) + printed[place + 1 :]
            if same(printed, changed):
                continue  # a year that is not part of the amount
            assert found(package, table, number, **{columns.printed: changed}), changed


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (r"\bbillion\b", "million"), (r"\bmillion\b", "billion"), (r"\btrillion\b", "billion"), (r"\bpercent\b", "billion"),
        ("%", " billion"),
        (r"\bgigawatts?\b|\bGW\b", "MW"), (r"\bup to\b", "about"), (r"\bmore than\b", "less than"), (r"\bapproximately\b", "at least"),
        (r"\$", "€"), (r"\bper year\b|\ba month\b|\bper month\b", "per day"), (r"\bless\b", "and"),
    ],
)  # fmt: skip
def test_one_changed_word_of_scale_unit_or_bound_is_found_in_every_row(package: Package, was: str, becomes: str) -> None:
    tried = 0
    for table in CONTEXT:
        for number, row, columns in stated(package, table):
            changed = re.sub(was, becomes, row[columns.printed], count=1)
            if changed != row[columns.printed]:
                tried += 1
                assert found(package, table, number, **{columns.printed: changed}), changed
    assert tried


def test_words_that_are_missing_are_found(package: Package) -> None:
    (issue,) = found(package, "backlog", 0, printed=None)
    assert issue.message == "is empty, but the row states an amount"


def test_words_without_an_amount_in_the_cells_are_found(package: Package) -> None:
    (issue,) = found(package, "backlog", 0, low=None, high=None)
    assert issue.message == "states an amount, but the row has none"


def test_a_qualifier_without_an_amount_is_found(package: Package) -> None:
    number = next(n for n, row in enumerate(package.rows("figure_checks")) if row["low"] is None and row["high"] is None)
    (issue,) = found(package, "figure_checks", number, qualifier="up to")
    assert issue.message == "is up to, but the row states no amount"


def test_words_that_cannot_be_read_are_named_with_the_word_to_blame(package: Package) -> None:
    (issue,) = found(package, "backlog", 0, printed="$106 zillion")
    assert "cannot be read" in issue.message
    assert "zillion" in issue.message


@pytest.mark.parametrize("printed", ["$106 billion a", "$106 billion in", "the $106 billion of"])
def test_words_that_break_off_in_the_middle_of_a_phrase_are_found(package: Package, printed: str) -> None:
    assert any("breaks off" in issue.message for issue in found(package, "backlog", 0, printed=printed))


def test_more_than_eight_words_are_found(package: Package) -> None:
    long = "a backlog that had grown by then to $106 billion"
    assert any("more than 8 words" in issue.message for issue in found(package, "backlog", 0, printed=long))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("term_start", "2026-12"),
        ("term_end", "2033-06"),
        ("term_end", "2034-05"),
        ("term_printed", "Nov 2026 - May 2034"),
        ("term_printed", None),
    ],
)
def test_a_term_is_read_again_from_its_words(package: Package, column: str, value: str | None) -> None:
    number = [row["commitment_id"] for row in package.rows("commitments")].index("anthropic-commitment-microsoft-2026-09")
    assert found(package, "commitments", number) == []
    assert found(package, "commitments", number, **{column: value})


def test_the_year_of_the_words_is_the_period_of_the_row(package: Package) -> None:
    number = [row["estimate_id"] for row in package.rows("spending_estimates")].index("ubs-2026-2025-11")
    (issue,) = found(package, "spending_estimates", number, period="2027")
    assert issue.message == "is 2027, but “$571 billion of AI capex in 2026” says 2026"


# ------------------------------------------------------------ differences


def test_a_quarter_is_the_difference_of_two_sums_to_date() -> None:
    assert difference("13177 million USD less 6289 million USD", "en").low == Decimal("6.888")


@pytest.mark.parametrize(
    "printed",
    ["more than $9 billion less $2 billion", "$9 billion less 2 GW", "$9 billion less", "$9 billion less $2 billion less $1 billion"],
)
def test_a_difference_needs_two_exact_amounts_of_one_unit(printed: str) -> None:
    with pytest.raises(Unreadable):
        difference(printed, "en")


def same(one: str, two: str) -> bool:
    """Whether two printed words state the same quantity."""
    try:
        return difference(one, "en") == difference(two, "en")
    except Unreadable:
        return False

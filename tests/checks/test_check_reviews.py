"""Judgements are signed: any later change of a judged cell is found until somebody looks at it again, and no lock signs it."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from copies import Copy
from editing import added, edited, without

from analysis.checks import judged_hash, judged_tables, lock, review_issues, review_lines, sign, unreviewed
from analysis.checks.reviews import word_diff
from analysis.package import Package, PackageError, open_package

DAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def signed(package: Package, tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The real package with every judged row signed."""
    copy = Copy(tmp_path_factory.mktemp("signed"))
    sign(open_package(copy.descriptor), None, DAY)
    lock(copy.descriptor)
    return replace(package, frames=package.frames | {"reviews": open_package(copy.descriptor).frames["reviews"]})


def test_the_real_package_is_reviewed(package: Package) -> None:
    assert [str(issue) for issue in review_issues(package)] == []


def test_once_signed_nothing_is_found(signed: Package) -> None:
    assert review_issues(signed) == []
    assert unreviewed(signed) == []
    assert list(review_lines(signed)) == []


JUDGED: list[tuple[str, str, str, Any]] = [
    ("passages", "agreement", "translation", "Microsoft, Nvidia and Anthropic have concluded a tactical agreement."),
    ("passages", "agreement", "role", "connective"),
    ("statements", "concluded-agreement", "statement", "Microsoft, Nvidia and Anthropic signed a strategic agreement."),
    ("statements", "market-influence", "topic", "risk"),
    ("statements", "concluded-agreement", "about_id", "nvidia"),
    ("figures", "azure-commitment", "kind", "spending"),
    ("figures", "azure-commitment", "from_id", "microsoft"),
    ("figures", "azure-commitment", "to_id", "aws"),
    ("figures", "azure-commitment", "status", "reported"),
    ("entities", "claude", "parent_id", "nvidia"),
    ("verdicts", "azure-growth", "verdict", "confirmed"),
    ("verdicts", "azure-growth", "why", "It was right."),
    ("outcomes", "amazon-paid-2024-12-31", "note", "Paid for shares"),
    ("outcomes", "amazon-paid-2024-12-31", "status", "announced"),
    ("outcomes", "amazon-paid-2024-12-31", "topic", "stake_gain"),
    ("compute_deals", "amazon-anthropic-2026-equity-investment-amazon", "equity_basis", "cumulative"),
    ("compute_deals", "amazon-anthropic-2026-equity-investment-amazon", "counted", False),
    ("sources", "anthropic-2025-11-18", "kind", "press"),
    ("sources", "anthropic-2025-11-18", "publisher", "Microsoft"),
    ("holes", "aws-2026-q3", "why", "Nobody looked"),
    ("tolerances", "growth-step", "value", 200),
    ("figure_checks", "aws-growth-2025-q2", "basis", "Of the whole company"),
]


@pytest.mark.parametrize(("table", "key", "column", "value"), JUDGED, ids=[f"{table}.{column}" for table, _, column, _ in JUDGED])
def test_a_changed_judgement_is_found_until_it_is_signed(signed: Package, table: str, key: str, column: str, value: Any) -> None:
    changed = edited(signed, table, key, **{column: value})
    (issue,) = review_issues(changed)
    assert issue.message == f"{key} has changed since it was reviewed"
    assert issue.hint == f"look at it with: briefing review; then sign it with: briefing review --sign {table}:{key}"
    row = changed.row(table, key)
    frame = changed.frames["reviews"].copy()
    frame.loc[(frame["table"] == table) & (frame["row_id"] == key), "sha256"] = judged_hash(row)
    assert review_issues(replace(changed, frames=changed.frames | {"reviews": frame})) == []


def test_every_cell_of_every_judged_table_counts(signed: Package) -> None:
    """No column is outside the hash: emptied, each one is found."""
    for table in judged_tables(signed):
        row = signed.rows(table)[0]
        for column in row:
            assert judged_hash(row | {column: "another"}) != judged_hash(row), (table, column)


def test_a_cell_that_moves_to_another_column_is_found() -> None:
    assert judged_hash({"from_id": "a", "to_id": None}) != judged_hash({"from_id": None, "to_id": "a"})


def test_a_number_written_otherwise_is_the_same(signed: Package) -> None:
    assert review_issues(edited(signed, "figures", "azure-commitment", low=30.0)) == []


def test_a_new_row_waits_for_its_review_and_a_removed_one_leaves_one_behind(signed: Package) -> None:
    (new,) = review_issues(added(signed, "holes", "aws-2026-q3", hole_id="aws-2026-q4"))
    assert new.message == "aws-2026-q4 was not reviewed"
    (gone,) = review_issues(without(signed, "holes", "aws-2026-q3"))
    assert (gone.path, gone.message) == ("data/reviews.csv", "there is no row aws-2026-q3 in holes")


# ------------------------------------------------------------ signing


def test_only_the_row_that_is_named_is_signed_with_the_day(signed: Package, copy: Copy) -> None:
    changed = edited(edited(signed, "verdicts", "azure-growth", why="It was right."), "verdicts", "aws-growth", why="It was right too.")
    copy.write(changed)
    sign(open_package(copy.descriptor), ["verdicts:azure-growth"], date(2026, 12, 1))
    after = open_package(copy.descriptor)
    assert [issue.message for issue in review_issues(after)] == ["aws-growth has changed since it was reviewed"]
    with (copy.folder / "data/reviews.csv").open(encoding="utf-8", newline="") as file:
        days = {(row["table"], row["row_id"]): row["reviewed_on"] for row in csv.DictReader(file)}
    assert [key for key, day in days.items() if day == "2026-12-01"] == [("verdicts", "azure-growth")]


def test_signing_all_drops_reviews_of_rows_that_are_gone(signed: Package, copy: Copy) -> None:
    copy.write(without(signed, "holes", "aws-2026-q3"))
    sign(open_package(copy.descriptor), None, DAY)
    assert review_issues(open_package(copy.descriptor)) == []


def test_a_row_that_does_not_exist_cannot_be_signed(signed: Package) -> None:
    with pytest.raises(PackageError, match="there is no “verdicts:azure-groth”; did you mean “verdicts:azure-growth”"):
        sign(signed, ["verdicts:azure-groth"], DAY)


def test_a_lock_never_signs(signed: Package, copy: Copy) -> None:
    copy.write(edited(signed, "verdicts", "azure-growth", why="It was right."))
    before = (copy.folder / "data/reviews.csv").read_bytes()
    assert "data/context/verdicts.csv" in lock(copy.descriptor)
    assert (copy.folder / "data/reviews.csv").read_bytes() == before
    assert [issue.message for issue in review_issues(open_package(copy.descriptor))] == ["azure-growth has changed since it was reviewed"]


# ------------------------------------------------------------ what a reviewer sees


def test_a_reviewer_sees_the_french_and_the_words_that_changed(signed: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.checks.reviews._committed", lambda: signed)
    old = signed.row("statements", "concluded-agreement")
    changed = edited(signed, "statements", "concluded-agreement", statement=old["statement"].replace("strategic", "secret"))
    lines = list(review_lines(changed))
    assert lines[0] == "statements:concluded-agreement"
    assert any(line.startswith("  French: Microsoft, Nvidia et Anthropic ont conclu") for line in lines)
    assert any("[-strategic-] {+secret+}" in line for line in lines)
    assert lines[-1] == "  sign it with: briefing review --sign statements:concluded-agreement"
    assert len(lines) == 4  # of its cells, only the one that changed


def test_a_reviewer_sees_the_page_of_a_row_of_another_source(signed: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.checks.reviews._committed", lambda: None)
    lines = list(review_lines(edited(signed, "outcomes", "amazon-paid-2024-12-31", note="Paid for shares")))
    assert any(line.startswith("  Source: ") and "https://" in line for line in lines)
    assert "  note: Paid for shares" in lines


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("up to 10 billion", "about 10 billion", "[-up to-] {+about+} 10 billion"),
        ("", "new", "{+new+}"),
        ("old", "", "[-old-]"),
        ("same", "same", "same"),
    ],
)
def test_a_word_diff_shows_what_was_removed_and_added(old: str, new: str, shown: str) -> None:
    assert word_diff(old, new) == shown

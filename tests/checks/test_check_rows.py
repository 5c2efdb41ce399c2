"""Types, constraints, keys and row rules: Frictionless decides, and its findings become issues at their line and column."""

from __future__ import annotations

from typing import Any

import pytest
from copies import Copy, change_descriptor

from analysis.checks.rows import row_issues
from analysis.package import DESCRIPTOR, ROOT, Issue, Row, read_descriptor


def small(copy: Copy, *names: str) -> Row:
    """The descriptor of a package that has only some of the tables."""
    descriptor: dict[str, Any] = read_descriptor(copy.descriptor)
    descriptor["resources"] = [one for one in descriptor["resources"] if one["name"] in names]
    return descriptor


ARTICLE = ("passages", "entities", "figures")


def issues_of(copy: Copy, *names: str) -> list[Issue]:
    """What the rows of some tables are found to break."""
    return row_issues(small(copy, *names), copy.folder, "datapackage.json")


def test_the_real_package_passes() -> None:
    assert [str(issue) for issue in row_issues(read_descriptor(DESCRIPTOR), ROOT, "datapackage.json")] == []


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        (b"azure-commitment,", b"Azure-commitment,", "figures.csv:2:figure_id", "pattern"),
        (b",announced", b",promised", "figures.csv:2:status", "enum"),
        (b",USD_bn,exact,", b",USD_bn,,", "figures.csv:2:bound", "required"),
        (b"azure-commitment,azure-purchase", b"azure-commitment,nowhere", "figures.csv:2", '"nowhere" not found in the lookup table'),
        (b"anthropic,azure,30,30", b"anthropic,azure,thirty,30", "figures.csv:2:low", "number"),
        (b"anthropic,azure,30,30", b"anthropic,azure,30,31", "figures.csv:2", ""),
        (b"compute-capacity,", b"azure-commitment,", "figures.csv:3", "the same as in the row at position 2"),
        (b",exact,,,announced", b",exact,,,announced,more", "figures.csv:2", "extra"),
    ],
)
def test_a_row_that_breaks_its_schema_is_found_at_its_place(copy: Copy, old: bytes, new: bytes, place: str, message: str) -> None:
    copy.edit_file("data/article/figures.csv", lambda data: data.replace(old, new, 1), refresh=False)
    issues = issues_of(copy, *ARTICLE)
    assert issues
    assert any(str(issue).startswith(f"data/article/{place}") and message in str(issue).lower() for issue in issues), issues


def test_a_row_rule_that_is_broken_says_its_own_message(copy: Copy) -> None:
    rule = "A range needs both ends, the low below the high"
    messages = {rule["message"] for rule in small(copy, "figures")["resources"][0]["schema"]["rowRules"]}
    copy.edit_file("data/article/figures.csv", lambda data: data.replace(b",3000,4000,", b",4000,3000,"), refresh=False)
    (issue,) = issues_of(copy, *ARTICLE)
    assert issue.message in messages, rule
    assert issue.row == 8


def test_a_unique_key_that_is_used_twice_is_found(copy: Copy) -> None:
    change_descriptor(
        copy.descriptor,
        lambda d: next(one for one in d["resources"] if one["name"] == "figures")["schema"].update(uniqueKeys=[["unit", "bound"]]),
    )
    assert "the unique key is used twice" in [issue.message for issue in issues_of(copy, *ARTICLE)]


def test_a_column_named_twice_is_told_by_its_name(copy: Copy) -> None:
    copy.edit_file("data/article/entities.csv", lambda data: data.replace(b"entity_id,name,kind", b"entity_id,name,name"), refresh=False)
    assert any('Label "name" in the header at position "3" is duplicated' in issue.message for issue in issues_of(copy, *ARTICLE))


def test_a_schema_that_cannot_be_applied_is_an_issue(copy: Copy) -> None:
    def change(descriptor: dict[str, Any]) -> None:
        fields = next(one for one in descriptor["resources"] if one["name"] == "passages")["schema"]["fields"]
        next(field for field in fields if field["name"] == "start")["constraints"]["minimum"] = "start"

    change_descriptor(copy.descriptor, change)
    issues = issues_of(copy, *ARTICLE)
    assert issues
    assert all(issue.path in ("datapackage.json", "data/article/passages.csv") for issue in issues)

"""Faults of the descriptor and of files: each is found, named, and nothing ends in a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Copy
from hypothesis import given
from hypothesis import strategies as st

from analysis.checks.conformance import STRANGE, _is_plain, lock
from analysis.checks.contract import FILE, contract_issues, contract_of
from analysis.package.tables import DESCRIPTOR
from analysis.package.safety import UNSEEN


def resource(descriptor: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in descriptor["resources"] if one["name"] == name)
    return found


def field(descriptor: dict[str, Any], table: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in resource(descriptor, table)["schema"]["fields"] if one["name"] == name)
    return found


DESCRIPTOR_FAULTS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "no resources": (lambda d: d.pop("resources"), "resources"),
    "a resource too few": (lambda d: d["resources"].pop(3), "there is no resource 'figures'"),
    "version 1 of the profile": (lambda d: d.update({"$schema": "https://datapackage.org/profiles/1.0/datapackage.json"}), "$schema"),
    "no profile on a schema": (lambda d: resource(d, "figures")["schema"].pop("$schema"), "$schema"),
    "a wrong path": (lambda d: resource(d, "figures").update(path="data/article/figure.csv"), "cannot be read"),
    "a path out of the package": (lambda d: resource(d, "figures").update(path="../figures.csv"), "'../figures.csv' does not match"),
    "an absolute path": (lambda d: resource(d, "figures").update(path="/etc/passwd"), "'/etc/passwd' does not match"),
    "a wrong type": (lambda d: field(d, "figures", "low").update(type="boolean"), 'not {"type": "number"'),
    "an unknown type": (lambda d: field(d, "figures", "low").update(type="decimal"), "against the Data Package v2 profile"),
    "a field renamed": (lambda d: field(d, "figures", "low").update(name="least"), "resources/figures/schema/fields/low"),
    "no primary key": (lambda d: resource(d, "figures")["schema"].pop("primaryKey"), "no primaryKey"),
    "a primary key that does not exist": (lambda d: resource(d, "figures")["schema"].update(primaryKey=["id"]), 'is ["id"], not'),
    "a foreign key that leads nowhere": (
        lambda d: resource(d, "figures")["schema"]["foreignKeys"][0]["reference"].update(resource="sentences"), "schema/foreignKeys",
    ),
    "categories that are not the enum": (lambda d: field(d, "figures", "bound")["categories"].pop(), "categories and enum"),
    "a unique key that does not hold": (lambda d: resource(d, "figures")["schema"].update(uniqueKeys=[["unit", "bound"]]), "unique key"),
    "no description": (lambda d: field(d, "figures", "bound").pop("description"), "description is missing"),
    "no unit": (lambda d: field(d, "figures", "low").pop("unit"), "says no unit"),
    "no licence": (lambda d: resource(d, "figures").pop("licenses"), "licenses is missing"),
    "a wrong hash": (lambda d: resource(d, "article").update(hash="sha256:" + "0" * 64), "hash differs"),
    "a wrong length": (lambda d: resource(d, "article").update(bytes=1), "bytes"),
    "a name used twice": (lambda d: d["resources"].append(resource(d, "figures") | {}), "used twice"),
    "a schema that is a word": (lambda d: resource(d, "figures").update(schema="figures"), "schema"),
    "a row rule without a message": (lambda d: resource(d, "figures")["schema"].update(rowRules=[{"formula": "True"}]), "rowRules"),
    "a constraint of a wrong type": (lambda d: field(d, "passages", "start")["constraints"].update(minimum="start"), "is start, not 0"),
    "a list for a descriptor": (lambda d: d.update(resources={}), "is not of type 'array'"),
}  # fmt: skip


@pytest.mark.parametrize("fault", DESCRIPTOR_FAULTS)
def test_a_fault_of_the_descriptor_is_found(copy: Copy, fault: str) -> None:
    change, message = DESCRIPTOR_FAULTS[fault]
    copy.edit_descriptor(change)
    assert any(message in issue.message or message in issue.column for issue in copy.issues())


FILE_FAULTS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "an empty file": (lambda _: b"", "the source is empty"),
    "a truncated file": (lambda data: data[: len(data) // 2], 'constraint "required"'),
    "another encoding": (lambda data: data.decode().encode("latin-1", "replace"), "not UTF-8"),
    "Windows line ends": (lambda data: data.replace(b"\n", b"\r\n"), "Windows line ends"),
    "a byte order mark": (lambda data: b"\xef\xbb\xbf" + data, "byte order mark"),
    "a cell of a million characters": (lambda data: data.replace(b"range", b"r" * 1_000_000), "rrr…"),
    "a column too many": (lambda data: data.replace(b"\n", b",x\n"), "extra label"),
    "a row twice": (lambda data: data + data.splitlines(True)[-1], "the same as in the row at position 11"),
    "a space at the end of a cell": (lambda data: data.replace(b"azure-growth,", b"azure-growth ,"), "pattern"),
    "a space at the end of a quote": (lambda data: data.replace(b"39 %,", b"39 % ,"), "space at an end"),
    "a space behind a number": (lambda data: data.replace(b"39,39,", b"39 ,39,"), "'39 ' has space at an end"),
    "a row rule broken": (lambda data: data.replace(b"39,39", b"39,40"), "equal"),
}


@pytest.mark.parametrize("fault", FILE_FAULTS)
def test_a_fault_of_a_file_is_found(copy: Copy, fault: str) -> None:
    change, message = FILE_FAULTS[fault]
    copy.edit_file("data/article/figures.csv", change)
    assert any(message in issue.message for issue in copy.issues())


def test_an_edit_without_a_new_lock_is_found_and_the_lock_named(copy: Copy) -> None:
    copy.edit_file("data/article/statements.csv", lambda data: data.replace(b"are persistent.", b"remain."), refresh=False)
    issues = copy.issues()
    assert {issue.path for issue in issues} == {"data/article/statements.csv"}
    assert any("briefing lock" in issue.hint for issue in issues)


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new, 1)

    return change


JSON_FAULTS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a key twice": (replaced(b'"name": "figures",', b'"name": "figures", "name": "figures",'), "the key 'name' stands twice in one object"),
    "a rule behind an empty one": (replaced(b'"rowRules": [', b'"rowRules": [], "rowRules": ['), "the key 'rowRules' stands twice"),
    "NaN": (replaced(b'"minimum": 0', b'"minimum": NaN'), "NaN is no number in JSON"),
    "infinity": (replaced(b'"minimum": 0', b'"minimum": -Infinity'), "-Infinity is no number in JSON"),
    "a byte order mark": (lambda data: b"\xef\xbb\xbf" + data, "is not JSON in UTF-8"),
    "another encoding": (lambda data: data.decode().encode("utf-16"), "is not JSON in UTF-8"),
    "half of it": (lambda data: data[: len(data) // 2], "is not JSON in UTF-8"),
}


@pytest.mark.parametrize("fault", JSON_FAULTS)
def test_a_descriptor_that_is_no_plain_json_is_one_issue(copy: Copy, fault: str) -> None:
    change, message = JSON_FAULTS[fault]
    copy.edit_file("datapackage.json", change, refresh=False)
    (issue,) = copy.issues()
    assert (issue.path, issue.row, message in issue.message) == ("datapackage.json", None, True)


def test_a_file_that_is_not_there_is_named(copy: Copy) -> None:
    (copy.folder / "data/context/holes.csv").unlink()
    assert [str(issue).splitlines()[0] for issue in copy.issues()] == ["data/context/holes.csv: cannot be read: No such file or directory"]


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe", b"null", b"{}"])
def test_a_descriptor_that_is_none_is_one_issue_not_a_traceback(copy: Copy, content: bytes) -> None:
    copy.descriptor.write_bytes(content)
    assert len(copy.issues()) == 1


def test_a_missing_descriptor_is_an_issue(copy: Copy) -> None:
    copy.descriptor.unlink()
    assert [issue.path for issue in copy.issues()] == ["datapackage.json"]


def test_lock_changes_hashes_and_byte_counts_and_nothing_else(copy: Copy) -> None:
    before = copy.descriptor.read_text("utf-8")
    assert lock(copy.descriptor) == []
    assert copy.descriptor.read_text("utf-8") == before == DESCRIPTOR.read_text("utf-8")
    (copy.folder / "data/article/statements.csv").write_bytes(b"x")
    assert lock(copy.descriptor) == ["data/article/statements.csv"]
    old, new = (json.loads(text) for text in (before, copy.descriptor.read_text("utf-8")))
    changed = resource(new, "statements")
    assert changed["bytes"] == 1
    for descriptor in (old, new):
        resource(descriptor, "statements").update(hash="", bytes=0)
    assert old == new


def test_a_dangling_key_that_no_rule_forbids_is_an_issue_not_a_traceback(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.checks.contract.contract_issues", lambda *_: [])
    copy.edit_descriptor(lambda d: resource(d, "figures")["schema"].pop("foreignKeys"))
    copy.set_cell("figures", "aws-growth", "passage_id", "nowhere")
    assert any("cannot be weighed" in issue.message for issue in copy.issues())


# ------------------------------------------------------------ what the schemas must promise


LOST: dict[str, tuple[Callable[[dict[str, Any]], object], str, str]] = {
    "row rules": (lambda d: resource(d, "passages")["schema"].pop("rowRules"), "passages/schema/rowRules", "start < end is missing"),
    "one row rule of several": (lambda d: resource(d, "figures")["schema"]["rowRules"].pop(), "figures/schema/rowRules", "is missing"),
    "a weaker row rule": (
        lambda d: resource(d, "passages")["schema"]["rowRules"][0].update(formula="start <= end"),
        "passages/schema/rowRules", "is start <= end, not start < end",
    ),
    "foreign keys": (lambda d: resource(d, "figures")["schema"].pop("foreignKeys"), "figures/schema/foreignKeys", '"passages"'),
    "one foreign key": (lambda d: resource(d, "figures")["schema"]["foreignKeys"].pop(), "figures/schema/foreignKeys", '"to_id"'),
    "another primary key": (
        lambda d: resource(d, "figures")["schema"].update(primaryKey=["statement"]),
        "figures/schema/primaryKey", 'is ["statement"], not ["figure_id"]',
    ),
    "that a value is unique": (
        lambda d: field(d, "sources", "url")["constraints"].pop("unique"),
        "sources/schema/fields/url/constraints/unique", "true is missing",
    ),
    "the columns of the sentence": (lambda d: resource(d, "capex")["schema"].pop("statementOf"), "capex/schema/statementOf", "is missing"),
    "the columns of the id": (lambda d: resource(d, "sources")["schema"].pop("idOf"), "sources/schema/idOf", '"published"'),
    "the order": (lambda d: resource(d, "passages")["schema"].pop("sortedBy"), "passages/schema/sortedBy", '["start"] is missing'),
    "the words of ids": (lambda d: resource(d, "capex")["schema"].pop("idInWords"), "capex/schema/idInWords", "row is missing"),
    "the number of rows": (lambda d: resource(d, "capex").pop("rows"), "capex/rows", "a number of rows is missing"),
    "another word for an empty cell": (
        lambda d: resource(d, "capex")["schema"].update(missingValues=["", "0"]), "capex/schema/missingValues", 'is ["", "0"], not [""]',
    ),
    "a list of values": (
        lambda d: (field(d, "figures", "bound").pop("categories"), field(d, "figures", "bound")["constraints"].pop("enum")),
        "figures/schema/fields/bound/constraints/enum", '"at_most"',
    ),
    "a value more in a list": (
        lambda d: (
            field(d, "figures", "bound")["categories"].append({"value": "rough", "label": "Rough"}),
            field(d, "figures", "bound")["constraints"]["enum"].append("rough"),
        ),
        "figures/schema/fields/bound/constraints/enum", '"rough"',
    ),
    "a least value": (
        lambda d: field(d, "passages", "start")["constraints"].pop("minimum"),
        "passages/schema/fields/start/constraints/minimum", "0 is missing",
    ),
    "a lower least value": (
        lambda d: field(d, "passages", "end")["constraints"].update(minimum=0),
        "passages/schema/fields/end/constraints/minimum", "is 0, not 1",
    ),
    "a pattern": (
        lambda d: field(d, "figures", "figure_id")["constraints"].pop("pattern"),
        "figures/schema/fields/figure_id/constraints/pattern", "[a-z0-9]+",
    ),
    "that a cell is required": (
        lambda d: field(d, "figures", "quote")["constraints"].pop("required"),
        "figures/schema/fields/quote/constraints/required", "true is missing",
    ),
    "another type": (lambda d: field(d, "figures", "low").update(type="string"), "figures/schema/fields/low", '"string"'),
    "another unit": (lambda d: field(d, "passages", "start").update(unit="byte"), "passages/schema/fields/start", '"byte"'),
    "a field": (
        lambda d: resource(d, "figures")["schema"]["fields"].remove(field(d, "figures", "to_id")),
        "figures/schema/fields/to_id", '{"type": "string"} is missing',
    ),
    "another file that is there": (
        lambda d: resource(d, "holes").update(path="data/article/figures.csv"), "holes/path", "not data/context/holes.csv",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", LOST)
def test_what_a_schema_no_longer_promises_is_named(copy: Copy, fault: str) -> None:
    change, place, message = LOST[fault]
    copy.edit_descriptor(change)
    issues = copy.issues()
    assert {issue.column for issue in issues} == {f"resources/{place}"}
    assert message in issues[0].message
    assert "make contract" in issues[0].hint


def test_a_lock_does_not_take_away_what_the_schemas_promise(copy: Copy) -> None:
    copy.edit_descriptor(lambda d: resource(d, "figures")["schema"].pop("rowRules"))
    copy.edit_file("data/article/figures.csv", lambda data: data.replace(b"39,39", b"39,40"))
    assert {issue.column for issue in copy.issues()} == {"resources/figures/schema/rowRules"}


def test_a_schema_may_promise_more(copy: Copy) -> None:
    def more(descriptor: dict[str, Any]) -> None:
        resource(descriptor, "figures")["schema"]["rowRules"].append({"formula": "len(quote) < 200", "message": "is long"})
        field(descriptor, "figures", "quote")["constraints"]["maxLength"] = 200
        field(descriptor, "figures", "quote").update(title="Words", description="In other words.")

    copy.edit_descriptor(more)
    assert list(contract_issues(json.loads(copy.descriptor.read_text("utf-8")), "datapackage.json")) == []


def test_the_contract_is_that_of_the_descriptor_of_today() -> None:
    told = "the schemas changed; if that is intended, run: make contract"
    assert FILE.read_text("utf-8") == contract_of(json.loads(DESCRIPTOR.read_text("utf-8"))), told


@given(st.text(st.sampled_from("aà1 \u00a0\u202f\n\t\r\x1f\x7f\u200fА½²’,œ€\ufeff\0")))
def test_a_file_is_passed_as_a_whole_exactly_when_no_character_of_it_would_be_named(text: str) -> None:
    data, hidden = text.encode("utf-8"), UNSEEN.search(text)
    assert _is_plain(data, table=True) == (not hidden and not STRANGE.search(text))
    assert _is_plain(data, table=False) == (not hidden)

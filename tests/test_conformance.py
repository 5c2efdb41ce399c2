"""Faults of the descriptor and of files: each is found, named, and nothing ends in a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Copy

from analysis.conformance import lock
from analysis.package import DESCRIPTOR


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
    "a path out of the package": (lambda d: resource(d, "figures").update(path="../figures.csv"), ""),
    "an absolute path": (lambda d: resource(d, "figures").update(path="/etc/passwd"), ""),
    "a wrong type": (lambda d: field(d, "figures", "low").update(type="boolean"), ""),
    "an unknown type": (lambda d: field(d, "figures", "low").update(type="decimal"), ""),
    "a field renamed": (lambda d: field(d, "figures", "low").update(name="least"), ""),
    "no primary key": (lambda d: resource(d, "figures")["schema"].pop("primaryKey"), "no primaryKey"),
    "a primary key that does not exist": (lambda d: resource(d, "figures")["schema"].update(primaryKey=["id"]), ""),
    "a foreign key that leads nowhere": (
        lambda d: resource(d, "figures")["schema"]["foreignKeys"][0]["reference"].update(resource="sentences"), "",
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
    "a constraint of a wrong type": (lambda d: field(d, "passages", "start")["constraints"].update(minimum="start"), ""),
    "a list for a descriptor": (lambda d: d.update(resources={}), ""),
}  # fmt: skip


@pytest.mark.parametrize("fault", DESCRIPTOR_FAULTS)
def test_a_fault_of_the_descriptor_is_found(copy: Copy, fault: str) -> None:
    change, message = DESCRIPTOR_FAULTS[fault]
    copy.edit_descriptor(change)
    assert any(message in issue.message or message in issue.column for issue in copy.issues())


FILE_FAULTS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "an empty file": (lambda _: b"", ""),
    "a truncated file": (lambda data: data[: len(data) // 2], ""),
    "another encoding": (lambda data: data.decode().encode("latin-1", "replace"), "not UTF-8"),
    "Windows line ends": (lambda data: data.replace(b"\n", b"\r\n"), "Windows line ends"),
    "a byte order mark": (lambda data: b"\xef\xbb\xbf" + data, "byte order mark"),
    "a cell of a million characters": (lambda data: data.replace(b"range", b"r" * 1_000_000), ""),
    "a column too many": (lambda data: data.replace(b"\n", b",x\n"), ""),
    "a row twice": (lambda data: data + data.splitlines(True)[-1], ""),
    "a space at the end of a cell": (lambda data: data.replace(b"azure-growth,", b"azure-growth ,"), ""),
    "a space at the end of a quote": (lambda data: data.replace(b"39 %,", b"39 % ,"), "space at an end"),
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


def test_a_dangling_key_is_an_issue_even_where_the_descriptor_forgets_its_foreign_keys(copy: Copy) -> None:
    copy.edit_descriptor(lambda d: resource(d, "figures")["schema"].pop("foreignKeys"))
    copy.set_cell("figures", "aws-growth", "passage_id", "nowhere")
    assert any("cannot be weighed" in issue.message for issue in copy.issues())

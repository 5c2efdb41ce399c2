"""The descriptor is a sound Data Package v2, its paths stay inside, and a lock changes hashes and byte counts alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from copies import Copy

from analysis.checks import descriptor_issues, lock, path_issues, validate
from analysis.package import DESCRIPTOR, ROOT, PackageError, read_descriptor

Descriptor = dict[str, Any]


def resource(descriptor: Descriptor, name: str) -> Descriptor:
    found: Descriptor = next(one for one in descriptor["resources"] if one["name"] == name)
    return found


def field(descriptor: Descriptor, table: str, name: str) -> Descriptor:
    found: Descriptor = next(one for one in resource(descriptor, table)["schema"]["fields"] if one["name"] == name)
    return found


def test_the_real_descriptor_passes() -> None:
    assert descriptor_issues(read_descriptor(DESCRIPTOR), "datapackage.json") == []
    assert path_issues(read_descriptor(DESCRIPTOR), ROOT) == []


FAULTS: dict[str, tuple[Callable[[Descriptor], object], str]] = {
    "no resources": (lambda d: d.pop("resources"), "resources"),
    "version 1 of the profile": (lambda d: d.update({"$schema": "https://datapackage.org/profiles/1.0/datapackage.json"}), "$schema"),
    "no profile on a schema": (lambda d: resource(d, "figures")["schema"].pop("$schema"), "$schema"),
    "an unknown type": (lambda d: field(d, "figures", "low").update(type="decimal"), "against the Data Package v2 profile"),
    "no primary key": (lambda d: resource(d, "figures")["schema"].pop("primaryKey"), "no primaryKey"),
    "categories that are not the enum": (lambda d: field(d, "figures", "bound")["categories"].pop(), "categories and enum"),
    "no description": (lambda d: field(d, "figures", "bound").pop("description"), "description is missing"),
    "no unit": (lambda d: field(d, "figures", "low").pop("unit"), "says no unit"),
    "no licence": (lambda d: resource(d, "figures").pop("licenses"), "licenses is missing"),
    "a name used twice": (lambda d: d["resources"].append(resource(d, "figures") | {}), "used twice"),
    "a schema that is a word": (lambda d: resource(d, "figures").update(schema="figures"), "schema"),
    "a row rule without a message": (lambda d: resource(d, "figures")["schema"].update(rowRules=[{"formula": "1"}]), "{formula, message}"),
    "row rules that are no list": (lambda d: resource(d, "figures")["schema"].update(rowRules=5), "{formula, message}"),
    "an object for a list": (lambda d: d.update(resources={}), "is not of type 'array'"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_descriptor_is_found(fault: str) -> None:
    change, message = FAULTS[fault]
    descriptor = deepcopy(read_descriptor(DESCRIPTOR))
    change(descriptor)
    assert any(message in issue.message or message in issue.column for issue in descriptor_issues(descriptor, "datapackage.json"))


@pytest.mark.parametrize(
    "path", ["../figures.csv", "/etc/passwd", "data/../../x.csv", "data/article/nowhere.csv", "data\0x", ["a.csv", "b.csv"]]
)
def test_a_path_that_leads_out_or_nowhere_is_found(path: Any) -> None:
    descriptor = deepcopy(read_descriptor(DESCRIPTOR))
    resource(descriptor, "figures")["path"] = path
    (issue,) = path_issues(descriptor, ROOT)
    assert "leads out of the package" in issue.message or "cannot be read" in issue.message


def test_a_link_that_leads_out_is_found(copy: Copy) -> None:
    target = copy.folder / "data/article/figures.csv"
    target.unlink()
    target.symlink_to("/etc/hostname")
    (issue,) = path_issues(read_descriptor(copy.descriptor), copy.folder)
    assert issue.message == "the path leads out of the package"


# ------------------------------------------------------------ a descriptor that is none


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new, 1)

    return change


JSON_FAULTS: dict[str, Callable[[bytes], bytes]] = {
    "a key twice": replaced(b'"name": "figures",', b'"name": "figures", "name": "figures",'),
    "NaN": replaced(b'"minimum": 0', b'"minimum": NaN'),
    "infinity": replaced(b'"minimum": 0', b'"minimum": -Infinity'),
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "another encoding": lambda data: data.decode().encode("utf-16"),
    "half of it": lambda data: data[: len(data) // 2],
    "nothing": lambda _: b"",
    "a list": lambda _: b"[]",
    "null": lambda _: b"null",
    "an empty object": lambda _: b"{}",
}


@pytest.mark.parametrize("fault", JSON_FAULTS)
def test_a_descriptor_that_cannot_be_read_is_one_issue(copy: Copy, fault: str) -> None:
    copy.descriptor.write_bytes(JSON_FAULTS[fault](copy.descriptor.read_bytes()))
    (issue,) = copy.issues()
    assert (issue.path, issue.row) == ("datapackage.json", None)


def test_a_package_that_is_not_there_is_an_issue(tmp_path: Path) -> None:
    assert [issue.path for issue in validate(tmp_path / "datapackage.json")] == ["datapackage.json"]


# ------------------------------------------------------------ lock


def test_a_lock_changes_hashes_and_byte_counts_and_nothing_else(copy: Copy) -> None:
    lock(copy.descriptor)
    before = copy.descriptor.read_text("utf-8")
    assert lock(copy.descriptor) == []
    assert copy.descriptor.read_text("utf-8") == before
    (copy.folder / "data/article/statements.csv").write_bytes(b"x")
    assert lock(copy.descriptor) == ["data/article/statements.csv"]
    old, new = (json.loads(text) for text in (before, copy.descriptor.read_text("utf-8")))
    assert resource(new, "statements")["bytes"] == 1
    for descriptor in (old, new):
        resource(descriptor, "statements").update(hash="", bytes=0)
    assert old == new


def test_a_lock_of_a_file_that_is_missing_says_so(copy: Copy) -> None:
    (copy.folder / "data/context/holes.csv").unlink()
    with pytest.raises(PackageError, match="a resource cannot be locked"):
        lock(copy.descriptor)

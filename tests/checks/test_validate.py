"""All checks together: the real package holds, one stage rests on another, and nothing ends in a traceback."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from copies import Copy, change_descriptor
from editing import edited

from analysis.checks import safety_issues, validate
from analysis.checks.article import article_issues
from analysis.checks.validate import NEEDED, content_issues
from analysis.package import DESCRIPTOR, ROOT, Issue, Package


def test_the_package_as_it_stands_holds() -> None:
    assert [str(issue) for issue in validate()] == []


@pytest.mark.slow
def test_a_folder_and_its_descriptor_are_the_same_package(copy: Copy) -> None:
    assert validate(copy.folder) == validate(copy.descriptor)


@pytest.mark.parametrize("table", ["figures", "reviews", "sources", "metrics"])
def test_a_table_that_the_content_rests_on_must_be_there(copy: Copy, table: str) -> None:
    assert table in NEEDED
    change_descriptor(copy.descriptor, lambda d: d.update(resources=[one for one in d["resources"] if one["name"] != table]))
    assert f"there is no resource {table!r}" in [issue.message for issue in copy.issues()]


FILES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "an empty file": (lambda _: b"", "empty"),
    "a truncated file": (lambda data: data[: len(data) // 2], "required"),
    "another encoding": (lambda data: data.decode().encode("latin-1", "replace"), "not UTF-8"),
    "Windows line ends": (lambda data: data.replace(b"\n", b"\r\n"), "Windows line ends"),
    "a byte order mark": (lambda data: b"\xef\xbb\xbf" + data, "byte order mark"),
    "semicolons": (lambda data: data.replace(b",", b";"), ""),
    "a row twice": (lambda data: data + data.splitlines(True)[-1], "the same as in the row"),
    "two spaces in a cell": (lambda data: data.replace(b"USD_bn,exact", b"USD_bn,  exact", 1), ""),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", FILES)
def test_a_broken_file_is_found_and_named(copy: Copy, fault: str) -> None:
    change, message = FILES[fault]
    copy.edit_file("data/article/figures.csv", change)
    issues = copy.issues()
    assert any(issue.path == "data/article/figures.csv" and message in issue.message for issue in issues)
    assert not any("should not happen" in issue.message for issue in issues)


def test_a_file_that_is_not_there_is_named(copy: Copy) -> None:
    (copy.folder / "data/context/holes.csv").unlink()
    assert [str(issue).splitlines()[0] for issue in copy.issues()] == ["data/context/holes.csv: cannot be read: No such file or directory"]


def test_an_issue_says_where_what_and_what_to_do(package: Package) -> None:
    broken = edited(package, "figures", "nvidia-investment", bound="exact", low=10)
    issue = next(issue for issue in article_issues(broken) if issue.column == "bound")
    assert (issue.path, issue.row, issue.message) == ("data/article/figures.csv", 5, "is exact, but the article says at_most")
    assert issue.hint == "correct the cell or the quote; the words decide"


def test_an_issue_is_one_line_whatever_the_cell_holds() -> None:
    assert str(Issue("a.csv", 2, "b", "is 'x\ny'", "mend\nit")).splitlines() == ["a.csv:2:b: is 'x y'", "    mend it"]


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (KeyError("printed"), "content checks could not run: 'printed' is missing"),
        (ValueError("no date"), "content checks could not run: no date"),
        (TypeError("None"), "content checks could not run: None"),
    ],
)
def test_a_check_that_cannot_run_is_an_issue(package: Package, error: Exception, message: str) -> None:
    def check(_: Package) -> list[Issue]:
        raise error

    (issue,) = content_issues(package, check)
    assert issue.message == message
    assert issue.hint


def test_a_column_that_the_schemas_have_lost_is_an_issue(package: Package) -> None:
    frames: dict[str, Any] = package.frames | {"figures": package.frames["figures"].drop(columns="period")}
    (issue,) = content_issues(replace(package, frames=frames), article_issues)
    assert issue.message == "content checks could not run: 'period' is missing"


def test_what_is_published_is_sound_in_descriptor_paths_and_bytes(copy: Copy) -> None:
    assert safety_issues(DESCRIPTOR) == safety_issues(ROOT)
    copy.edit_file("data/article/statements.csv", lambda data: data + b"\x1b[31m", refresh=False)
    assert safety_issues(copy.folder)


@pytest.mark.slow
def test_a_zip_is_the_package_that_is_in_it(copy: Copy, tmp_path: Path) -> None:
    archive = tmp_path / "package.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in [copy.descriptor, *copy.folder.glob("data/**/*.csv"), *copy.folder.glob("seeds/*")]:
            file.write(path, f"top/{path.relative_to(copy.folder)}")
    assert validate(archive) == validate(copy.folder)


def test_a_zip_cut_short_is_told_as_one(tmp_path: Path) -> None:
    archive = tmp_path / "package.zip"
    archive.write_bytes(b"PK\x03\x04 and no more")
    (issue,) = validate(archive)
    assert (issue.path, "cut short" in issue.message) == ("package.zip", True)

"""Versions: which step a change asks for, which version is due, and what a release must have done."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.package import ROOT, PackageError
from analysis.release import first_release_problems
from analysis.release.editions import open_edition
from analysis.release.versions import Step, Version, due_version, parse_version, release_problems, version_text

numbers = st.integers(0, 50)
versions = st.tuples(numbers, numbers, numbers)
steps = st.sampled_from(Step)


@pytest.mark.parametrize(
    ("old", "step", "due"),
    [
        ("1.2.3", Step.NONE, "1.2.3"),
        ("1.2.3", Step.PATCH, "1.2.4"),
        ("1.2.3", Step.MINOR, "1.3.0"),
        ("1.2.3", Step.MAJOR, "2.0.0"),
        ("0.1.4", Step.PATCH, "0.1.5"),
        ("0.1.4", Step.MINOR, "0.2.0"),
        ("0.1.4", Step.MAJOR, "0.2.0"),
    ],
)
def test_each_step_leads_to_its_version(old: str, step: Step, due: str) -> None:
    assert version_text(due_version(parse_version(old, ""), step)) == due


@given(versions, steps, steps)
def test_a_greater_step_never_leads_to_a_lower_version(old: Version, one: Step, two: Step) -> None:
    low, high = sorted((one, two))
    assert due_version(old, low) <= due_version(old, high)


@given(versions, steps)
def test_a_step_leads_to_a_higher_version_and_nothing_leads_nowhere(old: Version, step: Step) -> None:
    assert (due_version(old, step) > old) == (step is not Step.NONE)


@given(versions, steps)
def test_what_stands_after_the_number_that_is_raised_is_zero(old: Version, step: Step) -> None:
    new = due_version(old, step)
    raised = next((place for place in range(3) if new[place] != old[place]), 2)
    assert not any(new[raised + 1 :])


@given(versions)
def test_only_a_release_of_its_own_leaves_the_zero(old: Version) -> None:
    assert all(due_version(old, step)[0] == 0 for step in Step if old[0] == 0)


@given(versions)
def test_a_version_reads_as_it_is_written(version: Version) -> None:
    assert parse_version(version_text(version), "") == version


@pytest.mark.parametrize("text", ["1.2", "1.2.3.4", "v1.2.3", "01.2.3", "1.2.x", "", None, "1.2.3-rc.1", "١.٢.٣"])
def test_what_is_no_version_is_refused_with_its_place(text: object) -> None:
    with pytest.raises(PackageError, match=r"datapackage\.json: the version"):
        parse_version(text, "datapackage.json")


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A folder that is ready to be released as 0.2.0, with a change to the columns of `capex`."""
    files = {
        "datapackage.json": '{"version": "0.2.0", "created": "2026-12-01T00:00:00Z", "resources": []}',
        "pyproject.toml": '[project]\nversion = "0.2.0"\n',
        "CITATION.cff": 'cff-version: 1.2.0\nversion: "0.2.0"\ndate-released: "2026-12-01"\n',
        "CHANGELOG.md": "# Changelog\n\n## 0.2.0 – 2026-12-01\n\nIn `capex` a column was added.\n\n## 0.1.0 – 2026-11-23\n\n`figures`.\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def problems(folder: Path, old: str | None = "0.1.0", step: Step = Step.MAJOR, named: tuple[str, ...] = ("capex",)) -> list[str]:
    return list(release_problems(open_edition(folder), (old and parse_version(old, "")) or None, step, named))


def test_a_release_that_followed_the_step_passes(release: Path) -> None:
    assert problems(release) == []


def test_a_first_release_needs_no_step(release: Path) -> None:
    assert problems(release, None, Step.NONE, ()) == []


def test_a_step_not_taken_fails(release: Path) -> None:
    assert problems(release, "0.2.0") == ["datapackage.json: the version is 0.2.0, but 0.3.0 or later is due: a major step after 0.2.0"]


def test_a_version_never_goes_back(release: Path) -> None:
    assert "0.3.0 or later is due: not below 0.3.0" in problems(release, "0.3.0", Step.NONE)[0]


def test_a_table_whose_columns_changed_is_named_in_the_section_of_this_version(release: Path) -> None:
    (said,) = problems(release, named=("capex", "figures"))
    assert said == "CHANGELOG.md: the section 0.2.0 does not name `figures`, whose readers must change something"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("pyproject.toml", "0.2.0", "0.1.0", "pyproject.toml: the version is 0.1.0, not 0.2.0"),
        ("CITATION.cff", '"0.2.0"', '"0.1.0"', "CITATION.cff: the version is 0.1.0, not 0.2.0"),
        ("CITATION.cff", "2026-12-01", "2026-11-23", "CITATION.cff: the date-released is 2026-11-23, not 2026-12-01"),
        ("CHANGELOG.md", "## 0.2.0", "## 0.1.9", "CHANGELOG.md: the first section is 0.1.9, not 0.2.0"),
        (
            "CHANGELOG.md",
            "2026-12-01",
            "2026-12-02",
            "datapackage.json: created is 2026-12-01T00:00:00Z, but CHANGELOG.md dates 0.2.0 2026-12-02",
        ),
    ],
)
def test_files_that_disagree_fail(release: Path, file: str, old: str, new: str, said: str) -> None:
    path = release / file
    path.write_text(path.read_text("utf-8").replace(old, new, 1), encoding="utf-8")
    assert said in problems(release)


@pytest.mark.parametrize("file", ["pyproject.toml", "CITATION.cff", "CHANGELOG.md"])
def test_a_missing_file_fails(release: Path, file: str) -> None:
    (release / file).unlink()
    assert f"{file}: is missing" in problems(release)


def test_the_command_for_a_first_release_tells_what_keeps_it(release: Path) -> None:
    assert first_release_problems(release) == []
    (release / "CITATION.cff").unlink()
    assert first_release_problems(release) == ["CITATION.cff: is missing"] * 2


def test_the_files_of_the_repository_agree() -> None:
    assert problems(ROOT, None, Step.NONE, ()) == []

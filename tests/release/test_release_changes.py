"""What changed between two editions: real edits of a copy of the package, told in words, with the step they ask for."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from copies import Rows, change_descriptor, change_rows, change_schema, copy_of, resource, row

from analysis.package import ROOT, Edition, PackageError
from analysis.release import Step, as_text, difference, last_release
from analysis.release.changes import Content, compare
from analysis.release.editions import open_edition


@cache
def original() -> Content:
    """The package of the repository, read once."""
    return Content(open_edition(ROOT))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copy_of(tmp_path)


def words(descriptor: Path) -> list[tuple[str, str, str, str]]:
    """The changes from the original as step, table, id and words."""
    return [(one.step.word, one.table, one.id, one.words) for one in compare(original(), Content(open_edition(descriptor)))]


def test_the_same_data_asks_for_no_step(copy: Path) -> None:
    found = difference(ROOT, copy)
    assert (found.changes, found.step, found.due, found.problems) == ([], Step.NONE, found.old_version, [])
    assert "Nothing changed: no version step is due." in as_text(found)


def test_a_corrected_value_is_a_patch_that_shows_its_cells(copy: Path) -> None:
    change_rows(copy, "figures", lambda rows: row(rows, "nvidia-investment").update(high="12"))
    assert words(copy) == [("patch", "figures", "nvidia-investment", "high: 10 → 12")]
    found = difference(ROOT, copy)
    assert found.as_json()["changes"][0]["cells"] == [{"column": "high", "before": "10", "after": "12"}]
    (problem,) = found.problems
    assert "or later is due" in problem
    assert list(as_text(found))[-1].startswith("1 change (1 patch): a patch step is due")


def test_a_lost_bound_shows_every_cell_that_changed(copy: Path) -> None:
    change_rows(copy, "figures", lambda rows: row(rows, "nvidia-investment").update(low="10", bound="exact", qualifier=""))
    said = "low: nothing → 10; bound: at_most → exact; qualifier: up to → nothing"
    assert words(copy) == [("patch", "figures", "nvidia-investment", said)]


def test_a_new_row_is_minor_and_a_removed_row_major(copy: Path) -> None:
    key = original().tables["capex"].rows.keys().__iter__().__next__()

    def change(rows: Rows) -> None:
        rows.append(row(rows, key) | {"capex_id": "new-row"})
        rows.remove(row(rows, key))

    change_rows(copy, "capex", change)
    assert words(copy) == [("major", "capex", key, "the row is gone"), ("minor", "capex", "new-row", "the row is new")]


def test_a_row_with_another_id_is_gone_under_the_one_and_new_under_the_other(copy: Path) -> None:
    change_rows(copy, "statements", lambda rows: row(rows, "multi-cloud").update(statement_id="many-clouds"))
    assert {(step, key) for step, _, key, _ in words(copy)} == {("major", "multi-cloud"), ("minor", "many-clouds")}


def test_columns_added_and_removed_are_major(copy: Path) -> None:
    change_rows(copy, "capex", lambda rows: [(one.pop("filed_on"), one.update(currency="USD")) for one in rows])

    def change(schema: dict[str, Any]) -> None:
        schema["fields"] = [field for field in schema["fields"] if field["name"] != "filed_on"]
        schema["fields"].append({"name": "currency", "type": "string", "title": "Currency", "description": "Currency"})

    change_schema(copy, "capex", change)
    assert words(copy) == [
        ("major", "capex", "currency", "the column currency is new"),
        ("major", "capex", "filed_on", "the column filed_on is gone"),
    ]


@pytest.mark.parametrize(
    ("change", "step", "said"),
    [
        (lambda field: field.update(unit="EUR_bn"), "major", "the column low has unit: see the field unit → EUR_bn"),
        (lambda field: field.update(type="string"), "major", "the column low has type: number → string"),
        (lambda field: field.update(description="Other words"), "patch", "the column low has another description"),
        (lambda field: field.update(constraints={"required": True}), "major", "the column low has required: nothing → True"),
        (lambda field: field.update(constraints={"minimum": "a"}), "major", "the column low has minimum: nothing → a"),
        (lambda field: field.update(constraints={"minimum": 0}), "major", "the column low has minimum: nothing → 0"),
    ],
)
def test_a_changed_property_of_a_column_asks_for_its_step(copy: Path, change: Callable[..., Any], step: str, said: str) -> None:
    change_schema(copy, "capex", lambda schema: change(next(field for field in schema["fields"] if field["name"] == "low")))
    assert words(copy) == [(step, "capex", "low", said)]


def test_values_allowed_anew_are_minor_and_values_no_longer_allowed_major(copy: Path) -> None:
    old = next(field for field in original().tables["capex"].fields.values() if field["name"] == "basis")["constraints"]["enum"]

    def allow(new: list[str]) -> None:
        def edit(schema: dict[str, Any]) -> None:
            field = next(field for field in schema["fields"] if field["name"] == "basis")
            field["constraints"]["enum"] = new

        change_schema(copy, "capex", edit)

    allow([*old, "orders"])
    assert words(copy) == [("minor", "capex", "basis", "the column basis allows also orders")]
    allow(old[:-1])
    assert words(copy) == [("major", "capex", "basis", f"the column basis allows no longer {old[-1]}")]


def test_tables_come_and_go(copy: Path) -> None:
    def change(descriptor: dict[str, Any]) -> None:
        descriptor["resources"].remove(resource(descriptor, "tolerances"))
        descriptor["resources"].append(resource(descriptor, "revenue") | {"name": "income"})

    change_descriptor(copy, change)
    assert words(copy) == [("minor", "income", "", "the table is new"), ("major", "tolerances", "", "the table is gone")]


def test_the_order_of_rows_is_a_patch_and_the_way_a_number_is_written_is_nothing(copy: Path) -> None:
    change_rows(copy, "figures", lambda rows: row(rows, "azure-commitment").update(low="30.00"))
    assert words(copy) == []
    change_rows(copy, "figures", lambda rows: rows.reverse())
    assert words(copy) == [("patch", "figures", "", "the rows stand in another order")]


def test_the_text_of_the_article_is_compared_too(copy: Path) -> None:
    with (copy.parent / "seeds/article.fr.txt").open("ab") as file:
        file.write(b"\n")
    assert words(copy) == [("patch", "article", "", "the text differs")]


def memory(text: str, **schema: Any) -> Content:
    """An edition in memory with one table, whose key is its first column."""
    fields = [{"name": name, "type": "number" if name == "low" else "string"} for name in ("id", "kind", "low")]
    one = {"name": "things", "path": "things.csv", "schema": {"fields": fields, "primaryKey": ["id"], **schema}}
    files = {"datapackage.json": json.dumps({"resources": [one]}), "things.csv": text}
    return Content(Edition("memory", lambda path: io.BytesIO(files[path].encode())))


HEAD = "id,kind,low\n"


def test_every_row_that_came_went_or_changed_is_told_once_and_the_other_way_round_too() -> None:
    old, new = memory(HEAD + "a,x,1\nb,y,2\nc,z,3\n"), memory(HEAD + "a,x,1.0\nc,w,4\nd,y,2\n")
    there = {(one.kind, one.id, one.cells) for one in compare(old, new)}
    assert there == {("row removed", "b", ()), ("row added", "d", ()), ("row changed", "c", (("kind", "z", "w"), ("low", "3", "4")))}
    back = {(one.kind, one.id, one.cells) for one in compare(new, old)}
    assert ("row changed", "c", (("kind", "w", "z"), ("low", "4", "3"))) in back
    assert {one[1] for one in back if one[0] == "row added"} == {"b"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "a,x,1\na,y,2\n", r"things\.csv: the key a stands twice"),
        (HEAD + "a,x,1,more\n", r"things\.csv: cannot be read .* line 2 has 4 cells for 3 columns"),
        ("id,kind\na,x\n", r"things\.csv: cannot be read .* 'low' is not in list"),
        ("", r"things\.csv: cannot be read"),
        (HEAD + 'a,"x,1\n', r"things\.csv: cannot be read"),
    ],
)
def test_a_table_that_cannot_be_compared_is_an_error_that_names_its_place(text: str, said: str) -> None:
    with pytest.raises(PackageError, match=said):
        memory(text)


def test_a_table_that_moved_to_another_file_is_a_major_step() -> None:
    moved = Content(Edition("memory", lambda path: memory(HEAD).edition.opener(path.replace("things2", "things"))))
    moved.resources["things"]["path"] = "things2.csv"
    assert [(one.step, one.words) for one in compare(memory(HEAD), moved)] == [
        (Step.MAJOR, "the table has path: things.csv → things2.csv"),
    ]  # fmt: skip


def test_of_many_changes_of_one_kind_the_first_twelve_are_listed(copy: Path) -> None:
    change_rows(copy, "passages", lambda rows: [one.update(translation=f"{one['translation']} More.") for one in rows[:15]])
    lines = list(as_text(difference(ROOT, copy)))
    assert sum(line.startswith("  patch ") for line in lines) == 12
    assert "  … and 3 more of this kind: row changed" in lines


def test_a_key_as_a_name_is_the_same_as_in_a_list() -> None:
    assert compare(memory(HEAD), memory(HEAD, primaryKey="id")) == []


def test_a_table_without_a_key_is_an_error() -> None:
    with pytest.raises(PackageError, match="has no primaryKey"):
        memory(HEAD, primaryKey=[])


@pytest.mark.parametrize(
    "change",
    [
        lambda descriptor: descriptor.pop("version"),
        lambda descriptor: descriptor.update(resources=5),
        lambda descriptor: descriptor["resources"][1].update(schema=[]),
        lambda descriptor: descriptor["resources"][1]["schema"].pop("fields"),
        lambda descriptor: descriptor["resources"][1]["schema"]["fields"][0].update(constraints=None),
        lambda descriptor: descriptor["resources"][1]["schema"]["fields"].append({"name": "role"}),
    ],
)
def test_a_descriptor_that_cannot_be_compared_is_an_error_in_one_line(copy: Path, change: Callable[[Any], Any]) -> None:
    change_descriptor(copy, change)
    with pytest.raises(PackageError) as caught:
        difference(ROOT, copy)
    assert str(copy) in str(caught.value)
    assert "\n" not in str(caught.value)


# ------------------------------------------------------------ where editions are read from


def test_a_zip_is_an_edition_at_its_top_or_in_one_folder(copy: Path, tmp_path: Path) -> None:
    for top in ("", "ai-compute-pact-main/"):
        path = tmp_path / "edition.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for file in [copy, *(copy.parent / "data").rglob("*.csv"), copy.parent / "seeds/article.fr.txt"]:
                archive.write(file, top + file.relative_to(copy.parent).as_posix())
        assert difference(path, ROOT).changes == []


def test_git_revisions_are_editions(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy.parent)
    for name in ("pyproject.toml", "CITATION.cff", "CHANGELOG.md"):
        shutil.copy(ROOT / name, copy.parent / name)

    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    assert last_release() is None
    git("tag", "v0.1.0")
    assert last_release() is None  # a tag of the current commit is not before it
    change_rows(copy, "capex", lambda rows: rows.pop(0))
    git("commit", "-q", "-a", "-m", "second")
    assert last_release() == "v0.1.0"
    git("tag", "v0.2.0-rc1", "v0.1.0")
    assert last_release() == "v0.1.0"  # a candidate is no release
    found = difference("v0.1.0", ".", check=True)
    assert [change.kind for change in found.changes] == ["row removed"]
    assert any("is due: a major step after" in problem for problem in found.problems)
    back = difference("HEAD", "v0.1.0")
    assert ([change.kind for change in back.changes], back.step) == (["row added"], Step.MINOR)


@pytest.mark.parametrize("where", ["no-such-revision", "--output=x", "HEAD:README.md", "nothing.zip"])
def test_what_is_no_edition_is_an_error_in_one_line(where: str) -> None:
    with pytest.raises(PackageError, match="there is no such folder or zip, and no such git revision"):
        open_edition(where)


def test_without_git_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PackageError, match="git is not installed"):
        open_edition("HEAD")


@pytest.mark.parametrize("path", ["/etc/passwd", "../secret.csv", "data/../../secret.csv", "..\\secret.csv"])
def test_a_package_from_elsewhere_reads_no_file_outside_itself(copy: Path, path: str) -> None:
    change_descriptor(copy, lambda descriptor: descriptor["resources"][1].update(path=path))
    with pytest.raises(PackageError, match="leads out of the package"):
        difference(ROOT, copy)


def test_a_link_in_a_folder_leads_nowhere_else(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.csv"
    secret.write_text("capex_id\nsecret\n", encoding="utf-8")
    (copy.parent / "data/context/capex.csv").unlink()
    (copy.parent / "data/context/capex.csv").symlink_to(secret)
    with pytest.raises(PackageError, match="leads out of the package"):
        difference(ROOT, copy)

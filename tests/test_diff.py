"""What changed between two editions: real edits of a copy of the package, told in words, with the step they ask for."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import Copy

from analysis.cli import main
from analysis.release import Difference, as_text, difference
from analysis.release.sentences import plain
from analysis.release.tables import Content, compare
from analysis.release.versions import Step
from analysis.package.editions import open_edition
from analysis.package.tables import ROOT, PackageError

Rows = list[dict[str, str]]


@pytest.fixture
def edited(copy: Copy) -> Edited:
    return Edited(copy)


class Edited:
    """A copy of the package with its report, to be edited and compared with the original."""

    def __init__(self, copy: Copy) -> None:
        self.copy, self.folder = copy, copy.folder
        for name in ("report.qmd", "pyproject.toml", "CITATION.cff", "CHANGELOG.md"):
            shutil.copy(ROOT / name, copy.folder / name)

    def rows(self, path: str, change: Callable[[Rows], Any]) -> None:
        """Change the rows of a table in place."""
        file = self.folder / path
        with file.open(encoding="utf-8", newline="") as opened:
            rows = list(csv.DictReader(opened))
        change(rows)
        with file.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def schema(self, table: str, change: Callable[[dict[str, Any]], Any]) -> None:
        """Change the schema of a table in place."""

        def edit(descriptor: dict[str, Any]) -> None:
            change(next(one for one in descriptor["resources"] if one["name"] == table)["schema"])

        self.copy.edit_descriptor(edit)

    def found(self) -> Difference:
        """The difference from the original."""
        return difference(ROOT, self.folder)

    def words(self) -> list[tuple[str, str, str, str]]:
        """The changes as step, table, id and words."""
        changes = compare(original(), Content(open_edition(self.folder)))
        return [(one.step.word, one.table, one.id, one.words) for one in changes]


@cache
def original() -> Content:
    """The package of the repository, read once."""
    return Content(open_edition(ROOT))


def row(rows: Rows, key: str) -> dict[str, str]:
    return next(one for one in rows if key in one.values())


def rename(mapping: dict[str, Any], old: str, new: str) -> None:
    """Rename a key and keep its place."""
    items = [(new if key == old else key, value) for key, value in mapping.items()]
    mapping.clear()
    mapping.update(items)


def test_the_same_data_asks_for_no_step(edited: Edited) -> None:
    found = edited.found()
    assert (found.changes, found.sentences, found.step, found.due) == ([], [], Step.NONE, found.old_version)
    assert "Nothing changed: no version step is due." in as_text(found)


def test_a_corrected_ceiling_is_a_patch_told_in_words_with_the_sentences_it_touches(edited: Edited) -> None:
    edited.rows("data/article/figures.csv", lambda rows: row(rows, "nvidia-investment").update(high="12"))
    found = edited.found()
    assert edited.words() == [("patch", "figures", "nvidia-investment", "at most $10 billion → at most $12 billion")]
    (said,) = (one for one in found.sentences if one.before.startswith("On the investors"))
    assert said.before.endswith("Nvidia will invest up to $10 billion in Anthropic, and Microsoft up to $5 billion.")
    assert said.after.endswith("Nvidia will invest up to $12 billion in Anthropic, and Microsoft up to $5 billion.")
    assert said.rests_on == ("nvidia-investment",)
    assert (ROOT / "report.qmd").read_text("utf-8").splitlines()[said.line - 1].startswith("On the investors")


def test_a_metric_leads_from_a_changed_figure_to_the_sentences_that_rest_on_it(edited: Edited) -> None:
    edited.rows("data/article/figures.csv", lambda rows: row(rows, "nvidia-investment").update(high="12"))
    source = (ROOT / "report.qmd").read_text("utf-8").splitlines()
    resting = {one.line for one in edited.found().sentences if one.before == one.after and "nvidia-investment" in one.rests_on}
    wanted = {number for number, line in enumerate(source, start=1) if line.startswith("The commitment is `{python} n(")}
    assert wanted
    assert wanted <= resting


def test_a_corrected_metric_changes_the_words_of_captions_too(edited: Edited) -> None:
    edited.rows("data/derived/metrics.csv", lambda rows: row(rows, "commitment-to-new-equity").update(low="2.5"))
    found = edited.found()
    assert edited.words() == [("patch", "metrics", "commitment-to-new-equity", "at least 2.0 times → at least 2.5 times")]
    assert any(one.after.startswith("The commitment is at least 2.5 times the equity of Nvidia and Microsoft") for one in found.sentences)


def test_a_change_below_the_rounding_of_the_report_is_still_told(edited: Edited) -> None:
    edited.rows("data/derived/metrics.csv", lambda rows: row(rows, "commitment-to-new-equity").update(low="2.0001"))
    assert edited.words() == [("patch", "metrics", "commitment-to-new-equity", "at least 2.0 times → at least 2.0001 times")]


def test_a_lost_bound_is_told(edited: Edited) -> None:
    edited.rows("data/article/figures.csv", lambda rows: row(rows, "nvidia-investment").update(low="10", bound="exact"))
    assert edited.words() == [("patch", "figures", "nvidia-investment", "at most $10 billion → $10 billion")]


def test_a_verdict_that_changed_shows_in_the_table_of_the_report(edited: Edited) -> None:
    edited.rows("data/context/verdicts.csv", lambda rows: row(rows, "azure-commitment").update(verdict="stale"))
    assert edited.words() == [("patch", "verdicts", "azure-commitment", "verdict: confirmed → stale")]
    tables = [(one.before, one.after) for one in edited.found().sentences if "Azure" in one.before and "·" in one.before]
    assert (
        "Anthropic · Microsoft Azure · $30 billion · exact · Confirmed",
        "Anthropic · Microsoft Azure · $30 billion · exact · Stale",
    ) in tables


def test_a_new_row_is_minor(edited: Edited) -> None:
    def add(rows: Rows) -> None:
        rows.append(row(rows, "microsoft-2023-q1-cash") | {"capex_id": "microsoft-2026-q3-cash", "period": "2026-Q3"})

    edited.rows("data/context/capex.csv", add)
    assert edited.words() == [("minor", "capex", "microsoft-2026-q3-cash", "the row is new: $6.607 billion")]


def test_a_removed_row_is_major(edited: Edited) -> None:
    edited.rows("data/context/capex.csv", lambda rows: rows.remove(row(rows, "microsoft-2023-q1-cash")))
    assert edited.words() == [("major", "capex", "microsoft-2023-q1-cash", "the row is gone: $6.607 billion")]


def test_a_row_with_a_new_id_and_the_same_cells_is_renamed(edited: Edited) -> None:
    edited.rows("data/article/statements.csv", lambda rows: row(rows, "multi-cloud").update(statement_id="many-clouds"))
    assert edited.words() == [("major", "statements", "many-clouds", "the row multi-cloud is now many-clouds")]
    assert any(one.after == "(not in the data)." for one in edited.found().sentences)


def test_a_column_with_a_new_name_and_the_same_cells_is_renamed(edited: Edited) -> None:
    def change(rows: Rows) -> None:
        for one in rows:
            rename(one, "note", "remark")

    edited.rows("data/context/capex.csv", change)
    edited.schema("capex", lambda schema: schema["fields"][-1].update(name="remark"))
    assert edited.words() == [("major", "capex", "remark", "the column note is now remark")]


def test_a_key_with_a_new_name_is_renamed_and_its_rows_are_still_compared(edited: Edited) -> None:
    def change(rows: Rows) -> None:
        row(rows, "microsoft-2023-q1-cash").update(low="6.7", high="6.7")
        for one in rows:
            rename(one, "capex_id", "spending_id")

    edited.rows("data/context/capex.csv", change)
    edited.schema("capex", lambda schema: (schema["fields"][0].update(name="spending_id"), schema.update(primaryKey=["spending_id"])))
    assert ("major", "capex", "spending_id", "the column capex_id is now spending_id") in edited.words()
    assert [words for words in edited.words() if words[2] == "microsoft-2023-q1-cash"] == [
        ("patch", "capex", "microsoft-2023-q1-cash", "$6.607 billion → $6.7 billion")
    ]


def test_columns_added_and_removed_are_major(edited: Edited) -> None:
    edited.rows("data/context/capex.csv", lambda rows: [(one.pop("filed_on"), one.update(currency="USD")) for one in rows])

    def change(schema: dict[str, Any]) -> None:
        schema["fields"] = [field for field in schema["fields"] if field["name"] != "filed_on"]
        schema["fields"].append({"name": "currency", "type": "string", "title": "Currency", "description": "Currency"})

    edited.schema("capex", change)
    assert edited.words() == [
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
    ],
)
def test_a_changed_property_of_a_column_asks_for_its_step(edited: Edited, change: Callable[..., Any], step: str, said: str) -> None:
    edited.schema("capex", lambda schema: change(next(field for field in schema["fields"] if field["name"] == "low")))
    assert edited.words() == [(step, "capex", "low", said)]


def test_values_allowed_anew_are_minor_and_values_no_longer_allowed_major(edited: Edited) -> None:
    def change(new: list[str]) -> Callable[[dict[str, Any]], None]:
        def edit(schema: dict[str, Any]) -> None:
            field = next(field for field in schema["fields"] if field["name"] == "basis")
            field["constraints"]["enum"] = new
            field["categories"] = [{"value": value, "label": value} for value in new]

        return edit

    old = ["cash", "cash_net", "with_leases", "lease_assets", "net_outlay", "segment"]
    edited.schema("capex", change([*old, "orders"]))
    assert ("minor", "capex", "basis", "the column basis allows also orders") in edited.words()
    edited.schema("capex", change(old[:-1]))
    assert ("major", "capex", "basis", "the column basis allows no longer segment") in edited.words()


def test_tables_come_go_and_change_their_name(edited: Edited) -> None:
    def change(descriptor: dict[str, Any]) -> None:
        resources = {one["name"]: one for one in descriptor["resources"]}
        resources["holes"]["name"] = "gaps"
        descriptor["resources"].remove(resources["tolerances"])
        descriptor["resources"].append(resources["revenue"] | {"name": "income", "hash": "sha256:0"})

    edited.copy.edit_descriptor(change)
    assert edited.words() == [
        ("major", "gaps", "", "the table holes is now gaps"),
        ("minor", "income", "", "the table is new, with 11 rows"),
        ("major", "tolerances", "", "the table is gone, with 13 rows"),
    ]


def test_the_order_of_rows_is_a_patch_and_the_way_a_number_is_written_is_nothing(edited: Edited) -> None:
    edited.rows("data/context/capex.csv", lambda rows: row(rows, "microsoft-2023-q1-cash").update(low="6.6070"))
    assert edited.words() == []
    edited.rows("data/context/capex.csv", lambda rows: rows.reverse())
    assert edited.words() == [("patch", "capex", "", "the rows stand in another order")]


def test_the_text_of_the_article_is_compared_too(edited: Edited) -> None:
    edited.copy.edit_file("seeds/article.fr.txt", lambda data: data + b"\n", refresh=False)
    assert edited.words() == [("patch", "article", "", "the text differs")]


def test_a_key_that_stands_twice_is_an_error_that_names_it(edited: Edited) -> None:
    edited.rows("data/context/capex.csv", lambda rows: rows.append(rows[0]))
    with pytest.raises(PackageError, match=r"capex\.csv: the key alphabet-2023-q1-cash stands twice"):
        edited.found()


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"FY23 Q3\n", b"FY23 Q3,more\n"), (b"capex_id,", b"capex,"), (b"microsoft-2023-q1-cash", b"\xff")],
)
def test_a_table_whose_rows_are_too_long_or_not_text_is_refused(edited: Edited, old: bytes, new: bytes) -> None:
    edited.copy.edit_file("data/context/capex.csv", lambda data: data.replace(old, new, 1), refresh=False)
    with pytest.raises(PackageError, match=r"capex\.csv: cannot be read as its schema says"):
        edited.found()


@pytest.mark.parametrize(
    "change",
    [
        lambda descriptor: descriptor.pop("version"),
        lambda descriptor: descriptor.update(resources=5),
        lambda descriptor: descriptor["resources"][1].update(schema=[]),
        lambda descriptor: descriptor["resources"][1]["schema"].pop("fields"),
        lambda descriptor: descriptor["resources"][1]["schema"].pop("primaryKey"),
        lambda descriptor: descriptor["resources"][1]["schema"]["fields"][0].update(constraints=None),
        lambda descriptor: descriptor["resources"][1]["schema"]["fields"].append({"name": "role"}),
        lambda descriptor: descriptor["resources"][1]["schema"]["fields"][5].update(categories=[{"label": "no value"}]),
    ],
)
def test_a_descriptor_that_cannot_be_compared_is_an_error_in_one_line(
    edited: Edited, change: Callable[[Any], Any], capsys: pytest.CaptureFixture[str]
) -> None:
    edited.copy.edit_descriptor(change)
    assert main(["diff", str(ROOT), str(edited.folder)]) == 1
    said = capsys.readouterr().err
    assert str(edited.folder) in said
    assert "this should not happen" not in said
    assert said.count("\n") == 1


# ------------------------------------------------------------ where editions are read from


def test_a_zip_is_an_edition_at_its_top_or_in_one_folder(edited: Edited, tmp_path: Path) -> None:
    for top in ("", "ai-compute-pact-main/"):
        path = tmp_path / "edition.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for file in [edited.copy.descriptor, *(edited.folder / "data").rglob("*.csv"), edited.folder / "seeds/article.fr.txt"]:
                archive.write(file, top + str(file.relative_to(edited.folder)))
        found = difference(path, ROOT)
        assert found.changes == []
        assert found.document == "report.qmd"


def test_git_revisions_are_editions(edited: Edited, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(edited.folder)

    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    assert main(["diff"]) == 1
    assert "there is no release tag" in capsys.readouterr().err
    assert main(["diff", "--check"]) == 0
    assert "it is the first" in capsys.readouterr().out
    git("tag", "v0.1.0")
    edited.rows("data/context/capex.csv", lambda rows: rows.remove(row(rows, "microsoft-2023-q1-cash")))
    git("commit", "-q", "-a", "-m", "second")
    assert main(["diff", "--check"]) == 1
    said = capsys.readouterr()
    assert "From v0.1.0 (" in said.out
    assert "microsoft-2023-q1-cash: the row is gone" in said.out
    assert "is due: a major step after" in said.err
    assert main(["diff", "HEAD", "v0.1.0", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [change["kind"] for change in told["changes"]] == ["row added"]
    assert told["step"] == "minor"


@pytest.mark.parametrize("where", ["no-such-revision", "--output=x", "HEAD:README.md", "nothing.zip"])
def test_what_is_no_edition_is_an_error_in_one_line(where: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "--", where, "."]) == 1
    assert "there is no such folder or zip, and no such git revision" in capsys.readouterr().err


def test_without_git_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["diff", "HEAD", str(ROOT)]) == 1
    assert "git is not installed" in capsys.readouterr().err


def test_a_file_that_is_no_edition_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "datapackage.zip"
    path.write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(PackageError, match="is neither a folder, nor a zip"):
        open_edition(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/b/datapackage.json", "{}")
    with pytest.raises(PackageError, match=r"has no datapackage\.json at its top"):
        open_edition(path)


@pytest.mark.parametrize("path", ["/etc/passwd", "../secret.csv", "data/../../secret.csv", "..\\secret.csv"])
def test_a_package_from_elsewhere_reads_no_file_outside_itself(edited: Edited, path: str) -> None:
    edited.copy.edit_descriptor(lambda descriptor: descriptor["resources"][1].update(path=path))  # type: ignore[index]
    with pytest.raises(PackageError, match="leads out of the package"):
        edited.found()


def test_a_link_in_a_folder_leads_nowhere_else(edited: Edited, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.csv"
    secret.write_text("capex_id\nsecret\n", encoding="utf-8")
    (edited.folder / "data/context/capex.csv").unlink()
    (edited.folder / "data/context/capex.csv").symlink_to(secret)
    with pytest.raises(PackageError, match="leads out of the package"):
        edited.found()


def test_an_edition_that_the_report_cannot_read_is_still_compared(edited: Edited) -> None:
    edited.schema("capex", lambda schema: schema["fields"][6].update(type="geopoint"))
    found = edited.found()
    assert [change.words for change in found.changes] == ["the column low has type: number → geopoint"]
    assert found.sentences == []


def test_a_document_is_read_and_never_run(edited: Edited) -> None:
    report = edited.folder / "report.qmd"
    mark = edited.folder / "mark"
    text = report.read_text("utf-8")
    code = f'__import__("pathlib").Path({str(mark)!r}).touch()'
    report.write_text(text + f"\n```{{python}}\n{code}\n```\n\nIt was `{{python}} {code}`.\n", encoding="utf-8")
    assert edited.found().sentences == []
    assert not mark.exists()


def test_markdown_of_the_report_reads_as_plain_text() -> None:
    marked = r"**The [at most \$15 billion](#m-new-equity){.number}** of *it* in [data\_package](#x){.claim} [@article]."
    assert plain(marked) == "The at most $15 billion of it in data_package."

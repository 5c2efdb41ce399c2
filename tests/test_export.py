"""Exports: other tools load them, they give back what the package holds, and their bytes never change."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import Copy

from analysis import DataPackage, open_package
from analysis.cli import main
from analysis.export import FORMATS, export
from analysis.export.schemaorg import as_script
from analysis.export.sqlite import as_sql
from analysis.package.tables import ROOT

NAME = "ai-compute-pact"


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory, package: DataPackage) -> Path:
    """All formats, written once."""
    folder = tmp_path_factory.mktemp("export") / "data"
    export(package, folder)
    return folder


def expected(package: DataPackage, name: str) -> list[tuple[Any, ...]]:
    """The rows of a table as text, numbers, truth values and days, read from the CSV without the code under test."""
    resource = package.resource(name)
    read: dict[str, Callable[[str], Any]] = {"string": str, "integer": int, "number": float, "date": date.fromisoformat}
    read["boolean"] = lambda cell: cell == "true"
    with (package.path.parent / resource["path"]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    fields = resource["schema"]["fields"]
    return [tuple(None if row[f["name"]] == "" else read[f["type"]](row[f["name"]]) for f in fields) for row in rows]


def tables(package: DataPackage) -> list[str]:
    return [resource["name"] for resource in package.descriptor["resources"] if "schema" in resource]


def fields(package: DataPackage, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = package.resource(name)["schema"]["fields"]
    return found


# ------------------------------------------------------------ round trips


def test_parquet_gives_back_every_cell_through_polars_and_duckdb(exported: Path, package: DataPackage) -> None:
    import duckdb
    import polars

    for name in tables(package):
        path = exported / f"parquet/{name}.parquet"
        assert polars.read_parquet(path).rows() == expected(package, name)
        assert duckdb.read_parquet(str(path)).fetchall() == expected(package, name)


def test_parquet_has_types_units_descriptions_and_licences(exported: Path, package: DataPackage) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pq.read_schema(exported / "parquet/capex.parquet")
    assert schema.field("period_end").type == pa.date32()
    assert schema.field("low").type == pa.float64()
    assert schema.field("basis").type.value_type == pa.string()
    assert not schema.field("capex_id").nullable
    assert json.loads(schema.field("basis").metadata[b"categories"])["cash"]
    assert schema.metadata[b"licence"] == b"Creative Commons Attribution 4.0"
    assert json.loads(schema.metadata[b"primaryKey"]) == ["capex_id"]
    growth = pq.read_schema(exported / "parquet/cloud_growth.parquet")
    assert growth.field("growth_percent").metadata[b"unit"] == b"percent"
    for name in tables(package):
        for field in pq.read_schema(exported / f"parquet/{name}.parquet"):
            assert field.metadata[b"title"]
            assert field.metadata[b"description"]


def test_sqlite_gives_back_every_cell_and_is_sound(exported: Path, package: DataPackage) -> None:
    with sqlite3.connect(exported / f"{NAME}.sqlite") as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        for name in tables(package):
            days = [field["type"] == "date" for field in fields(package, name)]
            rows = database.execute(f"SELECT * FROM {name} ORDER BY rowid").fetchall()  # noqa: S608 - a table of ours
            read = [tuple(date.fromisoformat(c) if day and c else c for c, day in zip(row, days, strict=True)) for row in rows]
            assert read == expected(package, name)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE figures SET bound = 'roughly' WHERE figure_id = 'azure-commitment'",  # a category that is none
        "UPDATE figures SET low = 31 WHERE figure_id = 'azure-commitment'",  # exact, yet low is not high
        "UPDATE figures SET low = NULL WHERE figure_id = 'azure-commitment'",  # exact without a low
        "UPDATE figures SET low = 'thirty' WHERE figure_id = 'azure-commitment'",  # text in a number
        "UPDATE figures SET passage_id = 'nowhere' WHERE figure_id = 'azure-commitment'",  # a key that leads nowhere
        "UPDATE figures SET quote = NULL WHERE figure_id = 'azure-commitment'",  # a cell that is required
        "UPDATE figures SET figure_id = 'aws-growth' WHERE figure_id = 'azure-commitment'",  # an id twice
        "UPDATE capex SET period_end = '2025-02-30' WHERE capex_id = 'amazon-2025-q1-cash'",  # a day that is none
        "UPDATE compute_deals SET counted = 2",  # neither true nor false
    ],
)
def test_sqlite_refuses_what_the_schema_refuses(exported: Path, change: str) -> None:
    database = sqlite3.connect(exported / f"{NAME}.sqlite")
    try:
        database.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            database.execute(change)
    finally:
        database.rollback()
        database.close()


def test_every_row_rule_is_a_check_of_the_database(package: DataPackage) -> None:
    for name in tables(package):
        for rule in package.resource(name)["schema"].get("rowRules", []):
            assert as_sql(rule["formula"]), rule["formula"]
    assert as_sql("low ** 2 == 4") is None


def test_the_views_answer_the_common_questions(exported: Path, package: DataPackage) -> None:
    with sqlite3.connect(exported / f"{NAME}.sqlite") as database:
        row = database.execute(
            'SELECT "from", "to", low, high, unit, verdict FROM figures_with_verdicts WHERE figure_id = ?', ["azure-commitment"]
        ).fetchone()
        assert row == ("Anthropic", "Microsoft Azure", 30.0, 30.0, "USD_bn", "confirmed")
        inputs = database.execute(
            "SELECT input_id, input_high FROM metrics_with_inputs WHERE metric_id = 'new-equity' ORDER BY position"
        ).fetchall()
        assert inputs == [("nvidia-investment", 10.0), ("microsoft-investment", 5.0)]
        quarter = database.execute("SELECT company, low FROM capex_by_quarter WHERE period = '2023-Q1' AND basis = 'cash'").fetchall()
        assert ("Microsoft", 6.607) in quarter
        views = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
        assert len(views) == 8
        assert all(database.execute(f"SELECT count(*) FROM {view}").fetchone()[0] for view in views)  # noqa: S608 - views of ours
        assert len(package.tables["metric_inputs"]) == database.execute("SELECT count(*) FROM metrics_with_inputs").fetchone()[0]


def test_the_workbook_gives_back_every_cell_with_its_type(exported: Path, package: DataPackage) -> None:
    import openpyxl

    book = openpyxl.load_workbook(exported / f"{NAME}.xlsx")
    assert book.sheetnames == ["Read me", "Data dictionary", *tables(package)]
    for name in tables(package):
        sheet = book[name]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref
        head, *rows = ([cell.value for cell in row] for row in sheet.iter_rows())
        assert head == [field["name"] for field in fields(package, name)]
        assert [tuple(cell.date() if isinstance(cell, datetime) else cell for cell in row) for row in rows] == expected(package, name)
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    described = [row[:2] for row in book["Data dictionary"].iter_rows(min_row=2, values_only=True)]
    assert described == [(name, field["name"]) for name in tables(package) for field in fields(package, name)]


def test_no_cell_becomes_a_formula_or_a_link_of_the_workbook(copy: Copy, tmp_path: Path) -> None:
    import openpyxl

    attack = '=HYPERLINK("http://example.org","x")'
    copy.set_cell("statements", "concluded-agreement", "statement", attack)
    copy.set_cell("statements", "market-influence", "statement", "=cmd|' /C calc'!A0")
    copy.set_cell("statements", "multi-cloud", "statement", "https://example.org/")
    export(open_package(copy.descriptor), tmp_path / "out", ["xlsx"])
    sheet = openpyxl.load_workbook(tmp_path / "out" / f"{NAME}.xlsx")["statements"]
    cells = {row[0].value: row[4] for row in sheet.iter_rows(min_row=2)}
    assert (cells["concluded-agreement"].value, cells["concluded-agreement"].data_type) == (attack, "s")
    assert cells["concluded-agreement"].quotePrefix
    assert cells["market-influence"].data_type == "s"
    assert cells["multi-cloud"].hyperlink is None
    with zipfile.ZipFile(tmp_path / "out" / f"{NAME}.xlsx") as parts:
        assert not any(b"<f>" in parts.read(part) for part in parts.namelist() if "worksheets/sheet" in part)


ATTACKS = ["+1+1", "@SUM(A1)", "-2+3", "=1+1", "../../x", "'; DROP TABLE figures; --", "</td><b>x</b>", "%s {0} $HOME"]


def test_hostile_cells_are_the_same_text_in_every_format(copy: Copy, tmp_path: Path) -> None:
    import duckdb
    import openpyxl

    ids = [row["statement_id"] for row in open_package(copy.descriptor).rows("statements")][: len(ATTACKS)]
    for key, attack in zip(ids, ATTACKS, strict=True):
        copy.set_cell("statements", key, "statement", attack)
    out, query = tmp_path / "out", f"SELECT statement FROM {{}} WHERE statement_id IN {tuple(ids)}"  # noqa: S608 - ids of ours
    export(open_package(copy.descriptor), out, ["csv", "parquet", "sqlite", "xlsx", "json"])
    with sqlite3.connect(out / f"{NAME}.sqlite") as database:
        read = {"sqlite": [cell for (cell,) in database.execute(query.format("statements"))]}
        assert database.execute("SELECT count(*) FROM figures").fetchone() == (10,)  # no table is gone
    read["parquet"] = [cell for (cell,) in duckdb.connect().execute(query.format(f"'{out / 'parquet/statements.parquet'}'")).fetchall()]
    rows = json.loads((out / f"{NAME}.json").read_text("utf-8"))["tables"]["statements"]
    read["json"] = [row["statement"] for row in rows if row["statement_id"] in ids]
    sheet = openpyxl.load_workbook(out / f"{NAME}.xlsx")["statements"]
    cells = [row[4] for row in sheet.iter_rows() if row[0].value in ids]
    read["xlsx"] = [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s"}
    with zipfile.ZipFile(out / f"{NAME}.zip") as archive:
        held = archive.read(next(name for name in archive.namelist() if name.endswith("statements.csv"))).decode()
    read["csv"] = [row["statement"] for row in csv.DictReader(held.splitlines()) if row["statement_id"] in ids]
    assert {name: sorted(values) for name, values in read.items()} == dict.fromkeys(read, sorted(ATTACKS))


def test_a_table_longer_than_a_sheet_is_refused_and_leaves_nothing(
    copy: Copy, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from analysis.export import xlsx

    assert xlsx.ROWS == 1_048_576  # of a sheet, as Microsoft states it
    rows = max(map(len, open_package(copy.descriptor).frames.values()))
    monkeypatch.setattr(xlsx, "ROWS", rows)  # so that the head and all rows but one of the longest table have a place
    assert main(["export", "--package", str(copy.descriptor), "--format", "xlsx", "--output", str(tmp_path / "out/data")]) == 1
    told = capsys.readouterr().err
    assert f"sources: has {rows} rows, and a sheet of Excel holds {rows - 1} below its head" in told
    assert "--format parquet" in told
    assert list((tmp_path / "out").iterdir()) == []


def test_a_text_longer_than_a_cell_of_excel_is_refused_by_place_and_leaves_nothing(
    copy: Copy, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (aside := tmp_path / "aside").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(aside))
    copy.set_cell("statements", "market-influence", "statement", "é" * 32_768)  # Microsoft states 32,767 characters
    assert main(["export", "--package", str(copy.descriptor), "--format", "xlsx", "--output", str(tmp_path / "out/data")]) == 1
    told = capsys.readouterr().err
    row = [one["statement_id"] for one in open_package(copy.descriptor).rows("statements")].index("market-influence") + 2
    assert f"statements: row {row}, statement: a cell of Excel holds 32,767 characters, and this has 32,768" in told
    assert "Traceback" not in told
    assert list((tmp_path / "out").iterdir()) == list(aside.iterdir()) == []


def test_how_many_rows_are_taken_at_a_time_changes_no_byte(
    exported: Path, package: DataPackage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.export.tables.BATCH", 10)  # the figures are ten, so a table ends with a batch
    export(package, tmp_path / "data", ["sqlite", "json", "xlsx"])
    for name in (f"{NAME}.sqlite", f"{NAME}.json", f"{NAME}.xlsx"):
        assert (tmp_path / "data" / name).read_bytes() == (exported / name).read_bytes()


def test_parquet_in_several_row_groups_gives_back_every_cell(package: DataPackage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import polars

    monkeypatch.setattr("analysis.export.parquet.GROUP", 10)
    export(package, tmp_path / "data", ["parquet"])
    for name in tables(package):
        assert polars.read_parquet(tmp_path / f"data/parquet/{name}.parquet").rows() == expected(package, name)


def test_json_follows_its_schema_and_gives_back_every_cell(exported: Path, package: DataPackage) -> None:
    import jsonschema

    content = json.loads((exported / f"{NAME}.json").read_text("utf-8"))
    schema = json.loads((exported / f"{NAME}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    assert list(validator.iter_errors(content)) == []
    for name in tables(package):
        days = {field["name"] for field in fields(package, name) if field["type"] == "date"}
        rows = [tuple(date.fromisoformat(c) if k in days and c else c for k, c in row.items()) for row in content["tables"][name]]
        assert rows == expected(package, name)
    assert content["article"] == package.article
    content["tables"]["figures"][0]["bound"] = "roughly"
    assert not validator.is_valid(content)


# ------------------------------------------------------------ the zip


@pytest.mark.slow
def test_frictionless_accepts_the_zip_and_the_unpacked_folder(exported: Path, tmp_path: Path) -> None:
    frictionless = Path(sys.executable).with_name("frictionless")
    with zipfile.ZipFile(exported / f"{NAME}.zip") as archive:
        archive.extractall(tmp_path)
    for target, folder in ((exported / f"{NAME}.zip", exported), (Path("datapackage.json"), tmp_path)):
        done = subprocess.run([frictionless, "validate", target, "--json"], cwd=folder, capture_output=True, text=True, check=False)
        assert json.loads(done.stdout)["valid"], done.stdout[:2000]


def test_the_zip_explains_itself(exported: Path, package: DataPackage) -> None:
    with zipfile.ZipFile(exported / f"{NAME}.zip") as archive:
        names = archive.namelist()
        text = {name: archive.read(name).decode() for name in names if name.endswith(".md")}
        assert archive.testzip() is None
        assert {(entry.external_attr >> 16, entry.date_time) for entry in archive.infolist()} == {(0o100644, (2026, 11, 23, 0, 0, 0))}
    assert names == sorted(names)
    assert {"README.md", "LICENSE.md", "CITATION.cff", "data-dictionary.md", "datapackage.json", "seeds/README.md"} <= set(names)
    for resource in package.descriptor["resources"]:
        assert resource["path"] in names
        assert f"`{resource['path']}`" in text["LICENSE.md"]
    for name in tables(package):
        for field in fields(package, name):
            assert f"| `{field['name']}` |" in text["data-dictionary.md"]


# ------------------------------------------------------------ metadata


def test_croissant_is_valid_and_its_records_load(
    exported: Path, package: DataPackage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import mlcroissant

    # It keeps what it has unpacked under the name of the zip alone, and would show an earlier export.
    monkeypatch.setattr("mlcroissant._src.operation_graph.operations.extract.EXTRACT_PATH", tmp_path)

    dataset = mlcroissant.Dataset(exported / "croissant.json")
    assert not dataset.metadata.issues.errors
    for name in tables(package):
        rows = [tuple(map(_plain, record.values())) for record in dataset.records(name)]
        assert rows == expected(package, name)


def _plain(cell: Any) -> Any:
    """A cell as mlcroissant gives it: text as bytes, days as moments, nothing as None or NaN."""
    if isinstance(cell, bytes):
        return cell.decode()
    if cell is None or cell != cell:
        return None
    return cell.date() if isinstance(cell, datetime) else cell


def test_the_crate_is_valid(exported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The validator asks the web for the terms of RO-Crate; those that the crate uses are told here, so that it needs no network."""
    from rdflib.plugins.shared.jsonld import context as reader
    from rocrate_validator import services
    from rocrate_validator.models import Severity
    from rocrate_validator.utils.http import HttpRequester

    terms = "name description datePublished version keywords author publisher license contentSize encodingFormat hasPart about Dataset"
    of_schema = {term: f"http://schema.org/{term}" for term in [*terms.split(), "CreativeWork", "Organization"]}
    own = {"File": "http://schema.org/MediaObject", "conformsTo": "http://purl.org/dc/terms/conformsTo"}
    context = {"@context": of_schema | own}

    class Response:
        status_code, headers, text = 200, {"Content-Type": "application/ld+json"}, json.dumps(context)

        def json(self) -> object:
            return context

    def get(_: object, address: str, **__: object) -> Response:
        assert address == "https://w3id.org/ro/crate/1.2/context"
        return Response()

    monkeypatch.setattr(HttpRequester, "get", get, raising=False)
    monkeypatch.setattr(reader, "source_to_json", lambda *_, **__: (context, None))
    crate = json.loads((exported / "ro-crate-metadata.json").read_text("utf-8"))
    used = {key for entity in crate["@graph"] for key in entity if not key.startswith("@")}
    assert used <= set(context["@context"])
    settings = services.ValidationSettings(
        rocrate_uri=str(exported), profile_identifier="ro-crate-1.2", requirement_severity=Severity.RECOMMENDED
    )
    result = services.validate(settings)
    assert result.passed(Severity.REQUIRED)
    # What the contributors, who are named as a group, do not have.
    assert {issue.check.identifier.split("_")[1] for issue in result.get_issues()} <= {"93.0", "90.1", "89.0", "86.2"}


def test_the_crate_names_every_file(exported: Path) -> None:
    crate = json.loads((exported / "ro-crate-metadata.json").read_text("utf-8"))
    named = {entity["@id"] for entity in crate["@graph"] if entity["@type"] == "File"}
    there = {path.relative_to(exported).as_posix() for path in exported.rglob("*") if path.is_file()}
    assert there - named == {"SHA256SUMS", "manifest.json", "ro-crate-metadata.json"}
    assert named <= there


def test_no_text_of_the_package_ends_the_script_of_the_page(copy: Copy) -> None:
    attack = "</script><!--<script>&\u2028"
    package = open_package(copy.descriptor)
    package.descriptor["title"] = attack  # the last character would be refused by the reader of the descriptor
    script = as_script(package)
    body = script.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&\u2028\n") & set(body)
    assert json.loads(body)["name"] == attack


# ------------------------------------------------------------ the folder


def test_a_cell_with_markup_is_text_in_every_file_of_json(copy: Copy, tmp_path: Path) -> None:
    attack = "</script><!--<script>alert(1)</script>"
    copy.set_cell("statements", "first-stage", "statement", attack)
    copy.edit_descriptor(lambda descriptor: descriptor.update(description=attack))
    export(open_package(copy.descriptor), tmp_path / "out", ["json", "croissant", "schemaorg", "rocrate"])
    files = [path for path in (tmp_path / "out").iterdir() if ".json" in path.name]
    assert len(files) == 6
    for path in files:
        text = path.read_text("utf-8")
        assert "<" not in text, path.name
        assert attack in str(json.loads(text)) or path.name == "manifest.json"


def test_the_sums_and_the_manifest_cover_every_file(exported: Path) -> None:
    done = subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=exported, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    there = {path.relative_to(exported).as_posix(): path for path in exported.rglob("*") if path.is_file()}
    summed = {line[66:] for line in (exported / "SHA256SUMS").read_text("utf-8").splitlines()}
    assert set(there) - summed == {"SHA256SUMS"}
    manifest = json.loads((exported / "manifest.json").read_text("utf-8"))
    for file in manifest["files"]:
        data = there[file["path"]].read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert {file["path"] for file in manifest["files"]} == summed - {"manifest.json"}


@pytest.mark.slow
def test_another_place_zone_mask_and_hash_seed_give_the_same_bytes(exported: Path, tmp_path: Path) -> None:
    command = f'umask 077; "{sys.executable}" -m analysis.cli export --output "{tmp_path}/far/away"'
    environment = os.environ | {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    subprocess.run(["bash", "-c", command], cwd=ROOT, env=environment, check=True, capture_output=True)
    assert (tmp_path / "far/away/SHA256SUMS").read_text("utf-8") == (exported / "SHA256SUMS").read_text("utf-8")


def test_an_export_replaces_an_earlier_one_whole(package: DataPackage, tmp_path: Path) -> None:
    export(package, tmp_path / "data", ["json", "schemaorg"])
    export(package, tmp_path / "data", ["schemaorg"])
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["SHA256SUMS", "dataset.jsonld", "manifest.json"]
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_clean_removes_an_export_and_nothing_else(package: DataPackage, tmp_path: Path) -> None:
    export(package, tmp_path / "data", ["schemaorg"])
    (tmp_path / "data/notes.txt").write_text("mine", encoding="utf-8")
    assert main(["clean", "--output", str(tmp_path)]) == 1
    assert len(list((tmp_path / "data").iterdir())) == 4
    (tmp_path / "data/notes.txt").unlink()
    assert main(["clean", "--output", str(tmp_path)]) == 0
    assert not (tmp_path / "data").exists()


def test_a_folder_with_files_of_others_is_left_alone(package: DataPackage, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export(package, tmp_path / "data", ["schemaorg"])
    (tmp_path / "data/notes.txt").write_text("mine", encoding="utf-8")
    assert main(["export", "--output", str(tmp_path / "data")]) == 1
    assert "notes.txt" in capsys.readouterr().err
    assert (tmp_path / "data/notes.txt").read_text("utf-8") == "mine"
    assert len(list((tmp_path / "data").iterdir())) == 4


def test_what_cannot_be_written_leaves_the_earlier_export(package: DataPackage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export(package, tmp_path / "data", ["schemaorg"])
    before = (tmp_path / "data/SHA256SUMS").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("analysis.export.schemaorg.write", full)
    assert main(["export", "--format", "schemaorg", "--output", str(tmp_path / "data")]) == 1
    assert (tmp_path / "data/SHA256SUMS").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_place_that_cannot_be_a_folder_is_an_error_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for place in (tmp_path / "file", tmp_path / "file/data"):
        assert main(["export", "--output", str(place)]) == 1
        assert re.search(r"is not a folder|cannot be written", capsys.readouterr().err)


def test_bytes_that_are_not_locked_are_not_exported(copy: Copy, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy.edit_file("data/article/figures.csv", lambda data: data.replace(b"30,30", b"31,31"), refresh=False)
    assert main(["export", "--package", str(copy.descriptor), "--output", str(tmp_path / "out")]) == 1
    assert "data/article/figures.csv" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("change", [{"name": "../outside"}, {"created": None}, {"licenses": []}])
def test_a_package_that_files_cannot_be_named_after_is_an_error(
    copy: Copy, tmp_path: Path, change: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    copy.edit_descriptor(lambda descriptor: descriptor.update(change))
    assert main(["export", "--package", str(copy.descriptor), "--output", str(tmp_path / "out/data")]) == 1
    assert next(iter(change)) in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_unknown_format_is_wrong_usage_and_the_list_names_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--format", "csv,docx"]) == 2
    assert "docx" in capsys.readouterr().err
    assert main(["export", "--list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(FORMATS)

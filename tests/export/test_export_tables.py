"""The tables in other formats: what other tools read there is what the package holds, cell by cell."""

from __future__ import annotations

import json
import sqlite3
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from editing import edited
from exported import NAME, expected, fields, tables

from analysis.export import export
from analysis.export.plain_json import field_schema
from analysis.export.sqlite import as_sql, create_table
from analysis.export.tables import Table, tables_of
from analysis.package import Package, PackageError


def test_parquet_gives_back_every_cell_through_polars_and_duckdb(exported: Path, package: Package) -> None:
    import duckdb
    import polars

    for name in tables(package):
        path = exported / f"parquet/{name}.parquet"
        assert polars.read_parquet(path).rows() == expected(package, name)
        assert duckdb.read_parquet(str(path)).fetchall() == expected(package, name)


def test_parquet_has_types_units_descriptions_and_licences(exported: Path, package: Package) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pq.read_schema(exported / "parquet/capex.parquet")
    assert schema.field("period_end").type == pa.date32()
    assert schema.field("low").type == pa.float64()
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


def test_parquet_keeps_all_declared_categories_in_their_order(exported: Path, package: Package) -> None:
    bounds = ["exact", "about", "at_least", "at_most", "range"]  # as the descriptor has them; capex uses fewer
    read = {name: pd.read_parquet(exported / f"parquet/{name}.parquet") for name in tables(package)}
    assert list(read["figures"]["bound"].cat.categories) == bounds
    assert list(read["capex"]["bound"].cat.categories) == bounds
    assert isinstance(pd.concat([read["figures"]["bound"], read["capex"]["bound"]]).dtype, pd.CategoricalDtype)
    for name, frame in read.items():
        for field in fields(package, name):
            if field.get("categories"):
                assert list(frame[field["name"]].cat.categories) == [one["value"] for one in field["categories"]], (name, field["name"])


def test_sqlite_gives_back_every_cell_and_is_sound(exported: Path, package: Package) -> None:
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
        "UPDATE figures SET bound = 'roughly' WHERE figure_id = 'azure-commitment'",  # not a category
        "UPDATE figures SET low = 31 WHERE figure_id = 'azure-commitment'",  # exact, yet low is not high
        "UPDATE figures SET low = NULL WHERE figure_id = 'azure-commitment'",  # exact without a low
        "UPDATE figures SET low = 'thirty' WHERE figure_id = 'azure-commitment'",  # text in a number
        "UPDATE figures SET passage_id = 'nowhere' WHERE figure_id = 'azure-commitment'",  # a key that leads nowhere
        "UPDATE figures SET quote = NULL WHERE figure_id = 'azure-commitment'",  # a cell that is required
        "UPDATE figures SET figure_id = 'aws-growth' WHERE figure_id = 'azure-commitment'",  # an id twice
        "UPDATE capex SET period_end = '2025-02-30'",  # February has no such day
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


def limited(kind: str, **constraints: object) -> Table:
    field = {"name": "cell", "type": kind, "constraints": constraints}
    return Table({"name": "one", "schema": {"fields": [field]}}, pd.DataFrame())


@pytest.mark.parametrize(
    ("table", "holds", "breaks"),
    [
        (limited("date", maximum="2026-12-31"), "2026-12-31", "2027-01-01"),  # 2026-12-31 as a sum is 1983
        (limited("date", minimum="2025-01-01"), "2025-01-01", "2024-12-31"),
        (limited("number", minimum=0, maximum=1.5), 1.5, 1.6),
        (limited("integer", minimum=1), 1, 0),
        (limited("string", enum=["it's", 'a "b"']), "it's", "its"),
    ],
)
def test_limits_of_a_field_are_checks_of_its_column(table: Table, holds: object, breaks: object) -> None:
    with sqlite3.connect(":memory:") as database:
        database.execute(create_table(table))
        database.execute("INSERT INTO one VALUES (?)", [holds])
        with pytest.raises(sqlite3.IntegrityError):
            database.execute("INSERT INTO one VALUES (?)", [breaks])


def test_every_row_rule_is_a_check_of_the_database(package: Package) -> None:
    for name in tables(package):
        for rule in package.resource(name)["schema"].get("rowRules", []):
            assert as_sql(rule["formula"]), rule["formula"]
    assert as_sql("low ** 2 == 4") is None
    assert as_sql("low == b'x'") is None


def test_the_views_answer_the_common_questions(exported: Path, package: Package) -> None:
    with sqlite3.connect(exported / f"{NAME}.sqlite") as database:
        deal = 'SELECT "from", "to", low, high, unit, verdict FROM figures_with_verdicts WHERE figure_id = ?'
        assert database.execute(deal, ["azure-commitment"]).fetchone()[:5] == ("Anthropic", "Microsoft Azure", 30.0, 30.0, "USD_bn")
        inputs = "SELECT input_id, input_high FROM metrics_with_inputs WHERE metric_id = 'new-equity'"
        assert set(database.execute(inputs)) == {("nvidia-investment", 10.0), ("microsoft-investment", 5.0)}
        assert database.execute("SELECT count(*) FROM metrics_with_inputs").fetchone() == (len(package.tables["metric_inputs"]),)
        views = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
        assert len(views) == 9
        assert all(database.execute(f"SELECT count(*) FROM {view}").fetchone()[0] for view in views)  # noqa: S608 - views of ours


def test_the_views_name_every_source_of_a_verdict_in_its_order(exported: Path, package: Package) -> None:
    with sqlite3.connect(exported / f"{NAME}.sqlite") as database:
        for row in package.rows("verdicts"):
            own = sorted(
                (one["position"], one["source_id"]) for one in package.rows("verdict_sources") if one["verdict_id"] == row["verdict_id"]
            )
            wanted = "; ".join(package.row("sources", source)["publisher"] for _, source in own)
            query = "SELECT judged_by FROM verdicts_with_sources WHERE verdict_id = ?"
            assert database.execute(query, [row["verdict_id"]]).fetchone() == (wanted,)


def test_the_workbook_gives_back_every_cell_with_its_type(exported: Path, package: Package) -> None:
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


def test_a_table_whose_name_excel_does_not_take_has_a_short_sheet_that_is_named(package: Package, tmp_path: Path) -> None:
    import openpyxl

    long = {"capex": "capital_expenditure".replace("_", "-") + "-by-company-and-quarter", "holes": "history"}
    resources = [one | {"name": long.get(one["name"], one["name"])} for one in package.descriptor["resources"]]
    frames = {long.get(name, name): frame for name, frame in package.frames.items()}
    renamed = Package(package.path, package.descriptor | {"resources": resources}, frames, package.article)
    export(renamed, tmp_path / "out", ["xlsx"])
    book = openpyxl.load_workbook(tmp_path / "out" / f"{NAME}.xlsx")
    assert max(map(len, book.sheetnames)) <= 31
    number = [table.name for table in tables_of(renamed)].index(long["capex"]) + 1
    short = f"capital-expenditure-by-com_{number}"
    assert book[short].max_row == len(package.frames["capex"]) + 1
    said = [str(cell.value) for row in book["Read me"].iter_rows() for cell in row if cell.value]
    assert f"The sheet {short} holds the table {long['capex']}, whose name Excel does not take." in said
    links = {cell.value: cell.hyperlink.location for row in book["Read me"].iter_rows() for cell in row if cell.hyperlink}
    assert links[long["capex"]] == f"'{short}'!A1"


def test_a_table_longer_than_a_sheet_is_refused_and_leaves_nothing(
    package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from analysis.export import xlsx

    assert xlsx.ROWS == 1_048_576  # of a sheet, as Microsoft states it
    longest = max(package.frames, key=lambda name: len(package.frames[name]))
    monkeypatch.setattr(xlsx, "ROWS", len(package.frames[longest]))  # the head and all rows but one of the longest table have a place
    with pytest.raises(PackageError, match=rf"{longest}: has [\d,]+ rows, and a sheet of Excel holds .*--format parquet"):
        export(package, tmp_path / "out/data", ["xlsx"])
    assert list((tmp_path / "out").iterdir()) == []


def test_a_text_longer_than_a_cell_of_excel_is_refused_by_place_and_leaves_nothing(package: Package, tmp_path: Path) -> None:
    long = edited(package, "statements", "market-influence", statement="é" * 32_768)  # Microsoft states 32,767 characters
    row = [one["statement_id"] for one in package.rows("statements")].index("market-influence") + 2
    with pytest.raises(
        PackageError, match=f"statements: row {row}, statement: a cell of Excel holds 32,767 characters, and this has 32,768"
    ):
        export(long, tmp_path / "out/data", ["xlsx"])
    assert list((tmp_path / "out").iterdir()) == []


def test_json_follows_its_schema_and_gives_back_every_cell(exported: Path, package: Package) -> None:
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


def test_the_limit_of_a_day_is_left_out_of_json_schema_which_has_limits_for_numbers_alone() -> None:
    field = {"name": "day", "type": "date", "constraints": {"required": True, "maximum": "2026-12-31"}}
    assert field_schema(field) == {"type": "string", "format": "date"}

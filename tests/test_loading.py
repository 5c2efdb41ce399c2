"""Loading: what a reuser gets from `open_package`, with which types, and what is said where it cannot be had."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest
from conftest import Copy

from analysis import DataPackage, PackageError, open_package
from analysis.package.tables import ROOT, frame_of, records


def test_tables_have_the_types_of_their_schemas(package: DataPackage) -> None:
    capex = package.tables["capex"]
    assert capex["period_end"].dtype == "datetime64[s]"
    assert capex["basis"].cat.categories.tolist() == ["cash", "cash_net", "with_leases", "lease_assets", "net_outlay", "segment"]
    assert capex["low"].dtype == pd.Float64Dtype()
    assert package.tables["compute_deals"]["counted"].dtype == pd.BooleanDtype()
    assert package.tables["passages"]["start"].dtype == pd.Int64Dtype()


def test_an_empty_cell_is_missing_in_every_type(package: DataPackage) -> None:
    figures = package.tables["figures"].set_index("figure_id")
    assert figures.loc["compute-capacity", "low"] is pd.NA
    assert figures.loc["azure-commitment", "period"] is pd.NA
    assert package.tables["capex"]["filed_on"].isna().sum() == 72  # the rows that come from no filing


SCHEMA = {
    "fields": [
        {"name": "id", "type": "string"},
        {"name": "day", "type": "date"},
        {"name": "count", "type": "integer"},
        {"name": "low", "type": "number"},
        {"name": "counted", "type": "boolean"},
    ]
}
HEAD = "id,day,count,low,counted\n"


def test_nothing_about_a_cell_is_guessed_from_what_it_looks_like() -> None:
    rows = '007,2025-11-19,7,17.48,true\n1.10,2025-02-31,-1,1e3,false\n"a\nb ""c"" , ",,,,\n"",,,"",\ntrue,NA,0,-0.5,TRUE\n'
    frame = frame_of((HEAD + rows).encode(), SCHEMA)
    empty = None
    assert records(frame) == [
        {"id": "007", "day": "2025-11-19", "count": 7, "low": 17.48, "counted": True},
        {"id": "1.10", "day": "2025-02-31", "count": -1, "low": 1000.0, "counted": False},
        {"id": 'a\nb "c" , ', "day": empty, "count": empty, "low": empty, "counted": empty},
        {"id": empty, "day": empty, "count": empty, "low": empty, "counted": empty},
        {"id": "true", "day": "NA", "count": 0, "low": -0.5, "counted": True},
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "a,,1,1,\nb,,one,1,\n", "#2: Row #3: .* 'one'"),
        (HEAD + "a,,1,1,\nb,,1.5,1,\n", "#2: Row #3: .* '1.5'"),
        (HEAD + "a,,1,much,\n", "#3: Row #2: .* 'much'"),
        (HEAD + "a,,1,1,maybe\n", "#4: Row #2: .* 'maybe'"),
        (HEAD + "a,,1,1\n", "Row #2: Expected 5 columns, got 4"),
        (HEAD + "a,,1,1,,\n", "Row #2: Expected 5 columns, got 6"),
        (HEAD + "a,,1,nan,\n", "low has a number that is not finite"),
        (HEAD + "a,,1,1e400,\n", "low has a number that is not finite"),
        (HEAD + "\udcff,,,,\n", "UTF8"),
        ("id,day,count,low\na,,1,1\n", "its columns are id, day, count, low, but the schema has id, day, count, low, counted"),
        ("id,day,count,low,counted,more\na,,1,1,,\n", "its columns are .*, counted, more, but"),
        ("id,id,day,count,low,counted\na,b,,1,1,\n", "its columns are id, id, day"),
        ("", "Empty"),
    ],
)
def test_what_is_no_such_table_is_refused_with_its_row(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        frame_of(text.encode("utf-8", "surrogateescape"), SCHEMA)


def test_rows_have_dates_as_text(package: DataPackage) -> None:
    assert package.row("capex", "microsoft-2023-q1-cash")["period_end"] == "2023-03-31"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"2023-03-31,cash", b"2023-02-31,cash", "data/context/capex.csv:2:period_end: '2023-02-31' is not a date"),
        (b"2023-03-31,cash", b"2023-03-31,cheque", "data/context/capex.csv:2:basis: 'cheque' is not one of cash, "),
    ],
)
def test_a_cell_that_its_type_does_not_allow_is_named(copy: Copy, old: bytes, new: bytes, said: str) -> None:
    copy.edit_file("data/context/capex.csv", lambda data: data.replace(old, new, 1))
    with pytest.raises(PackageError, match="capex") as caught:
        _ = open_package(copy.descriptor).tables
    assert said in str(caught.value)


def test_an_entry_is_found_by_its_id_with_its_row_and_quantity() -> None:
    package = open_package()
    figure = package["nvidia-investment"]
    assert (figure.kind, figure.table, figure.row["quote"]) == ("figure", "figures", "jusqu’à 10 milliards de dollars")
    assert figure.quantity == package.quantity("nvidia-investment")
    assert figure.words == "up to $10 billion"
    assert package["agreement"].kind == "passage"
    assert package["agreement"].words.startswith("Microsoft, Nvidia and Anthropic have concluded")
    claim = "Anthropic remains a customer of Amazon Web Services despite the massive commitment to Azure."
    assert package["statements:multi-cloud"].words == claim
    growth = package["cloud_growth:aws-2026-q2:growth"]
    assert (growth.kind, growth.words, growth.row["growth_id"]) == ("fact", "37%", "aws-2026-q2")
    assert package["sources:mint"].quantity is None


def test_a_metric_keeps_the_floor_that_its_table_does_not_have() -> None:
    # At most 15 of new equity, which cannot be negative: so the commitment of 30 is at least twice that.
    package = open_package()
    ratio = package["azure-commitment"].quantity / package["new-equity"].quantity  # type: ignore[operator]
    assert (ratio.low, ratio.high, ratio.bound) == (2, None, "at_least")


def test_a_metric_of_another_edition_is_what_that_edition_published(copy: Copy) -> None:
    copy.edit_file("data/derived/metrics.csv", lambda data: data.replace(b",21.5,21.5,", b",21.4,21.4,"))
    package = open_package(copy.descriptor)
    assert package["growth-gap"].quantity == open_package(copy.folder)["growth-gap"].quantity
    assert float(package["growth-gap"].quantity.low) == 21.4  # type: ignore[union-attr, arg-type]


def test_no_id_stands_for_two_rows() -> None:
    package = open_package()
    tables = {"figures": "figure_id", "metrics": "metric_id", "passages": "passage_id"}
    found = [row[key] for table, key in tables.items() for row in package.rows(table)]
    assert len(found) == len(set(found))
    assert set(found) <= set(package)


def test_an_unknown_id_is_answered_with_the_nearest() -> None:
    package = open_package()
    for find in (package.__getitem__, package.trace):
        with pytest.raises(KeyError, match="did you mean “azure-commitment”"):
            find("azure-comitment")
    assert "azure-comitment" not in package
    assert "azure-commitment" in package


def test_every_figure_metric_and_fact_is_traced() -> None:
    package = open_package()
    for name in package:
        if package[name].kind in ("figure", "metric", "fact"):
            assert str(package.trace(name)).startswith(f"{name}: ")


def test_folder_descriptor_and_zip_are_the_same_package(tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in [ROOT / "datapackage.json", *(ROOT / "data").rglob("*.csv"), ROOT / "seeds/article.fr.txt"]:
            archive.write(file, file.relative_to(ROOT))
    one, two, three = open_package(ROOT), open_package(ROOT / "datapackage.json"), open_package(path)
    assert one.article == two.article == three.article
    for name, table in one.tables.items():
        pd.testing.assert_frame_equal(table, two.tables[name])
        pd.testing.assert_frame_equal(table, three.tables[name])


def test_a_zip_cannot_lead_out_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    resource = '{"name": "article", "path": "../secret.txt"}'
    (tmp_path.parent / "secret.txt").write_text("secret", encoding="utf-8")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("datapackage.json", f'{{"resources": [{resource}]}}')
        archive.writestr("../secret.txt", "x")
    with pytest.raises(PackageError, match="leads out of the package"):
        open_package(path)


def test_a_file_in_a_zip_has_a_largest_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", '{"resources": [{"name": "article", "path": "article.txt"}]}')
        archive.writestr("article.txt", "0" * 10_000_000)
    monkeypatch.setattr("analysis.package.editions.LARGEST", 1_000_000)
    with pytest.raises(PackageError, match=r"article\.txt is larger than 1,000,000 bytes"):
        open_package(path)


@pytest.mark.parametrize("name", ["nothing.json", "nothing", "nothing.zip"])
def test_a_package_that_is_not_there_is_an_error_that_names_it(tmp_path: Path, name: str) -> None:
    with pytest.raises(PackageError, match=name):
        open_package(tmp_path / name)

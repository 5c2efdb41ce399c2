"""Loading: what a reuser gets from `open_package`, and with which types."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pandas as pd
import pytest
from copies import change_rows, copy_of, row
from editing import edited

from analysis.package import Package, PackageError, frame_of, open_package, records


def test_tables_have_the_types_of_their_schemas(package: Package) -> None:
    capex = package.tables["capex"]
    assert capex["period_end"].dtype == "datetime64[s]"
    assert capex["basis"].cat.categories.tolist() == ["cash", "cash_net", "with_leases", "lease_assets", "net_outlay", "segment"]
    assert capex["low"].dtype == pd.Float64Dtype()
    assert package.tables["compute_deals"]["counted"].dtype == pd.BooleanDtype()
    assert package.tables["passages"]["start"].dtype == pd.Int64Dtype()


def test_an_empty_cell_is_missing_in_every_type(package: Package) -> None:
    figures = package.tables["figures"].set_index("figure_id")
    assert figures.loc["compute-capacity", "low"] is pd.NA
    assert figures.loc["azure-commitment", "period"] is pd.NA
    assert package.tables["capex"]["filed_on"].isna().any()


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
    empty = None
    assert records(frame_of((HEAD + rows).encode(), SCHEMA)) == [
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
        (HEAD + "a,,1,  ,\n", "#3: Row #2: "),  # two spaces
        (HEAD + "a,,1,1,maybe\n", "#4: Row #2: .* 'maybe'"),
        (HEAD + "a,,1,1\n", "Row #2: Expected 5 columns, got 4"),
        (HEAD + "a,,1,1,,\n", "Row #2: Expected 5 columns, got 6"),
        (HEAD + "a,,1,nan,\n", "low has a number that is not finite"),
        (HEAD + "a,,1,1e400,\n", "low has a number that is not finite"),
        (HEAD + "\udcff,,,,\n", "UTF8"),
        ("id,day,count,low\na,,1,1\n", "the header lacks counted"),
        ("id,day,count,low,counted,more\na,,1,1,,\n", "the header has more, which the schema does not know"),
        ("id,id,day,count,low,counted\na,b,,1,1,\n", "the header has the column 'id' twice"),
        ("id;day;count;low;counted\na;;1;1;\n", "separated by semicolons; save the file with commas"),
        ("", "the header lacks"),
    ],
)
def test_what_is_no_such_table_is_refused_with_its_row(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        frame_of(text.encode("utf-8", "surrogateescape"), SCHEMA)


def test_rows_have_dates_as_text(package: Package) -> None:
    assert package.row("capex", "microsoft-2023-q1-cash")["period_end"] == "2023-03-31"


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("period_end", "2023-02-31", "'2023-02-31' is not a date"),
        ("basis", "cheque", "'cheque' is not one of cash, "),
        ("period_end", "  ", "'  ' is not a date"),
    ],
)
def test_a_cell_that_its_type_does_not_allow_is_named(package: Package, column: str, value: str, said: str) -> None:
    line = [one["capex_id"] for one in package.rows("capex")].index("microsoft-2023-q1-cash") + 2
    with pytest.raises(PackageError) as caught:
        _ = edited(package, "capex", "microsoft-2023-q1-cash", **{column: value}).tables
    assert f"data/context/capex.csv:{line}:{column}: {said}" in str(caught.value)


def test_an_entry_is_found_by_its_id_with_its_row_and_quantity(package: Package) -> None:
    figure = package["nvidia-investment"]
    assert (figure.kind, figure.table, figure.row["quote"]) == ("figure", "figures", "jusqu’à 10 milliards de dollars")
    assert figure.quantity == package.quantity("nvidia-investment")
    assert figure.words == "up to $10 billion"
    assert package["agreement"].kind == "passage"
    assert package["agreement"].words.startswith("Microsoft, Nvidia and Anthropic have concluded")
    claim = "Anthropic remains a customer of Amazon Web Services despite the massive commitment to Azure."
    assert package["statements:multi-cloud"].words == claim
    spent = package["capex:microsoft-2023-q1-cash"]
    assert (spent.kind, spent.words, spent.row["period_end"]) == ("fact", "$6.61 billion", "2023-03-31")
    assert package["cloud_growth:aws-2026-q2:growth"].row["series_id"] == "aws"
    source = package.rows("sources")[0]["source_id"]
    assert package[f"sources:{source}"].quantity is None


def test_an_exact_amount_divided_by_a_ceiling_is_a_floor(package: Package) -> None:
    # 30 over at most 10, which cannot be negative, is at least 3.
    ratio = package["azure-commitment"].quantity / package["nvidia-investment"].quantity  # type: ignore[operator]
    assert (ratio.low, ratio.high, ratio.bound) == (3, None, "at_least")


def test_a_metric_of_another_edition_is_what_that_edition_published(tmp_path: Path) -> None:
    descriptor = copy_of(tmp_path)
    change_rows(descriptor, "metrics", lambda rows: row(rows, "new-equity").update(high="14.5"))
    assert float(open_package(descriptor)["new-equity"].quantity.high) == 14.5  # type: ignore[union-attr, arg-type]


def test_no_id_stands_for_two_rows(package: Package) -> None:
    tables = {"figures": "figure_id", "metrics": "metric_id", "passages": "passage_id"}
    found = [row[key] for table, key in tables.items() for row in package.rows(table)]
    assert len(found) == len(set(found))
    assert set(found) <= set(package)


def test_an_unknown_id_is_answered_with_the_nearest(package: Package) -> None:
    with pytest.raises(KeyError, match="did you mean “azure-commitment”"):
        package["azure-comitment"]
    assert "azure-comitment" not in package
    assert "azure-commitment" in package


@pytest.mark.parametrize("way", [lambda one: pickle.loads(pickle.dumps(one)), copy.copy, copy.deepcopy])  # noqa: S301 - our own bytes
@pytest.mark.parametrize("used", [False, True])
def test_a_package_can_be_pickled_and_copied(way: object, used: bool) -> None:
    package = open_package()
    if used:  # with all that is worked out from it already there
        _ = package.tables, package["azure-commitment"], package.facts
    other = way(package)  # type: ignore[operator]
    assert other["azure-commitment"] == package["azure-commitment"]
    assert other.article == package.article
    for name, table in package.tables.items():
        pd.testing.assert_frame_equal(other.tables[name], table)

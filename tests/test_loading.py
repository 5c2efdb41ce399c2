"""Loading: what a reuser gets from `open_package`, with which types, and what is said where it cannot be had."""

from __future__ import annotations

import pandas as pd
import pytest
from conftest import Copy

from analysis import DataPackage, PackageError, open_package


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

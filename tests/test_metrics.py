"""Metrics against figures worked out by hand from the article, bounds included."""

from __future__ import annotations

import csv
import subprocess
import sys
from decimal import Decimal

import pytest

from analysis import DataPackage
from analysis.metrics import DATELINE, compute, registry
from analysis.package import ROOT

# Worked out from the article's figures with pencil and calculator: low, high, unit.
# 30 bought; up to 10 and up to 5 invested; about 8 before; more than 400 in 2025; 3000 to 4000 by 2030;
# 39 % and 17.5 %; not before 2028; article of 19 November 2025.
EXPECTED = {
    "new-equity": (None, "15", "USD_bn"),  # 10 + 5
    "total-equity": ("8", "23", "USD_bn"),  # 0 + 0 + 8 to 10 + 5 + 8
    "commitment-to-new-equity": ("2", None, "times"),  # 30 / 15
    "commitment-to-total-equity": ("1.304348", "3.75", "times"),  # 30 / 23 to 30 / 8
    "new-equity-share-of-commitment": (None, "50", "percent"),  # 15 / 30
    "commitment-to-microsoft-investment": ("6", None, "times"),  # 30 / 5
    "nvidia-share-at-ceilings": ("66.666667", "66.666667", "percent"),  # 10 / 15
    "commitment-per-gigawatt": ("30", None, "USD_bn_per_GW"),  # 30 / 1
    "commitment-share-of-2025-spending": (None, "7.5", "percent"),  # 30 / 400
    "spending-multiple-2030": (None, "10", "times"),  # 4000 / 400
    "spending-cagr-annual": (None, "58.4893", "percent"),  # fifth root of 10, less 1
    "spending-cagr-annual-at-floor": ("49.6278", "58.4893", "percent"),  # fifth root of 7.5, less 1
    "spending-cagr-cumulative": (None, "24.07233", "percent"),  # 1.24072 + … + 1.24072^5 = 10
    "spending-cagr-cumulative-at-floor": ("13.83484", "24.07233", "percent"),  # 1.13835 + … + 1.13835^5 = 7.5
    "spending-in-2030-cumulative-at-floor": ("764.6029", "1176.074", "USD_bn"),  # 400 x 1.1383484^5, 400 x 1.2407233^5
    "average-annual-spending-cumulative": ("600", "800", "USD_bn_per_year"),  # 3000 / 5 to 4000 / 5
    "spending-doubling-time": ("1.505150", None, "year"),  # 5 x log 2 / log 10
    "spending-doubling-time-cumulative": ("3.213560", None, "year"),  # log 2 / log 1.2407233
    "growth-gap": ("21.5", "21.5", "percentage_point"),
    "growth-ratio": ("2.228571", "2.228571", "times"),  # 39 / 17.5
    "azure-doubling-time": ("2.104887", "2.104887", "year"),  # log 2 / log 1.39
    "aws-doubling-time": ("4.298103", "4.298103", "year"),  # log 2 / log 1.175
    "relative-size-doubling-time": ("4.125002", "4.125002", "year"),  # log 2 / log (1.39 / 1.175)
    "years-to-profitability": ("2.116359", None, "year"),  # 773 days / 365.25
}


def test_every_metric_has_an_expectation() -> None:
    assert set(EXPECTED) == set(registry())


@pytest.mark.parametrize("name", EXPECTED)
def test_agrees_with_the_figure_worked_out_by_hand(package: DataPackage, name: str) -> None:
    low, high, unit = EXPECTED[name]
    value = compute(package)[name]
    assert value.unit == unit
    for computed, expected in ((value.low, low), (value.high, high)):
        if expected is None:
            assert computed is None
        else:
            assert computed is not None
            assert float(computed) == pytest.approx(float(expected), rel=2e-6)


def test_the_published_table_says_the_same() -> None:
    with (ROOT / "data/derived/metrics.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["metric_id"]: row for row in csv.DictReader(file)}
    assert set(rows) == set(EXPECTED)
    for name, (low, high, unit) in EXPECTED.items():
        assert rows[name]["unit"] == unit
        for end, expected in (("low", low), ("high", high)):
            if expected is None:
                assert rows[name][end] == ""
            else:
                assert float(rows[name][end]) == pytest.approx(float(expected), rel=1e-5)  # six digits


def test_only_what_rests_on_an_about_is_approximate(package: DataPackage) -> None:
    approximate = {name for name, value in compute(package).items() if value.approximate}
    assert approximate == {"total-equity", "commitment-to-total-equity"}


def test_inputs_come_before_what_uses_them(package: DataPackage) -> None:
    known = {row["figure_id"] for row in package.rows("figures")} | {DATELINE}
    for name, one in registry().items():
        assert set(one.inputs) <= known
        known.add(name)


def test_the_order_of_metrics_does_not_depend_on_who_imports_them_first() -> None:
    code = "import analysis.metrics.spending; from analysis.metrics import registry; print(*registry())"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert said.split() == list(EXPECTED)


def test_every_figure_of_the_article_is_used(package: DataPackage) -> None:
    used = {name for one in registry().values() for name in one.inputs}
    assert {row["figure_id"] for row in package.rows("figures")} <= used


def test_an_ambiguous_forecast_has_both_readings() -> None:
    resting_on_it = [one for name, one in registry().items() if name.startswith("spending-cagr") or "cumulative" in name]
    assert all(one.reading for one in resting_on_it)


def test_both_readings_of_the_forecast_give_the_forecast_back(package: DataPackage) -> None:
    values = compute(package)
    for end, forecast in (("least", 3000), ("most", 4000)):
        annual, cumulative = (1 + getattr(values[f"spending-cagr-{kind}-at-floor"], end) / 100 for kind in ("annual", "cumulative"))
        assert 400 * annual**5 == pytest.approx(Decimal(forecast))
        assert sum(400 * cumulative**year for year in range(1, 6)) == pytest.approx(Decimal(forecast))

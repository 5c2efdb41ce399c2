"""Metrics against figures worked out by hand from the article, bounds included."""

from __future__ import annotations

import csv
import subprocess
import sys
from decimal import Decimal

import pytest

from analysis import DataPackage
from analysis.metrics import DATELINE, compute, registry
from analysis.package.tables import ROOT

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

# Worked out from the pages of other sources, not from the tables of this package.
EXPECTED_WITH_CONTEXT = {
    "equity-to-compute-openai-microsoft": ("5.2", "5.2", "percent"),  # 13 / 250
    "equity-to-compute-openai-amazon": ("15", "50", "percent"),  # 15 to 50 / 100
    "equity-to-compute-openai-coreweave": ("2.941176", None, "percent"),  # 0.35 / up to 11.9
    "equity-to-compute-anthropic-google": ("16.666667", "66.666667", "percent"),  # 0.5 to 2 / about 3
    "equity-to-compute-anthropic-amazon": (None, "25", "percent"),  # 5 to 25 / more than 100
    "deal-rank-by-dollars": ("4", "4", "rank"),  # 250, 100 and more than 100 are larger; up to 11.9 and about 3 smaller
    "deal-rank-by-gigawatts": ("2", "3", "rank"),  # about 2 is larger; up to 5 may be
    "gigawatt-years-bought": ("2.307692", "3.333333", "GW_year"),  # 30 / 13 to 30 / 9
    "commitment-against-build-cost": ("50", "85.714286", "percent"),  # 30 / 60 to 30 / 35
    # Amazon, Alphabet and Microsoft 191.091 and Meta 37.256; 306.360 and 69.691; 130.669 and 29.479; 245.687 and 49.113
    "capex-2024-four-companies": ("228.347", "228.347", "USD_bn"),
    "capex-2025-four-companies": ("376.051", "376.051", "USD_bn"),
    "capex-first-half-2025": ("160.148", "160.148", "USD_bn"),
    "capex-first-half-2026": ("294.8", "294.8", "USD_bn"),
    "capex-2025-with-leases": ("416", None, "USD_bn"),
    "capex-growth-2025": ("64.683999", "64.683999", "percent"),  # 376.051 / 228.347 - 1
    "capex-growth-first-half-2026": ("84.079726", "84.079726", "percent"),  # 294.8 / 160.148 - 1
    "spending-2025-against-article": (None, "94.01275", "percent"),  # 376.051 / more than 400
    "growth-gap-at-publication": ("19.8", "19.8", "percentage_point"),  # 40 - 20.2
    "growth-gap-latest": ("6", "6", "percentage_point"),  # 43 - 37
    "crossing-time-at-article-rates": (None, "2.614554", "year"),  # log(116.376 / 75) / log(1.39 / 1.175)
    "crossing-time-at-latest-rates": ("10.477379", "10.477379", "year"),  # log(148.404 / 101.938) / log(1.42 / 1.37)
    "amazon-paid-at-article-date": ("82.5", "82.5", "percent"),  # 6.6 / about 8
    "run-rate-multiple-since-article": ("9.285714", "9.285714", "times"),  # about 65 / about 7
    "valuation-multiple-since-article": ("5.273224", "5.273224", "times"),  # 965 / 183
    "valuation-multiple-since-signing": ("2.757143", "2.757143", "times"),  # 965 / about 350
    "later-aws-commitment-multiple": ("3.333333", None, "times"),  # more than 100 / 30
}
EXPECTED |= EXPECTED_WITH_CONTEXT


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
    assert approximate == {
        "total-equity", "commitment-to-total-equity", "equity-to-compute-anthropic-google", "commitment-against-build-cost",
        "amazon-paid-at-article-date", "run-rate-multiple-since-article", "valuation-multiple-since-signing",
    }  # fmt: skip


def test_inputs_come_before_what_uses_them(package: DataPackage) -> None:
    known = {row["figure_id"] for row in package.rows("figures")} | {DATELINE} | set(package.facts)
    for name, one in registry().items():
        assert set(one.inputs) <= known
        known.add(name)


def test_the_order_of_metrics_does_not_depend_on_who_imports_them_first() -> None:
    code = "import analysis.metrics.spending; from analysis.metrics import registry; print(*registry())"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert said.split() == list(registry())


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


def test_the_pair_at_publication_is_the_latest_quarter_reported_by_then(package: DataPackage) -> None:
    published = {row["source_id"]: row["published"] for row in package.rows("sources")}
    for figure, name in (("azure-growth", "azure-2024-2025-q3"), ("aws-growth", "aws-2025-q3")):
        checks = [row for row in package.rows("figure_checks") if row["figure_id"] == figure and row["bound"] == "exact"]
        known = [row for row in checks if (published[row["source_id"]] or "9999") <= package.article_date.isoformat()]
        latest = max(row["period"] for row in known)
        assert package.facts[f"cloud_growth:{name}:growth"].row["period"] == latest


def test_latest_means_the_last_row_of_the_series(package: DataPackage) -> None:
    for name in ("growth-gap-latest", "crossing-time-at-latest-rates"):
        for fact in (package.facts[i] for i in registry()[name].inputs if i.endswith(":growth")):
            rows = [row for row in package.rows("cloud_growth") if row["series_id"] == fact.row["series_id"]]
            assert fact.row["period_end"] == max(row["period_end"] for row in rows)


def test_nothing_mixes_bases(package: DataPackage) -> None:
    """Cash with leases, one definition of Azure with another, a run-rate with revenue, or annual with cumulative."""
    columns = {
        "capex": "basis",
        "spending_estimates": "measure",
        "run_rate": "measure",
        "funding_rounds": "measure",
        "gigawatt_costs": "what",
    }
    for one in registry().values():
        facts = [package.facts[name] for name in one.inputs if name in package.facts]
        for resource, column in columns.items():
            assert len({fact.row[column] for fact in facts if fact.resource == resource}) <= 1, one.metric_id
        azure = {fact.row["series_id"] for fact in facts if fact.resource == "cloud_growth"} - {"aws", "google-cloud"}
        assert len(azure) <= 1, one.metric_id


def test_no_metric_sums_an_overlap_group(package: DataPackage) -> None:
    for one in registry().values():
        groups = [package.facts[i].row["overlap_group"] for i in one.inputs if i.startswith("compute_deals:")]
        named = [group for group in groups if group]
        assert len(named) == len(set(named)), one.metric_id

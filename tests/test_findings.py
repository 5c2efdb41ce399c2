"""The findings that the text and the captions put into words: each must still be what the data say."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from analysis import DataPackage
from analysis.metrics import compute
from analysis.values.quantity import Quantity


@pytest.fixture(scope="module")
def values(package: DataPackage) -> Mapping[str, Quantity]:
    return compute(package)


def test_more_flows_out_of_anthropic_than_into_it(package: DataPackage, values: Mapping[str, Quantity]) -> None:
    assert package.quantity("azure-commitment").least > values["new-equity"].most


def test_the_new_equity_could_not_pay_for_all_of_the_compute(values: Mapping[str, Quantity]) -> None:
    assert values["new-equity-share-of-commitment"].most < 100


def test_the_amounts_between_the_parties_hold_and_the_rates_were_stale(package: DataPackage) -> None:
    verdicts = {row["figure_id"]: row["verdict"] for row in package.rows("verdicts") if row["figure_id"]}
    for figure in ("azure-commitment", "amazon-investment", "nvidia-investment", "microsoft-investment"):
        assert verdicts[figure].startswith("confirmed")
    assert verdicts["azure-growth"] == verdicts["aws-growth"] == "stale"
    assert len(verdicts) == 10


def test_the_gap_was_smaller_on_the_articles_date_and_has_shrunk_since(values: Mapping[str, Quantity]) -> None:
    gaps = [values[name].least for name in ("growth-gap", "growth-gap-at-publication", "growth-gap-latest")]
    assert gaps == sorted(gaps, reverse=True)


def test_passing_takes_longer_at_the_latest_rates(values: Mapping[str, Quantity]) -> None:
    assert values["crossing-time-at-latest-rates"].least > values["crossing-time-at-article-rates"].most


def test_aws_sped_up_in_every_quarter_since(package: DataPackage) -> None:
    rates = [package.facts[f"cloud_growth:aws-{quarter}:growth"].quantity.least for quarter in ("2025-q3", "2025-q4", "2026-q1", "2026-q2")]
    assert rates == sorted(rates)


def test_the_forecast_lies_above_all_annual_estimates_of_others(package: DataPackage) -> None:
    others = [
        package.facts[f"spending_estimates:{row['estimate_id']}"].quantity.most
        for row in package.rows("spending_estimates")
        if row["measure"] == "annual" and row["period"] == "2030" and "Nvidia" not in row["estimated_by"]
    ]
    assert len(others) >= 3
    assert max(others) * 3 / 2 < package.quantity("ai-spending-2030").least  # "far above"


def test_cash_spending_grew_faster_than_either_reading_needs(values: Mapping[str, Quantity]) -> None:
    needed = max(values[name].most for name in ("spending-cagr-annual", "spending-cagr-cumulative"))
    assert values["capex-growth-first-half-2026"].least > needed


def test_the_estimates_of_banks_come_near_the_articles_amount(package: DataPackage) -> None:
    stated = package.quantity("ai-spending-2025").least
    for bank in ("ubs", "bofa"):
        estimate = package.facts[f"figure_checks:ai-spending-2025-2025-{bank}"].quantity
        assert stated < estimate.least < stated * 11 / 10


def test_the_gigawatt_would_be_full_for_only_a_few_years(values: Mapping[str, Quantity]) -> None:
    assert 2 < values["gigawatt-years-bought"].least < values["gigawatt-years-bought"].most < 4


def test_nvidia_is_reported_at_its_ceiling(package: DataPackage) -> None:
    assert package.facts["outcomes:nvidia-investment-made-2026-03-04"].quantity.most == package.quantity("nvidia-investment").most


def test_the_latest_round_and_run_rate_are_the_latest_in_the_tables(package: DataPackage) -> None:
    rounds = [row for row in package.rows("funding_rounds") if row["measure"] == "post_money"]
    assert max(rounds, key=lambda row: str(row["announced_on"]))["funding_id"] == "anthropic-series-h-post-money-2026-05-28"
    rates = [row for row in package.rows("run_rate") if row["measure"] == "run_rate"]
    assert max(rates, key=lambda row: str(row["as_of"]))["rate_id"] == "anthropic-run-rate-2026-07"
    before = [row for row in rates if str(row["as_of"]) <= package.article_date.isoformat()]
    assert max(before, key=lambda row: str(row["as_of"]))["rate_id"] == "anthropic-run-rate-2025-10"

"""The findings that the text puts into words: each must be what the data say, and no figure is typed by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from analysis.metrics import compute, peer_deals
from analysis.package import ROOT, Package
from analysis.values import Quantity

PROSE = re.sub(r"```\{python\}.*?\n```", "", (ROOT / "report.qmd").read_text("utf-8").split("\n---\n", 1)[1], flags=re.DOTALL)


@pytest.fixture(scope="module")
def values(package: Package) -> Mapping[str, Quantity]:
    return compute(package)


@pytest.fixture(scope="module")
def verdicts(package: Package) -> dict[str, str]:
    return {row["verdict_id"]: row["verdict"] for row in package.rows("verdicts")}


def fact(package: Package, fact_id: str) -> Quantity:
    return package.facts[fact_id].quantity


def test_the_prose_has_no_digits_but_those_of_dates() -> None:
    bare = re.sub(r"`\{python\} [^`]*`|\{[^}]*\}|\]\(#[^)]*\)|@[\w-]+", " ", PROSE)
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    bare = re.sub(rf"(?:(?:[0-9]{{1,2}} )?(?:{months}) )?\b20[0-9]{{2}}\b", " ", bare)
    assert re.findall(r"[^\n]{0,30}[0-9][^\n]{0,20}", bare) == []


def test_the_companies_own_pages_print_the_sums_of_the_article(package: Package) -> None:
    for figure, row in (
        ("azure-commitment", "microsoft-nvidia-anthropic-compute-purchase-anthropic"),
        ("nvidia-investment", "microsoft-nvidia-anthropic-equity-investment-nvidia"),
        ("microsoft-investment", "microsoft-nvidia-anthropic-equity-investment-microsoft"),
    ):
        found = package.facts[f"compute_deals:{row}"]
        assert (found.quantity.low, found.quantity.high) == (package.quantity(figure).low, package.quantity(figure).high)
        assert package.row("sources", found.row["source_id"])["kind"] == "primary"


def test_the_sums_hold_and_the_growth_rates_were_a_quarter_old(verdicts: dict[str, str]) -> None:
    for figure in ("azure-commitment", "amazon-investment", "nvidia-investment", "microsoft-investment"):
        assert verdicts[figure].startswith("confirmed")
    assert verdicts["azure-growth"] == verdicts["aws-growth"] == "stale"


def test_in_the_three_other_deals_the_ceiling_is_higher(package: Package, values: Mapping[str, Quantity]) -> None:
    deals = {deal.deal_id: deal for deal in peer_deals(package)}
    own = deals.pop("microsoft-nvidia-anthropic")
    assert (own.equity / own.compute.quantity).to("percent").high == values["seller-equity-share"].high
    assert len(deals) == 3
    for deal in deals.values():
        assert (deal.equity / deal.compute.quantity).most > (own.equity / own.compute.quantity).most


def test_the_reported_sum_is_more_than_the_announced_one(package: Package) -> None:
    reported = fact(package, "commitments:anthropic-commitment-microsoft-2026-09")
    assert reported.least > package.quantity("azure-commitment").most


def test_amazons_gains_are_more_than_eight_times_what_it_had_paid(package: Package, values: Mapping[str, Quantity]) -> None:
    assert values["amazon-gains-2026"].least > 8 * fact(package, "outcomes:amazon-paid-2025-12-31").most


def test_the_gap_was_smaller_on_the_articles_date_and_has_shrunk_since(values: Mapping[str, Quantity]) -> None:
    article, then, now = (values[name] for name in ("growth-gap", "growth-gap-at-publication", "growth-gap-latest"))
    assert article.least > then.least > now.most


def test_aws_sped_up_in_every_quarter_since(package: Package) -> None:
    rates = [fact(package, f"cloud_growth:aws-{quarter}:growth").least for quarter in ("2025-q3", "2025-q4", "2026-q1", "2026-q2")]
    assert rates == sorted(rates)


def test_the_newer_rate_in_constant_currency_is_the_articles(package: Package) -> None:
    assert fact(package, "cloud_growth:azure-2024-2025-q3:growth-cc").low == package.quantity("azure-growth").low


def test_answers_on_passing_aws_lie_apart(values: Mapping[str, Quantity]) -> None:
    year, guided, latest = (values[f"crossing-time-at-{name}"] for name in ("full-year-rates", "guidance", "latest-rates"))
    assert year.most < guided.least < guided.most < latest.least


def test_as_a_year_the_forecast_lies_above_all_others_and_as_a_sum_below(values: Mapping[str, Quantity]) -> None:
    assert values["forecast-against-annual-estimates"].least > 1
    assert values["forecast-against-sums"].most < 100


def test_no_estimate_of_others_keeps_the_pace_that_the_annual_reading_needs(package: Package, values: Mapping[str, Quantity]) -> None:
    guided = values["capex-guided-2026"]
    needed = values["growth-needed-annual"]
    for row in ("ubs-2030-2025-11", "delloro-2030-2026-02-11", "bofa-2030-2026-05"):
        assert fact(package, f"spending_estimates:{row}").most < guided.least * (1 + needed.least / 100) ** 4


def test_the_estimates_of_banks_come_near_the_articles_amount(package: Package) -> None:
    stated = package.quantity("ai-spending-2025").least
    for bank in ("ubs", "bofa"):
        assert stated < fact(package, f"figure_checks:ai-spending-2025-2025-{bank}").least < stated * 11 / 10


def test_spending_ran_ahead_of_plans(values: Mapping[str, Quantity]) -> None:
    assert min(values[f"outturn-to-guidance-2025-{company}"].least for company in ("alphabet", "meta")) > 0


def test_costs_to_build_differ_by_more_than_a_factor_of_two(package: Package) -> None:
    ends = [end for row in package.rows("gigawatt_costs") if row["what"] == "build" for end in (row["low"], row["high"]) if end]
    assert max(ends) > 2 * min(ends)


def test_the_reported_term_outlasts_a_full_gigawatt_twice(package: Package, values: Mapping[str, Quantity]) -> None:
    term = fact(package, "commitments:anthropic-commitment-microsoft-2026-09:months")
    assert values["years-of-a-full-gigawatt"].most * 2 < term.least
    assert 6 < term.least < term.most < 7  # "six and a half years"


def test_paid_evenly_the_commitments_would_leave_little_of_the_run_rate(values: Mapping[str, Quantity]) -> None:
    assert 75 < values["commitments-share-of-run-rate"].least < 100


def test_most_of_the_net_loss_was_no_operating_loss(package: Package) -> None:
    assert fact(package, "revenue:anthropic-net-loss-2025").least > 2 * fact(package, "revenue:anthropic-operating-loss-2025").most


def test_the_latest_rows_in_the_text_are_the_latest_in_the_tables(package: Package) -> None:
    rounds = [row for row in package.rows("funding_rounds") if row["measure"] == "post_money"]
    assert max(rounds, key=lambda row: str(row["announced_on"]))["funding_id"] == "anthropic-series-h-post-money-2026-05-28"
    rates = [row for row in package.rows("run_rate") if row["measure"] == "run_rate"]
    assert max(rates, key=lambda row: str(row["as_of"]))["rate_id"] == "anthropic-run-rate-2026-07"
    before = [row for row in rates if str(row["as_of"]) <= package.article_date.isoformat()]
    assert max(before, key=lambda row: str(row["as_of"]))["rate_id"] == "anthropic-run-rate-2025-10"


def test_each_verdict_rests_on_pages_and_none_on_a_relay(package: Package) -> None:
    kinds = {row["source_id"]: row["kind"] for row in package.rows("sources")}
    rests = [(row["verdict_id"], row["position"], kinds[row["source_id"]]) for row in package.rows("verdict_sources")]
    assert {kind for _, _, kind in rests} <= {"primary", "press"}
    assert sum(position == 1 and kind == "primary" for _, position, kind in rests) >= 14


def test_most_quantities_rest_on_primary_pages(package: Package) -> None:
    kinds = {row["source_id"]: row["kind"] for row in package.rows("sources")}
    found = [kinds[fact.row["source_id"]] for fact in package.facts.values() if fact.table != "corroborations"]
    assert found.count("primary") / len(found) > 0.6

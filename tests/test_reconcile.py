"""The context tables agree with each other, and a mistake in one of them is found with its reason."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.checks.conformance import lock
from analysis.package.tables import ROOT, Issue, open_package
from analysis.checks.context import reconcile_issues
from analysis.checks.validate import validate

Change = Callable[[str, str, str, str], list[Issue]]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The descriptor of a copy of the package that may be broken."""
    for name in ("seeds", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return Path(shutil.copy(ROOT / "datapackage.json", tmp_path))


@pytest.fixture
def change(copy: Path) -> Change:
    """Writes a value into a column of the row with an id, and returns what reconciliation then says."""

    def write(table: str, key: str, column: str, value: str) -> list[Issue]:
        path = copy.parent / "data/context" / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        row = next(row for row in rows if key in row.values())
        row[column] = value
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        lock(copy)
        return reconcile_issues(open_package(copy))

    return write


def said(issues: list[Issue]) -> str:
    return "\n".join(map(str, issues))


def test_the_package_as_it_is_has_nothing_to_reconcile() -> None:
    assert reconcile_issues(open_package()) == []


def test_validate_reports_what_reconciliation_finds(copy: Path, change: Change) -> None:
    change("capex", "alphabet-2025-q3-cash", "source_id", "scmp")
    assert "alphabet" not in said(validate(copy)) or "scmp" in said(validate(copy))
    assert any(issue.path == "data/context/capex.csv" and issue.column == "source_id" for issue in validate(copy))


def test_a_changed_digit_contradicts_the_sentence_of_its_row(change: Change) -> None:
    issues = change("compute_deals", "openai-aws-2025-compute-purchase-openai", "low", "83")
    assert "the sentence of the row does not say “$83 billion”" in said(issues)


def test_a_number_left_over_in_a_sentence_is_found(change: Change) -> None:
    issues = change(
        "outcomes", "public-s1-2026-10-26", "statement", "Anthropic filed 2 times, 2026-10-26 [@agents-radar-digest-2026-10-28]"
    )
    assert "has a number that no cell states" in said(issues)


def test_giver_and_receiver_cannot_change_places(change: Change) -> None:
    flow = "microsoft-nvidia-anthropic-equity-investment-nvidia"
    change("compute_deals", flow, "from_id", "anthropic")
    assert "stands in the sentence before" in said(change("compute_deals", flow, "to_id", "nvidia"))


def test_a_quarter_that_does_not_fit_its_year_is_found_without_the_sentence(change: Change) -> None:
    issues = change("capex", "alphabet-2025-q3-cash", "low", "29.353")
    assert "but its quarters add up to 96.847" in said(issues)  # 91.447 + 29.353 - 23.953


def test_growth_that_does_not_fit_revenue_a_year_before_is_found(change: Change) -> None:
    assert "is 27, but revenue grew 20.2 percent" in said(change("cloud_growth", "aws-2025-q3", "growth_percent", "27"))


def test_growth_far_from_growth_in_constant_currency_is_found(change: Change) -> None:
    assert "points from the growth reported" in said(change("cloud_growth", "azure-2024-2025-q3", "growth_cc_percent", "93"))


def test_cash_above_the_total_with_leases_is_found(change: Change) -> None:
    assert "more than the 34.9 of microsoft with_leases" in said(change("capex", "microsoft-2025-q3-cash", "low", "91.394"))


def test_a_segment_above_its_company_is_found(change: Change) -> None:
    assert "more than the 82.999 of amazon cash" in said(change("capex", "aws-2024-segment", "low", "93.3"))


def test_four_companies_below_the_cash_of_their_members_are_found(change: Change) -> None:
    change("capex", "four-companies-2025-q2-with-leases", "low", "69.78")
    assert "less than the cash of its members, 88.246" in said(change("capex", "four-companies-2025-q2-with-leases", "high", "69.78"))


def test_guidance_after_its_period_is_found(change: Change) -> None:
    assert "is on the wrong side of 2025-12-31" in said(change("capex_guidance", "alphabet-2025-cash-2025-02-04", "given_on", "2026-02-04"))


def test_guidance_that_leaps_is_found(change: Change) -> None:
    assert "guidance-step" in said(change("capex_guidance", "alphabet-2025-cash-2025-07-23", "low", "8.5"))


def test_a_valuation_that_is_not_the_one_before_and_the_round_is_found(change: Change) -> None:
    issues = change("funding_rounds", "anthropic-series-h-round-amount-2026-05-28", "low", "56")
    assert "is 965, but the value before and the round make 956" in said(issues)


def test_two_counted_flows_of_an_overlap_group_are_found(change: Change) -> None:
    issues = change("compute_deals", "microsoft-openai-2023-extension-equity-investment-microsoft", "counted", "true")
    assert "joins 2 flows and counts 2" in said(issues)


def test_a_flow_alone_in_its_overlap_group_is_found(change: Change) -> None:
    issues = change("compute_deals", "nvidia-openai-letter-of-intent-equity-investment-nvidia", "overlap_group", "nvidia-openai-shares")
    assert "nvidia-openai-shares joins 1 flows" in said(issues)


def test_a_second_source_that_disagrees_must_say_so(change: Change) -> None:
    assert "percent from 380" in said(change("corroborations", "anthropic-series-g-post-money-2026-02-12", "low", "308"))


def test_a_second_source_of_a_row_that_is_not_there_is_found(change: Change) -> None:
    issues = change("corroborations", "anthropic-series-g-post-money-2026-02-12", "row_id", "anthropic-series-g")
    assert "there is no row anthropic-series-g in funding_rounds" in said(issues)


def test_a_source_that_no_row_uses_is_found(change: Change) -> None:
    issues = change("gigawatt_costs", "ibm-build-2025-12", "source_id", "scmp")
    assert "no row uses this source" in said(issues)


@pytest.mark.parametrize(
    ("url", "reason"), [("https://nothing", "no address"), ("https://a.org/2019/03/04/x", "the address says 2019-03-04")]
)
def test_an_address_that_is_none_or_has_another_date_is_found(change: Change, url: str, reason: str) -> None:
    assert reason in said(change("sources", "axios-2024-01-30", "url", url))


def test_a_date_after_the_collection_is_found(change: Change) -> None:
    assert "is after the collection of 2026-11-23" in said(change("sources", "axios-2024-01-30", "published", "2027-01-30"))


def test_a_day_that_the_calendar_does_not_have_is_found(change: Change) -> None:
    assert "there is no day 2025-09-31" in said(change("cloud_growth", "aws-2025-q3", "period_end", "2025-09-31"))


def test_a_period_that_ends_on_another_day_is_found(change: Change) -> None:
    assert "but FY26-Q2 ends on 2025-11-30" in said(change("capex", "oracle-fy26-q2-cash", "period_end", "2025-12-31"))


def test_a_fiscal_label_of_another_quarter_is_found(change: Change) -> None:
    assert "but 2025-Q2 is FY25-Q4" in said(change("cloud_growth", "azure-2024-2025-q2", "fiscal_period", "FY25-Q2"))


def test_a_missing_quarter_must_be_listed_as_a_hole(change: Change) -> None:
    issues = change("holes", "microsoft-2024-q3-with-leases", "hole_id", "microsoft-2024-q3-with-lease")
    assert "microsoft-2024-q3-with-leases is missing before it" in said(issues)


def test_a_hole_that_is_filled_is_no_hole(change: Change) -> None:
    issues = change("holes", "microsoft-2024-q3-with-leases", "hole_id", "microsoft-2024-q4-with-leases")
    assert "the row is there, so it is no hole" in said(issues)


def test_a_decimal_point_moved_in_a_series_is_a_step_too_far(change: Change) -> None:
    assert "more than the 100 of quarter-step" in said(change("cloud_growth", "google-cloud-2026-q1", "revenue_low", "200.28"))


def test_a_figure_without_a_verdict_is_found(change: Change) -> None:
    assert "aws-growth has 0 verdicts, not one" in said(change("verdicts", "aws-growth", "figure_id", "azure-growth"))


def test_a_verdict_rests_on_a_source_that_speaks_to_its_figure(change: Change) -> None:
    assert "no check of aws-growth rests on this source" in said(change("verdicts", "aws-growth", "source_id", "scmp"))


def test_an_organisation_of_the_article_keeps_its_name(change: Change) -> None:
    assert "has its id and its name" in said(change("organisations", "azure", "name", "Azure"))


def test_a_service_has_the_fiscal_year_of_its_company(change: Change) -> None:
    assert "is not that of its owner, Microsoft" in said(change("organisations", "azure", "fiscal_year_end", "12"))


def test_a_rule_without_its_tolerance_is_found_before_anything_is_worked_out(change: Change) -> None:
    issues = change("tolerances", "year-step", "rule_id", "years-step")
    assert "there is no tolerance for the rule year-step" in said(issues)
    assert "there is no rule years-step" in said(issues)


def test_a_service_bears_the_name_of_its_company(change: Change) -> None:
    assert "does not have the name of Amazon" in said(change("organisations", "google-cloud", "parent_id", "amazon"))

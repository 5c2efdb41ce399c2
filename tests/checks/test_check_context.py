"""Other sources against arithmetic, the calendar and each other: a fault is planted in the real tables, and found with its reason."""

from __future__ import annotations

from typing import Any

import pytest
from editing import added, edited, without

from analysis.checks.calendar import dates
from analysis.checks.context import CALCULATIONS, CHECKS, allowances, context_issues
from analysis.checks.opened import Context
from analysis.package import Package

EVERY = {
    check.__name__: check for check in (allowances, dates, *CHECKS, *CALCULATIONS) if check.__name__ != "printed_issues"
}  # has its own tests


def said(package: Package, check: str) -> list[str]:
    """What a check finds, as table:line:column: message."""
    return [str(issue).splitlines()[0].removeprefix("data/context/") for issue in EVERY[check](Context(package))]


@pytest.mark.parametrize("check", EVERY)
def test_the_real_package_passes(package: Package, check: str) -> None:
    assert said(package, check) == []


FAULTS: dict[str, tuple[str, str, str, dict[str, Any], str]] = {
    # arithmetic
    "a year that its quarters do not make": (
        "sums",
        "capex",
        "amazon-2025-cash",
        {"low": 141.819, "high": 141.819},
        "but its quarters add up to 131.819",
    ),
    "a quarter with two digits exchanged": (
        "sums",
        "financials",
        "alphabet-2025-q3-revenue",
        {"low": 120.346},
        "is 402.836, but its quarters add up to 420.837",
    ),
    "growth that the levels do not show": ("growth", "cloud_growth", "aws-2025-q4", {"growth_percent": 42}, "is 42, but revenue grew"),
    "constant currency far from reported": (
        "growth",
        "cloud_growth",
        "azure-2024-2024-q3",
        {"growth_cc_percent": 43},
        "is 10 points from the growth reported",
    ),
    "net above gross": ("wholes", "capex", "amazon-2025-cash-net", {"low": 138.32}, "more than the 131.819 of amazon cash"),
    "a segment above its company": ("wholes", "capex", "aws-2025-segment", {"low": 196.5}, "more than the 131.819 of amazon cash"),
    "guidance of another size": (
        "guided",
        "capex_guidance",
        "alphabet-2025-cash-2025-07-23",
        {"low": 8.5, "high": 8.5},
        "is far from the outturn of 91.447",
    ),
    "a round that does not add up": (
        "rounds",
        "funding_rounds",
        "anthropic-series-h-round-amount-2026-05-28",
        {"low": 165},
        "but the value before and the round make",
    ),
    "a decimal point moved in a series": ("series", "cloud_growth", "google-cloud-2026-q1", {"revenue_low": 200}, "of quarter-step"),
    "a second source that disagrees": (
        "seconds",
        "corroborations",
        "alphabet-backlog-2026-06-30-by-alphabet-form-10-q-2026-07-23",
        {"low": 913.9},
        "percent from 514",
    ),
    "a second source of no row": (
        "seconds",
        "corroborations",
        "amazon-backlog-2026-06-30-by-amazon-call-2026-07-30",
        {"row_id": "amazon-backlog"},
        "there is no row amazon-backlog in backlog",
    ),
    "a second source in another unit": (
        "seconds",
        "corroborations",
        "amazon-backlog-2026-06-30-by-amazon-call-2026-07-30",
        {"unit": "GW"},
        "the row has no low in GW to compare",
    ),
    # calendar
    "a day that the calendar lacks": ("dates", "cloud_growth", "aws-2025-q3", {"period_end": "2025-09-31"}, "there is no day 2025-09-31"),
    "a period that ends on another day": (
        "dates",
        "capex",
        "alphabet-2025-q1-cash",
        {"period_end": "2025-03-30"},
        "but 2025-Q1 ends on 2025-03-31",
    ),
    "a fiscal label of another quarter": (
        "dates",
        "cloud_growth",
        "azure-2024-2025-q2",
        {"fiscal_period": "FY25-Q2"},
        "but 2025-Q2 is FY25-Q4",
    ),
    "a filing before the period ended": (
        "dates",
        "capex",
        "alphabet-2025-q1-cash",
        {"filed_on": "2025-03-01"},
        "is on the wrong side of 2025-03-31",
    ),
    "a date after the collection": (
        "dates",
        "backlog",
        "alphabet-backlog-2026-06-30",
        {"as_of": "2027-06-30"},
        "2027-06-30 is after the collection of 2026-11-26",
    ),
    "a source older than what it reports": (
        "sources_in_time",
        "backlog",
        "alphabet-backlog-2026-06-30",
        {"source_id": "alphabet-call-2025-07"},
        "older than 2026-06-30, which it is cited for",
    ),
    "a forecast of a year that had ended": (
        "sources_in_time",
        "spending_estimates",
        "ubs-2026-2025-11",
        {"period": "2024"},
        "is forecast, but 2024 had ended before the source",
    ),
    "a report of the future": ("sources_in_time", "revenue", "anthropic-revenue-2025-reported", {"period": "2028"}, "is reported"),
    # relations
    "a verdict on a relay": ("resting", "verdict_sources", "azure-commitment", {}, "is a relay; a verdict rests on primary pages or press"),
    "a verdict on a page that does not speak to it": (
        "resting",
        "verdict_sources",
        "azure-growth",
        {"source_id": "scmp"},
        "no check of azure-growth rests on this source",
    ),
    "a verdict with a number": (
        "judged",
        "verdicts",
        "azure-growth",
        {"why": "It was 39 percent."},
        "has a number; numbers belong in rows that can be checked",
    ),
    "a figure without a verdict": ("judged", "verdicts", "aws-growth", {"figure_id": "azure-growth"}, "aws-growth has 0 verdicts, not one"),
    "an address that is none": ("pages", "sources", "scmp", {"url": "https://nothing"}, "address"),
    "an address with another date": (
        "pages",
        "sources",
        "semafor-2025-03-20",
        {"url": "https://a.org/2019/03/04/x"},
        "but the address says 2019-03-04",
    ),
    "a relay that names nobody": ("relays", "sources", "93-3-the-drive-2026-09-29", {"relays": None}, "a relay names whom it relays"),
    "a primary page that relays": ("relays", "sources", "anthropic-2025-11-18", {"relays": "Reuters"}, "a primary source relays nobody"),
    "an author who is not the publisher of a primary page": (
        "authors",
        "gigawatt_costs",
        "nvidia-build-2025-08-27",
        {"estimated_by": "Bernstein"},
        "Bernstein is not",
    ),
    "a flow alone in its overlap group": (
        "overlaps",
        "compute_deals",
        "microsoft-openai-2023-extension-equity-investment-microsoft",
        {"overlap_group": "another"},
        "another joins 1 flows",
    ),
    "two flows counted in an overlap group": (
        "overlaps",
        "compute_deals",
        "microsoft-openai-2023-extension-equity-investment-microsoft",
        {"counted": True},
        "flows and counts 2",
    ),
    "a flow left out without a reason": (
        "overlaps",
        "compute_deals",
        "amazon-anthropic-2026-equity-investment-amazon",
        {"counted": False},
        "is no, but the flow overlaps none",
    ),
    "a flow of strangers in a deal": (
        "parties",
        "compute_deals",
        "amazon-anthropic-2026-equity-investment-amazon",
        {"from_id": "akamai", "to_id": "iren"},
        "shares no party",
    ),
    "a group of one": ("groups", "organisations", "four-companies", {"members": "amazon"}, "a group has two members at least"),
    "a member that does not exist": (
        "names",
        "organisations",
        "four-companies",
        {"members": "amazon|nobody"},
        "there is no organisation nobody",
    ),
    "an organisation of the article renamed": ("names", "organisations", "anthropic", {"name": "Anthropic PBC"}, "has its id and its name"),
    "a service with the year of another company": (
        "names",
        "organisations",
        "azure",
        {"fiscal_year_end": 12},
        "is not that of its owner, Microsoft",
    ),
    "a tolerance of an unknown rule": (
        "allowances",
        "tolerances",
        "year-step",
        {"rule_id": "years-step"},
        "there is no tolerance for the rule year-step",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(package: Package, fault: str) -> None:
    check, table, key, cells, message = FAULTS[fault]
    if table == "verdict_sources":
        number = next(n for n, row in enumerate(package.rows(table)) if row["verdict_id"] == key)
        relay = next(row["source_id"] for row in package.rows("sources") if row["kind"] == "relay")
        broken = edited(package, table, None, row=number, **(cells or {"source_id": relay}))
    else:
        broken = edited(package, table, key, **cells)
    assert any(message in text for text in said(broken, check))


def test_every_check_has_a_planted_fault() -> None:
    assert {fault[0] for fault in FAULTS.values()} | {"gaps"} == set(EVERY)


def test_a_quarter_that_is_missing_must_be_listed_as_a_hole(package: Package) -> None:
    assert any("aws-2025-q1 is missing before it" in text for text in said(without(package, "cloud_growth", "aws-2025-q1"), "gaps"))


def test_a_hole_that_is_filled_must_go(package: Package) -> None:
    holes = added(package, "holes", "aws-2026-q3", hole_id="aws-2026-q2")
    assert any("the row is there, so it is no hole" in text for text in said(holes, "gaps"))


def test_one_page_does_not_state_two_values_of_one_thing(package: Package) -> None:
    twice = added(package, "run_rate", "anthropic-run-rate-2026-07", rate_id="anthropic-run-rate-2026-07-b", low=75, high=75)
    assert any("states another value from the same page" in text for text in said(twice, "groups"))


def test_a_second_row_without_a_value_states_no_other_value(package: Package) -> None:
    twice = added(package, "run_rate", "anthropic-run-rate-2026-07", rate_id="anthropic-run-rate-2026-07-b", low=None, high=None)
    assert said(twice, "groups") == []


def test_the_value_of_one_company_is_no_leap_from_that_of_another(package: Package) -> None:
    row = next(row for row in package.rows("funding_rounds") if row["measure"] == "post_money")
    other = added(package, "funding_rounds", row["funding_id"], funding_id="other", recipient_id="openai", round=None, low=1, high=1)
    assert said(other, "rounds") == []


def test_a_source_that_no_row_uses_is_found(package: Package) -> None:
    assert any("no row uses this source" in text for text in said(added(package, "sources", "scmp", source_id="scmp-b"), "pages"))


def test_an_organisation_that_no_row_names_is_found(package: Package) -> None:
    assert any("no row names it" in text for text in said(added(package, "organisations", "akamai", organisation_id="akamai-b"), "names"))


def test_nothing_is_worked_out_from_a_date_that_is_wrong(package: Package) -> None:
    broken = edited(edited(package, "cloud_growth", "aws-2025-q3", period_end="2025-09-31"), "capex", "amazon-2025-cash", low=141.819)
    found = [issue.message for issue in context_issues(broken)]
    assert "there is no day 2025-09-31" in found
    assert not any("quarters add up" in message for message in found)


# ------------------------------------------------------------ what the evidence rests on


def test_no_verdict_rests_on_a_relay_and_most_rest_on_a_primary_page(package: Package) -> None:
    kinds = {row["source_id"]: row["kind"] for row in package.rows("sources")}
    of_verdict: dict[str, set[str]] = {row["verdict_id"]: set() for row in package.rows("verdicts")}
    for row in package.rows("verdict_sources"):
        of_verdict[row["verdict_id"]].add(kinds[row["source_id"]])
    assert not any("relay" in found for found in of_verdict.values())
    assert sum("primary" in found for found in of_verdict.values()) >= 14


def test_every_quantity_of_other_sources_has_printed_words(package: Package) -> None:
    assert [fact.fact_id for fact in package.facts.values() if not fact.printed] == []


def test_enough_quantities_outside_corroborations_rest_on_primary_pages(package: Package) -> None:
    kinds = {row["source_id"]: row["kind"] for row in package.rows("sources")}
    facts = [fact for fact in package.facts.values() if fact.table != "corroborations"]
    assert sum(kinds[fact.row["source_id"]] == "primary" for fact in facts) >= 0.45 * len(facts)

"""Metrics are declared once, with all that a reader needs; what they cannot do without is named; each leads back to words."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from copies import Copy
from editing import edited, without

from analysis.metrics import (
    DATELINE,
    compute,
    computed_files,
    derived_issues,
    metric,
    metrics_table,
    peer_deals,
    published,
    registry,
    trace,
    write_derived,
)
from analysis.metrics.peers import PEERS
from analysis.package import ROOT, Package, PackageError, open_package
from analysis.values import Quantity

# ------------------------------------------------------------ declarations


@pytest.mark.parametrize("name", registry())
def test_a_metric_says_what_it_is_how_it_is_made_and_what_it_leaves_open(name: str) -> None:
    one = registry()[name]
    assert one.label
    assert one.formula
    assert one.caveat.endswith(".")
    assert one.unit
    assert one.inputs
    assert not re.search(r"\w-\w+-\w", one.label + one.caveat + one.reading)  # no ids in words


def test_the_ids_that_reusers_rely_on_are_there() -> None:
    assert {
        "seller-equity-share", "supplier-equity-share", "commitment-to-azure-year", "commitment-to-backlog",
        "commitment-per-year-reported-term", "commitment-to-2025-revenue", "commitment-to-run-rate-latest", "share-of-all-commitments",
        "electricity-of-a-gigawatt", "capex-growth-2025-amazon", "capex-growth-2025-alphabet", "capex-growth-2025-meta",
        "capex-growth-2025-microsoft", "capex-to-cash-flow-microsoft-fy2026", "growth-gap-latest", "crossing-time-at-latest-rates",
    } <= set(registry())  # fmt: skip


def test_a_second_metric_of_one_name_is_refused() -> None:
    def new_equity(nvidia_investment: Quantity) -> Quantity:
        return nvidia_investment

    with pytest.raises(ValueError, match="the metric 'new-equity' is declared twice"):
        metric("Again", unit="USD_bn", formula="the same")(new_equity)


def test_inputs_come_before_what_uses_them(package: Package) -> None:
    known = {row["figure_id"] for row in package.rows("figures")} | {DATELINE} | set(package.facts)
    for name, one in registry().items():
        assert set(one.inputs) <= known, name
        known.add(name)


def test_the_order_of_metrics_does_not_depend_on_who_imports_them_first() -> None:
    code = "import analysis.metrics.spending; from analysis.metrics import registry; print(*registry())"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert said.split() == list(registry())


def test_every_figure_of_the_article_is_used(package: Package) -> None:
    assert {row["figure_id"] for row in package.rows("figures")} <= {name for one in registry().values() for name in one.inputs}


def test_every_unit_of_a_metric_is_one_of_the_schema(package: Package) -> None:
    (unit,) = [field for field in package.resource("metrics")["schema"]["fields"] if field["name"] == "unit"]
    assert {one.unit for one in registry().values()} <= set(unit["constraints"]["enum"])


def test_an_ambiguous_forecast_has_both_readings() -> None:
    resting = [one for name, one in registry().items() if name.startswith(("spending-cagr", "growth-needed")) or "cumulative" in name]
    assert len(resting) >= 8
    assert all(one.reading for one in resting)


# ------------------------------------------------------------ comparisons that hold


def test_nothing_mixes_what_is_measured_differently(package: Package) -> None:
    """Cash with leases, one definition of Azure with another, a run-rate with a target, annual with cumulative."""
    columns = {"capex": "basis", "spending_estimates": "measure", "run_rate": "measure", "funding_rounds": "measure", "backlog": "as_of"}
    for one in registry().values():
        facts = [package.facts[name] for name in one.inputs if name in package.facts]
        for table, column in columns.items():
            assert len({fact.row[column] for fact in facts if fact.table == table}) <= 1, one.metric_id
        azure = {fact.row["series_id"] for fact in facts if fact.table == "cloud_growth"} - {"aws", "google-cloud"}
        assert len(azure) <= 1, one.metric_id


def test_no_metric_counts_the_same_money_twice(package: Package) -> None:
    for one in registry().values():
        groups = [package.facts[i].row["overlap_group"] for i in one.inputs if i.startswith("compute_deals:") and i.count(":") == 1]
        named = [group for group in groups if group]
        assert len(named) == len(set(named)), one.metric_id


def test_the_pair_at_publication_is_the_latest_quarter_reported_by_then(package: Package) -> None:
    published_on = {row["source_id"]: row["published"] for row in package.rows("sources")}
    for series, row_id in (("azure-2024", "azure-2024-2025-q3"), ("aws", "aws-2025-q3")):
        rows = [row for row in package.rows("cloud_growth") if row["series_id"] == series and row["growth_percent"] is not None]
        known = [row for row in rows if (published_on[row["source_id"]] or "9999") <= package.article_date.isoformat()]
        latest = max(row["period_end"] for row in known)
        assert package.row("cloud_growth", row_id)["period_end"] == latest


def test_latest_means_the_last_row_of_the_series(package: Package) -> None:
    for name in ("growth-gap-latest", "crossing-time-at-latest-rates"):
        for fact in (package.facts[i] for i in registry()[name].inputs if i.endswith(":growth")):
            rows = [row for row in package.rows("cloud_growth") if row["series_id"] == fact.row["series_id"]]
            assert fact.row["period_end"] == max(row["period_end"] for row in rows)


def test_run_rates_then_and_now_are_the_last_before_the_article_and_the_last(package: Package) -> None:
    rates = sorted((row["as_of"], row["rate_id"]) for row in package.rows("run_rate") if row["measure"] == "run_rate")
    assert rates[-1][1] == "anthropic-run-rate-2026-07"
    assert [name for day, name in rates if day <= package.article_date.isoformat()][-1] == "anthropic-run-rate-2025-10"


# ------------------------------------------------------------ peers


def test_the_metrics_of_peers_are_those_that_the_one_definition_finds(package: Package) -> None:
    listed = {
        (compute_row, firm, conditional) for _, compute_row, firm, conditional in PEERS.values()
    }  # fmt: skip
    found = {
        (
            deal.compute.row["flow_id"],
            tuple(fact.row["flow_id"] for fact in deal.firm),
            tuple(fact.row["flow_id"] for fact in deal.conditional),
        )
        for deal in peer_deals(package)
        if deal.deal_id != "microsoft-nvidia-anthropic"  # the deal itself: seller-equity-share
    }
    assert found == listed


def test_the_deal_itself_is_a_peer_of_the_others(package: Package) -> None:
    (deal,) = [deal for deal in peer_deals(package) if deal.deal_id == "microsoft-nvidia-anthropic"]
    assert (deal.equity / deal.compute.quantity).to("percent").high == compute(package)["seller-equity-share"].high


@pytest.mark.parametrize("basis", ["cumulative", "shares_given", "third_party"])
def test_equity_that_is_not_new_in_the_agreement_makes_no_peer(package: Package, basis: str) -> None:
    before = [deal.deal_id for deal in peer_deals(package)]
    other = edited(package, "compute_deals", "anthropic-google-2023-equity-investment-google", equity_basis=basis)
    assert [deal.deal_id for deal in peer_deals(other)] == [name for name in before if name != "anthropic-google-2023"]


# ------------------------------------------------------------ what is missing, what is behind


def test_an_input_that_is_missing_is_named_with_the_metric(package: Package) -> None:
    with pytest.raises(PackageError, match="the metric growth-gap cannot be computed: there is no 'azure-growth'"):
        compute(without(package, "figures", "azure-growth"))


def test_a_figure_that_makes_no_sense_is_named_with_the_metric(package: Package) -> None:
    with pytest.raises(PackageError, match="the metric crossing-time-at-latest-rates cannot be computed"):
        compute(edited(package, "cloud_growth", "azure-2026-2026-q2", growth_percent=10, growth_printed="10%"))


def test_a_value_of_zero_to_divide_by_is_told_in_words(package: Package) -> None:
    with pytest.raises(PackageError, match="cannot be computed"):
        compute(edited(package, "cloud_growth", "azure-2026-fy2026", revenue_low=0, revenue_high=0, revenue_printed="$0 million"))


def test_the_real_tables_are_what_the_code_computes(package: Package) -> None:
    assert [str(issue) for issue in derived_issues(package)] == []


def test_a_derived_cell_that_is_behind_is_named_with_the_command_that_mends_it(copy: Copy) -> None:
    write_derived(open_package(copy.descriptor))
    copy.edit_file("data/derived/metrics.csv", lambda data: data.replace(b",20.95,22.05,", b",20.95,22.5,"), refresh=False)
    (issue,) = derived_issues(open_package(copy.descriptor))
    assert (issue.column, issue.message) == ("high", "is '22.5', but '22.05' is computed")
    assert issue.hint == "run: briefing metrics --write"


def test_only_what_changed_is_written(copy: Copy) -> None:
    write_derived(open_package(copy.descriptor))
    assert write_derived(open_package(copy.descriptor)) == []
    (copy.folder / "data/derived/metrics.csv").unlink()
    assert write_derived(open_package(copy.descriptor, skip=("metrics",))) == ["data/derived/metrics.csv"]


def test_a_changed_figure_changes_what_rests_on_it_and_nothing_else(package: Package) -> None:
    before, after = (
        {row["metric_id"]: row for row in metrics_table(one)}
        for one in (package, edited(package, "figures", "aws-growth", low=18, high=18, quote="18 %"))
    )
    assert {name for name in before if before[name] != after[name]} == {"growth-gap"}


def test_values_are_published_to_six_digits_without_an_exponent() -> None:
    from decimal import Decimal

    assert [published(value) for value in (Decimal("1176.0740812"), Decimal("0.00000012345678"), Decimal("4E+3"), None)] == [
        "1176.07", "0.000000123457", "4000", "",
    ]  # fmt: skip


def test_the_files_are_those_of_the_descriptor(package: Package) -> None:
    assert set(computed_files(package)) == {"data/derived/metrics.csv", "data/derived/metric_inputs.csv"}


# ------------------------------------------------------------ the way back to the words


def test_a_figure_leads_to_its_french_words_and_place(package: Package) -> None:
    said = str(trace(package, "nvidia-investment"))
    assert "up to $10" in said.replace("\u00a0", " ")
    assert "“jusqu’à 10 milliards de dollars”" in said
    assert "seeds/article.fr.txt, characters " in said


def test_a_metric_leads_to_all_its_inputs_down_to_their_words(package: Package) -> None:
    step = trace(package, "commitment-to-new-equity")
    assert [below.id for below in step.inputs] == ["azure-commitment", "new-equity"]
    assert [below.id for below in step.inputs[1].inputs] == ["nvidia-investment", "microsoft-investment"]
    assert dict(step.facts)["formula"] == "Azure commitment ÷ new equity"


def test_a_fact_leads_to_its_printed_words_and_page(package: Package) -> None:
    facts = dict(trace(package, "backlog:microsoft-backlog-2025-12-31").facts)
    assert facts["printed"] == "“$625 billion”"
    assert facts["page"].startswith("https://")
    assert facts["table"] == "data/context/backlog.csv, row microsoft-backlog-2025-12-31"


def test_a_relay_says_whom_it_relays(package: Package) -> None:
    facts = dict(trace(package, "commitments:anthropic-commitment-microsoft-2026-09").facts)
    source = package.row("sources", package.row("commitments", "anthropic-commitment-microsoft-2026-09")["source_id"])
    assert source["kind"] == "relay"
    assert facts["source"].endswith(f"(relay, relaying {source['relays']})")


def test_the_date_of_the_article_leads_to_its_dateline(package: Package) -> None:
    assert "19 November 2025" in str(trace(package, DATELINE)).replace("\u00a0", " ")


def test_an_id_that_does_not_exist_names_the_nearest(package: Package) -> None:
    with pytest.raises(KeyError, match="did you mean “new-equity”"):
        trace(package, "new-equit")


@pytest.mark.parametrize("name", registry())
def test_every_metric_can_be_traced(package: Package, name: str) -> None:
    step = trace(package, name)
    assert step.words
    assert [below.id for below in step.inputs] == list(registry()[name].inputs)

"""Charts: their values come from the package, keep their bounds, and lead back to rows and sources."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import reduce
from operator import add

import pytest
from editing import added, edited

from analysis.charts import CHARTS, COLUMNS, evidence, filled, rows_of
from analysis.charts.chart import distinct, frame, says, value, when
from analysis.charts.drawn import cash_years
from analysis.charts.lines import apart, article_pair, quarter_frame, redefinitions
from analysis.charts.marks import ticks
from analysis.metrics import compute, peer_deals, published
from analysis.package import Package, figure_words
from analysis.values import Quantity, exactly

DEAL = "microsoft-nvidia-anthropic"


def by_label(package: Package, name: str) -> dict[str, tuple[float | None, float | None]]:
    """Low and high of each value of a chart, None where a side is open."""
    rows = rows_of(CHARTS[name].frame(package))
    return {
        f"{row['label']}|{row['period']}": (
            None if row["low"] != row["low"] else row["low"],
            None if row["high"] != row["high"] else row["high"],
        )
        for row in rows
    }


@pytest.mark.parametrize("name", CHARTS)
def test_a_frame_has_the_columns_that_a_reader_understands(package: Package, name: str) -> None:
    values = CHARTS[name].frame(package)
    assert tuple(values.columns[: len(COLUMNS)]) == COLUMNS
    assert len(values) > 0
    assert values[["label", "unit", "bound", "words", "ids", "source"]].map(bool).all(axis=None)


@pytest.mark.parametrize("name", CHARTS)
def test_no_two_values_say_the_same(package: Package, name: str) -> None:
    rows = rows_of(CHARTS[name].frame(package))
    said = [says(row) for row in rows]
    assert len(set(said)) == len(said)
    if name in ("peers", "gigawatt", "estimates", "commitments"):  # rows of one label would lie on one another
        labels = [(row.get("panel"), row["label"]) for row in rows]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("name", CHARTS)
def test_every_value_leads_to_figures_metrics_or_rows_and_their_sources(package: Package, name: str) -> None:
    figures, metrics = {row["figure_id"]: row for row in package.rows("figures")}, compute(package)
    for row in rows_of(CHARTS[name].frame(package)):
        sources = row["source"].split(" + ")
        for one in row["ids"].split(" + "):
            if one in figures and row["ids"] == one:
                assert sources == ["article"]
                assert row["words"] == figure_words(figures[one]).replace("\u00a0", " ")
            elif one not in figures and one not in metrics:
                assert package.facts[one].row["source_id"] in sources


@pytest.mark.parametrize("name", ["estimates", "run-rate", "commitments", "quarters", "capex"])
def test_a_value_of_context_is_that_of_its_rows(package: Package, name: str) -> None:
    for row in rows_of(CHARTS[name].frame(package)):
        facts = [package.facts[one].quantity for one in row["ids"].split(" + ") if one in package.facts]
        if facts:
            total = reduce(add, facts)
            assert [None if end != end else end for end in (row["low"], row["high"])] == [
                None if end is None else float(published(end)) for end in (total.low, total.high)
            ]


@pytest.mark.parametrize("name", CHARTS)
def test_a_reader_sees_every_column_that_says_something(package: Package, name: str) -> None:
    shown, values = filled(CHARTS[name].frame(package)), CHARTS[name].frame(package)
    assert [column for column in COLUMNS if column in ("label", "unit", "bound", "words", "ids", "source")] == [
        column for column in shown if column not in ("period", "low", "high")
    ]
    assert ("low" in shown, "high" in shown) == (bool(values["low"].notna().any()), bool(values["high"].notna().any()))


@pytest.mark.parametrize("name", CHARTS)
def test_titles_and_descriptions_are_sentences_in_plain_words(package: Package, name: str) -> None:
    chart = CHARTS[name]
    for text in (chart.title(package), chart.subtitle(package), chart.describe(package), chart.note):
        assert "\n" not in text
        assert "None" not in text
        assert not re.search(r"\bnan\b", text)
    assert 20 < len(chart.title(package)) < 140
    assert chart.describe(package).endswith(".")


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_names_publishers_as_its_sources(package: Package, name: str) -> None:
    publishers = {row["publisher"] for row in package.rows("sources")} | {"the article of 19 November 2025", "own arithmetic"}
    sources = CHARTS[name].sources(package)
    assert 1 <= len(sources) <= 6
    assert {one.removesuffix(" and others") for one in sources} <= publishers


def test_a_seventh_publisher_is_among_others(package: Package) -> None:
    publishers = {row["source_id"]: row["publisher"] for row in package.rows("sources")}
    of_chart = {publishers.get(one, one) for cell in CHARTS["gigawatt"].frame(package)["source"] for one in cell.split(" + ")}
    assert len(of_chart) > 6
    assert ", ".join(CHARTS["gigawatt"].sources(package)).endswith(" and others")
    assert len(CHARTS["capex"].sources(package)) == 6
    assert not CHARTS["capex"].sources(package)[-1].endswith("others")


def test_an_estimate_that_is_a_floor_does_not_count_as_below_the_forecast(package: Package) -> None:
    # For 2030: Bain 0.5, UBS 1.3, Bank of America and Dell'Oro 1.7 trillion lie below 3; Bank of America's "more than 1.2" may not.
    said = CHARTS["estimates"].title(package).replace("\u00a0", " ")
    assert said.endswith("4 of 6 other estimates for 2030 stay below it, at $1.7 trillion or less")


def test_a_title_moves_with_its_values(package: Package) -> None:
    other = edited(package, "figures", "azure-commitment", low=35.0, high=35.0)
    assert "$30" in CHARTS["flows"].title(package)
    assert "$35" in CHARTS["flows"].title(other)
    assert "$35" in CHARTS["gigawatt"].title(other)


# ------------------------------------------------------------ deals of the same kind


def test_the_articles_deal_is_a_peer_by_microsofts_equity_alone(package: Package) -> None:
    values = CHARTS["peers"].frame(package)
    (own,) = rows_of(values[values["strong"]])
    assert own["ids"] == f"compute_deals:{DEAL}-equity-investment-microsoft + compute_deals:{DEAL}-compute-purchase-anthropic"
    assert own["label"] == "Microsoft–Nvidia–Anthropic (the article’s deal): at most $5 billion against $30 billion"
    assert (own["company"], own["high"], own["low"] == own["low"]) == ("microsoft", 16.6667, False)


def test_equity_that_depends_on_conditions_is_a_ceiling(package: Package) -> None:
    said = {label.split(":")[0]: words for label, words in CHARTS["peers"].frame(package)[["label", "words"]].itertuples(index=False)}
    assert said["OpenAI–Amazon 2026 expansion"] == "50%"  # its conditions were met
    assert said["Amazon–Anthropic 2026"] == "at most 25%"


def test_the_chart_has_the_deals_that_metrics_count(package: Package) -> None:
    rows = rows_of(CHARTS["peers"].frame(package))
    assert {row["ids"].split(" + ")[-1] for row in rows} == {deal.compute.fact_id for deal in peer_deals(package)}
    other = edited(package, "compute_deals", "openai-amazon-2026-expansion-equity-investment-amazon", equity_basis="cumulative")
    other = edited(other, "compute_deals", "openai-amazon-2026-expansion-equity-investment-amazon-conditional", equity_basis="cumulative")
    assert len(CHARTS["peers"].frame(other)) == len(rows) - 1


# ------------------------------------------------------------ spending, capital expenditure, clouds


def test_paths_end_where_the_article_and_the_sum_do(package: Package) -> None:
    values = by_label(package, "paths")
    assert values["Spending if spent in that year|2030"] == (3000, 4000)
    total = [values[f"Spending if spent in all until then|{year}"] for year in range(2026, 2031)]
    assert [round(sum(float(one[end] or 0) for one in total)) for end in (0, 1)] == [3000, 4000]


def test_estimates_of_a_year_and_of_several_years_stay_apart(package: Package) -> None:
    values = CHARTS["estimates"].frame(package)
    assert list(values.groupby("panel", sort=False).head(1)["company"]) == ["article", "article"]
    measures = dict(zip(values["panel"].unique(), ("annual", "cumulative"), strict=True))
    rows = {row["estimate_id"]: row for row in package.rows("spending_estimates")}
    for one in rows_of(values[values["company"] != "article"]):
        row = rows[one["ids"].removeprefix("spending_estimates:")]
        assert (row["measure"], row["period"][-4:]) == (measures[one["panel"]], "2030")


def test_gigawatt_years_are_the_commitment_over_a_price(package: Package) -> None:
    values = CHARTS["gigawatt"].frame(package)
    bought, build = (panel for _, panel in values.groupby("panel", sort=False))
    assert (set(bought["unit"]), set(build["unit"])) == ({"GW_year"}, {"USD_bn_per_GW"})
    for row in rows_of(bought):
        price = package.facts[row["ids"].split(" + ")[1]].quantity
        assert row["low"] == pytest.approx(30 / float(price.most), rel=1e-5)


def test_capital_expenditure_is_added_in_cash_alone(package: Package) -> None:
    values = CHARTS["capex"].frame(package)
    totals = values[values["kind"] == "total"]
    assert {year: round(low, 1) for year, low in zip(totals["period"], totals["low"], strict=True)} == {
        "2024": 228.3, "2025": 376.1, "first half of 2026": 294.8,
    }  # fmt: skip
    assert list(cash_years(package)) == list(totals["period"])
    assert values[values["kind"] == "article"]["high"].isna().all()


def test_a_missing_quarter_in_between_stops_the_sum(package: Package) -> None:
    (row,) = (row for row in package.rows("capex") if row["capex_id"] == "meta-2025-q2-cash")
    other = edited(package, "capex", row["capex_id"], basis="with_leases")
    with pytest.raises(ValueError, match="2025"):
        cash_years(other)


def test_intensity_is_capital_expenditure_over_revenue_of_the_same_year(package: Package) -> None:
    rows = {(row["company"], row["year"], row["panel"]): row for row in rows_of(CHARTS["intensity"].frame(package))}
    spent = package.facts["capex:amazon-2025-cash"].quantity
    earned = package.facts["financials:amazon-2025-revenue"].quantity
    expected = float(spent.least / earned.least) * 100
    assert rows["amazon", 2025, "revenue"]["low"] == pytest.approx(expected, rel=1e-5)
    assert {company for company, *_ in rows} == {"amazon", "microsoft", "alphabet", "meta"}


def test_a_company_besides_the_four_is_in_no_chart_of_them(package: Package) -> None:
    other = added(package, "capex", "amazon-2025-cash", capex_id="oracle-2025-cash", company_id="oracle")
    other = added(other, "financials", "amazon-2025-revenue", financial_id="oracle-2025-revenue", company_id="oracle")
    for name in ("capex", "intensity"):
        assert CHARTS[name].frame(other).equals(CHARTS[name].frame(package))


def test_rings_stand_on_the_quarter_of_the_articles_pair(package: Package) -> None:
    rings = article_pair(package, quarter_frame(package))
    assert [tuple(row.values()) for row in rows_of(rings[["cloud", "period", "low", "text"]])] == [
        ("Azure", "quarter to 30 June 2025", 39.0, "39%"), ("AWS", "quarter to 30 June 2025", 17.5, "17.5%"),
    ]  # fmt: skip


def test_every_redefinition_of_a_cloud_is_marked(package: Package) -> None:
    marked = [(one["cloud"], round(one["year"], 1)) for one in rows_of(redefinitions(quarter_frame(package)))]
    assert marked == [("Azure", 2024.6), ("Azure", 2026.5)]


def test_the_finding_on_clouds_is_how_the_gap_changed(package: Package) -> None:
    assert CHARTS["quarters"].title(package) == (
        "Azure’s growth lead over AWS fell: "
        "20.9 to 22.1 percentage points in the article, 5.7 to 6.9 percentage points in the latest quarter".replace(
            " percent", "\u00a0percent"
        )
    )


def test_run_rate_has_no_targets(package: Package) -> None:
    rows = {row["rate_id"]: row for row in package.rows("run_rate")}
    ids = [one["ids"].removeprefix("run_rate:") for one in rows_of(CHARTS["run-rate"].frame(package))]
    assert {rows[one]["measure"] for one in ids} == {"run_rate"}


def test_commitments_begin_with_the_total_and_go_on_by_size(package: Package) -> None:
    rows = rows_of(CHARTS["commitments"].frame(package))
    assert (rows[0]["total"], rows[0]["low"]) == (True, 518)
    sizes = [row["low"] if row["high"] != row["high"] else row["high"] for row in rows[1:]]
    assert sizes == sorted(sizes, reverse=True)
    assert [row["words"] for row in rows if row["company"] == "microsoft"] == ["$31.4 billion"]


def test_the_chart_of_evidence_counts_what_it_is_given(package: Package) -> None:
    chart = evidence({"press": 2, "primary": 5, "relay": 0})
    assert [(row["label"], row["low"]) for row in rows_of(chart.frame(package))] == [("Pages of the companies", 5), ("Press", 2)]
    assert chart.title(package) == "5 of the 7 numbers on this page rest on pages of the companies"


# ------------------------------------------------------------ small parts


def test_labels_move_apart_and_stay_inside() -> None:
    assert apart([10, 12, 90], [20, 20, 20], 100) == [10, 30, 90]
    assert apart([95, 96], [20, 20], 100) == [70, 90]


@pytest.mark.parametrize(("most", "expected"), [(82, [0, 25, 50, 75, 100]), (4, [0, 1, 2, 3, 4]), (0.9, [0, 0.25, 0.5, 0.75, 1])])
def test_ticks_are_round(most: float, expected: list[float]) -> None:
    assert ticks(most, 4) == expected


def test_labels_that_occur_twice_go_on_with_their_period() -> None:
    rows = [value("Nvidia", exactly(1, "GW"), [], [], period="May"), value("Nvidia", exactly(2, "GW"), [], [], period="June")]
    assert [row["label"] for row in distinct(rows)] == ["Nvidia, May", "Nvidia, June"]


def test_an_open_side_is_empty_in_a_frame() -> None:
    rows = rows_of(frame([value("A", Quantity(None, Decimal(5), "USD_bn"), ["a"], ["b"])]))
    assert (rows[0]["low"] != rows[0]["low"], rows[0]["high"], rows[0]["words"]) == (True, 5.0, "at most $5 billion")


def test_a_day_is_a_point_of_its_year() -> None:
    assert (when("2025-01-01"), when("2025-07")) == (2025.0, 2025.5339)

"""Charts: drawn from the package, the same bytes each time, and no number of their own."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from conftest import Copy
from lxml import etree

from analysis import DataPackage, open_package
from analysis.charts import CHARTS
from analysis.charts.capex import cash_years
from analysis.charts.context import article_quarter
from analysis.charts.context_money import chosen_estimates, known_peers
from analysis.charts.since import run_rates
from analysis.charts.theme import RUST, to_svg
from analysis.metrics import compute
from analysis.report import NARROW, WIDE, Briefing
from analysis.wording import figure_words, words


def labels(svg: str) -> list[str]:
    """The texts of a chart without those of its axes."""
    outside = "//svg:text[not(ancestor::svg:g[contains(@class, 'role-axis')])]"
    found = etree.fromstring(svg.encode()).xpath(outside, namespaces={"svg": "http://www.w3.org/2000/svg"})
    assert isinstance(found, list)
    return [" ".join(text.itertext()) for text in found if isinstance(text, etree._Element)]


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_number_in_a_chart_is_worded_by_a_figure_a_metric_or_a_row(package: DataPackage, name: str, width: int) -> None:
    known = [figure_words(row) for row in package.rows("figures")] + [words(value) for value in compute(package).values()]
    known += [words(fact.quantity) for fact in package.facts.values()]
    known += [words(value) for year in cash_years(package) for value in (year.total, *year.companies.values())]
    known += [words(value) for peer in known_peers(package) for value in (peer.compute, peer.equity)]
    # What names a row: its period, and the name of a deal.
    known += [part for table in ("spending_estimates", "capex") for row in package.rows(table) for part in (row["period"] or "").split("/")]
    known += [row["deal_name"].replace("-", "–") for row in package.rows("compute_deals")]
    texts = sorted({text.replace("\u00a0", " ") for text in known if text}, key=len, reverse=True)
    for label in labels(to_svg(CHARTS[name].draw(package, width), name, "")):
        rest = label
        for text in texts:
            rest = rest.replace(text, "")
        assert not any(character.isdigit() for character in rest), label


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_the_same_twice(package: DataPackage, name: str) -> None:
    assert to_svg(CHARTS[name].draw(package, WIDE), name, "x") == to_svg(CHARTS[name].draw(package, WIDE), name, "x")


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_obeys_the_schema_of_vega_lite(package: DataPackage, name: str) -> None:
    CHARTS[name].draw(package, WIDE).to_dict(validate=True)  # raises where it does not; building the page skips this


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_has_a_label_and_ids_of_its_own(package: DataPackage, name: str) -> None:
    root = etree.fromstring(to_svg(CHARTS[name].draw(package, WIDE), f"{name}-wide", 'A "label" & more').encode())
    assert (root.get("role"), root.get("aria-label")) == ("img", 'A "label" & more')
    assert all(element.get("id", name).startswith(name) for element in root.iter())


def test_an_open_end_is_drawn_open(package: DataPackage) -> None:
    rows = [row for data in CHARTS["ratios"].draw(package, WIDE).to_dict()["datasets"].values() for row in data if "open" in row]
    drawn = {row["name"]: row["open"] for row in rows}
    assert drawn == {"Nvidia and Microsoft": True, "with Amazon’s earlier stake": False, "Microsoft alone": True}


def test_arrows_are_as_wide_as_the_amounts(package: DataPackage) -> None:
    rows = [row for data in CHARTS["flows"].draw(package, WIDE).to_dict()["datasets"].values() for row in data if "step" in row]
    assert {row["figure"]: (row["amount"], row["open"]) for row in rows} == {
        "azure-commitment": (30, False),
        "amazon-investment": (8, False),
        "nvidia-investment": (10, True),
        "microsoft-investment": (5, True),
    }


def drawn(package: DataPackage, name: str, *fields: str) -> list[dict[str, Any]]:
    """The rows of data of a chart that have all these fields."""
    datasets = CHARTS[name].draw(package, WIDE).to_dict()["datasets"].values()
    return [row for data in datasets for row in data if set(fields) <= set(row)]


CONTEXT = ["quarters", "capex", "estimates", "gigawatt", "peers", "year_since"]


@pytest.mark.parametrize("name", CONTEXT)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_chart_is_as_wide_as_asked(package: DataPackage, name: str, width: int) -> None:
    root = etree.fromstring(to_svg(CHARTS[name].draw(package, width), name, "").encode())
    assert root.get("width") == f"{width}"


@pytest.mark.parametrize("name", CONTEXT)
def test_a_description_is_one_paragraph_without_broken_amounts(package: DataPackage, name: str) -> None:
    text = CHARTS[name].describe(package)
    assert text.endswith(".")
    assert not set("\n\u00a0") & set(text)
    assert "None" not in text


def test_no_line_of_growth_runs_over_a_change_of_definition(package: DataPackage) -> None:
    lengths: dict[str, int] = {}
    for row in drawn(package, "quarters", "series"):
        lengths[row["series"]] = lengths.get(row["series"], 0) + 1
    assert lengths == {"azure-first": 7, "azure-2024": 8, "azure-2026": 1, "aws": 14, "google-cloud": 14}
    specification = CHARTS["quarters"].draw(package, WIDE).to_dict()
    lines = [layer for layer in specification["layer"] if layer["mark"]["type"] == "line"]
    assert [layer["encoding"]["detail"]["field"] for layer in lines] == ["series"] * 3


def test_rings_stand_on_the_quarter_of_the_articles_pair(package: DataPackage) -> None:
    found = {provider: article_quarter(package, provider) for provider in ("azure", "aws", "google-cloud")}
    assert {provider: row and row["period"] for provider, row in found.items()} == {
        "azure": "2025-Q2",
        "aws": "2025-Q2",
        "google-cloud": None,
    }


def test_capital_expenditure_is_added_in_cash_alone(package: DataPackage) -> None:
    years = {year.name: (year.total.low, year.total.high) for year in cash_years(package)}
    assert years == {
        "2024": (Decimal("228.347"),) * 2,
        "2025": (Decimal("376.051"),) * 2,
        "first half of 2026": (Decimal("294.800"),) * 2,
    }
    tops = {(row["year"], row["company"]): round(row["high"] - row["low"], 3) for row in drawn(package, "capex", "company")}
    assert {company: tops["2025", company] for company in ("amazon", "alphabet", "microsoft", "meta")} == {
        "amazon": 131.819, "alphabet": 91.447, "microsoft": 83.094, "meta": 69.691,
    }  # fmt: skip
    halves = {row["year"]: row["opacity"] < 1 for row in drawn(package, "capex", "company")}
    assert halves == {"2024": False, "2025": False, "2026": True}


def test_floors_of_spending_are_open_upwards(package: DataPackage) -> None:
    assert {round(row["low"]) for row in drawn(package, "capex", "open") if row["open"] and row["low"]} == {400, 416}
    assert {row["high"]: row["open"] for row in drawn(package, "capex", "open") if not row["low"]} == {251: False, 416: True}


def test_estimates_of_a_year_and_of_several_years_share_no_axis(package: DataPackage) -> None:
    specification = CHARTS["estimates"].draw(package, WIDE).to_dict()
    assert specification["resolve"] == {"scale": {"x": "independent"}}
    annual, cumulative = (chosen_estimates(package, measure) for measure in ("annual", "cumulative"))
    assert {row["measure"] for row in annual} == {"annual"}
    assert {row["measure"] for row in cumulative} == {"cumulative"}
    assert all(row["period"].endswith("2030") for row in annual + cumulative)
    assert [row["low"] for row in annual] == [500, 1300, 1400, 1700, 3000, 3000]
    assert [row["low"] for row in cumulative] == [4700, 5000, 5200, 5300, 6700, 8900]
    article = [(row["low"], row["high"]) for row in drawn(package, "estimates", "high", "colour") if row["colour"] == RUST]
    assert set(article) == {(3000, 4000)}


def test_peers_keep_their_open_ends_and_add_no_overlap(package: DataPackage) -> None:
    found = {peer.name: (peer.compute, peer.equity) for peer in known_peers(package)}
    compute_side, equity = found["Microsoft-Nvidia-Anthropic"]
    assert (words(compute_side), words(equity)) == ("$30\u00a0billion", "at most $15\u00a0billion")
    assert [peer.name for peer in known_peers(package) if peer.is_of_article] == ["Microsoft-Nvidia-Anthropic"]
    assert found["Amazon-Anthropic 2026"][0].high is None
    assert "Nvidia-OpenAI letter of intent" not in found  # given up: no sum may count it
    sides = sorted((row["open"], row["high"]) for row in drawn(package, "peers", "open"))
    assert {high for side, high in sides if side == "down"} == {6.3, 11.9, 15}
    assert {row["low"] for row in drawn(package, "peers", "open") if row["open"] == "up"} == {100}


def test_two_counted_flows_of_one_group_are_never_added(copy: Copy) -> None:
    path = copy.folder / "data/context/compute_deals.csv"
    text = path.read_text("utf-8")
    for flow in ("nvidia", "microsoft"):
        text = re.sub(rf"(?m)^(microsoft-nvidia-anthropic-equity-investment-{flow},.*?),,true,", r"\1,one-group,true,", text)
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match="overlap group"):
        known_peers(open_package(copy.descriptor))


def test_run_rate_has_no_targets_and_keeps_its_floors(package: DataPackage) -> None:
    assert {row["measure"] for row in run_rates(package)} == {"run_rate"}
    open_ones = {row["low"] for row in drawn(package, "year_since", "open") if row["open"]}
    assert open_ones == {30, 47}
    assert [row["low"] for row in run_rates(package)][-1] == 65


def test_an_unknown_chart_is_answered_with_the_nearest(package: DataPackage) -> None:
    with pytest.raises(KeyError, match="did you mean “flows”"):
        Briefing(package).chart("flow", "")

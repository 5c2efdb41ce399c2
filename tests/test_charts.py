"""Charts: drawn from the package, the same bytes each time, and no number of their own."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any

import altair as alt
import pytest
from conftest import Copy
from lxml import etree

from analysis import DataPackage, open_package
from analysis.charts import CHARTS, specification
from analysis.charts.capex import cash_years
from analysis.charts.context import article_quarter
from analysis.charts.context_money import chosen_estimates, known_peers
from analysis.charts.data import as_csv, filled
from analysis.charts.since import run_rates
from analysis.charts.svg import to_svg
from analysis.charts.theme import RUST, Spec
from analysis.metrics import compute
from analysis.report.briefing import NARROW, WIDE, Briefing
from analysis.values.wording import figure_words, words


def labels(svg: str) -> list[str]:
    """The texts of a chart without those of its axes."""
    outside = "//svg:text[not(ancestor::svg:g[@class='axis'])]"
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
    alt.LayerChart.from_dict(json.loads(specification(package, name, WIDE)), validate=True)  # raises where it does not


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_has_a_label_and_ids_of_its_own(package: DataPackage, name: str) -> None:
    root = etree.fromstring(to_svg(CHARTS[name].draw(package, WIDE), f"{name}-wide", 'A "label" & more').encode())
    assert (root.get("role"), root.get("aria-label")) == ("img", 'A "label" & more')
    assert all(element.get("id", name).startswith(name) for element in root.iter())


def layers(spec: Spec) -> Iterator[Spec]:
    """The layers that draw marks."""
    for layer in spec.get("layer", ()):
        yield from layers(layer)
    if "mark" in spec:
        yield spec


def drawn(package: DataPackage, name: str, *fields: str) -> list[dict[str, Any]]:
    """The rows of data of a chart that have all these fields, each with the look of its layer."""
    return [
        row | {"mark": layer["mark"]}
        for layer in layers(CHARTS[name].draw(package, WIDE))
        for row in layer["data"]["values"]
        if set(fields) <= set(row)
    ]


def open_sides(package: DataPackage, name: str) -> dict[str, str]:
    """For each bar the side on which it fades out, by what the bar says."""
    found = {}
    for row in drawn(package, name, "says"):
        fill = row["mark"].get("color")
        if isinstance(fill, dict) and "gradient" in fill:
            clear = next(stop["offset"] for stop in fill["stops"] if stop["color"].endswith("00"))
            found[row["says"]] = (
                ("up" if fill["x1"] == fill["x2"] else "right") if clear == (0 if fill["x1"] == fill["x2"] else 1) else "left"
            )
    return found


# ------------------------------------------------------------ the values of each chart


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_value_of_the_table_is_a_mark_and_no_mark_says_anything_else(package: DataPackage, name: str, width: int) -> None:
    said = [value.says for value in CHARTS[name].values(package)]
    assert len(set(said)) == len(said)
    svg = etree.fromstring(to_svg(CHARTS[name].draw(package, width), name, "", said).encode())
    assert {int(str(number)) for number in svg.xpath("//@data-v")} == set(range(len(said)))
    rows = [row["says"] for layer in layers(CHARTS[name].draw(package, width)) for row in layer["data"]["values"] if "says" in row]
    assert set(rows) == set(said)


@pytest.mark.parametrize("name", CHARTS)
def test_every_value_traces_to_figures_metrics_or_rows_and_their_sources(package: DataPackage, name: str) -> None:
    figures = {row["figure_id"]: row for row in package.rows("figures")}
    for value in CHARTS[name].values(package):
        assert value.ids
        for one in value.ids:
            if one in figures:
                assert value.sources == ("article",)
                assert (value.quantity, value.words) == (package.quantity(one), figure_words(figures[one]).replace("\u00a0", " "))
            elif one in compute(package):
                assert value.sources == ("computed",)
            else:
                assert package.facts[one].row["source_id"] in value.sources
        facts = [package.facts[one].quantity for one in value.ids if one in package.facts]
        if facts:
            assert value.quantity == reduce(add, facts)


@pytest.mark.parametrize("name", CHARTS)
def test_the_csv_of_a_chart_is_its_table(package: DataPackage, name: str) -> None:
    cells = [value.cells() for value in CHARTS[name].values(package)]
    read = list(csv.DictReader(io.StringIO(as_csv(CHARTS[name].values(package)))))
    assert read == [{column: row[column] for column in filled(cells)} for row in cells]
    for value, row in zip(CHARTS[name].values(package), read, strict=True):
        assert (row["low"] == "", row["high"] == "") == (value.quantity.low is None, value.quantity.high is None)


def test_all_charts_of_the_page_fit_their_budget(package: DataPackage) -> None:
    pictures = sum(
        len(to_svg(chart.draw(package, width), name, chart.describe(package)).encode())
        for name, chart in CHARTS.items()
        for width in (WIDE, NARROW)
    )
    assert pictures <= 130_000
    assert sum(len(specification(package, name, WIDE).encode()) for name in CHARTS) <= 70_000


def test_a_picture_has_no_long_coordinates_and_nothing_that_draws_nothing(package: DataPackage) -> None:
    for name, chart in CHARTS.items():
        text = to_svg(chart.draw(package, WIDE), name, "")
        assert not re.findall(r"\d\.\d\d", re.sub(r"<text.*?</text>|stop-color=.*?>| opacity=\"[^\"]*\"", "", text))
        for element in etree.fromstring(text.encode()).iter():
            assert element.get("d", "M") != ""
            assert len(element) or str(element.tag).rpartition("}")[2] != "g"


def test_an_open_end_is_drawn_open(package: DataPackage) -> None:
    assert open_sides(package, "ratios") == {
        "Equity of Nvidia and Microsoft: at least 2.0 times": "right",
        "Equity of Microsoft alone: at least 6.0 times": "right",
    }


def test_arrows_are_as_wide_as_the_amounts(package: DataPackage) -> None:
    rows = drawn(package, "flows", "amount", "x2")
    assert {row["says"]: (row["amount"], "strokeDash" in row["mark"]) for row in rows} == {
        "Anthropic to Microsoft Azure: $30 billion": (30, False),
        "Amazon to Anthropic: about $8 billion": (8, False),
        "Nvidia to Anthropic: up to $10 billion": (10, True),
        "Microsoft to Anthropic: up to $5 billion": (5, True),
    }


def test_the_fans_of_spending_end_where_the_article_and_the_sum_do(package: DataPackage) -> None:
    values = {(value.label, value.period): value for value in CHARTS["paths"].values(package)}
    assert values["Spending if spent in that year", "2030"].quantity == package.quantity("ai-spending-2030")
    total = [values["Spending if spent in all until then", str(year)].quantity for year in range(2026, 2031)]
    low, high = sum(float(one.least) for one in total), sum(float(one.most) for one in total)
    assert (round(low), round(high)) == (3000, 4000)


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_chart_is_as_wide_as_asked(package: DataPackage, name: str, width: int) -> None:
    root = etree.fromstring(to_svg(CHARTS[name].draw(package, width), name, "").encode())
    assert root.get("width") == f"{width}"


@pytest.mark.parametrize("name", CHARTS)
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
    lines = [layer for layer in layers(CHARTS["quarters"].draw(package, WIDE)) if layer["mark"]["type"] == "line"]
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
    columns = [row for row in drawn(package, "capex", "y2", "says") if ", cash, " in row["says"]]
    assert {row["says"]: round(row["y2"] - row["y"], 3) for row in columns if ", 2025:" in row["says"]} == {
        "Amazon, cash, 2025: $132 billion": 131.819,
        "Alphabet, cash, 2025: $91.4 billion": 91.447,
        "Microsoft, cash, 2025: $83.1 billion": 83.094,
        "Meta, cash, 2025: $69.7 billion": 69.691,
    }
    assert {("half" in row["says"], "opacity" in row["mark"]) for row in columns} == {(True, True), (False, False)}


def test_floors_of_spending_are_open_upwards(package: DataPackage) -> None:
    assert open_sides(package, "capex") == {
        "The four companies, with leases, 2025: at least $416 billion": "up",
        "The article: spending on AI infrastructure, 2025: more than $400 billion": "up",
    }


def test_estimates_of_a_year_and_of_several_years_share_no_axis(package: DataPackage) -> None:
    assert CHARTS["estimates"].draw(package, WIDE)["resolve"] == {"scale": {"x": "independent"}}
    annual, cumulative = (chosen_estimates(package, measure) for measure in ("annual", "cumulative"))
    assert {row["measure"] for row in annual} == {"annual"}
    assert {row["measure"] for row in cumulative} == {"cumulative"}
    assert all(row["period"].endswith("2030") for row in annual + cumulative)
    assert [row["low"] for row in annual] == [500, 1300, 1400, 1700, 3000, 3000]
    assert [row["low"] for row in cumulative] == [4700, 5000, 5200, 5300, 6700, 8900]
    article = [(row["x"], row["x2"]) for row in drawn(package, "estimates", "x2", "says") if row["mark"]["color"] == RUST]
    assert article == [(3000, 4000)] * 2


def test_peers_keep_their_open_ends_and_add_no_overlap(package: DataPackage) -> None:
    found = {peer.name: (peer.compute, peer.equity) for peer in known_peers(package)}
    compute_side, equity = found["Microsoft-Nvidia-Anthropic"]
    assert (words(compute_side), words(equity)) == ("$30\u00a0billion", "at most $15\u00a0billion")
    assert [peer.name for peer in known_peers(package) if peer.is_of_article] == ["Microsoft-Nvidia-Anthropic"]
    assert found["Amazon-Anthropic 2026"][0].high is None
    assert "Nvidia-OpenAI letter of intent" not in found  # given up: no sum may count it
    assert sorted(open_sides(package, "peers").items()) == [
        ("Amazon–Anthropic 2026: compute, 20 April 2026: at least $100 billion", "right"),
        ("Microsoft–Nvidia–Anthropic: equity in the buyer, 18 November 2025: at most $15 billion", "left"),
        ("OpenAI–CoreWeave March 2025: compute, March 2025: at most $11.9 billion", "left"),
        ("Reflection AI–SpaceX: compute, 22 June 2026: at most $6.3 billion", "left"),
    ]


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
    assert {row["y"] for row in drawn(package, "year_since", "y2") if "gradient" in str(row["mark"])} == {30, 47}
    assert [row["low"] for row in run_rates(package)][-1] == 65


def test_an_unknown_chart_is_answered_with_the_nearest(package: DataPackage) -> None:
    with pytest.raises(KeyError, match="did you mean “flows”"):
        Briefing(package).chart("flow", "")

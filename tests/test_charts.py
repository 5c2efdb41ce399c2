"""Charts: drawn from the package, the same bytes each time, and no number of their own."""

from __future__ import annotations

import pytest
from lxml import etree

from analysis import DataPackage
from analysis.charts import CHARTS
from analysis.charts.theme import to_svg
from analysis.metrics import compute
from analysis.report import NARROW, WIDE, Briefing
from analysis.wording import figure_words, words


def labels(svg: str) -> list[str]:
    """The texts of a chart without those of its axes."""
    outside = "//svg:text[not(ancestor::svg:g[contains(@class, 'role-axis')])]"
    found = etree.fromstring(svg.encode()).xpath(outside, namespaces={"svg": "http://www.w3.org/2000/svg"})
    assert isinstance(found, list)
    return ["".join(text.itertext()) for text in found if isinstance(text, etree._Element)]


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_number_in_a_chart_is_worded_by_a_figure_or_a_metric(package: DataPackage, name: str, width: int) -> None:
    known = [figure_words(row) for row in package.rows("figures")] + [words(value) for value in compute(package).values()]
    for label in labels(to_svg(CHARTS[name].draw(package, width), name, "")):
        rest = label
        for text in sorted((text.replace("\u00a0", " ") for text in known), key=len, reverse=True):
            rest = rest.replace(text, "")
        assert not any(character.isdigit() for character in rest), label


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_the_same_twice(package: DataPackage, name: str) -> None:
    assert to_svg(CHARTS[name].draw(package, WIDE), name, "x") == to_svg(CHARTS[name].draw(package, WIDE), name, "x")


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


def test_an_unknown_chart_is_answered_with_the_nearest(package: DataPackage) -> None:
    with pytest.raises(KeyError, match="did you mean “flows”"):
        Briefing(package).chart("flow", "")

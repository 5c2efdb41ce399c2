"""Every metric against its value worked out from the source numbers, which are written down here, bounds included.

Each expectation is plain arithmetic on numbers copied from the article or the pages, never from the tables of the package.
"""

from __future__ import annotations

from math import log
from typing import Any

import pytest

from analysis.metrics import compute, registry
from analysis.package import Package

Ends = tuple[float | None, float | None]


def at(value: float) -> Ends:
    """A result whose two ends are one value."""
    return value, value


# The article: 30 bought; up to 1 GW; up to 10 and up to 5 invested; about 8 before; more than 400 in 2025; 3000 to 4000 by 2030;
# 39 % and 17.5 %; not before 2028; dated 19 November 2025.
DEAL: dict[str, Ends] = {
    "new-equity": (None, 10 + 5),
    "total-equity": (6.6 + 0 + 0, 8 + 10 + 5),  # Amazon had paid 6.6 by 30 September 2025
    "commitment-to-new-equity": (30 / 15, None),
    "seller-equity-share": (None, 100 * 5 / 30),
    "supplier-equity-share": (None, 100 * 10 / 30),
    "nvidia-share-at-ceilings": at(100 * 10 / 15),
    "stake-microsoft": (None, 100 * 5 / 350),  # value reported on signing: about 350
    "stake-nvidia": (None, 100 * 10 / 350),
    "commitment-to-azure-year": at(100 * 30 / 101.938),  # Azure, year to June 2026: 101,938 million
    "commitment-to-azure-year-at-signing": (None, 100 * 30 / 75),  # year to June 2025: surpassed 75 billion
    "commitment-to-backlog": at(100 * 30 / 625),  # 31 December 2025
    "commitment-to-backlog-without-openai": at(100 * 30 / (625 * (1 - 0.45))),  # of it about 45 % OpenAI
    "commitment-to-backlog-latest": at(100 * 30 / 678),  # 30 June 2026
    "commitment-per-year-reported-term": (31.4 / (79 / 12), 31.4 / (77 / 12)),  # November 2026 to May 2033: 77 to 79 months
    "commitment-per-year-plausible-terms": (30 / 10, 30 / 3),
    "commitment-share-of-2025-spending": (None, 100 * 30 / 400),
}
SINCE: dict[str, Ends] = {
    "amazon-paid-at-article-date": at(100 * 6.6 / 8),
    "reported-commitment-change": at(100 * (31.4 / 30 - 1)),
    "run-rate-multiple-since-article": at(65 / 7),
    "valuation-multiple-since-article": at(965 / 183),
    "valuation-multiple-since-signing": at(965 / 350),
    "later-aws-commitment-multiple": (100 / 30, None),  # more than 100
    "amazon-gains-2026": at(16.8 + 53.4),
    "equity-to-compute-anthropic-google": at(100 * 2 / 3),
    "equity-to-compute-openai-amazon": at(100 * (15 + 35) / 100),  # both parts paid by mid-2026
    "equity-to-compute-anthropic-amazon": (None, 100 * (5 + 20) / 100),  # 5 and up to 20 against more than 100
}
GIGAWATT: dict[str, Ends] = {
    # Rents of a gigawatt for a year: 10 to 15; 10 to 15; about 10; 9.7 to 11
    "gigawatt-years-bought": (30 / 15, 30 / 9.7),
    "contract-price-microsoft-iren": at(9.7 / (0.2 * 5)),  # 9.7 for 200 MW and five years
    "contract-price-openai-oracle": (300 / (4.5 * 5), None),  # more than 300 for up to 4.5 GW and five years
    "gigawatt-years-at-contract-price": at(30 / 9.7),
    "years-of-a-full-gigawatt": (30 / 15, 30 / 9.7),
    # Costs to build: 50 to 60; 50 to 60; about 50; 35; about 80; 38; about 30; up to 47; 60
    "electricity-of-a-gigawatt": (None, 8.76),  # 8,760 hours
    # Electricity 0.6 and 1.3 against rents of 9.7 to 15
    "electricity-share-of-rent": (100 * 0.6 / 15, 100 * 1.3 / 9.7),
    "nvidia-part-of-a-gigawatt": (100 * 35 / 60, 100 * 35 / 50),
    "nvidia-part-to-its-investment": (25 / 10, None),  # 30, 25 and 40 a gigawatt
}
ANTHROPIC: dict[str, Ends] = {
    "commitment-to-2025-revenue": at(30 / 4.6),
    "commitment-to-run-rate-then": at(30 / 7),
    "commitment-to-run-rate-latest": at(30 / 65),
    "all-commitments-to-run-rate": (518 / 65, None),
    "share-of-all-commitments": (None, 100 * 31.4 / 518),
    "commitments-not-cancellable": (518 * 0.8, None),
    "all-commitments-per-year": (518 / 10, None),
    "commitments-share-of-run-rate": (100 * 51.8 / 65, None),
    "operating-loss-to-revenue-2025": at(100 * 8.06 / 4.6),
    "revenue-multiple-2025": at(4.6 / 0.39),
}
SPENDING: dict[str, Ends] = {
    "spending-multiple-2030": (None, 4000 / 400),
    "spending-cagr-annual": (None, 100 * (10**0.2 - 1)),
    "spending-cagr-annual-at-floor": (100 * (7.5**0.2 - 1), 100 * (10**0.2 - 1)),
    "spending-cagr-cumulative": (None, 24.07233),  # 1.2407233 + … + 1.2407233^5 = 10, by trial
    "spending-cagr-cumulative-at-floor": (13.834836, 24.07233),  # 1.13834836 + … + 1.13834836^5 = 7.5, by trial
    "spending-in-2030-cumulative-at-floor": (400 * 1.13834836**5, 400 * 1.2407233**5),
    "average-annual-spending-cumulative": (3000 / 5, 4000 / 5),
    "forecast-against-annual-estimates": (3000 / 1700, 4000 / 1300),  # UBS 1300, Dell'Oro 1700, Bank of America 1700
    "forecast-against-sums": (100 * 3000 / 8900, 100 * 4000 / 4700),  # UBS 4700, Citi 8900
    "capex-guided-2026": (220 + 195 + 130 + 175, 220 + 205 + 145 + 175),  # Amazon, Alphabet, Meta, Microsoft
    "growth-needed-annual": (100 * ((3000 / 745) ** 0.25 - 1), 100 * ((4000 / 720) ** 0.25 - 1)),
    # 745 × (1 + 0.89154636 + …^4) = 3000 and 720 × (1 + 1.05270389 + …^4) = 4000, by trial
    "growth-needed-sum": (-10.845364, 5.270389),
}
# Cash, as filed for the years: Amazon, Alphabet, Meta, and Microsoft's four quarters
CASH_2024 = {"amazon": 82.999, "alphabet": 52.535, "meta": 37.256, "microsoft": 10.952 + 13.873 + 14.923 + 15.804}
CASH_2025 = {"amazon": 131.819, "alphabet": 91.447, "meta": 69.691, "microsoft": 16.745 + 17.079 + 19.394 + 29.876}
HALF_2025 = {"amazon": 25.019 + 32.183, "alphabet": 39.643, "meta": 29.479, "microsoft": 16.745 + 17.079}
HALF_2026 = {"amazon": 44.203 + 54.208, "alphabet": 80.598, "meta": 18.997 + 30.116, "microsoft": 30.876 + 35.802}
CAPEX: dict[str, Ends] = {
    "capex-2024-four-companies": at(sum(CASH_2024.values())),
    "capex-2025-four-companies": at(sum(CASH_2025.values())),
    "capex-first-half-2025": at(sum(HALF_2025.values())),
    "capex-first-half-2026": at(sum(HALF_2026.values())),
    "capex-2025-with-leases": (416, None),
    "capex-growth-2025": at(100 * (sum(CASH_2025.values()) / sum(CASH_2024.values()) - 1)),
    "capex-growth-first-half-2026": at(100 * (sum(HALF_2026.values()) / sum(HALF_2025.values()) - 1)),
    **{f"capex-growth-2025-{name}": at(100 * (CASH_2025[name] / CASH_2024[name] - 1)) for name in CASH_2025},
    **{f"capex-growth-first-half-2026-{name}": at(100 * (HALF_2026[name] / HALF_2025[name] - 1)) for name in HALF_2026},
    "capex-to-revenue-amazon-2025": at(100 * 131.819 / 716.924),
    "capex-to-cash-flow-amazon-2025": at(100 * 131.819 / 139.514),
    "capex-to-revenue-alphabet-2025": at(100 * 91.447 / 402.836),
    "capex-to-cash-flow-alphabet-2025": at(100 * 91.447 / 164.713),
    "capex-to-revenue-meta-2025": at(100 * 69.691 / 200.966),
    "capex-to-cash-flow-meta-2025": at(100 * 69.691 / 115.8),
    "capex-to-revenue-microsoft-fy2026": at(100 * 115.948 / 331.839),
    "capex-to-cash-flow-microsoft-fy2026": at(100 * 115.948 / 182.935),
    "outturn-to-guidance-2025-alphabet": at(100 * (91.447 / 75 - 1)),
    "outturn-to-guidance-2025-meta": (100 * (72.22 / 65 - 1), 100 * (72.22 / 60 - 1)),
    "spending-2025-against-article": (None, 100 * sum(CASH_2025.values()) / 400),
}
# Rates and levels with half a unit of their last printed digit. AWS: 33,006 and 35,579 million, 37.6 and 42.2 billion; a year before
# 27.5, 28.8, 29.3 and 30.9. Azure as defined in September 2026: 101,938 million.
AWS = (33.0055 + 35.5785 + 37.55 + 42.15, 33.0065 + 35.5795 + 37.65 + 42.25)
BEFORE = (27.45 + 28.75 + 29.25 + 30.85, 27.55 + 28.85 + 29.35 + 30.95)
GAP = (log(AWS[0] / 101.9385), log(AWS[1] / 101.9375))
CLOUD: dict[str, Ends] = {
    "growth-gap": (38.5 - 17.55, 39.5 - 17.45),  # 39 and 17.5
    "growth-gap-at-publication": (39.5 - 20.25, 40.5 - 20.15),  # 40 and 20.2
    "growth-gap-latest": (42.5 - 36.75, 43.5 - 36.65),  # 43 and 36.7
    "crossing-time-at-latest-rates": (GAP[0] / log(1.425 / 1.3665), GAP[1] / log(1.415 / 1.3675)),  # 42 and 36.7
    "crossing-time-at-guidance": (GAP[0] / log(1.455 / 1.3665), GAP[1] / log(1.435 / 1.3675)),  # 44 to 45
    "crossing-time-at-full-year-rates": (GAP[0] / log(1.405 / (AWS[0] / BEFORE[1])), GAP[1] / log(1.395 / (AWS[1] / BEFORE[0]))),  # 40
    "years-to-profitability": (773 / 365.25, None),  # 19 November 2025 to 1 January 2028
}
EXPECTED = DEAL | SINCE | GIGAWATT | ANTHROPIC | SPENDING | CAPEX | CLOUD
# The cheapest cost, 20, is told by unnamed people; the dearest, 80, by IBM.
EXPECTED["commitment-against-build-cost"] = (100 * 30 / 80, 100 * 30 / 30)


def test_every_metric_has_an_expectation() -> None:
    assert set(EXPECTED) == set(registry())


@pytest.mark.parametrize("name", EXPECTED)
def test_agrees_with_the_value_worked_out_by_hand(package: Package, name: str) -> None:
    value = compute(package)[name]
    for computed, expected in zip((value.low, value.high), EXPECTED[name], strict=True):
        if expected is None:
            assert computed is None
        else:
            assert computed is not None
            assert float(computed) == pytest.approx(expected, rel=2e-6)


def test_only_what_rests_on_an_about_is_approximate(package: Package) -> None:
    """Such as the article’s 8, the value reported on signing, OpenAI’s share, or a cost that a page calls about so much."""
    approximate = {name for name, value in compute(package).items() if value.approximate}
    assert approximate == {
        "total-equity", "stake-microsoft", "stake-nvidia", "commitment-to-backlog-without-openai", "amazon-paid-at-article-date",
        "valuation-multiple-since-signing", "gigawatt-years-bought", "contract-price-microsoft-iren", "gigawatt-years-at-contract-price",
        "years-of-a-full-gigawatt", "commitment-against-build-cost", "electricity-share-of-rent", "nvidia-part-of-a-gigawatt",
        "nvidia-part-to-its-investment", "commitment-to-2025-revenue", "commitments-not-cancellable", "operating-loss-to-revenue-2025",
        "revenue-multiple-2025", "capex-guided-2026", "growth-needed-annual", "growth-needed-sum", "outturn-to-guidance-2025-alphabet",
    }  # fmt: skip


def test_both_readings_of_the_forecast_give_the_forecast_back(package: Package) -> None:
    values = compute(package)
    for end, forecast in (("least", 3000), ("most", 4000)):
        annual, total = (float(1 + getattr(values[f"spending-cagr-{kind}-at-floor"], end) / 100) for kind in ("annual", "cumulative"))
        assert 400 * annual**5 == pytest.approx(forecast)
        assert sum(400 * total**year for year in range(1, 6)) == pytest.approx(forecast)


def test_growth_needed_from_the_guidance_gives_the_forecast_back(package: Package) -> None:
    values = compute(package)
    for end, first, forecast in (("least", 745, 3000), ("most", 720, 4000)):
        rate = float(1 + getattr(values["growth-needed-sum"], end) / 100)
        assert sum(first * rate**year for year in range(5)) == pytest.approx(forecast)


# ------------------------------------------------------------ the published tables


def test_the_published_table_says_the_same(package: Package) -> None:
    rows = {row["metric_id"]: row for row in package.rows("metrics")}
    assert set(rows) == set(EXPECTED)
    for name, ends in EXPECTED.items():
        kept: list[Any] = [rows[name]["low"], rows[name]["high"]]
        assert [end is None for end in kept] == [end is None for end in ends], name
        assert [end for end in kept if end is not None] == pytest.approx([end for end in ends if end is not None], rel=1e-5), name


def test_the_inputs_are_listed_in_order(package: Package) -> None:
    rows = [row for row in package.rows("metric_inputs") if row["metric_id"] == "commitment-per-year-reported-term"]
    assert [(row["position"], row["resource"], row["row_id"], row["part"]) for row in rows] == [
        (1, "commitments", "anthropic-commitment-microsoft-2026-09", None),
        (2, "commitments", "anthropic-commitment-microsoft-2026-09", "months"),
    ]

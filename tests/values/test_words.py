"""Words for quantities: true after rounding, and never without their bound."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.package import Package, figure_words
from analysis.values import Quantity, date_in_words, date_words, exactly, words


def q(low: str | None, high: str | None, unit: str, *, approximate: bool = False) -> Quantity:
    return Quantity(None if low is None else Decimal(low), None if high is None else Decimal(high), unit, approximate)


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (q("2", None, "times"), "at least 2.0 times"),
        (q(None, "10", "times"), "at most 10 times"),
        (q("1.30434", "3.75", "times", approximate=True), "about 1.3 to 3.8 times"),
        (q("66.6667", "66.6667", "percent"), "66.7%"),
        (q(None, "58.4893", "percent"), "at most 58.5%"),
        (q("1.50515", None, "year"), "at least 1.5 years"),
        (q("600", "800", "USD_bn_per_year"), "$600 to $800 billion a year"),
        (q("764.603", "1176.07", "USD_bn"), "$764 billion to $1.18 trillion"),
        (q("30", None, "USD_bn_per_GW"), "at least $30 billion per gigawatt"),
        (q("0.5", "0.5", "USD_bn"), "$500 million"),
        (q("8", None, "USD_bn", approximate=True), "at least about $8 billion"),
        (q("21.5", "21.5", "percentage_point"), "21.5 percentage points"),
        (q("0.461538", "0.461538", "times"), "0.46 times"),
        (q("175.217", "175.217", "percent", approximate=True), "about 175%"),
        (q("58.3333", "70", "percent", approximate=True), "about 58% to 70%"),
        (q("8.76", "8.76", "TWh"), "8.76 TWh"),
        (q(None, None, "percent"), "not bounded"),
    ],
)
def test_words_carry_the_bound(quantity: Quantity, expected: str) -> None:
    assert words(quantity).replace("\u00a0", " ") == expected


def test_figures_keep_the_qualifier_of_their_source(package: Package) -> None:
    said = {row["figure_id"]: figure_words(row).replace("\u00a0", " ") for row in package.rows("figures")}
    assert said == {
        "azure-commitment": "$30 billion",
        "compute-capacity": "up to 1 gigawatt",
        "amazon-investment": "about $8 billion",
        "nvidia-investment": "up to $10 billion",
        "microsoft-investment": "up to $5 billion",
        "ai-spending-2025": "more than $400 billion",
        "ai-spending-2030": "$3 trillion to $4 trillion",
        "azure-growth": "39%",
        "aws-growth": "17.5%",
        "profitability-year": "not before 2028",
    }


def test_a_figure_keeps_every_digit_of_its_source() -> None:
    assert words(exactly("17.125", "percent"), "", whole=True) == "17.125%"


@given(st.decimals("0.01", "1e5", places=4), st.sampled_from(["times", "percent", "year", "USD_bn", "GW"]))
def test_rounded_bounds_stay_true(value: Decimal, unit: str) -> None:
    assert read_back(words(q(str(value), None, unit))) <= value <= read_back(words(q(None, str(value), unit)))


def read_back(text: str) -> Decimal:
    """The number in English words, in the unit of the tables."""
    digits, _, unit = text.removeprefix("at least ").removeprefix("at most ").partition("\u00a0")
    scale = {"trillion": Decimal(1000), "million": Decimal("0.001")}.get(unit, Decimal(1))
    return Decimal(digits.strip("$%")) * scale


def test_units_stay_with_their_numbers() -> None:
    assert words(exactly(30, "USD_bn")) == "$30\u00a0billion"


def test_dates_are_english_whatever_the_locale() -> None:
    assert date_words(date(2025, 11, 19)) == "19\u00a0November 2025"


def test_periods_are_said_as_they_are_known() -> None:
    dates = ("2026-05-28", "2026-05", "2026-Q2", "2026", "FY2026", "FY26-Q1", "2026/2030", "../2030", "2023-Q3/2025-Q4")
    said = {text: date_in_words(text).replace("\u00a0", " ") for text in dates}
    assert said == {
        "2026-05-28": "28 May 2026", "2026-05": "May 2026", "2026-Q2": "the quarter to June 2026", "2026": "2026",
        "FY2026": "fiscal year 2026", "FY26-Q1": "the first quarter of fiscal year 2026",
        "2026/2030": "2026 to 2030", "../2030": "by 2030",
        "2023-Q3/2025-Q4": "the quarter to September 2023 to the quarter to December 2025",
    }  # fmt: skip


def test_a_printed_rate_that_is_subtracted_carries_its_rounding() -> None:
    gap = exactly(43, "percent", digit=1).rounded() - exactly("36.7", "percent", digit="0.1").rounded()
    assert (gap.low, gap.high) == (Decimal("5.75"), Decimal("6.85"))


def test_a_minus_is_a_minus_sign() -> None:
    fall = Quantity(Decimal("-10.87"), Decimal("5.26"), "percent", floor=Decimal(-100))
    assert words(fall) == "\u221210.9% to 5.3%"

"""AI infrastructure spending to 2030, in both readings of the forecast, and against what others expect.

The article forecasts 3 to 4 trillion dollars "by 2030". That may be the spending of the year 2030, or the sum of the years
after 2025 until then. Both are computed; neither is preferred.
"""

from collections.abc import Sequence
from decimal import Decimal

from ..values import Quantity, exactly
from .arithmetic import annual_rate, annual_rate_of_sum, compounded, factor, total
from .registry import metric, ratio

YEARS = 5  # 2026 to 2030
_ANNUAL = "The forecast is the spending in the year 2030 alone."
_WHOLE = "The forecast is the sum of the spending from 2026 to 2030."
_SUM = "The forecast is the sum of the spending from 2026 to 2030, growing at one rate from 2025."
_FOUR = "The four companies are all the spending."
_FLOOR = "Spending in 2025 is taken at its floor, neither more nor less."
_OPEN_BASE = "Spending in 2025 has only a floor, so this has only a ceiling."
_LOWER = "With more spending in 2025 the growth is lower."

# Annual estimates for 2030 and sums to 2030 by others than Nvidia, each with a value on both sides.
ANNUAL = [f"spending_estimates:{row}" for row in ("ubs-2030-2025-11", "delloro-2030-2026-02-11", "bofa-2030-2026-05")]
SUMS = [f"spending_estimates:{row}" for row in ("ubs-2026-2030-cumulative-2025-11", "citi-2026-2030-cumulative-2026-03")]
GUIDANCE = [
    f"capex_guidance:{row}"
    for row in ("amazon-2026-cash-net-2026-07-30", "alphabet-2026-cash-2026-07-22", "meta-2026-with-leases-2026-07-29",
                "microsoft-2026-with-leases-2026-07-29")
]  # fmt: skip

ratio("spending-multiple-2030", "The forecast for 2030 against spending in 2025", "times", "forecast for 2030 ÷ spending in 2025",
      "ai-spending-2030", "ai-spending-2025", "Spending in 2025 has only a floor. The two amounts may count different things: the "
      "article calls only the second worldwide.")  # fmt: skip


@metric("Annual growth of spending, if the forecast is for the year 2030", "percent", "(forecast ÷ spending in 2025)^(1/5) − 1",
        reading=_ANNUAL, caveat=_OPEN_BASE)  # fmt: skip
def spending_cagr_annual(spending_multiple_2030: Quantity) -> Quantity:
    """The constant rate over five years."""
    return annual_rate(spending_multiple_2030, YEARS)


@metric("Annual growth of spending from the floor of 2025, if the forecast is for the year 2030", "percent",
        "(forecast ÷ floor of spending in 2025)^(1/5) − 1", reading=f"{_ANNUAL} {_FLOOR}", caveat=_LOWER)  # fmt: skip
def spending_cagr_annual_at_floor(ai_spending_2030: Quantity, ai_spending_2025: Quantity) -> Quantity:
    """The constant rate over five years."""
    return annual_rate(ai_spending_2030 / ai_spending_2025.at_floor(), YEARS)


@metric("Annual growth of spending, if the forecast is the sum until 2030", "percent", reading=_SUM, caveat=_OPEN_BASE,
        formula="the rate g at which spending in 2025 × ((1+g) + (1+g)² + … + (1+g)⁵) is the forecast")  # fmt: skip
def spending_cagr_cumulative(spending_multiple_2030: Quantity) -> Quantity:
    """The constant rate over five years."""
    return annual_rate_of_sum(spending_multiple_2030, YEARS)


@metric("Annual growth of spending from the floor of 2025, if the forecast is the sum until 2030", "percent",
        "the rate g at which the floor of spending in 2025 × ((1+g) + (1+g)² + … + (1+g)⁵) is the forecast",
        reading=f"{_SUM} {_FLOOR}", caveat=_LOWER)  # fmt: skip
def spending_cagr_cumulative_at_floor(ai_spending_2030: Quantity, ai_spending_2025: Quantity) -> Quantity:
    """The constant rate over five years."""
    return annual_rate_of_sum(ai_spending_2030 / ai_spending_2025.at_floor(), YEARS)


@metric("Spending in 2030 alone, if the forecast is the sum until 2030", "USD_bn", "floor of spending in 2025 × (1 + annual growth)⁵",
        reading=f"{_SUM} {_FLOOR}", caveat="With more spending in 2025 the growth is lower, and so is the last year.")  # fmt: skip
def spending_in_2030_cumulative_at_floor(ai_spending_2025: Quantity, spending_cagr_cumulative_at_floor: Quantity) -> Quantity:
    """The last of the five years."""
    return ai_spending_2025.at_floor() * compounded(factor(spending_cagr_cumulative_at_floor), YEARS)


@metric("Average spending a year, if the forecast is the sum until 2030", "USD_bn_per_year", "forecast ÷ 5 years", reading=_WHOLE)
def average_annual_spending_cumulative(ai_spending_2030: Quantity) -> Quantity:
    """An average says nothing about any one year."""
    return ai_spending_2030 / exactly(YEARS, "year")


ratio("forecast-against-annual-estimates", "The forecast as an annual figure, against annual estimates of others for 2030", "times",
      "forecast ÷ estimates of UBS, Dell’Oro and Bank of America for the year 2030", "ai-spending-2030", ANNUAL,
      "The estimates count different things: AI spending, all data centres, or AI systems alone.", _ANNUAL)  # fmt: skip
ratio("forecast-against-sums", "The forecast as a sum, against sums that others expect until 2030", "percent",
      "forecast ÷ estimates of UBS and Citi for 2026 to 2030", "ai-spending-2030", SUMS,
      "The estimates are of AI capital spending worldwide, by two banks.", _WHOLE)  # fmt: skip


@metric("What four companies guide for 2026", "USD_bn", "sum of the guidance of Amazon, Alphabet, Meta and Microsoft of July 2026",
        guided=GUIDANCE)  # fmt: skip
def capex_guided_2026(guided: Sequence[Quantity]) -> Quantity:
    """Each company’s own measure: Amazon net of incentives, Meta and Microsoft with leases. All of it, not only what is for AI."""
    return total(guided)


@metric("Growth from the guidance for 2026 that makes the forecast come true as the spending of 2030", "percent",
        "(forecast ÷ guidance for 2026)^(1/4) − 1", reading=f"{_ANNUAL} {_FOUR}")  # fmt: skip
def growth_needed_annual(ai_spending_2030: Quantity, capex_guided_2026: Quantity) -> Quantity:
    """Others spend too, so the sector as a whole would need less."""
    return annual_rate(ai_spending_2030 / capex_guided_2026, YEARS - 1)


@metric("Growth from the guidance for 2026 that makes the forecast come true as a sum", "percent", reading=f"{_WHOLE} {_FOUR}",
        formula="the rate g at which guidance for 2026 × (1 + (1+g) + … + (1+g)⁴) is the forecast")  # fmt: skip
def growth_needed_sum(ai_spending_2030: Quantity, capex_guided_2026: Quantity) -> Quantity:
    """Where the rate is below zero, spending may fall and the sum is still reached."""
    rest = (ai_spending_2030 / capex_guided_2026).monotone(lambda multiple: multiple - 1, "times", rising=True, floor=Decimal(-1))
    return annual_rate_of_sum(rest, YEARS - 1)

"""AI infrastructure spending from the article's base year to 2030, in both readings of the forecast.

The article forecasts 3 to 4 trillion dollars "by 2030". That may be the spending of the year 2030, or
the sum of the years after the base year until 2030. Both are computed; neither is preferred.
"""

from .registry import metric
from .arithmetic import annual_rate, annual_rate_of_sum, compounded, doubling_time, factor, over
from ..values import Quantity

YEARS = 5  # 2026 to 2030
_ANNUAL = "The forecast is the spending in the year 2030 alone."
_SUM = "The forecast is the sum of the spending from 2026 to 2030, growing at one rate from 2025."
_OPEN_BASE = "Spending in 2025 has only a floor, so this has only a ceiling."
_FLOOR = "Spending in 2025 is taken at its floor, neither more nor less."


@metric(
    "spending-multiple-2030",
    label="The forecast for 2030 against spending in 2025",
    unit="times",
    formula="forecast for 2030 ÷ spending in 2025",
    inputs=("ai-spending-2030", "ai-spending-2025"),
    caveat=f"{_OPEN_BASE} The two amounts may count different things: the article calls only the second worldwide.",
)
def spending_multiple_2030(forecast: Quantity, base: Quantity) -> Quantity:
    return forecast / base


@metric(
    "spending-cagr-annual",
    label="Annual growth of spending, if the forecast is for the year 2030",
    unit="percent",
    formula="(forecast ÷ spending in 2025)^(1/5) − 1",
    inputs=("spending-multiple-2030",),
    reading=_ANNUAL,
    caveat=_OPEN_BASE,
)
def spending_cagr_annual(multiple: Quantity) -> Quantity:
    return annual_rate(multiple, YEARS)


@metric(
    "spending-cagr-annual-at-floor",
    label="Annual growth of spending from the floor of 2025, if the forecast is for the year 2030",
    unit="percent",
    formula="(forecast ÷ floor of spending in 2025)^(1/5) − 1",
    inputs=("ai-spending-2030", "ai-spending-2025"),
    reading=f"{_ANNUAL} {_FLOOR}",
    caveat="With more spending in 2025 the growth is lower.",
)
def spending_cagr_annual_at_floor(forecast: Quantity, base: Quantity) -> Quantity:
    return annual_rate(forecast / base.at_floor(), YEARS)


@metric(
    "spending-cagr-cumulative",
    label="Annual growth of spending, if the forecast is the sum until 2030",
    unit="percent",
    formula="the rate g at which spending in 2025 × ((1+g) + (1+g)² + … + (1+g)⁵) is the forecast",
    inputs=("spending-multiple-2030",),
    reading=_SUM,
    caveat=_OPEN_BASE,
)
def spending_cagr_cumulative(multiple: Quantity) -> Quantity:
    return annual_rate_of_sum(multiple, YEARS)


@metric(
    "spending-cagr-cumulative-at-floor",
    label="Annual growth of spending from the floor of 2025, if the forecast is the sum until 2030",
    unit="percent",
    formula="the rate g at which the floor of spending in 2025 × ((1+g) + (1+g)² + … + (1+g)⁵) is the forecast",
    inputs=("ai-spending-2030", "ai-spending-2025"),
    reading=f"{_SUM} {_FLOOR}",
    caveat="With more spending in 2025 the growth is lower.",
)
def spending_cagr_cumulative_at_floor(forecast: Quantity, base: Quantity) -> Quantity:
    return annual_rate_of_sum(forecast / base.at_floor(), YEARS)


@metric(
    "spending-in-2030-cumulative-at-floor",
    label="Spending in 2030 alone, if the forecast is the sum until 2030",
    unit="USD_bn",
    formula="floor of spending in 2025 × (1 + annual growth)⁵",
    inputs=("ai-spending-2025", "spending-cagr-cumulative-at-floor"),
    reading=f"{_SUM} {_FLOOR}",
    caveat="With more spending in 2025 the growth is lower, and so is the last year.",
)
def spending_in_2030_cumulative_at_floor(base: Quantity, growth: Quantity) -> Quantity:
    return base.at_floor() * compounded(factor(growth), YEARS)


@metric(
    "average-annual-spending-cumulative",
    label="Average spending a year, if the forecast is the sum until 2030",
    unit="USD_bn_per_year",
    formula="forecast ÷ 5 years",
    inputs=("ai-spending-2030",),
    reading="The forecast is the sum of the spending from 2026 to 2030.",
    caveat="An average says nothing about any one year.",
)
def average_annual_spending_cumulative(forecast: Quantity) -> Quantity:
    return forecast / over(YEARS)


@metric(
    "spending-doubling-time",
    label="Time for spending to double, if the forecast is for the year 2030",
    unit="year",
    formula="ln 2 ÷ ln(1 + annual growth)",
    inputs=("spending-cagr-annual",),
    reading=_ANNUAL,
    caveat="A floor: at a lower growth it takes longer, without growth for ever.",
)
def spending_doubling_time(growth: Quantity) -> Quantity:
    return doubling_time(factor(growth))


@metric(
    "spending-doubling-time-cumulative",
    label="Time for spending to double, if the forecast is the sum until 2030",
    unit="year",
    formula="ln 2 ÷ ln(1 + annual growth)",
    inputs=("spending-cagr-cumulative",),
    reading=_SUM,
    caveat="A floor: at a lower growth it takes longer, without growth for ever.",
)
def spending_doubling_time_cumulative(growth: Quantity) -> Quantity:
    return doubling_time(factor(growth))

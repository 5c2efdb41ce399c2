"""What follows from the reader's own assumptions: three sliders, and the words of each result with its bounds.

The page's script repeats this arithmetic where the reader moves a slider; a test drives the page and compares its
words with these. Each limit and each mark of a slider is made from a row of the package.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from functools import reduce
from operator import add
from typing import NamedTuple

from ..metrics import compute
from ..metrics.gigawatt import RENTS
from ..metrics.growth import compounded, doubling_time, factor
from ..metrics.spending import YEARS
from ..package import Package
from ..values import ZERO, Quantity, exactly, words

_NEEDED = {"spending-cagr-cumulative-at-floor": "in all", "spending-cagr-annual-at-floor": "in one year"}
_SEEN = {"capex-growth-2025": "Four companies, the article’s year", "capex-growth-first-half-2026": "Four companies, half-year after"}


class Mark(NamedTuple):
    """A named value on a slider: where the slider stands for it, and the id of the figure, row or metric it is from."""

    value: Decimal
    label: str
    id: str


class Slider(NamedTuple):
    """One assumption: its least and greatest value, the step, its unit, and the marks from the sources."""

    name: str
    label: str
    low: Decimal
    high: Decimal
    step: Decimal
    unit: str
    marks: tuple[Mark, ...]

    @property
    def start(self) -> Decimal:
        """Where the slider stands at first: on its first mark."""
        return self.marks[0].value

    def says(self, value: Decimal) -> str:
        """A value of the slider in words."""
        return words(exactly(value, self.unit))


class Result(NamedTuple):
    """What follows: what it is, its formula, and its words."""

    name: str
    label: str
    formula: str
    words: str


def sliders(package: Package) -> tuple[Slider, Slider, Slider]:
    """The price of a gigawatt for a year, the share of the capacity in use, and the growth of spending."""
    rents = []
    for rent in RENTS:
        fact = package.facts[rent]
        for end, value in (("low", fact.quantity.low), ("high", fact.quantity.high)):
            assert value is not None  # published rents are ranges
            rents.append(Mark(value, f"{fact.row['estimated_by']}, {end}", rent))
    prices = [mark.value for mark in rents]
    step = Decimal("0.5")
    rates, values, forecast = [], compute(package), package.quantity("ai-spending-2030")
    for metric, label in _NEEDED.items():  # rounded up: at the mark the forecast is reached
        for rate, goal in ((values[metric].least, forecast.least), (values[metric].most, forecast.most)):
            rates.append(Mark(_stepped(rate, step, ROUND_CEILING), f"{words(exactly(goal, forecast.unit))} {label}", metric))
    rates += [Mark(_stepped(values[metric].least, step, ROUND_HALF_EVEN), label, metric) for metric, label in _SEEN.items()]
    most = max(mark.value for mark in rates)
    return (
        Slider("price", "Price of a gigawatt for a year", _stepped(min(prices) / 2, Decimal(1), ROUND_FLOOR),
               _stepped(max(prices) * Decimal("1.5"), Decimal(1), ROUND_CEILING), step, "USD_bn_per_GW_year", tuple(rents)),
        Slider("used", "Share of the capacity in use", Decimal(5), Decimal(100), Decimal(5), "percent",
               (Mark(Decimal(100), "All of the article’s ceiling", "compute-capacity"),)),
        Slider("growth", "Growth of spending a year", Decimal(0), _stepped(most, Decimal(10), ROUND_CEILING), step, "percent",
               tuple(rates)),
    )  # fmt: skip


def results(package: Package, price: Decimal, used: Decimal, growth: Decimal) -> tuple[Result, ...]:
    """What follows from a price (USD bn a gigawatt-year), a share in use and a growth (percent), in words."""
    base, forecast = package.quantity("ai-spending-2025"), package.quantity("ai-spending-2030")
    bought = package.quantity("azure-commitment") / exactly(price, "USD_bn_per_GW_year")
    full = package.quantity("compute-capacity") * exactly(used, "percent").to("times")
    lasts = (bought.to("GW_year") / full.to("GW")).to("year")
    rate = factor(exactly(growth, "percent"))
    years = [(base * compounded(rate, year)).to("USD_bn") for year in range(1, YEARS + 1)]
    last, total = years[-1], reduce(add, years)
    return (
        Result("bought", "The commitment buys", "commitment ÷ price", words(bought.to("GW_year"))),
        Result("lasts", "That lasts", "gigawatt-years ÷ (capacity × share in use)", words(lasts)),
        Result("last", "Spending in the last year", "spending at the start × (1 + growth)⁵", words(last)),
        Result("last-against", "The forecast, if meant for that year", "last year against the forecast", against(last, forecast)),
        Result("total", "Spending in all until then", "spending at the start × ((1 + growth) + … + (1 + growth)⁵)", words(total)),
        Result("total-against", "The forecast, if meant as a sum", "sum against the forecast", against(total, forecast)),
        Result("doubles", "Spending doubles in", "ln 2 ÷ ln(1 + growth)", words(doubling_time(rate)) if growth > ZERO else NEVER),
    )


NEVER = "never"


def against(value: Quantity, forecast: Quantity) -> str:
    """Where a value lies against a forecast: only as strong as the bounds of both allow."""
    if value.least > forecast.most:
        return "is exceeded"
    if value.least >= forecast.least:
        return "is reached"
    return "is missed" if value.most < forecast.least else "may be missed: the start is only a floor"


def cases(package: Package) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """The same results at every mark, as two tables: by price (capacity in full use), and by growth."""
    price, used, growth = sliders(package)
    by_price: list[tuple[str, ...]] = []
    by_growth: list[tuple[str, ...]] = []
    for mark in price.marks:
        found = _by_name(results(package, mark.value, used.high, growth.start))
        by_price.append((f"{mark.label}: {price.says(mark.value)}", found["bought"], found["lasts"]))
    for mark in growth.marks:
        found = _by_name(results(package, price.start, used.high, mark.value))
        by_growth.append((f"{mark.label}: {growth.says(mark.value)}", found["last"], found["total"]))
    return by_price, by_growth


def data(package: Package) -> dict[str, list[str]]:
    """The quantities that the script calculates with: low and high, empty where open."""
    names = {"commitment": "azure-commitment", "capacity": "compute-capacity", "base": "ai-spending-2025", "forecast": "ai-spending-2030"}
    found = {name: package.quantity(figure) for name, figure in names.items()}
    return {name: ["" if end is None else f"{end:f}" for end in (one.low, one.high)] for name, one in found.items()}


def _by_name(found: tuple[Result, ...]) -> dict[str, str]:
    return {one.name: one.words for one in found}


def _stepped(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    return (value / step).quantize(Decimal(1), rounding=rounding) * step

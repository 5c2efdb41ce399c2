"""Arithmetic of sums, spans and growth: monotone in its input, so that a bound of the input is a bound of the result."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import add

from ..values import INFINITY, Quantity, QuantityError, exactly


def total(parts: Sequence[Quantity]) -> Quantity:
    """The sum of one or more quantities."""
    return reduce(add, parts)


def span(quantities: Sequence[Quantity]) -> Quantity:
    """From the least to the greatest of all: what holds whichever of them is right."""
    least, most = min(q.least for q in quantities), max(q.most for q in quantities)
    return Quantity(least, most, quantities[0].unit, any(q.approximate for q in quantities))


def quotient(part: Quantity | Sequence[Quantity], whole: Quantity | Sequence[Quantity]) -> Quantity:
    """Part ÷ whole, each one quantity or the span of several."""
    one, other = (given if isinstance(given, Quantity) else span(given) for given in (part, whole))
    return one / other


def between_published(quantities: Sequence[Quantity]) -> Quantity:
    """From the least to the greatest value that is published; an end that an estimate leaves open adds nothing."""
    ends = [end for quantity in quantities for end in (quantity.low, quantity.high) if end is not None]
    return Quantity(min(ends), max(ends), quantities[0].unit, any(q.approximate for q in quantities))


def factor(rate: Quantity) -> Quantity:
    """The factor of one year's growth: 1 + rate. A fall by everything (-100 %) is a factor of 0."""
    low, high = (None if end is None else end + 1 for end in (rate.to("times").low, rate.to("times").high))
    return Quantity(low, high, "times", rate.approximate)


def compounded(factor_a_year: Quantity, years: int) -> Quantity:
    """The factor over several years: factor^years."""
    return factor_a_year.monotone(lambda f: f**years, "times", rising=True)


def annual_rate(multiple: Quantity, years: int) -> Quantity:
    """The constant rate that gives `multiple` after `years`: multiple^(1/years) - 1, in percent."""
    return multiple.monotone(lambda m: 100 * (m ** (Decimal(1) / years) - 1), "percent", rising=True, floor=Decimal(-100))


def annual_rate_of_sum(multiple: Quantity, years: int) -> Quantity:
    """The constant rate g with (1+g) + (1+g)^2 + … + (1+g)^years = multiple, in percent.

    `multiple` is the sum over `years` after the base year, in base years.
    """
    return multiple.monotone(lambda m: 100 * (_factor_of_sum(m, years) - 1), "percent", rising=True, floor=Decimal(-100))


def _factor_of_sum(total: Decimal, years: int) -> Decimal:
    # The sum rises with the factor, from 0 at 0 to more than `total` at `total` (its first term).
    low, high = Decimal(0), total + 1
    for _ in range(120):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(middle**k for k in range(1, years + 1)) < total else (low, middle)
    return (low + high) / 2


def years_between(start: Quantity, year: Quantity) -> Quantity:
    """Years of 365.25 days from a day (as an ordinal) to the first instant of a calendar year."""
    return year.monotone(lambda y: (date(int(y), 1, 1).toordinal() - start.least) / Decimal("365.25"), "year", rising=True, floor=-INFINITY)


def change(now: Quantity, before: Quantity) -> Quantity:
    """How much larger `now` is than `before`, in percent: now ÷ before - 1."""
    return (now / before).monotone(lambda multiple: 100 * (multiple - 1), "percent", rising=True, floor=Decimal(-100))


def time_to_pass(ahead: Quantity, ahead_growth: Quantity, behind: Quantity, behind_growth: Quantity) -> Quantity:
    """Years until what is behind passes what is ahead, at constant growth: ln(ahead ÷ behind) ÷ ln(ratio of factors)."""
    gain = factor(behind_growth) / factor(ahead_growth)
    if gain.least <= 1:
        raise QuantityError("what does not grow faster never passes")
    gap = (ahead / behind).monotone(lambda multiple: multiple.ln(), "times", rising=True, floor=-INFINITY)
    pace = gain.monotone(lambda multiple: multiple.ln(), "times", rising=True)
    return (gap / pace) * exactly(1, "year")

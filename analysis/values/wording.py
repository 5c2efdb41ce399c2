"""Quantities in plain English, never more precise and never stronger than what they were made from.

Bounds are rounded outwards: "at least" down, "at most" up, so that the words stay true. Only a value without bounds is
rounded to the nearest.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal

from .quantity import Quantity, exactly  # noqa: F401 (the example below uses it)

NBSP, MINUS = "\u00a0", "\u2212"
MONTHS = "January February March April May June July August September October November December".split()
BOUND_MEANINGS = {
    "exact": "exact", "about": "about", "at_least": "a floor", "at_most": "a ceiling", "range": "a range", "unknown": "not bounded",
}  # fmt: skip
# How many decimals are shown of a computed value, and the words of one and of several; money is shown with three significant digits.
UNITS = {
    "GW": (1, " gigawatt", " gigawatts"), "percent": (1, "%", "%"), "percentage_point": (1, " percentage points", " percentage points"),
    "times": (1, " times", " times"), "year": (1, " year", " years"), "calendar_year": (0, "", ""), "rank": (0, "", ""),
    "GW_year": (1, " gigawatt-years", " gigawatt-years"), "TWh": (2, " TWh", " TWh"), "count": (0, "", ""),
}  # fmt: skip
PER = {  # the longest first
    "_per_GW_year": f" per{NBSP}gigawatt-year", "_per_GW": f" per{NBSP}gigawatt", "_per_year": " a year", "_per_month": " a month",
}  # fmt: skip
_NOISE = Context(prec=15)  # drops the last digits of long divisions before a bound is rounded outwards


def words(quantity: Quantity, qualifier: str | None = None, *, whole: bool = False) -> str:
    """The quantity in words, as in "at least 2.0 times" or "$3 trillion to $4 trillion".

    `qualifier` stands in place of the word for the bound, for a value as its source has it; `whole` keeps all its digits.

    >>> words(exactly(30, "USD_bn") / Quantity(None, Decimal(15), "USD_bn")).replace(NBSP, " ")
    'at least 2.0 times'
    """
    bound, unit = quantity.bound, quantity.unit
    if bound == "unknown":
        return BOUND_MEANINGS[bound]

    def say(value: Decimal, rounding: str) -> tuple[str, str]:
        return _spoken(value, unit, rounding, whole, quantity.approximate)

    about = "about " if quantity.approximate and bound != "about" else ""
    if bound == "range":
        low, high = say(quantity.least, ROUND_FLOOR), say(quantity.most, ROUND_CEILING)
        first = low[0] if low[1] == high[1] and unit not in ("USD_bn", "percent") else "".join(low)
        return f"{about}{first} to {''.join(high)}"
    value = quantity.high if quantity.low is None else quantity.low
    assert value is not None  # only an unknown quantity has neither
    rounding = {"at_least": ROUND_FLOOR, "at_most": ROUND_CEILING}.get(bound, ROUND_HALF_EVEN)
    said = (
        {"about": "about", "at_least": "at least", "at_most": "at most"}.get(bound, "") if not qualifier and not whole else qualifier or ""
    )
    return f"{said} {about}{''.join(say(value, rounding))}".lstrip()


def _spoken(value: Decimal, unit: str, rounding: str, whole: bool, coarse: bool) -> tuple[str, str]:
    """A value as (number with its currency, unit words): rounded as its unit asks, to a whole number from ten if `coarse`, or `whole`."""
    suffix = next((suffix for suffix in PER if unit.endswith(suffix)), "")
    scale, per, value = unit.removesuffix(suffix), PER.get(suffix, ""), _NOISE.plus(value)
    if scale == "USD_bn":
        size, power = ("trillion", -3) if abs(value) >= 1000 else ("billion", 0) if abs(value) >= 1 else ("million", 3)
        value = value.scaleb(power)
        return f"${_digits(value, max(0, 2 - value.adjusted()), rounding, whole)}", f"{NBSP}{size}{per}"
    decimals, one, several = UNITS[scale]
    digits = _digits(value, 0 if coarse and abs(value) >= 10 else decimals + (scale == "times" and 0 < abs(value) < 1), rounding, whole)
    if scale == "times" and "." not in digits and abs(value) < 10:
        digits += ".0"
    return f"number{NBSP}{digits}" if scale == "rank" else digits, (one if digits == "1" else several).replace(" ", NBSP, 1)


def _digits(value: Decimal, decimals: int, rounding: str, whole: bool) -> str:
    shown = value if whole else value.quantize(Decimal(1).scaleb(-decimals), rounding=rounding)
    return f"{shown.normalize() if shown == value or shown == shown.to_integral() else shown:f}".replace("-", MINUS)


def period_words(period: str | None) -> str:
    """A period as the end of a phrase, with a space before it: "in 2025", "by 2030", or nothing."""
    return "" if not period else f" by {period.removeprefix('../')}" if period.startswith("../") else f" in {period}"


def date_words(day: date) -> str:
    """A date as "19 November 2025", in English whatever the locale."""
    return f"{day.day}{NBSP}{MONTHS[day.month - 1]} {day.year}"


def date_in_words(text: str) -> str:
    """A date of any precision, a fiscal period or a span: 2026-05-28, 2026-05, 2026-Q2, 2026, FY2026, FY26-Q1, 2026/2030, ../2030."""
    first, _, last = text.rpartition("/")
    if last != text:
        return f"by {date_in_words(last)}" if first == ".." else f"{date_in_words(first)} to {date_in_words(last)}"
    if len(text) == 10:
        return date_words(date.fromisoformat(text))
    year, _, rest = text.removeprefix("FY").partition("-")
    if text.startswith("FY"):
        whole = f"fiscal year {year if len(year) == 4 else f'20{year}'}"
        return f"the {'first second third fourth'.split()[int(rest[1:]) - 1]} quarter of {whole}" if rest else whole
    if rest.startswith("Q"):
        return f"the quarter to {MONTHS[3 * int(rest[1:]) - 1]} {year}"
    return f"{MONTHS[int(rest) - 1]} {year}" if rest.isdigit() else f"{rest} {year}".strip()

"""Quantities in plain English, never more precise and never stronger than what they were made from.

Bounds are rounded outwards: "at least" down, "at most" up, so that the words stay true. Only a value
without bounds is rounded to the nearest.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal

from analysis.french import bounds_of
from analysis.package import Fact, Row, quantity_of
from analysis.quantity import Quantity

NBSP = "\u00a0"
MONTHS = "January February March April May June July August September October November December".split()
BOUND_WORDS = {"exact": "", "about": "about", "at_least": "at least", "at_most": "at most", "range": ""}
BOUND_MEANINGS = {
    "exact": "exact",
    "about": "about",
    "at_least": "a floor",
    "at_most": "a ceiling",
    "range": "a range",
    "unknown": "not bounded",
}
UNKNOWN = "not bounded by the article"

# How many decimals are shown of a computed value; money is shown with three significant digits.
DECIMALS = {"GW": 1, "percent": 1, "percentage_point": 1, "times": 1, "year": 1, "calendar_year": 0, "GW_year": 1, "rank": 0}
PER = {  # the longest first
    "_per_GW_year": f" per{NBSP}gigawatt-year",
    "_per_GW": f" per{NBSP}gigawatt",
    "_per_year": " a year",
    "_per_month": " a month",
}
_NOISE = Context(prec=15)  # drops the last digits of long divisions before a bound is rounded outwards


def words(quantity: Quantity, qualifier: str | None = None) -> str:
    """The quantity in words, as in "at least 2.0 times" or "$3 trillion to $4 trillion".

    `qualifier` is for a figure as its source has it: it stands in place of the word for the bound, and
    the value keeps all its digits.
    """
    bound, unit, whole = quantity.bound, quantity.unit, qualifier is not None
    if bound == "unknown":
        return UNKNOWN
    about = "about " if quantity.approximate and bound != "about" else ""
    if bound == "range":
        low, high = number(quantity.least, unit, ROUND_FLOOR, whole), number(quantity.most, unit, ROUND_CEILING, whole)
        first = low[0] if low[1] == high[1] and unit not in ("USD_bn", "percent") else "".join(low)
        return f"{about}{first} to {''.join(high)}"
    value = quantity.high if quantity.low is None else quantity.low
    assert value is not None  # only an unknown quantity has neither
    rounding = {"at_least": ROUND_FLOOR, "at_most": ROUND_CEILING}.get(bound, ROUND_HALF_EVEN)
    said = BOUND_WORDS[bound] if qualifier is None else qualifier
    return f"{said} {about}{''.join(number(value, unit, rounding, whole))}".lstrip()


def number(value: Decimal, unit: str, rounding: str = ROUND_HALF_EVEN, whole: bool = False) -> tuple[str, str]:
    """A value as (number with its currency, unit words); rounded as its unit asks, or `whole`."""
    scale, per = unit, ""
    for suffix, phrase in PER.items():
        if unit.endswith(suffix):
            scale, per = unit.removesuffix(suffix), phrase
            break
    value = _NOISE.plus(value)
    if scale == "USD_bn":
        size = "trillion" if abs(value) >= 1000 else "billion" if abs(value) >= 1 else "million"
        value = value.scaleb({"trillion": -3, "billion": 0, "million": 3}[size])
        return f"${_digits(value, max(0, 2 - value.adjusted()), rounding, whole)}", f"{NBSP}{size}{per}"
    digits = _digits(value, DECIMALS[scale], rounding, whole)
    if scale == "times" and "." not in digits and abs(value) < 10:
        digits += ".0"
    one = digits == "1"
    suffix = {
        "GW": f"{NBSP}gigawatt" if one else f"{NBSP}gigawatts",
        "percent": "%",
        "percentage_point": f"{NBSP}percentage points",
        "times": f"{NBSP}times",
        "year": f"{NBSP}year" if one else f"{NBSP}years",
        "calendar_year": "",
        "GW_year": f"{NBSP}gigawatt-years",
        "rank": "",
    }[scale]
    return f"number{NBSP}{digits}" if scale == "rank" else digits, suffix


def _digits(value: Decimal, decimals: int, rounding: str, whole: bool) -> str:
    shown = value if whole else value.quantize(Decimal(1).scaleb(-decimals), rounding=rounding)
    return f"{shown.normalize():f}" if shown == value or shown == shown.to_integral() else f"{shown:f}"


def figure_words(figure: Row) -> str:
    """A figure of the article with the qualifier of its own French words: "more than", "up to"."""
    return words(quantity_of(figure), bounds_of(figure["quote"]).qualifier)


def figure_statement(figure: Row, amount: str, names: dict[str | None, str]) -> str:
    """The English sentence for a row of `figures`, made from its other cells.

    `amount` is the figure in words and `names` has the name of each entity. The table keeps this sentence for its readers, and
    validation compares the two, so that a sentence can never say more than its row.
    """
    giver, receiver = names.get(figure["from_id"], ""), names.get(figure["to_id"], "")
    past = figure["status"] == "reported"
    verb = {"reported": "is", "announced": "is to be", "forecast": "is expected to be"}[figure["status"]]
    match figure["kind"]:
        case "compute_purchase":
            return f"{giver} {'bought' if past else 'has committed to buy'} {amount} of compute capacity from {receiver}."
        case "equity_investment":
            return f"{giver} {'had invested' if past else 'will invest'} {amount} in {receiver}."
        case "compute_capacity":
            return f"{receiver} {'uses' if past else 'will use'} {amount} of compute power."
        case "spending":
            return f"Spending on AI infrastructure {verb} {amount}{period_words(figure['period'])}."
        case "growth_rate":
            return f"The annual growth of {receiver} {verb} {amount}."
        case "date":
            return f"{receiver} {'reports' if past else 'expects'} profitability {amount}."
    raise ValueError(f"no sentence is written for the kind {figure['kind']!r}")


def fact_statement(fact: Fact) -> str:
    """What the row of a fact states in one sentence, without the mark of its source."""
    return str(fact.row["statement"]).rsplit(" [@", 1)[0].rstrip(".") + "."


def period_words(period: str | None) -> str:
    """A period as the end of a phrase, with a space before it: "in 2025", "by 2030", or nothing."""
    if not period:
        return ""
    return f" by {period.removeprefix('../')}" if period.startswith("../") else f" in {period}"


def date_words(day: date) -> str:
    """A date as "19 November 2025", in English whatever the locale."""
    return f"{day.day}{NBSP}{MONTHS[day.month - 1]} {day.year}"


def date_in_words(text: str) -> str:
    """A date of any precision: 2026-05-28, 2026-05, 2026-Q2 or 2026."""
    if len(text) == 10:
        return date_words(date.fromisoformat(text))
    year, _, rest = text.partition("-")
    if rest.startswith("Q"):
        return f"the quarter to {MONTHS[3 * int(rest[1:]) - 1]} {year}"
    return f"{MONTHS[int(rest) - 1]} {year}" if rest else year

"""What would have to be true: three questions, each with sliders for assumptions, and what follows from them with its bounds.

A result is an expression over sliders and quantities of the package. `Quantity` computes it here and the page's script there,
from the same expression; a test compares their words. Each mark of a slider is a figure, a metric or a fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from functools import cache
from typing import Any, NamedTuple

from ..metrics import annual_rate, annual_rate_of_sum, compounded, compute, factor, total
from ..package import Package
from ..values import Quantity, exactly, words

# An expression is a name, or an operation with its operands (see `evaluated`).
Expression = str | tuple[Any, ...]


class Mark(NamedTuple):
    """A named value on a slider: where the slider stands for it, and the id of the figure, metric or fact it is from."""

    value: Decimal
    label: str
    id: str
    about: bool = False


class Slider(NamedTuple):
    """One assumption: its least and greatest value, its step, its unit, and its marks. It starts on the first mark."""

    name: str
    label: str
    low: Decimal
    high: Decimal
    step: Decimal
    unit: str
    marks: tuple[Mark, ...]

    @property
    def start(self) -> Decimal:
        """Where the slider stands at first."""
        return self.marks[0].value

    def quantity(self, value: Decimal) -> Quantity:
        """A value of the slider: on a mark it is as approximate as what the mark is from."""
        about = any(mark.about and mark.value == value for mark in self.marks)
        return Quantity(value, value, self.unit, about, min(self.low, Decimal(0)))

    def says(self, value: Decimal) -> str:
        """A value of the slider in words."""
        return words(self.quantity(value))


class Result(NamedTuple):
    """What follows: its label, its formula in words, its unit ("" for a comparison), and its expression."""

    name: str
    label: str
    formula: str
    unit: str
    expression: Expression


class Question(NamedTuple):
    """A question with its sliders and results, and a chart: a bar for each step, against a goal."""

    name: str
    title: str
    sliders: tuple[Slider, ...]
    given: Mapping[str, Quantity]
    results: tuple[Result, ...]
    bars: tuple[tuple[str, Expression], ...]
    chart: str
    goal: str
    goal_label: str
    columns: tuple[str, ...]  # the results that the table of cases shows


@cache
def questions(package: Package) -> tuple[Question, ...]:
    """The questions of the report, in order."""
    return _price(package), _revenue(package), _spending(package)


def evaluated(expression: Expression, known: Mapping[str, Quantity]) -> Any:
    """The value of an expression: a quantity, or for a comparison its words. The script has the same operations."""
    if isinstance(expression, str):
        return known[expression]
    operation, *operands = expression
    a, b, *more = (evaluated(one, known) if isinstance(one, str | tuple) else one for one in operands)
    match operation:
        case "*":
            return a * b.to("times") if b.unit == "percent" else a * b
        case "/":
            return a / b
        case "grown":  # an amount after some years of growth
            return a * compounded(factor(b), more[0])
        case "sum":  # of some years of which the first is the amount itself
            return total([a * compounded(factor(b), year) for year in range(more[0])])
        case "rate":  # the growth by which b becomes a after some years
            return annual_rate(a / b, more[0])
        case "rate-of-sum":  # the growth by which some years of which b is the first add up to a
            rest = (a / b).monotone(lambda multiple: multiple - 1, "times", rising=True, floor=Decimal(-1))
            return annual_rate_of_sum(rest, more[0] - 1)
        case "against":
            return against(a, b)
    raise ValueError(f"there is no operation {operation!r}")


def against(value: Quantity, goal: Quantity) -> str:
    """Where a value lies against a goal: only as strong as the bounds of both allow."""
    if value.least > goal.most:
        return "more than reached"
    if value.least >= goal.least:
        return "reached" if goal.high is not None else "reached, as far as the goal is known: it is a floor"
    return "missed" if value.most < goal.least else "open: the bounds allow both"


def answers(question: Question, chosen: Mapping[str, Decimal]) -> dict[str, str]:
    """The words of every result of a question, for values of its sliders by name."""
    known = {one.name: one.quantity(chosen[one.name]) for one in question.sliders}
    found = {one.name: (one.unit, evaluated(one.expression, {**question.given, **known})) for one in question.results}
    return {name: words(value.to(unit)) if unit else value for name, (unit, value) in found.items()}


def cases(question: Question) -> list[tuple[str, ...]]:
    """The results of a question at every mark of each slider, the others at their start: a row a mark."""
    start = {one.name: one.start for one in question.sliders}
    return [
        (f"{slider.label}: {mark.label}", slider.says(mark.value), *(found[name] for name in question.columns))
        for slider in question.sliders
        for mark in slider.marks
        for found in [answers(question, {**start, slider.name: mark.value})]
    ]


# ------------------------------------------------------------ the questions

PRICES = {
    "gigawatt_costs:anthropic-rent-per-year-2026-02-13": "Anthropic’s chief",
    "contract-price-microsoft-iren": "Microsoft pays IREN",
    "contract-price-openai-oracle": "OpenAI pays Oracle",
}


def _price(package: Package) -> Question:
    price = _slider(package, "price", "Price of a gigawatt-year", "5", "20", "0.1", "USD_bn_per_GW_year", PRICES)
    used = Slider("used", "Share of the gigawatt in use", Decimal(5), Decimal(100), Decimal(5), "percent",
                  (Mark(Decimal(100), "All of it", "compute-capacity"),))  # fmt: skip
    in_use: Expression = ("*", "capacity", "used")
    bill = ("*", in_use, "price")
    return Question(
        "price", "At which price and use does the commitment fill a gigawatt, and for how long?", (price, used),
        {"commitment": package.quantity("azure-commitment"), "capacity": package.quantity("compute-capacity"), "year": exactly(1, "year"),
         "none": exactly(0, "percent")},
        (
            Result("bought", "The commitment buys", "commitment ÷ price", "GW_year", ("/", "commitment", "price")),
            Result("lasts", "That lasts", "commitment ÷ (price × capacity in use)", "year", ("/", "commitment", bill)),
            Result("bill", "A year costs", "price × capacity in use", "USD_bn_per_year", bill),
        ),
        tuple((f"{years} y", ("sum", ("*", bill, "year"), "none", years)) for years in range(1, 9)),
        "What the capacity costs by then", "commitment", "commitment", ("bought", "lasts", "bill"),
    )  # fmt: skip


def _revenue(package: Package) -> Question:
    facts, year = package.facts, exactly(1, "year")
    growth = Slider("revenue", "Growth of revenue a year", Decimal(-20), Decimal(60), Decimal("0.5"), "percent",
                    (Mark(Decimal(0), "None: the run-rate of July 2026 lasts", "commitments-share-of-run-rate"),))  # fmt: skip
    margin = facts["revenue:anthropic-gross-margin-2025"].quantity
    share = Slider("share", "Share of revenue that may go into it", Decimal(5), Decimal(100), Decimal(5), "percent", (
        Mark((exactly(100, "percent") - margin).most, "What the margin expected for 2025 leaves for costs",
             "revenue:anthropic-gross-margin-2025"),
        Mark(Decimal(100), "All of it", "run_rate:anthropic-run-rate-2026-07"),
    ))  # fmt: skip
    paid = ("*", ("sum", "revenue-now", "revenue", YEARS), "share")
    return Question(
        "revenue", "Which growth of revenue carries the reported commitments?", (growth, share),
        {
            "commitments": facts["commitments:anthropic-commitment-total-2026-09"].quantity,
            "revenue-now": facts["run_rate:anthropic-run-rate-2026-07"].quantity * year,
        },
        (
            Result("ten-years", f"Revenue of {YEARS} years", "run-rate × (1 + (1 + growth) + … + (1 + growth)⁹)", "USD_bn",
                   ("sum", "revenue-now", "revenue", YEARS)),
            Result("paid", "Of it for the commitments", "revenue × share", "USD_bn", paid),
            Result("paid-against", "The reported commitments are", "against all that is reported", "", ("against", paid, "commitments")),
            Result("needed", "Growth that carries them", "the rate at which revenue × share is the commitments", "percent",
                   ("rate-of-sum", "commitments", ("*", "revenue-now", "share"), YEARS)),
        ),
        tuple((f"{years} y", ("*", ("sum", "revenue-now", "revenue", years), "share")) for years in range(1, YEARS + 1)),
        "Revenue that may go into it by then", "commitments", "all reported commitments", ("paid", "paid-against", "needed"),
    )  # fmt: skip


YEARS = 10  # over which the commitments are reported to run
FIRST, LAST = 2026, 2030
SEEN = {"capex-growth-2025": "As in 2025", "capex-growth-first-half-2026": "As in the first half of 2026"}
NEEDED = {"growth-needed-sum": "Needed for the sum", "growth-needed-annual": "Needed for 2030 alone"}
STARTS = {"capex-guided-2026": "Guided for 2026", "capex-2025-four-companies": "As much as in 2025"}


def _spending(package: Package) -> Question:
    first = _slider(package, "first", "Spending in 2026", "350", "1000", "1", "USD_bn", STARTS)
    growth = _slider(package, "growth", "Growth a year after that", "-20", "110", "0.1", "percent", SEEN | NEEDED)
    steps, forecast = LAST - FIRST, package.quantity("ai-spending-2030")
    last, whole = ("grown", "first", "growth", steps), ("sum", "first", "growth", steps + 1)
    return Question(
        "spending", "Which growth of spending makes the forecast come true, in either reading?", (first, growth), {"forecast": forecast},
        (
            Result("last", f"Spending in {LAST}", "spending in 2026 × (1 + growth)⁴", "USD_bn", last),
            Result("last-against", "Read as that year, the forecast is", "spending in 2030 against it", "", ("against", last, "forecast")),
            Result("whole", f"Spending from {FIRST} to {LAST}", "spending in 2026 × (1 + … + (1 + growth)⁴)", "USD_bn", whole),
            Result("whole-against", "Read as a sum, the forecast is", "all five years against it", "", ("against", whole, "forecast")),
            Result("for-last", "Growth for the first reading", "(forecast ÷ spending in 2026)^(1/4) − 1", "percent",
                   ("rate", "forecast", "first", steps)),
            Result("for-sum", "Growth for the second", "the rate at which the five years are the forecast", "percent",
                   ("rate-of-sum", "forecast", "first", steps + 1)),
        ),
        (*((str(FIRST + year), ("grown", "first", "growth", year)) for year in range(steps + 1)), ("All five", whole)),
        "Spending of the four companies", "forecast", "forecast", ("last", "last-against", "whole", "whole-against"),
    )  # fmt: skip


def _slider(package: Package, name: str, label: str, low: str, high: str, step: str, unit: str, marks: Mapping[str, str]) -> Slider:
    """A slider with a mark for each stated end of some metrics and facts."""
    made = []
    for source, text in marks.items():
        value = compute(package).get(source) or package.facts[source].quantity
        ends = dict.fromkeys(end for end in (value.low, value.high) if end is not None)
        sides = [(", low", ROUND_FLOOR), (", high", ROUND_CEILING)] if len(ends) > 1 else [("", ROUND_HALF_EVEN)]
        for end, (side, rounding) in zip(ends, sides, strict=True):
            at = (end / Decimal(step)).quantize(Decimal(1), rounding=rounding) * Decimal(step)
            made.append(Mark(at, f"{text}{side}", source, value.approximate))
    return Slider(name, label, Decimal(low), Decimal(high), Decimal(step), unit, tuple(made))

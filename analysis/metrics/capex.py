"""What four companies really spent: cash purchases of property and equipment, by calendar year.

Cash is the one basis that exists for every company and quarter. Totals with leases stand apart and are
never added to it. Microsoft's fiscal year ends in June, so calendar years are sums of quarters.
"""

from functools import reduce
from operator import add

from .registry import metric
from .arithmetic import change
from ..values import Quantity

COMPANIES = ("amazon", "alphabet", "meta", "microsoft")
_ALL = "All capital expenditure, not only that for AI. Amazon’s is gross and includes logistics, Meta’s is net of sales of equipment."


def quarters(*names: str) -> tuple[str, ...]:
    """The ids of the cash rows of all four companies for some quarters, such as "2025-q1"."""
    return tuple(f"capex:{company}-{quarter}-cash" for quarter in names for company in COMPANIES)


def year(number: int) -> tuple[str, ...]:
    """The ids of all cash rows of a calendar year."""
    return quarters(*(f"{number}-q{quarter}" for quarter in (1, 2, 3, 4)))


def total(*parts: Quantity) -> Quantity:
    return reduce(add, parts)


def growth(now: Quantity, before: Quantity) -> Quantity:
    return change(now, before)


for _metric_id, _when, _inputs in (
    ("capex-2024-four-companies", "2024", year(2024)),
    ("capex-2025-four-companies", "2025", year(2025)),
    ("capex-first-half-2025", "the first half of 2025", quarters("2025-q1", "2025-q2")),
    ("capex-first-half-2026", "the first half of 2026", quarters("2026-q1", "2026-q2")),
):
    metric(
        _metric_id,
        label=f"Cash capital expenditure of Amazon, Alphabet, Meta and Microsoft in {_when}",
        unit="USD_bn",
        formula="sum of the four companies’ quarters, cash",
        inputs=_inputs,
        caveat=_ALL,
    )(total)


@metric(
    "capex-2025-with-leases",
    label="The same companies’ capital expenditure in 2025 with leases",
    unit="USD_bn",
    formula="the published total",
    inputs=("capex:four-companies-2025-with-leases",),
    caveat="A press total. What each company adds for leases is not counted alike, so it is not comparable with cash.",
)
def capex_2025_with_leases(published: Quantity) -> Quantity:
    return published


for _metric_id, _when, _now, _before in (
    ("capex-growth-2025", "2025", "capex-2025-four-companies", "capex-2024-four-companies"),
    ("capex-growth-first-half-2026", "the first half of 2026", "capex-first-half-2026", "capex-first-half-2025"),
):
    metric(
        _metric_id,
        label=f"Growth of the four companies’ cash capital expenditure in {_when}",
        unit="percent",
        formula="spending ÷ spending a year before − 1",
        inputs=(_now, _before),
        caveat=_ALL,
    )(growth)


@metric(
    "spending-2025-against-article",
    label="The four companies’ cash capital expenditure against the article’s spending in 2025",
    unit="percent",
    formula="cash capital expenditure in 2025 ÷ AI infrastructure spending in 2025",
    inputs=("capex-2025-four-companies", "ai-spending-2025"),
    reading="The article’s amount is held against these four companies alone.",
    caveat="The article does not say whose spending it means. The four spend on more than AI, and others spend on AI too.",
)
def spending_2025_against_article(spent: Quantity, stated: Quantity) -> Quantity:
    return spent / stated

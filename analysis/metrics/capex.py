"""What four companies spend: cash purchases of property and equipment, their growth, and their share of revenue and cash flow.

Cash is the one basis that exists for every company and quarter. Totals with leases stand apart and are never added to it.
Microsoft's fiscal year ends in June, so calendar years are sums of quarters.
"""

from collections.abc import Sequence

from ..values import Quantity
from .arithmetic import change, total
from .registry import metric

COMPANIES = {"amazon": "Amazon", "alphabet": "Alphabet", "meta": "Meta", "microsoft": "Microsoft"}
_ALL = "All capital expenditure, not only that for AI. Amazon’s is gross and includes logistics, Meta’s is net of sales of equipment."


def cash(company: str, *quarters: str) -> tuple[str, ...]:
    """The ids of the cash rows of a company for some quarters, such as "2025-q1"."""
    return tuple(f"capex:{company}-{quarter}-cash" for quarter in quarters)


def quarters_of(year: int) -> tuple[str, ...]:
    """The quarters of a calendar year as they stand in ids."""
    return tuple(f"{year}-q{quarter}" for quarter in (1, 2, 3, 4))


def all_of(*quarters: str) -> tuple[str, ...]:
    """The ids of the cash rows of all four companies."""
    return tuple(row for company in COMPANIES for row in cash(company, *quarters))


def spent(parts: Sequence[Quantity]) -> Quantity:
    """The sum of the quarters."""
    return total(parts)


def growth(now: Sequence[Quantity], before: Sequence[Quantity]) -> Quantity:
    """The sum of some quarters against that of the same quarters a year before."""
    return change(total(now), total(before))


def share(parts: Sequence[Quantity], whole: Sequence[Quantity]) -> Quantity:
    """Capital expenditure as a share of revenue or of cash flow in the same quarters."""
    return total(parts) / total(whole)


for _metric_id, _when, _rows in (
    ("capex-2024-four-companies", "2024", all_of(*quarters_of(2024))),
    ("capex-2025-four-companies", "2025", all_of(*quarters_of(2025))),
    ("capex-first-half-2025", "the first half of 2025", all_of("2025-q1", "2025-q2")),
    ("capex-first-half-2026", "the first half of 2026", all_of("2026-q1", "2026-q2")),
):
    metric(
        f"Cash capital expenditure of Amazon, Alphabet, Meta and Microsoft in {_when}", "USD_bn",
        "sum of the four companies’ quarters, cash", parts=_rows, metric_id=_metric_id, caveat=_ALL,
    )(spent)  # fmt: skip


@metric(
    "The same companies’ capital expenditure in 2025 with leases", "USD_bn", "the published total",
    published="capex:four-companies-2025-with-leases",
)  # fmt: skip
def capex_2025_with_leases(published: Quantity) -> Quantity:
    """A press total. What each company adds for leases is not counted alike, so it is not comparable with cash."""
    return published


for _metric_id, _who, _when, _now, _before in (
    ("capex-growth-2025", "the four companies’", "2025", all_of(*quarters_of(2025)), all_of(*quarters_of(2024))),
    ("capex-growth-first-half-2026", "the four companies’", "the first half of 2026", all_of("2026-q1", "2026-q2"),
     all_of("2025-q1", "2025-q2")),
    *((f"capex-growth-2025-{company}", f"{name}’s", "2025", cash(company, *quarters_of(2025)), cash(company, *quarters_of(2024)))
      for company, name in COMPANIES.items()),
    *((f"capex-growth-first-half-2026-{company}", f"{name}’s", "the first half of 2026", cash(company, "2026-q1", "2026-q2"),
       cash(company, "2025-q1", "2025-q2")) for company, name in COMPANIES.items()),
):  # fmt: skip
    metric(
        f"Growth of {_who} cash capital expenditure in {_when}", "percent", "spending ÷ spending a year before − 1", now=_now,
        before=_before, metric_id=_metric_id, caveat=_ALL,
    )(growth)  # fmt: skip

# Calendar years of three companies, and the fiscal year to June 2026 of Microsoft, whose quarters of cash flow are filed so.
PERIODS = {
    "amazon": ("2025", "2025", quarters_of(2025), "amazon-2025"),
    "alphabet": ("2025", "2025", quarters_of(2025), "alphabet-2025"),
    "meta": ("2025", "2025", quarters_of(2025), "meta-2025"),
    "microsoft": ("fy2026", "the year to June 2026", ("2025-q3", "2025-q4", "2026-q1", "2026-q2"), "microsoft-fy2026"),
}
for _company, (_period, _when, _quarters, _row) in PERIODS.items():
    for _measure, _whole, _of in (("revenue", "revenue", "revenue"), ("cash-flow", "operating-cash-flow", "operating cash flow")):
        metric(
            f"{COMPANIES[_company]}’s cash capital expenditure as a share of its {_of}, {_when}", "percent",
            f"cash capital expenditure ÷ {_of}", parts=cash(_company, *_quarters), whole=(f"financials:{_row}-{_whole}",),
            metric_id=f"capex-to-{_measure}-{_company}-{_period}",
            caveat="Leases are left out. What exceeds the cash flow is paid from reserves, debt or leases.",
        )(share)  # fmt: skip


def outturn(parts: Sequence[Quantity], guided: Quantity) -> Quantity:
    """What was spent against what was first guided."""
    return change(total(parts), guided)


metric(
    "Alphabet’s capital expenditure in 2025 against what it guided in February 2025", "percent", "spending ÷ guidance − 1",
    parts=cash("alphabet", *quarters_of(2025)), guided="capex_guidance:alphabet-2025-cash-2025-02-04",
    metric_id="outturn-to-guidance-2025-alphabet", caveat="Both in cash. The guidance was raised twice during the year.",
)(outturn)  # fmt: skip

metric(
    "Meta’s capital expenditure in 2025 against what it guided in January 2025", "percent", "spending ÷ guidance − 1",
    parts=("capex:meta-2025-with-leases",), guided="capex_guidance:meta-2025-with-leases-2025-01-29",
    metric_id="outturn-to-guidance-2025-meta", caveat="Both with principal payments on finance leases, as Meta counts.",
)(outturn)  # fmt: skip


@metric(
    "The four companies’ cash capital expenditure against the article’s spending in 2025", "percent",
    "cash capital expenditure in 2025 ÷ AI infrastructure spending in 2025",
    reading="The article’s amount is held against these four companies alone.",
)  # fmt: skip
def spending_2025_against_article(capex_2025_four_companies: Quantity, ai_spending_2025: Quantity) -> Quantity:
    """The article does not say whose spending it means. The four spend on more than AI, and others spend on AI too."""
    return capex_2025_four_companies / ai_spending_2025

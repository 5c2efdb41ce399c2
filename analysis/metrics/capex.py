"""What four companies spend: cash purchases of property and equipment, their growth, and their share of revenue and cash flow.

Cash is the one basis that exists for every company and quarter. Totals with leases stand apart and are never added to it.
Microsoft's fiscal year ends in June, so calendar years are sums of quarters.
"""

from collections.abc import Sequence

from ..values import Quantity
from .arithmetic import change, total
from .registry import metric, ratio

COMPANIES = {"amazon": "Amazon", "alphabet": "Alphabet", "meta": "Meta", "microsoft": "Microsoft"}
ALL = tuple(COMPANIES)
_ALL = "All capital expenditure, not only that for AI. Amazon’s is gross and includes logistics, Meta’s is net of sales of equipment."
QUARTERS = {year: tuple(f"{year}-q{quarter}" for quarter in (1, 2, 3, 4)) for year in (2024, 2025, 2026)}


def cash(companies: Sequence[str], quarters: Sequence[str]) -> tuple[str, ...]:
    """The ids of the cash rows of some companies for some quarters, such as "2025-q1"."""
    return tuple(f"capex:{company}-{quarter}-cash" for company in companies for quarter in quarters)


def growth(now: Sequence[Quantity], before: Sequence[Quantity]) -> Quantity:
    """The sum of some quarters against that of the same quarters a year before."""
    return change(total(now), total(before))


def share(parts: Sequence[Quantity], whole: Quantity) -> Quantity:
    """Capital expenditure as a share of revenue or of cash flow in the same quarters."""
    return total(parts) / whole


def outturn(parts: Sequence[Quantity], guided: Quantity) -> Quantity:
    """What was spent against what was first guided."""
    return change(total(parts), guided)


for _metric_id, _when, _quarters in (
    ("capex-2024-four-companies", "2024", QUARTERS[2024]), ("capex-2025-four-companies", "2025", QUARTERS[2025]),
    ("capex-first-half-2025", "the first half of 2025", QUARTERS[2025][:2]),
    ("capex-first-half-2026", "the first half of 2026", QUARTERS[2026][:2]),
):  # fmt: skip
    metric(f"Cash capital expenditure of Amazon, Alphabet, Meta and Microsoft in {_when}", "USD_bn", metric_id=_metric_id, caveat=_ALL,
           formula="sum of the four companies’ quarters, cash", parts=cash(ALL, _quarters))(total)  # fmt: skip


@metric("The same companies’ capital expenditure in 2025 with leases", "USD_bn", "the published total",
        published="capex:four-companies-2025-with-leases")  # fmt: skip
def capex_2025_with_leases(published: Quantity) -> Quantity:
    """A press total. What each company adds for leases is not counted alike, so it is not comparable with cash."""
    return published


_FULL, _HALF = ("2025", "2025", 4), ("first-half-2026", "the first half of 2026", 2)  # as in ids, in words, quarters
for (_id, _when, _count), _company in [(_FULL, ""), (_HALF, ""), *((_FULL, one) for one in ALL), *((_HALF, one) for one in ALL)]:
    _year, _which, _who = int(_id[-4:]), (_company,) if _company else ALL, f"{COMPANIES[_company]}’s" if _company else "the four companies’"
    metric(f"Growth of {_who} cash capital expenditure in {_when}",
           "percent", "spending ÷ spending a year before − 1", now=cash(_which, QUARTERS[_year][:_count]),
           before=cash(_which, QUARTERS[_year - 1][:_count]), metric_id="-".join(filter(None, ("capex-growth", _id, _company))),
           caveat=_ALL)(growth)  # fmt: skip

# Calendar years of three companies, and the fiscal year to June 2026 of Microsoft, whose quarters of cash flow are filed so.
for _company, _period, _when, _quarters in (
    *((company, "2025", "2025", QUARTERS[2025]) for company in ALL[:3]),
    ("microsoft", "fy2026", "the year to June 2026", QUARTERS[2025][2:] + QUARTERS[2026][:2]),
):
    for _measure, _row in (("revenue", "revenue"), ("cash-flow", "operating-cash-flow")):
        _of = _row.replace("-", " ")
        metric(f"{COMPANIES[_company]}’s cash capital expenditure as a share of its {_of}, {_when}", "percent",
               f"cash capital expenditure ÷ {_of}", parts=cash([_company], _quarters), whole=f"financials:{_company}-{_period}-{_row}",
               metric_id=f"capex-to-{_measure}-{_company}-{_period}",
               caveat="Leases are left out. What exceeds the cash flow is paid from reserves, debt or leases.")(share)  # fmt: skip

metric("Alphabet’s capital expenditure in 2025 against what it guided in February 2025", "percent", "spending ÷ guidance − 1",
       parts=cash(["alphabet"], QUARTERS[2025]), guided="capex_guidance:alphabet-2025-cash-2025-02-04",
       metric_id="outturn-to-guidance-2025-alphabet",
       caveat="Both in cash. The guidance was raised twice during the year.")(outturn)  # fmt: skip
metric("Meta’s capital expenditure in 2025 against what it guided in January 2025", "percent", "spending ÷ guidance − 1",
       parts=["capex:meta-2025-with-leases"], guided="capex_guidance:meta-2025-with-leases-2025-01-29",
       metric_id="outturn-to-guidance-2025-meta",
       caveat="Both with principal payments on finance leases, as Meta counts.")(outturn)  # fmt: skip
ratio("spending-2025-against-article", "The four companies’ cash capital expenditure against the article’s spending in 2025", "percent",
      "cash capital expenditure in 2025 ÷ AI infrastructure spending in 2025", "capex-2025-four-companies", "ai-spending-2025",
      "The article does not say whose spending it means. The four spend on more than AI, and others spend on AI too.",
      "The article’s amount is held against these four companies alone.")  # fmt: skip

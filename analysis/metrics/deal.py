"""What was agreed: the equity put in, and the compute bought, against each other and against the seller's business.

The seller of the compute is Microsoft, and the supplier of the chips is Nvidia. Their equity is measured apart: only the
seller is paid by the commitment.
"""

from ..values import Quantity, exactly
from .arithmetic import span
from .registry import metric

_REVENUE = "Revenue is recognised as compute is used, so a commitment is not the revenue of one year."
_LENGTH = "The announcement gives no length."


@metric("New equity in Anthropic", "USD_bn", "Nvidia’s investment + Microsoft’s investment")
def new_equity(nvidia_investment: Quantity, microsoft_investment: Quantity) -> Quantity:
    """Both investors say “up to”; nothing is said of the least that they will invest."""
    return nvidia_investment + microsoft_investment


@metric(
    "Equity of the three companies in Anthropic", "USD_bn", "Amazon’s investment, from what was paid to what was agreed + new equity",
    amazon_paid="figure_checks:amazon-investment-2025-09-30-cash-actually-invested",
)  # fmt: skip
def total_equity(amazon_paid: Quantity, amazon_investment: Quantity, new_equity: Quantity) -> Quantity:
    """Other shareholders are left out. The low is what Amazon had paid by 30 September 2025, and no new equity at all."""
    return span([amazon_paid, amazon_investment]) + new_equity


@metric("Azure commitment per dollar of new equity", "times", "Azure commitment ÷ new equity")
def commitment_to_new_equity(azure_commitment: Quantity, new_equity: Quantity) -> Quantity:
    """A floor: if less is invested than the ceilings allow, the ratio is higher."""
    return azure_commitment / new_equity


@metric("The seller’s equity against the compute it sells", "percent", "Microsoft’s investment ÷ Azure commitment")
def seller_equity_share(microsoft_investment: Quantity, azure_commitment: Quantity) -> Quantity:
    """A ceiling. Nobody has said that the equity pays for the compute."""
    return microsoft_investment / azure_commitment


@metric("The chip supplier’s equity against the compute", "percent", "Nvidia’s investment ÷ Azure commitment")
def supplier_equity_share(nvidia_investment: Quantity, azure_commitment: Quantity) -> Quantity:
    """A ceiling. Nvidia is paid by Microsoft for chips, not by the commitment."""
    return nvidia_investment / azure_commitment


@metric(
    "Nvidia’s share of the new equity at both ceilings", "percent", "Nvidia’s ceiling ÷ (Nvidia’s ceiling + Microsoft’s ceiling)",
    reading="Both ceilings are used in full.",
)  # fmt: skip
def nvidia_share_at_ceilings(nvidia_investment: Quantity, microsoft_investment: Quantity) -> Quantity:
    """Without that reading the share has no bounds: either company may invest less."""
    return nvidia_investment.ceiling() / (nvidia_investment.ceiling() + microsoft_investment.ceiling())


def stake(investment: Quantity, value: Quantity) -> Quantity:
    """The share of a company that an investment buys at the value of the whole."""
    return investment / value


for _who, _name in (("microsoft", "Microsoft"), ("nvidia", "Nvidia")):
    metric(
        f"{_name}’s stake in Anthropic at the value reported on signing", "percent",
        f"{_name}’s investment ÷ reported value of the company", investment=f"{_who}-investment",
        value="figure_checks:valuation-at-signing-2025-11-18", metric_id=f"stake-{_who}",
        caveat="A ceiling at a value that press reported. Neither company has said how large its stake is.",
    )(stake)  # fmt: skip


@metric(
    "Azure commitment against a year of Azure’s revenue, the year to June 2026", "percent",
    "Azure commitment ÷ Azure revenue, fiscal year 2026", azure="cloud_growth:azure-2026-fy2026:revenue", caveat=f"{_REVENUE} {_LENGTH}",
)  # fmt: skip
def commitment_to_azure_year(azure_commitment: Quantity, azure: Quantity) -> Quantity:
    """Azure as defined in September 2026."""
    return azure_commitment / azure


@metric(
    "Azure commitment against a year of Azure’s revenue, the year to June 2025", "percent",
    "Azure commitment ÷ Azure revenue, fiscal year 2025", azure="cloud_growth:azure-2024-fy2025:revenue",
    caveat=f"The last full year at signing, of which Microsoft gave a floor. {_REVENUE}",
)  # fmt: skip
def commitment_to_azure_year_at_signing(azure_commitment: Quantity, azure: Quantity) -> Quantity:
    """Azure as defined in August 2024."""
    return azure_commitment / azure


@metric(
    "Azure commitment against Microsoft’s contracted backlog, 31 December 2025", "percent",
    "Azure commitment ÷ commercial remaining performance obligation", backlog="backlog:microsoft-backlog-2025-12-31",
)  # fmt: skip
def commitment_to_backlog(azure_commitment: Quantity, backlog: Quantity) -> Quantity:
    """The first quarter in which the commitment was counted. The backlog holds all of Microsoft’s commercial contracts."""
    return azure_commitment / backlog


@metric(
    "The same without what OpenAI has contracted", "percent", "Azure commitment ÷ (backlog × (1 − OpenAI’s share))",
    backlog="backlog:microsoft-backlog-2025-12-31", openai="backlog:microsoft-share-openai-2025-12-31",
)  # fmt: skip
def commitment_to_backlog_without_openai(azure_commitment: Quantity, backlog: Quantity, openai: Quantity) -> Quantity:
    """Microsoft gave OpenAI’s share as approximate, for this quarter alone."""
    return azure_commitment / (backlog * (exactly(1, "times") - openai.to("times")))


@metric(
    "Azure commitment against Microsoft’s contracted backlog, 30 June 2026", "percent",
    "Azure commitment ÷ commercial remaining performance obligation", backlog="backlog:microsoft-backlog-2026-06-30",
)  # fmt: skip
def commitment_to_backlog_latest(azure_commitment: Quantity, backlog: Quantity) -> Quantity:
    """Part of the commitment may have been used by then."""
    return azure_commitment / backlog


@metric(
    "The commitment per year, as its sum and term are reported", "USD_bn_per_year", "reported commitment to Microsoft ÷ reported term",
    reported="commitments:anthropic-commitment-microsoft-2026-09", term="commitments:anthropic-commitment-microsoft-2026-09:months",
)  # fmt: skip
def commitment_per_year_reported_term(reported: Quantity, term: Quantity) -> Quantity:
    """Relays of one press report of a draft prospectus. The days of start and end are not told. An average: no schedule is known."""
    return reported / term


@metric(
    "The commitment per year, if it runs for three to ten years", "USD_bn_per_year", "Azure commitment ÷ 3 to 10 years",
    reading="The commitment is spread evenly over three to ten years, as large contracts for compute are.",
)  # fmt: skip
def commitment_per_year_plausible_terms(azure_commitment: Quantity) -> Quantity:
    """An assumption: the announcement gives no length."""
    return azure_commitment / span([exactly(3, "year"), exactly(10, "year")])


@metric(
    "Azure commitment as a share of AI infrastructure spending in 2025", "percent",
    "Azure commitment ÷ AI infrastructure spending in 2025",
)  # fmt: skip
def commitment_share_of_2025_spending(azure_commitment: Quantity, ai_spending_2025: Quantity) -> Quantity:
    """A comparison of size only: a commitment over years against the spending of one."""
    return azure_commitment / ai_spending_2025

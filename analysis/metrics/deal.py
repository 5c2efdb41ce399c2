"""What was agreed: the equity put in, and the compute bought, against each other and against the seller's business.

The seller of the compute is Microsoft, and the supplier of the chips is Nvidia. Their equity is measured apart: only the
seller is paid by the commitment.
"""

from ..values import Quantity, exactly
from .arithmetic import span
from .registry import metric, ratio

_REVENUE = "Revenue is recognised as compute is used, so a commitment is not the revenue of one year."
_REPORTED = "commitments:anthropic-commitment-microsoft-2026-09"


@metric("New equity in Anthropic", "USD_bn", "Nvidia’s investment + Microsoft’s investment")
def new_equity(nvidia_investment: Quantity, microsoft_investment: Quantity) -> Quantity:
    """Both investors say “up to”; nothing is said of the least that they will invest."""
    return nvidia_investment + microsoft_investment


@metric("Equity of the three companies in Anthropic", "USD_bn", "Amazon’s investment, from what was paid to what was agreed + new equity",
        amazon_paid="figure_checks:amazon-investment-2025-09-30-cash-actually-invested")  # fmt: skip
def total_equity(amazon_paid: Quantity, amazon_investment: Quantity, new_equity: Quantity) -> Quantity:
    """Other shareholders are left out. The low is what Amazon had paid by 30 September 2025, and no new equity at all."""
    return span([amazon_paid, amazon_investment]) + new_equity


ratio("commitment-to-new-equity", "Azure commitment per dollar of new equity", "times", "Azure commitment ÷ new equity",
      "azure-commitment", "new-equity", "A floor: if less is invested than the ceilings allow, the ratio is higher.")  # fmt: skip
ratio("seller-equity-share", "The seller’s equity against the compute it sells", "percent", "Microsoft’s investment ÷ Azure commitment",
      "microsoft-investment", "azure-commitment", "A ceiling. Nobody has said that the equity pays for the compute.")  # fmt: skip
ratio("supplier-equity-share", "The chip supplier’s equity against the compute", "percent", "Nvidia’s investment ÷ Azure commitment",
      "nvidia-investment", "azure-commitment",
      "A ceiling. Nvidia is paid by Microsoft for chips, not by the commitment.")  # fmt: skip


@metric("Nvidia’s share of the new equity at both ceilings", "percent", "Nvidia’s ceiling ÷ (Nvidia’s ceiling + Microsoft’s ceiling)",
        reading="Both ceilings are used in full.")  # fmt: skip
def nvidia_share_at_ceilings(nvidia_investment: Quantity, microsoft_investment: Quantity) -> Quantity:
    """Without that reading the share has no bounds: either company may invest less."""
    return nvidia_investment.ceiling() / (nvidia_investment.ceiling() + microsoft_investment.ceiling())


for _name in ("Microsoft", "Nvidia"):
    ratio(f"stake-{_name.lower()}", f"{_name}’s stake in Anthropic at the value reported on signing", "percent",
          f"{_name}’s investment ÷ reported value of the company", f"{_name.lower()}-investment",
          "figure_checks:valuation-at-signing-2025-11-18",
          "A ceiling at a value that press reported. Neither company has said how large its stake is.")  # fmt: skip
ratio("commitment-to-azure-year", "Azure commitment against a year of Azure’s revenue, the year to June 2026", "percent",
      "Azure commitment ÷ Azure revenue, fiscal year 2026", "azure-commitment", "cloud_growth:azure-2026-fy2026:revenue",
      f"Azure as defined in September 2026. {_REVENUE} The announcement gives no length.")  # fmt: skip
ratio("commitment-to-azure-year-at-signing", "Azure commitment against a year of Azure’s revenue, the year to June 2025", "percent",
      "Azure commitment ÷ Azure revenue, fiscal year 2025", "azure-commitment", "cloud_growth:azure-2024-fy2025:revenue",
      "Azure as defined in August 2024. The last full year at signing, of which Microsoft gave a floor. " + _REVENUE)  # fmt: skip
ratio("commitment-to-backlog", "Azure commitment against Microsoft’s contracted backlog, 31 December 2025", "percent",
      "Azure commitment ÷ commercial remaining performance obligation", "azure-commitment", "backlog:microsoft-backlog-2025-12-31",
      "The first quarter in which the commitment was counted. The backlog holds all of Microsoft’s commercial contracts.")  # fmt: skip


@metric("The same without what OpenAI has contracted", "percent", "Azure commitment ÷ (backlog × (1 − OpenAI’s share))",
        backlog="backlog:microsoft-backlog-2025-12-31", openai="backlog:microsoft-share-openai-2025-12-31")  # fmt: skip
def commitment_to_backlog_without_openai(azure_commitment: Quantity, backlog: Quantity, openai: Quantity) -> Quantity:
    """Microsoft gave OpenAI’s share as approximate, for this quarter alone."""
    return azure_commitment / (backlog * (exactly(1, "times") - openai.to("times")))


ratio("commitment-to-backlog-latest", "Azure commitment against Microsoft’s contracted backlog, 30 June 2026", "percent",
      "Azure commitment ÷ commercial remaining performance obligation", "azure-commitment", "backlog:microsoft-backlog-2026-06-30",
      "Part of the commitment may have been used by then.")  # fmt: skip
ratio("commitment-per-year-reported-term", "The commitment per year, as its sum and term are reported", "USD_bn_per_year",
      "reported commitment to Microsoft ÷ reported term", _REPORTED, f"{_REPORTED}:months",
      "Relays of one press report of a draft prospectus. The days of start and end are not told. An average: no schedule is known."
      )  # fmt: skip


@metric("The commitment per year, if it runs for three to ten years", "USD_bn_per_year", "Azure commitment ÷ 3 to 10 years",
        reading="The commitment is spread evenly over three to ten years, as large contracts for compute are.")  # fmt: skip
def commitment_per_year_plausible_terms(azure_commitment: Quantity) -> Quantity:
    """An assumption: the announcement gives no length."""
    return azure_commitment / span([exactly(3, "year"), exactly(10, "year")])


ratio("commitment-share-of-2025-spending", "Azure commitment as a share of AI infrastructure spending in 2025", "percent",
      "Azure commitment ÷ AI infrastructure spending in 2025", "azure-commitment", "ai-spending-2025",
      "A comparison of size only: a commitment over years against the spending of one.")  # fmt: skip

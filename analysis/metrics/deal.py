"""What the parties give one another: the compute bought, the equity put in, and their ratios."""

from .registry import metric
from ..values import Quantity

_CEILINGS = "Both investors say “up to”; nothing is said of the least that they will invest."
_NO_TERM = "The article gives no length for the commitment, so it is no amount per year."


@metric(
    "new-equity",
    label="New equity in Anthropic",
    unit="USD_bn",
    formula="Nvidia’s investment + Microsoft’s investment",
    inputs=("nvidia-investment", "microsoft-investment"),
    caveat=_CEILINGS,
)
def new_equity(nvidia: Quantity, microsoft: Quantity) -> Quantity:
    return nvidia + microsoft


@metric(
    "total-equity",
    label="Equity of the three companies in Anthropic",
    unit="USD_bn",
    formula="new equity + Amazon’s earlier investment",
    inputs=("new-equity", "amazon-investment"),
    caveat="Other shareholders are not in the article. The low is Amazon’s share alone.",
)
def total_equity(new: Quantity, amazon: Quantity) -> Quantity:
    return new + amazon


@metric(
    "commitment-to-new-equity",
    label="Azure commitment per dollar of new equity",
    unit="times",
    formula="Azure commitment ÷ new equity",
    inputs=("azure-commitment", "new-equity"),
    caveat="A floor: if less is invested than the ceilings allow, the ratio is higher.",
)
def commitment_to_new_equity(commitment: Quantity, equity: Quantity) -> Quantity:
    return commitment / equity


@metric(
    "commitment-to-total-equity",
    label="Azure commitment per dollar of equity, Amazon’s included",
    unit="times",
    formula="Azure commitment ÷ equity of the three companies",
    inputs=("azure-commitment", "total-equity"),
    caveat="Amazon’s investment is older than the commitment, and is no part of the agreement.",
)
def commitment_to_total_equity(commitment: Quantity, equity: Quantity) -> Quantity:
    return commitment / equity


@metric(
    "new-equity-share-of-commitment",
    label="New equity as a share of the Azure commitment",
    unit="percent",
    formula="new equity ÷ Azure commitment",
    inputs=("new-equity", "azure-commitment"),
    caveat="The article does not say that the equity pays for the compute.",
)
def new_equity_share_of_commitment(equity: Quantity, commitment: Quantity) -> Quantity:
    return equity / commitment


@metric(
    "commitment-to-microsoft-investment",
    label="Azure commitment per dollar that Microsoft invests",
    unit="times",
    formula="Azure commitment ÷ Microsoft’s investment",
    inputs=("azure-commitment", "microsoft-investment"),
    caveat="Revenue for Azure is not profit for Microsoft: the cost of the compute is not in the article.",
)
def commitment_to_microsoft_investment(commitment: Quantity, microsoft: Quantity) -> Quantity:
    return commitment / microsoft


@metric(
    "nvidia-share-at-ceilings",
    label="Nvidia’s share of the new equity at both ceilings",
    unit="percent",
    formula="Nvidia’s ceiling ÷ (Nvidia’s ceiling + Microsoft’s ceiling)",
    inputs=("nvidia-investment", "microsoft-investment"),
    reading="Both ceilings are used in full.",
    caveat="Without that reading the share is not bounded: either company may invest less.",
)
def nvidia_share_at_ceilings(nvidia: Quantity, microsoft: Quantity) -> Quantity:
    return nvidia.ceiling() / (nvidia.ceiling() + microsoft.ceiling())


@metric(
    "commitment-per-gigawatt",
    label="Azure commitment per gigawatt",
    unit="USD_bn_per_GW",
    formula="Azure commitment ÷ compute capacity",
    inputs=("azure-commitment", "compute-capacity"),
    reading="The whole commitment pays for the stated capacity.",
    caveat=f"The article does not say that the one pays for the other. {_NO_TERM}",
)
def commitment_per_gigawatt(commitment: Quantity, capacity: Quantity) -> Quantity:
    return commitment / capacity


@metric(
    "commitment-share-of-2025-spending",
    label="Azure commitment as a share of AI infrastructure spending in 2025",
    unit="percent",
    formula="Azure commitment ÷ AI infrastructure spending in 2025",
    inputs=("azure-commitment", "ai-spending-2025"),
    caveat=f"A comparison of size only. {_NO_TERM}",
)
def commitment_share_of_2025_spending(commitment: Quantity, spending: Quantity) -> Quantity:
    return commitment / spending

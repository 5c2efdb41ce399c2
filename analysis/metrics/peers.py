"""How the deal compares with its peers: deals in which a buyer of compute also receives equity, announced as one.

Amounts are the flows of one deal each; nothing is summed across deals, so overlaps cannot count twice.
"""

from decimal import Decimal

from .registry import metric
from ..values import Quantity

# Deal, compute bought, equity received by the buyer. The ids are rows of compute_deals.
PEERS = {
    "openai-microsoft": (
        "OpenAI and Microsoft, October 2025",
        "openai-microsoft-azure-recapitalisation-compute-purchase-openai",
        "openai-microsoft-azure-recapitalisation-equity-investment-microsoft",
    ),
    "openai-amazon": (
        "OpenAI and Amazon, February 2026",
        "openai-amazon-2026-expansion-compute-purchase-openai",
        "openai-amazon-2026-expansion-equity-investment-amazon",
    ),
    "openai-coreweave": (
        "OpenAI and CoreWeave, March 2025",
        "openai-coreweave-march-2025-compute-purchase-openai",
        "openai-coreweave-march-2025-equity-investment-coreweave",
    ),
    "anthropic-google": (
        "Anthropic and Google, October 2023",
        "anthropic-google-2023-compute-purchase-anthropic",
        "anthropic-google-2023-equity-investment-google",
    ),
    "anthropic-amazon": (
        "Anthropic and Amazon, April 2026",
        "amazon-anthropic-2026-compute-purchase-anthropic",
        "amazon-anthropic-2026-equity-investment-amazon",
    ),
}
COMPUTE = tuple(f"compute_deals:{compute}" for _, compute, _ in PEERS.values())
# The peers of which a capacity is known.
CAPACITY = tuple(f"compute_deals:{PEERS[name][1]}:capacity" for name in ("openai-amazon", "anthropic-amazon"))


def equity_to_compute(equity: Quantity, compute: Quantity) -> Quantity:
    return equity / compute


for _name, (_title, _compute, _equity) in PEERS.items():
    metric(
        f"equity-to-compute-{_name}",
        label=f"Equity against compute: {_title}",
        unit="percent",
        formula="equity to the buyer ÷ compute bought",
        inputs=(f"compute_deals:{_equity}", f"compute_deals:{_compute}"),
        caveat="The terms and lengths of the deals differ, and the sides may have been agreed at different times.",
    )(equity_to_compute)


def rank(own: Quantity, *others: Quantity) -> Quantity:
    """The place of `own` among all, largest first: from the best to the worst that the bounds allow."""
    surely_larger = sum(other.least > own.most for other in others)
    maybe_larger = sum(other.most > own.least for other in others)
    return Quantity(Decimal(1 + surely_larger), Decimal(1 + maybe_larger), "rank")


@metric(
    "deal-rank-by-dollars",
    label="Place of the deal among its peers, by dollars of compute",
    unit="rank",
    formula="1 + number of peers that buy more",
    inputs=("azure-commitment", *COMPUTE),
    caveat="Among the deals in which both sides are known in dollars. Others give no amounts.",
)
def deal_rank_by_dollars(own: Quantity, *others: Quantity) -> Quantity:
    return rank(own, *others)


@metric(
    "deal-rank-by-gigawatts",
    label="Place of the deal among its peers, by gigawatts",
    unit="rank",
    formula="1 + number of peers with more capacity",
    inputs=("compute-capacity", *CAPACITY),
    caveat="Only peers with a known capacity count. Capacities are ceilings and targets as well as firm amounts.",
)
def deal_rank_by_gigawatts(own: Quantity, *others: Quantity) -> Quantity:
    return rank(own, *others)

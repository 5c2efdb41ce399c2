"""Can it be paid: the commitment against Anthropic's revenue, run-rate, losses and all its other commitments."""

from ..values import Quantity, exactly
from .registry import metric

_YEAR = exactly(1, "year")
_TOTAL = "commitments:anthropic-commitment-total-2026-09"
_PRESS = "One press report of a draft prospectus that is not public."
_RATE = "A run-rate is a recent month or four weeks made into a year. It is not revenue."


@metric(
    "The commitment against Anthropic’s revenue of 2025", "times", "Azure commitment ÷ revenue of 2025",
    revenue="revenue:anthropic-revenue-2025-reported",
)  # fmt: skip
def commitment_to_2025_revenue(azure_commitment: Quantity, revenue: Quantity) -> Quantity:
    """A commitment over years against the revenue of one. The revenue is from one press report of a draft prospectus."""
    return azure_commitment / revenue


def to_run_rate(commitment: Quantity, run_rate: Quantity) -> Quantity:
    """A sum against a year at the run-rate."""
    return commitment / (run_rate * _YEAR)


for _metric_id, _label, _commitment, _rate in (
    ("commitment-to-run-rate-then", "The commitment against Anthropic’s run-rate of October 2025", "azure-commitment", "2025-10"),
    ("commitment-to-run-rate-latest", "The commitment against Anthropic’s run-rate of July 2026", "azure-commitment", "2026-07"),
    ("all-commitments-to-run-rate", "All reported commitments against Anthropic’s run-rate of July 2026", _TOTAL, "2026-07"),
):
    metric(
        _label, "times", "commitment ÷ a year at the run-rate", commitment=_commitment, run_rate=f"run_rate:anthropic-run-rate-{_rate}",
        metric_id=_metric_id, caveat=_RATE,
    )(to_run_rate)  # fmt: skip


@metric(
    "The share of Microsoft in all of Anthropic’s reported commitments", "percent",
    "reported commitment to Microsoft ÷ all reported commitments", part="commitments:anthropic-commitment-microsoft-2026-09",
    whole=_TOTAL, caveat=f"{_PRESS} The total is a floor, so the share is a ceiling.",
)  # fmt: skip
def share_of_all_commitments(part: Quantity, whole: Quantity) -> Quantity:
    """The part is told by relays."""
    return part / whole


@metric(
    "Commitments that cannot be cancelled", "USD_bn", "all reported commitments × share that cannot be cancelled", whole=_TOTAL,
    share="commitments:anthropic-commitment-not-cancellable-2026-09", caveat=f"{_PRESS} Which parts they are is not told.",
)  # fmt: skip
def commitments_not_cancellable(whole: Quantity, share: Quantity) -> Quantity:
    """A floor of an approximate share."""
    return whole * share.to("times")


@metric(
    "All reported commitments a year, over ten years", "USD_bn_per_year", "all reported commitments ÷ 10 years", whole=_TOTAL,
    reading="Spread evenly over ten years, as the report says “over a decade”.", caveat=f"{_PRESS} Payments are unlikely to be even.",
)  # fmt: skip
def all_commitments_per_year(whole: Quantity) -> Quantity:
    """An average."""
    return whole / exactly(10, "year")


@metric(
    "All reported commitments against ten years at the run-rate of July 2026", "percent", "all reported commitments a year ÷ run-rate",
    run_rate="run_rate:anthropic-run-rate-2026-07", reading="The run-rate of July 2026 lasts for ten years, without growth.",
    caveat=_RATE,
)  # fmt: skip
def commitments_share_of_run_rate(all_commitments_per_year: Quantity, run_rate: Quantity) -> Quantity:
    """A floor, since the total is one."""
    return all_commitments_per_year / run_rate


@metric(
    "Anthropic’s operating loss of 2025 against its revenue", "percent", "operating loss of 2025 ÷ revenue of 2025",
    loss="revenue:anthropic-operating-loss-2025", revenue="revenue:anthropic-revenue-2025-reported", caveat=_PRESS,
)  # fmt: skip
def operating_loss_to_revenue_2025(loss: Quantity, revenue: Quantity) -> Quantity:
    """The loss before interest and charges on financing."""
    return loss / revenue


@metric(
    "Anthropic’s revenue of 2025 against that of 2024", "times", "revenue of 2025 ÷ revenue of 2024",
    now="revenue:anthropic-revenue-2025-reported", then="revenue:anthropic-revenue-2024", caveat=_PRESS,
)  # fmt: skip
def revenue_multiple_2025(now: Quantity, then: Quantity) -> Quantity:
    """Both years are approximate."""
    return now / then

"""Can it be paid: the commitment against Anthropic's revenue, run-rate, losses and all its other commitments."""

from ..values import Quantity, exactly
from .registry import metric, ratio

_TOTAL = "commitments:anthropic-commitment-total-2026-09"
_REVENUE = "revenue:anthropic-revenue-2025-reported"
_PRESS = "One press report of a draft prospectus that is not public."
_RATE = "A run-rate is a recent month or four weeks made into a year. It is not revenue."

ratio("commitment-to-2025-revenue", "The commitment against Anthropic’s revenue of 2025", "times", "Azure commitment ÷ revenue of 2025",
      "azure-commitment", _REVENUE,
      "A commitment over years against the revenue of one. The revenue is from one press report of a draft prospectus.")  # fmt: skip


def to_run_rate(commitment: Quantity, run_rate: Quantity) -> Quantity:
    """A sum against a year at the run-rate."""
    return commitment / (run_rate * exactly(1, "year"))


for _metric_id, _label, _commitment, _rate in (
    ("commitment-to-run-rate-then", "The commitment against Anthropic’s run-rate of October 2025", "azure-commitment", "2025-10"),
    ("commitment-to-run-rate-latest", "The commitment against Anthropic’s run-rate of July 2026", "azure-commitment", "2026-07"),
    ("all-commitments-to-run-rate", "All reported commitments against Anthropic’s run-rate of July 2026", _TOTAL, "2026-07"),
):
    metric(_label, "times", "commitment ÷ a year at the run-rate", commitment=_commitment, metric_id=_metric_id, caveat=_RATE,
           run_rate=f"run_rate:anthropic-run-rate-{_rate}")(to_run_rate)  # fmt: skip

ratio("share-of-all-commitments", "The share of Microsoft in all of Anthropic’s reported commitments", "percent",
      "reported commitment to Microsoft ÷ all reported commitments", "commitments:anthropic-commitment-microsoft-2026-09", _TOTAL,
      f"The part is told by relays. {_PRESS} The total is a floor, so the share is a ceiling.")  # fmt: skip


@metric("Commitments that cannot be cancelled", "USD_bn", "all reported commitments × share that cannot be cancelled", whole=_TOTAL,
        share="commitments:anthropic-commitment-not-cancellable-2026-09",
        caveat=f"{_PRESS} Which parts they are is not told.")  # fmt: skip
def commitments_not_cancellable(whole: Quantity, share: Quantity) -> Quantity:
    """A floor of an approximate share."""
    return whole * share.to("times")


@metric("All reported commitments a year, over ten years", "USD_bn_per_year", "all reported commitments ÷ 10 years", whole=_TOTAL,
        reading="Spread evenly over ten years, as the report says “over a decade”.",
        caveat=f"{_PRESS} Payments are unlikely to be even.")  # fmt: skip
def all_commitments_per_year(whole: Quantity) -> Quantity:
    """An average."""
    return whole / exactly(10, "year")


ratio("commitments-share-of-run-rate", "All reported commitments against ten years at the run-rate of July 2026", "percent",
      "all reported commitments a year ÷ run-rate", "all-commitments-per-year", "run_rate:anthropic-run-rate-2026-07",
      f"A floor, since the total is one. {_RATE}", "The run-rate of July 2026 lasts for ten years, without growth.")  # fmt: skip
ratio("operating-loss-to-revenue-2025", "Anthropic’s operating loss of 2025 against its revenue", "percent",
      "operating loss of 2025 ÷ revenue of 2025", "revenue:anthropic-operating-loss-2025", _REVENUE,
      f"The loss before interest and charges on financing. {_PRESS}")  # fmt: skip
ratio("revenue-multiple-2025", "Anthropic’s revenue of 2025 against that of 2024", "times", "revenue of 2025 ÷ revenue of 2024",
      _REVENUE, "revenue:anthropic-revenue-2024", f"Both years are approximate. {_PRESS}")  # fmt: skip

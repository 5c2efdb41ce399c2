"""What became of the agreement: what was paid, what was reported of the commitment, run-rate, value, gains and later contracts."""

from collections.abc import Sequence

from ..values import Quantity
from .arithmetic import change, total
from .registry import metric, ratio

ratio("amazon-paid-at-article-date", "Share of Amazon’s stated investment that was paid by 30 September 2025", "percent",
      "cash invested by 30 September 2025 ÷ Amazon’s investment", "figure_checks:amazon-investment-2025-09-30-cash-actually-invested",
      "amazon-investment",
      "The last statement before the article. The rest was paid by the end of 2025; the day is not known.")  # fmt: skip


@metric("The commitment to Microsoft as reported in September 2026, against the announced one", "percent",
        "reported commitment ÷ Azure commitment − 1", reported="commitments:anthropic-commitment-microsoft-2026-09")  # fmt: skip
def reported_commitment_change(reported: Quantity, azure_commitment: Quantity) -> Quantity:
    """Relays of one press report. Whether it is the announced sum with additions, or what is left of a larger one, no page says."""
    return change(reported, azure_commitment)


for _metric_id, _label, _now, _then, _caveat in (
    ("run-rate-multiple-since-article", "Anthropic’s run-rate in July 2026 against that of October 2025",
     "run_rate:anthropic-run-rate-2026-07", "run_rate:anthropic-run-rate-2025-10",
     "A run-rate is a recent month or four weeks made into a year. It is not revenue."),
    ("valuation-multiple-since-article", "Anthropic’s value in May 2026 against that of September 2025",
     "funding_rounds:anthropic-series-h-post-money-2026-05-28", "funding_rounds:anthropic-series-f-post-money-2025-09",
     "Values with the new money of each round. Prices of private rounds, with rights that common shares do not have."),
    ("valuation-multiple-since-signing", "Anthropic’s value in May 2026 against that reported on signing",
     "funding_rounds:anthropic-series-h-post-money-2026-05-28", "figure_checks:valuation-at-signing-2025-11-18",
     "The earlier value is from press reports, without a filing."),
    ("later-aws-commitment-multiple", "Anthropic’s commitment to AWS of April 2026 against that to Azure",
     "compute_deals:amazon-anthropic-2026-compute-purchase-anthropic", "azure-commitment",
     "The later one runs for ten years. The announcement of the Azure commitment gives no length."),
):  # fmt: skip
    ratio(_metric_id, _label, "times", "later ÷ earlier", _now, _then, _caveat)


@metric("Gains that Amazon has booked on Anthropic in 2026", "USD_bn", "gain of the quarter to March + gain of the quarter to June 2026",
        gains=("outcomes:amazon-gain-2026-03-31", "outcomes:amazon-gain-2026-06-30"))  # fmt: skip
def amazon_gains_2026(gains: Sequence[Quantity]) -> Quantity:
    """Gains of value before tax, not payments; the second is primarily, not only, from Anthropic."""
    return total(gains)

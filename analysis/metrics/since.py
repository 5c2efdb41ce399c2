"""What became of the parties since: what Amazon had paid, and Anthropic’s run-rate, value and later contracts."""

from .registry import metric
from ..values import Quantity


@metric(
    "amazon-paid-at-article-date",
    label="Share of Amazon’s stated investment that was paid in before the article",
    unit="percent",
    formula="cash invested by 30 September 2025 ÷ Amazon’s investment as the article states it",
    inputs=("figure_checks:amazon-investment-2025-09-30-cash-actually-invested", "amazon-investment"),
    caveat="The latest statement before the article. The rest was due by the end of the year.",
)
def amazon_paid_at_article_date(paid: Quantity, stated: Quantity) -> Quantity:
    return paid / stated


def multiple(now: Quantity, then: Quantity) -> Quantity:
    return now / then


for _metric_id, _label, _now, _then, _reading, _caveat in (
    (
        "run-rate-multiple-since-article",
        "Anthropic’s run-rate in July 2026 against the last one before the article",
        "run_rate:anthropic-run-rate-2026-07",
        "run_rate:anthropic-run-rate-2025-10",
        "",
        "A run-rate is a recent month or four weeks made into a year. It is not revenue.",
    ),
    (
        "valuation-multiple-since-article",
        "Anthropic’s value in its latest round against the last round before the article",
        "funding_rounds:anthropic-series-h-post-money-2026-05-28",
        "funding_rounds:anthropic-series-f-post-money-2025-09",
        "Values after the money of each round.",
        "Prices of private rounds, with rights that common shares do not have.",
    ),
    (
        "valuation-multiple-since-signing",
        "The same against the value reported when the agreement was signed",
        "funding_rounds:anthropic-series-h-post-money-2026-05-28",
        "figure_checks:valuation-at-signing-2025-11-18",
        "The value reported for the investments of Nvidia and Microsoft.",
        "Press reports, without a filing.",
    ),
    (
        "later-aws-commitment-multiple",
        "Anthropic’s later commitment to AWS against that to Azure",
        "compute_deals:amazon-anthropic-2026-compute-purchase-anthropic",
        "azure-commitment",
        "",
        "The later one runs for ten years. The length of the Azure commitment is not public.",
    ),
):
    metric(_metric_id, label=_label, unit="times", formula="now ÷ then", inputs=(_now, _then), reading=_reading, caveat=_caveat)(multiple)

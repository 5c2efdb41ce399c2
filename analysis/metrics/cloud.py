"""How fast the two clouds grow, and how fast one gains on the other: by the article, and by what was reported.

Azure was redefined in 2024 and in 2026. A level and a rate that meet in one metric are of one definition.
"""

from functools import reduce
from operator import add

from .registry import metric
from .arithmetic import doubling_time, factor, time_to_pass
from ..values import Quantity

_CONSTANT = "The stated growth goes on unchanged."
_NO_QUARTER = "The article does not say which quarter the rates are from."


@metric(
    "growth-gap",
    label="Azure’s growth less that of AWS",
    unit="percentage_point",
    formula="Azure’s growth − growth of AWS",
    inputs=("azure-growth", "aws-growth"),
    caveat=_NO_QUARTER,
)
def growth_gap(azure: Quantity, aws: Quantity) -> Quantity:
    return azure - aws


@metric(
    "growth-ratio",
    label="Azure’s growth against that of AWS",
    unit="times",
    formula="Azure’s growth ÷ growth of AWS",
    inputs=("azure-growth", "aws-growth"),
    caveat="A ratio of rates. It says nothing of sizes, which the article does not give.",
)
def growth_ratio(azure: Quantity, aws: Quantity) -> Quantity:
    return azure / aws


@metric(
    "azure-doubling-time",
    label="Time for Azure to double",
    unit="year",
    formula="ln 2 ÷ ln(1 + Azure’s growth)",
    inputs=("azure-growth",),
    reading=_CONSTANT,
    caveat=_NO_QUARTER,
)
def azure_doubling_time(azure: Quantity) -> Quantity:
    return doubling_time(factor(azure))


@metric(
    "aws-doubling-time",
    label="Time for AWS to double",
    unit="year",
    formula="ln 2 ÷ ln(1 + growth of AWS)",
    inputs=("aws-growth",),
    reading=_CONSTANT,
    caveat=_NO_QUARTER,
)
def aws_doubling_time(aws: Quantity) -> Quantity:
    return doubling_time(factor(aws))


@metric(
    "relative-size-doubling-time",
    label="Time for Azure’s size relative to AWS to double",
    unit="year",
    formula="ln 2 ÷ ln((1 + Azure’s growth) ÷ (1 + growth of AWS))",
    inputs=("azure-growth", "aws-growth"),
    reading=_CONSTANT,
    caveat="It does not say when Azure would pass AWS: the article gives no sizes.",
)
def relative_size_doubling_time(azure: Quantity, aws: Quantity) -> Quantity:
    return doubling_time(factor(azure) / factor(aws))


@metric(
    "growth-gap-at-publication",
    label="Azure’s growth less that of AWS, latest quarter on the article’s date",
    unit="percentage_point",
    formula="Azure’s growth − growth of AWS, quarter to September 2025",
    inputs=("cloud_growth:azure-2024-2025-q3:growth", "cloud_growth:aws-2025-q3:growth"),
    caveat="Both rates had been reported about three weeks before the article.",
)
def growth_gap_at_publication(azure: Quantity, aws: Quantity) -> Quantity:
    return azure - aws


@metric(
    "growth-gap-latest",
    label="Azure’s growth less that of AWS, latest quarter in the data",
    unit="percentage_point",
    formula="Azure’s growth − growth of AWS, quarter to June 2026",
    inputs=("cloud_growth:azure-2024-2026-q2:growth", "cloud_growth:aws-2026-q2:growth"),
    caveat="Azure as defined in 2024. On the definition of 2026 its growth is one point lower.",
)
def growth_gap_latest(azure: Quantity, aws: Quantity) -> Quantity:
    return azure - aws


def crossing(azure: Quantity, azure_growth: Quantity, aws_growth: Quantity, *aws_quarters: Quantity) -> Quantity:
    return time_to_pass(reduce(add, aws_quarters), aws_growth, azure, azure_growth)


metric(
    "crossing-time-at-article-rates",
    label="Time until Azure’s yearly revenue would pass that of AWS, at the article’s rates",
    unit="year",
    formula="ln(AWS revenue ÷ Azure revenue, year to June 2025) ÷ ln((1 + Azure’s growth) ÷ (1 + growth of AWS))",
    inputs=(
        "cloud_growth:azure-2024-fy2025:revenue",
        "azure-growth",
        "aws-growth",
        *(f"cloud_growth:aws-{quarter}:revenue" for quarter in ("2024-q3", "2024-q4", "2025-q1", "2025-q2")),
    ),
    reading=f"{_CONSTANT} Counted from the end of June 2025.",
    caveat="Azure’s revenue has only a floor, so this has only a ceiling. Azure as defined in 2024, before the recast.",
)(crossing)

metric(
    "crossing-time-at-latest-rates",
    label="Time until Azure’s yearly revenue would pass that of AWS, at the latest rates",
    unit="year",
    formula="ln(AWS revenue ÷ Azure revenue, year to June 2026) ÷ ln((1 + Azure’s growth) ÷ (1 + growth of AWS))",
    inputs=(
        "cloud_growth:azure-2026-fy2026:revenue",
        "cloud_growth:azure-2026-2026-q2:growth",
        "cloud_growth:aws-2026-q2:growth",
        *(f"cloud_growth:aws-{quarter}:revenue" for quarter in ("2025-q3", "2025-q4", "2026-q1", "2026-q2")),
    ),
    reading="The growth of the latest quarter goes on unchanged. Counted from the end of June 2026.",
    caveat="Azure as defined in 2026, level and rate alike. A small change in either rate moves the result by years.",
)(crossing)

"""How fast the two clouds grow, and how fast one gains on the other."""

from analysis.metrics import metric
from analysis.metrics.growth import doubling_time, factor
from analysis.quantity import Quantity

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

"""How fast the two clouds grow, how the gap changed, and when one would pass the other.

Azure was redefined in August 2024 and in September 2026: a level and a rate that meet in one metric are of one definition.
Rates and levels are taken with half a unit of their last printed digit, so that a difference or an extrapolation claims no more
than they do. Also here: how long Anthropic's road to profit is at least.
"""

from collections.abc import Sequence

from ..values import Quantity
from .arithmetic import change, time_to_pass, total, years_between
from .registry import metric

_ROUNDED = "Both rates are taken with half a unit of their last digit."


def gap(azure: Quantity, aws: Quantity) -> Quantity:
    """The difference of two rates that were printed rounded."""
    return azure.rounded() - aws.rounded()


for _metric_id, _label, _azure, _aws, _caveat in (
    ("growth-gap", "Azure’s growth less that of AWS, in the article", "azure-growth", "aws-growth",
     "The rates of the quarter to June 2025. The article does not name the quarter."),
    ("growth-gap-at-publication", "Azure’s growth less that of AWS, quarter to September 2025", "cloud_growth:azure-2024-2025-q3:growth",
     "cloud_growth:aws-2025-q3:growth", "Both rates had been reported about three weeks before the article."),
    ("growth-gap-latest", "Azure’s growth less that of AWS, quarter to June 2026", "cloud_growth:azure-2024-2026-q2:growth",
     "cloud_growth:aws-2026-q2:growth", "Azure as defined in 2024. On the definition of 2026 its growth is one point lower."),
):  # fmt: skip
    metric(_label, "percentage_point", "Azure’s growth − growth of AWS", azure=_azure, aws=_aws, metric_id=_metric_id,
           reading=_ROUNDED, caveat=_caveat)(gap)  # fmt: skip


LAST_YEAR = tuple(f"cloud_growth:aws-{quarter}:revenue" for quarter in ("2025-q3", "2025-q4", "2026-q1", "2026-q2"))
YEAR_BEFORE = tuple(f"cloud_growth:aws-{quarter}:revenue" for quarter in ("2024-q3", "2024-q4", "2025-q1", "2025-q2"))
_LEVEL = "cloud_growth:azure-2026-fy2026:revenue"
_SMALL = "Azure as defined in September 2026, level and rate alike. A small change in either rate moves the result by years."


def level(parts: Sequence[Quantity]) -> Quantity:
    """The sum of amounts that were printed rounded."""
    return total([part.rounded() for part in parts])


def crossing(azure: Quantity, azure_growth: Quantity, aws: Sequence[Quantity], aws_growth: Quantity) -> Quantity:
    """Years until Azure's yearly revenue passes that of AWS, if both rates go on unchanged."""
    return time_to_pass(level(aws), aws_growth.rounded(), azure.rounded(), azure_growth.rounded())


for _metric_id, _label, _growth, _reading in (
    ("crossing-time-at-latest-rates", "at the rates of the quarter to June 2026", "cloud_growth:azure-2026-2026-q2:growth",
     "The growth of the quarter to June 2026 goes on unchanged. Counted from the end of June 2026."),
    ("crossing-time-at-guidance", "at Azure’s growth as guided for the quarter to September 2026", "outcomes:azure-guidance-2026-09-30",
     "Azure grows as guided, AWS as in the quarter to June 2026. Counted from the end of June 2026."),
):  # fmt: skip
    metric(f"Time until Azure’s yearly revenue would pass that of AWS, {_label}", "year",
           "ln(AWS revenue ÷ Azure revenue, year to June 2026) ÷ ln((1 + Azure’s growth) ÷ (1 + growth of AWS))", azure=_LEVEL,
           azure_growth=_growth, aws=LAST_YEAR, aws_growth="cloud_growth:aws-2026-q2:growth", metric_id=_metric_id,
           reading=f"{_reading} {_ROUNDED}", caveat=_SMALL)(crossing)  # fmt: skip


@metric("Time until Azure’s yearly revenue would pass that of AWS, at the growth of the year to June 2026", "year",
        "ln(AWS revenue ÷ Azure revenue) ÷ ln((1 + Azure’s growth) ÷ (AWS revenue ÷ AWS revenue a year before))", azure=_LEVEL,
        azure_growth="cloud_growth:azure-2026-fy2026:growth", aws=LAST_YEAR, before=YEAR_BEFORE, caveat=_SMALL,
        reading=f"The growth of the year to June 2026 goes on unchanged. Counted from the end of June 2026. {_ROUNDED}")  # fmt: skip
def crossing_time_at_full_year_rates(
    azure: Quantity, azure_growth: Quantity, aws: Sequence[Quantity], before: Sequence[Quantity]
) -> Quantity:
    """The growth of a year is steadier than that of a quarter."""
    return time_to_pass(level(aws), change(level(aws), level(before)), azure.rounded(), azure_growth.rounded())


@metric("Time from the article to the first possible profit", "year", reading="“Not before” a year means not before its first day.",
        formula="(1 January of the first year in which profit is possible − date of the article) ÷ 365.25 days")  # fmt: skip
def years_to_profitability(profitability_year: Quantity, dateline: Quantity) -> Quantity:
    """A floor: the article does not say when profit is expected, nor by which measure."""
    return years_between(dateline, profitability_year)

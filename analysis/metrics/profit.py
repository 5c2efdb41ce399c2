"""How long Anthropic’s road to profit is at least, as the article states it."""

from . import DATELINE, metric
from .arithmetic import years_between
from ..values import Quantity


@metric(
    "years-to-profitability",
    label="Time from the article to the first possible profit",
    unit="year",
    formula="(1 January of the first year in which profit is possible − date of the article) ÷ 365.25 days",
    inputs=("profitability-year", DATELINE),
    reading="“Not before” a year means not before its first day.",
    caveat="A floor: the article does not say when profit is expected, nor by which measure.",
)
def years_to_profitability(year: Quantity, dateline: Quantity) -> Quantity:
    return years_between(dateline, year)

"""What the commitment would buy at published prices of a gigawatt: to rent for a year, and to build."""

from .registry import metric
from ..values import Quantity, exactly

RENTS = ("gigawatt_costs:greaterwrong-analysis-rent-per-year-2025-10", "gigawatt_costs:semianalysis-rent-per-year-2026")
BUILDS = (
    "gigawatt_costs:nvidia-build-2025-08-27",
    "gigawatt_costs:barclays-build-2025-09-25",
    "gigawatt_costs:citi-build-2025-09-30",
    "gigawatt_costs:bernstein-build-2025-10-31",
)


def span(*quantities: Quantity) -> Quantity:
    """From the least to the greatest of all: what holds whichever of them is right."""
    first = quantities[0]
    return Quantity(min(q.least for q in quantities), max(q.most for q in quantities), first.unit, any(q.approximate for q in quantities))


@metric(
    "gigawatt-years-bought",
    label="Gigawatt-years that the commitment would rent",
    unit="GW_year",
    formula="Azure commitment ÷ published rents of a gigawatt for a year",
    inputs=("azure-commitment", *RENTS),
    reading="The whole commitment is rent, at a price between the least and the greatest published.",
    caveat="The price that Anthropic pays is not public. The rents are estimates of analysts.",
)
def gigawatt_years_bought(commitment: Quantity, *rents: Quantity) -> Quantity:
    return commitment / span(*rents)


@metric(
    "commitment-against-build-cost",
    label="Azure commitment as a share of the cost to build a gigawatt",
    unit="percent",
    formula="Azure commitment ÷ published costs to build a gigawatt",
    inputs=("azure-commitment", *BUILDS),
    reading="One gigawatt, at a cost between the least and the greatest that Nvidia, Barclays, Citi and Bernstein published in 2025.",
    caveat="Other estimates are lower and higher. A buyer of compute does not pay for a building, but its price must recover one.",
)
def commitment_against_build_cost(commitment: Quantity, *builds: Quantity) -> Quantity:
    return commitment / (span(*builds) * exactly(1, "GW"))

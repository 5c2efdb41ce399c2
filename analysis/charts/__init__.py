"""The charts of the briefing: each a function of the package and a width, and a description in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from analysis.charts import capex, context, context_money, deal, growth, since

if TYPE_CHECKING:
    import altair as alt

    from analysis.package import DataPackage


class Chart(NamedTuple):
    """How a chart is drawn at a width in pixels, and what stands in for it where it cannot be seen."""

    draw: Callable[[DataPackage, int], alt.LayerChart]
    describe: Callable[[DataPackage], str]


CHARTS = {
    "flows": Chart(deal.flows, deal.describe_flows),
    "ratios": Chart(deal.ratios, deal.describe_ratios),
    "paths": Chart(growth.paths, growth.describe_paths),
    "clouds": Chart(growth.clouds, growth.describe_clouds),
    "quarters": Chart(context.quarters, context.describe_quarters),
    "capex": Chart(capex.capex, capex.describe_capex),
    "estimates": Chart(context_money.estimates, context_money.describe_estimates),
    "gigawatt": Chart(context_money.gigawatt, context_money.describe_gigawatt),
    "peers": Chart(context_money.peers, context_money.describe_peers),
    "year_since": Chart(since.year_since, since.describe_year_since),
}

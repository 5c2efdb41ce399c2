"""The charts of the briefing: each a specification, a description in words, and a table of its values."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import NamedTuple

from . import capex, context, context_money, deal, growth, since
from .data import Value
from .theme import CONFIG, SCHEMA, Spec
from ..package import Package


class Chart(NamedTuple):
    """What a chart shows, how it is drawn at a width in pixels, what stands in for the picture, and its values."""

    title: str
    draw: Callable[[Package, int], Spec]
    describe: Callable[[Package], str]
    values: Callable[[Package], list[Value]]


CHARTS = {
    "flows": Chart("Payments between the parties", deal.flows, deal.describe_flows, deal.flow_values),
    "ratios": Chart("Commitment per dollar of equity", deal.ratios, deal.describe_ratios, deal.ratio_values),
    "paths": Chart("Spending to the end of the decade", growth.paths, growth.describe_paths, growth.path_values),
    "clouds": Chart("Size against size today", growth.clouds, growth.describe_clouds, growth.cloud_values),
    "quarters": Chart(
        "Cloud growth by quarter",
        context.quarters,
        context.describe_quarters,
        lambda package: [one for one, _ in context.quarter_values(package)],
    ),
    "capex": Chart("Capital expenditure", capex.capex, capex.describe_capex, capex.capex_values),
    "estimates": Chart(
        "Published estimates of spending",
        context_money.estimates,
        context_money.describe_estimates,
        lambda package: _flat(context_money.estimate_values(package).values()),
    ),
    "gigawatt": Chart(
        "Published costs of a gigawatt",
        context_money.gigawatt,
        context_money.describe_gigawatt,
        lambda package: _flat(context_money.cost_values(package).values()),
    ),
    "peers": Chart(
        "Deals of the same kind",
        context_money.peers,
        context_money.describe_peers,
        lambda package: _flat(pair for _, *pair in context_money.peer_values(package)),
    ),
    "year_since": Chart(
        "Valuation and run-rate of Anthropic",
        since.year_since,
        since.describe_year_since,
        lambda package: _flat(since.since_values(package)),
    ),
}


def specification(package: Package, name: str, width: int) -> str:
    """A chart as a Vega-Lite specification in JSON on one line, with its description."""
    return f'{HEAD}"description":{_json(CHARTS[name].describe(package))},{specific(package, name, width)}'


def specific(package: Package, name: str, width: int) -> str:
    """The specification but for its beginning, which all charts share, and its description, which the picture has too.

    No character in it ends a script or a block.
    """
    drawn = CHARTS[name].draw(package, width)
    text = _json({key: value for key, value in drawn.items() if key not in ("$schema", "config")})[1:]
    return text.replace("<", "\\u003c").replace("`", "\\u0060")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


HEAD = _json({"$schema": SCHEMA, "config": CONFIG})[:-1] + ","


def _flat(groups: Iterable[list[Value]]) -> list[Value]:
    return [value for group in groups for value in group]

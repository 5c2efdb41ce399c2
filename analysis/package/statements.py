"""What a row states, as one English sentence made from its cells; no such sentence is stored.

A sentence says who, what, how much with its bound, and when, in that order. What the row leaves empty is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..values import date_in_words, period_words, words
from .descriptor import Row
from .quantities import QUANTITIES, figure_words

if TYPE_CHECKING:
    from .opened import Package

BASES = {
    "cash": "spent {} in cash on property and equipment", "segment": "spent {} as a segment",
    "cash_net": "spent {} in cash on property and equipment, net of incentives and sale proceeds",
    "with_leases": "spent {} on capital expenditure, leases included", "lease_assets": "obtained assets of {} under finance leases",
    "net_outlay": "had a net cash outlay of {} for capital expenditure",
}  # fmt: skip
ROUNDS = {
    "round_amount": "raised {}", "round_first_part": "raised {} as a first part", "round_talks": "was in talks to raise {}",
    "valuation": "was valued at {}", "pre_money": "was valued at {} before the new money",
    "post_money": "was valued at {} with the new money", "earlier_pledges_in_round": "counted earlier pledges of {}",
    "investment": "received {}", "commitment": "was promised {}", "conditional_investment": "may receive {} on conditions",
    "total_invested": "had received {} in all",
}  # fmt: skip
FLOWS = {
    "equity_investment": "{0} invests in {1}", "compute_purchase": "{0} buys compute from {1}", "lease": "{0} rents from {1}",
    "warrant": "{0} gives warrants to {1}", "hardware_purchase": "{0} buys hardware from {1}", "loan": "{0} lends to {1}",
    "chip_supply": "{0} supplies chips to {1}", "site_lease": "{0} leases sites to {1}",
}  # fmt: skip
COSTS = {
    "build": "the cost to build", "supplier_part": "the chip supplier’s part of it", "rent_per_year": "the rent",
    "contract_per_year": "the price of a contract", "electricity_per_year": "the cost of electricity",
}  # fmt: skip
MEASURES = {
    "annual": "a year", "cumulative": "in all", "ambiguous": "a year or in all", "quarterly": "in a quarter", "capacity_added": "added",
}  # fmt: skip


def statement_of(package: Package, table: str, row: Row) -> str:
    """The sentence for a row of a table that has quantities; "" for any other."""
    return SENTENCES[table](_Cells(package, row)) if table in SENTENCES else str(row.get("statement") or "")


class _Cells:
    """The cells of one row in words, each with what leads to it; "" where it is empty."""

    def __init__(self, package: Package, row: Row) -> None:
        self.package, self.row = package, row

    def __getitem__(self, column: str) -> str:
        return str(self.row[column]).replace("_", " ")

    def who(self, column: str, lead: str = "") -> str:
        found = self.row[column]
        return f"{lead}{self.package.row('organisations', found)['name']}" if found else ""

    def amount(self, part: str = "", lead: str = "") -> str:
        """An amount with its bound."""
        value = QUANTITIES[part].of(self.row)
        return "" if value is None else lead + words(value, None if part else self.row.get("qualifier"))

    def when(self, column: str, lead: str = "") -> str:
        found = self.row.get(column)
        return f"{lead}{date_in_words(found)}" if found else ""


def _figure(cells: _Cells) -> str:
    package, row = cells.package, cells.row
    names = {one["entity_id"]: one["name"] for one in package.rows("entities")}
    giver, receiver, amount = names.get(row["from_id"], ""), names.get(row["to_id"], ""), figure_words(row)
    past = row["status"] == "reported"
    verb = {"reported": "is", "announced": "is to be", "forecast": "is expected to be"}[row["status"]]
    return {
        "compute_purchase": f"{giver} {'bought' if past else 'has committed to buy'} {amount} of compute capacity from {receiver}.",
        "equity_investment": f"{giver} {'had invested' if past else 'will invest'} {amount} in {receiver}.",
        "compute_capacity": f"{receiver} {'uses' if past else 'will use'} {amount} of compute power.",
        "spending": f"Spending on AI infrastructure {verb} {amount}{period_words(row['period'])}.",
        "growth_rate": f"The annual growth of {receiver} {verb} {amount}.",
        "date": f"{receiver} {'reports' if past else 'expects'} profitability {amount}.",
    }[row["kind"]]


def _growth(cells: _Cells) -> str:
    growth = [f"grew {first}"] if (first := cells.amount(":growth")) else []
    growth += [f"{second} in constant currency"] if (second := cells.amount(":growth-cc")) else []
    growth += [cells.amount(":revenue", "to revenue of " if growth else "had revenue of ")] if cells.amount(":revenue") else []
    return f"{cells.package.row('cloud_series', cells.row['series_id'])['name']} {', '.join(growth)} in {cells.when('period')}."


def _deal(cells: _Cells) -> str:
    term = f"over {cells.row['term_years']:g} years" if cells.row["term_years"] else ""
    amounts = ", ".join(filter(None, (cells.amount(), cells.amount(":capacity"), term)))
    said = FLOWS[cells.row["flow_kind"]].format(cells.who("from_id"), cells.who("to_id"))
    told = ", reported " if cells.row["status"] == "unknown" else ", announced "  # unknown: no party has confirmed it
    return f"{said}{': ' if amounts else ''}{amounts}{cells.when('announced_on', told)}."


def _round(cells: _Cells) -> str:
    name = f" in {cells.row['round'].replace('-', ' ').title()}" if cells.row["round"] else ""
    said = f"{cells.who('recipient_id')} {ROUNDS[cells.row['measure']].format(cells.amount())}{cells.who('investor_id', ' from ')}"
    return f"{said}{name}{cells.when('announced_on', ', ')}."


def _measured(cells: _Cells) -> str:
    """Revenue, run-rates, backlog and other measures of one company at a time."""
    expected = ", as forecast" if cells.row.get("status") == "forecast" else ""
    measure, day = cells["measure"].replace("openai", "OpenAI"), cells.when("period") or cells.when("as_of")
    return f"{cells.who('company_id')}: {measure} of {cells.amount()}, {day}{expected}."


def _commitment(cells: _Cells) -> str:
    term = (
        f"{cells.when('term_start', ', from ')}{cells.when('term_end', ' to ')}"
        if cells.row["term_start"] and cells.row["term_end"]
        else ""
    )
    said = f"{cells['measure']} of {cells.amount()}{term}{cells.when('as_of', ', as reported ')}"
    return f"{cells.who('company_id')}{cells.who('counterparty_id', ' to ')}: {said}."


def _estimate(cells: _Cells) -> str:
    period = ("by " if cells["period"].startswith("../") else "") + cells["period"].removeprefix("../").replace("/", " to ")
    said = f"{cells.row['estimated_by']} put {cells.row['what']} at {cells.amount()} {MEASURES[cells.row['measure']]}, {period}"
    return f"{said}{cells.when('stated_on', ', stated ')}."


SENTENCES: dict[str, Callable[[_Cells], str]] = {
    "figures": _figure, "cloud_growth": _growth, "compute_deals": _deal, "funding_rounds": _round, "revenue": _measured,
    "run_rate": _measured, "backlog": _measured, "financials": _measured, "commitments": _commitment, "spending_estimates": _estimate,
    "capex": lambda of: f"{of.who('company_id')} {BASES[of.row['basis']].format(of.amount())} in {of.when('period')}.",
    "capex_guidance": lambda of: (
        f"On {of.when('given_on')} {of.who('company_id')} put its spending in {of.when('period')} at {of.amount()}."
    ),
    "figure_checks": lambda of: (
        f"{of.row['measure'][0].upper()}{of.row['measure'][1:]}{of.amount(lead=': ')}{of.when('period', ', ')}."
    ),
    "gigawatt_costs": lambda of: (
        f"{of.row['estimated_by']} put {COSTS[of.row['what']]} at {of.amount()}{of.when('stated_on', ', stated ')}."
    ),
    "outcomes": lambda of: (
        f"{of.who('about_id')}{of.who('counterparty_id', ', ')}: {of['topic']}{of.amount(lead=' of ')}{of.when('dated_on', ', ')}."
    ),
}  # fmt: skip

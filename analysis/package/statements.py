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

Say = Callable[["Package", Row], str]

BASES = {
    "cash": "spent {} in cash on property and equipment",
    "cash_net": "spent {} in cash on property and equipment, net of incentives and sale proceeds",
    "with_leases": "spent {} on capital expenditure, leases included",
    "lease_assets": "obtained assets of {} under finance leases",
    "segment": "spent {} as a segment",
    "net_outlay": "had a net cash outlay of {} for capital expenditure",
}
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
    "annual": "a year",
    "cumulative": "in all",
    "ambiguous": "a year or in all",
    "quarterly": "in a quarter",
    "capacity_added": "added",
}


def statement_of(package: Package, table: str, row: Row) -> str:
    """The sentence for a row of a table that has quantities; "" for any other."""
    return SENTENCES[table](package, row) if table in SENTENCES else str(row.get("statement") or "")


def figure_statement(package: Package, row: Row) -> str:
    """The sentence for a figure of the article."""
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


def _who(package: Package, organisation: str | None) -> str:
    return str(package.row("organisations", organisation)["name"]) if organisation else ""


def _amount(row: Row, part: str = "") -> str:
    """An amount of a row in words with its bound; "" where the row has none."""
    value = QUANTITIES[part].of(row)
    return "" if value is None else words(value, row.get("qualifier") if not part else None)


def _when(row: Row, column: str, lead: str = ", ") -> str:
    return f"{lead}{date_in_words(row[column])}" if row.get(column) else ""


def _capex(package: Package, row: Row) -> str:
    return f"{_who(package, row['company_id'])} {BASES[row['basis']].format(_amount(row))} in {date_in_words(row['period'])}."


def _guidance(package: Package, row: Row) -> str:
    said = f"{_who(package, row['company_id'])} put its spending in {date_in_words(row['period'])} at {_amount(row)}"
    return f"On {date_in_words(row['given_on'])} {said}."


def _growth(package: Package, row: Row) -> str:
    series = package.row("cloud_series", row["series_id"])["name"]
    parts = []
    if growth := _amount(row, ":growth"):
        parts.append(f"grew {growth}")
    if growth := _amount(row, ":growth-cc"):
        parts.append(f"{growth} in constant currency")
    if revenue := _amount(row, ":revenue"):
        parts.append(f"to revenue of {revenue}" if parts else f"had revenue of {revenue}")
    return f"{series} {', '.join(parts)} in {date_in_words(row['period'])}."


def _deal(package: Package, row: Row) -> str:
    amounts = [text for text in (_amount(row), _amount(row, ":capacity")) if text]
    if row["term_years"]:
        amounts.append(f"over {row['term_years']:g} years")
    said = FLOWS[row["flow_kind"]].format(_who(package, row["from_id"]), _who(package, row["to_id"]))
    return f"{said}{': ' if amounts else ''}{', '.join(amounts)}, announced {date_in_words(row['announced_on'])}."


def _check(_: Package, row: Row) -> str:
    measure = row["measure"][0].upper() + row["measure"][1:]
    return f"{measure}{': ' if row['low'] is not None or row['high'] is not None else ''}{_amount(row)}{_when(row, 'period')}."


def _round(package: Package, row: Row) -> str:
    who = f" from {_who(package, row['investor_id'])}" if row["investor_id"] else ""
    name = f" in {row['round'].replace('-', ' ').title()}" if row["round"] else ""
    return f"{_who(package, row['recipient_id'])} {ROUNDS[row['measure']].format(_amount(row))}{who}{name}{_when(row, 'announced_on')}."


def _cost(_: Package, row: Row) -> str:
    return f"{row['estimated_by']} put {COSTS[row['what']]} at {_amount(row)}{_when(row, 'stated_on', ', stated ')}."


def _outcome(package: Package, row: Row) -> str:
    said = row["topic"].replace("_", " ")
    other = f", {_who(package, row['counterparty_id'])}" if row["counterparty_id"] else ""
    amount = _amount(row)
    return f"{_who(package, row['about_id'])}{other}: {said}{' of ' if amount else ''}{amount}{_when(row, 'dated_on')}."


def _measured(package: Package, row: Row) -> str:
    """Revenue, run-rates, backlog and other measures of one company at a time."""
    measure = row["measure"].replace("_", " ").replace("openai", "OpenAI")
    day = next((row[column] for column in ("period", "as_of") if row.get(column)), "")
    expected = ", as forecast" if row.get("status") == "forecast" else ""
    return f"{_who(package, row['company_id'])}: {measure} of {_amount(row)}, {date_in_words(day)}{expected}."


def _commitment(package: Package, row: Row) -> str:
    to = f" to {_who(package, row['counterparty_id'])}" if row["counterparty_id"] else ""
    term = f", from {date_in_words(row['term_start'])} to {date_in_words(row['term_end'])}" if row["term_start"] and row["term_end"] else ""
    said = f"{row['measure'].replace('_', ' ')} of {_amount(row)}"
    return f"{_who(package, row['company_id'])}{to}: {said}{term}{_when(row, 'as_of', ', as reported ')}."


def _estimate(_: Package, row: Row) -> str:
    period = row["period"].removeprefix("../").replace("/", " to ")
    until = "by " if row["period"].startswith("../") else ""
    return (
        f"{row['estimated_by']} put {row['what']} at {_amount(row)} {MEASURES[row['measure']]}, {until}{period}"
        f"{_when(row, 'stated_on', ', stated ')}."
    )


SENTENCES: dict[str, Say] = {
    "figures": figure_statement, "capex": _capex, "capex_guidance": _guidance, "cloud_growth": _growth, "compute_deals": _deal,
    "figure_checks": _check, "funding_rounds": _round, "gigawatt_costs": _cost, "outcomes": _outcome, "revenue": _measured,
    "run_rate": _measured, "backlog": _measured, "financials": _measured, "commitments": _commitment, "spending_estimates": _estimate,
}  # fmt: skip

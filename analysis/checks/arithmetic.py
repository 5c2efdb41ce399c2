"""Do values agree with arithmetic: quarters with their year, growth with levels, parts with wholes, a value with a second source?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from ..package import Issue, Row
from .opened import Context
from .periods import months_before, next_label

# Years and the quarters they are made of, by kind of period.
QUARTERS = {"calendar_year": ("quarter",), "fiscal_year": ("quarter", "fiscal_quarter")}
# Values that follow one another: table, what makes a series, in what order, the value, and the tolerance for one step.
STEPS = (
    ("cloud_growth", ("series_id", "period_kind"), "period_end", "growth_percent", "growth-step"),
    ("cloud_growth", ("series_id", "period_kind"), "period_end", "growth_cc_percent", "growth-step"),
    ("cloud_growth", ("series_id", "period_kind"), "period_end", "revenue_low", "quarter-step"),
    ("capex", ("company_id", "basis", "period_kind"), "period_end", "low", "quarter-step"),
    ("financials", ("company_id", "measure", "period_kind"), "period_end", "low", "cash-flow-step"),
    ("capex_guidance", ("company_id", "period", "basis"), "given_on", "low", "guidance-step"),
    ("run_rate", ("company_id", "measure"), "as_of", "low", "run-rate-step"),
)
# What is no more than what, of one company and period.
PARTS = (("cash_net", "cash"), ("cash", "with_leases"), ("lease_assets", "with_leases"))


def sums(context: Context) -> Iterator[Issue]:
    """Four quarters of one series add up to their year."""
    for table, columns, value in (
        ("capex", ["company_id", "basis"], "low"),
        ("financials", ["company_id", "measure"], "low"),
        ("cloud_growth", ["series_id"], "revenue_low"),
    ):
        frame = context.frame(table).dropna(subset=[value])
        for _, group in frame.groupby(columns):
            for number, year in group[group["period_kind"].isin(list(QUARTERS))].iterrows():
                end = date.fromisoformat(year["period_end"])
                inside = group["period_end"].between(months_before(end, 12).isoformat(), end.isoformat(), inclusive="right")
                quarters = group[inside & group["period_kind"].isin(QUARTERS[year["period_kind"]])]
                off = abs(quarters[value].sum() / year[value] - 1) * 100
                if len(quarters) == 4 and off > context.tolerance["sum-of-quarters"]:
                    said = f"is {year[value]:g}, but its quarters add up to {quarters[value].sum():.10g}"
                    yield context.issue(table, int(str(number)), value, said)


def growth(context: Context) -> Iterator[Issue]:
    """Growth agrees with the revenue of a year before, and with growth in constant currency."""
    frame = context.frame("cloud_growth")
    before = frame[["series_id", "period_kind", "period_end", "revenue_low", "revenue_bound"]].copy()
    before["period_end"] = [months_before(date.fromisoformat(end), -12).isoformat() for end in before["period_end"]]
    both = frame.merge(before, on=["series_id", "period_kind", "period_end"], how="left", suffixes=("", "_before"))
    for number, row in enumerate(both.to_dict("records")):
        levels = [row["revenue_bound"], row["revenue_bound_before"]]
        if levels == ["exact", "exact"] and _is(row["growth_percent"]):
            computed = (row["revenue_low"] / row["revenue_low_before"] - 1) * 100
            if abs(computed - row["growth_percent"]) > context.tolerance["level-rounding"]:
                said = f"is {row['growth_percent']:g}, but revenue grew {computed:.1f} percent"
                yield context.issue("cloud_growth", number, "growth_percent", said)
        if _is(row["growth_percent"]) and _is(row["growth_cc_percent"]):
            off = abs(row["growth_percent"] - row["growth_cc_percent"])
            if off > context.tolerance["constant-currency"]:
                yield context.issue("cloud_growth", number, "growth_cc_percent", f"is {off:g} points from the growth reported")


def wholes(context: Context) -> Iterator[Issue]:
    """A part is no more than its whole: net than gross, cash than with leases, a segment than its company, companies than their sum."""
    stated = [(number, row) for number, row in context.each("capex") if row["low"] is not None]
    rows = {(row["company_id"], row["period"], row["basis"]): (number, row) for number, row in stated}
    organisations = context.by_id["organisations"]
    for (company, period, basis), (number, row) in rows.items():
        wholes_ = [(company, period, whole) for part, whole in PARTS if part == basis]
        if basis == "segment":
            wholes_.append((organisations[company]["parent_id"], period, "cash"))
        for key in wholes_:
            if key in rows and row["low"] > (rows[key][1]["high"] or row["low"]):
                said = f"is {row['low']:g}, more than the {rows[key][1]['high']:g} of {key[0]} {key[2]}"
                yield context.issue("capex", number, "low", said)
        cash, leases = rows.get((company, period, "cash")), rows.get((company, period, "lease_assets"))
        if basis == "with_leases" and cash and leases:
            off = abs((cash[1]["low"] + leases[1]["low"]) / row["low"] - 1) * 100
            if off > context.tolerance["lease-parts"]:
                yield context.issue("capex", number, "low", f"is {row['low']:g}, {off:.1f} percent from cash and leased assets together")
        members = (organisations[company]["members"] or "").split("|")
        inside = [rows[member, period, "cash"][1]["low"] for member in members if (member, period, "cash") in rows]
        if inside and row["high"] and sum(inside) > row["high"]:
            yield context.issue("capex", number, "low", f"is {row['low']:g}, less than the cash of its members, {sum(inside):g}")


def guided(context: Context) -> Iterator[Issue]:
    """The outturn is not out of all proportion to what was guided on the same basis."""
    outturn = {(row["company_id"], row["period"], row["basis"]): row for row in context.rows["capex"]}
    for number, row in context.each("capex_guidance"):
        actual = outturn.get((row["company_id"], row["period"], row["basis"]))
        most = 1 + context.tolerance["guidance-outturn"] / 100
        if actual and actual["low"] and not 1 / most <= actual["low"] / (row["low"] or row["high"]) <= most:
            yield context.issue("capex_guidance", number, "low", f"is far from the outturn of {actual['low']:g}")


def rounds(context: Context) -> Iterator[Issue]:
    """The value after a round is the value before it and the round; values do not leap."""
    by_round: dict[tuple[str, str], dict[str, tuple[int, Row]]] = {}
    for number, row in context.each("funding_rounds"):
        if row["round"] and row["low"] is not None:
            by_round.setdefault((row["recipient_id"], row["round"]), {})[row["measure"]] = (number, row)
    for found in by_round.values():
        if {"pre_money", "round_amount", "post_money"} <= set(found):
            total = found["pre_money"][1]["low"] + found["round_amount"][1]["low"]
            number, row = found["post_money"]
            if abs(total / row["low"] - 1) * 100 > context.tolerance["post-money"]:
                said = f"is {row['low']:g}, but the value before and the round make {total:g}"
                yield context.issue("funding_rounds", number, "low", said)
    valued = sorted(
        (row["announced_on"], number, row["low"])
        for number, row in context.each("funding_rounds")
        if row["measure"] in ("valuation", "post_money") and row["low"] is not None
    )
    yield from _leaps(context, "funding_rounds", "low", valued, "valuation-step")


def seconds(context: Context) -> Iterator[Issue]:
    """A second source speaks to a row that is there, is not its first source, and agrees exactly where it says so."""
    for number, row in context.each("corroborations"):
        first = context.by_id[row["resource"]].get(row["row_id"])
        if first is None:
            yield context.issue("corroborations", number, "row_id", f"there is no row {row['row_id']} in {row['resource']}")
            continue
        if first["source_id"] == row["source_id"]:
            yield context.issue("corroborations", number, "source_id", "is the first source of the row")
        if not row["field"]:
            continue
        value = first.get(row["field"])
        seen = row["high"] if row["low"] is None or row["field"].endswith("high") else row["low"]
        unit = first.get("unit") if row["field"] in ("low", "high") else None
        if not value or seen is None or (unit and unit != row["unit"]):
            yield context.issue("corroborations", number, "field", f"the row has no {row['field']} in {row['unit']} to compare")
            continue
        off = abs(seen / value - 1) * 100
        if (off <= context.tolerance["second-source"]) != row["agrees"]:
            yield context.issue("corroborations", number, "agrees", f"is {row['agrees']}, but {seen:g} is {off:.1f} percent from {value:g}")


def series(context: Context) -> Iterator[Issue]:
    """Neighbours in a series do not jump by more than the tolerance of the series."""
    for table, columns, order, value, rule in STEPS:
        frame = context.frame(table)
        frame = frame.dropna(subset=[value]).sort_values([order, value])
        for _, group in frame.groupby(list(columns)):
            yearly = rule == "quarter-step" and "year" in group["period_kind"].iloc[0]
            cells = [(row, int(str(number)), row[value]) for number, row in group.iterrows()]
            for one, two in pairwise(cells):
                if order != "period_end" or next_label(one[0]["period"], one[0]["period_kind"]) == two[0]["period"]:
                    yield from _leaps(context, table, value, [one, two], "year-step" if yearly else rule)


def _leaps(context: Context, table: str, value: str, cells: list[tuple[Any, int, float]], rule: str) -> Iterator[Issue]:
    points = rule == "growth-step"
    for (_, _, one), (_, number, two) in pairwise(cells):
        off = abs(two - one) if points else (max(one, two) / min(one, two) - 1) * 100 if min(one, two) > 0 else float("inf")
        if off > context.tolerance[rule]:
            said = f"is {two:g} after {one:g}: a step of {off:.0f}, more than the {context.tolerance[rule]:g} of {rule}"
            yield context.issue(table, number, value, said)


def _is(value: Any) -> bool:
    import pandas as pd

    return not pd.isna(value)

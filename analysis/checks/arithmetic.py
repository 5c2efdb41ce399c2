"""Do values agree with arithmetic: quarters with their year, growth with levels, parts with wholes, a value with a second source?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from ..package import Issue
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
        ("capex", ["company_id", "basis"], "low"), ("financials", ["company_id", "measure"], "low"),
        ("cloud_growth", ["series_id"], "revenue_low"),
    ):  # fmt: skip
        for group in context.series(table, columns, value, ["period_end"]):
            for number, year in ((number, row) for number, row in group if row["period_kind"] in QUARTERS):
                end, kinds = year["period_end"], QUARTERS[year["period_kind"]]
                start = months_before(date.fromisoformat(end), 12).isoformat()
                quarters = [row[value] for _, row in group if start < row["period_end"] <= end and row["period_kind"] in kinds]
                if len(quarters) == 4 and _percent(sum(quarters), year[value]) > context.tolerance["sum-of-quarters"]:
                    yield context.issue(table, number, value, f"is {year[value]:g}, but its quarters add up to {sum(quarters):.10g}")


def growth(context: Context) -> Iterator[Issue]:
    """Growth agrees with the revenue of a year before, and with growth in constant currency."""
    levels = {(row["series_id"], row["period_kind"], row["period_end"]): row for row in context.rows["cloud_growth"]}
    for number, row in context.each("cloud_growth"):
        stated, constant = row["growth_percent"], row["growth_cc_percent"]
        end = months_before(date.fromisoformat(row["period_end"]), 12).isoformat()
        before = levels.get((row["series_id"], row["period_kind"], end))
        if stated is not None and before and row["revenue_bound"] == before["revenue_bound"] == "exact":
            computed = (row["revenue_low"] / before["revenue_low"] - 1) * 100
            if abs(computed - stated) > context.tolerance["level-rounding"]:
                yield context.issue("cloud_growth", number, "growth_percent", f"is {stated:g}, but revenue grew {computed:.1f} percent")
        if stated is not None and constant is not None and (off := abs(stated - constant)) > context.tolerance["constant-currency"]:
            yield context.issue("cloud_growth", number, "growth_cc_percent", f"is {off:g} points from the growth reported")


def wholes(context: Context) -> Iterator[Issue]:
    """A part is no more than its whole: net than gross, cash than with leases, a segment than its company, companies than their sum."""
    stated = [(number, row) for number, row in context.each("capex") if row["low"] is not None]
    rows = {(row["company_id"], row["period"], row["basis"]): row for _, row in stated}
    for number, row in stated:
        company, period, basis, low = row["company_id"], row["period"], row["basis"], row["low"]
        owner = context.by_id["organisations"][company]
        larger = [(company, whole) for part, whole in PARTS if part == basis] + [(owner["parent_id"], "cash")] * (basis == "segment")
        for who, whole in larger:
            most = rows.get((who, period, whole), {}).get("high")
            if most and low > most:
                yield context.issue("capex", number, "low", f"is {low:g}, more than the {most:g} of {who} {whole}")
        cash, leases = (rows.get((company, period, part)) for part in ("cash", "lease_assets"))
        off = _percent(cash["low"] + leases["low"], low) if basis == "with_leases" and cash and leases else 0
        if off > context.tolerance["lease-parts"]:
            yield context.issue("capex", number, "low", f"is {low:g}, {off:.1f} percent from cash and leased assets together")
        members = [(member, period, "cash") for member in (owner["members"] or "").split("|")]
        inside = sum(rows[member]["low"] for member in members if member in rows)
        if inside and row["high"] and inside > row["high"]:
            yield context.issue("capex", number, "low", f"is {low:g}, less than the cash of its members, {inside:g}")


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
    stated = [(number, row) for number, row in context.each("funding_rounds") if row["low"] is not None]
    amounts = {(row["recipient_id"], row["round"], row["measure"]): row["low"] for _, row in stated if row["round"]}
    for number, row in stated:
        before, raised = (amounts.get((row["recipient_id"], row["round"], part)) for part in ("pre_money", "round_amount"))
        if row["measure"] != "post_money" or before is None or raised is None:
            continue
        if _percent(before + raised, row["low"]) > context.tolerance["post-money"]:
            said = f"is {row['low']:g}, but the value before and the round make {before + raised:g}"
            yield context.issue("funding_rounds", number, "low", said)
    for group in context.series("funding_rounds", ["recipient_id"], "low", ["announced_on"]):
        cells = ((number, row["low"]) for number, row in group if row["measure"] in ("valuation", "post_money"))
        yield from _leaps(context, "funding_rounds", "low", cells, "valuation-step")


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
        value, unit = first.get(row["field"]), first.get("unit") if row["field"] in ("low", "high") else None
        seen = row["high"] if row["low"] is None or row["field"].endswith("high") else row["low"]
        if not value or seen is None or (unit and unit != row["unit"]):
            yield context.issue("corroborations", number, "field", f"the row has no {row['field']} in {row['unit']} to compare")
            continue
        off = _percent(seen, value)
        if (off <= context.tolerance["second-source"]) != row["agrees"]:
            yield context.issue("corroborations", number, "agrees", f"is {row['agrees']}, but {seen:g} is {off:.1f} percent from {value:g}")


def series(context: Context) -> Iterator[Issue]:
    """Neighbours in a series do not jump by more than the tolerance of the series."""
    for table, columns, order, value, rule in STEPS:
        for group in context.series(table, columns, value, [order, value]):
            yearly = rule == "quarter-step" and "year" in group[0][1]["period_kind"]
            for (first, one), (second, two) in pairwise(group):
                if order != "period_end" or next_label(one["period"], one["period_kind"]) == two["period"]:
                    cells = [(first, one[value]), (second, two[value])]
                    yield from _leaps(context, table, value, cells, "year-step" if yearly else rule)


def _leaps(context: Context, table: str, value: str, cells: Iterable[tuple[int, float]], rule: str) -> Iterator[Issue]:
    points = rule == "growth-step"
    for (_, one), (number, two) in pairwise(cells):
        off = abs(two - one) if points else (max(one, two) / min(one, two) - 1) * 100 if min(one, two) > 0 else float("inf")
        if off > context.tolerance[rule]:
            said = f"is {two:g} after {one:g}: a step of {off:.0f}, more than the {context.tolerance[rule]:g} of {rule}"
            yield context.issue(table, number, value, said)


def _percent(one: float, other: float) -> float:
    """How far a value is from another, in percent of the other."""
    return abs(one / other - 1) * 100

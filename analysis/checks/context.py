"""Decides whether the context tables agree with each other, with arithmetic and with the calendar.

Nothing here knows a value. How far two values may differ is a row of `tolerances`, and what is missing
is a row of `holes`. A number changed by mistake contradicts its year, its neighbours, its second source,
or the sentence and the id of its own row (`analysis/sentences.py`), and the issue says which.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from .opened import Context
from ..package import Package, Issue, Row
from .periods import end_of, exists, first_day, months_before, next_label
from .sentences import ids, slug, statements

DATES = ("published", "announced_on", "given_on", "stated_on", "filed_on", "as_of", "dated_on")  # none lies in the future
# Years and the quarters they are made of, by kind of period.
QUARTERS = {"calendar_year": ("quarter",), "fiscal_year": ("quarter", "fiscal_quarter")}
# Values that follow one another: table, what makes a series, in what order, the value, and the tolerance for one step.
STEPS = (
    ("cloud_growth", ("series_id", "period_kind"), "period_end", "growth_percent", "growth-step"),
    ("cloud_growth", ("series_id", "period_kind"), "period_end", "growth_cc_percent", "growth-step"),
    ("cloud_growth", ("series_id", "period_kind"), "period_end", "revenue_low", "quarter-step"),
    ("capex", ("company_id", "basis", "period_kind"), "period_end", "low", "quarter-step"),
    ("capex_guidance", ("company_id", "period", "basis"), "given_on", "low", "guidance-step"),
    ("run_rate", ("company_id", "measure"), "as_of", "low", "run-rate-step"),
)
SINCE = {"quarter": "2023", "fiscal_quarter": "FY23", "fiscal_year": "FY2018", "calendar_year": "2020"}  # series are whole from there on
RULES = {step[-1] for step in STEPS} | {
    "year-step", "valuation-step", "sum-of-quarters", "level-rounding", "constant-currency", "lease-parts", "guidance-outturn",
    "post-money", "second-source",
}  # fmt: skip
# What is no more than what, of one company and period.
PARTS = (("cash_net", "cash"), ("cash", "with_leases"), ("lease_assets", "with_leases"))


def reconcile_issues(package: Package) -> list[Issue]:
    """Every place where a context table disagrees with itself or with another; nothing is worked out from a wrong date."""
    context = Context(package)
    issues = [*dates(context), *allowances(context)]
    return [issue for check in (CHECKS if issues else CHECKS + CALCULATIONS) for issue in check(context)] + issues


def allowances(context: Context) -> Iterator[Issue]:
    """Each rule has its tolerance, and each tolerance its rule."""
    for rule in sorted(RULES - set(context.tolerance)):
        yield context.issue("tolerances", None, "rule_id", f"there is no tolerance for the rule {rule}")
    for number, row in context.each("tolerances"):
        if row["rule_id"] not in RULES:
            yield context.issue("tolerances", number, "rule_id", f"there is no rule {row['rule_id']}")


def pages(context: Context) -> Iterator[Issue]:
    """Every source is used, its address is sound and agrees with its date."""
    used = {row["source_id"] for table, rows in context.rows.items() if table != "sources" for row in rows if "source_id" in row}
    for number, row in context.each("sources"):
        if row["source_id"] not in used:
            yield context.issue("sources", number, "source_id", "no row uses this source")
        address = urlsplit(row["url"])
        if address.scheme not in ("http", "https") or not re.fullmatch(r"([a-z0-9-]+\.)+[a-z]{2,}\.?", address.netloc):
            yield context.issue("sources", number, "url", "is no address of a page on the web")
        told = re.search(r"/(20[0-9]{2})/([01]?[0-9])/([0-3]?[0-9])/", address.path)
        day = "-".join(part.zfill(2) for part in told.groups()) if told else ""
        if exists(day) and exists(row["published"] or "") and abs((first_day(day) - first_day(row["published"])).days) > 31:
            yield context.issue("sources", number, "published", f"is {row['published']}, but the address says {day}")


def dates(context: Context) -> Iterator[Issue]:
    """Dates exist and do not lie after the collection; a period ends when its label says; what is reported has happened."""
    last = max(row["collected_on"] for row in context.rows["collections"])
    for table, schema in context.schemas.items():
        names = {field["name"] for field in schema["fields"]}
        for number, row in context.each(table):
            for column in (*DATES, "period_end"):
                cell = row.get(column)
                if cell and not exists(cell):
                    yield context.issue(table, number, column, f"there is no day {cell}")
                elif cell and column in DATES and cell > last and row.get("measure") != "target":
                    yield context.issue(table, number, column, f"{cell} is after the collection of {last}")
            if "period_kind" in names:
                yield from _period(context, table, number, row)


def _period(context: Context, table: str, number: int, row: Row) -> Iterator[Issue]:
    who = row.get("company_id") or context.by_id["cloud_series"][row["series_id"]]["provider_id"]
    month = context.by_id["organisations"][who]["fiscal_year_end"] or 12
    end, fiscal = end_of(row["period"], row["period_kind"], month)
    if end is None or row["period_end"] != end.isoformat():
        yield context.issue(table, number, "period_end", f"is {row['period_end']}, but {row['period']} ends on {end}")
    elif "fiscal_period" in row and row["fiscal_period"] != fiscal:
        yield context.issue(table, number, "fiscal_period", f"is {row['fiscal_period']}, but {row['period']} is {fiscal}")
    given = row.get("given_on") or row.get("filed_on")
    if given and exists(given) and (row["period_end"] < given) != ("filed_on" in row):
        column = "given_on" if "given_on" in row else "filed_on"
        yield context.issue(table, number, column, f"{given} is on the wrong side of {row['period_end']}, the end of the period")


def sums(context: Context) -> Iterator[Issue]:
    """Four quarters of one series add up to their year."""
    for table, series, value in (("capex", ["company_id", "basis"], "low"), ("cloud_growth", ["series_id"], "revenue_low")):
        frame = context.frame(table).dropna(subset=[value])
        for _, group in frame.groupby(series):
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
    yield from _steps(context, "funding_rounds", "low", valued, "valuation-step")


def overlaps(context: Context) -> Iterator[Issue]:
    """Overlap groups join two flows or more that share a party, and count one; nothing else is left out but what was given up."""
    groups: dict[str, list[tuple[int, Row]]] = {}
    for number, row in context.each("compute_deals"):
        if row["overlap_group"]:
            groups.setdefault(row["overlap_group"], []).append((number, row))
        elif not row["counted"] and row["status"] != "cancelled":
            yield context.issue("compute_deals", number, "counted", "is no, but the flow overlaps none and was not given up")
    for name, rows in groups.items():
        counted = sum(row["counted"] for _, row in rows)
        if len(rows) < 2 or counted != 1:
            said = f"{name} joins {len(rows)} flows and counts {counted}; it must join two or more and count one"
            yield context.issue("compute_deals", rows[0][0], "overlap_group", said)
        yield from _strangers(context, rows, "overlap_group")


def parties(context: Context) -> Iterator[Issue]:
    """Each flow of a deal shares a party with another flow of it."""
    flows: dict[str, list[tuple[int, Row]]] = {}
    for number, row in context.each("compute_deals"):
        flows.setdefault(row["deal_id"], []).append((number, row))
    for rows in flows.values():
        yield from _strangers(context, rows, "deal_id")


def _strangers(context: Context, rows: list[tuple[int, Row]], column: str) -> Iterator[Issue]:
    sides = {number: {row["from_id"], row["to_id"]} for number, row in rows}
    for number, row in rows:
        if len(rows) > 1 and all(sides[number].isdisjoint(side) for other, side in sides.items() if other != number):
            yield context.issue("compute_deals", number, column, f"shares no party with the other flows of {row[column]}")


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


def gaps(context: Context) -> Iterator[Issue]:
    """No period is missing inside a series unless it is listed as a hole, and no hole is filled."""
    holes = {row["hole_id"] for row in context.rows["holes"]}
    for number, row in context.each("holes"):
        if row["hole_id"] in context.by_id[row["resource"]]:
            yield context.issue("holes", number, "hole_id", "the row is there, so it is no hole")
    for table, series in (("capex", ["company_id", "basis", "period_kind"]), ("cloud_growth", ["series_id", "period_kind"])):
        key = context.key(table)
        for _, group in context.frame(table).sort_values("period_end").groupby(series):
            cells = [(int(str(number)), row[key], row["period"]) for number, row in group.iterrows()]
            for (_, one, label), (number, _, last) in pairwise(cells):
                kind, first = context.rows[table][number]["period_kind"], label
                while (label := next_label(label, kind)) < last:
                    missing = one.replace(slug(first), slug(label))
                    if missing not in holes and label >= SINCE[kind]:
                        said = f"{missing} is missing before it"
                        yield context.issue(table, number, "period", said, "add the row, or list it in holes")


def steps(context: Context) -> Iterator[Issue]:
    """Neighbours in a series do not jump by more than the tolerance of the series."""
    for table, series, order, value, rule in STEPS:
        frame = context.frame(table)
        frame = frame.dropna(subset=[value]).sort_values([order, value])
        for _, group in frame.groupby(list(series)):
            yearly = rule == "quarter-step" and "year" in group["period_kind"].iloc[0]
            cells = [(row, int(str(number)), row[value]) for number, row in group.iterrows()]
            for one, two in pairwise(cells):
                if order != "period_end" or next_label(one[0]["period"], one[0]["period_kind"]) == two[0]["period"]:
                    yield from _steps(context, table, value, [one, two], "year-step" if yearly else rule)


def _steps(context: Context, table: str, value: str, cells: list[tuple[Any, int, float]], rule: str) -> Iterator[Issue]:
    points = rule == "growth-step"
    for (_, _, one), (_, number, two) in pairwise(cells):
        off = abs(two - one) if points else (max(one, two) / min(one, two) - 1) * 100 if min(one, two) > 0 else float("inf")
        if off > context.tolerance[rule]:
            said = f"is {two:g} after {one:g}: a step of {off:.0f}, more than the {context.tolerance[rule]:g} of {rule}"
            yield context.issue(table, number, value, said)


def judged(context: Context) -> Iterator[Issue]:
    """Each figure has one verdict, which rests on a source that speaks to it; the reason carries no number."""
    verdicts = Counter(row["figure_id"] for row in context.rows["verdicts"])
    for figure in context.package.rows("figures"):
        if (count := verdicts[figure["figure_id"]]) != 1:
            yield context.issue("verdicts", None, "figure_id", f"{figure['figure_id']} has {count} verdicts, not one")
    speaking: dict[str, set[str]] = {}
    for row in context.rows["figure_checks"]:
        also = {other["source_id"] for other in context.rows["corroborations"] if other["row_id"] == row["check_id"]}
        for name in (row["figure_id"], row["statement_id"]):
            speaking.setdefault(name, set()).update({row["source_id"], *also})
    for number, row in context.each("verdicts"):
        judged_id = row["figure_id"] or row["statement_id"]
        if row["source_id"] not in speaking.get(judged_id, set()):
            yield context.issue("verdicts", number, "source_id", f"no check of {judged_id} rests on this source")
        if any(character.isdigit() for character in row["why"]):
            yield context.issue("verdicts", number, "why", "has a number; numbers belong into rows that can be checked")


def names(context: Context) -> Iterator[Issue]:
    """An organisation of the article keeps its name, members of a group exist, and each one is used."""
    entities = {row["entity_id"]: row["name"] for row in context.package.rows("entities")}
    used = {row[c] for rows in context.rows.values() for row in rows for c in row if c.endswith("_id") and c != "organisation_id"}
    used |= {member for row in context.rows["organisations"] for member in (row["members"] or "").split("|")}
    for number, row in context.each("organisations"):
        key = row["organisation_id"]
        if (key in entities) != (row["entity_id"] is not None) or entities.get(key, row["name"]) != row["name"]:
            yield context.issue("organisations", number, "entity_id", "an organisation that the article names has its id and its name")
        owner = context.by_id["organisations"].get(row["parent_id"] or key, row)
        if owner["fiscal_year_end"] != row["fiscal_year_end"]:
            yield context.issue("organisations", number, "fiscal_year_end", f"is not that of its owner, {owner['name']}")
        if row["kind"] == "service" and not row["name"].startswith(owner["name"]):
            yield context.issue("organisations", number, "parent_id", f"{row['name']} does not have the name of {owner['name']}")
        if key not in used:
            yield context.issue("organisations", number, "organisation_id", "no row names it")
        if unknown := set((row["members"] or key).split("|")) - set(context.by_id["organisations"]):
            yield context.issue("organisations", number, "members", f"there is no organisation {', '.join(sorted(unknown))}")


_Checks = tuple[Callable[[Context], Iterator[Issue]], ...]
CHECKS: _Checks = (ids, statements, pages, overlaps, parties, judged, names)
CALCULATIONS: _Checks = (seconds, sums, growth, wholes, guided, rounds, gaps, steps)


def _is(value: Any) -> bool:
    import pandas as pd

    return not pd.isna(value)

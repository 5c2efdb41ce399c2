"""Do rows that name one another belong together: sources and their authors, parties, overlaps, members, verdicts and their pages?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from ..package import Issue, Row
from .opened import NUMBER, Context
from .periods import exists, first_day

# What makes two rows of a table speak of one thing on one page, besides the page itself.
SUBJECTS = {
    "capex": ("company_id", "period", "basis"), "financials": ("company_id", "measure", "period"),
    "backlog": ("company_id", "measure", "as_of"), "run_rate": ("company_id", "measure", "as_of"),
    "revenue": ("company_id", "measure", "period", "status"), "capex_guidance": ("company_id", "period", "basis", "given_on"),
}  # fmt: skip


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


def overlaps(context: Context) -> Iterator[Issue]:
    """Overlap groups join two flows or more that share a party, and count one; nothing else is left out but what was given up."""
    for number, row in context.each("compute_deals"):
        if not row["overlap_group"] and not row["counted"] and row["status"] != "cancelled":
            yield context.issue("compute_deals", number, "counted", "is no, but the flow overlaps none and was not given up")
    for name, rows in _flows(context, "overlap_group").items():
        counted = sum(row["counted"] for _, row in rows)
        if len(rows) < 2 or counted != 1:
            said = f"{name} joins {len(rows)} flows and counts {counted}; it must join two or more and count one"
            yield context.issue("compute_deals", rows[0][0], "overlap_group", said)
    yield from _strangers(context, "overlap_group")


def parties(context: Context) -> Iterator[Issue]:
    """Each flow of a deal shares a party with another flow of it."""
    yield from _strangers(context, "deal_id")


def _flows(context: Context, column: str) -> dict[str, list[tuple[int, Row]]]:
    """The flows of each deal or overlap group."""
    found: dict[str, list[tuple[int, Row]]] = {}
    for number, row in context.each("compute_deals"):
        found.setdefault(row[column], []).append((number, row))
    return {name: rows for name, rows in found.items() if name}


def _strangers(context: Context, column: str) -> Iterator[Issue]:
    for rows in _flows(context, column).values():
        sides = {number: {row["from_id"], row["to_id"]} for number, row in rows}
        for number, row in rows:
            if len(rows) > 1 and all(sides[number].isdisjoint(side) for other, side in sides.items() if other != number):
                yield context.issue("compute_deals", number, column, f"shares no party with the other flows of {row[column]}")


def relays(context: Context) -> Iterator[Issue]:
    """A relay says whom it relays, and no other source does."""
    for number, row in context.each("sources"):
        if (row["kind"] == "relay") != (row["relays"] is not None):
            said = "a relay names whom it relays" if row["kind"] == "relay" else f"a {row['kind']} source relays nobody"
            yield context.issue("sources", number, "relays", said)


def authors(context: Context) -> Iterator[Issue]:
    """A primary page of an estimate is published by its author; whoever publishes it for others is press or a relay."""
    for table in ("spending_estimates", "gigawatt_costs"):
        for number, row in context.each(table):
            source = context.by_id["sources"][row["source_id"]]
            shared = {*re.findall(r"\w{3,}", row["estimated_by"].lower())} & {*re.findall(r"\w{3,}", source["publisher"].lower())}
            if source["kind"] == "primary" and not shared:
                said = f"{row['estimated_by']} is not {source['publisher']}, who published the page"
                yield context.issue(table, number, "estimated_by", said, "name the author, or mark the page as press or relay")


def groups(context: Context) -> Iterator[Issue]:
    """A group has two members at least; one page does not state two values of one thing."""
    for number, row in context.each("organisations"):
        if row["members"] and "|" not in row["members"]:
            yield context.issue("organisations", number, "members", "a group has two members at least")
    for table, columns in SUBJECTS.items():
        seen: dict[tuple[object, ...], Row] = {}
        for number, row in context.each(table):
            first = seen.setdefault(tuple(row[column] for column in (*columns, "source_id")), row)
            value = row["high"] if row["low"] is None else row["low"]
            if value is not None and (first["low"], first["high"]) != (row["low"], row["high"]):
                said = f"is {value:g}, but {first[context.key(table)]} states another value from the same page"
                yield context.issue(table, number, "low", said)


def judged(context: Context) -> Iterator[Issue]:
    """Each figure has one verdict; each verdict rests on a page, and its reason has no number."""
    verdicts = Counter(row["figure_id"] for row in context.rows["verdicts"])
    for figure in context.package.rows("figures"):
        if (count := verdicts[figure["figure_id"]]) != 1:
            yield context.issue("verdicts", None, "figure_id", f"{figure['figure_id']} has {count} verdicts, not one")
    first = {row["verdict_id"] for row in context.rows["verdict_sources"] if row["position"] == 1}
    for number, row in context.each("verdicts"):
        if NUMBER.search(row["why"]):
            yield context.issue("verdicts", number, "why", "has a number; numbers belong in rows that can be checked")
        if row["verdict_id"] not in first:
            yield context.issue("verdicts", number, "verdict_id", "rests on no page; add one to verdict_sources")


def resting(context: Context) -> Iterator[Issue]:
    """A verdict rests on pages on which a check of the same figure or claim rests, none of them a relay."""
    checks = context.rows["figure_checks"]
    also = [check | {"source_id": row["source_id"]} for row in context.rows["corroborations"] for check in checks
            if row["row_id"] == check["check_id"]]  # fmt: skip
    speaking = {(row[column], row["source_id"]) for row in (*checks, *also) for column in ("figure_id", "statement_id")}
    subject = {row["verdict_id"]: row["figure_id"] or row["statement_id"] for row in context.rows["verdicts"]}
    for number, row in context.each("verdict_sources"):
        about = subject[row["verdict_id"]]
        if context.by_id["sources"][row["source_id"]]["kind"] == "relay":
            yield context.issue("verdict_sources", number, "source_id", "is a relay; a verdict rests on primary pages or press")
        if about is None or (about, row["source_id"]) not in speaking:
            yield context.issue("verdict_sources", number, "source_id", f"no check of {about} rests on this source")


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

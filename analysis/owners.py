"""Decides whether the entities are all that the article names, and whether each belongs to whom the article says.

A service has the name of its company in its own. A product stands in a sentence that gives it to its company: “X de
company”, or “company … ses … X”.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from analysis.package import Issue, Row
from analysis.sentences import slug

CAPITALISED = re.compile(r"[A-Z](?:(?<=[^.!?…\s] .)|(?<=’.))[\w-]*")  # a capital that does not begin a sentence
COMMON = {"IA", "USD", "Md", "GW", "MW", "TW"}  # artificial intelligence and units, which are nobody


def strange_name(quote: str, known: Container[str]) -> str:
    """The first name in a sentence that is none of the words of known names."""
    return next((word for word in CAPITALISED.findall(quote) if word not in known and word not in COMMON), "")


def owner_issues(path: str, entities: list[Row], given: Container[str]) -> Iterator[Issue]:
    """Entities with another id, kind or owner than the article gives them; `given` are those that a sentence gives to theirs."""
    by_id = {row["entity_id"]: row for row in entities}
    companies = {row["name"] for row in entities if row["kind"] == "company"}
    for line, row in enumerate(entities, start=2):
        for fault in _faults(row, by_id, companies, given):
            yield Issue(path, line, *fault)


def _faults(row: Row, entities: dict[str, Row], companies: set[str], given: Container[str]) -> Iterator[tuple[str, str]]:
    if row["entity_id"] not in {slug(name) for name in row["mentions"].split("|")}:
        yield "entity_id", "is none of its names as they stand in an id"
    if row["parent_id"] is None:
        return
    parent = entities[row["parent_id"]]
    words = row["name"].split()
    if parent["kind"] != "company":
        yield "parent_id", f"{parent['name']} is no company"
    if (row["kind"] == "service") != any(" ".join(words[:count]) in companies for count in range(1, len(words))):
        yield "kind", f"is {row['kind']}; a service has the name of a company in its own, a product has not"
    elif row["kind"] == "service" and not row["name"].startswith(f"{parent['name']} "):
        yield "parent_id", f"{row['name']} does not have the name of {parent['name']}"
    elif row["kind"] == "product" and row["entity_id"] not in given:
        yield "parent_id", f"no sentence gives {row['name']} to {parent['name']}"


def gives(quote: str, product: str, company: str) -> bool:
    """Whether a sentence gives a product to its company."""
    product, company = re.escape(product), re.escape(company)
    return bool(re.search(rf"{product}(?: et [A-Z][\w ]*?)? de {company}\b|^{company}\b.* (?:son|sa|ses) \w+ {product}\b", quote))

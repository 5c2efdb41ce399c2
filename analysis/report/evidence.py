"""What the numbers of the text rest on: the article, pages of the companies, the press, relays, arithmetic, assumptions."""

from __future__ import annotations

from ..metrics import DATELINE, registry
from .numbers import Numbers

KINDS = ("article", "primary", "press", "relay", "arithmetic", "assumption")


def kind_of(brief: Numbers, name: str) -> str:
    """The kind of evidence of one number. A metric with a reading rests on an assumption, any other on arithmetic alone."""
    if name in registry():
        return "assumption" if registry()[name].reading else "arithmetic"
    if name in brief.figures or name == DATELINE:
        return "article"
    return str(brief.package.row("sources", brief.package.facts[name].row["source_id"])["kind"])


def counts(brief: Numbers) -> dict[str, int]:
    """How many different numbers the text has shown so far, by kind of evidence; every kind is there."""
    found = [kind_of(brief, name) for name in brief.named]
    return {kind: found.count(kind) for kind in KINDS}

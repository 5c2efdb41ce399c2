"""What the numbers of the text rest on: the article, pages of the companies, the press, relays, arithmetic, assumptions."""

from __future__ import annotations

from ..metrics import DATELINE, registry
from .numbers import Numbers


def kind_of(brief: Numbers, name: str) -> str:
    """The kind of evidence of one number. A metric with a reading rests on an assumption, any other on arithmetic alone."""
    if name in registry():
        return "assumption" if registry()[name].reading else "arithmetic"
    if name in brief.figures or name == DATELINE:
        return "article"
    return str(brief.package.row("sources", brief.package.facts[name].row["source_id"])["kind"])

"""What the numbers of the page rest on: how many on primary pages, press, relays, arithmetic and assumptions."""

from __future__ import annotations

from collections.abc import Mapping

from ..values import exactly
from .chart import Chart
from .frames import frame, sentence, value
from .marks import bars

KINDS = {
    "article": "the article itself", "primary": "pages of the companies", "press": "press", "relay": "pages that retell others",
    "arithmetic": "arithmetic on stated numbers", "assumption": "assumptions",
}  # fmt: skip


def evidence(counts: Mapping[str, int]) -> Chart:
    """The chart of how many numbers of a page rest on which kind of evidence: kind (see `KINDS`) -> count, largest first."""
    kinds = sorted(filter(counts.get, counts), key=lambda kind: -counts[kind])
    values = frame(value(sentence(KINDS[kind]), exactly(counts[kind], "count"), [kind], [], "article") for kind in kinds)
    finding = f"{counts[kinds[0]]} of the {sum(counts.values())} numbers on this page rest on {KINDS[kinds[0]]}"
    return Chart(
        "evidence", lambda _: values, lambda *_: finding, "Numbers in the text and its tables, by what they rest on, count",
        bars, "Bar chart of what the numbers rest on",
    )  # fmt: skip

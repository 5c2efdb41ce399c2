"""What the numbers of the page rest on: how many on primary pages, press, relays, arithmetic and assumptions."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..package import Package
from ..values import exactly
from .chart import Chart
from .frames import frame, listed, rows_of, sentence, value
from .marks import margin, stacked, strips

KINDS = {
    "article": "the article itself", "primary": "pages of the companies", "press": "press", "relay": "pages that retell others",
    "arithmetic": "arithmetic on stated numbers", "assumption": "assumptions",
}  # fmt: skip


def evidence(counts: Mapping[str, int]) -> Chart:
    """The chart of how many numbers of a page rest on which kind of evidence: kind (see `KINDS`) -> count, largest first."""

    def values(_: Package) -> pd.DataFrame:
        rows = [
            value(sentence(KINDS.get(kind, kind)), exactly(count, "count"), [kind], [], company="article") | {"strong": False}
            for kind, count in sorted(counts.items(), key=lambda one: -one[1])
            if count
        ]
        return frame(rows)

    def title(package: Package) -> str:
        rows, total = rows_of(values(package)), sum(counts.values())
        return f"{rows[0]['words']} of the {total} numbers on this page rest on {rows[0]['label'][0].lower()}{rows[0]['label'][1:]}"

    return Chart(
        "evidence", title, lambda _: "Numbers in the text and its tables, by what they rest on, count",
        values, lambda package, width: stacked(strips(values(package), width, "datum.value", bars=True), left=margin(width)),
        lambda package: f"Bar chart of what the numbers rest on. {listed(values(package))}.",
    )  # fmt: skip

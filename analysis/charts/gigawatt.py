"""What the commitment buys at published prices of a gigawatt, and, apart from it, what a gigawatt costs to build."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from ..package import Package
from ..values import Quantity, date_in_words, words
from .chart import Chart
from .frames import Value, distinct, frame, listed, plain, sentence, value
from .marks import MONEY, bounds_key, margin, stacked, strips
from .theme import Drawing, named_company

PRICES = {"rent_per_year": "rent", "contract_per_year": "contract"}
PANELS = {"bought": "Gigawatt-years bought, by whose price", "build": "To build a gigawatt, by whose account"}


def gigawatt_frame(package: Package) -> pd.DataFrame:
    """Gigawatt-years at each rent or contract price, most first; then the costs to build, lowest first."""
    commitment = package.quantity("azure-commitment")
    found: dict[str, list[Value]] = {panel: [] for panel in PANELS}
    for row in package.rows("gigawatt_costs"):
        fact = package.facts.get(f"gigawatt_costs:{row['cost_id']}")
        if fact is None or row["what"] not in ("build", *PRICES):
            continue
        panel = "build" if row["what"] == "build" else "bought"
        quantity = fact.quantity if panel == "build" else (commitment / fact.quantity).to("GW_year")
        price = "" if panel == "build" else f": {PRICES[row['what']]} of {plain(fact.words).replace(' per gigawatt-year', '')}"
        said = "" if panel == "bought" else plain(fact.words).replace(" per gigawatt", "")
        ids = [fact.fact_id] if panel == "build" else ["azure-commitment", fact.fact_id]
        period = f"stated {date_in_words(row['stated_on'])}" if row["stated_on"] else ""
        found[panel].append(
            value(f"{sentence(row['estimated_by'])}{price}", quantity, ids, [row["source_id"]], period=period, said=said)
            | {"panel": panel, "strong": False, "company": named_company(row["estimated_by"])}
        )  # fmt: skip
    found["bought"].sort(key=lambda one: (-(one["high"] or one["low"]), one["label"]))
    found["build"].sort(key=lambda one: (one["low"] or one["high"], one["label"]))
    return frame(row for rows in found.values() for row in distinct(rows))


def draw_gigawatt(package: Package, width: int) -> Drawing:
    """Two panels, each on an axis of its own."""
    values = gigawatt_frame(package)
    bought, build = (values[values["panel"] == panel] for panel in PANELS)
    return stacked(
        bounds_key(values, width),
        strips(bought, width, "datum.value", PANELS["bought"]),
        strips(build, width, MONEY, PANELS["build"]),
        spacing=22,
        left=margin(width),
    )


def gigawatt_title(package: Package) -> str:
    """The finding: what the commitment buys between the dearest and the cheapest price."""
    values = gigawatt_frame(package)
    bought = values[values["panel"] == "bought"]
    low, high = (Decimal(str(end)) for end in (bought["low"].min(), bought["high"].max()))
    span = Quantity(low, high, "GW_year", bool((bought["bound"] == "about").any()))
    return f"{words(package.quantity('azure-commitment'))} buys {words(span)} at published prices"


GIGAWATT = Chart(
    "gigawatt", gigawatt_title,
    lambda _: "Gigawatts of computing for a year, above; cost of building one gigawatt in billion dollars, below",
    gigawatt_frame, draw_gigawatt,
    lambda package: f"Two charts, each on an axis of its own. {listed(gigawatt_frame(package))}.",
    note=lambda _: "The price that Anthropic pays is not public",
)  # fmt: skip

"""What the commitment buys at published prices of a gigawatt, and, apart from it, what a gigawatt costs to build."""

from __future__ import annotations

import pandas as pd

from ..metrics import span
from ..package import Package
from ..values import date_in_words, words
from .chart import Chart
from .frames import distinct, facts_of, frame, of_facts, plain, sentence
from .marks import strips
from .theme import named_company

PRICES = {"rent_per_year": "rent", "contract_per_year": "contract"}
BOUGHT, BUILD = "Gigawatt-years bought, by whose price", "To build a gigawatt, by whose account"


def gigawatt_frame(package: Package) -> pd.DataFrame:
    """Gigawatt-years at each rent or contract price, most first; then the costs to build, lowest first."""
    commitment = package.quantity("azure-commitment")
    bought, build = [], []
    for fact in facts_of(package, "gigawatt_costs"):
        row, said = fact.row, plain(fact.words)
        by, period = sentence(row["estimated_by"]), f"stated {date_in_words(row['stated_on'])}" if row["stated_on"] else ""
        company = named_company(row["estimated_by"])
        if row["what"] in PRICES:
            label = f"{by}: {PRICES[row['what']]} of {said.replace(' per gigawatt-year', '')}"
            one = of_facts(label, [fact], company, period, (commitment / fact.quantity).to("GW_year"))
            bought.append(one | {"ids": f"azure-commitment + {fact.fact_id}", "panel": BOUGHT})
        elif row["what"] == "build":
            one = of_facts(by, [fact], company, period)
            build.append(one | {"words": said.replace(" per gigawatt", ""), "panel": BUILD})
    bought.sort(key=lambda one: (-(one["high"] or one["low"]), one["label"]))
    build.sort(key=lambda one: (one["low"] or one["high"], one["label"]))
    return frame([*distinct(bought), *distinct(build)])


def gigawatt_title(package: Package, values: pd.DataFrame) -> str:
    """The finding: what the commitment buys between the dearest and the cheapest price."""
    commitment = package.quantity("azure-commitment")
    prices = [package.facts[ids.split(" + ")[1]].quantity for ids in values["ids"] if " + " in ids]
    return f"{words(commitment)} buys {words((commitment / span(prices)).to('GW_year'))} at published prices"


GIGAWATT = Chart(
    "gigawatt", gigawatt_frame, gigawatt_title,
    "Gigawatts of computing for a year, above; cost of building one gigawatt in billion dollars, below",
    strips, "Two charts, each on an axis of its own", "The price that Anthropic pays is not public",
)  # fmt: skip

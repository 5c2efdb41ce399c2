"""Money beside the article's: published estimates for its last year, the price of a gigawatt, and peer deals."""

from __future__ import annotations

from functools import reduce
from operator import add

import altair as alt

from analysis.charts.labels import sentence
from analysis.charts.strips import Mark, Panel, Strip, Text, draw
from analysis.charts.theme import BLUE, GREEN, INK, RUST
from analysis.package import DataPackage, Row, quantity_of
from analysis.wording import figure_words, words

DOLLARS = (
    "datum.value == 0 ? '0' : datum.value >= 1000 ? '$' + datum.value / 1000 + ' tn'"
    " : datum.value >= 1 ? '$' + datum.value + ' bn' : '$' + datum.value * 1000 + ' m'"
)
READINGS = {"annual": "if meant for that year", "cumulative": "if meant as a sum"}


def said(row: Row) -> str:
    """The value of a row in words, with plain spaces."""
    return words(quantity_of(row)).replace("\u00a0", " ")


def chosen_estimates(package: DataPackage, measure: str) -> list[Row]:
    """The estimates that end with the article's last year, lowest first; what one author repeats is there once."""
    year = last_year(package)
    rows: dict[tuple[object, ...], Row] = {}
    for row in package.rows("spending_estimates"):
        if row["measure"] == measure and row["unit"] == "USD_bn" and (row["period"] or "").split("/")[-1] == year:
            rows.setdefault((row["estimated_by"], row["what"], row["low"], row["high"]), row)
    return sorted(rows.values(), key=lambda row: (row["low"] or row["high"], row["high"] or 0))


def last_year(package: DataPackage) -> str:
    """The year until which the article's forecast goes."""
    period: str = package.row("figures", "ai-spending-2030")["period"]
    return period.removeprefix("../")


def years_of(row: Row) -> str:
    """The first and last year of a sum, with a comma before them, as in ", 2025–2030"; empty where it has no first year."""
    first, _, last = row["period"].partition("/")
    return f", {first}–{last}" if last and first != ".." else ""


def estimates(package: DataPackage, width: int) -> alt.LayerChart:
    """Each published estimate, those of a year and those of several years on axes of their own, with the article's on both."""
    article = package.row("figures", "ai-spending-2030")
    year = last_year(package)
    panels = []
    for measure, title in (("annual", f"Spending in the year {year}"), ("cumulative", f"Spending of several years until {year}, in all")):
        first = Strip([(Text(f"The article, {READINGS[measure]}", RUST), Text(figure_words(article), RUST, True))],
                      [Mark(quantity_of(article), RUST)])  # fmt: skip
        rows = [
            Strip(
                [(Text(f"{row['estimated_by']}: {row['what']}{years_of(row)}"), Text(said(row), INK, True))], [Mark(quantity_of(row), BLUE)]
            )
            for row in chosen_estimates(package, measure)
        ]
        panels.append(Panel(title, [first, *rows], {"annual": "dollars a year", "cumulative": "dollars in all"}[measure], DOLLARS))
    return draw(panels, width)


def describe_estimates(package: DataPackage) -> str:
    """All estimates in one paragraph, and what is left out."""
    year = last_year(package)
    listed = {
        measure: "; ".join(
            f"{row['estimated_by']}, {row['what']}{years_of(row)}: {said(row)}" for row in chosen_estimates(package, measure)
        )
        for measure in READINGS
    }
    open_ones = any(row["measure"] == "ambiguous" for row in package.rows("spending_estimates"))
    return (
        f"Two charts of published estimates, each on an axis of its own. Spending in the year {year}: {listed['annual']}. "
        f"Spending in all until {year}: {listed['cumulative']}. "
        f"The article’s {figure_words(package.row('figures', 'ai-spending-2030'))} stands in both, for it does not say which it means."
        + (" Statements that can be read either way are left out." if open_ones else "")
    ).replace("\u00a0", " ")


def costs(package: DataPackage, what: str) -> list[Row]:
    """The published costs of one kind, lowest first."""
    rows = [row for row in package.rows("gigawatt_costs") if row["what"] == what]
    return sorted(rows, key=lambda row: (row["low"] or row["high"], row["high"] or 0))


def gigawatt(package: DataPackage, width: int) -> alt.LayerChart:
    """What a gigawatt costs to build, and to rent for a year, by who says so; parts of a cost are left out."""
    kinds = {"build": ("To build a gigawatt", "dollars"), "rent_per_year": ("To rent a gigawatt for a year", "dollars a year")}
    panels = [
        Panel(
            title,
            [
                Strip([(Text(sentence(row["estimated_by"])), Text(said(row), INK, True))], [Mark(quantity_of(row), colour)])
                for row in costs(package, kind)
            ],
            axis,
            DOLLARS,
        )
        for (kind, (title, axis)), colour in zip(kinds.items(), (BLUE, GREEN), strict=True)
    ]
    return draw(panels, width)


def describe_gigawatt(package: DataPackage) -> str:
    """All costs in one paragraph."""
    build, rent = ("; ".join(f"{row['estimated_by']}: {said(row)}" for row in costs(package, kind)) for kind in ("build", "rent_per_year"))
    return f"Two charts of published costs. To build a gigawatt: {build}. To rent one for a year: {rent}."


class Peer:
    """A deal with compute and equity in dollars on its two sides."""

    def __init__(self, package: DataPackage, rows: list[Row]) -> None:
        sides = {kind: [row for row in rows if row["flow_kind"] == kind] for kind in ("compute_purchase", "equity_investment")}
        self.name = str(rows[0]["deal_name"])
        self.compute, self.equity = (reduce(add, map(quantity_of, side)) for side in sides.values())
        buyers = {row["from_id"] for row in sides["compute_purchase"]}
        self.into = "the buyer" if {row["to_id"] for row in sides["equity_investment"]} <= buyers else "the seller"
        commitment = package.row("figures", "azure-commitment")
        parties = [(row["from_id"], row["to_id"]) for row in sides["compute_purchase"] if (row["low"], row["high"]) == _ends(commitment)]
        self.is_of_article = (commitment["from_id"], commitment["to_id"]) in parties


def _ends(row: Row) -> tuple[object, object]:
    return row["low"], row["high"]


def known_peers(package: DataPackage) -> list[Peer]:
    """Every deal of which both sides are known in dollars, largest compute first.

    Only flows that a sum may include take part, and no two of one overlap group are ever added.
    """
    deals: dict[str, list[Row]] = {}
    for row in package.rows("compute_deals"):
        stated = row["low"] is not None or row["high"] is not None
        if row["counted"] and stated and row["flow_kind"] in ("compute_purchase", "equity_investment"):
            deals.setdefault(row["deal_id"], []).append(row)
    peers = []
    for name, rows in deals.items():
        groups = [row["overlap_group"] for row in rows if row["overlap_group"]]
        if len(groups) != len(set(groups)):
            raise ValueError(f"the deal “{name}” has two counted flows of one overlap group, which cannot be added")
        if len({row["flow_kind"] for row in rows}) == 2:
            peers.append(Peer(package, rows))
    return sorted(peers, key=lambda peer: (-(peer.compute.high or peer.compute.least), peer.name))


def peers(package: DataPackage, width: int) -> alt.LayerChart:
    """Compute bought and equity put in, deal by deal, on one logarithmic axis."""
    strips = []
    for peer in known_peers(package):
        name = peer.name.replace("-", "–")
        head = Text(f"{name}: the article’s deal", RUST, True) if peer.is_of_article else Text(name, INK, True)
        both = (Text(f"compute {words(peer.compute)}", BLUE), Text(f"equity in {peer.into} {words(peer.equity)}", GREEN))
        strips.append(Strip([(head,), both], [Mark(peer.compute, BLUE), Mark(peer.equity, GREEN)]))
    return draw([Panel("", strips, "dollars, each step ten times the one before", DOLLARS, logarithmic=True)], width)


def describe_peers(package: DataPackage) -> str:
    """Both sides of every deal in one paragraph."""
    deals = "; ".join(
        f"{peer.name}{' (the article’s deal)' if peer.is_of_article else ''}: compute {words(peer.compute)}, "
        f"equity in {peer.into} {words(peer.equity)}"
        for peer in known_peers(package)
    )
    return f"Chart of deals in which compute is bought and equity put in. {deals}.".replace("\u00a0", " ")

"""Money beside the article's: published estimates for its last year, the price of a gigawatt, and peer deals."""

from __future__ import annotations

from functools import reduce
from operator import add

from .data import Value, of_figure, of_row, plain
from .labels import sentence
from .strips import Mark, Panel, Strip, Text, draw
from .theme import BLUE, GREEN, INK, MUTED, RUST, Spec
from ..package import Package, Row, quantity_of
from ..values import date_in_words, figure_words, words

DOLLARS = (
    "datum.value == 0 ? '0' : datum.value >= 1000 ? '$' + datum.value / 1000 + ' tn'"
    " : datum.value >= 1 ? '$' + datum.value + ' bn' : '$' + datum.value * 1000 + ' m'"
)
READINGS = {"annual": "if meant for that year", "cumulative": "if meant as a sum"}


def said(row: Row) -> str:
    """The value of a row in words, with plain spaces."""
    return words(quantity_of(row)).replace("\u00a0", " ")


def chosen_estimates(package: Package, measure: str) -> list[Row]:
    """The estimates that end with the article's last year, lowest first; what one author repeats is there once."""
    year = last_year(package)
    rows: dict[tuple[object, ...], Row] = {}
    for row in package.rows("spending_estimates"):
        if row["measure"] == measure and row["unit"] == "USD_bn" and (row["period"] or "").split("/")[-1] == year:
            rows.setdefault((row["estimated_by"], row["what"], row["low"], row["high"]), row)
    return sorted(rows.values(), key=lambda row: (row["low"] or row["high"], row["high"] or 0))


def last_year(package: Package) -> str:
    """The year until which the article's forecast goes."""
    period: str = package.row("figures", "ai-spending-2030")["period"]
    return period.removeprefix("../")


def estimate_values(package: Package) -> dict[str, list[Value]]:
    """The article's forecast and every estimate, by what they measure."""
    year = last_year(package)
    found = {}
    for measure, reading in READINGS.items():
        article = of_figure(package, "ai-spending-2030", f"The article, {reading}", f"until {year}")
        rows = [
            of_row("spending_estimates", "estimate_id", row, quantity_of(row), f"{row['estimated_by']}: {row['what']}", _period(row))
            for row in chosen_estimates(package, measure)
        ]
        found[measure] = [article, *rows]
    return found


def _period(row: Row) -> str:
    """The year of a row, or its years as in "2025–2030"."""
    first, _, last = row["period"].partition("/")
    return f"{first}–{last}" if last and first != ".." else (last or first)


def estimates(package: Package, width: int) -> Spec:
    """Each published estimate, those of a year and those of several years on axes of their own, with the article's on both."""
    year = last_year(package)
    titles = {"annual": f"Spending in the year {year}", "cumulative": f"Spending of several years until {year}, in all"}
    panels = []
    for measure, values in estimate_values(package).items():
        strips = [
            Strip(
                [Text(value.label + (f", {value.period}" if index and "–" in value.period else ""), MUTED if index else RUST)],
                [Mark(value, BLUE if index else RUST, Text(value.words, INK if index else RUST, True))],
            )
            for index, value in enumerate(values)
        ]
        panels.append(Panel(titles[measure], strips, {"annual": "dollars a year", "cumulative": "dollars in all"}[measure], DOLLARS))
    return draw(panels, width)


def describe_estimates(package: Package) -> str:
    """All estimates in one paragraph, and what is left out."""
    year = last_year(package)
    listed = {
        measure: "; ".join(f"{value.label}{f', {value.period}' if '–' in value.period else ''}: {value.words}" for value in values[1:])
        for measure, values in estimate_values(package).items()
    }
    open_ones = any(row["measure"] == "ambiguous" for row in package.rows("spending_estimates"))
    return plain(
        f"Two charts of published estimates, each on an axis of its own. Spending in the year {year}: {listed['annual']}. "
        f"Spending in all until {year}: {listed['cumulative']}. "
        f"The article’s {figure_words(package.row('figures', 'ai-spending-2030'))} stands in both, for it does not say which it means."
        + (" Statements that can be read either way are left out." if open_ones else "")
    )


def costs(package: Package, what: str) -> list[Row]:
    """The published costs of one kind, lowest first."""
    rows = [row for row in package.rows("gigawatt_costs") if row["what"] == what]
    return sorted(rows, key=lambda row: (row["low"] or row["high"], row["high"] or 0))


KINDS = {"build": ("To build a gigawatt", "dollars", BLUE), "rent_per_year": ("To rent a gigawatt for a year", "dollars a year", GREEN)}


def cost_values(package: Package) -> dict[str, list[Value]]:
    """The published costs, by kind."""
    return {
        kind: [
            of_row(
                "gigawatt_costs",
                "cost_id",
                row,
                quantity_of(row),
                f"{title}: {row['estimated_by']}",
                f"stated {plain(date_in_words(row['stated_on']))}",
            )
            for row in costs(package, kind)
        ]
        for kind, (title, *_) in KINDS.items()
    }


def gigawatt(package: Package, width: int) -> Spec:
    """What a gigawatt costs to build, and to rent for a year, by who says so; parts of a cost are left out."""
    panels = []
    for kind, values in cost_values(package).items():
        title, axis, colour = KINDS[kind]
        strips = [
            Strip([Text(sentence(value.label.removeprefix(f"{title}: ")))], [Mark(value, colour, Text(value.words, INK, True))])
            for value in values
        ]
        panels.append(Panel(title, strips, axis, DOLLARS))
    return draw(panels, width)


def describe_gigawatt(package: Package) -> str:
    """All costs in one paragraph."""
    build, rent = ("; ".join(f"{row['estimated_by']}: {said(row)}" for row in costs(package, kind)) for kind in ("build", "rent_per_year"))
    return f"Two charts of published costs. To build a gigawatt: {build}. To rent one for a year: {rent}."


class Peer:
    """A deal with compute and equity in dollars on its two sides."""

    def __init__(self, package: Package, rows: list[Row]) -> None:
        sides = {kind: [row for row in rows if row["flow_kind"] == kind] for kind in ("compute_purchase", "equity_investment")}
        self.sides = sides
        self.name = str(rows[0]["deal_name"])
        self.compute, self.equity = (reduce(add, map(quantity_of, side)) for side in sides.values())
        buyers = {row["from_id"] for row in sides["compute_purchase"]}
        self.into = "the buyer" if {row["to_id"] for row in sides["equity_investment"]} <= buyers else "the seller"
        commitment = package.row("figures", "azure-commitment")
        parties = [(row["from_id"], row["to_id"]) for row in sides["compute_purchase"] if (row["low"], row["high"]) == _ends(commitment)]
        self.is_of_article = (commitment["from_id"], commitment["to_id"]) in parties


def _ends(row: Row) -> tuple[object, object]:
    return row["low"], row["high"]


def known_peers(package: Package) -> list[Peer]:
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


def peer_values(package: Package) -> list[tuple[Peer, Value, Value]]:
    """Each deal with its compute and its equity."""
    found = []
    for peer in known_peers(package):
        compute, equity = (
            Value(
                f"{peer.name.replace('-', '–')}: {what}", plain(date_in_words(rows[0]["announced_on"])), quantity, plain(words(quantity)),
                tuple(f"compute_deals:{row['flow_id']}" for row in rows), tuple(dict.fromkeys(row["source_id"] for row in rows)),
            )
            for what, quantity, rows in (
                ("compute", peer.compute, peer.sides["compute_purchase"]),
                (f"equity in {peer.into}", peer.equity, peer.sides["equity_investment"]),
            )
        )  # fmt: skip
        found.append((peer, compute, equity))
    return found


def peers(package: Package, width: int) -> Spec:
    """Compute bought and equity put in, deal by deal, on one logarithmic axis."""
    strips = []
    for peer, compute, equity in peer_values(package):
        name = peer.name.replace("-", "–")
        head = [Text(f"{name}: the article’s deal", RUST, True) if peer.is_of_article else Text(name, INK, True)]
        head += [Text("Here the seller receives the equity")] if peer.into == "the seller" else []
        sides = [Mark(compute, BLUE, Text(f"compute {compute.words}", BLUE)), Mark(equity, GREEN, Text(f"equity {equity.words}", GREEN))]
        strips.append(Strip(head, sides))
    return draw([Panel("", strips, "dollars, each step ten times the one before", DOLLARS, logarithmic=True)], width)


def describe_peers(package: Package) -> str:
    """Both sides of every deal in one paragraph."""
    deals = "; ".join(
        f"{peer.name}{' (the article’s deal)' if peer.is_of_article else ''}: compute {words(peer.compute)}, "
        f"equity in {peer.into} {words(peer.equity)}"
        for peer in known_peers(package)
    )
    return f"Chart of deals in which compute is bought and equity put in. {deals}.".replace("\u00a0", " ")

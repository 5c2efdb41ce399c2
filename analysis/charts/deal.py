"""The deal in pictures: who pays whom, and what the amounts are to one another."""

from __future__ import annotations

import math

from .data import Value, figure, number, of_figure, of_metric
from .strips import Mark, Panel, Strip, Text, draw
from .theme import BLUE, GREEN, INK, MUTED, RUST, Label, Margins, Spec, axes, chart, marks, scale
from ..package import Package

# Where each party stands: across from 0 to 1, down from 1 to 0.
PLACES = {"nvidia": (0.17, 1.0), "microsoft": (0.5, 1.0), "amazon": (0.83, 1.0), "anthropic": (0.5, 0.45), "azure": (0.5, 0.0)}
COLOURS = {"nvidia": GREEN, "microsoft": BLUE, "amazon": RUST, "anthropic": INK}
HEIGHT = 330
HEAD = 14  # pixels by which an arrow head is wider than its line
RATIOS = {
    "commitment-to-new-equity": "Equity of Nvidia and Microsoft",
    "commitment-to-total-equity": "With Amazon’s earlier stake",
    "commitment-to-microsoft-investment": "Equity of Microsoft alone",
}


def flow_values(package: Package) -> list[Value]:
    """What each party pays or invests, in the words of the article."""
    names = {row["entity_id"]: row["name"] for row in package.rows("entities")}
    return [
        of_figure(package, row["figure_id"], f"{names[row['from_id']]} to {names[row['to_id']]}")
        for row in package.rows("figures")
        if row["kind"] in ("compute_purchase", "equity_investment")
    ]


def flows(package: Package, width: int) -> Spec:
    """Arrows from giver to receiver, as wide as the amount; broken where only a ceiling is stated."""
    margins = Margins(14, 4, 14, 4)
    inner = width - margins.left - margins.right
    shafts: dict[str, list[Spec]] = {"at_most": [], "": []}
    heads: list[Spec] = []
    labels: list[Label] = []
    for value in flow_values(package):
        row = figure(package, value.ids[0])
        (x0, y0), (x1, y1) = PLACES[row["from_id"]], PLACES[row["to_id"]]
        amount = number(value.quantity.high or value.quantity.least)
        look = {"says": value.says, "amount": amount, "colour": COLOURS[row["from_id"]]}
        # A line leaves below the amount (or the name), and ends beside the others above the receiver.
        first = (x0, y0 - (0.14 if y0 == 1 else 0.06))
        last = (x1 + (x0 - x1) * 0.25, y1 + 0.1)
        across, down = (last[0] - first[0]) * inner, (first[1] - last[1]) * HEIGHT
        turn = -math.degrees(math.atan2(across, down))
        # The line ends at the base of its head, or a wide one would show beside the point.
        short = 1 - 0.35 * (amount + HEAD) / math.hypot(across, down)
        base_of_head = (first[0] + across * short / inner, first[1] - down * short / HEIGHT)
        shafts["at_most" if row["bound"] == "at_most" else ""].append(
            _at(first) | {f"{axis}2": place for axis, place in _at(base_of_head).items()} | look
        )
        heads.append(_at(last) | look | {"turn": round(turn, 2)})
        if y0 == 1:  # a giver at the top has the amount under its name, the one in the middle beside its arrow
            labels.append(Label(x0, y0 - 0.075, value.words, MUTED, "center"))
        else:
            labels.append(Label(x0, (first[1] + last[1]) / 2, f"{value.words}\nof compute", MUTED, shift=(amount / 2 + 14, -8)))
    names = {row["entity_id"]: row["name"] for row in package.rows("entities")}
    labels += [Label(x, y, names[entity], align="center", strong=True) for entity, (x, y) in PLACES.items()]
    thick = {"strokeWidth": {"expr": "datum.amount"}, "color": {"expr": "datum.colour"}}
    layers = [
        marks("rule", shafts["at_most"], strokeDash=[9, 4], **thick),
        marks("rule", shafts[""], **thick),
        marks("point", heads, shape="triangle-down", filled=True, opacity=1, size={"expr": f"pow(datum.amount + {HEAD}, 2)"},
              angle={"expr": "datum.turn"}, color={"expr": "datum.colour"}),
    ]  # fmt: skip
    return chart(width, HEIGHT, margins, axes(scale("x", 0, 1), scale("y", 0, 1), [*layers, *labels]))


def _at(place: tuple[float, float]) -> Spec:
    return {axis: round(value, 4) for axis, value in zip("xy", place, strict=True)}


def describe_flows(package: Package) -> str:
    """The payments in one paragraph."""
    w = {value.ids[0]: value.words for value in flow_values(package)}
    return (
        f"Diagram of payments. To Anthropic: Nvidia {w['nvidia-investment']}, Microsoft {w['microsoft-investment']}, "
        f"Amazon, earlier, {w['amazon-investment']}. From Anthropic to Microsoft Azure: {w['azure-commitment']}."
    )


def ratio_values(package: Package) -> list[Value]:
    """What the Azure commitment is per dollar of equity."""
    return [of_metric(package, name, label) for name, label in RATIOS.items()]


def ratios(package: Package, width: int) -> Spec:
    """The ratios: closed ends as bars, open ends fading out."""
    strips = [Strip([Text(value.label)], [Mark(value, BLUE, Text(value.words, INK, True))]) for value in ratio_values(package)]
    return draw([Panel("", strips, "dollars of Azure commitment per dollar of equity", "datum.label")], width)


def describe_ratios(package: Package) -> str:
    """The ratios in one paragraph."""
    listed = [f"{value.label}: {value.words}{', open upwards' if value.quantity.high is None else ''}." for value in ratio_values(package)]
    return f"Bar chart of the Azure commitment per dollar of equity. {' '.join(listed)}"

"""The deal in pictures: who pays whom, and what the amounts are to one another."""

from __future__ import annotations

import math
from typing import Literal

import altair as alt
import pandas as pd

from analysis.charts.theme import BLUE, GREEN, INK, MUTED, RULE, RUST, SIZE, finish, label, worded
from analysis.metrics import compute, registry
from analysis.package import DataPackage
from analysis.wording import figure_words, words

# Where each party stands: across from 0 to 1, down from 1 to 0.
PLACES = {"nvidia": (0.17, 1.0), "microsoft": (0.5, 1.0), "amazon": (0.83, 1.0), "anthropic": (0.5, 0.45), "azure": (0.5, 0.0)}
COLOURS = {"nvidia": GREEN, "microsoft": BLUE, "amazon": RUST, "anthropic": INK}
HEIGHT = 340
HEAD = 14  # pixels by which an arrow head is wider than its line


def flows(package: DataPackage, width: int) -> alt.LayerChart:
    """Arrows from giver to receiver, as wide as the amount; broken where only a ceiling is stated."""
    lines, heads = [], []
    labels: list[tuple[tuple[float, float], str, Literal["left", "center"]]] = []
    for row in package.rows("figures"):
        if row["kind"] not in ("compute_purchase", "equity_investment"):
            continue
        (x0, y0), (x1, y1) = PLACES[row["from_id"]], PLACES[row["to_id"]]
        amount = row["high"] or row["low"]
        look = {"figure": row["figure_id"], "amount": amount, "colour": COLOURS[row["from_id"]], "open": row["bound"] == "at_most"}
        # A line leaves below the amount (or the name), and ends beside the others above the receiver.
        first = (x0, y0 - (0.14 if y0 == 1 else 0.06))
        last = (x1 + (x0 - x1) * 0.25, y1 + 0.1)
        across, down = (last[0] - first[0]) * width, (first[1] - last[1]) * HEIGHT
        turn = -math.degrees(math.atan2(across, down))
        # The line ends at the base of its head, or a wide one would show beside the point.
        short = 1 - 0.35 * (amount + HEAD) / math.hypot(across, down)
        base_of_head = (first[0] + across * short / width, first[1] - down * short / HEIGHT)
        lines += [look | {"x": x, "y": y, "step": step} for step, (x, y) in enumerate((first, base_of_head))]
        heads.append(look | {"x": last[0], "y": last[1], "turn": turn})
        if y0 == 1:  # a giver at the top has the amount under its name, the one in the middle beside its arrow
            labels.append(((x0, y0 - 0.075), figure_words(row), "center"))
        else:
            labels.append(((x0 + (amount / 2 + 14) / width, (first[1] + last[1]) / 2), figure_words(row), "left"))
    names = {row["entity_id"]: row["name"] for row in package.rows("entities")}
    parties = [{"x": x, "y": y, "name": names[entity]} for entity, (x, y) in PLACES.items()]
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 1]))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-0.04, 1.04]))
    colour = alt.Color("colour:N", scale=None)
    base = alt.Chart(pd.DataFrame(lines)).encode(
        x=x, y=y, detail="figure:N", order="step:O", color=colour,
        strokeWidth=alt.StrokeWidth("amount:Q", scale=None, legend=None),
    )  # fmt: skip
    layers: list[alt.Chart] = [
        base.transform_filter(alt.datum.open).mark_line(strokeDash=[9, 4]),
        base.transform_filter(~alt.datum.open).mark_line(),
        alt.Chart(pd.DataFrame(heads)).mark_point(shape="triangle-down", filled=True, opacity=1).encode(
            x=x, y=y, color=colour, size=alt.Size("area:Q", scale=None, legend=None),
            angle=alt.Angle("turn:Q", scale=None),
        ).transform_calculate(area=f"pow(datum.amount + {HEAD}, 2)"),
        alt.Chart(pd.DataFrame(parties)).mark_text(fontWeight=600, fontSize=SIZE + 2, color=INK).encode(x=x, y=y, text=alt.Text("name:N")),
        *(label(x, y, place, text, colour=MUTED, align=align) for place, text, align in labels),
    ]  # fmt: skip
    return finish(layers, width, HEIGHT)


def describe_flows(package: DataPackage) -> str:
    """The payments in one paragraph."""
    w = worded(package)
    return (
        f"Diagram of payments. To Anthropic: Nvidia {w['nvidia-investment']}, Microsoft {w['microsoft-investment']}, "
        f"Amazon, earlier, {w['amazon-investment']}. From Anthropic to Microsoft Azure: {w['azure-commitment']}."
    )


def ratios(package: DataPackage, width: int) -> alt.LayerChart:
    """What the Azure commitment is per dollar of equity: closed ends as bars, open ends as arrows."""
    values, declared = compute(package), registry()
    chosen = ["commitment-to-new-equity", "commitment-to-total-equity", "commitment-to-microsoft-investment"]
    short = {
        "commitment-to-new-equity": "Nvidia and Microsoft",
        "commitment-to-total-equity": "with Amazon’s earlier stake",
        "commitment-to-microsoft-investment": "Microsoft alone",
    }
    limit = 2 + math.ceil(max(values[name].least for name in chosen))
    rows = [
        {
            "name": short[name],
            "label": declared[name].label,
            "low": float(values[name].least),
            "high": min(float(values[name].most), limit),
            "open": values[name].high is None,
            "words": words(values[name]).replace("\u00a0", " "),
        }
        for name in chosen
    ]
    frame = pd.DataFrame(rows)
    y = alt.Y("name:N", sort=list(short.values()), axis=None, scale=alt.Scale(paddingInner=0.2))
    x = alt.X(
        "low:Q", scale=alt.Scale(domain=[0, limit]), title="dollars of Azure commitment per dollar of equity",
        axis=alt.Axis(values=list(range(0, limit + 1, 2)), format="d", domain=False, ticks=False),
    )  # fmt: skip
    base = alt.Chart(frame).encode(y=y)
    below = 14
    bars = base.encode(x=x, x2=alt.X2("high:Q"))
    layers = [
        alt.Chart(pd.DataFrame({"x": [0]})).mark_rule(color=RULE).encode(x="x:Q"),
        bars.transform_filter(~alt.datum.open).mark_bar(height=9, color=BLUE, yOffset=below),
        bars.transform_filter(alt.datum.open).mark_bar(height=9, yOffset=below, color={
            "gradient": "linear", "x1": 0, "x2": 1, "y1": 0, "y2": 0,
            "stops": [{"offset": 0, "color": BLUE}, {"offset": 1, "color": f"{BLUE}00"}],
        }),
        base.encode(x=x).mark_tick(color=BLUE, thickness=3, size=19, yOffset=below),
        base.transform_filter(~alt.datum.open).encode(x=alt.X("high:Q")).mark_tick(color=BLUE, thickness=3, size=19, yOffset=below),
        base.encode(x=alt.value(0), text=alt.Text("name:N")).mark_text(align="left", color=MUTED, dy=-10),
        base.encode(x=alt.value(width), text=alt.Text("words:N")).mark_text(align="right", color=INK, fontWeight=600, dy=-10),
    ]  # fmt: skip
    return finish(layers, width, 190)


def describe_ratios(package: DataPackage) -> str:
    """The ratios in one paragraph."""
    w = worded(package)
    return (
        "Bar chart of the Azure commitment per dollar of equity. "
        f"Equity of Nvidia and Microsoft: {w['commitment-to-new-equity']}, open upwards. "
        f"With Amazon’s earlier stake: {w['commitment-to-total-equity']}. "
        f"Microsoft alone: {w['commitment-to-microsoft-investment']}, open upwards."
    )

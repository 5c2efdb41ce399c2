"""The deal in pictures: who pays whom, and how much of its price the seller of compute puts into the buyer."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from ..metrics import compute, peer_deals
from ..package import Package
from ..values import date_in_words, words
from .chart import Chart
from .frames import frame, names, of_facts, of_figure, rows_of
from .key import key
from .marks import SAYS, stacked, strips
from .theme import INK, LINE, MUTED, NARROWEST, Drawing, company_colours, company_of

# Where each party stands: across from 0 to 1, down from 1 to 0.
PLACES = {"nvidia": (0.17, 1.0), "microsoft": (0.5, 1.0), "amazon": (0.83, 1.0), "anthropic": (0.5, 0.45), "azure": (0.5, 0.0)}
HEIGHT = 350
HEAD = 14  # pixels by which an arrow head is wider than its line


def flow_frame(package: Package) -> pd.DataFrame:
    """What each party pays or invests, in the words of the article."""
    called = names(package, "entities")
    return frame(
        of_figure(package, row["figure_id"], f"{called[row['from_id']]} to {called[row['to_id']]}", company=row["from_id"])
        | {"giver": row["from_id"], "receiver": row["to_id"]}
        for row in package.rows("figures")
        if row["kind"] in ("compute_purchase", "equity_investment")
    )


def draw_flows(package: Package, values: pd.DataFrame, width: int) -> Drawing:
    """Arrows from giver to receiver, as wide as the amount; broken where only a ceiling is stated."""
    narrow, inner, rows = width < NARROWEST, width - 8, []
    for flow in rows_of(values):
        (x, y), (end_x, end_y) = PLACES[flow["giver"]], PLACES[flow["receiver"]]
        amount = flow["low"] if math.isnan(flow["high"]) else flow["high"]
        # A line leaves below the amount (or the name), and ends beside the others above the receiver, at the base of its head.
        y -= (0.19 if narrow else 0.15) if y == 1 else 0.06
        end_x, end_y = end_x + (x - end_x) * 0.25, end_y + 0.09
        across, down = (end_x - x) * inner, (y - end_y) * HEIGHT
        short = 1 - 0.35 * (amount + HEAD) / math.hypot(across, down)
        said = flow["words"].replace(" $", "\n$", 1) if narrow else flow["words"]
        rows.append(flow | {
            "amount": amount, "x": x, "y": y, "tip_x": end_x, "tip_y": end_y, "x2": x + across * short / inner,
            "y2": y - down * short / HEIGHT, "turn": round(-math.degrees(math.atan2(across, down)), 2),
            "text": said if y > 0.5 else f"{said}\nof compute",
        })  # fmt: skip
    called = names(package, "entities")
    parties = pd.DataFrame([{"name": called[one], "x": x, "y": y} for one, (x, y) in PLACES.items()])
    unit = alt.Scale(domain=[0, 1])
    across_axis, up_axis = alt.X("x:Q", scale=unit, axis=None), alt.Y("y:Q", scale=unit, axis=None)
    base = alt.Chart(pd.DataFrame(rows)).encode(x=across_axis, y=up_axis)
    coloured = base.encode(color=company_colours(values["company"]))
    shafts = coloured.encode(x2="x2", y2="y2", strokeWidth=alt.StrokeWidth("amount:Q", scale=None, legend=None))
    heads = coloured.mark_point(shape="triangle-down", size=alt.expr(f"pow(datum.amount + {HEAD}, 2)"), angle=alt.expr("datum.turn"))
    above = base.transform_filter("datum.y > 0.5").mark_text(lineBreak="\n", color=MUTED, yOffset=LINE + 4)
    beside = base.transform_filter("datum.y < 0.5").mark_text(
        align="left", dx=alt.expr("datum.amount / 2 + 14"), dy=HEIGHT * 0.13, color=MUTED, lineBreak="\n"
    )
    picture = alt.layer(
        shafts.transform_filter("datum.low == null").mark_rule(strokeDash=[9, 4], description=SAYS),
        shafts.transform_filter("datum.low != null").mark_rule(description=SAYS),
        heads.encode(x="tip_x:Q", y="tip_y:Q"),
        above.encode(y=alt.datum(1), text="text"),
        beside.encode(text="text"),
        alt.Chart(parties).mark_text(fontWeight=600).encode(x=across_axis, y=up_axis, text="name"),
        width=inner, height=HEIGHT,
    )  # fmt: skip
    return stacked(key(width, ("line", INK, "stated amount"), ("dash", INK, "a ceiling, “up to”")), picture, spacing=18)


def flow_title(package: Package, values: pd.DataFrame) -> str:
    """The finding: what goes out of Anthropic against what comes in."""
    said, new = dict(zip(values["ids"], values["words"], strict=True)), words(compute(package)["new-equity"])
    return f"{said['azure-commitment']} is to flow out of Anthropic to Azure, and {new} in from Nvidia and Microsoft"


def peer_frame(package: Package) -> pd.DataFrame:
    """The seller's equity as a share of the compute, for each deal of the article's kind, largest compute first."""
    commitment, rows = package.row("figures", "azure-commitment"), []
    for deal in sorted(peer_deals(package), key=lambda deal: (-deal.compute.quantity.least, deal.name)):
        bought = deal.compute
        own = all(bought.row[part] == commitment[part] for part in ("from_id", "to_id", "low"))
        name = f"{deal.name.replace('-', '–')}{' (the article’s deal)' if own else ''}"
        label = f"{name}: {words(deal.equity)} against {words(bought.quantity)}"
        company, share = company_of(package, bought.row["to_id"]), (deal.equity / bought.quantity).to("percent")
        facts = (*deal.firm, *deal.conditional, bought)
        rows.append(of_facts(label, facts, company, date_in_words(deal.announced_on), share) | {"strong": own})
    return frame(rows)


def peer_title(_: Package, values: pd.DataFrame) -> str:
    """The finding: the seller's share in the article's deal, beside the least and the greatest of the others."""
    own, others = values[values["strong"]].iloc[0], values[~values["strong"]]
    ends = others.assign(end=others["high"].fillna(others["low"])).sort_values("end")["words"].iloc[[0, -1]]
    return f"{own['company'].title()} puts in {own['words']} of what its cloud sells here; other sellers from {' to '.join(ends)}"


FLOWS = Chart(
    "flows", flow_frame, flow_title, "Billion US dollars, as the article states them; arrows are as wide as the amounts", draw_flows,
    "Diagram of payments", "Amazon’s money is older and no part of the agreement",
)  # fmt: skip
PEERS = Chart(
    "peers", peer_frame, peer_title, "The seller’s new equity in the buyer, percent of the compute sold in the same deal", strips,
    "Chart of the seller’s equity against the compute that it sells",
    "Deals in which the seller of compute takes new equity in the buyer, and both are known in dollars. "
    "Equity that depends on conditions counts as a ceiling",
)  # fmt: skip

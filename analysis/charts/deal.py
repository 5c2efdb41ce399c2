"""The deal in pictures: who pays whom, and how much of its price the seller of compute puts into the buyer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import reduce
from operator import add

import altair as alt
import pandas as pd

from ..metrics import compute
from ..package import Package, Row, quantity_of
from ..values import Quantity, date_in_words, words
from .chart import Chart
from .frames import SAYS, Value, frame, listed, names, of_figure, rows_of, value
from .marks import NARROWEST, bounds_key, key, margin, stacked, strips
from .theme import INK, LINE, MUTED, Drawing, company_colours, company_of, fixed

# Where each party stands: across from 0 to 1, down from 1 to 0.
PLACES = {"nvidia": (0.17, 1.0), "microsoft": (0.5, 1.0), "amazon": (0.83, 1.0), "anthropic": (0.5, 0.45), "azure": (0.5, 0.0)}
HEIGHT = 350
HEAD = 14  # pixels by which an arrow head is wider than its line


# ------------------------------------------------------------ who pays whom


def flow_frame(package: Package) -> pd.DataFrame:
    """What each party pays or invests, in the words of the article."""
    called = names(package, "entities")
    return frame(
        of_figure(package, row["figure_id"], f"{called[row['from_id']]} to {called[row['to_id']]}", company=row["from_id"])
        | {"giver": row["from_id"], "receiver": row["to_id"]}
        for row in package.rows("figures")
        if row["kind"] in ("compute_purchase", "equity_investment")
    )


def draw_flows(package: Package, width: int) -> Drawing:
    """Arrows from giver to receiver, as wide as the amount; broken where only a ceiling is stated."""
    narrow = width < NARROWEST
    inner = width - 8
    rows = []
    for flow in rows_of(flow_frame(package)):
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
            "y2": y - down * short / HEIGHT, "turn": round(-math.degrees(math.atan2(across, down)), 2), "text": said,
        })  # fmt: skip
        if y < 0.5:
            rows[-1]["text"] += "\nof compute"
    data = pd.DataFrame(rows)
    parties = pd.DataFrame([{"name": names(package, "entities")[one], "x": x, "y": y} for one, (x, y) in PLACES.items()])

    wide, high = alt.X("x:Q", scale=alt.Scale(domain=[0, 1]), axis=None), alt.Y("y:Q", scale=alt.Scale(domain=[0, 1]), axis=None)
    base = alt.Chart(data).encode(x=wide, y=high)
    shafts = base.encode(
        x2=alt.X2("x2"),
        y2=alt.Y2("y2"),
        color=company_colours(data["company"]),
        strokeWidth=alt.StrokeWidth("amount:Q", scale=None, legend=None),
    )
    heads = base.mark_point(shape="triangle-down", size=alt.expr(f"pow(datum.amount + {HEAD}, 2)"), angle=alt.expr("datum.turn")).encode(
        x=alt.X("tip_x:Q"), y=alt.Y("tip_y:Q"), color=company_colours(data["company"])
    )
    top = base.transform_filter("datum.y > 0.5").mark_text(lineBreak="\n", color=MUTED)
    middle = base.transform_filter("datum.y < 0.5").mark_text(
        align="left", dx=alt.expr("datum.amount / 2 + 14"), dy=HEIGHT * 0.13, color=MUTED, lineBreak="\n"
    )
    head = alt.Chart(parties).mark_text(fontWeight=600).encode(x=wide, y=high, text=alt.Text("name"))
    picture = alt.layer(
        shafts.transform_filter("datum.low == null").mark_rule(strokeDash=[9, 4], description=alt.expr(SAYS)),
        shafts.transform_filter("datum.low != null").mark_rule(description=alt.expr(SAYS)),
        heads,
        top.encode(y=fixed(alt.YDatum, 1), yOffset=fixed(alt.YOffsetValue, LINE + 4), text=alt.Text("text")),
        middle.encode(text=alt.Text("text")),
        head,
        width=inner,
        height=HEIGHT,
    )
    legend = key(width, ("line", INK, "stated amount"), ("dash", INK, "a ceiling, “up to”"), left=0)
    return stacked(legend, picture, spacing=18)


def flow_title(package: Package) -> str:
    """The finding: what goes out of Anthropic against what comes in."""
    said = {row["ids"]: row["words"] for row in rows_of(flow_frame(package))}
    new = words(compute(package)["new-equity"])
    return f"{said['azure-commitment']} is to flow out of Anthropic to Azure, and {new} in from Nvidia and Microsoft"


FLOWS = Chart(
    "flows", flow_title, lambda _: "Billion US dollars, as the article states them; arrows are as wide as the amounts",
    flow_frame, draw_flows, lambda package: f"Diagram of payments. {listed(flow_frame(package))}.",
    note=lambda _: "Amazon’s money is older and no part of the agreement",
)  # fmt: skip


# ------------------------------------------------------------ the seller's equity against the compute


@dataclass(frozen=True)
class PeerDeal:
    """A deal in which the seller of compute puts new equity into the buyer. `compute` and `equity` are sums of its rows in
    billion dollars, None where a row states no amount.
    """

    deal_id: str
    name: str
    announced_on: str
    seller: str
    purchases: tuple[Row, ...]
    investments: tuple[Row, ...]
    is_of_article: bool

    @property
    def compute(self) -> Quantity | None:
        """The compute bought."""
        return _total(self.purchases)

    @property
    def equity(self) -> Quantity | None:
        """The seller's new equity in the buyer."""
        return _total(self.investments)


def _total(rows: tuple[Row, ...]) -> Quantity | None:
    if any(row["low"] is None and row["high"] is None for row in rows):
        return None
    return reduce(add, map(quantity_of, rows))


def peer_deals(package: Package) -> list[PeerDeal]:
    """Every deal in which the seller of compute puts new equity into the buyer in the same agreement, by id.

    Rows of `compute_deals` with one `deal_id`: a `compute_purchase`, and an `equity_investment` with `equity_basis` "new" from
    its seller, or from an owner of the seller, to its buyer. Only rows that may be counted take part. Raises `ValueError`
    where two rows that would be added belong to one overlap group.
    """
    parents = {row["organisation_id"]: row["parent_id"] for row in package.rows("organisations")}

    def owners(one: str | None) -> list[str]:
        return [one, *owners(parents.get(one))] if one else []

    deals: dict[str, list[Row]] = {}
    for row in package.rows("compute_deals"):
        if row["counted"]:
            deals.setdefault(row["deal_id"], []).append(row)
    commitment = package.row("figures", "azure-commitment")
    found = []
    for deal_id, rows in sorted(deals.items()):
        bought = [row for row in rows if row["flow_kind"] == "compute_purchase"]
        given = [row for row in rows if row["flow_kind"] == "equity_investment" and row["equity_basis"] == "new"]
        pairs = [
            (sale, gift)
            for sale in bought
            for gift in given
            if gift["to_id"] == sale["from_id"] and gift["from_id"] in owners(sale["to_id"])
        ]
        if not pairs:
            continue
        sales, gifts = ({row["flow_id"]: row for row in side}.values() for side in zip(*pairs, strict=True))
        groups = [row["overlap_group"] for row in (*sales, *gifts) if row["overlap_group"]]
        if len(groups) != len(set(groups)):
            raise ValueError(f"the deal “{deal_id}” has two counted flows of one overlap group, which cannot be added")
        first = min(sales, key=lambda row: str(row["announced_on"]))
        own = any(
            (row["from_id"], row["to_id"], row["low"]) == (commitment["from_id"], commitment["to_id"], commitment["low"]) for row in sales
        )
        found.append(PeerDeal(deal_id, first["deal_name"], first["announced_on"], first["to_id"], tuple(sales), tuple(gifts), own))
    return found


def peer_frame(package: Package) -> pd.DataFrame:
    """The seller's equity as a share of the compute, for each deal of which both are known in dollars, largest compute first."""
    rows: list[tuple[float, Value]] = []
    for deal in peer_deals(package):
        bought, equity = deal.compute, deal.equity
        if bought is None or equity is None:
            continue
        share = (equity / bought).to("percent")
        flows = (*deal.investments, *deal.purchases)
        name = deal.name.replace("-", "–")
        rows.append((float(bought.high or bought.least), value(
            f"{name}{' (the article’s deal)' if deal.is_of_article else ''}: {words(equity)} against {words(bought)}", share,
            [f"compute_deals:{row['flow_id']}" for row in flows], [row["source_id"] for row in flows],
            company=company_of(package, deal.seller), period=date_in_words(deal.announced_on),
        ) | {"strong": deal.is_of_article}))  # fmt: skip
    return frame(row for _, row in sorted(rows, key=lambda one: (-one[0], one[1]["label"])))


def draw_peers(package: Package, width: int) -> Drawing:
    """A row a deal, in the colour of the seller."""
    values = peer_frame(package)
    return stacked(bounds_key(values, width), strips(values, width, "datum.value + '%'"), left=margin(width))


def peer_title(package: Package) -> str:
    """The finding: the seller's share in the article's deal, among how many."""
    values = peer_frame(package)
    own, others = values[values["strong"]].iloc[0], values[~values["strong"]]
    ends = others.assign(end=others["high"].fillna(others["low"])).sort_values("end")["words"]
    said = f"; other sellers from {ends.iloc[0]} to {ends.iloc[-1]}" if len(ends) else ""
    return f"{own['company'].title()} puts in {own['words']} of what its cloud sells here{said}"


PEERS = Chart(
    "peers", peer_title, lambda _: "The seller’s new equity in the buyer, percent of the compute sold in the same deal",
    peer_frame, draw_peers,
    lambda package: f"Chart of the seller’s equity against the compute that it sells. {listed(peer_frame(package))}.",
    note=lambda _: "Deals in which the seller of compute takes new equity in the buyer, and both are known in dollars",
)  # fmt: skip

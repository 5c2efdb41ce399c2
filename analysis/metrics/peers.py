"""Deals of the same kind: the seller of compute puts equity into the buyer, in the same agreement.

One definition, `peer_deals`, decides which deals these are; metrics, chart and text use it alike. Equity that was built up over
years, that comes from a third party, or that the seller gives in its own shares is left out. Nothing is added up across deals,
since several contain the same money.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..package import Fact, Package
from ..values import Quantity
from .arithmetic import total
from .registry import metric


@dataclass(frozen=True)
class PeerDeal:
    """A deal with the compute that it sells and the equity that the seller puts into the buyer.

    `firm` is put in without conditions; `conditional` may follow, so it counts as a ceiling.
    """

    deal_id: str
    name: str
    announced_on: str
    compute: Fact
    firm: tuple[Fact, ...]
    conditional: tuple[Fact, ...]

    @property
    def equity(self) -> Quantity:
        """The equity of all parts."""
        return seller_equity([fact.quantity for fact in self.firm], [fact.quantity for fact in self.conditional])


def seller_equity(firm: Sequence[Quantity], conditional: Sequence[Quantity]) -> Quantity:
    """Firm parts and ceilings of conditional ones, added."""
    return total([*firm, *(replace(part, low=None, digit=None) for part in conditional)])


def peer_deals(package: Package) -> list[PeerDeal]:
    """All deals of this kind whose two sides are known in dollars, in the order in which they were announced."""
    parents = {row["organisation_id"]: row["parent_id"] for row in package.rows("organisations")}
    flows: dict[str, list[Fact]] = {}
    for fact in package.facts.values():
        if fact.table == "compute_deals" and fact.fact_id.count(":") == 1 and fact.quantity.unit == "USD_bn":
            flows.setdefault(fact.row["deal_id"], []).append(fact)
    found = []
    for deal_id, facts in flows.items():
        for compute in (fact for fact in facts if fact.row["flow_kind"] == "compute_purchase"):
            seller = {compute.row["to_id"], parents.get(compute.row["to_id"])}
            equity = [fact for fact in facts if (fact.row["flow_kind"], fact.row["equity_basis"]) == ("equity_investment", "new")
                      and fact.row["from_id"] in seller and fact.row["to_id"] == compute.row["from_id"]]  # fmt: skip
            if equity:
                firm, conditional = (
                    tuple(fact for fact in equity if (fact.row["status"] == "conditional") == later) for later in (False, True)
                )
                found.append(PeerDeal(deal_id, compute.row["deal_name"], compute.row["announced_on"], compute, firm, conditional))
    return sorted(found, key=lambda deal: deal.announced_on)


def equity_to_compute(firm: Sequence[Quantity], conditional: Sequence[Quantity], compute: Quantity) -> Quantity:
    """Equity from the seller as a share of the compute sold."""
    return seller_equity(firm, conditional) / compute


# Metric, label, compute, firm and conditional equity: rows of compute_deals. A test holds this list against `peer_deals`.
PEERS: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    "anthropic-google": ("Anthropic and Google, October 2023", "anthropic-google-2023-compute-purchase-anthropic",
                         ("anthropic-google-2023-equity-investment-google",), ()),
    "openai-amazon": ("OpenAI and Amazon, February 2026", "openai-amazon-2026-expansion-compute-purchase-openai",
                      ("openai-amazon-2026-expansion-equity-investment-amazon",
                       "openai-amazon-2026-expansion-equity-investment-amazon-conditional"), ()),
    "anthropic-amazon": ("Anthropic and Amazon, April 2026", "amazon-anthropic-2026-compute-purchase-anthropic",
                         ("amazon-anthropic-2026-equity-investment-amazon",),
                         ("amazon-anthropic-2026-equity-investment-amazon-further",)),
}  # fmt: skip
for _name, (_title, _compute, _firm, _conditional) in PEERS.items():
    metric(f"The seller’s equity against the compute: {_title}", "percent", "equity from the seller ÷ compute sold",
           firm=[f"compute_deals:{row}" for row in _firm], conditional=[f"compute_deals:{row}" for row in _conditional],
           compute=f"compute_deals:{_compute}", metric_id=f"equity-to-compute-{_name}",
           caveat="Terms and lengths of the deals differ. Parts of the equity that depend on conditions are ceilings."
           )(equity_to_compute)  # fmt: skip

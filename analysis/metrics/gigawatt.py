"""What the commitment buys: gigawatt-years at published rents and at contract prices, electricity, and Nvidia's part of the cost."""

from collections.abc import Sequence

from ..values import Quantity, exactly
from .arithmetic import between_published, span
from .registry import metric, ratio


def costs(rows: str) -> tuple[str, ...]:
    """The ids of rows of gigawatt_costs."""
    return tuple(f"gigawatt_costs:{row}" for row in rows.split())


RENTS = costs("semianalysis-rent-per-year-2025-09-30 anthropic-rent-per-year-2026-02-13 semianalysis-rent-per-year-2026 "
              "guosheng-rent-per-year-2026-05-23")  # fmt: skip
BUILDS = costs("nvidia-build-2025-08-27 barclays-build-2025-09-25 citi-build-2025-09-30 bernstein-build-2025-10-31 ibm-build-2025-12 "
               "epoch-build-2026-05-14 epoch-build-2026-06-03 foxconn-build-2026-06-19 nvidia-build-2026-08-26")  # fmt: skip
ELECTRICITY = costs("epoch-electricity-per-year-2026-05-14 foxconn-electricity-per-year-2026-06-19")
PARTS = costs("nvidia-supplier-part-blackwell-2025-11-19 nvidia-supplier-part-blackwell-2026-08-26 nvidia-supplier-part-rubin-2026-08-26")

ratio("gigawatt-years-bought", "Gigawatt-years that the commitment would rent", "GW_year",
      "Azure commitment ÷ published rents of a gigawatt for a year", "azure-commitment", RENTS, "The price that Anthropic pays is not "
      "public. The rents are estimates, the narrowest of them by people who sell or buy compute.",
      "The whole commitment is rent, at a price between the least and the greatest published.")  # fmt: skip


def contract_price(sum_: Quantity, capacity: Quantity, term: Quantity) -> Quantity:
    """What a contract pays for a gigawatt and year: its sum ÷ (capacity × term)."""
    return sum_ / (capacity * term)


for _name, _title, _flow in (
    ("microsoft-iren", "Microsoft and IREN", "compute_deals:microsoft-iren-compute-purchase-microsoft"),
    ("openai-oracle", "OpenAI and Oracle", "compute_deals:openai-oracle-cloud-contract-compute-purchase-openai"),
):
    metric(f"Price of a gigawatt-year in the contract of {_title}", "USD_bn_per_GW_year", "sum of the contract ÷ (capacity × term)",
           sum_=_flow, capacity=f"{_flow}:capacity", term=f"{_flow}:term", metric_id=f"contract-price-{_name}",
           caveat="As if the whole capacity were there from the first day. The sum may pay for more than the capacity.",
           reading="The capacity is used in full over the whole term.")(contract_price)  # fmt: skip

ratio("gigawatt-years-at-contract-price", "Gigawatt-years that the commitment would buy at the price of a contract", "GW_year",
      "Azure commitment ÷ price of a gigawatt-year in the contract of Microsoft and IREN", "azure-commitment",
      "contract-price-microsoft-iren", "Microsoft buys there what it sells here, so its own price should be higher.",
      "The commitment pays what Microsoft pays IREN.")  # fmt: skip


@metric("How long the commitment would fill a gigawatt", "year", "gigawatt-years bought ÷ the article’s capacity",
        reading="The announced capacity is one gigawatt and is used in full.")  # fmt: skip
def years_of_a_full_gigawatt(gigawatt_years_bought: Quantity, compute_capacity: Quantity) -> Quantity:
    """The announcement calls the capacity additional to the purchase in one sentence and initial in another."""
    return gigawatt_years_bought / compute_capacity.ceiling()


@metric("The commitment against the cost to build a gigawatt", "percent", "Azure commitment ÷ published costs to build a gigawatt",
        builds=BUILDS, reading="One gigawatt, at a cost between the least and the greatest published.")  # fmt: skip
def commitment_against_build_cost(azure_commitment: Quantity, builds: Sequence[Quantity]) -> Quantity:
    """The costs include different things. A buyer of compute does not pay for a building, but its price must recover one."""
    return azure_commitment / (between_published(builds) * exactly(1, "GW"))


@metric("Electricity of the announced capacity in a year", "TWh", "capacity × 8,760 hours",
        reading="The capacity draws all its power in every hour of a year.")  # fmt: skip
def electricity_of_a_gigawatt(compute_capacity: Quantity) -> Quantity:
    """A ceiling: computers are not always busy. Whether the gigawatt counts cooling is not said."""
    return compute_capacity * exactly(1, "year")


ratio("electricity-share-of-rent", "Electricity as a share of the rent of a gigawatt", "percent",
      "published cost of electricity for a year ÷ published rents of a gigawatt for a year", ELECTRICITY, RENTS,
      "Estimates of different authors, for sites in different places.")  # fmt: skip
ratio("nvidia-part-of-a-gigawatt", "Nvidia’s part of the cost to build a gigawatt", "percent",
      "Nvidia’s part ÷ cost of the whole site, both as Nvidia put them on 27 August 2025",
      "gigawatt_costs:nvidia-supplier-part-2025-08-27", "gigawatt_costs:nvidia-build-2025-08-27", "Nvidia’s own account, from one "
      "answer on one call. A year later it put parts of newer and older chips between 18 and 40.")  # fmt: skip


@metric("Nvidia’s part of one gigawatt against what it may invest", "times",
        "Nvidia’s part of a gigawatt × 1 gigawatt ÷ Nvidia’s investment", parts=PARTS,
        reading="One gigawatt is built with Nvidia’s systems of the two generations that the announcement names.")  # fmt: skip
def nvidia_part_to_its_investment(parts: Sequence[Quantity], nvidia_investment: Quantity) -> Quantity:
    """A floor: the investment has only a ceiling. Sales are not profit."""
    return span(parts) * exactly(1, "GW") / nvidia_investment

"""Charts of rows on one axis: deals of the article's kind, gigawatts, estimates, commitments, and what the numbers rest on.

A value is a dot, a range a bar, and a bar that fades has no end that the source states. Names stand beside the marks, or
above them where the chart is narrow.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import altair as alt
import pandas as pd

from ..metrics import peer_deals, span
from ..package import Package
from ..values import date_in_words, exactly, words
from .chart import Chart, Value, distinct, facts_of, frame, names, of_facts, of_figure, plain, sentence, value
from .marks import AWAY, MONEY, PERCENT, SAYS, UP, key, stacked, ticks
from .theme import COLOURS, HAIR, INK, LINE, NARROWEST, Drawing, company_of, fading, length, lines

NAMES = 232  # pixels for the names of rows where they stand beside the marks
ROW = 40  # pixels a row at least, where its name stands beside it
FADE = {False: 0.14, True: 0.06}  # how much of the axis a range fades over where its high is open, and a bar from nought
PRICES = {"rent_per_year": "rent", "contract_per_year": "contract"}
# Of each measure of spending: how the article's forecast is read, and the title above its estimates.
READ = {"annual": ("for that year", "In the year {}"), "cumulative": ("as a sum", "In several years until {}, in all")}
EVIDENCE = {
    "article": "the article itself", "primary": "pages of the companies", "press": "press", "relay": "pages that retell others",
    "arithmetic": "arithmetic on stated numbers", "assumption": "assumptions",
}  # fmt: skip


def strips(_: Package, values: pd.DataFrame, width: int, bars: bool = False) -> Drawing:
    """A row for each value, on an axis from nought for each `panel`, the title above it.

    Names of rows are their labels, bold where the field `strong` says so. With `bars`, a value is a bar from nought.
    """
    left = NAMES if width >= NARROWEST else 0
    values = values.assign(panel=values.get("panel", ""), strong=values.get("strong", False))
    open_ones, exact = values["low"].isna() | values["high"].isna(), values["low"] == values["high"]
    kinds = (
        ("bar" if bars else "dot", "one value", exact), ("bar", "from low to high", ~open_ones & ~exact),
        ("fade", "the end that fades is not stated", open_ones),
    )  # fmt: skip
    shown = [(shape, INK, said) for shape, said, where in kinds if where.any()]
    legend = [key(width, *shown, left=left)] if len(shown) > 1 else []
    panels = [_strip(rows, width, left, str(title), bars) for title, rows in values.groupby("panel", sort=False)]
    return stacked(*legend, *panels, spacing=22 if len(panels) > 1 else 12, left=left)


def _strip(values: pd.DataFrame, width: int, left: float, title: str, bars: bool) -> Drawing:
    unit, plot, low, high = values["unit"].iloc[0], width - left - 6, values["low"], values["high"]
    room = values["words"].map(lambda said: AWAY + length(said, bold=True))  # what its words need beside a mark
    most = high.fillna(low * (1.1 if bars else 1.2)) * 1.03 * (plot / (plot - room) if bars else 1)
    scale = ticks(most.max(), 5 if left else 3)
    top = scale[-1]
    drawn = values.assign(
        start=low.where(low.lt(high) | (not bars), 0).fillna(0), end=high.fillna(low + FADE[bars] * top), stated=low.fillna(high),
        colour=[COLOURS[company][0] for company in values["company"]],
        text=["\n".join(lines(label, (left or width) - 14, bold=bold)) for label, bold in values[["label", "strong"]].values],
    )  # fmt: skip
    fits = drawn["end"] * plot / top + room <= plot
    drawn["side"], drawn["at"] = fits.map({True: "left", False: "right"}), drawn["end"].where(fits, drawn["start"])
    tall = LINE * (1 + drawn["text"].str.count("\n").max())
    step = max(ROW, tall + 10) if left else tall + 34
    down, up = (0, 0) if left else (step / 2 - 16, tall / 2 + 5 - step / 2)  # from the middle of a row to its marks and its name
    y = alt.Y("label:N", sort=None, axis=None, scale=alt.Scale(padding=0))
    label = MONEY if unit.startswith("USD") else PERCENT if unit == "percent" else "datum.value"
    axis = alt.Axis(values=scale, labelExpr=label, labelFlush=True, ticks=True, domain=True)
    x = alt.X("start:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=axis)
    base = alt.Chart(drawn).encode(x=x, y=y, color=alt.Color("colour:N", scale=None))
    fades = fading("datum.colour", "left"), fading("datum.colour", "right", "datum.low / datum.end" if bars else "0")
    fill = alt.expr("datum.low == null ? {} : datum.high == null ? {} : datum.colour".format(*fades))
    bar, dot = base if bars else base.transform_filter("datum.low != datum.high"), base.transform_filter("datum.low == datum.high")
    tick = base.transform_filter("datum.low == null || datum.high == null").mark_tick(yOffset=down, thickness=3, size=15)
    away, bold = alt.expr(f"datum.side == 'left' ? {AWAY} : -{AWAY}"), alt.expr("datum.strong ? 600 : 400")
    plain_ones = alt.Chart(drawn).encode(y=y)
    named = plain_ones.mark_text(align="left", lineBreak="\n", dy=UP, yOffset=up, fontWeight=bold)
    said = plain_ones.mark_text(align=alt.expr("datum.side"), dx=away, yOffset=down, fontWeight=600)
    between = alt.Chart(drawn).mark_rule(color=HAIR).encode(y=alt.Y("label:N", sort=None, bandPosition=0))
    layers = [
        between.encode(x=alt.value(-left), x2=alt.value(plot)),
        bar.mark_bar(yOffset=down, height=12 if bars else 9, fill=fill, description=SAYS).encode(x2="end:Q"),
        *([] if bars else [dot.mark_point(yOffset=down, size=90, description=SAYS), tick.encode(x="stated:Q")]),
        named.encode(x=alt.value(-left), text="text:N"),
        said.encode(x="at:Q", text="words:N"),
    ]
    over = {"text": title, "frame": "group", "dx": -left} if title else alt.Undefined
    return alt.layer(*layers, width=plot, height=alt.Step(step), title=over)


bars = partial(strips, bars=True)


def peer_frame(package: Package) -> pd.DataFrame:
    """The seller's equity as a share of the compute, for each deal of the article's kind, largest compute first."""
    commitment, rows = package.row("figures", "azure-commitment"), []
    for deal in sorted(peer_deals(package), key=lambda deal: (-deal.compute.quantity.least, deal.name)):
        bought = deal.compute
        own = all(bought.row[part] == commitment[part] for part in ("from_id", "to_id", "low"))
        name = deal.name.replace("-", "–") + (" (the article’s deal)" if own else "")
        label = f"{name}: {words(deal.equity)} against {words(bought.quantity)}"
        company, share = company_of(package, bought.row["to_id"]), (deal.equity / bought.quantity).to("percent")
        facts, day = (*deal.firm, *deal.conditional, bought), date_in_words(deal.announced_on)
        rows.append(of_facts(label, facts, company, day, share) | {"strong": own})
    return frame(rows)


def _peer_title(_: Package, values: pd.DataFrame) -> str:
    own, others = values[values["strong"]].iloc[0], values[~values["strong"]]
    ends = others["words"][others["high"].fillna(others["low"]).sort_values().index[[0, -1]]]
    return f"{own['company'].title()} puts in {own['words']} of what its cloud sells here; other sellers from {' to '.join(ends)}"


def gigawatt_frame(package: Package) -> pd.DataFrame:
    """Gigawatt-years at each rent or contract price, most first; then the costs to build, lowest first."""
    commitment, bought, build = package.quantity("azure-commitment"), [], []
    for fact in facts_of(package, "gigawatt_costs"):
        row, by, said = fact.row, fact.row["estimated_by"], plain(fact.words)
        company, period = company_of(package, by.lower()), f"stated {date_in_words(row['stated_on'])}" if row["stated_on"] else ""
        if row["what"] in PRICES:
            label = f"{sentence(by)}: {PRICES[row['what']]} of {said.replace(' per gigawatt-year', '')}"
            one = of_facts(label, [fact], company, period, (commitment / fact.quantity).to("GW_year"))
            bought.append(one | {"ids": f"azure-commitment + {fact.fact_id}", "panel": "Gigawatt-years bought, by whose price"})
        elif row["what"] == "build":
            one = of_facts(sentence(by), [fact], company, period) | {"words": said.replace(" per gigawatt", "")}
            build.append(one | {"panel": "To build a gigawatt, by whose account"})
    bought.sort(key=lambda one: (-(one["high"] or one["low"]), one["label"]))
    build.sort(key=lambda one: (one["low"] or one["high"], one["label"]))
    return frame([*distinct(bought), *distinct(build)])


def estimate_frame(package: Package) -> pd.DataFrame:
    """The article's forecast and every estimate that ends with its year, lowest first, by what they measure."""
    year: str = package.row("figures", "ai-spending-2030")["period"].removeprefix("../")
    found: list[Value] = []
    for measure, (meant, title) in READ.items():
        rows: dict[tuple[object, ...], Value] = {}
        for fact in facts_of(package, "spending_estimates"):
            row, by, years = fact.row, fact.row["estimated_by"], (fact.row["period"] or "").replace("../", "").replace("/", "–")
            if (row["measure"], row["unit"], years[-4:]) == (measure, "USD_bn", year):
                one = of_facts(f"{by}: {row['what']}{f', {years}' if '–' in years else ''}", [fact], company_of(package, by.lower()), years)
                rows.setdefault((by, row["what"], row["low"], row["high"]), one)  # what one author repeats is there once
        ordered = distinct(sorted(rows.values(), key=lambda one: (one["low"] or one["high"], one["high"] or 0, one["label"])))
        own = of_figure(package, "ai-spending-2030", f"The article, if meant {meant}", f"until {year}")
        found += [one | {"panel": title.format(year), "strong": one is own} for one in (own, *ordered)]
    return frame(found)


def _estimate_title(_: Package, values: pd.DataFrame) -> str:
    own, others = values.iloc[0], values[(values["panel"] == values["panel"].iloc[0]) & ~values["strong"]]
    ends, year = others["high"].dropna().sort_values(), own["period"].removeprefix("until ")  # a floor may lie anywhere above
    below = ends.index[ends < own["low"]]
    most = f", at {others['words'][below[-1]]} or less" if len(below) else ""
    return f"Read as one year, {own['words']} is high: {len(below)} of {len(others)} other estimates for {year} stay below it{most}"


def commitment_frame(package: Package) -> pd.DataFrame:
    """The total of what Anthropic has committed, then each counterparty, largest first; only the latest report of each."""
    called, found = names(package), {}
    for fact in sorted(facts_of(package, "commitments"), key=lambda fact: str(fact.row["as_of"])):
        row, other = fact.row, fact.row["counterparty_id"]
        if row["company_id"] == "anthropic" and row["unit"] == "USD_bn" and row["measure"] in ("commitment", "total"):
            name, period = called.get(other, "All together, as reported"), f"as of {date_in_words(row['as_of'])}" if row["as_of"] else ""
            one = of_facts(name, [fact], company_of(package, other), period)
            found[other] = one | {"strong": other == "microsoft", "total": not other}
    return frame(sorted(found.values(), key=lambda one: (not one["total"], -(one["high"] or one["low"]), one["label"])))


def evidence(counts: Mapping[str, int]) -> Chart:
    """The chart of how many numbers of a page rest on which kind of evidence: kind (see `EVIDENCE`) -> count, largest first."""
    kinds = sorted(filter(counts.get, EVIDENCE), key=lambda kind: -counts[kind])
    values = frame(value(sentence(EVIDENCE[kind]), exactly(counts[kind], "count"), [kind], [], "article") for kind in kinds)
    finding = f"{counts[kinds[0]]} of the {sum(counts.values())} numbers on this page rest on {EVIDENCE[kinds[0]]}"
    measure = "Numbers in the text and its tables, by what they rest on, count"
    return Chart("evidence", lambda _: values, lambda *_: finding, measure, bars, "Bar chart of what the numbers rest on")


PEERS = Chart(
    "peers", peer_frame, _peer_title, "The seller’s new equity in the buyer, percent of the compute sold in the same deal", strips,
    "Chart of the seller’s equity against the compute that it sells",
    "Deals in which the seller of compute takes new equity in the buyer, and both are known in dollars. "
    "Equity that depends on conditions counts as a ceiling",
)  # fmt: skip
GIGAWATT = Chart(
    "gigawatt", gigawatt_frame,
    lambda package, values: "{} buys {} at published prices".format(
        words(bought := package.quantity("azure-commitment")),
        words((bought / span([package.facts[ids.split(" + ")[1]].quantity for ids in values["ids"] if " + " in ids])).to("GW_year")),
    ),
    "Gigawatts of computing for a year, above; cost of building one gigawatt in billion dollars, below",
    strips, "Two charts, each on an axis of its own", "The price that Anthropic pays is not public",
)  # fmt: skip
ESTIMATES = Chart(
    "estimates", estimate_frame, _estimate_title, "Published estimates of spending on AI or data centres {first}, dollars", strips,
    "Two charts of published estimates, a year and several years apart",
    "Estimates differ in what they count. Statements that can be read either way are left out",
)  # fmt: skip
COMMITMENTS = Chart(
    "commitments", commitment_frame,
    lambda _, values: "Of {} that Anthropic has committed, {} goes to Microsoft".format(
        *(values["words"][values[kind]].iloc[0] for kind in ("total", "strong"))
    ),
    "Commitments for compute by counterparty, billion US dollars, {first}", bars,
    "Bar chart of Anthropic’s commitments", "The contracts have different lengths, and parts can be cancelled",
)  # fmt: skip

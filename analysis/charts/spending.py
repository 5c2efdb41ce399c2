"""The forecast of spending in both of its readings, year by year and against the estimates of others."""

from __future__ import annotations

import altair as alt
import pandas as pd

from ..metrics import compounded, compute, factor
from ..package import Package
from .chart import Chart
from .frames import COMPUTED, Value, distinct, facts_of, frame, of_facts, of_figure, value
from .key import key
from .marks import MONEY, SAYS, amounts_axis, stacked, strips, years_axis
from .theme import INK, MUTED, NARROWEST, Drawing, named_company

YEARS = 5
# What is said of each reading, the metric of its growth, what says where it ends, its colour and its line in the key.
READINGS = (
    ("if spent in that year", "spending-cagr-annual-at-floor", "ai-spending-2030", INK, "line"),
    ("if spent in all until then", "spending-cagr-cumulative-at-floor", "spending-in-2030-cumulative-at-floor", MUTED, "dash"),
)
# Of each measure: how the article's forecast is read, and the title above its estimates.
MEANT = {
    "annual": ("if meant for that year", "In the year {}"),
    "cumulative": ("if meant as a sum", "In several years until {}, in all"),
}  # fmt: skip


def path_frame(package: Package) -> pd.DataFrame:
    """The start, then for each reading the spending of each year, at the rate that ends where the reading does."""
    base, first = package.quantity("ai-spending-2025").at_floor(), int(package.row("figures", "ai-spending-2025")["period"])
    rows = [of_figure(package, "ai-spending-2025", "Spending at the start", str(first)) | {"year": first, "reading": "start"}]
    metrics = compute(package)
    for reading, rate, end, *_ in READINGS:
        label, last = f"Spending {reading}", str(first + YEARS)
        ways = [(rate, (base * compounded(factor(metrics[rate]), year)).to("USD_bn"), str(first + year)) for year in range(1, YEARS)]
        ways += [(end, metrics[end], last)] if end in metrics else []
        path = [value(label, spent, [metric], [COMPUTED], "article", year) for metric, spent, year in ways]
        path += [of_figure(package, end, label, last)] if end not in metrics else []
        rows += [one | {"year": int(one["period"]), "reading": reading} for one in path]
    return frame(rows)


def draw_paths(_: Package, values: pd.DataFrame, width: int) -> Drawing:
    """Spending from its floor, as a fan for each reading of the forecast, with a bar for the range of each year."""
    narrow, left, start = width < NARROWEST, 52, values.iloc[0]
    first, floor, most = int(start["year"]), start["low"], values["high"].max()
    x = years_axis(first, first + YEARS, range(first + (YEARS % 2 if narrow else 0), first + YEARS + 1, 2 if narrow else 1))
    y = amounts_axis("low", range(0, int(most) + 1, 1000), MONEY, most)
    layers: list[Drawing] = []
    said, shown = [], [("dot", INK, f"{first}: {start['words']}")]
    # Each fan ends in words: the upper one to its left, the lower one below it.
    for (reading, *_names, colour, line), at, up in zip(READINGS, (3.6, YEARS - 0.05), (0.825, 0.06), strict=True):
        fan = values[values["reading"] == reading]
        opened = pd.concat([pd.DataFrame([{"year": first, "low": floor, "high": floor}]), fan[["year", "low", "high"]]])
        area = alt.Chart(opened).encode(x=x, y=y)
        edge = area.mark_line(strokeWidth=1.5, color=colour, strokeDash=[6, 3] if line == "dash" else [1, 0])
        bars = alt.Chart(fan).mark_rule(strokeWidth=5, color=colour, description=SAYS)
        layers += [area.mark_area(opacity=0.16, color=colour).encode(y2="high:Q"), edge, edge.encode(y="high:Q")]
        layers.append(bars.encode(x=x, y=y, y2="high:Q"))
        said.append({"year": first + at, "low": most * up, "text": fan["words"].iloc[-1], "colour": colour})
        shown.append((line, colour, reading))
    layers.append(alt.Chart(values.iloc[:1]).mark_point(color=INK, size=90, description=SAYS).encode(x=x, y=y))
    texts = alt.Chart(pd.DataFrame(said)).mark_text(align="right", fontWeight=600)
    layers.append(texts.encode(x=x, y=y, text="text", color=alt.Color("colour:N", scale=None)))
    body = alt.layer(*layers, width=width - left - 8, height=400 if narrow else 320)
    return stacked(key(width, *shown, left=left), body, left=left)


def path_title(_: Package, values: pd.DataFrame) -> str:
    """The finding: where the two readings of the same words end."""
    one, other = values.groupby("reading", sort=False)["words"].last().iloc[1:]
    return f"The same forecast means {one} in its last year, or {other}"


def estimate_frame(package: Package) -> pd.DataFrame:
    """The article's forecast and every estimate that ends with its year, lowest first, by what they measure."""
    year: str = package.row("figures", "ai-spending-2030")["period"].removeprefix("../")
    found: list[Value] = []
    for measure, (meant, title) in MEANT.items():
        rows: dict[tuple[object, ...], Value] = {}
        for fact in facts_of(package, "spending_estimates"):
            row, span = fact.row, (fact.row["period"] or "").replace("../", "").replace("/", "–")
            if (row["measure"], row["unit"], span.split("–")[-1]) == (measure, "USD_bn", year):
                by = row["estimated_by"]
                one = of_facts(f"{by}: {row['what']}{f', {span}' if '–' in span else ''}", [fact], named_company(by), span)
                rows.setdefault((by, row["what"], row["low"], row["high"]), one)  # what one author repeats is there once
        ordered = distinct(sorted(rows.values(), key=lambda one: (one["low"] or one["high"], one["high"] or 0, one["label"])))
        own = of_figure(package, "ai-spending-2030", f"The article, {meant}", f"until {year}")
        found += [one | {"panel": title.format(year), "strong": one is own} for one in (own, *ordered)]
    return frame(found)


def estimate_title(_: Package, values: pd.DataFrame) -> str:
    """The finding: how far the forecast lies above the others' estimates for its last year."""
    own, others = values.iloc[0], values[(values["panel"] == values["panel"].iloc[0]) & ~values["strong"]]
    ends = others["high"].fillna(others["low"]).sort_values()
    below = ends.index[ends < own["low"]]
    most = f", at {others['words'][below[-1]]} or less" if len(below) else ""
    year = own["period"].removeprefix("until ")
    return f"Read as one year, {own['words']} is high: {len(below)} of {len(others)} other estimates for {year} stay below it{most}"


PATHS = Chart(
    "paths", path_frame, path_title, "Spending on AI infrastructure, dollars a year, {first} to {last}", draw_paths,
    "Line chart of spending a year in both readings of the forecast",
    "Both paths grow at one rate from the floor that the article states", reads="date",
)  # fmt: skip
ESTIMATES = Chart(
    "estimates", estimate_frame, estimate_title, "Published estimates of spending on AI or data centres {first}, dollars", strips,
    "Two charts of published estimates, a year and several years apart",
    "Estimates differ in what they count. Statements that can be read either way are left out",
)  # fmt: skip

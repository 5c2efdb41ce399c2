"""The forecast of spending in both of its readings, year by year and against the estimates of others."""

from __future__ import annotations

import altair as alt
import pandas as pd

from ..metrics import compounded, compute, factor
from ..package import Package
from .chart import Chart
from .frames import SAYS, Value, distinct, frame, listed, of_fact, of_figure, of_metric, rows_of, value
from .marks import MONEY, NARROWEST, amounts_axis, bounds_key, key, margin, stacked, strips, years_axis
from .theme import INK, MUTED, Drawing, named_company

YEARS = 5
# What is said of each reading, the metric of its growth, what says where it ends, its colour and its dash.
READINGS = (
    ("if spent in that year", "spending-cagr-annual-at-floor", "ai-spending-2030", INK, [1, 0]),
    ("if spent in all until then", "spending-cagr-cumulative-at-floor", "spending-in-2030-cumulative-at-floor", MUTED, [6, 3]),
)
PANELS = {"annual": "In the year {}", "cumulative": "In several years until {}, in all"}
MEANT = {"annual": "if meant for that year", "cumulative": "if meant as a sum"}


# ------------------------------------------------------------ both readings, year by year


def path_frame(package: Package) -> pd.DataFrame:
    """The start, then for each reading the spending of each year, at the rate that ends where the reading does."""
    start = package.row("figures", "ai-spending-2025")["period"]
    base, first = package.quantity("ai-spending-2025").at_floor(), int(start)
    rows = [of_figure(package, "ai-spending-2025", "Spending at the start", start) | {"year": first, "reading": "start"}]
    for reading, rate, end, *_ in READINGS:
        label, last = f"Spending {reading}", str(first + YEARS)
        for year in range(1, YEARS):
            spent = (base * compounded(factor(compute(package)[rate]), year)).to("USD_bn")
            path = value(label, spent, [rate], ["computed"], company="article", period=str(first + year))
            rows.append(path | {"year": first + year, "reading": reading})
        of = of_metric if end in compute(package) else of_figure
        rows.append(of(package, end, label, last) | {"year": first + YEARS, "reading": reading})
    return frame(rows)


def draw_paths(package: Package, width: int) -> Drawing:
    """Spending from its floor, as a fan for each reading of the forecast, with a bar for the range of each year."""
    values, narrow = path_frame(package), width < NARROWEST
    start = values.iloc[0]
    first, floor, most = int(start["year"]), start["low"], values["high"].max()
    left, right = 52, 8
    plot, height = width - left - right, 400 if narrow else 320
    years = [*range(first + YEARS, first - 1, -(2 if narrow else 1))][::-1]
    x = years_axis(first, first + YEARS, years)
    y = amounts_axis("low", range(0, int(most) + 1, 1000), MONEY, most)
    layers: list[Drawing] = []
    for reading, _, _, colour, dash in READINGS:
        fan = values[values["reading"] == reading]
        opened = pd.concat([pd.DataFrame([{"year": first, "low": floor, "high": floor}]), fan[["year", "low", "high"]]])
        area = alt.Chart(opened).encode(x=x, y=y)
        layers += [
            area.mark_area(opacity=0.16, color=colour).encode(y2=alt.Y2("high:Q")),
            *(area.mark_line(strokeWidth=1.5, color=colour, strokeDash=dash).encode(y=alt.Y(f"{end}:Q")) for end in ("low", "high")),
            alt.Chart(fan).mark_rule(strokeWidth=5, color=colour, description=alt.expr(SAYS)).encode(x=x, y=y, y2=alt.Y2("high:Q")),
        ]
    layers.append(alt.Chart(values.iloc[:1]).mark_point(color=INK, size=90, description=alt.expr(SAYS)).encode(x=x, y=y))
    ends = rows_of(values[values["year"] == values["year"].max()])
    # Each fan ends in words: the upper one to its left, the lower one below it.
    said = [{"year": first + at, "low": most * up, "text": end["words"], "colour": one[3]}
            for at, up, end, one in zip((3.6, YEARS - 0.05), (0.825, 0.06), ends, READINGS, strict=True)]  # fmt: skip
    texts = alt.Chart(pd.DataFrame(said)).mark_text(align="right", fontWeight=600).encode(
        x=x, y=y, text=alt.Text("text"), color=alt.Color("colour:N", scale=None)
    )  # fmt: skip
    shown = [("dash" if one[4] != [1, 0] else "line", one[3], one[0]) for one in READINGS]
    legend = key(width, ("dot", INK, f"{first}: {start['words']}"), *shown, left=left)
    return stacked(legend, alt.layer(*layers, texts, width=plot, height=height), left=left)


def path_title(package: Package) -> str:
    """The finding: where the two readings of the same words end."""
    one, other = (row["words"] for row in rows_of(path_frame(package).groupby("reading", sort=False).tail(1))[1:])
    return f"The same forecast means {one} in its last year, or {other}"


PATHS = Chart(
    "paths", path_title,
    lambda package: "Spending on AI infrastructure, dollars a year, {} to {}".format(*path_frame(package)["period"].iloc[[0, -1]]),
    path_frame, draw_paths,
    lambda package: f"Line chart of spending a year in both readings of the forecast. {listed(path_frame(package))}.",
    note=lambda _: "Both paths grow at one rate from the floor that the article states",
    reads="date",
)  # fmt: skip


# ------------------------------------------------------------ against the estimates of others


def last_year(package: Package) -> str:
    """The year until which the article's forecast goes."""
    period: str = package.row("figures", "ai-spending-2030")["period"]
    return period.removeprefix("../")


def estimate_frame(package: Package) -> pd.DataFrame:
    """The article's forecast and every estimate that ends with its year, lowest first, by what they measure."""
    year, found = last_year(package), []
    for measure, meant in MEANT.items():
        own = of_figure(package, "ai-spending-2030", f"The article, {meant}", f"until {year}")
        rows: dict[tuple[object, ...], Value] = {}
        for row in package.rows("spending_estimates"):
            period = row["period"] or ""
            if (row["measure"], row["unit"], period.split("/")[-1]) != (measure, "USD_bn", year):
                continue
            span = period.replace("../", "").replace("/", "–")
            one = of_fact(package, f"spending_estimates:{row['estimate_id']}", f"{row['estimated_by']}: {row['what']}", span)
            one["label"] += f", {span}" if "–" in span else ""
            one["company"] = named_company(row["estimated_by"])
            rows.setdefault((row["estimated_by"], row["what"], row["low"], row["high"]), one)  # what one author repeats is there once
        ordered = sorted(rows.values(), key=lambda one: (one["low"] or one["high"], one["high"] or 0, one["label"]))
        found += [one | {"panel": measure, "strong": one is own} for one in (own, *distinct(ordered))]
    return frame(found)


def draw_estimates(package: Package, width: int) -> Drawing:
    """Estimates of a year and of several years, on axes of their own, with the article's on both."""
    values, year = estimate_frame(package), last_year(package)
    panels = [strips(values[values["panel"] == panel], width, MONEY, title.format(year)) for panel, title in PANELS.items()]
    return stacked(bounds_key(values, width), *panels, spacing=22, left=margin(width))


def estimate_title(package: Package) -> str:
    """The finding: how far the forecast lies above the others' estimates for its last year."""
    values = estimate_frame(package)
    annual = values[(values["panel"] == "annual") & (values["company"] != "article")]
    own = values.iloc[0]
    below = annual[annual["high"].fillna(annual["low"]) < own["low"]]
    most = below.loc[below["high"].fillna(below["low"]).idxmax()]["words"] if len(below) else ""
    said = (
        f"{len(below)} of {len(annual)} other estimates for {last_year(package)} stay below it, at {most} or less"
        if most
        else "others agree"
    )
    return f"Read as one year, {own['words']} is high: {said}"


ESTIMATES = Chart(
    "estimates", estimate_title,
    lambda package: f"Published estimates of spending on AI or data centres until {last_year(package)}, dollars",
    estimate_frame, draw_estimates,
    lambda package: f"Two charts of published estimates, a year and several years apart. {listed(estimate_frame(package))}.",
    note=lambda _: "Estimates differ in what they count. Statements that can be read either way are left out",
)  # fmt: skip

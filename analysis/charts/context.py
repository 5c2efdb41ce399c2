"""Cloud growth by quarter, with the article’s pair in its time."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from .data import Value, number, of_row, plain
from .labels import NEWLINE, beside, broken, when
from .strips import ticks
from .theme import BLUE, GREEN, INK, MUTED, RUST, Label, Margins, Spec, axes, chart, dots, marks, scale
from ..package import Package, Row, quantity_of
from ..values import Quantity
from ..values import date_words, figure_words, words

CLOUDS = {"azure": ("Azure", BLUE), "aws": ("AWS", RUST), "google-cloud": ("Google Cloud", GREEN)}


def article_line(package: Package, top: float) -> list[Spec | Label]:
    """A thin upright line at the article's date, named at its top."""
    day = when(package.article_date)
    name = Label(day, top, "the article", MUTED, "right", (-5, 10))
    return [marks("rule", [{"x": day, "y": 0, "y2": top}], color=MUTED), name]


def growth(row: Row) -> Quantity:
    """The growth in a row of `cloud_growth`."""
    rate = row["growth_percent"]
    return quantity_of({"low": rate, "high": rate, "unit": "percent", "bound": "exact", "kind": "growth_rate"})


def growth_quarters(package: Package, provider: str) -> list[Row]:
    """The quarters of a cloud in order of time, on whatever definition they were reported."""
    series = {row["series_id"] for row in package.rows("cloud_series") if row["provider_id"] == provider}
    rows = [row for row in package.rows("cloud_growth") if row["series_id"] in series and row["period_kind"] == "quarter"]
    return sorted((row for row in rows if row["growth_percent"] is not None), key=lambda row: row["period_end"])


def article_quarter(package: Package, provider: str) -> Row | None:
    """The latest quarter before the article in which the cloud grew as the article says; None where it says nothing."""
    if f"{provider}-growth" not in set(package.frames["figures"]["figure_id"]):
        return None
    rate, day = package.quantity(f"{provider}-growth"), package.article_date.isoformat()
    rows = [row for row in growth_quarters(package, provider) if growth(row) == rate and row["period_end"] < day]
    return rows[-1] if rows else None


def quarter_values(package: Package) -> list[tuple[Value, Row]]:
    """Every quarter of every cloud, with its row; where a quarter is reported on two definitions, each says which."""
    found = []
    for provider, (name, _) in CLOUDS.items():
        rows = growth_quarters(package, provider)
        days = [row["period_end"] for row in rows]
        for row in rows:
            recast = days.count(row["period_end"]) > 1 and row is rows[-1]
            label = f"Growth of {name}{', recast' if recast else ''}"
            value = of_row("cloud_growth", "growth_id", row, growth(row), label, f"quarter to {plain(_day(row))}", ":growth")
            found.append((value, row))
    return found


def quarters(package: Package, width: int) -> Spec:
    """Growth by quarter; a line ends where the definition does, and rings mark the article's pair."""
    every = quarter_values(package)
    first, last = when(min(row["period_end"] for _, row in every)), when(max(row["period_end"] for _, row in every))
    margins, height = Margins(10, 92, 28, 42), 340 if width > 400 else 400
    x = scale("x", round(first - 0.1, 3), round(last + 0.1, 3),
              {"values": list(range(int(first) + 1, int(last) + 1)), "format": "d", "grid": False, "ticks": True,
               "domain": True})  # fmt: skip
    values = ticks(max(row["growth_percent"] for _, row in every))
    y = scale("y", 0, values[-1], {"values": values, "labelExpr": "datum.value + '%'"})
    layers = article_line(package, values[-1])
    ends, rings = [], []
    series = {row["series_id"]: row["provider_id"] for row in package.rows("cloud_series")}
    for provider, (name, colour) in CLOUDS.items():
        mine = [(value, row) for value, row in every if series[row["series_id"]] == provider]
        points = [(value, when(row["period_end"]), number(value.quantity.least)) for value, row in mine]
        lines = marks(
            "line", [{"x": at, "y": rate, "series": row["series_id"]} for (_, at, rate), (_, row) in zip(points, mine, strict=True)],
            strokeWidth=2, color=colour,
        )  # fmt: skip
        lines["encoding"] = {"detail": {"field": "series"}}
        layers += [lines, dots(points, colour, 22)]
        for (_, before), (_, after) in pairwise(mine):
            if before["series_id"] != after["series_id"] and before["period_end"] != after["period_end"]:
                at = round((when(before["period_end"]) + when(after["period_end"])) / 2, 3)
                to = min(before["growth_percent"], after["growth_percent"]) - values[1] / 10
                layers.append(marks("rule", [{"x": at, "y": values[1] / 5, "y2": to}], color=colour, strokeDash=[2, 3]))
                layers.append(Label(at, 0, f"{name} redefined", colour, "center", (0, -8)))
        ring = article_quarter(package, provider)
        if ring:
            place = (when(ring["period_end"]), number(growth(ring).least))
            rings.append({"x": place[0], "y": place[1]})
            said_there = figure_words(package.row("figures", f"{provider}-growth"))
            layers.append(Label(*place, said_there, align="center", strong=True, shift=(0, -19 if provider == "azure" else 20)))
        latest = [value for value, row in mine if row["period_end"] == mine[-1][1]["period_end"]]
        said = [f"{name} {latest[0].words}", *(f"recast {value.words}" for value in latest[1:])]
        ends.append((number(latest[0].quantity.least), NEWLINE.join(broken(text, 13) for text in said), colour))
    layers.append(marks("point", rings, size=170, color=INK, strokeWidth=2, opacity=1))
    middles = _apart([(rate / values[-1] * height, len(text.splitlines())) for rate, text, _ in ends])
    for middle, (_, text, colour) in zip(middles, ends, strict=True):
        layers.append(beside((last + 0.06, round(middle / height * values[-1], 2)), text, colour=colour, strong=True, away=4))
    return chart(width, height, margins, axes(x, y, layers))


def _apart(blocks: list[tuple[float, int]]) -> list[float]:
    """Middles of blocks of lines, in pixels, moved apart as little as needed for none to cover another."""
    order = sorted(range(len(blocks)), key=lambda index: blocks[index][0])
    middles = [block[0] for block in blocks]
    for _ in range(50):
        for low, high in pairwise(order):
            short = 8 * (blocks[low][1] + blocks[high][1]) + 2 - (middles[high] - middles[low])
            if short > 0:
                middles[low] -= short / 2
                middles[high] += short / 2
    return middles


def describe_quarters(package: Package) -> str:
    """The article's pair, and the latest quarter of each cloud."""
    sentences = []
    for provider, (name, _) in CLOUDS.items():
        rows = growth_quarters(package, provider)
        latest = " or ".join(words(growth(row)) for row in rows if row["period_end"] == rows[-1]["period_end"])
        recast = " (as recast)" if " or " in latest else ""
        ring = article_quarter(package, provider)
        then = f", {words(growth(ring))} in the quarter to {_day(ring)}, the article’s figure" if ring else ""
        sentences.append(
            f"{name}: {words(growth(rows[0]))} in the quarter to {_day(rows[0])}{then}, "
            f"{latest}{recast} in the quarter to {_day(rows[-1])}."
        )
    return f"Line chart of growth over one year, by quarter. {' '.join(sentences)} Lines break where a cloud was redefined.".replace(
        "\u00a0", " "
    )


def _day(row: Row) -> str:
    return date_words(date.fromisoformat(row["period_end"]))

"""Growth in pictures: spending to 2030 in both readings, and the two clouds at constant rates."""

from __future__ import annotations

from decimal import Decimal

from .data import Value, figure, number, of_figure, of_metric, plain
from .theme import BLUE, LINE, RUST, Label, Margins, Spec, axes, chart, dots, marks, scale
from ..metrics import compute
from ..metrics.growth import compounded, factor
from ..metrics.spending import YEARS
from ..package import Package
from ..values import words

CLOUDS = {"azure": ("Azure", BLUE), "aws": ("AWS", RUST)}
LIMIT = 5  # years that the chart of the clouds goes on
# What is said of each reading, the metric of its growth, what says where it ends, and its colour.
READINGS = (
    ("if spent in that year", "spending-cagr-annual-at-floor", "ai-spending-2030", RUST),
    ("if spent in all until then", "spending-cagr-cumulative-at-floor", "spending-in-2030-cumulative-at-floor", BLUE),
)


def path_values(package: Package) -> list[Value]:
    """The start, then for each reading the spending of each year, at the rate that ends where the reading does."""
    start = figure(package, "ai-spending-2025")
    base, first = package.quantity("ai-spending-2025").at_floor(), int(start["period"])
    values = [of_figure(package, "ai-spending-2025", "Spending at the start", start["period"])]
    for says, metric, end, _ in READINGS:
        rate = compute(package)[metric]
        for year in range(1, YEARS):
            spent = (base * compounded(factor(rate), year)).to("USD_bn")
            values.append(Value(f"Spending {says}", str(first + year), spent, plain(words(spent)), (metric,), ("computed",)))
        label, last = f"Spending {says}", str(first + YEARS)
        values.append(of_metric(package, end, label, last) if end in compute(package) else of_figure(package, end, label, last))
    return values


def paths(package: Package, width: int) -> Spec:
    """Spending from its floor to 2030, as a fan for each reading of the forecast, with a bar for the range of each year."""
    values = path_values(package)
    first, floor = int(values[0].period), number(values[0].quantity.least)
    margins, height = Margins(44, 8, 28, 78 if width > 400 else 66), 320 if width > 400 else 440
    top = package.quantity("ai-spending-2030").most
    trillions = {
        "values": list(range(0, int(top) + 1, 1000)),
        "labelExpr": f"datum.value == 0 ? '0' : '$' + datum.value / 1000 + (datum.value == {top} ? ' trillion' : '')",
    }
    step = 1 if width > 400 else 2
    x = scale("x", first, first + YEARS,
              {"values": [*range(first + YEARS, first - 1, -step)][::-1], "format": "d", "grid": False, "domain": True, "labelFlush": True,
               "ticks": True})  # fmt: skip
    y = scale("y", 0, number(top), trillions)
    layers: list[Spec | Label] = []
    labels = [Label(first, floor, values[0].words, shift=(0, 20 if width > 400 else 28))]
    for says, _, _, colour in READINGS:
        fan = [value for value in values if value.label == f"Spending {says}"]
        ends: list[Spec] = [{"x": first, "y": floor, "y2": floor}, *({"x": int(value.period)} | _span(value) for value in fan)]
        layers += [
            marks("area", ends, opacity=0.2, color=colour),
            *(marks("line", [{"x": row["x"], "y": row[end]} for row in ends], strokeWidth=1.5, color=colour) for end in ("y", "y2")),
            marks("rule", [{"x": int(value.period)} | _span(value) | {"says": value.says} for value in fan], strokeWidth=4, color=colour),
        ]
        last = fan[-1]
        if colour == RUST:  # the upper fan has its label above its high, the lower one below its low
            place, lines = number(last.quantity.most), (-33, -16)
        else:
            place, lines = number(last.quantity.least), (17, 34) if width > 400 else (34, 51)
        labels += [
            Label(first + YEARS, place, f"{says}:", colour, "right", (4, lines[0])),
            Label(first + YEARS, place, last.words, colour, "right", (4, lines[1]), strong=True),
        ]
    layers.append(dots([(values[0], first, floor)], RUST))
    return chart(width, height, margins, axes(x, y, [*layers, *labels]))


def _span(value: Value) -> Spec:
    return {"y": number(value.quantity.least), "y2": number(value.quantity.most)}


def describe_paths(package: Package) -> str:
    """Both paths in one paragraph."""
    values = path_values(package)
    ends = {value.label: value.words for value in values if value.period == values[-1].period}
    return (
        f"Line chart of spending a year, from {values[0].words} taken at its floor. "
        f"If the forecast is spent in the last year, that year reaches {ends[f'Spending {READINGS[0][0]}']}. "
        f"If it is the sum of the years, the last year reaches {ends[f'Spending {READINGS[1][0]}']}."
    )


def cloud_values(package: Package) -> list[Value]:
    """Both rates, and both doubling times."""
    return [
        *(of_figure(package, f"{entity}-growth", f"Growth of {name} a year") for entity, (name, _) in CLOUDS.items()),
        *(of_metric(package, f"{entity}-doubling-time", f"Time for {name} to double") for entity, (name, _) in CLOUDS.items()),
    ]


def clouds(package: Package, width: int) -> Spec:
    """Each cloud against its own size today, were its rate to last; a dot where it has doubled."""
    values = {value.ids[0]: value for value in cloud_values(package)}
    factors = {entity: 1 + package.quantity(f"{entity}-growth").least / 100 for entity in CLOUDS}
    most = float(max(factors.values()) ** LIMIT)
    margins, height = Margins(12, 8, 48, 34), 280
    whole = list(range(LIMIT + 1))
    x = scale("x", 0, LIMIT, {"values": whole, "grid": False, "format": "d", "title": "years at the stated rate", "domain": True,
                              "ticks": True, "labelFlush": True})  # fmt: skip
    y = scale("y", 1, round(most, 2), {"values": list(range(1, int(most) + 1)), "labelExpr": "datum.value + ' ×'"})
    layers: list[Spec | Label] = []
    for entity, (name, colour) in CLOUDS.items():
        rate, doubling = values[f"{entity}-growth"], values[f"{entity}-doubling-time"]
        curve = [{"x": step / 2, "y": round(float(factors[entity] ** (Decimal(step) / 2)), 3)} for step in range(LIMIT * 2 + 1)]
        place = (number(doubling.quantity.least), 2)
        end = (LIMIT, round(float(factors[entity] ** LIMIT), 3))
        layers += [
            marks("line", curve, strokeWidth=2.5, color=colour, interpolate="monotone"),
            dots([(doubling, *place)], colour, 90),
            dots([(rate, *end)], colour, 40),
        ]
        # The steep line has its labels at the left of its dots, the flat one below and above.
        steep, text = entity == "azure", f"{name} doubles in {doubling.words}"
        if steep:
            lines = text if width > 400 else text.replace(" in ", "\nin ")
            layers.append(Label(*place, lines, colour, "right", (-10, -10 - LINE * lines.count("\n")), strong=True))
        else:
            layers.append(Label(LIMIT, 2, text, colour, "right", (0, 44), strong=True))
        layers.append(Label(*end, f"{rate.words} a year", colour, "right", (-10, 2) if steep else (0, -15)))
    return chart(width, height, margins, axes(x, y, layers))


def describe_clouds(package: Package) -> str:
    """Both doubling times in one paragraph."""
    times = [f"{name} doubles in {of_metric(package, f'{entity}-doubling-time', '').words}" for entity, (name, _) in CLOUDS.items()]
    return f"Line chart of size against size today at constant growth. {', '.join(times)}."

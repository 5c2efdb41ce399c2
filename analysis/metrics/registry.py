"""Declare metrics and compute them: each a plain function of quantities, with its formula as data.

A metric names its inputs by id. An input is a figure of the article, another metric, a fact
of a context table, or the dateline. The registry is what the trace, the tables and the report read: nothing is told twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cache, lru_cache
from importlib import import_module
from types import MappingProxyType

from ..package import Package, PackageError, Row
from ..values import Quantity, exactly

TOPICS = ("deal", "peers", "gigawatt", "spending", "capex", "cloud", "profit", "since")  # the modules, in the order of the report
DATELINE = "dateline"

_PUBLISHED = Context(prec=6)  # significant digits in data/derived


@dataclass(frozen=True)
class Metric:
    """A declared metric. `reading` says how an ambiguous text is taken, `caveat` what it leaves open."""

    metric_id: str
    label: str
    unit: str
    formula: str
    inputs: tuple[str, ...]
    function: Callable[..., Quantity]
    reading: str
    caveat: str


_REGISTRY: dict[str, Metric] = {}


def metric(
    metric_id: str, *, label: str, unit: str, formula: str, inputs: tuple[str, ...], reading: str = "", caveat: str = ""
) -> Callable[[Callable[..., Quantity]], Callable[..., Quantity]]:
    """Register the decorated function of the `inputs`, in their order; its result is turned to `unit`."""

    def register(function: Callable[..., Quantity]) -> Callable[..., Quantity]:
        if metric_id in _REGISTRY:
            raise ValueError(f"the metric {metric_id!r} is declared twice")
        _REGISTRY[metric_id] = Metric(metric_id, label, unit, formula, inputs, function, reading, caveat)
        return function

    return register


@cache
def registry() -> dict[str, Metric]:
    """All metrics by id, in the order in which they are declared: inputs before what uses them."""
    for topic in TOPICS:
        import_module(f"{__package__}.{topic}")
    # Whoever imported a topic first must not decide the order.
    ordered = sorted(_REGISTRY.values(), key=lambda one: TOPICS.index(one.function.__module__.rpartition(".")[2]))
    return {one.metric_id: one for one in ordered}


@lru_cache(maxsize=4)
def compute(package: Package) -> Mapping[str, Quantity]:
    """Every metric of the package, by id. Raises `KeyError` for an input that does not exist."""
    known = {row["figure_id"]: package.quantity(row["figure_id"]) for row in package.rows("figures")}
    known |= {name: fact.quantity for name, fact in package.facts.items()}
    known[DATELINE] = exactly(package.article_date.toordinal(), "day")
    values: dict[str, Quantity] = {}
    for one in registry().values():
        try:
            arguments = [values[i] if i in values else known[i] for i in one.inputs]
            values[one.metric_id] = one.function(*arguments).to(one.unit)
        except (ValueError, KeyError, ArithmeticError) as error:
            raise PackageError(f"the metric {one.metric_id} cannot be computed: {error}") from error
    return MappingProxyType(values)


def metrics_table(package: Package) -> list[Row]:
    """The rows of data/derived/metrics.csv: low and high to six significant digits, "" where open."""
    values = compute(package)
    return [
        {
            "metric_id": one.metric_id,
            "label": one.label,
            "low": published(values[one.metric_id].low),
            "high": published(values[one.metric_id].high),
            "unit": one.unit,
            "bound": values[one.metric_id].bound,
            "approximate": str(values[one.metric_id].approximate).lower(),
            "formula": one.formula,
            "reading": one.reading,
            "caveat": one.caveat,
        }
        for one in registry().values()
    ]


def inputs_table(package: Package) -> list[Row]:
    """The rows of data/derived/metric_inputs.csv: one input a row, under the column of its kind."""
    figures = {row["figure_id"] for row in package.rows("figures")}
    return [
        {
            "metric_id": one.metric_id,
            "position": position,
            "figure_id": name if name in figures else "",
            "input_metric_id": name if name in registry() else "",
            "passage_id": name if name == DATELINE else "",
            "resource": package.facts[name].table if name in package.facts else "",
            "row_id": name.split(":")[1] if name in package.facts else "",
            "part": name.split(":")[2] if name in package.facts and name.count(":") == 2 else "",
        }
        for one in registry().values()
        for position, name in enumerate(one.inputs, start=1)
    ]


def published(value: Decimal | None) -> str:
    """A value to six significant digits without an exponent, "" for None."""
    return "" if value is None else f"{_PUBLISHED.plus(value).normalize():f}"

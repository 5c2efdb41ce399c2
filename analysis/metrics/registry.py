"""Declare metrics and compute them: each a plain function of quantities, with its formula as data.

A metric's parameters are its inputs. The parameter `azure_commitment` is the figure or metric `azure-commitment`; a parameter
named in `rows` is a row of another table (`cloud_growth:aws-2026-q2:growth`) or several of them, as a list. Its docstring is
the caveat. The registry is what the trace, the tables and the report read: nothing is told twice.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cache, lru_cache
from importlib import import_module
from types import MappingProxyType

from ..package import Package, PackageError, Row
from ..values import Quantity, exactly

# The modules, in the order of the report.
TOPICS = ("deal", "since", "peers", "gigawatt", "anthropic", "spending", "capex", "cloud")
DATELINE = "dateline"

_PUBLISHED = Context(prec=6)  # significant digits in data/derived
_Function = Callable[..., Quantity]


@dataclass(frozen=True)
class Metric:
    """A declared metric. `reading` says how an ambiguous text is taken, `caveat` what it leaves open.

    `arguments` has the ids of the inputs by parameter, and `inputs` all of them in order.
    """

    metric_id: str
    label: str
    unit: str
    formula: str
    arguments: Mapping[str, str | tuple[str, ...]]
    function: _Function
    reading: str
    caveat: str

    @property
    def inputs(self) -> tuple[str, ...]:
        """The ids of all inputs, in the order of the parameters."""
        return tuple(name for given in self.arguments.values() for name in ((given,) if isinstance(given, str) else given))


_REGISTRY: dict[str, Metric] = {}


def metric(
    label: str, unit: str, formula: str, *, metric_id: str = "", reading: str = "", caveat: str = "", **rows: str | Sequence[str]
) -> Callable[[_Function], _Function]:
    """Register the decorated function; its result is turned to `unit`. `rows` names the row, or rows, of a parameter.

    The id is the name of the function with hyphens and the caveat its docstring, with what `caveat` adds. A function that computes
    several metrics is registered once for each, with a `metric_id`; the caveat is then what `caveat` says.
    """

    def register(function: _Function) -> _Function:
        name = metric_id or function.__name__.replace("_", "-")
        if name in _REGISTRY:
            raise ValueError(f"the metric {name!r} is declared twice")
        arguments: dict[str, str | tuple[str, ...]] = {}
        for parameter in inspect.signature(function).parameters:
            given = rows.get(parameter, parameter.replace("_", "-"))
            arguments[parameter] = given if isinstance(given, str) else tuple(given)
        own = "" if metric_id else " ".join((inspect.getdoc(function) or "").split())
        said = " ".join(filter(None, (own, caveat)))
        _REGISTRY[name] = Metric(name, label, unit, formula, MappingProxyType(arguments), function, reading, said)
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
    """Every metric of the package, by id. Raises `PackageError` with the metric and the input that it cannot do without."""
    known = {row["figure_id"]: package.quantity(row["figure_id"]) for row in package.rows("figures")}
    known |= {name: fact.quantity for name, fact in package.facts.items()}
    known[DATELINE] = exactly(package.article_date.toordinal(), "day")
    values: dict[str, Quantity] = {}
    for one in registry().values():
        try:
            given = {
                name: _found(wanted, values, known) if isinstance(wanted, str) else [_found(each, values, known) for each in wanted]
                for name, wanted in one.arguments.items()
            }
            values[one.metric_id] = one.function(**given).to(one.unit)
        except KeyError as error:
            raise PackageError(f"the metric {one.metric_id} cannot be computed: there is no {error.args[0]!r}") from error
        except (ValueError, ArithmeticError) as error:
            raise PackageError(f"the metric {one.metric_id} cannot be computed: {error}") from error
    return MappingProxyType(values)


def _found(wanted: str, values: Mapping[str, Quantity], known: Mapping[str, Quantity]) -> Quantity:
    return values[wanted] if wanted in values else known[wanted]


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

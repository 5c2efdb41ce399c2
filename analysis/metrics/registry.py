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
from functools import lru_cache
from types import MappingProxyType

from ..package import Package, PackageError, Row
from ..values import Quantity, exactly
from .arithmetic import quotient

DATELINE = "dateline"

_PUBLISHED = Context(prec=6)  # significant digits in data/derived
_Function = Callable[..., Quantity]


@dataclass(frozen=True)
class Metric:
    """A declared metric. `reading` says how an ambiguous text is taken, `caveat` what it leaves open.

    `arguments` has the id of each input, or the ids where an input is several, and `inputs` all of them in order.
    """

    metric_id: str
    label: str
    unit: str
    formula: str
    arguments: tuple[str | tuple[str, ...], ...]
    function: _Function
    reading: str
    caveat: str

    @property
    def inputs(self) -> tuple[str, ...]:
        """The ids of all inputs, in the order of the parameters."""
        return tuple(name for given in self.arguments for name in ((given,) if isinstance(given, str) else given))


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
        given = (rows.get(parameter, parameter.replace("_", "-")) for parameter in inspect.signature(function).parameters)
        arguments = tuple(wanted if isinstance(wanted, str) else tuple(wanted) for wanted in given)
        said = f"{'' if metric_id else ' '.join((function.__doc__ or '').split())} {caveat}".strip()
        _REGISTRY[name] = Metric(name, label, unit, formula, arguments, function, reading, said)
        return function

    return register


def ratio(
    metric_id: str,
    label: str,
    unit: str,
    formula: str,
    part: str | Sequence[str],
    whole: str | Sequence[str],
    caveat: str,
    reading: str = "",
) -> None:
    """Declare the metric part ÷ whole; several rows stand for all values from the least to the greatest of them."""
    metric(label, unit, formula, metric_id=metric_id, reading=reading, caveat=caveat, part=part, whole=whole)(quotient)


def registry() -> Mapping[str, Metric]:
    """All metrics by id, in the order in which they are declared: inputs before what uses them."""
    return MappingProxyType(_REGISTRY)


@lru_cache(maxsize=4)
def compute(package: Package) -> Mapping[str, Quantity]:
    """Every metric of the package, by id. Raises `PackageError` with the metric and the input that it cannot do without."""
    known = {row["figure_id"]: package.quantity(row["figure_id"]) for row in package.rows("figures")}
    known |= {name: fact.quantity for name, fact in package.facts.items()}
    known[DATELINE] = exactly(package.article_date.toordinal(), "day")
    values: dict[str, Quantity] = {}
    for name, one in _REGISTRY.items():
        try:
            given = [known[wanted] if isinstance(wanted, str) else [known[each] for each in wanted] for wanted in one.arguments]
            values[name] = known[name] = one.function(*given).to(one.unit)
        except KeyError as error:
            raise PackageError(f"the metric {name} cannot be computed: there is no {error.args[0]!r}") from error
        except (ValueError, ArithmeticError) as error:
            raise PackageError(f"the metric {name} cannot be computed: {error}") from error
    return MappingProxyType(values)


def metrics_table(package: Package) -> list[Row]:
    """The rows of data/derived/metrics.csv: low and high to six significant digits, "" where open."""
    return [
        {
            "metric_id": name, "label": one.label, "low": published(value.low), "high": published(value.high), "unit": one.unit,
            "bound": value.bound, "approximate": str(value.approximate).lower(), "formula": one.formula, "reading": one.reading,
            "caveat": one.caveat,
        }
        for (name, one), value in zip(_REGISTRY.items(), compute(package).values(), strict=True)
    ]  # fmt: skip


def inputs_table(package: Package) -> list[Row]:
    """The rows of data/derived/metric_inputs.csv: one input a row, under the column of its kind."""
    kinds = dict.fromkeys(_REGISTRY, "input_metric_id") | {row["figure_id"]: "figure_id" for row in package.rows("figures")}
    kinds[DATELINE] = "passage_id"
    rows = []
    for one in _REGISTRY.values():
        for position, name in enumerate(one.inputs, start=1):
            row = {"metric_id": one.metric_id, "position": position, "figure_id": "", "input_metric_id": "", "passage_id": ""}
            table, row_id, part = (*name.split(":"), "")[:3] if name in package.facts else ("", "", "")
            rows.append(row | ({kinds[name]: name} if name in kinds else {}) | {"resource": table, "row_id": row_id, "part": part})
    return rows


def published(value: Decimal | None) -> str:
    """A value to six significant digits without an exponent, "" for None."""
    return "" if value is None else f"{_PUBLISHED.plus(value).normalize():f}"

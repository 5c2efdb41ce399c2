"""Where a number comes from: metric, formula, inputs, sentence. As data, then as text for a terminal."""

from __future__ import annotations

from dataclasses import dataclass

from ..package import Fact, Package, figure_words, unknown_id
from ..values import BOUND_MEANINGS, date_words, words
from .registry import DATELINE, compute, registry


@dataclass(frozen=True)
class Trace:
    """One step: what the number is, how it is known, and the steps below it."""

    id: str
    words: str
    label: str
    facts: tuple[tuple[str, str], ...]
    inputs: tuple[Trace, ...] = ()

    def __str__(self) -> str:
        """The trace as indented lines."""
        lines = [f"{self.id}: {self.words}", f"  {self.label}", *(f"  {name:<11}{value}" for name, value in self.facts)]
        return "\n".join(lines + [f"    {line}" for below in self.inputs for line in str(below).splitlines()])


def trace(package: Package, wanted: str) -> Trace:
    """The trace of a figure, a metric or the dateline; raises `KeyError` with the nearest id."""
    figures, metrics = {row["figure_id"]: row for row in package.rows("figures")}, registry()
    if wanted == DATELINE:
        row = package.row("passages", DATELINE)
        return Trace(wanted, date_words(package.article_date), "Date of the article", (("French", row["quote"]),))
    if wanted in figures:
        row = figures[wanted]
        passage = package.row("passages", row["passage_id"])
        facts = (
            ("bound", f"{BOUND_MEANINGS[row['bound']]}, {row['status']}"), ("French", f"“{row['quote']}”"),
            ("sentence", f"“{passage['quote']}”"), ("in English", f"“{passage['translation']}”"),
            ("place", f"{package.resource('article')['path']}, characters {passage['start']} to {passage['end']}"),
        )  # fmt: skip
        return Trace(wanted, figure_words(row), package.statement("figures", row), facts)
    if wanted in package.facts:
        return _trace_fact(package, package.facts[wanted])
    if wanted in metrics:
        one, value = metrics[wanted], compute(package)[wanted]
        said = (("formula", one.formula), ("bound", BOUND_MEANINGS[value.bound]), ("reading", one.reading), ("caveat", one.caveat))
        below = tuple(trace(package, name) for name in one.inputs)
        return Trace(wanted, words(value), one.label, tuple(fact for fact in said if fact[1]), below)
    raise KeyError(unknown_id(wanted, [*figures, *metrics, DATELINE, *package.facts]))


def _trace_fact(package: Package, fact: Fact) -> Trace:
    source = package.row("sources", fact.row["source_id"])
    relays = f", relaying {source['relays']}" if source["relays"] else ""
    said = (
        ("table", f"{package.resource(fact.table)['path']}, row {fact.fact_id.split(':')[1]}"),
        ("bound", BOUND_MEANINGS[fact.quantity.bound]),
        ("printed", f"“{fact.printed}”"),
        ("note", str(fact.row.get("note") or fact.row.get("difference") or "")),
        ("source", f"{source['publisher']}, {source['published'] or 'undated'} ({source['kind']}{relays})"),
        ("page", source["url"]),
    )
    return Trace(fact.fact_id, fact.words, package.statement(fact.table, fact.row), tuple(pair for pair in said if pair[1]))

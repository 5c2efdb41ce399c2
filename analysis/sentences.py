"""Decides whether the readable id and the English sentence of a row say what its other cells say.

Each context row is so written twice, in cells and in words. Which cells the id and the sentence must
repeat is said in the descriptor (`idOf`, `statementOf`), so that a table is checked without a line of code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.context import Context
from analysis.package import Issue, Row

BOUND_WORDS = {
    "exact": "{low}",
    "about": "about {low}",
    "at_least": "at least {low}",
    "at_most": "up to {high}",
    "range": "{low} to {high}",
}
UNIT_WORDS = {
    "USD_bn": "${} billion",
    "USD_bn_per_year": "${} billion a year",
    "USD_bn_per_month": "${} billion a month",
    "USD_bn_per_GW": "${} billion per GW",
    "USD_bn_per_GW_year": "${} billion per GW and year",
    "GW": "{} GW",
    "percent": "{}%",
    "percentage_point": "{} percentage points",
    "year": "{}",
}


def ids(context: Context) -> Iterator[Issue]:
    """The readable id of a row is made of the cells that it names, in their order."""
    for table, schema in context.schemas.items():
        for number, row in context.each(table):
            rest: str = row[context.key(table)]
            for column in schema.get("idOf", ()):
                part = slug(re.sub(r"\s*\(.*", "", str(row[column] or "")))
                if part and not re.search(rf"(^|-){re.escape(part)}(-|$)", rest):
                    yield context.issue(table, number, column, f"is {row[column]}, but the id of the row is {row[context.key(table)]}")
                    break
                rest = rest.partition(part)[2] if part else rest


def statements(context: Context) -> Iterator[Issue]:
    """The sentence of a row says what its cells say: amounts, dates, names in their order, the source; and no other number."""
    for table, schema in context.schemas.items():
        if "statementOf" not in schema:
            continue
        say = _Sayer(context, table)
        for number, row in context.each(table):
            rest, last = row["statement"], -1
            parts = sorted(((c, w) for c in schema["statementOf"] for w in [say(c, row)] if w), key=lambda part: -len(part[1]))
            places: dict[str, int] = {}
            for column, words in parts:
                found = re.search(_alone(words), rest, re.IGNORECASE)
                if not found:
                    said = f"the sentence of the row does not say “{words}”"
                    yield context.issue(table, number, column, said, "correct the one that is wrong")
                    continue
                places[column] = found.start()
                rest = rest[: found.start()] + " " * len(words) + rest[found.end() :]
            for column in (c for c in schema["statementOf"] if c in say.organisations and c in places):
                if places[column] < last:
                    yield context.issue(table, number, column, "stands in the sentence before the one who comes first in the row")
                last = places[column]
            if any(character.isdigit() for character in rest):
                yield context.issue(table, number, "statement", f"has a number that no cell states: {' '.join(rest.split())}")


class _Sayer:
    """Puts the cells of one table into words; `low` stands for an amount with its bound and unit."""

    def __init__(self, context: Context, table: str) -> None:
        self.fields = {field["name"]: field for field in context.schemas[table]["fields"]}
        keys = context.schemas[table].get("foreignKeys", [])
        self.targets = {key["fields"][0]: context.by_id.get(key["reference"].get("resource", table), {}) for key in keys}
        self.organisations = {key["fields"][0] for key in keys if key["reference"].get("resource") == "organisations"}

    def __call__(self, column: str, row: Row) -> str:
        value = row[column]
        if column.endswith("low"):
            prefix = column.removesuffix("low")
            unit = row["unit"] if column == "low" else self.fields[column]["unit"]
            ends = {end: number_words(row[prefix + end], unit) for end in ("low", "high") if row[prefix + end] is not None}
            try:
                return BOUND_WORDS[row[prefix + "bound"]].format(**ends) if ends else ""
            except KeyError:
                return ""  # bounds in disorder: a rule of the descriptor reports them
        if value is None:
            return ""
        if column == "source_id":
            return f"[@{value}]"
        if column in self.targets:
            return str(self.targets[column][value]["name"])
        if self.fields[column]["type"] in ("number", "integer"):
            unit = row.get("unit") if self.fields[column]["unit"] == "see the field unit" else self.fields[column]["unit"]
            return f"{value:.10g} years" if unit == "year" else number_words(value, str(unit))
        return str(value)


def slug(text: str) -> str:
    """The text as it stands in an id."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower().replace("’", "").replace("'", "")).strip("-")


def number_words(value: float, unit: str) -> str:
    """A value in its unit, with all its digits."""
    return UNIT_WORDS[unit].format(f"{value:.10g}")


def _alone(words: str) -> str:
    """A pattern for the words where no number goes on and no word before them changes the bound."""
    before = "".join(f"(?<!{word})" for word in ("about ", "at least ", "up to ")) if words[0] in "$0123456789-" else ""
    return rf"(?<![\w.$-]){before}{re.escape(words)}(?![\w-]|\.[0-9])"

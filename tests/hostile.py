"""Hostile text, and where a test plants it: in the cells that the report shows, and in every text of the descriptor."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from copies import change_descriptor, change_rows

MARKUP = (
    "<script>alert(1)</script> </script><script>alert(2)</script> <img src=x onerror=alert(3)> <!-- --> <svg/onload=alert(4)> &lt;b&gt; "
    "[click](javascript:alert(5)) ![pixel](http://evil.invalid/p.png) <http://evil.invalid/auto> http://evil.invalid/bare "
    "**bold** _it_ ~~gone~~ ^up^ `code` ```{=html} <b>x</b> ``` ::: {.summary} | a | b | $x^2$ \\(y\\) [^1] ^[note] [@article] @fig-flows "
    "[span]{.edition onclick=alert(6)} {{< include seeds/README.md >}} `{python} 1/0` <%= 7 %> ${8} # Heading "
)
TYPST = '#panic("x") #read("/etc/passwd") "); #panic(1) // /* $ x $ <label> @ref *b* _i_ \\u{41} \\" ] #] #image("x.png") ~ -- --- ... '
OTHER = "../../etc/passwd =cmd|' /C calc'!A0 %s %n %0a {0} \\\\server\\share 'quoted' \"quoted\" '; DROP TABLE figures; -- "
HOSTILE = f"hostile {MARKUP}{TYPST}{OTHER}"
NAME = 'Evil <b>"Name"</b> `x` ``` #panic() [l](javascript:1) & Co'

# Free text that the report shows. The names of organisations stand in charts too.
PLANTED = {
    "passages": ["translation"], "statements": ["statement"], "verdicts": ["why"], "holes": ["why"], "sources": ["title"],
    "cloud_growth": ["note"], "capex": ["note"], "compute_deals": ["note"], "funding_rounds": ["note"], "run_rate": ["note"],
    "spending_estimates": ["note", "what"], "outcomes": ["note"], "capex_guidance": ["note"], "gigawatt_costs": ["note"],
}  # fmt: skip
NAMES = {"sources": ["publisher"], "organisations": ["name"], "entities": ["name"]}
# What a program must know as it is: the names of things, their types and places, and the texts that are not shown.
KEPT = re.compile(
    r"(^|/)(\$schema|name|version|created|type|path|format|mediatype|encoding|profile|bytes|hash|pattern|formula|value|unit)$"
    r"|primaryKey|foreignKeys|sortedBy|uniqueKeys|missingValues|enum|categories/\d+$|keywords|roles"
)


def plant(descriptor: Path, tables: dict[str, list[str]], text: str) -> None:
    """Put a text before the content of every cell of some columns that has one."""
    for table, columns in tables.items():

        def change(rows: list[dict[str, str]], columns: list[str] = columns) -> None:
            for row in rows:
                row.update({column: f"{text} {row[column]}" for column in columns if row[column]})

        change_rows(descriptor, table, change)


def plant_in_descriptor(descriptor: Path, text: str) -> None:
    """Put a text before every text of the descriptor that says something to people; licences get an address that runs."""

    def planted(value: Any, place: str = "") -> Any:
        if isinstance(value, dict):
            return {key: planted(inner, f"{place}/{key}") for key, inner in value.items()}
        if isinstance(value, list):
            return [planted(inner, f"{place}/{number}") for number, inner in enumerate(value)]
        if re.search(r"licenses/\d+/path$", place):
            return "javascript:alert(7)"
        return f"{text} {value}" if isinstance(value, str) and not KEPT.search(place) else value

    change_descriptor(descriptor, lambda content: content.update(planted(content)))

"""Hostile text, and where a test plants it: in all free text that the report shows."""

from __future__ import annotations

import csv
import json
from pathlib import Path

MARKUP = (
    "<script>alert(1)</script> </script><script>alert(2)</script> <img src=x onerror=alert(3)> <!-- --> <svg/onload=alert(4)> &lt;b&gt; "
    "[click](javascript:alert(5)) ![pixel](http://evil.invalid/p.png) <http://evil.invalid/auto> http://evil.invalid/bare "
    "**bold** _it_ ~~gone~~ ^up^ `code` ```{=html} <b>x</b> ``` ::: {.summary} | a | b | $x^2$ \\(y\\) [^1] ^[note] [@article] @fig-flows "
    "[span]{.edition onclick=alert(6)} {{< include seeds/README.md >}} `{python} 1/0` <%= 7 %> ${8} # Heading "
)
TYPST = '#panic("x") #read("/etc/passwd") "); #panic(1) // /* $ x $ <label> @ref *b* _i_ \\u{41} \\" ] #] #image("x.png") ~ -- --- ... '
OTHER = "../../etc/passwd =cmd|' /C calc'!A0 %s %n %0a {0} \\\\server\\share 'quoted' \"quoted\" "
HOSTILE = f"hostile {MARKUP}{TYPST}{OTHER}"
NAME = 'Evil <b>"Name"</b> `x` ``` #panic() [l](javascript:1) & Co'

# Free text that the report shows. The names of organisations stand in charts too.
PLANTED = {
    "passages": ["translation"], "statements": ["statement"], "verdicts": ["why"], "holes": ["why"], "figures": ["statement"],
    "sources": ["title"], "cloud_growth": ["note", "statement"], "capex": ["note", "statement"], "compute_deals": ["note", "statement"],
    "funding_rounds": ["note", "statement"], "run_rate": ["note", "statement"], "spending_estimates": ["note", "statement"],
    "outcomes": ["note", "statement"], "capex_guidance": ["note", "statement"], "gigawatt_costs": ["note", "statement"],
}  # fmt: skip
NAMES = {"sources": ["publisher"], "organisations": ["name"], "entities": ["name"]}


def plant(descriptor: Path, tables: dict[str, list[str]], text: str) -> None:
    """Put a text before the content of every cell of some columns that has one."""
    paths = {resource["name"]: resource["path"] for resource in json.loads(descriptor.read_text("utf-8"))["resources"]}
    for table, columns in tables.items():
        path = descriptor.parent / paths[table]
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert set(columns) <= set(rows[0]), (table, list(rows[0]))
        for row in rows:
            row.update({column: f"{text} {row[column]}" for column in columns if row[column]})
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

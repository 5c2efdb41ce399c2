"""What the schemas must promise at the least: the fields, types, constraints, keys and rules that the code was written against.

Every other check does what the descriptor says, so a rule that is lost from it would be missed by none of them. What the
tables promise is therefore kept a second time, in profiles/tables.json. A descriptor may promise more. After an intended
change, `make contract` writes the file again; `briefing lock` never does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from analysis.package import DESCRIPTOR, Issue, Row, read_descriptor, write_whole

FILE = Path(__file__).parent / "profiles/tables.json"
HINT = "put it back; if the change is intended, run: make contract"
WHOLE = ("primaryKey", "sortedBy", "idInWords", "idOf", "statementOf", "missingValues")  # kept as they are
LISTS = ("uniqueKeys", "foreignKeys")  # each entry is kept; more may come
WORDS = {"name", "title", "description", "categories", "constraints", "example"}  # of a field: all that does not say how to read a cell


def promises(resource: Row) -> dict[str, list[Any]]:
    """Place in a resource -> what stands there that the code relies on; empty for a resource that is no table."""
    if not isinstance(schema := resource.get("schema"), dict):
        return {}
    found: dict[str, list[Any]] = {"path": [resource["path"]]}
    if "rows" in resource:
        found["rows"] = ["a number of rows"]  # the number itself is the table's, see tidy.py
    found |= {f"schema/{key}": [schema[key]] for key in WHOLE if key in schema}
    found |= {f"schema/{key}": list(schema[key]) for key in LISTS if key in schema}
    if "rowRules" in schema:
        found["schema/rowRules"] = [rule["formula"] for rule in schema["rowRules"]]
    for field in schema["fields"]:
        place = f"schema/fields/{field['name']}"
        found[place] = [{key: value for key, value in field.items() if key not in WORDS}]
        found |= {f"{place}/constraints/{key}": [value] for key, value in field.get("constraints", {}).items()}
    return found


def contract_issues(descriptor: Row, name: str) -> Iterator[Issue]:
    """What a descriptor of this file name, sound by its profile, no longer promises; tables we do not know promise nothing."""
    kept = json.loads(files(__package__).joinpath("profiles/tables.json").read_text("utf-8"))
    for resource in descriptor["resources"]:
        now, lost = promises(resource), "/"
        for place, wanted in kept.get(resource["name"], {}).items():
            if place.startswith(lost):  # of a field that is not there, more need not be said
                continue
            here = now.get(place, [])
            lost = f"{place}/" if wanted and not here else lost
            for value in (value for value in wanted if value not in here):
                said = f"is {_told(here[0])}, not {_told(value)}" if len(here) == len(wanted) == 1 else f"{_told(value)} is missing"
                yield Issue(name, None, f"resources/{resource['name']}/{place}", said, HINT)


def contract_of(descriptor: Row) -> str:
    """The text of profiles/tables.json for a descriptor."""
    kept = {resource["name"]: found for resource in descriptor["resources"] if (found := promises(resource))}
    tables = []
    for table, places in kept.items():
        lines = [f"    {json.dumps(place)}: {json.dumps(values, ensure_ascii=False)}" for place, values in places.items()]
        tables.append(f"  {json.dumps(table)}: {{\n" + ",\n".join(lines) + "\n  }")
    return "{\n" + ",\n".join(tables) + "\n}\n"


def _told(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else f"{text[:120]}…"


if __name__ == "__main__":
    write_whole(FILE, contract_of(read_descriptor(DESCRIPTOR)))

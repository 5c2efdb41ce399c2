"""The data dictionary: what every table, field and category means, made from the descriptor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape

from ..package import Package, Issue, Row, write_whole

PATH = "docs/data-dictionary.md"
_TYPES = {"string": "text", "number": "number", "integer": "whole number", "boolean": "true or false", "date": "date"}


def as_markdown(package: Package) -> str:
    """The dictionary as Markdown."""
    descriptor = package.descriptor
    tables = [resource for resource in descriptor["resources"] if "schema" in resource]
    lines = [
        "# Data dictionary",
        "",
        f"{descriptor['title']}, version {descriptor['version']}. Made from `datapackage.json`; "
        "write it again with `briefing dictionary --write`.",
        "",
        "An empty cell means that nothing is stated or known. Dates are ISO 8601. “see the field unit” means that the row itself "
        "names the unit, in its field `unit`.",
        "",
        "## Tables",
        "",
        "| table | rows | what it holds | licence |",
        "|---|--:|---|---|",
        *(
            f"| [{one['name']}](#{one['name']}) | {len(package.frames[one['name']])} | "
            f"{_cell(one['description'])} | {_cell(licence_names(one))} |"
            for one in tables
        ),
        "",
        "## Relations",
        "",
        "Each line leads from a row to the row that one of its fields names.",
        "",
        "```mermaid",
        *diagram(tables),
        "```",
    ]
    for resource in descriptor["resources"]:
        lines += ["", *_section(package, resource)]
    return "\n".join(lines) + "\n"


def as_html(package: Package) -> str:
    """The dictionary for the page, shorter: an element a table that opens, after one for the columns that several tables have.

    Of shared categories it has the meanings of the bounds alone; those of the others are in the file.
    """
    tables = [resource for resource in package.descriptor["resources"] if "schema" in resource]
    seen = Counter(_meaning(field) for one in tables for field in one["schema"]["fields"])
    shared: dict[tuple[str, str], str] = {}
    parts = []
    for one in tables:
        leads = {field: f" → {target}" for field, target, _ in relations(one)}
        own, also = [], []
        for field in one["schema"]["fields"]:
            said = _definition(field, leads.get(field["name"], ""))
            if seen[_meaning(field)] == 1:
                own.append(said + (_values(field) if field.get("categories") else ""))
            else:
                also.append(field["name"])
                shared.setdefault(_meaning(field), said + _values(field) * (field["name"] == "bound"))
        body = "".join(own) + (f"<dt>also<dd>{escape(', '.join(also))}" if also else "")
        about = f"{_rows(package, one)}. {escape(one['description'], quote=False)}"
        name = escape(one["name"])
        parts.append(f'<details id="t-{name}"><summary><strong>{name}</strong> {about}</summary><dl>{body}</dl></details>')
    together: dict[str, str] = {}  # a name that means different things in different tables stands once, with each meaning
    for (column, _), said in shared.items():
        together[column] = together[column] + said[said.index("<dd>") :] if column in together else said
    first = f"<details><summary><strong>Columns of several tables</strong></summary><dl>{''.join(together.values())}</dl></details>"
    return "\n".join([first, *parts])


def as_typst(package: Package) -> str:
    """The tables for the PDF, a paragraph each: how many rows, what they hold, and the columns."""
    blocks = []
    for one in package.descriptor["resources"]:
        if "schema" in one:
            columns = ", ".join(field["name"] for field in one["schema"]["fields"])
            said = f"strong({typst_string(one['name'])}); {typst_string(f'  {_rows(package, one)}. ' + one['description'])}"
            blocks.append(
                f"#block(below: 0.9em, breakable: false, {{ {said}; linebreak(); text(size: 8pt, fill: muted, {typst_string(columns)}) }})"
            )
    return "\n".join(blocks)


def typst_string(text: str) -> str:
    """A text as a string of Typst that cannot end the block it stands in."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("`", "\\u{60}") + '"'


def _rows(package: Package, resource: Row) -> str:
    count = len(package.frames[resource["name"]])
    return f"{count} row" + "s" * (count != 1)


def _meaning(field: Row) -> tuple[str, str]:
    return field["name"], field["description"]


def _definition(field: Row, leads: str) -> str:
    unit = f" [{field['unit']}]" if field.get("unit") and not field["unit"].startswith("see ") else ""
    return f"<dt>{escape(field['name'])}<dd>{escape(field['description'] + unit, quote=False)}{leads}"


def _values(field: Row) -> str:
    return ": " + "; ".join(f"<i>{escape(value)}</i> {escape(label, quote=False)}" for value, label in categories_of(field).items())


def dictionary_issues(package: Package) -> list[Issue]:
    """Where the committed dictionary is not the one that the descriptor makes."""
    path = package.path.parent / PATH
    kept = path.read_text("utf-8").split("\n") if path.is_file() else []
    made = as_markdown(package).split("\n")
    if kept == made:
        return []
    pairs = zip([*kept, *[""] * len(made)], made, strict=False)
    line = next((number for number, (old, new) in enumerate(pairs, start=1) if old != new), len(made))
    return [Issue(PATH, line, "", "is behind the descriptor or the tables", "run: briefing dictionary --write")]


def write_dictionary(package: Package) -> str:
    """Write the dictionary beside the package; returns its path in the package."""
    write_whole(package.path.parent / PATH, as_markdown(package))
    return PATH


def relations(resource: Row) -> Iterator[tuple[str, str, bool]]:
    """The foreign keys of a table: its field, the table that the field leads to, and whether each row must name one."""
    required = {field["name"] for field in resource["schema"]["fields"] if field.get("constraints", {}).get("required")}
    for key in resource["schema"].get("foreignKeys", []):
        fields = [key["fields"]] if isinstance(key["fields"], str) else key["fields"]
        yield ", ".join(fields), key["reference"].get("resource") or resource["name"], set(fields) <= required


def diagram(tables: list[Row]) -> Iterator[str]:
    """The relations of the tables as a Mermaid diagram, a line at a time."""
    yield "erDiagram"
    for one in tables:
        for field, target, required in relations(one):
            yield f'    {target} {"||" if required else "|o"}--o{{ {one["name"]} : "{field}"'


def type_of(field: Row) -> str:
    """The type of a field in words."""
    return "category" if field.get("categories") else _TYPES[field["type"]]


def categories_of(field: Row) -> dict[str, str]:
    """The values that a field may have, each with its meaning; empty where any value may stand."""
    return {one["value"]: one["label"] if isinstance(one, dict) else one for one in field.get("categories", [])}


def rules_of(field: Row) -> str:
    """What a cell of the field must be, in words."""
    constraints = field.get("constraints", {})
    rules = ["required"] if constraints.get("required") else []
    rules += ["unique"] if constraints.get("unique") else []
    rules += [f"at least {constraints['minimum']}"] if "minimum" in constraints else []
    rules += [f"at most {constraints['maximum']}"] if "maximum" in constraints else []
    rules += [f"like `{constraints['pattern']}`"] if "pattern" in constraints else []
    return ", ".join(rules)


def licence_names(described: Row) -> str:
    """The licences of a package or a resource in one line."""
    return "; ".join(one.get("title") or one["name"] for one in described.get("licenses", []))


def _section(package: Package, resource: Row) -> Iterator[str]:
    yield f"## {resource['name']}"
    yield ""
    yield f"{resource['description']}."
    yield ""
    yield f"- File: `{resource['path']}`"
    if "schema" in resource:
        yield f"- Rows: {len(package.frames[resource['name']])}"
        yield f"- Key: {', '.join(f'`{name}`' for name in resource['schema']['primaryKey'])}"
        for field, target, _ in relations(resource):
            yield f"- `{field}` names a row of [{target}](#{target})"
    yield f"- Licence: {_cell(licence_names(resource))}"
    yield f"- Made from: {'; '.join(one['title'] for one in resource.get('sources', [])) or 'the other tables, by computation'}"
    if "schema" not in resource:
        return
    fields = resource["schema"]["fields"]
    yield ""
    yield "| field | type | unit | meaning | rules |"
    yield "|---|---|---|---|---|"
    for field in fields:
        meaning = f"{_cell(field['title'])}. {_cell(field['description'])}"
        yield f"| `{field['name']}` | {type_of(field)} | {_cell(field.get('unit', ''))} | {meaning} | {_cell(rules_of(field))} |"
    for field in fields:
        if values := categories_of(field):
            yield ""
            yield f"Values of `{field['name']}`:"
            yield ""
            for value, label in values.items():
                yield f"- `{value}`: {_cell(label)}"
    if rules := resource["schema"].get("rowRules"):
        yield ""
        yield "Rules between fields:"
        yield ""
        for rule in rules:
            yield f"- {_cell(rule['message'])}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")

"""The data dictionary: what every table, field and category means, made from the descriptor, in the languages of its readers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape as html_text

from ..package import Issue, Package, Row, key_of, markdown_code, markdown_text, mermaid_text, typst_string, unpacked, write_whole
from .tables import categories_of, licence_names, made_from, relations, rules_of, type_of

PATH, NEWLINE = "docs/data-dictionary.md", "\n"


def as_markdown(package: Package) -> str:
    """The dictionary as Markdown."""
    descriptor, tables = package.descriptor, _tables(package)
    title, version = descriptor.get("title") or descriptor.get("name", ""), descriptor.get("version", "not stated")
    rows = (
        f"| [{one['name']}](#{one['name']}) | {len(package.frames[one['name']])} | {_said(one)} | {markdown_text(licence_names(one))} |"
        for one in tables
    )
    return f"""# Data dictionary

{markdown_text(str(title))}, version {markdown_text(str(version))}. Made from `datapackage.json`; write it again with \
`briefing dictionary --write`.

An empty cell means that nothing is stated or known. Dates are ISO 8601. “see the field unit” means that the row itself names the unit, \
in its field `unit`.

## Tables

| table | rows | what it holds | licence |
|---|--:|---|---|
{NEWLINE.join(rows)}

## Relations

Each line leads from a row to the row that one of its fields names.

```mermaid
erDiagram
{NEWLINE.join(_diagram(tables))}
```

{(2 * NEWLINE).join(NEWLINE.join(_section(package, one)) for one in descriptor["resources"])}
"""


def as_html(package: Package) -> str:
    """The dictionary for the page, shorter: an element a table that opens, after one for the columns that several tables have.

    Of shared categories it has the meanings of the bounds alone; those of the others are in the file.
    """
    tables = _tables(package)
    seen = Counter((field["name"], field.get("description", "")) for one in tables for field in one["schema"]["fields"])
    shared: dict[str, dict[str, str]] = {}  # each meaning of a name, as it is first said
    parts = []
    for one in tables:
        leads = {field: f" → {html_text(target)}" for field, target, _ in relations(one)}
        own, also = [], []
        for field in one["schema"]["fields"]:
            name, about, unit = field["name"], field.get("description", ""), field.get("unit", "")
            values = "; ".join(f"<i>{html_text(str(value))}</i> {html_text(label)}" for value, label in categories_of(field).items())
            said = f"<dd>{html_text(about + (f' [{unit}]' if unit and not unit.startswith('see ') else ''))}{leads.get(name, '')}"
            alone = seen[name, about] == 1
            said += f": {values}" if values and (alone or name == "bound") else ""
            if alone:
                own.append(f"<dt>{html_text(name)}{said}")
            else:
                also.append(name)
                shared.setdefault(name, {}).setdefault(about, said)
        body = "".join(own) + (f"<dt>also<dd>{html_text(', '.join(also))}" if also else "")
        name, about = html_text(one["name"]), f"{_rows(package, one)}. {html_text(one.get('description', ''))}"
        parts.append(f'<details id="t-{name}"><summary><strong>{name}</strong> {about}</summary><dl>{body}</dl></details>')
    columns = "".join(f"<dt>{html_text(name)}{''.join(said.values())}" for name, said in shared.items())
    return "\n".join([f"<details><summary><strong>Columns of several tables</strong></summary><dl>{columns}</dl></details>", *parts])


def as_typst(package: Package) -> str:
    """The tables for the PDF, a paragraph each: how many rows, what they hold, and the columns."""
    blocks = []
    for one in _tables(package):
        columns = typst_string(", ".join(field["name"] for field in one["schema"]["fields"]))
        said = f"strong({typst_string(one['name'])}); {typst_string(f'  {_rows(package, one)}. ' + one.get('description', ''))}"
        blocks.append(f"#block(below: 0.9em, breakable: false, {{ {said}; linebreak(); text(size: 8pt, fill: muted, {columns}) }})")
    return "\n".join(blocks)


def dictionary_issues(package: Package) -> list[Issue]:
    """Where the committed dictionary differs from the one that the descriptor makes."""
    path = unpacked(package.path).parent / PATH
    kept = path.read_text("utf-8", "replace").split("\n") if path.is_file() else []
    made = as_markdown(package).split("\n")
    if kept == made:
        return []
    pairs = zip([*kept, *[""] * len(made)], made, strict=False)
    line = next((number for number, (old, new) in enumerate(pairs, start=1) if old != new), len(made))
    return [Issue(PATH, line, "", "is behind the descriptor or the tables", "run: briefing dictionary --write")]


def write_dictionary(package: Package) -> str:
    """Write the dictionary beside the package; returns its path in the package."""
    write_whole(unpacked(package.path).parent / PATH, as_markdown(package))
    return PATH


def _diagram(tables: list[Row]) -> Iterator[str]:
    """The relations of the tables as lines of a Mermaid diagram; those that lead to a table of the package."""
    names = {one["name"] for one in tables}
    for one in tables:
        for field, target, required in relations(one):
            if target in names:
                yield f'    {target} {"||" if required else "|o"}--o{{ {one["name"]} : "{mermaid_text(field)}"'


def _section(package: Package, resource: Row) -> Iterator[str]:
    yield from (f"## {resource['name']}", "", f"{_said(resource)}.", "", f"- File: {markdown_code(resource['path'])}")
    fields = resource.get("schema", {}).get("fields", [])
    if fields:
        names = {one["name"] for one in package.descriptor["resources"]}
        yield f"- Rows: {len(package.frames[resource['name']])}"
        yield f"- Key: {', '.join(map(markdown_code, key_of(resource['schema']))) or 'none'}"
        for field, target, _ in relations(resource):
            to = f"[{target}](#{target})" if target in names else markdown_text(target)
            yield f"- {markdown_code(field)} names a row of {to}"
    yield f"- Licence: {markdown_text(licence_names(resource))}"
    yield f"- Made from: {markdown_text(made_from(resource))}"
    if fields:
        yield from ("", "| field | type | unit | meaning | rules |", "|---|---|---|---|---|")
    for field in fields:
        meaning = ". ".join(markdown_text(field[key]) for key in ("title", "description") if field.get(key))
        cells = (type_of(field), markdown_text(field.get("unit", "")), meaning, ", ".join(map(markdown_text, rules_of(field))))
        yield f"| {markdown_code(field['name'])} | {' | '.join(cells)} |"
    for field in fields:
        if values := categories_of(field):
            yield from ("", f"Values of {markdown_code(field['name'])}:", "")
            yield from (f"- {markdown_code(str(value))}: {markdown_text(label)}" for value, label in values.items())
    if rules := resource.get("schema", {}).get("rowRules"):
        yield from ("", "Rules between fields:", "", *(f"- {markdown_text(rule['message'])}" for rule in rules))


def _tables(package: Package) -> list[Row]:
    return [resource for resource in package.descriptor["resources"] if "schema" in resource]


def _said(resource: Row) -> str:
    return markdown_text(resource.get("description") or resource.get("title") or resource["name"])


def _rows(package: Package, resource: Row) -> str:
    count = len(package.frames[resource["name"]])
    return f"{count} row" + "s" * (count != 1)

"""Is it a sound Data Package v2? The descriptor, its files, their rows and keys.

Frictionless is the authority on rows. It knows only part of version 2 of the standard, so the
descriptor is held against the published profile here, offline, and what Frictionless leaves out is
checked beside it: `$schema`, byte counts, categories, unique keys, and our own row rules.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .columns import Excerpt, Screen
from ..package import Package, Issue, PackageError, Row, digest, read_descriptor, resources_of, write_whole
from .parts import Progress
from ..package import LONGEST, SUSPECT, UNSEEN, leads_out, unseen, unusual, what_is_wrong_with

if TYPE_CHECKING:
    import frictionless

VERSION = "https://datapackage.org/profiles/2.0/"
ON_BYTES = ("hash-count", "byte-count", "row-count")  # errors that are found elsewhere: on the bytes, and in tidy.py
_PLACE = re.compile(r'^the same as in the row at position ([0-9]+)$|^Row at position "([0-9]+)"')  # where Frictionless names a row
CHARACTERS_HINT = "tables use Latin letters, plain hyphens and spaces, and a no-break space only after a digit"
# Whatever is no Latin letter, digit or mark of English and French text; a no-break space binds a number to its unit.
_LETTERS = "À-ÿŒœ’“”…−²³⁵"
STRANGE = re.compile(rf"[^\n\x20-\x7E{_LETTERS}\u00a0\ufeff\r\0]|(?<![0-9])\u00a0|  ")
_BEYOND, _LOOSE = re.compile(f"[^{_LETTERS}\u00a0]"), re.compile(b"\xc2\xa0(?<![0-9]\xc2\xa0)")
LOCK_HINT = "if the edit is intended, run: briefing lock"


def descriptor_issues(descriptor: Row, name: str) -> list[Issue]:
    """The descriptor against the v2 profile, and what the profile leaves to its readers."""
    import jsonschema

    validator = jsonschema.Draft7Validator(_profile(), format_checker=jsonschema.FormatChecker())
    issues = []
    for error in validator.iter_errors(descriptor):
        cause = jsonschema.exceptions.best_match([error])
        place = "/".join(map(str, cause.absolute_path))
        issues.append(Issue(name, None, place, f"against the Data Package v2 profile: {_short(cause.message)}"))
    if issues:
        return issues
    issues += _schema_address(descriptor, "datapackage.json", name, "")
    seen: set[str] = set()
    for number, resource in enumerate(descriptor["resources"]):
        place = f"resources/{number}"
        issues += _schema_address(resource, "dataresource.json", name, place)
        if resource.get("name") in seen:
            issues.append(Issue(name, None, place, f"the name {resource['name']!r} is used twice"))
        seen.add(resource.get("name", ""))
        for key in ("name", "path", "title", "description", "hash", "bytes", "licenses"):
            if not resource.get(key) and resource.get(key) != 0:  # an empty file has 0 bytes, and is told of by its own name
                issues.append(Issue(name, None, place, f"{key} is missing"))
        if not isinstance(resource.get("schema", {}), dict):
            issues.append(Issue(name, None, f"{place}/schema", "is not written out here"))
        elif "schema" in resource:
            issues += _schema_issues(resource["schema"], name, f"{place}/schema")
    return issues


def _schema_issues(schema: Row, name: str, place: str) -> list[Issue]:
    issues = _schema_address(schema, "tableschema.json", name, place)
    rules = schema.get("rowRules", [])
    if not isinstance(rules, list) or not all(
        isinstance(rule, dict) and all(isinstance(rule.get(key), str) for key in ("formula", "message")) for rule in rules
    ):
        issues.append(Issue(name, None, f"{place}/rowRules", "is no list of rules, each with a formula and a message"))
    if not schema.get("primaryKey"):
        issues.append(Issue(name, None, place, "the table has no primaryKey"))
    for field in schema["fields"]:
        here = f"{place}/fields/{field['name']}"
        for key in ("title", "description"):
            if not field.get(key):
                issues.append(Issue(name, None, here, f"{key} is missing"))
        if field.get("type") in ("integer", "number") and not field.get("unit"):
            issues.append(Issue(name, None, here, "a field of numbers says no unit"))
        categories = [c["value"] if isinstance(c, dict) else c for c in field.get("categories", [])]
        if categories != field.get("constraints", {}).get("enum", []):
            issues.append(Issue(name, None, here, "categories and enum do not list the same values"))
    return issues


def path_issues(descriptor: Row, base: Path) -> list[Issue]:
    """Each resource's path stays inside the package and leads to a file that can be read."""
    issues = []
    for resource in descriptor["resources"]:
        path = resource["path"]
        if not isinstance(path, str) or leads_out(base, path):
            hint = "use one path, below the folder of the descriptor"
            issues.append(Issue(str(path), None, "", "the path leads out of the package", hint))
            continue
        try:
            with (base / path).open("rb"):
                pass
        except (OSError, ValueError) as error:
            issues.append(Issue(path, None, "", f"cannot be read: {getattr(error, 'strerror', None) or error}"))
    return issues


def byte_issues(descriptor: Row, base: Path) -> list[Issue]:
    """Each file has the bytes that the descriptor promises, and they are plain UTF-8 text with LF."""
    issues = []
    for resource in descriptor["resources"]:
        path = resource["path"]
        data = (base / path).read_bytes()
        if resource["bytes"] != len(data):
            issues.append(Issue(path, None, "", f"has {len(data)} bytes, not {resource['bytes']}", LOCK_HINT))
        if resource["hash"] != f"sha256:{digest(data)}":
            issues.append(Issue(path, None, "", "is not the file that was locked: its hash differs", LOCK_HINT))
        issues += _text_issues(data, path)
    return issues


def _text_issues(data: bytes, path: str) -> list[Issue]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return [Issue(path, data[: error.start].count(b"\n") + 1, "", "is not UTF-8", "save it as UTF-8")]
    table = path.endswith(".csv")
    if _is_plain(data, table):
        return []
    issues = _character_issues(text, path) if table else []
    wrong = {"\ufeff": "starts with a byte order mark", "\r": "has Windows line ends", "\0": "has a null character"}
    return issues + [
        Issue(path, text[: text.index(mark)].count("\n") + 1, "", f"{what}; tables are UTF-8 with LF")
        for mark, what in wrong.items()
        if mark in text
    ] or [
        Issue(path, line, "", f"has the character {name}, which is not shown", "remove it") for line, name in filter(None, [unseen(text)])
    ]


def _is_plain(data: bytes, table: bool) -> bool:
    """Whether nothing can be said of the characters of a file; all of them are then not looked at one by one."""
    beyond = unusual(data)
    if table and (_BEYOND.search(beyond) or b"  " in data or b"\t" in data or _LOOSE.search(data)):
        return False
    return UNSEEN.search(beyond) is None


def cell_issues(package: Package) -> list[Issue]:
    """Text cells that something would run or that are no single line: a spreadsheet's formula, a line break, a cell of pages."""
    issues = []
    for resource in package.descriptor["resources"]:
        fields = resource.get("schema", {}).get("fields", [])
        for column in (field["name"] for field in fields if field["type"] == "string" and resource["name"] in package.frames):
            cells = package.frames[resource["name"]][column]
            suspect = cells[cells.str.contains(SUSPECT, na=False) | (cells.str.len() > LONGEST)]
            for line, cell in suspect.items():
                if wrong := what_is_wrong_with(cell):
                    issues.append(Issue(resource["path"], int(str(line)) + 2, column, wrong, "write it as one line of words"))
    return issues


def _character_issues(text: str, path: str) -> list[Issue]:
    """The first character that tables do not use, such as a Cyrillic letter that looks like a Latin one."""
    if not (found := STRANGE.search(text)):
        return []
    from unicodedata import name

    what = f"“{found[0]}” ({name(found[0], 'a control character').lower()})"
    said = f"has {what} at “{text[max(found.start() - 10, 0) : found.end() + 10].strip()}”"
    return [Issue(path, text[: found.start()].count("\n") + 1, "", said.replace("\n", " "), CHARACTERS_HINT)]


def row_issues(descriptor: Row, base: Path, name: str, progress: Progress | None = None) -> list[Issue]:
    """Types, constraints, keys and row rules of every table. `progress` is told how many tables are judged."""
    import frictionless
    from frictionless.checks.row.row_constraint import row_constraint

    try:
        package = frictionless.Package.from_descriptor(descriptor, basepath=str(base))
    except frictionless.FrictionlessException as error:
        return [Issue(name, None, "", _short(reason.message)) for reason in error.reasons or [error.error]]
    issues = []
    screen = Screen(descriptor, base)
    for number, resource in enumerate(package.resources, start=1):
        if resource.path is None or "schema" not in (described := _described(descriptor, resource.name)):
            continue
        rules = {rule["formula"]: rule["message"] for rule in described["schema"].get("rowRules", [])}
        checks: list[frictionless.Check] = [row_constraint(formula=formula) for formula in rules]
        path, lines = resource.path, None
        try:
            if excerpt := screen.excerpt(described["name"]):
                resource, lines = _excerpted(excerpt, described, descriptor), excerpt.lines
            report = resource.validate(frictionless.Checklist(checks=checks))
        except Exception as error:
            issues.append(Issue(name, None, described["name"], f"the schema cannot be applied: {_short(str(error))}"))
            continue
        found = [_row_issue(path, error, rules, lines) for task in report.tasks for error in task.errors if error.type not in ON_BYTES]
        issues += found
        if not issues:
            found = _unique_key_issues(resource, described["schema"], path) + _space_issues(resource, path)
            issues += [replace(issue, row=lines[issue.row - 2]) for issue in found if issue.row] if lines else found
        if progress:
            progress("rows", number, len(package.resources))
    return issues


def _excerpted(excerpt: Excerpt, described: Row, descriptor: Row) -> frictionless.Resource:
    """The excerpt as a table that Frictionless can judge as it would the whole."""
    import frictionless

    def table(name: str, schema: Row, header: list[str], rows: list[list[str]]) -> Row:
        return {"name": name, "type": "table", "data": [header, *rows], "schema": schema}

    header = [field["name"] for field in described["schema"]["fields"]]
    tables = [table(described["name"], described["schema"], header, excerpt.rows)]
    for name, (fields, rows) in excerpt.targets.items():
        types = {field["name"]: field["type"] for field in _described(descriptor, name)["schema"]["fields"]}
        tables.append(table(name, {"fields": [{"name": field, "type": types[field]} for field in fields]}, fields, rows))
    return frictionless.Package.from_descriptor({"name": "excerpt", "resources": tables}).resources[0]


def _described(descriptor: Row, name: str) -> Row:
    found: Row = next(resource for resource in descriptor["resources"] if resource["name"] == name)
    return found


def _row_issue(path: str, error: frictionless.Error, rules: dict[str, str], lines: list[int] | None) -> Issue:
    """The issue that an error makes; `lines` has the line in the file of each row of an excerpt."""
    row = getattr(error, "row_number", None)
    column = getattr(error, "field_name", "") or getattr(error, "label", "") or ""
    message = next((text for formula, text in rules.items() if f'"{formula}"' in error.note), error.note or error.message)
    if lines and row:
        row = lines[row - 2]
        message = _PLACE.sub(lambda place: place[0].replace(place[1] or place[2], str(lines[int(place[1] or place[2]) - 2])), message)
    cell = getattr(error, "cell", None)
    shown = f"{_short(str(cell))!r}: " if cell not in (None, "") else ""
    return Issue(path, row, column, f"{shown}{_short(message)}")


def _unique_key_issues(resource: Any, schema: Row, path: str) -> list[Issue]:
    issues = []
    for key in schema.get("uniqueKeys", []):
        names = [key] if isinstance(key, str) else key
        seen: set[tuple[Any, ...]] = set()
        for line, row in enumerate(resource.read_rows(), start=2):
            value = tuple(row[name] for name in names)
            if value in seen:
                issues.append(Issue(path, line, ", ".join(names), "the unique key is used twice"))
            seen.add(value)
    return issues


def _space_issues(resource: Any, path: str) -> list[Issue]:
    return [
        Issue(path, line, column, f"{_short(cell)!r} has space at an end", "remove it")
        for line, row in enumerate(resource.read_rows(), start=2)
        for column, cell in zip(row.field_names, row.cells, strict=False)  # as they stand in the file: a number loses its spaces when read
        if isinstance(cell, str) and cell != cell.strip()
    ]


def lock(path: Path) -> list[str]:
    """Write the hashes and byte counts that the files have now; returns the paths whose lock changed."""
    descriptor = read_descriptor(path)
    changed = []
    for resource in resources_of(descriptor, path):
        try:
            data = (path.parent / resource["path"]).read_bytes()
        except (OSError, ValueError) as error:
            raise PackageError(f"{path}: a resource cannot be locked: {error}") from error
        if resource != (locked := resource | {"bytes": len(data), "hash": f"sha256:{digest(data)}"}):
            resource.update(locked)
            changed.append(resource["path"])
    if changed:
        write_whole(path, json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n")
    return changed


def _schema_address(described: Row, profile: str, name: str, place: str) -> list[Issue]:
    address = described.get("$schema")
    if address == VERSION + profile:
        return []
    return [Issue(name, None, place, f"$schema is {address!r}", f"write {VERSION}{profile}")]


def _short(message: str) -> str:
    return message if len(message) <= 200 else f"{message[:200]}…"


@cache
def _profile() -> Row:
    text = files(__package__).joinpath("profiles/datapackage-2.0.json").read_text("utf-8")
    profile: Row = json.loads(text)
    return profile

"""Do the rows keep what their schemas promise: types, constraints, keys and row rules? Frictionless decides."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..package import Issue, Row
from .descriptor import short

if TYPE_CHECKING:
    import frictionless

ON_BYTES = ("hash-count", "byte-count", "row-count")  # found elsewhere: on the bytes, and with the order of rows
LEAN = ("name", "type", "format", "constraints", "missingValues", "trueValues", "falseValues", "decimalChar", "groupChar", "bareNumber")


def row_issues(descriptor: Row, base: Path, name: str) -> list[Issue]:
    """What Frictionless finds in each table of the package, as issues at their line and column."""
    import frictionless
    from frictionless.checks.row.row_constraint import row_constraint

    try:
        package = frictionless.Package.from_descriptor(_lean(descriptor), basepath=str(base))
    except frictionless.FrictionlessException as error:
        return [Issue(name, None, "", short(reason.message)) for reason in error.reasons or [error.error]]
    issues: list[Issue] = []
    for resource, described in zip(package.resources, descriptor["resources"], strict=True):
        if resource.path is None or "schema" not in described:
            continue
        rules = {rule["formula"]: rule["message"] for rule in described["schema"].get("rowRules", [])}
        try:
            report = resource.validate(frictionless.Checklist(checks=[row_constraint(formula=formula) for formula in rules]))
        except Exception as error:  # whatever a foreign schema makes the library raise is said at that schema
            issues.append(Issue(name, None, described["name"], f"the schema cannot be applied: {short(str(error))}"))
            continue
        found = [_issue(resource.path, error, rules) for task in report.tasks for error in task.errors if error.type not in ON_BYTES]
        issues += found or _unique_key_issues(resource, described["schema"], resource.path)
    return issues


def _lean(descriptor: Row) -> Row:
    """What Frictionless needs of a descriptor that was checked before: it copies all that it is given for each table and key."""
    resources = []
    for resource in descriptor["resources"]:
        lean = {key: resource[key] for key in ("name", "path", "type", "format", "mediatype", "encoding") if key in resource}
        if schema := resource.get("schema"):
            lean["schema"] = {key: schema[key] for key in ("primaryKey", "foreignKeys", "missingValues") if key in schema}
            lean["schema"]["fields"] = [{key: value for key, value in field.items() if key in LEAN} for field in schema["fields"]]
        resources.append(lean)
    return {"name": descriptor.get("name", "package"), "resources": resources}


def _issue(path: str, error: frictionless.Error, rules: dict[str, str]) -> Issue:
    column = getattr(error, "field_name", "") or getattr(error, "label", "") or ""
    own = error.message if "label" in error.type else error.note or error.message
    message = next((text for formula, text in rules.items() if f'"{formula}"' in error.note), own)
    cell = getattr(error, "cell", None)
    shown = f"{short(str(cell))!r}: " if cell not in (None, "") else ""
    return Issue(path, getattr(error, "row_number", None), column, f"{shown}{short(message)}")


def _unique_key_issues(resource: Any, schema: Row, path: str) -> list[Issue]:
    """Unique keys of version 2 of the standard, which Frictionless leaves out."""
    issues = []
    for key in schema.get("uniqueKeys", []):
        names = [key] if isinstance(key, str) else key
        first: dict[tuple[Any, ...], int] = {}
        values = (tuple(row[name] for name in names) for row in resource.read_rows())
        twice = [line for line, value in enumerate(values, start=2) if first.setdefault(value, line) != line]
        issues += [Issue(path, line, ", ".join(names), "the unique key is used twice") for line in twice]
    return issues

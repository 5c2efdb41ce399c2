"""Is the descriptor a sound Data Package v2? Held against the published profile, and what the profile leaves to its readers.

Frictionless knows only part of version 2 of the standard, so the profile is applied here, offline, and `$schema`, byte
counts and categories are checked beside it.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path

from ..package import Issue, PackageError, Row, digest, leads_out, read_descriptor, resources_of, write_whole

VERSION = "https://datapackage.org/profiles/2.0/"


def descriptor_issues(descriptor: Row, name: str) -> list[Issue]:
    """The descriptor against the v2 profile, and what the profile leaves to its readers."""
    import jsonschema

    validator = jsonschema.Draft7Validator(_profile(), format_checker=jsonschema.FormatChecker())
    issues = []
    for error in validator.iter_errors(descriptor):
        cause = jsonschema.exceptions.best_match([error])
        place = "/".join(map(str, cause.absolute_path))
        issues.append(Issue(name, None, place, f"against the Data Package v2 profile: {short(cause.message)}"))
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
        issues.append(Issue(name, None, f"{place}/rowRules", "must be a list of {formula, message}"))
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


def short(message: str) -> str:
    """A message of at most 200 characters."""
    return message if len(message) <= 200 else f"{message[:200]}…"


@cache
def _profile() -> Row:
    text = files(__package__).joinpath("profile/datapackage-2.0.json").read_text("utf-8")
    profile: Row = json.loads(text)
    return profile

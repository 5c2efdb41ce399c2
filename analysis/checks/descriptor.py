"""Is the descriptor a sound Data Package v2? Held against the published profile, and what the profile leaves to its readers.

Frictionless knows only part of version 2 of the standard, so the profile is applied here, offline, and `$schema`, byte
counts and categories are checked beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from ..package import Issue, PackageError, Row, digest, leads_out, read_descriptor, resources_of, unpacked, write_whole

VERSION = "https://datapackage.org/profiles/2.0/"


def descriptor_issues(descriptor: Row, name: str) -> list[Issue]:
    """The descriptor against the v2 profile, and what the profile leaves to its readers."""
    import jsonschema

    profile = json.loads(files(__package__).joinpath("profile/datapackage-2.0.json").read_text("utf-8"))
    issues = []
    for error in jsonschema.Draft7Validator(profile, format_checker=jsonschema.FormatChecker()).iter_errors(descriptor):
        cause = jsonschema.exceptions.best_match([error])
        said = f"against the Data Package v2 profile: {short(cause.message)}"
        issues.append(Issue(name, None, "/".join(map(str, cause.absolute_path)), said))
    return issues or [Issue(name, None, *found) for found in _beyond_the_profile(descriptor)]


_Found = Iterator[tuple[str, str] | tuple[str, str, str]]  # place, message, and the hint where there is one


def _beyond_the_profile(descriptor: Row) -> _Found:
    yield from _address_faults(descriptor, "datapackage.json", "")
    names = [resource.get("name") for resource in descriptor["resources"]]
    for number, resource in enumerate(descriptor["resources"]):
        place, schema = f"resources/{number}", resource.get("schema", {})
        yield from _address_faults(resource, "dataresource.json", place)
        if names[number] in names[:number]:
            yield place, f"the name {names[number]!r} is used twice"
        for key in ("name", "path", "title", "description", "hash", "bytes", "licenses"):
            if not resource.get(key) and resource.get(key) != 0:  # an empty file has 0 bytes, and is told of by its own name
                yield place, f"{key} is missing"
        if not isinstance(schema, dict):
            yield f"{place}/schema", "is not written out here"
        elif "schema" in resource:
            yield from _schema_faults(schema, f"{place}/schema")


def _schema_faults(schema: Row, place: str) -> _Found:
    yield from _address_faults(schema, "tableschema.json", place)
    rules = schema.get("rowRules", [])
    if not isinstance(rules, list) or not all(
        isinstance(rule, dict) and isinstance(rule.get("formula"), str) and isinstance(rule.get("message"), str) for rule in rules
    ):
        yield f"{place}/rowRules", "must be a list of {formula, message}"
    if not schema.get("primaryKey"):
        yield place, "the table has no primaryKey"
    for field in schema["fields"]:
        here = f"{place}/fields/{field['name']}"
        yield from ((here, f"{key} is missing") for key in ("title", "description") if not field.get(key))
        if field.get("type") in ("integer", "number") and not field.get("unit"):
            yield here, "a field of numbers says no unit"
        categories = [one["value"] if isinstance(one, dict) else one for one in field.get("categories", [])]
        if categories != field.get("constraints", {}).get("enum", []):
            yield here, "categories and enum do not list the same values"


def _address_faults(described: Row, profile: str, place: str) -> _Found:
    if (address := described.get("$schema")) != VERSION + profile:
        yield place, f"$schema is {address!r}", f"write {VERSION}{profile}"


def path_issues(descriptor: Row, base: Path) -> list[Issue]:
    """Each resource's path stays inside the package and leads to a file that can be read."""
    issues = []
    for path in (resource["path"] for resource in descriptor["resources"]):
        if not isinstance(path, str) or leads_out(base, path):
            hint = "use one path, below the folder of the descriptor"
            issues.append(Issue(str(path), None, "", "the path leads out of the package", hint))
            continue
        try:
            (base / path).open("rb").close()
        except (OSError, ValueError) as error:
            issues.append(Issue(path, None, "", f"cannot be read: {getattr(error, 'strerror', None) or error}"))
    return issues


def lock(path: Path) -> list[str]:
    """Write the hashes and byte counts that the files have now; returns the paths whose lock changed."""
    path = unpacked(path)
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


def short(message: str) -> str:
    """A message of at most 200 characters."""
    return message if len(message) <= 200 else f"{message[:200]}…"

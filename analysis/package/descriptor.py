"""The descriptor, `datapackage.json`: read strictly, so that nothing in it is lost or stands twice."""

from __future__ import annotations

import json
import math
import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .issues import PackageError
from .safety import NAME, is_inside, strings, unseen

Row = dict[str, Any]
DESCRIPTOR_NAME = "datapackage.json"
HERE = Path(__file__).resolve().parent.parent
# In a checkout the descriptor stands beside the code; a wheel carries the edition with it.
ROOT = HERE.parent if (HERE.parent / DESCRIPTOR_NAME).is_file() else HERE / "edition"
DESCRIPTOR = ROOT / DESCRIPTOR_NAME
TYPES = ("string", "integer", "number", "boolean", "date")  # of fields
LAST_SECOND = 4354819199  # 2107-12-31, the last day that a zip can carry


def unpacked(path: Path) -> Path:
    """The descriptor of a package whose files are read and written in place; raises `PackageError` for a zip."""
    if path.suffix.lower() == ".zip" and path.is_file():
        raise PackageError(f"{path}: is a zip; unpack it, and give the path of its folder")
    return path / DESCRIPTOR_NAME if path.is_dir() else path


def read_descriptor(path: Path) -> Row:
    """The descriptor as a dictionary; raises `PackageError` where it is no JSON object."""
    try:
        return parse_descriptor(path.read_bytes(), str(path))
    except OSError as error:
        raise PackageError(f"{path}: cannot be read: {error.strerror}") from error


def parse_descriptor(data: bytes, name: str) -> Row:
    """The same from the bytes of a file of this name."""
    try:
        descriptor = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_finite, parse_float=_finite)
        hidden = next(((place, found[1]) for place, text in strings(descriptor) if (found := unseen(text))), None)
    except (ValueError, RecursionError, MemoryError) as error:
        raise PackageError(f"{name}: is not JSON in UTF-8: {error}") from error
    if not isinstance(descriptor, dict):
        raise PackageError(f"{name}: is not a JSON object")
    if hidden:
        raise PackageError(f"{name}: {hidden[0]}: has the character {hidden[1]}, which is not shown; remove it")
    return descriptor


def resources_of(descriptor: Row, path: Path | str) -> list[Row]:
    """The resources, each with a name and one path; raises `PackageError` where one has none."""
    resources = descriptor.get("resources")
    if not isinstance(resources, list):
        raise PackageError(f"{path}: resources must be a list")
    for number, resource in enumerate(resources):
        if not isinstance(resource, dict) or not all(isinstance(resource.get(key), str) for key in ("name", "path")):
            raise PackageError(f"{path}: resources/{number} needs a name and one path")
        if not NAME.fullmatch(resource["name"]):
            raise PackageError(f"{path}: resources/{number}: the name {resource['name']!r} must be small letters, digits and hyphens")
        if not is_inside(resource["path"]):
            raise PackageError(f"{resource['path']}: the path leads out of the package; use one below the folder of the descriptor")
        if isinstance(resource.get("schema", {}), str):
            raise PackageError(f"{path}: resources/{number}: the schema is an address or a path; write it out in the descriptor")
        if wrong := _wrong_schema(resource["schema"]) if "schema" in resource else None:
            raise PackageError(f"{path}: resources/{number} ({resource['name']}): {wrong}")
    if doubled := twice([resource["name"] for resource in resources]):
        raise PackageError(f"{path}: the name {doubled[0]!r} is used by two resources")
    return resources


def twice(names: list[str]) -> list[str]:
    """The names that stand there more than once."""
    return [name for name, times in Counter(names).items() if times > 1]


def key_of(schema: Row) -> list[str]:
    """The columns of the primary key, which the standard lets be one name or a list; empty where there is none."""
    key = schema.get("primaryKey") or []
    return [key] if isinstance(key, str) else list(key)


def _wrong_schema(schema: Any) -> str | None:
    """What keeps a schema from being read, in words; what is wrong with it otherwise is for validation to say."""
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list) or not fields:
        return "the schema needs a list of fields"
    for number, field in enumerate(fields):
        if not isinstance(field, dict) or not isinstance(field.get("name"), str):
            return f"fields/{number} needs a name"
        if (kind := field.get("type")) not in TYPES:
            if not isinstance(kind, str):
                return f"the field {field['name']} has no type"
            return f"the field {field['name']} has the type {field['type']}, which is not read here; tables have {', '.join(TYPES)}"
        rules = field.get("constraints", {})
        if not isinstance(rules, dict) or not isinstance(rules.get("enum", []), list):
            return f"the constraints of the field {field['name']} must be an object, and its enum a list"
    names = {field["name"] for field in fields}
    if len(names) < len(fields):
        return "two fields have the same name"
    key = schema.get("primaryKey") or []
    if not isinstance(key, str) and not (isinstance(key, list) and all(isinstance(one, str) for one in key)):
        return "primaryKey must be the name of a field or a list of names"
    lost = next((one for one in key_of(schema) if one not in names), None)
    return f"primaryKey names {lost!r}, which is no field of the table" if lost else None


def build_time(descriptor: Row) -> datetime:
    """The one moment that an output may carry, in UTC: SOURCE_DATE_EPOCH where it is set, else the date of the edition."""
    if seconds := os.environ.get("SOURCE_DATE_EPOCH"):
        try:
            return datetime.fromtimestamp(min(int(seconds), LAST_SECOND), UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise PackageError(f"SOURCE_DATE_EPOCH is {seconds!r}; give a number of seconds since 1970") from error
    try:
        moment = datetime.fromisoformat(descriptor["created"])
    except (KeyError, TypeError, ValueError) as error:
        raise PackageError("datapackage.json: `created` must be a date and time such as 2026-11-25T00:00:00Z") from error
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _once(pairs: list[tuple[str, Any]]) -> Row:
    """A JSON object; a key that stands in it twice would silently lose its first value."""
    if doubled := twice([name for name, _ in pairs]):
        raise ValueError(f"the key {doubled[0]!r} stands twice in one object")
    return dict(pairs)


def _finite(digits: str) -> float:
    if not math.isfinite(number := float(digits)):
        raise ValueError(f"{digits} is not a finite number")
    return number

"""The descriptor, `datapackage.json`: read strictly, so that nothing in it is lost or stands twice."""

from __future__ import annotations

import json
import os
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
LAST_SECOND = 4354819199  # 2107-12-31, the last day that a zip can carry


def read_descriptor(path: Path) -> Row:
    """The descriptor as a dictionary; raises `PackageError` where it is no JSON object."""
    try:
        return parse_descriptor(path.read_bytes(), str(path))
    except OSError as error:
        raise PackageError(f"{path}: cannot be read: {error.strerror}") from error


def parse_descriptor(data: bytes, name: str) -> Row:
    """The same from the bytes of a file of this name."""
    try:
        descriptor = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise PackageError(f"{name}: is not JSON in UTF-8: {error}") from error
    if not isinstance(descriptor, dict):
        raise PackageError(f"{name}: is not a JSON object")
    for place, text in strings(descriptor):
        if found := unseen(text):
            raise PackageError(f"{name}: {place}: has the character {found[1]}, which is not shown; remove it")
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
    return resources


def build_time(descriptor: Row) -> datetime:
    """The one moment that an output may carry, in UTC: SOURCE_DATE_EPOCH where it is set, else the date of the edition."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if seconds:
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
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key {next(name for name in names if names.count(name) > 1)!r} stands twice in one object")
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number in JSON")

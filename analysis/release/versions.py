"""Which version step a change of the data asks for, and whether a release has taken it.

The steps are those of docs/versions.md, which follows the Data Package recipe for versions: columns that come, go or change
their name are major, new rows minor, corrected values a patch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum

from ..package import Edition, PackageError

Version = tuple[int, int, int]


class Step(IntEnum):
    """A version step; of several, the greatest is due."""

    NONE, PATCH, MINOR, MAJOR = range(4)

    @property
    def word(self) -> str:
        """The step in lower case."""
        return self.name.lower()


def parse_version(text: object, place: str) -> Version:
    """A version such as 1.2.3 as numbers; raises `PackageError` that names the place."""
    match = re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", str(text), re.ASCII)
    if not match:
        raise PackageError(f"{place}: the version {text!r} is not of the form 1.2.3")
    major, minor, patch = map(int, match.groups())
    return major, minor, patch


def version_text(version: Version) -> str:
    """The version as it is written."""
    return ".".join(map(str, version))


def due_version(old: Version, step: Step) -> Version:
    """The least version after `old` that takes the step. Before 1.0.0 a major step raises the second number, as a minor one does."""
    major, minor, patch = old
    if step is Step.MAJOR and major:
        return major + 1, 0, 0
    return (major, minor + 1, 0) if step > Step.PATCH else (major, minor, patch + step)


def release_problems(new: Edition, old_version: Version | None, step: Step, named: Iterable[str]) -> Iterator[str]:
    """What keeps `new` from being released: one sentence each.

    Its version must take the `step` since `old_version` (None: it is the first), every file that states the version and
    its date must agree, and the changelog must name, in its section for the version, each of the tables in `named`.
    """
    version = new.descriptor.get("version")
    if old_version is not None:
        now, least = parse_version(version, f"{new.name}: datapackage.json"), due_version(old_version, step)
        if now < least:
            said = f"{'a ' + step.word + ' step after' if step else 'not below'} {version_text(old_version)}"
            yield f"datapackage.json: the version is {version}, but {version_text(least)} or later is due: {said}"
    yield from _disagrees(new, "pyproject.toml", r'^version = "([^"]*)"', str(version), "version")
    yield from _disagrees(new, "CITATION.cff", r'^version: "?([^"\s]*)"?', str(version), "version")
    changelog = _text_of(new, "CHANGELOG.md")
    heading = re.search(r"^## (\S+)(?: [–-] (\S+))?.*$", changelog or "", re.MULTILINE)
    if changelog is None:
        yield "CHANGELOG.md: is missing"
    elif heading is None or heading[1] != version:
        yield f"CHANGELOG.md: the first section is {heading[1] if heading else 'missing'}, not {version}"
    else:
        section = re.split(r"^## ", changelog[heading.end() :], maxsplit=1, flags=re.MULTILINE)[0]
        if not section.strip():
            yield f"CHANGELOG.md: the section {version} is empty"
        for table in named:
            if not re.search(rf"`{re.escape(table)}[`.]", section):
                yield f"CHANGELOG.md: the section {version} does not name `{table}`, whose readers must change something"
        day, created = heading[2] or "", new.descriptor.get("created")
        if str(created or "")[:10] != day:
            yield f"datapackage.json: created is {created}, but CHANGELOG.md dates {version} {day or 'not at all'}"
        yield from _disagrees(new, "CITATION.cff", r"^date-released: '?\"?([0-9-]+)", day, "date-released")


def _disagrees(edition: Edition, file: str, pattern: str, wanted: str, what: str) -> Iterator[str]:
    text = _text_of(edition, file)
    found = re.search(pattern, text or "", re.MULTILINE)
    if text is None:
        yield f"{file}: is missing"
    elif found is None or found[1] != wanted:
        yield f"{file}: the {what} is {found[1] if found else 'missing'}, not {wanted}"


def _text_of(edition: Edition, path: str) -> str | None:
    try:
        return edition.read(path).decode("utf-8")
    except (PackageError, UnicodeDecodeError):
        return None

"""The one cache: what a build is made from, as one hash, and the pages that were built from it.

A page is kept behind its own hash, so that what was damaged is noticed and never used. A cache that cannot be
read or written costs time and nothing else. Nothing heavy is imported: this runs before it is known that there is work.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ..package import DESCRIPTOR_NAME, HERE, digest, strings, write_whole

FOLDER = "BRIEFING_CACHE"  # the environment variable that names the folder; empty for none
KEPT = 24  # pages


def inputs_of(document: Path, package: Path) -> str | None:
    """One hash of all that a build depends on, or None where a part of it cannot be read: the build will say what is wrong.

    These are the document and the files that its front matter names, the files of the package, the code of `analysis`,
    the interpreter, the versions of what is installed, SOURCE_DATE_EPOCH and the variables BRIEFING_….
    """
    hashed = hashlib.sha256()
    try:
        for part in _surroundings():
            hashed.update(f"{part}\n".encode())
        folder = document.resolve().parent
        for path in (document, *sorted({*_package(package)}), *sorted({*_named(document), *_code(folder)})):
            place = path.resolve()
            hashed.update(f"{place.relative_to(folder) if place.is_relative_to(folder) else place} {digest(path)}\n".encode())
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return hashed.hexdigest()


def _named(document: Path) -> Iterator[Path]:
    import yaml

    try:
        front = yaml.safe_load(document.read_text("utf-8").split("---\n", 2)[1])
    except (yaml.YAMLError, IndexError) as error:
        raise ValueError("there is no front matter") from error
    names = (text for _, text in strings(front) if len(text) < 200)
    yield from (path for name in names if (path := document.parent / name).is_file())


def _package(package: Path) -> Iterator[Path]:
    if package.is_dir():
        package = package / DESCRIPTOR_NAME
    yield package
    if package.suffix == ".json":
        yield from (package.parent / resource["path"] for resource in json.loads(package.read_bytes())["resources"])


def _code(folder: Path) -> Iterator[Path]:
    # The cells take the modules beside the document; the engine is the code that runs here.
    for root in {HERE, folder / "analysis"}:
        yield from (path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _surroundings() -> Iterable[str]:
    installed = {path.name for place in sys.path if Path(place).is_dir() for path in Path(place).glob("*.dist-info")}
    variables = (name for name in os.environ if name == "SOURCE_DATE_EPOCH" or name.startswith("BRIEFING_"))
    told = (f"{name}={os.environ[name]}" for name in sorted(variables) if name not in (FOLDER, "BRIEFING_PACKAGE"))
    return (sys.version, sys.platform, platform.machine(), *sorted(installed), *told)


def found(project: Path, key: str, formats: Iterable[str]) -> dict[str, bytes]:
    """The pages that were built from the inputs with the hash `key`, those that are there."""
    pages = {}
    for name in formats:
        try:
            known, _, page = (_folder(project) / f"{key}.{name}").read_bytes().partition(b"\n")
        except OSError:
            continue
        if digest(page).encode() == known:
            pages[name] = page
    return pages


def keep(project: Path, key: str, pages: Mapping[str, bytes]) -> None:
    """Keep pages for the inputs with the hash `key`, and remove the oldest where there are many."""
    folder = _folder(project)
    try:
        for name, page in pages.items():
            write_whole(folder / f"{key}.{name}", digest(page).encode() + b"\n" + page)
        own = (path for path in folder.iterdir() if re.fullmatch(r"\.?[0-9a-f]{64}\.(html|pdf).*", path.name))
        for path in sorted(own, key=lambda path: path.stat().st_mtime, reverse=True)[KEPT:]:
            path.unlink(missing_ok=True)
    except OSError:
        pass  # the next build makes them again


def _folder(project: Path) -> Path:
    # Below the null device nothing can be kept or found.
    return Path(os.environ.get(FOLDER, project.resolve() / ".cache") or os.devnull)

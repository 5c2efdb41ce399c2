"""What a build depends on, as one hash for each stage. Nothing heavy is imported: this runs before it is known that there is work."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .cache import key_of
from ..package import ROOT, digest
from ..package import strings


@dataclass(frozen=True)
class Inputs:
    """Hashes: of all that decides what cells give, but for the document; of all that makes pages of it; of the document."""

    cells: str
    pages: str
    document: str


def inputs_of(document: Path, package: Path) -> Inputs | None:
    """The inputs of a build, or None where one of them cannot be read: the build will say what is wrong."""
    try:
        text = document.read_bytes()
        folder = document.resolve().parent
        # The kernel takes the modules beside the document first, and the installed ones where there are none.
        places = dict.fromkeys((ROOT / "analysis", folder / "analysis"))
        files = [(root, sorted(path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)) for root in places]
        around, package_hash = _surroundings(), _hashed_package(package)
        cells = key_of(
            around, package_hash, *(_hashed(root, [path for path in paths if not _is_look(root, path)]) for root, paths in files)
        )
        publish = [_hashed(root, [path for path in paths if path.is_relative_to(root / "publish")]) for root, paths in files]
        pages = key_of(around, *publish, _hashed(folder, _named(folder, text.decode("utf-8"))))
        return Inputs(cells, pages, digest(text))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _is_look(root: Path, path: Path) -> bool:
    """Whether a file decides only how pages look: a template, style sheet, script or filter, which no cell reads."""
    return path.parent == root / "publish" and path.suffix != ".py"


def _hashed(folder: Path, paths: Iterable[Path]) -> str:
    return key_of(*(part for path in paths for part in (path.relative_to(folder).as_posix(), path.read_bytes())))


def _hashed_package(package: Path) -> str:
    descriptor = package.read_bytes()
    resources = [package.parent / resource["path"] for resource in json.loads(descriptor)["resources"]]
    return key_of(descriptor, _hashed(package.parent, resources))


def _named(folder: Path, text: str) -> list[Path]:
    """The files that the front matter names."""
    import yaml

    front = yaml.safe_load(text.removeprefix("---\n").split("\n---\n", 1)[0])
    return sorted({folder / name for _, name in strings(front) if len(name) < 200 and (folder / name).is_file()})


def _surroundings() -> str:
    """The interpreter, every installed distribution, and the variables that a build may look at."""
    places = [Path(place) for place in sys.path if Path(place).is_dir()]
    installed = sorted({path.name: path / "METADATA" for place in places for path in place.glob("*.dist-info")}.items())
    versions = [part for name, about in installed for part in (name, about.read_bytes())]
    variables = [f"{name}={value}" for name, value in sorted(os.environ.items()) if _matters(name)]
    return key_of(sys.version, sys.platform, platform.machine(), *versions, *variables)


def _matters(name: str) -> bool:
    return name in ("SOURCE_DATE_EPOCH", "PYTHONPATH") or (
        name.startswith("BRIEFING_") and name not in ("BRIEFING_CACHE", "BRIEFING_PACKAGE")
    )

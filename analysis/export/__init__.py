"""Write the package in the formats that others load: which there are, in which order, and that a folder is whole or untouched."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from ..checks.conformance import byte_issues, descriptor_issues, path_issues
from .tables import as_json
from ..package import BriefingError, Package, PackageError, digest
from ..package import step
from ..package import NAME

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"


class ExportError(BriefingError):
    """The export cannot be written: the message says why, and what to do."""


@dataclass(frozen=True)
class Format:
    """A format: what it is, the formats that must be there before it, and the module with its `write(package, folder)`."""

    text: str
    module: str
    needs: tuple[str, ...] = ()

    @property
    def write(self) -> Callable[[Package, Path], None]:
        """The function that writes the format into a folder."""
        function: Callable[[Package, Path], None] = import_module(f"{__name__}.{self.module}").write
        return function


# In the order in which they are written: a format describes those before it.
FORMATS = {
    "csv": Format("the Frictionless package as a zip: CSV tables, descriptor, licences, data dictionary", "archive"),
    "parquet": Format("a Parquet file a table, with types, units and descriptions", "parquet"),
    "sqlite": Format("an SQLite database with keys, checks and views", "sqlite"),
    "xlsx": Format("an Excel workbook, a sheet a table", "xlsx"),
    "json": Format("all tables in one JSON file, with its JSON Schema", "plain_json"),
    "croissant": Format("Croissant metadata, for the libraries of machine learning", "croissant", needs=("csv",)),
    "schemaorg": Format("schema.org metadata, for search engines", "schemaorg"),
    "rocrate": Format("RO-Crate metadata of the whole folder", "rocrate"),
}


def export(package: Package, output: Path, formats: Iterable[str] = tuple(FORMATS)) -> list[Path]:
    """Write the formats and a manifest into the folder `output`, in place of what an earlier export left there.

    Returns the paths written. The folder is replaced whole or not at all; one that holds files of others is refused.
    Raises `ExportError`, and `PackageError` for a package whose descriptor or bytes are not sound.
    """
    wanted = set(formats)
    if unknown := wanted - set(FORMATS):
        raise ExportError(f"there is no format {sorted(unknown)[0]!r}; there are {', '.join(FORMATS)}")
    wanted |= {need for name in wanted for need in FORMATS[name].needs}
    _refuse_what_is_not_sound(package)
    output = Path(os.path.abspath(output))
    try:
        _refuse_files_of_others(output)
        output.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=output.parent, prefix=f".{output.name}."))
    except OSError as error:
        raise ExportError(f"{error.filename or output}: cannot be written: {error.strerror}") from error
    try:
        new = work / "new"
        new.mkdir()
        for name, one in FORMATS.items():
            if name in wanted:
                with step(f"writing {name}"):
                    one.write(package, new)
        _write_manifest(package, new)
        if output.is_dir():
            output.rename(work / "old")
        try:
            new.rename(output)
        except OSError:
            if (work / "old").is_dir():
                (work / "old").rename(output)
            raise
    except ImportError as error:
        raise ExportError(f"{error.name} is not installed; install the project with its extra `export`") from error
    except OSError as error:
        raise ExportError(f"{error.filename or output}: cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return files_in(output)


def remove(output: Path) -> None:
    """Remove an export, where there is one; raises `ExportError` for a folder that holds files of others."""
    if output.exists():
        _refuse_files_of_others(output)
        shutil.rmtree(output)


def files_in(folder: Path) -> list[Path]:
    """The files below a folder, in the order of their paths."""
    return sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.relative_to(folder).as_posix())


def _refuse_what_is_not_sound(package: Package) -> None:
    for key in ("name", "title", "description", "version", "created", "licenses"):
        if not package.descriptor.get(key):
            raise PackageError(f"{package.path}: {key} is missing, which every export names")
    if not NAME.fullmatch(package.descriptor["name"]):  # files are named after it
        raise PackageError(f"{package.path}: the name {package.descriptor['name']!r} is not made of small letters, digits and hyphens")
    issues = descriptor_issues(package.descriptor, package.path.name)
    issues = issues or path_issues(package.descriptor, package.path.parent)
    if issues := issues or byte_issues(package.descriptor, package.path.parent):
        raise PackageError("\n".join(map(str, issues)))


def _refuse_files_of_others(output: Path) -> None:
    """An export replaces its folder, so the folder may hold what an export has written and nothing else."""
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise ExportError(f"{output}: is not a folder; name one that is new or empty")
    known = {SUMS}
    if (output / SUMS).is_file():
        known |= {line[66:] for line in (output / SUMS).read_text("utf-8").splitlines()}
    for path in files_in(output):
        if (name := path.relative_to(output).as_posix()) not in known:
            raise ExportError(f"{output}: holds {name!r}, which no export has written; name a folder that is new or empty")


def _write_manifest(package: Package, folder: Path) -> None:
    manifest = {
        "name": package.descriptor["name"],
        "version": package.descriptor["version"],
        "created": package.descriptor["created"],
        "files": [
            {"path": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size, "sha256": digest(path)} for path in files_in(folder)
        ],
    }
    (folder / MANIFEST).write_text(as_json(manifest, indent=2) + "\n", encoding="utf-8", newline="\n")
    sums = "".join(f"{digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in files_in(folder))
    (folder / SUMS).write_text(sums, encoding="utf-8", newline="\n")

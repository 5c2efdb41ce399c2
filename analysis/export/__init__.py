"""Write the package in the formats that others load: which there are, in which order, and that a folder is whole or untouched."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from ..package import NAME, BriefingError, Package, PackageError, digest
from .claims import claim_reviews
from .dictionary import as_html, as_markdown, as_typst, dictionary_issues, write_dictionary
from .schemaorg import as_script, dataset
from .tables import write_json

__all__ = [
    "FORMATS", "ExportError", "as_html", "as_markdown", "as_script", "as_typst", "claim_reviews", "dataset", "dictionary_issues", "export",
    "remove", "write_dictionary",
]  # fmt: skip

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
log = logging.getLogger(__name__)


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
    "claimreview": Format("the verdicts as schema.org ClaimReview, for those who collect fact checks", "claims"),
    "annotations": Format("the article's figures and claims as W3C Web Annotations into its text", "annotations"),
}


def export(package: Package, output: Path, formats: Iterable[str] = tuple(FORMATS)) -> list[Path]:
    """Write the formats and a manifest into the folder `output`, in place of what an earlier export left there.

    The package is one that was validated: its descriptor is sound and its rows keep their rules. Returns the paths written. The
    folder is replaced whole or not at all; one that holds files of others is refused. Raises `ExportError`, and `PackageError` for
    a package that files cannot be named after, or whose files are not those that its descriptor was locked with.
    """
    wanted = set(formats)
    if unknown := wanted - set(FORMATS):
        raise ExportError(f"there is no format {sorted(unknown)[0]!r}; there are {', '.join(FORMATS)}")
    wanted |= {need for name in wanted for need in FORMATS[name].needs}
    _refuse_what_cannot_be_named(package)
    output = Path(os.path.abspath(output))
    work = _work(output)
    try:
        _clear_leftovers(output)
        _refuse_files_of_others(output)
        work.mkdir(parents=True)
        new = work / "new"
        new.mkdir()
        for name, one in FORMATS.items():
            if name in wanted:
                log.info("writing %s", name)
                one.write(package, new)
        _write_manifest(package, new)
        if output.is_dir():
            output.rename(work / "old")
        new.rename(output)
    except ImportError as error:
        raise ExportError(f"{error.name} is not installed; install the project with its extra `export`") from error
    except OSError as error:
        raise ExportError(f"{error.filename or output}: cannot be written: {error.strerror or error}") from error
    finally:
        _clear_leftovers(output)
    return [output / name for name in _names(output)]


def remove(output: Path) -> None:
    """Remove an export and what a stopped one left, where there is one; raises `ExportError` for a folder with files of others."""
    _clear_leftovers(output)
    if output.exists():
        _refuse_files_of_others(output)
        shutil.rmtree(output)


def _names(folder: Path) -> list[str]:
    """The files below a folder by their paths in it, in order."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _work(output: Path) -> Path:
    return output.parent / f".{output.name}.export"


def _clear_leftovers(output: Path) -> None:
    """Remove the folder in which an export is made. Where it stopped between two renames, the earlier export goes back first."""
    if (_work(output) / "old").is_dir() and not output.exists():
        (_work(output) / "old").rename(output)
    shutil.rmtree(_work(output), ignore_errors=True)


def _refuse_what_cannot_be_named(package: Package) -> None:
    descriptor = package.descriptor
    for key in ("name", "title", "description", "version", "created", "licenses"):
        if not descriptor.get(key):
            raise PackageError(f"{package.path}: {key} is missing, which every export names")
    for key in ("name", "version"):  # files are named after them
        if not NAME.fullmatch(descriptor[key]):
            raise PackageError(f"{package.path}: the {key} {descriptor[key]!r} is not made of small letters, digits, hyphens and dots")
    for resource in descriptor["resources"]:
        locked = resource.get("hash", "").removeprefix("sha256:")
        if locked != digest(package.edition.read(resource["path"])):
            raise PackageError(f"{resource['path']}: differs from the hash in {package.path.name}; run: briefing validate")


def _refuse_files_of_others(output: Path) -> None:
    """An export replaces its folder, so the folder may hold what an export has written and nothing else."""
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise ExportError(f"{output}: is not a folder; name one that is new or empty")
    known = {SUMS}
    if (output / SUMS).is_file():
        known |= {line[66:] for line in (output / SUMS).read_text("utf-8").splitlines()}
    if others := [name for name in _names(output) if name not in known]:
        raise ExportError(f"{output}: holds {others[0]!r}, which no export has written; name a folder that is new or empty")


def _write_manifest(package: Package, folder: Path) -> None:
    files = [{"path": name, "bytes": (folder / name).stat().st_size, "sha256": digest(folder / name)} for name in _names(folder)]
    about = {key: package.descriptor[key] for key in ("name", "version", "created")}
    write_json(folder / MANIFEST, about | {"files": files})
    sums = "".join(f"{digest(folder / name)}  {name}\n" for name in _names(folder))
    (folder / SUMS).write_text(sums, encoding="utf-8", newline="\n")

"""Write the package in the formats that others load: which there are, in which order, and that a folder is whole or untouched."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from ..package import NAME, BriefingError, Package, PackageError, digest
from . import archive, claims, croissant, parquet, plain_json, schemaorg, sqlite, web_annotations, xlsx
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


# What each format is, and the module that writes it, in the order in which they are written: Croissant describes the zip.
FORMATS = {
    "csv": ("the Frictionless package as a zip: CSV tables, descriptor, licences, data dictionary", archive),
    "parquet": ("a Parquet file a table, with types, units and descriptions", parquet),
    "sqlite": ("an SQLite database with keys, checks and views", sqlite),
    "xlsx": ("an Excel workbook, a sheet a table", xlsx),
    "json": ("all tables in one JSON file, with its JSON Schema", plain_json),
    "croissant": ("Croissant metadata, for the libraries of machine learning", croissant),
    "schemaorg": ("schema.org metadata, for search engines", schemaorg),
    "claimreview": ("the verdicts as schema.org ClaimReview, for those who collect fact checks", claims),
    "annotations": ("the article's figures and claims as W3C Web Annotations into its text", web_annotations),
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
    wanted |= {"csv"} if "croissant" in wanted else set()
    _refuse_what_cannot_be_named(package)
    output = Path(os.path.abspath(output))
    work = _work(output)
    try:
        _clear_leftovers(output)
        _refuse_files_of_others(output)
        (new := work / "new").mkdir(parents=True)
        for name in [name for name in FORMATS if name in wanted]:
            log.info("writing %s", name)
            FORMATS[name][1].write(package, new)
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
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())


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
        if key in ("name", "version") and not NAME.fullmatch(descriptor[key]):  # files are named after them
            raise PackageError(f"{package.path}: the {key} {descriptor[key]!r} is not made of small letters, digits, hyphens and dots")
    for resource in descriptor["resources"]:
        if resource.get("hash", "").removeprefix("sha256:") != digest(package.edition.read(resource["path"])):
            raise PackageError(f"{resource['path']}: differs from the hash in {package.path.name}; run: briefing validate")


def _refuse_files_of_others(output: Path) -> None:
    """An export replaces its folder, so the folder may hold what an export has written and nothing else."""
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise ExportError(f"{output}: is not a folder; name one that is new or empty")
    sums = (output / SUMS).read_text("utf-8", "replace").splitlines() if (output / SUMS).is_file() else []
    listed = {line[66:] for line in sums}
    written = listed | {SUMS} if MANIFEST in listed else {SUMS}  # checksums without a manifest are those of something else
    if others := [name for name in _names(output) if name not in written]:
        raise ExportError(f"{output}: holds {others[0]!r}, which no export has written; name a folder that is new or empty")


def _write_manifest(package: Package, folder: Path) -> None:
    files = [{"path": name, "bytes": (folder / name).stat().st_size, "sha256": digest(folder / name)} for name in _names(folder)]
    write_json(folder / MANIFEST, {key: package.descriptor[key] for key in ("name", "version", "created")} | {"files": files})
    (folder / SUMS).write_text("".join(f"{digest(folder / name)}  {name}\n" for name in _names(folder)), encoding="utf-8", newline="\n")

"""Where an edition of the package is read from: a folder, a zip or a git revision. Nothing is written or run.

Only files that the caller names are read, below the folder of the descriptor, so that a package from
elsewhere can name no other file of this machine.
"""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from analysis.package import DataPackage, PackageError, Row, package_of, parse_descriptor
from analysis.untrusted import is_inside, leads_out

DESCRIPTOR_NAME = "datapackage.json"
LARGEST = 4 * 2**30  # bytes of one file; a zip may unpack to far more than it weighs


@dataclass(frozen=True)
class Edition:
    """One edition: `name` as the user gave it, and a way to its files, which raises `PackageError` where there is none."""

    name: str
    opener: Callable[[str], BinaryIO]

    def open(self, path: str) -> BinaryIO:
        """The file at this path below the descriptor, to be read; raises `PackageError`."""
        if not is_inside(path):
            raise PackageError(f"{self.name}: the path {path!r} leads out of the package")
        return self.opener(path)

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises `PackageError`."""
        with self.open(path) as file:
            return file.read()

    def text(self, path: str) -> str | None:
        """The text of a file, or None where the edition has no such file."""
        try:
            return self.read(path).decode("utf-8")
        except (PackageError, UnicodeDecodeError):
            return None

    @cached_property
    def descriptor(self) -> Row:
        """The descriptor as a dictionary; raises `PackageError`."""
        return parse_descriptor(self.read(DESCRIPTOR_NAME), f"{self.name}: {DESCRIPTOR_NAME}")

    def package(self) -> DataPackage:
        """The package, opened; raises `PackageError`."""
        return package_of(self.descriptor, Path(self.name), self.open)


def open_edition(where: str | Path) -> Edition:
    """The edition at a path (folder, descriptor or zip), or else at a git revision of the current folder's repository."""
    path, name = Path(where), str(where)
    if path.is_dir():
        return Edition(name, lambda file: _from_folder(path, file, name))
    if path.is_file() and zipfile.is_zipfile(path):
        return from_zip(path)
    if path.is_file() and path.name == DESCRIPTOR_NAME:
        return Edition(name, lambda file: _from_folder(path.parent, file, name))
    if path.exists():
        raise PackageError(f"{name}: is neither a folder, nor a zip, nor a {DESCRIPTOR_NAME}")
    return _from_git(name)


def from_zip(path: Path) -> Edition:
    """The edition in a zip, at its top or in the one folder at its top; raises `PackageError`."""
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise PackageError(f"{path}: cannot be read as a zip: {error}") from error
    inside = [name for name in archive.namelist() if PurePosixPath(name).name == DESCRIPTOR_NAME and name.count("/") <= 1]
    if not inside:
        raise PackageError(f"{path}: has no {DESCRIPTOR_NAME} at its top")
    top = min(inside, key=lambda name: name.count("/")).removesuffix(DESCRIPTOR_NAME)

    def opener(file: str) -> BinaryIO:
        try:
            if archive.getinfo(top + file).file_size > LARGEST:
                raise PackageError(f"{path}: {file} is larger than {LARGEST:,} bytes")
            return io.BytesIO(archive.read(top + file))
        except KeyError as error:
            raise PackageError(f"{path}: has no {file}") from error
        except (OSError, RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:  # encrypted, unknown method, damaged
            raise PackageError(f"{path}: {file} cannot be read: {error}") from error

    return Edition(str(path), opener)


def _from_folder(folder: Path, file: str, name: str) -> BinaryIO:
    if leads_out(folder, file):
        raise PackageError(f"{name}: the path {file!r} leads out of the package")
    try:
        return (folder / file).open("rb")
    except OSError as error:
        raise PackageError(f"{name}: {file}: {error.strerror}") from error


def _from_git(revision: str) -> Edition:
    found = git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found is None:
        raise PackageError(f"{revision}: there is no such folder or zip, and no such git revision here")
    commit = found.decode().strip()

    def opener(file: str) -> BinaryIO:
        data = git("show", f"{commit}:./{file}")
        if data is None:
            raise PackageError(f"{revision}: has no {file}")
        return io.BytesIO(data)

    return Edition(revision, opener)


def git(*arguments: str) -> bytes | None:
    """What git prints, run in the current folder, or None where it fails; raises `PackageError` where git is not installed."""
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False)
    except FileNotFoundError as error:
        raise PackageError("git is not installed, so no revision can be read: give folders or zips") from error
    return done.stdout if done.returncode == 0 else None


def last_release() -> str | None:
    """The latest release tag (v1.2.3) before the current commit, or None. A tag of the current commit is not before it."""
    listed = git("tag", "--merged", "HEAD", "--no-contains", "HEAD", "--sort=-version:refname", "--list", "v[0-9]*")
    return next(iter((listed or b"").decode().split()), None)

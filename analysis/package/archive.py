"""Where an edition is read from, a folder or a zip: its descriptor and files, read where they are; nothing is unpacked."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from .descriptor import DESCRIPTOR_NAME, Row, parse_descriptor
from .issues import PackageError
from .safety import is_inside, leads_out

LARGEST = 512 * 2**20  # bytes of all files; a zip may unpack to far more than it weighs
# Cut short, damaged, encrypted, packed by an unknown method, or larger than it says.
DAMAGE = (
    OSError, RuntimeError, ValueError, MemoryError, EOFError, LookupError, OverflowError, struct.error, zlib.error, lzma.LZMAError,
    zipfile.BadZipFile, zipfile.LargeZipFile,
)  # fmt: skip


@dataclass(frozen=True)
class Edition:
    """One edition: `name` as the user gave it, and a way to its files, which raises `PackageError` where there is none.

    Only files below the folder of the descriptor are read, so that a package from elsewhere can name no other file of this machine.
    """

    name: str
    opener: Callable[[str], BinaryIO]
    descriptor_name: str = DESCRIPTOR_NAME

    def open(self, path: str) -> BinaryIO:
        """The file at this path below the descriptor, to be read; raises `PackageError`."""
        if not is_inside(path):
            raise PackageError(f"{self.name}: the path {path!r} leads out of the package")
        return self.opener(path)

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises `PackageError`."""
        with self.open(path) as file:
            return file.read()

    @cached_property
    def descriptor(self) -> Row:
        """The descriptor as a dictionary; raises `PackageError`."""
        place = self.name if self.name.endswith(self.descriptor_name) else f"{self.name}: {self.descriptor_name}"
        return parse_descriptor(self.read(self.descriptor_name), place)


def edition_at(where: Path | str) -> Edition:
    """The edition at a path: its folder, its descriptor, or the zip it came in; raises `PackageError`, which says what is there."""
    name, path = str(where), Path(where)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", name):
        raise PackageError(f"{name}: is an address; download the package and give the path of its folder or zip")
    if path.is_dir():
        return Edition(name, lambda file: _from_folder(path, file))
    if not path.exists():
        raise PackageError(f"{name}: there is no such file or folder")
    if path.suffix.lower() in (".yaml", ".yml"):
        raise PackageError(f"{name}: is YAML; a descriptor is read as JSON, so convert it to {DESCRIPTOR_NAME}")
    if path.suffix.lower() == ".json":
        return Edition(name, lambda file: _from_folder(path.parent, file), path.name)
    return _from_zip(path)


def _from_zip(path: Path) -> Edition:
    """The edition in a zip, at its top or in the one folder at its top; raises `PackageError`."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
    except DAMAGE as error:
        raise PackageError(f"{path}: cannot be read as a zip; it may be cut short or be no zip at all: {error}") from error
    files = {one.filename.replace("\\", "/"): one for one in entries}  # some programs write the separator of Windows
    if len(files) < len(entries):
        raise PackageError(f"{path}: has two files of one name, of which tools read either; zip the folder again")
    if (size := sum(one.file_size for one in entries)) > LARGEST:
        raise PackageError(f"{path}: unpacks to {size:,} bytes; a package has at most {LARGEST:,}")
    inside = [name for name in files if PurePosixPath(name).name == DESCRIPTOR_NAME and name.count("/") <= 1]
    if not inside:
        raise PackageError(f"{path}: has no {DESCRIPTOR_NAME} at its top")
    if len(inside) > 1:
        raise PackageError(f"{path}: holds more than one package ({', '.join(sorted(inside))}); unpack it and name the folder of one")
    top = inside[0].removesuffix(DESCRIPTOR_NAME)

    def opener(file: str) -> BinaryIO:
        if (found := files.get(top + file)) is None:
            raise PackageError(f"{path}: has no {file}")
        try:
            with zipfile.ZipFile(path) as archive:
                return io.BytesIO(archive.read(found))
        except DAMAGE as error:
            raise PackageError(f"{path}: {file} cannot be read: {error}") from error

    return Edition(str(path), opener)


def _from_folder(folder: Path, file: str) -> BinaryIO:
    if leads_out(folder, file):
        raise PackageError(f"{file}: the path leads out of the package; use one below {folder}")
    try:
        return (folder / file).open("rb")
    except (OSError, ValueError) as error:
        raise PackageError(f"{folder / file}: cannot be read: {getattr(error, 'strerror', None) or error}") from error

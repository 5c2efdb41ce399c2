"""An edition in a zip or elsewhere: its descriptor and files, read where they are; nothing is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from .descriptor import DESCRIPTOR_NAME, Row, parse_descriptor
from .issues import PackageError
from .safety import is_inside

LARGEST = 512 * 2**20  # bytes of one file; a zip may unpack to far more than it weighs


@dataclass(frozen=True)
class Edition:
    """One edition: `name` as the user gave it, and a way to its files, which raises `PackageError` where there is none.

    Only files that the caller names are read, below the folder of the descriptor, so that a package from elsewhere can
    name no other file of this machine.
    """

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

    @cached_property
    def descriptor(self) -> Row:
        """The descriptor as a dictionary; raises `PackageError`."""
        return parse_descriptor(self.read(DESCRIPTOR_NAME), f"{self.name}: {DESCRIPTOR_NAME}")


def from_zip(path: Path) -> Edition:
    """The edition in a zip, at its top or in the one folder at its top; raises `PackageError`."""
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile) as error:
        raise PackageError(f"{path}: cannot be read as a zip; it may be cut short or be no zip at all: {error}") from error
    inside = [name for name in archive.namelist() if PurePosixPath(name).name == DESCRIPTOR_NAME and name.count("/") <= 1]
    if not inside:
        raise PackageError(f"{path}: has no {DESCRIPTOR_NAME} at its top")
    if len(inside) > 1 and DESCRIPTOR_NAME not in inside:
        raise PackageError(f"{path}: holds more than one package ({', '.join(sorted(inside))}); unpack it and name the folder")
    top = min(inside, key=lambda name: name.count("/")).removesuffix(DESCRIPTOR_NAME)

    def opener(file: str) -> BinaryIO:
        try:
            if archive.getinfo(top + file).file_size > LARGEST:
                raise PackageError(f"{path}: {file} is larger than {LARGEST:,} bytes")
            return io.BytesIO(archive.read(top + file))
        except KeyError as error:
            raise PackageError(f"{path}: has no {file}") from error
        # Encrypted, of an unknown method, damaged, or larger than it says.
        except (OSError, RuntimeError, ValueError, MemoryError, NotImplementedError, EOFError, zlib.error, zipfile.BadZipFile) as error:
            raise PackageError(f"{path}: {file} cannot be read: {error}") from error

    return Edition(str(path), opener)

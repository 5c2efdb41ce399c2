"""Files: their hash, and how they are written, which is whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def digest(content: bytes | Path) -> str:
    """The SHA-256 of some bytes or of a file, in hexadecimal."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that it is there whole or not at all, with the line ends that it is given."""
    write_together({path: content})


def write_together(files: Mapping[Path, str | bytes]) -> None:
    """Write some files, all or none: where one cannot be put in its place, those before it get back what they were.

    Raises `OSError` with the name of the file that cannot be written.
    """
    staged: list[tuple[str, Path]] = []
    replaced: list[tuple[Path, bytes | None]] = []
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            staged.append((temporary, path))
            with os.fdopen(handle, "wb") as file:
                file.write(content.encode("utf-8") if isinstance(content, str) else content)
            os.umask(mask := os.umask(0))
            os.chmod(temporary, 0o666 & ~mask)
        while staged:
            temporary, path = staged[0]
            before = path.read_bytes() if path.is_file() else None
            os.replace(temporary, path)
            staged.pop(0)
            replaced.append((path, before))
    except OSError:
        for path, before in replaced:
            if before is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(before)
        raise
    finally:
        for temporary, _ in staged:
            os.unlink(temporary)

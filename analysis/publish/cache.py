"""Keep what takes long to make under the hash of all that it is made from.

Content is kept under its own hash, so that what was damaged is noticed and never used, and only bytes
and text are kept, so that a folder from elsewhere can hold nothing that runs. A cache that cannot be
read or written costs time and nothing else.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ..package import digest, write_whole

FOLDER = "BRIEFING_CACHE"  # the environment variable that names the folder; empty for none
LIMIT = 100 * 1024 * 1024  # bytes


def key_of(*parts: str | bytes) -> str:
    """One hash of several texts, which no other several texts have."""
    hashes = (digest(part.encode() if isinstance(part, str) else part) for part in parts)
    return digest(" ".join(hashes).encode())


@dataclass(frozen=True)
class Cache:
    """A folder of results, or none. A `fresh` one keeps results and gives none."""

    folder: Path | None
    fresh: bool = False

    def found(self, key: str) -> str | None:
        """The hash of the content that was made from what `key` stands for."""
        name = self._read("made", key).decode("ascii", "replace")
        return name if len(name) == 64 and set(name) <= set("0123456789abcdef") else None

    def content(self, name: str) -> bytes | None:
        """The content with this hash."""
        content = self._read("content", name)
        return content if digest(content) == name else None

    def get(self, key: str) -> bytes | None:
        """The content that was made from what `key` stands for."""
        name = self.found(key)
        return self.content(name) if name else None

    def put(self, key: str, content: bytes) -> None:
        """Keep the content that was made from what `key` stands for."""
        if self.folder is None:
            return
        name = digest(content)
        try:
            write_whole(self.folder / "content" / name, content)
            write_whole(self.folder / "made" / key, name)
        except OSError:
            pass  # the next build makes it again

    def prune(self) -> None:
        """Where the folder has grown too large, remove the oldest files."""
        if self.folder is None:
            return
        try:
            files = sorted(((file.stat(), file) for file in self.folder.glob("*/*")), key=lambda pair: pair[0].st_mtime, reverse=True)
            size = 0
            for status, file in files:
                size += status.st_size
                if size > LIMIT:
                    file.unlink(missing_ok=True)
        except OSError:
            pass  # another build is at it

    def _read(self, kind: str, name: str) -> bytes:
        if self.folder is None or self.fresh:
            return b""
        try:
            return (self.folder / kind / name).read_bytes()
        except OSError:
            return b""


def cache_of(project: Path, *, fresh: bool = False) -> Cache:
    """The cache of a project: in its folder `.cache`, or where BRIEFING_CACHE says."""
    named = os.environ.get(FOLDER)
    if named == "":
        return Cache(None)
    return Cache(Path(named).resolve() if named else project.resolve() / ".cache", fresh)

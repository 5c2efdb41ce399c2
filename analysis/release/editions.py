"""Where the two editions are read from: a folder, a zip or a git revision. Nothing is written or run but git."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path
from typing import BinaryIO

from ..package import Edition, PackageError, edition_at


def open_edition(where: str | Path) -> Edition:
    """The edition at a path (folder, descriptor or zip), or else at a git revision of the current folder's repository."""
    name = str(where)
    if Path(where).exists() or "://" in name:
        return edition_at(where)
    found = git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if found is None:
        raise PackageError(f"{name}: there is no such folder or zip, and no such git revision here")
    commit = found.decode().strip()

    def opener(file: str) -> BinaryIO:
        if (data := git("show", f"{commit}:./{file}")) is None:
            raise PackageError(f"{name}: has no {file}")
        return io.BytesIO(data)

    return Edition(name, opener)


def git(*arguments: str) -> bytes | None:
    """What git prints, run in the current folder, or None where it fails; raises `PackageError` where git is not installed."""
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False)
    except FileNotFoundError as error:
        raise PackageError("git is not installed, so no revision can be read: give folders or zips") from error
    return done.stdout if done.returncode == 0 else None


def last_release() -> str | None:
    """The latest release tag (v1.2.3, no candidate) before the current commit, or None. A tag of the current commit is not before it."""
    listed = git("tag", "--merged", "HEAD", "--no-contains", "HEAD", "--sort=-version:refname", "--list", "v[0-9]*")
    return next((tag for tag in (listed or b"").decode().split() if re.fullmatch(r"v\d+\.\d+\.\d+", tag)), None)

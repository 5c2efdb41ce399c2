"""Whether a build gives the same bytes again: in two clones with other surroundings, or as in the SHA256SUMS of what was published."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..package import BriefingError, digest, open_package, write_whole
from .cache import FOLDER
from .tools import environment

SUMS = "SHA256SUMS"
REBUILD = "import sys; from pathlib import Path; from analysis.publish.reproduce import rebuild; rebuild(*map(Path, sys.argv[1:]))"
# The second build has another clock (where faketime is installed), zone, locale, width, umask and folder.
CLONES = {
    "first": ({"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}, 0o022, []),
    "the second, à côté": (
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "2", "COLUMNS": "40"}, 0o077, ["faketime", "-f", "+2000d"],
    ),
}  # fmt: skip


class VerifyError(BriefingError):
    """The checksums cannot be read, or a build failed; the message says which and why."""


def write_sums(output: Path) -> Path:
    """Write the SHA-256 of every file of a build into SHA256SUMS; hidden files, which a killed build may leave, are not in it.

    Raises `VerifyError` where there is no build.
    """
    if not output.is_dir():
        raise VerifyError(f"{output}: there is no such folder; build the report first: briefing render")
    files = {path.relative_to(output): path for path in output.rglob("*") if path.is_file()}
    named = {name.as_posix(): path for name, path in files.items() if not any(part.startswith(".") for part in name.parts)}
    write_whole(output / SUMS, "".join(f"{digest(path)}  {name}\n" for name, path in sorted(named.items()) if name != SUMS))
    return output / SUMS


def _read_sums(path: Path) -> dict[str, str]:
    try:
        lines = [line.split(maxsplit=1) for line in path.read_text("utf-8").splitlines()]
        sums = {name.removeprefix("*"): hashed for hashed, name in lines}
    except (OSError, ValueError) as error:
        raise VerifyError(f"{path}: cannot be read as checksums: {error}") from error
    if not sums or any(len(hashed) != 64 for hashed in sums.values()):
        raise VerifyError(f"{path}: cannot be read as checksums: a line must be a SHA-256 and the name of a file")
    return sums


def differences(published: Path, built: Path) -> list[str]:
    """What differs between two SHA256SUMS, a line each, with the first byte that differs where both files are there."""
    old, new = _read_sums(published), _read_sums(built)
    said = []
    for name in sorted({*old, *new}):
        if name not in new:
            said.append(f"{name} was published, and is not built")
        elif name not in old:
            said.append(f"{name} is built, and was not published")
        elif old[name] != new[name]:
            said.append(f"{name} differs{_first_difference(published.parent / name, built.parent / name)}")
    return said


def _first_difference(old: Path, new: Path) -> str:
    if not (old.is_file() and new.is_file()):
        return ""
    one, two = old.read_bytes(), new.read_bytes()
    at = next((place for place, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return f" from byte {at}: {one[at : at + 40]!r} and {two[at : at + 40]!r}"


def rebuild(document: Path, package: Path, output: Path) -> Path:
    """Build everything into an empty folder, with nothing taken from the cache; returns its SHA256SUMS."""
    from ..export import export
    from . import OUTPUTS, render

    render(document, package, output, tuple(OUTPUTS), "embedded", force=True)
    export(open_package(package), output / "data")
    return write_sums(output)


def verify(document: Path, package: Path, published: Path | None = None) -> list[str]:
    """What differs between two builds from two clones, or between a build and the SHA256SUMS of a published one; a line each."""
    if published is None:
        return twins(document.resolve().parent)
    _read_sums(published)
    with TemporaryDirectory(prefix="briefing-") as folder:
        return differences(published, rebuild(document, package, Path(folder) / "dist"))


def twins(project: Path) -> list[str]:
    """What differs between two builds of the last commit of `project`, made in `CLONES`. Raises `VerifyError`."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # so that what was begun is ended too
    with TemporaryDirectory(prefix="briefing-") as place:
        folder = Path(place)
        (folder / "home").mkdir()
        # Git's settings are shut out as well; a project of another user may be cloned all the same.
        (folder / "gitconfig").write_text("[safe]\n\tdirectory = *\n", encoding="utf-8")
        bare = environment(folder / "home") | {"GIT_CONFIG_GLOBAL": str(folder / "gitconfig"), FOLDER: ""}
        for name, (variables, mask, clock) in CLONES.items():
            clone = folder / name
            _run(["git", "clone", "--quiet", "--no-hardlinks", "--template=", str(project), str(clone)], folder, bare, mask)
            arguments = [*(clock if clock and shutil.which(clock[0]) else ()), sys.executable, "-c", REBUILD]
            _run([*arguments, "report.qmd", "datapackage.json", "dist"], clone, bare | variables | {"PYTHONPATH": str(clone)}, mask)
        return differences(*(folder / name / "dist" / SUMS for name in CLONES))


def _run(arguments: list[str], folder: Path, variables: dict[str, str], mask: int) -> None:
    """Run a program to its end; where this process is ended before, that program and those that it began are ended too."""
    options: dict[str, Any] = {} if sys.platform == "win32" else {"umask": mask, "start_new_session": True}
    process = subprocess.Popen(arguments, cwd=folder, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)
    try:
        said = process.communicate()[1]
    except BaseException:
        process.terminate() if sys.platform == "win32" else os.killpg(process.pid, signal.SIGTERM)
        process.communicate()
        raise
    if process.returncode:
        raise VerifyError(f"a build in another folder failed:\n{said.decode('utf-8', 'replace').strip()[-3000:]}")

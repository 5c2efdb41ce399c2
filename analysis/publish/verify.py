"""Whether a build gives the same bytes again: in two clones with other surroundings, or as in the SHA256SUMS of what was published."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..package import BriefingError, digest, open_package, write_whole
from . import OUTPUTS, SUMS, render
from .cache import FOLDER
from .tools import environment

SHOWN = 60  # characters, or half as many bytes, of the place that differs
REBUILD = "import sys; from pathlib import Path; from analysis.publish.verify import rebuild; rebuild(*map(Path, sys.argv[1:]))"


class VerifyError(BriefingError):
    """The checksums cannot be read, or a build failed; the message says which and why."""


def write_sums(output: Path) -> Path:
    """Write the SHA-256 of every file of a build into SHA256SUMS; hidden files, which a killed build may leave, are not in it."""
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
        raise VerifyError(f"{path}: cannot be read as checksums: no SHA-256 at the start of a line")
    return sums


def differences(published: Path, built: Path) -> list[str]:
    """What differs between two SHA256SUMS, a line each."""
    old, new = _read_sums(published), _read_sums(built)
    said = {True: {True: "differs", False: "was published, and is not built"}, False: {True: "is built, and was not published"}}
    return [f"{name} {said[name in old][name in new]}" for name in sorted({*old, *new}) if old.get(name) != new.get(name)]


def rebuild(document: Path, package: Path, output: Path) -> Path:
    """Build everything into an empty folder, with nothing taken from the cache; returns its SHA256SUMS."""
    from ..export import export

    render(document, package, output, tuple(OUTPUTS), "embedded", force=True)
    export(open_package(package), output / "data")
    return write_sums(output)


def against(published: Path, document: Path, package: Path) -> list[str]:
    """What differs between the published SHA256SUMS and a new build."""
    _read_sums(published)
    with TemporaryDirectory(prefix="briefing-") as folder:
        return differences(published, rebuild(document, package, Path(folder) / "dist"))


def twins(project: Path) -> list[str]:
    """What differs between two builds of the last commit of `project`, made in clones with other surroundings.

    The second has another clock (where faketime is), zone, locale, umask, home and folder. Raises `VerifyError`.
    """
    with TemporaryDirectory(prefix="briefing-") as place:
        folder = Path(place)
        (folder / "home").mkdir()
        # Git's own settings are shut out as well; a project of another user may be cloned all the same.
        (folder / "gitconfig").write_text("[safe]\n\tdirectory = *\n", encoding="utf-8")
        bare = environment(folder / "home") | {"GIT_CONFIG_GLOBAL": str(folder / "gitconfig"), FOLDER: ""}
        clones = {"first": ({"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}, 0o022)}
        clones["the second, à côté"] = ({"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "2", "COLUMNS": "40"}, 0o077)
        for name, (variables, mask) in clones.items():
            clone = folder / name
            _run(["git", "clone", "--quiet", "--no-hardlinks", "--template=", str(project), str(clone)], folder, bare, 0o022)
            later = ["faketime", "-f", "+2000d"] if mask == 0o077 and shutil.which("faketime") else []
            arguments = [*later, sys.executable, "-c", REBUILD, "report.qmd", "datapackage.json", str(clone / "dist")]
            _run(arguments, clone, bare | variables | {"PYTHONPATH": str(clone)}, mask)
        one, other = (folder / name / "dist" for name in clones)
        return [_shown(line, one, other) for line in differences(one / SUMS, other / SUMS)]


def _run(arguments: list[str], folder: Path, variables: dict[str, str], mask: int) -> None:
    """Run a program to its end; where this process is ended before, the program and those that it began are too."""
    options: dict[str, Any] = {} if sys.platform == "win32" else {"umask": mask, "start_new_session": True}
    with _ended_in_order():
        process = subprocess.Popen(arguments, cwd=folder, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)
        try:
            said = process.communicate()[1]
        except BaseException:
            process.terminate() if sys.platform == "win32" else os.killpg(process.pid, signal.SIGTERM)
            process.communicate()
            raise
    if process.returncode:
        raise VerifyError(f"a build in another folder failed:\n{said.decode('utf-8', 'replace').strip()[-3000:]}")


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Take a request to end as an exception, so that what was begun is ended too."""

    def leave(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _shown(line: str, one: Path, other: Path) -> str:
    """A difference with the first place where the two files differ."""
    name = line.removesuffix(" differs")
    if not all((folder / name).is_file() for folder in (one, other)):
        return line
    return f"{line}\n{first_difference(one / name, other / name)}"


def first_difference(old: Path, new: Path) -> str:
    """Where two files differ first: the line and its text, or the offset and its bytes."""
    one, two = old.read_bytes(), new.read_bytes()
    at = next((place for place, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    try:
        one.decode(), two.decode()
    except UnicodeDecodeError:
        place, parts = f"byte {at}", [content[at : at + SHOWN // 2].hex(" ") for content in (one, two)]
    else:
        start, line = max(0, at - SHOWN // 2), one.count(b"\n", 0, at) + 1
        place = f"line {line}"
        parts = [repr(content[start : start + SHOWN].decode("utf-8", "replace")) for content in (one, two)]
    return f"    {place}: {parts[0]}\n    {' ' * len(place)}  {parts[1]}"

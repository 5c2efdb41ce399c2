"""Whether a build gives the same bytes as one that was published: SHA256SUMS written, read and compared."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from ..package import BriefingError, digest, open_package, write_whole

SUMS = "SHA256SUMS"


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
        sums = {name.removeprefix("*"): hashed.lower() for hashed, name in lines}
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


def verify(document: Path, package: Path, published: Path) -> list[str]:
    """What differs between the published SHA256SUMS and those of a build made anew, with nothing from the cache; a line each."""
    from ..export import export
    from . import OUTPUTS, render

    _read_sums(published)
    with TemporaryDirectory(prefix="briefing-") as folder:
        output = Path(folder) / "dist"
        render(document, package, output, tuple(OUTPUTS), "embedded", force=True)
        export(open_package(package), output / "data")
        return differences(published, write_sums(output))

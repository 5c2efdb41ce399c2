"""Whether a build gives again what was published: checksums of all files, digests of each stage, and the first place that differs.

SHA256SUMS covers every file of the output folder, in the form that `sha256sum -c` reads. STAGES.txt, which is one of
them, has a line for each thing that the build went through, in the order of the build: the stage, its SHA-256, its name.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from .cache import FOLDER, cache_of
from ..package import BriefingError, digest, open_package, write_whole

SUMS, STAGES = "SHA256SUMS", "STAGES.txt"
ORDER = ("seeds", "data", "metrics", "charts", "notebook", "pages", "exports")
SHOWN = 60  # characters, or half as many bytes, of the place that differs

Line = tuple[str, str, str]  # stage, SHA-256, name


class VerifyError(BriefingError):
    """The checksums cannot be read, or a build failed; the message says which and why."""


# ------------------------------------------------------------ what a build is summed up as


def write_sums(document: Path, package: Path, output: Path) -> list[Path]:
    """Write STAGES.txt and SHA256SUMS into the folder of a build; returns their paths."""
    stages = "".join(f"{stage:<9}{hashed}  {name}\n" for stage, hashed, name in _stages(document, package))
    write_whole(output / STAGES, stages)
    sums = "".join(f"{hashed}  {name}\n" for name, hashed in sorted(_files(output).items()))
    write_whole(output / SUMS, sums)
    return [output / STAGES, output / SUMS]


def _files(folder: Path) -> dict[str, str]:
    """Every file of the folder but the sums themselves, and hidden ones: a build that was killed may leave such behind."""
    named = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {
        name: digest(path) for name, path in named.items() if name != SUMS and not any(part.startswith(".") for part in name.split("/"))
    }


def _stages(document: Path, package: Path) -> Iterator[Line]:
    """The stages before the files that are published, each thing in it with its SHA-256."""
    from ..metrics.derived import computed_files
    from .document import read_document
    from .embedded import results_of

    opened = open_package(package)
    paths = sorted(resource["path"] for resource in opened.descriptor["resources"])
    computed = computed_files(opened)
    for stage in ("seeds", "data"):
        for path in paths:
            if path.startswith("seeds/") == (stage == "seeds") and path not in computed:
                yield stage, digest(package.parent / path), path
    # Hashes of tables are left out of it: a table that differs is named itself, in its stage.
    bare = [{key: value for key, value in resource.items() if key not in ("hash", "bytes")} for resource in opened.descriptor["resources"]]
    yield "data", digest(json.dumps(opened.descriptor | {"resources": bare}).encode()), f"{package.name}, without hashes and sizes"
    for path, content in computed.items():
        yield "metrics", digest(content.encode()), path
    read = read_document(document)
    given = [text for part in results_of(read, package, cache_of(document.parent)) for text in part]
    charts = [text for text in given if text.startswith("::: {#fig-")]
    for text in charts:
        yield "charts", digest(text.encode()), text.removeprefix("::: {#").split()[0].rstrip("}")
    yield "notebook", digest(document), document.name
    yield "notebook", digest("\n".join(text for text in given if text not in charts).encode()), "what its cells and expressions give"


# ------------------------------------------------------------ compared with what was published


def differences(published: Path, rebuilt: Path) -> list[str]:
    """What differs between two SHA256SUMS and the STAGES.txt beside each, a line each, the first stage first."""
    old, new = _lines(published), _lines(rebuilt)
    found = []
    for stage in ORDER:
        ours, theirs = ({name: hashed for of, hashed, name in lines if of == stage} for lines in (new, old))
        if not theirs and stage not in ("pages", "exports"):
            continue  # published without STAGES.txt
        found += [f"{stage}: {name} {_how(name, theirs, ours)}" for name in sorted({*ours, *theirs}) if ours.get(name) != theirs.get(name)]
    return found


def _how(name: str, old: dict[str, str], new: dict[str, str]) -> str:
    if name not in new:
        return "was published, and is not built"
    return "differs" if name in old else "is built, and was not published"


def _lines(sums: Path) -> list[Line]:
    """The stages and the files of a build, by its SHA256SUMS; what is only a sum of others is left out."""
    lines: list[Line] = []
    try:
        stages = sums.parent / STAGES
        for line in stages.read_text("utf-8").splitlines() if stages.is_file() else ():
            stage, hashed, name = line.split(maxsplit=2)
            lines.append((stage, hashed, name))
        for line in sums.read_text("utf-8").splitlines():
            hashed, name = line.split(maxsplit=1)
            if len(hashed) != len(digest(b"")):
                raise ValueError("no SHA-256 at the start of a line")
            if name.removeprefix("*") not in (STAGES, SUMS):
                lines.append(("pages" if "/" not in name else "exports", hashed, name.removeprefix("*")))
    except (OSError, ValueError) as error:
        raise VerifyError(f"{sums}: cannot be read as checksums: {error}") from error
    return lines


# ------------------------------------------------------------ builds to compare


def rebuild(document: Path, package: Path, output: Path) -> Path:
    """Build everything into an empty folder, with nothing taken from a cache; returns its SHA256SUMS."""
    from ..export import export
    from . import OUTPUTS, render

    render(document, package, output, tuple(OUTPUTS), "embedded", force=True)
    export(open_package(package), output / "data")
    return write_sums(document, package, output)[-1]


def twins(project: Path, folder: Path) -> tuple[Path, Path]:
    """The output folders of two builds of the last commit, made in different surroundings. Raises `VerifyError`."""
    surroundings = {
        "first": {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "HOME": str(folder)},
        "the second, à côté": {
            "TZ": "Pacific/Kiritimati",
            "LC_ALL": "C",
            "PYTHONHASHSEED": "2",
            "HOME": str(folder / "none"),
            "COLUMNS": "40",
        },
    }
    made = []
    for number, (name, variables) in enumerate(surroundings.items()):
        clone = folder / name
        _run(["git", "clone", "--quiet", "--no-hardlinks", str(project), str(clone)], project, os.environ.copy(), 0o022)
        environment = os.environ | variables | {"PYTHONPATH": str(clone), FOLDER: ""}
        later = ["faketime", "-f", "+2000d"] if number and shutil.which("faketime") else []
        output = clone / "dist"
        script = "import sys; from pathlib import Path; from analysis.verify import rebuild; rebuild(*map(Path, sys.argv[1:]))"
        arguments = [sys.executable, "-c", script, "report.qmd", "datapackage.json", str(output)]
        _run([*later, *arguments], clone, environment, 0o077 if number else 0o022)
        made.append(output)
    return made[0], made[1]


def _run(arguments: list[str], folder: Path, environment: dict[str, str], mask: int) -> None:
    options = {} if sys.platform == "win32" else {"umask": mask}
    done = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload]  # umask is for Unix alone
    if done.returncode:
        raise VerifyError(f"a build in another folder failed:\n{done.stderr.strip()[-3000:]}")


def first_difference(old: Path, new: Path) -> str:
    """Where two files differ first: the line and its text, or the offset and its bytes; with diffoscope, all that it says."""
    if program := shutil.which("diffoscope"):
        return subprocess.run([program, "--text", "-", str(old), str(new)], capture_output=True, text=True, check=False).stdout
    one, other = old.read_bytes(), new.read_bytes()
    at = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    try:
        one.decode(), other.decode()
    except UnicodeDecodeError:
        place, parts = f"byte {at}", [content[at : at + SHOWN // 2].hex(" ") for content in (one, other)]
    else:
        start = max(0, at - SHOWN // 2)
        line = one.count(b"\n", 0, at) + 1
        place = f"line {line}"
        parts = [repr(content[start : start + SHOWN].decode("utf-8", "replace")) for content in (one, other)]
    return f"    {place}: {parts[0]}\n    {' ' * len(place)}  {parts[1]}"


def compared(one: Path, other: Path) -> list[str]:
    """Every file that differs between two output folders, with the first place that differs; the first stage first."""
    found = []
    for line in differences(one / SUMS, other / SUMS):
        name = line.split(": ", 1)[1].removesuffix(" differs")
        both = (one / name).is_file() and (other / name).is_file()
        found.append(f"{line}\n{first_difference(one / name, other / name)}" if both else line)
    return found

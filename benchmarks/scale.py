"""How `validate` and `export` grow with the rows of a package: time and memory from a thousand rows to a hundred thousand.

`python -m benchmarks.scale` prints the table of docs/scaling.md, and `--write` puts it there. The rows of the table
`corroborations` are repeated under new ids until the package has as many rows as wanted; each measurement is a process of its own.
The exponent is that of processor time and rows beyond the package as it is, so that the time to start hides nothing.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from analysis.package import ROOT, digest, open_package, write_whole, written

SIZES = (1_000, 10_000, 100_000)
GROWN = "corroborations"
STAGES = {
    "`validate`": "from analysis.checks import validate; validate(sys.argv[1], reviews=False)",
    "`export`, all formats": "from analysis import open_package; from analysis.export import export; from pathlib import Path; "
    "export(open_package(sys.argv[1]), Path(sys.argv[2]))",
}
DOCUMENT = ROOT / "docs/scaling.md"
BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"


def grow(folder: Path, size: int) -> None:
    """The package in a folder, with rows of one table repeated until it has `size` rows in all (or as it is, where it has more)."""
    for name in ("data", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    package = open_package()
    rows, key = package.rows(GROWN), package.key(GROWN)
    wanted = max(0, size - sum(map(len, package.frames.values())))
    more = [rows[number % len(rows)] | {key: f"{rows[number % len(rows)][key]}-{number}"} for number in range(wanted)]
    everything = [{name: str(cell).lower() if isinstance(cell, bool) else cell for name, cell in row.items()} for row in [*rows, *more]]
    fields = [field["name"] for field in package.resource(GROWN)["schema"]["fields"]]
    order = sorted(everything, key=lambda row: [str(row[name]) for name in package.resource(GROWN)["schema"]["sortedBy"]])
    (folder / package.resource(GROWN)["path"]).write_text(written(order, fields), encoding="utf-8")
    descriptor = json.loads(package.path.read_text("utf-8"))
    for one in descriptor["resources"]:
        data = (folder / one["path"]).read_bytes()
        one.update(bytes=len(data), hash=f"sha256:{digest(data)}")
        if one["name"] == GROWN:
            one.pop("rows", None)  # how many rows the table is meant to have
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")


def measure(code: str, folder: Path) -> tuple[float, float, float]:
    """Seconds on the clock, seconds of processors, and the most memory at one time in MiB."""
    arguments = [sys.executable, "-c", f"import sys; {code}", str(folder / "datapackage.json"), str(folder / "out")]
    begun = time.monotonic()
    process = subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begun
    if process.returncode is None and status:
        raise RuntimeError(f"ended with {status}: {code}")
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def table() -> str:
    """The measurements as a table of Markdown."""
    found: dict[str, list[tuple[float, float, float]]] = {stage: [] for stage in STAGES}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            grow(Path(folder), size)
            for stage, code in STAGES.items():
                found[stage].append(measure(code, Path(folder)))
                print(f"{stage} {size:,}: {found[stage][-1][0]:.1f} s", file=sys.stderr)
    lines = ["| | " + " | ".join(f"{size:,} rows" for size in SIZES) + " | exponent |", "|---|" + "--:|" * (len(SIZES) + 1)]
    for stage, all_ in found.items():
        base, middle, last = (cpu for _, cpu, _ in all_)
        own = max(SIZES[0], sum(map(len, open_package().frames.values())))  # the package has more than a thousand rows by itself
        exponent = math.log((last - base) / (middle - base)) / math.log((SIZES[2] - own) / (SIZES[1] - own))
        cells = " | ".join(f"{clock:.1f} s, {memory:,.0f} MiB" for clock, _, memory in all_)
        lines.append(f"| {stage} | {cells} | {exponent:.2f} |")
    return "\n".join([*lines, "", f"{os.cpu_count()} cores, Python {platform.python_version()}."]) + "\n"


def main() -> None:
    """Measure, and print the table or write it into the document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/scaling.md")
    measured = table()
    if parser.parse_args().write:
        head, rest = DOCUMENT.read_text("utf-8").split(BEGIN)
        write_whole(DOCUMENT, f"{head}{BEGIN}\n{measured}\n{END}{rest.split(END)[1]}")
    else:
        print(measured)


if __name__ == "__main__":
    main()

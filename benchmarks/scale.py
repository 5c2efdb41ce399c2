"""Measures how validation, metrics and export grow with the number of figures, each stage in a process of its own.

    python -m benchmarks.scale                       1,000 to 1,000,000 figures, as a table
    python -m benchmarks.scale --figures 1000,10000  other sizes
    python -m benchmarks.scale --write               the table into docs/scaling.md as well
    python -m benchmarks.scale --others              zip, JSON and Excel instead, which are not in that table

The packages come from `benchmarks/articles.py`. Each cell has the seconds on the clock, those of all processors together
in brackets, and memory: the highest sum of what the process and those it started held at one time. The exponent is the
slope of the line through the logarithms of figures and processor time, from 100,000 figures on: below, start and imports are most
of it. 1 is linear.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import psutil

from analysis.export import FORMATS
from analysis.package import ROOT, Issue, open_package, read_descriptor, write_whole
from benchmarks.articles import FIGURES, make

PAGE = ROOT / "docs/scaling.md"
GROWS = 100_000  # figures from which on a stage takes longer than its start and imports
MARKS = ("<!-- measured: begin -->\n", "<!-- measured: end -->\n")


def rows(path: Path) -> None:
    """Bytes, types, constraints, keys and row rules."""
    from analysis.conformance import byte_issues, descriptor_issues, row_issues

    descriptor = read_descriptor(path)
    issues = descriptor_issues(descriptor, path.name) + byte_issues(descriptor, path.parent)
    _none(issues + row_issues(descriptor, path.parent, path.name))


def evidence(path: Path) -> None:
    """Every cell of the article's tables against the French words."""
    from analysis.conformance import cell_issues
    from analysis.evidence import evidence_issues

    package = open_package(path)
    _none(cell_issues(package) + evidence_issues(package))


def metrics(path: Path) -> None:
    """For each article, the commitment to buy compute over the equity announced beside it, with bounds."""
    from analysis.intervals import Intervals

    figures = open_package(path, skip={"article", "passages", "entities", "statements", "other_numerals"}).frames["figures"]
    money = figures[figures["kind"].isin(["compute_purchase", "equity_investment"]) & (figures["status"] == "announced")]
    article, count = money["figure_id"].str.slice(1, 7).astype(int).to_numpy(), len(figures) // FIGURES
    bought = (money["kind"] == "compute_purchase").to_numpy(bool)
    amounts = [Intervals.of(money[kind]).totals(article[kind], count) for kind in (bought, ~bought)]
    ratio = amounts[0] / amounts[1]
    if len(ratio.low) != count:
        raise SystemExit("a ratio is missing")


def exported(name: str) -> Callable[[Path], None]:
    """A format of `briefing export`, written to a folder that is thrown away."""

    def write(path: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            FORMATS[name].write(open_package(path), Path(folder))

    return write


STAGES: dict[str, Callable[[Path], None]] = {
    "Validation: bytes, rows and keys": rows,
    "Validation: evidence": evidence,
    "Metrics of each article": metrics,
    "Export: Parquet": exported("parquet"),
    "Export: SQLite": exported("sqlite"),
}
# Formats that no engine needs, which have no part in the goal.
OTHERS = {"Export: zip": exported("csv"), "Export: JSON": exported("json"), "Export: Excel": exported("xlsx")}


def _none(issues: list[Issue]) -> None:
    if issues:
        raise SystemExit(f"{len(issues)} issues, such as {issues[0]}")


class Measured(NamedTuple):
    """Seconds on the clock, seconds of all processors together, and the most memory in GiB."""

    clock: float
    work: float
    memory: float

    def __str__(self) -> str:
        return f"{self.clock:.0f} s ({self.work:.0f} s), {self.memory:.2f} GiB"


def measure(stage: str, path: Path) -> Measured:
    """A stage in a process of its own; start and imports are in it."""
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.scale", "--stage", stage, str(path)], cwd=ROOT)
    watched, most = psutil.Process(process.pid), 0
    while process.poll() is None:
        try:
            held = [one.memory_info().rss for one in (watched, *watched.children(recursive=True))]
        except psutil.Error:
            held = [0]
        most = max(most, sum(held))
        time.sleep(0.2)
    if process.returncode:
        raise SystemExit(f"{stage} failed on {path}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(time.monotonic() - begun, work, most / 2**30)


def exponent(figures: list[int], seconds: list[float]) -> float | None:
    """The slope of least squares through the logarithms, of sizes a hundred thousand or more; None for fewer than two."""
    points = [(math.log(one), math.log(two)) for one, two in zip(figures, seconds, strict=True) if one >= GROWS]
    if len(points) < 2:
        return None
    middle = [sum(axis) / len(points) for axis in zip(*points, strict=True)]
    spread = math.fsum((x - middle[0]) ** 2 for x, _ in points)
    return math.fsum((x - middle[0]) * (y - middle[1]) for x, y in points) / spread


def table(figures: list[int], found: dict[str, list[Measured]]) -> str:
    """The measurements as Markdown."""
    together = [
        Measured(sum(one.clock for one in size), sum(one.work for one in size), max(one.memory for one in size))
        for size in zip(*found.values(), strict=True)
    ]
    lines = ["| | " + " | ".join(f"{size:,} figures" for size in figures) + " | exponent |", "|---|" + "---:|" * (len(figures) + 1)]
    for stage, values in (found | {"All, one after the other": together}).items():
        slope = exponent(figures, [one.work for one in values])
        lines.append(f"| {stage} | " + " | ".join(map(str, values)) + f" | {'' if slope is None else f'{slope:.2f}'} |")
    return "\n".join(lines) + f"\n\n{psutil.cpu_count()} cores, Python {platform.python_version()}.\n"


def main() -> None:
    """Make packages, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--figures", default="1000,10000,100000,1000000", help="sizes, separated by commas")
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--write", action="store_true", help="put the table into docs/scaling.md")
    shown.add_argument("--others", action="store_true", help="zip, JSON and Excel instead")
    parser.add_argument("--stage", nargs=2, metavar=("STAGE", "DESCRIPTOR"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stage:
        return (STAGES | OTHERS)[options.stage[0]](Path(options.stage[1]))
    figures = [int(part) for part in options.figures.split(",")]
    found: dict[str, list[Measured]] = {stage: [] for stage in (OTHERS if options.others else STAGES)}
    for size in figures:
        with tempfile.TemporaryDirectory() as folder:
            path = make(Path(folder), size // FIGURES)
            for stage in found:
                found[stage].append(measure(stage, path))
                print(json.dumps([stage, size, *found[stage][-1]]), file=sys.stderr, flush=True)
    text = table(figures, found)
    print(text)
    if options.write:
        before, rest = PAGE.read_text("utf-8").split(MARKS[0])
        write_whole(PAGE, before + MARKS[0] + "\n" + text + "\n" + MARKS[1] + rest.split(MARKS[1])[1])
    return None


if __name__ == "__main__":
    main()

"""Measure what a user waits for, as medians and as ratios within one run. With --write the table goes into docs/performance.md.

    python -m benchmarks.run [--write] [--times 5]

Each command runs in turn with the others, so that a machine that is busy for a while slows all of them alike. Quarto is
measured where it is on the path.
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs/performance.md"
BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"
BRIEFING = [sys.executable, "-m", "analysis"]
FRICTIONLESS = "Frictionless alone, the same package"
QUARTO = "render with Quarto"


def commands(folder: Path) -> dict[str, list[str]]:
    """What is measured: name -> command. `folder` takes what they write."""
    render = [*BRIEFING, "render", "--output", str(folder / "dist")]
    found = {
        "import pandas": [sys.executable, "-c", "import pandas"],
        "briefing --help": [*BRIEFING, "--help"],
        FRICTIONLESS: [sys.executable, "-c", "import frictionless; assert frictionless.validate('datapackage.json').valid"],
        "validate": [*BRIEFING, "validate"],
        "metrics --check": [*BRIEFING, "metrics", "--check"],
        "export": [*BRIEFING, "export", "--output", str(folder / "data")],
        "render, everything": [*render, "--force"],
        "render, nothing changed": render,
    }
    return found | ({QUARTO: [*render, "--engine", "quarto"]} if shutil.which("quarto") else {})


def once(command: list[str]) -> tuple[float, float]:
    """Seconds that a command takes, and the most memory in MiB of it or of one of its children."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(process.pid, 0)
    taken = time.perf_counter() - begun
    if status:
        assert process.stderr is not None  # it was asked for
        raise SystemExit(f"{' '.join(command)} failed:\n{process.stderr.read().decode()}")
    return taken, usage.ru_maxrss / 1024


def page_load(page_path: Path, times: int) -> str:
    """How long the page loads at phone width with a processor four times slower, in a sentence; empty where there is no Chromium."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        return ""
    from playwright.sync_api import sync_playwright

    taken = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(times):
            page = browser.new_page(viewport={"width": 390, "height": 844})
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
            page.goto(page_path.as_uri(), wait_until="load")
            taken.append(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd") / 1000)
            page.close()
        browser.close()
    return f" It loads in {statistics.median(taken):.1f} s at 390 pixels with a processor made four times slower."


def measured(times: int) -> str:
    """The table, as Markdown."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wanted = commands(folder)
        for command in wanted.values():
            once(command)  # compiles modules, fills the disk's cache
        runs: dict[str, list[tuple[float, float]]] = {name: [] for name in wanted}
        for _ in range(times):
            for what, command in wanted.items():
                runs[what].append(once(command))
        page_path = folder / "dist/report.html"
        page, loads = len(gzip.compress(page_path.read_bytes(), mtime=0)), page_load(page_path, times)
    seconds = {what: statistics.median(taken for taken, _ in found) for what, found in runs.items()}
    lines = ["| what | seconds | against | MiB |", "|---|---:|---:|---:|"]
    for what, found in runs.items():
        base = {"validate": FRICTIONLESS, "render, everything": QUARTO if QUARTO in seconds else ""}.get(what, "import pandas")
        ratio = f"{seconds[what] / seconds[base]:.2f} × {base}" if base and base != what else ""
        lines.append(f"| {what} | {seconds[what]:.2f} | {ratio} | {max(memory for _, memory in found):.0f} |")
    machine = f"Medians of {times} runs, Python {platform.python_version()}, {os.cpu_count()} cores."
    return f"{machine} The page is {page / 1000:.0f} KB as sent with gzip.{loads}\n\n" + "\n".join(lines) + "\n"


def main() -> None:
    """Measure and print, or write the document."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    parser.add_argument("--times", type=int, default=5, help="runs of each command (default: 5)")
    options = parser.parse_args()
    table = measured(options.times)
    print(table)
    if options.write:
        before, _, rest = DOCUMENT.read_text("utf-8").partition(BEGIN)
        DOCUMENT.write_text(before + BEGIN + table + END + rest.partition(END)[2], encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

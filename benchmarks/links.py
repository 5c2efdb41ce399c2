"""Asks whether the addresses of the sources and of the documents still answer, politely, with LinkChecker.

Run by `make links` in an environment of its own, and weekly by a workflow; it needs the standard library and LinkChecker alone.
`.ci/links.ini` says how slowly, and which sites refuse robots. Whatever else does not answer is named with its place.
"""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHECKER = Path(sys.executable).parent / "linkchecker"
SOURCES = "data/context/sources.csv"
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CITATION.cff", "docs/*.md", "seeds/article.bib")
_ADDRESS = re.compile(r"https?://[^\s<>\"'`)\]}|]+[^\s<>\"'`)\]}|.,;:]")
# Names of vocabularies and examples: they are no pages.
_NAMES = re.compile(r"https?://(example\.|localhost|127\.|datapackage\.org/profiles|www\.w3\.org/ns|schema\.org|w3id\.org)")


def addresses(root: Path = ROOT) -> dict[str, str]:
    """Each address with the first place that has it, as file:line."""
    found: dict[str, str] = {}
    with (root / SOURCES).open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            found.setdefault(row["url"], f"{SOURCES}:{line}")
    for path in sorted(path for pattern in DOCUMENTS for path in root.glob(pattern)):
        for line, text in enumerate(path.read_text("utf-8").splitlines(), start=1):
            for address in _ADDRESS.findall(text):
                if not _NAMES.match(address):
                    found.setdefault(address, f"{path.relative_to(root)}:{line}")
    return found


def broken(wanted: Iterable[str], config: Path = ROOT / ".ci/links.ini", checker: Path = CHECKER) -> dict[str, str]:
    """The addresses that do not answer, with what LinkChecker says of each."""
    command = [str(checker), f"--config={config}", "--no-status", "--stdin"]
    done = subprocess.run(command, input="\n".join(wanted), capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):  # 1 stands for errors found
        raise SystemExit(f"LinkChecker ended with {done.returncode}:\n{done.stderr[-2000:]}")
    rows = csv.DictReader((line for line in io.StringIO(done.stdout) if not line.startswith("#")), delimiter=";")
    return {row["url"]: row["result"] for row in rows if row.get("url") and row.get("result")}


def main() -> int:
    """Print each address that does not answer with its place; returns 1 where there is one."""
    places = addresses()
    lost = broken(places)
    for address, said in sorted(lost.items(), key=lambda pair: places.get(pair[0], "")):
        print(f"{places.get(address, 'redirected')}: {address}: {said}")
    print(f"{len(lost)} of {len(places)} addresses do not answer")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())

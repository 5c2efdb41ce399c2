"""Shared by the tests: the real package, and copies of it that a test may break."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hostile import HOSTILE, NAME, NAMES, PLANTED, plant
from playwright.sync_api import Browser, sync_playwright
from rendered import Rendered

from analysis import DataPackage, Issue, open_package, validate
from analysis.publish.cache import FOLDER
from analysis.checks.conformance import lock
from analysis.package.tables import DESCRIPTOR, ROOT
from analysis.publish import render


@pytest.fixture(scope="session")
def package() -> DataPackage:
    return open_package()


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


class Copy:
    """A copy of the package in a folder of its own, with ways to break it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.descriptor = folder / "datapackage.json"
        shutil.copytree(ROOT / "seeds", folder / "seeds")
        shutil.copytree(ROOT / "data", folder / "data")
        shutil.copy(ROOT / "datapackage.json", self.descriptor)

    def set_cell(self, table: str, key: str, column: str, value: str) -> None:
        """Change one cell of an article table, found by the first column, and refresh the hashes."""
        path = self.folder / f"data/article/{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        (row,) = (row for row in rows if next(iter(row.values())) == key)
        row[column] = value
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        lock(self.descriptor)

    def edit_file(self, name: str, change: Callable[[bytes], bytes], *, refresh: bool = True) -> None:
        """Change the bytes of a file, and refresh the hashes unless told otherwise."""
        path = self.folder / name
        path.write_bytes(change(path.read_bytes()))
        if refresh:
            lock(self.descriptor)

    def edit_descriptor(self, change: Callable[[dict[str, object]], object]) -> None:
        """Change the descriptor in place."""
        descriptor = json.loads(self.descriptor.read_text("utf-8"))
        change(descriptor)
        self.descriptor.write_text(json.dumps(descriptor, ensure_ascii=False, indent=2), encoding="utf-8")

    def issues(self) -> list[Issue]:
        """What validation finds."""
        return validate(self.descriptor)


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One cache for all tests of a run, and none that was there before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER, str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The report, built once from the repository."""
    output = tmp_path_factory.mktemp("dist")
    page, pdf = render(ROOT / "report.qmd", DESCRIPTOR, output, ("html", "pdf"), "embedded")
    return Rendered(page, pdf)


@pytest.fixture(scope="session")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The report of a package that is hostile wherever it has free text."""
    copy = Copy(tmp_path_factory.mktemp("hostile"))
    plant(copy.descriptor, PLANTED, HOSTILE)
    plant(copy.descriptor, NAMES, NAME)
    page, pdf = render(ROOT / "report.qmd", copy.descriptor, copy.folder / "dist", ("html", "pdf"), "embedded")
    return Rendered(page, pdf)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, one for all tests; where there is none, they are skipped, but not in CI."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None and not os.environ.get("CI"):
        pytest.skip("no Chromium on the path: apt-get install chromium")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=arguments)
        yield started
        started.close()

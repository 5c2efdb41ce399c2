"""Building again: what did not change is not made again, and no trick brings back a stale page."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from analysis.publish.cache import FOLDER, LIMIT, Cache, key_of
from analysis.package.tables import ROOT
from analysis.publish import embedded, execute, render
from analysis.publish.inputs import inputs_of

DOCUMENT = """
```{python}
#| include: false
from analysis.report.briefing import open_briefing

brief = open_briefing()
n = brief.number
```

# In brief

Azure grows by `{python} n("azure-growth")` a year, as the article says [@article].

```{python}
brief.chart("flows", "What flows.")
```

# Source {#sec-source}

::: {#refs}
:::

# Figures

```{python}
brief.figures_appendix()
```

```{python}
brief.metrics_appendix()
```

```{python}
brief.facts_appendix()
```

```{python}
brief.article()
```
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a short document, built once."""
    folder = tmp_path_factory.mktemp("built")
    for name in ("analysis", "seeds", "data"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "datapackage.json", folder)
    front = (ROOT / "report.qmd").read_text("utf-8").split("\n---\n", 1)[0]
    (folder / "report.qmd").write_text(f"{front}\n---\n{DOCUMENT}", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(FOLDER, raising=False)
        again(folder)
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that project with its cache and its pages, for a test to change."""
    monkeypatch.delenv(FOLDER, raising=False)
    return Path(shutil.copytree(built, tmp_path / "project"))


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often cells were run and pages were made."""
    counts: Counter[str] = Counter()

    def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: object) -> object:
            counts[name] += 1
            return function(*arguments)

        return call

    monkeypatch.setattr(embedded, "run", counted("cells", execute.run))
    monkeypatch.setattr(embedded, "_html", counted("html", embedded._html))
    monkeypatch.setattr(embedded, "_pdf", counted("pdf", embedded._pdf))
    return counts


def again(folder: Path, *, force: bool = False) -> SimpleNamespace:
    """Both pages of a project, after a render."""
    page, pdf = render(folder / "report.qmd", folder / "datapackage.json", folder / "dist", ("html", "pdf"), "embedded", force=force)
    return SimpleNamespace(html=page.read_bytes(), pdf=pdf.read_bytes(), text=page.read_text("utf-8"))


def edit(path: Path, old: str, new: str) -> None:
    """Change a file behind the back of its time stamp."""
    status, text = path.stat(), path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


# ------------------------------------------------------------ nothing is done that need not be


@pytest.mark.slow
def test_with_nothing_changed_nothing_is_done(folder: Path, work: Counter[str]) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    again(folder)
    assert not work
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


@pytest.mark.slow
def test_with_nothing_changed_nothing_heavy_is_imported(folder: Path) -> None:
    script = (
        "import sys; from analysis.cli import main; folder = sys.argv[1];"
        "options = [f'--document={folder}/report.qmd', f'--package={folder}/datapackage.json', f'--output={folder}/dist'];"
        "assert main(['render', *options]) == 0;"
        "print([name for name in ('pandas', 'altair', 'jupyter_client', 'pint', 'typst') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.slow
def test_a_change_of_prose_runs_no_cell(folder: Path, work: Counter[str]) -> None:
    edit(folder / "report.qmd", "as the article says", "so the article says")
    assert "so the article says" in again(folder).text
    assert work == {"html": 1, "pdf": 1}


@pytest.mark.slow
def test_a_change_of_the_style_runs_no_cell_and_leaves_the_pdf(folder: Path, work: Counter[str]) -> None:
    edit(folder / "analysis/publish/briefing.css", "}", "} ")
    pdf = (folder / "dist/report.pdf").read_bytes()
    assert again(folder).pdf == pdf
    assert work["cells"] == 0


@pytest.mark.slow
def test_a_change_that_no_chart_shows_draws_no_chart_again(folder: Path, work: Counter[str]) -> None:
    drawn = {path.name for path in (folder / ".cache/content").iterdir() if path.read_bytes().startswith(b"<svg")}
    assert drawn
    edit(folder / "data/context/holes.csv", "No page found", "No text found")
    again(folder)
    assert work["cells"] == 1
    assert {path.name for path in (folder / ".cache/content").iterdir() if path.read_bytes().startswith(b"<svg")} == drawn


@pytest.mark.slow
def test_a_change_of_data_that_the_document_does_not_show_makes_no_page(folder: Path, work: Counter[str]) -> None:
    edit(folder / "data/context/holes.csv", "No page found", "No text found")
    again(folder)
    assert work == {"cells": 1}


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["deleted", "edited"])
def test_a_page_that_was_lost_or_edited_comes_back_without_a_build(folder: Path, work: Counter[str], damage: str) -> None:
    page = folder / "dist/report.html"
    before = page.read_bytes()
    page.unlink()
    if damage == "edited":
        page.write_bytes(before[:-1] + b" ")
    assert again(folder).html == before
    assert not work


# ------------------------------------------------------------ nothing stale is given


@pytest.mark.slow
def test_a_changed_cell_of_a_table_is_shown_though_size_and_time_are_the_same(folder: Path, work: Counter[str]) -> None:
    edit(folder / "data/article/figures.csv", "39,39,percent", "41,41,percent")
    assert ">41%<" in again(folder).text.replace("\u00a0", "")
    assert work["cells"] == 1


@pytest.mark.slow
def test_changed_code_is_run_though_size_and_time_are_the_same(folder: Path) -> None:
    edit(folder / "analysis/report.py", '("Formula",', '("Formulb",')
    assert "Formulb" in again(folder).text


@pytest.mark.slow
def test_a_changed_template_is_used_though_size_and_time_are_the_same(folder: Path, work: Counter[str]) -> None:
    edit(folder / "analysis/publish/briefing.html", "<body", "<bodY")
    assert "<bodY" in again(folder).text
    assert work["cells"] == 0


@pytest.mark.slow
@pytest.mark.parametrize("damage", [b"", b"nonsense", b"[]", b"0" * 64])
def test_a_damaged_cache_is_not_used(folder: Path, damage: bytes) -> None:
    before = again(folder)
    shutil.rmtree(folder / "dist")
    for path in (folder / ".cache").glob("*/*"):
        path.write_bytes(damage)
    assert vars(again(folder)) == vars(before)


@pytest.mark.slow
def test_what_changes_during_a_build_is_not_taken_for_its_result(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*arguments: Any) -> object:
        results = execute.run(*arguments)
        edit(folder / "data/article/figures.csv", "41,41,percent", "42,42,percent")  # an editor saves at this moment
        return results

    edit(folder / "data/article/figures.csv", "39,39,percent", "41,41,percent")
    monkeypatch.setattr(embedded, "run", run)
    again(folder)
    monkeypatch.undo()
    monkeypatch.delenv(FOLDER, raising=False)
    assert ">42%<" in again(folder).text.replace("\u00a0", "")
    edit(folder / "data/article/figures.csv", "42,42,percent", "41,41,percent")
    assert ">41%<" in again(folder).text.replace("\u00a0", "")


@pytest.mark.slow
def test_force_builds_all_of_it_again(folder: Path, work: Counter[str]) -> None:
    before = {name: (folder / "dist" / name).read_bytes() for name in ("report.html", "report.pdf")}
    made = again(folder, force=True)
    assert work == {"cells": 1, "html": 1, "pdf": 1}
    assert [made.html, made.pdf] == list(before.values())


@pytest.mark.parametrize(
    ("variable", "matters"), [("SOURCE_DATE_EPOCH", True), ("BRIEFING_EDITION", True), ("PYTHONPATH", True), ("TZ", False), ("LANG", False)]
)
def test_variables_that_a_build_may_look_at_are_inputs(monkeypatch: pytest.MonkeyPatch, variable: str, matters: bool) -> None:
    before = inputs_of(ROOT / "report.qmd", ROOT / "datapackage.json")
    monkeypatch.setenv(variable, "86400")
    assert before is not None
    assert (inputs_of(ROOT / "report.qmd", ROOT / "datapackage.json") != before) == matters


def test_the_version_of_a_dependency_is_an_input(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = inputs_of(ROOT / "report.qmd", ROOT / "datapackage.json")
    about = tmp_path / "altair-99.dist-info/METADATA"
    about.parent.mkdir()
    about.write_text("Name: altair\nVersion: 99\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    changed = inputs_of(ROOT / "report.qmd", ROOT / "datapackage.json")
    assert before is not None
    assert changed is not None
    assert (before.cells, before.pages) != (changed.cells, changed.pages)
    about.write_text("Name: altair\nVersion: 98\n", encoding="utf-8")
    assert inputs_of(ROOT / "report.qmd", ROOT / "datapackage.json") != changed


# ------------------------------------------------------------ the store


def test_a_cache_gives_back_what_it_was_given_and_only_that(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(key_of("a", "b"), b"content")
    assert cache.get(key_of("a", "b")) == b"content"
    assert cache.get(key_of("ab")) is None
    assert Cache(tmp_path, fresh=True).get(key_of("a", "b")) is None
    assert key_of("a", "b") != key_of("ab") != key_of("a b")


def test_a_cache_that_cannot_be_written_costs_time_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    for cache in (Cache(tmp_path / "file"), Cache(None)):
        cache.put(key_of("a"), b"content")
        cache.prune()
        assert cache.get(key_of("a")) is None


def test_a_cache_forgets_the_oldest_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path)
    for number in range(4):
        cache.put(key_of(str(number)), bytes([number]) * 1000)
        for path in tmp_path.glob("*/*"):
            os.utime(path, (path.stat().st_mtime - 100,) * 2)
    cache.prune()
    assert all(cache.get(key_of(str(number))) for number in range(4))
    assert LIMIT > 10_000
    monkeypatch.setattr("analysis.publish.cache.LIMIT", 2500)
    cache.prune()
    assert [cache.get(key_of(str(number))) is not None for number in range(4)] == [False, False, True, True]

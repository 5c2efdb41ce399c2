"""Through Quarto the same promises hold; a script stands in for it, which says what Quarto says."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from parity import built, differences
from rendered import Rendered
from small import BODY, FIRST, build, project

from analysis.publish import RenderError

posix = pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
PAGE = '<div id="3f2a9c1e" class="cell" data-x="1"><p id="f-a"><a href="#f-a">a</a></p></div>'
GOOD = f"""case "$4" in html) echo '{PAGE}' > report.html;; typst) echo '%PDF' > report.pdf;; esac"""
FAILED = r"""printf '\033[31mAn error occurred while executing the following cell:\033[0m
------------------
y = 1

raise ValueError("broken")
------------------

\033[0;31m---------------------------------------------------------------------------\033[0m
\033[0;31mValueError\033[0m                                Traceback (most recent call last)
Cell \033[0;32mIn[2], line 3\033[0m
\033[0;31mValueError\033[0m: broken
' >&2; exit 1"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A small project whose document has a few things that Quarto may complain about."""
    text = '\nSee @fig-nowhere and [@paper] and [x](#nowhere).\n\n```{python}\ny = 1\n\nraise ValueError("broken")\n```\n'
    return project(tmp_path / "project", BODY + text)


LINE = FIRST + BODY.count("\n")  # of what the fixture adds


def stand_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, version: str = "1.11.0") -> None:
    """Put a script on the path in the place of Quarto; it is called with: render report.qmd --to FORMAT."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin/quarto"
    program.write_text(f'#!/bin/sh\n[ "$1" = --version ] && {{ echo {version}; exit; }}\n{script}\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


@posix
def test_pages_are_taken_and_random_ids_of_cells_are_not(document: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stand_in(monkeypatch, tmp_path, GOOD)
    made = build(document, engine="quarto")
    assert made["html"].decode().startswith('<div class="cell" data-x="1"><p id="f-a">')
    assert made["pdf"] == b"%PDF\n"
    assert sorted(path.name for path in document.parent.iterdir()) == ["analysis", "datapackage.json", "dist", "report.qmd", "seeds"]


@posix
def test_quarto_gets_this_python_the_package_and_nothing_of_the_user(
    document: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    stand_in(monkeypatch, tmp_path, f"env > {seen}\n{GOOD}")
    monkeypatch.setenv("JUPYTER_PATH", "/nowhere")
    build(document, "html", engine="quarto")
    variables = dict(line.split("=", 1) for line in seen.read_text("utf-8").splitlines() if "=" in line)
    assert variables["BRIEFING_PACKAGE"] == str(document.parent / "datapackage.json")
    assert variables["SOURCE_DATE_EPOCH"] == "1795564800"  # 2026-11-25
    assert variables["QUARTO_PYTHON"]
    assert variables["HOME"] != os.environ.get("HOME")
    assert variables["JUPYTER_PATH"] != "/nowhere"


SAID = {
    "an unresolved reference": ('echo "WARNING (main.lua:12) Unable to resolve crossref @fig-nowhere" >&2', LINE + 1, "@fig-nowhere"),
    "an unknown citation": ('echo "[WARNING] Citeproc: citation paper not found" >&2', LINE + 1, "citation paper not found"),
    "a link without target": ('echo "WARN: Unable to resolve link target: #nowhere" >&2', LINE + 1, "#nowhere"),
    "a link that only the page shows": ("echo '<a href=\"#nowhere\">' > report.html; exit 0", LINE + 1, "the link #nowhere leads nowhere"),
    "a reference that is printed": ("echo '<strong>?@fig-nowhere</strong>' > report.html; exit 0", LINE + 1, "nothing that @fig-nowhere"),
    "a failing cell": (FAILED, LINE + 6, "ValueError: broken"),
    "a link without target in the PDF": (
        r'echo "error: label \`<nowhere>\` does not exist in the document" >&2; exit 1',
        LINE + 1, "Typst: label `<nowhere>` does not exist",
    ),
    "an expression that raises": (
        r"printf 'ZeroDivisionError: division by zero\n\nWARN: Error encountered when rendering files\n' >&2; exit 1", None,
        "an expression in the text: ZeroDivisionError: division by zero",
    ),
    "a cell that prints": (
        """echo '<div class="cell-output cell-output-stdout"><pre><code>so far' > report.html; exit 0""",
        None, "a cell prints to stdout: so far",
    ),
    "no output": ("exit 0", None, "Quarto ended without an error and made no report.html"),
    "another failure": (r"printf '\033[31mERROR: it is full\033[0m\n' >&2; exit 7", None, "Quarto ended with 7:\nERROR: it is full"),
}  # fmt: skip


@posix
@pytest.mark.parametrize("name", SAID)
def test_what_quarto_only_warns_of_ends_the_render(document: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    script, line, words = SAID[name]
    stand_in(monkeypatch, tmp_path, f"{script}\n{GOOD}")
    with pytest.raises(RenderError) as caught:
        build(document, engine="quarto")
    said = str(caught.value)
    assert words in said
    assert "\x1b" not in said
    place = re.search(r"report\.qmd:(\d+): ", said)
    assert (int(place[1]) if place else None) == line
    assert not (document.parent / "dist").exists()


@posix
def test_a_warning_about_veraPDF_is_let_pass(document: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:  # noqa: N802  # its name
    stand_in(monkeypatch, tmp_path, f'echo "WARN: veraPDF not found; cannot validate" >&2\n{GOOD}')
    assert build(document, "pdf", engine="quarto") == {"pdf": b"%PDF\n"}


@posix
@pytest.mark.parametrize(("version", "taken"), [("1.8.27", False), ("1.9.0", True), ("1.10.1", True), ("99.9.9", True), ("unknown", False)])
def test_an_old_quarto_is_refused_with_what_to_do(
    document: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str, taken: bool
) -> None:
    stand_in(monkeypatch, tmp_path, GOOD, version)
    if taken:
        assert build(document, "pdf", engine="quarto")
        return
    with pytest.raises(RenderError, match=rf"Quarto is {version}; install it with: .*1\.9 or later"):
        build(document, engine="quarto")


def test_without_quarto_the_message_says_how_to_get_it(document: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RenderError, match="Quarto is not on the path; install it with: pip install quarto-cli"):
        build(document, "html", engine="quarto")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("quarto") is None, reason="Quarto is not installed, and cannot be from a package index alone")
def test_quarto_gives_the_same_words_numbers_and_tables(rendered: Rendered, tmp_path: Path) -> None:
    assert differences(rendered, built("quarto", tmp_path)) == []

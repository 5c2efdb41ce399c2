"""What report.qmd may contain: the contract that keeps both engines equal, read without either."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from analysis.package.tables import ROOT
from analysis.publish.document import INLINE, Cell, Prose, RenderError, read_document

REPORT = read_document(ROOT / "report.qmd")
CELLS = [part for part in REPORT.parts if isinstance(part, Cell)]
PROSE = [part for part in REPORT.parts if isinstance(part, Prose)]


def test_cells_and_expressions_contain_no_figure() -> None:
    codes = [cell.code for cell in CELLS] + [code for prose in PROSE for code, _ in prose.expressions()]
    for code in codes:
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Constant):
                assert isinstance(node.value, str), f"{node.value!r} in: {code}"
                # An id may have digits in it; a caption or a label may not.
                assert re.fullmatch(r"[a-z0-9_:-]+", node.value) or not re.search(r"\d", node.value), node.value


def test_prose_contains_no_digit() -> None:
    for prose in PROSE:
        assert not re.search(r"\d", INLINE.sub("", prose.text)), prose.text


def test_prose_contains_no_number_word() -> None:
    """Numbers in words are figures too; "one" as a pronoun and ordinals of the text are spared."""
    number_word = (
        r"(?i)\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|fifty|hundred|thousand|million|billion"
        r"|trillions|half|twice|thrice|double[ds]?|dozen)\b"
    )
    spared = {"million", "double", "doubles", "half"}  # "a million times" explains a word, "would double" and "the first half" name times
    found = {word.lower() for prose in PROSE for word in re.findall(number_word, INLINE.sub("", prose.text))}
    assert found <= spared


def test_the_text_has_the_length_of_a_briefing() -> None:
    body = " ".join(INLINE.sub("number", prose.text) for prose in PROSE).split("# Source")[0]
    assert 1800 <= len(re.findall(r"[\w’'-]+", body)) <= 2600  # tables and captions add the rest to 2,500 to 3,500


def test_only_what_both_engines_treat_alike_is_used() -> None:
    text = (ROOT / "report.qmd").read_text("utf-8")
    assert "callout" not in text  # turned into block quotes in Quarto's minimal mode
    assert "{{<" not in text  # shortcodes are Quarto's alone
    assert not re.search(r"```\{(?!python\})", text)
    for cell in CELLS:
        assert "```" not in cell.code  # would end the cell


def test_the_report_imports_one_small_surface() -> None:
    imported = [
        node.module
        for cell in CELLS
        for node in ast.walk(ast.parse(cell.code))
        if isinstance(node, ast.ImportFrom)
    ]  # fmt: skip
    assert imported == ["analysis.report.briefing"]


FRONT = "---\ntitle: x\nformat: {html: {}, typst: {}}\n---\n"


def document(tmp_path: Path, body: str) -> Path:
    path = tmp_path / "some.qmd"
    path.write_text(FRONT + body, encoding="utf-8")
    return path


def test_cells_and_expressions_know_their_lines(tmp_path: Path) -> None:
    read = read_document(document(tmp_path, "text `{python} a` and\n`{python} b`\n\n```{python}\n#| include: false\nx\n```\nend\n"))
    prose, cell, end = read.parts
    assert isinstance(prose, Prose)
    assert isinstance(cell, Cell)
    assert prose.expressions() == [("a", 5), ("b", 6)]
    assert (cell.line, cell.include) == (9, False)
    assert isinstance(end, Prose)
    assert end.text == "end\n"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("```{python echo=FALSE}\nx\n```\n", "some.qmd:5: write ```{python} alone"),
        ("```{python}\n#| fold: true\nx\n```\n", "some.qmd:6: the cell option 'fold'"),
    ],
)
def test_what_only_one_engine_knows_is_refused_with_its_line(tmp_path: Path, body: str, message: str) -> None:
    with pytest.raises(RenderError, match=re.escape(message)):
        read_document(document(tmp_path, body))


def test_a_document_without_front_matter_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "some.qmd"
    path.write_text("# Title\n", encoding="utf-8")
    with pytest.raises(RenderError, match="front matter"):
        read_document(path)

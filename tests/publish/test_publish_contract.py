"""What report.qmd may contain: each thing that an engine would build wrong is refused at its line, with what to write instead."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from small import FIRST, FRONT

from analysis.package import ROOT
from analysis.publish import RenderError
from analysis.publish.contract import read_body
from analysis.publish.document import parse_document, read_document

# A document, the line of the fault, and what its message must say.
REFUSED = {
    "a shortcode": ("text\n\n{{< pagebreak >}}\n", 3, "shortcodes are Quarto's alone"),
    "a cell in R": ("```{r}\nplot(cars)\n```\n", 1, "cells are in Python; {r} is not run"),
    "a diagram": ("text\n\n```{mermaid}\nflowchart\n```\n", 3, "{mermaid} is not run"),
    "a cell with options in its fence": ("```{python echo=FALSE}\nx\n```\n", 1, "write ```{python} alone"),
    "a cell fenced with tildes": ("~~~{python}\nx\n~~~\n", 1, "write ```{python} alone"),
    "a cell in a list": ("- item\n\n  ```{python}\n  x\n  ```\n", 3, "outside of lists and blocks"),
    "a cell without end": ("```{python}\nx\n", 1, "the cell is not closed"),
    "an empty cell": ("```{python}\n```\n", 1, "the cell is empty"),
    "a cell that is not Python": ("```{python}\nx = 1\n%matplotlib inline\n```\n", 3, "the code is not Python"),
    "code that is shown": ("```python\nx\n```\n", 1, "code is not shown"),
    "a line that is indented": ("    four spaces\n", 1, "text at the left edge"),
    "an unknown option": ("```{python}\n#| fold: true\nx\n```\n", 2, "the cell option fold is not allowed"),
    "an option without value": ("```{python}\n#| label\nx\n```\n", 2, "the cell option label is not allowed"),
    "an option that is not YAML": ("```{python}\n#| include: false\n#| label: [a\nx\n```\n", 3, "the cell option label: [a"),
    "options as a list": ("```{python}\n#| [1]\nx\n```\n", 2, "the cell option [1] is not allowed"),
    "an option of another type": ("```{python}\n#| include: 'no'\nx\n```\n", 2, "the cell option include"),
    "a glued expression": ('We see `{python}n("a")`.\n', 1, "a space between {python} and the expression"),
    "an expression in R": ("We see `r 1+1`.\n", 1, "code is not shown"),
    "a nested expression": ("We see `{python} n(`a`)`.\n", 1, "code is not shown"),
    "two expressions that touch": ("`{python} a``{python} b`\n", 1, "the code is not Python"),
    "an expression that touches a word": ('about`{python} n("a")`\n', 1, "touches a word"),
    "an expression on two lines": ('see `{python} n("a",\n"b")`\n', 1, "stands on one line"),
    "an expression that is a statement": ("`{python} x = 1`\n", 1, "the code is not Python"),
    "a number in a link": ('text\n[see `{python} n("x")`](#y)\n', 2, "cannot stand in a link"),
    "a number in code": ('`` a `{python} n("x")` ``\n', 1, "code is not shown"),
    "a number in a heading": ('text\n\n# Of `{python} n("x")` {#sec-z}\n', 3, "cannot stand in a heading"),
    "an undefined footnote": ("text\n\nmore[^nope]\n", 3, "the footnote is not defined"),
    "a footnote that nothing refers to": ("text\n\n[^a]: a note\n", 3, "not used"),
    "a stray :::": ("text\n\n:::\n\nmore\n", 3, "this ::: opens or closes nothing"),
    "a block without end": ("# A\n\n::: {.summary}\n- item\n\nmore\n", 3, "the block is not closed"),
    "a block that is glued to text": ("text\n::: {.summary}\na\n:::\n", 2, "leave an empty line"),
    "a callout": ('::: {.callout-warning title="Provisional"}\nBody.\n:::\n', 1, ".callout-warning is not known"),
    "text for one format": ('::: {.content-visible when-format="html"}\nx\n:::\n', 1, ".content-visible is not known"),
    "tabs": ("::: panel-tabset\nx\n:::\n", 1, ".panel-tabset is not known"),
    "a margin": ("[x]{.aside}\n", 1, ".aside is not known"),
    "HTML in a line": ("one<br>two\n", 1, "HTML is for the page alone"),
    "HTML as a block": ("text\n\n<div>\nx\n</div>\n", 3, "HTML is for the page alone"),
    "a comment": ("<!-- later -->\n", 1, "HTML is for the page alone"),
    "raw HTML": ("```{=html}\n<b>\n```\n", 1, "HTML is for the page alone"),
    "TeX": ("text\n\n\\newpage\n", 3, "TeX commands are not set"),
    "mathematics": ("It is $x^2$.\n", 1, "mathematics is not set"),
    "a picture": ("![alt](x.png)\n", 1, "a picture goes stale"),
    "emoji": ("fine 😀\n", 1, "😀 (U+1F600) is not in the fonts"),
    "emoji as an entity": ("fine &#x1F600;\n", 1, "😀 (U+1F600) is not in the fonts"),
    "Chinese in a caption": ('```{python}\nchart("中")\n```\n', 2, "中 (U+4E2D) is not in the fonts"),
    "a table with Quarto's caption": ("| a | b |\n|--:|:-|\n| 1 | 2 |\n\n: Caption {#tbl-x}\n", 5, "::: {#tbl-name}, table, caption, :::"),
    "a table alone": ("| a | b |\n|--:|:-|\n| 1 | 2 |\n", 1, "::: {#tbl-name}, table, caption, :::"),
    "a table without caption": ("::: {#tbl-new}\n| a | b |\n|--:|:-|\n| 1 | 2 |\n:::\n", 1, "the last paragraph of the block tbl-new"),
    "a table of lines": ("+---+---+\n| a | b |\n+---+---+\n", 1, "leave an empty line"),
    "a list glued to text": ("text\n- a\n- b\n", 2, "leave an empty line"),
    "a heading glued to text": ("# A\n\ntext\n## B\n", 4, "leave an empty line"),
    "a level left out": ("# A\n\n### C\n", 3, "a heading of level 3 follows one of level 1; write ##"),
    "an unknown class of a heading": ("# A {.unlisted}\n", 1, ".unlisted is not known"),
    "an id twice": ("[a]{#x}\n\n[b]{#x}\n", 3, "the id x is there already"),
    "a link to a script": ("[x](javascript:alert)\n", 1, "the link javascript:alert leads to no place"),
    "a link to nothing": ("[a](#sec-x) `{python} x # y`\n\n[x](#)\n", 3, "the link # leads to no place"),
    "a link that is not closed": ("see [text] (#a)\n", 1, "the link is not closed"),
    "bold without partner": ("so **bold\n", 1, "this * has no partner"),
    "braces after a space": ("[word] {.term}\n", 1, "these braces belong to nothing"),
    "a box to tick": ("- [ ] later\n", 1, "boxes to tick are not set"),
    "endless nesting": (">" * 3000 + " x\n", 1, "nested"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_be_built_wrong_is_refused_at_its_line(name: str) -> None:
    text, line, words = REFUSED[name]
    with pytest.raises(RenderError) as caught:
        parse_document(FRONT + text, ROOT / "report.qmd")
    assert f"report.qmd:{FIRST - 1 + line}: " in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "# A {#sec-a .unnumbered .appendix}\n\n## B\n\nText with “quotes”, 5 \\* 6, \\$5, H~2~O, x^2^ and *emphasis*.\n",
        "> quote\n\n1. one\n2. two\n\n---\n\n[Term]{#g-term}\n:   Definition, and [a word](#g-term){.term}.\n",
        "::: {.summary}\n- **A.** b\n:::\n\n::: {#refs}\n:::\n",
        "::: {#tbl-new}\n\n| a | b |\n|--:|:-|\n| `{python} x` | c |\n\nA caption.\n:::\n\nSee @tbl-new, [@article, p. 3] and @sec-x.\n",
        "A note[^a] and [mot]{lang=fr}, Ελλάδα, Москва, Łódź, 5 ≤ 6 – €.\n\n[^a]: With `{python} x`.\n",
        "Two spaces at the end  \nor \\\nbreak a line; <https://example.org>, [page](https://example.org/a?b=c#d).\n",
    ],
)
def test_ordinary_text_is_taken(text: str) -> None:
    assert read_body(text, 0)[1] == []


def test_all_faults_are_told_together_in_the_order_of_the_document() -> None:
    with pytest.raises(RenderError) as caught:
        parse_document(FRONT + "{{< x >}}\n\na <br> b\n\n\\newpage\n", Path(ROOT / "report.qmd"))
    assert [int(line.split(":")[1]) for line in str(caught.value).splitlines()] == [FIRST, FIRST + 2, FIRST + 4]


def test_cells_and_expressions_know_their_code_and_their_lines() -> None:
    text = 'é `{python} a` and\n`{python}  b["|"]`\n\n```{python}\n#| include: false\nx\n```\nend\n'
    cells, faults = read_body(text, 0)
    assert faults == []
    assert [(cell.code, cell.line, cell.inline, cell.include) for cell in cells] == [
        ("a", 1, True, True),
        ('b["|"]', 2, True, True),
        ("#| include: false\nx", 5, False, False),
    ]
    assert [text[cell.start : cell.end] for cell in cells][:2] == ["`{python} a`", '`{python}  b["|"]`']
    assert text[cells[2].end :] == "end\n"


# ------------------------------------------------------------ front matter


def changed(old: str, new: str) -> str:
    assert old in FRONT
    return FRONT.replace(old, new, 1)


LINES = {
    key: next(number for number, line in enumerate(FRONT.splitlines(), 1) if line.strip().startswith(key)) for key in ("csl", "template")
}
FRONTS = {
    "a title with a colon": (changed('title: "The AI compute pact"', "title: The pact: a briefing"), 2, "a text with a colon in quotes"),
    "Windows line ends": (FRONT.replace("\n", "\r\n"), 1, "save it with line ends LF"),
    "a byte order mark": ("\ufeff" + FRONT, 1, "byte order mark"),
    "a character that is not shown": (FRONT + "a\u202eb\n", FIRST, "U+202E"),
    "no front matter": ("# Title\n", 1, "must start with front matter"),
    "front matter without end": ("---\ntitle: x\n", 1, "must start with front matter"),
    "no bibliography": (re.sub(r"bibliography: .*\n", "", FRONT), 1, "the front matter has no bibliography"),
    "no filters": (re.sub(r"filters: .*\n", "", FRONT), 1, "the front matter has no filters"),
    "no depth of the contents": (re.sub(r"    toc-depth: 2\n", "", FRONT), 1, "the front matter has no format.html.toc-depth"),
    "formats as a list": (re.sub(r"format:\n(?:  .*\n)+", "format: [html, typst]\n", FRONT), 1, "no format.html.template"),
    "front matter that is a list": ("---\n- a\n---\n", 1, "the front matter has no title"),
    "a date that is none": (changed("lang: en", "lang: en\ndate: 2025-13-45"), 1, "the front matter is not YAML: month must be"),
    "a title that is a date": (changed('"The AI compute pact"', "2025-11-19"), 2, "title must be a text"),
    "a title with markup": (changed("The AI compute pact", "The *pact*"), 2, "title is shown as plain text"),
    "a style that is not there": (re.sub(r"csl: .*", "csl: nowhere.csl", FRONT), LINES["csl"], "csl names nowhere.csl, which is not there"),
    "a language with a region": (changed("lang: en", "lang: en-GB"), 6, "lang must be the two letters"),
}  # fmt: skip


@pytest.mark.parametrize("name", FRONTS)
def test_a_front_matter_that_cannot_be_built_is_told_with_line_and_remedy(name: str) -> None:
    text, line, words = FRONTS[name]
    with pytest.raises(RenderError) as caught:
        parse_document(text, ROOT / "report.qmd")
    assert f"report.qmd:{line}: " in str(caught.value)
    assert words in str(caught.value)


def test_a_document_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.qmd").write_bytes(FRONT.encode() + b"\n\ncaf\xe9\n")
    with pytest.raises(RenderError, match=rf"x.qmd:{FIRST + 2}: is not UTF-8"):
        read_document(tmp_path / "x.qmd")


def test_a_document_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"x\.qmd: cannot be read: No such file"):
        read_document(tmp_path / "x.qmd")


# ------------------------------------------------------------ the report


def test_the_report_keeps_the_contract_and_types_no_figure() -> None:
    report = read_document(ROOT / "report.qmd")
    for cell in report.cells:
        for node in ast.walk(ast.parse(cell.code)):
            if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
                raise AssertionError(f"line {cell.line}: {node.value}")

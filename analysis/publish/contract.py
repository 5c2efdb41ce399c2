"""What a writer may put into report.qmd: what both engines treat alike, on the page and on paper.

Pandoc reads the document twice, as CommonMark with the place of every element, and as the Markdown that both
engines read. The first reading gives the code to run and every fault with its line; the second must find the same blocks.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, takewhile, zip_longest
from typing import Any, NamedTuple

import yaml

from .tools import RenderError, pandoc

DIVS = {"summary"}  # classes that style sheet, template and filter know
SPANS = {"term", "edition"}
HEADINGS = {"unnumbered", "appendix"}
OPTIONS = {"include": bool, "label": str}
LEADS = ("https://", "http://", "mailto:", "#", "report.html", "report.pdf", "data/")  # where a link may lead
BLOCKS = ("Header", "BulletList", "OrderedList", "DefinitionList", "BlockQuote", "Table", "HorizontalRule", "Div", "LineBlock")
ATTRIBUTES = {"Header": 1, "Div": 0, "Span": 0, "Link": 0, "Image": 0, "Code": 0, "CodeBlock": 0, "Figure": 0, "Table": 0}
HTML = "HTML is for the page alone; write Markdown, and what needs more as a function of analysis/report"
BRACES = "these braces belong to nothing; write them right behind a [text], a heading or :::"
FLOAT = "a table stands in a block with an id, and its caption below it: ::: {#tbl-name}, table, caption, :::"
# Signs that are left in the text where a writer meant more by them, and what to do.
LEFT = (
    (r"^(?:Table)?:\s", FLOAT),
    (r"\{\{[<%]", "shortcodes are Quarto's alone; write what it stands for"),
    (r":::", "this ::: opens or closes nothing; a block opens with ::: {.class} after an empty line, and closes with :::"),
    (r"\[\^", "the footnote is not defined; write its text at the foot of the section as [^name]: text"),
    (r"\]\(|\]\[", "the link is not closed; write [text](#anchor)"),
    (r"\{[.#][\w-]*", BRACES),
    (r"\\[A-Za-z]", "TeX commands are not set; write it in words"),
    (r"`", "this ` has no partner; an expression is `{python} expression` on one line"),
    (r"\*\*|(?<!\w)\*(?=\w)|(?<=\w)\*(?!\w)", "this * has no partner; write **bold** or *emphasis*"),
    (r"\+--|\|--|--\|", "the table is not read; write a pipe table with an empty line before it"),
    (r"</?[a-z]+", HTML),
)
# What the fonts of the repository have: Latin letters, and the signs of ordinary text.
_SET = (
    "\n\t\u0020-\u007e\u00a0-\u017f\u0192\u0218-\u021b\u02c6\u02c7\u02d8-\u02dd\u0394\u03a9\u03bc\u03c0\u1e80-\u1e85\u1e9e\u1ef2\u1ef3"
    "\u2009\u200a\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u202f\u2030\u2039\u203a\u2044\u2070\u2074-\u2079\u2080-\u2089"
    "\u20ac\u20a6\u20a9\u20ab\u20b9\u20ba\u20bd\u2113\u2116\u2122\u2126\u212e\u2190-\u2193\u2202\u2206\u220f\u2211\u2212\u221a\u221e\u222b"
    "\u2248\u2260\u2264\u2265\u25ca\ufb01\ufb02"
)
UNSET = re.compile(f"[^{_SET}]")


class Fault(NamedTuple):
    """What is wrong at a line of the document, and what to write instead."""

    line: int
    message: str


@dataclass(frozen=True)
class Cell:
    """Code to run: a cell, or an expression within a sentence. `start` and `end` are its place in the document's text.

    `line` is the line of its first line of code, from 1.
    """

    code: str
    line: int
    start: int
    end: int
    inline: bool
    include: bool = True


def read_body(text: str, start: int) -> tuple[list[Cell], list[Fault]]:
    """The cells and the faults of a document whose front matter ends at `start`.

    >>> cells, faults = read_body('Azure grows by `{python} n("azure-growth")` a year.\\n', 0)
    >>> [cell.code for cell in cells], faults
    (['n("azure-growth")'], [])
    >>> read_body("See {{< pagebreak >}}.\\n", 0)[1][0].message
    "shortcodes are Quarto's alone; write what it stands for"
    """
    # The front matter makes way for as many characters that mean nothing, so that places stay what they are.
    body = re.sub(r"[^\n]", " ", text[:start]) + text[start:]
    reading = _Reading(body)
    for found in UNSET.finditer(text):
        sign = f"{found[0]} (U+{ord(found[0]):04X})"
        reading.fault(text.count("\n", 0, found.start()) + 1, f"the fonts of the briefing do not have {sign}; write it in words")
    tree = json.loads(pandoc(["-f", "commonmark_x-emoji+sourcepos", "-t", "json"], body))["blocks"]
    reading.walk(tree, frozenset(), 1)
    if not reading.faults:
        reading.compare(tree)
    return reading.cells, [Fault(line, message) for line, message in sorted(reading.faults.items())]


class _Reading:
    """One reading of a document; `inside` names what an element stands in, and `line` where that begins."""

    def __init__(self, body: str) -> None:
        self.body = body
        self.lines = [*body.split("\n"), "", ""]
        self.starts = [0, *accumulate(len(line) + 1 for line in self.lines)]
        self.cells: list[Cell] = []
        self.faults: dict[int, str] = {}  # the first of each line
        self.level = 0  # of the last heading
        self.anchors: set[str] = set()

    def fault(self, line: int, message: str) -> None:
        """Note what is wrong at a line."""
        self.faults.setdefault(line, message)

    def walk(self, value: Any, inside: frozenset[str], line: int) -> None:
        """Look at every element in a value of pandoc's tree."""
        if isinstance(value, list):
            for inner in value:
                self.walk(inner, inside, line)
        elif isinstance(value, dict) and "t" in value:
            kind, content = value["t"], value.get("c", [])
            at = _Place.of(value)
            look = getattr(self, f"_{kind.lower()}", None)
            line = at.line or line
            if kind in ("Para", "Plain", "Header"):
                self.text(content, line)
            if at.name and kind != "Header" and at.name in self.anchors:
                self.fault(line, f"the id {at.name} is there already; give each place an id of its own")
            self.anchors.add(at.name)
            if look:
                look(content, at, inside, line)
            self.walk(content, inside | {kind, at.name}, line)

    def known(self, at: _Place, line: int, what: str, classes: set[str], attributes: Iterable[str] = ()) -> None:
        """A fault for a class or an attribute that style sheet, template and filter do not know."""
        said = ", ".join(f".{name}" for name in sorted(classes))
        if unknown := [*(f".{name}" for name in at.classes if name not in classes), *(set(at.attributes) - set(attributes))]:
            self.fault(
                line, f"{unknown[0]} is not known for {what} (known: {said}); callouts, tabs and columns are Quarto's alone: write text"
            )

    # ------------------------------------------------------------ blocks

    def _header(self, content: Any, at: _Place, inside: frozenset[str], line: int) -> None:
        if content[0] > self.level + 1:
            self.fault(line, f"a heading of level {content[0]} follows one of level {self.level}; write {'#' * (self.level + 1)}")
        self.level = content[0]
        self.known(at, line, "a heading", HEADINGS)

    def _div(self, content: Any, at: _Place, inside: frozenset[str], line: int) -> None:
        self.known(at, line, "a block", DIVS)
        if at.wrapper:
            return
        if not re.match(r"\s*:{3,}\s*$", self.lines[at.end - 2]):
            self.fault(line, "the block is not closed; close it with ::: on a line of its own")
        if at.name.startswith(("fig-", "tbl-")) and (len(content[1]) < 2 or _bare(content[1][-1])["t"] != "Para"):
            self.fault(line, f"the last paragraph of the block {at.name} is its caption, below what it shows; write one")

    def _table(self, content: Any, at: _Place, inside: frozenset[str], line: int) -> None:
        if not any(name.startswith("tbl-") for name in inside):
            self.fault(line, FLOAT)

    def _codeblock(self, content: Any, at: _Place, inside: frozenset[str], line: int) -> None:
        fence = self.lines[line - 1].strip()
        if inside or not re.fullmatch(r"`{3,}\{python\}", fence):
            named = re.match(r"[`~]{3,}\s*\{(\w+)", fence)
            if named and named[1] != "python":
                self.fault(line, f"cells are in Python; {{{named[1]}}} is not run. Write it in Python, or as a chart in analysis/charts")
            elif named:
                self.fault(line, "write ```{python} alone on its line, and outside of lists and blocks")
            else:
                self.fault(line, "code is not shown in the briefing; a cell starts with ```{python}, and a line of text with no spaces")
            return
        if not re.match(r"`{3,}\s*$", self.lines[at.end - 2]):
            self.fault(line, "the cell is not closed; close it with ``` on a line of its own")
        try:
            ast.parse(content[1])
        except (SyntaxError, ValueError) as error:
            self.fault(line + (getattr(error, "lineno", None) or 1), f"the cell is not Python: {getattr(error, 'msg', error)}")
        if not content[1].strip():
            self.fault(line, "the cell is empty; remove it")
        end = min(self.starts[at.end - 1], len(self.body))
        self.cells.append(Cell(content[1], line + 1, self.starts[line - 1], end, False, self.include(content[1], line + 1)))

    def include(self, code: str, line: int) -> bool:
        """Whether a cell's output is shown, by its options."""
        options: dict[str, Any] = {}
        for number, row in enumerate(takewhile(lambda row: row.startswith("#|"), code.splitlines())):
            try:
                given = yaml.safe_load(row[2:])
                options |= given
                wrong = [key for key in given if type(given[key]) is not OPTIONS.get(key)]
            except (yaml.YAMLError, TypeError, ValueError):
                wrong = [row[2:].strip()]
            if wrong:
                self.fault(line + number, f"the cell option {wrong[0]!s} is not allowed; write #| include: false, or #| label: name")
        return options.get("include", True) is not False

    def _rawblock(self, content: Any, at: _Place, inside: frozenset[str], line: int) -> None:
        self.fault(line, HTML)

    # ------------------------------------------------------------ within a paragraph

    def _code(self, content: Any, at: _Place, inside: frozenset[str], line: int) -> None:
        found = re.fullmatch(r"\{python\}[ \t]+(\S.*)", content[1])
        place = self.starts[line - 1] + at.column - 1
        if not content[1].startswith("{python}") or not self.body.startswith("`{python}", place):
            self.fault(line, "code is not shown in the briefing; write words, or an expression as `{python} expression`")
        elif not found:
            self.fault(line, "write a space between {python} and the expression")
        elif at.end != line:
            self.fault(line, "an expression stands on one line; write this one so")
        elif where := inside & {"Header", "Link", "Image"}:
            name = {"Header": "a heading, which stands in the contents too", "Link": "a link, because it is one itself"}.get(
                min(where), "it"
            )
            self.fault(line, f"an expression cannot stand in {name}; write it in the text")
        else:
            try:
                ast.parse(found[1].strip(), mode="eval")
            except (SyntaxError, ValueError) as error:
                self.fault(line, f"the expression is not Python: {getattr(error, 'msg', error)}")
            self.cells.append(Cell(found[1].strip(), line, place, self.starts[line - 1] + at.last - 1, True))

    def _span(self, content: Any, at: _Place, inside: frozenset[str], line: int) -> None:
        if at.wrapper and (at.name or at.classes or at.attributes):
            self.fault(line, BRACES)
        self.known(at, line, "a span", SPANS, ["lang"])

    def _link(self, content: Any, at: _Place, inside: frozenset[str], line: int) -> None:
        self.known(at, line, "a link", SPANS)
        if not content[2][0].startswith(LEADS):
            self.fault(line, f"the link {content[2][0]} leads out of the page; write an address that starts with https://, or #anchor")

    def _image(self, content: Any, at: _Place, inside: frozenset[str], line: int) -> None:
        self.fault(line, "a picture goes stale; draw it as a chart in analysis/charts, and show it with brief.chart")

    def _math(self, content: Any, at: _Place, inside: frozenset[str], line: int) -> None:
        self.fault(line, "mathematics is not set; write it in words, and a dollar sign as \\$")

    def _rawinline(self, content: Any, at: _Place, inside: frozenset[str], line: int) -> None:
        self.fault(line, HTML)

    def text(self, content: Any, line: int) -> None:
        """Faults for signs that mean something at their place, and are left as text."""
        pieces = list(self.pieces(content, line))
        said = "".join(text for text, _ in pieces)
        for pattern, message in LEFT:
            for found in re.finditer(pattern, said):
                ends = accumulate(len(text) for text, _ in pieces)
                self.fault(next(at for end, (_, at) in zip(ends, pieces, strict=True) if end > found.start()), message)

    def pieces(self, value: Any, line: int) -> Iterator[tuple[str, int]]:
        """The text of a paragraph in pieces with their lines; an escaped sign is a space."""
        if isinstance(value, list):
            for inner in value:
                yield from self.pieces(inner, line)
        elif isinstance(value, dict):
            at = _Place.of(value)
            content = value.get("c")
            if value["t"] in ("Space", "SoftBreak", "LineBreak", "Code", "Math", "RawInline", "Note"):
                yield " ", line
            elif value["t"] == "Str":
                yield content, line
            elif at.wrapper and at.last - at.column == 2 and self.body[self.starts[at.line - 1] + at.column - 1] == "\\":
                yield " ", at.line
            else:
                yield from self.pieces(content, at.line or line)

    # ------------------------------------------------------------ the second reading

    def compare(self, tree: Any) -> None:
        """A fault where the Markdown of both engines has other blocks than CommonMark."""
        body = self.body
        for cell in reversed(self.cells):
            between = "x" if cell.inline else "\ncell" + "\n" * (body.count("\n", cell.start, cell.end) - 1)
            body = body[: cell.start] + between + body[cell.end :]
        try:
            other = json.loads(pandoc(["-f", "markdown", "-t", "json"], body))["blocks"]
        except RenderError as error:
            for said in str(error).split("[WARNING] ")[1:] or [str(error)]:
                found = re.search(r"line (\d+)", said)
                self.fault(int(found[1]) if found else 1, " ".join(said.split()))
            return
        one, two = list(_kinds(tree)), list(_kinds(other))
        for (kind, line), (seen, _) in zip_longest(one, two, fillvalue=("", one[-1][1] if one else 1)):
            if kind != seen:
                self.fault(
                    line, "here Markdown can be read in two ways; leave an empty line before and after a list, table, heading or block"
                )
                return


class _Place(NamedTuple):
    """Id, classes, attributes and place of an element: from its first line and column up to the last, from 1."""

    name: str = ""
    classes: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    wrapper: bool = False
    line: int = 0
    column: int = 0
    end: int = 0
    last: int = 0

    @classmethod
    def of(cls, node: dict[str, Any]) -> _Place:
        """The place of an element; where it has none, line 0."""
        if (index := ATTRIBUTES.get(node["t"])) is None:
            return cls()
        name, classes, pairs = node["c"][index]
        given = dict(pairs)
        wrapper = given.pop("wrapper", None) is not None
        numbers = [int(number) for number in re.findall(r"\d+", given.pop("data-pos", ""))]
        if node["t"] == "Table" and len(numbers) == 8:  # the head's line stands after the rule's
            numbers = numbers[4:]
        return cls(name, tuple(classes), tuple(given), wrapper, *([*numbers[:2], *numbers[-2:]] if numbers else ()))


def _bare(node: dict[str, Any]) -> dict[str, Any]:
    """An element without the div that only carries its place."""
    return _bare(node["c"][1][0]) if node["t"] == "Div" and _Place.of(node).wrapper else node


def _kinds(value: Any, line: int = 1) -> Iterator[tuple[str, int]]:
    """The blocks that Markdown's readers could disagree on, in order, each with its line."""
    if isinstance(value, list):
        for inner in value:
            yield from _kinds(inner, line)
    elif isinstance(value, dict) and "t" in value:
        at = _Place.of(value)
        if value["t"] in BLOCKS and not at.wrapper:
            yield value["t"], at.line or line
        yield from _kinds(value.get("c"), at.line or line)

"""What a writer may put into report.qmd: what both engines treat alike, on the page and on paper.

Pandoc reads the document twice: as CommonMark with the place of every element, and as the Markdown that both
engines read. The first reading gives the code to run and each fault with its line; the second must find the same blocks.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import accumulate, takewhile, zip_longest
from typing import Any, NamedTuple

import yaml

from .signs import BRACES, FLOAT, KNOWN, LEADS, LEFT, OPTIONS, REFUSED, UNSET
from .tools import RenderError, pandoc

PLACED = {"Header": 1, "Div": 0, "Span": 0, "Link": 0, "Image": 0, "Code": 0, "CodeBlock": 0, "Figure": 0, "Table": 0}
BLOCKS = ("Header", "BulletList", "OrderedList", "DefinitionList", "BlockQuote", "Table", "HorizontalRule", "Div", "LineBlock")


class Fault(NamedTuple):
    """What is wrong at a line of the document, and what to write instead."""

    line: int
    message: str


@dataclass(frozen=True)
class Cell:
    """A cell, or an expression within a sentence: its code, which starts on `line`, and its place in the document's text."""

    code: str
    line: int
    start: int
    end: int
    inline: bool
    include: bool = True


def read_body(text: str, start: int) -> tuple[list[Cell], list[Fault]]:
    r"""The cells and the faults of a document whose front matter ends at `start`.

    >>> cells, faults = read_body('Azure grows by `{python} n("azure-growth")` a year.\n', 0)
    >>> [cell.code for cell in cells], faults
    (['n("azure-growth")'], [])
    >>> read_body("See {{< pagebreak >}}.\n", 0)[1][0].message
    "shortcodes are Quarto's alone; write what it stands for"
    """
    # The front matter makes way for as many characters that mean nothing, so that places stay what they are.
    reading = _Reading(re.sub(r"[^\n]", " ", text[:start]) + text[start:])
    try:
        tree = json.loads(pandoc(["-f", "commonmark_x-emoji+sourcepos", "-t", "json"], reading.body))["blocks"]
        reading.walk(tree, frozenset(), 1)
    except (RecursionError, MemoryError):
        return [], [Fault(reading.first, "something is nested in itself too often; write it flat")]
    for number, line in enumerate(text.split("\n"), 1):
        for sign in UNSET.findall(unescape(line)):
            reading.fault(number, f"{sign} (U+{ord(sign):04X}) is not in the fonts of the briefing; write it in words")
    if not reading.faults:
        reading.compare(tree)
    return reading.cells, sorted(reading.faults)


class _Node:
    """An element of pandoc's tree: its kind, what is in it, id, classes, and its place from line and column up to `end` and `last`."""

    def __init__(self, node: dict[str, Any], line: int = 1) -> None:
        self.kind: str = node["t"]
        self.content: Any = node.get("c")
        self.id, self.classes, pairs = node["c"][PLACED[self.kind]] if self.kind in PLACED else ("", [], [])
        self.attributes = dict(pairs)
        self.wrapper = self.attributes.pop("wrapper", None) is not None  # made by pandoc to carry a place
        place = [int(number) for number in re.findall(r"\d+", self.attributes.pop("data-pos", ""))]
        if self.kind == "Table":  # its rule comes first, then the whole
            place = place[-4:]
        self.line, self.column, self.end, self.last = (*place[:2], *place[-2:]) if place else (line, 0, line, 0)


class _Reading:
    """One reading of a document. `inside` has the kinds and ids of what an element stands in."""

    def __init__(self, body: str) -> None:
        self.body = body
        self.lines = [*body.split("\n"), "", ""]
        self.starts = [0, *accumulate(len(line) + 1 for line in self.lines)]
        self.cells: list[Cell] = []
        self.faults: set[Fault] = set()
        self.level = 0  # of the last heading
        self.first = body.count("\n", 0, len(body) - len(body.lstrip())) + 1  # line with text
        self.ids: set[str] = set()

    def place(self, node: _Node) -> int:
        """Where an element starts in the body."""
        return self.starts[node.line - 1] + node.column - 1

    def fault(self, line: int, message: str) -> None:
        """Note what is wrong at a line."""
        self.faults.add(Fault(line, message))

    def walk(self, value: Any, inside: frozenset[str], line: int) -> None:
        """Look at every element in a value of pandoc's tree."""
        if isinstance(value, list):
            for inner in value:
                self.walk(inner, inside, line)
        elif isinstance(value, dict) and "t" in value:
            node = _Node(value, line)
            if node.kind in REFUSED:
                self.fault(node.line, REFUSED[node.kind])
            if node.kind in ("Para", "Plain", "Header"):
                self.look_at_text(node)
            if node.kind in KNOWN:
                self.look_at_names(node)
            if look := getattr(self, f"look_at_{node.kind.lower()}", None):
                look(node, inside)
            self.walk(node.content, inside | {node.kind, node.id}, node.line)

    def look_at_names(self, node: _Node) -> None:
        """Ids are unique, and classes known to style sheet, template and filter."""
        if node.id and node.id in self.ids:
            self.fault(node.line, f"the id {node.id} is there already; give each place an id of its own")
        self.ids.add(node.id)
        if node.kind == "Span" and node.wrapper and (node.id or node.classes or node.attributes):
            self.fault(node.line, BRACES)
            return
        unknown = [f".{name}" for name in node.classes if name not in KNOWN[node.kind]]
        if unknown := unknown + [name for name in node.attributes if (node.kind, name) != ("Span", "lang")]:
            known = " ".join(f".{name}" for name in sorted(KNOWN[node.kind]))
            self.fault(
                node.line, f"{unknown[0]} is not known here; known: {known}. Callouts, tabs and columns are Quarto's alone: write text"
            )

    def look_at_header(self, node: _Node, _: frozenset[str]) -> None:
        """No level is left out."""
        if node.content[0] > self.level + 1:
            self.fault(node.line, f"a heading of level {node.content[0]} follows one of level {self.level}; write {'#' * (self.level + 1)}")
        self.level = node.content[0]

    def look_at_div(self, node: _Node, _: frozenset[str]) -> None:
        """A block is closed, and a figure or table has its caption."""
        if node.wrapper:
            return
        if not re.match(r"\s*:{3,}\s*$", self.lines[node.end - 2]):
            self.fault(node.line, "the block is not closed; close it with ::: on a line of its own")
        inner = [_Node(block["c"][1][0]).kind if _Node(block).wrapper else block["t"] for block in node.content[1]]
        if node.id.startswith(("fig-", "tbl-")) and (len(inner) < 2 or inner[-1] != "Para"):
            self.fault(node.line, f"the last paragraph of the block {node.id} is its caption, below what it shows; write one")

    def look_at_table(self, node: _Node, inside: frozenset[str]) -> None:
        """A table has an id and a caption."""
        if not any(name.startswith("tbl-") for name in inside):
            self.fault(node.line, FLOAT)

    def look_at_link(self, node: _Node, _: frozenset[str]) -> None:
        """A link leads to a place of the page, to its files, or into the web."""
        if not (target := node.content[2][0]).startswith(LEADS) or target == "#":
            self.fault(node.line, f"the link {target} leads to no place here; write an address that starts with https://, or #anchor")

    def look_at_codeblock(self, node: _Node, inside: frozenset[str]) -> None:
        """Code is a cell, whose fence stands alone."""
        code, line = node.content[1], node.line
        fence = self.lines[line - 1].strip()
        if inside or not re.fullmatch(r"`{3,}\{python\}", fence):
            named = re.match(r"[`~]{3,}\s*\{(\w+)", fence)
            if named and named[1] != "python":
                self.fault(line, f"cells are in Python; {{{named[1]}}} is not run. Write it in Python, or as a chart in analysis/charts")
            elif named:
                self.fault(line, "write ```{python} alone on its line, and outside of lists and blocks")
            else:
                self.fault(line, "code is not shown in the briefing; a cell starts with ```{python}, and text at the left edge")
            return
        if not re.match(r"`{3,}\s*$", self.lines[node.end - 2]):
            self.fault(line, "the cell is not closed; close it with ``` on a line of its own")
        if not code.strip():
            self.fault(line, "the cell is empty; remove it")
        self.parse(code, line + 1, "exec")
        end = min(self.starts[node.end - 1], len(self.body))
        self.cells.append(Cell(code, line + 1, self.starts[line - 1], end, False, self.is_shown(code, line + 1)))

    def is_shown(self, code: str, line: int) -> bool:
        """Whether the output of a cell is shown, by its options."""
        options: dict[str, Any] = {}
        for number, row in enumerate(takewhile(lambda row: row.startswith("#|"), code.splitlines())):
            try:
                given = yaml.safe_load(row[2:])
                wrong = [key for key in given if type(given[key]) is not OPTIONS.get(key)]
                options |= given
            except (yaml.YAMLError, TypeError, ValueError, LookupError):
                wrong = [row[2:].strip()]
            if wrong:
                self.fault(line + number, f"the cell option {wrong[0]} is not allowed; write #| include: false, or #| label: name")
        return options.get("include") is not False

    def look_at_code(self, node: _Node, inside: frozenset[str]) -> None:
        """Code in a sentence is an expression, on one line, and in no place that is more than text."""
        line, code = node.line, node.content[1]
        start, end = self.place(node), self.starts[node.end - 1] + node.last - 1
        found = re.fullmatch(r"\{python\}[ \t]+(\S.*)", code)
        if not code.startswith("{python}") or not self.body.startswith("`{python}", start):
            self.fault(line, "code is not shown in the briefing; write words, or an expression as `{python} expression`")
        elif not found:
            self.fault(line, "write a space between {python} and the expression")
        elif node.end != line:
            self.fault(line, "an expression stands on one line; write this one so")
        elif "Header" in inside:
            self.fault(line, "an expression cannot stand in a heading, which stands in the contents too; write it in the text")
        elif "Link" in inside:
            self.fault(line, "an expression cannot stand in a link, because it is one itself; write it in the text")
        elif re.match(r"\w", self.body[start - 1 : start]) or re.match(r"\w", self.body[end : end + 1]):
            self.fault(line, "an expression touches a word; write a space or a sign between them")
        else:
            self.parse(found[1].strip(), line, "eval")
            self.cells.append(Cell(found[1].strip(), line, start, end, True))

    def parse(self, code: str, line: int, mode: str) -> None:
        """A fault where code is not Python."""
        try:
            compile(code, "report.qmd", mode, ast.PyCF_ONLY_AST)
        except (SyntaxError, ValueError) as error:
            self.fault(line + (getattr(error, "lineno", None) or 1) - 1, f"the code is not Python: {getattr(error, 'msg', error)}")

    def look_at_text(self, node: _Node) -> None:
        """Signs that mean something at their place are not left as text."""
        pieces = list(self.pieces(node.content, node.line))
        said = "".join(text for text, _ in pieces)
        ends = list(accumulate(len(text) for text, _ in pieces))
        for pattern, message in LEFT:
            for found in re.finditer(pattern, said):
                self.fault(next(line for end, (_, line) in zip(ends, pieces, strict=True) if end > found.start()), message)

    def pieces(self, value: Any, line: int) -> Iterator[tuple[str, int]]:
        """The text of a paragraph in pieces with their lines; an escaped sign, and what is no text, is a space."""
        if isinstance(value, list):
            for inner in value:
                yield from self.pieces(inner, line)
        elif isinstance(value, dict):
            node = _Node(value, line)
            if node.kind == "Str":
                yield str(node.content), line
                return
            escaped = node.wrapper and node.last - node.column == 2 and self.body[self.place(node)] == "\\"
            if escaped or node.content is None or node.kind in ("Code", "Math", "RawInline", "Note"):
                yield " ", node.line
            else:
                yield from self.pieces(node.content, node.line)

    def compare(self, tree: Any) -> None:
        """A fault where the Markdown of both engines has other blocks than CommonMark."""
        body = self.body
        for cell in reversed(self.cells):
            instead = "x" if cell.inline else "\ncell" + "\n" * (body.count("\n", cell.start, cell.end) - 1)
            body = body[: cell.start] + instead + body[cell.end :]
        try:
            other = json.loads(pandoc(["-f", "markdown", "-t", "json"], body))["blocks"]
        except RenderError as error:
            for said in str(error).split("[WARNING] ")[1:] or [str(error)]:
                found = re.search(r"line (\d+)", said)
                self.fault(int(found[1]) if found else 1, " ".join(said.split()))
            return
        one, two = ([(one.kind, one.line) for one in nodes(read) if one.kind in BLOCKS and not one.wrapper] for read in (tree, other))
        for (kind, line), (seen, _) in zip_longest(one, two, fillvalue=("", one[-1][1] if one else self.first)):
            if kind != seen:
                self.fault(line, "Markdown can be read in two ways here; leave an empty line around each list, table, heading and block")
                return


def nodes(value: Any, line: int = 1) -> Iterator[_Node]:
    """Every element in a value of pandoc's tree, in order; one without a place has the line of what it stands in."""
    if isinstance(value, dict) and "t" in value:
        yield (node := _Node(value, line))
        value, line = node.content, node.line
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(inner, line)

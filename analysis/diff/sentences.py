"""Which sentences of the report a change of the data touches: what they say with the old data, and what with the new.

The document is read, not run: of its code only calls of the report's own functions with plain arguments
are followed, so that a document from elsewhere can do nothing here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from types import MethodType
from typing import Any

from analysis.diff.tables import Change, Content
from analysis.package import BriefingError, PackageError
from analysis.publish.document import INLINE, Cell, Document, Prose
from analysis.report import Briefing, Markdown
from analysis.wording import NBSP

NOT_THERE = "(not in the data)"
APPENDIX = re.compile(r"_appendix$|^article$")  # they hold every row, which the changes already list
_END = re.compile(r"(?<=[.!?])[*”’)]*\s+")


@dataclass(frozen=True)
class Sentence:
    """A sentence, caption or row of a table in the report: its line, its words before and after, and the changed rows behind it."""

    line: int
    before: str
    after: str
    rests_on: tuple[str, ...]


def touched(document: Document, old: Content, new: Content, changes: Iterable[Change]) -> list[Sentence]:
    """The sentences that say something else with `new`, or that rest on a row that changed, in the order of the document."""
    changed = {change.name for change in changes if change.kind.startswith("row ")}
    behind = Behind(old, new, changed)
    voices = _voices(old, new)
    found: list[Sentence] = []
    for part in document.parts:
        if isinstance(part, Prose):
            found += _in_prose(part, voices, behind)
        else:
            found += _in_cell(part, voices, behind)
    return found


def _voices(old: Content, new: Content) -> tuple[Voice, Voice]:
    """One for each edition; where one is of an age that the report of today cannot read, the other speaks for both."""
    before, after = Voice(old), Voice(new)
    return (before if before.brief else after), (after if after.brief else before)


class Behind:
    """What a name in the report rests on: itself, and for a metric all that its inputs rest on, in either edition."""

    def __init__(self, old: Content, new: Content, changed: set[str]) -> None:
        self.changed = changed
        self.inputs: dict[str, set[str]] = {}
        for content in (old, new):
            if "metric_inputs" in content.tables:
                for row in content.tables["metric_inputs"].frame.to_dict("records"):
                    context = f"{row['resource']}:{row['row_id']}" if row.get("row_id") else ""
                    named = (row.get("figure_id"), row.get("input_metric_id"), context, f"passages:{row.get('passage_id')}")
                    self.inputs.setdefault(str(row["metric_id"]), set()).update(str(name) for name in named if name)

    def __call__(self, name: str) -> set[str]:
        """The changed rows among them."""
        seen: set[str] = set()
        waiting = [":".join(name.split(":")[:2]), f"statements:{name}"]
        while waiting:
            if (one := waiting.pop()) not in seen:
                seen.add(one)
                waiting += self.inputs.get(one, ())
        return seen & self.changed


class Voice:
    """What the expressions of the report say with the data of one edition."""

    def __init__(self, content: Content) -> None:
        self.names: dict[str, Any] = {}
        self.brief: Briefing | None = None
        try:
            self.brief = Briefing(content.edition.package())
        except PackageError:
            return  # an edition that the report of today cannot read says nothing
        # The metrics as they were published, not as the code of today computes them.
        vars(self.brief)["values"] = content.metrics
        vars(self.brief)["chart"] = MethodType(_chart, self.brief)

    def __call__(self, code: str) -> str:
        """What the code shows, as plain text; "" where it shows nothing or cannot be followed."""
        shown = ""
        try:
            for statement in ast.parse(code).body:
                if isinstance(statement, ast.Assign):
                    self._assign(statement)
                elif isinstance(statement, ast.Expr):
                    shown = plain(str(self._value(statement.value)))
        except (_UnfollowedError, SyntaxError):
            return ""
        except (BriefingError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError, AssertionError):
            return NOT_THERE  # the edition has not what the expression names
        return shown

    def _assign(self, statement: ast.Assign) -> None:
        (target,) = statement.targets
        if isinstance(target, ast.Tuple) and isinstance(statement.value, ast.Tuple):
            pairs = zip(target.elts, statement.value.elts, strict=True)
        else:
            pairs = zip([target], [statement.value], strict=True)
        for name, value in pairs:
            if isinstance(name, ast.Name):
                self.names[name.id] = self._value(value)

    def _value(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name) if name in self.names:
                return self.names[name]
            case ast.Call(func=ast.Name(id="open_briefing"), args=[], keywords=[]) if self.brief:
                return self.brief
            case ast.Attribute(value=owner, attr=name) if self.brief and self._value(owner) is self.brief and _followed(name):
                return getattr(self.brief, name)
            case ast.Call():
                return self._called(node)
            case ast.JoinedStr(values=values):
                return "".join(str(self._value(value)) for value in values)
            case ast.FormattedValue(value=value, format_spec=None):
                return self._value(value)
            case ast.List(elts=items) | ast.Tuple(elts=items):
                return [self._value(item) for item in items]
        raise _UnfollowedError

    def _called(self, node: ast.Call) -> Any:
        called = self._value(node.func)
        if not isinstance(called, MethodType) or called.__self__ is not self.brief:
            raise _UnfollowedError
        named = {keyword.arg: self._value(keyword.value) for keyword in node.keywords if keyword.arg}
        return called(*map(self._value, node.args), **named)


def _followed(name: str) -> bool:
    return not name.startswith("_") and not APPENDIX.search(name)


class _UnfollowedError(Exception):
    """Code that is not a plain call of the report's own functions."""


def _chart(brief: Briefing, name: str, caption: str, *_: Any, **__: Any) -> Markdown:
    """In place of a chart: its caption, and the words that stand for it where it cannot be seen."""
    from analysis.charts import CHARTS

    try:
        described = CHARTS[name].describe(brief.package)
    except (BriefingError, LookupError, ValueError, TypeError, ArithmeticError):
        described = NOT_THERE
    return Markdown(f"{caption}\n{described}")


def _in_prose(part: Prose, voices: tuple[Voice, Voice], behind: Behind) -> Iterator[Sentence]:
    codes = [match[1].strip() for match in INLINE.finditer(part.text)]
    places = iter(range(len(codes)))
    text = INLINE.sub(lambda _: f"\0{next(places)}\0", part.text)
    start = 0
    for block in re.split(r"(\n(?:\s*\n|(?=- )))", text):
        position = 0
        for end in [*_END.finditer(block), None]:
            sentence = block[position : end.end() if end else len(block)]
            line = part.line + text.count("\n", 0, start + position + len(sentence) - len(sentence.lstrip()))
            inside = [codes[int(number)] for number in re.findall(r"\0(\d+)\0", sentence)]
            before, after = (plain(re.sub(r"\0(\d+)\0", lambda match, says=says: says(codes[int(match[1])]), sentence)) for says in voices)
            rests = {name for code in inside for literal in _literals(code) for name in behind(literal)}
            if before != after or rests:
                yield Sentence(line, before, after, tuple(sorted(rests)))
            position = end.end() if end else 0
        start += len(block)


def _in_cell(part: Cell, voices: tuple[Voice, Voice], behind: Behind) -> Iterator[Sentence]:
    old, new = ([line for line in says(part.code).split("\n") if line.strip()] for says in voices)
    rests = tuple(sorted({name for literal in _literals(part.code) for name in behind(literal)}))
    if old == new:
        if rests and new:
            yield Sentence(part.line, new[0], new[0], rests)
        return
    if [NOT_THERE] in (old, new):
        before, after = (f"{lines[0]} …" if len(lines) > 1 else "".join(lines) for lines in (old, new))
        yield Sentence(part.line, before, after, rests)
        return
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            for number in range(max(b - a, d - c)):
                before, after = (
                    lines[first + number] if first + number < last else "" for lines, first, last in ((old, a, b), (new, c, d))
                )
                yield Sentence(part.line, before, after, rests)


@cache
def _literals(code: str) -> tuple[str, ...]:
    """The plain strings of the code that may be ids."""
    try:
        nodes = list(ast.walk(ast.parse(code)))
    except SyntaxError:
        return ()
    found = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return tuple(dict.fromkeys(text for text in found if re.fullmatch(r"[a-z0-9_:-]+", text)))


def plain(markdown: str) -> str:
    """Markdown of the report as text: without links, classes, marks of emphasis, escapes and citations."""
    text = re.sub(r"\s*\[@[^\]]*\]", "", markdown)
    text = re.sub(r"^[|]?(?:[-|]+)$|^:::.*$|```[^`]*```", "", text, flags=re.MULTILINE)
    link = re.compile(r"\[((?:\\.|[^\[\]\\])*)\](?:\((?:\\.|[^()\\])*\))?(?:\{[^{}]*\})?")
    while (shorter := link.sub(r"\1", text)) != text:
        text = shorter
    text = re.sub(r"(?<!\\)(?:\*+|(?<!\w)_|_(?!\w))", "", text)
    text = re.sub(r"\{[#.][^{}]*\}", "", text)
    text = re.sub(r"^\|(.*)\|$", lambda row: " · ".join(cell.strip() for cell in row[1].split("|")), text, flags=re.MULTILINE)
    text = re.sub(r"\\([^a-zA-Z0-9\s])", r"\1", text).replace(NBSP, " ")
    return re.sub(r"[ \t]+", " ", text.strip()).removeprefix("- ") if "\n" not in text.strip() else text.strip()

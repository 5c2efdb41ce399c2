"""The Markdown that this room writes: text that stays text whatever it contains, tables, floats, and words for verdicts and sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..package import Row, address, markdown_text
from ..values import NBSP, date_in_words

VERDICTS = {
    "confirmed": "Confirmed",
    "confirmed_with_nuance": "Confirmed, with nuance",
    "stale": "Stale",
    "ambiguous": "Ambiguous",
    "overtaken": "Overtaken",
}
KINDS = {"primary": "primary source", "press": "press", "relay": "relay"}

_BEFORE_UNIT = re.compile(r"(\d) ((?:(?:b|m|tr)illion|GW|gigawatt|percent|times|year|month)s?\b)")


@dataclass(frozen=True)
class Markdown:
    """Text that Jupyter shows as Markdown, in a cell and within a sentence."""

    text: str

    def _repr_markdown_(self) -> str:
        return self.text

    def __str__(self) -> str:
        return self.text


def escape(text: str) -> str:
    """`text` as Markdown that shows it and does nothing else, whatever it contains; a unit stays on the line of its number."""
    return markdown_text(_BEFORE_UNIT.sub(f"\\1{NBSP}\\2", text))


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]], widths: str) -> str:
    """A pipe table; `widths` gives the relative width of each column."""
    # Pandoc takes the relative widths of a pipe table from its rule, once a row is longer than a line.
    rule = "|".join("-" * int(width) for width in widths.split())
    lines = [" | ".join(head), rule, *(" | ".join(row) for row in rows)]
    return "\n".join(f"|{line}|" for line in lines)


def captioned(anchor: str, content: str, caption: str) -> Markdown:
    """A numbered table or figure with its caption."""
    return Markdown(f"::: {{#{anchor}}}\n\n{content}\n\n{caption}\n\n:::\n")


def as_html(markup: str) -> str:
    """A block of HTML that only the page has, which it cannot end."""
    return f"```{{=html}}\n{markup.replace('`', '&#96;')}\n```\n"


def particulars(facts: Iterable[tuple[str, str]]) -> str:
    """What is known of an entry, as a list of definitions; what is empty is left out."""
    return "\n".join(f"{key}\n:   {text}\n" for key, text in facts if text)


def verdict_word(verdict: str) -> str:
    """A verdict with its class, by which the page gives it a colour and a mark."""
    return f"[{VERDICTS[verdict]}]{{.verdict .{verdict.replace('_', '-')}}}"


def source_link(source: Row) -> str:
    """A link to the page of a source, named by its publisher; a relay names first whom it retells."""
    link = f"[{escape(source['publisher'])}]({address(source['url'])}){{.source}}"
    return f"{escape(source['relays'])}, as relayed by {link}" if source["relays"] else link


def source_words(source: Row) -> str:
    """The same with the date of the page, its kind, and whether a copy was read."""
    dated = date_in_words(source["published"]) if source["published"] else "undated"
    copied = ", read in a copy or extract" if source["seen_in"] else ""
    return f"{source_link(source)}, {escape(dated)}, [{KINDS[source['kind']]}]{{.kind .{source['kind']}}}{copied}"

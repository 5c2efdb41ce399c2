"""How a text of a package stands in another language as text: one function a language, used by every room.

Nothing in a package is markup. A title, a cell or the name of a column may hold any character; what is written for HTML,
Markdown, Mermaid, Typst, SQL or JSON goes through the function here, and what must be an id or an address is refused otherwise.
XlsxWriter escapes for XML, and `html.escape` for HTML, in an element or between the quotes of an attribute.
"""

from __future__ import annotations

import json
import re
from typing import Any

from .issues import PackageError
from .safety import ADDRESS, NAME

_SPACE = re.compile(r"[ \t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_PUNCTUATION = re.compile(r"""[\\`*_{}\[\]()<>#+\-.!$^~|@"':&=%]""")
# The same after the first word, where no list can begin. What stays there: parentheses, as no link comes before one; a hyphen or
# a full stop between or after words; the point of a number.
_INNER = re.compile(r"""[\\`*_{}\[\]<>#+!$^~|@"'&=%]|(?<![\w)])[-.:]|[-.:](?![\w\s])(?!$)|[.:](?=[^\W\d])|(?<!\d)[.:](?=\d)""")
_CODE = re.compile(r"[^\s`|](?:[^`|\r\n\v\f\x1c-\x1e\x85\u2028\u2029]*[^\s`|])?")


def markdown_text(text: str) -> str:
    r"""`text` in one line of Markdown, as pandoc and GitHub read it, that shows it and does nothing else.

    >>> print(markdown_text("see [x](y), a well-known *page*"))
    see \[x\](y), a well-known \*page\*
    """
    head, space, tail = _SPACE.sub(" ", text).partition(" ")
    return _PUNCTUATION.sub(r"\\\g<0>", head) + space + _INNER.sub(r"\\\g<0>", tail)


def markdown_code(text: str) -> str:
    r"""`text` as code in Markdown; as text where it has a character that could end the code or the cell of a table.

    >>> print(markdown_code("passage_id"), markdown_code("a`b"))
    `passage_id` a\`b
    """
    return f"`{text}`" if _CODE.fullmatch(text) else markdown_text(text)


def mermaid_text(text: str) -> str:
    """`text` between the double quotes of a Mermaid diagram.

    >>> mermaid_text('a"b')
    'a#34;b'
    """
    return re.sub(r"[^\w ,.-]", lambda found: f"#{ord(found[0])};", _SPACE.sub(" ", text))


def typst_string(text: str) -> str:
    r"""`text` as a string of Typst, which cannot end the block of Markdown it stands in.

    >>> typst_string('say "x"')
    '"say \\"x\\""'
    """
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("`", "\\u{60}") + '"'


def sql_name(name: str) -> str:
    """The name of a table or a column in SQL.

    >>> sql_name('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'


def sql_literal(value: Any) -> str:
    """A value in SQL: text in quotes, numbers as they are, truth values as 0 and 1; raises `PackageError` for any other.

    >>> sql_literal("it's"), sql_literal(2.5), sql_literal(None)
    ("'it''s'", '2.5', 'NULL')
    """
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if value is None or isinstance(value, int | float):
        return "NULL" if value is None else str(int(value)) if isinstance(value, bool) else repr(value)
    raise PackageError(f"{value!r} is neither text nor a number, and cannot stand in a rule of a table")


def script_json(value: Any, **options: Any) -> str:
    r"""JSON in which no text can end the script of a page, or the block of Markdown, that holds it; `options` are those of `json.dumps`.

    >>> script_json("</script>")
    '"\\u003c/script\\u003e"'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, **options)
    return re.sub("[<>&`\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", text)


def name_of(text: str) -> str:
    """An id as part of an anchor or an attribute; raises `PackageError` for a text that cannot be one."""
    if not NAME.fullmatch(text):
        raise PackageError(f"{text!r} is no id: small letters and digits, with hyphens between; run: briefing validate")
    return text


def address(url: str) -> str:
    """The address of a page as the target of a link in Markdown; raises `PackageError` for any other text."""
    if not ADDRESS.fullmatch(url):
        raise PackageError(f"{url!r} is no address that starts with https:// or http://; run: briefing validate")
    return re.sub(r"([^\w:/?#%=,;.~-])", r"\\\1", url)


def markdown_link(text: str, url: str | None) -> str:
    """A link in Markdown, or the text alone where there is no address of a page, such as `javascript:` or a file.

    >>> markdown_link("the terms", "https://example.org/"), markdown_link("the terms", "javascript:x")
    ('[the terms](https://example.org/)', 'the terms')
    """
    return f"[{markdown_text(text)}]({address(url)})" if url and ADDRESS.fullmatch(url) else markdown_text(text)

"""What report.qmd may hold and what it may not, each with what to write instead."""

from __future__ import annotations

import re

# Classes that style sheet, template and filter know; cell options that both engines know; where a link may lead.
KNOWN = {"Header": {"unnumbered", "appendix"}, "Div": {"summary"}, "Span": {"term", "edition"}, "Link": {"term"}}
OPTIONS = {"include": bool, "label": str}
LEADS = ("https://", "http://", "mailto:", "#", "report.html", "report.pdf", "data/")
HTML = "HTML is for the page alone; write Markdown, and what needs more as a function of analysis/report"
BRACES = "these braces belong to nothing; write them right behind a [text], a heading or :::"
FLOAT = "a table stands in a block with an id, and its caption below it: ::: {#tbl-name}, table, caption, :::"
REFUSED = {
    **dict.fromkeys(("RawBlock", "RawInline"), HTML),
    "Math": "mathematics is not set; write it in words, and a dollar sign as \\$",
    "Image": "a picture goes stale; draw it as a chart in analysis/charts, and show it with brief.chart",
}
# Signs that are left in the text where a writer meant more by them, and what to do.
LEFT = (
    (r"^(?:Table)?:\s", FLOAT),
    (r"^\[[ xX]\]\s", "boxes to tick are not set; write the item without [ ]"),
    (r"\{\{[<%]", "shortcodes are Quarto's alone; write what it stands for"),
    (r":::", "this ::: opens or closes nothing; a block opens with ::: {.class} after an empty line, and closes with :::"),
    (r"\[\^", "the footnote is not defined; write its text at the foot of the section as [^name]: text"),
    (r"\] ?\([#h]|\]\[", "the link is not closed; write [text](#anchor)"),
    (r"\{[.#][\w-]*", BRACES),
    (r"\\[A-Za-z]", "TeX commands are not set; write it in words"),
    (r"`", "this ` has no partner; an expression is `{python} expression` on one line"),
    (r"\*\*|(?<!\w)\*(?=\w)|(?<=\w)\*(?!\w)", "this * has no partner; write **bold** or *emphasis*"),
    (r"\+--|\|--|--\|", "the table is not read; write a pipe table with an empty line before it"),
)
# The fonts of the repository have Latin, Greek and Cyrillic letters, and the signs of ordinary text.
UNSET = re.compile(
    "[^"
    "\n\t -~\u00a0-\u012b\u012e-\u0131\u0134-\u0165\u0168-\u017f\u0192\u0218-\u021b\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce"
    "\u0400-\u045f\u1ea0-\u1ef9\u2009\u200a\u2010-\u2015\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u202f\u2030\u2032\u2033\u2039\u203a"
    "\u2044\u2070\u2074-\u2079\u2080-\u2089\u20a6\u20a9\u20ab\u20ac\u20b8-\u20ba\u20bd\u2113\u2116\u2122\u2126\u2153\u2154\u215b-\u215e"
    "\u2190-\u2193\u2202\u2206\u220f\u2211\u2212\u221a\u221e\u222b\u2248\u2260\u2264\u2265\u2713]"
)

"""Decides whether the English of a sentence says what the French says: word for word by a lexicon, in either direction.

Every French expression is rendered by one of the ways that `lexicon.txt` lists, and every English word renders one. Names
and numbers, which are in no lexicon, stand in both and in the same order. So a word that is changed, dropped or added on
either side leaves something over. What it cannot see is English words that only change places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

WORDS = re.compile(r"\d+(?:[.,]\d+)*|’s\b|[^\W\d_]+(?:-[^\W\d_]+)*’?|[^\W\d_]+")
# What a translation may consist of: words, numbers and the marks of one sentence.
SHAPE = re.compile(r"[A-Z](?:[\w ,$%’\u00a0-]++|\.(?=\d))*[.]")
SLIPS = re.compile(r"_|  | [,.%]|,(?! )|--|- | -|’(?!s\b)|\$(?!\d)|(?<!\d)[%\u00a0]|\d[^\W\d_]|[^\W\d_]\d|[^\W\d_][A-Z][a-z]")

Expression = tuple[str, ...]  # the words of a French expression
Ways = tuple[tuple[str, ...], ...]  # its renderings, each a row of English words


def left_over(french: str, english: str, amounts: Iterable[tuple[str, str]] = ()) -> str:
    """What in the pair does not match, in words; empty where every word of either side is accounted for.

    `amounts` are words of the two sides that state one amount, and are checked elsewhere: each pair counts as one word.
    """
    if not SHAPE.fullmatch(english):
        return "is not one sentence of Latin letters, numbers and commas that ends with a full stop"
    if any(map(_slips, english.split(" "))) and (slip := SLIPS.search(english)):
        return f"has a slip of the pen at “{english[max(slip.start() - 5, 0) : slip.end() + 5]}”"
    fault = ""
    if amounts:
        one, two = french, english
        for number, (quote, words) in enumerate(amounts):
            one, two = one.replace(quote, f"A{'x' * number}", 1), two.replace(words, f"A{'x' * number}", 1)
        fault = _left_over(one, two)
    if amounts and not fault:
        return ""
    # A quote can hold more than the amount: then its words are in the lexicon like all others.
    plain = _left_over(french, english)
    return plain and (fault or plain)


def _left_over(french: str, english: str) -> str:
    literals, expressions = _parts(french)
    said = english_words(english)
    if said and said[0] not in literals:
        said[0] = said[0][0].lower() + said[0][1:]
    kept = [word for word in said if word in literals]
    if kept != literals:
        return f"has the names and numbers {', '.join(kept) or '(none)'}, but the French has {', '.join(literals) or '(none)'}"
    rest = [word for word in said if word not in literals]
    known = {word for expression in expressions for rendering in lexicon()[expression] for word in rendering}
    if unknown := [word for word in rest if word not in known]:
        return f"has “{unknown[0]}”, which renders no word of the French"
    return "" if _covers(expressions, tuple(sorted(rest))) else "has a word too many or too few for the French"


def english_words(text: str) -> list[str]:
    """The words and numbers of an English sentence in their order; a possessive ’s is a word of its own."""
    return [word for run in text.split(" ") for word in _words(_POSSESSIVE.sub(" ’s", run) if "’s" in run else run)]


_POSSESSIVE = re.compile(r"(?<=\w)’s\b")


# No word and no slip reaches over a space but with it, and most runs of letters between two spaces were seen before.
@lru_cache(maxsize=65_536)
def _words(run: str) -> tuple[str, ...]:
    return tuple(WORDS.findall(run))


@lru_cache(maxsize=65_536)
def _slips(run: str) -> bool:
    return SLIPS.search(f" {run} ") is not None


@cache
def lexicon() -> dict[Expression, Ways]:
    """French expression -> its English renderings, both as words; an empty rendering stands for a word that is not rendered."""
    found: dict[Expression, Ways] = {}
    for line in files(__package__).joinpath("lexicon.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            french, _, english = line.partition(" = ")
            found[tuple(WORDS.findall(french))] = tuple(tuple(way.split()) if way != "-" else () for way in english.split(" | "))
    return found


@cache
def _beginning() -> dict[str, list[Expression]]:
    """The expressions that begin with a word, the longest first."""
    found: dict[str, list[Expression]] = {}
    for expression in sorted(lexicon(), key=len, reverse=True):
        found.setdefault(expression[0], []).append(expression)
    return found


def _parts(french: str) -> tuple[list[str], tuple[Expression, ...]]:
    """The names and numbers of a French sentence in order, and all other expressions, the fewest renderings first."""
    words, beginning = [word for run in french.split(" ") for word in _words(run)], _beginning()
    first = words[0] if words else ""
    words[:1] = [word.lower() for word in words[:1]]  # a sentence begins with a capital
    literals, expressions, at = [], [], 0
    while at < len(words):
        for expression in beginning.get(words[at], ()):
            if len(expression) == 1 or tuple(words[at : at + len(expression)]) == expression:
                expressions.append(expression)
                at += len(expression)
                break
        else:
            literals.append((words[at] if at else first).replace(",", "."))
            at += 1
    return literals, tuple(sorted(expressions, key=lambda expression: len(lexicon()[expression])))


@lru_cache(maxsize=100_000)
def _covers(expressions: tuple[Expression, ...], rest: tuple[str, ...]) -> bool:
    """Whether one rendering can be chosen for each expression so that together they are exactly these words, sorted."""
    if not expressions:
        return not rest
    ways = (_without(rest, way) for way in lexicon()[expressions[0]])
    return any(left is not None and _covers(expressions[1:], left) for left in ways)


def _without(words: tuple[str, ...], gone: tuple[str, ...]) -> tuple[str, ...] | None:
    """The words but for those that are `gone`, or None where one of these is not among them."""
    left = list(words)
    try:
        for word in gone:
            left.remove(word)
    except ValueError:
        return None
    return tuple(left)

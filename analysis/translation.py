"""Decides whether the English of a sentence says what the French says: word for word by a lexicon, in either direction.

Every French expression is rendered by one of the ways that `lexicon.txt` lists, and every English word renders one. Names
and numbers, which are in no lexicon, stand in both and in the same order. So a word that is changed, dropped or added on
either side leaves something over. What it cannot see is English words that only change places.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

WORDS = re.compile(r"\d+(?:[.,]\d+)*|’s\b|[^\W\d_]+(?:-[^\W\d_]+)*’?|[^\W\d_]+")
# What a translation may consist of: words, numbers and the marks of one sentence.
SHAPE = re.compile(r"[A-Z](?:[^\W_]|[ ,$%’\u00a0-]|\.(?=\d))*[.]")
SLIPS = re.compile(r"  | [,.%]|,(?! )|--|- | -|’(?!s\b)|\$(?!\d)|(?<!\d)[%\u00a0]|\d[^\W\d_]|[^\W\d_]\d|[^\W\d_][A-Z][a-z]")

Units = tuple[tuple[tuple[str, ...], ...], ...]  # for each French expression its renderings, each a row of English words


def left_over(french: str, english: str, amounts: Iterable[tuple[str, str]] = ()) -> str:
    """What in the pair does not match, in words; empty where every word of either side is accounted for.

    `amounts` are words of the two sides that state one amount, and are checked elsewhere: each pair counts as one word.
    """
    if not SHAPE.fullmatch(english):
        return "is not one sentence of Latin letters, numbers and commas that ends with a full stop"
    if slip := SLIPS.search(english):
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
    literals, units = _units(french)
    said = english_words(english)
    if said and said[0] not in literals:
        said[0] = said[0][0].lower() + said[0][1:]
    kept = [word for word in said if word in literals]
    if kept != list(literals):
        return f"has the names and numbers {', '.join(kept) or '(none)'}, but the French has {', '.join(literals) or '(none)'}"
    rest = Counter(said) - Counter(literals)
    known = {word for unit in units for rendering in unit for word in rendering}
    if unknown := [word for word in rest if word not in known]:
        return f"has “{unknown[0]}”, which renders no word of the French"
    return "" if _covers(units, frozenset(rest.items())) else "has a word too many or too few for the French"


def english_words(text: str) -> list[str]:
    """The words and numbers of an English sentence in their order; a possessive ’s is a word of its own."""
    return WORDS.findall(re.sub(r"(?<=\w)’s\b", " ’s", text))


@cache
def lexicon() -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """French expression -> its English renderings, both as words; an empty rendering stands for a word that is not rendered."""
    found: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {}
    for line in files(__package__).joinpath("lexicon.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            french, _, english = line.partition(" = ")
            found[tuple(WORDS.findall(french))] = tuple(tuple(way.split()) if way != "-" else () for way in english.split(" | "))
    return found


@cache
def _longest() -> int:
    return max(map(len, lexicon()))


def _units(french: str) -> tuple[tuple[str, ...], Units]:
    """The names and numbers of a French sentence in order, and the renderings of everything else."""
    words = WORDS.findall(french)
    keys = [word.lower() if at == 0 else word for at, word in enumerate(words)]  # a sentence begins with a capital
    literals, units, at = [], [], 0
    while at < len(words):
        for length in range(min(_longest(), len(words) - at), 0, -1):
            if (ways := lexicon().get(tuple(keys[at : at + length]))) is not None:
                units.append(ways)
                break
        else:
            length = 1
            literals.append(words[at].replace(",", "."))
        at += length
    return tuple(literals), tuple(sorted(units, key=len))


@lru_cache(maxsize=100_000)
def _covers(units: Units, rest: frozenset[tuple[str, int]]) -> bool:
    """Whether one rendering can be chosen for each expression so that together they are exactly these words."""
    if not units:
        return not rest
    have = Counter(dict(rest))
    return any(_covers(units[1:], frozenset((have - wanted).items())) for way in units[0] if (wanted := Counter(way)) <= have)

"""Decides which amount or year a phrase states, in French or English: alone (`read`), or with the words around it (`read_in`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from importlib import import_module
from typing import cast

from .grammar import Around, belongs, clause, dated
from .numerals import Unreadable, composed
from .quantity import Bound
from .vocabulary import Token, Vocabulary


@dataclass(frozen=True)
class Reading:
    """What a phrase states. `qualifier` is the English for its own hedge, "" where it has none; `period` is ISO 8601-2."""

    low: Decimal | None
    high: Decimal | None
    unit: str
    bound: Bound
    qualifier: str = ""
    period: str = ""


@lru_cache(maxsize=4096)
def read(phrase: str, language: str = "en") -> Reading:
    """Read the one amount that a phrase states, in "en" or "fr"; a year alone is a date, its first instant.

    Raises `Unreadable`, whose `word` is the one that could not be taken.

    >>> reading = read("up to $10 billion")
    >>> reading.low, reading.high, reading.unit, reading.bound, reading.qualifier
    (None, Decimal('10'), 'USD_bn', 'at_most', 'up to')
    >>> read("environ 3 à 4 GW d’ici 2030", "fr")
    Reading(low=Decimal('3'), high=Decimal('4'), unit='GW', bound='range', qualifier='about', period='../2030')
    >>> read("tens of billions")
    Traceback (most recent call last):
        ...
    analysis.values.numerals.Unreadable: “tens” is no amount, and there is none with a unit
    """
    vocabulary = _vocabulary(language)
    tokens = vocabulary.tokens(composed(phrase))
    at = _stated(tokens, range(len(tokens)))
    if at and (tokens[at - 1].text in _DASHES or (tokens[at - 1].text == "(" and at == 1)):
        raise Unreadable(tokens[at - 1].text, "may make the amount negative")
    return _reading(vocabulary, tokens[at], tokens[:at][::-1], tokens[at + 1 :], whole=True)


def read_in(sentence: str, start: int, end: int, language: str = "fr") -> Reading:
    """Read the quote `sentence[start:end]` with every word of its clause that touches its amount; where that differs from `read`, or
    raises `Unreadable`, the quote leaves out a word that counts.

    >>> text = "Nvidia investira jusqu’à 10 milliards de dollars."
    >>> read_in(text, 25, 48).bound
    'at_most'
    """
    vocabulary = _vocabulary(language)
    begin, close = (len(composed(sentence[:place] + "|")) - 1 for place in (start, end))
    tokens = vocabulary.tokens(composed(sentence))
    at = _stated(tokens, [n for n, token in enumerate(tokens) if token.start < close and token.end > begin])
    if tokens[at].kind == "date" and at and tokens[at - 1].kind == "number":
        raise Unreadable(tokens[at].text, "belongs to the amount before it")
    if at and tokens[at - 1].text in _DASHES and tokens[at].kind == "number" and tokens[at].value.unit == "percent":
        raise Unreadable(tokens[at - 1].text, "may make the amount negative")
    return _reading(vocabulary, tokens[at], *clause(vocabulary, tokens, at))


def amounts(text: str, language: str = "en") -> list[tuple[int, int, Reading]]:
    """Every amount of a text with the hedge that touches it, as (start, end, reading); years are dates of their own, and no periods.

    Raises `Unreadable` where an amount has two hedges, or a rate that no unit has.

    >>> [(reading.low, reading.high) for _, _, reading in amounts("up to $5bn, then 3 GW")]
    [(None, Decimal('5')), (Decimal('3'), Decimal('3'))]
    """
    vocabulary = _vocabulary(language)
    plain = composed(text)
    places = range(len(text) + 1) if len(plain) == len(text) else [len(composed(text[:n] + "|")) - 1 for n in range(len(text) + 1)]
    tokens = vocabulary.tokens(plain)
    found = []
    for at, token in enumerate(tokens):
        first = last = at
        if token.kind == "date":
            negations = [t for t in clause(vocabulary, tokens, at)[0] if t.kind in ("negation", "that")]
            reading = _reading(vocabulary, token, negations, [])
        elif token.kind == "number":
            while first > 0 and ((token := tokens[first - 1]).kind == "article" or (token.kind == "hedge" and token.value[2] != "after")):
                first -= 1
            while last + 1 < len(tokens) and belongs(tokens, last + 1):
                last += 1
            while tokens[first].kind == "article":
                first += 1
            reading = _reading(vocabulary, tokens[at], tokens[first:at][::-1], tokens[at + 1 : last + 1])
        else:
            continue
        found.append((places.index(tokens[first].start), places.index(tokens[last].end), reading))
    return found


_DASHES = ("-", "–", "—")


@cache
def _vocabulary(language: str) -> Vocabulary:
    module = {"en": "english", "fr": "french"}[language]
    return cast(Vocabulary, import_module(f".{module}", __package__).VOCABULARY)


def _stated(tokens: list[Token], among: Sequence[int]) -> int:
    """Which token is the quantity: the one amount (a duration beside it is its term), or else the one year."""
    found = [n for n in among if tokens[n].kind == "number"]
    if len(found) > 1:
        found = [n for n in found if tokens[n].value.unit != "year"]
    if not (found := found or [n for n in among if tokens[n].kind == "date"]):
        raise _no_amount([tokens[n] for n in among])
    if len(found) > 1:
        raise Unreadable(tokens[found[1]].text, "is a second quantity")
    return found[0]


def _no_amount(tokens: list[Token]) -> Unreadable:
    """Which word is to blame where no number has a unit: the one behind the number, or the first that is unknown."""
    for n, token in enumerate(tokens):
        if token.kind == "bare":
            behind = [t for t in tokens[n + 1 :] if t.kind not in ("article", "light")][:1]
            ahead = [t for t in tokens[:n][::-1] if t.kind in ("word", "name", "sign")][:1]
            if blamed := behind or ahead:
                return Unreadable(blamed[0].text, f"is not a unit that I know, and “{token.text}” has no other")
            return Unreadable(token.text, "is a number without a unit")
    if unknown := [t for t in tokens if t.kind in ("word", "name", "sign", "bad", "part")]:
        return Unreadable(unknown[0].text, "is no amount, and there is none with a unit")
    return Unreadable("", "there is no amount")


def _reading(vocabulary: Vocabulary, quantity: Token, left: list[Token], right: list[Token], whole: bool = False) -> Reading:
    if quantity.kind == "date":
        year, bound, qualifier = dated(vocabulary, quantity, left, right, whole)
        value = Decimal(year)
        return Reading(None if bound == "at_most" else value, None if bound == "at_least" else value, "year", bound, qualifier)
    around = Around(vocabulary, quantity.value, whole)
    around.before(left)
    subject = not any(t.kind in ("verb", "equal", "up", "down", "move") for t in left)
    around.after(right, subject, grows=any(t.kind == "up" for t in left[:4]))
    return Reading(*around.stated())

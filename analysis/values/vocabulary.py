"""Decides how a text falls into tokens: amounts, hedges, rates, dates, and words by what they can do to an amount.

A vocabulary is a table of one language (`french.py`, `english.py`); what its tokens mean together is the grammar in `reader.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from .numerals import Numbers, Unreadable
from .quantity import Bound


@dataclass(frozen=True)
class Hedge:
    """What a hedge makes of an amount; with no bound it touches an amount in a way that cannot be told, and is refused."""

    bound: Bound | None
    english: str
    place: str = "before"  # before, after or both


@dataclass(frozen=True)
class Amount:
    """A number, or a pair, with its unit; "" where it has none. What else it holds serves to make pairs."""

    low: Decimal
    high: Decimal
    unit: str
    joined: bool = False
    floor: bool = False  # a plus sign stands behind it
    number: str = ""
    plain: Decimal = Decimal(0)
    scale: int | None = None
    power: int = 0
    suffixed: bool = False  # its unit stands behind it


@dataclass(frozen=True)
class Token:
    """A stretch of text and its kind.

    Kinds: number, date, hedge, rate, join, and of words: article, light (decides nothing), noun, equal (verbs that say what
    something is), verb, up, down, move (changes), part, annual, bad (refused where it touches an amount), negation, off (calls
    off), that, and, stop, comma; name and word are not in the vocabulary.
    """

    kind: str
    text: str
    start: int
    end: int
    value: Any = None


YEAR = r"(?<![\w.,])(?P<year{0}>(?:19|20|21)[0-9]{{2}})(?![\w%€$]|[.,]?[0-9]|[-–/][0-9]| ?(?:%|[€$]|[0-9]))"


_LOOK_ALIKES = str.maketrans("ıİſ", "ɩɩʃ")  # a pattern that takes either case takes these for i and s


@dataclass(frozen=True)
class Vocabulary:
    """The words of one language. Patterns are regular expressions without groups, matched whatever their case."""

    numbers: Numbers
    scales: dict[str, int]  # pattern, power of ten
    units: dict[str, tuple[str, int]]  # pattern, unit, and how many of it one is (a power of ten)
    of: str  # what may join a scale and its unit
    hedges: list[tuple[str, Bound | None, str, str]]  # pattern, bound, English, place
    dates: list[tuple[str, str]]  # pattern with {year}, and what it makes of the year
    rates: list[tuple[str, str, int]]  # pattern, what it adds to the unit ("" refused), power of ten
    rates_after: list[tuple[str, str, int]]  # rates only where they follow an amount
    kinds: list[tuple[str, str]]  # kind, pattern
    word: str  # what is one word
    joins: str  # what makes a pair of two numbers
    between: tuple[str, str]  # "entre", "et"
    levels: frozenset[str]  # after a change: what makes the amount the new level
    shares: frozenset[str]  # after a percentage: what makes it a share
    negators: frozenset[str]  # with which "before" is "not before"
    nonfinite: str  # how a verb ends that shares the subject of the one before

    def tokens(self, text: str) -> list[Token]:
        """The tokens of a text; pairs such as “3 à 4 milliards” are one."""
        found: list[Token] = []
        at, text = 0, text.translate(_LOOK_ALIKES)
        while at < len(text):
            after = bool(found) and (found[-1].kind == "rate" or (found[-1].kind == "number" and found[-1].value.unit != ""))
            follows = bool(found) and found[-1].kind == "number"
            match = (
                (self._after.match(text, at) if after else None)
                or (self._join.match(text, at) if follows else None)
                or self._master.match(text, at)
            )
            if match is None or match.end() == at:
                at += 1
                continue
            found.append(self._token(match, not found))
            at = match.end()
        return self._paired(found)

    def _token(self, match: re.Match[str], first: bool) -> Token:
        group = str(match.lastgroup)
        kind, _, index = group.partition("_")
        text = match[0].strip()
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        value: Any = None
        if kind == "hedge":
            value = Hedge(*self.hedges[int(index)][1:])
        elif kind == "rate":
            value = self.rates[int(index)][1:]
        elif kind == "raft":
            kind, value = "rate", self.rates_after[int(index)][1:]
        elif kind == "date":
            value = (int(match[f"year{index}"]), self.dates[int(index)][1])
        elif kind == "number":
            if re.fullmatch(f"{self.numbers.one}", text, re.IGNORECASE):
                kind = "article"
            else:
                value = self._amount(match)
        elif kind == "kind":
            kind = self.kinds[int(index)][0]
        elif kind == "word" and text[0].isupper() and not first:
            kind = "name"
        return Token(kind, text, start, start + len(text), value)

    def _amount(self, match: re.Match[str]) -> Amount:
        part = match.groupdict()
        number = part["digits"] or part["bracketed"]
        suffix, prefix = part["suffix"], (part["prefix"] or "").strip()
        scale = self._scale(match) if part["scale"] else None
        unit, power = self._unit(suffix) if suffix else self._unit(prefix) if prefix else ("", 0)
        if suffix and prefix and self._unit(prefix)[0] != unit:
            raise Unreadable(suffix, "is another unit than the one before the number")
        if part["again"] and self._unit(part["again"]) != (unit, power):
            raise Unreadable(part["again"], "is another unit than the one before it")
        plain = self.numbers.value(number, scale is not None)
        if part["minus"] or part["minus_too"] or part["bracketed"]:
            plain = -plain
        value = _scaled(plain, scale, power)
        plus = part["plus"] or part["plus_too"] or part["plus_last"]
        return Amount(value, value, unit, False, bool(plus), number, plain, scale, power, bool(suffix))

    def _scale(self, match: re.Match[str]) -> int:
        begin, end = match.span("scale")  # in its place, for what follows tells one scale from another
        found = ((re.compile(pattern, re.IGNORECASE).match(match.string, begin), power) for pattern, power in self.scales.items())
        return next(power for scale, power in found if scale and scale.end() == end)

    def _unit(self, word: str) -> tuple[str, int]:
        return next(unit for pattern, unit in self.units.items() if re.fullmatch(pattern, word, re.IGNORECASE))

    def _paired(self, tokens: list[Token]) -> list[Token]:
        """Two numbers that make a range become one token."""
        at = 0
        while at + 2 < len(tokens):
            first, join, second = tokens[at : at + 3]
            opened = at > 0 and tokens[at - 1].text.lower() == self.between[0]
            joins = join.kind == "join" or (opened and join.text.lower() == self.between[1])
            if first.kind == second.kind == "number" and joins and (pair := self._pair(first.value, second.value)):
                begin = at - 1 if opened else at
                tokens[begin : at + 3] = [Token("number", "", tokens[begin].start, second.end, pair)]
            at += 1
        return [token if token.kind != "join" else self._plain(token) for token in tokens]

    def _plain(self, token: Token) -> Token:
        match = self._master.match(token.text, 0)
        return replace(self._token(match, False), start=token.start, end=token.end) if match else replace(token, kind="stop")

    def _pair(self, first: Amount, second: Amount) -> Amount | None:
        unit = second.unit or first.unit
        if first.joined or second.joined or not unit or (first.unit and second.unit and first.unit != second.unit):
            return None
        if not first.suffixed and first.scale is None and self.numbers.shares(first.number, second.number):
            raise Unreadable(f"{first.number} … {second.number}", "may share the hundreds or thousands, or may not")
        power = second.power if second.unit else first.power
        low = _scaled(first.plain, first.scale, first.power) if first.suffixed else _scaled(
            first.plain, second.scale if first.scale is None else first.scale, first.power if first.unit else power
        )
        return Amount(low, _scaled(second.plain, second.scale, power), unit, joined=True, floor=second.floor)

    @cached_property
    def _master(self) -> re.Pattern[str]:
        unit = "(?:" + "|".join(self.units) + r")(?!\w)"
        scale = "(?:" + "|".join(self.scales) + ")"
        prefix = r"(?-i:(?<![A-Za-z$])(?:US ?\$|\$ ?US|\$|USD|€|EUR) ?)"
        minus = r"[-−](?=[0-9$€])"
        number = (
            rf"(?P<minus>(?<![\w)%]){minus})?(?P<prefix>{prefix})?(?P<minus_too>{minus})?"
            rf"(?:\((?P<bracketed>{self.numbers.digits})\)(?= ?(?:%|{scale}))|(?P<digits>{self.numbers.pattern}))(?P<plus>\+)?"
            rf"(?:[ -]?(?P<scale>{scale})(?P<plus_too>\+)?(?: ?(?:{self.of})(?={unit}))?)?(?:[ -]?(?P<suffix>{unit}))?(?P<plus_last>\+)?"
            rf"(?: \((?P<again>{unit})\))?"
        )
        parts = [r"(?P<iso>[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?![\w-]))"]
        parts += [rf"(?P<date_{n}>{_whole(pattern.replace('{year}', YEAR.format(n)))})" for n, (pattern, _) in enumerate(self.dates)]
        parts += [rf"(?P<hedge_{n}>{_whole(hedge[0])})" for n, hedge in enumerate(self.hedges)]
        parts += [rf"(?P<rate_{n}>{_whole(rate[0])})" for n, rate in enumerate(self.rates)]
        parts += [rf"(?P<number>{number})"]
        parts += [rf"(?P<kind_{n}>{_whole(pattern)})" for n, (_, pattern) in enumerate(self.kinds)]
        parts += [rf"(?P<word>{self.word})", r"(?P<comma>,)", r"(?P<quote>[«»“”\"])", r"(?P<stop>[.;:!?()—–…]|-(?= ))", r"(?P<sign>[^\s\w])"]
        return re.compile("|".join(parts), re.IGNORECASE)

    @cached_property
    def _after(self) -> re.Pattern[str]:
        rates = "|".join(rf"(?P<raft_{n}>{pattern})(?!\w)" for n, (pattern, *_) in enumerate(self.rates_after))
        return re.compile(f" ?(?:{rates})", re.IGNORECASE)

    @cached_property
    def _join(self) -> re.Pattern[str]:
        return re.compile(rf"(?P<join>{self.joins})(?=[-−]?(?:US ?\$|[$€]|(?:USD|EUR) )?{self.numbers.pattern})", re.IGNORECASE)


def _scaled(plain: Decimal, scale: int | None, power: int) -> Decimal:
    return plain.scaleb(power + (scale or 0)).normalize() + 0


def _whole(pattern: str) -> str:
    """The pattern, not within a word."""
    return rf"(?:(?<!\w)|(?!\w))(?:{pattern})(?:(?<=\W)|(?!\w|-\w))"

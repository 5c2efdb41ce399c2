"""Decides how a text falls into tokens: amounts, hedges, rates, dates, and words by what they can do to an amount.

A vocabulary is the tables of one language (`french.py`, `english.py`); what its tokens mean together is the grammar (`grammar.py`).
Its entries are regular expressions in a lighter notation: alternatives stand between spaces, `_` is a space, `*` is the rest of a word,
and parentheses group without capturing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import takewhile
from typing import Any, Literal

from .numerals import Numbers, Unreadable
from .quantity import Bound

# The bound, its English, where it stands (before, after, both), its words. A bound that is None is refused; a possible amount is at most so
# much, and a possible range is just that range.
HedgeWords = tuple[Bound | Literal["possible"] | None, str, str, str]


@dataclass(frozen=True)
class Amount:
    """A number, or a pair, with its unit; "" where it has none. What else it holds serves to make pairs."""

    low: Decimal
    high: Decimal
    unit: str
    joined: bool = False  # a pair
    between: bool = False  # a pair that says "between", and so is no change from one to the other
    floor: bool = False  # a plus sign stands behind it
    number: str = ""
    plain: Decimal = Decimal(0)
    scale: int | None = None
    power: int = 0
    suffixed: bool = False  # its unit stands behind it


@dataclass(frozen=True)
class Token:
    """A stretch of text, its kind, and what a number, hedge, rate or date states.

    Kinds: number, bare (a number without a unit), date, hedge, rate, and of words: article, light (decides nothing), noun, equal (says
    what something is), verb (of doing), up, down, move (changes), part, annual, bad (refused where it touches an amount), negation, off
    (calls a thing off), that, and, stop (another clause), comma, quote; name, word and sign are not in the vocabulary.
    """

    kind: str
    text: str
    start: int
    end: int
    value: Any = None


_YEAR = r"(?<![\w.,])(?P<year{0}>(?:19|20|21)[0-9]{{2}})(?![\w%€$]|[.,]?[0-9]|[-–/][0-9]|_?(?:%|[€$]|[0-9]))"
_LOOK_ALIKES = str.maketrans("ıİſ", "ɩɩʃ")  # a pattern that takes either case takes these for i and s


@dataclass(frozen=True)
class Vocabulary:
    """The words of one language, each table in the order in which its entries are tried."""

    numbers: Numbers
    scales: dict[str, int]  # the power of ten
    units: dict[str, tuple[str, int]]  # the unit, and how many of it one is (a power of ten)
    of: str  # what may join a scale and its unit
    hedges: list[HedgeWords]
    dates: list[tuple[str, str]]  # what they make of the {year}
    rates: list[tuple[str, int, str]]  # what they add to the unit ("": refused), and a power of ten
    rates_after: list[tuple[str, int, str]]  # rates only behind an amount
    kinds: list[tuple[str, str]]
    word: str  # what is one word
    joins: str  # what makes a pair of two numbers
    between: tuple[str, str]  # "entre", "et"
    levels: set[str]  # behind a change: what makes the amount the new level
    shares: set[str]  # behind a percentage: what makes it a share
    negators: set[str]  # with these, "before" is "not before"
    nonfinite: str  # how a verb ends that shares the subject of the one before it

    def tokens(self, text: str) -> list[Token]:
        """The tokens of a text; a pair such as “3 à 4 milliards” is one."""
        found: list[Token] = []
        at, plain = 0, text.translate(_LOOK_ALIKES)
        while at < len(plain):
            last = found[-1].kind if found else ""
            match = self._rate_after.match(plain, at) if last in ("rate", "number", "bare") else None
            match = match or (self._join.match(plain, at) if last in ("bare", "number", "rate") else None)
            if match := match or self._any.match(plain, at):
                found.append(self._token(match))
            at = match.end() if match else at + 1
        return self._paired(found)

    def _token(self, match: re.Match[str]) -> Token:
        kind, _, entry = str(match.lastgroup).partition("_")
        n = int(entry) if entry else 0
        text = match[0].strip()
        value: Any = None
        if kind == "hedge":
            value = self.hedges[n]
        elif kind in ("rate", "after"):
            kind, value = "rate", (self.rates if kind == "rate" else self.rates_after)[n]
        elif kind == "date":
            value = (int(match[f"year{n}"]), self.dates[n][0])
        elif kind == "number" and re.fullmatch(self.numbers.one, text, re.IGNORECASE):
            kind = "article"
        elif kind == "number":
            value = self._amount(match)
            kind = "number" if value.unit else "bare"
        elif kind == "kind":
            kind = self.kinds[n][0]
        elif kind == "word" and text[0].isupper():
            kind = "name"
        start = match.end() - len(match[0].lstrip())
        return Token(kind, text, start, start + len(text), value)

    def _amount(self, match: re.Match[str]) -> Amount:
        part = match.groupdict()
        number, suffix, prefix = part["digits"] or part["bracketed"], part["suffix"], (part["prefix"] or "").strip(" -−")
        begin, end = match.span("scale")  # in its place, for what follows tells one scale from another
        scales = ((scale.match(match.string, begin), power) for scale, power in self._scales) if end > begin else ()
        scale = next((power for found, power in scales if found and found.end() == end), None)
        ahead, behind, again = (
            next((unit for pattern, unit in self._units if pattern.fullmatch(word or "")), ("", 0))
            for word in (prefix, suffix, part["again"])
        )
        unit, power = behind if suffix else ahead
        if suffix and prefix and ahead[0] != unit:
            raise Unreadable(suffix, "is another unit than the one before the number")
        if part["again"] and again != (unit, power):
            raise Unreadable(part["again"], "is another unit than the one before it")
        plain = self.numbers.value(number, scale is not None)
        if part["minus"] or part["bracketed"] or (part["prefix"] or "").endswith(("-", "−")):
            plain = -plain
        value = _scaled(plain, scale, power)
        return Amount(value, value, unit, False, False, "+" in match[0], number, plain, scale, power, bool(suffix))

    def _paired(self, tokens: list[Token]) -> list[Token]:
        """Two numbers that make a range become one token."""
        at = 0
        while at + 2 < len(tokens):
            rates = list(takewhile(lambda token: token.kind == "rate", tokens[at + 1 : -2]))
            first, (join, second) = tokens[at], tokens[at + 1 + len(rates) : at + 3 + len(rates)]
            opened = at > 0 and tokens[at - 1].text.lower() == self.between[0]
            joins = join.kind == "join" or (opened and join.text.lower() == self.between[1])
            numbers = first.kind in ("number", "bare") and second.kind in ("number", "bare")
            if joins and numbers and (pair := self._pair(first.value, second.value, opened)):
                begin = at - 1 if opened else at
                both = Token("number", f"{first.text} … {second.text}", tokens[begin].start, second.end, pair)
                tokens[begin : at + 3 + len(rates)] = [both, *rates]
            at += 1
        for at, token in enumerate(tokens):
            if token.kind == "join":  # it joins nothing
                match = self._any.match(token.text)
                tokens[at] = replace(token, kind=self._token(match).kind if match else "stop")
        return tokens

    def _pair(self, first: Amount, second: Amount, between: bool) -> Amount | None:
        unit = second.unit or first.unit
        if first.joined or second.joined or not unit or (first.unit and second.unit and first.unit != second.unit):
            return None
        if not first.suffixed and first.scale is None and self.numbers.shares(first.number, second.number):
            raise Unreadable(f"{first.number} … {second.number}", "may share the hundreds or thousands, or may not")
        power = second.power if second.unit else first.power
        scale = second.scale if first.scale is None and not first.suffixed else first.scale
        low = _scaled(first.plain, scale, first.power if first.unit else power)
        return Amount(low, _scaled(second.plain, second.scale, power), unit, True, between, second.floor)

    @cached_property
    def _scales(self) -> list[tuple[re.Pattern[str], int]]:
        return [(re.compile(_plain(pattern), re.IGNORECASE), power) for pattern, power in self.scales.items()]

    @cached_property
    def _units(self) -> list[tuple[re.Pattern[str], tuple[str, int]]]:
        return [(re.compile(_plain(pattern), re.IGNORECASE), unit) for pattern, unit in self.units.items()]

    @cached_property
    def _any(self) -> re.Pattern[str]:
        unit, scale = rf"(?:{_plain('|'.join(self.units))})(?!\w)", f"(?:{_plain('|'.join(self.scales))})"
        number = (
            rf"(?P<minus>(?<![\w)%])[-−](?=[0-9$€]))?(?P<prefix>{_PREFIX})?(?:\((?P<bracketed>{self.numbers.digits})\)(?= ?(?:%|{scale}))"
            rf"|(?P<digits>{self.numbers.pattern}))\+?(?:[ -]?(?P<scale>{scale})\+?(?: ?(?:{_plain(self.of)})(?={unit}))?)?"
            rf"(?:[ -]?(?P<suffix>{unit}))?\+?(?: \((?P<again>{unit})\))?"
        )
        dates = [pattern.replace("{year}", _YEAR.format(n)) for n, (_, pattern) in enumerate(self.dates)]
        parts = [
            r"(?P<sign_0>[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?![\w-]))",  # a date of ISO 8601
            *(f"(?P<date_{n}>{_whole(pattern)})" for n, pattern in enumerate(dates)),
            *(f"(?P<hedge_{n}>{_whole(hedge[-1])})" for n, hedge in enumerate(self.hedges)),
            *(f"(?P<rate_{n}>{_whole(rate[-1])})" for n, rate in enumerate(self.rates)),
            f"(?P<number>{number})",
            *(f"(?P<kind_{n}>{_whole(words)})" for n, (_, words) in enumerate(self.kinds)),
            r"(?P<sign_1>[0-9]+(?:[.,][0-9]+)+)",  # a number as another language writes it
            rf"(?P<word>{self.word})|(?P<comma>,)|(?P<quote>[«»“”\"])|(?P<stop>[.;:!?()—–…]|-(?= ))|(?P<sign>[^\s\w])",
        ]
        return re.compile("|".join(parts), re.IGNORECASE)

    @cached_property
    def _rate_after(self) -> re.Pattern[str]:
        rates = "|".join(f"(?P<after_{n}>{_whole(rate[-1])})" for n, rate in enumerate(self.rates_after))
        return re.compile(f" (?:{rates})", re.IGNORECASE)

    @cached_property
    def _join(self) -> re.Pattern[str]:
        return re.compile(rf"(?P<join>{_plain(self.joins)})(?=[-−]?{_PREFIX}?{self.numbers.pattern})", re.IGNORECASE)


_PREFIX = r"(?-i:(?<![A-Za-z$])(?:US ?\$|\$ ?US|\$|USD ?|€|EUR ?) ?(?=[-−(\w])[-−]?)"


def _plain(pattern: str) -> str:
    """A regular expression out of the notation of the tables."""
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", pattern.replace("_", " "))


def _whole(words: str) -> str:
    """Any of the words of a table, not within a word."""
    alternatives = "|".join(re.sub(r"(?:^|(?<=[\w’)-]))\*", r"\\w*", word) for word in words.split())
    return rf"(?:(?<!\w)|(?!\w))(?:{_plain(alternatives)})(?:(?<=\W)|(?!\w|-\w))"


def _scaled(plain: Decimal, scale: int | None, power: int) -> Decimal:
    return plain.scaleb(power + (scale or 0)).normalize() + 0

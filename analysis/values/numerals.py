"""Decides what a numeral or a number word is worth, and where a text has one, in French and English.

Digits are read here, as each language groups them. Number words are counted by text2num, which is loaded where a text
has one, so that digits can be read without it. A numeral that the other language would read differently is refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_SPACES = dict.fromkeys("\u00a0\u202f\u2009\u2007\u2002\u2003\u2004\u2005\u2006\u2008\u200a\u205f\u3000\t\n\r", " ")
_PLAIN = str.maketrans(_SPACES | dict.fromkeys("'ʼ‘`´′", "’") | {"\u2011": "-"})  # and the hyphen that does not break


class Unreadable(ValueError):  # noqa: N818 - it says what the phrase is, and reads as a word in the code
    """A phrase of which the reader cannot be sure; `word` is what stopped it."""

    def __init__(self, word: str, why: str) -> None:
        super().__init__(f"“{word}” {why}" if word else why)
        self.word = word


def normalise(text: str) -> str:
    """`text` with plain spaces and typographic apostrophes, in the same number of characters."""
    return text.translate(_PLAIN)


def composed(text: str) -> str:
    """The text as it is compared: accents on their letters, plain spaces, one at a time."""
    return re.sub(" +", " ", normalise(unicodedata.normalize("NFC", text))).strip()


@dataclass(frozen=True)
class Numbers:
    """How one language writes numbers: patterns for its digits and words, and which sign is which."""

    language: str
    digits: str
    words: str  # one word of a number
    joined: str  # what stands between two of them
    thousands: str
    point: str
    one: str  # articles that may stand for one, before a scale or a unit
    others: str  # number words that are no plain number: ordinals, fractions, multiples
    misleading: str  # what text2num would take for another number

    @property
    def pattern(self) -> str:
        """One number, in digits or in words."""
        return rf"(?:{self.digits}|(?<!\w){self.words}(?:{self.joined}{self.words})*(?!\w))"

    def value(self, text: str, scaled: bool) -> Decimal:
        """What a number is worth; `scaled` where a word such as million follows. Raises `Unreadable`."""
        if not text[0].isdigit():
            return self._in_words(text.lower())
        if re.fullmatch(rf"[1-9][0-9]{{0,2}}[{self.point}]" + ("000" if scaled else "[0-9]{3}"), text):
            raise Unreadable(text, "may have decimals, or thousands as another language writes them")
        return Decimal(text.replace(self.thousands, "").replace(self.point, "."))

    def shares(self, first: str, second: str) -> bool:
        """Whether `first` may share the hundreds or thousands of `second`: “quatre à cinq cents” is 400 to 500."""
        multiple = re.compile(rf"[0-9][{self.thousands}][0-9]|[ -](?:cents?|mille|hundred|thousand)$", re.IGNORECASE)
        if not multiple.search(second) or multiple.search(first):
            return False
        factor = 100 if re.search("(?:cents?|hundred)$", second, re.IGNORECASE) else 1000
        return self.value(first, True) * factor < self.value(second, True)

    def _in_words(self, text: str) -> Decimal:
        if re.fullmatch(self.one, text):
            return Decimal(1)
        if re.fullmatch("half an?|(?:un |une )?demi", text):
            return Decimal("0.5")
        from text_to_num import text2num  # only here: digits are read without it

        try:
            return Decimal(text2num("" if re.match(self.misleading, text) else re.sub("^an? ", "one ", text), self.language))
        except ValueError as error:
            raise Unreadable(text, "is no number that I can read") from error


_FRENCH_TENS = "vingt|trente|quarante|cinquante|soixante|septante|huitante|nonante"
FRENCH = Numbers(
    language="fr", joined="[ -]", thousands=" ", point=",", one="une?", misleading="zéro[ -]|cents",
    digits=r"(?<![\w.,])[0-9]{1,3}(?: [0-9]{3})+(?:,[0-9]+)?(?![\w.,]?[0-9])|(?<![\w.,])[0-9]+(?:,[0-9]+)?(?![.,]?[0-9])",
    words=rf"(?:(?:{_FRENCH_TENS})[ -]et[ -](?:une|un|onze)|{_FRENCH_TENS}|vingts|octante|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf"
    r"|dix|onze|douze|treize|quatorze|quinze|seize|zéro|cents?|mille)",
    others=r"demie?s?|premi(?:er|[èe]re|e\u0300re)s?|second[es]*|\w*i(?:[èe]|e\u0300)mes?|ze(?:\u0301)?ros?|zéros"
    r"|(?:diz|douz|quinz|vingt|trent|quarant|cinquant|soixant|cent)aines?|(?:b|quadr)illions?|(?:b|tr)illiards?"
    r"|moiti(?:é|e\u0301)|tiers|quarts?|(?:doubl|tripl|quadrupl|quintupl|décupl|centupl)\w*"
    r"|milliers?|millions?|milliards?|trillions?|mds?|mrd|(?-i:M)(?= ?[€$])",
)  # fmt: skip
ENGLISH = Numbers(
    language="en", joined="(?: and |[ -])", thousands=",", point=".", one="an?|one", misleading="zero[ -]",
    digits=r"(?<![\w.,])[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![.,]?[0-9])|(?<![\w.,])[0-9]+(?:\.[0-9]+)?(?![.,]?[0-9])",
    words=r"(?:(?:half an?|an?)(?=[ -](?:hundred|thousand|[mbtr]+illion|gigawatt|megawatt|GW|MW))"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    r"|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|zero)",
    others=r"hal(?:f|ves)|thirds?|quarters?|(?:doubl|tripl|quadrupl)\w*|twice|dozens?|(?:ten|hundred|thousand)s"
    r"|first|second|\w+th|(?:m|b|tr|quadr)illions?|bn|tn",
)  # fmt: skip
NUMBERS = {"fr": FRENCH, "en": ENGLISH}


@lru_cache
def _numeral(language: str) -> re.Pattern[str]:
    numbers = NUMBERS[language]
    return re.compile(rf"[0-9]+(?:[-–][0-9]+)+|{numbers.pattern}|(?<!\w)(?:{numbers.others})(?!\w)|\d+|[½¼¾⅐-⅞⁰¹²³⁴-⁹]", re.IGNORECASE)


def numerals(text: str, language: str = "fr") -> list[tuple[int, int]]:
    """Every numeral and number word of a text as (start, end), in order, none overlapping: counts, ordinals and fractions too.

    "Un" and "une" are found although they are mostly articles: which of them count is decided in the tables, not here.

    >>> numerals("Alpha a doublé ses dépenses pour cinq sites")
    [(8, 14), (33, 37)]
    """
    return [match.span() for match in _numeral(language).finditer(normalise(text))]

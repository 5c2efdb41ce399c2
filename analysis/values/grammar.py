"""Decides what the words around an amount make of it: one grammar for French and English, which reads or refuses and never guesses.

A hedge counts where it touches the amount: where only articles and dates stand between. In a clause the words before an amount are
- *touching* it, back to the first noun or verb that the vocabulary knows: an unknown word is refused there, for it may be a hedge;
- *near* it, back to the first verb of doing: a change, a part or a hedge is refused there;
- *far* from it otherwise: negations, words that call a thing off, and rates count wherever they stand.

Behind the amount, words touch it as far as the first verb, name or unknown word; an unknown word right behind it is refused. Where the
amount is the subject, the verb behind it is looked through as well. A phrase that is read by itself touches its amount as a whole.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from .numerals import Unreadable
from .quantity import Bound
from .vocabulary import Amount, Token, Vocabulary

TOUCHING, NEAR, FAR = 0, 1, 2
_CHANGES = ("up", "down", "move")
_RATIOS = ("percent", "percentage_point")
_HOLDS = {"off": FAR, "bad": NEAR, "part": NEAR, "word": TOUCHING, "sign": TOUCHING, "bare": TOUCHING}  # how far a kind is refused
_ENDS = {"verb": FAR, "that": FAR, "noun": NEAR, "equal": NEAR, "up": NEAR, "down": NEAR, "move": NEAR}  # what lies behind it
_APART = {*_ENDS, "light", "name", "annual", "and", "word"}  # a hedge behind these touches something else
_WHY = {
    "off": "may call the thing off",
    "bad": "does something to the amount that I cannot tell",
    "part": "makes it a part of something",
    "word": "is not a word that I know, and it touches the amount",
}


class Around:
    """What stands around one amount; `whole` where all of it touches the amount. Raises `Unreadable`."""

    def __init__(self, vocabulary: Vocabulary, amount: Amount, whole: bool) -> None:
        self.vocabulary, self.amount, self.whole = vocabulary, amount, whole
        self.hedges: list[Token] = []
        self.rates: list[Token] = []
        self.dates: list[Token] = []
        self.negations: list[Token] = []

    def before(self, tokens: list[Token]) -> None:
        """Take the tokens before the amount, nearest first."""
        zone, apart, preposition = TOUCHING, False, ""
        for token in tokens:
            kind, touches = token.kind, zone == TOUCHING and not apart
            # A word with a capital is unknown in a phrase, and right before the amount where a sentence begins.
            unknown = kind == "name" and (self.whole or (token.start == 0 and touches and not self.hedges))
            self._collect(token, zone)
            if kind == "hedge" and zone < FAR:
                self._hedge(token, touches and token.value[2] != "after")
                preposition = "à" if token.text.lower().startswith("jusqu") else preposition
            elif kind == "negation":
                self.negations.append(token)
            elif kind in _CHANGES and zone < FAR:
                self._refuse_change(token, preposition)
            elif unknown or zone <= _HOLDS.get(kind, -1):
                raise Unreadable(token.text, _WHY.get(kind, _WHY["word"]))
            elif kind == "that" and touches and not self.hedges:
                raise Unreadable(token.text, "compares the amount with something")
            if kind == "light":
                preposition = preposition or token.text.lower()
            apart = apart or kind in _APART
            if not self.whole:
                level = kind in _CHANGES and preposition in self.vocabulary.levels
                zone = max(zone, FAR if level else _ENDS.get(kind, TOUCHING))

    def after(self, tokens: list[Token], subject: bool, grows: bool) -> None:
        """Take the tokens behind the amount, which may be the `subject` of its clause, or what something `grows` by."""
        zone, adjacent = TOUCHING, True
        for n, token in enumerate(tokens):
            kind = token.kind
            self._collect(token, zone)
            if kind == "hedge" and any(t.kind == "number" for t in tokens[n + 1 : n + 5]):
                zone = zone if self.whole else FAR  # it is of the term: "over six years"
            elif kind == "hedge" and (zone == TOUCHING or subject):
                self._hedge(token, adjacent and belongs(tokens, n))
            elif kind == "negation" and (self.whole or subject):
                self.negations.append(token)
            elif kind in _CHANGES and (self.whole or n < 2):
                self._refuse_change(token, "of")
            elif n == 0 and not grows and self._is_share(tokens):
                raise Unreadable(token.text, "makes the percentage a share of something")
            elif {
                "off": self.whole or subject or n == 0,
                "bad": zone == TOUCHING,
                "part": zone == TOUCHING,
                "name": self.whole,
                "word": self.whole or adjacent,
                "sign": self.whole or adjacent,
                "bare": self.whole or adjacent,
            }.get(kind):
                raise Unreadable(token.text, _WHY.get(kind, _WHY["word"]))
            if not self.whole and kind in ("verb", "and", "that", "word", "name", "sign", "bare"):
                zone = FAR
            adjacent = adjacent and kind in ("date", "article", "hedge", "rate", "quote", "comma")

    def _collect(self, token: Token, zone: int) -> None:
        if token.kind == "rate":
            self.rates.append(token)
        elif token.kind == "date" and zone == TOUCHING:
            self.dates.append(token)
        elif token.kind == "annual" and self.amount.unit not in _RATIOS:
            raise Unreadable(token.text, "may make it an amount a year")

    def _hedge(self, token: Token, touches: bool) -> None:
        if not touches or token.value[0] is None:
            raise Unreadable(token.text, "touches the amount in a way that I cannot tell")
        self.hedges.append(token)

    def _refuse_change(self, change: Token, preposition: str) -> None:
        """A change to an amount leaves the amount itself; of percentages, growth is read, and a fall is not."""
        ambiguous = self.amount.joined and not self.amount.between and preposition != "of"
        grows = change.kind == "up" and self.amount.unit in _RATIOS and not ambiguous
        if not grows and preposition not in self.vocabulary.levels:
            raise Unreadable(change.text, "makes it a change, not an amount")

    def _is_share(self, tokens: list[Token]) -> bool:
        grown = len(tokens) > 1 and (tokens[1].kind == "up" or tokens[1].text.lower().startswith("croiss"))
        return self.amount.unit == "percent" and tokens[0].text.lower() in self.vocabulary.shares and not grown

    def stated(self) -> tuple[Decimal | None, Decimal | None, str, Bound, str, str]:
        """Low, high, unit, bound, qualifier and period."""
        lone = [t.text.lower() for t in self.negations] in (["ne"], ["n’"]) and any(t.text.lower().startswith("pas ") for t in self.hedges)
        if self.negations and not lone:  # the "ne" of a hedge such as "pas plus de" negates nothing else
            raise Unreadable(self.negations[0].text, "negates something, and I cannot tell what")
        unit, low, high = self._rated()
        periods = {_period(token) for token in self.dates}
        if len(periods) > 1:
            raise Unreadable(self.dates[1].text, "is a second date")
        hedges: list[tuple[Bound | Literal["possible"], str, str]] = [(token.value[0], token.value[1], token.text) for token in self.hedges]
        hedges += [("at_least", "at least", "+")] if self.amount.floor else []
        if len(hedges) > 1:
            raise Unreadable(hedges[-1][2], "is a second hedge")
        bound, qualifier, words = hedges[0] if hedges else ("exact", "", "")
        period = periods.pop() if periods else ""
        is_range = self.amount.joined and low != high
        if bound == "possible":
            bound, qualifier = ("exact", "") if is_range else ("at_most", qualifier)
        if is_range:
            if low > high:
                raise Unreadable(f"{low:f} … {high:f}", "runs from the higher to the lower value")
            if bound not in ("exact", "about"):
                raise Unreadable(words, "and a range together have no bound of their own")
            return low, high, unit, "range", qualifier, period
        return None if bound == "at_most" else low, None if bound == "at_least" else high, unit, bound, qualifier, period

    def _rated(self) -> tuple[str, Decimal, Decimal]:
        """The unit and the ends of an amount with its rates, such as a year or per megawatt."""
        amount, suffixes = self.amount, sorted({rate.value[0] for rate in self.rates})
        if amount.unit in _RATIOS and suffixes == ["_per_year"]:  # growth is of a year
            suffixes = []
        suffix = "".join(suffixes).replace("_per_GW_per_year", "_per_GW_year")
        if suffixes and (amount.unit != "USD_bn" or suffix not in ("_per_year", "_per_month", "_per_GW", "_per_GW_year")):
            raise Unreadable(self.rates[-1].text, f"makes it a rate that no unit has ({amount.unit})")
        power = max((rate.value[1] for rate in self.rates), default=0)
        return amount.unit + suffix, amount.low.scaleb(power) + 0, amount.high.scaleb(power) + 0


def belongs(tokens: list[Token], at: int) -> bool:
    """Whether the token belongs to the amount before it: a rate, or a hedge that does not belong to a next amount."""
    token = tokens[at]
    if token.kind == "hedge":
        return token.value[2] != "before" and not any(t.kind in ("number", "bare") for t in tokens[at + 1 : at + 2])
    return token.kind == "rate"


def _period(token: Token) -> str:
    """In ISO 8601-2: 2025, ../2030 (a time that ends with 2030), 2028/.. (one that begins with it)."""
    year, role = token.value
    if role not in (forms := {"in": f"{year}", "by": f"../{year}", "by_end": f"../{year}", "from": f"{year}/.."}):
        raise Unreadable(token.text, "is no period that I can read")
    return forms[role]


_DATES: dict[str, tuple[Bound, str]] = {
    "in": ("exact", ""), "bare": ("exact", ""), "by": ("at_most", "by"), "by_end": ("at_most", "by the end of"),
    "before": ("at_most", "before"), "from": ("at_least", "from"), "not_before": ("at_least", "not before"),
}  # fmt: skip
_DATED = {"light", "article", "noun", "verb", "equal", "and", "that", "comma", "annual", "negation", "quote"}  # change nothing about a date


def dated(vocabulary: Vocabulary, date: Token, left: list[Token], right: list[Token], whole: bool) -> tuple[int, Bound, str]:
    """The year, its bound and its qualifier, where a year is the only quantity. Raises `Unreadable`."""
    year, role = date.value
    negations = [t.text.lower() for t in (left + right if whole else left) if t.kind == "negation"]
    negators = [word for word in negations if word in vocabulary.negators or word.endswith("n’t")]
    if role in ("before", "until") and negators and not any(t.kind == "that" for t in left):
        role = "not_before"
    elif negators and role != "not_before":
        raise Unreadable(negators[0], "negates something, and I cannot tell what")
    if others := [word for word in negations if word not in negators and not (role == "not_before" and word in ("ne", "n’"))]:
        raise Unreadable(others[0], "negates something, and I cannot tell what")
    if role not in _DATES or (role == "bare" and whole and left):
        raise Unreadable(date.text, "is a year, and I cannot tell what it dates")
    for n, token in enumerate(left + right):
        beside = n in (0, len(left)) and token.kind in ("hedge", "bad", "part")
        if token.kind == "off" or beside or (whole and token.kind not in _DATED):
            raise Unreadable(token.text, "does something to the date that I cannot tell")
    return year, *_DATES[role]


def clause(vocabulary: Vocabulary, tokens: list[Token], at: int) -> tuple[list[Token], list[Token]]:
    """The words of the clause before the quantity, nearest first, and those behind it.

    A clause ends at an amount, a full stop, or a word that opens another. A phrase between two commas is stepped over, and the main clause
    of a "that" is looked through as well.
    """
    left: list[Token] = []
    headed, n = False, at - 1
    while n >= 0:
        token = tokens[n]
        if token.kind == "number" and token.value.unit != "year":
            if not headed and tokens[at].kind == "number":
                _refuse_shared(vocabulary, tokens, n)
            break
        goes_on = tokens[n + 1].kind == "verb" and re.fullmatch(vocabulary.nonfinite, tokens[n + 1].text)
        if token.kind == "stop" or (token.kind == "and" and headed and not goes_on):
            break
        if token.kind == "comma":
            opening = max((k for k in range(n) if tokens[k].kind in ("comma", "stop", "number")), default=-1)
            aside, enclosed = tokens[opening + 1 : n], opening >= 0 and tokens[opening].kind == "comma"
            if headed and not (enclosed and len(aside) <= 8 and not any(t.kind == "verb" for t in aside)):
                return left + _fronted(aside), _behind(tokens, at)
            left += [] if headed else aside[::-1]
            n = opening - 1 if enclosed else opening
            continue
        headed = headed or token.kind in _ENDS
        left.append(token)
        n -= 1
    return left, _behind(tokens, at)


def _fronted(tokens: list[Token]) -> list[Token]:
    """What bears on the amount of a phrase that opens the sentence: “chaque année, ...”; a hedge there is refused."""
    if not all(t.kind in ("hedge", "bad", "rate", "light", "article", "date") for t in tokens):
        return []
    if hedges := [t for t in tokens if t.kind in ("hedge", "bad")]:
        raise Unreadable(hedges[0].text, "may bear on the amount")
    return [t for t in tokens if t.kind == "rate"]


def _refuse_shared(vocabulary: Vocabulary, tokens: list[Token], at: int) -> None:
    """An amount without a verb or noun of its own shares those of the one before it, and perhaps its hedge."""
    around = Around(vocabulary, tokens[at].value, whole=False)
    around.before(clause(vocabulary, tokens, at)[0])
    if shared := around.hedges + around.negations:
        raise Unreadable(shared[0].text, "may belong to this amount as well as to the one before")


def _behind(tokens: list[Token], at: int) -> list[Token]:
    behind: list[Token] = []
    for n, token in enumerate(tokens[at + 1 :], at + 1):
        if token.kind in ("comma", "stop"):
            following = tokens[n + 1 : n + 2]
            if following and not behind and (belongs(tokens, n + 1) or following[0].kind == "bad"):
                behind.append(following[0])
            _refuse_called_off(tokens[n:])
            break
        if token.kind == "that" or (token.kind == "number" and token.value.unit != "year"):
            break
        behind.append(token)
    return behind


def _refuse_called_off(tokens: list[Token]) -> None:
    """What follows a clause without a subject of its own may call the thing off: “..., mais a renoncé”."""
    for token in tokens:
        if token.kind == "off":
            raise Unreadable(token.text, _WHY["off"])
        if token.kind not in ("comma", "stop", "and", "light", "that") or token.text in ".;":
            return

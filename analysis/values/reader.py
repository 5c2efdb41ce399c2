"""Decides what the words around an amount make of it: one grammar for French and English, which reads or refuses and never guesses.

A phrase states one amount, or one year. A hedge counts where it touches the amount: where only articles and dates stand between. What
else may touch it is refused with its word: a change, a part, a rate without a unit, a negation, a thing called off, an unknown word.

In a sentence (`read_in`), the quote is read with its clause, as far as the next amount, a full stop or a word that opens another clause. Of it
- *what touches the amount* is everything from the amount back to the first noun or verb that the vocabulary knows, and on behind it to the
  first verb, name or unknown word: a word there that is not known is refused, for it may be a hedge;
- *what stands near* is the rest as far as the first verb of doing: there a change, a part or a hedge is refused;
- *the rest of the clause* is looked through for negations, for words that call a thing off, and for rates; other words are no matter.
A phrase between two commas is stepped over. A main clause ("... dit que") is looked through as the rest is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from importlib import import_module

from .numerals import Unreadable, composed
from .quantity import Bound
from .vocabulary import Amount, Token, Vocabulary


@dataclass(frozen=True)
class Reading:
    """What a phrase states. `qualifier` is the English for its own words, "" where it has none."""

    low: Decimal | None
    high: Decimal | None
    unit: str
    bound: Bound
    qualifier: str = ""
    period: str = ""


@cache
def _vocabulary(language: str) -> Vocabulary:
    module = {"en": "english", "fr": "french"}[language]
    vocabulary: Vocabulary = import_module(f".{module}", __package__).VOCABULARY
    return vocabulary


@lru_cache(maxsize=4096)
def read(phrase: str, language: str = "en") -> Reading:
    """Read the one quantity that a phrase states, in "en" or "fr".

    A year alone is a date. Raises `Unreadable`, whose `word` is the one that could not be taken.

    >>> reading = read("up to $10 billion")
    >>> reading.low, reading.high, reading.unit, reading.bound, reading.qualifier
    (None, Decimal('10'), 'USD_bn', 'at_most', 'up to')
    >>> read("environ 3 à 4 GW", "fr").bound
    'range'
    """
    vocabulary = _vocabulary(language)
    tokens = vocabulary.tokens(composed(phrase))
    at = _stated(tokens, range(len(tokens)))
    if at is None:
        raise _no_amount(tokens)
    return _judge(vocabulary, tokens, at, tokens[:at][::-1], tokens[at + 1 :], whole=True)


def read_in(sentence: str, start: int, end: int, language: str = "fr") -> Reading:
    """Read the quote `sentence[start:end]` with every word of its clause that touches it. Raises `Unreadable`.

    >>> text = "Nvidia investira jusqu’à 10 milliards de dollars."
    >>> read_in(text, 25, 48).bound
    'at_most'
    """
    vocabulary = _vocabulary(language)
    begin, close = (len(composed(sentence[:place] + "|")) - 1 for place in (start, end))
    tokens = vocabulary.tokens(composed(sentence))
    inside = [n for n, token in enumerate(tokens) if token.start < close and token.end > begin]
    at = _stated(tokens, inside)
    if at is None:
        raise _no_amount([tokens[n] for n in inside])
    return _judge(vocabulary, tokens, at, *_clause(vocabulary, tokens, at))


def amounts(text: str, language: str = "en") -> list[tuple[int, int, Reading]]:
    """Every amount of a text with the hedge that touches it, as (start, end, reading); years are amounts of their own, without periods.

    Raises `Unreadable` where an amount has two hedges or a rate that no unit has.

    >>> [(reading.low, reading.high) for _, _, reading in amounts("up to $5bn, then 3 GW")]
    [(None, Decimal('5')), (Decimal('3'), Decimal('3'))]
    """
    vocabulary = _vocabulary(language)
    plain = composed(text)
    places = range(len(text) + 1) if len(plain) == len(text) else [len(composed(text[:n] + "|")) - 1 for n in range(len(text) + 1)]
    tokens = vocabulary.tokens(plain)
    found = []
    for at, token in enumerate(tokens):
        if token.kind == "date":
            reading, first, last = _date(vocabulary, tokens, at, [t for t in _clause(vocabulary, tokens, at)[0] if t.kind == "negation"], [], False), at, at
        elif _is_amount(token):
            first = last = at
            while first > 0 and tokens[first - 1].kind in ("article", "hedge") and _before(tokens[first - 1]):
                first -= 1
            while last + 1 < len(tokens) and _after(tokens, last + 1):
                last += 1
            while tokens[first].kind == "article":
                first += 1
            reading = _judge(vocabulary, tokens, at, tokens[first:at][::-1], tokens[at + 1 : last + 1])
        else:
            continue
        found.append((places.index(tokens[first].start), places.index(tokens[last].end), reading))
    return found


def _is_amount(token: Token) -> bool:
    return token.kind == "number" and token.value.unit != ""


def _before(token: Token) -> bool:
    return token.kind != "hedge" or token.value.place != "after"


def _after(tokens: list[Token], at: int) -> bool:
    """Whether the token belongs to the amount before it: a rate, or a hedge that does not belong to the next amount."""
    token = tokens[at]
    if token.kind == "hedge":
        return token.value.place != "before" and not any(t.kind in ("number", "date") for t in tokens[at + 1 : at + 2])
    return token.kind == "rate"


def _stated(tokens: list[Token], among: range | list[int]) -> int | None:
    """Which token is the quantity: the one amount (a duration beside it is its term), or else the one year."""
    found = [n for n in among if _is_amount(tokens[n])]
    if len(found) > 1:
        found = [n for n in found if tokens[n].value.unit != "year"]
    if not found:
        found = [n for n in among if tokens[n].kind == "date"]
    if len(found) > 1:
        raise Unreadable(tokens[found[1]].text or "range", "is a second quantity")
    return found[0] if found else None


def _no_amount(tokens: list[Token]) -> Unreadable:
    """Which word is to blame where no number has a unit: the one behind the number, or the first that is unknown."""
    for n, token in enumerate(tokens):
        if token.kind == "number":
            behind = [t for t in tokens[n + 1 :] if t.kind not in ("article", "light")][:1]
            ahead = [t for t in tokens[:n][::-1] if t.kind in ("word", "name", "sign")][:1]
            blamed = (behind or ahead or [token])[0]
            return Unreadable(blamed.text, f"is not a unit that I know, and “{token.text}” has no other")
    unknown = [t for t in tokens if t.kind in ("word", "name", "sign", "bad", "part")]
    return Unreadable(unknown[0].text if unknown else "", "is no amount, and there is none with a unit" if unknown else "there is no amount")


@dataclass
class _Found:
    """What was met around an amount."""

    hedges: list[Token] = field(default_factory=list)
    rates: list[Token] = field(default_factory=list)
    dates: list[Token] = field(default_factory=list)
    negations: list[Token] = field(default_factory=list)


def _clause(vocabulary: Vocabulary, tokens: list[Token], at: int) -> tuple[list[Token], list[Token]]:
    """The words of the clause before the quantity, nearest first, and those after it."""
    left: list[Token] = []
    headed = False
    n = at - 1
    while n >= 0:
        token = tokens[n]
        if token.kind == "stop" or (_is_amount(token) and token.value.unit != "year"):
            if token.kind != "stop" and not headed:
                _refuse_shared(vocabulary, tokens, n)
            break
        if token.kind == "and" and headed and not (tokens[n + 1].kind == "verb" and re.fullmatch(vocabulary.nonfinite, tokens[n + 1].text)):
            break
        if token.kind == "comma":
            opening = max((k for k in range(n) if tokens[k].kind in ("comma", "stop") or _is_amount(tokens[k])), default=-1)
            between = tokens[opening + 1 : n]
            if opening >= 0 and tokens[opening].kind == "comma" and len(between) <= 8 and not any(t.kind == "verb" for t in between):
                n = opening - 1
                continue
            if all(t.kind in ("hedge", "bad", "rate", "light", "article", "date") for t in between):
                for t in between:
                    if t.kind in ("hedge", "bad"):
                        raise Unreadable(t.text, "may bear on the amount")
                left += [t for t in between if t.kind == "rate"]
            break
        headed = headed or token.kind in ("verb", "equal", "noun", "up", "down", "move")
        left.append(token)
        n -= 1
    return left, _clause_after(tokens, at)


def _clause_after(tokens: list[Token], at: int) -> list[Token]:
    right: list[Token] = []
    for n in range(at + 1, len(tokens)):
        token = tokens[n]
        if token.kind in ("comma", "stop"):
            behind = tokens[n + 1 : n + 2]
            if behind and not right and (_after(tokens, n + 1) or behind[0].kind in ("off", "bad")):
                right.append(behind[0])
            break
        if token.kind == "that" or (_is_amount(token) and token.value.unit != "year"):
            break
        right.append(token)
    return right


def _refuse_shared(vocabulary: Vocabulary, tokens: list[Token], at: int) -> None:
    """An amount that has no verb or noun of its own shares those of the one before, and perhaps its hedge."""
    found = _Found()
    _look_left(vocabulary, tokens[at].value, _clause(vocabulary, tokens, at)[0], found, False)
    if shared := found.hedges + found.negations:
        raise Unreadable(shared[0].text, "may belong to this amount as well as to the one before")


def _judge(
    vocabulary: Vocabulary, tokens: list[Token], at: int, left: list[Token], right: list[Token], whole: bool = False
) -> Reading:
    if tokens[at].kind == "date":
        return _date(vocabulary, tokens, at, left, right, whole)
    amount: Amount = tokens[at].value
    found = _Found()
    _look_left(vocabulary, amount, left, found, whole)
    subject = not any(t.kind in ("verb", "equal", "up", "down", "move") for t in left)
    _look_right(vocabulary, amount, right, found, whole, subject)
    if found.negations and not _only_particle(found):
        raise Unreadable(found.negations[0].text, "negates something, and I cannot tell what")
    return _reading(amount, found)


def _only_particle(found: _Found) -> bool:
    """Whether the one negation is the “ne” of a hedge such as “pas plus de”."""
    lone = [t.text.lower() for t in found.negations] in (["ne"], ["n’"])
    return lone and any(re.match("pas ", t.text, re.IGNORECASE) for t in found.hedges)


def _look_left(vocabulary: Vocabulary, amount: Amount, left: list[Token], found: _Found, whole: bool) -> None:
    touching, near, gap, preposition = True, True, False, ""
    for token in left:
        kind = token.kind
        if kind == "negation":
            found.negations.append(token)
        elif kind == "off":
            raise Unreadable(token.text, "may call the thing off")
        elif kind == "rate":
            found.rates.append(token)
        elif kind == "annual" and amount.unit not in _RATIOS:
            raise Unreadable(token.text, "may make it an amount a year")
        elif kind == "date" and (touching or whole):
            found.dates.append(token)
        elif kind == "hedge" and (near or whole):
            if gap or not touching or token.value.bound is None or token.value.place == "after":
                raise Unreadable(token.text, "touches the amount in a way that I cannot tell")
            found.hedges.append(token)
            if token.text.lower().startswith("jusqu"):
                preposition = "à"
        elif kind in ("up", "down", "move") and near:
            _refuse_change(vocabulary, amount, token, preposition)
            touching, near = False, near and preposition not in vocabulary.levels
        elif kind in ("bad", "part") and (near or whole):
            raise Unreadable(token.text, "does something to the amount that I cannot tell")
        elif kind == "verb":
            touching, near, gap = whole, whole, True
        elif kind in ("noun", "equal"):
            touching, gap = whole, True
        elif kind == "that":
            touching = near = whole
        elif kind == "light":
            gap, preposition = True, preposition or token.text.lower()
        elif kind == "name":
            if whole:
                raise Unreadable(token.text, "is not a word that I know")
            gap = True
        elif kind in ("word", "sign", "iso") or (kind == "number" and not _is_amount(token)):
            if touching or whole:
                raise Unreadable(token.text, "is not a word that I know, and it touches the amount")


_RATIOS = ("percent", "percentage_point")


def _refuse_change(vocabulary: Vocabulary, amount: Amount, change: Token, preposition: str) -> None:
    """A change to an amount leaves the amount itself; of percentages, growth is read, and a fall is not."""
    if preposition in vocabulary.levels:
        return
    grows = change.kind == "up" and amount.unit in _RATIOS and (not amount.joined or preposition == "of")
    if not grows:
        raise Unreadable(change.text, "makes it a change, not an amount")


def _look_right(vocabulary: Vocabulary, amount: Amount, right: list[Token], found: _Found, whole: bool, subject: bool) -> None:
    touching, adjacent = True, True
    for n, token in enumerate(right):
        kind = token.kind
        behind = right[n + 1] if n + 1 < len(right) else None
        if kind == "rate":
            found.rates.append(token)
            continue
        if kind == "hedge":
            if adjacent and _after(right, n) and token.value.bound is not None:
                found.hedges.append(token)
            elif touching or whole or subject:
                raise Unreadable(token.text, "touches the amount in a way that I cannot tell")
        elif kind == "date":
            if touching or whole:
                found.dates.append(token)
        elif kind == "annual" and amount.unit not in _RATIOS and (touching or whole):
            raise Unreadable(token.text, "may make it an amount a year")
        elif kind in ("up", "down", "move") and (touching or whole):
            if whole or n < 2:
                _refuse_change(vocabulary, amount, token, "of")
        elif kind == "negation" and (whole or subject):
            found.negations.append(token)
        elif kind == "off" and (whole or subject or n == 0):
            raise Unreadable(token.text, "may call the thing off")
        elif kind in ("bad", "part") and (touching or whole):
            raise Unreadable(token.text, "does something to the amount that I cannot tell")
        elif kind in ("word", "sign", "name", "number", "iso") and not _is_amount(token):
            if whole or (adjacent and kind != "name"):
                raise Unreadable(token.text, "is not a word that I know, and it touches the amount")
            touching = False
        elif kind in ("verb", "and", "that"):
            touching = whole
        elif (
            amount.unit == "percent" and n == 0 and token.text.lower() in vocabulary.shares
            and not (behind and (behind.kind == "up" or behind.text.lower().startswith("croiss")))
        ):  # fmt: skip
            raise Unreadable(token.text, "makes the percentage a share of something")
        adjacent = adjacent and kind in ("date", "article", "hedge", "rate")


def _reading(amount: Amount, found: _Found) -> Reading:
    unit = amount.unit
    low, high = amount.low, amount.high
    for rate in found.rates:
        suffix, power = rate.value
        if suffix == "_per_year" and unit in _RATIOS:
            continue
        unit, low, high = unit + suffix, low.scaleb(power) + 0, high.scaleb(power) + 0
        if suffix == "" or unit not in _RATES:
            raise Unreadable(rate.text, f"makes it a rate that no unit has ({amount.unit})")
    periods = {_period(token) for token in found.dates}
    if len(periods) > 1:
        raise Unreadable(found.dates[1].text, "is a second date")
    hedges: list[tuple[Bound, str]] = [(token.value.bound, token.value.english) for token in found.hedges]
    if amount.floor:
        hedges.append(("at_least", "at least"))
    if len(hedges) > 1:
        raise Unreadable(found.hedges[-1].text, "is a second hedge")
    bound, qualifier = hedges[0] if hedges else ("exact", "")
    period = periods.pop() if periods else ""
    if low != high:
        if low > high:
            raise Unreadable("range", "runs from the higher to the lower value")
        if bound not in ("exact", "about"):
            raise Unreadable(found.hedges[-1].text if found.hedges else "+", "and a range together have no bound of their own")
        return Reading(low, high, unit, "range", qualifier, period)
    return Reading(None if bound == "at_most" else low, None if bound == "at_least" else high, unit, bound, qualifier, period)


_RATES = {"USD_bn_per_year", "USD_bn_per_month", "USD_bn_per_GW", "USD_bn_per_GW_year"}


def _period(token: Token) -> str:
    """In ISO 8601-2: 2025, ../2030 (a time that ends with 2030), 2028/.. (one that begins with it)."""
    year, role = token.value
    forms = {"in": f"{year}", "by": f"../{year}", "by_end": f"../{year}", "from": f"{year}/.."}
    if role not in forms:
        raise Unreadable(token.text, "is no period that I can read")
    return forms[role]


_DATES: dict[str, tuple[Bound, str]] = {
    "in": ("exact", ""), "bare": ("exact", ""), "by": ("at_most", "by"), "by_end": ("at_most", "by the end of"),
    "before": ("at_most", "before"), "from": ("at_least", "from"), "not_before": ("at_least", "not before"),
}  # fmt: skip


def _date(vocabulary: Vocabulary, tokens: list[Token], at: int, left: list[Token], right: list[Token], whole: bool) -> Reading:
    """A phrase whose only quantity is a year: the year is the value."""
    year, role = tokens[at].value
    negations = [t for t in (left + right if whole else left) if t.kind == "negation"]
    words = [t.text.lower() for t in negations]
    if role in ("before", "until") and any(word in vocabulary.negators or word.endswith("n’t") for word in words):
        left = [t for t in left if t not in negations]
        words = [w for w in words if w not in vocabulary.negators and not w.endswith("n’t") and w not in ("ne", "n’")]
        role = "not_before"
    elif role == "not_before":
        words = [w for w in words if w not in ("ne", "n’")]
    if words:
        raise Unreadable(words[0], "negates something, and I cannot tell what")
    if role not in _DATES or (role == "bare" and whole and left):
        raise Unreadable(tokens[at].text, "is a year, and I cannot tell what it dates")
    if not whole and at and _is_amount(tokens[at - 1]):
        raise Unreadable(tokens[at].text, "belongs to the amount before it")
    for n, token in enumerate(left + right):
        known = token.kind in ("light", "article", "noun", "verb", "equal", "and", "that", "comma", "annual", "negation")
        if token.kind == "off" or (not known and (whole or (token.kind in ("hedge", "bad", "part") and n in (0, len(left))))):
            raise Unreadable(token.text, "does something to the date that I cannot tell")
    bound, english = _DATES[role]
    value = Decimal(year)
    return Reading(None if bound == "at_most" else value, None if bound == "at_least" else value, "year", bound, english)

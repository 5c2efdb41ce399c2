"""Do the article's tables say what the article says? Each value is read again out of the words it names.

Sentences are held against the text by their offsets, figures are read out of their French words (and once more with the
words around them, so that no hedge is cut off), amounts in a translation are compared with those of its sentence, and every
number of the article must be claimed once. Kinds, parties, status, claims and translations are judgements: they are reviewed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from ..package import Issue, Package, Row
from ..values import Reading, Unreadable, amounts, normalise, numerals, read, read_in

_NEXT_SENTENCE = re.compile(r"[.!?…] +[A-ZÀ-Þ]")
_WORD = re.compile(r"\w")
_PARTICLE = re.compile(r"(n’|n'|ne$)", re.IGNORECASE)  # half of a negation, whose other half is “pas” or the like
READ_HINT = "correct the cell or the quote; the words decide"


def article_issues(package: Package) -> list[Issue]:
    """Every place where a table of the article says something that the article does not."""
    article = _Article(package)
    return [
        *article.passage_issues(), *article.name_issues(), *article.figure_issues(), *article.statement_issues(),
        *article.numeral_issues(), *article.coverage_issues(),
    ]  # fmt: skip


class _Article:
    """The text, and the rows that speak of it with their lines."""

    def __init__(self, package: Package) -> None:
        self.text = package.article
        self.paths = {resource["name"]: resource["path"] for resource in package.descriptor["resources"]}
        self.rows = {
            table: list(enumerate(package.rows(table), start=2))
            for table in ("passages", "entities", "figures", "statements", "other_numerals")
        }
        self.passages = {row["passage_id"]: row for _, row in self.rows["passages"]}
        self.figures_of: dict[str, list[Row]] = {}
        for _, row in self.rows["figures"]:
            self.figures_of.setdefault(row["passage_id"], []).append(row)
        self.claimed = {row["passage_id"] for _, row in self.rows["statements"]}

    def issue(self, table: str, line: int | None, column: str, message: str, hint: str = "") -> Issue:
        return Issue(self.paths[table], line, column, message, hint)

    def passage_issues(self) -> Iterator[Issue]:
        """Passages are whole sentences, in order, and leave nothing but white space between them."""
        end, datelines = 0, 0
        for line, row in self.rows["passages"]:
            if row["start"] < end or self.text[end : row["start"]].strip():
                yield self.issue("passages", line, "start", "does not follow on the passage before", "passages must tile the article")
            end = max(end, row["end"])
            quote = self.text[row["start"] : row["end"]]
            if row["quote"] != quote or quote != quote.strip():
                yield self.issue("passages", line, "quote", f"is not what stands at {row['start']} to {row['end']}")
            if row["role"] != "dateline" and (not quote.endswith((".", "!", "?", "…")) or _NEXT_SENTENCE.search(quote)):
                yield self.issue("passages", line, "quote", "is not one whole sentence")
            datelines += row["role"] == "dateline"
            yield from self._role_issues(line, row)
            yield from self._translation_issues(line, row)
        if self.text[end:].strip():
            yield self.issue("passages", None, "end", f"nothing covers the article from {end} on")
        if datelines != 1:
            yield self.issue("passages", None, "role", "the article needs one dateline")

    def _role_issues(self, line: int, row: Row) -> Iterator[Issue]:
        key = row["passage_id"]
        expected = "figure" if key in self.figures_of else "statement" if key in self.claimed else None
        if row["role"] != expected and not (expected is None and row["role"] in ("dateline", "connective")):
            what = f"its rows elsewhere make it a {expected}" if expected else "no figure or statement names it"
            yield self.issue("passages", line, "role", f"is {row['role']}, but {what}")

    def _translation_issues(self, line: int, row: Row) -> Iterator[Issue]:
        """The amounts of a translation are those of the figures of its sentence, with their bounds; the dateline is itself."""
        if row["role"] == "dateline":
            try:
                date.fromisoformat(row["quote"].split()[-1])
            except ValueError:
                yield self.issue("passages", line, "quote", "does not end in a date such as 2025-11-19")
            if row["translation"] != row["quote"]:
                yield self.issue("passages", line, "translation", "is not the dateline itself")
            return
        figures = self.figures_of.get(row["passage_id"], [])
        meant = Counter(map(_figure, figures)) + Counter(_period(row["period"]) for row in figures if row["period"])
        try:
            said = Counter(_stated(reading) for _, _, reading in amounts(row["translation"], "en"))
        except Unreadable as error:
            yield self.issue("passages", line, "translation", f"has an amount that cannot be read: {error}", "correct the translation")
            return
        for wrong in (said - meant).keys() | (meant - said).keys():
            who = "says" if wrong in said else "does not say"
            yield self.issue(
                "passages", line, "translation", f"{who} {_in_words(wrong)}; its figures say {_list(meant)}", "correct the translation"
            )

    def name_issues(self) -> Iterator[Issue]:
        """Every name stands in the article, and each belongs to one entity."""
        text = normalise(self.text)
        shared = Counter(name for _, row in self.rows["entities"] for name in row["mentions"].split("|"))
        for line, row in self.rows["entities"]:
            names = row["mentions"].split("|")
            if row["name"] not in names:
                yield self.issue("entities", line, "name", "must be one of the names by which the article calls it")
            for name in names:
                if not re.search(rf"(?<!\w){re.escape(normalise(name))}(?!\w)", text) or shared[name] > 1:
                    yield self.issue("entities", line, "mentions", f"“{name}” must stand in the article, for one entity")

    def figure_issues(self) -> Iterator[Issue]:
        """The value cells of a figure follow from its words, and its words hold all that touches the amount."""
        places: list[tuple[int, int]] = []
        for line, row in self.rows["figures"]:
            passage = self.passages[row["passage_id"]]
            start = passage["quote"].find(row["quote"])
            if start < 0 or passage["quote"].find(row["quote"], start + 1) >= 0:
                yield self.issue("figures", line, "quote", "does not stand exactly once in its passage")
                continue
            end = start + len(row["quote"])
            places.append((passage["start"] + start, line))
            if _WORD.match(passage["quote"], start - 1, start) or _WORD.match(passage["quote"], end):
                yield self.issue("figures", line, "quote", "cuts a word in two", "quote whole words")
            yield from self._reading_issues(line, row, passage["quote"], start, end)
        for (above, _), (below, line) in pairwise(places):
            if below < above:
                yield self.issue("figures", line, "quote", "stands in the article before the figure above it", "sort the figures")

    def _reading_issues(self, line: int, row: Row, sentence: str, start: int, end: int) -> Iterator[Issue]:
        try:
            reading = read(row["quote"], "fr")
        except Unreadable as error:
            yield self.issue("figures", line, "quote", f"cannot be read: {error}", "quote the words that state the amount, and no others")
            return
        try:
            around = read_in(sentence, start, end, "fr")
        except Unreadable as error:
            yield self.issue("figures", line, "quote", f"leaves out words of its sentence that touch the amount: {error}", "quote them too")
            return
        if around != reading:
            said = f"leaves out words of its sentence that touch the amount: with them it says {_in_words(_stated(around))}"
            yield self.issue("figures", line, "quote", said, "quote them too")
        if self._is_long(row["quote"], reading, sentence, start):
            yield self.issue("figures", line, "quote", "starts or ends with a word that does not affect the figure", "leave it out")
        for column, value in _cells(reading).items():
            if _exact(row[column]) != value:
                shown = "empty" if value in (None, "") else value
                yield self.issue("figures", line, column, f"is {row[column]}, but the article says {shown}", READ_HINT)

    @staticmethod
    def _is_long(quote: str, reading: Reading, sentence: str, start: int) -> bool:
        """Whether the quote can lose its first or last word and still say the same, also with the words around it."""
        words = quote.split(" ")
        shorter_ones = [(start, " ".join(words[:-1]))]
        if not _PARTICLE.match(words[0]):
            shorter_ones.append((start + len(words[0]) + 1, " ".join(words[1:])))
        for at, shorter in shorter_ones:
            try:
                if shorter and read(shorter, "fr") == reading == read_in(sentence, at, at + len(shorter), "fr"):
                    return True
            except Unreadable:
                pass
        return False

    def statement_issues(self) -> Iterator[Issue]:
        """Claims carry no figure, and stand in a sentence that makes claims."""
        for line, row in self.rows["statements"]:
            if re.search(r"(?<!\w)(?<!\w-)\d", row["statement"]):  # the digits of a name such as GB300 are part of it
                yield self.issue("statements", line, "statement", "has a number; numbers belong in figures")
            if self.passages[row["passage_id"]]["role"] not in ("statement", "figure"):
                yield self.issue("statements", line, "passage_id", "names a sentence that makes no claim")

    def numeral_issues(self) -> Iterator[Issue]:
        """What is listed as no figure is a numeral or number word of the passage named."""
        known = set(numerals(self.text, "fr"))
        for line, row in self.rows["other_numerals"]:
            passage = self.passages[row["passage_id"]]
            if row["quote"] != self.text[row["start"] : row["end"]]:
                yield self.issue("other_numerals", line, "quote", f"is not what stands at {row['start']} to {row['end']}")
            if not passage["start"] <= row["start"] < row["end"] <= passage["end"]:
                yield self.issue("other_numerals", line, "passage_id", "the numeral stands in another passage")
            if (row["start"], row["end"]) not in known:
                yield self.issue("other_numerals", line, "quote", "is not a numeral or number word")

    def coverage_issues(self) -> Iterator[Issue]:
        """Every numeral and number word is claimed by one figure, or listed with its reason."""
        claims = [(row["start"], row["end"]) for _, row in self.rows["other_numerals"]]
        for _, row in self.rows["figures"]:
            passage = self.passages[row["passage_id"]]
            if (place := passage["quote"].find(row["quote"])) >= 0:
                claims.append((passage["start"] + place, passage["start"] + place + len(row["quote"])))
        for start, end in numerals(self.text, "fr"):
            count = sum(low <= start and end <= high for low, high in claims)
            if count != 1:
                said = "is claimed by no figure and not listed" if count == 0 else f"is claimed {count} times"
                line = self.text.count("\n", 0, start) + 1
                hint = "add it to figures, or to other_numerals with the reason"
                yield Issue(self.paths["article"], line, f"character {start}", f"“{self.text[start:end]}” {said}", hint)


_Stated = tuple[Decimal | None, Decimal | None, str, str]  # low, high, unit, bound


def _stated(reading: Reading) -> _Stated:
    return reading.low, reading.high, reading.unit, reading.bound


def _figure(row: Row) -> _Stated:
    return _exact(row["low"]), _exact(row["high"]), row["unit"], row["bound"]


def _period(period: str) -> _Stated:
    """The year of a period as an amount of its own: 2025 is in that year, ../2030 by it, 2028/.. from it on."""
    first, _, last = period.rpartition("/")
    low, high = (period, period) if not first else (None, last) if first == ".." else (first, None)
    return (
        Decimal(low) if low else None,
        Decimal(high) if high else None,
        "year",
        "exact" if low == high else "at_least" if low else "at_most",
    )


def _in_words(stated: _Stated) -> str:
    low, high, unit, bound = stated
    ends = " to ".join(dict.fromkeys(f"{end.normalize():f}" for end in (low, high) if end is not None))
    return f"{bound.replace('_', ' ')} {ends} {unit}"


def _list(stated: Counter[_Stated]) -> str:
    return ", ".join(map(_in_words, stated)) or "no amount"


def _cells(reading: Reading) -> dict[str, Any]:
    return {
        "low": reading.low, "high": reading.high, "unit": reading.unit, "bound": reading.bound,
        "qualifier": reading.qualifier or None, "period": reading.period or None,
    }  # fmt: skip


def _exact(cell: Any) -> Any:
    """The value of a cell as it is written: 17.48 is no binary fraction."""
    return Decimal(str(cell)) if isinstance(cell, float) else cell

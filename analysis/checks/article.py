"""Do the article's tables say what the article says? Each value is read again out of the words it names.

Sentences are held against the text by their offsets, figures are read out of their French words (and once more with the
words around them, so that no hedge is cut off), amounts in a translation are compared with those of its sentence, and every
number of the article must be claimed once. Kinds, parties, status, claims and translations are judgements: they are reviewed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from decimal import Decimal

from ..package import Issue, Package, Row
from ..values import Reading, Unreadable, amounts, normalise, numerals, read, read_in
from .opened import NUMBER, exact

_NEXT_SENTENCE = re.compile(r"[.!?…] +[A-ZÀ-Þ]")
_WORD = re.compile(r"\w")
_PARTICLE = re.compile(r"(n’|n'|ne$)", re.IGNORECASE)  # half of a negation, whose other half is “pas” or the like
TABLES = ("passages", "entities", "figures", "statements", "other_numerals")
READ_HINT = "correct the cell or the quote; the words decide"


def article_issues(package: Package) -> list[Issue]:
    """Every place where a table of the article says something that the article does not."""
    article = _Article(package)
    checks = (article.passages, article.names, article.figures, article.statements, article.numerals, article.coverage)
    return [issue for check in checks for issue in check()]


class _Article:
    """The text, and the rows that speak of it with their lines."""

    def __init__(self, package: Package) -> None:
        self.text = package.article
        self.paths = {resource["name"]: resource["path"] for resource in package.descriptor["resources"]}
        self.rows = {table: list(enumerate(package.rows(table), start=2)) for table in TABLES}
        self.passage = {row["passage_id"]: row for _, row in self.rows["passages"]}
        self.figures_of: dict[str, list[Row]] = {}
        for _, row in self.rows["figures"]:
            self.figures_of.setdefault(row["passage_id"], []).append(row)

    def issue(self, table: str, line: int | None, column: str, message: str, hint: str = "") -> Issue:
        return Issue(self.paths[table], line, column, message, hint)

    def passages(self) -> Iterator[Issue]:
        """Passages are whole sentences, in order, and leave nothing but white space between them."""
        end = 0
        for line, row in self.rows["passages"]:
            if row["start"] < end or self.text[end : row["start"]].strip():
                yield self.issue("passages", line, "start", "does not follow on the passage before", "passages must tile the article")
            end = max(end, row["end"])
            quote = self.text[row["start"] : row["end"]]
            if row["quote"] != quote or quote != quote.strip():
                yield self.issue("passages", line, "quote", f"is not what stands at {row['start']} to {row['end']}")
            if row["role"] != "dateline" and (not quote.endswith((".", "!", "?", "…")) or _NEXT_SENTENCE.search(quote)):
                yield self.issue("passages", line, "quote", "is not one whole sentence")
            yield from (*self._role_issues(line, row), *self._translation_issues(line, row))
        if self.text[end:].strip():
            yield self.issue("passages", None, "end", f"nothing covers the article from {end} on")
        if sum(row["role"] == "dateline" for row in self.passage.values()) != 1:
            yield self.issue("passages", None, "role", "the article needs one dateline")

    def _role_issues(self, line: int, row: Row) -> Iterator[Issue]:
        key, claimed = row["passage_id"], {claim["passage_id"] for _, claim in self.rows["statements"]}
        expected = "figure" if key in self.figures_of else "statement" if key in claimed else None
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
        meant = Counter(map(_stated, figures)) + Counter(_period(row["period"]) for row in figures if row["period"])
        try:
            said = Counter(_stated(asdict(reading)) for _, _, reading in amounts(row["translation"], "en"))
        except Unreadable as error:
            yield self.issue("passages", line, "translation", f"has an amount that cannot be read: {error}", "correct the translation")
            return
        for wrong in [*(said - meant), *(meant - said)]:
            who, all_ = "says" if wrong in said else "does not say", ", ".join(map(_in_words, meant)) or "no amount"
            yield self.issue(
                "passages", line, "translation", f"{who} {_in_words(wrong)}; its figures say {all_}", "correct the translation"
            )

    def names(self) -> Iterator[Issue]:
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

    def figures(self) -> Iterator[Issue]:
        """The value cells of a figure follow from its words, and its words hold all that touches the amount."""
        above = 0
        for line, row in self.rows["figures"]:
            passage = self.passage[row["passage_id"]]
            sentence = passage["quote"]
            if sentence.find(row["quote"]) < 0 or sentence.find(row["quote"]) != sentence.rfind(row["quote"]):
                yield self.issue("figures", line, "quote", "does not stand exactly once in its passage")
                continue
            start, end = sentence.index(row["quote"]), sentence.index(row["quote"]) + len(row["quote"])
            if _WORD.match(sentence, start - 1, start) or _WORD.match(sentence, end):
                yield self.issue("figures", line, "quote", "cuts a word in two", "quote whole words")
            yield from (self.issue("figures", line, *found) for found in self._faults(row, sentence, start, end))
            if passage["start"] + start < above:
                yield self.issue("figures", line, "quote", "stands in the article before the figure above it", "sort the figures")
            above = passage["start"] + start

    def _faults(self, row: Row, sentence: str, start: int, end: int) -> Iterator[tuple[str, str, str]]:
        """Column, message and hint of each cell that the words of a figure do not state, and of words that are too few or too many."""
        try:
            reading = read(row["quote"], "fr")
        except Unreadable as error:
            yield "quote", f"cannot be read: {error}", "quote the words that state the amount, and no others"
            return
        beyond = "leaves out words of its sentence that touch the amount: "
        try:
            around = read_in(sentence, start, end, "fr")
        except Unreadable as error:
            yield "quote", f"{beyond}{error}", "quote them too"
            return
        if around != reading:
            yield "quote", f"{beyond}with them it says {_in_words(_stated(asdict(around)))}", "quote them too"
        if self._is_long(row["quote"], reading, sentence, start):
            yield "quote", "starts or ends with a word that does not affect the figure", "leave it out"
        for column in ("low", "high", "unit", "bound", "qualifier", "period"):
            if exact(row[column]) != (value := getattr(reading, column) if getattr(reading, column) != "" else None):
                yield column, f"is {row[column]}, but the article says {'empty' if value is None else value}", READ_HINT

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

    def statements(self) -> Iterator[Issue]:
        """Claims carry no figure, and stand in a sentence that makes claims."""
        for line, row in self.rows["statements"]:
            if NUMBER.search(row["statement"]):
                yield self.issue("statements", line, "statement", "has a number; numbers belong in figures")
            if self.passage[row["passage_id"]]["role"] not in ("statement", "figure"):
                yield self.issue("statements", line, "passage_id", "names a sentence that makes no claim")

    def numerals(self) -> Iterator[Issue]:
        """What is listed as no figure is a numeral or number word of the passage named."""
        known = set(numerals(self.text, "fr"))
        for line, row in self.rows["other_numerals"]:
            passage = self.passage[row["passage_id"]]
            if row["quote"] != self.text[row["start"] : row["end"]]:
                yield self.issue("other_numerals", line, "quote", f"is not what stands at {row['start']} to {row['end']}")
            if not passage["start"] <= row["start"] < row["end"] <= passage["end"]:
                yield self.issue("other_numerals", line, "passage_id", "the numeral stands in another passage")
            if (row["start"], row["end"]) not in known:
                yield self.issue("other_numerals", line, "quote", "is not a numeral or number word")

    def coverage(self) -> Iterator[Issue]:
        """Every numeral and number word is claimed by one figure, or listed with its reason."""
        claims = [(row["start"], row["end"]) for _, row in self.rows["other_numerals"]]
        for _, row in self.rows["figures"]:
            passage = self.passage[row["passage_id"]]
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


def _stated(row: Row) -> _Stated:
    return exact(row["low"]), exact(row["high"]), row["unit"], row["bound"]


def _period(period: str) -> _Stated:
    """The year of a period as an amount of its own: 2025 is in that year, ../2030 by it, 2028/.. from it on."""
    first, _, last = period.rpartition("/")
    low, high = (None if end == ".." else Decimal(end) for end in (first or last, last))
    return low, high, "year", "at_least" if high is None else "at_most" if low is None else "exact"


def _in_words(stated: _Stated) -> str:
    low, high, unit, bound = stated
    ends = " to ".join(dict.fromkeys(f"{end.normalize():f}" for end in (low, high) if end is not None))
    return f"{bound.replace('_', ' ')} {ends} {unit}"

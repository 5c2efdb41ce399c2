"""The article's tables held against the article: each value must follow from the words it names.

Nothing here trusts a table. Sentences are cut from the text again, figures are read again out of
their French words, English sentences are written again from the figures, translations and claims are
matched word for word, and every number and name of the article must be claimed once.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

from .claims import claim_faults, left_out, strange_word
from ..values import Names, Reading, Unreadable, bounds_of, counts, kind_of, normalise, numerals, parties_of, status_of
from .owners import gives, owner_issues, strange_name
from ..package import Package, Issue, Row, records
from .parts import SIZE, Part, Progress, in_order, parts_of
from .translation import left_over
from ..values import figure_statement, figure_words, period_words

_NEXT_SENTENCE = re.compile(r"[.!?…] +[A-ZÀ-Þ]")
_WORD, _DIGIT = re.compile(r"\w"), re.compile(r"[\d¹²³⁰⁴-⁹]")
READ_HINT = "correct the cell or the quote; the words decide"
LEXICON_HINT = "correct the translation; a new way to render a word is a line of analysis/lexicon.txt"
ID_SAID = "which neither its sentence nor its topic says; an id is made of words of its row"

# What the words must look like for each reason why a numeral is no figure.
REASONS = {
    "dateline": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "ordinal": r"premi(?:er|ère)s?|second[es]*|\w+ièmes?",
    "indefinite_article": r"une?",
}


def evidence_issues(package: Package, progress: Progress | None = None) -> list[Issue]:
    """Every place where a table of the article says something that the article does not.

    `progress` is told how many passages were weighed, of how many.
    """
    path = {resource["name"]: resource["path"] for resource in package.descriptor["resources"]}
    entities = package.rows("entities")
    worded = frozenset(name for name in ("passages", "statements") if "idInWords" in package.resource(name)["schema"])
    # Ids that other rows lead to cannot change alone.
    judged = frozenset(row["statement_id"] for row in package.rows("verdicts")) if "verdicts" in package.frames else frozenset()
    found: list[_Found] = []
    total, done = len(package.frames["passages"]), 0
    for one in in_order(_weigh, parts_of(package), _prepare, (path, entities, worded, judged), total >= 2 * SIZE):
        found.append(one)
        done += one.passages
        if progress:
            progress("evidence", done, total)
    issues = [issue for one in found for issue in one.passage_issues]
    if sum(one.datelines for one in found) != 1:
        issues.append(Issue(path["passages"], None, "role", "the article needs one dateline"))
    issues += _name_issues(package.article, entities, path["entities"], set().union(*(one.names for one in found)))
    issues += owner_issues(path["entities"], entities, set().union(*(one.given for one in found)))
    order = list(_order_issues(path["figures"], sorted(place for one in found for place in one.places)))
    issues += sorted(order + [issue for one in found for issue in one.figure_issues], key=lambda issue: issue.row or 0)
    issues += sorted((issue for one in found for issue in one.statement_issues), key=lambda issue: issue.row or 0)
    listed = sorted((issue for one in found for issue in one.numeral_issues), key=lambda issue: issue.row or 0)
    return [*issues, *listed, *(issue for one in found for issue in one.coverage_issues)]


@dataclass(frozen=True)
class _Found:
    """What was found in one stretch of the article: issues by the table they are in, and what is counted over all stretches."""

    passages: int
    datelines: int
    names: set[str]
    given: set[str]
    places: list[tuple[int, int]]
    passage_issues: list[Issue]
    figure_issues: list[Issue]
    statement_issues: list[Issue]
    numeral_issues: list[Issue]
    coverage_issues: list[Issue]


class _Known:
    """What each stretch needs of the whole package: paths of the tables, the entities with their names, and rules for ids.

    `worded` are the tables whose ids are made of words of their rows, and `judged` the claims whose ids are used elsewhere.
    """

    def __init__(self, path: dict[str, str], entities: list[Row], worded: frozenset[str], judged: frozenset[str]) -> None:
        self.path, self.worded, self.judged = path, worded, judged
        self.names: dict[str | None, str] = {row["entity_id"]: row["name"] for row in entities}
        self.mentions = Names((name, row["entity_id"]) for row in entities for name in row["mentions"].split("|"))
        self.words = {word for row in entities for name in row["mentions"].split("|") for word in name.split()}
        products = [row for row in entities if row["kind"] == "product"]
        self.products = {row["entity_id"]: (row["name"], self.names.get(row["parent_id"], "")) for row in products}


_known: _Known  # in each process that weighs stretches


def _prepare(*given: Any) -> None:
    global _known
    _known = _Known(*given)


def _weigh(part: Part) -> _Found:
    article = _Article(part, _known)
    return _Found(
        len(article.tables["passages"]),
        sum(row["role"] == "dateline" for _, row in article.tables["passages"]),
        {name for _, name in article.named},
        set(article.given()),
        list(article.places()),
        list(article.passage_issues()),
        list(article.figure_issues()),
        list(article.statement_issues()),
        list(article.numeral_issues()),
        list(article.coverage_issues()),
    )


def _order_issues(path: str, places: list[tuple[int, int]]) -> Iterator[Issue]:
    """Figures come as in the article. `places` are their lines in the table, in order, each with where its words stand."""
    for (_, above), (line, place) in pairwise(places):
        if place < above:
            yield Issue(path, line, "quote", "stands in the article before the figure above it", "sort the figures")


def _name_issues(text: str, entities: list[Row], path: str, found: set[str]) -> Iterator[Issue]:
    """Every name stands in the article, and no two entities share one. `found` are the names under which it speaks of someone."""
    text, shared = normalise(text), Counter(name for row in entities for name in row["mentions"].split("|"))
    for line, row in enumerate(entities, start=2):
        names = row["mentions"].split("|")
        if row["name"] not in names:
            yield Issue(path, line, "name", "is none of the names by which the article calls it")
        for name in names:
            if (normalise(name) not in found and normalise(name) not in text) or shared[name] > 1:
                yield Issue(path, line, "mentions", f"“{name}” must stand in the article, for one entity")
        if found.isdisjoint(map(normalise, names)):
            yield Issue(path, line, "mentions", "the article does not name it")


class _Article:
    """A stretch of the text, and the rows that speak of it with their line numbers."""

    def __init__(self, part: Part, known: _Known) -> None:
        self.part, self.path, self.known = part, known.path, known
        self.tables = {name: list(zip((frame.index + 2).tolist(), records(frame), strict=True)) for name, frame in part.frames.items()}
        self.passages = {row["passage_id"]: row for row in records(part.passages_elsewhere)}
        self.passages |= {row["passage_id"]: row for _, row in self.tables["passages"]}
        self.words = {line: _words_of(row) for line, row in self.tables["figures"]}
        self.figures_of: dict[str, list[tuple[Row, str]]] = {}
        for line, figure in self.tables["figures"]:
            self.figures_of.setdefault(figure["passage_id"], []).append((figure, self.words[line]))
        self.claims_of: dict[str, list[str]] = {}
        for _, row in self.tables["statements"]:
            self.claims_of.setdefault(row["passage_id"], []).append(row["statement"])
        self.named = known.mentions.found(part.text)

    def issue(self, table: str, line: int | None, column: str, message: str, hint: str = "") -> Issue:
        return Issue(self.path[table], line, column, message, hint)

    def quoted(self, start: int, end: int | None = None) -> str:
        """What stands in the article from `start` to `end`, both counted from its beginning."""
        return self.part.text[max(0, start - self.part.start) : None if end is None else max(0, end - self.part.start)]

    def passage_issues(self) -> Iterator[Issue]:
        """Passages are whole sentences, in order, and leave nothing but white space between them."""
        end = self.part.start
        for line, row in self.tables["passages"]:
            if row["start"] < end or self.quoted(end, row["start"]).strip():
                yield self.issue("passages", line, "start", "does not follow on the passage before", "passages must tile the article")
            end = max(end, row["end"])
            quote = self.quoted(row["start"], row["end"])
            if row["quote"] != quote or quote != quote.strip():
                yield self.issue("passages", line, "quote", f"is not what stands at {row['start']} to {row['end']}")
            if row["role"] != "dateline" and (not quote.endswith((".", "!", "?", "…")) or _NEXT_SENTENCE.search(quote)):
                yield self.issue("passages", line, "quote", "is not one whole sentence")
            yield from self._role_issues(line, row)
            yield from self._translation_issues(line, row)
            if strange := strange_name(row["quote"], self.known.words):
                yield self.issue("passages", line, "quote", f"names “{strange}”, which is in no row of entities")
        if self.part.last and self.quoted(end).strip():
            yield self.issue("passages", None, "end", f"nothing covers the article from {end} on")

    def _role_issues(self, line: int, row: Row) -> Iterator[Issue]:
        key = row["passage_id"]
        expected = "figure" if key in self.figures_of else "statement" if key in self.claims_of else None
        # An id that other rows name cannot change alone.
        named = expected is not None or row["role"] == "dateline" or "passages" not in self.known.worded
        if not named and (strange := strange_word(key, row["translation"])):
            yield self.issue("passages", line, "passage_id", f"has “{strange}”, {ID_SAID}")
        if row["role"] != expected and not (expected is None and row["role"] in ("dateline", "connective")):
            what = f"its rows elsewhere make it a {expected}" if expected else "no figure or statement names it"
            yield self.issue("passages", line, "role", f"is {row['role']}, but {what}")

    def _translation_issues(self, line: int, row: Row) -> Iterator[Issue]:
        rest = row["translation"]
        if row["role"] == "dateline":
            try:
                date.fromisoformat(row["quote"].split()[-1])
            except ValueError:
                yield self.issue("passages", line, "quote", "does not end in a date such as 2025-11-19")
            if rest != row["quote"]:
                yield self.issue("passages", line, "translation", "is not the dateline itself")
            return
        amounts = []
        for figure, amount in self.figures_of.get(row["passage_id"], ()):
            if not amount:
                continue  # reported with the figure
            year = (figure["period"] or "").removeprefix("../")
            if amount not in rest or (year and year not in rest):
                yield self.issue("passages", line, "translation", f"does not say “{amount}” ({figure['figure_id']})")
            rest = rest.replace(amount, "", 1).replace(year, "", 1) if year else rest.replace(amount, "", 1)
            # A quote such as “n’anticipe pas de rentabilité avant 2028” holds the verb.
            verb = "expects profitability " if figure["kind"] == "date" and figure["quote"].startswith(("n’", "ne ")) else ""
            amounts.append((figure["quote"], f"{verb}{amount}{period_words(figure['period'])}"))
        if _DIGIT.search(rest):
            yield self.issue("passages", line, "translation", "has a number that no figure of the passage states")
        if said := left_over(row["quote"], row["translation"], amounts):
            yield self.issue("passages", line, "translation", said, LEXICON_HINT)
        if row["role"] == "statement" and (words := left_out(row["translation"], self.claims_of.get(row["passage_id"], ()))):
            said = f"“{words[0]}” of the sentence {row['passage_id']} is in no claim"
            yield self.issue("statements", None, "statement", said, "a sentence without figures is told whole by its claims")

    def given(self) -> Iterator[str]:
        """The products that a sentence gives to their company."""
        if not self.known.products:
            return
        sentences = [(row["start"] - self.part.start, row["quote"]) for _, row in self.tables["passages"]]
        for place, name in self.named:
            product = self.known.mentions.entities[name]
            if product in self.known.products:
                at = bisect_right(sentences, place, key=lambda sentence: sentence[0]) - 1
                if gives(sentences[at][1], *self.known.products[product]):
                    yield product

    def entities_in(self, passage: Row) -> list[tuple[int, str]]:
        """The entities that a passage names, each with its place in it."""
        start, end = passage["start"] - self.part.start, passage["end"] - self.part.start
        named = self.named[bisect_left(self.named, (start, "")) : bisect_left(self.named, (end, ""))]
        return [(place - start, self.known.mentions.entities[name]) for place, name in named]

    def places(self) -> Iterator[tuple[int, int]]:
        """The line of each figure, and the character of the article at which its words begin."""
        for line, row in self.tables["figures"]:
            passage = self.passages[row["passage_id"]]
            yield line, passage["start"] + passage["quote"].find(row["quote"])

    def figure_issues(self) -> Iterator[Issue]:
        """Each cell of a figure follows from its words and the sentence around them."""
        for line, row in self.tables["figures"]:
            passage_row = self.passages[row["passage_id"]]
            passage = passage_row["quote"]
            start = passage.find(row["quote"])
            if start < 0 or passage.find(row["quote"], start + 1) >= 0:
                yield self.issue("figures", line, "quote", "does not stand exactly once in its passage")
                continue
            end = start + len(row["quote"])
            if _WORD.match(passage, start - 1, start) or _WORD.match(passage, end):
                yield self.issue("figures", line, "quote", "cuts a word in two", "quote whole words")
            try:
                reading = bounds_of(row["quote"])
                kind = kind_of(passage, end, reading.unit)
                giver, receiver = parties_of(passage, start, kind, self.entities_in(passage_row))
                status = status_of(passage, end)
            except Unreadable as error:
                yield self.issue("figures", line, "quote", f"cannot be read: {error}", "quote only the words that state it")
                continue
            if _same_without_a_word(row["quote"], reading):
                yield self.issue("figures", line, "quote", "has a word at an end that states nothing", "quote only the words that state it")
            read = {
                "low": reading.low,
                "high": reading.high,
                "unit": reading.unit,
                "bound": reading.bound,
                "period": reading.period or None,
                "kind": kind,
                "status": status,
                "from_id": giver or None,
                "to_id": receiver or None,
            }
            wrong = {column: value for column, value in read.items() if _exact(row[column]) != value}
            for column, value in wrong.items():
                shown = "empty" if value is None else f"{value}"
                yield self.issue("figures", line, column, f"is {row[column]}, but the article says {shown}", READ_HINT)
            if not wrong and row["statement"] != (sentence := figure_statement(row, self.words[line], self.known.names)):
                yield self.issue("figures", line, "statement", "is not what the other cells say", f"write: {sentence}")

    def statement_issues(self) -> Iterator[Issue]:
        """Claims carry no figure, stand in a sentence of the article's text and say what it says."""
        for line, row in self.tables["statements"]:
            said = self.passages[row["passage_id"]]["translation"]
            for column, fault in claim_faults(row, said, self.known.mentions):
                yield self.issue("statements", line, column, fault)
            named = row["statement_id"] in self.known.judged or "statements" not in self.known.worded
            if not named and (strange := strange_word(row["statement_id"], row["statement"], said, row["topic"], row["passage_id"])):
                yield self.issue("statements", line, "statement_id", f"has “{strange}”, {ID_SAID}")
            if _DIGIT.search(row["statement"]):
                yield self.issue("statements", line, "statement", "has a number; numbers belong into figures")
            if self.passages[row["passage_id"]]["role"] not in ("statement", "figure"):
                yield self.issue("statements", line, "passage_id", "names a sentence that makes no claim")

    def numeral_issues(self) -> Iterator[Issue]:
        """What is listed as no figure is a numeral or number word of the passage named, and the reason fits it."""
        for line, row in self.tables["other_numerals"]:
            passage = self.passages[row["passage_id"]]
            if row["quote"] != self.quoted(row["start"], row["end"]):
                yield self.issue("other_numerals", line, "quote", f"is not what stands at {row['start']} to {row['end']}")
            elif not re.fullmatch(REASONS[row["reason"]], row["quote"], re.IGNORECASE) or (
                (row["reason"] == "dateline") != (passage["role"] == "dateline")
            ):
                yield self.issue("other_numerals", line, "reason", f"“{row['quote']}” cannot be a {row['reason']}")
            if not passage["start"] <= row["start"] < row["end"] <= passage["end"]:
                yield self.issue("other_numerals", line, "passage_id", "the numeral stands in another passage")
            if (row["start"] - self.part.start, row["end"] - self.part.start) not in self.numerals:
                yield self.issue("other_numerals", line, "quote", "is no numeral or number word")

    def coverage_issues(self) -> Iterator[Issue]:
        """Every numeral and number word is claimed by one figure, or listed with a fitting reason."""
        begin = self.part.start
        claims = [(row["start"] - begin, row["end"] - begin) for _, row in self.tables["other_numerals"]]
        for _, row in self.tables["figures"]:
            passage = self.passages[row["passage_id"]]
            if (place := passage["quote"].find(row["quote"])) >= 0:
                start = passage["start"] + place - begin
                claims.append((start, start + len(row["quote"])))
        claims.sort(reverse=True)
        near: list[tuple[int, int]] = []  # those that begin before the numeral and may go on beyond it
        for start, end in self.numerals:
            while claims and claims[-1][0] <= start:
                near.append(claims.pop())
            near = [claim for claim in near if claim[1] > start]
            count = sum(end <= high for _, high in near)
            if count != 1:
                said = "is claimed by no figure and not listed" if count == 0 else f"is claimed {count} times"
                line = self.part.line + self.part.text.count("\n", 0, start)
                yield Issue(
                    self.path["article"],
                    line,
                    f"character {begin + start}",
                    f"“{self.part.text[start:end]}” {said}",
                    "add it to figures, or to other_numerals with the reason",
                )

    @cached_property
    def numerals(self) -> dict[tuple[int, int], None]:
        """Where numerals and number words stand in the stretch, in order."""
        return dict.fromkeys(numerals(self.part.text))


def _words_of(figure: Row) -> str:
    """The words of a figure, or "" where its quote cannot be read or its cells are none of a quantity."""
    try:
        return figure_words(figure)
    except (Unreadable, ValueError):
        return ""


def _exact(cell: Any) -> Any:
    """The value of a cell as it is written: 17.48 is no binary fraction."""
    return Decimal(str(cell)) if isinstance(cell, float) else cell


def _same_without_a_word(quote: str, reading: Reading) -> bool:
    """Whether the quote can lose its first or last word and still say the same: then it is too long."""
    words = quote.split()
    for word, shorter in ((words[0], words[1:]), (words[-1], words[:-1])):
        try:
            if not counts(word) and bounds_of(" ".join(shorter)) == reading:
                return True
        except Unreadable:
            pass
    return False

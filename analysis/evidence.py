"""The article's tables held against the article: each value must follow from the words it names.

Nothing here trusts a table. Sentences are cut from the text again, figures are read again out of
their French words, English sentences are written again from the figures, and every number of the
article must be claimed once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from analysis.french import Reading, Unreadable, bounds_of, kind_of, mentions, normalise, numerals, parties_of, status_of
from analysis.package import DataPackage, Issue, Row
from analysis.wording import figure_statement, figure_words

READ_HINT = "correct the cell or the quote; the words decide"

# What the words must look like for each reason why a numeral is no figure.
REASONS = {
    "dateline": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "ordinal": r"premi(?:er|ère)s?|second[es]*|\w+ièmes?",
    "indefinite_article": r"une?",
}


def evidence_issues(package: DataPackage) -> list[Issue]:
    """Every place where a table of the article says something that the article does not."""
    article = _Article(package)
    return [
        *article.passage_issues(),
        *article.entity_issues(),
        *article.figure_issues(),
        *article.statement_issues(),
        *article.coverage_issues(),
    ]


class _Article:
    """The tables as rows with their line numbers, and the text they speak of."""

    def __init__(self, package: DataPackage) -> None:
        self.text = package.article
        self.path = {r["name"]: r["path"] for r in package.descriptor["resources"]}
        self.tables = {
            name: list(enumerate(package.rows(name), start=2))
            for name in ("passages", "entities", "figures", "statements", "other_numerals")
        }
        self.passages = {row["passage_id"]: row for _, row in self.tables["passages"]}
        self.names = {row["entity_id"]: row["name"] for _, row in self.tables["entities"]}
        self.mentions = [(name, row["entity_id"]) for _, row in self.tables["entities"] for name in row["mentions"].split("|")]

    def issue(self, table: str, line: int | None, column: str, message: str, hint: str = "") -> Issue:
        return Issue(self.path[table], line, column, message, hint)

    def passage_issues(self) -> Iterator[Issue]:
        """Passages are whole sentences, in order, and leave nothing but white space between them."""
        end = 0
        for line, row in self.tables["passages"]:
            if self.text[end : row["start"]].strip() or row["start"] < end:
                yield self.issue("passages", line, "start", "does not follow on the passage before", "passages must tile the article")
            end = max(end, row["end"])
            quote = self.text[row["start"] : row["end"]]
            if row["quote"] != quote or quote != quote.strip():
                yield self.issue("passages", line, "quote", f"is not what stands at {row['start']} to {row['end']}")
            if row["role"] != "dateline" and (not re.search(r"[.!?…]$", quote) or re.search(r"[.!?…] +[A-ZÀ-Þ]", quote)):
                yield self.issue("passages", line, "quote", "is not one whole sentence")
            yield from self._role_issues(line, row)
            yield from self._translation_issues(line, row)
        if self.text[end:].strip():
            yield self.issue("passages", None, "end", f"nothing covers the article from {end} on")
        if sum(row["role"] == "dateline" for _, row in self.tables["passages"]) != 1:
            yield self.issue("passages", None, "role", "the article needs one dateline")

    def _role_issues(self, line: int, row: Row) -> Iterator[Issue]:
        key = row["passage_id"]
        figures, statements = (any(other["passage_id"] == key for _, other in self.tables[table]) for table in ("figures", "statements"))
        expected = "figure" if figures else "statement" if statements else None
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
        for _, figure in self.tables["figures"]:
            if figure["passage_id"] != row["passage_id"]:
                continue
            try:
                amount = figure_words(figure)
            except (Unreadable, ValueError):
                continue  # reported with the figure
            year = (figure["period"] or "").removeprefix("../")
            if amount not in rest or (year and year not in rest):
                yield self.issue("passages", line, "translation", f"does not say “{amount}” ({figure['figure_id']})")
            rest = rest.replace(amount, "", 1).replace(year, "", 1) if year else rest.replace(amount, "", 1)
        if any(character.isdigit() for character in rest):
            yield self.issue("passages", line, "translation", "has a number that no figure of the passage states")

    def entity_issues(self) -> Iterator[Issue]:
        """Every name stands in the article, and no two entities share one."""
        named = {entity for _, entity in mentions(self.text, self.mentions)}
        text = normalise(self.text)
        for line, row in self.tables["entities"]:
            if row["name"] not in row["mentions"].split("|"):
                yield self.issue("entities", line, "name", "is none of the names by which the article calls it")
            for name in row["mentions"].split("|"):
                if normalise(name) not in text or sum(name == other for other, _ in self.mentions) > 1:
                    yield self.issue("entities", line, "mentions", f"“{name}” must stand in the article, for one entity")
            if row["entity_id"] not in named:
                yield self.issue("entities", line, "mentions", "the article does not name it")

    def figure_issues(self) -> Iterator[Issue]:
        """Each cell of a figure follows from its words and the sentence around them."""
        for line, row in self.tables["figures"]:
            passage = self.passages[row["passage_id"]]["quote"]
            if passage.count(row["quote"]) != 1:
                yield self.issue("figures", line, "quote", "does not stand exactly once in its passage")
                continue
            start = passage.index(row["quote"])
            if re.search(rf"(?<!\w){re.escape(row['quote'])}(?!\w)", passage) is None:
                yield self.issue("figures", line, "quote", "cuts a word in two", "quote whole words")
            try:
                reading = bounds_of(row["quote"])
                kind = kind_of(passage, start + len(row["quote"]), reading.unit)
                giver, receiver = parties_of(passage, start, kind, self.mentions)
                status = status_of(passage, start + len(row["quote"]))
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
            wrong = {column: value for column, value in read.items() if row[column] != value}
            for column, value in wrong.items():
                shown = "empty" if value is None else f"{value}"
                yield self.issue("figures", line, column, f"is {row[column]}, but the article says {shown}", READ_HINT)
            if not wrong and row["statement"] != (sentence := figure_statement(row, self.names)):
                yield self.issue("figures", line, "statement", "is not what the other cells say", f"write: {sentence}")

    def statement_issues(self) -> Iterator[Issue]:
        """Claims carry no figure and stand in a sentence of the article's text."""
        for line, row in self.tables["statements"]:
            if any(character.isdigit() for character in row["statement"]):
                yield self.issue("statements", line, "statement", "has a number; numbers belong into figures")
            if self.passages[row["passage_id"]]["role"] not in ("statement", "figure"):
                yield self.issue("statements", line, "passage_id", "names a sentence that makes no claim")

    def coverage_issues(self) -> Iterator[Issue]:
        """Every numeral and number word is claimed by one figure, or listed with a fitting reason."""
        claims = []
        for _, row in self.tables["figures"]:
            passage = self.passages[row["passage_id"]]
            if row["quote"] in passage["quote"]:
                start = passage["start"] + passage["quote"].index(row["quote"])
                claims.append((start, start + len(row["quote"])))
        for line, row in self.tables["other_numerals"]:
            passage = self.passages[row["passage_id"]]
            claims.append((row["start"], row["end"]))
            if row["quote"] != self.text[row["start"] : row["end"]]:
                yield self.issue("other_numerals", line, "quote", f"is not what stands at {row['start']} to {row['end']}")
            elif not re.fullmatch(REASONS[row["reason"]], row["quote"], re.IGNORECASE) or (
                (row["reason"] == "dateline") != (passage["role"] == "dateline")
            ):
                yield self.issue("other_numerals", line, "reason", f"“{row['quote']}” cannot be a {row['reason']}")
            if not passage["start"] <= row["start"] < row["end"] <= passage["end"]:
                yield self.issue("other_numerals", line, "passage_id", "the numeral stands in another passage")
            if (row["start"], row["end"]) not in numerals(self.text):
                yield self.issue("other_numerals", line, "quote", "is no numeral or number word")
        for start, end in numerals(self.text):
            count = sum(low <= start and end <= high for low, high in claims)
            if count != 1:
                said = "is claimed by no figure and not listed" if count == 0 else f"is claimed {count} times"
                line = self.text.count("\n", 0, start) + 1
                yield Issue(
                    self.path["article"],
                    line,
                    f"character {start}",
                    f"“{self.text[start:end]}” {said}",
                    "add it to figures, or to other_numerals with the reason",
                )


def _same_without_a_word(quote: str, reading: Reading) -> bool:
    """Whether the quote can lose its first or last word and still say the same: then it is too long."""
    words = quote.split()
    for shorter in (words[1:], words[:-1]):
        try:
            if bounds_of(" ".join(shorter)) == reading:
                return True
        except Unreadable:
            pass
    return False

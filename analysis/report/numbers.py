"""Numbers in a sentence: each in words with its bound, as a link to its entry in the appendices."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from ..metrics import DATELINE, compute, registry
from ..package import Package, Row, figure_words, name_of, unknown_id
from ..values import Quantity, date_in_words, date_words, words
from .markdown import Markdown, escape, source_link, verdict_word


class Numbers:
    """The figures, metrics and facts of a package in words, each with its anchor and the mark of its entry.

    An id that does not exist raises `KeyError` with the nearest one, which stops the build.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.shown: dict[str, int] = {}  # the facts that the text has shown so far, each with its place among them, from 1
        self.named: dict[str, None] = {}  # all ids that the text has shown so far

    @cached_property
    def values(self) -> Mapping[str, Quantity]:
        """Every metric by id."""
        return compute(self.package)

    @cached_property
    def figures(self) -> dict[str, Row]:
        """Every figure of the article by id."""
        return {row["figure_id"]: row for row in self.package.rows("figures")}

    @cached_property
    def verdicts(self) -> dict[str, Row]:
        """The verdict on each figure and each claim, by the id of the figure or the claim."""
        return {row["figure_id"] or row["statement_id"]: row for row in self.package.rows("verdicts")}

    # ------------------------------------------------------------ what the text calls

    def number(self, name: str) -> Markdown:
        """A figure, a metric or a fact in words with its bound, as a link to its trace."""
        return Markdown(self.link(name, self.words(name)))

    def capital(self, name: str) -> Markdown:
        """The same at the start of a sentence."""
        text = self.words(name)
        return Markdown(self.link(name, text[0].upper() + text[1:]))

    def period(self, figure_id: str) -> Markdown:
        """The year that a figure's words name."""
        if not (period := self.package.row("figures", figure_id)["period"]):
            raise KeyError(f"the words of {figure_id} name no year")
        return Markdown(self.link(figure_id, period.removeprefix("../")))

    def when(self, fact_id: str) -> Markdown:
        """The date of a fact, as precisely as its row has it: a day, a month, a quarter or a year."""
        row = self.package[fact_id].row
        columns = ("as_of", "announced_on", "dated_on", "stated_on", "given_on", "period")
        day = next((str(row[column]) for column in columns if row.get(column)), None)
        if day is None:
            raise KeyError(f"the row of {fact_id} has no date")
        return Markdown(self.link(fact_id, date_in_words(day)))

    def term(self, commitment_id: str) -> Markdown:
        """The months between which a commitment runs."""
        fact_id = f"{commitment_id}:months"
        row = self.package[fact_id].row
        return Markdown(self.link(fact_id, f"{date_in_words(row['term_start'])} to {date_in_words(row['term_end'])}"))

    def claim(self, statement_id: str) -> Markdown:
        """A claim of the article in our words, without its full stop, as a link to its sentence."""
        return Markdown(self._claim_link(self.package.row("statements", statement_id)))

    def claims(self, topic: str) -> Markdown:
        """All claims of a topic, as a list."""
        chosen = [row for row in self.package.rows("statements") if row["topic"] == topic]
        if not chosen:
            raise KeyError(f"there is no claim of the topic “{topic}”")
        return Markdown("\n".join(f"- {self._claim_link(row)}." for row in chosen) + "\n")

    @property
    def date(self) -> Markdown:
        """The date of the article."""
        return self.number(DATELINE)

    # ------------------------------------------------------------ what this room is made of

    def words(self, name: str) -> str:
        """The words of an id."""
        if name in self.figures:
            return figure_words(self.figures[name])
        if name in self.values:
            return words(self.values[name])
        if name in self.package.facts:
            return self.package.facts[name].words
        if name == DATELINE:
            return date_words(self.package.article_date)
        raise KeyError(unknown_id(name, [*self.figures, *self.values, *self.package.facts]))

    def link(self, name: str, text: str) -> str:
        """A text as the link to the entry of an id."""
        self.named[name] = None
        return f"[{escape(text)}](#{self.anchor(name)}){{.number note={self.note(name)}}}"

    def statement(self, figure_id: str) -> str:
        """The sentence for a figure of the article, with its number as a link."""
        said, number = self.package.statement("figures", self.figures[figure_id]), self.words(figure_id)
        before, found, after = said.partition(number)
        return escape(before) + (self.link(figure_id, found) if found else "") + escape(after)

    def note(self, name: str) -> str:
        """The mark of an entry: the letter of its appendix and its place there, as in B12."""
        if name in self.package.facts:
            return f"C{self.shown.setdefault(name, len(self.shown) + 1)}"
        return self.sentences[name] if name == DATELINE else self._places[name]

    def anchor(self, name: str) -> str:
        """The anchor of the entry of an id."""
        if name in self.package.facts:
            return "c-" + name_of(name).replace(":", "-")
        kind = "f" if name in self.figures else "p" if name == DATELINE else "m"
        return f"{kind}-{name_of(name)}"

    @cached_property
    def sentences(self) -> dict[str, str]:
        """The mark of each sentence of the article."""
        return {row["passage_id"]: f"D{place}" for place, row in enumerate(self.package.rows("passages"), 1)}

    def verdict(self, row: Row) -> str:
        """A verdict in a word, why, and the sources that it rests on."""
        return f"{verdict_word(row['verdict'])}. {self.why(row)}"

    def why(self, row: Row) -> str:
        """Why a verdict is what it is, with its sources in their order."""
        rests_on = [one for one in self.package.rows("verdict_sources") if one["verdict_id"] == row["verdict_id"]]
        links = (source_link(self.package.row("sources", one["source_id"])) for one in sorted(rests_on, key=lambda one: one["position"]))
        return f"{escape(row['why'])} {'; '.join(links)}".rstrip()

    def rests_on(self, name: str) -> str:
        """The kind of evidence of one number. A metric with a reading rests on an assumption, any other on arithmetic alone."""
        if name in registry():
            return "assumption" if registry()[name].reading else "arithmetic"
        if name in self.figures or name == DATELINE:
            return "article"
        return str(self.package.row("sources", self.package.facts[name].row["source_id"])["kind"])

    def figures_below(self, name: str) -> dict[str, None]:
        """The figures of the article that a number rests on, itself or through metrics, in order."""
        if name in self.figures:
            return {name: None}
        below = registry()[name].inputs if name in registry() else ()
        return {figure: None for one in below for figure in self.figures_below(one)}

    @cached_property
    def _places(self) -> dict[str, str]:
        return {name: f"{letter}{place}" for letter, ids in (("A", self.figures), ("B", registry())) for place, name in enumerate(ids, 1)}

    def _claim_link(self, statement: Row) -> str:
        passage = name_of(statement["passage_id"])
        return f"[{escape(statement['statement'].rstrip('.'))}](#p-{passage}){{.claim note={self.sentences[passage]}}}"

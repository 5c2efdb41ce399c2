"""What report.qmd may call: numbers, tables and charts as Markdown, each number linked to its trace.

One execution serves every format, so everything here returns Markdown. A number in the text is a
link to its place in the appendix; an id that does not exist stops the build.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date as calendar_day
from functools import cached_property
from pathlib import Path

from ..export.dictionary import as_html, as_typst, typst_string
from ..export.schemaorg import as_script
from ..metrics import DATELINE, Metric, compute, registry
from ..package import DESCRIPTOR, Package, Fact, PackageError, Row, open_package, unknown_id
from ..values import Quantity
from ..package import ADDRESS, NAME
from ..values import BOUND_MEANINGS, NBSP, date_in_words, date_words, fact_statement, figure_words, words

# How wide charts are drawn: for paper and wide screens, and for a phone.
WIDE, NARROW = 640, 330


VERDICTS = {
    "confirmed": "Confirmed",
    "confirmed_with_nuance": "Confirmed, with nuance",
    "stale": "Stale",
    "ambiguous": "Ambiguous",
    "overtaken": "Overtaken",
}
# What the number of a figure is a number of, where it stands alone in a table.
SUBJECTS = {
    "azure-commitment": "of Azure compute",
    "compute-capacity": "of compute power",
    "amazon-investment": "from Amazon",
    "nvidia-investment": "from Nvidia",
    "microsoft-investment": "from Microsoft",
    "ai-spending-2025": "of AI spending",
    "ai-spending-2030": "of AI spending by the end of the decade",
    "azure-growth": "growth of Azure",
    "aws-growth": "growth of AWS",
    "profitability-year": "for profit",
}


_BEFORE_UNIT = re.compile(r"(\d) ((?:(?:b|m|tr)illion|GW|gigawatt|percent|times|year|month)s?\b)")


@dataclass(frozen=True)
class Markdown:
    """Text that Jupyter shows as Markdown, in a cell and within a sentence."""

    text: str

    def _repr_markdown_(self) -> str:
        return self.text

    def __str__(self) -> str:
        return self.text


def escape(text: str) -> str:
    """`text` as Markdown that shows it and does nothing else, whatever it contains; a unit stays on the line of its number."""
    text = _BEFORE_UNIT.sub(f"\\1{NBSP}\\2", text)
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!$^~|@\"':&=%])", r"\\\1", re.sub(r"[ \t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+", " ", text))


def name_of(text: str) -> str:
    """An id as part of an anchor or an attribute; raises `PackageError` for a text that is none."""
    if not NAME.fullmatch(text):
        raise PackageError(f"{text!r} is no id: small letters and digits, with hyphens between; run: briefing validate")
    return text


def address(url: str) -> str:
    """The address of a page as the target of a link; raises `PackageError` for any other text."""
    if not ADDRESS.fullmatch(url):
        raise PackageError(f"{url!r} is no address that starts with https:// or http://; run: briefing validate")
    return re.sub(r"([^\w:/?#%=,;.~-])", r"\\\1", url)


def open_briefing() -> Briefing:
    """The briefing of the package beside the document, or of the one in BRIEFING_PACKAGE."""
    return Briefing(open_package(Path(os.environ.get("BRIEFING_PACKAGE", DESCRIPTOR))))


class Briefing:
    """A package, ready to be written about."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.shown: dict[str, int] = {}  # the facts that the text has shown so far, each with its place among them, from 1

    @cached_property
    def values(self) -> Mapping[str, Quantity]:
        """Every metric by id."""
        return compute(self.package)

    @cached_property
    def figures(self) -> dict[str, Row]:
        """Every figure of the article by id."""
        return {row["figure_id"]: row for row in self.package.rows("figures")}

    # ------------------------------------------------------------ in a sentence

    def number(self, name: str) -> Markdown:
        """A figure or a metric in words with its bound, as a link to its trace."""
        return Markdown(self._link(name, self._words(name)))

    def capital(self, name: str) -> Markdown:
        """The same at the start of a sentence."""
        text = self._words(name)
        return Markdown(self._link(name, text[0].upper() + text[1:]))

    def period(self, figure_id: str) -> Markdown:
        """The year that a figure's words name."""
        if figure_id not in self.figures or not self.figures[figure_id]["period"]:
            raise self._unknown(figure_id)
        return Markdown(self._link(figure_id, self.figures[figure_id]["period"].removeprefix("../")))

    def when(self, fact_id: str) -> Markdown:
        """The date of a fact, as precisely as its row has it: a day, a month, or a quarter."""
        if fact_id not in self.package.facts:
            raise self._unknown(fact_id)
        row = self.package.facts[fact_id].row
        said = next(row[column] for column in ("as_of", "announced_on", "dated_on", "stated_on", "period") if row.get(column))
        return Markdown(self._link(fact_id, date_in_words(str(said))))

    def claim(self, statement_id: str) -> Markdown:
        """A claim of the article in our words, without its full stop, as a link to its sentence."""
        statements = {row["statement_id"]: row for row in self.package.rows("statements")}
        if statement_id not in statements:
            raise KeyError(unknown_id(statement_id, list(statements)))
        return Markdown(self._claim_link(statements[statement_id]))

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

    @property
    def latest_quarters(self) -> Markdown:
        """For each cloud and each company, the quarter of its last row."""
        names = {row["organisation_id"]: row["name"] for row in self.package.rows("organisations")}
        companies = {row["organisation_id"] for row in self.package.rows("organisations") if row["kind"] != "group"}
        providers = {row["series_id"]: row["provider_id"] for row in self.package.rows("cloud_series")}
        last: dict[str, str] = {}
        for who, row in [
            *((providers[row["series_id"]], row) for row in self.package.rows("cloud_growth")),
            *((row["company_id"], row) for row in self.package.rows("capex")),
        ]:
            if "quarter" in row["period_kind"] and who in companies:
                last[who] = max(last.get(who, ""), row["period_end"])
        by_day: dict[str, list[str]] = {}
        for who, day in last.items():
            by_day.setdefault(day, []).append(names[who])
        said = (f"to {date_words(calendar_day.fromisoformat(day))} for {', '.join(who)}" for day, who in sorted(by_day.items()))
        return Markdown(f"[{escape('; '.join(said))}]{{.edition}}")

    @property
    def edition(self) -> Markdown:
        """The version of the package, its date, and the last day on which a source of context was published."""
        version, created = self.package.descriptor["version"], self.package.descriptor["created"][:10]
        last = max(row["published"] for row in self.package.rows("sources") if len(row["published"] or "") == 10)
        made, seen = (date_words(calendar_day.fromisoformat(day)) for day in (created, last))
        return Markdown(f"[Edition {escape(version)}, {made}. Other sources as of {seen}.]{{.edition}}")

    def _words(self, name: str) -> str:
        if name in self.figures:
            return figure_words(self.figures[name])
        if name in self.values:
            return words(self.values[name])
        if name in self.package.facts:
            return words(self.package.facts[name].quantity)
        if name == DATELINE:
            return date_words(self.package.article_date)
        raise self._unknown(name)

    def _link(self, name: str, text: str) -> str:
        return f"[{escape(text)}](#{self._anchor(name)}){{.number note={self._note(name)}}}"

    def _claim_link(self, statement: Row) -> str:
        passage = name_of(statement["passage_id"])
        return f"[{escape(statement['statement'].rstrip('.'))}](#p-{passage}){{.claim note={self._sentences[passage]}}}"

    def _note(self, name: str) -> str:
        """The mark of an entry: the letter of its appendix and its place there, as in B12."""
        if name in self.package.facts:
            return f"C{self.shown.setdefault(name, len(self.shown) + 1)}"
        return self._sentences[name] if name == DATELINE else self._places[name]

    @cached_property
    def _places(self) -> dict[str, str]:
        return {name: f"{letter}{place}" for letter, ids in (("A", self.figures), ("B", registry())) for place, name in enumerate(ids, 1)}

    @cached_property
    def _sentences(self) -> dict[str, str]:
        return {row["passage_id"]: f"D{place}" for place, row in enumerate(self.package.rows("passages"), 1)}

    def _anchor(self, name: str) -> str:
        if name in self.package.facts:
            return "c-" + name_of(name).replace(":", "-")
        kind = "f" if name in self.figures else "p" if name == DATELINE else "m"
        return f"{kind}-{name_of(name)}"

    def _unknown(self, name: str) -> KeyError:
        return KeyError(unknown_id(name, [*self.figures, *self.values, *self.package.facts]))

    # ------------------------------------------------------------ tables

    def key_figures(self, *chosen: tuple[str, str]) -> Markdown:
        """A strip of numbers, each with what it is, its bound, and what other sources make of it.

        `chosen` gives an id and the words that follow its value. A metric has the verdicts of the
        figures that it rests on.
        """
        verdicts = {row["figure_id"]: row["verdict"] for row in self.package.rows("verdicts")}
        items = []
        for name, label in chosen:
            below = [name] if name in self.figures else list(self._figures_below(name))
            bound = self.figures[name]["bound"] if name in self.figures else self.values[name].bound
            made = "" if name in self.figures else ", computed"
            said = " ".join(_verdict_word(verdict) for verdict in VERDICTS if verdict in {verdicts[one] for one in below})
            items.append(f"- {self.number(name)}\n\n  {escape(label)}\n\n  [{BOUND_MEANINGS[bound]}{made}]{{.bound}} {said}\n")
        return Markdown("::: {.key-figures}\n\n" + "\n".join(items) + "\n:::\n")

    def deal_table(self) -> Markdown:
        """Who gives what to whom, as the article says it."""
        names = {row["entity_id"]: row["name"] for row in self.package.rows("entities")}
        verdicts = {row["figure_id"]: row["verdict"] for row in self.package.rows("verdicts")}
        rows = [
            (
                escape(names.get(row["from_id"], "not stated")),
                escape(names[row["to_id"]]),
                self.number(row["figure_id"]).text,
                BOUND_MEANINGS[row["bound"]],
                _verdict_word(verdicts[row["figure_id"]]),
            )
            for row in self.figures.values()
            if row["kind"] in ("compute_purchase", "equity_investment", "compute_capacity")
        ]
        return _float(
            "tbl-deal",
            _table(("From", "To", "What", "Bound", "Verdict"), rows, "19 19 22 16 24"),
            "What each party gives, with the bound that the article states and what other sources say of it.",
        )

    def verdict_table(self) -> Markdown:
        """What other sources say of each figure, and of the claims they speak to: one verdict each."""
        rows = []
        for verdict in self.package.rows("verdicts"):
            if verdict["figure_id"]:
                about = self.number(verdict["figure_id"]).text + f" {SUBJECTS[verdict['figure_id']]}"
            else:
                about = self.claim(verdict["statement_id"]).text
            rows.append((about, _verdict_word(verdict["verdict"]), f"{escape(verdict['why'])} {self.source(verdict['source_id'])}"))
        return _float("tbl-verdicts", _table(("The article", "Verdict", "Why"), rows, "30 19 51"), "What other sources say of the article.")

    def source(self, source_id: str) -> str:
        """A link to the page of a source, named by its publisher."""
        row = self.package.row("sources", source_id)
        return f"[{escape(row['publisher'])}]({address(row['url'])}){{.source}}"

    def holes(self) -> Markdown:
        """What was looked for and not found: each reason with the rows that are missing for it."""
        missing: dict[str, list[str]] = {}
        for row in self.package.rows("holes"):
            missing.setdefault(row["why"], []).append(row["hole_id"])
        items = [f"- {escape(why.rstrip('.'))}: [{escape(', '.join(rows))}]{{.missing}}." for why, rows in missing.items()]
        return Markdown("\n".join(items) + "\n")

    def metric_table(self, anchor: str, names: Iterable[str], caption: str) -> Markdown:
        """Some metrics with their values and readings."""
        rows = [(escape(registry()[name].label), self.number(name).text, escape(registry()[name].reading) or "–") for name in names]
        return _float(anchor, _table(("Metric", "Value", "Reading"), rows, "40 25 35"), caption)

    # ------------------------------------------------------------ charts

    def chart(self, name: str, caption: str) -> Markdown:
        """A chart by name, with its caption (which states the finding), its alternative text, and the table of its values."""
        from ..charts import CHARTS
        from ..charts.svg import to_svg
        from .interactive import chart_tools

        if name not in CHARTS:
            raise KeyError(unknown_id(name, list(CHARTS)))
        chart = CHARTS[name]
        label, values = chart.describe(self.package), chart.values(self.package)
        wide, narrow = (
            to_svg(chart.draw(self.package, width), f"{name}-{size}", label, [value.says for value in values])
            for size, width in (("wide", WIDE), ("narrow", NARROW))
        )
        typst = f'#image(bytes({typst_string(wide)}), format: "svg", width: 100%, alt: {typst_string(label)})'
        return Markdown(
            f"::: {{#fig-{name} .chart}}\n\n"
            f'```{{=html}}\n<div class="chart-wide">{_fenced(wide)}</div>\n<div class="chart-narrow">{_fenced(narrow)}</div>\n```\n\n'
            f"```{{=typst}}\n{typst}\n```\n\n{caption}\n\n:::\n\n"
            f"```{{=html}}\n{_fenced(chart_tools(self.package, name, WIDE))}\n```\n"
        )

    def explorer(self) -> Markdown:
        """Sliders for the reader's own assumptions (HTML, where scripts run), and the cases at their marks as tables."""
        from .explorer import cases
        from .interactive import explorer

        by_price, by_growth = ([tuple(map(escape, row)) for row in rows] for rows in cases(self.package))
        tables = (
            _float(
                "tbl-explore-price",
                _table(("Price of a gigawatt for a year", "Bought", "Lasts, in full use"), by_price, "46 27 27"),
                "What the commitment buys at published prices. Nobody has said that it pays for the whole capacity.",
            ),
            _float(
                "tbl-explore-growth",
                _table(("Growth of spending a year", "In the last year", "In all until then"), by_growth, "46 27 27"),
                "What spending comes to at some rates, from the floor that the article states.",
            ),
        )
        return Markdown(f"```{{=html}}\n{_fenced(explorer(self.package))}\n```\n\n{tables[0].text}\n\n{tables[1].text}\n")

    # ------------------------------------------------------------ appendix

    def figures_appendix(self) -> Markdown:
        """Every figure: what it says, its bound, the French words, our translation, the verdict, what is made of it."""
        verdicts = {row["figure_id"]: row for row in self.package.rows("verdicts")}
        blocks = []
        for name, row in self.figures.items():
            passage = self.package.row("passages", row["passage_id"])
            period = f", {escape(row['period'].replace('../', 'until '))}" if row["period"] else ""
            facts = [
                ("Bound", f"{BOUND_MEANINGS[row['bound']]}, {escape(row['status'])}{period}"),
                ("Verdict", self._verdict(verdicts[name])),
                ("French", f"[“{escape(row['quote'])}”]{{lang=fr}}"),
                ("Sentence", f"“{escape(passage['translation'])}” [In the article](#p-{name_of(row['passage_id'])})"),
                ("Used for", self._used_for(name)),
            ]
            blocks.append(self._entry(name, self._words(name), row["statement"], facts))
        return Markdown("\n".join(blocks))

    def metrics_appendix(self) -> Markdown:
        """Every metric: value, formula, inputs with their values, reading, caveat, and what rests on it."""
        return Markdown("\n".join(self._metric_entry(one) for one in registry().values()))

    def _metric_entry(self, one: Metric) -> str:
        names = {name: "" if name in self.package.facts else f" [{escape(name)}]{{.id}}" for name in one.inputs}
        inputs = "; ".join(self.number(name).text + said for name, said in names.items())
        facts = [
            ("Bound", BOUND_MEANINGS[self.values[one.metric_id].bound]),
            ("Formula", escape(one.formula)),
            ("Inputs", inputs),
            ("Reading", escape(one.reading)),
            ("Caveat", escape(one.caveat)),
            ("Rests on", self._verdicts_below(one.metric_id)),
            ("Used for", self._used_for(one.metric_id)),
        ]
        return self._entry(one.metric_id, self._words(one.metric_id), one.label, facts)

    def facts_appendix(self) -> Markdown:
        """Every row of context that the text shows or a metric rests on, with its source, in the order of their first use."""
        for one in registry().values():
            for name in one.inputs:
                self._note(name)
        return Markdown("\n".join(self._fact_entry(self.package.facts[name]) for name in self.shown))

    def _fact_entry(self, fact: Fact) -> str:
        source = self.package.row("sources", fact.row["source_id"])
        date = date_in_words(source["published"]) if source["published"] else "undated"
        facts = [
            ("Bound", BOUND_MEANINGS[fact.quantity.bound]),
            ("Note", escape(fact.row["note"] or "")),
            ("Source", f"{self.source(fact.row['source_id'])}, {escape(date)}, {escape(source['kind'])}"),
            ("Used for", self._used_for(fact.fact_id, by_mark=True)),
        ]
        return self._entry(fact.fact_id, words(fact.quantity), fact_statement(fact), facts, "trace row")

    def _entry(self, name: str, value: str, label: str, facts: Iterable[tuple[str, str]], classes: str = "trace") -> str:
        """One entry of an appendix. The filter adds the sections of the text that link to it."""
        said = "\n".join(f"{key}\n:   {text}\n" for key, text in facts if text)
        marks = " ".join(f".{one}" for one in classes.split())
        return (
            f"::: {{#{self._anchor(name)} {marks}}}\n"
            f"[{self._note(name)}]{{.note}} [{escape(value)}]{{.value}} [{escape(name)}]{{.id}}\n\n{escape(label)}\n\n{said}\n:::\n"
        )

    def _verdict(self, row: Row) -> str:
        return f"{_verdict_word(row['verdict'])}. {escape(row['why'])} {self.source(row['source_id'])}"

    def _used_for(self, name: str, *, by_mark: bool = False) -> str:
        """The metrics that a number goes into, by label, or for the many rows by the mark of their entry."""
        users = [one for one in registry().values() if name in one.inputs]
        return ", ".join(f"[{self._note(one.metric_id) if by_mark else escape(one.label)}](#m-{one.metric_id})" for one in users)

    def _figures_below(self, name: str) -> dict[str, None]:
        """The figures of the article that a metric rests on, itself or through other metrics."""
        found: dict[str, None] = {}
        for below in registry()[name].inputs:
            found |= {below: None} if below in self.figures else self._figures_below(below) if below in registry() else {}
        return found

    def _verdicts_below(self, name: str) -> str:
        verdicts = {row["figure_id"]: row["verdict"] for row in self.package.rows("verdicts")}
        groups: dict[str, list[str]] = {}
        for figure in self._figures_below(name):
            groups.setdefault(verdicts[figure], []).append(escape(figure))
        return "; ".join(f"{_verdict_word(verdict)}: {', '.join(names)}" for verdict, names in groups.items())

    def article(self) -> Markdown:
        """The article, sentence by sentence, in French with its figures marked, and in our translation."""
        return Markdown("\n".join(self._sentence_entry(row) for row in self.package.rows("passages")))

    def _sentence_entry(self, passage: Row) -> str:
        name = passage["passage_id"]
        figures = [row for row in self.figures.values() if row["passage_id"] == name]
        claims = {row["statement_id"]: row["statement"] for row in self.package.rows("statements") if row["passage_id"] == name}
        facts = [("Figures", "; ".join(self.number(row["figure_id"]).text for row in figures))]
        said_of = [row for row in self.package.rows("verdicts") if row["statement_id"] in claims]
        lines = [f"{escape(claims[row['statement_id']])} {self._verdict(row)}" for row in said_of]
        facts.append(("Claims", "\\\n    ".join(lines)))
        said = "\n".join(f"{key}\n:   {text}\n" for key, text in facts if text)
        return (
            f"::: {{#p-{name_of(name)} .passage}}\n[{self._sentences[name]}]{{.note}} [{_marked(passage['quote'], figures)}]{{lang=fr}}\n\n"
            f"[{escape(passage['translation'])}]{{.translation}}\n\n{said}\n:::\n"
        )

    def dictionary(self) -> Markdown:
        """What the tables of the package hold, and their columns: in the page with meanings, in the PDF as a list."""
        page, pdf = as_html(self.package), as_typst(self.package)
        return Markdown(f'```{{=html}}\n<div class="dictionary">\n{_fenced(page)}\n</div>\n```\n\n```{{=typst}}\n{pdf}\n```\n')

    def dataset(self) -> Markdown:
        """What the data package is, for search engines: seen by no reader."""
        return Markdown(f"```{{=html}}\n{_fenced(as_script(self.package))}\n```\n")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]], widths: str) -> str:
    # Pandoc takes the relative widths of a pipe table from its rule, once a row is longer than a line.
    rule = "|".join("-" * int(width) for width in widths.split())
    lines = [" | ".join(head), rule, *(" | ".join(row) for row in rows)]
    return "\n".join(f"|{line}|" for line in lines)


def _verdict_word(verdict: str) -> str:
    return f"[{VERDICTS[verdict]}]{{.verdict .{verdict.replace('_', '-')}}}"


def _marked(quote: str, figures: Iterable[Row]) -> str:
    """A sentence in which the words of each figure are marked; the filter leads each mark to where the text uses it."""
    text = escape(quote)
    for figure in figures:
        phrase = escape(figure["quote"])
        text = text.replace(phrase, f"[{phrase}]{{.mark figure={name_of(figure['figure_id'])}}}", 1)
    return text


def _float(anchor: str, content: str, caption: str) -> Markdown:
    return Markdown(f"::: {{#{anchor}}}\n\n{content}\n\n{caption}\n\n:::\n")


def _fenced(markup: str) -> str:
    """Markup that cannot end the block it stands in."""
    return markup.replace("`", "&#96;")

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

from analysis.metrics import DATELINE, Metric, compute, registry
from analysis.package import DESCRIPTOR, DataPackage, Row, open_package, unknown_id
from analysis.quantity import Quantity
from analysis.wording import BOUND_MEANINGS, date_in_words, date_words, fact_statement, figure_words, words

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


@dataclass(frozen=True)
class Markdown:
    """Text that Jupyter shows as Markdown, in a cell and within a sentence."""

    text: str

    def _repr_markdown_(self) -> str:
        return self.text

    def __str__(self) -> str:
        return self.text


def escape(text: str) -> str:
    """`text` as Markdown that shows it and does nothing else, whatever it contains."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!$^~|@\"':&=%])", r"\\\1", " ".join(text.split(" "))).replace("\n", " ")


def open_briefing() -> Briefing:
    """The briefing of the package beside the document, or of the one in BRIEFING_PACKAGE."""
    return Briefing(open_package(Path(os.environ.get("BRIEFING_PACKAGE", DESCRIPTOR))))


class Briefing:
    """A package, ready to be written about."""

    def __init__(self, package: DataPackage) -> None:
        self.package = package
        self.shown: dict[str, None] = {}  # the facts that the text has shown so far, in order

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
        self.shown[fact_id] = None
        return Markdown(self._link(fact_id, date_in_words(str(said))))

    def claim(self, statement_id: str) -> Markdown:
        """A claim of the article in our words, without its full stop, as a link to its sentence."""
        statements = {row["statement_id"]: row for row in self.package.rows("statements")}
        if statement_id not in statements:
            raise KeyError(unknown_id(statement_id, list(statements)))
        return Markdown(_claim_link(statements[statement_id]))

    def claims(self, topic: str) -> Markdown:
        """All claims of a topic, as a list."""
        chosen = [row for row in self.package.rows("statements") if row["topic"] == topic]
        if not chosen:
            raise KeyError(f"there is no claim of the topic “{topic}”")
        return Markdown("\n".join(f"- {_claim_link(row)}." for row in chosen) + "\n")

    @property
    def date(self) -> Markdown:
        """The date of the article."""
        return Markdown(self._link(DATELINE, date_words(self.package.article_date)))

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
            self.shown[name] = None
            return words(self.package.facts[name].quantity)
        raise self._unknown(name)

    def _link(self, name: str, text: str) -> str:
        return f"[{escape(text)}](#{self._anchor(name)}){{.number}}"

    def _anchor(self, name: str) -> str:
        if name in self.package.facts:
            return "c-" + name.replace(":", "-")
        kind = "f" if name in self.figures else "p" if name == DATELINE else "m"
        return f"{kind}-{name}"

    def _unknown(self, name: str) -> KeyError:
        return KeyError(unknown_id(name, [*self.figures, *self.values, *self.package.facts]))

    # ------------------------------------------------------------ tables

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
                VERDICTS[verdicts[row["figure_id"]]],
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
            said = f"[{VERDICTS[verdict['verdict']]}]{{.verdict .{verdict['verdict'].replace('_', '-')}}}"
            rows.append((about, said, f"{escape(verdict['why'])} {self.source(verdict['source_id'])}"))
        return _float("tbl-verdicts", _table(("The article", "Verdict", "Why"), rows, "29 24 47"), "What other sources say of the article.")

    def source(self, source_id: str) -> str:
        """A link to the page of a source, named by its publisher."""
        row = self.package.row("sources", source_id)
        return f"[{escape(row['publisher'])}]({row['url']}){{.source}}"

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
        """A chart by name, with its caption (which states the finding) and its alternative text."""
        from analysis.charts import CHARTS
        from analysis.charts.theme import to_svg

        if name not in CHARTS:
            raise KeyError(unknown_id(name, list(CHARTS)))
        label = CHARTS[name].describe(self.package)
        wide, narrow = (
            to_svg(CHARTS[name].draw(self.package, width), f"{name}-{size}", label) for size, width in (("wide", WIDE), ("narrow", NARROW))
        )
        typst = f'#image(bytes({_typst_string(wide)}), format: "svg", width: 100%, alt: {_typst_string(label)})'
        return Markdown(
            f"::: {{#fig-{name} .chart}}\n\n"
            f'```{{=html}}\n<div class="chart-wide">{wide}</div>\n<div class="chart-narrow">{narrow}</div>\n```\n\n'
            f"```{{=typst}}\n{typst}\n```\n\n{caption}\n\n:::\n"
        )

    # ------------------------------------------------------------ appendix

    def figures_appendix(self) -> Markdown:
        """Every figure: what it says, its bound, the French words, our translation."""
        blocks = []
        for name, row in self.figures.items():
            passage = self.package.row("passages", row["passage_id"])
            period = f", {escape(row['period'])}" if row["period"] else ""
            blocks.append(
                f"::: {{#{self._anchor(name)} .trace}}\n"
                f"[{escape(self._words(name))}]{{.value}} [{name}]{{.id}}\n\n{escape(row['statement'])}\n\n"
                f"[Bound]{{.key}} {BOUND_MEANINGS[row['bound']]}, {row['status']}{period} · "
                f"[French words]{{.key}} [“{escape(row['quote'])}”]{{lang=fr}} · "
                f"[Sentence]{{.key}} [{escape(row['passage_id'])}](#p-{row['passage_id']}): “{escape(passage['translation'])}”\n:::\n"
            )
        return Markdown("\n".join(blocks))

    def metrics_appendix(self) -> Markdown:
        """Every metric: value, formula, inputs, reading, caveat."""
        return Markdown("\n".join(self._metric_block(one) for one in registry().values()))

    def _metric_block(self, one: Metric) -> str:
        inputs = ", ".join(
            self._link(name, self._words(name)) if name in self.package.facts else f"[{escape(name)}](#{self._anchor(name)})"
            for name in one.inputs
        )
        parts = [
            f"[Bound]{{.key}} {BOUND_MEANINGS[self.values[one.metric_id].bound]}",
            f"[Formula]{{.key}} {escape(one.formula)}",
            f"[Inputs]{{.key}} {inputs}",
            f"[Reading]{{.key}} {escape(one.reading)}" if one.reading else "",
            f"[Caveat]{{.key}} {escape(one.caveat)}" if one.caveat else "",
        ]
        return (
            f"::: {{#{self._anchor(one.metric_id)} .trace}}\n"
            f"[{escape(self._words(one.metric_id))}]{{.value}} [{one.metric_id}]{{.id}}\n\n{escape(one.label)}\n\n"
            f"{' · '.join(filter(None, parts))}\n:::\n"
        )

    def facts_appendix(self) -> Markdown:
        """Every row of context that the text shows or a metric rests on, with its source."""
        used = dict.fromkeys([*self.shown, *(name for one in registry().values() for name in one.inputs if name in self.package.facts)])
        rows = []
        for name in used:
            fact = self.package.facts[name]
            kind = self.package.row("sources", fact.row["source_id"])["kind"]
            value = f"[{escape(words(fact.quantity))}]{{#{self._anchor(name)} .value}}"
            rows.append((value, escape(fact_statement(fact)), f"{self.source(fact.row['source_id'])} ({kind})"))
        return Markdown(f"::: {{.facts}}\n\n{_table(('Value', 'What the row states', 'Source'), rows, '24 50 26')}\n\n:::\n")

    def article(self) -> Markdown:
        """The article, sentence by sentence, in French and in our translation."""
        blocks = [
            f"::: {{#p-{row['passage_id']} .passage}}\n[{escape(row['quote'])}]{{lang=fr}}\n\n"
            f"[{escape(row['translation'])}]{{.translation}} [{row['passage_id']}]{{.id}}\n:::\n"
            for row in self.package.rows("passages")
        ]
        return Markdown("\n".join(blocks))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]], widths: str) -> str:
    # Pandoc takes the relative widths of a pipe table from its rule, once a row is longer than a line.
    rule = "|".join("-" * int(width) for width in widths.split())
    lines = [" | ".join(head), rule, *(" | ".join(row) for row in rows)]
    return "\n".join(f"|{line}|" for line in lines)


def _claim_link(statement: Row) -> str:
    return f"[{escape(statement['statement'].rstrip('.'))}](#p-{statement['passage_id']}){{.claim}}"


def _float(anchor: str, content: str, caption: str) -> Markdown:
    return Markdown(f"::: {{#{anchor}}}\n\n{content}\n\n{caption}\n\n:::\n")


def _typst_string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'

"""What report.qmd may call: numbers, tables, charts and appendices as Markdown, each number linked to its trace.

One execution serves every format, so everything here returns Markdown.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from .. import export
from ..package import DESCRIPTOR, open_package, typst_string, unknown_id
from . import appendix, tables
from .markdown import Markdown, as_html, captioned, escape, table
from .numbers import Numbers

if TYPE_CHECKING:
    from ..charts import Chart


def open_briefing() -> Briefing:
    """The briefing of the package beside the document, or of the one in BRIEFING_PACKAGE."""
    return Briefing(open_package(Path(os.environ.get("BRIEFING_PACKAGE", DESCRIPTOR))))


class Briefing(Numbers):
    """A package, ready to be written about."""

    masthead = tables.masthead
    key_figures = tables.key_figures
    deal_table = tables.deal_table
    verdict_table = tables.verdict_table
    holes = tables.holes
    latest_quarters = property(tables.latest_quarters)
    figures_appendix = appendix.figures
    metrics_appendix = appendix.metrics
    facts_appendix = appendix.facts
    article = appendix.article

    def chart(self, name: str) -> Markdown:
        """A chart as a unit: its finding, its measure, the picture, its sources; in the page also its values and files."""
        from ..charts import CHARTS

        if name not in CHARTS:
            raise KeyError(unknown_id(name, list(CHARTS)))
        return self._drawn(CHARTS[name])

    def evidence(self) -> Markdown:
        """The chart of what the numbers rest on that the text has shown so far."""
        from ..charts import evidence as chart_of

        if not self.named:
            raise ValueError("the chart of the evidence counts the numbers above it, and there are none; place it below them")
        return self._drawn(chart_of(Counter(map(self.rests_on, self.named))))

    def _drawn(self, chart: Chart) -> Markdown:
        from ..charts import NARROW, WIDE, edition, svg
        from .interactive import chart_tools

        title, subtitle, label = (words(self.package) for words in (chart.title, chart.subtitle, chart.describe))
        note = f" {escape(chart.note)}." if chart.note else ""
        source = f"Source: {escape(', '.join(chart.sources(self.package)))}." if chart.sources(self.package) else ""
        wide, narrow = (svg(self.package, chart, width) for width in (WIDE, NARROW))
        picture = f'<div class="chart-wide">{wide}</div>\n<div class="chart-narrow">{narrow}</div>'
        typst = f'#image(bytes({typst_string(wide)}), format: "svg", width: 100%, alt: {typst_string(label)})'
        return Markdown(
            f"::: {{#fig-{chart.name} .chart}}\n\n[{escape(title)}]{{.chart-title}}\n\n[{escape(subtitle)}]{{.chart-subtitle}}\n\n"
            f"{as_html(picture)}\n```{{=typst}}\n{typst}\n```\n\n"
            f"[{source}{note}]{{.chart-source}} [{escape(edition(self.package))}]{{.chart-edition}}\n\n:::\n\n"
            f"{as_html(chart_tools(self.package, chart))}"
        )

    def explorer(self, name: str) -> Markdown:
        """A question with its sliders (HTML, where scripts run), and a table of what follows at each mark."""
        from .explorer import cases, questions
        from .panel import panel

        asked = {one.name: one for one in questions(self.package)}
        if name not in asked:
            raise KeyError(unknown_id(name, list(asked)))
        question = asked[name]
        labels = {one.name: one.label for one in question.results}
        rows = [tuple(map(escape, row)) for row in cases(question)]
        head = ("Assumption", "Value", *(escape(labels[one]) for one in question.columns))
        shown = table(head, rows, " ".join(["26", "18", *["15"] * len(question.columns)]))
        caption = f"{escape(question.title)} What follows at each value of the sources, the other assumption at its first value."
        return Markdown(f"{as_html(panel(question))}\n::: {{.compact}}\n\n{captioned(f'tbl-explore-{name}', shown, caption)}\n:::\n")

    def dictionary(self) -> Markdown:
        """What the tables of the package hold, and their columns: in the page with meanings, in the PDF as a list."""
        page = as_html(f'<div class="dictionary">\n{export.as_html(self.package)}\n</div>')
        return Markdown(f"{page}\n```{{=typst}}\n{export.as_typst(self.package)}\n```\n")

    def dataset(self) -> Markdown:
        """What the data package is, for search engines: seen by no reader."""
        return Markdown(as_html(export.as_script(self.package)))

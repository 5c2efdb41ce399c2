"""What scripts bring to life below a chart, as HTML: its values and files."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ..package import ADDRESS, Package, script_json

if TYPE_CHECKING:
    from ..charts import Chart

# What the columns of a chart's table are called in the page; its CSV has their names.
HEADINGS = {
    "label": "What", "period": "When", "low": "Low", "high": "High", "unit": "Unit", "bound": "Bound", "words": "In words",
    "ids": "Rows of the data", "source": "Source",
}  # fmt: skip


def chart_tools(package: Package, chart: Chart) -> str:
    """The values of a chart as a table that opens below it, and what a script needs to hand the chart out as files.

    The script takes the drawing from the page and puts around it what stands in the page as text: title, source, edition.
    """
    from ..charts import filled, frame_of_picture, rows_of, specification  # loads Altair, which a page without charts does without

    title = escape(chart.title(package))
    pages = {row["source_id"]: row["url"] for row in package.rows("sources") if ADDRESS.fullmatch(row["url"])}
    values = chart.frame(package)
    columns = filled(values)

    def cell(column: str, value: object) -> str:
        text = f"{value:g}" if isinstance(value, float) else str(value)
        if column == "label":
            return f'<th scope="row">{escape(text)}</th>'
        if column == "source":
            links = (f'<a href="{escape(pages[one])}">{escape(one)}</a>' if one in pages else escape(one) for one in text.split(" + "))
            return f"<td>{' + '.join(links)}</td>"
        return f"<td>{'' if text == 'nan' else escape(text)}</td>"

    head = "".join(f'<th scope="col" data-name="{column}">{HEADINGS[column]}</th>' for column in columns)
    body = "\n".join(f"<tr>{''.join(cell(column, row[column]) for column in columns)}</tr>" for row in rows_of(values))
    above, below, up, down = frame_of_picture(package, chart)
    drawn = {"picture": {"above": above, "below": below, "up": up, "down": down}, "specification": specification(package, chart)}
    files = script_json(drawn, separators=(",", ":"))
    return (
        f'<div class="chart-tools" data-chart="{chart.name}" data-reads="{chart.reads}"><details>'
        f'<summary>Data<span class="unseen"> of the chart “{title}”</span></summary>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="Table: {title}"><table><caption>{title}: the values of the chart, '
        f"with the rows of the data package behind them</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"
        f'</div></details></div>\n<script type="application/json" id="files-{chart.name}">{files}</script>'
    )

"""What scripts bring to life below a chart, as HTML: its values and files."""

from __future__ import annotations

from html import escape

from ..charts import CHARTS, HEAD, specific
from ..charts.data import filled
from ..package import ADDRESS, Package


def chart_tools(package: Package, name: str, width: int) -> str:
    """The values of a chart as a table that opens below it, and its specification for a script to hand out."""
    title = CHARTS[name].title
    pages = {row["source_id"]: row["url"] for row in package.rows("sources") if ADDRESS.fullmatch(row["url"])}
    rows = [value.cells() for value in CHARTS[name].values(package)]
    columns = filled(rows)

    def cell(column: str, text: str) -> str:
        if column == "label":
            return f'<th scope="row">{escape(text)}</th>'
        if column == "source":
            links = (f'<a href="{escape(pages[one])}">{escape(one)}</a>' if one in pages else escape(one) for one in text.split(" + "))
            return f"<td>{' + '.join(links)}</td>"
        return f"<td>{escape(text)}</td>"

    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    body = "\n".join(f"<tr>{''.join(cell(column, row[column]) for column in columns)}</tr>" for row in rows)
    script = "" if name != next(iter(CHARTS)) else f'<script type="text/plain" id="spec-head">{HEAD}</script>\n'
    return (
        f'<div class="chart-tools" data-chart="{name}"><details><summary>Data<span class="unseen"> of the chart “{title}”</span></summary>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="Table: {title}"><table><caption>{title}: the values of the chart, '
        f"with the rows of the data package behind them</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"
        f'</div></details></div>\n{script}<script type="text/plain" id="spec-{name}">{specific(package, name, width)}</script>'
    )

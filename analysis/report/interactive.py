"""What scripts bring to life, as HTML: the values and files of a chart, and the sliders of the explorer."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from ..package import ADDRESS, Package
from .explorer import Slider, data, results, sliders

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
    files = {"picture": {"above": above, "below": below, "up": up, "down": down}, "specification": specification(package, chart)}
    return (
        f'<div class="chart-tools" data-chart="{chart.name}" data-reads="{chart.reads}"><details>'
        f'<summary>Data<span class="unseen"> of the chart “{title}”</span></summary>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="Table: {title}"><table><caption>{title}: the values of the chart, '
        f"with the rows of the data package behind them</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"
        f'</div></details></div>\n<script type="application/json" id="files-{chart.name}">{_inert(files)}</script>'
    )


def _inert(value: object) -> str:
    """JSON in which no character ends a script or a block."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("`", "\\u0060")


def explorer(package: Package) -> str:
    """The sliders at their first marks, with what follows; hidden until a script can move them."""
    chosen = sliders(package)
    found = results(package, *(slider.start for slider in chosen))
    quantities = " ".join(f'data-{name}="{" ".join(end or "-" for end in ends)}"' for name, ends in data(package).items())
    rows = "\n".join(
        f"<div><dt>{escape(one.label)} <span>{escape(one.formula)}</span></dt>"
        f'<dd><output id="x-{one.name}" for="{" ".join(f"x-{slider.name}" for slider in chosen)}">{escape(one.words)}</output></dd></div>'
        for one in found
    )
    return (
        f'<div id="explorer" class="explorer" role="group" aria-labelledby="sec-explore-title" hidden {quantities}>\n'
        f'<p id="sec-explore-title" class="unseen">Your own assumptions</p>\n{"".join(map(_slider, chosen))}'
        f'<dl aria-live="polite">\n{rows}\n</dl>\n'
        '<p><button type="button" id="x-reset">Start again</button> The address of this page holds what you choose; '
        "nothing is sent.</p>\n</div>"
    )


def _slider(slider: Slider) -> str:
    name = f"x-{slider.name}"
    options = "".join(f'<option value="{mark.value.normalize():f}"></option>' for mark in slider.marks)
    marks = "".join(
        f'<li><button type="button" data-for="{name}" data-value="{mark.value.normalize():f}">{escape(mark.label)}</button></li>'
        for mark in slider.marks
    )
    return (
        f'<div class="slider"><label for="{name}">{slider.label}</label> '
        f'<strong id="{name}-said">{escape(slider.says(slider.start))}</strong>\n'
        f'<input type="range" id="{name}" min="{slider.low:f}" max="{slider.high:f}" step="{slider.step.normalize():f}" '
        f'value="{slider.start.normalize():f}" data-unit="{slider.unit}" list="{name}-marks" '
        f'aria-valuetext="{escape(slider.says(slider.start))}">\n<datalist id="{name}-marks">{options}</datalist>\n'
        f'<ul aria-label="{slider.label}: values of the sources">{marks}</ul></div>\n'
    )

"""The charts of the briefing: each with a finding, a frame of its values, a drawing, and a description in words.

Entering this room loads Altair, so whoever needs no chart does not enter it.
"""

from __future__ import annotations

import json

import altair as alt

from ..package import Package
from .chart import COLUMNS, Chart, edition, filled, rows_of, says
from .drawn import CAPEX, FLOWS
from .lines import INTENSITY, PATHS, QUARTERS, RATES
from .marks import APART
from .rows import COMMITMENTS, ESTIMATES, GIGAWATT, PEERS, evidence
from .svg import heading, to_svg
from .theme import COLOURS, HEADLINE, LINE, MUTED, NARROW, WIDE, lines

CHARTS = {one.name: one for one in (FLOWS, PEERS, GIGAWATT, PATHS, ESTIMATES, CAPEX, QUARTERS, RATES, COMMITMENTS, INTENSITY)}

__all__ = [
    "CHARTS", "COLOURS", "COLUMNS", "NARROW", "WIDE", "Chart", "edition", "evidence", "filled", "foot", "frame_of_picture", "rows_of",
    "specification", "svg",
]  # fmt: skip


def svg(package: Package, chart: str | Chart, width: int) -> str:
    """A chart as one SVG element for the page: its key, marks and labels, without the text that stands around it."""
    one = chart if isinstance(chart, Chart) else CHARTS[chart]
    said = [says(row) for row in rows_of(one.frame(package))]
    name = f"{one.name}-{'wide' if width == WIDE else 'narrow'}"
    return to_svg(one.draw(package, one.frame(package), width).to_dict(validate=False), name, one.describe(package), width, said)


def frame_of_picture(package: Package, chart: Chart) -> tuple[str, str, int, int]:
    """What a script of the page puts above and below a drawing that is taken away, as SVG, and their heights in pixels."""
    return heading(chart.title(package), chart.subtitle(package), foot(package, chart), WIDE)


def foot(package: Package, chart: Chart) -> str:
    """Source, note, edition and licence, as they stand at the foot of a picture."""
    sources, note = ", ".join(chart.sources(package)), chart.note
    return " ".join(filter(None, [sources and f"Source: {sources}.", note and f"{note}.", edition(package)]))


def specification(package: Package, chart: str | Chart) -> str:
    """A chart as a Vega-Lite specification in JSON on one line, complete: title, subtitle, data, source, edition and licence."""
    one = chart if isinstance(chart, Chart) else CHARTS[chart]
    drawn = one.draw(package, one.frame(package), WIDE)
    left, drawn.usermeta = drawn.usermeta["left"], alt.Undefined
    note = alt.Chart(alt.InlineData(values=[{"text": "\n".join(lines(foot(package, one), WIDE))}]))
    below = note.mark_text(align="left", baseline="top", lineBreak="\n", color=MUTED)
    below = below.encode(x=alt.value(-left), y=alt.value(0), text="text:N").properties(width=WIDE - left, height=LINE)
    title = lines(one.title(package), WIDE, HEADLINE, bold=True)
    head = alt.TitleParams(title, subtitle=lines(one.subtitle(package), WIDE), fontSize=HEADLINE, offset=16)
    whole = alt.vconcat(drawn, below, resolve=APART, title=head, description=one.describe(package), padding=16)
    return json.dumps(whole.to_dict(validate=False), ensure_ascii=False, separators=(",", ":"))

"""From a chart to SVG: the same bytes on every machine, small enough to stand in a page, and a picture that stands alone.

In the page a drawing has its key, marks and labels only: title, subtitle, source and note stand around it as text. A
picture that is taken away (`picture`, and the page's own downloads, which put `heading` around the drawing) has them drawn
in, with edition and licence. A mark that stands for a value carries the number of its row in the chart's table as `data-v`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree as ET  # reads what our own converter has just written

from .theme import FONT, HEADLINE, INK, LINE, MUTED, SIZE, lines

VEGA_LITE = "6.1"
_SVG = "{http://www.w3.org/2000/svg}"
_KEPT = {
    *"fill stroke stroke-width stroke-dasharray font-weight text-anchor d x y x1 x2 y1 y2 dy transform opacity id offset stop-color".split()
}  # fmt: skip
_DEFAULTS = {
    "opacity": "1", "text-anchor": "start", "stroke-width": "1", "fill": "none", "transform": "translate(0,0)", "font-weight": "400 normal",
}  # fmt: skip
# Places to a tenth of a pixel; parts of one to a thousandth.
_SHORT = [lambda one, digits=digits: f"{round(float(one[0]), digits) + 0:g}" for digits in (1, 3)]
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")


def to_svg(specification: dict[str, Any], name: str, label: str, width: int, said: Sequence[str] = ()) -> str:
    """A drawing as one SVG element, `width` pixels wide. `name` keeps its ids apart from others in a page.

    `label` is what a screen reader says in place of the picture; `said` is what marks may say, in the order of the table.
    """
    left = specification.pop("usermeta", {}).get("left", 0)
    drawn = str(_converter().vegalite_to_svg(json.dumps(specification), vl_version=VEGA_LITE))
    for number, one in enumerate(dict.fromkeys(re.findall(r' id="([^"]+)"', drawn))):
        drawn = drawn.replace(f'"{one}"', f'"{name}-{number}"').replace(f"(#{one})", f"(#{name}-{number})")
    root, height = ET.fromstring(drawn), re.findall(r'height="(\d+)"', drawn)[0]  # noqa: S314
    start = float(re.findall(r"translate\(([^,]+),", drawn)[0]) - left
    numbers = {one: str(number) for number, one in enumerate(said)}
    svg = ET.Element("svg", {
        "xmlns": _SVG[1:-1], "role": "img", "aria-label": label, "width": str(width), "height": height,
        "viewBox": f"{start:g} 0 {width} {height}", "font-family": FONT, "font-size": str(SIZE), "fill": "none",
    })  # fmt: skip
    svg.extend(part for child in root for part in _cleaned(child, numbers, "") if part.tag != "rect")  # without the background
    return ET.tostring(svg, encoding="unicode").replace(" />", "/>")


def _cleaned(old: ET.Element, numbers: dict[str, str], within: str) -> list[ET.Element]:
    """The element with what it draws: one element, or its children where it adds nothing, or none; places to a tenth of a pixel."""
    tag, kinds = old.tag.removeprefix(_SVG), old.get("class", "").split()
    if {"background", "foreground"} & set(kinds) or (tag == "path" and not old.get("d")):
        return []
    kept = {key: value for key, value in old.items() if key in _KEPT and value not in _DEFAULTS.get(key, "").split()}
    new = ET.Element(tag, {key: _NUMBER.sub(_SHORT[key in ("offset", "opacity")], value) for key, value in kept.items()})
    new.text = old.text if tag in ("text", "tspan") else None
    if tag in ("path", "line", "text", "rect") and (number := numbers.get(old.get("aria-label", ""))) is not None:
        new.set("data-v", number)
        if "mark-symbol" in within:
            new.set("class", "dot")
    for child in old:
        new.extend(_cleaned(child, numbers, f"{within} {old.get('class')}"))
    if tag == "g" and (not len(new) or not new.attrib):
        return list(new)
    return [new] if tag != "defs" or len(new) else []


def heading(title: str, subtitle: str, foot: str, width: int) -> tuple[str, str, int, int]:
    """What stands above and below a picture that stands alone, as SVG, and how many pixels high each is."""
    found = []
    for y, texts in ((0, [(title, HEADLINE, INK, 600), (subtitle, SIZE, MUTED, 400)]), (12, [(foot, SIZE, MUTED, 400)])):
        parts = []
        for text, size, colour, weight in texts:
            for line in lines(text, width, size, weight > 400):
                y += HEADLINE + 6 if size == HEADLINE else LINE + 1
                parts.append(f'<text y="{y - 5}" font-size="{size}" font-weight="{weight}" fill="{colour}">{escape(line)}</text>')
        found.append(("".join(parts), y))
    (head, up), (tail, down) = found
    return head, tail, up + 16, down + 2


@cache
def _converter() -> Any:
    """The converter, with the fonts of the page."""
    import vl_convert

    vl_convert.register_font_directory(str(files(__package__).joinpath("..", "publish", "assets", "fonts")))
    return vl_convert

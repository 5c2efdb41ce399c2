"""From a specification to SVG: the same bytes on every machine, and nothing in them that draws nothing.

Fonts come from the repository. The converter writes a tree made for changing charts; here empty paths, frames,
classes and long coordinates go, attributes that a whole group shares stand at the group, and a mark that stands
for a value gets the number of its row in the table of the chart.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET  # reads what our own converter has just written

from ..publish.cache import FOLDER, Cache, key_of
from .theme import SANS, SIZE, Spec

_SVG = "{http://www.w3.org/2000/svg}"
_FONT = f"'{SANS.split(',')[0]}', sans-serif"
_MOVED = re.compile(r"translate\(([^,)]+),([^)]+)\)")
_DOT = re.compile(r"M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0")
_INHERITED = (
    "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-miterlimit", "font-weight", "font-size", "text-anchor",
)  # fmt: skip
_KEPT = {*_INHERITED, "d", "x", "y", "x1", "x2", "y1", "y2", "dy", "transform", "opacity", "fill-opacity", "id", "offset", "stop-color"}
_DEFAULTS = (
    ("opacity", "1"), ("font-weight", "400"), ("font-weight", "normal"), ("text-anchor", "start"), ("font-size", f"{SIZE}px"),
    ("stroke-width", "1"),
)  # fmt: skip


def to_svg(spec: Spec, name: str, label: str, values: Sequence[str] = ()) -> str:
    """The chart as one SVG element. `name` keeps its ids apart from other charts in the page.

    `label` is what a screen reader says in place of the picture; `values` is what the marks may say, in the order
    of the table. A mark that says one of them carries its number as `data-v`.
    """
    root = ET.fromstring(_converted(json.dumps(spec)))  # noqa: S314
    numbers = {said: str(number) for number, said in enumerate(values)}
    width, height = (root.get(side, "") for side in ("width", "height"))
    svg = ET.Element("svg", {
        "xmlns": _SVG[1:-1], "role": "img", "aria-label": label, "width": width, "height": height, "viewBox": f"0 0 {width} {height}",
        "font-family": _FONT, "font-size": str(SIZE), "fill": "none",
    })  # fmt: skip
    names = {old: f"{name}-{number}" for number, old in enumerate(dict.fromkeys(_ids(root)))}
    for child in root:
        svg.extend(_cleaned(child, numbers, names))
    _lift(svg)
    return ET.tostring(svg, encoding="unicode").replace(" />", "/>")


def _ids(root: ET.Element) -> list[str]:
    return [name for element in root.iter() if (name := element.get("id"))]


def _cleaned(old: ET.Element, numbers: dict[str, str], names: dict[str, str]) -> list[ET.Element]:
    """The element with what it draws: one element, or its children where it adds nothing, or none."""
    tag = old.tag.removeprefix(_SVG)
    kind = old.get("class", "")
    if kind in ("background", "foreground") or (tag == "path" and not old.get("d")):
        return []
    new = ET.Element(tag, {key: _short(key, value, names) for key, value in old.items() if key in _KEPT})
    for key, value in _DEFAULTS:
        if new.get(key) == value:
            del new.attrib[key]
    new.text = old.text if tag in ("text", "tspan") else None
    said = old.get("aria-label", "")
    if said in numbers:
        new.set("data-v", numbers[said])
    for child in old:
        new.extend(_cleaned(child, numbers, names))
    _settle(new)
    if tag == "g":
        return _group(new, "role-axis" in kind.split())
    return [new] if tag != "defs" or len(new) else []


def _group(group: ET.Element, axis: bool) -> list[ET.Element]:
    """The group where it has children and says something of them all; else its children, or nothing."""
    for key, value in (("transform", "translate(0,0)"), ("fill", "none"), ("stroke-miterlimit", "10")):
        if group.get(key) == value:
            del group.attrib[key]
    if axis:
        group.set("class", "axis")
    if len(group) == 1 and group[0].tag == "g" and _merge(group, group[0]):
        return [group[0]]
    return [group] if len(group) > 1 or group.attrib else list(group)


def _settle(element: ET.Element) -> None:
    """Write a move of a text, a line or a dot as its place."""
    move = _MOVED.fullmatch(element.get("transform", ""))
    if move and (dot := _DOT.fullmatch(element.get("d", ""))):
        element.tag = "circle"
        element.attrib |= {"cx": move[1], "cy": move[2], "r": dot[1]}
        del element.attrib["d"], element.attrib["transform"]
    if move is None or element.tag not in ("text", "line"):
        return
    del element.attrib["transform"]
    for axis, place in zip("xy", (float(move[1]), float(move[2])), strict=True):
        if element.tag == "text":
            element.set(axis, _rounded(place))
            for line in element:
                if line.get(axis):
                    line.set(axis, _rounded(place))
        else:
            end = place + float(element.get(f"{axis}2", "0"))
            for number, value in (("1", place), ("2", end)):
                element.attrib.pop(axis + number, None)
                if value:
                    element.set(axis + number, _rounded(value))


def _merge(outer: ET.Element, inner: ET.Element) -> bool:
    """Give the attributes of a group to its only child; False where both have one that cannot be put together."""
    both = set(outer.attrib) & set(inner.attrib)
    if both - {"transform", "class"}:
        return False
    moves = [_MOVED.fullmatch(one.get("transform", "translate(0,0)")) for one in (outer, inner)]
    if None in moves:
        return False
    x, y = (sum(float(move[axis]) for move in moves if move) for axis in (1, 2))
    for key, value in outer.items():
        inner.set(key, value)
    if x or y:
        inner.set("transform", f"translate({_rounded(x)},{_rounded(y)})")
    return True


def _lift(element: ET.Element) -> None:
    """State an attribute that all children of a group have once, at the group, with the value that most of them have.

    A group that says nothing even then gives way to its children.
    """
    for child in list(element):
        _lift(child)
        if child.tag == "g" and not child.attrib:
            place = list(element).index(child)
            element[place : place + 1] = list(child)
    if element.tag != "g" or any(child.tag == "defs" for child in element):
        return
    for key in _INHERITED:
        values = [child.get(key) for child in element]
        if len(values) < 2 or None in values or key in element.attrib:
            continue
        most = max(values, key=values.count)  # the first of those that are there most often
        element.set(key, str(most))
        for child in element:
            if child.get(key) == most:
                del child.attrib[key]


def _short(key: str, value: str, names: dict[str, str]) -> str:
    if key == "id":
        return names[value]
    value = re.sub(r"url\(#([^)]+)\)", lambda match: f"url(#{names[match[1]]})", value)
    if key in ("fill", "stroke", "stop-color"):
        return value
    return re.sub(r"-?\d+\.\d+(?:e-?\d+)?", lambda match: _rounded(float(match[0])), value)


def _rounded(value: float) -> str:
    """To a tenth of a pixel, without what says nothing."""
    return f"{round(value, 1) + 0:g}"


def _converted(spec: str) -> str:
    """The SVG that the converter makes of a specification, from the cache where it has been made before."""
    folder = os.environ.get(FOLDER)
    kept = Cache(Path(folder) if folder else None)
    converter, made_by = _converter()
    key = key_of("chart", made_by, spec)
    svg = kept.get(key)
    if svg is None:
        svg = converter.vegalite_to_svg(spec, vl_version="6.1").encode()
        kept.put(key, svg)
    return svg.decode()


@cache
def _converter() -> tuple[Any, str]:
    """The converter, and what its pictures depend on besides the specification: itself and the fonts."""
    from importlib.metadata import version

    fonts = Path(str(files("analysis.publish").joinpath("fonts")))
    os.environ["FONTCONFIG_FILE"] = str(fonts / "fonts.conf")  # read by the converter when it starts
    import vl_convert

    return vl_convert, key_of(version("vl-convert-python"), *(path.read_bytes() for path in sorted(fonts.iterdir())))

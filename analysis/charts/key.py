"""The key above a drawing: what its marks mean, in as many lines as the width needs."""

from __future__ import annotations

import altair as alt
import pandas as pd

from .theme import INK, LINE, MUTED, Drawing, fading, length

STEP = LINE + 5  # pixels from one line of a key to the next: at least 8 stay free between letters
PALE = 0.55  # how solid a column is that is no whole year


def key(width: int, *shown: tuple[str, str, str], left: float = 0) -> Drawing:
    """What marks mean: shape (dot, ring, bar, fade, pale, line, dash or a marker), colour, words."""
    layers: list[Drawing] = []
    x, y = -left, 9
    for shape, colour, text in shown:
        wide = 40 + length(text)
        if x > -left and x + wide > width - left:
            x, y = -left, y + STEP
        one = alt.Chart(alt.InlineData(values=[{}]))
        area = one.encode(x=alt.value(x), x2=alt.value(x + 20), y=alt.value(y - 4.5), y2=alt.value(y + 4.5))
        point = one.encode(x=alt.value(x + 10), y=alt.value(y))
        if shape in ("bar", "pale"):
            layers.append(area.mark_rect(fill=colour, opacity=PALE if shape == "pale" else 1))
        elif shape == "fade":
            layers.append(area.mark_rect(fill=alt.expr(fading(f"'{colour}'", "right"))))
        elif shape in ("line", "dash"):
            line = one.mark_rule(color=colour, strokeWidth=3, strokeDash=[6, 3] if shape == "dash" else [1, 0])
            layers.append(line.encode(x=alt.value(x), x2=alt.value(x + 20), y=alt.value(y)))
        elif shape == "ring":
            layers.append(point.mark_point(filled=False, color=colour, size=120, strokeWidth=2))
        else:
            layers.append(point.mark_point(shape="circle" if shape == "dot" else shape, color=colour, size=80))
        layers.append(one.mark_text(align="left", fill=MUTED, text=text).encode(x=alt.value(x + 26), y=alt.value(y)))
        x += wide
    return alt.layer(*layers, width=width - left, height=y + 9)


def bounds_key(values: pd.DataFrame, width: int, left: float, bars: bool) -> list[Drawing]:
    """The key of dots, bars and fading bars, as far as a chart has them; only where they are of more than one kind."""
    open_ones, exact = values["low"].isna() | values["high"].isna(), values["low"] == values["high"]
    kinds = {
        ("bar" if bars else "dot", INK, "one value"): exact.any(),
        ("bar", INK, "from low to high"): (~open_ones & ~exact).any(),
        ("fade", INK, "the end that fades is not stated"): open_ones.any(),
    }
    shown = [kind for kind, is_there in kinds.items() if is_there]
    return [key(width, *shown, left=left)] if len(shown) > 1 else []

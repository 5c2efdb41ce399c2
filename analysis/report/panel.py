"""A question of the explorer as HTML: its sliders at their first marks, room for its chart, and what follows.

It is hidden until a script can move the sliders. The script has the expressions and quantities in `data-question`.
"""

from __future__ import annotations

import json

from ..package import html_text
from ..values import Quantity
from .explorer import Question, Slider, answers


def panel(question: Question) -> str:
    """The element that `explorer.js` brings to life."""
    found = answers(question, {slider.name: slider.start for slider in question.sliders})
    name = f"explore-{question.name}"
    moved_by = " ".join(f"x-{slider.name}" for slider in question.sliders)
    rows = "\n".join(
        f'<div><dt>{html_text(one.label)} <span>{html_text(one.formula)}</span></dt><dd><output id="x-{question.name}-{one.name}" '
        f'for="{moved_by}">{html_text(found[one.name])}</output></dd></div>'
        for one in question.results
    )
    return (
        f'<div class="explorer" id="{name}" role="group" aria-labelledby="{name}-title" hidden '
        f'data-question="{html_text(_script(question))}">'
        f'\n<p class="question" id="{name}-title">{html_text(question.title)}</p>\n<div class="sliders">\n'
        f'{"".join(map(_slider, question.sliders))}</div>\n<svg role="img" aria-label=""></svg>\n<dl aria-live="polite">\n{rows}\n</dl>\n'
        '<p class="state"><button type="button" class="reset">Start again</button> The address of this page holds what you choose; '
        "nothing is sent.</p>\n</div>"
    )


def _slider(slider: Slider) -> str:
    name, start = f"x-{slider.name}", html_text(slider.says(slider.start))
    marks = "".join(
        f'<li><button type="button" data-for="{name}" data-value="{mark.value.normalize():f}"{" data-about" * mark.about}>'
        f"{html_text(mark.label)}</button></li>"
        for mark in slider.marks
    )
    return (
        f'<div class="slider"><label for="{name}">{html_text(slider.label)}</label> <strong id="{name}-said">{start}</strong>\n'
        f'<input type="range" id="{name}" min="{slider.low:f}" max="{slider.high:f}" step="{slider.step:f}" '
        f'value="{slider.start.normalize():f}" data-unit="{slider.unit}" aria-valuetext="{start}">\n'
        f'<ul aria-label="{html_text(slider.label)}: values of the sources">{marks}</ul></div>\n'
    )


def _script(question: Question) -> str:
    given = {name: _ends(quantity) for name, quantity in question.given.items()}
    results = {one.name: [one.unit, one.expression] for one in question.results}
    chart = {"bars": question.bars, "said": question.chart, "goal": question.goal, "goalSaid": question.goal_label}
    return json.dumps({"given": given, "results": results, **chart}, ensure_ascii=False, separators=(",", ":"))


def _ends(quantity: Quantity) -> list[float | bool | None]:
    """Low, high (null where open) and whether they are approximate."""
    low, high = (None if end is None else float(end) for end in (quantity.low, quantity.high))
    return [low, high, quantity.approximate]

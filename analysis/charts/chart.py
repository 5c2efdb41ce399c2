"""What a chart is: its finding, its values, its drawing, and what stands in for the picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from ..package import Package
from ..values import date_words
from .frames import ARTICLE, COMPUTED, plain
from .theme import Drawing

Words = Callable[[Package], str]


@dataclass(frozen=True)
class Chart:
    """A chart. Everything that it says is made from the package.

    `title` states the finding, `subtitle` measure, unit and period in one line, `describe` all values in a paragraph for who
    cannot see it, `note` what a reader must know besides. `frame` has the values (see `frames`), `draw` the picture at a width
    in pixels. `reads` says what a pointer reads: one mark, or all series at a date.
    """

    name: str
    title: Words
    subtitle: Words
    frame: Callable[[Package], pd.DataFrame]
    draw: Callable[[Package, int], Drawing]
    describe: Words
    note: Words = lambda _: ""
    reads: Literal["mark", "date"] = "mark"

    def sources(self, package: Package) -> list[str]:
        """The publishers of its values, those of most values first."""
        publishers = {row["source_id"]: row["publisher"] for row in package.rows("sources")}
        day = plain(date_words(package.article_date))
        publishers |= {ARTICLE: f"the article of {day}", COMPUTED: "own arithmetic"}
        ids = [one for cell in self.frame(package)["source"] for one in cell.split(" + ") if one]
        names = [publishers[one] for one in sorted(set(ids), key=lambda one: (-ids.count(one), ids.index(one)))]
        return list(dict.fromkeys(names))


def edition(package: Package) -> str:
    """What is drawn at the foot of a picture that stands alone: the data package, its edition and its licence."""
    day = plain(date_words(date.fromisoformat(package.descriptor["created"][:10])))
    licence = str(package.descriptor["licenses"][0]["name"]).replace("-", " ", 1).replace("-", " ")
    return f"{package.descriptor['title']}, edition {package.descriptor['version']}, {day}. {licence}."

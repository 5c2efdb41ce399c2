"""What a chart is: its finding, its values, its drawing, and what stands in for the picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from ..package import Package
from ..values import date_words
from .frames import ARTICLE, COMPUTED, plain, rows_of, says
from .theme import Drawing

MOST_SOURCES = 6


@dataclass(frozen=True)
class Chart:
    """A chart. Everything that it says is made from the package.

    `frame` has the values (see `frames`), `finding` words the headline from them, and `draw` makes the picture at a width in
    pixels. `measure` states measure, unit and period, with the first and last period of the frame in place of {first} and
    {last}; `kind` says what one sees, `remark` what a reader must know besides. `reads` says what a pointer reads: one mark,
    or all series at a date.
    """

    name: str
    frame: Callable[[Package], pd.DataFrame]
    finding: Callable[[Package, pd.DataFrame], str]
    measure: str
    draw: Callable[[Package, pd.DataFrame, int], Drawing]
    kind: str
    remark: str = ""
    reads: Literal["mark", "date"] = "mark"

    def title(self, package: Package) -> str:
        """The finding."""
        return self.finding(package, self.frame(package))

    def subtitle(self, package: Package) -> str:
        """Measure, unit and period, in one line."""
        first, last = self.frame(package)["period"].str.replace(r"^quarter to \d+ ", "", regex=True).iloc[[0, -1]]
        return self.measure.format(first=first, last=last)

    def describe(self, package: Package) -> str:
        """All values in a paragraph, for who cannot see the picture."""
        return f"{self.kind}. {'; '.join(map(says, rows_of(self.frame(package))))}."

    def note(self, _: Package) -> str:
        """What a reader must know besides; empty for most charts."""
        return self.remark

    def sources(self, package: Package) -> list[str]:
        """The publishers of its values, those of most values first; the last of six stands for further ones as well."""
        publishers = {row["source_id"]: row["publisher"] for row in package.rows("sources")}
        publishers |= {ARTICLE: f"the article of {plain(date_words(package.article_date))}", COMPUTED: "own arithmetic"}
        ids = [one for cell in self.frame(package)["source"] for one in cell.split(" + ") if one]
        names = list(dict.fromkeys(publishers[one] for one in sorted(ids, key=lambda one: (-ids.count(one), ids.index(one)))))
        return names if len(names) <= MOST_SOURCES else [*names[: MOST_SOURCES - 1], f"{names[MOST_SOURCES - 1]} and others"]


def edition(package: Package) -> str:
    """What is drawn at the foot of a picture that stands alone: the data package, its edition and its licence."""
    day = plain(date_words(date.fromisoformat(package.descriptor["created"][:10])))
    title, licence = package.descriptor["title"].split(":")[0], package.descriptor["licenses"][0]["name"]
    return f"{title}, edition {package.descriptor['version']}, {day}. {licence.replace('-', ' ', 1).replace('-', ' ')}."

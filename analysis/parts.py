"""How a large article is cut into stretches that are checked apart: where it may be cut, and by how many processes.

A stretch ends between two sentences whose passages do not reach over the cut, so that what is found in
it does not depend on where the cuts are. An article like ours is one stretch, checked where it is.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from analysis.package import DataPackage

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

Given = TypeVar("Given")
Made = TypeVar("Made")
Progress = Callable[[str, int, int], None]  # what is being done, how many rows are done, of how many

SIZE = 10_000  # passages in a stretch; below twice as many, a second process costs more than it saves
TABLES = ("passages", "figures", "statements", "other_numerals")


@dataclass(frozen=True)
class Part:
    """A stretch of the article from `start` on, and the rows that speak of it; the index of a frame is the place of the row.

    `passages_elsewhere` has those that a row names although its numeral stands in this stretch. `line` is that of `start`.
    """

    text: str
    start: int
    line: int
    last: bool
    frames: dict[str, pd.DataFrame]
    passages_elsewhere: pd.DataFrame = field(repr=False)


def parts_of(package: DataPackage, size: int | None = None) -> Iterator[Part]:
    """The article in stretches of about `size` passages; every row of `TABLES` is in one. Raises `KeyError` for a dangling key."""
    text, frames = package.article, {name: package.frames[name].reset_index(drop=True) for name in TABLES}
    passages = frames["passages"]
    cuts = _cuts(text, passages, size or SIZE)
    if len(cuts) == 1:
        yield Part(text, 0, 1, True, frames, passages.iloc[:0])
        return
    import numpy as np
    import pandas as pd

    index = pd.Index(passages["passage_id"])
    named = {name: index.get_indexer(pd.Index(frames[name]["passage_id"])) for name in TABLES[1:]}
    for name, places in named.items():
        if (places < 0).any():
            raise KeyError(frames[name]["passage_id"].iloc[int((places < 0).argmax())])
    rows, offsets = np.array([row for row, _ in cuts]), np.array([offset for _, offset in cuts])
    starts = frames["other_numerals"]["start"].to_numpy("int64")
    home = {"passages": _home(rows, np.arange(len(passages)))} | {name: _home(rows, places) for name, places in named.items()}
    home["other_numerals"] = _home(offsets, starts)
    order = {name: np.argsort(part, kind="stable") for name, part in home.items()}
    limits = {name: np.searchsorted(part[order[name]], np.arange(len(cuts) + 1)) for name, part in home.items()}
    line = 1
    for number, (_, offset) in enumerate(cuts):
        last = number + 1 == len(cuts)
        stretch = text[offset:] if last else text[offset : cuts[number + 1][1]]
        inside = {name: order[name][limits[name][number] : limits[name][number + 1]] for name in TABLES}
        places = named["other_numerals"][inside["other_numerals"]]
        away = np.unique(places[home["passages"][places] != number])
        yield Part(stretch, offset, line, last, {name: frames[name].take(inside[name]) for name in TABLES}, passages.take(away))
        line += stretch.count("\n")


def _home(first: np.ndarray[Any, Any], places: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The number of the stretch in which each place lies, by the first place of each stretch."""
    return first.searchsorted(places, side="right") - 1


def _cuts(text: str, passages: pd.DataFrame, size: int) -> list[tuple[int, int]]:
    """Where stretches begin: the number of the first passage, and the character."""
    import numpy as np

    cuts, begun = [(0, 0)], size
    if len(passages) < 2 * size:
        return cuts
    start, end = passages["start"].to_numpy("int64"), passages["end"].to_numpy("int64")
    before = np.concatenate([[0], np.maximum.accumulate(end)[:-1]])  # how far the passages before reach
    free = (before <= start) & (np.minimum.accumulate(start[::-1])[::-1] >= before)
    for row in np.flatnonzero(free).tolist():
        offset = int(before[row])
        if row >= begun and text[offset - 1 : offset] in (".", "!", "?", "…") and text[offset : offset + 1].isspace():
            cuts.append((row, offset))
            begun = row + size
    return cuts


def _begin(prepare: Callable[..., None], given: tuple[Any, ...]) -> None:
    import gc

    gc.set_threshold(200_000)  # rows are no cycles: to look for some after every 700 of them takes a tenth of the time
    prepare(*given)


def in_order(
    work: Callable[[Given], Made], items: Iterable[Given], prepare: Callable[..., None], given: tuple[Any, ...], several: bool
) -> Iterator[Made]:
    """`work` on each item, in order, in several processes if wished; `prepare(*given)` is called first in each of them.

    Only a few items are taken ahead, so that memory does not grow with their number.
    """
    processes = min(os.cpu_count() or 1, 8) if several else 1
    if processes == 1:
        prepare(*given)
        yield from map(work, items)
        return
    import multiprocessing
    from concurrent.futures import Future, ProcessPoolExecutor

    waiting: deque[Future[Made]] = deque()
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), _begin, (prepare, given)) as pool:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > processes + 1:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

"""What changed between two editions of the package, which version step is due, and what keeps an edition from being released."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..package import DESCRIPTOR_NAME
from .changes import Change, Content, compare
from .editions import last_release, open_edition
from .versions import Step, due_version, parse_version, release_problems, version_text

__all__ = ["Change", "Difference", "Step", "as_text", "difference", "first_release_problems", "last_release", "open_edition"]

SHOWN = 12  # changes of one kind in one table that the text lists


@dataclass(frozen=True)
class Difference:
    """All that changed from one edition to another. `problems` is empty where the version takes the step that is due."""

    old: str
    new: str
    old_version: str
    new_version: str
    step: Step
    due: str
    changes: list[Change]
    problems: list[str]

    def as_json(self) -> dict[str, Any]:
        """The same as plain data: steps as words, changed cells with the names of their parts."""
        names = ("column", "before", "after")
        cells = [[dict(zip(names, cell, strict=True)) for cell in one.cells] for one in self.changes]
        changes = [asdict(one) | {"step": one.step.word, "cells": own} for one, own in zip(self.changes, cells, strict=True)]
        return asdict(self) | {"step": self.step.word, "changes": changes}


def difference(old: str | Path, new: str | Path, *, check: bool = False) -> Difference:
    """Compare two editions, each a folder, a descriptor, a zip or a git revision; raises `PackageError` where one cannot be read.

    With `check`, the problems are all that keeps the new edition from being released; without, only whether its version takes
    the step.
    """
    before, after = Content(open_edition(old)), Content(open_edition(new))
    changes = compare(before, after)
    step = max((change.step for change in changes), default=Step.NONE)
    was, now = (parse_version(one.descriptor.get("version"), f"{one.edition.name}: {DESCRIPTOR_NAME}") for one in (before, after))
    due = due_version(was, step)
    named = dict.fromkeys(change.table for change in changes if change.step is Step.MAJOR and change.table)
    problems = [f"the version is {version_text(now)}, but {version_text(due)} or later is due"] if now < due else []
    problems = list(release_problems(after.edition, was, step, named)) if check else problems
    return Difference(str(old), str(new), version_text(was), version_text(now), step, version_text(due), changes, problems)


def first_release_problems(new: str | Path) -> list[str]:
    """What keeps an edition from being the first that is released."""
    return list(release_problems(open_edition(new), None, Step.NONE, ()))


def as_text(found: Difference) -> Iterator[str]:
    """The difference as lines for a terminal."""
    yield f"From {found.old} ({found.old_version}) to {found.new} ({found.new_version})"
    for table in dict.fromkeys(change.table for change in found.changes):
        yield from ("", table or "package")
        told: Counter[str] = Counter()
        for change in (one for one in found.changes if one.table == table):
            told[change.kind] += 1
            if told[change.kind] <= SHOWN:
                yield f"  {change.step.word:<6} {change.id + ': ' if change.kind.startswith('row ') else ''}{change.words}"
        yield from (f"  … and {count - SHOWN} more of this kind: {kind}" for kind, count in told.items() if count > SHOWN)
    yield ""
    if not found.changes:
        yield "Nothing changed: no version step is due."
        return
    counts = ", ".join(f"{count} {step.word}" for step, count in sorted(Counter(one.step for one in found.changes).items(), reverse=True))
    total = f"{len(found.changes)} change{'s' * (len(found.changes) != 1)}"
    taken = "does not take it" if any("is due" in problem for problem in found.problems) else "takes it"
    yield f"{total} ({counts}): a {found.step.word} step is due, {found.due} or later; {found.new_version} {taken}."

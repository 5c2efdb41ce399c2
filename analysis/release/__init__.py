"""What changed between two editions of the package, which sentences that touches, and which version is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .sentences import NOT_THERE, Sentence, touched
from .tables import Change, Content, compare
from .versions import Step, Version, due_version, parse_version, release_problems, version_text
from ..package import DESCRIPTOR_NAME, open_edition
from ..publish.document import parse_document, read_document

REPORT = "report.qmd"
SHOWN = 12  # changes of one kind in one table, or sentences with the same words, that the text lists


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
    sentences: list[Sentence]
    document: str | None
    problems: list[str]

    def as_json(self) -> dict[str, Any]:
        """The same as plain data: steps as words, changed cells with the names of their parts."""
        changes = [
            asdict(change)
            | {"step": change.step.word, "cells": [dict(zip(("column", "before", "after"), cell, strict=True)) for cell in change.cells]}
            for change in self.changes
        ]
        return asdict(self) | {"step": self.step.word, "changes": changes}


def difference(old: str | Path, new: str | Path, *, document: Path | None = None, check: bool = False) -> Difference:
    """Compare two editions, each a folder, a zip or a git revision; raises `PackageError` where one cannot be read.

    The sentences are those of `document`, or of the report beside the new edition. With `check`, the problems are all
    that keeps the new edition from being released; without, only whether its version takes the step.
    """
    before, after = Content(open_edition(old)), Content(open_edition(new))
    changes = compare(before, after)
    step = max((change.step for change in changes), default=Step.NONE)
    was, now = (parse_version(one.descriptor.get("version"), f"{one.edition.name}: {DESCRIPTOR_NAME}") for one in (before, after))
    due = due_version(was, step)
    problems = _version_problems(after, was, step, changes) if check else []
    if not check and now < due:
        problems = [f"the version is {version_text(now)}, but {version_text(due)} or later is due"]
    text = after.edition.text(REPORT)
    report = read_document(document) if document else parse_document(text, Path(REPORT)) if text is not None else None
    return Difference(
        old=str(old),
        new=str(new),
        old_version=version_text(was),
        new_version=version_text(now),
        step=step,
        due=version_text(due),
        changes=changes,
        sentences=touched(report, before, after, changes) if report else [],
        document=str(report.path) if report else None,
        problems=problems,
    )


def first_release_problems(new: str | Path) -> list[str]:
    """What keeps an edition from being the first that is released."""
    return list(release_problems(open_edition(new), None, Step.NONE, ()))


def _version_problems(after: Content, was: Version, step: Step, changes: list[Change]) -> list[str]:
    named = dict.fromkeys(change.table for change in changes if change.step is Step.MAJOR and change.table)
    return list(release_problems(after.edition, was, step, named))


def as_text(found: Difference) -> Iterator[str]:
    """The difference as lines for a terminal."""
    yield f"From {found.old} ({found.old_version}) to {found.new} ({found.new_version})"
    for table in dict.fromkeys(change.table for change in found.changes):
        yield ""
        yield table or "package"
        told: Counter[str] = Counter()
        for change in (one for one in found.changes if one.table == table):
            told[change.kind] += 1
            if told[change.kind] <= SHOWN:
                yield f"  {change.step.word:<6} {change.id + ': ' if change.kind.startswith('row') else ''}{change.words}"
        for kind, count in told.items():
            if count > SHOWN:
                yield f"  … and {count - SHOWN} more of this kind: {kind}"
    yield from _sentences_text(found)
    yield ""
    yield from _summary(found)


def _sentences_text(found: Difference) -> Iterator[str]:
    if found.document is None:
        yield ""
        yield f"There is no {REPORT} beside the data, so no sentences are listed; name one with --document."
        return
    reworded = [one for one in found.sentences if one.before != one.after]
    if reworded:
        yield ""
        yield f"{found.document} reads differently"
    for one in reworded:
        yield f"  {found.document}:{one.line}"
        yield f"    - {one.before or NOT_THERE}"
        yield f"    + {one.after or NOT_THERE}"
    same = [one for one in found.sentences if one.before == one.after]
    if same:
        lines = sorted({one.line for one in same})
        yield ""
        yield f"{found.document} keeps its words, but rests on changed rows, in line {', '.join(map(str, lines))}"


def _summary(found: Difference) -> Iterator[str]:
    if not found.changes:
        yield "Nothing changed: no version step is due."
        return
    steps = Counter(change.step for change in found.changes)
    counts = ", ".join(f"{count} {step.word}" for step, count in sorted(steps.items(), reverse=True))
    follows = "does not take it" if any("is due" in problem for problem in found.problems) else "takes it"
    due = f"a {found.step.word} step is due, {found.due} or later"
    yield f"{_count(len(found.changes), 'change')} ({counts}): {due}; {found.new_version} {follows}."


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"

"""The command on versions: diff."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from .command import FINDINGS, JSON, argument, command
from .screen import complain, say, say_json


@command(
    "diff",
    "Show what changed between two editions of the data, and which version step is due.",
    argument("old", metavar="OLD", nargs="?", help="a folder, a zip or a git revision (default: the last release tag)"),
    argument("new", metavar="NEW", nargs="?", default=".", help="the same for the newer edition (default: the current folder)"),
    argument("--document", type=Path, help="the report whose sentences are listed (default: report.qmd of NEW)"),
    argument("--check", action="store_true", help="fail where version, changelog and citation do not follow the step that is due"),
    JSON,
)
def _diff(options: Namespace) -> int:
    from ..release import as_text, difference, first_release_problems
    from ..package import last_release

    old = options.old or last_release()
    if old is None and options.check:
        problems = first_release_problems(options.new)
        say("There is no release tag before this commit: whatever the version, it is the first.")
    elif old is None:
        complain("there is no release tag before this commit: name what to compare with, as in: briefing diff REVISION")
        return FINDINGS
    else:
        found = difference(old, options.new, document=options.document, check=options.check)
        problems = found.problems if options.check else []
        if options.json:
            say_json(found.as_json())
        else:
            for line in as_text(found):
                say(line)
    for problem in problems:
        complain(problem)
    return FINDINGS if problems else 0

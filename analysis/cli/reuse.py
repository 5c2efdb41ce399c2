"""The commands for those who use the data elsewhere: export, dictionary."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from .command import PACKAGE, USAGE, argument, command
from .screen import complain, say, say_issues


@command(
    "export",
    "Write the data in the formats that other tools load, with a manifest.",
    argument("--format", default="", metavar="FORMATS", help="formats, separated by a comma (default: all; --list names them)"),
    argument("--output", type=Path, default=Path("dist/data"), help="folder to write, in place of an earlier export (default: dist/data)"),
    argument("--list", action="store_true", help="list the formats"),
    PACKAGE,
)
def _export(options: Namespace) -> int:
    from ..export import FORMATS, export
    from ..package import open_package

    if options.list:
        for name, one in FORMATS.items():
            say(f"{name:<10} {one.text}")
        return 0
    wanted = [part.strip() for part in options.format.split(",")] if options.format else list(FORMATS)
    if unknown := [name for name in wanted if name not in FORMATS]:
        complain(f"briefing export: there is no format {unknown[0]!r}; there are {', '.join(FORMATS)}")
        return USAGE
    for path in export(open_package(options.package), options.output, wanted):
        say(path)
    return 0


@command(
    "dictionary",
    "Print the data dictionary, or write or check docs/data-dictionary.md.",
    PACKAGE,
    (
        argument("--write", action="store_true", help="write docs/data-dictionary.md"),
        argument("--check", action="store_true", help="fail where docs/data-dictionary.md is behind"),
    ),
)
def _dictionary(options: Namespace) -> int:
    from ..export.dictionary import as_markdown, dictionary_issues, write_dictionary
    from ..package import open_package

    package = open_package(options.package)
    if options.write:
        say(f"wrote {write_dictionary(package)}")
        return 0
    if options.check:
        return say_issues(dictionary_issues(package))
    say(as_markdown(package).rstrip("\n"))
    return 0

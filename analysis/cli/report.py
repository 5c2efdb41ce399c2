"""The commands on the report: render, clean."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from analysis.cli.command import PACKAGE, USAGE, argument, command
from analysis.cli.screen import complain, say

OUTPUT = argument("--output", type=Path, default=Path("dist"), help="folder to write to (default: dist)")
DOCUMENT = argument("--document", type=Path, default=Path("report.qmd"), help="the document (default: report.qmd)")


@command(
    "render",
    "Build dist/report.html and dist/report.pdf from report.qmd.",
    argument("--to", default="html,pdf", help="formats, separated by a comma (default: html,pdf)"),
    argument("--engine", choices=("embedded", "quarto"), default="embedded"),
    argument("--force", action="store_true", help="build everything again, whatever the cache holds"),
    OUTPUT,
    DOCUMENT,
    PACKAGE,
)
def _render(options: Namespace) -> int:
    from analysis.publish import render

    formats = tuple(dict.fromkeys(part.strip() for part in options.to.split(",")))
    if not set(formats) <= {"html", "pdf"}:
        complain(f"briefing render: --to takes html and pdf, not {options.to!r}")
        return USAGE
    for path in render(options.document, options.package, options.output, formats, options.engine, force=options.force):
        say(path)
    return 0


@command("clean", "Remove what render and export have written.", OUTPUT)
def _clean(options: Namespace) -> int:
    from analysis.export import remove
    from analysis.publish import OUTPUTS

    remove(options.output / "data")
    for name in OUTPUTS.values():
        (options.output / name).unlink(missing_ok=True)
    if options.output.is_dir() and not any(options.output.iterdir()):
        options.output.rmdir()
    return 0

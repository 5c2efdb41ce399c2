"""The commands on the report: render, sums, verify, clean."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from .command import FINDINGS, JSON, PACKAGE, USAGE, argument, command
from .screen import complain, say, say_json

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
    JSON,
)
def _render(options: Namespace) -> int:
    from ..package import did_you_mean, digest
    from ..publish import render

    formats = tuple(dict.fromkeys(part.strip() for part in options.to.split(",")))
    if not set(formats) <= {"html", "pdf"}:
        complain(f"briefing render: --to takes html and pdf, not {options.to!r}{did_you_mean(formats[-1], ['html', 'pdf'])}")
        return USAGE
    paths = render(options.document, options.package, options.output, formats, options.engine, force=options.force)
    if options.json:
        say_json([{"path": str(path), "bytes": path.stat().st_size, "sha256": digest(path)} for path in paths])
        return 0
    for path in paths:
        say(path)
    return 0


@command("sums", "Write dist/SHA256SUMS and dist/STAGES.txt: checksums of all that was built.", OUTPUT, DOCUMENT, PACKAGE)
def _sums(options: Namespace) -> int:
    from ..publish.verify import write_sums

    for path in write_sums(options.document, options.package, options.output):
        say(path)
    return 0


@command(
    "verify",
    "Build everything again and compare: with what was published, or two builds from two clones with each other.",
    argument("sums", metavar="SHA256SUMS", nargs="?", type=Path, help="of what was published, with STAGES.txt beside it"),
    DOCUMENT,
    PACKAGE,
)
def _verify(options: Namespace) -> int:
    from tempfile import TemporaryDirectory

    from ..publish.verify import compared, differences, rebuild, twins

    with TemporaryDirectory(prefix="briefing-") as folder:
        if options.sums:
            found = differences(options.sums, rebuild(options.document, options.package, Path(folder) / "dist"))
        else:
            found = compared(*twins(options.document.resolve().parent, Path(folder)))
    for line in found:
        say(line)
    if found:
        complain(f"{len(found)} differences; the first stage that differs: {found[0].split(':')[0]}")
        return FINDINGS
    say(f"the same bytes as in {options.sums}" if options.sums else "two builds in different surroundings gave the same bytes")
    return 0


@command("clean", "Remove what render, export and sums have written.", OUTPUT)
def _clean(options: Namespace) -> int:
    from ..export import remove
    from ..publish import OUTPUTS
    from ..publish.verify import STAGES, SUMS

    remove(options.output / "data")
    for name in (*OUTPUTS.values(), SUMS, STAGES):
        (options.output / name).unlink(missing_ok=True)
    if options.output.is_dir() and not any(options.output.iterdir()):
        options.output.rmdir()
    return 0

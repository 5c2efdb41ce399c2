"""The `briefing` command: reads arguments, calls one function, prints; knows nothing else."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

FINDINGS, USAGE = 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns 0 for success, 1 for findings, 2 for wrong usage."""
    options = _parser().parse_args(arguments)
    from analysis.package import PackageError
    from analysis.quantity import QuantityError

    try:
        return int(options.run(options))
    except PackageError as error:
        print(error, file=sys.stderr)
        return FINDINGS
    except (QuantityError, ArithmeticError, KeyError) as error:  # tables that validation would refuse
        print(f"{options.package}: cannot be computed: {error}; run: briefing validate", file=sys.stderr)
        return FINDINGS
    except BrokenPipeError:  # the reader of our output, such as `head`, has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINDINGS
    except KeyboardInterrupt:
        print("stopped; nothing was changed", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="briefing", description="The AI compute pact briefing: its data, metrics and report.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run: object, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(run=run)
        if name != "clean":
            sub.add_argument("--package", type=Path, default=Path("datapackage.json"), help="the descriptor (default: datapackage.json)")
        return sub

    render = command("render", _render, "Build dist/report.html and dist/report.pdf from report.qmd.")
    render.add_argument("--to", default="html,pdf", help="formats, separated by a comma (default: html,pdf)")
    render.add_argument("--engine", choices=("embedded", "quarto"), default="embedded")
    render.add_argument("--output", type=Path, default=Path("dist"), help="folder to write to (default: dist)")
    render.add_argument("--document", type=Path, default=Path("report.qmd"), help="the document (default: report.qmd)")
    validate = command("validate", _validate, "Check the package: descriptor, rows, keys, and each figure against its sentence.")
    validate.add_argument("--json", action="store_true", help="print the issues as JSON")
    metrics = command("metrics", _metrics, "Print the metrics, or write or check data/derived.")
    how = metrics.add_mutually_exclusive_group()
    how.add_argument("--write", action="store_true", help="write data/derived")
    how.add_argument("--check", action="store_true", help="fail where data/derived is not what the code computes")
    trace = command("trace", _trace, "Show where a figure or a metric comes from, down to the sentence.")
    trace.add_argument("id", metavar="ID")
    command("lock", _lock, "Refresh the hashes and byte counts in the descriptor after an intended edit.")
    clean = command("clean", _clean, "Remove what render has written.")
    clean.add_argument("--output", type=Path, default=Path("dist"))
    return parser


def _render(options: argparse.Namespace) -> int:
    from analysis.publish import RenderError, render

    formats = tuple(dict.fromkeys(part.strip() for part in options.to.split(",")))
    if not set(formats) <= {"html", "pdf"}:
        print(f"briefing render: --to takes html and pdf, not {options.to!r}", file=sys.stderr)
        return USAGE
    try:
        for path in render(options.document, options.package, options.output, formats, options.engine):
            print(path)
    except RenderError as error:
        print(error, file=sys.stderr)
        return FINDINGS
    return 0


def _validate(options: argparse.Namespace) -> int:
    from analysis.validate import validate

    issues = validate(options.package)
    if options.json:
        print(json.dumps([asdict(issue) for issue in issues], ensure_ascii=False, indent=2))
    else:
        for issue in issues:
            print(issue)
        print(f"{len(issues)} issues" if issues else f"{options.package}: every check holds", file=sys.stderr if issues else sys.stdout)
    return FINDINGS if issues else 0


def _metrics(options: argparse.Namespace) -> int:
    from analysis.derived import TABLES, derived_issues, write_derived
    from analysis.metrics import compute, registry
    from analysis.package import open_package
    from analysis.wording import words

    package = open_package(options.package, skip=TABLES)  # they may be missing or broken: they are made here
    if options.write:
        for path in write_derived(package):
            print(f"wrote {path}; now run: briefing lock")
        return 0
    if options.check:
        issues = derived_issues(package)
        for issue in issues:
            print(issue)
        return FINDINGS if issues else 0
    values = compute(package)
    width = max(map(len, values))
    for name, one in registry().items():
        print(f"{name:<{width}}  {words(values[name]):<32}  {one.label}")
    return 0


def _trace(options: argparse.Namespace) -> int:
    from analysis.package import open_package
    from analysis.trace import as_text, trace

    try:
        print(as_text(trace(open_package(options.package), options.id)))
    except KeyError as error:
        print(error.args[0], file=sys.stderr)
        return FINDINGS
    return 0


def _lock(options: argparse.Namespace) -> int:
    from analysis.conformance import lock

    for path in lock(options.package):
        print(f"locked {path}")
    return 0


def _clean(options: argparse.Namespace) -> int:
    from analysis.publish import OUTPUTS

    try:
        for name in OUTPUTS.values():
            (options.output / name).unlink(missing_ok=True)
        if options.output.is_dir() and not any(options.output.iterdir()):
            options.output.rmdir()
    except OSError as error:
        print(f"briefing clean: {error.filename}: {error.strerror}", file=sys.stderr)
        return FINDINGS
    return 0


if __name__ == "__main__":
    sys.exit(main())

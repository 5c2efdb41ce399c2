"""The commands on the data: validate, metrics, trace, lock."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from .command import FINDINGS, JSON, PACKAGE, argument, command
from .screen import complain, counter, say, say_issues, say_json


@command("validate", "Check the package: descriptor, rows, keys, and each figure against its sentence.", PACKAGE, JSON)
def _validate(options: Namespace) -> int:
    from ..checks.validate import validate

    issues = validate(options.package, counter())
    if options.json:
        say_json([asdict(issue) for issue in issues])
        return FINDINGS if issues else 0
    code = say_issues(issues)
    if issues:
        complain(f"{len(issues)} issues", "red")
    else:
        say(f"{options.package}: every check holds", "green")
    return code


@command(
    "metrics",
    "Print the metrics, or write or check data/derived.",
    PACKAGE,
    (
        argument("--write", action="store_true", help="write data/derived"),
        argument("--check", action="store_true", help="fail where data/derived is not what the code computes"),
        JSON,
    ),
)
def _metrics(options: Namespace) -> int:
    from ..metrics.derived import TABLES, derived_issues, write_derived
    from ..metrics import compute, metrics_table, registry
    from ..package import open_package
    from ..values import words

    package = open_package(options.package, skip=TABLES)  # they may be missing or broken: they are made here
    if options.write:
        for path in write_derived(package):
            say(f"wrote {path}; now run: briefing lock")
        return 0
    if options.check:
        return say_issues(derived_issues(package))
    values = compute(package)
    if options.json:
        say_json([row | {"words": words(values[row["metric_id"]])} for row in metrics_table(package)])
        return 0
    width = max(map(len, values))
    for name, one in registry().items():
        say(f"{name:<{width}}  {words(values[name]):<32}  {one.label}")
    return 0


@command(
    "trace",
    "Show where a figure or a metric comes from, down to the sentence.",
    argument("id", metavar="ID", help="a figure, a metric, or a row such as capex:amazon-2025-q1-cash"),
    PACKAGE,
    JSON,
)
def _trace(options: Namespace) -> int:
    from ..package import open_package
    from ..metrics.trace import as_text, trace

    try:
        found = trace(open_package(options.package), options.id)
    except KeyError as error:
        complain(error.args[0])
        return FINDINGS
    if options.json:
        say_json(asdict(found))
    else:
        say(as_text(found))
    return 0


@command("lock", "Refresh the hashes and byte counts in the descriptor after an intended edit.", PACKAGE)
def _lock(options: Namespace) -> int:
    from ..checks.conformance import lock

    for path in lock(options.package):
        say(f"locked {path}")
    return 0

"""The commands of `briefing`: what each takes, and which room does it.

Rooms are imported inside the commands, so that `briefing --help` answers at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from .package import PackageError, digest, open_package
from .terminal import FINDINGS, complain, progress, say, say_issues, say_json
from .values import words


def _path(name: str, default: str, text: str) -> Callable[[Any], Any]:
    """An option that names a file or a folder."""
    return click.option(name, type=click.Path(path_type=Path), default=Path(default), show_default=True, help=text)


PACKAGE = _path("--package", "datapackage.json", "Descriptor, folder or zip.")
OUTPUT = _path("--output", "dist", "Folder to write to.")
DOCUMENT = _path("--document", "report.qmd", "The document.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="ai-compute-pact", message="%(version)s")
@click.option("--verbose", is_flag=True, help="Say each step, and the cause of an error.")
@click.pass_context
def briefing(context: click.Context, verbose: bool) -> None:
    """The AI compute pact briefing: its data, metrics and report.

    Completion for your shell: see https://click.palletsprojects.com/shell-completion (the command is `briefing`).
    """
    context.obj = verbose
    context.with_resource(progress(verbose))


@briefing.command()
@PACKAGE
@JSON
def validate(package: Path, as_json: bool) -> int:
    """Check the package: descriptor, rows, keys, every number against its words, every judgement against its review.

    Example: briefing validate
    """
    from .checks import validate as issues_of

    issues = issues_of(package)
    code = say_issues(issues, as_json)
    if not as_json:
        complain(f"{len(issues)} issue{'s' * (len(issues) != 1)}", fg="red") if issues else say(f"{package}: every check holds", fg="green")
    return code


@briefing.command()
@PACKAGE
@click.option("--write", is_flag=True, help="Write data/derived.")
@click.option("--check", is_flag=True, help="Fail where data/derived is not what the code computes.")
@JSON
def metrics(package: Path, write: bool, check: bool, as_json: bool) -> int:
    """Print the metrics, or write or check data/derived.

    Example: briefing metrics --write
    """
    from .metrics import TABLES, compute, derived_issues, metrics_table, registry, write_derived

    opened = open_package(package, skip=TABLES)  # they may be missing or behind: they are made here
    if write:
        for path in write_derived(opened):
            say(f"wrote {path}; now run: briefing lock")
        return 0
    if check:
        return say_issues(derived_issues(opened), as_json)
    values = compute(opened)
    if as_json:
        say_json([row | {"words": words(values[row["metric_id"]])} for row in metrics_table(opened)])
        return 0
    for name, one in registry().items():
        say(f"{name:<{max(map(len, values))}}  {words(values[name]):<34}  {one.label}")
    return 0


@briefing.command()
@click.argument("number", metavar="ID")
@PACKAGE
@JSON
def trace(number: str, package: Path, as_json: bool) -> int:
    """Show where a figure, a metric or a row comes from, down to the words of the article or the page.

    Example: briefing trace commitment-to-new-equity
    """
    from .metrics import trace as trace_of

    try:
        found = trace_of(open_package(package), number)
    except KeyError as error:
        raise PackageError(error.args[0]) from error
    say_json(asdict(found)) if as_json else say(found)
    return 0


@briefing.command()
@PACKAGE
@click.option("--sign", "rows", multiple=True, metavar="ROW", help="Sign a row, as in verdicts:azure-growth; may be given more than once.")
@click.option("--all", "everything", is_flag=True, help="Sign every row that has changed.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day of the review (default: today).")
def review(package: Path, rows: tuple[str, ...], everything: bool, day: datetime | None) -> int:
    """Show the rows that changed since somebody reviewed them, or sign them.

    Examples: briefing review; briefing review --sign verdicts:azure-growth; briefing review --all
    """
    from .checks import lock as lock_files
    from .checks import review_lines, sign

    opened = open_package(package)
    if not rows and not everything:
        lines = list(review_lines(opened))
        for line in lines:
            say(line)
        return FINDINGS if lines else 0
    signed = sign(opened, None if everything else rows, (day or datetime.now(UTC)).date())  # an input, like the date of a commit
    lock_files(opened.path)
    say(f"wrote {signed}")
    return 0


@briefing.command()
@PACKAGE
def lock(package: Path) -> int:
    """Refresh the hashes and byte counts in the descriptor after an intended edit. Judgements are signed by review, never here.

    Example: briefing lock
    """
    from .checks import lock as lock_files

    for path in lock_files(package):
        say(f"locked {path}")
    return 0


@briefing.command()
@click.argument("old", required=False)
@click.argument("new", default=".")
@click.option("--check", is_flag=True, help="Fail where version, changelog and citation do not follow the step that is due.")
@JSON
def diff(old: str | None, new: str, check: bool, as_json: bool) -> int:
    """Show what changed between two editions (folders, zips or git revisions), and which version step is due.

    Example: briefing diff v0.2.0 .
    """
    from .release import as_text, difference, first_release_problems, last_release

    old = old or last_release()
    if old is None and not check:
        raise PackageError("there is no release tag before this commit; name what to compare with, as in: briefing diff REVISION")
    if old is None:
        problems = first_release_problems(new)
        said = "There is no release tag before this commit: whatever the version, it is the first."
        say_json({"changes": [], "problems": problems}) if as_json else say(said)
    else:
        found = difference(old, new, check=check)
        problems = found.problems if check else []
        say_json(found.as_json()) if as_json else say("\n".join(as_text(found)))
    for problem in problems:
        complain(problem)
    return FINDINGS if problems else 0


@briefing.command()
@click.option("--format", "formats", default="", metavar="FORMATS", help="Formats, separated by commas (default: all).")
@_path("--output", "dist/data", "Folder to write, in place of an earlier export.")
@click.option("--list", "listed", is_flag=True, help="List the formats.")
@PACKAGE
def export(formats: str, output: Path, listed: bool, package: Path) -> int:
    """Write the data in the formats that other tools load, with a manifest.

    Example: briefing export --format parquet,sqlite
    """
    from .export import FORMATS
    from .export import export as write_formats

    if listed:
        for name, (text, _) in FORMATS.items():
            say(f"{name:<12} {text}")
        return 0
    written = write_formats(_sound(package), output, _chosen(formats, FORMATS, "--format") if formats else list(FORMATS))
    say("\n".join(map(str, written)))
    return 0


def _chosen(formats: str, known: Iterable[str], option: str) -> list[str]:
    """The formats that an option names, each once; raises `UsageError` for one that there is not."""
    wanted = list(dict.fromkeys(part.strip() for part in formats.split(",")))
    if unknown := [name for name in wanted if name not in known]:
        raise click.UsageError(f"{option} takes {', '.join(known)}, not {unknown[0]!r}")
    return wanted


def _sound(package: Path) -> Any:
    """The package, opened; refused where its descriptor or its bytes are not sound."""
    from .checks import safety_issues

    if issues := safety_issues(package):
        raise PackageError("\n".join(map(str, issues)))
    return open_package(package)


@briefing.command()
@click.option("--to", "formats", default="html,pdf", show_default=True, help="Formats, separated by commas.")
@click.option("--engine", type=click.Choice(["embedded", "quarto"]), default="embedded", show_default=True)
@click.option("--force", is_flag=True, help="Build everything again, whatever the cache holds.")
@OUTPUT
@DOCUMENT
@PACKAGE
@JSON
def render(formats: str, engine: str, force: bool, output: Path, document: Path, package: Path, as_json: bool) -> int:
    """Build report.html and report.pdf from report.qmd.

    Example: briefing render --to html
    """
    from .publish import OUTPUTS
    from .publish import render as build

    paths = build(document, package, output, tuple(_chosen(formats, OUTPUTS, "--to")), engine, force=force)
    if as_json:
        say_json([{"path": str(path), "bytes": path.stat().st_size, "sha256": digest(path)} for path in paths])
    else:
        say("\n".join(map(str, paths)))
    return 0


@briefing.command()
@PACKAGE
@click.option("--write", is_flag=True, help="Write docs/data-dictionary.md.")
@click.option("--check", is_flag=True, help="Fail where docs/data-dictionary.md is behind.")
def dictionary(package: Path, write: bool, check: bool) -> int:
    """Print the data dictionary, or write or check docs/data-dictionary.md.

    Example: briefing dictionary --write
    """
    from .export import as_markdown, dictionary_issues, write_dictionary

    opened = open_package(package)
    if check:
        return say_issues(dictionary_issues(opened))
    say(f"wrote {write_dictionary(opened)}" if write else as_markdown(opened).rstrip("\n"))
    return 0


@briefing.command()
@OUTPUT
def sums(output: Path) -> int:
    """Write SHA256SUMS of all that was built.

    Example: briefing sums
    """
    from .publish import write_sums

    say(write_sums(output))
    return 0


@briefing.command()
@click.argument("sums", metavar="SHA256SUMS", type=click.Path(path_type=Path))
@DOCUMENT
@PACKAGE
def verify(sums: Path, document: Path, package: Path) -> int:
    """Build again, with nothing from the cache, and compare each byte with published checksums.

    Example: briefing verify dist/SHA256SUMS
    """
    from .publish import verify as compare

    if differences := compare(document, package, sums):
        say("\n".join(differences))
        return FINDINGS
    say(f"the same bytes as in {sums}", fg="green")
    return 0


@briefing.command()
@OUTPUT
def clean(output: Path) -> int:
    """Remove what render, export and sums have written, and what a killed run left behind.

    Example: briefing clean
    """
    from .export import remove
    from .publish import remove_outputs

    remove(output / "data")
    remove_outputs(output)
    return 0

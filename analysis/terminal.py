"""What reaches the terminal: text that cannot steer it, progress where someone looks, and JSON where a program reads."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from typing import Any

import click

from .package import Issue, unseen_written

FINDINGS = 1  # the exit code for findings and failures


@contextmanager
def progress(verbose: bool) -> Iterator[None]:
    """Show the steps that the rooms log: on a terminal as a line that changes, in a pipe as lines where `verbose` asks for them."""
    log = logging.getLogger(__package__)
    log.setLevel(logging.INFO)
    terminal = sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    with ExitStack() as stack:
        handler: logging.Handler = logging.StreamHandler() if verbose else logging.NullHandler()
        if terminal:
            from rich.console import Console

            handler = _Shown(stack.enter_context(Console(stderr=True).status("")).update)
        log.addHandler(handler)
        stack.callback(log.removeHandler, handler)
        yield


class _Shown(logging.Handler):
    """Hands each message to a function that shows it."""

    def __init__(self, show: Callable[[str], None]) -> None:
        super().__init__()
        self.show = show

    def emit(self, record: logging.LogRecord) -> None:
        """Show the message of a step."""
        self.show(record.getMessage())


def say(text: object, **style: Any) -> None:
    """A line of result, to standard output."""
    click.secho(unseen_written(str(text)), **style)


def complain(text: object, **style: Any) -> None:
    """A line about the run, to standard error."""
    click.secho(unseen_written(str(text)), err=True, **style)


def say_issues(issues: Sequence[Issue], as_json: bool = False) -> int:
    """Each issue in a line, or all as JSON; returns the exit code that they mean."""
    if as_json:
        say_json([asdict(issue) for issue in issues])
    else:
        for issue in issues:
            say(issue)
    return FINDINGS if issues else 0


def say_json(value: Any) -> None:
    """A result for a program."""
    say(json.dumps(value, ensure_ascii=False, indent=2, default=str))

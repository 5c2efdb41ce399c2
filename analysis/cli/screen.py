"""What reaches the terminal: text that cannot steer it, colour where it is wanted, and progress where someone looks."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any, TextIO

from .command import FINDINGS
from ..package import listeners
from ..package import UNSEEN

_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32"}


def prepare() -> None:
    """Write UTF-8 whatever the locale, and nothing that a stream cannot take as it is."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace")


def visible(text: str) -> str:
    r"""`text` with what would steer a terminal written out, such as `\\u001b`; inside JSON that means the same character."""
    return UNSEEN.sub(lambda match: json.dumps(match[0])[1:-1], text)


def say(text: object, style: str = "") -> None:
    """A line of result, to standard output."""
    _settle()
    print(_styled(visible(str(text)), style, sys.stdout))


def say_issues(issues: Sequence[object]) -> int:
    """Each issue in a line; returns the exit code that they mean."""
    for issue in issues:
        say(issue)
    return FINDINGS if issues else 0


def complain(text: object, style: str = "") -> None:
    """A line about the run, to standard error."""
    _settle()
    print(_styled(visible(str(text)), style, sys.stderr), file=sys.stderr)


def counter() -> Callable[[str, int, int], None] | None:
    """Shows on a terminal how far long work is, in one line that goes when it is done; None where nobody looks."""
    if not sys.stderr.isatty():
        return None
    begun = time.monotonic()

    def show(what: str, done: int, total: int) -> None:
        if time.monotonic() - begun > 2:  # short work needs no counter
            print("\r\x1b[K" + (f"{what}: {done:,} of {total:,}" if done < total else ""), end="", file=sys.stderr, flush=True)

    return show


def say_json(value: Any) -> None:
    """A result for a program: JSON that is sorted as it was made."""
    say(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def _styled(text: str, style: str, stream: TextIO) -> str:
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if style and has_colour(stream) else text


def has_colour(stream: TextIO) -> bool:
    """Whether to colour: as NO_COLOR and FORCE_COLOR say, otherwise on a terminal that knows colours."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


# ------------------------------------------------------------ progress


class _Progress:
    """The steps that run and have run, each with its time, below each other on the terminal."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn

        columns = SpinnerColumn(finished_text="✓"), TextColumn("{task.description}", markup=False), TextColumn("{task.elapsed:.1f} s")
        # What is printed meanwhile keeps its own stream.
        self._live = Progress(*columns, console=Console(stderr=True), redirect_stdout=False, redirect_stderr=False)
        self._live.start()
        self._tasks: dict[str, Any] = {}

    def tell(self, what: str, seconds: float | None) -> None:
        """A step begins, or ends after some seconds."""
        if seconds is None:
            self._tasks[what] = self._live.add_task(what, total=1)
        elif what in self._tasks:
            self._live.update(self._tasks[what], completed=1)
            self._live.stop_task(self._tasks[what])

    def stop(self) -> None:
        """Leave what is shown as it is."""
        self._live.stop()


_progress: _Progress | None = None
_lock = Lock()


@contextmanager
def progress(verbose: bool) -> Iterator[None]:
    """While the block runs, show its steps on a terminal. In a pipe, say each that has ended, where `verbose` asks for it."""
    listener = _show if sys.stderr.isatty() and os.environ.get("TERM") != "dumb" else _log if verbose else None
    if listener is None:
        yield
        return
    listeners.append(listener)
    try:
        yield
    finally:
        listeners.remove(listener)
        _settle()


def _show(what: str, seconds: float | None) -> None:
    global _progress
    with _lock:
        if _progress is None:
            _progress = _Progress()
        _progress.tell(what, seconds)


def _log(what: str, seconds: float | None) -> None:
    if seconds is not None:
        complain(f"{what}: {seconds:.1f} s")


def _settle() -> None:
    """End the progress before something else is printed."""
    global _progress
    with _lock:
        if _progress is not None:
            _progress.stop()
            _progress = None

"""What reaches the terminal: text that cannot steer it, colour where it is wanted, and progress where someone looks."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any, TextIO

from analysis.untrusted import UNSEEN

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
    print(_styled(visible(str(text)), style, sys.stdout))


def complain(text: object, style: str = "") -> None:
    """A line about the run, to standard error."""
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

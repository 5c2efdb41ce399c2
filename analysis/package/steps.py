"""What is being done, and how long it takes: told to whoever listens, which is the command on a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Called with what is done, and with the seconds it took once it has ended. Builds work in threads, so it is called from several.
Listener = Callable[[str, float | None], None]
listeners: list[Listener] = []


@contextmanager
def step(what: str) -> Iterator[None]:
    """Tell that `what` is being done for as long as the block runs, however it ends."""
    begun = time.monotonic()
    for listener in listeners:
        listener(what, None)
    try:
        yield
    finally:
        for listener in listeners:
            listener(what, time.monotonic() - begun)

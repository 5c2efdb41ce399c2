"""The AI compute pact briefing: open the data, check it, compute from it, and word it.

What this shows is loaded when it is asked for, so that a command that is interrupted while it loads can still end quietly.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .metrics import Trace, trace
    from .package import Entry, Issue, Package, PackageError, open_package

__all__ = ["Entry", "Issue", "Package", "PackageError", "Trace", "open_package", "trace"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(".metrics" if name.lower() == "trace" else ".package", __name__), name)

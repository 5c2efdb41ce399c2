"""The AI compute pact briefing: open the data, check it, compute from it, and word it.

What this shows is loaded when it is asked for, so that a command that is interrupted while it loads can still end quietly.
"""

TYPE_CHECKING = False  # as in typing, without loading it
if TYPE_CHECKING:
    from .metrics import Trace, trace
    from .package import Entry, Issue, Package, PackageError, open_package

__all__ = ["Entry", "Issue", "Package", "PackageError", "Trace", "open_package", "trace"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import metrics, package

    return getattr(metrics if name.lower() == "trace" else package, name)

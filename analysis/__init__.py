"""The AI compute pact briefing: open the data, check it, compute from it, and word it."""

from .metrics import Trace, trace
from .package import Entry, Issue, Package, PackageError, open_package

__all__ = ["Entry", "Issue", "Package", "PackageError", "Trace", "open_package", "trace"]

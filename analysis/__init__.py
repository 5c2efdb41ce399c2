"""The AI compute pact briefing: open the data, check it, compute from it, and word it."""

from analysis.loading import Entry, Package, open_package
from analysis.package import DataPackage, Issue, PackageError
from analysis.validate import validate

__all__ = ["DataPackage", "Entry", "Issue", "Package", "PackageError", "open_package", "validate"]

"""The AI compute pact briefing: open the data, check it, compute from it, and word it."""

from analysis.package import DataPackage, Issue, PackageError, open_package
from analysis.validate import validate

__all__ = ["DataPackage", "Issue", "PackageError", "open_package", "validate"]

"""Open a package and find what is in it: typed tables, rows and quantities by id, issues, and files written whole."""

from .archive import Edition, from_zip
from .descriptor import (
    DESCRIPTOR,
    DESCRIPTOR_NAME,
    HERE,
    ROOT,
    Row,
    build_time,
    parse_descriptor,
    read_descriptor,
    resources_of,
)
from .files import digest, write_together, write_whole
from .issues import BriefingError, Issue, PackageError, unknown_id
from .opened import Entry, Fact, Package, open_package, package_of
from .quantities import QUANTITIES, Columns, figure_words, metric_quantity, quantity_of
from .safety import (
    ADDRESS,
    LONGEST,
    NAME,
    SUSPECT,
    is_inside,
    leads_out,
    strings,
    unseen,
    unseen_in,
    unseen_written,
    what_is_wrong_with,
)
from .tables import frame_of, records, written

__all__ = [
    "ADDRESS", "DESCRIPTOR", "DESCRIPTOR_NAME", "HERE", "LONGEST", "NAME", "QUANTITIES", "ROOT", "SUSPECT", "BriefingError", "Columns",
    "Edition", "Entry", "Fact", "Issue", "Package", "PackageError", "Row", "build_time", "digest", "figure_words", "frame_of", "from_zip",
    "is_inside", "leads_out", "metric_quantity", "open_package", "package_of", "parse_descriptor", "quantity_of", "read_descriptor",
    "records", "resources_of", "strings", "unknown_id", "unseen", "unseen_in", "unseen_written", "what_is_wrong_with", "write_together", "write_whole",
    "written",
]  # fmt: skip

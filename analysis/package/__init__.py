"""Open a package and find what is in it: typed tables, rows and quantities by id, issues, and files written whole."""

from html import escape as html_text

from .archive import Edition, edition_at
from .descriptor import DESCRIPTOR, DESCRIPTOR_NAME, HERE, ROOT, Row, build_time, key_of, read_descriptor, resources_of, unpacked
from .escape import address, markdown_code, markdown_link, markdown_text, mermaid_text, name_of, script_json, sql_literal, sql_name

from .escape import typst_string  # isort: skip
from .files import digest, write_together, write_whole
from .issues import BriefingError, Issue, PackageError, unknown_id
from .opened import Entry, Fact, Package, open_package, package_of
from .quantities import QUANTITIES, Columns, Term, figure_words, quantity_of
from .safety import ADDRESS, FORMULA, NAME, is_inside, leads_out, strings, unseen, unseen_written, what_is_wrong_with
from .tables import frame_of, records, written

__all__ = [
    "ADDRESS", "DESCRIPTOR", "DESCRIPTOR_NAME", "FORMULA", "HERE", "NAME", "QUANTITIES", "ROOT", "BriefingError",
    "Columns", "Edition", "Entry", "Fact", "Issue", "Package", "PackageError", "Row", "Term", "address", "build_time", "digest",
    "edition_at", "figure_words", "frame_of", "html_text", "is_inside", "key_of", "leads_out", "markdown_code", "markdown_link",
    "markdown_text", "mermaid_text", "name_of", "open_package", "package_of", "quantity_of",
    "read_descriptor", "records", "resources_of", "script_json", "sql_literal", "sql_name", "strings", "typst_string", "unknown_id",
    "unpacked", "unseen", "unseen_written", "what_is_wrong_with", "write_together", "write_whole", "written",
]  # fmt: skip

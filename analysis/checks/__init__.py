"""Every check of the package, in the order in which one rests on another, as a list of issues."""

from .descriptor import descriptor_issues, lock, path_issues
from .reviews import judged_hash, judged_tables, review_issues, review_lines, sign, unreviewed
from .text import byte_issues
from .validate import safety_issues, validate

__all__ = [
    "byte_issues", "descriptor_issues", "judged_hash", "judged_tables", "lock", "path_issues", "review_issues", "review_lines",
    "safety_issues", "sign", "unreviewed", "validate",
]  # fmt: skip

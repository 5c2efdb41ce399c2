"""Every check of a package, in the order in which one rests on another.

A stage that finds something a later one cannot do without ends the checks: rows are not read in a file that is missing, and
words are not compared with cells in tables whose rows or keys are wrong.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from ..metrics import derived_issues
from ..package import (
    DESCRIPTOR,
    DESCRIPTOR_NAME,
    Issue,
    Package,
    PackageError,
    Row,
    edition_at,
    open_package,
    read_descriptor,
    resources_of,
    write_whole,
)
from .article import article_issues
from .context import context_issues
from .descriptor import descriptor_issues, path_issues
from .order import order_issues
from .reviews import review_issues
from .rows import row_issues
from .text import byte_issues, cell_issues

log = logging.getLogger(__name__)

# Checks of content need these tables; a package without them is another one.
ARTICLE = {"article", "passages", "entities", "figures", "statements", "other_numerals"}
CONTEXT = {
    "collections", "sources", "organisations", "tolerances", "holes", "cloud_series", "cloud_growth", "backlog", "capex", "capex_guidance",
    "financials", "spending_estimates", "gigawatt_costs", "compute_deals", "funding_rounds", "run_rate", "revenue", "commitments",
    "outcomes", "figure_checks", "verdicts", "verdict_sources", "corroborations",
}  # fmt: skip
NEEDED = ARTICLE | CONTEXT | {"metrics", "metric_inputs", "reviews"}


def validate(path: Path | str = DESCRIPTOR, *, reviews: bool = True) -> list[Issue]:
    """All that is wrong with the package at `path`, its folder, descriptor or zip; an empty list means that everything holds.

    Without `reviews`, rows that have changed since somebody reviewed them are left out.
    """
    path = Path(path)
    if path.is_file() and path.suffix.lower() == ".zip":
        return _zip_issues(path, reviews)
    if path.is_dir():
        path = path / DESCRIPTOR_NAME
    try:
        descriptor = read_descriptor(path)
    except PackageError as error:
        return [Issue(path.name, None, "", str(error).split(": ", 1)[-1])]
    log.info("checking rows and words")
    with ProcessPoolExecutor(1) as pool:  # Frictionless takes as long as all other checks together, which go on meanwhile
        pool.submit(import_module, "frictionless")
        if unsound := _structure(descriptor, path):
            return unsound
        rows = pool.submit(row_issues, descriptor, path.parent, path.name)
        content = _content(path, reviews)
        found = rows.result()
    issues = byte_issues(descriptor, path.parent) + found
    return issues if found else issues + content


def _zip_issues(path: Path, reviews: bool) -> list[Issue]:
    """The same of a package in a zip: its descriptor and the files that it names are unpacked for as long as they are checked."""
    with TemporaryDirectory() as name:
        try:
            edition = edition_at(path)
            for file in (DESCRIPTOR_NAME, *(resource["path"] for resource in resources_of(edition.descriptor, path))):
                write_whole(Path(name) / file, edition.read(file))
        except PackageError as error:
            return [Issue(path.name, None, "", str(error).split(": ", 1)[-1])]
        return validate(Path(name), reviews=reviews)


def _structure(descriptor: Row, path: Path) -> list[Issue]:
    """What is wrong with the descriptor, or if nothing is, with its tables, or else its paths."""
    if issues := descriptor_issues(descriptor, path.name):
        return issues
    missing = NEEDED - {resource["name"] for resource in descriptor["resources"]}
    issues = [Issue(path.name, None, "resources", f"there is no resource {name!r}") for name in sorted(missing)]
    return issues or path_issues(descriptor, path.parent)


def _content(path: Path, reviews: bool) -> list[Issue]:
    """What the checks of content find; they say something only of tables whose structure is sound."""
    checks: list[Callable[[Package], list[Issue]]] = [cell_issues, article_issues, order_issues, context_issues, derived_issues]
    try:
        package = open_package(path)
        return [issue for check in checks + ([review_issues] if reviews else []) for issue in content_issues(package, check)]
    except PackageError as error:
        place, _, said = str(error).partition(": ")
        return [Issue(place, None, "", said)]


def safety_issues(path: Path) -> list[Issue]:
    """What keeps a package from being published in any form: a descriptor, paths or bytes that are not sound."""
    try:
        descriptor = edition_at(path).descriptor
    except PackageError as error:
        return [Issue(path.name, None, "", str(error).split(": ", 1)[-1])]
    folder = path if path.is_dir() else path.parent
    issues = descriptor_issues(descriptor, DESCRIPTOR_NAME)
    if issues or path.suffix.lower() == ".zip":  # export compares the bytes of a zip with their hashes
        return issues
    return path_issues(descriptor, folder) or byte_issues(descriptor, folder)


def content_issues(package: Package, check: Callable[[Package], list[Issue]]) -> list[Issue]:
    """What a check of content finds, or that it could not run because the schemas have lost a column or key that it needs."""
    try:
        return check(package)
    except KeyError as error:
        said = f"content checks could not run: {error} is missing"
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        said = f"content checks could not run: {error}"
    return [Issue(package.path.name, None, "", said, "restore the columns, keys and rules of the schemas")]

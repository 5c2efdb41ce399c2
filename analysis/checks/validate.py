"""Every check of a package, in the order in which one rests on another.

A stage that finds something a later one cannot do without ends the checks: rows are not read in a file that is missing, and
words are not compared with cells in tables whose rows or keys are wrong.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from ..metrics import derived_issues
from ..package import DESCRIPTOR, Issue, Package, PackageError, edition_at, open_package, read_descriptor, resources_of, write_whole
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
    try:
        if path.is_file() and path.suffix == ".zip":
            return _zip_issues(path, reviews)
        path = path / DESCRIPTOR.name if path.is_dir() else path
        descriptor = read_descriptor(path)
    except PackageError as error:
        return [Issue(path.name, None, "", str(error).split(": ", 1)[-1])]
    if issues := descriptor_issues(descriptor, path.name):
        return issues
    if missing := NEEDED - {resource["name"] for resource in descriptor["resources"]}:
        return [Issue(path.name, None, "resources", f"there is no resource {name!r}") for name in sorted(missing)]
    if issues := path_issues(descriptor, path.parent):
        return issues
    log.info("checking rows and words")
    with ProcessPoolExecutor(1) as pool:  # Frictionless takes as long as all other checks together, which go on meanwhile
        rows = pool.submit(row_issues, descriptor, path.parent, path.name)
        issues, found = byte_issues(descriptor, path.parent), _content(path, reviews)
        return issues + (rows.result() or found)  # content says something only of tables whose rows and keys are sound


def _content(path: Path, reviews: bool) -> list[Issue]:
    try:
        package = open_package(path)
    except PackageError as error:
        place, _, said = str(error).partition(": ")
        return [Issue(place, None, "", said)]
    checks: list[Callable[[Package], list[Issue]]] = [cell_issues, article_issues, order_issues, context_issues, derived_issues]
    return [issue for check in checks + [review_issues] * reviews for issue in content_issues(package, check)]


def _zip_issues(path: Path, reviews: bool) -> list[Issue]:
    """The same of a package in a zip: its descriptor and the files that it names are unpacked for as long as they are checked."""
    with TemporaryDirectory() as name:
        edition = edition_at(path)
        for file in (DESCRIPTOR.name, *(resource["path"] for resource in resources_of(edition.descriptor, path))):
            write_whole(Path(name) / file, edition.read(file))
        return validate(name, reviews=reviews)


def safety_issues(path: Path) -> list[Issue]:
    """What keeps a package from being published in any form: a descriptor, paths or bytes that are not sound."""
    path = path / DESCRIPTOR.name if path.is_dir() else path
    if path.suffix != ".json":
        return []  # a zip holds the bytes that it was written with
    try:
        descriptor = read_descriptor(path)
    except PackageError as error:
        return [Issue(path.name, None, "", str(error).split(": ", 1)[-1])]
    return descriptor_issues(descriptor, path.name) or path_issues(descriptor, path.parent) or byte_issues(descriptor, path.parent)


def content_issues(package: Package, check: Callable[[Package], list[Issue]]) -> list[Issue]:
    """What a check of content finds, or that it could not run because the schemas have lost a column or key that it needs."""
    try:
        return check(package)
    except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
        said = f"content checks could not run: {error}{' is missing' * isinstance(error, KeyError)}"
        return [Issue(package.path.name, None, "", said, "restore the columns, keys and rules of the schemas")]

"""Every check of the package, in the order in which one rests on another, as a list of issues."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from ..package import DESCRIPTOR, Package, Issue, PackageError, open_package, read_descriptor
from .parts import Progress

# Checks of content need these tables; a package without them is not ours.
ARTICLE = {"article", "passages", "entities", "figures", "statements", "other_numerals"}
CONTEXT = {
    "collections", "sources", "organisations", "tolerances", "holes", "cloud_series", "cloud_growth", "capex", "capex_guidance",
    "spending_estimates", "gigawatt_costs", "compute_deals", "funding_rounds", "run_rate", "revenue", "outcomes", "figure_checks",
    "verdicts", "corroborations",
}  # fmt: skip
NEEDED = ARTICLE | CONTEXT | {"metrics", "metric_inputs"}


def validate(path: Path | str = DESCRIPTOR, progress: Progress | None = None) -> list[Issue]:
    """All that is wrong with the package at `path`; an empty list means that everything holds.

    A descriptor whose `scope` is "article" promises the tables of articles alone, and needs no others. `progress` is
    told what is being checked, and how much of it is done, of how much.

    A stage that finds something a later one cannot do without ends the checks: rows are not read in a
    file that is missing, and words are not weighed in tables whose rows or keys are wrong.
    """
    from .conformance import byte_issues, cell_issues, descriptor_issues, path_issues, row_issues
    from .contract import contract_issues

    path = Path(path)
    try:
        descriptor = read_descriptor(path)
    except PackageError as error:
        return [Issue(path.name, None, "", str(error).split(": ", 1)[-1])]
    if issues := descriptor_issues(descriptor, path.name):
        return issues
    names = {resource["name"] for resource in descriptor["resources"]}
    whole = descriptor.get("scope") != "article" or bool(names & (NEEDED - ARTICLE))
    if missing := (NEEDED if whole else ARTICLE) - names:
        return [Issue(path.name, None, "resources", f"there is no resource {name!r}") for name in sorted(missing)]
    if issues := path_issues(descriptor, path.parent) or (list(contract_issues(descriptor, path.name)) if whole else []):
        return issues
    issues = byte_issues(descriptor, path.parent)
    issues += (found := row_issues(descriptor, path.parent, path.name, progress))
    broken = {issue.path for issue in found}
    paths = {resource["name"]: resource["path"] for resource in descriptor["resources"]}
    if broken & {path.name, *(paths[name] for name in ARTICLE)}:
        return issues

    from ..metrics.derived import derived_issues
    from .article import evidence_issues
    from .context import reconcile_issues
    from .tidy import tidy_issues

    try:
        package = open_package(path)
    except PackageError as error:
        return issues or [Issue(path.name, None, "", str(error))]
    issues += cell_issues(package)
    checks: list[Callable[[Package], list[Issue]]] = [partial(evidence_issues, progress=progress)]
    checks += [] if broken else [tidy_issues]
    if whole and not broken & {paths[name] for name in CONTEXT}:
        checks.append(reconcile_issues)
    for check in checks:
        try:
            issues += check(package)
        except (LookupError, ValueError, TypeError, AttributeError) as error:
            # A descriptor that has lost its keys or rules lets rows through that no check of content can take.
            issues.append(
                Issue(path.name, None, "", f"the tables cannot be weighed: {error!r}", "restore the keys and rules of the schemas")
            )
    return issues + (derived_issues(package) if whole else [])

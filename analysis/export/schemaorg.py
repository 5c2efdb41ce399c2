"""What the package is, in the words of schema.org: for search engines, in a file and in the page of the report."""

from __future__ import annotations

from pathlib import Path

from ..package import Package, Row, script_json
from .claims import claim_reviews
from .tables import addresses, licence_names, makers, write_json


def write(package: Package, folder: Path) -> None:
    """Write `dataset.jsonld`."""
    write_json(folder / "dataset.jsonld", dataset(package))


def dataset(package: Package) -> Row:
    """The package as a schema.org Dataset, with a part for each file that has another licence than the whole."""
    descriptor = package.descriptor
    said: Row = {
        "@context": "https://schema.org", "@type": "Dataset", "name": descriptor["title"], "alternateName": descriptor["name"],
        "description": descriptor["description"], "version": descriptor["version"], "datePublished": descriptor["created"][:10],
        "isAccessibleForFree": True, "keywords": descriptor.get("keywords", []), "license": addresses(descriptor),
        "creator": makers(descriptor), "hasPart": [],
    }  # fmt: skip
    for one in descriptor["resources"]:
        if one["licenses"] != descriptor["licenses"]:
            licence = {"license": found} if (found := addresses(one)) else {"usageInfo": licence_names(one)}
            said["hasPart"].append({"@type": "Dataset", "name": one["title"], "description": one["description"], **licence})
    if package.article:
        years = sorted({package.article_date.year, int(descriptor["created"][:4])})
        said |= {"inLanguage": ["en", "fr"], "temporalCoverage": f"{years[0]}/{years[-1]}"}
    return said


def as_script(package: Package) -> str:
    """The dataset, and the verdicts as claim reviews, as script elements for the page, which has an anchor for each."""
    said = [dataset(package), claim_reviews(package)]
    return "\n".join(f'<script type="application/ld+json">{script_json(one, separators=(",", ":"))}</script>' for one in said if one)

"""What the package is, in the words of schema.org: for search engines, in a file and in the page of the report."""

from __future__ import annotations

from pathlib import Path

from .tables import as_json
from ..package import Package, Row


def write(package: Package, folder: Path) -> None:
    """Write `dataset.jsonld`."""
    (folder / "dataset.jsonld").write_text(as_json(dataset(package), indent=2) + "\n", encoding="utf-8", newline="\n")


def dataset(package: Package) -> Row:
    """The package as a schema.org Dataset, with a part for each file that has another licence than the whole."""
    descriptor = package.descriptor
    years = sorted({package.article_date.year, int(descriptor["created"][:4])})
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": descriptor["title"],
        "alternateName": descriptor["name"],
        "description": descriptor["description"],
        "version": descriptor["version"],
        "datePublished": descriptor["created"][:10],
        "inLanguage": ["en", "fr"],
        "isAccessibleForFree": True,
        "keywords": descriptor.get("keywords", []),
        "license": [one["path"] for one in descriptor["licenses"] if "path" in one],
        "creator": people(descriptor),
        "temporalCoverage": f"{years[0]}/{years[-1]}",
        "hasPart": [_part(one) for one in descriptor["resources"] if one["licenses"] != descriptor["licenses"]],
    }


def as_script(package: Package) -> str:
    """The same as a script element for a page."""
    return f'<script type="application/ld+json">{as_json(dataset(package), separators=(",", ":"))}</script>'


def people(descriptor: Row) -> list[Row]:
    """Who made the package."""
    return [{"@type": "Organization", "name": one["title"]} for one in descriptor.get("contributors", [])]


def _part(resource: Row) -> Row:
    """A part that has another licence than the whole."""
    addresses = [one["path"] for one in resource["licenses"] if "path" in one]
    licence = {"license": addresses} if addresses else {"usageInfo": resource["licenses"][0].get("title", "")}
    return {"@type": "Dataset", "name": resource["title"], "description": resource["description"]} | licence

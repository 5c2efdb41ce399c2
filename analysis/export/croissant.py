"""Croissant 1.0: what the tables of the zip hold, for the libraries of machine learning.

The name of the zip carries the version, since such libraries keep what they have unpacked under the name of the file alone.
"""

from __future__ import annotations

from pathlib import Path

from ..package import Package, Row, digest
from .tables import Table, addresses, categories_of, created, licence_name, makers, tables_of, write_json

_TERMS = """citeAs column equivalentProperty extract field fileProperty fileObject fileSet format includes isLiveDataset jsonPath key md5
    parentField path recordSet references regex repeated replace samplingRate separator source subField transform"""
CONTEXT: Row = {
    "@language": "en", "@vocab": "https://schema.org/", "sc": "https://schema.org/", "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/", "dct": "http://purl.org/dc/terms/", "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"}, "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"}, **{term: f"cr:{term}" for term in _TERMS.split()},
}  # fmt: skip
TYPES = {"string": "sc:Text", "integer": "sc:Integer", "number": "cr:Float64", "boolean": "sc:Boolean", "date": "sc:Date"}


def zip_name(descriptor: Row) -> str:
    """The name of the zip of an edition."""
    return f"{descriptor['name']}-{descriptor['version']}.zip"


def write(package: Package, folder: Path) -> None:
    """Write `croissant.json` beside the zip, whose files it describes."""
    descriptor, tables = package.descriptor, tables_of(package)
    archive = folder / zip_name(descriptor)
    files = [_file(archive.name, "The Frictionless package", archive.stat().st_size, "application/zip", digest(archive))]
    for one in (table.resource for table in tables):
        sha256, kind = one["hash"].removeprefix("sha256:"), one.get("mediatype", "text/csv")
        files.append(_file(one["path"], one["description"], one["bytes"], kind, sha256) | {"containedIn": {"@id": archive.name}})
    metadata: Row = {
        "@context": CONTEXT, "@type": "sc:Dataset", "name": descriptor["name"], "conformsTo": "http://mlcommons.org/croissant/1.0",
        "description": descriptor["description"], "citeAs": f"{descriptor['title']}, version {descriptor['version']}",
        "creator": [one | {"@type": "sc:Organization"} for one in makers(descriptor)], "datePublished": created(package).isoformat(),
        "keywords": descriptor.get("keywords", []),
        "license": addresses(descriptor) or [licence_name(one) for one in descriptor["licenses"]],
        "version": descriptor["version"], "distribution": files, "recordSet": [_record_set(table) for table in tables],
    }  # fmt: skip
    write_json(folder / "croissant.json", metadata | ({"inLanguage": ["en", "fr"]} if package.article else {}))


def _file(path: str, description: str, size: int, kind: str, sha256: str) -> Row:
    about = {"@type": "cr:FileObject", "@id": path, "name": path, "description": description}
    return about | {"contentUrl": path, "contentSize": f"{size} B", "encodingFormat": kind, "sha256": sha256}


def _record_set(table: Table) -> Row:
    keys = [{"@id": f"{table.name}/{key}"} for key in table.key]
    about = {"@type": "cr:RecordSet", "@id": table.name, "name": table.name, "description": table.resource["description"]}
    return about | {"key": keys[0] if len(keys) == 1 else keys, "field": [_field(table, field) for field in table.fields]}


def _field(table: Table, field: Row) -> Row:
    meanings = "; ".join(f"{value} ({label})" for value, label in categories_of(field).items())
    parts = [field["title"], field["description"], f"Unit: {field['unit']}" if "unit" in field else "", meanings and f"Values: {meanings}"]
    about = {"@type": "cr:Field", "@id": f"{table.name}/{field['name']}", "name": field["name"]}
    source = {"fileObject": {"@id": table.resource["path"]}, "extract": {"column": field["name"]}}
    return about | {"description": ". ".join(filter(None, parts)), "dataType": TYPES[field["type"]], "source": source}

"""Croissant 1.0: what the tables of the zip hold, for the libraries of machine learning.

The name of the zip carries the version, since such libraries keep what they have unpacked under the name of the file alone.
"""

from __future__ import annotations

from pathlib import Path

from ..package import Package, Row, digest
from .schemaorg import makers
from .tables import Table, addresses, categories_of, created, licence_name, tables_of, write_json

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
    whole = _file(archive.name, "The Frictionless package", f"{archive.stat().st_size} B", "application/zip", digest(archive))
    metadata: Row = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": descriptor["name"],
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "description": descriptor["description"],
        "citeAs": f"{descriptor['title']}, version {descriptor['version']}",
        "creator": [{**one, "@type": "sc:Organization"} for one in makers(descriptor)],
        "datePublished": created(package).isoformat(),
        "keywords": descriptor.get("keywords", []),
        "license": addresses(descriptor) or [licence_name(one) for one in descriptor["licenses"]],
        "version": descriptor["version"],
        "distribution": [whole, *(_inside(table.resource, archive.name) for table in tables)],
        "recordSet": [_record_set(table) for table in tables],
    }
    write_json(folder / "croissant.json", metadata | ({"inLanguage": ["en", "fr"]} if package.article else {}))


def _file(path: str, description: str, size: str, kind: str, sha256: str) -> Row:
    about = {"@type": "cr:FileObject", "@id": path, "name": path, "description": description}
    return about | {"contentUrl": path, "contentSize": size, "encodingFormat": kind, "sha256": sha256}


def _inside(resource: Row, archive: str) -> Row:
    sha256 = resource["hash"].removeprefix("sha256:")
    file = _file(resource["path"], resource["description"], f"{resource['bytes']} B", resource.get("mediatype", "text/csv"), sha256)
    return file | {"containedIn": {"@id": archive}}


def _record_set(table: Table) -> Row:
    keys = [{"@id": f"{table.name}/{key}"} for key in table.key]
    about = {"@type": "cr:RecordSet", "@id": table.name, "name": table.name, "description": table.resource["description"]}
    return about | {"key": keys[0] if len(keys) == 1 else keys, "field": [_field(table, field) for field in table.fields]}


def _field(table: Table, field: Row) -> Row:
    meanings = "; ".join(f"{value} ({label})" for value, label in categories_of(field).items())
    parts = [field["title"], field["description"], f"Unit: {field['unit']}" if "unit" in field else "", meanings and f"Values: {meanings}"]
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{field['name']}",
        "name": field["name"],
        "description": ". ".join(filter(None, parts)),
        "dataType": TYPES[field["type"]],
        "source": {"fileObject": {"@id": table.resource["path"]}, "extract": {"column": field["name"]}},
    }

"""Croissant: what the tables of the zip hold, for the libraries of machine learning; written by the field's own library."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .dictionary import categories_of
from .tables import as_json, created
from ..package import Package, PackageError, Row, digest

if TYPE_CHECKING:
    import mlcroissant


def write(package: Package, folder: Path) -> None:
    """Write `croissant.json` beside the zip, whose files it describes; raises `PackageError` where the library refuses it."""
    import mlcroissant as mlc

    logging.getLogger("absl").setLevel(logging.ERROR)  # advice on properties that we do not have
    descriptor = package.descriptor
    archive = folder / f"{descriptor['name']}.zip"
    whole = mlc.FileObject(
        id=archive.name,
        name=archive.name,
        description="The Frictionless package",
        content_url=archive.name,
        content_size=f"{archive.stat().st_size} B",
        encoding_formats=["application/zip"],
        sha256=digest(archive),
    )
    tables = [one for one in descriptor["resources"] if "schema" in one]
    inside = [
        mlc.FileObject(
            id=one["path"],
            name=one["path"],
            description=one["description"],
            contained_in=[whole.id],
            content_url=one["path"],
            content_size=f"{one['bytes']} B",
            encoding_formats=[one["mediatype"]],
            sha256=one["hash"].removeprefix("sha256:"),
        )
        for one in tables
    ]
    try:
        metadata = mlc.Metadata(
            name=descriptor["name"],
            description=descriptor["description"],
            cite_as=f"{descriptor['title']}, version {descriptor['version']}",
            creators=[mlc.Organization(name=one["title"]) for one in descriptor.get("contributors", [])],
            date_published=created(package),
            keywords=descriptor.get("keywords", []),
            license=[one.get("path", one["name"]) for one in descriptor["licenses"]],
            in_language=["en", "fr"],
            version=descriptor["version"],
            distribution=[whole, *inside],
            record_sets=[_record_set(one) for one in tables],
        )
        text = as_json(metadata.to_json(), indent=2, default=str)
    except mlc.ValidationError as error:
        raise PackageError(f"the package cannot be told in Croissant: {error}") from error
    (folder / "croissant.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def _record_set(resource: Row) -> mlcroissant.RecordSet:
    import mlcroissant as mlc

    name = resource["name"]
    keys = [f"{name}/{key}" for key in resource["schema"]["primaryKey"]]
    fields = [_field(resource, field) for field in resource["schema"]["fields"]]
    return mlc.RecordSet(id=name, name=name, description=resource["description"], key=keys if len(keys) > 1 else keys[0], fields=fields)


def _field(resource: Row, field: Row) -> Any:
    import mlcroissant as mlc

    types = {
        "string": mlc.DataType.TEXT, "integer": mlc.DataType.INTEGER, "number": mlc.DataType.FLOAT64,
        "boolean": mlc.DataType.BOOL, "date": mlc.DataType.DATE,
    }  # fmt: skip
    parts = [f"{field['title']}. {field['description']}"]
    parts += [f"Unit: {field['unit']}"] if "unit" in field else []
    meanings = [f"{value} ({label})" for value, label in categories_of(field).items()]
    parts += ["Values: " + "; ".join(meanings)] if meanings else []
    return mlc.Field(
        id=f"{resource['name']}/{field['name']}",
        name=field["name"],
        description=". ".join(parts),
        data_types=[types[field["type"]]],
        source=mlc.Source(file_object=resource["path"], extract=mlc.Extract(column=field["name"])),
    )

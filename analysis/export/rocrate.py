"""RO-Crate: what each file of the export is, for repositories and workflow tools; written by the field's own library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..package import ADDRESS, Package, Row
from .tables import licence_name, write_json

FILE = "ro-crate-metadata.json"
_TYPES = {
    ".zip": "application/zip", ".parquet": "application/vnd.apache.parquet", ".sqlite": "application/vnd.sqlite3",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".txt": "text/plain",
    ".json": "application/json", ".jsonld": "application/ld+json",
}  # fmt: skip

_FILES = {
    ".zip": "The Frictionless package: tables in CSV, descriptor, data dictionary, licences",
    ".sqlite": "All tables with keys, checks and views",
    ".xlsx": "All tables as sheets, with a data dictionary",
    ".json": "All tables as JSON",
    ".schema.json": "The JSON Schema of all tables as JSON",
    "croissant.json": "Croissant metadata of the tables in the zip",
    "dataset.jsonld": "Metadata in the words of schema.org",
    "claimreview.jsonld": "The verdicts as schema.org ClaimReview",
    "annotations.jsonld": "The figures and claims of the article as W3C Web Annotations",
}


def write(package: Package, folder: Path) -> None:
    """Write `ro-crate-metadata.json` for the files that stand in the folder so far."""
    from rocrate.model.contextentity import ContextEntity
    from rocrate.rocrate import ROCrate

    descriptor = package.descriptor
    crate = ROCrate(version="1.2")
    crate.name, crate.description = descriptor["title"], descriptor["description"]
    root = crate.root_dataset
    root["datePublished"], root["version"] = descriptor["created"][:10], descriptor["version"]
    root["keywords"] = ", ".join(descriptor.get("keywords", []))
    makers = [
        crate.add(ContextEntity(crate, f"#contributor-{number}", {"@type": "Organization", "name": one["title"]}))
        for number, one in enumerate(descriptor.get("contributors", []), start=1)
    ]
    root["author"] = root["publisher"] = _single(makers)
    licences = [_licence(number, one) for number, one in enumerate(descriptor["licenses"], start=1)]
    root["license"] = _single([crate.add(ContextEntity(crate, *one)) for one in licences])
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        about = {
            "name": path.name,
            "description": _description(name, descriptor),
            "contentSize": str(path.stat().st_size),
            "encodingFormat": _TYPES.get(path.suffix, "application/octet-stream"),
        }
        crate.add_file(str(path), dest_path=name, properties=about)
    write_json(folder / FILE, crate.metadata.generate())


def _single(entities: list[Any]) -> Any:
    """One entity as itself, more as a list: how RO-Crate 1.2 wants it."""
    return entities[0] if len(entities) == 1 else entities


def _licence(number: int, licence: Row) -> tuple[str, Row]:
    name, address = licence_name(licence), licence.get("path", "")
    about = {"@type": "CreativeWork", "name": name, "description": f"{name} ({licence.get('name', 'no short name')})"}
    return address if ADDRESS.fullmatch(address) else f"#licence-{number}", about


def _description(name: str, descriptor: Row) -> str:
    for resource in descriptor["resources"]:
        if name in (f"parquet/{resource['name']}.parquet", resource["path"]):
            return f"{resource['title']}: {resource['description']}"
    return _FILES[name.removeprefix(descriptor["name"]).removeprefix(f"-{descriptor['version']}")]
